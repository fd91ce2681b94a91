"""People: customers are told apart by ids that say nothing about them.

No address may reach a report, a manifest or a message. The id is the beginning of the SHA-256 of the e-mail
in lower case, or of a phone number's digits, so that it is the same in every file and every run.
"""

from __future__ import annotations

from reportgen.sources.raw import identifier

_LENGTH = 16  # hexadecimal digits: 64 bits


def customer_id(email: str, *phones: str) -> str:
    """SQL: the id of whoever has this e-mail (the column's name), else one of these phones; null for neither."""
    numbers = [f"nullif(regexp_replace({identifier(phone)}, '[^0-9]', '', 'g'), '')" for phone in phones]
    tested = [f"lower({identifier(email)})", *numbers]
    address = f"coalesce({', '.join(tested)})"
    return f"left(sha256({address}), {_LENGTH})"
