"""Locales and currencies: which are known, and CLDR's data for one, safe from the others'."""

from __future__ import annotations

import copy
import re
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError, localedata, numbers

from reportgen.errors import ConfigError, Problem, nearest

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

_TAG = re.compile(r"(?P<language>[a-z]{2,3})(-(?P<script>[A-Z][a-z]{3}))?(-(?P<territory>[A-Z]{2}|\d{3}))?")
_TRADITIONAL = ("TW", "HK", "MO")
# Where the house differs from CLDR: nobody in Taiwan prices in cents.
_CURRENCY_DIGITS = {"TWD": 0}


def known_locale(text: str) -> bool:
    """Whether ``text`` is a locale of CLDR, spelt as in en-US, ko-KR, zh-TW, zh-Hant-TW or de."""
    return _parse(text) is not None


def known_currency(text: str) -> bool:
    """Whether ``text`` is a currency code of ISO 4217, in capitals."""
    return text in numbers.list_currencies()


def tongue(locale: str) -> str:
    """The language in which to write for a locale: en, ko, de …; Chinese by its script: zh-Hant, zh-Hans."""
    match = _TAG.fullmatch(locale)
    if match is None:
        raise _unknown(locale)
    if match["language"] != "zh":
        return match["language"]
    script = match["script"] or ("Hant" if match["territory"] in _TRADITIONAL else "Hans")
    return f"zh-{script}"


@lru_cache(maxsize=64)
def locale_data(text: str) -> Locale:
    """Babel's locale with data of its own. ConfigError for a locale that CLDR does not know.

    Babel 2.18 resolves an alias of its data (a stand-alone month that is the month, a long unit that is
    the short one) on first use and stores the result in dictionaries that locales share: after a report in
    Chinese, French months came out as 10月. A deep copy for each locale keeps them apart.
    """
    locale = _parse(text)
    if locale is None:
        raise _unknown(text)
    data: Any = copy.deepcopy(localedata.load(str(locale)))
    locale._Locale__data = localedata.LocaleDataDict(data)  # type: ignore[attr-defined]  # noqa: SLF001
    return locale


def currency_digits(currency: str) -> int:
    """How many decimals amounts of this currency are written with."""
    return _CURRENCY_DIGITS.get(currency, int(numbers.get_currency_precision(currency)))


def currency_symbol(locale: Locale, currency: str) -> str:
    """The currency's sign for readers of the locale: $, US$, £ or NT$."""
    return str(locale.currency_symbols.get(currency, currency))


def check(locale: str, currency: str) -> None:
    """ConfigError unless both are known."""
    locale_data(locale)
    if not known_currency(currency):
        expected = "a currency code such as USD, EUR, KRW or TWD"
        raise ConfigError(Problem("unknown currency", found=currency, expected=expected))


def _parse(text: str) -> Locale | None:
    match = _TAG.fullmatch(text)
    if match is None:
        return None
    try:
        locale = Locale.parse(text, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
    # Babel falls back to a likely relative (en-ZZ becomes en_US); then the locale is not a known one.
    found = {"language": locale.language, "script": locale.script, "territory": locale.territory}
    lost = any(match[part] not in (None, found[part]) for part in ("language", "territory"))
    return None if lost else locale


def _unknown(text: str) -> ConfigError:
    known = [name.replace("_", "-") for name in localedata.locale_identifiers()]
    near = nearest(text.replace("_", "-"), known)
    return ConfigError(
        Problem(
            "unknown locale",
            found=text or "nothing",
            expected="a language and a country, as in en-US, ko-KR, zh-TW",
            todo=f"did you mean '{near}'?" if near else None,
        )
    )
