"""A figure from a table whose sums do not close says so; one whose own column is in doubt is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from askbudget.library import Library, open_library
from askbudget.resources import DATA

SAMPLE = DATA / "samples" / "luoyang-xigong-2025.txt"


@pytest.fixture(scope="module")
def misprinted(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The sample with one total changed: 预算03表, 2060101, 130.91 → 131.91."""
    folder = tmp_path_factory.mktemp("misprinted")
    right = "206 01 01 行政运行 130.91 130.91 120.19 10.72"
    text = SAMPLE.read_text(encoding="utf-8").replace(right, right.replace("130.91", "131.91", 1), 1)
    (folder / "misprinted.txt").write_text(text, encoding="utf-8")
    library = open_library(folder / "library.db")
    library.load(folder / "misprinted.txt")
    return library


def test_another_row_of_the_table_is_answered_with_the_warning(misprinted: Library) -> None:
    answer = misprinted.ask("2060102多少")
    assert (answer.status, answer.value) == ("answered", "331.51")
    assert any("预算03表" in note and "不平" in note for note in answer.notes)


def test_the_row_itself_is_not_guessed(misprinted: Library) -> None:
    answer = misprinted.ask("2060101多少")
    assert answer.status == "refused" or answer.conflicts or any("不平" in note for note in answer.notes)


def test_the_sample_as_printed_carries_no_warning(sample_library: Path) -> None:
    assert open_library(sample_library).ask("2060102多少").notes == ()
