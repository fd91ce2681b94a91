"""A mail server that follows a script line by line, and a small letter that was archived."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import trustme

from reportgen.delivery import Artefact
from reportgen.delivery.archive import Archive, Release, archive_of, commit, receipt
from reportgen.delivery.mail import Letter, Means, Order, Part, Server, Timeouts, message_bytes

AT = datetime(2026, 11, 3, 9, 15, tzinfo=UTC)
QUICK = Timeouts(connect=0.3, command=0.3, final=0.3)
PASSWORD = "kestrel-lantern-0417"  # noqa: S105  an invented one


@dataclass
class Script:
    """What the server says. ``HANG``, ``DROP`` and ``RESET`` instead of an answer do what they say."""

    banner: bytes = b"220 ready"
    answers: dict[str, bytes] = field(default_factory=dict)  # verb → answer; RCPT may name an address
    dot: bytes = b"250 2.0.0 queued as 4711"
    drop_after: int | None = None  # bytes of the message
    tls: ssl.SSLContext | None = None
    implicit: bool = False
    features: tuple[bytes, ...] = (b"8BITMIME",)
    after_starttls: bytes = b""


class ScriptedServer:
    """A thread per connection on a free port of the loopback; ``accepted`` are the messages up to the final dot."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.accepted: list[bytes] = []
        self.verbs: list[str] = []
        self.open: list[socket.socket] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._listen)
        self.thread.start()

    def _listen(self) -> None:
        self.listener.settimeout(0.05)
        while not self.stop.is_set():
            with contextlib.suppress(TimeoutError, OSError):
                connection, _ = self.listener.accept()
                with contextlib.suppress(OSError, ValueError):
                    self._talk(connection)
                for one in (connection, *self.open):  # a wrapped one is another object
                    one.close()

    def _say(self, connection: socket.socket, answer: bytes) -> bool:
        if answer == b"HANG":
            self.stop.wait(0.5)
            return False
        if answer == b"RESET":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return False
        if answer == b"DROP":
            return False
        connection.sendall(answer + b"\r\n")
        return True

    def _talk(self, connection: socket.socket) -> None:
        connection.settimeout(2)
        script = self.script
        if script.tls and script.implicit:
            connection = script.tls.wrap_socket(connection, server_side=True)
            self.open.append(connection)
        if not self._say(connection, script.banner):
            return
        lines = connection.makefile("rb")
        while line := lines.readline():
            verb = line.split()[0].upper().decode("latin-1") if line.strip() else ""
            self.verbs.append(verb)
            if verb == "STARTTLS" and script.tls and "STARTTLS" not in script.answers:
                connection.sendall(b"220 go\r\n" + script.after_starttls)
                connection = script.tls.wrap_socket(connection, server_side=True)
                lines = connection.makefile("rb")
                self.open.append(connection)
                continue
            answer = self._answer(verb, line)
            if not self._say(connection, answer):
                return
            if verb == "QUIT":
                return
            if verb == "DATA" and answer.startswith(b"354") and not self._take(connection, lines):
                return

    def _answer(self, verb: str, line: bytes) -> bytes:
        if verb == "RCPT":
            for key, answer in self.script.answers.items():
                if "@" in key and key.encode() in line:
                    return answer
        features = (b"here", *self.script.features, *((b"STARTTLS",) if self.script.tls else ()))
        ehlo = b"\r\n".join(
            b"250" + (b" " if place == len(features) else b"-") + one for place, one in enumerate(features, 1)
        )
        default = {"EHLO": ehlo, "DATA": b"354 go on", "QUIT": b"221 bye", "AUTH": b"235 welcome"}
        return self.script.answers.get(verb, default.get(verb, b"250 ok"))

    def _take(self, connection: socket.socket, lines: object) -> bool:
        got = b""
        while not got.endswith(b"\r\n.\r\n"):
            if self.script.drop_after is not None and len(got) >= self.script.drop_after:
                return self._say(connection, b"RESET")
            more = lines.readline()  # type: ignore[attr-defined]
            if not more:
                return False
            got += more
        self.accepted.append(got)
        return self._say(connection, self.script.dot)

    def close(self) -> None:
        self.stop.set()
        self.thread.join()
        for one in self.open:
            one.close()
        self.listener.close()


def tls_of(authority: trustme.CA, name: str = "127.0.0.1") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def trusting(authority: trustme.CA) -> Callable[[], ssl.SSLContext]:
    def make() -> ssl.SSLContext:
        context = ssl.create_default_context()
        authority.configure_trust(context)
        return context

    return make


def letter(**changes: object) -> Letter:
    fields: dict[str, object] = {
        "subject": "Lumen & Oak: October 2026",
        "language": "en-US",
        "sender": "reports@agency.example",
        "sender_name": "North Agency",
        "reply_to": "anna@agency.example",
        "to": ("ceo@example.com", "cfo@example.com"),
        "html": "<p>Revenue $12</p>\n<p><!--receipt:Archive receipt--></p>\n",
        "text": "Revenue $12\n.a line with a dot\n",
        "pictures": (Part("chart-1", "image/png", b"\x89PNG one"),),
        "attachments": (Part("lumen-oak_2026-10.pdf", "application/pdf", b"%PDF- small"),),
    }
    return Letter(**{**fields, **changes})  # type: ignore[arg-type]


def order_in(
    folder: Path, month: int = 10, recipients: tuple[str, ...] = ("ceo@example.com", "cfo@example.com")
) -> Order:
    archive: Archive = archive_of(folder, "lumen-oak")
    period = f"2026-{month:02d}"
    mail = message_bytes(letter(to=recipients))
    made = Artefact("email", f"lumen-oak_{period}.eml", mail)
    release = Release(
        "lumen-oak",
        "Lumen & Oak",
        "en-US",
        period,
        date(2026, month, 1),
        date(2026, month, 28),
        "ecommerce",
        "final",
        "1.0",
        period.encode(),
        f"lumen-oak_{period}.manifest.json",
        (made,),
    )
    entry = commit(archive, release, at=AT)
    return Order(archive, entry, letter(to=recipients), made.digest, recipients, receipt(entry))


def means_to(port: int, at: datetime = AT, **server: object) -> Means:
    fields: dict[str, object] = {"host": "127.0.0.1", "port": port, "security": "none", "timeouts": QUICK}
    return Means(Server(**{**fields, **server}), lambda: at, lambda _seconds: None)  # type: ignore[arg-type]
