"""What speaks for a suggestion: a KPI that is well itself does not."""

from __future__ import annotations

import pytest

from reportgen.insights import Scope
from reportgen.insights.playbook import actions
from reportgen.units import Good, Unit
from tests.rooms.report import results_sample as sample
from tests.rooms.report.results_sample import Spec

MRR = Spec("mrr", Unit.MONEY, 92, 100, target=100)
NRR = Spec("nrr", Unit.RATE, "0.926", "0.986", target=1)


def churn(now: str, before: str, target: str | None = None) -> Spec:
    return Spec("churn_rate", Unit.RATE, now, before, target=target, good=Good.DOWN)


@pytest.mark.parametrize(
    ("churned", "evidence"),
    [
        (churn("0.008", "0.008", target="0.01"), "nrr"),  # on its target: it is not what is wrong
        (churn("0.008", "0.025"), "nrr"),  # no target, and clearly better than in September
        (churn("0.025", "0.008"), "churn_rate"),  # no target, and worse
    ],
)
def test_good_news_is_no_reason_to_act(churned: Spec, evidence: str) -> None:
    results = sample.results([MRR, NRR, churned])
    (found,) = (one for one in actions(Scope(results, tuple(results.kpis), ())) if one.result.kpi.id == "mrr")
    chosen = {one.id: one.evidence.kpi for one in found.suggestions}
    assert chosen["win_back"] == evidence


def test_a_kpi_without_other_evidence_has_no_suggestion_of_it() -> None:
    sessions = Spec("sessions", Unit.COUNT, 96, 100, target=100, additive=True)
    returning = Spec("returning_visitor_rate", Unit.RATE, "0.46", "0.40")
    results = sample.results([sessions, returning])
    assert [one.suggestions for one in actions(Scope(results, tuple(results.kpis), ()))] == [()]
