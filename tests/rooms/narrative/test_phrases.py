"""Every language says everything, in words only; and which language a locale takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

import reportgen
from reportgen.errors import ConfigError
from reportgen.insights import DETECTORS
from reportgen.insights.ranking import _FOLLOWER, _FREE
from reportgen.kpis import kpi_names, load_catalog
from reportgen.narrative import language_of, languages, load_phrases
from reportgen.narrative.compose import COMPOSED
from reportgen.narrative.particles import PARTICLES
from reportgen.narrative.template import Slot, Template, literals_of, names_of, parse

ROOMS = Path(reportgen.__file__).parent
EVERY_LANGUAGE = pytest.mark.parametrize("language", languages())
# Keys that the code names outright: say("…"), word("…"), message("…").
GRAMMAR = {"kpi", "many", "moves", "first_moves", "second_moves", "basis", "first_basis", "second_basis", "kind", "name",
           "named", "way", "led", "both"}  # fmt: skip  # what words need to know about each other
# A run of periods is counted in one language and dated in another.
OF_ITS_OWN = {"heading.year_run": {"periods"}, "heading.year_fall": {"periods"}, "heading.lead.tenfold": {"baseline"}}
LATIN = re.compile(r"[A-Za-z][A-Za-z_]*")
SHARED_WORDS = {
    "KPI",
    "AI",
    "TV",
    "CAC",
    "CLV",
    "ROAS",
    "ROI",
    "MRR",
    "MQL",
    "SQL",
    "PDF",
    "AB",
    "A",
    "B",
    "p",
    "date_format",
}
SHARED_WORDS |= {"Google", "Meta", "Naver", "LinkedIn", "TikTok", "Instagram", "Facebook", "YouTube"}
SHARED_WORDS |= {"kpis", "owners", "targets", "goals", "definition"}  # keys of a configuration
NAMED = re.compile(r"""(?:say|word|message|Silenced)\(\s*(?:\w+,\s*)?"([a-z_]+(?:\.[a-z_]+)+)\"""")


def named_keys() -> set[str]:
    sources = [path for path in ROOMS.rglob("*.py") if path.parts[-2] != "cli"]
    return {key for path in sources for key in NAMED.findall(path.read_text(encoding="utf-8"))}


@EVERY_LANGUAGE
def test_every_phrase_of_every_language_is_a_template(language: str) -> None:
    for source in load_phrases(language).templates.values():
        parse(source)


@EVERY_LANGUAGE
def test_no_phrase_holds_a_digit(language: str) -> None:
    with_digits = {
        key: literal
        for key, source in load_phrases(language).templates.items()
        for literal in literals_of(parse(source))
        if any(character.isnumeric() and not "\u3400" <= character <= "\u9fff" for character in literal)
    }
    assert with_digits == {}


@EVERY_LANGUAGE
def test_every_language_has_the_phrases_of_english_and_asks_for_no_other_fact(language: str) -> None:
    english, other = load_phrases("en"), load_phrases(language)
    assert sorted(set(english.templates) ^ set(other.templates)) == []
    foreign = {
        key: names_of(parse(source)) - names_of(parse(english.templates[key])) - GRAMMAR - OF_ITS_OWN.get(key, set())
        for key, source in other.templates.items()
    }
    assert {key: names for key, names in foreign.items() if names} == {}


@EVERY_LANGUAGE
def test_no_language_leaves_out_a_figure_that_english_prints(language: str) -> None:
    english, other = load_phrases("en"), load_phrases(language)
    figures = {"value", "figure", "amount", "gap", "share", "total", "rows", "days", "count", "counter", "attainment"}
    lost = {
        key: (names_of(parse(source)) - names_of(parse(other.templates[key]))) & figures
        for key, source in english.templates.items()
    }
    # "the same days" of English needs a number for its plural only.
    assert {key for key, names in lost.items() if names} <= {"notes.partial"}


@pytest.mark.parametrize("language", ["ko", "zh-Hans", "zh-Hant"])
def test_no_english_is_left_in_another_language(language: str) -> None:
    left = {
        key: words
        for key, source in load_phrases(language).templates.items()
        if (words := {word for text in literals_of(parse(source)) for word in LATIN.findall(text)} - SHARED_WORDS)
    }
    assert left == {}


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant"])
def test_no_space_and_no_western_comma_stands_between_chinese_characters(language: str) -> None:
    han = "[\u3400-\u9fff，。；：（）「」“”]"
    stray = re.compile(rf"{han}[ ,;]{han}|{han} ?[,;]|[,;] ?{han}")
    texts = {
        key: [text for text in literals_of(parse(source)) if stray.search(text)]
        for key, source in load_phrases(language).templates.items()
    }
    assert {key: found for key, found in texts.items() if found} == {}


def test_every_particle_of_korean_is_one() -> None:
    options = [
        slot.option
        for source in load_phrases("ko").templates.values()
        for slot in slots_of(parse(source))
        if slot.function == "particle"
    ]
    assert len(options) > 50
    assert set(options) <= set(PARTICLES)


def test_no_particle_of_korean_is_fixed_behind_what_changes() -> None:
    fixed = re.compile(r"(은|는|이|가|을|를|과|와|으로|로)(?=[\s,.)]|$)")
    found = [
        (key, one.name, other)
        for key, source in load_phrases("ko").templates.items()
        for template in templates_of(parse(source))
        for one, other in pairwise(template)
        if isinstance(one, Slot) and not one.choices and isinstance(other, str) and fixed.match(other)
    ]
    assert found == []


def templates_of(template: Template) -> Iterator[Template]:
    yield template
    for part in template:
        if isinstance(part, Slot):
            for _, choice in part.choices:
                yield from templates_of(choice)


def slots_of(template: Template) -> Iterator[Slot]:
    for part in template:
        if isinstance(part, Slot):
            yield part
            for _, choice in part.choices:
                yield from slots_of(choice)


@pytest.mark.parametrize("language", [language for language in languages() if language != "en"])
def test_kpi_names_of_every_language_name_the_same_kpis(language: str) -> None:
    english, other = kpi_names("en"), kpi_names(language)
    assert sorted(set(english) ^ set(other)) == []
    named = [name for name, _ in other.values()]
    assert len(set(named)) == len(named)
    assert all(definition.endswith((".", "。")) for _, definition in other.values())


def test_english_names_every_kpi_of_the_catalogue() -> None:
    assert set(load_catalog().kpis) <= set(kpi_names("en"))


@EVERY_LANGUAGE
def test_every_key_that_the_code_names_has_a_phrase(language: str) -> None:
    assert len(named_keys()) > 60
    assert sorted(named_keys() - set(load_phrases(language).templates)) == []


@EVERY_LANGUAGE
def test_every_reason_of_silence_has_a_phrase(language: str) -> None:
    reasons = {reason for reason, _ in (*_FREE, *_FOLLOWER)} | {"silence.off", "silence.length"}
    assert reasons <= set(load_phrases(language).templates)


def test_every_kind_of_insight_can_be_said() -> None:
    assert sorted(COMPOSED) == sorted(detector.id for detector in DETECTORS)


def test_no_english_sentence_claims_a_cause() -> None:
    texts = " ".join(load_phrases("en").templates.values()).casefold()
    assert not re.search(r"\b(because|caused|due to|thanks to|as a result)\b", texts)


def test_plural_kpis_of_english_exist() -> None:
    known = set(kpi_names("en"))
    later = {"emails_delivered", "email_opens", "email_clicks", "followers", "top_posts", "keywords_top10", "top_pages",
             "marketing_originated"}  # fmt: skip
    assert set(load_phrases("en").grammar["plural_kpis"]) <= known | later


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("en-US", "en"),
        ("en-GB", "en"),
        ("ko-KR", "ko"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-Hant-TW", "zh-Hant"),
        ("zh-CN", "zh-Hans"),
        ("zh", "zh-Hans"),
    ],
)
def test_a_locale_takes_the_phrases_of_its_language(locale: str, language: str) -> None:
    assert language_of(locale) == language


def test_a_language_without_phrases_is_refused_with_those_that_exist() -> None:
    with pytest.raises(ConfigError, match=r"sv-SE(.|\n)*en"):
        language_of("sv-SE")
