"""One side of a table as a tree of rows times a tree of columns, and a part of the budget found in it.

In go a draft and which of its sums over rows are believed; out come the cells whose figures add up to a
region. A cell may cover less than its words say, never more, so what is not certain is not answered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from askbudget.load.draft import Draft
from askbudget.load.solve_cells import Cells, Ref
from askbudget.load.solve_region import Region, Space, region_of
from askbudget.model import Column, Row
from askbudget.records import dataclass, field

PERIODS = ("period", "本年", "上年结转")
LABEL = "其中/"
"""Prefix of a made-up dimension: a part that only its printed word tells from the whole above it."""


@dataclass
class Axis:
    """The rows or the columns of a side.

    ``dims`` is what each entry stands for, with all that stands above it.  ``below`` are the entries that
    add up to one, ``parts`` its 其中 entries (no part of the tree), ``roots`` the entries on top.
    ``hollow`` are headings without figures, which the entries below stand for; ``closed`` those whose
    entries below may not add up.
    """

    dims: dict[int, dict[str, str]]
    below: dict[int, list[int]]
    parts: dict[int, list[int]]
    roots: list[int]
    hollow: Collection[int] = ()
    closed: Collection[int] = ()
    found: dict[Region, tuple[list[int], list[int]]] = field(default_factory=dict)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The dimensions that tell its entries apart."""
        return frozenset(dimension for dims in self.dims.values() for dimension in dims)

    @cached_property
    def above(self) -> dict[int, int]:
        """The entry above each that is not on top."""
        return {entry: parent for parent, entries in self.below.items() for entry in entries}

    def in_order(self) -> Iterator[int]:
        """Every entry of the tree, the upper before the lower."""
        stack = list(reversed(self.roots))
        while stack:
            entry = stack.pop()
            yield entry
            stack.extend(reversed(self.below.get(entry, [])))

    def cover(self, space: Space, part: Region) -> tuple[list[int], list[int]]:
        """(entries within the region, entries that may overlap it); all others are outside it."""
        known = self.found.get(part)
        if known is not None:
            return known
        taken: list[int] = []
        loose: list[int] = []
        stack = list(reversed(self.roots))
        while stack:
            entry = stack.pop()
            dims = self.dims[entry]
            if entry not in self.hollow and space.covers(part, dims):
                taken.append(entry)
            elif not space.disjoint(part, dims):
                if entry in self.below and entry not in self.closed:
                    stack.extend(reversed(self.below[entry]))
                else:
                    loose.append(entry)
        self.found[part] = taken, loose
        return taken, loose


@dataclass(eq=False)
class Side:
    """One side of a table (the whole of it where it has one side) under a single topmost column.

    ``scope`` is what the title fixes, with the flow of the side; ``whole`` what its total stands for.
    """

    draft: int
    scope: dict[str, str]
    whole: dict[str, str]
    rows: Axis
    columns: Axis
    cells: Cells

    @cached_property
    def keys(self) -> frozenset[str]:
        """The dimensions it fixes or tells apart."""
        return self.rows.keys | self.columns.keys | self.scope.keys()

    def regions(self, space: Space) -> Iterator[Region]:
        """The regions of its cells."""
        rows = {region_of(dims): dims for dims in self.rows.dims.values()}
        columns = {region_of(dims): dims for dims in self.columns.dims.values()}
        for row in rows.values():
            here = space.meet(self.scope, row)
            for column in columns.values():
                yield region_of(space.meet(here, column))

    def totals(self, space: Space) -> list[Ref]:
        """The cells that add up to the table's total."""
        rows, _ = self.rows.cover(space, ())
        return [(self.draft, row, column) for row in rows for column in self.columns.roots]

    def find(self, space: Space, region: Mapping[str, str], domains: Sequence[int]) -> list[Ref] | None:
        """The cells whose sum is what this side prints of ``region``; None where it does not tell.

        ``[]`` means that it prints nothing of it.  Cells that may overlap the region do no harm while they
        are blank in every remaining placement, or while a 其中 part outside the region is all of them.
        """
        rows: dict[str, str] = {}
        columns: dict[str, str] = {}
        for dimension, member in region.items():
            fixed = self.scope.get(dimension)
            if fixed is not None:
                if fixed == member or space.inside(dimension, fixed, member):
                    continue
                if space.apart(dimension, fixed, member):
                    return []
            if dimension not in self.rows.keys:
                columns[dimension] = member
            elif dimension in self.columns.keys:
                return None
            else:
                rows[dimension] = member
        across = region_of(columns)
        row_taken, row_loose = self.rows.cover(space, region_of(rows))
        column_taken, column_loose = self.columns.cover(space, across)
        if column_taken or column_loose:
            for row in row_loose:
                for column in (*column_taken, *column_loose):
                    if not self._outside(space, row, column, across, domains):
                        return None
            for row in row_taken:
                for column in column_loose:
                    if not self._outside(space, row, column, across, domains):
                        return None
        return [(self.draft, row, column) for row in row_taken for column in column_taken]

    def _outside(self, space: Space, row: int, column: int, part: Region, domains: Sequence[int]) -> bool:
        """Is nothing of a cell within ``part``?"""
        value = self.cells.settled((self.draft, row, column), domains)
        if not value:
            return value == 0
        return any(
            space.disjoint(part, self.columns.dims[each])
            and self.cells.settled((self.draft, row, each), domains) == value
            for each in self.columns.parts.get(column, ())
        )


def sides_of(
    number: int, draft: Draft, cells: Cells, space: Space, sums: Collection[tuple[int, int]]
) -> Iterator[Side]:
    """The sides of a draft that can be compared with other tables: one topmost column, a known flow.

    ``sums`` are the (draft, row) whose rows below are believed to add up to them.
    """
    for name in sorted({column.side for column in draft.columns}, key=str):
        scope = dict(draft.scope) if name is None else {**draft.scope, "flow": name}
        own = {column.position: column for column in draft.columns if column.side == name}
        columns = _axis(space, own)
        if "flow" not in scope or len(columns.roots) != 1:
            continue
        _name_parts(space, columns, own)
        rows = _axis(space, {row.position: row for row in draft.rows if row.side in (name, None)})
        rows.hollow = {row for row in rows.below if (number, row) not in cells.at}
        rows.closed = {row for row in rows.below if (number, row) not in sums and row not in rows.hollow}
        top = [rows.dims[row] for row in rows.roots] if len(rows.roots) == 1 else []
        whole = space.meet(scope, *top, columns.dims[columns.roots[0]])
        yield Side(number, scope, whole, rows, columns, cells)


def _axis(space: Space, entries: Mapping[int, Column] | Mapping[int, Row]) -> Axis:
    """The tree of rows or columns; what stands above an entry narrows it."""
    said = _contrasted(entries)
    axis = Axis({}, {}, {}, [])
    for position, entry in entries.items():
        chain = _chain(position, entries)
        axis.dims[position] = space.meet(*(said[step] for step in reversed(chain)))
        parent = chain[1] if len(chain) > 1 else None
        if parent is None:
            if not entry.of_which:
                axis.roots.append(position)
        elif entry.of_which:
            axis.parts.setdefault(parent, []).append(position)
        elif not any(entries[step].of_which for step in chain):
            axis.below.setdefault(parent, []).append(position)
    return axis


def _chain(position: int, entries: Mapping[int, Column] | Mapping[int, Row]) -> list[int]:
    """An entry and all above it, from the entry up."""
    chain: list[int] = []
    step: int | None = position
    while step is not None and step in entries and step not in chain:
        chain.append(step)
        step = entries[step].parent
    return chain


def _contrasted(entries: Mapping[int, Column] | Mapping[int, Row]) -> dict[int, Mapping[str, str]]:
    """The dims of each entry, without a 本年 that nothing beside it contrasts with 上年结转.

    本年支出 is what is spent this year, whatever year the money came from; 本年拨款 beside 结转结余 is
    this year's money.
    """
    dimension, now, before = PERIODS
    said = {position: entry.dims for position, entry in entries.items()}
    if any(dims.get(dimension) == before for dims in said.values()):
        return said
    return {p: {d: m for d, m in dims.items() if (d, m) != (dimension, now)} for p, dims in said.items()}


def _name_parts(space: Space, axis: Axis, columns: Mapping[int, Column]) -> None:
    """Tell a part by its printed word where the words mean no more than the whole above it.

    ``小计 · 其中：财政拨款`` here and ``小计 · 财政拨款 · 专项收入`` there: the parts of one whole that a
    table prints side by side exclude each other.
    """
    for parent in sorted(axis.below.keys() | axis.parts.keys()):
        beside = axis.below.get(parent, [])
        whole = dict(axis.dims[parent])
        unnamed = [p for p in (*beside, *axis.parts.get(parent, [])) if axis.dims[p] == whole]
        if not unnamed or not whole:
            continue
        dimension = LABEL + "/".join(f"{d}={m}" for d, m in region_of(whole) if not d.startswith(LABEL))
        named = [] if not any(p in unnamed for p in beside) else beside
        words = {position: _word(columns[position]) for position in (*named, *unnamed)}
        for position, word in words.items():
            if word:
                axis.dims[position][dimension] = word
        for one in named:
            for other in named:
                if words[one] and words[other] and words[one] != words[other]:
                    space.part_from(dimension, words[one], words[other])


def _word(column: Column) -> str:
    """The last step of a header path without spaces, signs and a leading 其中."""
    text = "".join(char for char in column.path[-1] if char.isalnum()) if column.path else ""
    return text.removeprefix("其中")
