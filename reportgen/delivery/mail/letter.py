"""A letter and its bytes: the same letter and envelope give the same message, and a message gives its letter back."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import format_datetime
from html import escape

from reportgen.delivery.mail import headers, mime
from reportgen.errors import Problem, PublishError

_SLOT = re.compile(r"<!--receipt:([^<>]*)-->")
_FIXED = ("Auto-Submitted: auto-generated", "MIME-Version: 1.0")


@dataclass(frozen=True, slots=True)
class Part:
    """A picture (``name`` is its content id) or an attachment (its file name)."""

    name: str
    kind: str  # media type
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """All of a mail that does not depend on who gets it. ``html`` holds the receipt's slot, with its label."""

    subject: str
    language: str
    sender: str | None
    sender_name: str
    reply_to: str | None
    to: tuple[str, ...]  # as configured; the envelope says who gets a message
    html: str
    text: str
    pictures: tuple[Part, ...] = ()
    attachments: tuple[Part, ...] = ()

    def parts(self) -> tuple[tuple[str, int], ...]:
        """What it is made of, the largest first: (name, bytes)."""
        found = [(one.name, len(one.content)) for one in (*self.attachments, *self.pictures)]
        found += [("the text", len(self.html.encode()) + len(self.text.encode()))]
        return tuple(sorted(found, key=lambda one: (-one[1], one[0])))


@dataclass(frozen=True, slots=True)
class Envelope:
    """What sending adds: the recipient, the message's id, its date and the archive's receipt."""

    recipient: str
    message_id: str
    date: datetime
    receipt: str | None = None


def message_bytes(letter: Letter, envelope: Envelope | None = None) -> bytes:
    """The whole message. Without an envelope: to the configured recipients, undated, without a receipt.

    UsageError for a header that cannot be written; PublishError when the bytes, read again, hold other headers
    than were written.
    """
    head = _head(letter, envelope)
    receipt = envelope.receipt if envelope else None
    found = mime.multipart("alternative", [mime.text_leaf("plain", _text(letter, receipt)), _page(letter, receipt)])
    files = [
        mime.leaf(one.kind, one.content, f'Content-Disposition: attachment; filename="{_name(one)}"')
        for one in letter.attachments
    ]
    whole = mime.multipart("mixed", [found, *files])
    content = "\r\n".join(head).encode("ascii") + mime.LINE_END + whole
    _prove(content, [line.partition(":")[0] for line in head], letter)
    return content


def _head(letter: Letter, envelope: Envelope | None) -> list[str]:
    lines = []
    if letter.sender is not None:
        sender = headers.address(letter.sender, "the sender")
        name = headers.safe(letter.sender_name, "the sender's name")
        if name.isascii():
            quoted = name.replace("\\", "\\\\").replace('"', '\\"')
            name = f'"{quoted}"' if name else ""
        lines.append(f"From: {headers.encoded(name)} <{sender}>" if name else f"From: {sender}")
    to = (envelope.recipient,) if envelope else letter.to
    if to:
        lines.append("To: " + ",\r\n ".join(headers.address(one, "a recipient") for one in to))
    if letter.reply_to is not None:
        lines.append(f"Reply-To: {headers.address(letter.reply_to, 'the address for answers')}")
    lines.append(f"Subject: {headers.encoded(headers.safe(letter.subject, 'the subject'))}")
    if envelope is not None:
        lines += [f"Date: {format_datetime(envelope.date)}", f"Message-ID: {envelope.message_id}"]
    return [*lines, f"Content-Language: {headers.safe(letter.language, 'the language')}", *_FIXED]


def _text(letter: Letter, receipt: str | None) -> str:
    if receipt is None:
        return letter.text
    return f"{letter.text.rstrip()}\n{_label(letter)}: {receipt}\n"


def _label(letter: Letter) -> str:
    match = _SLOT.search(letter.html)
    return match[1] if match else "Receipt"


def _page(letter: Letter, receipt: str | None) -> bytes:
    html = letter.html
    if receipt is not None:
        html = _SLOT.sub(lambda match: f"{match[1]}: {escape(receipt)}", html, count=1)
    page = mime.text_leaf("html", html)
    if not letter.pictures:
        return page
    pictures = [
        mime.leaf(
            one.kind,
            one.content,
            f"Content-ID: <{headers.attachment_name(one.name + '.png')[:-4]}>",
            f'Content-Disposition: inline; filename="{one.name}.png"',
        )
        for one in letter.pictures
    ]
    return mime.multipart("related", [page, *pictures])


def _name(one: Part) -> str:
    return headers.attachment_name(one.name)


def _prove(content: bytes, written: list[str], letter: Letter) -> None:
    """The last guard: what a reader of the bytes finds is what was written, and nothing more."""
    parsed = BytesParser(policy=policy.SMTP).parsebytes(content)
    expected = Counter(name.lower() for name in [*written, "Content-Type"])
    bodies = [part for part in parsed.walk() if not part.is_multipart()]
    count = 2 + len(letter.pictures) + len(letter.attachments)
    if Counter(name.lower() for name in parsed.keys()) != expected or len(bodies) != count or parsed.defects:  # noqa: SIM118
        raise PublishError(
            Problem(
                "the message, read again, is not what was written",
                found=f"headers {', '.join(sorted(parsed.keys()))}; {len(bodies)} parts",
                expected=f"headers {', '.join(sorted(written))}; {count} parts",
            )
        )


def read_letter(content: bytes) -> Letter:
    """The letter in a message that ``message_bytes`` made without an envelope. PublishError for other bytes."""
    parsed = BytesParser(policy=policy.SMTP).parsebytes(content)
    leaves = [part for part in parsed.walk() if not part.is_multipart()]
    files = [part for part in leaves if part.get_content_disposition() == "attachment"]
    bodies = [part for part in leaves if part not in files and part.get_content_maintype() == "text"]
    texts = {part.get_content_subtype(): _read(part) for part in bodies}
    if not {"plain", "html"} <= texts.keys():
        raise PublishError(Problem("this is no report's mail", todo="build the report again with --format email"))
    pictures = [part for part in leaves if part["Content-ID"]]
    sender = parsed["From"].addresses[0] if parsed["From"] else None
    letter = Letter(
        subject=str(parsed["Subject"]),
        language=str(parsed["Content-Language"]),
        sender=sender.addr_spec if sender else None,
        sender_name=sender.display_name if sender else "",
        reply_to=parsed["Reply-To"].addresses[0].addr_spec if parsed["Reply-To"] else None,
        to=tuple(one.addr_spec for one in parsed["To"].addresses) if parsed["To"] else (),
        html=texts["html"],
        text=texts["plain"],
        pictures=tuple(Part(str(one["Content-ID"])[1:-1], one.get_content_type(), _bytes(one)) for one in pictures),
        attachments=tuple(Part(one.get_filename() or "", one.get_content_type(), _bytes(one)) for one in files),
    )
    if message_bytes(letter) != content:
        raise PublishError(
            Problem("this mail was not made by this version", todo="build the report again with --format email")
        )
    return letter


def _read(part: EmailMessage) -> str:
    return _bytes(part).decode("utf-8").replace("\r\n", "\n")


def _bytes(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
