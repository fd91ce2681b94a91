"""Begin: a folder, a report kind and some exports → a client folder, written whole or not at all, and looked at."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from reportgen import pipeline
from reportgen.config.fields import client_id
from reportgen.config.names import Names
from reportgen.config.schema import FOLDER, schema_of, text_of
from reportgen.errors import Problem, SourceError, UsageError, did_you_mean
from reportgen.facts import open_facts
from reportgen.pipeline.ask import names
from reportgen.starting.example import example_files
from reportgen.starting.guess import currency_of, locale_of, report_of, timezone_of
from reportgen.starting.look import look_at
from reportgen.starting.model import Ask, Begun, Look, Proposal, Wishes
from reportgen.starting.place import Folder, gathered
from reportgen.starting.propose import grouped, propose
from reportgen.starting.write import Facts, Placed, brand_yaml, report_yaml

_FIELDS = {"locale": "a locale such as en-US", "currency": "a currency such as USD", "timezone": "a time zone"}


@dataclass(frozen=True, slots=True)
class _Found:
    proposals: tuple[Proposal, ...]
    left_out: tuple[str, ...]


def begin(
    folder: Path, given: Sequence[Path], wishes: Wishes, ask: Ask, today: date, say: Callable[[str], None]
) -> Begun:
    """Make the client folder and check it.

    Files that cannot be read are named and left out; without any file an example is written. Raises UsageError when
    something is in the way or nothing given can be used; ConfigError or SourceError when what was made is not fit.
    """
    known = names()
    if wishes.report is not None and wishes.report not in known.kinds:
        hint = did_you_mean(wishes.report, known.kinds)
        raise UsageError(Problem(f"--report does not know '{wishes.report}'", found=wishes.report, todo=hint))
    target = Folder.at(folder)
    with tempfile.TemporaryDirectory(prefix="reportgen-") as workspace:
        files = gathered(given)
        if not files:
            wishes = _example_wishes(wishes, ask, known)
            files = _examples(Path(workspace) / "example", wishes.report or "ecommerce", today)
            say(f"no exports given: writing {len(files)} files of example data (invented numbers)")
        looks, left_out = _looks(files, Path(workspace) / "looks", say)
        settle = _Settler(ask, say)
        locale = settle("locale", wishes.locale, "Locale (language and number format)", locale_of(looks))
        found = _proposals(looks, wishes, locale, ask, left_out)
        if not found.proposals:
            raise UsageError(Problem("none of the files can be used", found="; ".join(found.left_out), todo=_ADVICE))
        facts = _facts(folder, wishes, locale, found.proposals, settle, known)
        with target.staged() as stage:
            placed = stage.place(found.proposals)
            for file in ("report", "brand"):
                stage.write(f"{FOLDER}/{file}.schema.json", text_of(schema_of(file, known)))
            stage.write("report.yaml", report_yaml(facts, placed, found.left_out, known.kinds))
            stage.write("brand.yaml", brand_yaml(facts.client))
    return _looked_at(folder, placed, found.left_out, today)


_ADVICE = "give CSV, Excel or Parquet exports with --from, or none to begin with example data"


def _example_wishes(wishes: Wishes, ask: Ask, known: Names) -> Wishes:
    report = wishes.report or ask("Report kind", "ecommerce", known.kinds)
    return Wishes(report, wishes.client, wishes.currency or "USD", wishes.timezone, wishes.locale, wishes.date_order)


def _examples(folder: Path, kind: str, today: date) -> tuple[Path, ...]:
    folder.mkdir()
    for name, content in example_files(kind, today).items():
        (folder / name).write_bytes(content)
    return tuple(sorted(folder.iterdir()))


def _looks(files: Sequence[Path], workspace: Path, say: Callable[[str], None]) -> tuple[list[Look], list[str]]:
    looks: list[Look] = []
    left_out: list[str] = []
    for number, file in enumerate(files):
        try:
            looks.append(look_at(file, workspace / str(number)))
        except SourceError as error:
            problem = error.problems[0]
            left_out.append(f"{file.name}: {problem.what}")
            say(f"left out: {file}: {problem.what}" + (f" ({problem.found})" if problem.found else ""))
    return looks, left_out


def _proposals(looks: list[Look], wishes: Wishes, locale: str, ask: Ask, left_out: list[str]) -> _Found:
    proposals: list[Proposal] = []
    for group in grouped(looks):
        proposal = propose(group, wishes, locale, ask)
        if proposal is None:
            columns = ", ".join(column.name for column in group[0].columns[:8])
            files = ", ".join(look.file.name for look in group)
            left_out.append(f"{files}: nothing tells which table it fills (columns: {columns})")
        else:
            proposals.append(proposal)
    return _Found(tuple(proposals), tuple(left_out))


def _facts(
    folder: Path, wishes: Wishes, locale: str, proposals: Sequence[Proposal], settle: _Settler, known: Names
) -> Facts:
    name = folder.absolute().name
    tables = [proposal.match.table for proposal in proposals if proposal.match is not None]
    readers = [proposal.looks[0].reader or "" for proposal in proposals]
    guessed = report_of([*tables, *(_TOOLS.get(reader, "ads") for reader in readers if reader)])
    title = re.sub(r"[-_]+", " ", name).strip().title() or "Client"
    return Facts(
        client=wishes.client or settle.ask("Client's name, as printed", title, ()),
        id=_id(name),
        report=wishes.report or settle.ask("Report kind", guessed, known.kinds),
        locale=locale,
        currency=settle("currency", wishes.currency, "Currency", currency_of(locale, proposals)),
        timezone=settle("timezone", wishes.timezone, "Time zone", timezone_of(locale)),
    )


_TOOLS = {"shopify-orders": "orders", "woocommerce-orders": "orders", "square-items": "orders",
          "stripe-payments": "orders", "hubspot-deals": "leads", "salesforce-opportunities": "leads",
          "nps-survey": "surveys"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Settler:
    """Asks for what the config must take, again where an answer is not known to it."""

    ask: Ask
    say: Callable[[str], None]

    def __call__(self, key: str, wish: str | None, question: str, default: str) -> str:
        """The wish, else an answer. Raises UsageError for a wish, and for a default, that the config refuses."""
        if wish is not None:
            return _settled(key, wish)
        while True:
            answer = self.ask(question, default, ())
            try:
                return _settled(key, answer)
            except UsageError as error:
                if answer == default:
                    raise
                for problem in error.problems:
                    self.say(
                        f"{problem.what}; expected: {problem.expected}" + (f"; {problem.todo}" if problem.todo else "")
                    )


def _settled(key: str, value: str) -> str:
    """The value as the config will take it. Raises UsageError in the words of the config."""
    from pydantic import ValidationError

    from reportgen.config.model import ReportFile

    try:
        ReportFile.__pydantic_validator__.validate_assignment(ReportFile.model_construct(), key, value)
    except ValidationError as error:
        entry = next((one for one in error.errors() if one["loc"] == (key,)), None)
        if entry is not None:
            hint = str(entry.get("ctx", {}).get("todo", "")) or None
            problem = Problem(f"--{key} '{value}' is not known", found=value, expected=_FIELDS[key], todo=hint)
            raise UsageError(problem) from None
    return value


def _id(name: str) -> str:
    from pydantic_core import PydanticCustomError

    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:63].strip("-")
    try:
        return client_id(slug)
    except PydanticCustomError:
        return "client"


def _looked_at(folder: Path, placed: Sequence[Placed], left_out: Sequence[str], today: date) -> Begun:
    config = pipeline.load_one(folder)
    with_store = open_facts(config)
    extent = with_store.extent()
    period = None
    if extent is not None:
        ahead = extent.end + timedelta(days=1)
        end = extent.end if ahead.day == 1 else extent.end.replace(day=1) - timedelta(days=1)
        last = end if end >= extent.start else extent.end
        last = min(last, today)
        period = f"{last.year:04}-{last.month:02}"
    lines = tuple(_line(one) for one in placed)
    checks = tuple(pipeline.check(config, period, today, folder / "out"))
    first, last_day = (extent.start.isoformat(), extent.end.isoformat()) if extent else (None, None)
    return Begun(folder, lines, tuple(left_out), first, last_day, period, checks)


def _line(placed: Placed) -> str:
    proposal = placed.proposal
    kind = proposal.looks[0].reader if proposal.match is None else f"table {proposal.match.table}"
    mapped = ""
    if proposal.match is not None:
        pairs = (f"{name} = {own}" for name, own in {**proposal.match.columns, **proposal.match.given}.items())
        mapped = f"\n      {', '.join(pairs)}"
    count = len(placed.files)
    notes = "".join(f"\n      check this: {note}" for note in proposal.notes)
    return f"{proposal.name}: {kind}, {count} file{'s' if count > 1 else ''} in {placed.path}{mapped}{notes}"
