"""One message to one recipient over SMTP, and what that says about the message.

smtplib is driven command by command, for what matters is whether the connection broke before or after the final dot:
before it the server has nothing; after it nobody can know.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from reportgen.errors import ConfigError, Problem

LOOPBACK = re.compile(r"localhost|127(?:\.\d{1,3}){3}|::1")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_LONGEST_REPLY = 200
_MOST_LINES = 200
_DOT = re.compile(rb"(?m)^\.")
_SETUP_CODES = frozenset({530, 534, 535, 538})
_READY, _GO_ON, _BUSY, _TOO_LARGE = 220, 354, 421, 552
_NAME = "reportgen.invalid"  # how we greet: the machine's own name is nobody's business


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds: to connect, for the answer to a command, for the answer to the final dot (RFC 5321, 4.5.3.2)."""

    connect: float = 60
    command: float = 300
    final: float = 600


@dataclass(frozen=True, slots=True)
class Server:
    """Where and how to deliver. ``context`` makes the TLS context; only tests need another one."""

    host: str
    port: int
    security: str  # starttls, tls or none
    user: str | None = None
    password: str | None = None
    timeouts: Timeouts = Timeouts()
    context: Callable[[], ssl.SSLContext] = ssl.create_default_context

    def __repr__(self) -> str:
        return f"Server({self.host}:{self.port}, {self.security})"


class Verdict(StrEnum):
    """What an attempt showed."""

    SENT = "sent"
    LATER = "later"  # this recipient, later
    LATER_ALL = "later_all"  # the server is away or busy
    REFUSED = "refused"  # this recipient, for good
    IN_DOUBT = "in_doubt"
    SETUP = "setup"  # nothing can be sent before the settings are mended


@dataclass(frozen=True, slots=True)
class Result:
    """A verdict with the server's code (0 for none) and its words, made harmless."""

    verdict: Verdict
    code: int
    reply: str


class _Client(smtplib.SMTP):
    """smtplib, but for answers without end."""

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None:
            self.file = self.sock.makefile("rb")  # type: ignore[union-attr]
        lines: list[bytes] = []
        while len(lines) < _MOST_LINES:
            try:
                line = self.file.readline(smtplib._MAXLINE + 1)  # type: ignore[attr-defined]  # noqa: SLF001
            except OSError as error:
                self.close()
                raise smtplib.SMTPServerDisconnected("no answer") from error
            if not line:
                self.close()
                raise smtplib.SMTPServerDisconnected("the server hung up")
            code = line[:3]
            if len(line) > smtplib._MAXLINE or not code.isdigit():  # type: ignore[attr-defined]  # noqa: SLF001
                break
            lines.append(line[4:].strip())
            if line[3:4] != b"-":
                return int(code), b"\n".join(lines)
        self.close()
        raise smtplib.SMTPServerDisconnected("an answer that is no SMTP")


class _TlsClient(_Client, smtplib.SMTP_SSL):
    """The same over TLS from the first byte."""


def check_server(server: Server) -> None:
    """ConfigError for a connection without TLS to anything but this machine."""
    if server.security == "none" and not LOOPBACK.fullmatch(server.host):
        raise ConfigError(
            Problem(
                "mail is not sent without TLS",
                found=f"delivery.smtp.security: none, to {server.host}",
                expected="starttls or tls; none only for this machine itself",
            )
        )


def deliver(server: Server, sender: str, recipient: str, message: bytes) -> Result:
    """Try once. Every fault of the server or the network is a result, none an exception."""
    check_server(server)
    try:
        client = _connect(server)
    except _Stop as stop:
        return _result(server, stop.verdict, stop.code, stop.reply)
    try:
        verdict, code, reply = _transact(client, server, sender, recipient, message)
    finally:
        _leave(client)
    return _result(server, verdict, code, reply)


class _Stop(Exception):  # noqa: N818  not an error of ours
    def __init__(self, verdict: Verdict, code: int, reply: bytes | str) -> None:
        self.verdict, self.code, self.reply = verdict, code, reply
        super().__init__(verdict)


def _connect(server: Server) -> smtplib.SMTP:  # noqa: C901  one branch for each way to fail
    """Greeted, protected and logged in; _Stop otherwise."""
    client: smtplib.SMTP | None = None
    try:
        context = server.context()
        times = server.timeouts
        if server.security == "tls":
            client = _TlsClient(local_hostname=_NAME, timeout=times.connect, context=context)
        else:
            client = _Client(local_hostname=_NAME, timeout=times.connect)
        client._host = server.host  # type: ignore[attr-defined]  # noqa: SLF001  what the certificate must name
        code, reply = client.connect(server.host, server.port)
        _expect(code, reply, code == _READY)
        _patience(client, times.command)
        client.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            client.starttls(context=context)
            client.ehlo_or_helo_if_needed()
        if server.user is not None and server.password is not None:
            client.login(server.user, server.password)
    except _Stop:
        _close(client)
        raise
    except smtplib.SMTPResponseException as error:  # greeting, STARTTLS, login
        _close(client)
        raise _Stop(_by_code(error.smtp_code, Verdict.SETUP), error.smtp_code, error.smtp_error) from None
    except smtplib.SMTPServerDisconnected as error:
        _close(client)
        raise _Stop(Verdict.LATER_ALL, 0, str(error)) from None
    except (ssl.SSLEOFError, ssl.SSLZeroReturnError):
        _close(client)
        raise _Stop(Verdict.LATER_ALL, 0, "the server hung up during the TLS handshake") from None
    except ssl.SSLError as error:
        _close(client)
        why = getattr(error, "verify_message", "") or error.reason or "TLS failed"
        raise _Stop(Verdict.SETUP, 0, f"TLS: {why}") from None
    except (smtplib.SMTPException, UnicodeError, ValueError) as error:
        _close(client)
        raise _Stop(Verdict.SETUP, 0, str(error)) from None
    except OSError as error:
        _close(client)
        raise _Stop(Verdict.LATER_ALL, 0, error.strerror or str(error) or "no answer in time") from None
    return client


def _transact(
    client: smtplib.SMTP, server: Server, sender: str, recipient: str, message: bytes
) -> tuple[Verdict, int, bytes | str]:
    """MAIL, RCPT, DATA, the message, the dot."""
    dot_sent = False
    try:
        limit = client.esmtp_features.get("size", "")
        if limit.isdigit() and 0 < int(limit) < len(message):
            return Verdict.REFUSED, _TOO_LARGE, f"the server takes at most {limit} bytes"
        size = [f"SIZE={len(message)}"] if "size" in client.esmtp_features else []
        code, reply = client.mail(sender, size)
        _expect(code, reply, code // 100 == 2, Verdict.REFUSED if code == _TOO_LARGE else Verdict.SETUP)  # noqa: PLR2004
        code, reply = client.rcpt(recipient)
        _expect(code, reply, code // 100 == 2, Verdict.REFUSED)  # noqa: PLR2004
        code, reply = client.docmd("DATA")
        _expect(code, reply, code == _GO_ON, Verdict.REFUSED)
        client.send(_DOT.sub(b"..", message) + (b"" if message.endswith(b"\r\n") else b"\r\n"))
        _patience(client, server.timeouts.final)
        dot_sent = True
        client.send(b".\r\n")
        code, reply = client.getreply()
        kinds = {2: Verdict.SENT, 4: Verdict.LATER, 5: Verdict.REFUSED}
        verdict = Verdict.LATER_ALL if code == _BUSY else kinds.get(code // 100, Verdict.IN_DOUBT)
    except _Stop as stop:
        return stop.verdict, stop.code, stop.reply
    except (OSError, smtplib.SMTPException) as error:
        return (Verdict.IN_DOUBT if dot_sent else Verdict.LATER_ALL), 0, str(error) or "no answer in time"
    else:
        return verdict, code, reply


def _expect(code: int, reply: bytes, good: bool, otherwise: Verdict = Verdict.SETUP) -> None:  # noqa: FBT001
    if not good:
        raise _Stop(_by_code(code, otherwise), code, reply)


def _by_code(code: int, otherwise: Verdict) -> Verdict:
    if code == _BUSY or (otherwise is Verdict.SETUP and 400 <= code < 500):  # noqa: PLR2004
        return Verdict.LATER_ALL
    if code in _SETUP_CODES:
        return Verdict.SETUP
    if 400 <= code < 500:  # noqa: PLR2004
        return Verdict.LATER
    return otherwise if 500 <= code < 600 else Verdict.LATER_ALL  # noqa: PLR2004


def _patience(client: smtplib.SMTP, seconds: float) -> None:
    if isinstance(client.sock, socket.socket):
        client.sock.settimeout(seconds)


def _leave(client: smtplib.SMTP) -> None:
    """QUIT, without waiting long: the message's fate is known by now."""
    try:
        _patience(client, 2)
        client.docmd("QUIT")
    except (OSError, smtplib.SMTPException):
        pass
    _close(client)


def _close(client: smtplib.SMTP | None) -> None:
    if client is not None:
        client.close()


def _result(server: Server, verdict: Verdict, code: int, reply: bytes | str) -> Result:
    """The reply in one line of visible characters, without anything of the login."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    text = _UNSEEN.sub(" ", text)
    for secret in _secrets(server):
        text = text.replace(secret, "***")
    return Result(verdict, code, text.strip()[:_LONGEST_REPLY])


def _secrets(server: Server) -> tuple[str, ...]:
    """The password and every form in which it goes over the wire."""
    if not server.password:
        return ()
    user, password = (server.user or "").encode(), server.password.encode()
    forms = (password, b"\0" + user + b"\0" + password)
    encoded = [b64encode(form).decode() for form in forms]
    return (*encoded, *(one.rstrip("=") for one in encoded), server.password)
