"""Write: proposals → report.yaml and brand.yaml as a person would write them, with a word on each line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportgen.config.schema import modeline
from reportgen.starting.match import quoted
from reportgen.starting.model import Proposal


@dataclass(frozen=True, slots=True)
class Placed:
    """A proposal with the path under which its files are found."""

    proposal: Proposal
    path: str
    files: tuple[str, ...]  # inside the folder


@dataclass(frozen=True, slots=True)
class Facts:
    """What report.yaml says of the client."""

    client: str
    id: str
    report: str
    locale: str
    currency: str
    timezone: str


_COLUMN = 40


def report_yaml(facts: Facts, placed: Sequence[Placed], left_out: Sequence[str], kinds: Sequence[str]) -> str:
    """The text of report.yaml."""
    lines = [
        modeline("report"),
        "# What this client's report is made of. Build it with: reportgen build . --period 2026-10",
        "# Lines that begin with # are only notes or examples. `reportgen check .` says whether all is well.",
        "",
        *_commented(
            (f"client: {quoted(facts.client)}", "the name that is printed"),
            (f"id: {facts.id}", "names the files; letters, digits and -"),
            (f"report: {facts.report}", f"one of: {', '.join(kinds)}"),
            (f"locale: {facts.locale}", "language, numbers and dates: en-US, en-GB, ko-KR, zh-TW, zh-CN …"),
            (f"currency: {facts.currency}", "of every amount"),
            (f"timezone: {facts.timezone}", "in which a day begins"),
            ("calendar: {week_start: monday, fiscal_year_start: 1}", "first day of a week, first month of a year"),
            ("brand: brand.yaml", "logo, colours, footer"),
        ),
        "",
        "# Where the numbers come from. Put the next exports into the same folders: they are read with the others.",
        "sources:",
    ]
    for one in placed:
        lines += _source(one)
    if left_out:
        lines += ["", "# Left out when this file was written:", *(f"#   {line}" for line in left_out)]
    return "\n".join([*lines, *_EXAMPLES, ""])


def brand_yaml(client: str) -> str:
    """The text of brand.yaml."""
    return "\n".join(
        [
            modeline("brand"),
            "# How the report looks. Every line may be left out.",
            *_commented(
                (f"name: {quoted(client)}", "beside the logo"),
                ('colors: {primary: "#1f5a49"}', "your brand's colour; all others are made from it"),
                (f"footer: {quoted(f'Confidential: prepared for {client}')}", "at the foot of every page"),
                ("# logo: logo.svg", "an SVG or PNG file in this folder"),
                ("# cover: bars", "bars, band, ruled or plain"),
                ("# fonts: {family: Inter, files: [Inter-Regular.ttf]}", "your own typeface"),
            ),
            "",
        ]
    )


def _commented(*pairs: tuple[str, str]) -> list[str]:
    return [f"{line.ljust(_COLUMN)}  # {word}" for line, word in pairs]


def _source(placed: Placed) -> list[str]:
    proposal, look = placed.proposal, placed.proposal.looks[0]
    lines = [f"  - name: {quoted(proposal.name)}"]
    if proposal.match is None:
        lines += _commented((f"    format: {look.reader}", "a tool's own export, read as the tool writes it"))
    else:
        lines += _commented((f"    table: {proposal.match.table}", "what a row of the file is"))
    many = "the files in this folder, read as one" if "*" in placed.path else "the file"
    lines += _commented((f"    path: {quoted(placed.path)}", many))
    if proposal.match is None:
        return lines
    keys: list[tuple[str, str]] = []
    if look.encoding is not None:
        keys.append((f"    encoding: {look.encoding}", "in which letters are stored"))
    if proposal.date_format is not None:
        keys.append((f"    date_format: {quoted(proposal.date_format)}", "how the file writes dates"))
    if proposal.decimal is not None:
        keys.append((f"    decimal: {quoted(proposal.decimal)}", "the decimal sign"))
    lines += _commented(*keys)
    lines += [f"    # check this: {note}" for note in proposal.notes]
    entries = {**{name: quoted(own) for name, own in proposal.match.columns.items()}, **proposal.match.given}
    return [*lines, *_columns(entries, proposal)]


def _columns(entries: Mapping[str, str], proposal: Proposal) -> list[str]:
    assert proposal.match is not None  # noqa: S101
    unused = [column.name for column in proposal.looks[0].columns if column.name not in proposal.match.columns.values()]
    unused = [name for name in unused if not any(name in given for given in proposal.match.given.values())]
    lines = ["    columns:                                # what the report calls it: what the file calls it"]
    lines += [f"      {name}: {own}" for name, own in entries.items()]
    if unused:
        lines.append(f"      # not used: {', '.join(unused)}".replace("\n", " "))
    return lines


_EXAMPLES = """
# Everything below is optional; take the # away and fill in your own.

# prepared_for: Maya Ortiz, Head of Commerce      # on the cover
# prepared_by: Your agency
# kpis: [revenue, orders, aov]                    # which KPIs; `reportgen catalog` lists them all
# targets:
#   revenue: {2026-10: 125000, 2026-Q4: 400000}   # by period, or one number for all: `aov: 85`
# owners: {revenue: Head of commerce}             # who answers for it
# goals: {grow repeat business: [repeat_purchase_rate, clv]}
# annotations: [{date: 2026-10-12, text: Price change}]
# segments: [channel, country, device]            # what numbers are split by
# delivery: {to: [ceo@example.com], formats: [pdf], approval: required}""".splitlines()
