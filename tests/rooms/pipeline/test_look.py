"""What of a brand's look could not be had as asked is said, once, by rule."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.config.client import ClientConfig
from reportgen.errors import ConfigError
from reportgen.issues import Severity
from reportgen.narrative import Teller, issue_text
from reportgen.pipeline.ask import catalog_of, load_one, teller_of
from reportgen.pipeline.look import look_issues, theme_of

LUMEN = Path(__file__).resolve().parents[3] / "sample_data" / "lumen-oak"


def client(locale: str = "en-US", **look: str) -> ClientConfig:
    config = load_one(LUMEN)
    return replace(config, locale=locale, brand=replace(config.brand, **look))


def said(config: ClientConfig) -> list[tuple[str, str]]:
    teller: Teller = teller_of(config, catalog_of(config))
    issues = look_issues(config)
    assert {issue.severity for issue in issues} <= {Severity.NOTE}
    return [(issue.rule, issue_text(issue, teller)) for issue in issues]


def test_a_look_that_is_printed_as_asked_needs_no_word() -> None:
    assert said(client()) == []
    assert said(client(accent="#8a6d1f")) == []


def test_a_colour_that_is_darkened_is_told_with_what_became_of_it() -> None:
    config = client(accent="#c08a2e")
    printed = theme_of(config).second
    assert said(config) == [
        (
            "colour-darkened",
            f"the brand's accent colour, #C08A2E, is too light to be read on white and is printed as {printed}",
        )
    ]


def test_the_first_colour_is_told_in_the_same_way() -> None:
    """#E8813A on white: 2.7 to 1."""
    ((rule, text),) = said(client(primary="#e8813a"))
    assert rule == "colour-darkened"
    assert text.startswith("the brand's primary colour, #E8813A,")


def test_a_second_colour_that_looks_like_bad_news_is_told_to_stay_out_of_charts() -> None:
    assert [rule for rule, _ in said(client(accent="#b1440e"))] == ["accent-not-in-charts"]
    assert said(client("ko-KR", accent="#b1440e")) == []  # where colour does not mean good or bad


@pytest.mark.parametrize(
    ("locale", "words"), [("ko-KR", "너무 밝아"), ("zh-TW", "在白底上過淺"), ("zh-CN", "在白底上过浅")]
)
def test_it_is_told_in_the_client_s_language(locale: str, words: str) -> None:
    ((_, text),) = said(client(locale, accent="#c08a2e"))
    assert words in text
    assert "#C08A2E" in text


def test_one_that_no_darkening_saves_is_refused_by_name() -> None:
    """A yellow at 4.5 to 1 would be olive: the same rule as for the first colour."""
    with pytest.raises(ConfigError, match=r"colours\.accent is too light to be read"):
        look_issues(client(accent="#ffe100"))
