"""The portfolio page: after a run, how every client stands, from what its own report says of itself."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from reportgen.batch.order import Order, Outcome
from reportgen.config.client import ClientConfig
from reportgen.delivery import Artefact, publish
from reportgen.delivery.manifest import read_manifest
from reportgen.errors import ReportgenError
from reportgen.formatting import Formatter, PeriodStyle
from reportgen.narrative import load_phrases
from reportgen.narrative.model import plain
from reportgen.narrative.phrases import Phrases
from reportgen.narrative.template import counted
from reportgen.periods import parse_period
from reportgen.periods.model import Period
from reportgen.pipeline.standing import Standing, standing
from reportgen.rendering.portfolio import ClientRow, Figure, Moved, PortfolioPage, portfolio_html, portfolio_pdf

FOLDER = "_portfolio"
_WORDS = ("client", "state", "heading", "figure", "missed", "warnings", "proof")
_STATES = {
    Standing.TO_BUILD: "none",
    Standing.TO_APPROVE: "waiting",
    Standing.TO_SEND: "to_send",
    Standing.IN_HAND: "in_hand",
    Standing.UNSENT: "built",
    Standing.SENT: "sent",
}
_TONES = {"failed": "bad", "none": "bad", "provisional": "wait", "waiting": "wait", "in_hand": "wait"}
_ATTENTION = ("failed", "none", "provisional", "waiting", "in_hand", "to_send", "built", "sent")
_SENTIMENTS = {"favourable": "good", "unfavourable": "bad"}


def publish_portfolio(
    found: Sequence[ClientConfig | Outcome], outcomes: Sequence[Outcome], order: Order
) -> tuple[Path, ...]:
    """Write ``OUT/_portfolio/portfolio_<period>.html``, and .pdf where PDFs are asked for; nothing for a single client.

    Every client found is on it, also one that this run was not asked to build. Raises ReportgenError.
    """
    configs = [one for one in found if isinstance(one, ClientConfig)]
    if len(found) < 2 or not configs:  # noqa: PLR2004
        return ()
    page, stem = portfolio_page(found, outcomes, order)
    files = [Artefact("html", f"portfolio_{stem}.html", portfolio_html(page))]
    if "pdf" in order.formats:
        files.append(Artefact("pdf", f"portfolio_{stem}.pdf", portfolio_pdf(page)))
    listed = [{"file": one.name, "sha256": one.digest} for one in files]
    manifest = json.dumps({"period": stem, "clients": [config.id for config in configs], "artefacts": listed}, indent=1)
    name = f"portfolio_{stem}.manifest.json"
    return publish(
        order.out / FOLDER, files, name, f"{manifest}\n".encode(), lambda file: file.startswith(f"portfolio_{stem}.")
    )


def portfolio_page(
    found: Sequence[ClientConfig | Outcome], outcomes: Sequence[Outcome], order: Order
) -> tuple[PortfolioPage, str]:
    """The page in the language that most of the clients read, and the period as files are named for it."""
    configs = [one for one in found if isinstance(one, ClientConfig)]
    locale = Counter(config.locale for config in configs).most_common(1)[0][0]
    phrases, formatter = load_phrases(locale), Formatter(locale, "USD")  # no money is printed
    ended = {outcome.client: outcome for outcome in outcomes}
    rows = []
    for one in found:
        if isinstance(one, Outcome):
            rows.append(("failed", _failed(one, locale, phrases, one.client)))
            continue
        outcome = ended.get(one.id)
        if outcome is not None and outcome.error is not None:
            rows.append(("failed", _failed(outcome, one.locale, phrases, one.name)))
        else:
            rows.append(_row(one, _period(one, order), order.out, phrases))
    period = _period(configs[0], order)
    rows.sort(key=lambda entry: (_ATTENTION.index(entry[0]), not entry[1].missed, entry[1].client.casefold()))
    states = Counter(state for state, _ in rows)
    counts = [
        ("clients", len(rows)),
        ("count.failed", states["failed"]),
        ("count.waiting", states["waiting"]),
        ("count.missed", sum(row.missed for _, row in rows)),
        ("count.published", sum(outcome.status == "published" for outcome in outcomes)),
        ("count.unchanged", sum(outcome.status == "unchanged" for outcome in outcomes)),
    ]
    page = PortfolioPage(
        locale=locale,
        title=phrases.word("portfolio.title"),
        period=formatter.period(period, PeriodStyle.LONG),
        words={word: phrases.word(f"portfolio.{word}") for word in _WORDS},
        counts=tuple((phrases.word(f"portfolio.{key}"), count) for key, count in counts),
        rows=tuple(row for _, row in rows),
    )
    return page, period.stem


def _period(config: ClientConfig, order: Order) -> Period:
    return parse_period(order.period, config.calendar, today=order.day_in(config.timezone))


def _failed(outcome: Outcome, locale: str, phrases: Phrases, name: str) -> ClientRow:
    why = str(outcome.error).splitlines()[0] if outcome.error is not None else None
    return ClientRow(name, locale, phrases.word("portfolio.standing.failed"), "bad", why=why)


def _row(config: ClientConfig, period: Period, out: Path, phrases: Phrases) -> tuple[str, ClientRow]:
    """A client's state, and its row from the manifest of its report."""
    stem = f"{config.id}_{period.stem}"
    manifest = read_manifest(out / config.id / f"{stem}.manifest.json") or {}
    state = _state(config, period, out, manifest)
    front: Mapping[str, Any] = manifest.get("front") or {}
    targets: Mapping[str, int] = front.get("targets") or {}
    missed, count = targets.get("missed", 0), sum(targets.values())
    page = f"{stem}.html"
    row = ClientRow(
        client=config.name,
        locale=config.locale,
        state=phrases.word(f"portfolio.standing.{state}"),
        tone=_TONES.get(state, "good"),
        heading=front.get("heading"),
        figure=_figure(front.get("card")),
        targets=_of(phrases, missed, count) if count else None,
        missed=missed > 0,
        warnings=sum(check.get("severity") == "warn" for check in manifest.get("checks", ())),
        link=f"../{config.id}/{page}" if (out / config.id / page).is_file() else None,
    )
    return state, row


def _of(phrases: Phrases, missed: int, count: int) -> str:
    return plain(phrases.text("portfolio.of", {"missed": counted(missed), "count": counted(count)}))


def _figure(card: Mapping[str, Any] | None) -> Figure | None:
    if not card:
        return None
    changes = tuple(Moved(one["text"], _SENTIMENTS.get(one["sentiment"], "")) for one in card["changes"])
    return Figure(card["name"], card["value"], changes)


def _state(config: ClientConfig, period: Period, out: Path, manifest: Mapping[str, Any]) -> str:
    try:
        state = _STATES[standing(config, period, out)]
    except ReportgenError:
        return "failed"  # an archive that cannot be trusted
    if manifest.get("status") == "provisional":
        return "provisional"
    return "built" if state == "none" and manifest else state  # without the mail that it would be sent with
