"""Every threshold of the detectors and of the ranking, in one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Defaults; a client may set any of them by name. Shares are fractions; what is per cent says so."""

    # changes too small to be called one: per cent, and percentage points of a rate
    flat_percent: Decimal = Decimal(1)
    flat_points: Decimal = Decimal("0.1")
    # drivers and detractors, as shares of the absolute change
    driver_share: Decimal = Decimal("0.10")  # a member is named from here on
    driver_most: int = 3  # members named
    driver_stop: Decimal = Decimal("0.80")  # enough of the change is explained
    driver_deviation: Decimal = Decimal("0.05")  # beyond the member's proportional share
    driver_noise: Decimal = Decimal("1.96")  # a member's counts moved by more standard errors than this
    dominant_share: Decimal = Decimal("0.90")  # a dimension with a member as large as this says nothing
    # record_streak
    record_points: int = 12  # best or worst of at least so many periods
    streak_changes: int = 4  # changes of one sign in a row
    # scoring
    later_dimension: Decimal = Decimal("0.7")  # what a split loses for each dimension named before its own
    full_change: Decimal = Decimal("0.25")  # a relative change that is fully material
    full_gap: Decimal = Decimal("0.10")  # a target missed by so much is fully material
    exceptional_change: Decimal = Decimal("0.25")  # a KPI that has no card comes into the summary from here on
    short_history: int = 6  # fewer periods than this halve the trust
    # budgets
    summary_most: int = 6  # insights in the summary, detractors counted with their drivers
    summary_characters: int = 800
    section_most: int = 2  # further insights in a section
    kpi_most: int = 2  # not counting the mandatory ones
    kind_most: int = 2

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Every threshold that a client may set."""
        return tuple(field.name for field in fields(cls))

    @classmethod
    def from_settings(cls, settings: Mapping[str, object]) -> Thresholds:
        """Defaults overridden by name; names of other rooms' settings (``off``, ``flat_percent``) are left.

        Raises TypeError for a value that is not a number, naming the setting.
        """
        given: dict[str, Decimal | int] = {}
        for field in fields(cls):
            value = settings.get(field.name)
            if value is None:
                continue
            if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
                raise TypeError(f"insights.{field.name} must be a number, found {value!r}")
            given[field.name] = int(value) if isinstance(field.default, int) else Decimal(str(value))
        return replace(cls(), **given)  # type: ignore[arg-type]  # fields are int or Decimal, as given
