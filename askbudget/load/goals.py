"""Goal tables → indicators, goals and tasks, whatever their layout.

In: PrintedTables.  Out: Goals.  Ruled tables are read by their columns, tables whose cells were lost by
the looks of their pieces; a table of another kind is left alone.  No indicator's text is lost.
"""

from __future__ import annotations

from collections.abc import Sequence

from askbudget.lexicon import Lexicon
from askbudget.load.cues import load_cues
from askbudget.load.goal_cells import rows_of
from askbudget.load.goal_form import read_form
from askbudget.load.goal_grid import read_grid
from askbudget.load.goal_projects import has_projects, read_projects
from askbudget.model import Indicator, Passage, PrintedTable, Problem
from askbudget.records import dataclass

KIND = "绩效目标表"


@dataclass(frozen=True, slots=True)
class Goals:
    """Indicators in printed order, passages (kind goal), and what stayed open."""

    indicators: tuple[Indicator, ...]
    passages: tuple[Passage, ...]
    problems: tuple[Problem, ...]


def read_goals(tables: Sequence[PrintedTable], lexicon: Lexicon) -> Goals:
    """Read every 绩效目标表 among *tables*."""
    cues = load_cues()
    indicators: list[Indicator] = []
    passages: list[Passage] = []
    problems: list[Problem] = []
    for table in tables:
        if lexicon.table_kind(table.title) != KIND:
            continue
        found: list[Indicator]
        said: list[Passage] = []
        if any(row.placed for row in (*table.header, *table.body)):
            said, found, unsure = read_grid(table, cues)
        else:
            rows = rows_of(table, cues)
            if has_projects(rows):
                found, unsure = read_projects(rows, lexicon, cues)
            else:
                said, found, unsure = read_form(rows, cues)
        indicators += found
        passages += said
        if unsure:
            problems.append(_problem(table, unsure, len(found)))
    return Goals(tuple(indicators), tuple(passages), tuple(problems))


def _problem(table: PrintedTable, unsure: int, count: int) -> Problem:
    name = table.number or table.title
    message = f"{name}的{count}条绩效指标中有{unsure}条分不清所属类别或指标值，原文已保留，未作归类。"
    page = table.pages[0] if table.pages else None
    return Problem("goal-open", message, "note", name, page, table.line)
