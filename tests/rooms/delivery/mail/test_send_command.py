"""``reportgen send`` through the command line, over proven TLS to a server that follows a script: what is sent, what is
refused before a connection is opened, and with which exit status."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
import trustme

from reportgen import pipeline
from reportgen.delivery.mail import Letter
from reportgen.errors import UsageError
from reportgen.periods import parse_period
from reportgen.pipeline import post
from tests.commands import Commands, run_anew
from tests.rooms.delivery.mail.mail_sample import AT, PASSWORD, Script, ScriptedServer, tls_of

PERIOD = ("--period", "2026-10", "--today", "2026-11-09")
DONE, INCOMPLETE, WRONG = 0, 1, 2
Command = Callable[..., subprocess.CompletedProcess[str]]


def client(folder: Path) -> Path:
    """A small shop with two recipients; its server's port comes from the environment's place in the text."""
    folder.mkdir()
    (folder / "report.yaml").write_text(
        "client: Kiln Street\nid: kiln\nreport: executive\nlocale: en-US\ncurrency: USD\ntimezone: UTC\n"
        "targets: {revenue: 1000}\n"
        "sources:\n  - {table: orders, path: orders.csv, date_format: '%Y-%m-%d'}\n"
        "delivery:\n  to: [ceo@example.com]\n  cc: [cfo@example.com]\n  from: reports@agency.example\n  formats: [pdf]\n"
        "  allowed_domains: [example.com]\n"
        "  smtp: {host: 127.0.0.1, port: 2525, security: starttls, user: desk, password: '${DESK_PASSWORD}',"
        " per_minute: 600}\n"
    )
    rows = [f"{n},2026-{9 + n % 2:02}-{n % 30 + 1:02},c{n % 40},{n % 7 + 10}" for n in range(300)]
    (folder / "orders.csv").write_text("\n".join(["order_id,ordered_at,customer_id,amount", *rows]) + "\n")
    return folder


@pytest.fixture(scope="session")
def approved(tmp_path_factory: pytest.TempPathFactory, authority: trustme.CA, commands: Commands) -> Path:
    """A folder with the client, its built report and the approval; copied by each test."""
    home = tmp_path_factory.mktemp("approved")
    client(home / "kiln")
    authority.cert_pem.write_to_path(home / "authority.pem")
    run = _command(home, commands)
    built = run("build", "kiln", *PERIOD, "--format", "pdf,email")
    assert built.returncode == DONE, built.stderr
    assert run("approve", "kiln", *PERIOD, "--by", "Maya").returncode == DONE
    return home


def _command(home: Path, commands: Commands) -> Command:
    return lambda *arguments: commands.run(list(arguments), home, _environment(home))


def _environment(home: Path) -> dict[str, str]:
    certificate = str(home / "authority.pem")
    return {**os.environ, "NO_COLOR": "1", "DESK_PASSWORD": PASSWORD, "SSL_CERT_FILE": certificate}


@pytest.fixture
def home(approved: Path, tmp_path: Path) -> Path:
    return shutil.copytree(approved, tmp_path / "home")


@pytest.fixture
def send(home: Path, commands: Commands) -> Command:
    run = _command(home, commands)
    return lambda *more: run("send", "kiln", *PERIOD, *more)


@pytest.fixture
def serve_tls(
    home: Path, serve: Callable[[Script], ScriptedServer], authority: trustme.CA
) -> Callable[..., ScriptedServer]:
    """A server that the client's config points at, without that the approved mail changes."""

    def start(**says: object) -> ScriptedServer:
        server = serve(Script(tls=tls_of(authority), features=(b"8BITMIME", b"AUTH PLAIN"), **says))  # type: ignore[arg-type]
        _edit(home, "port: 2525", f"port: {server.port}")
        return server

    return start


def _edit(home: Path, old: str, new: str) -> None:
    path = home / "kiln" / "report.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_everyone_gets_it_once(send: Command, serve_tls: Callable[..., ScriptedServer]) -> None:
    server = serve_tls()
    first = send()
    assert first.returncode == DONE, first.stderr
    mails = [BytesParser(policy=policy.default).parsebytes(one) for one in server.accepted]
    assert sorted(str(mail["To"]) for mail in mails) == ["ceo@example.com", "cfo@example.com"]
    assert all([part.get_filename() for part in mail.iter_attachments()] == ["kiln_2026-10.pdf"] for mail in mails)
    again = send()
    assert again.returncode == DONE
    assert len(server.accepted) == 2
    assert PASSWORD not in first.stdout + first.stderr + again.stdout + again.stderr


@pytest.mark.parametrize(
    ("says", "status", "states"),
    [
        ({"answers": {"ceo@example.com": b"550 nobody"}}, INCOMPLETE, {"failed", "sent"}),
        ({"answers": {"MAIL": b"451 later"}}, INCOMPLETE, {"deferred"}),
        ({"dot": b"DROP"}, INCOMPLETE, {"in_doubt"}),
        ({"banner": b"554 not you"}, WRONG, {"approved"}),
        ({"answers": {"AUTH": b"535 who"}}, WRONG, {"approved"}),
    ],
)
def test_the_exit_status_says_how_far_it_came(
    says: dict[str, object], status: int, states: set[str], send: Command, serve_tls: Callable[..., ScriptedServer]
) -> None:
    serve_tls(**says)
    done = send()
    assert done.returncode == status, done.stderr
    assert {line.rpartition(": ")[2].split(" ")[0] for line in done.stdout.splitlines()} == states
    assert "next: " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_message_in_doubt_waits_for_a_person(send: Command, serve_tls: Callable[..., ScriptedServer]) -> None:
    server = serve_tls(dot=b"DROP")
    assert send().returncode == INCOMPLETE
    assert send().returncode == INCOMPLETE
    assert len(server.accepted) == 2, "one each, however often it is run"
    for who in ("ceo@example.com", "cfo@example.com"):
        send("--resolve", "sent", who)
    assert send().returncode == DONE
    assert len(server.accepted) == 2


def test_a_dry_run_writes_the_very_messages_and_opens_no_connection(
    send: Command, serve_tls: Callable[..., ScriptedServer], home: Path
) -> None:
    server = serve_tls()
    done = send("--dry-run")
    assert done.returncode == DONE, done.stderr
    assert sorted(path.name for path in (home / "outbox").iterdir()) == ["kiln_2026-10_01.eml", "kiln_2026-10_02.eml"]
    assert server.verbs == []
    assert not list((home / "kiln").rglob("ledger.sqlite"))


def _new_target(home: Path) -> None:
    """The report is built again after its approval, and is another."""
    _edit(home, "revenue: 1000", "revenue: 2000")
    assert run_anew(["build", "kiln", *PERIOD, "--format", "pdf,email"], home, _environment(home)).returncode == DONE


def _new_recipient(home: Path) -> None:
    _edit(home, "cc: [cfo@example.com]", "cc: [cfo@example.com, new@example.com]")


def _foreign_domain(home: Path) -> None:
    _edit(home, "allowed_domains: [example.com]", "allowed_domains: [example.org]")


def _no_approval(home: Path) -> None:
    shutil.rmtree(home / "kiln" / "archive")


def _another_byte(home: Path) -> None:
    """A byte of the archived PDF is not as it was."""
    (pdf,) = (path for path in home.rglob("objects/*/*") if path.read_bytes().startswith(b"%PDF-"))
    data = bytearray(pdf.read_bytes())
    data[len(data) // 2] ^= 1
    pdf.chmod(0o644)
    pdf.write_bytes(data)


REFUSED: dict[str, tuple[Callable[[Path], None], str]] = {
    "built anew since": (_new_target, "is void"),
    "another recipient": (_new_recipient, "other addresses"),
    "a recipient outside": (_foreign_domain, "outside delivery.allowed_domains"),
    "never approved": (_no_approval, "run reportgen approve"),
    "a byte of the PDF changed": (_another_byte, ""),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_must_not_go_out_is_refused_before_a_connection(
    case: str, home: Path, send: Command, serve_tls: Callable[..., ScriptedServer]
) -> None:
    change, words = REFUSED[case]
    server = serve_tls()
    change(home)
    done = send()
    assert done.returncode in (INCOMPLETE, WRONG), done.stdout
    assert words in done.stderr
    assert server.verbs == []
    assert "Traceback" not in done.stderr


def test_a_mail_that_no_server_takes_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_PASSWORD", PASSWORD)
    config = pipeline.load_one(home / "kiln")
    period = parse_period("2026-10", config.calendar, today=AT.date())
    order = post.order_of(config, period, home / "out", AT, dry=True)
    assert isinstance(order.letter, Letter)
    monkeypatch.setattr(post, "LARGEST", 1000)
    with pytest.raises(UsageError, match="too large"):
        post.order_of(config, period, home / "out", AT, dry=True)
