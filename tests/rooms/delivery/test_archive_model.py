"""Any sequence of commits and approvals, against a second archive kept in memory as plain lists."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.delivery.archive import approval_of, approve, commit, content, entries, latest, receipt, verify
from reportgen.errors import UsageError
from tests.rooms.delivery.archive_sample import AT, archive, release

TEXTS, MONTHS, PEOPLE = ("a", "b", "c"), (9, 10), ("Maya", "Jun")
STEPS = st.one_of(
    st.tuples(st.just("commit"), st.sampled_from(TEXTS), st.sampled_from(MONTHS), st.booleans()),
    st.tuples(st.just("approve"), st.sampled_from(PEOPLE), st.sampled_from(MONTHS), st.just(value=True)),
)


@dataclass
class Model:
    """Texts of each month's revisions, who approved which, and how long the log is."""

    texts: dict[int, list[str]] = field(default_factory=lambda: {month: [] for month in MONTHS})
    approvals: list[tuple[int, int, str]] = field(default_factory=list)
    length: int = 0

    def commit(self, text: str, month: int, *, reasoned: bool) -> bool:
        there = self.texts[month]
        if there and there[-1] == text:
            return True
        if there and not reasoned:
            return False
        there.append(text)
        self.length += 1
        return True

    def approve(self, by: str, month: int) -> None:
        approval = (month, len(self.texts[month]), by)
        if approval not in self.approvals:
            self.approvals.append(approval)
            self.length += 1


@given(st.lists(STEPS, max_size=7))
@settings(max_examples=40)
def test_the_archive_does_what_plain_lists_do(steps: list[tuple[str, str, int, bool]]) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        home, model, proofs = archive(folder), Model(), []
        for kind, word, month, reasoned in steps:
            if kind == "commit":
                try:
                    entry = commit(home, release(word, month), at=AT, reason="why" if reasoned else None)
                    accepted = True
                except UsageError:
                    accepted = False
                assert accepted == model.commit(word, month, reasoned=reasoned)
            elif model.texts[month]:
                last = latest(home, f"2026-{month:02d}")
                assert last is not None
                entry = approve(home, last, by=word, at=AT)
                model.approve(word, month)
            else:
                continue
            if kind == "approve" or accepted:
                proofs.append(receipt(entry))
        assert len(entries(home)) == model.length
        for month, texts in model.texts.items():
            reports = [one for one in entries(home) if one.kind == "report" and one.report.start.month == month]
            assert [one.revision for one in reports] == list(range(1, len(texts) + 1))
            for one, text in zip(reports, texts, strict=True):
                assert content(home, one.artefacts[0].sha256) == release(text, month).artefacts[0].content
                first = next(
                    (by for m, revision, by in model.approvals if (m, revision) == (month, one.revision)), None
                )
                found = approval_of(home, one)
                assert (found.record.by if found else None) == first  # type: ignore[union-attr]
        assert all(verify(home, proof) == () for proof in proofs)
    finally:
        shutil.rmtree(folder)
