"""The closed catalogue of insight kinds: what is looked for, and where it is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reportgen.insights.bands import band
from reportgen.insights.calendar_effect import calendar
from reportgen.insights.change import change, target, to_date, yoy_conflict
from reportgen.insights.contributions import detractors, drivers
from reportgen.insights.days import day_anomaly
from reportgen.insights.divergence import divergence
from reportgen.insights.factors import factors
from reportgen.insights.funnel import funnel_step
from reportgen.insights.governed import data_caveat, kpi_change, restatement
from reportgen.insights.history import record_streak
from reportgen.insights.inefficiency import inefficiency
from reportgen.insights.mix import mix_rate
from reportgen.insights.mix_offset import mix_offset
from reportgen.insights.model import Insight
from reportgen.insights.movers import movers
from reportgen.insights.noted import annotation
from reportgen.insights.outliers import outlier_record
from reportgen.insights.pace import pace
from reportgen.insights.scope import Scope
from reportgen.insights.spread import broad, concentration
from reportgen.insights.trends import trend, trend_break
from reportgen.insights.trials import experiment
from reportgen.insights.unusual import unusual

Detect = Callable[[Scope], Iterator[Insight]]


@dataclass(frozen=True, slots=True)
class Detector:
    """A kind of insight: its id, the function that finds it, and one line about it.

    ``follows`` names the kind beside which it is said (a detractor after its drivers); ``within`` the
    kinds that say the same of the same KPI, so that the first of them printed silences the others.
    """

    id: str
    find: Detect
    doc: str
    follows: str | None = None
    within: tuple[str, ...] = ()


DETECTORS: tuple[Detector, ...] = (
    Detector("data_caveat", data_caveat, "a data check touched a KPI used here"),
    Detector("to_date", to_date, "the period is not over or its data stop early: what is compared with what"),
    Detector(
        "change",
        change,
        "a KPI's value and its change on the previous period and on the year before",
        within=("yoy_conflict", "record_streak", "target"),
    ),
    Detector("target", target, "a KPI's target met, nearly met or missed, and by how much"),
    Detector(
        "yoy_conflict",
        yoy_conflict,
        "the change on the previous period and the change on the year before disagree in sign",
        within=("change", "record_streak"),
    ),
    Detector(
        "record_streak",
        record_streak,
        "the best or worst of at least twelve periods, or four changes of one sign in a row",
        within=("yoy_conflict",),
    ),
    Detector("pace", pace, "where a period that is under way will end, and whether its target is in reach"),
    Detector(
        "annotation",
        annotation,
        "a dated note of the client's beside what happened then",
        within=("unusual", "day_anomaly", "trend_break"),
    ),
    Detector("unusual", unusual, "a KPI outside its usual range, or a large change inside it", within=("annotation",)),
    Detector("trend_break", trend_break, "a trend that has turned", within=("annotation", "trend")),
    Detector("trend", trend, "a KPI that goes one way for at least six periods", within=("annotation", "trend_break")),
    Detector("day_anomaly", day_anomaly, "a day that stands out of its week's rhythm", within=("annotation",)),
    Detector("calendar", calendar, "more days or other weekdays make a good part of a change"),
    Detector("factors", factors, "what each factor of a product added to its change"),
    Detector(
        "mix_rate",
        mix_rate,
        "a ratio's change split exactly into its members' own ratios and their shares; Simpson's paradox, always",
        within=("mix_rate",),
    ),
    Detector(
        "mix_offset",
        mix_offset,
        "a flat ratio whose mix and whose members' own ratios cancelled out",
        within=("mix_offset",),
    ),
    Detector("drivers", drivers, "the members of a dimension that made a KPI's change"),
    Detector("detractors", detractors, "the members of a dimension that worked against it", follows="drivers"),
    Detector("broad", broad, "most members of a dimension moved with the whole and none stands out"),
    Detector("funnel_step", funnel_step, "a funnel step's rate moved clearly, of all or of one member"),
    Detector("movers", movers, "members of a dimension that are new, gone, up or down by much"),
    Detector("concentration", concentration, "few members of a dimension make half of a KPI"),
    Detector("inefficiency", inefficiency, "a member's share of the spend is far above its share of the result"),
    Detector("band", band, "a KPI outside its usual healthy range, or back in it"),
    Detector("divergence", divergence, "two KPIs that go together part beyond their history"),
    Detector("outlier_record", outlier_record, "one order or campaign that makes a good part of a KPI"),
    Detector("experiment", experiment, "an A/B test's verdict, with its interval"),
    Detector("restatement", restatement, "an earlier period's figure differs from the one reported then"),
    Detector("kpi_change", kpi_change, "a KPI's definition, target or owner changed since the last report"),
)

BY_ID = {detector.id: detector for detector in DETECTORS}

# The thresholds that each kind reads; what is common to all (scores, budgets) belongs to none.
THRESHOLDS: dict[str, tuple[str, ...]] = {
    "change": (
        "flat_percent",
        "flat_points",
    ),
    "yoy_conflict": (
        "flat_percent",
        "flat_points",
    ),
    "record_streak": (
        "record_points",
        "streak_changes",
    ),
    "pace": (
        "pace_from",
        "pace_periods",
    ),
    "annotation": (
        "note_days",
        "note_period",
    ),
    "unusual": (
        "unusual_z",
        "unusual_points",
        "unusual_weeks",
        "reassure_change",
        "reassure_width",
    ),
    "trend_break": (
        "trend_points",
        "break_steps",
        "break_explained",
    ),
    "trend": (
        "trend_points",
        "trend_most",
        "trend_p",
        "trend_total",
        "trend_steps",
        "trend_lasting",
    ),
    "day_anomaly": (
        "day_z",
        "day_history",
        "day_size",
        "day_share",
        "day_rare",
        "day_most",
    ),
    "calendar": ("calendar_share",),
    "factors": (
        "flat_percent",
        "flat_points",
    ),
    "mix_rate": (
        "mix_share",
        "mix_shift",
        "common_share",
        "reversal_share",
    ),
    "mix_offset": (
        "flat_percent",
        "flat_points",
        "mix_share",
        "mix_shift",
        "common_share",
    ),
    "drivers": (
        "driver_share",
        "driver_most",
        "driver_stop",
        "driver_deviation",
        "driver_noise",
        "dominant_share",
    ),
    "detractors": (
        "driver_share",
        "driver_most",
        "driver_deviation",
        "driver_noise",
        "dominant_share",
    ),
    "broad": (
        "broad_members",
        "broad_share",
    ),
    "movers": (
        "mover_impact",
        "mover_growth",
        "mover_most",
        "common_share",
    ),
    "concentration": (
        "concentration_share",
        "concentration_part",
        "concentration_members",
        "concentration_rise",
    ),
    "inefficiency": (
        "inefficiency_gap",
        "inefficiency_floor",
    ),
    "band": (
        "clv_cac_low",
        "net_margin_low",
        "net_margin_good",
        "net_margin_high",
        "marketing_b2b_low",
        "marketing_b2b_high",
        "marketing_b2c_low",
        "marketing_b2c_high",
    ),
    "divergence": (
        "divergence_gap",
        "divergence_z",
        "divergence_points",
    ),
    "outlier_record": (
        "outlier_fences",
        "outlier_share",
        "outlier_members",
    ),
    "restatement": ("restated_share",),
}
