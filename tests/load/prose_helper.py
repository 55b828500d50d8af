"""What the tests of prose and goals share: pages and tables made of text, and the sample's own lines."""

from __future__ import annotations

from functools import cache

from askbudget.lexicon import load_lexicon
from askbudget.load.prose import Prose, read_prose
from askbudget.model import Line, Page, PrintedRow, PrintedTable, Statement
from askbudget.resources import DATA


def page(text: str, number: int = 1, first: int = 1) -> Page:
    """A page of the text's lines."""
    lines = text.strip("\n").split("\n")
    return Page(number, tuple(Line(first + index, line) for index, line in enumerate(lines)))


@cache
def sample_pages() -> tuple[Page, ...]:
    """The sample's pages: one begins at each line that starts with a space."""
    path = next((DATA / "samples").glob("*.txt"))
    groups: list[list[Line]] = []
    for number, text in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if text.startswith(" ") or not groups:
            groups.append([])
        groups[-1].append(Line(number, text))
    return tuple(Page(number, tuple(lines)) for number, lines in enumerate(groups, 1))


@cache
def sample_prose() -> Prose:
    return read_prose(sample_pages(), 2025, load_lexicon())


def sample_table(first: int, last: int, title: str) -> PrintedTable:
    """Lines *first* to *last* of the sample as the body of a table without cells."""
    rows = tuple(
        PrintedRow(page.number, line.number, tuple(line.text.split()), False, (line.number,))
        for page in sample_pages()
        for line in page.lines
        if first <= line.number <= last and line.text.strip()
    )
    return PrintedTable(title, "", "万元", (rows[0].page,), first, (), rows)


def table(title: str, text: str) -> PrintedTable:
    """A table without cells from text, a row a line."""
    rows = tuple(
        PrintedRow(1, number, tuple(line.split()), False, (number,))
        for number, line in enumerate(text.strip("\n").split("\n"), 1)
        if line.strip()
    )
    return PrintedTable(title, "", "万元", (1,), 1, (), rows)


def grid(title: str, *rows: tuple[str | None, ...]) -> PrintedTable:
    """A ruled table."""
    body = tuple(PrintedRow(1, number, cells, True, (number,)) for number, cells in enumerate(rows, 1))
    return PrintedTable(title, "", "万元", (1,), 1, (), body)


def said(heading: str, text: str, year: int = 2026) -> tuple[Statement, ...]:
    """The statements of one paragraph under one heading."""
    return read_prose((page(f"{heading}\n{text}"),), year, load_lexicon()).statements
