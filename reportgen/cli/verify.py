"""``reportgen verify``: a PDF by itself, and against an archive."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import click

from reportgen.cli.console import Console
from reportgen.cli.options import output_options
from reportgen.errors import ExitStatus


@click.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--archive",
    "place",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="Also prove that the file is archived: a client's folder, a portfolio, or a folder of archives.",
)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@output_options
def verify_command(*, file: Path, place: Path | None, as_json: bool, quiet: bool, no_color: bool) -> int:
    """Prove the report FILE, a PDF: the table and the facts inside it against each other and the printed numbers.

    With --archive (or an archive/ in this folder), its SHA-256 must be that of an archived report. Exit status 1
    when anything disagrees.
    """
    from reportgen.delivery.archive import receipt
    from reportgen.delivery.facts import read_file
    from reportgen.delivery.prove import prove
    from reportgen.pipeline.archives import archives_at, holding

    console = Console(quiet=quiet, color=not no_color)
    content = read_file(file)
    digest, proof = sha256(content).hexdigest(), prove(content, str(file))
    faults = list(proof.faults)
    usual = Path("archive")
    searched = place or (usual if usual.is_dir() else None)
    archives = archives_at(searched) if searched is not None else ()
    mine = [archive for archive in archives if proof.client in (None, archive.client)]
    found = next((hit for archive in mine if (hit := holding(archive, digest))), None)
    if found is None and (place is not None or mine):
        faults.append("it is not archived: no archived report has this SHA-256")
    if as_json:
        archived = {"period": found[0].period, "revision": found[0].revision, "file": found[1],
                    "receipt": str(receipt(found[0]))} if found else None  # fmt: skip
        body = {"file": str(file), "sha256": digest, "client": proof.client, "period": proof.period,
                "numbers": proof.numbers, "beside": proof.beside, "archived": archived, "faults": faults}  # fmt: skip
        click.echo(json.dumps(body, ensure_ascii=False, indent=2))
        return ExitStatus.INCOMPLETE if faults else ExitStatus.DONE
    click.echo(f"{digest}  {file}")
    for fault in faults:
        click.echo(f"fault: {fault}")
    if proof.client is not None and not proof.faults:
        console.say(f"{proof.client}, {proof.period}: {proof.numbers} numbers agree, {proof.beside} read on the pages")
    if found is not None:
        click.echo(f"archived: {found[0].period}, revision {found[0].revision}, receipt {receipt(found[0])}")
    elif not mine:
        console.say("next: name the archive with --archive to prove that these are the bytes that were archived")
    return ExitStatus.INCOMPLETE if faults else ExitStatus.DONE
