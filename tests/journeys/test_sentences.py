"""Every sentence of the samples' reports beside its facts: true, said once, without a cause; a summary to read alone.

The reading here is a second one: numerals, dates and verbs are found with expressions of this file's own, and compared
with the facts that the report's JSON gives for each sentence.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.journey
ROOT = Path(__file__).parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]
Told = dict[str, Any]

SLOW = pytest.mark.slow
OTHERS = {("lumen-oak", "2026-06"), ("hanbit-beauty", "2026-08"), ("tungwah-industrial", "2026-Q3")}
REPORTS = [
    ("lumen-oak", "2026-10"),
    ("lumen-oak", "2026-06"),
    ("lumen-oak", "2026-W43"),
    ("lumen-oak", "2026-Q3"),
    ("hanbit-beauty", "2026-10"),
    ("hanbit-beauty", "2026-08"),
    ("tungwah-industrial", "2026-10"),
    ("tungwah-industrial", "2026-Q3"),
]

_DATES = {
    "en": r"(January|February|March|April|May|June|July|August|September|October|November|December)"
    r"( \d{1,2}(?!\d|,\d)( to \d{1,2}(?!\d|,\d))?)?(, \d{4})?( \d{4})?|Week \d+(, \d{4})?|Q\d \d{4}",
    "ko": r"\d{4}년|\d{1,2}월|\d{1,2}일(~\d{1,2}일)?|\d분기|\d+주",
    "zh": r"\d{4}年|\d{1,2}月|\d{1,2}日|第\d季|第\d+[週周]",
}
_CAUSES = {
    "en": r"\b(because|caused?|due to|thanks to|as a result|led to|owing to|driven by)\b",
    "ko": r"때문|덕분|인해|탓에|말미암",
    "zh": r"因為|由於|導致|因此|所以|因为|由于|导致|歸因於|归因于",
}
_MYRIADS = {"만": 4, "억": 8, "萬": 4, "億": 8, "万": 4, "亿": 8}
_NUMERAL = re.compile(r"(?<![0-9A-Za-z_.,])(\d[\d,]*)(\.\d+)?([만억萬億万亿])?(?: ?(\d[\d,]*)(만))?")
_UP = {"en": r"\b(rose|up|grew|lengthened)\b", "ko": r"증가|상승|길어", "zh": r"成長|上升|增加|延長"}
_DOWN = {"en": r"\b(fell|down|shortened)\b", "ko": r"감소|하락|짧아", "zh": r"減少|下降|縮短"}


@pytest.fixture(
    scope="module", params=[pytest.param(one, marks=SLOW if one in OTHERS else ()) for one in REPORTS], ids="-".join
)
def report(request: pytest.FixtureRequest, run: Run, tmp_path_factory: pytest.TempPathFactory) -> Told:
    sample, period = request.param
    out = tmp_path_factory.mktemp("out")
    done = run("build", ROOT / "sample_data" / sample, "--period", period, "--format", "json", "--out", out)
    assert done.returncode == 0, done.stderr
    told: Told = json.loads((out / sample / f"{sample}_{period}.json").read_text("utf-8"))
    return told


def sentences(report: Told) -> list[Told]:
    return [one | {"text": _spaced(one["text"])} for one in report["insights"]]


def language(report: Told) -> str:
    return str(report["locale"])[:2]


def _spaced(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2060", "").replace("\u202f", " ")


def _names(report: Told, insight: Told) -> list[str]:
    """Words that hold digits of their own: members, sources, notes, and names that the facts quote."""
    names = [str(fact["value"]) for fact in insight["facts"].values() if fact["unit"] == "text"]
    names += [str(insight["member"] or ""), str(insight["dimension"] or "")]
    names += [str(kpi["name"]) for kpi in report["kpis"]]
    return sorted({name for name in names if re.search(r"\d", name)}, key=len, reverse=True)


def _numerals(text: str) -> Iterator[tuple[Decimal, Decimal]]:
    """Each number as printed, and half of its last digit."""
    for whole, fraction, myriad, low, _ in _NUMERAL.findall(text):
        scale = Decimal(10) ** _MYRIADS.get(myriad, 0)
        value = Decimal(whole.replace(",", "") + fraction) * scale
        half = Decimal(5) * scale / 10 ** (max(len(fraction) - 1, 0) + 1)
        if low:  # 1억 2,345만
            value, half = value + Decimal(low.replace(",", "")) * 10_000, Decimal(5_000)
        yield value, half


def _values(insight: Told) -> list[Decimal]:
    """The sizes that its facts give: rates and shares in per cent too."""
    found = []
    for fact in insight["facts"].values():
        if isinstance(fact["value"], int | float):
            size = abs(Decimal(str(fact["value"])))
            found += [size, size * 100]
    return found


def test_every_number_is_one_of_the_sentences_own_facts(report: Told) -> None:
    for insight in sentences(report):
        if insight["kind"] == "data_caveat":  # words of a check, which has its own tests
            continue
        text = insight["text"]
        for name in _names(report, insight):
            text = text.replace(name, " ")
        text = re.sub(r"[‘“「].*?[’”」]", " ", text)  # a note, quoted
        text = re.sub(_DATES[language(report)], " ", text)
        known = _values(insight)
        for value, half in _numerals(text):
            slack = (
                3 if insight["kind"] in ("factors", "mix_rate", "mix_offset") else 1
            )  # printed parts are rounded so that they add up
            near = any(abs(value - fact) <= slack * half * Decimal("1.0001") for fact in known)
            assert near, f"{value} is no fact of: {insight['text']} {insight['facts']}"


def test_verbs_go_the_way_that_the_figures_go(report: Told) -> None:
    up, down, looked = _UP[language(report)], _DOWN[language(report)], 0
    for insight in sentences(report):
        change = insight["facts"].get(f"{insight['kpi']}.previous.change")
        first = re.search(f"{up}|{down}", insight["text"])
        if insight["kind"] in ("change", "record_streak") and change is not None and first:
            looked += 1
            assert bool(re.fullmatch(up, first[0])) is (change["value"] > 0), insight["text"]
    assert looked >= 3, "too few sentences to have tested anything"


def test_nothing_claims_a_cause(report: Told) -> None:
    for insight in sentences(report):
        quoted = re.sub(r"[‘“「].*?[’”」]", " ", insight["text"])
        assert not re.search(_CAUSES[language(report)], quoted), insight["text"]


def test_no_sentence_is_said_twice_and_none_tells_what_another_told(report: Told) -> None:
    told = sentences(report)
    texts = [insight["text"] for insight in told]
    assert len(set(texts)) == len(texts)
    keys = [(one["kind"], one["kpi"], one["dimension"], one["member"]) for one in told if one["kind"] != "data_caveat"]
    assert len(set(keys)) == len(keys)
    changes = [one["kpi"] for one in told if one["kind"] == "change"]
    records = [one["kpi"] for one in told if one["kind"] == "record_streak"]
    assert not set(changes) & set(records), "a record that tells the change leaves no more to say of it"


def test_the_summary_can_be_read_alone(report: Told) -> None:
    """It opens with the lead KPI by name, says how that stands to its target, and no bad news is left to the rest."""
    (block,) = (one for one in report["blocks"] if one["kind"] == "commentary")
    paragraphs = [_spaced(text) for text in block["text"]]
    told = [one for one in sentences(report) if any(one["text"] in text for text in paragraphs)]
    lead = told[next(at for at, one in enumerate(told) if one["kind"] not in ("data_caveat", "to_date"))]
    (kpi,) = (one for one in report["kpis"] if one["id"] == lead["kpi"])
    assert kpi["name"].lower() in lead["text"].lower()
    assert f"{kpi['id']}.current" in lead["facts"]
    if "target" in kpi["comparisons"]:
        assert any(one["kpi"] == kpi["id"] and one["kind"] in ("target", "pace") for one in told)
    assert 3 <= len(told) <= 12
    assert sum(map(len, paragraphs)) <= 1000
    named = [one["kpi"] for one in told if one["kind"] != "data_caveat"]
    missed = [one for one in report["kpis"] if one["comparisons"].get("target", {}).get("status") == "missed"]
    if missed:
        assert {one["id"] for one in missed} & set(named), "a target was missed and the summary speaks of none"
