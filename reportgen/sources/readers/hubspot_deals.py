"""HubSpot: the deals of an export of the CRM (Deals → Export), with the columns that the client chose.

- A record's id has 12 digits and is a text; a file in which a spreadsheet has made ``3.12E+11`` of it is refused,
  since deals can no longer be told apart.
- A deal is a lead; it is won or lost by its stage, by ``Is Closed Won`` or by the probability. The Close Date of an
  open deal is an expectation and says nothing here.
- Times of MQL and SQL come from columns that name them (``Became a marketing qualified lead date``, ``Date entered
  "Sales qualified lead (…)"``) or, for a deal that is in such a stage now, from the date at which it entered it.
- The amount may be blank (unknown) or 0; without a currency column it is in the client's currency. The amount in
  the company's currency is preferred.
- ``source`` is the original traffic source by the name of the channel. ``originated_by`` is ``sales`` for
  offline sources (imports, calls, meetings, added by hand) and ``marketing`` for the others.
"""

from __future__ import annotations

import re

from reportgen.errors import Place, Problem, SourceError
from reportgen.sources.readers.channels import channel_name
from reportgen.sources.readers.days import cells_of
from reportgen.sources.readers.model import FilePlan, Head, Layout, Newest, Output, Reader, number, text
from reportgen.sources.readers.stages import outcome, reached, stage_kind
from reportgen.sources.readers.stamps import iso_stamp, slashed_order
from reportgen.sources.readers.wording import decimal_text, translated

_AGAIN = "export the deals again with this property among the columns (Export → Customize → All properties)"
_PIPELINE = "(Sales Pipeline)"


def _entered(stage: str) -> tuple[str, ...]:
    """The names of the column that says when a deal entered a stage."""
    return tuple(f'Date entered "{stage}{after}"' for after in ("", f" {_PIPELINE}"))


_COLUMNS = (
    text("Record ID", "Deal ID", "Datensatz-ID", "레코드 ID", "記錄 ID", "记录 ID", todo=_AGAIN),
    text("Deal Name", "Dealname", "Deal-Name", "거래 이름", "交易名稱", "交易名称"),
    text("Deal Stage", "Deal-Phase", "Dealphase", "거래 단계", "交易階段", "交易阶段"),
    text("Pipeline", "파이프라인", "管道"),
    number("Amount", "Betrag", "금액", "金額", "金额"),
    number("Amount in company currency", "Betrag in Unternehmenswährung", "회사 통화 금액"),
    text("Currency", "Währung", "통화", "貨幣"),
    text("Company currency"),
    text("Create Date", "Created Date", "Erstellungsdatum", "Erstelldatum", "생성 날짜", "建立日期", "创建日期",
         todo=_AGAIN),
    text("Close Date", "Abschlussdatum", "마감 날짜", "종료 날짜", "結案日期", "关闭日期"),
    text("Is Closed Won", "Is closed won", "Ist abgeschlossen und gewonnen"),
    text("Is Deal Closed?", "Is deal closed", "Is Closed (numeric)", "Is Closed"),
    number("Deal probability", "Probability", "Deal-Wahrscheinlichkeit", "거래 확률"),
    text("Original Traffic Source", "Original Source Type", "Original Source", "Latest Traffic Source",
         "Latest Source", "Ursprüngliche Traffic-Quelle", "원래 트래픽 소스", "原始流量來源"),
    text("MQL date", "Became a marketing qualified lead date", "Became an MQL date",
         *_entered("Marketing qualified lead"), *_entered("MQL")),
    text("SQL date", "Became a sales qualified lead date", "Became an SQL date", *_entered("Sales qualified lead"),
         *_entered("SQL"), *_entered("Qualified to buy")),
    text("Date entered current stage", "Last Stage Change Date", "Date entered deal stage"),
)  # fmt: skip
_SOURCES = {
    "email marketing": "Email",
    "social media": "Organic social",
    "organic social": "Organic social",
    "referrals": "Referral",
    "direct traffic": "Direct",
    "other campaigns": "Unassigned",
    "offline sources": "Offline",
    "offline": "Offline",
    "organic_search": "Organic search",
    "paid_search": "Paid search",
    "paid_social": "Paid social",
    "email_marketing": "Email",
    "social_media": "Organic social",
    "direct_traffic": "Direct",
    "other_campaigns": "Unassigned",
    "ai referrals": "AI assistant",
    "ai_referrals": "AI assistant",
}
_SHORTENED = re.compile(r"\d([.,]\d+)?E\+\d+", re.IGNORECASE)
_DATES = ("Create Date", "Close Date", "MQL date", "SQL date", "Date entered current stage")
_SOURCE = '"Original Traffic Source"'


def _look(head: Head, layout: Layout) -> FilePlan:
    for place, (cell,) in enumerate(cells_of(head, layout, "Record ID"), start=1):
        if _SHORTENED.fullmatch(cell):
            raise SourceError(
                Problem(
                    f"has record ids that a spreadsheet has shortened (row {place} after the header)",
                    where=Place(head.name),
                    found=cell,
                    expected="ids of all their digits",
                    todo="export the deals again and use the file as it comes, without saving it from a spreadsheet",
                )
            )
    order = slashed_order(head, layout, *_DATES)
    times = {f"{name} as time": iso_stamp(f'"{name}"', day_first=order) for name in _DATES}
    since = ("Date entered current stage as time",)
    own = '"Amount in company currency" is not null'
    return FilePlan(
        (
            {**times, "Kind": stage_kind("Deal Stage")},
            {
                "Won": outcome("Kind", won="Is Closed Won", closed="Is Deal Closed?", probability="Deal probability"),
                "MQL at": reached("Kind", "mql", ("MQL date as time",), since),
                "SQL at": reached("Kind", "sql", ("SQL date as time",), since),
                "Value": decimal_text(
                    'coalesce("Amount in company currency #", "Amount #")',
                    'coalesce("Amount in company currency", "Amount")',
                ),
                "In": f'upper(case when {own} then "Company currency" else "Currency" end)',
                "Channel": translated(_SOURCE, _SOURCES, channel_name(_SOURCE)),
            },
            {
                "Closed at": 'case when "Won" is not null then "Close Date as time" end',
                "Originated by": "case when \"Channel\" = 'Offline' then 'sales'"
                " when \"Channel\" is not null then 'marketing' end",
            },
        )
    )


HUBSPOT_DEALS = Reader(
    name="hubspot-deals",
    doc="HubSpot's export of deals",
    columns=_COLUMNS,
    marks=("Record ID", "Deal Name"),
    outputs=(
        Output(
            "leads",
            {
                "lead_id": "Record ID",
                "created_at": "Create Date as time",
                "source": "Channel",
                "originated_by": "Originated by",
                "mql_at": "MQL at",
                "sql_at": "SQL at",
                "closed_at": "Closed at",
                "won": "Won",
                "amount": "Value",
                "currency": "In",
            },
        ),
    ),
    newest=Newest(by=("Record ID",)),
    look=_look,
)
