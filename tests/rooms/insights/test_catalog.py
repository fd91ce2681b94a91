"""The closed catalogue of kinds: each names the thresholds that it reads."""

from reportgen.cli.catalog import list_insights
from reportgen.insights import DETECTORS, Thresholds
from reportgen.insights.catalog import THRESHOLDS

# Of the scores and the budgets, common to all kinds.
OF_ALL = (
    "full_", "later_dimension", "exceptional_change", "short_history", "told_", "false_discoveries", "summary_",
    "section_most", "kpi_most", "kind_most", "refund_days",
)  # fmt: skip


def test_every_threshold_is_of_a_kind_or_of_all() -> None:
    listed = {name for names in THRESHOLDS.values() for name in names}
    assert listed <= set(Thresholds.names())
    assert set(THRESHOLDS) <= {detector.id for detector in DETECTORS}
    assert [name for name in Thresholds.names() if name not in listed and not name.startswith(OF_ALL)] == []


def test_the_listing_has_every_kind_with_its_defaults() -> None:
    listed = {entry["id"]: entry["thresholds"] for entry in list_insights()}
    assert list(listed) == [detector.id for detector in DETECTORS]
    assert listed["annotation"] == {"note_days": 3, "note_period": 14}
    assert listed["data_caveat"] == {}
