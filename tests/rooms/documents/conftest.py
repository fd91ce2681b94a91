"""Every sample client's reports, built once for all tests that look at the finished documents."""

from __future__ import annotations

import io
import os
import pickle
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import IO

import pikepdf
import pypdfium2
import pytest

from reportgen.config.client import ClientConfig
from reportgen.pipeline.ask import Answer, Question, load_one, numbers, teller_of
from reportgen.pipeline.govern import set_of
from reportgen.pipeline.make import dimensions_of, embedded_files, make_report, manifest_body, render
from reportgen.pipeline.recall import told_of
from reportgen.pipeline.studio import Studio
from reportgen.report import Report, load_kind
from reportgen.report.kind import kinds
from reportgen.report.serialise import report_json

SAMPLES = Path(__file__).resolve().parents[3] / "sample_data"
# Sample, kind, locale: the long report of each sample client in its own language, and the short one in a fourth.
MAIN = (
    ("lumen-oak", "ecommerce", "en-US"),
    ("hanbit-beauty", "marketing", "ko-KR"),
    ("tungwah-industrial", "b2b", "zh-TW"),
)
FEW = (*MAIN, ("lumen-oak", "executive", "zh-CN"))
# `python tests/torture documents` looks at every sample as every kind in every language: 60 editions on paper. In a
# browser it looks at these as well, for a page's parts behave alike in all of them.
OTHERS = (
    ("lumen-oak", "conversion", "en-US"),
    ("hanbit-beauty", "executive", "ko-KR"),
    ("tungwah-industrial", "executive", "en-US"),
)
EVERY_EDITION = "REPORTGEN_TEST_EVERY_EDITION"
ALL = tuple(
    (sample, kind, locale)
    for sample, _, _ in MAIN
    for locale in ("en-US", "ko-KR", "zh-TW", "zh-CN")
    for kind in kinds()
)
EDITIONS = (*FEW, *(one for one in ALL if one not in FEW)) if os.environ.get(EVERY_EDITION) else FEW
IN_BROWSER = (*MAIN, *OTHERS) if os.environ.get(EVERY_EDITION) else MAIN


@dataclass
class Document:
    """One client's report of one kind in one language, in every form."""

    sample: str
    kind: str
    locale: str
    report: Report
    pdf: bytes
    html: bytes
    table: bytes  # the KPI table, as it was embedded

    @cached_property
    def opened(self) -> pikepdf.Pdf:
        return pikepdf.open(io.BytesIO(self.pdf))

    @cached_property
    def drawn(self) -> pypdfium2.PdfDocument:
        return pypdfium2.PdfDocument(self.pdf)

    @cached_property
    def pages(self) -> list[str]:
        """Each page's text in the order of its content, without spaces or joiners."""
        texts = []
        for page in self.drawn:
            sheet = page.get_textpage()
            texts.append(bare(sheet.get_text_range()))
            sheet.close()
        return texts


def bare(text: str) -> str:
    """A text without what only separates: spaces, joiners, a hyphen that PDFium puts in for a line's end."""
    return re.sub(r"[\s\u2060\u200b\ufeff\ufffe\x02]+", "", text)


@dataclass
class Library:
    """Documents made when they are first asked for, by one worker for all; a client's data are read once."""

    stack: ExitStack
    shared: Path  # the folder of the workers of this run
    made: dict[tuple[str, str, str, str], Document] = field(default_factory=dict)
    answers: dict[tuple[str, str], tuple[ClientConfig, Answer]] = field(default_factory=dict)

    @cached_property
    def studio(self) -> Studio:
        return self.stack.enter_context(Studio(()))

    def __call__(self, sample: str, kind: str, locale: str, tone: str = "plain") -> Document:
        key = (sample, kind, locale, tone)
        if key not in self.made:
            if not self._share(key, wait=False):  # another worker is at it: meanwhile, what it will want next
                others = ((*edition, "plain") for edition in FEW)
                for one in [other for other in others if not (self.shared / "-".join(other)).is_file()][:2]:
                    self._share(one, wait=False)
                self._share(key, wait=True)
            kept = self.shared / "-".join(key)
            self.made[key] = pickle.loads(kept.read_bytes())  # noqa: S301  # a worker of this run wrote it
        return self.made[key]

    def _share(self, key: tuple[str, str, str, str], *, wait: bool) -> bool:
        """See to it that the document lies in the folder; False where another worker is at it."""
        file = self.shared / "-".join(key)
        with file.with_suffix(".lock").open("w") as lock:
            if not locked(lock, wait=wait):
                return False
            if not file.is_file():
                file.write_bytes(pickle.dumps(self._make(*key)))
        return True

    def _answer(self, sample: str, locale: str) -> tuple[ClientConfig, Answer]:
        """The numbers that all kinds of the sample need."""
        if (sample, locale) not in self.answers:
            config = replace(load_one(SAMPLES / sample), locale=locale)
            of_sample = [load_kind(kind) for name, kind, _ in EDITIONS if name == sample]
            by = dict.fromkeys(name for kind in of_sample for name in dimensions_of(config, kind))
            question = Question("2026-10", date(2026, 11, 5), dimensions=tuple(by))
            self.answers[sample, locale] = config, numbers(config, question, for_report=True, cover=("revenue",))
        return self.answers[sample, locale]

    def _make(self, sample: str, kind_name: str, locale: str, tone: str) -> Document:
        config, answer = self._answer(sample, locale)
        config = replace(config, report=kind_name, brand=replace(config.brand, tone=tone))
        kind = load_kind(kind_name)
        report = make_report(config, kind, answer)
        document = report_json(report, teller_of(config, answer.catalog, answer.results))
        governed = set_of(config, kind, answer.catalog, answer.plan.period).as_json()
        body = manifest_body(config, answer.catalog, answer.store.sources, document, governed, told_of(report))
        embedded = embedded_files(f"{config.id}_{answer.plan.period.stem}", document, body)
        made, _ = render(config, report, document, ("pdf", "html"), self.studio, embedded)
        return Document(sample, kind_name, locale, report, made["pdf"], made["html"], embedded[0].data)


def locked(file: IO[str], *, wait: bool) -> bool:
    """Whether the file is ours alone until it is closed."""
    if os.name != "posix":
        return True  # each worker has a folder of its own
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    base = tmp_path_factory.getbasetemp()
    together = os.environ.get("PYTEST_XDIST_WORKER") and os.name == "posix"
    shared = (base.parent if together else base) / "documents"
    shared.mkdir(exist_ok=True)
    with ExitStack() as stack:
        yield Library(stack, shared)


@pytest.fixture(params=EDITIONS, ids="-".join)
def document(request: pytest.FixtureRequest, library: Library) -> Document:
    """Every edition in turn."""
    return library(*request.param)
