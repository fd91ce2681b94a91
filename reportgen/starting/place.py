"""Place: files into a client's folder, by way of a staging folder beside it, so that nothing is half written."""

from __future__ import annotations

import filecmp
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from reportgen.errors import Place, Problem, UsageError
from reportgen.starting.model import Look, Proposal
from reportgen.starting.write import Placed

_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".parquet", ".gz", ".zip")


def gathered(given: Sequence[Path]) -> tuple[Path, ...]:
    """The files meant: those named, and in named folders all tables. Raises UsageError for what is not there."""
    found: list[Path] = []
    for path in given:
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.is_file() and file.suffix.lower() in _TABLES)
            found += [file for file in inside if not file.name.startswith((".", "~"))]
        elif path.exists():
            found.append(path)
        else:
            raise UsageError(Problem("there is no such file", Place(str(path)), todo="check what --from names"))
    return tuple({file.resolve(): file for file in found}.values())


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that is to become a client's."""

    path: Path

    @classmethod
    def at(cls, path: Path) -> Folder:
        """The folder at a path. Raises UsageError when something is in the way."""
        if path.exists() and not path.is_dir():
            todo = "name the new folder first: reportgen init DIR --from FILES"
            raise UsageError(Problem("this is a file, not a folder", Place(str(path)), todo=todo))
        for name in ("report.yaml", "brand.yaml"):
            if (path / name).exists():
                raise UsageError(
                    Problem(
                        f"there is a {name} already, and nothing is overwritten",
                        Place(str(path / name)),
                        todo="choose another folder, or add to this file by hand",
                    )
                )
        return cls(path)

    @contextmanager
    def staged(self) -> Iterator[Stage]:
        """A stage whose files go into the folder, all or none, when the block ends well."""
        home = self.path.absolute()
        stage = Stage(home, home.parent / f".{home.name}.beginning-{os.getpid()}")
        try:
            home.parent.mkdir(parents=True, exist_ok=True)
            stage.stage.mkdir()
            yield stage
            stage.publish()
        except OSError as error:
            raise UsageError(
                Problem(f"the folder cannot be written ({error.strerror or error})", Place(str(self.path)))
            ) from error
        finally:
            shutil.rmtree(stage.stage, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a client's folder comes about."""

    home: Path
    stage: Path

    def write(self, name: str, text: str) -> None:
        """A text file."""
        (self.stage / name).parent.mkdir(exist_ok=True)
        (self.stage / name).write_text(text, encoding="utf-8", newline="\n")

    def place(self, proposals: Sequence[Proposal]) -> list[Placed]:
        """Copy each source's files into a folder of its own; those in the client's folder stay where they are."""
        placed, taken = [], set[str]()
        for proposal in proposals:
            inside = self._inside(proposal.looks)
            if inside is not None:
                placed += [
                    Placed(proposal if len(inside) == 1 else _named(proposal, name), name, names)
                    for name, names in inside.items()
                ]
                continue
            slug = _slug(proposal, taken)
            names = [self._copy(look.file, self.stage / "data" / slug) for look in proposal.looks]
            kind = proposal.looks[0].kind
            files = tuple(dict.fromkeys(f"data/{slug}/{name}" for name in names))
            packed = "*" if any(not name.endswith(kind) for name in names) or kind in {".csv", ".tsv", ".txt"} else ""
            placed.append(Placed(proposal, f"data/{slug}/*{kind}{packed}", files))
        return placed

    def publish(self) -> None:
        """Move all that is on the stage into the folder, report.yaml last; what is there stays."""
        if not self.home.exists():
            self.stage.rename(self.home)
            return
        moved: list[Path] = []
        every = sorted(file.relative_to(self.stage) for file in self.stage.rglob("*") if file.is_file())
        there = next((self.home / name for name in every if (self.home / name).exists()), None)
        if there is not None:
            todo = "choose another folder, or move it away"
            raise UsageError(Problem("is there already, and nothing is overwritten", Place(str(there)), todo=todo))
        try:
            for name in sorted(every, key=lambda name: name.name == "report.yaml"):
                target = self.home / name
                target.parent.mkdir(parents=True, exist_ok=True)
                (self.stage / name).rename(target)
                moved.append(target)
        except BaseException:
            for target in moved:
                target.unlink(missing_ok=True)
            raise

    def _inside(self, looks: Sequence[Look]) -> dict[str, tuple[str, ...]] | None:
        """Path or glob → files, where all lie in the folder; one for each file where no glob fits them alone."""
        home = self.home.resolve()
        files = [look.file.resolve() for look in looks]
        if not all(file.is_relative_to(home) for file in files):
            return None
        names = sorted(file.relative_to(home).as_posix() for file in files)
        if len(names) == 1:
            return {names[0]: (names[0],)}
        start = _begin(names)
        end = _begin([name[len(start) :][::-1] for name in names])[::-1]
        glob = f"{start}*{end}"
        if "/" not in glob[len(start) :] and sorted(_matching(home, glob)) == names:
            return {glob: tuple(names)}
        return {name: (name,) for name in names}

    def _copy(self, file: Path, folder: Path) -> str:
        folder.mkdir(parents=True, exist_ok=True)
        stem, dot, suffix = file.name.partition(".")
        for number in range(1, 10_000):
            name = file.name if number == 1 else f"{stem}-{number}{dot}{suffix}"
            target = folder / name
            if not target.exists():
                shutil.copyfile(file, target)
                return name
            if filecmp.cmp(file, target, shallow=False):
                return name  # the same export twice
        raise OSError("too many files of one name")


def _begin(names: Sequence[str]) -> str:
    """The letters with which all names begin."""
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    return "".join(letters[0] for letters in alike)


def _matching(home: Path, glob: str) -> list[str]:
    return [file.relative_to(home).as_posix() for file in home.glob(glob) if file.is_file()]


def _named(proposal: Proposal, name: str) -> Proposal:
    looks = tuple(look for look in proposal.looks if look.file.resolve().as_posix().endswith(name))
    return Proposal(f"{proposal.name} ({name})", looks, proposal.match, proposal.date_format, proposal.decimal,
                    proposal.notes)  # fmt: skip


def _slug(proposal: Proposal, taken: set[str]) -> str:
    first = proposal.looks[0].reader or proposal.name
    plain = re.sub(r"[^\w]+", "-", first.casefold()).strip("-")[:60] or "data"
    slug, number = plain, 1
    while slug in taken:
        number += 1
        slug = f"{plain}-{number}"
    taken.add(slug)
    return slug
