"""Documents, tables and places by the names people type, and the citation keys that name one place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from askbudget.model import Document
from askbudget.store.cite import cell, column_at, row_at
from askbudget.store.find import Ambiguous, NotFound, find_document, find_place, find_table
from askbudget.store.keys import Keys
from askbudget.store.read import open_reader
from askbudget.store.write import save


def place(path: Path, citation: str) -> tuple[int | None, int | None, int | None, int]:
    with open_reader(path) as reader:
        found = find_place(reader, citation).place
        return found.table, found.row, found.column, found.line


@pytest.mark.parametrize("by_page", [False, True])
def test_every_cell_has_a_key_of_its_own_that_leads_back(small: Document, by_page: bool) -> None:
    keys = Keys(small.tables, by_page=by_page)
    seen = set()
    for at, table in enumerate(small.tables):
        for row in table.rows:
            for column in table.columns:
                key = keys.figure(at, row.position, column.position)
                back = keys.find(key)
                assert back is not None
                assert (back.table, back.row, back.column) == (at, row.position, column.position)
                seen.add(key)
    assert len(seen) == sum(len(table.rows) * len(table.columns) for table in small.tables)


def test_keys_are_short_and_readable(small: Document) -> None:
    assert Keys(small.tables, by_page=False).figure(1, 2, 0) == "表12:17:合计"
    assert Keys(small.tables, by_page=True).figure(1, 2, 1) == "表12:5页17:本年拨款/一般公共预算"
    assert Keys(small.tables, by_page=False).figure(0, 1, 1) == "表1:7~2:支出/金额"
    assert Keys(small.tables, by_page=False).line(2, 4) == "正文:4"


def test_tables_of_one_name_have_keys_of_two(small: Document) -> None:
    keys = Keys((small.tables[1], small.tables[1]), by_page=False)
    assert keys.figure(0, 2, 0) == "表12:17:合计"
    assert keys.figure(1, 2, 0) == "表12~2:17:合计"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("表12:17:合计", (1, 2, 0, 17)),
        ("表12:17", (1, 2, None, 17)),
        ("12表 17行 合计", (1, 2, 0, 17)),
        ("12表第17行", (1, 2, None, 17)),
        ("第5页第17行", (1, 2, None, 17)),
        ("2026年项目支出预算表 15行 本年拨款/政府性基金", (1, 1, 2, 15)),
        ("17", (1, 2, None, 17)),
        ("表1 7行 支出/金额", (0, 1, 1, 7)),
        ("表12第16行", (None, None, None, 16)),
        ("正文:4", (None, None, None, 4)),
        ("测试市审计局 2026 第4行", (None, None, None, 4)),
        ("测试市审计局 2026:表12:17:合计", (1, 2, 0, 17)),
    ],
)
def test_places_by_key_and_by_looser_words(
    library: Path, words: str, expected: tuple[int | None, int | None, int | None, int]
) -> None:
    assert place(library, words) == expected


@pytest.mark.parametrize(
    "words",
    ["", "合计", "表12:99:合计", "第9页第17行", "表99:17:合计", "表12第17行小计", "表12第4行", "17 税收"],
)
def test_no_such_place(library: Path, words: str) -> None:
    with pytest.raises(NotFound):
        place(library, words)


def test_a_line_number_of_several_pages_is_not_guessed(tmp_path: Path, small: Document) -> None:
    path = tmp_path / "pages.db"
    lines = tuple((page, 1 + at, f"第{page}页的字") for page in (1, 2) for at in range(3))
    save(replace(small, lines=lines, tables=()), path)
    assert place(path, "第2页第1行") == (None, None, None, 1)
    assert place(path, "正文:2页3")[3] == 3
    with pytest.raises(Ambiguous, match="正文:1页1；正文:2页1"):
        place(path, "第1行")


def test_with_several_documents_keys_say_which(library: Path, small: Document, other: Document) -> None:
    save(other, library)
    with open_reader(library) as reader:
        first, second = reader.documents()
        key = reader.keys(second.id).figure(1, 2, 0)
        assert key == "测试市教育局 2026:表12:17:合计"
        assert find_place(reader, key).info == second
        assert find_place(reader, "测试市审计局 12表 17行").info == first
        with pytest.raises(Ambiguous):
            find_place(reader, "表12:17:合计")
        with pytest.raises(Ambiguous):
            find_place(reader, "17")


def test_the_place_of_a_figure_as_printed(library: Path) -> None:
    with open_reader(library) as reader:
        (info,) = reader.documents()
        table, keys = reader.tables(info.id)[1], reader.keys(info.id)
        prose = keys.line(2, 4)
    cited = cell(table, 1, 2)
    assert cited is not None
    assert (table.name, row_at(table, 1).label) == ("表12", "智慧审计建设")
    assert column_at(table, 2).path == ("本年拨款", "政府性基金")
    assert (cited.page, cited.line, cited.printed, cited.basis) == (4, 15, "100.00", "ambiguous")
    assert cell(table, 3, 0) is None
    assert row_at(table, 3).line == 18
    assert prose == "正文:4"


def test_documents_by_name(library: Path, small: Document, other: Document) -> None:
    save(other, library)
    save(replace(small, year=2025, sha256="d" * 64), library)
    with open_reader(library) as reader:
        for name, expected in (
            ("测试市教育局", "测试市教育局 2026"),
            ("教育局", "测试市教育局 2026"),
            ("测试市审计局 2025", "测试市审计局 2025"),
            ("2026年测试市审计局", "测试市审计局 2026"),
            ("审计局2025年部门预算", "测试市审计局 2025"),
            ("d" * 10, "测试市审计局 2025"),
        ):
            assert find_document(reader, name).name == expected
        for several in ("测试市审计局", "审计", "2026", None):
            with pytest.raises(Ambiguous):
                find_document(reader, several)
        with pytest.raises(NotFound, match="税务局"):
            find_document(reader, "税务局")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("表12", 1), ("12", 1), ("12表", 1), ("第12表", 1), ("１２", 1), ("项目支出预算表", 1),
        ("收支总体", 0), ("2026年项目支出预算表", 1), ("表 12", 1), ("1", 0), ("项目\"支出'表", 2),
    ],
)  # fmt: skip
def test_tables_by_name(small: Document, name: str, expected: int) -> None:
    assert find_table(small.tables, name) == expected


@pytest.mark.parametrize("name", ["13", "税收表", ""])
def test_no_such_table(small: Document, name: str) -> None:
    with pytest.raises(NotFound, match="表12"):
        find_table(small.tables, name)


def test_a_name_that_fits_two_tables(small: Document) -> None:
    with pytest.raises(Ambiguous, match="表1 部门收支总体情况表"):
        find_table(small.tables, "表")
