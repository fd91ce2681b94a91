"""Look: a file comes in; out go the reader that it is for, or what its columns hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.errors import Place, Problem, SourceError
from reportgen.sources.cells import MISSING, Cell
from reportgen.sources.dates import date_column, formats_of
from reportgen.sources.model import TableSpec
from reportgen.sources.raw import RawTable, open_raw
from reportgen.sources.readers import READERS
from reportgen.sources.readers.detect import findings
from reportgen.starting.model import ColumnLook, Holds, Look
from reportgen.starting.words import known_headers

if TYPE_CHECKING:
    import duckdb

_PACKED = (".gz", ".zip")
_SAMPLE = 20_000
_TEXTS = 400  # different cells of a column that are looked at
_MOSTLY = 0.98
_ENCODINGS = ("cp949", "big5", "gb18030", "cp932", "cp1252")
_NUMBER = re.compile(r"[-+−(]?\s?[^\d\s.,()+-]{0,4}\s?-?\d[\d.,'’ \u00a0\u202f]*\s?(%|[^\d\s.,()]{1,4})?\)?")
_DOTTED = re.compile(r"-?\d{1,3}\.\d{3}")
# Dates that need a date_format, those first that are meant more often.
_DECLARED = (
    "%d.%m.%y", "%m/%d/%y", "%d/%m/%y", "%d-%b-%Y", "%d-%b-%y", "%d %b %Y", "%b %d, %Y", "%B %d, %Y", "%d %B %Y",
    "%Y년 %m월 %d일", "%Y년%m월%d일", "%Y年%m月%d日", "%d.%m.%y %H:%M", "%m/%d/%y %H:%M", "%d/%m/%y %H:%M",
)  # fmt: skip


def look_at(file: Path, workspace: Path) -> Look:
    """What a file is. Raises SourceError when it cannot be read as a table."""
    kind = _kind(file)
    failed: SourceError | None = None
    for number, encoding in enumerate((None, *_by_likelihood(file, kind))):
        folder = workspace / str(number)
        folder.mkdir(parents=True)
        spec = TableSpec(file.name, "", (file,), file.parent, "UTC", encoding=encoding)
        try:
            found = findings(file, spec, tuple(READERS.values()), folder)
            readers = {fit.reader.name for finding in found for fit in finding.whole if fit.marks}
            if len(readers) == 1 and encoding is None:
                return Look(file, readers.pop(), kind=kind)
            return Look(file, None, _columns(spec, folder), encoding, kind)
        except SourceError as error:
            if failed is None or "encoding" not in str(failed):
                failed = error
            if encoding is None and "encoding" not in str(error):
                break
    assert failed is not None  # noqa: S101
    raise failed


def _kind(file: Path) -> str:
    suffixes = [suffix.lower() for suffix in file.suffixes]
    if suffixes and suffixes[-1] in _PACKED:
        suffixes.pop()
        return suffixes[-1] if suffixes and suffixes[-1] in {".csv", ".tsv", ".txt"} else ".zip"
    return suffixes[-1] if suffixes else ""


def _by_likelihood(file: Path, kind: str) -> list[str]:
    """Encodings in which the file's head can be read, that first in which more headers are words that we know."""
    import gzip

    if kind not in {".csv", ".tsv", ".txt"} or file.suffix.lower() == ".zip":
        return []
    try:
        with gzip.open(file) if file.suffix.lower() == ".gz" else file.open("rb") as stream:
            head = stream.read(60_000).rpartition(b"\n")[0]
    except (OSError, EOFError) as error:
        raise SourceError(Problem("cannot be read", Place(file.name), found=str(error))) from error
    scores: list[tuple[float, int, str]] = []
    for place, codec in enumerate(_ENCODINGS):
        try:
            text = head.decode(codec)
        except UnicodeDecodeError:
            continue
        header = re.split(r"[,;\t|]", text.split("\n", 1)[0])
        scores.append((-known_headers(header), place if _has_east_asian(text) else len(_ENCODINGS) - place, codec))
    return [codec for *_, codec in sorted(scores)]


def _has_east_asian(text: str) -> bool:
    """More pairs of foreign letters beside each other than a European text has."""
    return len(re.findall(r"[\u3040-\u9fff\uac00-\ud7a3]{2}", text)) > len(re.findall(r"[^\x00-\x7f]", text)) / 4


def _columns(spec: TableSpec, workspace: Path) -> tuple[ColumnLook, ...]:
    import duckdb

    connection = duckdb.connect(":memory:")
    try:
        raw = open_raw(connection, spec, workspace)
        if not raw.rows:
            raise SourceError(Problem("there are no rows under the header", Place(spec.label), todo="export it again"))
        return tuple(_column(connection, raw, place) for place in range(len(raw.columns)))
    finally:
        connection.close()


def _column(connection: duckdb.DuckDBPyConnection, raw: RawTable, place: int) -> ColumnLook:  # noqa: PLR0911  # a kind each
    name, type_ = raw.columns[place], raw.types[place]
    rows = raw.sql({place}, marks=False)
    filled, different = connection.execute(
        f"select count(c{place}), count(distinct c{place}) from ({rows})"
    ).fetchall()[0]
    texts = [
        str(row[0])
        for row in connection.execute(
            f"select cast(c{place} as VARCHAR) as t from (select * from ({rows}) limit {_SAMPLE})"
            f" where c{place} is not null group by 1 order by count(*) desc, 1 limit {_TEXTS}"
        ).fetchall()
    ]
    texts = [text for text in texts if text.casefold() not in MISSING]
    distinct = filled == different
    if not texts:
        return ColumnLook(name, Holds.NOTHING, distinct=False)
    if type_.startswith(("DATE", "TIMESTAMP")):
        return ColumnLook(name, Holds.DAYS, distinct, example=texts[0])
    if _all(texts, _plain_date):
        column = date_column(connection, rows, Cell(f"c{place}"), timezone="UTC", client_timezone="UTC")
        if not column.ambiguous:
            return ColumnLook(name, Holds.DAYS, distinct, example=texts[0])
        shape = formats_of(re.sub(r"\d", "9", str(column.example)))
        return ColumnLook(name, Holds.DAYS, distinct, tuple(way.text for way in shape), str(column.example))
    ways = tuple(way for way in _DECLARED if _all(texts, partial(_reads, way), share=1.0))
    if ways:
        return ColumnLook(name, Holds.DAYS, distinct, ways, texts[0])
    if _all(texts, lambda text: bool(_NUMBER.fullmatch(text))):
        points = [text for text in texts if "." in text]
        unclear = bool(points) and all(_DOTTED.fullmatch(text) for text in points)
        unclear = unclear and not any("," in text for text in texts)
        return ColumnLook(name, Holds.NUMBERS, distinct, dotted=points[0] if unclear else None, words=tuple(texts[:40]))
    return ColumnLook(name, Holds.TEXT, distinct, example=texts[0], words=tuple(texts[:40]))


def _all(texts: Sequence[str], holds: Callable[[str], bool], *, share: float = _MOSTLY) -> bool:
    return sum(map(holds, texts)) >= share * len(texts)


def _plain_date(text: str) -> bool:
    found = formats_of(re.sub(r"\d", "9", text.upper().lstrip("'")))
    return bool(found) and (len(text) != len("20261001") or text[:2] in {"19", "20"})


def _reads(way: str, text: str) -> bool:
    try:
        datetime.strptime(text, way)  # noqa: DTZ007  # only whether it can be read
    except ValueError:
        return False
    return True
