"""The data checks of sources and facts by name, with the severity that they have unless set otherwise.

A rule with two severities (few or many rows) is listed with the graver one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from reportgen.issues import Issue, Severity
from reportgen.messages import Argument, Message

RULES: Mapping[str, Severity] = MappingProxyType(
    {
        # while a source is read
        "after-discounts": Severity.NOTE,
        "ambiguous-date": Severity.BLOCK,
        "amounts-as-paid": Severity.NOTE,
        "cut-file": Severity.WARN,
        "days-elsewhere": Severity.WARN,
        "identical-lines": Severity.NOTE,
        "missing-required": Severity.BLOCK,
        "no-rows": Severity.WARN,
        "overlap": Severity.WARN,
        "period-on-last-day": Severity.NOTE,
        "ragged-rows": Severity.BLOCK,
        "recipients-worked-out": Severity.NOTE,
        "refunds-without-order": Severity.WARN,
        "refunds-worked-out": Severity.NOTE,
        "schema-drift": Severity.WARN,
        "tax-taken-out": Severity.NOTE,
        "totals-row": Severity.BLOCK,
        "unparsable": Severity.BLOCK,
        # while facts are built
        "excluded-orders": Severity.NOTE,
        "guest-orders": Severity.NOTE,
        "impossible": Severity.WARN,
        "lines-gap": Severity.WARN,
        "mixed-currencies": Severity.BLOCK,
        "negative-values": Severity.WARN,
        "own-table": Severity.NOTE,
        "refunds-basis": Severity.NOTE,
        "repeated-keys": Severity.WARN,
        "returns-not-used": Severity.NOTE,
        "search-basis": Severity.NOTE,
        "unknown-orders": Severity.WARN,
        # of one period
        "analytics-gap": Severity.WARN,
        "claimed-revenue": Severity.WARN,
        "missing-days": Severity.WARN,
        "not-settled": Severity.WARN,
        "row-count": Severity.WARN,
        "stops-early": Severity.WARN,
        "summed-uniques": Severity.NOTE,
    }
)


def found(
    rule: str,
    source: str | Sequence[str],
    rows: int,
    *examples: str,
    severity: Severity | None = None,
    **arguments: Argument,
) -> Issue:
    """An issue of one of the rules, with its rows among the arguments of its message.

    ``source`` is a label, or several where the check looked at rows of more than one source.
    """
    labels = (source,) if isinstance(source, str) else tuple(source)
    text = Message(f"check.{rule}", {"rows": rows, **arguments})
    return Issue(rule, severity or RULES[rule], ", ".join(labels), text, rows, examples, labels)
