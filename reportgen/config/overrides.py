"""A client's own templates, styles and report kinds: files that come before the built-in ones.

They lie in ``templates/``, ``styles/`` and ``kinds/`` of the client's folder, or of its portfolio's for all its
clients; the client's own file of a name comes before the portfolio's. Only text is read here; what it may do is
the business of the rooms that use it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from reportgen.config.paths import PathRefusedError, inside
from reportgen.errors import ConfigError, Place, Problem

SUFFIXES = {"templates": ".j2", "styles": ".css", "kinds": ".yaml"}
MOST_BYTES = 256 * 1024
MOST_FILES = 100
_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Overrides:
    """Texts by name: templates and styles by their path below their folder, kinds by their id."""

    templates: Mapping[str, str] = field(default_factory=dict)
    styles: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether there is anything of the client's own."""
        return bool(self.templates or self.styles or self.kinds)

    def digests(self) -> dict[str, str]:
        """SHA-256 (hex) of each text, by folder and name."""
        return {
            f"{folder}/{name}": sha256(text.encode()).hexdigest()
            for folder in SUFFIXES
            for name, text in sorted(getattr(self, folder).items())
        }


def load_overrides(folders: tuple[Path, ...]) -> Overrides:
    """What lies in these folders, the first before the others. Raises ConfigError for what cannot be read."""
    found: dict[str, dict[str, str]] = {kind: {} for kind in SUFFIXES}
    problems: list[Problem] = []
    for folder in folders:
        for kind, suffix in SUFFIXES.items():
            for name, text in _texts(folder, kind, suffix, problems):
                found[kind].setdefault(name, text)
    if problems:
        raise ConfigError(*problems)
    kinds = {name.removesuffix(".yaml"): text for name, text in found["kinds"].items()}
    return Overrides(found["templates"], found["styles"], kinds)


def _texts(folder: Path, kind: str, suffix: str, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    root = folder / kind
    if not root.is_dir():
        return
    paths = sorted(path for path in root.rglob(f"*{suffix}") if path.is_file() or path.is_symlink())
    if len(paths) > MOST_FILES:
        expected = f"at most {MOST_FILES} of them"
        problems.append(Problem(f"too many files in {kind}/", Place(root.as_posix()), str(len(paths)), expected))
        return
    for path in paths:
        shown = path.relative_to(folder).as_posix()
        try:
            inside(folder, shown)
            data = path.read_bytes() if path.stat().st_size <= MOST_BYTES else None
            if data is None:
                limit = f"at most {MOST_BYTES // 1024} KiB"
                problems.append(Problem("this file is too large", Place(shown), expected=limit))
                continue
            yield path.relative_to(root).as_posix(), data.decode("utf-8")
        except PathRefusedError as error:
            problems.append(Problem(error.what, Place(shown), expected=error.expected, todo=error.todo))
        except UnicodeDecodeError:
            problems.append(Problem("this file is not text", Place(shown), expected="UTF-8"))
        except OSError as error:
            problems.append(Problem("this file cannot be read", Place(shown), found=error.strerror))
