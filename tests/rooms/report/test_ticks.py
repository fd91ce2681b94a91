"""Axis ticks: few, round, evenly spaced, and wide enough."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.report.ticks import nice_ticks


@pytest.mark.parametrize(
    ("values", "from_zero", "expected"),
    [
        ((354000, 688900), True, (0, 200000, 400000, 600000, 800000)),
        (("0.0261", "0.0295"), False, ("0.026", "0.027", "0.028", "0.029", "0.03")),
        ((-50, 120), True, (-50, 0, 50, 100, 150)),
        ((0,), True, (0, 1, 2, 3)),
        ((5, 5), False, (0, 2, 4, 6)),
    ],
)
def test_ticks_worked_by_hand(values: tuple[object, ...], from_zero: bool, expected: tuple[object, ...]) -> None:  # noqa: FBT001
    found = nice_ticks([Decimal(str(value)) for value in values], from_zero=from_zero)
    assert found == tuple(Decimal(str(value)) for value in expected)


@given(st.lists(st.decimals(-(10**9), 10**9, places=4, allow_nan=False), min_size=1, max_size=20), st.booleans())
def test_ticks_hold_every_value_evenly(values: list[Decimal], from_zero: bool) -> None:  # noqa: FBT001
    ticks = nice_ticks(values, from_zero=from_zero)
    assert 4 <= len(ticks) <= 5
    assert ticks[0] <= min(values)
    assert max(values) <= ticks[-1]
    assert len({after - before for before, after in pairwise(ticks)}) == 1
    if from_zero:
        assert Decimal(0) in ticks
