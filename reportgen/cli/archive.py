"""``reportgen archive``: what is archived, whether it is whole, and copies of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportgen.cli.console import Console
from reportgen.cli.options import output_options, period_option
from reportgen.errors import ExitStatus, Place, Problem, UsageError

if TYPE_CHECKING:
    from reportgen.delivery.archive import Archive, Entry

PATH = click.argument("path", type=click.Path(path_type=Path))
JSON = click.option("--json", "as_json", is_flag=True, help="As JSON.")


@click.group("archive", context_settings={"help_option_names": ["-h", "--help"]})
def archive_command() -> None:
    """What is archived. PATH is a client's folder, a portfolio, or a folder of archives."""


@archive_command.command("list")
@PATH
@period_option(required=False)
@JSON
@output_options
def list_command(*, path: Path, period: str | None, as_json: bool, quiet: bool, no_color: bool) -> int:
    """List the archived reports: period, revision, status, approval, receipt."""
    from reportgen.pipeline.archives import archives_at, revisions

    console = Console(quiet=quiet, color=not no_color)
    archives = archives_at(path)
    only = period if len(archives) == 1 else None
    shown = [(archive, entry) for archive in archives for entry in revisions(archive, only)]
    described = [_described(archive, entry) for archive, entry in shown if period in (None, entry.period)]
    if as_json:
        click.echo(json.dumps(described, ensure_ascii=False, indent=2))
        return ExitStatus.DONE
    for one in described:
        words = f"approved by {one['approval']['by']}" if one["approval"] else "not approved"
        click.echo(f"{one['client']}  {one['period']}  r{one['revision']}  {one['status']}  {words}  {one['receipt']}")
    if not described:
        console.say("nothing is archived yet; next: reportgen build PATH --period P, then reportgen approve")
    else:
        console.say(f"next: reportgen archive verify {path} --receipt {described[-1]['receipt']}")
    return ExitStatus.DONE


@archive_command.command("show")
@PATH
@period_option()
@click.option("--revision", type=click.IntRange(min=1), metavar="N", help="Which one (default: the last).")
@JSON
@output_options
def show_command(*, path: Path, period: str, revision: int | None, as_json: bool, quiet: bool, no_color: bool) -> int:
    """Show one archived report: its files with their hashes, why it is there, who approved it."""
    console = Console(quiet=quiet, color=not no_color)
    archive, entry = _one(path, period, revision)
    found = _described(archive, entry)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return ExitStatus.DONE
    approval = found["approval"]
    for label in ("client", "period", "revision", "report", "status", "reason", "archived", "version"):
        if found[label] is not None:
            click.echo(f"{label:10}{found[label]}")
    signed = f"{approval['by']}, {approval['at']}" if approval else "none"
    click.echo(f"{'approval':10}{signed}")
    click.echo(f"{'receipt':10}{found['receipt']}")
    for file in found["files"]:
        click.echo(f"{file['sha256']}  {file['bytes']:>10,}  {file['file']}")
    console.say(f"page: {archive.home / 'index.html'}")
    return ExitStatus.DONE


@archive_command.command("verify")
@PATH
@click.option("--receipt", metavar="RECEIPT", help="Prove that the archive still holds this entry and all before it.")
@JSON
@output_options
def verify_command(*, path: Path, receipt: str | None, as_json: bool, quiet: bool, no_color: bool) -> int:
    """Hash every archived file again and walk the log; exit status 1 when anything is not as it was archived."""
    from reportgen.delivery.archive import read_receipt, survey
    from reportgen.pipeline.archives import archives_at

    console = Console(quiet=quiet, color=not no_color)
    wanted = read_receipt(receipt) if receipt is not None else None
    archives = archives_at(path)
    if wanted is not None and wanted.client not in (archive.client for archive in archives):
        raise UsageError(Problem(f"the receipt is of '{wanted.client}', which has no archive here", Place(str(path))))
    results, broken = [], False
    for archive in archives:
        found = survey(archive, wanted if wanted is not None and wanted.client == archive.client else None)
        broken = broken or bool(found.faults)
        faults = [{"kind": one.kind.value, "path": one.path, "detail": one.detail} for one in found.faults]
        results.append({"client": archive.client, "entries": len(found.entries), "objects": found.objects,
                        "bytes": found.bytes, "faults": faults, "leftovers": list(found.leftovers)})  # fmt: skip
        if as_json:
            continue
        for fault in found.faults:
            click.echo(f"{archive.client}: {fault}")
        for leftover in found.leftovers:
            console.say(f"{archive.client}: left over (harmless): {leftover}")
        whole = f"whole: {len(found.entries)} entries, {found.objects} files, {found.bytes / 1e6:,.1f} MB"
        console.say(f"{archive.client}: {f'{len(found.faults)} fault(s)' if found.faults else whole}")
    if as_json:
        click.echo(json.dumps(results, ensure_ascii=False, indent=2))
    elif broken:
        console.say("next: put the named files back from a backup, byte for byte, then verify again")
    else:
        console.say(f"next: reportgen schedule {path} --print cron, for the reports to come")
    return ExitStatus.INCOMPLETE if broken else ExitStatus.DONE


@archive_command.command("export")
@PATH
@period_option()
@click.option("--revision", type=click.IntRange(min=1), metavar="N", help="Which one (default: the last).")
@click.option("--out", required=True, metavar="DIR", type=click.Path(path_type=Path), help="Where copies go.")
@output_options
def export_command(*, path: Path, period: str, revision: int | None, out: Path, quiet: bool, no_color: bool) -> int:
    """Copy an archived report's files, hashed again, into a folder; nothing there is overwritten."""
    from reportgen.delivery.archive import content

    console = Console(quiet=quiet, color=not no_color)
    archive, entry = _one(path, period, revision)
    for one in (*entry.artefacts, entry.report.manifest):
        found, target = content(archive, one.sha256), out / one.file
        try:
            out.mkdir(parents=True, exist_ok=True)
            if not (target.is_file() and target.read_bytes() == found):
                with target.open("xb") as file:
                    file.write(found)
        except OSError as error:
            raise UsageError(
                Problem(
                    "a copy cannot be written",
                    Place(str(target)),
                    found=error.strerror or str(error),
                    todo="choose another folder with --out",
                )
            ) from error
        click.echo(target)
    console.say(f"{archive.client}: {entry.period}, revision {entry.revision}, as archived")
    return ExitStatus.DONE


def _one(path: Path, period: str, revision: int | None) -> tuple[Archive, Entry]:
    """One archived report of the one client at a path."""
    from reportgen.pipeline.archives import archives_at, referred

    archives = archives_at(path)
    if len(archives) != 1:
        names = ", ".join(archive.client for archive in archives)
        raise UsageError(Problem("this command takes one client", Place(str(path)), found=names))
    text = f"archive:{archives[0].client}/{period}" + (f"/r{revision}" if revision else "")
    found = referred(text, path)
    if found is None:
        raise UsageError(Problem(f"'{period}' is no period", expected="an archived period's id, as in 2026-10"))
    return found


def _described(archive: Archive, entry: Entry) -> dict[str, Any]:
    from reportgen.delivery.archive import ApprovalRecord, approval_of, receipt

    record, approval = entry.report, approval_of(archive, entry)
    by = approval.record.by if approval and isinstance(approval.record, ApprovalRecord) else None
    return {
        "client": entry.client,
        "period": record.period,
        "revision": record.revision,
        "supersedes": record.supersedes,
        "reason": record.reason,
        "report": record.report,
        "status": record.status,
        "version": record.version,
        "archived": entry.at.isoformat(),
        "approval": {"by": by, "at": approval.at.isoformat(), "receipt": str(receipt(approval))} if approval else None,
        "receipt": str(receipt(approval or entry)),
        "files": [
            {"format": one.format, "file": one.file, "sha256": one.sha256, "bytes": one.bytes}
            for one in (*record.artefacts, record.manifest)
        ],
    }
