"""The form of a department's overall goals whose columns the file lost → goals, tasks and indicators.

In: the form's lines.  Out: Passages (kind goal) and Indicators of three levels with value and explanation.
An explanation is wider than a name can be; the cell before it is the value, the wrapped cell before
that the name, and what stands before the name are new 一级 and 二级指标.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from askbudget.load.cues import Cues
from askbudget.load.goal_cells import Piece, Values, joined
from askbudget.model import Indicator, Passage
from askbudget.records import dataclass
from askbudget.text import squeeze

_WIDE = 16
"""Display width above which a piece is an explanation where the header tells no width (8 characters)."""
_SLACK = 6
"""A full line can end this much before the margin: a sign or a number that may not begin the next."""


@dataclass(slots=True)
class _Entry:
    """Pieces up to an explanation, and the explanation."""

    words: list[Piece]
    explanation: list[Piece]


def read_form(rows: Sequence[Sequence[Piece]], cues: Cues) -> tuple[list[Passage], list[Indicator], int]:
    """(goals and tasks, indicators, how many indicators are open)."""
    start = _indicators_start(rows, cues)
    passages = _goals(rows[:start], cues)
    indicators, unsure = _indicators(rows[start:], cues)
    return passages, indicators, unsure


# ---------------------------------------------------------------- goals and tasks


def _goals(rows: Sequence[Sequence[Piece]], cues: Cues) -> list[Passage]:
    """The text behind 年度履职目标, and name and content of each task."""
    passages = []
    goal_end, goal = _section(
        rows, 0, cues.words["goal_label"], (*cues.words["task_label"], *cues.words["budget_label"])
    )
    if goal:
        passages.append(
            Passage("goal", _label(goal[0][0]), _text(goal[1:]), goal[1][0].page, goal[1][0].line)
        )
    _, task = _section(rows, goal_end, cues.words["task_label"], cues.words["budget_label"])
    if task:
        passages.extend(_tasks(task[1:], cues))
    return passages


def _section(
    rows: Sequence[Sequence[Piece]], start: int, labels: Sequence[str], ends: Sequence[str]
) -> tuple[int, list[list[Piece]]]:
    """(where it ended, the label's piece and the lines between the wrapped label and the next one)."""
    begin = _find(rows, start, labels)
    if begin is None:
        return start, []
    stop = _find(rows, begin[1], ends)
    end = stop[0] if stop else len(rows)
    label = Piece("".join(piece.text for row in rows[begin[0] : begin[1]] for piece in row), 0, 0, True)
    body = [list(row) for row in rows[begin[1] : end]]
    return end, [[label], *body] if body else []


def _find(rows: Sequence[Sequence[Piece]], start: int, labels: Sequence[str]) -> tuple[int, int] | None:
    """The lines [a, b) that together print one of the labels (wrapped over up to four lines)."""
    for index in range(start, len(rows)):
        text = ""
        for end in range(index, min(index + 4, len(rows))):
            text += squeeze("".join(piece.text for piece in rows[end]))
            if text in labels:
                return index, end + 1
            if not any(label.startswith(text) for label in labels):
                break
    return None


def _label(piece: Piece) -> str:
    return squeeze(piece.text)


def _text(rows: Sequence[Sequence[Piece]]) -> str:
    return "".join(joined(row) for row in rows)


def _tasks(rows: Sequence[Sequence[Piece]], cues: Cues) -> list[Passage]:
    """Name and content: a name wraps in lines narrower than the content, which ends the task."""
    passages = []
    name: list[Piece] = []
    content: list[Piece] = []
    widest = max((piece.width for row in rows for piece in row), default=0)
    for row in rows:
        if squeeze("".join(piece.text for piece in row)) in cues.words["task_header"]:
            continue
        for piece in row:
            if content and piece.width < widest * 3 // 4 and not content[-1].width > widest - 4:
                passages.append(_task(name, content))
                name, content = [], []
            if piece.width > widest * 3 // 4 or (name and not piece.alone):
                content.append(piece)
            else:
                name.append(piece)
    if name or content:
        passages.append(_task(name, content))
    return passages


def _task(name: Sequence[Piece], content: Sequence[Piece]) -> Passage:
    first = (*name, *content)[0]
    return Passage("goal", joined(name) or "年度主要任务", joined(content), first.page, first.line)


# ---------------------------------------------------------------- indicators


def _indicators_start(rows: Sequence[Sequence[Piece]], cues: Cues) -> int:
    """The line behind the header that ends in 指标值说明 (or 指标值)."""
    headers = {*cues.words["value_header"], *cues.words["explanation_header"]}
    for index, row in enumerate(rows):
        texts = [squeeze(piece.text) for piece in row]
        if texts[-1] in headers and any(text in cues.words["name_header"] for text in texts):
            return index + 1
    return len(rows)


def _indicators(rows: Sequence[Sequence[Piece]], cues: Cues) -> tuple[list[Indicator], int]:
    values = Values(cues)
    entries = _entries(rows)
    width = _name_width(entries, values)
    levels: list[str] = ["", ""]
    found: list[Indicator] = []
    unsure = 0
    for entry in entries:
        value, name, before = _taken(entry.words, values, width)
        if before:
            _new_levels(levels, before, cues)
        certain = bool(value and name and all(levels))
        unsure += not certain
        first = (name or value or entry.explanation)[0]
        found.append(
            Indicator(
                project="",
                project_code="",
                unit="",
                levels=tuple(levels) if certain else ("",),
                name=joined(name),
                target=joined(value),
                explanation=joined(entry.explanation),
                page=(value or [first])[0].page,
                line=(value or [first])[0].line,
            )
        )
    return found, unsure


def _entries(rows: Sequence[Sequence[Piece]]) -> list[_Entry]:
    """Cut the lines behind every explanation; a full line of one goes on in the next."""
    entries: list[_Entry] = []
    words: list[Piece] = []
    full = max((row[-1].width for row in rows), default=0) - _SLACK
    goes_on = False
    for row in rows:
        wide = next((index for index, piece in enumerate(row) if piece.width > _WIDE), None)
        if entries and ((goes_on and not wide) or (wide == 0 and not words)):
            entries[-1].explanation.extend(row)
        elif wide is None:
            words.extend(row)
            continue
        else:
            entries.append(_Entry([*words, *row[:wide]], list(row[wide:])))
            words = []
        last = row[-1]
        goes_on = last.width >= full and not last.text.endswith(("。", "！"))
    if words:
        entries.append(_Entry(words, []))
    return entries


def _name_width(entries: Sequence[_Entry], values: Values) -> int:
    """The width at which names wrap: the widest piece among the words of all entries."""
    return max(
        (piece.width for entry in entries for piece in entry.words if not values.numeric(piece.text)),
        default=0,
    )


def _taken(
    words: Sequence[Piece], values: Values, width: int
) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """(value, name, what stands before): from the end, each a wrapped cell."""
    rest = list(words)
    if not rest:
        return [], [], []
    value = [rest.pop()]
    while (
        rest
        and rest[-1].line == value[0].line
        and values.numeric("".join(p.text for p in (rest[-1], *value)))
    ):
        value.insert(0, rest.pop())
    if not rest:
        return value, [], []
    shared = rest[-1].line == value[0].line
    name = [rest.pop()]
    while rest and not shared and rest[-1].alone and rest[-1].width >= width - 3 and name[0].width <= width:
        name.insert(0, rest.pop())
    return value, name, rest


def _new_levels(levels: list[str], pieces: Sequence[Piece], cues: Cues) -> None:
    """What stands before a name: a new 一级指标 (known by its word) with its 二级, or a new 二级 alone."""
    text = joined(pieces)
    for word in cues.words["level_one"]:
        if squeeze(text).startswith(word):
            levels[0], levels[1] = text[: len(word)], text[len(word) :]
            return
    match = re.match(r".{2,8}?指标", text)
    if match and match.end() < len(text):
        levels[0], levels[1] = text[: match.end()], text[match.end() :]
    else:
        levels[1] = text
