"""kill -9 at each stage of the conversation with the server: nobody gets a message twice, what may have come is marked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reportgen.delivery.archive import archive_of, survey
from reportgen.delivery.mail import State
from tests.rooms.delivery.mail.mail_sample import Script, ScriptedServer
from tests.torture.one_send import send_later
from tests.torture.sending import copies_of

ROOT = Path(__file__).parents[4]
pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")


class Killer(ScriptedServer):
    """A server that kills its client when a stage is reached for the given time."""

    def __init__(self, stage: str, turn: int) -> None:
        self.stage, self.turn, self.victim, self.killed = stage, turn, 0, False
        super().__init__(Script())

    def _reached(self, stage: str) -> bool:
        if self.killed or stage != self.stage or not self.victim:
            return False
        self.turn -= 1
        if self.turn:
            return False
        os.kill(self.victim, signal.SIGKILL)
        self.killed = True
        return True

    def _answer(self, verb: str, line: bytes) -> bytes:
        return b"DROP" if self._reached(verb) else super()._answer(verb, line)

    def _say(self, connection: object, answer: bytes) -> bool:
        if answer == self.script.dot:
            if self._reached("before the answer"):
                return False
            said = super()._say(connection, answer)  # type: ignore[arg-type]
            self._reached("after the answer")
            return said
        return super()._say(connection, answer)  # type: ignore[arg-type]


@pytest.mark.parametrize("turn", [1, 2])  # with the first recipient, with the second
@pytest.mark.parametrize("stage", ["EHLO", "MAIL", "RCPT", "DATA", "before the answer", "after the answer", "QUIT"])
def test_a_killed_sender_repeats_nothing(stage: str, turn: int, tmp_path: Path) -> None:
    server = Killer(stage, turn)
    try:
        command = [sys.executable, "-m", "tests.torture.one_send", str(tmp_path), str(server.port)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as sender:
            server.victim = sender.pid
            _, said = sender.communicate(timeout=60)
        assert server.killed, said.decode()
        assert sender.returncode == -signal.SIGKILL
        assert survey(archive_of(tmp_path, "lumen-oak")).faults == ()
        rows = {row.recipient: row for row in send_later(tmp_path, server.port).rows}
    finally:
        server.close()
    copies = copies_of(server.accepted)
    assert all(copies[name] == 1 for name, row in rows.items() if row.state is State.SENT)
    assert all(copies[name] <= 1 for name in rows)
    doubt = [row for row in rows.values() if row.state is State.IN_DOUBT]
    assert len(doubt) <= 1, "only the message that was on its way"
    assert {row.state for row in rows.values()} <= {State.SENT, State.IN_DOUBT}
    if stage == "before the answer":
        assert len(doubt) == 1, "it came, and nobody was told so"
