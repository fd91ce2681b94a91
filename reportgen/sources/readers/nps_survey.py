"""Surveys: responses with a recommendation score (0 … 10), a satisfaction score (1 … 5) or both.

Survey tools differ in their columns' names and not in what they say: a row for each response, when it came, the
scores, a comment, and something to tell groups of people apart by. ``NA`` in a score is a question without
an answer; in a segment it is a segment (Namibia, North America). A score may have its words with it
(``9 - very likely``). One outside its scale is no score: it is counted and shown as unreadable.

A response without any score is left out (reason ``unanswered``), so are the lines in which some tools describe their
columns (``described``). Comments, names and addresses go no further than this.
"""

from __future__ import annotations

from reportgen.errors import Place, Problem, SourceError
from reportgen.sources.cells import MISSING, in_list
from reportgen.sources.raw import identifier
from reportgen.sources.readers.model import FilePlan, Head, Layout, Newest, Output, Reader, text
from reportgen.sources.readers.stamps import iso_stamp, slashed_order

_AGAIN = "export the responses with the time of each, one row per response"
_COLUMNS = (
    text("Response ID", "ResponseId", "Respondent ID", "Antwort-ID", "응답 ID", "回覆編號"),
    text("Responded at", "Response date", "Response time", "Responded on", "Survey date", "Survey completed at",
         "Submitted at", "Submit Date (UTC)", "Submit date", "Submission date", "Date submitted", "Completed at",
         "RecordedDate", "Recorded Date", "EndDate", "End Date", "Timestamp", "Created at", "Date", "Zeitstempel",
         "Antwortdatum", "Datum", "타임스탬프", "응답일", "응답일시", "응답 일시", "응답 날짜", "時間戳記", "填答時間",
         "回覆時間", todo=_AGAIN),
    text("NPS", "NPS score", "NPS rating", "NPS_Score", "Net Promoter Score", "Recommendation score",
         "Likelihood to recommend", "How likely are you to recommend us?",
         "How likely are you to recommend us to a friend or colleague?",
         "How likely is it that you would recommend us to a friend or colleague?",
         "How likely is it that you would recommend this company to a friend or colleague?",
         "Weiterempfehlung", "Weiterempfehlungsbereitschaft", "추천 의향", "추천 점수", "NPS 점수", "推薦意願",
         "推薦分數", "推荐意愿"),
    text("CSAT", "CSAT score", "CSAT_Score", "Satisfaction", "Satisfaction score", "Overall satisfaction",
         "How satisfied are you?", "Zufriedenheit", "만족도", "고객 만족도", "滿意度", "满意度"),
    text("Score", "Rating", "Bewertung", "점수", "分數"),
    text("Segment", "Customer segment", "Market", "Region", "Plan", "Group", "Touchpoint", "Kundengruppe",
         "고객 유형", "고객 그룹", "客群"),
    text("Comment", "Comments", "Feedback", "Reason", "Verbatim", "Kommentar", "의견", "意見", "意见"),
    text("Email", "E-mail", "Customer email"),
)  # fmt: skip
_LEADING = r"^\s*([0-9]{1,3}([.,]0+)?)(\s*([-–—:(/].*|\s.*))?$"
_WORDS = r"^[^0-9]*$"
_BEST, _BEST_CSAT = 10, 5


def _score(cell: str, lowest: int, best: int) -> str:
    """SQL: the number that an answer begins with; the answer with its scale where it is outside of that."""
    found = f"try_cast(replace(nullif(regexp_extract({cell}, '{_LEADING}', 1), ''), ',', '.') as DOUBLE)"
    return (
        f"case when {found} between {lowest} and {best} then cast(cast({found} as INTEGER) as VARCHAR)"
        f" when {_is_missing(cell)} then null else {cell} || ' (not {lowest} to {best})' end"
    )


def _is_missing(cell: str) -> str:
    return f"({cell} is null or {in_list(f'lower({cell})', MISSING)})"


def _look(head: Head, layout: Layout) -> FilePlan:
    scores = [name for name in ("NPS", "CSAT", "Score") if layout.has(name)]
    if not scores:
        raise SourceError(
            Problem(
                "has no column of scores",
                where=Place(head.name, layout.header_line),
                found=", ".join(layout.header[:20]),
                expected="a column NPS (0 to 10), CSAT (1 to 5) or Score (0 to 10)",
                todo="name the question's column so, or map the file with 'table: surveys' and 'columns:'",
            )
        )
    order = slashed_order(head, layout, "Responded at")
    nps = "NPS" if layout.has("NPS") else "Score"
    answers = [identifier(name) for name in scores]
    return FilePlan(
        (
            {
                "Answered at": iso_stamp('"Responded at"', day_first=order),
                "Recommends": _score(identifier(nps), 0, _BEST),
                "Satisfied": _score('"CSAT"', 1, _BEST_CSAT),
                "Answer": 'coalesce("Response ID", md5(concat_ws(\'|\', "Responded at", "NPS", "CSAT", "Score",'
                ' "Email", "Comment")))',
                "Has no score": f"({' and '.join(map(_is_missing, answers))})",
                "Is described": f"(coalesce(regexp_matches(\"Responded at\", '{_WORDS}') or"
                " starts_with(\"Responded at\", '{'), false))",
            },
        )
    )


NPS_SURVEY = Reader(
    name="nps-survey",
    doc="a survey tool's responses: NPS, satisfaction or both",
    columns=_COLUMNS,
    marks=("Responded at", "NPS"),
    other_marks=(("Responded at", "CSAT"), ("Responded at", "Score", "Comment")),
    outputs=(
        Output(
            "surveys",
            {
                "responded_at": "Answered at",
                "nps_score": "Recommends",
                "csat_score": "Satisfied",
                "segment": "Segment",
            },
            drops=(("described", "Is described"), ("unanswered", "Has no score")),
        ),
    ),
    newest=Newest(by=("Answer",)),
    look=_look,
)
