"""Stages: what the stage of a deal says of it, in any tool's and language's words.

| kind | says |
| --- | --- |
| won · lost | the deal is closed: its close date is the day on which it was |
| mql · sql | a marketing- or sales-qualified lead, and no more yet |
| open | anything else: the close date is an expectation |

Case, signs and a pipeline's name in brackets (``Closed won (Sales Pipeline)``) do not matter. Where a column or
the probability says more than the stage's name (a stage ``Invoiced`` of 100 %), that decides.
"""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.sources.cells import Cell, flag_value
from reportgen.sources.raw import identifier, quoted

KINDS: Mapping[str, tuple[str, ...]] = {
    "won": (
        "closed won", "closedwon", "won", "deal won", "won deal", "gewonnen", "geschlossen gewonnen",
        "geschlossen und gewonnen", "abgeschlossen gewonnen", "abgeschlossen und gewonnen", "auftrag gewonnen",
        "성사", "성사됨", "수주", "수주 완료", "계약 완료", "계약 체결", "거래 성사", "성공",
        "成交", "已成交", "贏單", "已贏單", "赢单", "已赢单", "結案成功", "结案成功", "已結案 贏單",
    ),
    "lost": (
        "closed lost", "closedlost", "lost", "deal lost", "lost deal", "verloren", "geschlossen verloren",
        "geschlossen und verloren", "abgeschlossen verloren", "abgeschlossen und verloren", "auftrag verloren",
        "실패", "실주", "미수주", "거래 실패", "계약 실패",
        "失單", "已失單", "丢单", "输单", "未成交", "結案失敗", "结案失败", "已流失",
    ),
    "mql": ("mql", "marketing qualified", "marketing qualified lead", "marketing qualifiziert", "마케팅 적격 리드",
            "行銷合格潛在客戶", "行銷認可名單", "营销合格线索"),
    "sql": ("sql", "sales qualified", "sales qualified lead", "vertriebsqualifiziert", "sales accepted",
            "영업 적격 리드", "銷售合格潛在客戶", "業務認可名單", "销售合格线索"),
}  # fmt: skip

_WHOLE = 100.0  # per cent


def stage_kind(stage: str) -> str:
    """SQL: ``won``, ``lost``, ``mql``, ``sql`` or ``open`` by a stage's name; null without one."""
    cell = identifier(stage)
    bare = f"regexp_replace(lower({cell}), '\\s*\\([^)]*\\)\\s*$', '')"
    plain = f"trim(regexp_replace({bare}, '[^\\p{{L}}\\p{{N}}]+', ' ', 'g'))"
    words = [word for kind in KINDS.values() for word in kind]
    kinds = [kind for kind, names in KINDS.items() for _ in names]
    listed, found = (", ".join(map(quoted, texts)) for texts in (words, kinds))
    return f"case when {cell} is not null then coalesce(([{found}])[list_position([{listed}], {plain})], 'open') end"


def outcome(kind: str, *, won: str, closed: str, probability: str) -> str:
    """SQL: true for won, false for lost, null for open, by the stage's kind and these columns, null where absent.

    ``probability`` names a column of numbers: 100 % (as 100 or, where none is above 1, as 1) is won, and 0 of a
    closed deal lost.
    """
    is_won, is_closed = (flag_value(Cell(identifier(column))) for column in (won, closed))
    share = identifier(f"{probability} #")
    full = f"{share} = case when max({share}) over (partition by _file) <= 1 then 1 else {_WHOLE} end"
    return (
        f"case when {is_won} then true when {identifier(kind)} = 'won' then true when {identifier(kind)} = 'lost'"
        f" then false when {is_closed} is false then null when {is_closed} and {is_won} is false then false"
        f" when {is_closed} and {share} is not null then {full}"
        f" when {is_closed} is null and {full} then true end"
    )


def reached(kind: str, stage: str, dates: tuple[str, ...], since: tuple[str, ...]) -> str:
    """SQL: when a lead reached a stage: its own column tells; else since when it has been in it, where it still is."""
    own = ", ".join(map(identifier, dates))
    entered = ", ".join(map(identifier, since))
    return f"coalesce({own}, case when {identifier(kind)} = {quoted(stage)} then coalesce({entered}) end)"
