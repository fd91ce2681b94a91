"""The post: a report's mail as it is built, and all that must be true before an archived one is sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from reportgen.config.client import ClientConfig
from reportgen.delivery import Artefact
from reportgen.delivery.archive import (
    Archive,
    Entry,
    approval_of,
    archive_of,
    commit,
    content,
    latest,
    receipt,
    release_in,
)
from reportgen.delivery.facts import FACTS, pdf_contents
from reportgen.delivery.mail import Letter, Means, Order, Part, Server, check_server, message_bytes, read_letter
from reportgen.errors import ConfigError, Problem, PublishError, UsageError
from reportgen.periods.model import Period
from reportgen.rendering.mail import MailBody, preview

KINDS = {
    "pdf": "application/pdf",
    "html": "text/html",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "json": "application/json",
}
LARGEST = 10_000_000  # bytes of a message
_SHOWN = 3
Say = Callable[[str], None]


def mail_files(config: ClientConfig, stem: str, body: MailBody, made: Mapping[str, bytes]) -> tuple[Artefact, ...]:
    """The two files of the format ``email``: the whole message, and its page for a browser."""
    delivery = config.delivery
    letter = Letter(
        subject=body.subject,
        language=config.locale,
        sender=delivery.sender,
        sender_name=(config.prepared_by or "") if delivery.sender else "",
        reply_to=delivery.reply_to,
        to=(*delivery.to, *delivery.cc),
        html=body.html,
        text=body.text,
        pictures=tuple(Part(one.cid, "image/png", one.content) for one in body.pictures),
        attachments=tuple(Part(f"{stem}.{form}", KINDS[form], made[form]) for form in attached(config, made)),
    )
    return (
        Artefact("email", f"{stem}.eml", message_bytes(letter)),
        Artefact("email-preview", f"{stem}.email.html", preview(body)),
    )


def attached(config: ClientConfig, made: Mapping[str, object]) -> tuple[str, ...]:
    """The formats of ``delivery.formats`` that are made and can be attached."""
    return tuple(form for form in config.delivery.formats if form in made and form in KINDS)


def order_of(config: ClientConfig, period: Period, out: Path, at: datetime, *, dry: bool) -> Order:
    """What is to be sent, after every check. ``dry`` archives nothing.

    UsageError when it is not built, not approved, changed since, too large, or a recipient is not allowed; PublishError
    when the mail or the PDF in it is not of this client and archive.
    """
    _settled(config)
    archive = archive_of(config.archive, config.id)
    entry = _entry(config, archive, period, out, at, dry=dry)
    stored = next((one for one in entry.artefacts if one.format == "email"), None)
    if stored is None:
        raise UsageError(
            Problem(
                f"the archived report of '{config.id}' for {period.id} has no mail",
                todo=f"build it with --format pdf,html,email --period {period.id}, approve it, then send it",
            )
        )
    mail = content(archive, stored.sha256)
    letter = read_letter(mail)
    recipients = tuple(dict.fromkeys((*config.delivery.to, *config.delivery.cc)))
    if (letter.sender, letter.reply_to, letter.to) != (config.delivery.sender, config.delivery.reply_to, recipients):
        raise UsageError(
            Problem(
                "the approved mail bears other addresses than the config",
                expected="from, reply_to, to and cc as when it was built",
                todo=f"build it again with --period {period.id}, and approve that",
            )
        )
    bound(archive, entry, letter, config)
    if len(mail) > LARGEST:
        parts = ", ".join(f"{name} ({size / 1e6:.1f} MB)" for name, size in letter.parts()[:_SHOWN])
        raise UsageError(
            Problem(
                "the mail is too large to be sent",
                found=f"{len(mail) / 1e6:.1f} MB, the most of it {parts}",
                expected=f"at most {LARGEST / 1e6:.0f} MB",
                todo="attach fewer files (delivery.formats)",
            )
        )
    return Order(archive, entry, letter, stored.sha256, recipients, receipt(approval_of(archive, entry) or entry))


def _settled(config: ClientConfig) -> None:
    """ConfigError for delivery settings with which nothing can be sent."""
    delivery = config.delivery
    lacking = [name for name, value in (("to", delivery.to), ("from", delivery.sender)) if not value]
    if lacking:
        raise ConfigError(
            Problem(f"{config.file}: delivery lacks {' and '.join(lacking)}", todo="add it to report.yaml")
        )
    recipients = (*delivery.to, *delivery.cc)
    allowed = {domain.lower() for domain in delivery.allowed_domains}
    outside = [one for one in recipients if allowed and one.rpartition("@")[2].lower() not in allowed]
    if outside:
        raise ConfigError(
            Problem(
                f"{config.file}: a recipient is outside delivery.allowed_domains",
                found=", ".join(outside),
                expected="an address at " + " or ".join(sorted(allowed)),
            )
        )


def _entry(config: ClientConfig, archive: Archive, period: Period, out: Path, at: datetime, *, dry: bool) -> Entry:
    """The archived report to send: approved, and the one that was built last."""
    manifest = out / config.id / f"{config.id}_{period.stem}.manifest.json"
    built = release_in(out, config.id, period) if manifest.exists() else None
    if config.delivery.approval == "none" and built is not None and not dry:
        return commit(archive, built, at=at)
    entry = latest(archive, period.id)
    again = f"reportgen approve {config.folder.name} --period {period.id} --by NAME"
    if entry is None:
        why = "archived; a dry run archives nothing" if config.delivery.approval == "none" else "approved"
        raise UsageError(Problem(f"no report of '{config.id}' for {period.id} is {why}", todo=f"run {again}"))
    if built is not None and built.stored() != entry.artefacts:
        raise UsageError(
            Problem(
                f"the approval of '{config.id}' for {period.id} is void",
                found=f"the report in {out} is another than the archived revision {entry.revision}",
                todo=f'look at it, then run {again} --reason "…"',
            )
        )
    if config.delivery.approval == "required" and approval_of(archive, entry) is None:
        raise UsageError(
            Problem(f"revision {entry.revision} of '{config.id}' for {period.id} is not approved", todo=f"run {again}")
        )
    return entry


def bound(archive: Archive, entry: Entry, letter: Letter, config: ClientConfig) -> None:
    """The last guard against one client's report in another's mail: hashes, and the facts inside the PDF."""
    hashes = {one.file: one.sha256 for one in entry.artefacts}
    names = {one.name.rpartition(".")[2] for one in letter.attachments}
    lacking = [form for form in config.delivery.formats if form != "email" and form not in names]
    if lacking:
        raise UsageError(
            Problem(
                f"the mail lacks what delivery.formats wants: {', '.join(lacking)}",
                todo=f"build with --format {','.join([*config.delivery.formats, 'email'])}, and approve that",
            )
        )
    for one in letter.attachments:
        digest = sha256(one.content).hexdigest()
        if hashes.get(one.name) != digest:
            raise _foreign(one.name, "not a file of the archived report")
        content(archive, digest)
        if one.kind == KINDS["pdf"]:
            facts = pdf_contents(one.content, one.name).ending(FACTS)
            found = json.loads(facts) if facts else {}
            about = (found.get("client"), found.get("period", {}).get("id"))
            if about != (config.id, entry.period):
                raise _foreign(one.name, f"a report of {about[0]}, {about[1]}")


def _foreign(name: str, found: str) -> PublishError:
    return PublishError(Problem(f"{name} must not be sent", found=found, expected="this client's archived report"))


def means_of(config: ClientConfig, order: Order, now: Callable[[], datetime], wait: Callable[[float], None]) -> Means:
    """The client's mail server, as configured. ConfigError without one, or for one without TLS."""
    smtp = config.delivery.smtp
    if smtp is None:
        raise ConfigError(
            Problem(
                f"{config.file}: delivery.smtp is not set",
                expected="host, port, user, password",
                todo="add it, or see the messages with --dry-run",
            )
        )
    server = Server(
        host=smtp.host.reveal(),
        port=smtp.port,
        security=smtp.security,
        user=smtp.user.reveal() if smtp.user else None,
        password=smtp.password.reveal() if smtp.password else None,
    )
    check_server(server)
    return Means(
        server, now, wait, 60 / smtp.per_minute, lambda: bound(order.archive, order.entry, order.letter, config)
    )
