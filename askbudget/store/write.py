"""A document into the library, in one transaction: all of it or none of it.

In: a model.Document and the library's path (or a connection).  Out: added, replaced or unchanged.
The same document always gives the same rows with the same ids.  Never touches another document.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Literal

from askbudget.model import DIMENSIONS, Amount, Column, Dims, Document, Problem, Statement, Table
from askbudget.store.compact import to_json
from askbudget.store.connect import exists, is_new, open_writing
from askbudget.store.errors import StoreError, store_error
from askbudget.store.schema import SPAN, TABLES

Outcome = Literal["added", "replaced", "unchanged"]
Record = tuple[object, ...]


def save(document: Document, path: str | os.PathLike[str]) -> Outcome:
    """Put *document* into the library at *path*, which is made if need be.

    A document of the same department, region, year and kind, or of the same file, is replaced; if it
    says the same, nothing is written.  Raises StoreError, and then the library is as it was.
    """
    target = Path(path)
    existed = exists(target)
    connection = open_writing(target)
    try:
        return save_into(connection, document)
    except sqlite3.Error as error:
        raise store_error(error, target) from None
    finally:
        connection.close()
        if not existed and not exists(target):
            target.unlink(missing_ok=True)


def save_into(connection: sqlite3.Connection, document: Document) -> Outcome:
    """``save`` on an open connection; raises sqlite3.Error after rolling back."""
    content = digest(document)
    if not is_new(connection) and (document.sha256, content) in _stored(connection, document):
        return "unchanged"
    connection.execute("BEGIN IMMEDIATE")
    try:
        outcome = _replace(connection, document, content)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return outcome


def digest(document: Document) -> str:
    """sha256 over everything read from the file, but not where the file lay."""
    import hashlib
    from dataclasses import replace

    return hashlib.sha256(repr(replace(document, source="")).encode("utf-8", "surrogatepass")).hexdigest()


def _identity(document: Document) -> tuple[str, str, int, str]:
    """What makes two files the same disclosure; a file that names no department is only itself."""
    return (document.department or document.sha256, document.region, document.year, document.kind)


def _stored(connection: sqlite3.Connection, document: Document) -> list[tuple[str, str]]:
    return connection.execute(
        "SELECT sha256, digest FROM documents WHERE sha256 = ?", (document.sha256,)
    ).fetchall()


def _replace(connection: sqlite3.Connection, document: Document, content: str) -> Outcome:
    if is_new(connection):
        from askbudget.store.schema import statements

        for sql in statements():
            connection.execute(sql)
    removed = _remove(connection, document)
    base = _free_id(connection, document)
    for table, records in _records(document, base, content):
        _insert(connection, table, records)
    from askbudget.store.views import create_views

    create_views(connection, document, base)
    return "replaced" if removed else "added"


def _remove(connection: sqlite3.Connection, document: Document) -> bool:
    """Take out what *document* replaces, with its views; whether there was anything."""
    old = [
        found
        for (found,) in connection.execute(
            "SELECT id FROM documents WHERE sha256 = ? OR"
            " (department = ? AND department <> '' AND region = ? AND year = ? AND kind = ?)",
            (document.sha256, document.department, document.region, document.year, document.kind),
        )
    ]
    for base in old:
        views = connection.execute("SELECT view FROM budget_tables WHERE document_id = ?", (base,)).fetchall()
        for (view,) in views:
            if view is not None:
                connection.execute("DROP VIEW IF EXISTS " + quoted(view))
        for table in reversed(list(TABLES)):
            connection.execute(f"DELETE FROM {table} WHERE id BETWEEN ? AND ?", (base, base + SPAN - 1))
    return bool(old)


def quoted(name: str) -> str:
    """*name* as an SQL identifier."""
    return '"' + name.replace("\x00", "").replace('"', '""') + '"'


def _free_id(connection: sqlite3.Connection, document: Document) -> int:
    """The document's id, made from what it is; below 2^53, so that every program reads it exactly."""
    import hashlib

    seed = "\x1f".join(map(str, _identity(document)))
    number = int.from_bytes(hashlib.sha256(seed.encode("utf-8", "surrogatepass")).digest()[:4], "big")
    while connection.execute("SELECT 1 FROM documents WHERE id = ?", (number * SPAN,)).fetchone():
        number += 1
    return number * SPAN


def _insert(connection: sqlite3.Connection, table: str, records: Iterable[Record]) -> None:
    marks = ", ".join("?" * len(TABLES[table]))
    connection.executemany(f"INSERT INTO {table} VALUES ({marks})", records)


def _records(document: Document, base: int, content: str) -> Iterator[tuple[str, Iterable[Record]]]:
    """(table, its records) in an order in which every reference points back."""
    yield "documents", [_document(document, base, content)]
    yield "budget_tables", (_table(table, base, number) for number, table in enumerate(document.tables))
    yield from _cells(document.tables, base)
    yield "units", _numbered(base, ((u.code, u.name, u.parent, u.page, u.line) for u in document.units))
    yield "indicators", _numbered(base, _indicators(document))
    yield "statements", _numbered(base, map(_statement, document.statements))
    yield "passages", _numbered(base, ((p.kind, p.title, p.text, p.page, p.line) for p in document.passages))
    from askbudget.store.terms import document_terms

    yield "terms", _numbered(base, document_terms(document))
    yield "problems", _numbered(base, _problems(document, base))
    yield "lines", _numbered(base, document.lines)


def _numbered(base: int, records: Iterable[Record]) -> Iterator[Record]:
    for number, record in enumerate(records):
        if number >= SPAN:
            raise StoreError(f"一份文件里的内容超过 {SPAN} 条，库装不下。")
        yield (base + number, base, *record)


def _document(document: Document, base: int, content: str) -> Record:
    cells = sum(len(table.amounts) for table in document.tables)
    numbers = [line for _, line, _ in document.lines]
    return (
        base, document.name, document.department, document.region, document.year, document.kind,
        document.source, document.sha256, document.pages, content, cells,
        int(len(set(numbers)) < len(numbers)),
    )  # fmt: skip


def _members(dims: Dims) -> tuple[str | None, ...]:
    if unknown := dims.keys() - set(DIMENSIONS):
        raise ValueError(f"not a dimension: {sorted(unknown)}")
    return tuple(dims.get(dimension) for dimension in DIMENSIONS)


def _table(table: Table, base: int, position: int) -> Record:
    notes = to_json([f"{line.number} {line.text}" for line in table.notes])
    return (
        base + position, base, position, table.number, table.title, table.kind, table.unit,
        *_members(table.scope), to_json(table.pages), table.line, int(table.empty), notes, None,
    )  # fmt: skip


def _cells(tables: Sequence[Table], base: int) -> Iterator[tuple[str, list[Record]]]:
    columns: list[Record] = []
    rows: list[Record] = []
    amounts: list[Record] = []
    for number, table in enumerate(tables):
        table_id = base + number
        column_ids = {column.position: base + len(columns) + i for i, column in enumerate(table.columns)}
        row_ids = {row.position: base + len(rows) + i for i, row in enumerate(table.rows)}
        first = base + len(amounts)
        columns += (
            (
                column_ids[column.position], base, table_id, column.position, to_json(column.path),
                *_members(column.dims), column.parent, int(column.of_which), column.side,
            )
            for column in table.columns
        )  # fmt: skip
        rows += (
            (
                row_ids[row.position], base, table_id, row.position, row.label, row.code, *_members(row.dims),
                row.level, row.parent, int(row.leaf), row.page, row.line, row.side, int(row.of_which),
                to_json(row.keys),
            )
            for row in table.rows
        )  # fmt: skip
        amounts += (
            (
                first + i, base, table_id, row_ids[a.row], column_ids[a.column], a.value,
                a.printed, a.basis, a.page, a.line, to_json(a.candidates) if a.candidates else None,
                _doubt(a, table.columns),
            )
            for i, a in enumerate(table.amounts)
        )  # fmt: skip
    if max(len(columns), len(rows), len(amounts)) > SPAN:
        raise StoreError(f"一份文件里的内容超过 {SPAN} 条，库装不下。")
    yield from (("columns", columns), ("rows", rows), ("amounts", amounts))


def _doubt(amount: Amount, columns: Sequence[Column]) -> str | None:
    """What to know of a figure whose column is open: where else it may belong."""
    if amount.basis != "ambiguous":
        return None
    paths = {column.position: "/".join(column.path) for column in columns}
    places = "、".join(f"“{paths.get(position, '?')}”" for position in amount.candidates)
    return f"{amount.printed} 可能在{places}列"


def _statement(statement: Statement) -> Record:
    s = statement
    fen = s.value if isinstance(s.value, int) else None
    number = str(s.value) if isinstance(s.value, Decimal) else None
    return (
        s.section, s.subject, to_json(s.dims), s.measure, fen, number, s.unit, s.printed, s.text, s.page,
        s.line, s.year, s.base_year, s.reason, int(s.ambiguous),
    )  # fmt: skip


def _indicators(document: Document) -> Iterator[Record]:
    for i in document.indicators:
        yield (
            i.project, i.project_code, i.unit, to_json(i.levels), i.name, i.target, i.explanation,
            i.page, i.line,
        )  # fmt: skip


def _problems(document: Document, base: int) -> Iterator[Record]:
    def record(problem: Problem, table_id: int | None) -> Record:
        p = problem
        return (table_id, p.code, p.message, p.severity, p.table, p.page, p.line)

    for problem in document.problems:
        yield record(problem, None)
    for number, table in enumerate(document.tables):
        for problem in table.problems:
            yield record(problem, base + number)
