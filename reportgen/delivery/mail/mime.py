"""MIME as bytes that depend on their contents alone: no clock, no chance, no interpreter's habits.

Everything is ASCII in lines of at most 78 characters, so that no server on the way needs an extension.
"""

from __future__ import annotations

from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Sequence
from hashlib import sha256

LINE_END = b"\r\n"


def leaf(kind: str, content: bytes, *more: str) -> bytes:
    """A part with base64 content; ``more`` are further header lines."""
    head = [f"Content-Type: {kind}", "Content-Transfer-Encoding: base64", *more]
    return _part(head, encodebytes(content).replace(b"\n", LINE_END))


def text_leaf(subtype: str, text: str) -> bytes:
    """A text part in UTF-8: quoted-printable or base64, whichever is shorter."""
    content = "\n".join(text.splitlines()).encode() + b"\n"
    quoted = b2a_qp(content, istext=True)
    kind = f"text/{subtype}; charset=utf-8"
    if len(quoted) > len(encodebytes(content)):
        return leaf(kind, content.replace(b"\n", LINE_END))
    head = [f"Content-Type: {kind}", "Content-Transfer-Encoding: quoted-printable"]
    return _part(head, quoted.replace(b"\n", LINE_END))


def multipart(subtype: str, parts: Sequence[bytes], *more: str) -> bytes:
    """Parts in one; the boundary is made of their hash and of characters that no encoded part can hold."""
    boundary = f"=_{sha256(b''.join(parts)).hexdigest()[:40]}"
    separator = f"--{boundary}\r\n".encode()
    body = b"".join(separator + part + LINE_END for part in parts)
    kind = f'Content-Type: multipart/{subtype}; boundary="{boundary}"'
    return _part([kind, *more], body + f"--{boundary}--\r\n".encode())


def _part(head: Sequence[str], body: bytes) -> bytes:
    return "\r\n".join(head).encode("ascii") + LINE_END + LINE_END + body
