"""The mail room: an archived report to its recipients, and a ledger that says who got it.

``letter`` makes bytes of a letter and a letter of bytes, ``ledger`` writes down every attempt before it is made,
``transport`` makes one, ``sending`` puts the three together.
"""

from reportgen.delivery.mail.ledger import Row, State
from reportgen.delivery.mail.letter import Envelope, Letter, Part, message_bytes, read_letter
from reportgen.delivery.mail.sending import Dispatch, Means, Order, resolve, send, unfinished, write_messages
from reportgen.delivery.mail.transport import Result, Server, Timeouts, Verdict, check_server

__all__ = [
    "Dispatch",
    "Envelope",
    "Letter",
    "Means",
    "Order",
    "Part",
    "Result",
    "Row",
    "Server",
    "State",
    "Timeouts",
    "Verdict",
    "check_server",
    "message_bytes",
    "read_letter",
    "resolve",
    "send",
    "unfinished",
    "write_messages",
]
