"""X (Twitter): posts by their analytics export, of the old kind or the new one.

Old: ``"Tweet id","Tweet permalink","Tweet text","time","impressions",…``, every cell quoted, texts over several
lines, times in UTC with their offset (``2026-10-03 14:05 +0000``): a post counts on the day that it was in the
client's time zone. New: ``Post id,Date,Post text,Post Link,Impressions,…`` with days as ``Tue, Jul 14, 2026``. The
account's overview has days without posts. ``engagement rate`` is a rate and is not read; retweets (reposts) are
shares, replies comments. The numbers of a post grow: the latest export of it counts.
"""

from __future__ import annotations

from reportgen.sources.readers.model import FilePlan, Head, Layout, Newest, Output, Reader, number, text
from reportgen.sources.readers.moments import MONTH_NAMES, moment
from reportgen.sources.readers.posts import post_name

_REPORT = "Analytics → Content → Export data, by post"


def _look(_head: Head, _layout: Layout) -> FilePlan:
    name = post_name("Tweet text", "Tweet permalink", "Tweet id")
    told = {"Day": moment('"time"', *MONTH_NAMES), "Post": name, "Platform": "'X'"}
    return FilePlan((told, {"Calendar day": 'left("Day", 10)'}))


X_POSTS = Reader(
    name="x-posts",
    doc="X's (Twitter's) analytics of posts",
    columns=(
        text("Tweet id", "Post id"),
        text("Tweet permalink", "Post Link"),
        text("Tweet text", "Post text"),
        text("time", "Date", todo=f"export {_REPORT}"),
        number("impressions", todo=f"export {_REPORT}"),
        number("engagements"),
        number("retweets", "Reposts"),
        number("replies", todo=f"export {_REPORT}"),
        number("likes"),
        number("url clicks", "URL Clicks"),
    ),
    marks=("Tweet id", "Tweet text", "time", "impressions", "replies"),
    other_marks=(("time", "impressions", "engagements", "retweets", "replies"),),
    outputs=(
        Output(
            "social",
            {
                "date": "Day",
                "platform": "Platform",
                "post": "Post",
                "impressions": "impressions",
                "likes": "likes",
                "comments": "replies",
                "shares": "retweets",
                "clicks": "url clicks",
            },
        ),
    ),
    newest=Newest(by=("Calendar day", "Tweet id"), day="Calendar day"),
    look=_look,
    settle_days=2,
)
