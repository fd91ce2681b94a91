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
    driver_noise: Decimal = Decimal(2)  # standard errors that each member named must have moved by; the first is tested
    dominant_share: Decimal = Decimal("0.90")  # a dimension with a member as large as this says nothing
    # broad: of so many members so large a part moved with the whole
    broad_members: int = 4
    broad_share: Decimal = Decimal("0.66")
    # mix_rate and movers: where members come anew each period (mailings), nothing shifts between them
    common_share: Decimal = Decimal("0.50")  # of the whole, that members of both periods have in each
    # mix_rate: the part of a ratio's change that the mix makes
    mix_share: Decimal = Decimal("0.20")
    mix_shift: Decimal = Decimal("0.05")  # of the whole, that a share moved by at least: smaller ones are no news
    full_shift: Decimal = Decimal("0.10")  # … and fully material
    full_part: Decimal = Decimal("0.50")  # of the change: who makes half of it is the first to name
    # mix_rate: of the whole, that members which moved against it hold: Simpson's paradox
    reversal_share: Decimal = Decimal("0.90")
    # movers, as a share of the whole and of the member
    mover_impact: Decimal = Decimal("0.01")
    mover_growth: Decimal = Decimal("0.25")
    mover_most: int = 2  # named of each group
    # concentration
    concentration_share: Decimal = Decimal("0.50")  # of the whole
    concentration_part: Decimal = Decimal("0.20")  # in so small a part of the members
    concentration_members: int = 5  # fewest
    concentration_rise: Decimal = Decimal("0.05")  # of the Herfindahl index
    # inefficiency, as shares of all spend
    inefficiency_gap: Decimal = Decimal("0.10")  # share of spend beyond the share of the result
    inefficiency_floor: Decimal = Decimal("0.05")  # a member that spends less is not judged
    # band: the usual healthy ranges
    clv_cac_low: Decimal = Decimal(3)
    net_margin_low: Decimal = Decimal("0.05")
    net_margin_good: Decimal = Decimal("0.10")
    net_margin_high: Decimal = Decimal("0.20")
    marketing_b2b_low: Decimal = Decimal("0.02")
    marketing_b2b_high: Decimal = Decimal("0.05")
    marketing_b2c_low: Decimal = Decimal("0.05")
    marketing_b2c_high: Decimal = Decimal("0.10")
    # divergence of a pair
    divergence_gap: Decimal = Decimal("0.10")  # between the two relative changes
    divergence_z: Decimal = Decimal("3.5")  # robust standard deviations from the pair's usual gap
    divergence_points: int = 8  # fewest changes of the pair's own history
    # outlier_record
    outlier_fences: Decimal = Decimal(3)  # interquartile ranges above the upper quartile, on the log scale
    outlier_share: Decimal = Decimal("0.05")  # of the KPI
    outlier_members: int = 8  # fewest orders or campaigns to know what is usual
    # restatement: an archived figure and today's differ by more
    restated_share: Decimal = Decimal("0.005")
    # record_streak
    record_points: int = 12  # best or worst of at least so many periods
    streak_changes: int = 4  # changes of one sign in a row
    # unusual: robust standard deviations from the seasonal naive forecast
    unusual_z: Decimal = Decimal("3.5")
    unusual_points: int = 12  # fewest months, quarters or years …
    unusual_weeks: int = 8  # … or weeks
    reassure_change: Decimal = Decimal("0.15")  # a change that looks large, though it is inside the usual range
    reassure_width: Decimal = Decimal("0.25")  # a range wider than this, to either side, reassures nobody
    # day_anomaly
    day_z: Decimal = Decimal("3.5")
    day_history: int = 28  # fewest days known before the period
    day_size: Decimal = Decimal("0.5")  # of what is usual for it, that a day must be off by
    day_share: Decimal = Decimal("0.01")  # … and of the KPI's value
    day_rare: Decimal = Decimal("0.5")  # a day in the weeks before was off by this part of it: such days happen
    day_most: Decimal = Decimal("0.25")  # more of the days than this are no exceptions
    # trends, and their turns (trend_break)
    trend_points: int = 6  # fewest periods
    trend_most: int = 13  # how far back a trend is looked for
    trend_p: Decimal = Decimal("0.05")
    trend_total: Decimal = Decimal("0.05")  # of the median, over the whole trend
    trend_steps: Decimal = Decimal(2)  # … and usual steps, that it is left behind by
    trend_lasting: Decimal = Decimal("0.5")  # of it, that the year before is left behind by; else it is the season's
    break_steps: int = 4  # fewest changes on either side
    break_explained: Decimal = Decimal("0.30")  # of the straight line's squared error
    # pace: the elapsed share of the period from which on a projection means something, and the periods behind it
    pace_from: Decimal = Decimal("0.15")
    pace_periods: int = 3
    # calendar: the part of the change that other weekdays or more days make
    calendar_share: Decimal = Decimal("0.25")
    # annotation
    note_days: int = 3  # a note so many days from a day still belongs to it
    note_period: int = 14  # in a longer period a note is not near what is unusual of the whole
    refund_days: int = 30  # after a period its refunds are in, where they count in their order's period
    # scoring
    later_dimension: Decimal = Decimal("0.7")  # what a split loses for each dimension named before its own
    full_change: Decimal = Decimal("0.25")  # a relative change that is fully material
    full_effect: Decimal = Decimal("0.05")  # of all purchases: a funnel step's effect that is fully material
    full_gap: Decimal = Decimal("0.10")  # a target missed by so much is fully material
    exceptional_change: Decimal = Decimal("0.25")  # a KPI that has no card comes into the summary from here on
    short_history: int = 6  # fewer periods than this halve the trust
    told_before: Decimal = Decimal("0.5")  # what the last report led with counts so much,
    told_larger: Decimal = Decimal("0.25")  # unless it is larger by so much
    false_discoveries: Decimal = Decimal(
        "0.05"
    )  # the share of all findings that may be chance; of a quiet report's all
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
