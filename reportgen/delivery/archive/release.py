"""From the output folder: a published report, whole and as its manifest names it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from reportgen.delivery.archive import disk
from reportgen.delivery.archive.model import Release
from reportgen.delivery.publish import Artefact
from reportgen.errors import Place, Problem, PublishError, UsageError
from reportgen.periods.model import Period

_SHOWN = 4


def release_in(out: Path, client: str, period: Period) -> Release:
    """The report that ``build`` published as OUT/<client>/<client>_<period>.*.

    UsageError where there is none; PublishError when its files are not those that its manifest names.
    """
    folder, stem = out / client, f"{client}_{period.stem}"
    path = folder / f"{stem}.manifest.json"
    try:
        content = disk.read(path)
    except FileNotFoundError as error:
        raise UsageError(_absent(folder, client, period)) from error
    except OSError as error:
        raise PublishError(_refused(path, error.strerror or str(error))) from error
    try:
        body = json.loads(content)
        fields = _fields(body, client, period)
        listed = body["artefacts"]
        artefacts = tuple(_artefact(folder, stem, entry) for entry in listed)
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise PublishError(_refused(path, f"no manifest of this report and version ({error})")) from error
    if not artefacts:
        raise PublishError(_refused(path, "it names no files"))
    return Release(**fields, manifest=content, manifest_name=path.name, artefacts=artefacts)


def _fields(body: Mapping[str, Any], client: str, period: Period) -> dict[str, Any]:
    if body["client"] != client or body["period"]["id"] != period.id:
        raise ValueError(f"it is of {body['client']}, {body['period']['id']}")
    return {
        "client": client,
        "name": str(body.get("name", client)),
        "locale": str(body["locale"]),
        "period": period.id,
        "start": date.fromisoformat(body["period"]["start"]),
        "end": date.fromisoformat(body["period"]["end"]),
        "report": str(body["report"]),
        "status": str(body["status"]),
        "version": str(body["reportgen"]),
    }


def _artefact(folder: Path, stem: str, entry: Mapping[str, Any]) -> Artefact:
    name, expected = str(entry["file"]), str(entry["sha256"])
    if not re.fullmatch(rf"{re.escape(stem)}\.[A-Za-z0-9.]+", name):
        raise ValueError(f"'{name}' is no file of this report")
    try:
        content = disk.read(folder / name)
    except FileNotFoundError as error:
        raise PublishError(_refused(folder / name, "the file is missing")) from error
    except OSError as error:
        raise PublishError(_refused(folder / name, error.strerror or str(error))) from error
    if sha256(content).hexdigest() != expected:
        raise PublishError(_refused(folder / name, "the file was changed after it was built"))
    return Artefact(str(entry["format"]), name, content)


def _refused(path: Path, found: str) -> Problem:
    return Problem(
        "this is not the report that was built",
        Place(path.as_posix()),
        found=found,
        expected="the files of one build and the manifest that names them",
        todo="build the report again, then run this command again",
    )


def _absent(folder: Path, client: str, period: Period) -> Problem:
    built = sorted(path.name for path in folder.glob("*.manifest.json")) if folder.is_dir() else []
    shown = ", ".join(name.removesuffix(".manifest.json") for name in built[-_SHOWN:])
    return Problem(
        f"no report of '{client}' for {period.id} is here",
        Place(folder.as_posix()),
        found=f"only {shown}" if shown else None,
        expected=f"{client}_{period.stem}.manifest.json and the files that it names",
        todo=f"build it with `reportgen build PATH --period {period.id}`, or name its folder with --out",
    )
