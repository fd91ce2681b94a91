"""Sources: the bytes of a client's files come in, typed tables with canonical columns go out.

The way of a file: ``intake`` (plain UTF-8 on disk, hashed, refused when hostile) → ``dialect`` (its
delimiter and header) → ``records`` or DuckDB (its rows, every cell as text) → ``raw`` (several files
as one table) → ``staging`` (canonical columns, cast by the rules of ``numbers`` and ``dates``; rows
that cannot be used are counted with the reason). ``expressions`` is the only door through which a
user's SQL comes in. ``readers`` is the place for the exports of known tools.
"""
