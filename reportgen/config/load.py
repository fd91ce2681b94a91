"""Folders → ``ClientConfig``: the verbs of this room.

A client inherits from the ``portfolio.yaml`` beside its folder. The rule is short: **a top-level key of
its own replaces the portfolio's whole value** (mappings are not mixed), and a key left empty in
report.yaml goes back to the product's default. Sources are always in the client's own folder; a brand
from portfolio.yaml is looked for in the client's folder, then in the portfolio's; an archive from
portfolio.yaml lies in the portfolio's folder.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from reportgen.config.brand import Brand
from reportgen.config.brands import LoadedBrand, load_brand
from reportgen.config.client import ClientConfig
from reportgen.config.digest import canonical
from reportgen.config.document import Document, read_document
from reportgen.config.faults import Fault, Value, Where, describe, in_file_order, spell
from reportgen.config.fields import DATABASE_FILES, client_id
from reportgen.config.find import PORTFOLIO, REPORT, find_clients, portfolio_of, shared_ids
from reportgen.config.model import ReportFile
from reportgen.config.names import Names
from reportgen.config.overrides import Overrides, load_overrides
from reportgen.config.paths import PathRefusedError, find_file, find_files, inside
from reportgen.config.rules import rule_faults
from reportgen.config.source import SourceSpec
from reportgen.config.translate import model_faults
from reportgen.errors import ConfigError, Problem

__all__ = ["find_clients", "load_client", "load_portfolio_defaults", "shared_ids"]


@dataclass(frozen=True, slots=True)
class _Home:
    """Where a client lives: its folder and its portfolio's, as typed (None for a client alone)."""

    folder: Path
    portfolio: Path | None
    inherited: frozenset[str]  # top-level keys that portfolio.yaml gives

    def outer(self, key: str) -> Path | None:
        """The portfolio's folder, where portfolio.yaml gave this key."""
        return self.portfolio if key in self.inherited else None


def load_portfolio_defaults(folder: Path) -> Document | None:
    """The defaults in a portfolio folder's portfolio.yaml; None where there is none. Raises ConfigError."""
    if not (folder / PORTFOLIO).is_file():
        return None
    document = read_document(folder / PORTFOLIO, (folder / PORTFOLIO).as_posix())
    if "id" in document.value:
        raise ConfigError(
            Problem(
                "`id` in portfolio.yaml would give every client the same files",
                document.place(("id",), at_key=True),
                todo="write it in each client's report.yaml, or nowhere: the folder's name is the default",
            )
        )
    return document


def load_client(folder: Path, names: Names, *, check_files: bool = True) -> ClientConfig:
    """The client in ``folder``; ``check_files=False`` skips whether its data, logo and fonts are there.

    Raises one ConfigError with every problem of report.yaml, portfolio.yaml and brand.yaml.
    """
    document, home = _read(folder)
    faults: list[Fault] = []
    model: ReportFile | None = None
    try:
        model = ReportFile.model_validate(document.value)
    except ValidationError as error:
        faults += model_faults(error, ReportFile, document)
    problems: list[Problem] = []
    overrides = _overrides(home, problems)
    known = replace(names, kinds=tuple(dict.fromkeys((*names.kinds, *sorted(overrides.kinds)))))
    faults += rule_faults(document, known)
    identifier = _identifier(document, home, faults)
    files = _source_files(document, home, faults, check=check_files)
    archive = _archive(document, home, faults)
    branded = _branded(document, home, faults, problems, check_files=check_files)
    problems += document.problems(faults)
    if problems or model is None:
        raise ConfigError(*in_file_order(problems))
    return ClientConfig(
        folder=_absolute(home.folder),
        file=(folder / REPORT).as_posix(),
        name=model.client,
        id=identifier,
        report=model.report,
        locale=model.locale,
        currency=model.currency,
        timezone=ZoneInfo(model.timezone),
        calendar=model.calendar.calendar,
        prepared_for=model.prepared_for,
        prepared_by=model.prepared_by,
        brand=branded.brand,
        sources=tuple(
            SourceSpec.located(entry, files.get(("sources", index, "path"), ()))
            for index, entry in enumerate(model.sources)
        ),
        kpis=model.kpis,
        targets=model.targets,
        owners=model.owners,
        custom_kpis=model.custom_kpis,
        segments=model.segments,
        settings=model.settings,
        goals=model.goals,
        annotations=model.annotations,
        checks=model.checks,
        insights=model.insights,
        tags=model.tags,
        archive=archive,
        delivery=model.delivery,
        content=canonical({**document.value, "id": identifier}, branded.content, branded.assets | overrides.digests()),
        overrides=overrides,
        written=document.written("custom_kpis"),
    )


def _read(folder: Path) -> tuple[Document, _Home]:
    own = read_document(folder / REPORT, (folder / REPORT).as_posix())
    portfolio = portfolio_of(folder)
    defaults = load_portfolio_defaults(portfolio) if portfolio else None
    merged = own.over(defaults) if defaults else own
    inherited = frozenset(merged.value) - frozenset(own.value)
    # Top-level keys left empty fall away; their places stay, for messages about what is missing.
    given: dict[str, Value] = {}
    given |= {key: value for key, value in merged.value.items() if value is not None}
    return replace(merged, value=given), _Home(folder, portfolio, inherited)


def _overrides(home: _Home, problems: list[Problem]) -> Overrides:
    folders = (home.folder, home.portfolio) if home.portfolio else (home.folder,)
    try:
        return load_overrides(tuple(_absolute(folder) for folder in folders))
    except ConfigError as error:
        problems.extend(error.problems)
        return Overrides()


def _absolute(folder: Path) -> Path:
    # Not resolve(): a client's folder may be a link, and its own name counts.
    return Path(os.path.abspath(folder))  # noqa: PTH100


def _refused(path: Where, text: str, error: PathRefusedError) -> Fault:
    return Fault(path, f"`{spell(path)}`: {error.what}", describe(text, path), error.expected, error.todo)


def _identifier(document: Document, home: _Home, faults: list[Fault]) -> str:
    name = _absolute(home.folder).name
    if "id" not in document.value:
        try:
            return client_id(name)
        except PydanticCustomError as error:
            expected = str(error)
            todo = "write `id:` in report.yaml, or rename the folder"
            faults.append(Fault(("id",), "the folder's name cannot be the client's id", describe(name), expected, todo))
    return str(document.value.get("id", name))


def _source_files(
    document: Document, home: _Home, faults: list[Fault], *, check: bool
) -> dict[Where, tuple[Path, ...]]:
    sources = document.at(("sources",))
    folder = _absolute(home.folder)
    files: dict[Where, tuple[Path, ...]] = {}
    for index in range(len(sources) if isinstance(sources, tuple) else 0):
        _database_file(document, ("sources", index, "connection"), folder, faults)
        path = ("sources", index, "path")
        text = document.at(path)
        if not isinstance(text, str):
            continue  # a query, or the type has said what is wrong
        try:
            if check:
                files[path] = find_files(folder, text.strip())
            else:
                inside(folder, text.strip())
        except PathRefusedError as error:
            faults.append(_refused(path, text, error))
    return files


def _database_file(document: Document, path: Where, folder: Path, faults: list[Fault]) -> None:
    """A database that the config names itself lies in the folder."""
    text = document.at(path)
    scheme = next((scheme for scheme in DATABASE_FILES if isinstance(text, str) and text.startswith(scheme)), None)
    if isinstance(text, str) and scheme is not None:
        try:
            inside(folder, text.removeprefix(scheme).strip())
        except PathRefusedError as error:
            faults.append(_refused(path, text, error))


def _archive(document: Document, home: _Home, faults: list[Fault]) -> Path:
    written = document.at(("archive", "path"))
    text = written if isinstance(written, str) else "archive"
    # Where nobody says, a portfolio has one archive for all its clients.
    outer = home.outer("archive") if "archive" in document.value else home.portfolio
    folder = _absolute(outer or home.folder)
    try:
        return inside(folder, text)
    except PathRefusedError as error:
        faults.append(_refused(("archive", "path"), text, error))
        return folder


def _branded(
    document: Document, home: _Home, faults: list[Fault], problems: list[Problem], *, check_files: bool
) -> LoadedBrand:
    written = document.at(("client",))
    client = written.strip() if isinstance(written, str) else ""
    text = document.at(("brand",))
    if not isinstance(text, str):
        return LoadedBrand(Brand(name=client))
    outer = home.outer("brand")
    for folder in (home.folder, outer) if outer else (home.folder,):
        try:
            path = _brand_file(_absolute(folder), text, shared=folder is outer)
            shown = (folder / text).as_posix()
            return load_brand(_absolute(folder), path, shown, client, check_files=check_files)
        except PathRefusedError as error:
            refusal = _refused(("brand",), text, error)
        except ConfigError as error:
            problems.extend(error.problems)
            return LoadedBrand(Brand(name=client))
    faults.append(refusal)
    return LoadedBrand(Brand(name=client))


def _brand_file(folder: Path, text: str, *, shared: bool) -> Path:
    path = find_file(folder, text)
    if shared and (folder / PurePosixPath(text).parts[0] / REPORT).is_file():
        raise PathRefusedError("this brand is one client's own", "a file of the portfolio, outside the clients")
    return path
