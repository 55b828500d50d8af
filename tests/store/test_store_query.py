"""``sql`` may read and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from askbudget.store.errors import StoreError
from askbudget.store.query import SqlTimeout, run
from askbudget.store.read import open_reader


def rows(path: Path, sql: str, seconds: float = 10) -> list[tuple[object, ...]]:
    with open_reader(path) as reader:
        return list(run(reader.connection, path, sql, seconds)[1])


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(*) FROM amounts",
        "  -- 注释\n/* 再注 */ select count(*) from amounts;",
        "WITH a AS (SELECT * FROM amounts) SELECT count(*) FROM a",
    ],
)
def test_selects(library: Path, sql: str) -> None:
    assert rows(library, sql) == [(10,)]


def test_views_and_json_are_at_hand(library: Path) -> None:
    assert rows(library, 'SELECT 合计 FROM "测试市审计局 2026预算 表12 项目支出预算表" LIMIT 1') == [
        ("122.10",)
    ]
    assert rows(library, "SELECT value FROM rows, json_each(keys) WHERE key = '类型' LIMIT 1") == [
        ("特定目标类",)
    ]


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM amounts",
        "WITH a AS (SELECT 1) DELETE FROM amounts",
        "INSERT INTO lines SELECT * FROM lines",
        "SELECT 1; DELETE FROM amounts",
        "SELECT 1; SELECT 2",
        "PRAGMA user_version = 9",
        "ATTACH '{other}' AS other",
        "VACUUM INTO '{other}'",
        "EXPLAIN SELECT 1",
        "SELECT load_extension('x')",
        "SELECT * FROM nothing",
        "SELECT ?",
        "SELECT",
        "",
        "; SELECT 1",
        "项目支出多少",
        "SELECT 1 \x00",
        "SELECT '\ud800'",
        "SELECT zeroblob(1000000000)",
    ],
)
def test_everything_else_is_refused(library: Path, tmp_path: Path, sql: str) -> None:
    before = library.read_bytes()
    other = tmp_path / "other.db"
    with pytest.raises(StoreError):
        rows(library, sql.replace("{other}", str(other)))
    assert library.read_bytes() == before
    assert not other.exists()


def test_a_query_without_end_is_stopped(library: Path) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT {} FROM n"
    for what in ("count(*)", "x"):
        with pytest.raises(SqlTimeout):
            rows(library, endless.format(what), 0.2)


def test_the_library_can_be_asked_again_after_an_error(library: Path) -> None:
    with open_reader(library) as reader:
        with pytest.raises(StoreError):
            run(reader.connection, library, "SELECT * FROM nothing", 1)
        assert reader.documents()
        assert len(reader.tables(reader.documents()[0].id)) == 3
