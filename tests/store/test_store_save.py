"""A document goes in whole, comes out the same, and never half."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from askbudget.model import Document
from askbudget.store import write
from askbudget.store.read import open_reader
from askbudget.store.write import save


def only(path: Path) -> Document:
    with open_reader(path) as reader:
        (info,) = reader.documents()
        return reader.document(info.id)


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_what_is_read_is_what_was_saved(library: Path, small: Document) -> None:
    assert only(library) == small


def test_blank_zero_and_dash_stay_three_things(library: Path) -> None:
    table = only(library).tables[1]
    cells = {(amount.row, amount.column): amount.value for amount in table.amounts}
    assert cells[2, 1] == 0
    assert cells[2, 3] is None
    assert (3, 0) not in cells


def test_saving_again_changes_not_one_byte(library: Path, small: Document) -> None:
    before = library.read_bytes(), library.stat().st_mtime_ns
    assert save(small, library) == "unchanged"
    assert save(replace(small, source="另一个文件夹/审计局.txt"), library) == "unchanged"
    assert (library.read_bytes(), library.stat().st_mtime_ns) == before


def test_a_changed_file_replaces_its_document(library: Path, small: Document, other: Document) -> None:
    assert save(other, library) == "added"
    changed = replace(small, sha256="c" * 64, tables=small.tables[1:])
    assert save(changed, library) == "replaced"
    with open_reader(library) as reader:
        assert [info.department for info in reader.documents()] == ["测试市审计局", "测试市教育局"]
        assert reader.document(reader.documents()[0].id) == changed
        assert reader.document(reader.documents()[1].id) == other


def test_the_same_file_read_better_replaces_what_was_read_before(library: Path, small: Document) -> None:
    better = replace(small, department="测试市审计局机关", problems=())
    assert save(better, library) == "replaced"
    assert only(library) == better


def test_the_library_does_not_depend_on_the_way_it_was_made(
    tmp_path: Path, small: Document, other: Document
) -> None:
    one, two = tmp_path / "one.db", tmp_path / "two.db"
    for document in (small, other):
        save(document, one)
    for document in (other, replace(small, sha256="c" * 64, problems=()), small):
        save(document, two)
    with open_reader(one) as first, open_reader(two) as second:
        assert first.documents() == second.documents()
        assert first.fingerprint() == second.fingerprint()
    assert sorted(dump(one)) == sorted(dump(two))


def test_other_years_and_kinds_stand_beside(library: Path, small: Document) -> None:
    assert save(replace(small, year=2025, sha256="d" * 64), library) == "added"
    assert save(replace(small, kind="决算", sha256="e" * 64), library) == "added"
    with open_reader(library) as reader:
        assert len(reader.documents()) == 3
        assert len({info.id for info in reader.documents()}) == 3


def test_references_hold(library: Path, small: Document, other: Document) -> None:
    save(other, library)
    save(replace(small, sha256="c" * 64), library)
    with closing(sqlite3.connect(library)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_an_exception_in_the_middle_leaves_the_library_as_it_was(
    library: Path, small: Document, other: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = library.read_bytes()

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(write, "_problems", interrupted)
    for document in (other, replace(small, sha256="c" * 64)):
        with pytest.raises(KeyboardInterrupt):
            save(document, library)
    assert library.read_bytes() == before


def test_an_exception_in_the_first_load_leaves_no_file(
    tmp_path: Path, small: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(write, "_problems", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save(small, tmp_path / "new.db")
    assert list(tmp_path.iterdir()) == []


def test_sql_finds_a_figure_by_its_dimensions(library: Path) -> None:
    with open_reader(library) as reader:
        found = reader.select(
            "SELECT a.fen, a.printed FROM amounts a JOIN rows r ON r.id = a.row_id"
            " JOIN columns c ON c.id = a.column_id JOIN budget_tables t ON t.id = a.table_id"
            " WHERE r.project IN (?, ?) AND c.fund = ? AND t.nature = ?",
            ("培训 2024", "空项目", "一般公共预算", "项目支出"),
        )
    assert found == [(0, "0.00")]
