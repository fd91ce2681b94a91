"""The phrases of one language, and which file a locale takes.

A language is one file in ``phrases/`` (en, ko, zh-Hant, zh-Hans): nested keys to templates (see
``template``), in which figures, names and dates are always arguments: no phrase holds a digit. A section
``grammar`` holds what the templates need to know about words (in English: which KPI names are plural).

The files are written plainly. A folder with the name of another tone (``formal/``) holds, for each language, the
phrases in which the tone is heard; what it leaves out is said as in the plain file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from babel import Locale

from reportgen.errors import ConfigError, Problem
from reportgen.formatting import tongue
from reportgen.narrative.model import Text, plain
from reportgen.narrative.template import Argument, parse, render
from reportgen.shipped import shipped_table

_FOLDER = resources.files("reportgen.narrative") / "phrases"
PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Phrases:
    """Templates by dotted key, in ``language``, with the plural rule of its locale."""

    language: str
    templates: Mapping[str, str]
    grammar: Mapping[str, Any]
    plural_locale: str

    def __contains__(self, key: object) -> bool:
        return key in self.templates

    def text(self, key: str, arguments: Mapping[str, Argument] | None = None) -> Text:
        """The phrase with its arguments. Raises KeyError naming a phrase or argument that is missing."""
        template = self.templates.get(key)
        if template is None:
            raise KeyError(f"no phrase {key!r} in {self.language}")
        try:
            return render(parse(template), arguments or {}, self._plural)
        except KeyError as missing:
            raise KeyError(f"phrase {key!r} in {self.language} needs {missing}") from missing

    def word(self, key: str) -> str:
        """A phrase without arguments, as a plain string."""
        return plain(self.text(key))

    def _plural(self, number: int) -> str:
        return str(Locale.parse(self.plural_locale, sep="-").plural_form(number))


def languages() -> tuple[str, ...]:
    """The languages that have a file, sorted."""
    return tuple(sorted(entry.name[:-5] for entry in _FOLDER.iterdir() if entry.name.endswith(".yaml")))


def language_of(locale: str) -> str:
    """The name of the phrase file that ``locale`` takes: en for en-GB, zh-Hant for zh-TW and zh-HK.

    Raises ConfigError when the language has none.
    """
    name = tongue(locale)
    if name not in languages():
        raise ConfigError(
            Problem(
                "no phrases for this locale's language",
                found=locale,
                expected=f"a locale of {', '.join(languages())}",
            )
        )
    return name


@lru_cache(maxsize=16)
def load_phrases(locale: str, tone: str = PLAIN) -> Phrases:
    """The phrases for a locale in a tone (see ``tones``). Raises ConfigError when its language has no file."""
    language = language_of(locale)
    content = _read(f"{language}.yaml")
    grammar = content.pop("grammar", {})
    templates = dict(_flat(content, ""))
    if tone != PLAIN:
        templates |= _flat(_read(f"{tone}/{language}.yaml"), "")
    return Phrases(language, templates, grammar, language)


def tones() -> tuple[str, ...]:
    """The tones that a report can be written in, the default first."""
    return (PLAIN, *sorted(entry.name for entry in _FOLDER.iterdir() if entry.is_dir()))


def _read(file: str) -> dict[str, Any]:
    return shipped_table("reportgen.narrative", f"phrases/{file}", words=True)


def _flat(content: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in content.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
