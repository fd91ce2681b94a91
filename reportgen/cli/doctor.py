"""``reportgen doctor``: what this machine lacks and the command that installs it."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from reportgen.errors import ExitStatus


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def doctor_command(*, as_json: bool) -> int:
    """Look at this machine: Python, Pango, fonts, time zones. Exit status 1 when something needed is missing."""
    from reportgen.batch.limits import can_leave_network
    from reportgen.rendering.machine import Finding, inspect

    apart = can_leave_network()
    found, todo = "kept from it" if apart else "not kept from it", "allow user namespaces in this kernel"
    findings = (*inspect(), Finding("Network for workers", apart, found, todo, needed=False))
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            mark = "ok     " if finding.there else "missing" if finding.needed else "better "
            click.echo(f"{mark}  {finding.name}: {finding.found}")
            if not finding.there:
                click.echo(f"         {finding.todo}")
    lacking = any(finding.needed and not finding.there for finding in findings)
    return ExitStatus.INCOMPLETE if lacking else ExitStatus.DONE
