"""Meta Business Suite: Facebook pages and Instagram accounts, by day or by post.

- The file of a figure (UTF-16, first line ``sep=,``) has the figure's title, ``"Date","Primary"`` and a row for each
  day, ``2023-07-08T00:00:00``; several such tables may stand below each other. The title says which figure it is and
  often which platform: reach, views or impressions, link clicks and followers are read. What people newly
  followed, visited or did otherwise has no column in ``social``: these rows are left out as ``other-figure``.
- The posts' export has a row for each post: it counts on the day it was published (month first, as Meta writes it,
  unless a day above 12 proves otherwise), or on its ``Date`` where the export is broken down by day.

Days and posts hold the same views twice: a source with both for the same days is refused. A reach does not
add up over days or posts. The platform is the permalink's, else told by title, columns or the file's name, else Meta.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

from reportgen.sources.cells import in_list
from reportgen.sources.dialect import DELIMITERS, SPACES
from reportgen.sources.raw import quoted
from reportgen.sources.readers.days import cells_of, day_first
from reportgen.sources.readers.headers import folded
from reportgen.sources.readers.model import FilePlan, Head, Layout, Newest, Output, Reader, Reshape, number, text
from reportgen.sources.readers.posts import post_name
from reportgen.sources.records import Rows

_REPORT = "Insights → Content → Export data, or a figure of Insights → Results → Export"

_COLUMNS = (
    text("Publish time", "Veröffentlichungszeitpunkt", "Veröffentlichungszeit", "Zeitpunkt der Veröffentlichung",
         "Hora de publicación", "Heure de publication", "Date de publication", "게시 시간", "게시 시각", "發佈時間",
         "发布时间", todo=f"export {_REPORT}"),
    text("Post ID", "Beitrags-ID", "Beitrag-ID", "Identificador de la publicación", "ID de la publicación",
         "ID de publication", "ID de la publication", "Identifiant de la publication", "게시물 ID", "貼文編號",
         "帖子编号"),
    text("Page ID", "Seiten-ID", "Identificador de la página", "ID de la página", "ID de la Page", "페이지 ID",
         "粉絲專頁編號"),
    text("Account username", "Kontoname des Nutzers", "Nutzername des Kontos", "Nombre de usuario de la cuenta",
         "Nom d'utilisateur du compte", "계정 사용자 이름"),
    text("Title", "Titel", "Título", "Titre", "제목", "標題"),
    text("Description", "Beschreibung", "Descripción", "설명", "說明"),
    text("Permalink", "Enlace permanente", "Permalien", "Lien permanent", "고유 링크", "永久連結"),
    text("Post type", "Beitragsart", "Beitragstyp", "Tipo de publicación", "Type de publication", "게시물 유형",
         "貼文類型"),
    text("Date", "Datum", "Fecha", "날짜", "日期"),
    number("Impressions", "Impressionen", "Impresiones", "노출", "노출수", "曝光次數"),
    number("Views", "Aufrufe", "Visualizaciones", "Vues", "조회", "조회수", "瀏覽次數"),
    number("Reach", "Reichweite", "Alcance", "Couverture", "도달", "도달수", "觸及人數"),
    number("Reactions", "Reaktionen", "Reacciones", "Réactions", "공감", "반응", "心情數"),
    number("Likes", "„Gefällt mir“-Angaben", "Gefällt mir-Angaben", "Me gusta", "J'aime", "Mentions J'aime", "좋아요"),
    number("Comments", "Kommentare", "Comentarios", "Commentaires", "댓글", "留言數"),
    number("Shares", "Geteilte Inhalte", "Geteilt", "Veces compartido", "Veces que se ha compartido", "Partages",
           "공유", "分享次數"),
    number("Link clicks", "Link-Klicks", "Linkklicks", "Clics en el enlace", "Clics en enlaces", "Clics sur un lien",
           "Clics sur le lien", "링크 클릭", "링크 클릭수", "連結點擊次數"),
    text("Figure"),
    number("Value"),
)  # fmt: skip

_FIGURES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Reach": ("reach", "reichweite", "alcance", "couverture", "도달", "도달수"),
        "Impressions": ("views", "impressions", "aufrufe", "impressionen", "visualizaciones", "impresiones", "vues",
                        "조회", "조회수", "노출", "노출수"),
        "Link clicks": ("link clicks", "link-klicks", "linkklicks", "clics en el enlace", "clics en enlaces",
                        "clics sur un lien", "clics sur le lien", "링크 클릭", "링크 클릭수"),
        "Followers": ("followers", "total followers", "page followers", "follower", "seguidores", "abonnés", "팔로워",
                      "팔로워 수"),
    }
)  # fmt: skip
"""Figure → its titles, in lower case and without the platform."""

_PLATFORMS = ("Facebook", "Instagram", "Threads")
_A_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})T00:00:00")


def _reshape(head: Head) -> Reshape | None:
    """The rows of the figures in a file, a column each for day, title and value; None for an export of posts."""
    for delimiter in DELIMITERS:
        rows = [cells for cells in head.rows(delimiter) if any(cells)]
        days = (
            place for place, cells in enumerate(rows) if len(cells) > 1 and _A_DAY.fullmatch(cells[0].strip(SPACES))
        )
        first = next(days, 0)
        if first > 1 and _is_title(rows[first - 2]):
            return Reshape(("Publish time", "Figure", "Value"), _of_figures, delimiter, width=2)
    return None


def _of_figures(given: Rows) -> Rows:
    """Rows of days under the title that stands before them."""
    title = ""
    for line, cells in given:
        day = _A_DAY.fullmatch(cells[0].strip(SPACES)) if cells else None
        if day is not None:
            yield line, [day[1], title, cells[1] if len(cells) > 1 else ""]
        elif _is_title(cells):
            title = cells[0].strip(SPACES)


def _is_title(cells: list[str]) -> bool:
    """The row is a figure's title: one cell, and not the separator's line."""
    return len(cells) > 0 and bool(cells[0].strip(SPACES)) and not any(cells[1:]) and not cells[0].startswith("sep=")


def _look(head: Head, layout: Layout) -> FilePlan:
    return FilePlan((_days_of_figures(head) if layout.has("Figure") else _of_posts(head, layout), _FLAGS))


def _days_of_figures(head: Head) -> Mapping[str, str]:
    """SQL of the columns of a file of figures."""
    plain = "replace(lower(\"Figure\"), '’', '''')"
    bare = f"trim(regexp_replace({plain}, {quoted(_SQL_PLATFORM)}, '', 'g'), ' -–:·')"
    figures = {
        name: f'case when {in_list(bare, tuple(map(folded, titles)))} then "Value" end'
        for name, titles in _FIGURES.items()
    }
    return {
        "Day": '"Publish time"',
        "Platform": f"coalesce({_platform(_FIGURE)}, {quoted(_platform_of(head.name) or 'Meta')})",
        "Post": "null",
        "Seen": figures["Impressions"],
        "Reached": figures["Reach"],
        "Liked": "null",
        "Clicked": figures["Link clicks"],
        "Following": figures["Followers"],
    }


def _of_posts(head: Head, layout: Layout) -> Mapping[str, str]:
    """SQL of the columns of an export of posts."""
    named = (
        "Instagram"
        if layout.has("Account username")
        else "Facebook"
        if layout.has("Page ID")
        else _platform_of(head.name) or "Meta"
    )
    texts = (time.split(" ")[0] for (time,) in cells_of(head, layout, "Publish time"))
    order = "%d/%m/%Y" if day_first(texts, None, usual=False) else "%m/%d/%Y"
    ways = ", ".join(quoted(order + time) for time in (" %H:%M", " %H:%M:%S", ""))
    told = 'coalesce(case when regexp_matches("Date", \'[0-9]{4}\') then "Date" end, "Publish time")'
    return {
        "Day": f"coalesce(strftime(try_strptime({told}, [{ways}]), '%Y-%m-%d %H:%M:%S'), {told})",
        "Platform": f"coalesce({_platform(_PERMALINK)}, {quoted(named)})",
        "Post": post_name("Title", "Description", "Permalink", "Post ID"),
        "Seen": 'coalesce("Impressions", "Views")',
        "Reached": '"Reach"',
        "Liked": 'coalesce("Reactions", "Likes")',
        "Clicked": '"Link clicks"',
        "Following": "null",
    }


_FIGURE, _PERMALINK = '"Figure"', '"Permalink"'
_SQL_PLATFORM = r"((^|\s)(on|auf|en|sur|de|von)\s+)?(facebook|instagram|threads)"
_FLAGS = {
    "Calendar day": 'left("Day", 10)',
    "Is other figure": '"Figure" is not null and "Value" is not null'
    ' and coalesce("Seen", "Reached", "Clicked", "Following") is null',
}


def _platform(cell: str) -> str:
    """SQL: the platform that a text names."""
    whens = " ".join(f"when contains(lower({cell}), {quoted(name.lower())}) then {quoted(name)}" for name in _PLATFORMS)
    return f"case {whens} end"


def _platform_of(name: str) -> str | None:
    """The platform that a file's name says."""
    file = PurePosixPath(name).name.casefold()
    return next((platform for platform in _PLATFORMS if platform.casefold() in file), None)


META_BUSINESS = Reader(
    name="meta-business",
    doc="Meta Business Suite's insights, a figure by day or posts",
    columns=_COLUMNS,
    marks=("Publish time", "Figure", "Value"),
    other_marks=(("Post ID", "Publish time", "Permalink"),),
    outputs=(
        Output(
            "social",
            {
                "date": "Day",
                "platform": "Platform",
                "post": "Post",
                "impressions": "Seen",
                "reach": "Reached",
                "likes": "Liked",
                "comments": "Comments",
                "shares": "Shares",
                "clicks": "Clicked",
                "followers": "Following",
            },
            drops=(("other-figure", "Is other figure"),),
        ),
    ),
    newest=Newest(by=("Calendar day", "Figure", "Platform", "Post ID"), day="Calendar day"),
    reshape=_reshape,
    look=_look,
    settle_days=2,
)
