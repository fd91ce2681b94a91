"""The types of config values: what each accepts and what it says when it does not.

A function here takes a value from a document and returns the value that the model keeps, or raises
``refusal(expected, to do)``; ``Annotated`` names at the end are what the models use.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, InstanceOf
from pydantic_core import PydanticCustomError

from reportgen.config.secret import Secret, is_reference
from reportgen.errors import PeriodError, nearest
from reportgen.periods.grammar import from_id
from reportgen.periods.model import Calendar

REFUSAL = "reportgen"  # the type of our own errors among pydantic's
_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_DEVICES = re.compile(r"(?i)con|prn|aux|nul|com[0-9]|lpt[0-9]")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
# Without routes (%, !), and without a first '-', which some mailers take for an option.
_ADDRESS = re.compile(r"(?!-)[^\s@<>()\[\]\\,;:\"%!]{1,64}@[^\s@<>()\[\]\\,;:\"]{1,253}")
_DOMAIN = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)*[^\W_](?:[\w-]{0,61}[^\W_])?")
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
_NOT_PLACES = frozenset({"localtime", "Factory", "posixrules"})  # differ from machine to machine
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1", "cp949", "euc-kr", "big5", "gb18030")
DATABASE_FILES = ("sqlite:///", "duckdb:///")
_LARGEST = Decimal(10) ** 15
_Item = TypeVar("_Item")


def refusal(expected: str, todo: str = "", found: str = "") -> PydanticCustomError:
    """The error of a value that is not what was expected."""
    return PydanticCustomError(REFUSAL, "{expected}", {"expected": expected, "todo": todo, "found": found})


def _perhaps(text: str, known: Iterable[str]) -> str:
    near = nearest(text, known)
    return f"did you mean '{near}'?" if near else ""


def _line(text: str) -> str:
    text = text.strip()
    if is_reference(text):
        raise refusal("the text itself", "only connection and smtp's host, user and password may be ${NAME}")
    if not text:
        raise refusal("a text that is not empty")
    if any(unicodedata.category(letter) in {"Cc", "Zl", "Zp", "Cs"} for letter in text):
        raise refusal("one line of text without control characters")
    return text


def _text(text: str) -> str:
    text = text.strip()
    _line(text.replace("\n", " ").replace("\t", " "))
    return text


def client_id(text: str) -> str:
    """An id that can name files on every system."""
    if not _ID.fullmatch(text):
        raise refusal("1 to 63 letters (a-z), digits and '-', beginning and ending with a letter or digit")
    if _DEVICES.fullmatch(text):
        raise refusal("an id that Windows does not keep for a device", f"for example '{text}-shop'")
    return text


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise refusal("lower-case letters, digits and '_', beginning with a letter")
    return text


def _locale(text: str) -> str:
    from babel.core import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(text, sep="-")
    except (ValueError, UnknownLocaleError):
        hint = text.replace("_", "-")
        raise refusal("a CLDR locale such as en-US, ko-KR, zh-TW", f"write '{hint}'" if hint != text else "") from None
    language, *rest = text.split("-")
    parts = [language.lower(), *(part.title() if len(part) == 4 else part.upper() for part in rest)]  # noqa: PLR2004
    if len(parts[-1]) == 2 and len(parts) > 1 and parts[-1] != locale.territory:  # noqa: PLR2004
        todo = f"there is no '{parts[-1]}' for '{parts[0]}'"
        raise refusal("a CLDR locale such as en-US, ko-KR, zh-TW", todo)
    return "-".join(parts)


def _currency(text: str) -> str:
    from babel import Locale
    from babel.numbers import is_currency

    if not is_currency(text):
        codes = sorted(Locale("en").currencies)
        raise refusal("an ISO 4217 currency code such as USD, EUR, KRW", _perhaps(text, codes))
    return text


@lru_cache(maxsize=1)
def _timezones() -> frozenset[str]:
    return frozenset(available_timezones() - _NOT_PLACES)


def _timezone(text: str) -> str:
    try:
        known = text not in _NOT_PLACES and ZoneInfo(text).key == text
    except (OSError, ValueError, KeyError):
        known = False
    if not known:
        hint = _perhaps(text, _timezones())
        raise refusal("an IANA time zone such as America/Chicago", hint)
    return text


def number(value: object) -> Decimal:
    """A finite number as a Decimal, exactly as it was written."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise refusal("a number", "write digits and a decimal point only, without quotes, spaces or units")
    exact = Decimal(value)
    if not abs(exact) < _LARGEST:
        raise refusal("a number below 10^15")
    return exact


def _positive(value: Decimal) -> Decimal:
    if value <= 0:
        raise refusal("a number above 0")
    return value


def _day(value: object) -> date:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise refusal("a day that exists, as YYYY-MM-DD")


def _period_id(text: str) -> str:
    try:
        return from_id(text, Calendar()).id  # which days it has depends on the calendar; its id does not
    except PeriodError as error:
        problem = error.problems[0]
        raise refusal(f"a period: {problem.expected}", problem.todo or "") from None


def _address(text: str) -> str:
    if not _ADDRESS.fullmatch(text) or not _DOMAIN.fullmatch(text.rpartition("@")[2]):
        raise refusal("an e-mail address such as ceo@example.com, without a name")
    return text


def _domain(text: str) -> str:
    if len(text) > 253 or not _DOMAIN.fullmatch(text):  # noqa: PLR2004
        raise refusal("a domain such as example.com", "leave out '@', '*' and 'https://'")
    return text.lower()


def _color(text: str) -> str:
    if not _COLOR.fullmatch(text):
        raise refusal('a colour in quotes such as "#1f5a49"')
    return text.lower()


def _encoding(text: str) -> str:
    try:
        codec = codecs.lookup(text)
    except (LookupError, ValueError):
        codec = None
    if codec is None or not getattr(codec, "_is_text_encoding", True):
        raise refusal("a text encoding such as utf-8, cp1252, euc-kr", _perhaps(text, _ENCODINGS))
    return codec.name


def _delimiter(text: str) -> str:
    if text == "whitespace":
        return text
    sign = "\t" if text == "tab" else text
    if len(sign) != 1 or sign.isalnum() or sign in "\r\n\"'\0":
        raise refusal("one character such as ',' or ';', or the word tab or whitespace")
    return sign


def _date_format(text: str) -> str:
    if not re.search(r"%[A-Za-z]", text):
        raise refusal('a pattern of % signs such as "%d.%m.%Y" or "%m/%d/%Y %H:%M"')
    return text


def _constant(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | Decimal):
        return str(value)
    raise refusal("a text or a number")


def _reference(value: object) -> Secret:
    if not isinstance(value, str) or not is_reference(value):
        raise refusal(
            "${NAME}: the name of an environment variable that holds it",
            "put the value into the environment; a secret does not belong in a file",
        )
    return Secret(value)


def _connection(value: object) -> Secret:
    """A reference, or the file of a database, which holds no secret."""
    if isinstance(value, str) and value.startswith(DATABASE_FILES):
        return Secret(value.strip())
    return _reference(value)


def _relation(value: str) -> str:
    """A table's name as SQL has it, with its schema and catalog before it."""
    name = r'(?:[\w$-]+|"[^"\n]+"|`[^`\n]+`)'
    if not re.fullmatch(rf"{name}(?:\.{name}){{0,2}}", value.strip()):
        raise refusal("the name of a table or view, such as marts.orders")
    return value.strip()


def _setting(value: object) -> Secret:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise refusal("a text, or ${NAME} for a value from the environment")
    return Secret(value.strip())


def _unique(items: tuple[_Item, ...]) -> tuple[_Item, ...]:
    twice = [item for index, item in enumerate(items) if item in items[:index]]
    if twice:
        raise refusal("each entry once", found=f"'{twice[0]}' twice")
    return items


def _filled(items: tuple[_Item, ...]) -> tuple[_Item, ...]:
    # Not pydantic's min_length, which also counts out the items that are wrong themselves.
    if not items:
        raise refusal("at least one entry")
    return items


Line = Annotated[str, AfterValidator(_line)]  # one line, not empty
Text = Annotated[str, AfterValidator(_text)]  # may have several lines
Name = Annotated[str, AfterValidator(_name)]
ClientId = Annotated[str, AfterValidator(client_id)]
LocaleName = Annotated[str, AfterValidator(_locale)]
Currency = Annotated[str, AfterValidator(_currency)]
TimeZoneName = Annotated[str, AfterValidator(_timezone)]
Number = Annotated[Decimal, BeforeValidator(number)]
PositiveNumber = Annotated[Decimal, AfterValidator(_positive), BeforeValidator(number)]
PeriodId = Annotated[str, AfterValidator(_period_id)]
Day = Annotated[date, BeforeValidator(_day)]
Address = Annotated[str, AfterValidator(_address)]
Domain = Annotated[str, AfterValidator(_domain)]
Color = Annotated[str, AfterValidator(_color)]
Encoding = Annotated[str, AfterValidator(_encoding)]
Delimiter = Annotated[str, AfterValidator(_delimiter)]
DateFormat = Annotated[str, AfterValidator(_date_format)]
Constant = Annotated[str, BeforeValidator(_constant)]
Relation = Annotated[str, AfterValidator(_relation)]
Reference = Annotated[InstanceOf[Secret], BeforeValidator(_reference)]
Connection = Annotated[InstanceOf[Secret], BeforeValidator(_connection)]
Setting = Annotated[InstanceOf[Secret], BeforeValidator(_setting)]
Unique = AfterValidator(_unique)
Filled = AfterValidator(_filled)
