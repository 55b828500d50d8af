"""What column recovery could not believe or place, as sentences for the reader.

In go rows that do not close and sums that were taken back; out come Problems.  It decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from askbudget.load.draft import Draft
from askbudget.load.solve_cells import Cells, Line
from askbudget.load.solve_document import Doubt
from askbudget.model import Problem, Row, Severity

MANY = 5
"""More rows of a table than this that share a problem are told in one sentence."""
SHOWN = 8
"""That many line numbers are named in it."""


def row_problems(cells: Cells, draft: int) -> Iterator[Problem]:
    """Rows that have no place for their figures, or whose figures do not add up in any."""
    table = cells.drafts[draft]
    rows = {row.position: row for row in table.rows}
    broken: list[tuple[Line, str]] = []
    seen: set[int] = set()
    for line in cells.lines:
        if line.draft != draft:
            continue
        figures = line.figures
        name = _named(rows.get(figures.row), figures.lines[0] if figures.lines else None)
        texts = "、".join(figures.printed)
        if not line.options and line.options is not None:
            counts = f"印有{len(figures.values)}个数字，可填的只有{len(figures.allowed)}列"
            text = f"{name}{counts}，无法归列（{texts}）。"
            yield _at(table, line, "unplaced", text, "error")
        elif line.broken:
            rest = "" if line.given else "，所在的列不能确定"
            broken.append((line, f"{name}的数字（{texts}）不符合表头各列的合计关系{rest}。"))
        if figures.row in seen:
            yield _at(table, line, "doubled", f"{name}有两组数字（{texts}），不能确定哪一组有效。", "warning")
        seen.add(figures.row)
    if len(broken) > MANY:
        where = _lines(line.figures.lines[0] for line, _ in broken if line.figures.lines)
        text = f"有{len(broken)}行的数字不符合表头各列的合计关系（{where}），表头可能读错。"
        yield _at(table, broken[0][0], "unclosed", text, "warning")
    else:
        yield from (_at(table, line, "unclosed", text, "warning") for line, text in broken)


def doubt_problems(drafts: Sequence[Draft], doubts: Iterable[Doubt]) -> Iterator[Problem]:
    """Sums over rows, and figures that other tables print, that were not believed."""
    by_table: dict[int, list[Doubt]] = {}
    for doubt in dict.fromkeys(doubts):
        by_table.setdefault(doubt.draft, []).append(doubt)
    for number, some in by_table.items():
        table = drafts[number]
        rows = {row.position: row for row in table.rows}
        told = [_doubt(drafts, rows.get(doubt.row), doubt) for doubt in some]
        if len(told) > MANY:
            where = _lines(problem.line for problem in told if problem.line is not None)
            text = (
                f"{_title(table)}有{len(told)}处（{where}）与各行之和或与其他表不相等，未用来推定列的位置。"
            )
            yield Problem("unclosed", text, "warning", _title(table), told[0].page, told[0].line)
        else:
            yield from told


def unfinished_problems(still_open: int) -> Iterator[Problem]:
    """That the work ended before everything was tried; nothing where no figure's column stays open."""
    if still_open:
        text = f"推算列位置的工作量用完，还有{still_open}个数字的列没有确定，其中有的本来可以确定。"
        yield Problem("unfinished", text, "note")


def _doubt(drafts: Sequence[Draft], row: Row | None, doubt: Doubt) -> Problem:
    table = drafts[doubt.draft]
    name = _named(row, row.line if row is not None else None)
    if doubt.other is None:
        paths = "、".join("/".join(c.path) for c in table.columns if c.position in doubt.columns)
        text = f"{name}与其下各行之和不相等{f'（{paths}）' if paths else ''}，未用来推定列的位置。"
    elif doubt.other == doubt.draft:
        text = f"{name}与同一张表另一侧的同一数字不一致，未用来推定列的位置。"
    else:
        text = f"{name}与{_title(drafts[doubt.other])}的同一数字不一致，未用来推定列的位置。"
    page = row.page if row is not None else table.pages[0] if table.pages else None
    line = row.line if row is not None else table.line
    return Problem("unclosed", f"{_title(table)}{text}", "warning", _title(table), page, line)


def _at(table: Draft, line: Line, code: str, text: str, severity: Severity) -> Problem:
    at = line.figures.lines[0] if line.figures.lines else None
    return Problem(code, f"{_title(table)}{text}", severity, _title(table), line.figures.page, at)


def _lines(numbers: Iterable[int]) -> str:
    """第3、7、9行, the first few of many."""
    each = sorted(set(numbers))
    return f"第{'、'.join(map(str, each[:SHOWN]))}行" + ("等" if len(each) > SHOWN else "")


def _title(table: Draft) -> str:
    return table.number or table.title


def _named(row: Row | None, line: int | None) -> str:
    label = (row.label or row.code) if row is not None else ""
    return (f"第{line}行" if line is not None else "") + (f"“{label}”" if label else "")
