"""What may stand in a mail's header: one visible line that no reader or server can take for more than text.

The interpreter's own guards are not relied upon: some of its versions decode ``=?…?=`` in a value and write what
it hides as a header of its own.
"""

from __future__ import annotations

import re
from base64 import b64encode

from reportgen.errors import Problem, UsageError

LONGEST = 200  # characters of a value
_WORD = 39  # bytes of one encoded word, so that it stays below 75 characters
_FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ud800-\udfff]"
)
_ADDRESS = re.compile(
    r"[A-Za-z0-9_+][A-Za-z0-9._+'-]{0,63}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*"
    r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)


def safe(text: str, what: str) -> str:
    """A value for a header: ``=?`` taken apart, at most 200 characters. UsageError for what is not seen in a line."""
    found = _FORBIDDEN.search(text)
    if found is not None:
        raise UsageError(
            Problem(
                f"{what} cannot stand in a mail's header",
                found=f"{text[:60]!a} with U+{ord(found[0]):04X}",
                expected="one line of visible characters",
            )
        )
    while "=?" in text:
        text = text.replace("=?", "= ?")
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def address(text: str, what: str) -> str:
    """A plain address (``name@domain``, ASCII). UsageError for anything a server could read otherwise."""
    if len(text) > LONGEST or not _ADDRESS.fullmatch(text):
        raise UsageError(Problem(f"{what} is no plain address", found=ascii(text[:80]), expected="name@domain"))
    return text


def encoded(text: str) -> str:
    """The value in ASCII: itself, or encoded words (RFC 2047) on lines of their own."""
    if text.isascii():
        return text
    words: list[bytes] = [b""]
    for character in text:
        more = character.encode()
        if len(words[-1]) + len(more) > _WORD:
            words.append(b"")
        words[-1] += more
    return "\r\n ".join(f"=?utf-8?b?{b64encode(word).decode()}?=" for word in words)


def attachment_name(text: str) -> str:
    """A file name of letters, digits, point, underscore and hyphen. UsageError for anything else."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)+", text) or len(text) > LONGEST:
        raise UsageError(
            Problem("a file of this name is not attached", found=ascii(text[:80]), expected="a plain name")
        )
    return text
