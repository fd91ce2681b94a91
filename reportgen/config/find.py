"""What a command line names → client folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportgen.errors import ConfigError, Place, Problem, did_you_mean

REPORT = "report.yaml"
PORTFOLIO = "portfolio.yaml"


def find_clients(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The client folders behind ``paths``, sorted, each once.

    A path is a client's folder, its report.yaml, a portfolio folder (of client folders) or its
    portfolio.yaml. Raises one ConfigError that lists every path with nothing behind it.
    """
    problems: list[Problem] = []
    clients: dict[Path, Path] = {}
    for path in paths:
        found = _behind(path)
        if isinstance(found, Problem):
            problems.append(found)
            continue
        for folder in found:
            clients.setdefault(folder.resolve(), folder)
    if problems:
        raise ConfigError(*problems)
    return tuple(sorted(clients.values(), key=lambda folder: folder.as_posix()))


def portfolio_of(folder: Path) -> Path | None:
    """The folder around a client's, as the user would type it, where it holds a portfolio.yaml."""
    outer = folder / ".." if folder.name in ("", "..") else folder.parent
    return outer if (outer / PORTFOLIO).is_file() else None


def shared_ids(clients: Sequence[tuple[str, Path]]) -> tuple[Problem, ...]:
    """A problem for each client whose id another one before it has too: their files would mix.

    ``clients`` are (id, folder). Ids that differ in case only are the same on some systems.
    """
    first: dict[str, tuple[str, Path]] = {}
    problems: list[Problem] = []
    for identifier, folder in clients:
        taken = first.setdefault(identifier.casefold(), (identifier, folder))
        if taken[1] != folder:
            problems.append(
                Problem(
                    f"two clients have the id '{identifier}'",
                    Place((folder / REPORT).as_posix()),
                    found=f"'{taken[0]}' is the id of {taken[1].as_posix()}",
                    expected="an id of its own for each client",
                    todo="write another `id` in one of the two report.yaml files",
                )
            )
    return tuple(problems)


def _behind(path: Path) -> tuple[Path, ...] | Problem:
    if path.is_file():
        if path.name == REPORT:
            return (path.parent,)
        if path.name != PORTFOLIO:
            return Problem(
                "this is not a client",
                Place(path.as_posix()),
                "a file",
                f"a folder with {REPORT}, or that file",
            )
        path = path.parent
    if not path.is_dir():
        return _absent(path)
    if (path / REPORT).is_file():
        return (path,)
    try:
        inner = sorted(entry for entry in path.iterdir() if not entry.name.startswith("."))
    except OSError as error:
        return Problem("the folder cannot be read", Place(path.as_posix()), error.strerror)
    clients = tuple(entry for entry in inner if (entry / REPORT).is_file())
    return clients or _no_client(path, inner)


def _absent(path: Path) -> Problem:
    try:
        siblings = sorted(entry.name for entry in path.parent.iterdir() if entry.is_dir())
    except OSError:
        siblings = []
    return Problem(
        "there is no such file or folder",
        Place(path.as_posix()),
        expected=f"a client's folder (it holds {REPORT}) or a portfolio (a folder of such folders)",
        todo=did_you_mean(path.name, siblings, most=6) if siblings else None,
    )


def _no_client(path: Path, inner: Sequence[Path]) -> Problem:
    files = [entry.name for entry in inner if entry.is_file()]
    misspelt = [name for name in files if name.lower() in {"report.yml", "report.yaml", "reports.yaml"}]
    shown = ", ".join(entry.name for entry in inner[:6]) + (", …" if len(inner) > 6 else "")  # noqa: PLR2004
    return Problem(
        "there is no client here",
        Place(path.as_posix()),
        found=shown or "an empty folder",
        expected=f"a folder with {REPORT}, or a folder of such folders",
        todo=f"rename {misspelt[0]} to {REPORT}" if misspelt else "make one with `reportgen init DIR --report KIND`",
    )
