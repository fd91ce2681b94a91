"""Twelve clients in twenty random orders, two of them broken: nothing of one in anything of another.

One is always broken, and in each order another one beside it, at a stage of its own. After each run: every file taken
apart, every line printed, every temporary file left. A client's bytes are the same in all orders, whoever fails.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from tests.rooms.batch.canary_sample import BROKEN, WORDS, build, canaries, leaks
from tests.rooms.batch.test_batch import files

ORDERS = 20
WITH_PDF = 4  # of the orders; the others make the formats that cost less
FAULTS = {  # what is written over which file: the note and the table are refused early, the others while dressing
    "notes/2026-10.md": "---\nsection: {word}\n---\nA note.\n",
    "templates/blocks/cards.html.j2": "{{{{ {word} }}}}",
    "brand.yaml": "name: {word}\nlogo: missing-{word}.svg\n",
    "styles/own.css": ".{word} {{ background: url(https://{word}.example/x.png) }}",
}


def torture_canary() -> list[str]:
    """What leaked, and which bytes depended on the order."""
    failures: list[str] = []
    seen: dict[tuple[str, str], bytes] = {}
    chance = random.Random(20261101)  # noqa: S311  # an order, not a secret
    well = [word for word in WORDS if word != BROKEN]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        homes = canaries(folder / "clients", WORDS)
        for turn in range(ORDERS):
            order, spoilt = chance.sample(WORDS, len(WORDS)), well[turn % len(well)]
            out, scratch = folder / f"out{turn}", folder / f"scratch{turn}"
            with _spoilt(homes[spoilt], sorted(FAULTS)[turn % len(FAULTS)]):
                ran = build([homes[word] for word in order], out, scratch, _formats(turn))
            found = [f"order {turn}: {leak}" for leak in leaks(WORDS, out, scratch, ran)]
            made = {path.name for path in out.iterdir()} - {"_portfolio", ".kept"}
            if ran.returncode != 1 or made != set(well) - {spoilt}:
                found.append(f"order {turn}: status {ran.returncode}, made {sorted(made)}; {ran.stderr[-300:]}")
            for path, data in files(out).items():
                known = seen.setdefault((_formats(turn), path), data)  # mails and manifests name the formats
                if known != data and not path.startswith("_portfolio"):
                    found.append(f"order {turn}: {path} has other bytes")
            click.echo(
                "\n".join([f"order {turn + 1} of {ORDERS}: {len(files(out))} files, {len(found)} failures", *found])
            )
            failures += found
    return failures


@contextmanager
def _spoilt(home: Path, name: str) -> Iterator[None]:
    """A client with one file broken, whole again afterwards."""
    path = home / name
    before = path.read_bytes() if path.is_file() else None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(FAULTS[name].format(word=home.name))
    try:
        yield
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)


def _formats(turn: int) -> str:
    return "pdf,html,email,json" if turn < WITH_PDF else "html,email,json"
