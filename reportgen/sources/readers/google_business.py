"""Google Business Profile: the performance of a business's places on Search and Maps.

It fills ``social``, not ``traffic``: its columns are views of a profile on somebody else's platform and what people did
there (website clicks, calls, directions), and no sessions of a website, which ``traffic`` cannot be without; those that
come of website clicks are in web analytics already. Views of all four kinds are impressions, as Google's own
interface calls them, website clicks are clicks. Calls, directions and bookings have no column there.

The second line says what the columns mean and is left out. A row is a place's sum of a whole period, which only
the file's name tells (``… - 2026-10-1 - 2026-10-31.csv``). It counts on the period's last day, and the issue
``period-on-last-day`` says so; a period longer than a month is refused, and so are two that meet without being
the same.
"""

from __future__ import annotations

from datetime import date
from itertools import combinations
from pathlib import PurePosixPath

from reportgen.errors import Place, Problem, SourceError
from reportgen.sources.raw import quoted
from reportgen.sources.readers.model import FilePlan, Head, Joint, Layout, Newest, Output, Reader, number, text
from reportgen.sources.readers.preamble import period_in

_REPORT = "Business Profile Manager → Businesses → Download insights, one month at a time"
_MOST_DAYS = 31

_VIEWS = ("Google Search - Mobile", "Google Search - Desktop", "Google Maps - Mobile", "Google Maps - Desktop")
_OLD_VIEWS = ("Search views", "Maps views")


def _period(head: Head) -> tuple[date, date]:
    """First and last day of a file, by its name. Raises SourceError when they are not there or too far apart."""
    period = period_in([PurePosixPath(head.name).name])
    if period is None or (period[1] - period[0]).days >= _MOST_DAYS:
        found = f"the period {period[0]} to {period[1]}" if period else PurePosixPath(head.name).name
        raise SourceError(
            Problem(
                "covers more than a month, so that its sums belong to no one month" if period else
                "does not say of which days its sums are: the file's name has none",
                where=Place(head.name),
                found=found,
                expected="a month or less in the file's name, such as … - 2026-10-1 - 2026-10-31.csv",
                todo=f"download {_REPORT}, and keep the name that Google gives the file",
            )
        )  # fmt: skip
    return period


def _joint(heads: tuple[Head, ...]) -> Joint:
    """Refuse periods that meet: some days would be counted twice."""
    told = [(head, period) for head in heads if (period := period_in([PurePosixPath(head.name).name])) is not None]
    for (earlier, one), (later, other) in combinations(told, 2):
        if one != other and max(one[0], other[0]) <= min(one[1], other[1]):
            raise SourceError(
                Problem(
                    f"{earlier.name} and {later.name} have days in common: both would be counted",
                    where=Place(later.name),
                    found=f"{one[0]} to {one[1]} and {other[0]} to {other[1]}",
                    expected="each day in one file",
                    todo="keep one of the files",
                )
            )
    return Joint(_look)


def _sum(columns: tuple[str, ...]) -> str:
    """SQL: the sum of what is there, null when nothing is."""
    there = ", ".join(f'"{column} #"' for column in columns)
    total = " + ".join(f'coalesce("{column} #", 0)' for column in columns)
    return f"case when coalesce({there}) is not null then {total} end"


def _look(head: Head, _layout: Layout) -> FilePlan:
    first, last = _period(head)
    views = f'coalesce({_sum(_VIEWS)}, "Total views #", {_sum(_OLD_VIEWS)})'
    described = '"Website clicks" is not null and "Website clicks #" is null'
    return FilePlan(
        (
            {
                "Day": quoted(last.isoformat()),
                "Platform": "'Google Business'",
                "Views": f"cast(cast({views} as BIGINT) as VARCHAR)",
                "Is description": f'coalesce("Store code", "Business name") is null and {described}',
                "Is of days": "true" if first != last else "false",
            },
        )
    )


GOOGLE_BUSINESS = Reader(
    name="google-business",
    doc="Google Business Profile's performance by place",
    columns=(
        text("Store code"),
        text("Business name", todo=f"download {_REPORT}"),
        text("Address"),
        *(number(name) for name in _VIEWS),
        number("Total views"),
        *(number(name) for name in _OLD_VIEWS),
        number("Website clicks", "Website actions", todo=f"download {_REPORT}"),
    ),
    marks=("Store code", "Business name", "Website clicks"),
    outputs=(
        Output(
            "social",
            {"date": "Day", "platform": "Platform", "impressions": "Views", "clicks": "Website clicks"},
            drops=(("description", "Is description"),),
            notes=(("period-on-last-day", "Is of days"),),
        ),
    ),
    newest=Newest(by=("Business name", "Day", "Store code", "Address")),
    look=_look,
    joint=_joint,
    settle_days=5,
)
