"""What other tables of the same document say about a cell.

In go the rows of all tables and what is known of their figures; out come equations between cells of
different tables and cells that must be blank.  All of it follows from what titles, rows and columns mean and
from totals that agree, never from table names; what does not follow from them is not linked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations

from askbudget.load.solve_cells import Cells, Ref
from askbudget.load.solve_region import Members, Region, Space, region_of
from askbudget.load.solve_side import Side, sides_of
from askbudget.load.solve_sources import Source, Sources
from askbudget.records import dataclass, field

UNCOMPARED = frozenset({"其他"})
"""Kinds of table whose title does not say what their figures are part of."""
UNPROVEN = frozenset({"绩效目标表"})
"""Kinds of table that may speak of other years too: compared only where their total proves that they do not."""


@dataclass(frozen=True, slots=True)
class Link:
    """Σ ``left`` = Σ ``right``: the part ``region`` of the budget in two places (``right`` () means 0)."""

    left: tuple[Ref, ...]
    right: tuple[Ref, ...]
    region: Region = field(compare=False)

    @property
    def refs(self) -> tuple[Ref, ...]:
        """All cells of both sides."""
        return self.left + self.right


class Links:
    """The links of a document.  ``of(domains)`` may be asked again when more is known."""

    def __init__(self, cells: Cells, members: Members, sums: Collection[tuple[int, int]]) -> None:
        """``sums`` are the (draft, row) whose rows below are believed to add up to them.

        A table with a negative figure is not compared: a total that agrees then proves nothing of its parts.
        """
        self.cells = cells
        self.space = Space(members)
        negative = {line.draft for line in cells.lines if any((v or 0) < 0 for v in line.figures.values)}
        self.sides = [
            side
            for number, draft in enumerate(cells.drafts)
            if draft.kind not in UNCOMPARED and number not in negative
            for side in sides_of(number, draft, cells, self.space, sums)
        ]

    def of(self, domains: Sequence[int]) -> list[Link]:
        """All links of undecided cells that follow from what is known, without doubles, in a fixed order."""
        busy = {side for side in self.sides if self._busy(side, domains)}
        if not busy:
            return []
        sources = Sources(self.sides, self.cells, self.space, domains)
        found: dict[frozenset[frozenset[Ref]], Link] = {}
        for link in (*self._balances(sources), *self._agreements(sources, busy)):
            left, right = frozenset(link.left), frozenset(link.right)
            if left != right and any(self._open(ref, domains) for ref in link.refs):
                found.setdefault(frozenset({left - right, right - left}), link)
        return list(found.values())

    def _agreements(self, sources: Sources, busy: Collection[Side]) -> Iterator[Link]:
        domains = sources.domains
        for family in sources.families():
            unsure = [s for s in family if any(side in busy for side in s.sides)]
            sure = [s for s in family if s not in unsure]
            sides = dict.fromkeys(side for source in family for side in source.sides)
            regions = dict.fromkeys(region for side in sides for region in side.regions(self.space))
            for region in regions if unsure else ():
                yield from self._same(region, unsure, sure, domains)
            for side in self.sides:
                proven = side in sides or self.cells.drafts[side.draft].kind not in UNPROVEN
                if side in busy and proven and not sources.closing(side):
                    yield from self._blank(side, family, domains)

    def _same(
        self, region: Region, unsure: Sequence[Source], sure: Sequence[Source], domains: Sequence[int]
    ) -> Iterator[Link]:
        """The region as every source prints it, if it is not known in one of the ``unsure``."""
        found = self._places(region, unsure, domains)
        if any(self._open(ref, domains) for cells in found for ref in cells):
            found = self._places(region, sure, domains) + found
            for cells in found[1:]:
                yield Link(tuple(sorted(found[0])), tuple(sorted(cells)), region)

    def _places(self, region: Region, sources: Sequence[Source], domains: Sequence[int]) -> list[list[Ref]]:
        wanted = dict(region)
        found = [s.find(self.space, wanted, domains) for s in sources if wanted.keys() <= s.keys]
        return [cells for cells in found if cells is not None]

    def _blank(self, side: Side, family: Sequence[Source], domains: Sequence[int]) -> Iterator[Link]:
        """Cells of open rows whose region is nothing elsewhere.

        What is nothing in a row is not asked again of the rows below it: their sum says so.
        """
        others = [source for source in family if side not in source.sides]
        nothing: dict[int, set[int]] = {}
        for row in side.rows.in_order():
            settled = nothing[row] = set(nothing.get(side.rows.above.get(row, row), ()))
            var = self.cells.at.get((side.draft, row))
            if var is None or not domains[var] & (domains[var] - 1) or self.cells.free(side.draft, row):
                continue
            here = self.space.meet(side.scope, side.rows.dims[row])
            for column, across in side.columns.dims.items():
                ref = (side.draft, row, column)
                if column in settled or not self._open(ref, domains):
                    continue
                region = self.space.meet(here, across)
                if any(self._nothing(source, region, domains) for source in others):
                    settled.add(column)
                    yield Link((ref,), (), region_of(region))

    def _nothing(self, source: Source, region: Mapping[str, str], domains: Sequence[int]) -> bool:
        """Is the region certainly 0 where ``source`` prints it?"""
        cells = source.find(self.space, region, domains)
        return cells is not None and all(self.cells.settled(cell, domains) == 0 for cell in cells)

    def _balances(self, sources: Sources) -> Iterator[Link]:
        """Where income and expenditure stand side by side and their totals agree, each fund balances."""
        for one, other in combinations(self.sides, 2):
            total = sources.totals[one]
            if one.draft != other.draft or one.scope["flow"] == other.scope["flow"]:
                continue
            if total is None or total != sources.totals[other]:
                continue
            axes = (one.rows, one.columns, other.rows, other.columns)
            funds = {dims["fund"] for axis in axes for dims in axis.dims.values() if "fund" in dims}
            for fund in sorted(funds):
                left, right = (
                    side.find(self.space, {**side.scope, "fund": fund}, sources.domains)
                    for side in (one, other)
                )
                if left is not None and right is not None:
                    yield Link(tuple(sorted(left)), tuple(sorted(right)), (("fund", fund),))

    def _open(self, ref: Ref, domains: Sequence[int]) -> bool:
        return self.cells.settled(ref, domains) is None

    def _busy(self, side: Side, domains: Sequence[int]) -> bool:
        """Has a row of the side more than one placement left?"""
        lines = (self.cells.at.get((side.draft, row)) for row in side.rows.dims)
        return any(var is not None and domains[var] & (domains[var] - 1) for var in lines)
