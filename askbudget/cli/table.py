"""``askbudget table``: one printed table, its rows and columns in the printed order.

In: a document's and a table's name.  Out: the table.  Blank cells stay blank, zeros zeros.
"""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from askbudget.cli import output
from askbudget.cli.inputs import InputError
from askbudget.library import open_library
from askbudget.model import Amount, Row, Table
from askbudget.money import plain
from askbudget.store.read import DocumentInfo


def run(arguments: Namespace) -> int:
    """Show the table called by the last word, of the document called by the words before it."""
    *before, number = arguments.names
    if before and arguments.document is not None:
        raise InputError("文件名写了两次：用参数或 --document 之一。")
    document = " ".join(before) or arguments.document
    with open_library(arguments.library) as library:
        info, table = library.table(document, number)
        if arguments.format == "json":
            output.write_json(_object(info, table))
        elif arguments.format == "jsonl":
            output.write_jsonl([_object(info, table)])
        elif arguments.format == "csv":
            output.write_csv(_sheet(table, exact=True), excel=arguments.excel)
        elif arguments.format == "markdown":
            output.write_markdown(_sheet(table))
        else:
            _write_text(info, table)
    return 0


def _cells(table: Table) -> dict[int, dict[int, Amount]]:
    """row position → column position → figure."""
    found: dict[int, dict[int, Amount]] = {row.position: {} for row in table.rows}
    for amount in table.amounts:
        found[amount.row][amount.column] = amount
    return found


def _object(info: DocumentInfo, table: Table) -> dict[str, Any]:
    cells = _cells(table)
    return {
        "document": info.name,
        "number": table.name,
        "title": table.title,
        "kind": table.kind,
        "unit": table.unit,
        "pages": list(table.pages),
        "columns": [{"path": list(column.path)} for column in table.columns],
        "rows": [
            {
                "page": row.page,
                "line": row.line,
                "side": row.side,
                "label": row.label,
                "code": row.code,
                "level": row.level,
                "cells": [_cell(cells[row.position].get(column.position), table) for column in table.columns],
                "keys": dict(row.keys),
            }
            for row in table.rows
        ],
    }


def _cell(amount: Amount | None, table: Table) -> dict[str, Any] | None:
    """A figure; an ambiguous one also names the columns (from 0) that it may belong to."""
    if amount is None:
        return None
    cell: dict[str, Any] = {"printed": amount.printed, "value": _value(amount, table), "basis": amount.basis}
    if amount.candidates:
        order = [column.position for column in table.columns]
        cell["candidates"] = [order.index(position) for position in amount.candidates]
    return cell


def _value(amount: Amount, table: Table) -> str | None:
    """The decimal in the table's unit (万元 where none is printed is not assumed: 元)."""
    return None if amount.value is None else plain(amount.value, table.unit or "元")


def _sheet(table: Table, *, exact: bool = False) -> output.Sheet:
    """The table under one line of headings: figures as printed, or *exact* decimals."""
    names, cells = _key_names(table), _cells(table)
    headings = [*names, *("/".join(column.path) for column in table.columns)]
    rows = []
    for row in table.rows:
        figures = (cells[row.position].get(column.position) for column in table.columns)
        shown = ((_value(a, table) or a.printed if exact else _printed(a)) if a else None for a in figures)
        rows.append([*_keys(row, names), *shown])
    return output.Sheet(headings, rows, frozenset(range(len(names), len(headings))))


def _printed(amount: Amount) -> str:
    return amount.printed + ("?" if amount.basis == "ambiguous" else "")


def _key_names(table: Table) -> list[str]:
    """The headings left of the figures: side and code where there are any, the label, other key cells."""
    keys = {
        key: None
        for row in table.rows
        for key, text in row.keys.items()
        if text not in ("", row.label, row.code)
    }
    side = ["收支"] if any(row.side for row in table.rows) else []
    code = ["编码"] if any(row.code for row in table.rows) else []
    return ["页", "行", *side, *code, "名称", *keys]


def _keys(row: Row, names: list[str]) -> list[str | None]:
    own = {"页": str(row.page), "行": str(row.line), "收支": row.side}
    own |= {"编码": row.code or None, "名称": row.label}
    return [own[name] if name in own else row.keys.get(name) for name in names]


def _write_text(info: DocumentInfo, table: Table) -> None:
    pages = "、".join(map(str, table.pages))
    unit = f"，单位：{table.unit}" if table.unit else ""
    output.write_text(f"{table.number} {table.title}".strip(), strong=True)
    output.write_text(f"{info.name}{info.kind}，第 {pages} 页{unit}")
    if table.empty or not table.rows:
        output.write_text("（这张表没有数据）")
    else:
        sheet = _sheet(table)
        heads = _heads(table, len(sheet.headings) - len(table.columns), list(sheet.headings))
        for line in output.aligned([*heads, *sheet.rows], sheet.right):
            output.write_text(line)
    for note in table.notes:
        output.write_text(note.text)
    if any(amount.basis == "ambiguous" for amount in table.amounts):
        output.write_text("? 这个数字属于哪一列不能确定。")


def _heads(table: Table, keys: int, headings: list[str]) -> list[list[str]]:
    """The header in as many lines as its paths are deep; a group's name stands over its first column."""
    depth = max(len(column.path) for column in table.columns) if table.columns else 1
    lines = []
    for level in range(depth):
        line = headings[:keys] if level == depth - 1 else [""] * keys
        before: tuple[str, ...] = ()
        for column in table.columns:
            path = column.path
            again = len(path) > level + 1 and before[: level + 1] == path[: level + 1]
            line.append(path[level] if level < len(path) and not again else "")
            before = path
        lines.append(line)
    return lines
