"""Korean particles by the sound before them: 매출은, 전환율은, 98.3%는, $181,000를, CAC는, Email은.

A particle has one form after a vowel and another after a consonant (받침); 으로 and its kin also take the vowel form
after ㄹ. The rules of sound are those of the National Institute of Korean Language: what stands in brackets is not
read, figures are read in Sino-Korean numerals, foreign words as they are written in Hangul (외래어 표기법). Words in
Latin letters are read by their last letters: a rule of thumb, exact for the words that reports hold.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum

PARTICLES: dict[str, str] = {
    "은": "는",
    "이": "가",
    "을": "를",
    "과": "와",
    "으로": "로",
    "이라": "라",
    "이나": "나",
    "이며": "며",
    "이었": "였",
    "아": "야",
}
"""The form after a consonant → the one after a vowel."""

_AFTER_VOWEL = {after: particle for particle, after in PARTICLES.items()}
_BOTH = {"은": "은(는)", "이": "이(가)", "을": "을(를)", "과": "과(와)", "으로": "(으)로", "아": "아(야)"}


class Sound(Enum):
    """How a word ends; UNKNOWN where it cannot be told, as after a Chinese character."""

    VOWEL = "vowel"
    RIEUL = "ㄹ"
    CONSONANT = "consonant"
    UNKNOWN = "unknown"


def particle(text: str, wanted: str) -> str:
    """The form of a particle that follows ``text``; both forms where the sound is not known.

    ``wanted`` is either form: 은 and 는 ask for the same. Raises ValueError for another word.
    """
    closed = _AFTER_VOWEL.get(wanted, wanted)
    if closed not in PARTICLES:
        raise ValueError(f"no Korean particle {wanted!r}")
    ending = sound(text)
    if ending is Sound.UNKNOWN:
        return _BOTH.get(closed, f"({closed[0]}){closed[1:]}")
    if ending is Sound.VOWEL or (ending is Sound.RIEUL and closed == "으로"):
        return PARTICLES[closed]
    return closed


def sound(text: str) -> Sound:
    """The sound on which ``text`` ends when it is read aloud."""
    word = _read_part(unicodedata.normalize("NFKC", text.rstrip(_SILENT)))
    if not word:
        return Sound.UNKNOWN
    for reading in (_unit, _numeral, _hangul, _latin, _kana):
        found = reading(word)
        if found is not None:
            return found
    return Sound.UNKNOWN


# --- what is read -----------------------------------------------------------------------------------------------

_SILENT = " \t\n\u00a0\u2060'\"’”」』》〉.,!?…·:;~–-™®©*_/|"
_BRACKETS = {")": "(", "]": "[", "}": "{", "】": "【", "〕": "〔"}


def _read_part(text: str) -> str:
    """The text without closing marks, and without what stands in brackets behind a word."""
    word = text.rstrip(_SILENT)
    while word and word[-1] in _BRACKETS:
        opening = _opening(word)
        before = word[:opening].rstrip(_SILENT) if opening >= 0 else ""
        word = before or word[:-1].rstrip(_SILENT)
    return word


def _opening(word: str) -> int:
    """Where the bracket that closes ``word`` opens, or -1."""
    close, depth = word[-1], 0
    for place in range(len(word) - 1, -1, -1):
        depth += (word[place] == close) - (word[place] == _BRACKETS[close])
        if depth == 0:
            return place
    return -1


# --- figures ----------------------------------------------------------------------------------------------------

_DIGITS = "영일이삼사오육칠팔구"
_STEPS = ("십", "백", "천")
_MYRIADS = ("만", "억", "조", "경", "해")
_CURRENCIES = {
    "$": "달러",
    "€": "유로",
    "£": "파운드",
    "¥": "엔",
    "CN¥": "위안",
    "JP¥": "엔",
    "₩": "원",
    "₫": "동",
    "₹": "루피",
    "฿": "바트",
    "USD": "달러",
    "EUR": "유로",
    "GBP": "파운드",
    "JPY": "엔",
    "CNY": "위안",
    "KRW": "원",
    "TWD": "달러",
    "HKD": "달러",
}
_UNITS = {
    "%p": "퍼센트포인트",
    "%": "퍼센트",
    "‰": "퍼밀",
    "°C": "도",
    "°": "도",
    "km": "킬로미터",
    "kg": "킬로그램",
    "cm": "센티미터",
    "mm": "밀리미터",
    "m": "미터",
    "g": "그램",
    "GB": "기가바이트",
    "MB": "메가바이트",
    "ms": "밀리초",
    "k": "천",
    "K": "천",
    "M": "백만",
    "x": "배",
    "×": "배",
    "+": "플러스",
    "&": "앤드",
    "=": "는",
}
_FIGURE = re.compile(
    r"(?P<sign>CN¥|JP¥|[A-Z]{0,2}\$|[€£¥₩₫₹฿]|(?<![A-Z])(?:USD|EUR|GBP|JPY|CNY|KRW|TWD|HKD))?\s*"
    r"(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?P<part>\.\d+)?\Z"
)
_TIME = re.compile(r"(?:\A|\D)\d{1,2}:(?P<minute>\d\d)\Z")
_UNIT = re.compile(r"\d\s*(?P<unit>[^\d\s.,]+)\Z")


def _unit(word: str) -> Sound | None:
    """A sign or a unit behind a figure; the signs of the table also behind anything else."""
    behind = _UNIT.search(word)
    unit = behind["unit"] if behind else word[-2:] if word.endswith("%p") else word[-1]
    if behind and unit in _CURRENCIES:
        return _hangul(_CURRENCIES[unit])
    if unit in _UNITS and (behind or not unit[-1].isascii() or not unit.isalnum()):
        return _hangul(_UNITS[unit])
    return None


def _numeral(word: str) -> Sound | None:
    time = _TIME.search(word)
    if time:
        return _hangul("시" if time["minute"] == "00" else "분")
    found = _FIGURE.search(word)
    if found is None:
        return None
    if found["sign"]:
        sign = found["sign"]
        return _hangul(_CURRENCIES.get(sign, _CURRENCIES["$"]))
    return _hangul(_last_numeral(found["whole"].replace(",", ""), found["part"] or ""))


def _last_numeral(whole: str, part: str) -> str:
    """The syllable on which a figure ends; digits after the point are read one by one."""
    if part:
        return _DIGITS[int(part[-1])]
    digits = whole.lstrip("0")
    if not digits:
        return _DIGITS[0]
    zeros = len(digits) - len(digits.rstrip("0"))
    if not zeros:
        return _DIGITS[int(digits[-1])]
    return _STEPS[zeros - 1] if zeros < len(_STEPS) + 1 else _MYRIADS[min(zeros // 4, len(_MYRIADS)) - 1]


# --- letters ----------------------------------------------------------------------------------------------------

_FIRST, _LAST, _FINALS, _RIEUL = 0xAC00, 0xD7A3, 28, 8  # Hangul syllables, by Unicode's arithmetic
_ACRONYM = 4  # so many capitals are spelt out; more are a name in capitals
_SPELT = {"l": Sound.RIEUL, "r": Sound.RIEUL, "m": Sound.CONSONANT, "n": Sound.CONSONANT}  # 엘, 알, 엠, 엔
_EXCEPTIONS = {
    "hub": Sound.VOWEL,  # 허브
    "github": Sound.VOWEL,
    "me": Sound.VOWEL,
    "one": Sound.CONSONANT,
    "facebook": Sound.CONSONANT,
    "outlook": Sound.CONSONANT,
    "group": Sound.CONSONANT,  # 그룹
    "app": Sound.CONSONANT,
    "whatsapp": Sound.CONSONANT,
    "cup": Sound.CONSONANT,
    "acme": Sound.VOWEL,
}


def _hangul(word: str) -> Sound | None:
    last = word[-1]
    if "ㄱ" <= last <= "ㅎ":  # the letters' names: 기역 … 히읗
        return Sound.RIEUL if last == "ㄹ" else Sound.CONSONANT
    if "ㅏ" <= last <= "ㅣ":
        return Sound.VOWEL
    code = ord(last)
    if not _FIRST <= code <= _LAST:
        return None
    final = (code - _FIRST) % _FINALS
    return Sound.VOWEL if final == 0 else Sound.RIEUL if final == _RIEUL else Sound.CONSONANT


def _latin(word: str) -> Sound | None:
    found = re.search(r"[A-Za-z\u00c0-\u024f]+\Z", word)
    if found is None:
        return None
    letters = "".join(c for c in unicodedata.normalize("NFD", found[0]) if c.isascii())
    if not letters:
        return None
    capitals = re.search(r"[A-Z]+\Z", letters)
    spelt = capitals is not None and (len(capitals[0]) == len(letters) or len(capitals[0]) > 1)
    if len(letters) == 1 or (capitals is not None and spelt and len(capitals[0]) <= _ACRONYM):
        return _SPELT.get(letters[-1].lower(), Sound.VOWEL)
    return _word(letters.lower())


# The end of an English word as Hangul writes it: the first that fits.
_ENDINGS: tuple[tuple[re.Pattern[str], Sound], ...] = tuple(
    (re.compile(pattern), ending)
    for pattern, ending in (
        (r"[^aeiou]le\Z|[aeiou]le\Z|l\Z", Sound.RIEUL),  # 구글, 모바일, 이메일
        (r"ng\Z|[mn]\Z", Sound.CONSONANT),  # 라이팅, 인스타그램, 시즌
        (r"[aeiouy][mn]e\Z", Sound.CONSONANT),  # 홈, 온라인
        (r"[^aeiou][aeiou](?:ck|[kptbc])\Z", Sound.CONSONANT),  # 틱톡, 숍, 마켓, 웹, 트래픽
        (r"\A[aeiou](?:[kptbc]|pp|ck)\Z", Sound.CONSONANT),  # 앱
        (r"oo[kp]\Z|[^aeiou][aeiou]pp\Z", Sound.CONSONANT),  # 북, 룩
    )
)


def _word(word: str) -> Sound:
    known = _EXCEPTIONS.get(word)
    if known is not None:
        return known
    return next((ending for pattern, ending in _ENDINGS if pattern.search(word)), Sound.VOWEL)


def _kana(word: str) -> Sound | None:
    last = word[-1]
    if not "\u3041" <= last <= "\u30ff":
        return None
    return Sound.CONSONANT if last in "んン" else Sound.VOWEL
