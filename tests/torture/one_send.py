"""The program that is tortured: send one archived report to two recipients, through the server at the port named."""

from __future__ import annotations

import contextlib
import sys
from datetime import timedelta
from pathlib import Path

import click

from reportgen.delivery.mail import Dispatch, send
from reportgen.errors import ReportgenError
from tests.rooms.delivery.mail.mail_sample import AT, means_to, order_in
from tests.torture.one_report import MARK


def main(folder: Path, port: int) -> int:
    order, means = order_in(folder), means_to(port)
    Path(MARK).exists()  # seen in the trace: what comes before is Python starting
    try:
        rows = send(order, means).rows
    except ReportgenError as error:
        click.echo(error, err=True)
        return int(error.exit_status)
    with contextlib.suppress(OSError):  # the last write is a fault too
        click.echo(" ".join(row.state.value for row in rows))
    return 0


def send_later(folder: Path, port: int) -> Dispatch:
    """The next run, a day after."""
    return send(order_in(folder), means_to(port, AT + timedelta(days=1)))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
