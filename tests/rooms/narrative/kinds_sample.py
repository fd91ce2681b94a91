"""Results made by hand in which each kind about members, steps, bands, pairs and earlier reports finds something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import log

from reportgen.comparisons.model import KpiResult, Results
from reportgen.governance import KpiChange
from reportgen.insights import Scope
from reportgen.insights.background import Background, Caveat
from reportgen.issues import Issue, Severity
from reportgen.kpis.experiments import Against, Experiment, Variant, Verdict
from reportgen.kpis.model import Quotients, Record, Records, StepValues, Value
from reportgen.messages import message
from reportgen.periods.model import Span
from reportgen.statistics import Interval
from reportgen.units import Good, Unit
from tests.rooms.report import results_sample as sample
from tests.rooms.report.results_sample import Figure, Spec

STEPS = ("sessions", "product_views", "add_to_carts", "checkouts", "purchases")


def scope(results: Results, **given: object) -> Scope:
    fields: dict[str, object] = {"segments": ("channel", "device", "campaign"), "report": "ecommerce"}
    return Scope(results, tuple(results.kpis), **{**fields, **given})  # type: ignore[arg-type]


def only(*results: KpiResult) -> Results:
    return replace(sample.results([]), kpis={one.kpi.id: one for one in results})


def revenue(rows: dict[str, tuple[int, int]], dimension: str = "channel") -> Scope:
    members = {dimension: {key: (now, before, None) for key, (now, before) in rows.items()}}
    now, before = (sum(pair[at] for pair in rows.values()) for at in (0, 1))
    return scope(sample.results([Spec("revenue", Unit.MONEY, now, before, additive=True, segments=members)]))


def broad() -> Scope:
    return revenue({"Email": (11000, 10000), "Direct": (22000, 20000), "Organic search": (33000, 30000),
                    "Paid search": (10800, 10000), "Affiliates": (900, 1000)})  # fmt: skip


def movers() -> Scope:
    rows = {"Autumn": (15000, 10000), "Brand": (5000, 10000), "Gift": (4000, 0), "Spring": (0, 6000),
            "Always on": (80000, 80000)}  # fmt: skip
    return revenue(rows, "campaign")


def concentration() -> Scope:
    rows = {f"C{at}": (6250, 6250) for at in range(8)}
    return revenue({"Autumn": (30000, 30000), "Brand": (20000, 20000), **rows}, "campaign")


def alone() -> Scope:
    return revenue({"Email": (60000, 30000), "Direct": (20000, 30000), "Affiliates": (20000, 30000)})


Counts = dict[str, tuple[int, int]]


def rate(before: Counts, now: Counts) -> Scope:
    """A conversion rate by channel, from purchases and sessions."""
    wholes = [[Decimal(sum(pair[at] for pair in side.values())) for at in (0, 1)] for side in (before, now)]
    old, new = (str(above / below) for above, below in wholes)
    result = sample.result(Spec("conversion_rate", Unit.RATE, new, old, significant=True))
    members = {
        window: {key: (Decimal(above), Decimal(below)) for key, (above, below) in side.items()}
        for window, side in (("previous", before), ("current", now))
    }
    return scope(only(replace(result, quotients=Quotients("sessions", {"channel": {**members}}))))


def mix() -> Scope:
    """4 % and 1 % become 4.2 % and 0.9 %; Paid social goes from a fifth of the sessions to two fifths."""
    return rate(
        {"Paid search": (320, 8000), "Paid social": (20, 2000)}, {"Paid search": (252, 6000), "Paid social": (36, 4000)}
    )


def offset() -> Scope:
    """4 % and 1 % become 4.4 % and 1.2 %; Paid social goes from a fifth of the sessions to three tenths."""
    return rate(
        {"Paid search": (3200, 80000), "Paid social": (200, 20000)},
        {"Paid search": (3080, 70000), "Paid social": (360, 30000)},
    )


def nearly() -> Scope:
    """Nearly a paradox: both of ``paradox`` rise, and a twentieth of the sessions falls with the whole."""
    return rate(
        {"Paid search": (3200, 80000), "Paid social": (150, 15000), "Other": (75, 5000)},
        {"Paid search": (2050, 50000), "Paid social": (540, 45000), "Other": (70, 5000)},
    )


def paradox() -> Scope:
    return rate(
        {"Paid search": (320, 8000), "Paid social": (20, 2000)}, {"Paid search": (205, 5000), "Paid social": (60, 5000)}
    )


def funnel(completed: int, *, desktop: bool) -> Scope:
    """526 of 1,000 checkouts on phones were completed, ``completed`` are now; desktops stay."""
    phones = (36000, 20000, 2900, 1000, 526), (36000, 20000, 2900, 1000, completed)
    others = (16000, 9900, 1860, 1000, 664), (16000, 9900, 1860, 1000, 664)
    rows = {"mobile": phones, "desktop": others} if desktop else {"mobile": phones}
    whole = [[sum(pair[side][at] for pair in rows.values()) for at in range(5)] for side in (0, 1)]
    windows = ("previous", "current")
    steps = tuple(
        StepValues(
            step,
            {window: Value.of(whole[side][at]) for side, window in enumerate(windows)},
            {
                "device": {
                    w: {key: Value.of(pair[side][at]) for key, pair in rows.items()} for side, w in enumerate(windows)
                }
            },
        )
        for at, step in enumerate(STEPS)
    )
    spec = Spec("funnel", Unit.COUNT, whole[1][4], whole[0][4], good=Good.NONE, additive=True)
    conversion = Spec("conversion_rate", Unit.RATE, "0.0257", "0.0278", significant=True)
    return scope(only(sample.result(conversion), replace(sample.result(spec), steps=steps)))


def spend() -> Scope:
    rows = {"Display": (22, 6), "Search": (48, 64), "Shopping": (30, 30)}
    paid = {"campaign": {key: (cost, cost, None) for key, (cost, _) in rows.items()}}
    pairs = {key: (Decimal(got), Decimal(cost)) for key, (cost, got) in rows.items()}
    roas = replace(
        sample.result(Spec("roas", Unit.RATIO, 1, 1)),
        quotients=Quotients("ad_spend", {"campaign": {"current": {**pairs}}}),
    )
    return scope(only(roas, sample.result(Spec("ad_spend", Unit.MONEY, 100, 100, additive=True, segments=paid))))


def band(kpi: str, now: Figure, before: Figure) -> Scope:
    unit = Unit.RATIO if kpi == "clv_cac_ratio" else Unit.RATE
    return scope(sample.results([Spec(kpi, unit, now, before)]))


def divergence() -> Scope:
    line = (1000, 1010, 1005, 1020, 1000, 1015, 1000, 1012, 1003, 1010)
    return scope(sample.results([
        Spec("revenue", Unit.MONEY, 1030, 1010, additive=True, series=(*line, 1030)),
        Spec("ad_spend", Unit.MONEY, 120, 100, good=Good.NONE, additive=True, series=(*[100] * 10, 120)),
    ]))  # fmt: skip


def outlier() -> Scope:
    results = sample.results([Spec("revenue", Unit.MONEY, 100000, 80000, additive=True)])
    largest = (Record("1001", date(2026, 10, 18), Decimal(12000)),)
    return scope(replace(results, records=(Records("revenue", 1000, log(50), log(100), largest),)))


def experiment(verdict: Verdict) -> Scope:
    control = Variant("A", Decimal(10000), Decimal(310), Value.of(0), Value.of(Decimal("0.031")), Value.of(0))
    against = Against(Value.of(Decimal("0.003")), Interval(-0.001, 0.007), 0.1, verdict)
    variant = replace(control, name="B", rate=Value.of(Decimal("0.034")), against=against)
    found = Experiment("Button", Span(date(2026, 10, 1), date(2026, 10, 31)), (control, variant), 300, 9000, 0.95)
    return scope(replace(sample.full(), experiments=(found,)))


def known(**background: object) -> Scope:
    return scope(sample.full(), background=Background(**background))  # type: ignore[arg-type]


def caveat() -> Scope:
    day = date(2026, 10, 17)
    issue = Issue(
        "missing-days", Severity.WARN, "Web analytics", message("check.missing-days", days=1, first=day, last=day), 1
    )
    return known(caveats=(Caveat(issue, ("orders",)),))


def restated() -> Scope:
    return known(archived={"2026-08": {"revenue": Decimal(400000)}})


def changed(kind: str, kpi: str, before: Decimal | str | None = None, after: Decimal | str | None = None) -> Scope:
    return known(changes=(KpiChange(kind, kpi, "2026-09", before, after),))


Build = Callable[[], Scope]
