"""``askbudget sql``: a read-only SELECT on the library.

In: the SELECT.  Out: its rows.  Rows are written as they come, but for text and JSON, which need them all.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from askbudget.cli import output
from askbudget.library import open_library

_MOST_ROWS = 10_000
"""Shown as aligned text; the data formats have no limit."""


def run(arguments: Namespace) -> int:
    """Run it; StoreError for what is no SELECT, exit code 4 after the time limit."""
    with open_library(arguments.library) as library:
        names, rows = library.sql(" ".join(arguments.select), arguments.timeout)
        names = _distinct(names)
        if arguments.format == "json":
            output.write_json(list(_objects(names, rows)))
        elif arguments.format == "jsonl":
            output.write_jsonl(_objects(names, rows))
        elif arguments.format == "csv":
            output.write_csv(output.Sheet(names, map(_texts, rows)), excel=arguments.excel)
        elif arguments.format == "markdown":
            output.write_markdown(output.Sheet(names, map(_texts, rows)))
        else:
            _write_text(names, rows)
    return 0


def _write_text(names: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> None:
    shown = list(islice(rows, _MOST_ROWS))
    numbers = frozenset(
        at
        for at in range(len(names))
        if shown and all(isinstance(row[at], int | float | None) for row in shown)
    )
    output.write_sheet(output.Sheet(names, map(_texts, shown), numbers))
    if next(rows, None) is not None:
        print(f"只显示了前 {_MOST_ROWS} 行，用 --csv 或 --jsonl 得到全部。", file=sys.stderr)


def _objects(names: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {name: _value(cell) for name, cell in zip(names, row, strict=True)}


def _value(cell: object) -> object:
    return cell.hex() if isinstance(cell, bytes) else cell


def _texts(row: tuple[Any, ...]) -> list[str | None]:
    return [None if cell is None else str(_value(cell)) for cell in row]


def _distinct(names: Sequence[str]) -> list[str]:
    """Column names, a repeated one numbered, so that no cell of a JSON object is lost."""
    seen: set[str] = set()
    made = []
    for name in names:
        free, number = name, 1
        while free in seen:
            number += 1
            free = f"{name}_{number}"
        seen.add(free)
        made.append(free)
    return made
