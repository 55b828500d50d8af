"""One readable view per printed table, for Datasette or any SQLite browser.

In: a document just written.  Out: views with Chinese names, a row per printed row, a column per printed
column, figures as printed, blanks NULL, open figures explained under 存疑.  Never the basis of an answer.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator

from askbudget.model import Column, Document, Table
from askbudget.store.write import quoted

_MOST_COLUMNS = 1500
"""SQLite takes 2000 in a result; a wider table has no view."""


def create_views(connection: sqlite3.Connection, document: Document, base: int) -> None:
    """Make the views of the document with id *base* and note their names in budget_tables."""
    taken = {name for (name,) in connection.execute("SELECT lower(name) FROM sqlite_master")}
    for number, table in enumerate(document.tables):
        if len(table.columns) > _MOST_COLUMNS:
            continue
        name = _unique(view_name(document, table), taken)
        connection.execute(f"CREATE VIEW {quoted(name)} AS {_select(table, base, base + number)}")
        connection.execute("UPDATE budget_tables SET view = ? WHERE id = ?", (name, base + number))


def view_name(document: Document, table: Table) -> str:
    """Department, year, kind, number and title: 洛阳…局 2025预算 预算12表 项目支出预算表."""
    title = re.sub(rf"^{document.year}\s*年度?", "", table.title)
    parts = (document.department, f"{document.year}{document.kind}", table.number, title.strip())
    return " ".join("".join(filter(str.isprintable, part)) for part in parts if part)


def _unique(name: str, taken: set[str]) -> str:
    """*name*, numbered where it is taken; names differ by more than the case of letters."""
    free, number = name, 1
    while free.lower() in taken:
        number += 1
        free = f"{name}（{number}）"
    taken.add(free.lower())
    return free


def _select(table: Table, base: int, table_id: int) -> str:
    taken: set[str] = set()

    def named(expression: str, name: str) -> str:
        clean = "".join(filter(str.isprintable, name))
        return f"{expression} AS {quoted(_unique(clean or '列', taken))}"

    fields = [named(expression, name) for expression, name in _key_fields(table)]
    fields += [
        named(f"group_concat(CASE c.position WHEN {at.position} THEN a.printed END, '；')", heading(at))
        for at in table.columns
    ]
    fields += [
        named("group_concat(a.doubt, '；')", "存疑"),
        named("r.page", "页"),
        named("r.line", "行"),
    ]
    return (
        f"SELECT {', '.join(fields)} FROM rows r LEFT JOIN amounts a ON a.row_id = r.id"
        f" LEFT JOIN columns c ON c.id = a.column_id"
        f" WHERE r.table_id = {table_id} GROUP BY r.id ORDER BY r.position"
    )


def heading(column: Column) -> str:
    """The header path in one line, with the side where 收入 and 支出 stand side by side."""
    path = column.path
    if column.side and (not path or column.side not in path[0]):
        path = (column.side, *path)
    return "/".join(path)


def _key_fields(table: Table) -> Iterator[tuple[str, str]]:
    if any(row.side for row in table.rows):
        yield "r.side", "收支"
    if any(row.code for row in table.rows):
        yield "nullif(r.code, '')", "编码"
    yield "nullif(r.label, '')", "名称"
    for key in _other_keys(table):
        text = key.replace("'", "''").replace("\x00", "")
        yield f"(SELECT value FROM json_each(r.keys) WHERE key = '{text}')", key


def _other_keys(table: Table) -> Iterable[str]:
    """Key cells that say more than code and label do."""
    told: dict[str, None] = {}
    for row in table.rows:
        for key, text in row.keys.items():
            if text not in ("", row.label, row.code):
                told[key] = None
    return told
