"""Guess: a locale from the letters in headers, currency and time zone from the locale; all defaults to confirm."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reportgen.starting.model import Look, Proposal

_ZONES = {"US": "America/New_York", "CN": "Asia/Shanghai", "GB": "Europe/London", "DE": "Europe/Berlin",
          "AU": "Australia/Sydney", "CA": "America/Toronto", "ES": "Europe/Madrid", "FR": "Europe/Paris",
          "KR": "Asia/Seoul", "TW": "Asia/Taipei", "HK": "Asia/Hong_Kong", "JP": "Asia/Tokyo"}  # fmt: skip
_MONTH_FIRST = frozenset({"US", "PH"})


def locale_of(looks: Iterable[Look]) -> str:
    """By the letters of the columns and words in the files."""
    found = list(looks)
    headers = "".join(column.name for look in found for column in look.columns)
    text = headers + "".join(word for look in found for column in look.columns for word in column.words)
    readers = {look.reader for look in found}
    if re.search(r"[\uac00-\ud7a3]", text) or "naver-ads" in readers:
        return "ko-KR"
    han = "".join(re.findall(r"[\u4e00-\u9fff]", text))
    if han:
        return "zh-TW" if _writes(han, "big5") or not _writes(han, "gb2312") else "zh-CN"
    return "en-US"


def _writes(text: str, codec: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def territory(locale: str) -> str:
    """The country of a locale."""
    from babel.core import Locale

    parsed = Locale.parse(locale, sep="-")
    if parsed.territory:
        return parsed.territory
    likely = Locale.parse("und_" + parsed.language) if parsed.language == "und" else parsed
    return {"en": "US", "ko": "KR", "zh": "CN", "ja": "JP"}.get(likely.language, likely.language.upper())


def currency_of(locale: str, proposals: Iterable[Proposal]) -> str:
    """The currency that headers name most, such as Amount (EUR), else the country's."""
    from babel.numbers import get_territory_currencies, is_currency

    codes: list[str] = []
    for proposal in proposals:
        for look in proposal.looks:
            names = [code for column in look.columns for code in re.findall(r"\b[A-Z]{3}\b|€", column.name)]
            codes += ["EUR" if code == "€" else code for code in names if code == "€" or is_currency(code)]
    if codes:
        return max(sorted(set(codes)), key=codes.count)
    found = get_territory_currencies(territory(locale))
    return found[0] if found else "USD"


def timezone_of(locale: str) -> str:
    """The country's most populous zone where we know it, else its first."""
    from babel.core import get_global

    country = territory(locale)
    zones = sorted(zone for zone, of in get_global("zone_territories").items() if of == country)
    return _ZONES.get(country) or (zones[0] if zones else "UTC")


def day_first(locale: str) -> bool:
    """Whether the country writes the day before the month."""
    return territory(locale) not in _MONTH_FIRST


def report_of(tables: Iterable[str]) -> str:
    """The report kind for which the tables are meant."""
    have = set(tables)
    if have & {"leads", "subscriptions", "projects"}:
        return "b2b"
    if have & {"orders", "order_lines"}:
        return "ecommerce"
    return "marketing" if have & {"ads", "email", "social", "search", "rankings", "traffic"} else "executive"
