"""Posts as Meta Business Suite and X export them, and the brand's own sheet of followers."""

from __future__ import annotations

from pathlib import Path

from simulation.model import Brand, Post
from simulation.social import INSTAGRAM, X

from writers.text import save, table

_META_HEADER = (
    "Post ID", "Account username", "Account name", "Description", "Duration (sec)", "Publish time", "Permalink",
    "Post type", "Impressions", "Reach", "Reactions", "Comments", "Shares", "Link clicks",
)  # fmt: skip
_X_HEADER = (
    "Tweet id", "Tweet permalink", "Tweet text", "time", "impressions", "engagements", "engagement rate", "retweets",
    "replies", "likes", "user profile clicks", "url clicks", "hashtag clicks", "detail expands",
)  # fmt: skip
_FOLLOWER_HEADER = ("기준일", "플랫폼", "팔로워수")
_KIND = {"사진": "IG image", "릴스": "IG reel", "슬라이드": "IG carousel"}


def _meta_row(post: Post) -> tuple[object, ...]:
    number = 17_900_000_000_000_000 + post.number * 104_729
    return (
        number, "hanbit.beauty", "한빛뷰티", post.text, 24 if post.kind == "릴스" else 0,
        f"{post.at:%Y-%m-%dT%H:%M:%S}", f"https://social.example.com/p/{number}", _KIND[post.kind], post.impressions,
        post.reach, post.likes, post.comments, post.shares, post.clicks,
    )  # fmt: skip


def _x_row(post: Post) -> tuple[object, ...]:
    number = 1_840_000_000_000_000_000 + post.number * 15_485_863
    profile, detail = post.likes // 4, post.impressions // 60
    engagements = post.likes + post.comments + post.shares + post.clicks + profile + detail
    return (
        number, f"https://x.example.com/hanbit_beauty/status/{number}", post.text, f"{post.at:%Y-%m-%d %H:%M} +0900",
        f"{post.impressions}.0", f"{engagements}.0", f"{engagements / post.impressions:.12f}", f"{post.shares}.0",
        f"{post.comments}.0", f"{post.likes}.0", f"{profile}.0", f"{post.clicks}.0", "0.0", f"{detail}.0",
    )  # fmt: skip


def write(brand: Brand, data: Path) -> None:
    """Write a file per platform and year, newest first, and the followers' sheet."""
    for year in sorted({post.at.year for post in brand.posts}):
        posts = [post for post in reversed(brand.posts) if post.at.year == year]
        meta = [_meta_row(post) for post in posts if post.platform == INSTAGRAM]
        text = table(_META_HEADER, meta, before="sep=,\r\nInstagram posts\r\n", end="\r\n", quote=True)
        save(data / f"social/instagram_posts_{year}.csv", "\ufeff" + text, "utf-16-le")
        tweets = [_x_row(post) for post in posts if post.platform == X]
        save(data / f"social/x_posts_{year}.csv", table(_X_HEADER, tweets, quote=True))
    rows = ((f"{row.day:%Y-%m-%d}", row.platform, f"{row.count:,}") for row in brand.followers)
    save(data / "social/followers.csv", table(_FOLLOWER_HEADER, rows), "utf-8-sig")
