"""Finite choices under sums: the arithmetic engine below column recovery.

In go variables with a handful of candidates each (a domain is a bit mask) and equations over what a
candidate contributes; out come the candidates no solution can use, removed.  It never removes a candidate
of a solution, knows nothing of budgets, and stops at a fixed amount of work (then it keeps too much).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from askbudget.records import dataclass, field

Group = tuple[int, int, int]
"""(doubled sum, slack, mask): the candidates in ``mask`` all add this sum, known to within ±slack/2."""

BITS = 1 << 19
"""Sums are counted in at most this many steps; larger ranges are counted coarsely (which prunes less)."""
FEW = 7
"""Up to about 2**FEW combinations are tried one by one."""
DENSE = 10
"""Where the combinations outnumber the steps 2**DENSE-fold every sum is reachable: nothing to learn."""


@dataclass(frozen=True, slots=True)
class Term:
    """What one variable adds to an equation; the masks of its groups cover the whole first domain."""

    var: int
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Equation:
    """|Σ sums| ≤ slack + Σ slacks of the chosen groups.

    ``unit`` divides every sum; ``tag`` is the caller's.
    """

    terms: tuple[Term, ...]
    slack: int
    unit: int
    tag: object = None


class OutOfBudget(Exception):
    """The search used up its work; what is known so far stays valid."""


@dataclass(slots=True)
class Network:
    """Equations over variables.

    ``work`` counts down; at 0 ``propagate`` stops early and ``search`` gives up.
    """

    equations: Sequence[Equation]
    work: int
    watch: dict[int, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.watch = {}
        for number, equation in enumerate(self.equations):
            for term in equation.terms:
                self.watch.setdefault(term.var, []).append(number)

    def propagate(self, domains: list[int], start: Iterable[int] | None = None) -> Equation | None:
        """Shrink ``domains`` in place to a fixpoint; the equation that cannot hold, or None.

        ``start`` are the variables that changed (default: look at every equation).
        """
        if start is None:
            queue = dict.fromkeys(range(len(self.equations)))
        else:
            queue = dict.fromkeys(number for var in start for number in self.watch.get(var, ()))
        while queue:
            if self.work <= 0:
                return None
            number = next(iter(queue))
            del queue[number]
            equation: Equation = self.equations[number]
            cost, changed = revise(equation, domains)
            self.work -= cost
            if changed is None:
                return equation
            for var in changed:
                for other in self.watch[var]:
                    if other != number:
                        queue[other] = None
        return None

    def search(self, domains: list[int], variables: Sequence[int]) -> bool | None:
        """Remove from ``domains`` what no complete solution over ``variables`` uses.

        True: done; False: there is no solution (domains are then meaningless); None: the budget ran
        out, the domains are still sound.  ``variables`` must be closed under shared equations.
        """
        supported = dict.fromkeys(variables, 0)
        try:
            for var in sorted(variables, key=lambda v: (domains[v].bit_count(), v)):
                while rest := domains[var] & ~supported[var]:
                    bit = rest & -rest
                    trial = domains.copy()
                    trial[var] = bit
                    found = self._solve(trial, variables, supported, var)
                    if found is None:
                        domains[var] &= ~bit
                        if not domains[var] or self.propagate(domains, (var,)) is not None:
                            return False
                        continue
                    for each in variables:
                        supported[each] |= found[each]
        except OutOfBudget:
            return None
        return True

    def _solve(
        self, domains: list[int], variables: Sequence[int], seen: dict[int, int], changed: int
    ) -> list[int] | None:
        """One solution below ``domains`` (taking candidates not yet ``seen`` first), or None."""
        if self.propagate(domains, (changed,)) is not None:
            return None
        if self.work <= 0:
            raise OutOfBudget
        still = [var for var in variables if domains[var] & (domains[var] - 1)]
        if not still:
            return domains
        var = min(still, key=lambda v: (domains[v].bit_count(), v))
        rest = domains[var]
        while rest:
            fresh = rest & ~seen[var] or rest
            bit = fresh & -fresh
            rest &= ~bit
            trial = domains.copy()
            trial[var] = bit
            found = self._solve(trial, variables, seen, var)
            if found is not None:
                return found
        return None

    def components(self, domains: Sequence[int]) -> list[list[int]]:
        """The undecided variables, grouped by shared equations, the smallest group first."""
        root = {var: var for var in self.watch if domains[var] & (domains[var] - 1)}

        def find(var: int) -> int:
            while root[var] != var:
                root[var] = root[root[var]]
                var = root[var]
            return var

        for equation in self.equations:
            open_vars = [term.var for term in equation.terms if term.var in root]
            for other in open_vars[1:]:
                low, high = sorted((find(open_vars[0]), find(other)))
                root[high] = low
        groups: dict[int, list[int]] = {}
        for var in sorted(root):
            groups.setdefault(find(var), []).append(var)
        return sorted(groups.values(), key=lambda group: (len(group), group))


def revise(equation: Equation, domains: list[int]) -> tuple[int, set[int] | None]:
    """(work done, variables that lost candidates); None instead of the set: the equation cannot hold."""
    base = 0
    slack = equation.slack
    open_terms: list[tuple[int, list[Group]]] = []
    for term in equation.terms:
        domain = domains[term.var]
        alive = [group for group in term.groups if group[2] & domain]
        if len(alive) == 1:
            base += alive[0][0]
            slack += alive[0][1]
        elif alive:
            open_terms.append((term.var, alive))
        else:
            return len(equation.terms), None
    cost = len(equation.terms)
    if not open_terms:
        return cost, set() if abs(base) <= slack else None
    changed: set[int] = set()
    if not _bounds(base, slack, open_terms, domains, changed):
        return cost + 4 * len(open_terms), None
    cost += 4 * len(open_terms)
    more = _sums(equation.unit, base, slack, open_terms, domains, changed)
    return (cost, None) if more is None else (cost + more, changed)


def _bounds(
    base: int, slack: int, terms: list[tuple[int, list[Group]]], domains: list[int], changed: set[int]
) -> bool:
    """Drop groups that the smallest and largest sums of the others cannot balance."""
    while True:
        lows = [min(s - h for s, h, _ in groups) for _, groups in terms]
        highs = [max(s + h for s, h, _ in groups) for _, groups in terms]
        low = base - slack + sum(lows)
        high = base + slack + sum(highs)
        if low > 0 or high < 0:
            return False
        again = False
        for (var, groups), least, most in zip(terms, lows, highs, strict=True):
            if low - least + most <= 0 <= high - most + least:
                continue
            kept = [g for g in groups if low - least + g[0] - g[1] <= 0 <= high - most + g[0] + g[1]]
            if len(kept) == len(groups):
                continue
            if not kept:
                return False
            for group in groups:
                if group not in kept:
                    domains[var] &= ~group[2]
            groups[:] = kept
            changed.add(var)
            again = True
        if not again:
            return True


def _sums(
    unit: int,
    base: int,
    slack: int,
    terms: list[tuple[int, list[Group]]],
    domains: list[int],
    changed: set[int],
) -> int | None:
    """Drop groups that no combination of the others completes; the work done, None if nothing fits.

    Slack is taken at its largest, which keeps too much, never too little.
    """
    slack += sum(max(g[1] for g in groups) for _, groups in terms)
    combinations = sum((len(groups) - 1).bit_length() for _, groups in terms)
    if combinations <= FEW:
        return _few_sums(base, slack, terms, domains, changed)
    return _many_sums(unit, base, slack, terms, domains, changed)


def _few_sums(
    base: int, slack: int, terms: list[tuple[int, list[Group]]], domains: list[int], changed: set[int]
) -> int | None:
    """Every combination one by one."""
    after: list[set[int]] = [{0}]
    for _, groups in reversed(terms):
        sums = {g[0] for g in groups}
        after.append({s + t for s in sums for t in after[-1]})
    after.reverse()
    before = {base}
    for index, (var, groups) in enumerate(terms):
        rest = after[index + 1]
        reached: set[int] = set()
        for total, _, mask in groups:
            usable = {s + total for s in before if any(-slack <= s + total + t <= slack for t in rest)}
            if usable:
                reached |= usable
            elif domains[var] & mask:
                domains[var] &= ~mask
                changed.add(var)
        if not domains[var]:
            return None
        before = reached
    return 2 * len(after[0])


def _many_sums(
    unit: int,
    base: int,
    slack: int,
    terms: list[tuple[int, list[Group]]],
    domains: list[int],
    changed: set[int],
) -> int | None:
    """All reachable sums at once, as the bits of one integer; in coarse steps where the range is wide."""
    offset = base + sum(min(g[0] for g in groups) for _, groups in terms)
    low, high = -offset - slack, -offset + slack
    most = sum(max(g[0] for g in groups) - min(g[0] for g in groups) for _, groups in terms)
    if high < 0 or low > most:
        return None
    if low <= 0 and high >= most:
        return 0
    span = min(high, most)
    coarse = max(1, -(-span // (unit * BITS)))
    step = unit * coarse
    combinations = sum((len(groups) - 1).bit_length() for _, groups in terms)
    if combinations > (span // step + 2).bit_length() + DENSE:
        return 0
    first = max(0, -(-low // step) - (len(terms) if coarse > 1 else 0))
    last = span // step
    shifts = [[(g[0] - min(h[0] for h in groups)) // step for g in groups] for _, groups in terms]
    need = [((1 << (last - first + 1)) - 1) << first]
    for moves in reversed(shifts):
        later = need[-1]
        now = 0
        for move in set(moves):
            now |= later >> move
        need.append(now)
    need.reverse()
    reach = need[0] & 1
    for index, ((var, groups), moves) in enumerate(zip(terms, shifts, strict=True)):
        later = need[index + 1]
        reached = 0
        for group, move in zip(groups, moves, strict=True):
            usable = (reach << move) & later
            if usable:
                reached |= usable
            elif domains[var] & group[2]:
                domains[var] &= ~group[2]
                changed.add(var)
        if not domains[var]:
            return None
        reach = reached
    return len(terms) * (2 + (last >> 12))
