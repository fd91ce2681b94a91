"""A report kind in the client's own folder."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.config.overrides import Overrides
from reportgen.errors import ConfigError
from reportgen.report import kind_of
from tests.rooms.report import results_sample as sample

BOARD = "id: board\ncards: 4\nkpis: [revenue]\nsections:\n  - id: summary\n    blocks:\n      - {kind: cards}\n"


def test_it_is_taken_before_a_shipped_one_of_its_name() -> None:
    config = replace(sample.config(), report="executive", overrides=Overrides(kinds={"executive": BOARD}))
    assert [section.id for section in kind_of(config).sections] == ["summary"]


def test_others_are_shipped() -> None:
    assert kind_of(replace(sample.config(), report="executive")).id == "executive"


def test_what_is_wrong_in_it_is_said_with_its_file() -> None:
    wrong = BOARD.replace("kind: cards", "kind: card")
    config = replace(sample.config(), report="board", overrides=Overrides(kinds={"board": wrong}))
    with pytest.raises(ConfigError) as caught:
        kind_of(config)
    assert "kinds/board.yaml" in str(caught.value)
    assert "cards" in str(caught.value)
