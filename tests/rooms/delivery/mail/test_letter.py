"""A letter and its bytes: deterministic, read back, and nothing in a header but what was meant."""

from __future__ import annotations

from dataclasses import replace
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

import pytest

from reportgen.delivery.mail import Envelope, Part, message_bytes, read_letter
from reportgen.errors import ReportgenError
from tests.rooms.delivery.mail.mail_sample import AT, letter

ENVELOPE = Envelope("ceo@example.com", "<r1.0a@agency.example>", AT, "lumen-oak/7/3f9c")


def parsed(content: bytes) -> EmailMessage:
    return BytesParser(policy=policy.SMTP).parsebytes(content)


def test_the_same_letter_gives_the_same_bytes_and_is_read_back_from_them() -> None:
    content = message_bytes(letter())
    assert content == message_bytes(letter())
    assert read_letter(content) == letter()


def test_a_page_that_is_attached_is_not_taken_for_the_letter_s_own() -> None:
    page = Part("lumen-oak_2026-10.html", "text/html", b"<p>the report</p>\r\n")
    with_page = replace(letter(), attachments=(*letter().attachments, page))
    assert read_letter(message_bytes(with_page)) == with_page


def test_bytes_that_were_changed_are_no_letter_of_ours() -> None:
    with pytest.raises(ReportgenError):
        read_letter(message_bytes(letter()).replace(b"Auto-Submitted: auto-generated", b"Auto-Submitted: no"))


def test_sending_adds_recipient_id_date_and_receipt_and_nothing_else() -> None:
    built, sent = parsed(message_bytes(letter())), parsed(message_bytes(letter(), ENVELOPE))
    assert set(sent.keys()) - set(built.keys()) == {"Date", "Message-ID"}
    assert sent["To"] == "ceo@example.com"
    assert sent["Date"] == "Tue, 03 Nov 2026 09:15:00 +0000"
    texts = [part.get_content() for part in sent.walk() if part.get_content_maintype() == "text"]
    assert texts[0].splitlines()[-1] == "Archive receipt: lumen-oak/7/3f9c"
    assert "<p>Archive receipt: lumen-oak/7/3f9c</p>" in texts[1]


def test_every_line_is_ascii_and_short() -> None:
    content = message_bytes(letter(subject="한빛뷰티 2026년 10월 성과 보고서" * 3, html="<p>성과</p>" * 300), ENVELOPE)
    assert content.isascii()
    assert max(len(line) for line in content.split(b"\r\n")) <= 100
    assert b"\n" not in content.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    "name", ["東華工業：2026年10月績效報告", "Café “Lumen” — €", "a" * 500, "x =?utf-8?q?y?= z", "=" * 9 + "?q?"]
)
def test_a_subject_comes_through_as_text(name: str) -> None:
    found = str(parsed(message_bytes(letter(subject=name), ENVELOPE))["Subject"])
    assert found.replace("= ?", "=?") == name or (len(name) > 200 and found == "a" * 199 + "…")


HOSTILE = [
    "=?utf-8?q?x=0ABcc:_e@e.com?=",
    "=?utf-8?q?x=0D=0A=0D=0Abody?=",
    "=?utf-8?b?eApCY2M6IGVAZS5jb20=?=",
    "==??utf-8?q?x=0ABcc:_e@e.com?=",
    "=?=?utf-8?q?=0ABcc:_e@e.com?=",
    "é =?utf-8?q?x=0ABcc:_e@e.com?=",
    'a" <e@e.com>, "b',
    "a\\",
    "a, b: c; <d@e.com>",
    "-oQ/tmp",
    "(comment",
]
REFUSED = [
    "x\nBcc: e@e.com",
    "x\r\n\r\nbody",
    "x\x00",
    "x\x85y",
    "x\u2028y",
    "x\u202ey",
    "x\u2066y",
    "x\x1b[31m",
    "\ud800",
    "x\x0b",
]


@pytest.mark.parametrize("field", ["subject", "sender_name"])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(field: str, text: str) -> None:
    found = parsed(message_bytes(letter(**{field: text}), ENVELOPE))
    assert sorted(found.keys()) == sorted(parsed(message_bytes(letter(), ENVELOPE)).keys())
    assert found["To"] == "ceo@example.com"
    assert [one.addr_spec for one in found["From"].addresses] == ["reports@agency.example"]


@pytest.mark.parametrize("field", ["subject", "sender_name", "language"])
@pytest.mark.parametrize("text", REFUSED, ids=ascii)
def test_what_is_not_seen_is_refused(field: str, text: str) -> None:
    with pytest.raises(ReportgenError, match="cannot stand in a mail's header"):
        message_bytes(letter(**{field: text}), ENVELOPE)


@pytest.mark.parametrize(
    "address",
    [
        "a@e.com\nBcc: b@e.com",
        "a@e.com, b@e.com",
        "-oQ@e.com",
        "a%b@e.com",
        "а@e.com",
        "a" * 65 + "@e.com",
        "<a@e.com>",
        "a@",
        "a b@e.com",
    ],
)
@pytest.mark.parametrize("field", ["sender", "reply_to", "to"])
def test_an_address_is_plain_or_refused(field: str, address: str) -> None:
    with pytest.raises(ReportgenError, match="no plain address"):
        message_bytes(letter(**{field: (address,) if field == "to" else address}))


@pytest.mark.parametrize("name", ["../../x.pdf", "a\u202efdp.exe", "a b.pdf", 'a".pdf', "pdf", "-a.pdf"])
def test_an_attachment_has_a_plain_name(name: str) -> None:
    one = letter().attachments[0]
    with pytest.raises(ReportgenError, match="not attached"):
        message_bytes(letter(attachments=(type(one)(name, one.kind, one.content),)))
