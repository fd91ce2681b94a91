"""Where the shipped templates, styles and fonts are, and how the machine is told to use only those fonts.

In a checkout they lie at the top of the repository, in a wheel inside the package. ``prepare_fonts``
must run before the first import of weasyprint or vl_convert.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from reportgen.errors import MachineError, Problem

PACKAGE = Path(__file__).resolve().parent

# (family, weight, file under fonts/); a stylesheet or a chart theme may name these families and no others.
_SHIPPED = (
    ("Pretendard", 400, "pretendard/Pretendard-Regular.ttf"),
    ("Pretendard", 600, "pretendard/Pretendard-SemiBold.ttf"),
    ("Pretendard", 700, "pretendard/Pretendard-Bold.ttf"),
    ("Noto Sans TC", 400, "noto-sans-tc/NotoSansTC-Regular.ttf"),
    ("Noto Sans TC", 700, "noto-sans-tc/NotoSansTC-Bold.ttf"),
    ("Noto Sans SC", 400, "noto-sans-sc/NotoSansSC-Regular.ttf"),
    ("Noto Sans SC", 700, "noto-sans-sc/NotoSansSC-Bold.ttf"),
)
DEFAULT_FAMILY = "Pretendard"
_GENERIC = ("sans-serif", "serif", "monospace", "system-ui")
# Who draws what the asked-for family lacks, in this order. Han is drawn as in Taiwan, unless the text's
# language is one of the mainland's: fontconfig by itself would give most languages the mainland's forms.
_FALLBACK = ("Pretendard", "Noto Sans TC", "Noto Sans SC")
_MAINLAND = ("zh", "zh-cn", "zh-sg", "zh-hans")
_MAINLAND_FALLBACK = ("Pretendard", "Noto Sans SC", "Noto Sans TC")


@dataclass(frozen=True, slots=True)
class Font:
    """A font file: its family, its weight (400, 600, 700) and where it lies."""

    family: str
    weight: int
    path: Path


def templates_dir() -> Path:
    """The folder of the Jinja templates. MachineError when the installation lacks it."""
    return _shipped("templates")


def styles_dir() -> Path:
    """The folder of the stylesheets. MachineError when the installation lacks it."""
    return _shipped("styles")


def fonts_dir() -> Path:
    """The folder of the fonts, one folder a family. MachineError when the installation lacks it."""
    return _existing(styles_dir() / "fonts")


def shipped_fonts() -> tuple[Font, ...]:
    """Every font that comes with the package, by family and weight. MachineError when one is missing."""
    folder = fonts_dir()
    return tuple(Font(family, weight, _existing(folder / file)) for family, weight, file in _SHIPPED)


def prepare_fonts(extra: Sequence[Path] = ()) -> None:
    """Let this process and its children see the shipped fonts and those in the folders ``extra``, no others.

    Writes a private fonts.conf to the user's cache folder and points FONTCONFIG_FILE at it; no other
    variable is touched. May be called again, also with other folders. MachineError when a folder is
    missing or nothing can be written.

    Hazards that it is here for:

    - Call it before ``import weasyprint`` and ``import vl_convert``. vl-convert reads the fonts once,
      when it is first used, and keeps them: one process must not draw for two brands whose fonts differ
      unless the first call named both folders. WeasyPrint reads them anew per FontConfiguration.
    - System fonts would make a page differ from machine to machine, and on a machine without any font
      both libraries draw no text and say nothing. So every family that is asked for must be in
      ``shipped_fonts`` or in a folder given here; vl-convert draws an unknown family as nothing at all.
    - vl-convert does not follow fontconfig's aliases: ``sans-serif`` is whatever it finds first. Name
      families in chart themes. Pango does follow them, and falls back by language for Han.
    - Children inherit the variable; a pool of workers needs one call in the parent before it starts.
    """
    folders = (fonts_dir(), *(_brand_folder(Path(folder)) for folder in extra))
    shipped_fonts()
    cache_folder = _cache_folder()
    text = _fonts_conf(folders, cache_folder / "fontconfig")
    # The name says what is in it: runs with other brands never rewrite each other's file.
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    conf = cache_folder / f"fonts-{digest}.conf"
    if not conf.is_file() or conf.read_text(encoding="utf-8") != text:
        _write_whole(conf, text)
    os.environ["FONTCONFIG_FILE"] = str(conf)


def font_problem(path: Path) -> str | None:
    """Why the font at ``path`` must not be used, or None when it is a static TrueType font.

    Variable fonts make layout about four times slower and font collections with CFF2 many times; fonts
    with CFF outlines make PDFs that lose glyphs in some viewers. Web fonts are not seen by vl-convert.
    """
    from fontTools.ttLib import TTFont, TTLibError, TTLibFileIsCollectionError

    try:
        with path.open("rb") as file, TTFont(file, lazy=True) as font:
            tables, flavor = set(font.keys()), font.flavor
    except TTLibFileIsCollectionError:
        return "is a font collection; give each font as its own .ttf file"
    except FileNotFoundError:
        return "does not exist"
    except (TTLibError, OSError, ImportError):  # ImportError: a WOFF2 where brotli is missing
        return "cannot be read as a TrueType font"
    reasons = (
        (flavor is not None, f"is a web font ({str(flavor).upper()}); give its .ttf file"),
        ("fvar" in tables, "is a variable font; give one static .ttf file for each weight"),
        (
            not tables.isdisjoint({"CFF ", "CFF2"}),
            "has PostScript (CFF) outlines; give its TrueType (.ttf) edition",
        ),
        ("glyf" not in tables, "has no TrueType outlines"),
    )
    return next((reason for wrong, reason in reasons if wrong), None)


def _shipped(name: str) -> Path:
    inside = PACKAGE / name
    if inside.is_dir():
        return inside
    # Only a checkout has pyproject.toml beside the package: site-packages/templates may be anyone's.
    top = PACKAGE.parent
    if (top / "pyproject.toml").is_file() and (top / name).is_dir():
        return top / name
    raise _incomplete(inside)


def _existing(path: Path) -> Path:
    if not path.exists():
        raise _incomplete(path)
    return path


def _brand_folder(folder: Path) -> Path:
    if folder.is_dir():
        return folder.resolve()
    raise MachineError(Problem(f"the font folder '{folder.name}' is missing", found=f"no folder at {folder}"))


def _incomplete(path: Path) -> MachineError:
    return MachineError(
        Problem(f"'{path.name}' is missing", found=f"nothing at {path}", todo="install reportgen again")
    )


def _fonts_conf(folders: Sequence[Path], fontconfig_cache: Path) -> str:
    """A complete configuration: nothing is included, so nothing of the system's is seen."""
    generic = (
        f"  <alias><family>{name}</family><prefer><family>{DEFAULT_FAMILY}</family></prefer></alias>"
        for name in _GENERIC
    )
    mainland = (
        _fallback(_MAINLAND_FALLBACK, f'<test name="lang"><string>{lang}</string></test>') for lang in _MAINLAND
    )
    lines = [
        '<?xml version="1.0"?>',
        '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
        "<fontconfig>",
        *(f"  <dir>{escape(str(folder))}</dir>" for folder in dict.fromkeys(folders)),
        f"  <cachedir>{escape(str(fontconfig_cache))}</cachedir>",
        *generic,
        *mainland,
        _fallback(_FALLBACK),
        "  <config><rescan><int>0</int></rescan></config>",  # fonts do not change while a report is made
        "</fontconfig>",
        "",
    ]
    return "\n".join(lines)


def _fallback(families: Sequence[str], test: str = "") -> str:
    names = "".join(f"<string>{family}</string>" for family in families)
    edit = f'<edit name="family" mode="append_last">{names}</edit>'
    return f'  <match target="pattern">{test}{edit}</match>'


def _cache_folder() -> Path:
    """The user's cache folder of this package, made if need be; a temporary one where there is no home."""
    for folder in _cache_candidates():
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK | os.X_OK):
            return folder
    return _temporary_folder()


def _cache_candidates() -> list[Path]:
    variables = {"win32": "LOCALAPPDATA"}
    named = os.environ.get(variables.get(sys.platform, "XDG_CACHE_HOME"), "")
    candidates = [Path(named)] if Path(named).is_absolute() else []
    try:
        home = Path.home()
    except RuntimeError:
        return [folder / "reportgen" for folder in candidates]
    usual = {"win32": "AppData/Local", "darwin": "Library/Caches"}
    return [folder / "reportgen" for folder in (*candidates, home / usual.get(sys.platform, ".cache"))]


@cache
def _temporary_folder() -> Path:
    """A folder of this process alone: a fixed name in a shared /tmp could be someone else's."""
    try:
        return Path(tempfile.mkdtemp(prefix="reportgen-"))
    except OSError as error:
        problem = Problem(
            "no cache folder can be written",
            found=str(error),
            expected="a writable home or temporary folder",
            todo="set XDG_CACHE_HOME or TMPDIR to a folder that you may write to",
        )
        raise MachineError(problem) from error


def _write_whole(path: Path, text: str) -> None:
    """Write beside and rename: a parallel process sees the old file or the new one, never a half."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".part")
    beside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
