"""Budgets made up at random, printed as tables whose empty cells have vanished, with the true columns kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random

from askbudget.load.draft import Draft, RowFigures
from askbudget.model import Column, Row

QUANTUM = 10_000
FUNDS = ("一般公共预算", "政府性基金", "国有资本经营", "财政专户", "事业收入")
NATURES = (("基本支出", "人员经费", "301"), ("基本支出", "人员经费", "303"), ("基本支出", "公用经费", "302"),
           ("基本支出", "公用经费", "310"), ("项目支出", "其他运转类", ""), ("项目支出", "特定目标类", ""))  # fmt: skip


@dataclass(frozen=True)
class Printed:
    """A draft without columns, and the true column of each figure of each row."""

    draft: Draft
    truth: dict[int, tuple[int, ...]]


Cells = Mapping[tuple[int, int], int]
"""(row, column) → 分 as printed."""


def printed(
    name: str, kind: str, scope: Mapping[str, str], columns: list[Column], rows: list[Row], cells: Cells
) -> Printed:
    """The table with its blank cells gone."""
    allowed = tuple(column.position for column in columns)
    figures, truth = [], {}
    for row in rows:
        filled = tuple(c for c in allowed if (row.position, c) in cells)
        if filled:
            values = tuple(cells[row.position, c] for c in filled)
            texts = tuple(f"{value / 1_000_000:.2f}" for value in values)
            lines = (row.line,) * len(filled)
            figures.append(RowFigures(row.position, 1, texts, values, lines, allowed, None, QUANTUM))
            truth[row.position] = filled
    draft = Draft(name, name, kind, "万元", scope, (1,), 1, tuple(columns), tuple(rows), tuple(figures))
    return Printed(draft, truth)


def column_tree(random: Random) -> list[Column]:
    """One topmost column; groups with and without a column of their own; some 其中 columns."""
    columns = [Column(0, ("合计",), {})]

    def grow(parent: int, depth: int) -> None:
        for number in range(random.randint(2, 4 if depth == 0 else 3)):
            position = len(columns)
            path = (*columns[parent].path, f"列{number}")
            columns.append(Column(position, path, {}, parent))
            kind = random.random()
            if depth < 2 and kind < 0.35:
                grow(position, depth + 1)
            elif kind > 0.9:
                columns.append(Column(position + 1, (*path, "其中：部分"), {}, position, True))

    grow(0, 0)
    return columns


def row_tree(random: Random, leaves: int) -> list[Row]:
    """A total, departments, leaves below them, now and then a 其中 row."""
    rows = [Row(0, "合计", "", {}, 0, None, False, 1, 1)]
    while leaves > 0:
        parent = 0
        if random.random() < 0.7:
            parent = len(rows)
            rows.append(Row(parent, f"部门{parent}", "", {}, 1, 0, False, 1, parent + 1))
        for _ in range(random.randint(1, min(6, leaves))):
            leaves -= 1
            position = len(rows)
            level = 2 if parent else 1
            rows.append(Row(position, f"科目{position}", "", {}, level, parent, True, 1, position + 1))
        if random.random() < 0.2:
            position = len(rows)
            rows.append(
                Row(position, "其中：部分", "", {}, 3, position - 1, True, 1, position + 1, None, True)
            )
    return rows


def amount(random: Random) -> int:
    """An exact amount, in tenths of the last printed place."""
    return random.randint(1, 10 ** random.randint(2, 8))


def fill(random: Random, columns: list[Column], rows: list[Row], density: float) -> Cells:
    """Figures that add up along both trees before they are rounded; blank where there is nothing."""
    below = {
        c.position: [d.position for d in columns if d.parent == c.position and not d.of_which]
        for c in columns
    }
    under = {
        r.position: [s.position for s in rows if s.parent == r.position and not s.of_which] for r in rows
    }
    exact: dict[tuple[int, int], int] = {}
    for row in reversed(rows):
        for column in reversed(columns):
            key = row.position, column.position
            if column.of_which:
                continue
            if under[row.position]:
                exact[key] = sum(exact[child, column.position] for child in under[row.position])
            elif below[column.position]:
                exact[key] = sum(exact[row.position, child] for child in below[column.position])
            else:
                exact[key] = amount(random) if random.random() < density else 0
    for row in rows:
        for column in columns:
            key = row.position, column.position
            if column.of_which and column.parent is not None and not row.of_which and not under[row.position]:
                whole = exact[row.position, column.parent]
                exact[key] = random.choice([0, whole, whole // 2])
    for row in reversed(rows):
        for column in columns:
            if column.of_which and under[row.position]:
                exact[row.position, column.position] = sum(
                    exact.get((child, column.position), 0) for child in under[row.position]
                )
    found = {}
    for key, value in exact.items():
        if value or random.random() < 0.01:
            found[key] = (value + 5) // 10 * QUANTUM
    return found


def lone_table(random: Random) -> Printed:
    """One table that knows no others."""
    columns = column_tree(random)
    rows = row_tree(random, random.randint(2, 12))
    scope = {"flow": "支出"}
    cells = fill(random, columns, rows, random.choice([0.15, 0.3, 0.6]))
    return printed("表", "支出总表", scope, columns, rows, cells)


def spending_columns() -> list[Column]:
    columns = [Column(0, ("合计",), {})]
    for big in ("基本支出", "项目支出"):
        group = len(columns)
        columns.append(Column(group, (big, "小计"), {"nature": big}, 0))
        for nature, small, economic in NATURES:
            if nature == big:
                dims = {"nature": small, "economic": economic} if economic else {"nature": small}
                columns.append(Column(len(columns), (big, small, economic), dims, group))
    return columns


def linked_tables(random: Random) -> list[Printed]:
    """A budget by fund, subject, nature and economic class, printed in several tables."""
    subjects = sorted(random.sample(range(2010101, 2299999, 3), random.randint(2, 9)))
    funds = random.sample(FUNDS, random.randint(1, 3))
    cube = {
        (fund, subject, leaf): (amount(random) + 9) // 10 * QUANTUM
        for fund in funds
        for subject in subjects
        for leaf in NATURES
        if random.random() < 0.25
    }
    tables = [_by_subject("支出总表", {"flow": "支出"}, cube, None)]
    for fund, kind in (
        ("一般公共预算", "一般公共预算支出表"),
        ("政府性基金", "政府性基金支出表"),
        ("国有资本经营", "国有资本经营支出表"),
    ):
        if random.random() < 0.9:
            tables.append(_by_subject(kind, {"flow": "支出", "fund": fund}, cube, fund))
    tables.append(_by_fund("支出经济分类表", cube, random))
    return tables


def _by_subject(
    kind: str,
    scope: Mapping[str, str],
    cube: Mapping[tuple[str, int, tuple[str, str, str]], int],
    fund: str | None,
) -> Printed:
    columns = spending_columns()
    own = {key: value for key, value in cube.items() if fund is None or key[0] == fund}
    rows = [Row(0, "合计", "", {}, 0, None, False, 1, 1)]
    for subject in sorted({key[1] for key in own}):
        position = len(rows)
        dims = {"subject": str(subject)}
        rows.append(Row(position, str(subject), str(subject), dims, 1, 0, True, 1, position + 1))
    cells: dict[tuple[int, int], int] = {}
    for (_, subject, (big, small, economic)), value in own.items():
        row = next(r.position for r in rows if r.code == str(subject))
        leaf = next(c for c in columns if c.path == (big, small, economic))
        assert leaf.parent is not None
        for r in (0, row):
            for c in (0, leaf.parent, leaf.position):
                cells[r, c] = cells.get((r, c), 0) + value
    return printed(kind, kind, scope, columns, rows, cells)


def _by_fund(kind: str, cube: Mapping[tuple[str, int, tuple[str, str, str]], int], random: Random) -> Printed:
    """Subjects by fund, with a column of carried-over money that some of the funds' money stands in instead."""
    columns = [Column(0, ("总计",), {})]
    for fund in FUNDS:
        columns.append(Column(len(columns), (fund,), {"fund": fund}, 0))
    carried = len(columns)
    columns.append(Column(carried, ("上年结转结余",), {"period": "上年结转"}, 0))
    old = random.choice([*FUNDS, "", ""])
    rows = [Row(0, "合计", "", {}, 0, None, False, 1, 1)]
    for subject in sorted({key[1] for key in cube}):
        position = len(rows)
        rows.append(
            Row(position, str(subject), str(subject), {"subject": str(subject)}, 1, 0, True, 1, position + 1)
        )
    cells: dict[tuple[int, int], int] = {}
    for (fund, subject, _), value in cube.items():
        row = next(r.position for r in rows if r.code == str(subject))
        column = carried if fund == old else 1 + FUNDS.index(fund)
        for r in (0, row):
            for c in (0, column):
                cells[r, c] = cells.get((r, c), 0) + value
    return printed(kind, kind, {"flow": "支出"}, columns, rows, cells)


ERRORS = ("figure", "slight", "digits", "lost figure", "lost row", "row twice", "whole row")


def with_error(random: Random, tables: list[Printed], error: str) -> list[Printed]:
    """One thing in one table is not as it should be; the truth is where the figures left should stand."""
    full = [number for number, table in enumerate(tables) if table.draft.figures]
    if not full:
        return tables
    number = random.choice(full)
    table = tables[number]
    at = random.randrange(len(table.draft.figures))
    figures = table.draft.figures[at]
    index = random.randrange(len(figures.values))
    truth = dict(table.truth)
    values = list(figures.values)
    old = values[index] or 0
    more: list[RowFigures] = []
    if error == "figure":
        values[index] = old + amount(random) * QUANTUM + 100 * QUANTUM
    elif error == "slight":
        values[index] = old + random.randint(1, 20) * QUANTUM
    elif error == "digits":
        text = str(old // QUANTUM)
        values[index] = int("".join(random.sample(text, len(text)))) * QUANTUM
    elif error == "lost figure":
        values = values[:index] + values[index + 1 :]
        truth[figures.row] = truth[figures.row][:index] + truth[figures.row][index + 1 :]
    elif error == "whole row":
        values = [(value or 0) * 3 for value in values]
    elif error == "lost row":
        values = []
    elif error == "row twice":
        more = [figures]
    texts = tuple(f"{(value or 0) / 1_000_000:.2f}" for value in values)
    wrong = replace(figures, values=tuple(values), printed=texts, lines=figures.lines[: len(values)])
    kept = [wrong] if values else []
    if not values:
        truth.pop(figures.row)
    changed = (*table.draft.figures[:at], *kept, *more, *table.draft.figures[at + 1 :])
    draft = replace(table.draft, figures=changed)
    return [*tables[:number], Printed(draft, truth), *tables[number + 1 :]]
