"""Findings: what reading a source lost or doubted, as provenance and issues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from reportgen.errors import nearest
from reportgen.issues import Issue, Severity
from reportgen.messages import Argument, Message
from reportgen.sources.cells import is_totals_label
from reportgen.sources.model import CastFailure, FieldType, FileColumn, InputFile, Provenance, TableSpec
from reportgen.sources.overlap import Overlap
from reportgen.sources.raw import RawTable
from reportgen.sources.records import EXAMPLES
from reportgen.sources.staging import KEPT, TOTALS, Caster, Staged, read_raw_rows

if TYPE_CHECKING:
    import duckdb

BLOCKING_SHARE = 0.01  # above it, cells or rows that cannot be used forbid a report
_SHOWN = 120  # characters of an example


def provenance_of(connection: duckdb.DuckDBPyConnection, staged: Staged, spec: TableSpec) -> Provenance:
    """Count every row of the source by what became of it."""
    counts = connection.execute(f"select _reject, count(*) from {staged.all_rows} group by 1 order by 1").fetchall()
    dropped: Counter[str] = Counter()
    used = 0
    for reject, count in counts:
        if reject == KEPT:
            used = count
        else:
            dropped[staged.reasons[reject]] += count
    for opened in staged.raw.files:
        dropped.update(dict(opened.left_out))
    ragged = sum(opened.long for opened in staged.raw.files)
    if ragged:
        dropped["ragged"] = ragged
    files = tuple(
        InputFile(opened.file.name, opened.file.sha256, opened.file.bytes, opened.all_rows)
        for opened in staged.raw.files
    )
    return Provenance(
        spec.label,
        spec.table,
        files,
        used + dropped.total(),
        used,
        tuple(sorted(dropped.items())),
        tuple(_failures(connection, staged)),
    )


def _failures(connection: duckdb.DuckDBPyConnection, staged: Staged) -> Iterable[CastFailure]:
    counted = staged.wanted
    bad = connection.execute(
        f"select _bad, count(*) from {staged.all_rows} where {counted} and _bad <> 0 group by 1"
    ).fetchall()
    for number, caster in enumerate(staged.casters):
        failed = sum(count for mask, count in bad if mask & (1 << number))
        if failed and caster.cell is not None:
            filled, *_ = connection.execute(
                f"select count(v{number}) from {staged.all_rows} where {counted}"
            ).fetchall()[0]
            where = f"{counted} and _bad & {1 << number} <> 0"
            yield CastFailure(caster.field.name, failed, filled + failed, _examples(connection, staged, caster, where))


def _examples(connection: duckdb.DuckDBPyConnection, staged: Staged, caster: Caster, where: str) -> tuple[str, ...]:
    rows = connection.execute(
        f"select rowid from {staged.all_rows} where {where} order by rowid limit {EXAMPLES}"
    ).fetchall()
    if caster.cell is None or not rows:
        return ()
    texts = connection.execute(read_raw_rows(staged.raw, [row[0] for row in rows], caster.cell)).fetchall()
    return tuple(f"{staged.raw.locate(number)}: {str(text)[:_SHOWN]}" for number, text in texts)


def issues_of(
    connection: duckdb.DuckDBPyConnection, staged: Staged, spec: TableSpec, found: Provenance, overlap: Overlap
) -> tuple[Issue, ...]:
    """The issues of a source, in a fixed order."""
    return (
        *_ragged(staged.raw, spec),
        *_drift(staged, spec),
        *_unread(staged, spec, found),
        *_missing(connection, staged, spec, found),
        *_totals(connection, staged, spec, found),
        *_overlaps(staged, spec, overlap),
        *_days_elsewhere(staged, spec),
        *_no_rows(spec, found),
    )


def _issue(
    rule: str, severity: Severity, spec: TableSpec, rows: int, examples: tuple[str, ...] = (), **arguments: Argument
) -> Issue:
    return Issue(rule, severity, spec.label, Message(f"check.{rule}", {"rows": rows, **arguments}), rows, examples)


def _weighed(part: int, whole: int) -> Severity:
    return Severity.BLOCK if whole and part / whole > BLOCKING_SHARE else Severity.WARN


def _ragged(raw: RawTable, spec: TableSpec) -> Iterable[Issue]:
    long, short = sum(opened.long for opened in raw.files), sum(opened.short for opened in raw.files)
    if long or short:
        examples = tuple(text for opened in raw.files for text in opened.examples)[:EXAMPLES]
        severity = _weighed(long, raw.rows + long)
        yield _issue("ragged-rows", severity, spec, long + short, examples, long=long, short=short)


def _drift(staged: Staged, spec: TableSpec) -> Iterable[Issue]:
    """Columns in use that some of the files have and others lack (those of exports are told by their reader)."""
    if staged.raw.is_clean:
        return
    named = {column.name for column in spec.columns.values() if isinstance(column, FileColumn)}
    named |= {caster.field.name for caster in staged.casters} - set(spec.columns)
    files = [(opened.file.name, frozenset(opened.header)) for opened in staged.raw.files]
    yield from drifted(spec, files, [column for column in staged.raw.columns if column in named])


def drifted(spec: TableSpec, files: Sequence[tuple[str, frozenset[str]]], columns: Sequence[str]) -> Iterable[Issue]:
    """An issue for each of the columns that some files (name, header) have and others lack."""
    for column in columns:
        lacking = [(name, header) for name, header in files if column not in header]
        if lacking and len(lacking) < len(files):
            name, header = lacking[0]
            near = nearest(column, sorted(header - set(columns))) or "none"
            places = tuple(place for place, _ in lacking[:EXAMPLES])
            yield _issue("schema-drift", Severity.WARN, spec, 0, places, column=column, file=name, nearest=near)


def _unread(staged: Staged, spec: TableSpec, found: Provenance) -> Iterable[Issue]:
    ambiguous = {caster.field.name: caster.dates for caster in staged.casters if caster.dates}
    for failure in found.failures:
        dates = ambiguous.get(failure.column)
        if dates is not None and dates.ambiguous:
            yield _issue(
                "ambiguous-date",
                Severity.BLOCK,
                spec,
                dates.ambiguous,
                failure.examples,
                column=failure.column,
                example=dates.example or "",
            )
        if dates is None or not dates.ambiguous:
            yield _issue(
                "unparsable",
                _weighed(failure.rows, failure.filled),
                spec,
                failure.rows,
                failure.examples,
                column=failure.column,
                filled=failure.filled,
                share=failure.share,
            )


def _missing(
    connection: duckdb.DuckDBPyConnection, staged: Staged, spec: TableSpec, found: Provenance
) -> Iterable[Issue]:
    dropped = dict(found.dropped)
    rows = found.rows_used + sum(count for reason, count in dropped.items() if ":" in reason)
    for reason, count in sorted(dropped.items()):
        word, _, column = reason.partition(":")
        if word == "missing":
            code = staged.reasons.index(reason)
            yield _issue(
                "missing-required",
                _weighed(count, rows),
                spec,
                count,
                _places(connection, staged, f"_reject = {code}"),
                column=column,
                share=count / rows,
            )


def _places(connection: duckdb.DuckDBPyConnection, staged: Staged, where: str) -> tuple[str, ...]:
    rows = connection.execute(
        f"select rowid from {staged.all_rows} where {where} order by rowid limit {EXAMPLES}"
    ).fetchall()
    return tuple(staged.raw.locate(row[0]) for row in rows)


def _totals(
    connection: duckdb.DuckDBPyConnection, staged: Staged, spec: TableSpec, found: Provenance
) -> Iterable[Issue]:
    """Totals rows left out, and rows of a daily table that look like them but have a date."""
    left_out = dict(found.dropped).get("totals", 0)
    if left_out:
        yield _issue(
            "totals-row",
            Severity.NOTE,
            spec,
            left_out,
            _places(connection, staged, f"_reject = {TOTALS}"),
            counted=0,
        )
    daily = any(caster.field.type is FieldType.DATE and caster.field.required for caster in staged.casters)
    labels = [f"v{n}" for n, caster in enumerate(staged.casters) if caster.field.type is FieldType.TEXT and caster.cell]
    if daily and labels:
        where = f"_reject = {KEPT} and ({' or '.join(is_totals_label(label) for label in labels)})"
        counted = connection.execute(f"select count(*) from {staged.all_rows} where {where}").fetchall()[0][0]
        if counted:
            yield _issue(
                "totals-row", Severity.BLOCK, spec, counted, _places(connection, staged, where), counted=counted
            )


def _overlaps(staged: Staged, spec: TableSpec, overlap: Overlap) -> Iterable[Issue]:
    if overlap.dropped:
        examples = tuple(f"{lost} = {kept}: {rows}" for lost, kept, rows in overlap.pairs[:EXAMPLES])
        lost, kept, _ = overlap.pairs[0]
        yield _issue("overlap", Severity.WARN, spec, overlap.dropped, examples, file=lost, other=kept)
    if overlap.repeated and overlap.repeated_row is not None:
        place = staged.raw.locate(overlap.repeated_row)
        yield _issue("identical-lines", Severity.NOTE, spec, overlap.repeated, (place,))


def _days_elsewhere(staged: Staged, spec: TableSpec) -> Iterable[Issue]:
    zone = spec.timezone
    if zone is None or zone == spec.client_timezone:
        return
    for caster in staged.casters:
        if caster.dates is not None and caster.field.required and caster.dates.has_plain_days:
            yield Issue(
                "days-elsewhere",
                Severity.WARN,
                spec.label,
                Message("check.days-elsewhere", {"timezone": zone, "client_timezone": spec.client_timezone}),
            )


def _no_rows(spec: TableSpec, found: Provenance) -> Iterable[Issue]:
    if found.rows_used == 0:
        yield _issue("no-rows", Severity.WARN, spec, 0, read=found.rows_read)
