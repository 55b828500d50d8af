"""``askbudget docs``: what is loaded.

In: the library.  Out: documents, their tables and their problems.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import Any

from askbudget.cli import output
from askbudget.library import Library, open_library
from askbudget.model import Problem, Table
from askbudget.store.read import DocumentInfo

_SEVERITY = {"error": "错误", "warning": "注意", "note": "说明"}
_SHEET = (
    "document", "department", "region", "year", "kind", "number", "title", "table_kind", "pages", "unit",
    "rows", "cells", "empty",
)  # fmt: skip


def run(arguments: Namespace) -> int:
    """List the documents; an empty library is an empty list."""
    with open_library(arguments.library) as library:
        infos = library.documents() if arguments.document is None else (library.find(arguments.document),)
        if arguments.format == "json":
            output.write_json([_object(library, info) for info in infos])
        elif arguments.format == "jsonl":
            output.write_jsonl(_object(library, info) for info in infos)
        elif arguments.format in ("csv", "markdown"):
            _write_sheet(library, infos, arguments)
        else:
            for info in infos:
                _write_text(library, info)
    return 0


def _object(library: Library, info: DocumentInfo) -> dict[str, Any]:
    return {
        "document": info.name,
        "department": info.department,
        "region": info.region,
        "year": info.year,
        "kind": info.kind,
        "source": info.source,
        "sha256": info.sha256,
        "pages": info.pages,
        "tables": [
            {
                "number": table.name,
                "title": table.title,
                "kind": table.kind,
                "pages": list(table.pages),
                "unit": table.unit,
                "rows": len(table.rows),
                "empty": table.empty,
            }
            for table in library.reader.tables(info.id)
        ],
        "cells": info.cells,
        "problems": [
            {
                "code": problem.code,
                "message": problem.message,
                "severity": problem.severity,
                "table": problem.table,
                "page": problem.page,
                "line": problem.line,
            }
            for problem in library.reader.problems(info.id)
        ],
    }


def _write_sheet(library: Library, infos: Sequence[DocumentInfo], arguments: Namespace) -> None:
    rows = [
        [
            info.name, info.department, info.region, str(info.year), info.kind, table.name, table.title,
            table.kind, _pages(table), table.unit, str(len(table.rows)), str(len(table.amounts)),
            str(table.empty).lower(),
        ]
        for info in infos
        for table in library.reader.tables(info.id)
    ]  # fmt: skip
    sheet = output.Sheet(_SHEET, rows)
    if arguments.format == "csv":
        output.write_csv(sheet, excel=arguments.excel)
    else:
        output.write_markdown(sheet)


def _write_text(library: Library, info: DocumentInfo) -> None:
    tables, problems = library.reader.tables(info.id), library.reader.problems(info.id)
    region = f"（{info.region}）" if info.region else ""
    output.write_text(f"{info.name}{info.kind}{region}", strong=True)
    output.write_text(
        f"  {info.pages} 页，{len(tables)} 张表，{info.cells} 个数字，{len(problems)} 个问题  ← {info.source}"
    )
    for line in output.aligned(map(_table_row, tables), frozenset({2, 3})):
        output.write_text(f"  {line}")
    for problem in problems:
        output.write_text(f"  {_SEVERITY[problem.severity]}  {problem.message}{''.join(_where(problem))}")
    output.write_text("")


def _table_row(table: Table) -> list[str]:
    rows = "空表" if table.empty else f"{len(table.rows)} 行"
    return [table.number, table.title, f"第 {_pages(table)} 页", rows, table.unit or "", table.kind]


def _pages(table: Table) -> str:
    if not table.pages:
        return ""
    first, last = table.pages[0], table.pages[-1]
    return str(first) if first == last else f"{first}–{last}"


def _where(problem: Problem) -> Iterator[str]:
    """The place, where the message does not name it already."""
    if problem.line is not None and str(problem.line) not in problem.message:
        page = f"第{problem.page}页" if problem.page is not None else ""
        yield f"（{page}第{problem.line}行）"
