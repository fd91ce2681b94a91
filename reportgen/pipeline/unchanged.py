"""A report that need not be made again: all that it would be made from is as it was, and its files are too.

The key is a digest of everything that a final report rests on. It is written into the manifest, outside of what travels
inside the PDF; a run that finds the same key, and every file with the digest that the manifest gives, keeps them.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import cache
from importlib import metadata
from pathlib import Path

from reportgen.config.client import ClientConfig
from reportgen.config.digest import file_digest
from reportgen.config.notes import FOLDER
from reportgen.delivery.archive import release_in
from reportgen.delivery.manifest import BUILD_KEY
from reportgen.errors import ReportgenError
from reportgen.periods import parse_period, previous
from reportgen.pipeline.ask import Question
from reportgen.pipeline.due import settled_on
from reportgen.pipeline.govern import manifests_of
from reportgen.pipeline.recall import remembered
from reportgen.report.model import ReportStatus
from reportgen.resources import PACKAGE, styles_dir, templates_dir
from reportgen.shelf import Shelf, open_shelf


def build_key(config: ClientConfig, question: Question, out: Path) -> str | None:
    """SHA-256 (hex) of what the report is made from; None where that cannot be told beforehand.

    That is a period whose numbers may still change, a source that is a query, and a file that cannot be read. Raises
    ReportgenError as a build would.
    """
    period = parse_period(question.period, config.calendar, today=question.today)
    if settled_on(config, period) > question.today or any(source.path is None for source in config.sources):
        return None
    memory = remembered(manifests_of(config, out), period, previous(period, config.calendar).id, config.calendar)
    note = config.folder / FOLDER / f"{period.stem}.md"
    try:
        inputs = [[file.name, file_digest(file)] for source in config.sources for file in source.files]
        noted = file_digest(note) if note.is_file() else None
    except OSError:
        return None
    parts: dict[str, object] = {
        "program": program_digest(),
        "config": config.digest(),
        "folder": Path(config.file).parent.as_posix(),  # as typed: messages of checks name files below it
        "period": period.id,
        "baselines": question.baselines,
        "inputs": inputs,
        "note": noted,
        "memory": repr(memory),
    }
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def kept(config: ClientConfig, question: Question, formats: Sequence[str], out: Path) -> tuple[Path, ...] | None:
    """The published files, the manifest last, where a build would give the same ones; None where it must be run.

    Only a final report is kept: one whose data stop early is made again in the hope of more.
    """
    try:
        period = parse_period(question.period, config.calendar, today=question.today)
        release = release_in(out, config.id, period)
        key = json.loads(release.manifest).get(BUILD_KEY)
        has_all = set(formats) <= {one.format for one in release.artefacts}
        if key is None or not has_all or release.status != ReportStatus.FINAL.value:
            return None
        if build_key(config, question, out) != key:
            return None
    except ReportgenError:
        return None  # the build will say what is wrong
    made = [one.name for form in formats for one in release.artefacts if one.format.partition("-")[0] == form]
    return tuple(out / config.id / name for name in (*made, release.manifest_name))


SHELF = ".kept"  # the folder in OUT that has a shelf for each client


def shelf_of(config: ClientConfig, out: Path) -> AbstractContextManager[Shelf]:
    """Where the client's builds into ``out`` keep what their stages made."""
    digest = hashlib.sha256(program_digest().encode())
    for font in config.brand.font_files:
        digest.update(f"\n{file_digest(font)}".encode())
    return open_shelf(out / SHELF / config.id, digest.hexdigest())


WRITERS = frozenset({"xlsxwriter", "python-pptx"})  # of extras: what writes files


@cache
def program_digest() -> str:
    """SHA-256 (hex) of the program: its own files, templates, styles and fonts, Python, and the libraries' versions."""
    digest = hashlib.sha256(f"{sys.version_info[:3]} {sys.platform}".encode())
    for requirement in sorted(_requirements()):
        library = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        if "extra ==" not in requirement or library.lower() in WRITERS:
            digest.update(f"\n{library}=={_version(library)}".encode())
    for root in (PACKAGE, templates_dir(), styles_dir()):
        for file in sorted(path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
            digest.update(f"\n{file.relative_to(root).as_posix()} {file_digest(file)}".encode())
    return digest.hexdigest()


def _requirements() -> list[str]:
    try:
        return metadata.requires("reportgen") or []
    except metadata.PackageNotFoundError:
        return []  # run from its folder without having been installed


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "none"
