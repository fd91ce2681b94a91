"""The simulation that ``make bench`` runs: its table, and four of its shops with everything planted or nothing."""

from __future__ import annotations

import pytest

from tests.benchmarks.simulation.run import FRESH, Outcome, seed_outcomes, table


def test_the_table_counts_what_was_named_and_which_alarms_there_were() -> None:
    outcomes = [
        Outcome(0, "step", named=True, alarms=(), printed=(), truth=""),
        Outcome(1, "step", named=False, alarms=(), printed=(), truth=""),
        Outcome(0, "none", named=False, alarms=("trend revenue", "trend orders"), printed=(), truth=""),
        Outcome(1, "none", named=False, alarms=(), printed=(), truth=""),
    ]
    lines = table(outcomes).splitlines()
    assert lines[1].split() == ["step", "2", "1", "50.0%"]
    assert lines[-2].split() == ["quiet", "shops", "2", "1", "50.0%", "with", "an", "alarm"]
    assert lines[-1].split() == ["trend", "1"]


@pytest.mark.parametrize(
    ("seed", "events"),
    [
        (FRESH, ("step", "none")),
        (FRESH + 1, ("dead channel",)),
        (FRESH + 2, ("tracking gap",)),
        (FRESH + 3, ("price change",)),
    ],
)
def test_the_report_names_what_was_planted_and_is_silent_where_nothing_was(seed: int, events: tuple[str, ...]) -> None:
    for outcome in seed_outcomes(seed, events):
        assert outcome.named or outcome.event == "none", outcome.printed
        assert not outcome.alarms
