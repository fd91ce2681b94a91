"""A/B experiments: what may be said of them, and what may not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from reportgen.facts.store import FactStore
from reportgen.kpis import DayWindow, Status
from reportgen.kpis.experiments import Experiment, Verdict, experiments
from reportgen.periods.model import Span

StoreOf = Callable[..., FactStore]
MARCH = DayWindow((Span(date(2026, 3, 1), date(2026, 3, 31)),))
HEAD = "date,experiment,variant,visitors,conversions,revenue\n"


def only(store: FactStore) -> Experiment:
    (found,) = experiments(store, MARCH)
    return found


def test_a_variant_is_held_against_the_control_by_newcombes_interval(store_of: StoreOf) -> None:
    rows = "2026-03-01,Button,B,30,20,90\n2026-03-02,Button,B,40,36,50\n2026-03-01,Button,A,80,48,120\n"
    found = only(store_of(experiments=HEAD + rows))
    variant = found.variants[1]
    assert (found.control.name, variant.name) == ("A", "B")
    assert (variant.visitors, variant.conversions) == (70, 56)  # 56/70 and 48/80: the paper's own example
    assert (variant.rate.number, found.control.rate.number) == (Decimal("0.8"), Decimal("0.6"))
    assert (variant.revenue_per_visitor.number, found.control.revenue_per_visitor.number) == (2, Decimal("1.5"))
    against = variant.against
    assert against is not None
    assert against.interval is not None
    assert against.difference.number == Decimal("0.2")
    assert (round(against.interval.low, 4), round(against.interval.high, 4)) == (0.0524, 0.3339)
    assert against.p == pytest.approx(0.00805, abs=5e-6)
    assert against.verdict is Verdict.BETTER
    assert found.minimum == 33  # ten of the rarer outcome: 10 × 150 / 46 = 32.6
    assert (found.days, found.confidence) == (Span(date(2026, 3, 1), date(2026, 3, 2)), 0.95)


@pytest.mark.parametrize(
    ("variant", "verdict"),
    [
        ((1000, 150), Verdict.BETTER),  # 15 % against 10 %
        ((1000, 60), Verdict.WORSE),
        ((1000, 110), Verdict.UNDECIDED),  # 11 % against 10 %: p = 0.47
        ((1000, 100), Verdict.UNDECIDED),  # a tie
        ((20, 10), Verdict.TOO_FEW),  # half of twenty look grand
        ((0, 0), Verdict.TOO_FEW),
    ],
)
def test_a_verdict_needs_numbers(store_of: StoreOf, variant: tuple[int, int], verdict: Verdict) -> None:
    visitors, conversions = variant
    rows = f"2026-03-01,X,control,1000,100,\n2026-03-01,X,new,{visitors},{conversions},\n"
    against = only(store_of(experiments=HEAD + rows)).variants[1].against
    assert against is not None
    assert against.verdict is verdict


@pytest.mark.parametrize(
    ("names", "control"),
    [
        (("Blue", "Control"), "Control"),
        (("B", "A"), "A"),
        (("Zebra", "ORIGINAL ", "A"), "ORIGINAL"),
        (("Red", "Blue"), "Blue"),  # no name tells: the first by name
    ],
)
def test_the_control_is_known_by_its_name_else_it_is_the_first(
    store_of: StoreOf, names: tuple[str, ...], control: str
) -> None:
    rows = "".join(f"2026-03-01,X,{name},100,50,\n" for name in names)
    found = only(store_of(experiments=HEAD + rows))
    assert found.control.name.strip() == control
    assert found.control.against is None
    others = [variant.name for variant in found.variants[1:]]
    assert others == sorted(others)
    assert len(others) == len(names) - 1


def test_several_challengers_share_the_five_percent(store_of: StoreOf) -> None:
    # 12.8 % against 10 % of a thousand: p = 0.049, decided alone, not decided as one of two.
    control, good, dull = "2026-03-01,X,A,1000,100,\n", "2026-03-01,X,B,1000,128,\n", "2026-03-01,X,C,1000,100,\n"
    alone, pair = (only(store_of(experiments=HEAD + rows)) for rows in (control + good, control + good + dull))
    assert [variant.against.verdict for variant in alone.variants[1:] if variant.against] == [Verdict.BETTER]
    assert [v.against.verdict for v in pair.variants[1:] if v.against] == [Verdict.UNDECIDED, Verdict.UNDECIDED]
    assert pair.confidence == pytest.approx(0.975)
    assert alone.needed == 3841  # visitors a variant to see 10 % become 12 %


def test_rows_outside_the_window_count_only_to_date(store_of: StoreOf) -> None:
    rows = "2026-02-20,X,A,500,50,\n2026-03-02,X,A,100,10,\n2026-04-02,X,A,900,90,\n2026-02-20,Old,A,9,9,\n"
    store = store_of(experiments=HEAD + rows)
    assert only(store).control.visitors == 100
    (to_date,) = experiments(store, MARCH, to_date=True)
    assert (to_date.name, to_date.control.visitors, to_date.days.start) == ("X", 600, date(2026, 2, 20))


def test_a_lone_variant_has_nothing_to_be_held_against(store_of: StoreOf) -> None:
    found = only(store_of(experiments=HEAD + "2026-03-01,X,A,100,10,\n"))
    assert len(found.variants) == 1


def test_without_revenue_or_visitors_the_figures_say_why_they_are_missing(store_of: StoreOf) -> None:
    found = only(store_of(experiments="date,experiment,variant,visitors,conversions\n2026-03-01,X,A,0,0\n"))
    assert found.control.rate.status is Status.UNDEFINED
    assert found.control.revenue_per_visitor.status is Status.UNAVAILABLE
    assert (found.minimum, found.needed) == (None, None)


def test_more_conversions_than_visitors_are_shown_and_not_tested(store_of: StoreOf) -> None:
    found = only(store_of(experiments=HEAD + "2026-03-01,X,A,100,50,\n2026-03-01,X,B,100,120,\n"))
    against = found.variants[1].against
    assert against is not None
    assert found.variants[1].rate.number == Decimal("1.2")
    assert (against.interval, against.p, against.verdict) == (None, None, Verdict.UNDECIDED)


def test_experiments_come_by_name_and_none_where_there_is_no_table_or_no_row(store_of: StoreOf) -> None:
    rows = "2026-03-01,Zoom,A,9,1,\n2026-03-01,Alt,A,9,1,\n"
    store = store_of(experiments=HEAD + rows)
    assert [found.name for found in experiments(store, MARCH)] == ["Alt", "Zoom"]
    assert experiments(store, DayWindow((Span(date(2025, 3, 1), date(2025, 3, 31)),))) == ()
    assert experiments(store_of(costs="date,amount,category\n2026-03-01,1,x\n"), MARCH) == ()
