"""What counts as a client's own: short names in dense scripts, and logos wherever a page or a mail holds them."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from reportgen.config.brand import Brand
from reportgen.config.client import ClientConfig
from reportgen.delivery.canary import foreign_to, refuse_foreign, tokens_of
from reportgen.delivery.publish import Artefact
from reportgen.errors import PublishError
from reportgen.rendering.logo import read_logo
from tests.rooms.report.results_sample import config

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x40\x00\x00\x00\x40\x08\x02\x00\x00\x00\x25\x0b\xe6\x89"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><!-- ours --><path d="M0 0h8v8z" fill="#123456"/></svg>'
)


def named(name: str, identifier: str = "other") -> ClientConfig:
    return config(name=name, id=identifier, content=f"{name} {identifier}")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("한빛", True),  # two syllables
        ("東華", True),
        ("ソニ", True),
        ("華", False),  # one is in half of all texts
        ("Abc", False),  # three letters are an abbreviation of many things
        ("Acme", True),
        ("A東", False),
    ],
)
def test_how_short_a_name_may_be(name: str, *, told: bool) -> None:
    assert any(token.kind == "name" for token in tokens_of(named(name))) is told


def test_a_short_name_is_found_among_its_particles() -> None:
    foreign = foreign_to(named("새봄", "saebom"), [named("한빛", "hanbit-x"), named("새봄", "saebom")])
    with pytest.raises(PublishError, match="another client"):
        refuse_foreign([Artefact("html", "a.html", "<p>한빛의 매출</p>".encode())], foreign)
    refuse_foreign([Artefact("html", "a.html", "<p>새봄의 매출</p>".encode())], foreign)


@pytest.fixture
def neighbours(tmp_path: Path) -> tuple[ClientConfig, ClientConfig, ClientConfig]:
    """A client without a logo, one with a drawing and one with a picture."""
    (tmp_path / "a.svg").write_text(SVG)
    (tmp_path / "b.png").write_bytes(PNG)
    plain = named("Own Goods", "own-goods")
    drawn = replace(named("Alder Goods", "alder"), brand=Brand("Alder Goods", logo=tmp_path / "a.svg"))
    pictured = replace(named("Birch Goods", "birch"), brand=Brand("Birch Goods", logo_dark=tmp_path / "b.png"))
    return plain, drawn, pictured


def page(inner: str) -> Artefact:
    return Artefact("html", "own.html", f"<html><body><p>Own Goods</p>{inner}</body></html>".encode())


def mail(picture: bytes) -> Artefact:
    message = EmailMessage()
    message.set_content("Own Goods")
    message.add_attachment(picture, maintype="image", subtype="png", filename="logo.png")
    return Artefact("email", "own.eml", message.as_bytes())


@pytest.mark.parametrize(
    ("made", "whose"),
    [
        (lambda: page(read_logo(SVG.encode(), "a.svg").data.decode()), "alder"),  # as our pages print it
        (lambda: page(f'<img src="data:image/svg+xml;base64,{b64encode(SVG.encode()).decode()}">'), "alder"),
        (lambda: page(f'<img src="data:image/png;base64,{b64encode(PNG).decode()}">'), "birch"),
        (lambda: mail(PNG), "birch"),
    ],
)
def test_a_neighbours_logo_is_found(neighbours: tuple[ClientConfig, ...], made: object, whose: str) -> None:
    own, *_ = neighbours
    with pytest.raises(PublishError, match=whose):
        refuse_foreign([made()], foreign_to(own, neighbours))  # type: ignore[operator]


def test_another_drawing_is_no_neighbours(neighbours: tuple[ClientConfig, ...]) -> None:
    own, drawn, _ = neighbours
    foreign = foreign_to(own, neighbours)
    refuse_foreign([page(SVG.replace("#123456", "#654321")), page('<img src="data:image/png;base64,@@@">')], foreign)
    its_own = read_logo(SVG.encode(), "a.svg").data
    refuse_foreign([Artefact("html", "a.html", its_own)], foreign_to(drawn, neighbours))
