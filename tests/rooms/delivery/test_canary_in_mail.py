"""A mail hides nothing from the canary: neither encoded headers nor encoded parts nor attachments."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.delivery import Artefact
from reportgen.delivery.canary import Token, refuse_foreign
from reportgen.delivery.mail import Letter, Part, message_bytes
from reportgen.errors import PublishError
from tests.rooms.delivery.mail.mail_sample import letter

FOREIGN = (Token("hanbit", "name", "한빛뷰티"), Token("tungwah", "domain", "tungwah.example", exact=False))


MAIL = replace(letter(), attachments=())


def look(mail: Letter) -> None:
    refuse_foreign([Artefact("email", "shop_2026-10.eml", message_bytes(mail))], FOREIGN)


def test_a_mail_about_its_own_client_passes() -> None:
    look(MAIL)


@pytest.mark.parametrize("field", ["subject", "text", "html"])
def test_a_neighbour_s_name_is_found_behind_every_encoding(field: str) -> None:
    told = replace(MAIL, **{field: f"{getattr(MAIL, field)} 한빛뷰티"})
    assert "한빛뷰티".encode() not in message_bytes(told)  # it travels as ASCII
    with pytest.raises(PublishError, match="hanbit"):
        look(told)


def test_an_attached_page_is_read_too() -> None:
    page = Part("shop_2026-10.html", "text/html", b"<p>write to ceo@TUNGWAH.example</p>")
    with pytest.raises(PublishError, match="tungwah"):
        look(replace(MAIL, attachments=(page,)))
