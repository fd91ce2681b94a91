"""``python tests/torture archive``: what a suite has no time for. Minutes; exit status 1 when anything gives way."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import click

from tests.torture.archive import torture_archive
from tests.torture.canary import torture_canary
from tests.torture.documents import torture_documents
from tests.torture.hostile import torture_hostile
from tests.torture.sending import torture_sending
from tests.torture.storm import torture_storm

RUNS = {
    "archive": torture_archive,
    "canary": torture_canary,
    "documents": torture_documents,
    "hostile": torture_hostile,
    "sending": torture_sending,
    "storm": torture_storm,
}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in RUNS]
    if unknown:
        click.echo(f"unknown: {', '.join(unknown)}; known: {', '.join(RUNS)}", err=True)
        return 2
    failures = [failure for name in names or RUNS for failure in RUNS[name]()]
    for failure in failures:
        click.echo(failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
