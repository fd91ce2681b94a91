"""Addresses that mail may go to: plain ones, without a route and without what a mailer takes for an option."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from reportgen.config.fields import Address

CHECK = TypeAdapter(Address)


@pytest.mark.parametrize("text", ["ceo@example.com", "a.b+c@mail.example.co", "o'neil@example.com", "a-b@example.com"])
def test_a_plain_address_is_taken(text: str) -> None:
    assert CHECK.validate_python(text) == text


REFUSED = (
    "-oQ/tmp/x@example.com",
    "a%b@example.com",
    "a!b@example.com",
    "a@b@example.com",
    "a b@example.com",
    "a@",
    "@a.com",
    "Maya <a@example.com>",
    "a@example.com\nBcc: b@example.com",
    "x" * 65 + "@example.com",
    "a@example.com\u202e",
)


@pytest.mark.parametrize("text", REFUSED)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        CHECK.validate_python(text)
