"""brand.yaml → ``Brand``: the verb beside ``brand``'s nouns."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from reportgen.config.brand import Brand, BrandFile
from reportgen.config.digest import file_digest
from reportgen.config.document import Document, read_document
from reportgen.config.faults import Fault, Value, Where, describe, spell
from reportgen.config.paths import PathRefusedError, find_file, inside
from reportgen.config.translate import model_faults
from reportgen.errors import ConfigError

_IMAGES = (".svg", ".png")
_FONTS = (".ttf",)


@dataclass(frozen=True, slots=True)
class LoadedBrand:
    """A brand, what its file says, and the SHA-256 of the files it names."""

    brand: Brand
    content: dict[str, Value] | None = None
    assets: dict[str, str] = field(default_factory=dict)


def load_brand(folder: Path, path: Path, shown: str, client: str, *, check_files: bool) -> LoadedBrand:
    """The brand in the file ``path``; its logos and fonts are relative to ``folder`` and stay inside it.

    ``client`` is the name where the brand has none. Raises ConfigError with every problem of the file.
    """
    document = read_document(path, shown)
    faults: list[Fault] = []
    model: BrandFile | None = None
    try:
        model = BrandFile.model_validate(document.value)
    except ValidationError as error:
        faults += model_faults(error, BrandFile, document)
    files = _files(document, folder, faults, check=check_files)
    problems = document.problems(faults)
    if problems or model is None:
        raise ConfigError(*problems)
    colors = model.colors
    fonts = tuple(file for where, file in files.items() if where[0] == "fonts")
    brand = Brand(
        name=model.name or client,
        primary=colors.primary,
        accent=colors.accent,
        favourable=colors.favourable,
        unfavourable=colors.unfavourable,
        logo=files.get(("logo",)),
        logo_dark=files.get(("logo_dark",)),
        font_files=fonts,
        footer=model.footer,
        cover=model.cover,
        tone=model.tone,
        **({"font_family": model.fonts.family} if model.fonts else {}),
    )
    assets = {str(document.at(where)): file_digest(file) for where, file in files.items() if file.is_file()}
    return LoadedBrand(brand, document.value, assets)


def _files(document: Document, folder: Path, faults: list[Fault], *, check: bool) -> dict[Where, Path]:
    fonts = document.at(("fonts", "files"))
    wanted: list[tuple[Where, tuple[str, ...]]] = [(("logo",), _IMAGES), (("logo_dark",), _IMAGES)]
    wanted += [(("fonts", "files", index), _FONTS) for index in range(len(fonts) if isinstance(fonts, tuple) else 0)]
    found: dict[Where, Path] = {}
    for where, suffixes in wanted:
        text = document.at(where)
        if not isinstance(text, str):
            continue  # not given, or the type has said what is wrong
        try:
            found[where] = find_file(folder, text) if check else inside(folder, text)
        except PathRefusedError as error:
            faults.append(Fault(where, f"`{spell(where)}`: {error.what}", describe(text), error.expected, error.todo))
            continue
        if not text.lower().endswith(suffixes):
            kinds = " or ".join(suffixes)
            todo = "convert it to static TrueType: other fonts lose characters in some readers"
            faults.append(
                Fault(
                    where,
                    f"`{spell(where)}` is of another kind",
                    describe(text),
                    f"a {kinds} file",
                    todo if suffixes is _FONTS else None,
                )
            )
    return found
