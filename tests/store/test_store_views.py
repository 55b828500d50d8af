"""Each printed table is a view with Chinese names, as printed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from askbudget.model import Document
from askbudget.store.write import save

PROJECTS = "测试市审计局 2026预算 表12 项目支出预算表"


def rows(path: Path, view: str) -> list[dict[str, object]]:
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        quoted = view.replace('"', '""')
        return [dict(row) for row in connection.execute(f'SELECT * FROM "{quoted}"')]


def views(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}


def test_a_view_per_printed_table(library: Path) -> None:
    assert views(library) == {
        "测试市审计局 2026预算 表1 部门收支总体情况表",
        PROJECTS,
        "测试市审计局 2026预算 项目\"支出'表",
    }


def test_the_table_as_printed(library: Path) -> None:
    total, smart, training, blank = rows(library, PROJECTS)
    assert total["名称"] is None and total["合计"] == "122.10"
    assert smart["名称"] == "智慧审计建设" and smart["类型"] == "特定目标类"
    assert smart["本年拨款/政府性基金"] == "100.00" and smart["结转/政府性基金"] is None
    assert smart["存疑"] == "100.00 可能在“本年拨款/政府性基金”、“结转/政府性基金”列"
    assert training["本年拨款/一般公共预算"] == "0.00" and training["结转/政府性基金"] == "—"
    assert training["存疑"] is None and training["编码"] == "P-7"
    assert blank["名称"] == "空项目" and blank["合计"] is None


def test_both_sides_in_printed_order(library: Path) -> None:
    found = rows(library, "测试市审计局 2026预算 表1 部门收支总体情况表")
    assert [row["收支"] for row in found] == ["收入", "支出", "收入", "支出"]
    assert found[1]["支出/金额"] == "1,500.00" and found[1]["收入/金额"] is None


def test_an_empty_table_with_quotes_in_its_title_can_be_opened(library: Path) -> None:
    assert rows(library, "测试市审计局 2026预算 项目\"支出'表") == []


def test_a_replaced_document_takes_its_views_along(library: Path, small: Document, other: Document) -> None:
    save(other, library)
    save(replace(small, sha256="c" * 64, tables=small.tables[:1]), library)
    assert {name for name in views(library) if name.startswith("测试市审计局")} == {
        "测试市审计局 2026预算 表1 部门收支总体情况表"
    }
    assert len(views(library)) == 4


def test_tables_of_one_name_get_views_of_two(tmp_path: Path, small: Document) -> None:
    path = tmp_path / "twice.db"
    save(replace(small, tables=(small.tables[1], small.tables[1])), path)
    assert views(path) == {PROJECTS, PROJECTS + "（2）"}
