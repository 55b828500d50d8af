"""The bundled sample through the store: nothing is lost, and every figure can be cited and found again."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from statistics import median

from askbudget.model import Document
from askbudget.store.find import find_place
from askbudget.store.read import open_reader


def test_what_is_read_is_what_was_saved(sample_document: Document, sample_library: Path) -> None:
    with open_reader(sample_library) as reader:
        (info,) = reader.documents()
        assert reader.document(info.id) == sample_document
        assert info.cells == sum(len(table.amounts) for table in sample_document.tables)


def test_every_figure_has_a_key_that_leads_back_to_it(
    sample_document: Document, sample_library: Path
) -> None:
    with open_reader(sample_library) as reader:
        (info,) = reader.documents()
        keys = reader.keys(info.id)
        for at, table in enumerate(sample_document.tables):
            for amount in table.amounts[:: max(1, len(table.amounts) // 10)]:
                place = find_place(reader, keys.figure(at, amount.row, amount.column)).place
                assert (place.table, place.row, place.column) == (at, amount.row, amount.column)


def test_every_printed_figure_stands_in_a_view(sample_document: Document, sample_library: Path) -> None:
    with closing(sqlite3.connect(sample_library)) as connection:
        views = connection.execute("SELECT view FROM budget_tables ORDER BY position").fetchall()
        assert len(views) == len(sample_document.tables)
        for (view,), table in zip(views, sample_document.tables, strict=True):
            rows = connection.execute(f'SELECT * FROM "{view}"').fetchall()
            assert len(rows) == len(table.rows)
            shown = [cell for row in rows for cell in row if isinstance(cell, str)]
            for amount in table.amounts:
                assert any(amount.printed in cell for cell in shown)


def test_the_structure_is_read_in_a_few_milliseconds(sample_library: Path) -> None:
    taken = []
    for _ in range(9):
        with open_reader(sample_library) as reader:
            (info,) = reader.documents()
            start = time.perf_counter()
            reader.tables(info.id)
            taken.append(time.perf_counter() - start)
    assert median(taken) < 0.02, "5 ms on an idle machine"
