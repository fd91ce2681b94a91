"""A report kind in the client's own folder."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.config.model import CustomKpi
from reportgen.config.overrides import Overrides
from reportgen.errors import ConfigError
from reportgen.report import kind_of
from reportgen.units import Good, Unit
from tests.rooms.report import results_sample as sample

BOARD = "id: board\ncards: 4\nkpis: [revenue]\nsections:\n  - id: summary\n    blocks:\n      - {kind: cards}\n"


def test_it_is_taken_before_a_shipped_one_of_its_name() -> None:
    config = replace(sample.config(), report="executive", overrides=Overrides(kinds={"executive": BOARD}))
    assert [section.id for section in kind_of(config).sections] == ["summary"]


def test_others_are_shipped() -> None:
    assert kind_of(replace(sample.config(), report="executive")).id == "executive"


WRONG = """id: board
cards: many
kpis: [revenu]
colour: red
sections:
  - id: summary
    heading: [leads]
    blocks:
      - {kind: card}
      - {kind: line}
      - {kind: bars, kpi: revenue, most: 0, by: []}
      - {kind: mix, kpi: [revenue, order], shape: pie}
      - {most: 3}
  - id: summary
    blocks: []
"""

RIGHT_SHAPE = WRONG.replace("cards: many", "cards: 4").replace("colour: red\n", "")


def refusal(text: str) -> str:
    config = replace(sample.config(), report="board", overrides=Overrides(kinds={"board": text}))
    with pytest.raises(ConfigError) as caught:
        kind_of(config)
    return str(caught.value)


def test_everything_wrong_in_its_shape_is_said_with_its_line() -> None:
    said = refusal(WRONG)
    assert "kinds/board.yaml:2:" in said
    assert "unknown key `colour`" in said


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (3, "did you mean 'revenue'"),
        (6, "did you mean 'lead'"),
        (8, "did you mean 'cards'"),
        (9, "`sections[0].blocks[1].kpi` is missing"),
        (10, "a whole number from 1 on"),
        (10, "a dimension"),
        (11, "did you mean 'orders'"),
        (11, "expected: donut"),
        (12, "kind` is missing"),
        (13, "another section has this id"),
    ],
)
def test_every_name_that_means_nothing_is_said_with_its_line(line: int, words: str) -> None:
    lines = refusal(RIGHT_SHAPE).splitlines()
    places = [at for at, text in enumerate(lines) if f"kinds/board.yaml:{line}:" in text]
    assert any(words in " ".join(lines[at : at + 5]) for at in places), "\n".join(lines)


@pytest.mark.parametrize("text", ["", "- a\n", "id: x\n", "id: [", "id: board\nkpis: [revenue]\nsections: {}\n"])
def test_a_file_that_is_no_kind_is_refused(text: str) -> None:
    assert "kinds/board.yaml" in refusal(text)


def test_a_kpi_of_the_clients_own_may_be_named() -> None:
    config = sample.config()
    assert refusal(BOARD.replace("[revenue]", "[gift_share]"))
    own = CustomKpi(id="gift_share", name="Share of gifts", formula="orders / orders", unit=Unit.RATE, good=Good.UP)
    overrides = Overrides(kinds={"board": BOARD.replace("[revenue]", "[gift_share]")})
    config = replace(config, report="board", custom_kpis=(own,), overrides=overrides)
    assert kind_of(config).kpis == ("gift_share",)
