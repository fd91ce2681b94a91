"""Why a ratio moved: its members' own ratios, or their weights in the whole; the two add up to the change.

For R = Σ wᵢ rᵢ (wᵢ the member's share of the denominator) the midpoint form gives each member the rate effect
(wᵢ₀ + wᵢ₁)/2 · (rᵢ₁ − rᵢ₀) and the mix effect (rᵢ₀ + rᵢ₁)/2 · (wᵢ₁ − wᵢ₀), without a remainder. Source:
Kitagawa, "Components of a difference between two rates" (JASA 1955).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from reportgen.comparisons.model import Baseline, Comparison, KpiResult
from reportgen.insights.facts import PERCENT, Facts, change_unit, comparison_facts, current_fact, member_prefix
from reportgen.insights.model import FactValue, Insight
from reportgen.insights.noise import dispersion, share_p
from reportgen.insights.scope import Scope, main_comparison
from reportgen.units import Direction, Sentiment, Unit, sentiment

Pair = tuple[Decimal, Decimal]  # numerator, denominator
_MOVED = (Direction.UP, Direction.DOWN)
_SHOWN = (Baseline.PREVIOUS, Baseline.YEAR_AGO)  # changes on these are printed
_CLOSE = Decimal("1e-9")  # members that make another whole by more are another split
_DIGITS = 34


@dataclass(frozen=True, slots=True)
class Weighted:
    """A member: its share of the denominator and its ratio, before and now; no ratio where it has no denominator."""

    key: str | None
    share: tuple[Fraction, Fraction]
    ratio: tuple[Fraction | None, Fraction | None]

    @property
    def ratios(self) -> tuple[Fraction, Fraction]:
        """Its ratios; where it has only one, that one in both, so that coming and going is mix alone."""
        before, now = self.ratio
        return before if before is not None else now or Fraction(0), now if now is not None else before or Fraction(0)

    @property
    def rate_effect(self) -> Fraction:
        """What its own ratio's change added to the whole's."""
        before, now = self.ratios
        return (self.share[0] + self.share[1]) / 2 * (now - before)

    @property
    def mix_effect(self) -> Fraction:
        """What its share's change added to the whole's."""
        before, now = self.ratios
        return (before + now) / 2 * (self.share[1] - self.share[0])


@dataclass(frozen=True, slots=True)
class Mix:
    """A ratio's change by members: ``rate`` + ``mix`` = ``change``, exactly."""

    members: tuple[Weighted, ...]
    before: Fraction
    now: Fraction

    @property
    def change(self) -> Fraction:
        """The whole's change."""
        return self.now - self.before

    @property
    def rate(self) -> Fraction:
        """What the members' own ratios added."""
        return sum((member.rate_effect for member in self.members), Fraction(0))

    @property
    def mix(self) -> Fraction:
        """What their shares added."""
        return sum((member.mix_effect for member in self.members), Fraction(0))

    @property
    def common(self) -> Fraction:
        """The smaller part of the whole, of the two periods, that members of both periods have."""
        both = [one for one in self.members if None not in one.ratio]
        return min(sum((one.share[side] for one in both), Fraction(0)) for side in (0, 1))

    @property
    def present(self) -> tuple[Weighted, ...]:
        """The members that have any of the whole, before or now."""
        return tuple(one for one in self.members if any(one.share))

    @property
    def opposed(self) -> tuple[Weighted, ...]:
        """The members whose own ratio moved against the whole's."""
        return tuple(one for one in self.members if one.rate_effect * self.change < 0)

    def is_reversal(self, least: Fraction) -> bool:
        """Simpson's paradox: what moved against the whole holds nearly all of it, and only the mix turned the sign.

        ``least`` is the part of the whole that it holds in both periods: a tail of members with a handful of visits
        each goes all ways and hides nothing. Of all members it is the paradox of the textbooks.
        """
        opposed = self.opposed
        held = min(sum((one.share[side] for one in opposed), Fraction(0)) for side in (0, 1))
        return len(opposed) > 1 and held >= least and self.rate * self.change < 0

    @property
    def shifted(self) -> Weighted | None:
        """The member whose share's change tells most of the mix effect: more of a low ratio, less of a high one."""
        middle = (self.before + self.now) / 2

        def pull(member: Weighted) -> Fraction:
            before, now = member.ratios
            return ((before + now) / 2 - middle) * (member.share[1] - member.share[0])

        found = [member for member in self.members if pull(member) * self.mix > 0]
        return max(found, key=lambda member: (abs(pull(member)), member.key or ""), default=None)

    @property
    def shift(self) -> Fraction:
        """By how much of the whole the shifted member's share moved; 0 without one."""
        found = self.shifted
        return abs(found.share[1] - found.share[0]) if found is not None else Fraction(0)


def mix_of(before: Mapping[str | None, Pair], now: Mapping[str | None, Pair]) -> Mix | None:
    """The members' shares and ratios from their numerators and denominators; None without a denominator in both."""
    sides = before, now
    wholes = [
        tuple(sum((Fraction(pair[at]) for pair in side.values()), Fraction(0)) for at in (0, 1)) for side in sides
    ]
    if any(whole[1] <= 0 for whole in wholes) or any(pair[1] < 0 for side in sides for pair in side.values()):
        return None
    members = []
    for key in sorted({*before, *now}, key=lambda key: (key is None, key or "")):
        pairs = [side.get(key, (Decimal(0), Decimal(0))) for side in sides]
        if all(not below for _, below in pairs) and any(above for above, _ in pairs):
            return None  # what has no denominator at all has no ratio to weigh
        shares = [Fraction(below) / whole[1] for (_, below), whole in zip(pairs, wholes, strict=True)]
        ratios = [Fraction(above) / Fraction(below) if below else None for above, below in pairs]
        if any(above and not below for above, below in pairs):
            return None
        members.append(Weighted(key, (shares[0], shares[1]), (ratios[0], ratios[1])))
    return Mix(tuple(members), wholes[0][0] / wholes[0][1], wholes[1][0] / wholes[1][1])


def mix_rate(scope: Scope) -> Iterator[Insight]:
    """A ratio that moved in good part with its members' shares; Simpson's paradox always.

    A reversal is no claim that something moved beyond chance, but a caveat to a change that the report prints in any
    case: whoever reads it and then the members must be told that both are right. So it has no p-value and no budget,
    and is looked for in every KPI, dimension and baseline that is shown. Where the change is called flat nothing is
    said to have gone one way, and there is nothing to warn of.
    """
    for result in scope.asked():
        main = main_comparison(result.comparisons)
        for baseline in _SHOWN:
            comparison = result.comparisons.get(baseline)
            if comparison is None or comparison.direction not in _MOVED or result.quotients is None:
                continue
            for dimension in _dimensions(scope, result):
                found = split_ratio(result, dimension, comparison)
                if found is None:
                    continue
                if found.is_reversal(Fraction(scope.thresholds.reversal_share)):
                    yield _reversal(scope, result, dimension, comparison, found)
                elif comparison is main and dimension in scope.segments and _is_news(scope, found):
                    yield _split(scope, result, dimension, comparison, found)


def _dimensions(scope: Scope, result: KpiResult) -> tuple[str, ...]:
    """The client's dimensions in their order, then those that blocks split the ratio by."""
    known = result.quotients.members if result.quotients is not None else {}
    own = [name for name in scope.segments if name in known]
    return (*own, *(name for name in known if name not in own))


def _is_news(scope: Scope, found: Mix) -> bool:
    """A clear shift is news even where what it did to the whole is within chance; shares waver by little."""
    material = abs(found.mix) >= Fraction(scope.thresholds.mix_share) * abs(found.change)
    return material and has_shifted(scope, found)


def has_shifted(scope: Scope, found: Mix) -> bool:
    """Whether a member's share moved by enough, among members that are much the same in both periods."""
    limits = scope.thresholds
    return found.common >= Fraction(limits.common_share) and found.shift >= Fraction(limits.mix_shift)


def split_ratio(result: KpiResult, dimension: str, comparison: Comparison) -> Mix | None:
    """The split of a ratio's change; None where its members do not make the whole."""
    windows = result.quotients.members.get(dimension, {}) if result.quotients is not None else {}
    now, before = windows.get("current"), windows.get(comparison.baseline.value)
    if now is None or before is None or len({*now, *before}) < 2:  # noqa: PLR2004
        return None
    found = mix_of(before, now)
    if found is None or result.value.number is None or comparison.value.number is None:
        return None
    scale = max(abs(result.value.number), abs(comparison.value.number))
    wholes = (found.before, comparison.value.number), (found.now, result.value.number)
    if any(abs(_decimal(part) - whole) > _CLOSE * scale for part, whole in wholes):
        return None
    return found


def _decimal(number: Fraction) -> Decimal:
    with localcontext() as context:
        context.prec = _DIGITS
        return Decimal(number.numerator) / Decimal(number.denominator)


def mix_facts(scope: Scope, result: KpiResult, dimension: str, comparison: Comparison, found: Mix) -> Facts:
    """The two effects, which add up to the change, and the share of the member that shifted, then and now.

    Those on another baseline than the sentence's usual one carry its name.
    """
    kpi, unit, period = result.kpi, change_unit(result.kpi.unit), comparison.period
    main = comparison is main_comparison(result.comparisons)
    stem = split_stem(kpi.id, dimension, None if main else comparison.baseline)
    assert comparison.change is not None  # noqa: S101  # a whole that was split has both values
    mix = _decimal(found.mix)
    facts: Facts = current_fact(result, scope.period) | comparison_facts(kpi.id, kpi.unit, comparison)
    facts[f"{stem}.mix_effect"] = FactValue(mix, unit, period)
    with localcontext(prec=2 * _DIGITS):  # the rest to the last digit
        facts[f"{stem}.rate_effect"] = FactValue(comparison.change - mix, unit, period)
    shifted = found.shifted
    if shifted is not None:
        prefix = f"{member_prefix(kpi.id, dimension, shifted.key)}.weight"
        before = Baseline.PREVIOUS if main else comparison.baseline
        facts[f"{prefix}.{before.value}"] = FactValue(_decimal(shifted.share[0]), PERCENT, period)
        facts[f"{prefix}.current"] = FactValue(_decimal(shifted.share[1]), PERCENT, scope.period)
    if result.quotients is not None and result.quotients.base is not None:
        facts[f"{stem}.weighed_by"] = FactValue(result.quotients.base, "text")
    return facts


def split_stem(kpi: str, dimension: str, baseline: Baseline | None = None) -> str:
    """The beginning of the ids of a split's facts; ``baseline`` where it is not the sentence's usual one."""
    return ".".join((kpi, dimension, *(() if baseline is None else (baseline.value,))))


def _split(scope: Scope, result: KpiResult, dimension: str, comparison: Comparison, found: Mix) -> Insight:
    shifted = found.shifted
    return Insight(
        kind="mix_rate",
        kpi=result.kpi.id,
        direction=comparison.direction,
        sentiment=sentiment(result.kpi.good, comparison.direction),
        facts=mix_facts(scope, result, dimension, comparison, found),
        dimension=dimension,
        member=shifted.key if shifted is not None else None,
        p=shift_p(scope, result, comparison, found, dimension),
        tested=len(found.members),
    )


def _reversal(scope: Scope, result: KpiResult, dimension: str, comparison: Comparison, found: Mix) -> Insight:
    """Said in any case and held against nothing; a change that may be chance is good or bad for nobody."""
    kpi, shifted = result.kpi, found.shifted
    baseline = None if comparison is main_comparison(result.comparisons) else comparison.baseline
    stem, way = split_stem(kpi.id, dimension, baseline), comparison.direction
    facts = mix_facts(scope, result, dimension, comparison, found)
    facts[f"{stem}.opposed"] = FactValue(len(found.opposed), Unit.COUNT.value)
    facts[f"{stem}.members"] = FactValue(len(found.present), Unit.COUNT.value)
    return Insight(
        kind="mix_rate",
        kpi=kpi.id,
        direction=way,
        sentiment=Sentiment.NEUTRAL if comparison.significant is False else sentiment(kpi.good, way),
        facts=facts,
        dimension=dimension,
        member=shifted.key if shifted is not None else None,
        mandatory=True,
    )


def shift_p(scope: Scope, result: KpiResult, comparison: Comparison, found: Mix, dimension: str) -> float | None:
    """The p-value of the shifted member's share having moved by chance; None where that is not known."""
    shifted, quotients = found.shifted, result.quotients
    base = scope.results.kpis.get(quotients.base or "") if quotients is not None else None
    spread = dispersion(base) if base is not None else None
    if shifted is None or quotients is None or spread is None:
        return None
    windows = quotients.members[dimension]
    sides = windows[comparison.baseline.value], windows["current"]
    before, now = (float(sum(below for _, below in side.values())) for side in sides)
    return share_p(float(shifted.share[0]), float(shifted.share[1]), (before, now), spread)
