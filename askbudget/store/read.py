"""A library opened for asking: documents and their parts as model values, and SELECTs.

In: the path of a library.  Out: what ``write.save`` was given, value for value.  Never writes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any

from askbudget.model import Document, Indicator, Passage, Problem, Statement, Table, Unit
from askbudget.records import dataclass
from askbudget.store.compact import mapping, strings
from askbudget.store.connect import open_reading
from askbudget.store.errors import store_error
from askbudget.store.keys import Keys
from askbudget.store.schema import SPAN
from askbudget.store.structure import read_problems, read_tables


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document of the library without its contents; ``line_by_page``: lines count on each page.

    ``content`` is the sha256 of everything read from it, ``cells`` the number of its figures.
    """

    id: int
    name: str
    department: str
    region: str
    year: int
    kind: str
    source: str
    sha256: str
    pages: int
    content: str
    cells: int
    line_by_page: int


class Reader:
    """A read-only library.  Every method raises StoreError where the file is damaged or locked."""

    def __init__(self, connection: sqlite3.Connection, path: Path | None) -> None:
        self.path = path
        self._connection = connection
        self._documents: tuple[DocumentInfo, ...] | None = None
        self._tables: dict[int, tuple[Table, ...]] = {}
        self._keys: dict[int, Keys] = {}

    def close(self) -> None:
        """Release the file.  The reader is of no use afterwards."""
        self._connection.close()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def select(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of one SELECT with ``?`` placeholders."""
        try:
            return self._connection.execute(sql, parameters).fetchall()
        except (sqlite3.Error, UnicodeError) as error:
            raise store_error(error, self.path) from None

    @contextmanager
    def _sound(self) -> Iterator[None]:
        """Values that cannot be read back mean that the file is damaged."""
        try:
            yield
        except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError) as error:
            raise store_error(error, self.path) from None

    @property
    def connection(self) -> sqlite3.Connection:
        """For ``store.query`` only: the connection, read-only."""
        return self._connection

    # -------------------------------------------------------------- documents

    def documents(self) -> tuple[DocumentInfo, ...]:
        """Every document, by department, year and kind."""
        if self._documents is None:
            records = self.select(
                "SELECT id, name, department, region, year, kind, source, sha256, pages, digest, cells,"
                " line_by_page FROM documents ORDER BY department, year, kind, region, id"
            )
            self._documents = tuple(DocumentInfo(*record) for record in records)
        return self._documents

    def fingerprint(self) -> str:
        """sha256 over what the documents say and the version that read them: same answer, same bytes."""
        import hashlib

        from askbudget import __version__

        with self._sound():
            parts = sorted(info.sha256 + info.content for info in self.documents())
            return hashlib.sha256("\n".join([__version__, *parts]).encode()).hexdigest()

    def document(self, document: int) -> Document:
        """Everything of one document, as it was saved."""
        info = self.info(document)
        return Document(
            info.department, info.year, info.kind, info.region, info.source, info.sha256, info.pages,
            self.tables(document), self.units(document), self.passages(document),
            self.statements(document), self.indicators(document),
            tuple(problem for problem, table in read_problems(self.select, document) if table is None),
            self.lines(document),
        )  # fmt: skip

    def info(self, document: int) -> DocumentInfo:
        """The document with this id; KeyError if there is none."""
        for info in self.documents():
            if info.id == document:
                return info
        raise KeyError(document)

    def keys(self, document: int) -> Keys:
        """The citation keys of one document."""
        if document not in self._keys:
            info = self.info(document)
            same = sum(other.name == info.name for other in self.documents()) > 1
            name = info.name + (info.kind if same else "")
            prefix = f"{name}:" if len(self.documents()) > 1 else ""
            with self._sound():
                self._keys[document] = Keys(
                    self.tables(document), by_page=info.line_by_page == 1, prefix=prefix
                )
        return self._keys[document]

    # -------------------------------------------------------------- tables

    def tables(self, document: int) -> tuple[Table, ...]:
        """The tables of one document in printed order, read once."""
        if document not in self._tables:
            with self._sound():
                self._tables[document] = read_tables(self.select, document)
        return self._tables[document]

    # -------------------------------------------------------------- text

    def units(self, document: int) -> tuple[Unit, ...]:
        """The 预算单位 of one document."""
        fields = "code, name, parent, page, line"
        return tuple(Unit(*record) for record in self._list("units", fields, document))

    def passages(self, document: int) -> tuple[Passage, ...]:
        """What can be quoted: duties, definitions, goals …"""
        return tuple(
            Passage(*record) for record in self._list("passages", "kind, title, text, page, line", document)
        )

    def statements(self, document: int) -> tuple[Statement, ...]:
        """The figures that the narrative states."""
        fields = (
            "section, about, dims, measure, coalesce(fen, number), value_unit, printed, text, page, line,"
            " year, base_year, reason, ambiguous"
        )
        with self._sound():
            return tuple(_statement(record) for record in self._list("statements", fields, document))

    def indicators(self, document: int) -> tuple[Indicator, ...]:
        """The performance indicators of the department and of its projects."""
        fields = "project, project_code, unit, levels, name, target, explanation, page, line"
        with self._sound():
            return tuple(
                Indicator(project, code, unit, strings(levels), *rest)
                for project, code, unit, levels, *rest in self._list("indicators", fields, document)
            )

    def problems(self, document: int) -> tuple[Problem, ...]:
        """All problems: of the document, then of its tables."""
        return tuple(problem for problem, _ in read_problems(self.select, document))

    def lines(self, document: int) -> tuple[tuple[int, int, str], ...]:
        """(page, line, text) of the whole source."""
        return tuple(self._list("lines", "page, line, text", document))

    def lines_around(
        self, document: int, page: int, line: int, around: int = 3
    ) -> list[tuple[int, int, str]]:
        """The line with up to *around* lines before and after it that are not blank, in printed order."""
        found = self.select(
            "SELECT id FROM lines WHERE document_id = ? AND page = ? AND line = ?", (document, page, line)
        )
        if not found:
            return []
        at, last = found[0][0], document + SPAN - 1
        inside = "SELECT id, page, line, text FROM lines WHERE id BETWEEN ? AND ? AND trim(text) <> ''"
        before = self.select(f"{inside} ORDER BY id DESC LIMIT ?", (document, at - 1, around))
        after = self.select(f"{inside} ORDER BY id LIMIT ?", (at + 1, last, around))
        this = self.select("SELECT id, page, line, text FROM lines WHERE id = ?", (at,))
        return [record[1:] for record in [*reversed(before), *this, *after]]

    def _list(self, table: str, fields: str, document: int) -> list[tuple[Any, ...]]:
        return self.select(
            f"SELECT {fields} FROM {table} WHERE id BETWEEN ? AND ? ORDER BY id", self._range(document)
        )

    def _range(self, document: int) -> tuple[int, int]:
        return (document, document + SPAN - 1)


def open_reader(path: Path) -> Reader:
    """The library at *path*, read-only.  Raises StoreError in one Chinese sentence."""
    return Reader(open_reading(path), path)


def memory_reader(connection: sqlite3.Connection) -> Reader:
    """A library that lives in memory, closed to writing from here on."""
    with suppress(sqlite3.Error):
        connection.execute("PRAGMA query_only = 1")
    return Reader(connection, None)


def _statement(record: Sequence[Any]) -> Statement:
    section, about, dims, measure, value, unit, printed, text, page, line, year, base, reason, open_ = record
    exact = Decimal(value) if isinstance(value, str) else value
    return Statement(
        section, about, mapping(dims), measure, exact, unit, printed, text, page, line, year, base, reason,
        open_ == 1,
    )  # fmt: skip
