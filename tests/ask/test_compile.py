"""The SELECT of a cover: its text, and what it gives on a library made from the hand-made document."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from handmade import WAN, document

from askbudget.ask.compile import Statement, cells_statement
from askbudget.store.write import save

HEAD = (
    "SELECT r.position AS row, c.position AS col, a.fen, a.printed, a.basis, a.candidates, a.page, a.line, r.label"
    " FROM amounts AS a JOIN rows AS r ON r.id = a.row_id JOIN columns AS c ON c.id = a.column_id"
    " WHERE a.table_id = ? AND r.position IN (SELECT value FROM JSON_EACH(?))"
    " AND (c.position IN (SELECT value FROM JSON_EACH(?)) OR NOT a.candidates IS NULL)"
)
PLACE = " ORDER BY r.position, c.position"

GOLDEN = [
    ([], None, PLACE),
    ([("gt", 5)], None, f" AND a.fen > ?{PLACE}"),
    ([("ge", 5)], None, f" AND a.fen >= ?{PLACE}"),
    ([("lt", 5)], None, f" AND a.fen < ?{PLACE}"),
    ([("le", 5)], None, f" AND a.fen <= ?{PLACE}"),
    ([("eq", 5)], None, f" AND a.fen = ?{PLACE}"),
    ([("ge", 5), ("le", 9)], None, f" AND a.fen >= ? AND a.fen <= ?{PLACE}"),
    ([], "desc", " ORDER BY a.fen DESC, r.position, c.position"),
    ([], "asc", " ORDER BY a.fen ASC NULLS LAST, r.position, c.position"),
    ([("gt", 5)], "desc", " AND a.fen > ? ORDER BY a.fen DESC, r.position, c.position"),
]

PROJECTS = 1
"""The place of 表12 in the hand-made document: 合计 122.10 · 智慧审计建设 100.00 (also in column 2 or 3) ·
培训 2024 22.10, 0.00, — · 空项目 without figures."""


@pytest.fixture
def made(tmp_path: Path) -> Iterator[tuple[sqlite3.Connection, int]]:
    """The library's file, and the id of 表12 in it."""
    path = tmp_path / "made.db"
    save(document(), path)
    connection = sqlite3.connect(path)
    (table,) = connection.execute("SELECT id FROM budget_tables WHERE position = ?", (PROJECTS,)).fetchone()
    yield connection, table
    connection.close()


@pytest.mark.parametrize(("comparisons", "order", "tail"), GOLDEN, ids=lambda value: str(value)[:20])
def test_the_text_of_each_shape(comparisons: list[tuple[str, int]], order: str | None, tail: str) -> None:
    statement = cells_statement(7, [1, 2], [0], comparisons, order)
    assert statement.sql == HEAD + tail
    assert statement.values == (7, "[1,2]", "[0]", *(value for _, value in comparisons))


def _figures(made: tuple[sqlite3.Connection, int], statement: Statement) -> list[tuple[object, ...]]:
    """(row, column, 分, printed) of each figure."""
    return [record[:4] for record in made[0].execute(statement.sql, statement.values)]


def test_the_figures_of_a_cover(made: tuple[sqlite3.Connection, int]) -> None:
    statement = cells_statement(made[1], [0, 2], [0])
    assert _figures(made, statement) == [(0, 0, 122_100_000, "122.10"), (2, 0, 22_100_000, "22.10")]


def test_every_figure_comes_with_its_place(made: tuple[sqlite3.Connection, int]) -> None:
    statement = cells_statement(made[1], [2], [1])
    assert made[0].execute(statement.sql, statement.values).fetchall() == [
        (2, 1, 0, "0.00", "inferred", None, 5, 17, "培训 2024")
    ]


def test_a_figure_of_the_row_without_a_certain_column_comes_too(made: tuple[sqlite3.Connection, int]) -> None:
    statement = cells_statement(made[1], [1], [0])
    found = made[0].execute(statement.sql, statement.values).fetchall()
    assert [record[:4] for record in found] == [(1, 0, 100 * WAN, "100.00"), (1, 2, 100 * WAN, "100.00")]
    assert [record[5] and json.loads(record[5]) for record in found] == [None, [2, 3]]


def test_a_blank_row_gives_nothing_and_a_printed_zero_gives_zero(
    made: tuple[sqlite3.Connection, int],
) -> None:
    assert _figures(made, cells_statement(made[1], [3], [0, 1, 2, 3])) == []
    assert _figures(made, cells_statement(made[1], [2], [1])) == [(2, 1, 0, "0.00")]


def test_a_dash_is_null_and_passes_no_comparison(made: tuple[sqlite3.Connection, int]) -> None:
    assert _figures(made, cells_statement(made[1], [2], [3])) == [(2, 3, None, "—")]
    for test in ("gt", "ge", "lt", "le", "eq"):
        assert _figures(made, cells_statement(made[1], [2], [3], [(test, 0)])) == []


@pytest.mark.parametrize(
    ("comparisons", "rows"),
    [
        ([("gt", 100 * WAN)], [0]),
        ([("ge", 100 * WAN)], [0, 1]),
        ([("lt", 100 * WAN)], [2]),
        ([("le", 100 * WAN)], [1, 2]),
        ([("eq", 100 * WAN)], [1]),
        ([("ge", 22_100_000), ("le", 100 * WAN)], [1, 2]),
        ([("gt", 22_100_000), ("lt", 122_100_000)], [1]),
    ],
)
def test_comparisons(
    made: tuple[sqlite3.Connection, int], comparisons: list[tuple[str, int]], rows: list[int]
) -> None:
    found = _figures(made, cells_statement(made[1], [0, 1, 2, 3], [0], comparisons))
    assert [record[0] for record in found if record[1] == 0] == rows


def test_order_is_by_figure_and_blanks_come_last(made: tuple[sqlite3.Connection, int]) -> None:
    every = [0, 1, 2, 3]
    down = [record[2] for record in _figures(made, cells_statement(made[1], every, every, (), "desc"))]
    up = [record[2] for record in _figures(made, cells_statement(made[1], every, every, (), "asc"))]
    assert down == [122_100_000, 100 * WAN, 100 * WAN, 22_100_000, 0, None]
    assert up == [0, 22_100_000, 100 * WAN, 100 * WAN, 122_100_000, None]


@pytest.mark.parametrize(("comparisons", "order", "tail"), GOLDEN, ids=lambda value: str(value)[:20])
def test_shown_runs_when_pasted(
    made: tuple[sqlite3.Connection, int], comparisons: list[tuple[str, int]], order: str | None, tail: str
) -> None:
    statement = cells_statement(made[1], [0, 1, 2, 3], [0, 1], comparisons, order)
    assert "?" not in statement.shown()
    assert (
        made[0].execute(statement.shown()).fetchall()
        == made[0].execute(statement.sql, statement.values).fetchall()
    )


def test_the_text_has_no_value_in_it() -> None:
    assert cells_statement(1, [1], [1]).sql == cells_statement(99, range(5), range(9)).sql
