"""What a server does, what the ledger says then, and how many copies were on the wire."""

from __future__ import annotations

import socket
from datetime import timedelta
from pathlib import Path

import pytest

from reportgen.delivery.mail import Dispatch, State, Verdict, resolve, send
from tests.rooms.delivery.mail.mail_sample import AT, PASSWORD, Script, means_to, order_in, tls_of, trusting

ONE = ("ceo@example.com",)
LONG = b"250-" + b"x" * 60 + b"\r\n"
# server → state of the recipient, whether the run was stopped for its settings, copies that went over the wire
SERVERS = {
    "takes it": (Script(), "sent", False, 1),
    "queues it with many lines": (Script(dot=b"250-one\r\n250 two"), "sent", False, 1),
    "answers in eight bits": (Script(dot="250 reçu".encode("latin-1")), "sent", False, 1),
    "knows HELO only": (Script(answers={"EHLO": b"502 what"}), "sent", False, 1),
    "drops at QUIT": (Script(answers={"QUIT": b"DROP"}), "sent", False, 1),
    "hangs at QUIT": (Script(answers={"QUIT": b"HANG"}), "sent", False, 1),
    "has no extension": (Script(features=()), "sent", False, 1),
    "has a large SIZE": (Script(features=(b"SIZE 9000000",)), "sent", False, 1),
    "has a small SIZE": (Script(features=(b"SIZE 100",)), "failed", False, 0),
    "hangs before its banner": (Script(banner=b"HANG"), "deferred", False, 0),
    "drops before its banner": (Script(banner=b"DROP"), "deferred", False, 0),
    "resets before its banner": (Script(banner=b"RESET"), "deferred", False, 0),
    "banner 421": (Script(banner=b"421 busy"), "deferred", False, 0),
    "banner 450": (Script(banner=b"450 busy"), "deferred", False, 0),
    "banner 554": (Script(banner=b"554 not you"), "approved", True, 0),
    "banner of garbage": (Script(banner=b"SSH-2.0-x"), "deferred", False, 0),
    "drops at EHLO": (Script(answers={"EHLO": b"DROP"}), "deferred", False, 0),
    "EHLO and HELO 421": (Script(answers={"EHLO": b"421 no", "HELO": b"421 no"}), "deferred", False, 0),
    "EHLO and HELO 550": (Script(answers={"EHLO": b"550 no", "HELO": b"550 no"}), "approved", True, 0),
    "MAIL 421": (Script(answers={"MAIL": b"421 later"}), "deferred", False, 0),
    "MAIL 451": (Script(answers={"MAIL": b"451 later"}), "deferred", False, 0),
    "MAIL 452": (Script(answers={"MAIL": b"452 full"}), "deferred", False, 0),
    "MAIL 530": (Script(answers={"MAIL": b"530 log in"}), "approved", True, 0),
    "MAIL 550": (Script(answers={"MAIL": b"550 not yours"}), "approved", True, 0),
    "MAIL 552": (Script(answers={"MAIL": b"552 too large"}), "failed", False, 0),
    "hangs at MAIL": (Script(answers={"MAIL": b"HANG"}), "deferred", False, 0),
    "RCPT 421": (Script(answers={"RCPT": b"421 later"}), "deferred", False, 0),
    "RCPT 450": (Script(answers={"RCPT": b"450 greylisted"}), "deferred", False, 0),
    "RCPT 451": (Script(answers={"RCPT": b"451 later"}), "deferred", False, 0),
    "RCPT 452": (Script(answers={"RCPT": b"452 full"}), "deferred", False, 0),
    "RCPT 550": (Script(answers={"RCPT": b"550 5.1.1 nobody"}), "failed", False, 0),
    "RCPT 551": (Script(answers={"RCPT": b"551 moved"}), "failed", False, 0),
    "RCPT 553": (Script(answers={"RCPT": b"553 no"}), "failed", False, 0),
    "drops at RCPT": (Script(answers={"RCPT": b"DROP"}), "deferred", False, 0),
    "DATA 451": (Script(answers={"DATA": b"451 later"}), "deferred", False, 0),
    "DATA 554": (Script(answers={"DATA": b"554 no"}), "failed", False, 0),
    "drops at DATA": (Script(answers={"DATA": b"DROP"}), "deferred", False, 0),
    "dot 421": (Script(dot=b"421 later"), "deferred", False, 1),
    "dot 451": (Script(dot=b"451 later"), "deferred", False, 1),
    "dot 452": (Script(dot=b"452 full"), "deferred", False, 1),
    "dot 550": (Script(dot=b"550 spam"), "failed", False, 1),
    "dot 552": (Script(dot=b"552 too large"), "failed", False, 1),
    "dot 554": (Script(dot=b"554 policy"), "failed", False, 1),
    "drops at the dot": (Script(dot=b"DROP"), "in_doubt", False, 1),
    "resets at the dot": (Script(dot=b"RESET"), "in_doubt", False, 1),
    "hangs at the dot": (Script(dot=b"HANG"), "in_doubt", False, 1),
    "garbage at the dot": (Script(dot=b"thank you"), "in_doubt", False, 1),
    "a line of a megabyte at the dot": (Script(dot=b"250 " + b"x" * 1_000_000), "in_doubt", False, 1),
    "lines without end at the dot": (Script(dot=LONG * 5000 + b"250 x"), "in_doubt", False, 1),
    "a code out of range at the dot": (Script(dot=b"999 what"), "in_doubt", False, 1),
}


@pytest.mark.parametrize("name", SERVERS)
def test_each_server_leads_to_its_state_and_the_next_run_converges(name: str, serve, tmp_path: Path) -> None:
    script, state, stopped, copies = SERVERS[name]
    server, order = serve(script), order_in(tmp_path, recipients=ONE)
    dispatch = send(order, means_to(server.port))
    assert [row.state for row in dispatch.rows] == [state]
    assert (dispatch.stopped is not None) is stopped
    assert len(server.accepted) == copies

    good = serve(Script())
    later = send(order, means_to(good.port, AT + timedelta(days=1)))
    again = {"approved": 1, "deferred": 1}.get(state, 0)  # what is sent, refused or in doubt is never sent again
    assert len(good.accepted) == again
    assert later.rows[0].state == ("sent" if again else state)
    assert send(order, means_to(good.port, AT + timedelta(days=2))).rows == later.rows
    assert len(good.accepted) == again


@pytest.mark.parametrize("at", [0, 300, 900])
def test_a_reset_inside_the_message_is_later_or_in_doubt_but_never_sent(at: int, serve, tmp_path: Path) -> None:
    server = serve(Script(drop_after=at))
    row = send(order_in(tmp_path, recipients=ONE), means_to(server.port)).rows[0]
    assert row.state in {State.DEFERRED, State.IN_DOUBT}


def test_nobody_listening_defers_all(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert {row.state for row in send(order_in(tmp_path), means_to(port)).rows} == {State.DEFERRED}


def test_a_refused_recipient_costs_the_other_nothing(serve, tmp_path: Path) -> None:
    server = serve(Script(answers={"ceo@example.com": b"550 nobody"}))
    states = {row.recipient: row.state for row in send(order_in(tmp_path), means_to(server.port)).rows}
    assert states == {"ceo@example.com": State.FAILED, "cfo@example.com": State.SENT}
    assert b"To: cfo@example.com" in server.accepted[0]
    assert b"ceo@example.com" not in server.accepted[0]


def test_a_message_in_doubt_waits_for_a_word_and_is_repeated_byte_by_byte(serve, tmp_path: Path) -> None:
    lost, order = serve(Script(dot=b"DROP")), order_in(tmp_path, recipients=ONE)
    send(order, means_to(lost.port))
    resolve(order, ONE[0], "retry", AT)
    good = serve(Script())
    assert send(order, means_to(good.port, AT + timedelta(days=1))).rows[0].state is State.SENT
    assert good.accepted == lost.accepted


def test_an_address_refused_last_month_is_suppressed_until_someone_says_otherwise(serve, tmp_path: Path) -> None:
    send(order_in(tmp_path, 9, ONE), means_to(serve(Script(answers={"RCPT": b"550 nobody"})).port))
    good, order = serve(Script()), order_in(tmp_path, 10, ONE)
    assert send(order, means_to(good.port)).rows[0].state is State.SUPPRESSED
    resolve(order, ONE[0], "retry", AT)
    assert send(order, means_to(good.port)).rows[0].state is State.SENT


def test_after_five_days_of_later_it_expires(serve, tmp_path: Path) -> None:
    server, order = serve(Script(answers={"RCPT": b"450 later"})), order_in(tmp_path, recipients=ONE)
    waits = []
    at = AT
    while (row := send(order, means_to(server.port, at)).rows[0]).state is State.DEFERRED:
        waits.append(row.next_at)
        at = max(at + timedelta(minutes=15), at.fromisoformat(row.next_at))
    assert row.state is State.EXPIRED
    # 15 min, then twice as long each time, at most four hours
    assert waits[:3] == [(AT + timedelta(minutes=one)).isoformat() for one in (15, 45, 105)]


def stopped_by_tls(dispatch: Dispatch) -> bool:
    return dispatch.stopped is not None and dispatch.stopped.verdict is Verdict.SETUP


@pytest.mark.parametrize("case", ["unknown authority", "another host", "stripped", "refused for now", "no login"])
def test_without_proven_tls_and_login_nothing_is_said(case: str, serve, tmp_path: Path, authority) -> None:
    tls = (
        None
        if case == "stripped"
        else tls_of(authority, "elsewhere.example" if case == "another host" else "127.0.0.1")
    )
    script = Script(tls=tls, features=(b"AUTH PLAIN",))
    if case == "refused for now":
        script.answers["STARTTLS"] = b"454 not now"
    if case == "no login":
        script.answers["AUTH"] = b"535 wrong " + PASSWORD.encode()
    server = serve(script)
    login = {"user": "mailer", "password": PASSWORD, "security": "starttls"}
    if case != "unknown authority":
        login["context"] = trusting(authority)
    dispatch = send(order_in(tmp_path, recipients=ONE), means_to(server.port, **login))
    assert stopped_by_tls(dispatch) is (case != "refused for now")
    assert dispatch.rows[0].state == ("deferred" if case == "refused for now" else "approved")
    assert "DATA" not in server.verbs
    assert ("AUTH" in server.verbs) is (case == "no login")
    assert PASSWORD not in repr(dispatch)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_over_proven_tls_it_goes_out_and_no_secret_stays(security: str, serve, tmp_path: Path, authority) -> None:
    server = serve(Script(tls=tls_of(authority), implicit=security == "tls", features=(b"AUTH PLAIN",)))
    if security == "tls":
        server.script.features = (b"AUTH PLAIN",)
    means = means_to(server.port, user="mailer", password=PASSWORD, security=security, context=trusting(authority))
    assert send(order_in(tmp_path, recipients=ONE), means).rows[0].state is State.SENT
    written = b"".join(path.read_bytes() for path in sorted(tmp_path.rglob("*")) if path.is_file())
    assert PASSWORD.encode() not in written
    assert PASSWORD not in repr(means)
