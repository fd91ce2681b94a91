"""The program that is tortured: commit and approve one report in the archive that is named."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

from reportgen.delivery.archive import Archive, approve, commit, entries
from reportgen.delivery.archive.page import index_page
from reportgen.errors import ReportgenError
from tests.rooms.delivery.archive_sample import AT, archive, release

MARK = "/the-archive-from-here"


def main(folder: Path) -> int:
    home = archive(folder)
    warm_up()
    Path(MARK).exists()  # seen in the trace: what comes before is Python starting
    try:
        one_report(home)
    except ReportgenError as error:
        click.echo(error, err=True)
        return int(error.exit_status)
    return 0


def one_report(home: Archive) -> None:
    """Archive the sample's report and approve it."""
    approve(home, commit(home, release(), at=AT), by="Maya Ortiz", at=AT)


def warm_up() -> None:
    """Load what the page needs, so that the faults meet the archive and no import."""
    with tempfile.TemporaryDirectory() as scratch:
        there = archive(Path(scratch))
        commit(there, release("warm"), at=AT)
        index_page(entries(there))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
