"""Kept facts: a client's fact tables in a database file on its shelf, for as long as its data stay the same."""

from __future__ import annotations

import io
import pickle
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.config.client import ClientConfig
from reportgen.config.digest import file_digest
from reportgen.facts.coverage import Coverage
from reportgen.facts.store import FactStore, FactTable
from reportgen.issues import Issue, Severity
from reportgen.messages import Message
from reportgen.shelf import Shelf
from reportgen.sources.model import CastFailure, InputFile, Provenance

if TYPE_CHECKING:
    import duckdb

STAGE = "facts"
MOST_ROWS = 3_000_000  # of all tables together: some 70 MB, written in half the time that reading them takes
_KNOWN = {
    (noun.__module__, noun.__qualname__): noun
    for noun in (FactTable, Coverage, Issue, Severity, Message, Provenance, InputFile, CastFailure, date, Decimal)
}


_NOT_OURS = (pickle.UnpicklingError, AttributeError, EOFError, ImportError, IndexError, TypeError, ValueError)
"""What comes of reading nouns that this program did not write."""


@dataclass(frozen=True, slots=True)
class KeptFacts:
    """Where the facts of a client's data of today are kept, or would be; ``digests`` are those of its files.

    The database's name ends with the digest of its bytes: one that is damaged is not opened.
    """

    shelf: Shelf
    place: Path
    digests: frozenset[str]

    def attach(self, connection: duckdb.DuckDBPyConnection) -> FactStore | None:
        """The kept facts, in a connection that can no longer read files; None where there are none to be used."""
        import duckdb

        whole = self._whole()
        if whole is None:
            return None
        try:
            connection.execute(f"attach '{_quoted(whole)}' as kept (type duckdb, read_only)")
            [(nouns,)] = connection.execute("select nouns from kept.about").fetchall()
            tables, coverage, issues, sources = _Reader(io.BytesIO(nouns)).load()
            there = connection.execute("select table_name from duckdb_tables() where database_name = 'kept'").fetchall()
            if not set(tables) <= {name for (name,) in there}:
                raise ValueError("a table is missing")
            for name in tables:
                connection.execute(f'create temp view "{name}" as select * from kept."{name}"')
        except (duckdb.Error, *_NOT_OURS):
            with suppress(duckdb.Error):
                connection.execute("detach kept")
            return None
        self.shelf.used(whole)
        connection.execute("set enable_external_access = false")
        return FactStore(connection, tables, coverage, issues, sources, kept=True)

    def _whole(self) -> Path | None:
        with suppress(OSError):
            for file in sorted(self.place.parent.glob(f"{self.place.name}.*")):
                if file.suffix == f".{file_digest(file)}":
                    return file
        return None

    def begin(self, connection: duckdb.DuckDBPyConnection) -> Path | None:
        """Open a draft for facts that are about to be built: once they are, the connection opens no file any more."""
        import duckdb

        with suppress(OSError, duckdb.Error):
            draft = self.shelf.draft(self.place)
            connection.execute(f"attach '{_quoted(draft)}' as kept (type duckdb)")
            return draft
        return None

    def keep(self, store: FactStore, draft: Path) -> None:
        """Write the facts, unless a file changed while it was read, or they are too many."""
        import duckdb

        connection: Any = store.connection
        read = {file.sha256 for source in store.sources for file in source.files}
        whole = read == self.digests and sum(table.rows for table in store.tables.values()) <= MOST_ROWS
        nouns = pickle.dumps((dict(store.tables), store.coverage, store.issues, store.sources))
        try:
            if whole:
                for name in store.tables:
                    connection.execute(f'create table kept."{name}" as select * from "{name}"')
                connection.execute("create table kept.about (nouns blob)")
                connection.execute("insert into kept.about values (?)", [nouns])
            connection.execute("detach kept")
            if whole:
                draft.rename(draft.with_name(f"{draft.name}.{file_digest(draft)}"))
            else:
                draft.unlink()
        except (OSError, duckdb.Error):
            with suppress(duckdb.Error):
                connection.execute("detach kept")
            with suppress(OSError):
                draft.unlink(missing_ok=True)


def kept_facts(config: ClientConfig, shelf: Shelf | None) -> KeptFacts | None:
    """The place of the client's facts on its shelf; None without a shelf, and where not all rows are in files."""
    if shelf is None or any(source.path is None for source in config.sources):
        return None
    try:
        digests = [[file_digest(file) for file in source.files] for source in config.sources]
    except OSError:
        return None
    made_from = repr((config.sources, config.currency, str(config.timezone), digests))
    return KeptFacts(shelf, shelf.place(STAGE, made_from), frozenset(digest for of in digests for digest in of))


class _Reader(pickle.Unpickler):
    """Reads the nouns that belong to facts, and refuses to make anything else."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401
        if (module, name) not in _KNOWN:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of kept facts")
        return _KNOWN[module, name]


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
