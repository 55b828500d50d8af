"""Which tables print the whole of the same thing: the ground on which figures may be compared.

In go the sides of all tables and what is known of their figures; out come families of sources.  Two tables
are only compared where their totals prove that neither leaves anything out; words alone are not enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from askbudget.load.solve_cells import Cells, Ref
from askbudget.load.solve_region import Region, Space, region_of
from askbudget.load.solve_side import Side
from askbudget.records import dataclass

CLOSING = ("period", "年终结转")
"""What is left at the end of the year is no expenditure, but stands in the expenditure total of a balance."""


@dataclass(eq=False)
class Source:
    """Tables that together print everything of ``whole``: one table, or several that exclude each other."""

    sides: tuple[Side, ...]
    whole: Region

    @cached_property
    def keys(self) -> frozenset[str]:
        """The dimensions that some table of it tells apart or fixes."""
        return frozenset().union(*(side.keys for side in self.sides))

    def find(self, space: Space, region: Mapping[str, str], domains: Sequence[int]) -> list[Ref] | None:
        """The cells that add up to ``region``; None where that is not certain."""
        if not space.covers(self.whole, region):
            return None
        if len(self.sides) == 1:
            return self.sides[0].find(space, region, domains)
        found: list[Ref] = []
        for side in self.sides:
            scope = region_of(side.whole)
            if space.disjoint(scope, region):
                continue
            narrowed = space.meet(region, side.whole)
            if not space.covers(scope, narrowed) or not space.covers(region_of(region), narrowed):
                return None
            cells = side.find(space, narrowed, domains)
            if cells is None:
                return None
            found += cells
        return found


class Sources:
    """The families of a document at one state of knowledge (``domains``)."""

    def __init__(self, sides: Sequence[Side], cells: Cells, space: Space, domains: Sequence[int]) -> None:
        self.cells = cells
        self.space = space
        self.domains = domains
        self.totals = {side: self.sum(side.totals(space)) for side in sides}
        self.usable = [s for s in sides if self.totals[s] is not None and not self.closing(s)]

    def sum(self, cells: Sequence[Ref]) -> int | None:
        """Σ of the cells; None where one is not known."""
        total = 0
        for ref in cells:
            value = self.cells.settled(ref, self.domains)
            if value is None:
                return None
            total += value
        return total

    def closing(self, side: Side) -> bool:
        """Does the side hold money left at the end of the year?"""
        dimension, member = CLOSING
        return any(
            self.cells.settled((side.draft, row, column), self.domains) != 0
            for row, own in side.rows.dims.items()
            for column, across in side.columns.dims.items()
            if own.get(dimension) == member or across.get(dimension) == member
        )

    def families(self) -> Iterator[list[Source]]:
        """For each table the sources that print the whole of some part of what it prints, itself first."""
        same: set[Side] = set()
        for base in self.usable:
            if base in same:
                continue
            sources = [Source((base,), region_of(base.whole))]
            used = {base}
            for source in sources:
                for new in self._within(source, [side for side in self.usable if side not in used]):
                    sources.append(new)
                    used.update(new.sides)
            same.update(s.sides[0] for s in sources if s.whole == sources[0].whole and len(s.sides) == 1)
            if len(sources) > 1:
                yield sources

    def _within(self, source: Source, sides: Sequence[Side]) -> Iterator[Source]:
        """Tables that print the whole of a part of ``source``: alone, or together with others.

        All figures are at least 0, so a table within a part whose total is the part's leaves nothing out.
        """
        pending: dict[Region, list[Side]] = {}
        for side in sides:
            for part in self._parts(side, source):
                cells = source.find(self.space, part, self.domains)
                printed = None if cells is None else self.sum(cells)
                if printed is None:
                    continue
                if self.totals[side] == printed:
                    yield Source((side,), region_of(part))
                else:
                    pending.setdefault(region_of(part), []).append(side)
                break
        for region, together in pending.items():
            chosen: list[Side] = []
            for side in together:
                if all(self.space.disjoint(region_of(side.whole), other.whole) for other in chosen):
                    chosen.append(side)
            cells = source.find(self.space, dict(region), self.domains)
            whole = None if cells is None else self.sum(cells)
            if len(chosen) > 1 and sum(self.totals[side] or 0 for side in chosen) == whole:
                yield Source(tuple(chosen), region)

    def _parts(self, side: Side, source: Source) -> Iterator[dict[str, str]]:
        """Regions within ``source`` that hold all of ``side``, the smallest first."""
        if len(source.sides) > 1:
            return
        limit = {dimension for dimension, _ in source.whole}
        part = {d: m for d, m in side.whole.items() if d in source.keys or d in limit}
        while self.space.covers(source.whole, part):
            yield part
            spare = sorted(part.keys() - limit)
            if not spare:
                return
            part = {d: m for d, m in part.items() if d != spare[-1]}
