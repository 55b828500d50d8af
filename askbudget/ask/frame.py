"""A table as planning sees it: rows and columns as two trees whose nodes stand for dimensions.

In: model.Table.  Out: Frame, and ``cover``: the fewest rows and columns that make up a selection.
Holds no figure: figures come from the compiled SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import product

from askbudget.lexicon import Lexicon
from askbudget.model import Column, Dims, Row, Table
from askbudget.records import dataclass

IMPLIED: Mapping[str, Mapping[str, str]] = {
    "nature": {"flow": "支出"},
    "subject": {"flow": "支出"},
    "economic": {"flow": "支出"},
    "gov_economic": {"flow": "支出"},
    "project": {"flow": "支出", "nature": "项目支出"},
    "three_public": {"flow": "支出", "fund": "一般公共预算"},
}
"""What a dimension fixes by definition: 支出功能分类 and 支出经济分类 classify expenditure (《政府收支
分类科目》), a project is 项目支出, 三公经费 is what 财政拨款 pays for (部门预算名词解释)."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one dimension is limited to: a figure's member must be in ``members`` and not in ``excluded``.

    ``members`` ``None`` means every member.
    """

    members: tuple[str, ...] | None = None
    excluded: tuple[str, ...] = ()


Selected = Mapping[str, Wanted]
"""dimension → what it is limited to."""


@dataclass(frozen=True, slots=True)
class Node:
    """A row or column of the tree: its effective dims (what stands above it included) and children."""

    position: int
    dims: Dims
    children: tuple[int, ...]
    of_which: bool
    side: str | None


@dataclass(frozen=True, slots=True)
class Cover:
    """Rows × columns whose figures add up to the selection.

    ``extras``: what the cells are limited to beyond the selection (``{}``: they are exactly it).
    """

    frame: Frame
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    extras: Dims

    @property
    def size(self) -> int:
        """How many cells."""
        return len(self.rows) * len(self.columns)


@dataclass(frozen=True, slots=True)
class Frame:
    """A table with its trees.  ``order`` is its place in the document."""

    table: Table
    order: int
    scope: Dims
    rows: Mapping[int, Node]
    columns: Mapping[int, Node]
    row_dims: frozenset[str]
    column_dims: frozenset[str]
    sides: tuple[str | None, ...]

    def row(self, position: int) -> Row:
        """The printed row."""
        return self.table.rows[position]

    def column(self, position: int) -> Column:
        """The printed column."""
        return self.table.columns[position]


def build_frame(table: Table, order: int, whole_units: frozenset[str]) -> Frame:
    """The Frame of a table.

    *whole_units* are the unit members that are the whole department: selecting them limits nothing.
    """
    scope = _plain(table.scope, whole_units)
    rows = _nodes(
        [(row.position, row.dims, row.parent, row.of_which, row.side) for row in table.rows], whole_units
    )
    columns = _nodes(
        [(col.position, col.dims, col.parent, col.of_which, col.side) for col in table.columns], whole_units
    )
    sides = tuple(dict.fromkeys(node.side for node in columns.values()))
    return Frame(
        table=table,
        order=order,
        scope=scope,
        rows=rows,
        columns=columns,
        row_dims=frozenset(key for node in rows.values() for key in node.dims),
        column_dims=frozenset(key for node in columns.values() for key in node.dims),
        sides=sides,
    )


def _nodes(
    printed: Sequence[tuple[int, Dims, int | None, bool, str | None]], whole_units: frozenset[str]
) -> dict[int, Node]:
    children: dict[int, list[int]] = {position: [] for position, *_ in printed}
    parents: dict[int, int | None] = {}
    own: dict[int, Dims] = {}
    for position, dims, parent, _, _ in printed:
        parents[position], own[position] = parent, dims
        if parent is not None:
            children[parent].append(position)
    effective: dict[int, Dims] = {}

    def dims_of(position: int) -> Dims:
        if position not in effective:
            parent = parents[position]
            above = dict(dims_of(parent)) if parent is not None else {}
            effective[position] = _plain({**above, **own[position]}, whole_units)
        return effective[position]

    return {
        position: Node(position, dims_of(position), tuple(children[position]), of_which, side)
        for position, _, _, of_which, side in printed
    }


def _plain(dims: Dims, whole_units: frozenset[str]) -> dict[str, str]:
    """The whole department is no limit."""
    return {key: member for key, member in dims.items() if key != "unit" or member not in whole_units}


# ---------------------------------------------------------------- which nodes make up a selection

_IN, _ABOVE, _OUT = range(3)


class Judge:
    """Is a member inside what is wanted, does it contain it, or is it outside?"""

    def __init__(self, lexicon: Lexicon) -> None:
        self._within = lexicon.within

    def __call__(self, dimension: str, member: str | None, wanted: Wanted) -> int:
        if member is None:
            return _ABOVE
        verdict = _IN
        if wanted.members is not None:
            if any(self._within(dimension, member, want) for want in wanted.members):
                verdict = _IN
            elif any(self._within(dimension, want, member) for want in wanted.members):
                verdict = _ABOVE
            else:
                return _OUT
        for gone in wanted.excluded:
            if self._within(dimension, member, gone):
                return _OUT
            if self._within(dimension, gone, member):
                verdict = _ABOVE
        return verdict


def covers(frame: Frame, selected: Selected, judge: Judge, entity: str | None = None) -> list[Cover]:
    """Every way this table makes up *selected*: rows and columns, for each side it has.

    Empty when the table does not hold it.  A dimension that rows and columns both tell is tried on
    either; the cover with the fewest extras comes first.  *entity* is a dimension whose members are
    wanted: what it means by definition is no limit.
    """
    implied = _implications([name for name, wanted in selected.items() if wanted.members is not None], entity)
    selected = _spent_this_year(frame, selected, implied)
    found: list[Cover] = []
    open_dims: list[str] = []
    for dimension, wanted in selected.items():
        verdict = judge(dimension, frame.scope.get(dimension), wanted)
        if verdict == _OUT:
            return []
        if verdict == _ABOVE:
            open_dims.append(dimension)
    axes = []
    for dimension in open_dims:
        places = [
            axis
            for axis, dims in (("row", frame.row_dims), ("column", frame.column_dims))
            if dimension in dims
        ]
        if not places:
            return []
        axes.append(places)
    for assignment in product(*axes):
        by_row = {
            dim: selected[dim] for dim, axis in zip(open_dims, assignment, strict=True) if axis == "row"
        }
        by_column = {
            dim: selected[dim] for dim, axis in zip(open_dims, assignment, strict=True) if axis == "column"
        }
        for side in frame.sides:
            cover = _cover(frame, side, by_row, by_column, selected, implied, judge)
            if cover is not None:
                found.append(cover)
    found.sort(key=lambda cover: (len(cover.extras), cover.size))
    return found


def _spent_this_year(frame: Frame, selected: Selected, implied: Mapping[str, str]) -> Selected:
    """支出 is what is spent: where a table sets 年终结转 beside 本年支出, that is not in it unless asked."""
    flow = selected.get("flow", Wanted()).members
    spends = flow == ("支出",) or implied.get("flow") == "支出"
    if "period" in selected or not spends:
        return selected
    carried = any(node.dims.get("period") == "年终结转" for node in frame.rows.values())
    return {**selected, "period": Wanted(None, ("年终结转",))} if carried else selected


def _implications(named: Iterable[str], entity: str | None) -> dict[str, str]:
    implied: dict[str, str] = {}
    for dimension in (*named, *((entity,) if entity else ())):
        for other, member in IMPLIED.get(dimension, {}).items():
            implied.setdefault(other, member)
    return implied


def _cover(
    frame: Frame,
    side: str | None,
    by_row: Selected,
    by_column: Selected,
    selected: Selected,
    implied: Mapping[str, str],
    judge: Judge,
) -> Cover | None:
    rows, open_rows = _descend(frame.rows, by_row, side, judge)
    columns, open_columns = _descend(frame.columns, by_column, side, judge)
    if not rows or not columns:
        return None
    rows_whole = not open_rows or _nothing(frame, open_rows, columns)
    columns_whole = not open_columns or _nothing(frame, _with_parts(frame.rows, rows), open_columns)
    extras = dict(frame.scope)
    for nodes, positions, whole in ((frame.rows, rows, rows_whole), (frame.columns, columns, columns_whole)):
        common = _common([nodes[position].dims for position in positions])
        limits = {
            key: value
            for key, value in common.items()
            if not (whole and key not in _of_roots(nodes, positions))
        }
        excludes = any(wanted.excluded for wanted in selected.values())
        if not whole and (excludes or not _new(limits, selected, implied)):
            return None
        extras.update(limits)
    return Cover(frame, rows, columns, _extras(extras, selected, implied, judge))


def _of_roots(nodes: Mapping[int, Node], positions: Sequence[int]) -> frozenset[str]:
    """The dimensions that every top node of these trees fixes: limits of the table, not of the choice."""
    children = {child for node in nodes.values() for child in node.children}
    roots = [node for node in nodes.values() if node.position not in children]
    sides = {nodes[position].side for position in positions}
    return frozenset(_common([root.dims for root in roots if root.side in sides]))


def _common(dims: Sequence[Dims]) -> dict[str, str]:
    first, *rest = dims
    return {key: value for key, value in first.items() if all(other.get(key) == value for other in rest)}


def _new(limits: Dims, selected: Selected, implied: Mapping[str, str]) -> bool:
    """Does a limit of these nodes explain what they leave out?"""
    return any(dimension not in selected and dimension not in implied for dimension in limits)


def _extras(dims: Dims, selected: Selected, implied: Mapping[str, str], judge: Judge) -> dict[str, str]:
    """What the cells are limited to beyond the selection.

    A member inside a selected one (政府性基金 where 财政拨款 is asked) is a limit as well; this year's
    spending is simply spending.
    """
    extras: dict[str, str] = {}
    flow = dims.get("flow") or implied.get("flow") or ""
    spends = flow == "支出" or selected.get("flow", Wanted()).members == ("支出",)
    for dimension, member in dims.items():
        if dimension in selected:
            wanted = selected[dimension].members
            if wanted is None:
                extras[dimension] = member
                continue
            if member in wanted and len(wanted) == 1:
                continue
            if judge(dimension, member, Wanted(wanted)) != _IN or (
                member in wanted and _tops(wanted, judge, dimension)
            ):
                continue
        elif (dimension in implied and judge(dimension, implied[dimension], Wanted((member,))) == _IN) or (
            dimension == "period" and member == "本年" and spends
        ):
            continue
        extras[dimension] = member
    return extras


def _tops(wanted: Sequence[str], judge: Judge, dimension: str) -> bool:
    """Do all wanted members lie inside one of them (a name and its code prefix)?"""
    return any(all(judge(dimension, other, Wanted((top,))) == _IN for other in wanted) for top in wanted)


def _nothing(frame: Frame, rows: Collection[int], columns: Collection[int]) -> bool:
    """Is nothing printed at these rows and columns?  What cannot be decided there then adds nothing."""
    return not any(
        amount.value and amount.row in rows and not {amount.column, *amount.candidates}.isdisjoint(columns)
        for amount in frame.table.amounts
    )


def _with_parts(nodes: Mapping[int, Node], positions: Iterable[int]) -> set[int]:
    found: set[int] = set()
    stack = list(positions)
    while stack:
        position = stack.pop()
        found.add(position)
        stack.extend(nodes[position].children)
    return found


def _descend(
    nodes: Mapping[int, Node], selected: Selected, side: str | None, judge: Judge
) -> tuple[tuple[int, ...], frozenset[int]]:
    """The topmost nodes wholly inside the selection, and the leaves that could not be decided.

    A node that contains more than is wanted is opened; a leaf that does cannot be decided.  其中 nodes are
    part of their parent beside others: they count only when selected by themselves.  Periods asked for
    together (支出总计 = 本年支出 + 年终结转) are the row that prints both, where one does.
    """
    children = {child for node in nodes.values() for child in node.children}
    undecided: set[int] = set()
    joined = len(selected.get("period", Wanted()).members or ()) > 1

    def taken(node: Node) -> list[int]:
        verdicts = [
            judge(dimension, node.dims.get(dimension), wanted) for dimension, wanted in selected.items()
        ]
        if _OUT in verdicts:
            return []
        if _ABOVE not in verdicts:
            return [node.position]
        below = [nodes[child] for child in node.children if not nodes[child].of_which]
        if not below:
            undecided.add(node.position)
        parts = [taken(child) for child in below]
        if (
            joined
            and below
            and all(part == [child.position] for part, child in zip(parts, below, strict=True))
        ):
            return [node.position]
        return [position for part in parts for position in part]

    roots = [node for node in nodes.values() if node.position not in children and node.side in (side, None)]
    found = [position for root in roots for position in taken(root)]
    return tuple(sorted(found)), frozenset(undecided)


def leaves_below(frame: Frame, cover: Cover, tells: Callable[[Node], bool]) -> tuple[int, ...]:
    """The rows below a cover's rows (or these themselves) that are leaves and for which *tells* holds."""
    found: list[int] = []
    stack = list(reversed(cover.rows))
    while stack:
        node = frame.rows[stack.pop()]
        below = [child for child in node.children if not frame.rows[child].of_which]
        if below:
            stack.extend(reversed(below))
        elif tells(node):
            found.append(node.position)
    return tuple(sorted(found))
