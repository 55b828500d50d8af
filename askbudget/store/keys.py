"""Citation keys: a short, stable name for one figure or line, made here and read back here.

    预算12表:1316:合计                   table : line : column
    预算12表:21页8:合计                  where lines count from 1 on every page (PDF)
    正文:412                            a line outside the tables
    洛阳…局 2025:预算12表:1316:合计      with the document where the library holds several

A part that would be taken twice gets ``~2``, ``~3`` … in printed order, so that a key names one place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from askbudget.model import Column, Row, Table
from askbudget.records import dataclass

PROSE = "正文"


def _clean(part: str) -> str:
    return "".join(part.split()).replace(":", "：")


def _numbered(parts: Iterable[str]) -> list[str]:
    """The parts, each second and later one of a kind marked with its count."""
    seen: dict[str, int] = {}
    marked = []
    for part in parts:
        seen[part] = count = seen.get(part, 0) + 1
        marked.append(part if count == 1 else f"{part}~{count}")
    return marked


def place(page: int, line: int, by_page: bool) -> str:
    """``1316``, or ``21页8`` where line numbers begin anew on every page."""
    return f"{page}页{line}" if by_page else str(line)


def column_name(column: Column) -> str:
    """The header path as the key says it: 基本支出/人员经费/小计."""
    return _clean("/".join(column.path)) or "列"


@dataclass(frozen=True, slots=True)
class Place:
    """What a key names; ``row`` and ``column`` are positions in the table, ``None`` for a mere line."""

    table: int | None
    row: int | None
    column: int | None
    page: int
    line: int


class Keys:
    """The keys of one document.  ``prefix`` is ``""`` or the document's name and a colon."""

    def __init__(self, tables: Sequence[Table], *, by_page: bool, prefix: str = "") -> None:
        self.prefix = prefix
        self._by_page = by_page
        self._tables = tables
        self._names = _numbered(_clean(table.name) for table in tables)
        self._parts: dict[int, tuple[dict[int, str], dict[int, str]]] = {}

    def figure(self, table: int, row: int, column: int | None) -> str:
        """The key of a cell by position (blank cells have keys too); of the whole row without a column."""
        rows, columns = self._table(table)
        end = "" if column is None else f":{columns[column]}"
        return f"{self.prefix}{self._names[table]}:{rows[row]}{end}"

    def line(self, page: int, line: int) -> str:
        """The key of a line of the running text."""
        return f"{self.prefix}{PROSE}:{place(page, line, self._by_page)}"

    def table_name(self, table: int) -> str:
        """The first part of the keys of this table."""
        return self._names[table]

    def find(self, key: str) -> Place | None:
        """The place a key (without prefix) names exactly, ``None`` if none."""
        name, _, rest = key.partition(":")
        if name not in self._names:
            return None
        number = self._names.index(name)
        line, _, heading = rest.partition(":")
        rows, columns = self._table(number)
        row = next((position for position, part in rows.items() if part == line), None)
        column = next((position for position, part in columns.items() if part == heading), None)
        if row is None or (heading and column is None):
            return None
        found = self._row(number, row)
        return Place(number, row, column, found.page, found.line)

    def _row(self, table: int, position: int) -> Row:
        return next(row for row in self._tables[table].rows if row.position == position)

    def _table(self, number: int) -> tuple[dict[int, str], dict[int, str]]:
        """position → key part, of the table's rows and of its columns."""
        if number not in self._parts:
            table = self._tables[number]
            lines = _numbered(place(row.page, row.line, self._by_page) for row in table.rows)
            headings = _numbered(map(column_name, table.columns))
            self._parts[number] = (
                {row.position: part for row, part in zip(table.rows, lines, strict=True)},
                {column.position: part for column, part in zip(table.columns, headings, strict=True)},
            )
        return self._parts[number]
