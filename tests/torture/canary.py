"""Twelve clients in twenty random orders, one of them broken: nothing of one in anything of another.

After each run: every file taken apart, every line printed, every temporary file left. All orders give the same bytes.
"""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import click

from tests.rooms.batch.canary_sample import BROKEN, WORDS, build, canaries, leaks
from tests.rooms.batch.test_batch import files

ORDERS = 20
WITH_PDF = 4  # of the orders; the others make the formats that cost less


def torture_canary() -> list[str]:
    """What leaked, and which bytes depended on the order."""
    failures: list[str] = []
    seen: dict[tuple[str, str], bytes] = {}
    chance = random.Random(20261101)  # noqa: S311  # an order, not a secret
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        homes = canaries(folder / "clients", WORDS)
        for turn in range(ORDERS):
            order = chance.sample(WORDS, len(WORDS))
            out, scratch = folder / f"out{turn}", folder / f"scratch{turn}"
            ran = build([homes[word] for word in order], out, scratch, _formats(turn))
            failures += [f"order {turn}: {leak}" for leak in leaks(WORDS, out, scratch, ran)]
            if ran.returncode != 1 or (out / BROKEN).exists():
                failures.append(f"order {turn}: status {ran.returncode}; {ran.stderr[-300:]}")
            for path, data in files(out).items():
                known = seen.setdefault((_formats(turn), path), data)  # mails and manifests name the formats
                if known != data and not path.startswith("_portfolio"):
                    failures.append(f"order {turn}: {path} has other bytes")
            click.echo(f"order {turn + 1} of {ORDERS}: {len(files(out))} files, {len(failures)} failures")
    return failures


def _formats(turn: int) -> str:
    return "pdf,html,email,json" if turn < WITH_PDF else "html,email,json"
