"""What the loader's tests share: the sample's tables as read, and small texts as tables."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from askbudget.lexicon import load_lexicon
from askbudget.load.draft import Draft
from askbudget.load.drafts import Drafts, build_drafts
from askbudget.load.readers import read_pages
from askbudget.load.tables import department_of, find_tables
from askbudget.model import PrintedTable, Row
from askbudget.resources import DATA

PROJECTS = "部门预算项目绩效目标表"
"""The sample's one table without a number."""


@cache
def sample_path() -> Path:
    return next((DATA / "samples").glob("*.txt"))


@cache
def sample_text() -> str:
    return sample_path().read_text(encoding="utf-8")


def tables(text: str) -> tuple[PrintedTable, ...]:
    return find_tables(read_pages(text.encode()), load_lexicon().table_kind)


def drafts(text: str) -> Drafts:
    return build_drafts(tables(text), load_lexicon(), department_of(read_pages(text.encode())) or "")


def draft(text: str) -> Draft:
    """The only table of a text."""
    (found,) = drafts(text).drafts
    return found


@cache
def sample_tables() -> dict[str, PrintedTable]:
    return {table.number or table.title: table for table in tables(sample_text())}


@cache
def sample_drafts() -> dict[str, Draft]:
    return {each.number or each.title: each for each in drafts(sample_text()).drafts}


def figures(table: Draft) -> dict[int, tuple[str, ...]]:
    """row position → its figures as printed."""
    return {each.row: each.printed for each in table.figures}


def row(table: Draft, label: str, side: str | None = None) -> Row:
    """The only row with a label."""
    (found,) = [each for each in table.rows if each.label == label and side in (None, each.side)]
    return found


def lines(table: Draft) -> list[tuple[str, str, int, str]]:
    """(code, label, line, figures) of every row, the figures separated by spaces."""
    printed = figures(table)
    return [(r.code, r.label, r.line, " ".join(printed.get(r.position, ()))) for r in table.rows]
