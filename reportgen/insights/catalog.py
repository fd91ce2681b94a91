"""The closed catalogue of insight kinds: what is looked for, and where it is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reportgen.insights.change import change, target, to_date, yoy_conflict
from reportgen.insights.contributions import detractors, drivers
from reportgen.insights.factors import factors
from reportgen.insights.history import record_streak
from reportgen.insights.model import Insight
from reportgen.insights.scope import Scope

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
    Detector("factors", factors, "what each factor of a product added to its change"),
    Detector("drivers", drivers, "the members of a dimension that made a KPI's change"),
    Detector("detractors", detractors, "the members of a dimension that worked against it", follows="drivers"),
)

BY_ID = {detector.id: detector for detector in DETECTORS}
