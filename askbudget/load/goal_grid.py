"""Ruled goal tables → goals and indicators, by the columns of their header.

In: a PrintedTable whose cells are placed.  Out: Passages and Indicators.  A form names its project in a
labelled cell; a list has a column for it.  A merged cell holds for the rows below it.
"""

from __future__ import annotations

from collections.abc import Sequence

from askbudget.load.cues import Cues
from askbudget.load.paragraphs import tidy
from askbudget.model import Indicator, Passage, PrintedRow, PrintedTable
from askbudget.records import dataclass, field
from askbudget.text import squeeze

_SIGNS = ("≥", "≤", ">", "<", "=", "＞", "＜", "＝", "≧", "≦")


@dataclass(slots=True)
class _Columns:
    """Header columns by what they hold; ``levels`` from the top."""

    name: int | None = None
    value: int | None = None
    explanation: int | None = None
    sign: int | None = None
    measure: int | None = None
    goal: int | None = None
    project: int | None = None
    unit: int | None = None
    levels: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    columns: _Columns | None = None
    levels: dict[int, str] = field(default_factory=dict)
    project: str = ""
    unit: str = ""
    code: str = ""


def read_grid(table: PrintedTable, cues: Cues) -> tuple[list[Passage], list[Indicator], int]:
    """(goals, indicators, how many indicators have no value)."""
    state = _State()
    passages: list[Passage] = []
    indicators: list[Indicator] = []
    before: list[str] = []
    for row in (*table.header, *table.body):
        cells = [_clean(cell) for cell in row.cells]
        folded = [squeeze(cell) for cell in cells]
        above, before = before, folded
        if (columns := _header(folded, cues)) is not None:
            _outer(columns, above, cues)
            state.columns, state.levels = columns, {}
        elif _below_label(row, cells, above, passages, cues) or _labels(
            row, cells, folded, state, passages, cues
        ):
            continue
        elif state.columns is not None:
            _project_goal(row, cells, state, passages)
            indicator = _indicator(row, cells, state)
            if indicator is not None:
                indicators.append(indicator)
    return passages, indicators, sum(not indicator.target for indicator in indicators)


def _clean(cell: str | None) -> str:
    return tidy("".join((cell or "").split("\n")))


def _header(folded: Sequence[str], cues: Cues) -> _Columns | None:
    """The columns, where this row is a header of indicators."""
    columns = _Columns()
    for index, text in enumerate(folded):
        if text in cues.words["name_header"]:
            columns.name = index
        elif text in cues.words["value_header"] and columns.value is None:
            columns.value = index
        elif text in cues.words["explanation_header"] and columns.explanation is None:
            columns.explanation = index
        elif text in cues.words["sign_header"]:
            columns.sign = index
        elif text in cues.words["measure_header"]:
            columns.measure = index
        elif text in ("一级指标", "二级指标"):
            columns.levels.append(index)
    _outer(columns, folded, cues)
    return columns if columns.name is not None and columns.value is not None else None


def _outer(columns: _Columns, folded: Sequence[str], cues: Cues) -> None:
    """The columns of project, unit and goal: they stand in the header's first row."""
    for index, text in enumerate(folded):
        if text in cues.words["project_label"] and columns.project is None:
            columns.project = index
        elif text in cues.words["unit_label"] and columns.unit is None:
            columns.unit = index
        elif text in cues.words["goal_label"] and columns.goal is None:
            columns.goal = index


def _below_label(
    row: PrintedRow, cells: Sequence[str], above: Sequence[str], passages: list[Passage], cues: Cues
) -> bool:
    """A goal whose label fills the row above it."""
    filled = [text for text in above if text]
    texts = [cell for cell in cells if cell]
    if len(filled) != 1 or filled[0] not in cues.words["goal_label"] or len(texts) != 1:
        return False
    passages.append(Passage("goal", filled[0], texts[0], row.page, row.line))
    return True


def _project_goal(row: PrintedRow, cells: Sequence[str], state: _State, passages: list[Passage]) -> None:
    """The goal that a list prints beside the project's name."""
    assert state.columns is not None
    goal = _at(cells, state.columns.goal)
    name = _at(cells, state.columns.project)
    if len(goal) > 4 and name and not any(p.title == name and p.text == goal for p in passages):
        passages.append(Passage("goal", name, goal, row.page, row.line))


def _labels(
    row: PrintedRow,
    cells: Sequence[str],
    folded: Sequence[str],
    state: _State,
    passages: list[Passage],
    cues: Cues,
) -> bool:
    """A row of labelled cells: 项目名称 | … | 实施单位 | …, 总体目标 | …."""
    found = False
    for index, text in enumerate(folded):
        after = next((cell for cell in cells[index + 1 :] if cell), "")
        if text in cues.words["project_label"] and after:
            state.project, state.columns, state.levels, found = after, None, {}, True
        elif text in cues.words["unit_label"] and after:
            state.unit, found = after, True
        elif (
            text in cues.words["goal_label"]
            and len(after) > 4
            and squeeze(after) not in cues.words["goal_label"]
        ):
            passages.append(Passage("goal", state.project or tidy(cells[index]), after, row.page, row.line))
            found = True
    return found and state.columns is None


def _indicator(row: PrintedRow, cells: Sequence[str], state: _State) -> Indicator | None:
    columns = state.columns
    assert columns is not None
    for place, index in enumerate(columns.levels):
        if _at(cells, index):
            state.levels[index] = _at(cells, index)
            for lower in columns.levels[place + 1 :]:
                state.levels.pop(lower, None)
    if columns.project is not None and _at(cells, columns.project):
        state.project = _at(cells, columns.project)
    if columns.unit is not None and _at(cells, columns.unit):
        state.unit = _at(cells, columns.unit)
    name, target = _at(cells, columns.name), _target(cells, columns)
    if not name:
        return None
    levels = tuple(state.levels.get(index, "") for index in columns.levels) or ("",)
    explanation = _at(cells, columns.explanation)
    return Indicator(
        state.project, state.code, state.unit, levels, name, target, explanation, row.page, row.line
    )


def _target(cells: Sequence[str], columns: _Columns) -> str:
    """The value with its sign and unit where they stand in columns of their own (≥ | 90 | %)."""
    value = _at(cells, columns.value)
    sign = _at(cells, columns.sign)
    if not value or value[0] in "≥≤><=＞＜＝":
        return value
    return f"{sign if sign in _SIGNS else ''}{value}{_at(cells, columns.measure)}"


def _at(cells: Sequence[str], index: int | None) -> str:
    return cells[index] if index is not None and index < len(cells) else ""
