"""The sums of a whole document, solved from the certain to the less certain.

In go the rows as variables; out come the placements that remain possible and the sums that were not believed.
Where sums contradict one another, links between tables give way first, then sums over rows, and nothing that
was concluded from them is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from askbudget.load.links import Link, Links
from askbudget.load.solve import Equation, Network, revise
from askbudget.load.solve_blame import suspects
from askbudget.load.solve_cells import Cells
from askbudget.load.solve_region import Members
from askbudget.records import dataclass

WORK = 1_000_000
"""How much work reasoning may take for a document; what is undecided then stays ambiguous."""
ROUNDS = 4
"""Links are looked for again this often: what one decides lets others follow."""
ATTEMPTS = 6
"""Contradictions taken back one after another; after that only the rows' own sums are believed."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A sum that does not hold: of the rows below ``row`` in ``columns``, or with the table ``other``
    (which is ``draft`` itself where its two sides disagree)."""

    draft: int
    row: int
    columns: tuple[int, ...] = ()
    other: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """A row and the rows that add up to it: one equation a column."""

    draft: int
    parent: int
    equations: tuple[Equation, ...]

    @property
    def rows(self) -> set[int]:
        """The variables of its rows."""
        return {term.var for equation in self.equations for term in equation.terms}


class _Contradiction(Exception):
    """These families and links cannot all be true."""

    def __init__(self, families: Iterable[Family], links: Iterable[Link]) -> None:
        super().__init__()
        self.families = tuple(families)
        self.links = tuple(links)


class Solver:
    """One document.  After ``solve`` the sums that were not believed are in ``doubts``; see also ``unfinished``."""

    def __init__(self, cells: Cells, members: Members) -> None:
        self.cells = cells
        self.members = members
        self.doubts: list[Doubt] = []
        self.families: list[Family] = []
        self.banned: set[Link] = set()
        self.suspects: set[int] = set()
        self.unfinished = False
        """The work was used up before everything was tried."""

    def solve(self) -> list[int]:
        """The domain of every row: what order, sums and links leave."""
        alone = self.cells.start
        for draft in range(len(self.cells.drafts)):
            self.families += self._families(draft)
        self.families = [family for family in self.families if self._believable(family, alone)]
        if self.suspects:
            for var in self.suspects:
                self.cells.forget(var)
            alone = self.cells.start
            self.families = [family for family in self.families if not self.suspects & family.rows]
        if not any(domain & (domain - 1) for domain in alone):
            return alone
        for _ in range(ATTEMPTS):
            try:
                return self._attempt(alone)
            except _Contradiction as contradiction:
                self._take_back(contradiction)
        return alone

    # ------------------------------------------------------------ sums over rows

    def _families(self, draft: int) -> list[Family]:
        """The families of a table whose rows can all be reasoned about."""
        table = self.cells.drafts[draft]
        below: dict[int, list[int]] = {}
        sides = {row.position: row.side for row in table.rows}
        for row in table.rows:
            if row.parent is not None and not row.of_which and sides.get(row.parent, row.side) == row.side:
                below.setdefault(row.parent, []).append(row.position)
        found = []
        for parent in sorted(below):
            if (draft, parent) not in self.cells.at:
                continue
            rows = self._printed(draft, below, parent)
            if rows and all(self.cells.sound(draft, row) for row in (parent, *rows)):
                equations = self._column_sums(draft, parent, rows)
                if equations:
                    found.append(Family(draft, parent, equations))
        return found

    def _printed(self, draft: int, below: dict[int, list[int]], parent: int) -> list[int]:
        """The rows directly below that have figures; a heading without any stands for the rows below it."""
        rows = []
        for row in below.get(parent, ()):
            if (draft, row) in self.cells.at:
                rows.append(row)
            else:
                rows += self._printed(draft, below, row)
        return rows

    def _column_sums(self, draft: int, parent: int, rows: Sequence[int]) -> tuple[Equation, ...]:
        top = self.cells.at[draft, parent]
        equations = []
        for column in self.cells.lines[top].figures.allowed:
            whole = self.cells.term(top, [(column, -1)], always=True)
            parts = [self.cells.term(self.cells.at[draft, row], [(column, 1)]) for row in rows]
            terms = [term for term in (whole, *parts) if term is not None]
            if any(group[0] for term in terms for group in term.groups):
                equations.append(self.cells.equation(terms, (draft, parent, column)))
        return tuple(equations)

    def _believable(self, family: Family, domains: Sequence[int]) -> bool:
        """Can the sums of a family hold at all?  If not, they are doubted."""
        wrong = [e for e in family.equations if revise(e, list(domains))[1] is None]
        if not wrong and Network(family.equations, WORK).propagate(list(domains)) is None:
            return True
        self._doubt_family(family, wrong)
        self.suspects.update(suspects(self.cells, family.equations, domains))
        return False

    def _doubt_family(self, family: Family, wrong: Sequence[Equation] = ()) -> None:
        columns = tuple(e.tag[2] for e in wrong if isinstance(e.tag, tuple))
        self.doubts.append(Doubt(family.draft, family.parent, columns))

    # ------------------------------------------------------------ the document

    def _attempt(self, alone: Sequence[int]) -> list[int]:
        """Solve with everything still believed; raises _Contradiction."""
        domains = list(alone)
        base = [equation for family in self.families for equation in family.equations]
        network = Network(base, WORK)
        bad = network.propagate(domains)
        if bad is not None:
            table = bad.tag[0] if isinstance(bad.tag, tuple) else -1
            raise _Contradiction([f for f in self.families if f.draft == table], ())
        tables = domains.copy()
        finder = Links(self.cells, self.members, {(f.draft, f.parent) for f in self.families})
        links: dict[Link, Equation] = {}
        for _ in range(ROUNDS):
            new = self._new_links(finder, domains, tables, alone, links)
            if not new:
                break
            links |= new
            network = Network([*base, *links.values()], network.work)
            bad = network.propagate(domains)
            if bad is not None:
                self._blame([term.var for term in bad.terms], links, tables)
        for component in network.components(domains):
            if network.search(domains, component) is False:
                self._blame(component, links, tables)
        self.unfinished = network.work <= 0
        return domains

    def _new_links(
        self,
        finder: Links,
        domains: Sequence[int],
        tables: Sequence[int],
        alone: Sequence[int],
        known: dict[Link, Equation],
    ) -> dict[Link, Equation]:
        """The links not yet used; raises _Contradiction with those that their own cells refute.

        Where only the sums over rows refute a link, either may be wrong, and both are taken back.
        """
        new: dict[Link, Equation] = {}
        refuted: list[Link] = []
        drafts: set[int] = set()
        for link in finder.of(domains):
            if link in known or link in self.banned:
                continue
            equation = self._equation(link)
            if equation is None:
                continue
            if revise(equation, list(tables))[1] is None:
                refuted.append(link)
                if revise(equation, list(alone))[1] is not None:
                    drafts |= {ref[0] for ref in link.refs}
            else:
                new[link] = equation
        if refuted:
            raise _Contradiction([f for f in self.families if f.draft in drafts], refuted)
        return new

    def _equation(self, link: Link) -> Equation | None:
        """The equation of a link; None where a row of it cannot be reasoned about or it says nothing."""
        if not all(self.cells.sound(draft, row) for draft, row, _ in link.refs):
            return None
        columns: dict[int, dict[int, int]] = {}
        for refs, factor in ((link.left, 1), (link.right, -1)):
            for draft, row, column in refs:
                var = self.cells.at.get((draft, row))
                if var is not None:
                    places = columns.setdefault(var, {})
                    places[column] = places.get(column, 0) + factor
        terms = [
            term
            for var, places in sorted(columns.items())
            if (term := self.cells.term(var, [(c, f) for c, f in sorted(places.items()) if f])) is not None
        ]
        return self.cells.equation(terms, link) if terms else None

    def _blame(self, rows: Iterable[int], links: dict[Link, Equation], domains: Sequence[int]) -> None:
        """There is no solution: believe neither links nor sums of what hangs together with these rows.

        Which of them is wrong cannot be told, and what the others seem to prove rests on all of them.
        ``domains`` are those from before the links.
        """
        equations = [*(e for f in self.families for e in f.equations), *links.values()]
        wanted = set(rows)
        for component in Network(equations, 0).components(domains):
            if wanted & set(component):
                wanted |= set(component)
        touching = [link for link, equation in links.items() if any(t.var in wanted for t in equation.terms)]
        raise _Contradiction([family for family in self.families if family.rows & wanted], touching)

    def _take_back(self, contradiction: _Contradiction) -> None:
        """Believe the contradicted sums no longer, and say so once for each row and pair of tables."""
        self.banned.update(contradiction.links)
        for link in contradiction.links:
            first, *rest = link.refs
            other = next((ref[0] for ref in rest if ref[0] != first[0]), first[0])
            doubt = Doubt(first[0], first[1], (), other)
            if doubt not in self.doubts:
                self.doubts.append(doubt)
        for family in contradiction.families:
            self._doubt_family(family)
        self.families = [family for family in self.families if family not in contradiction.families]
