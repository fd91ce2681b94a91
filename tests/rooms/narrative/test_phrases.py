"""Every language says everything, in words only; and which language a locale takes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import reportgen
from reportgen.errors import ConfigError
from reportgen.insights import DETECTORS
from reportgen.insights.ranking import _FOLLOWER, _FREE
from reportgen.kpis import kpi_names
from reportgen.narrative import language_of, languages, load_phrases
from reportgen.narrative.compose import COMPOSED
from reportgen.narrative.template import literals_of, names_of, parse

ROOMS = Path(reportgen.__file__).parent
EVERY_LANGUAGE = pytest.mark.parametrize("language", languages())
# Keys that the code names outright: say("…"), word("…"), message("…").
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
def test_no_language_lacks_a_phrase_or_asks_for_another_argument(language: str) -> None:
    english, other = load_phrases("en"), load_phrases(language)
    assert sorted(set(english.templates) - set(other.templates)) == []
    foreign = {
        key: names_of(parse(source)) - names_of(parse(english.templates[key])) - {"kpi", "many"}
        for key, source in other.templates.items()
        if key in english.templates
    }
    assert {key: names for key, names in foreign.items() if names} == {}


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


@pytest.mark.parametrize("locale", ["en-US", "en-GB", "en"])
def test_a_locale_takes_the_phrases_of_its_language(locale: str) -> None:
    assert language_of(locale) == "en"


def test_a_language_without_phrases_is_refused_with_those_that_exist() -> None:
    with pytest.raises(ConfigError, match=r"sv-SE(.|\n)*en"):
        language_of("sv-SE")
