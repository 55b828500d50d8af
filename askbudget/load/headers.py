"""The first lines of a table in, where its header ends and which known header it is out.

Text has lost a header's lines: words wrap, glue and change their order.  What remains is which characters are
printed how often, and that is compared with the layouts.  A header that is not clearly one of them is not guessed at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from askbudget.load.layouts import Cell, Header, Key, Layout, Leaf, letters, load_layouts
from askbudget.load.printstyle import evident
from askbudget.load.words import load_words
from askbudget.records import dataclass, replace
from askbudget.text import squeeze

_LONGEST = 150
"""Lines among which a header ends: wrapped to one or two characters it is long."""
_NEAR = 3
"""A header's end is believed where no more than one character in so many differs from a layout."""
_STEPS = 6
"""Differences of whole words that may be explained one by one."""
_FILLERS = 3
"""Filler words that may be too many or too few."""


@dataclass(frozen=True, slots=True)
class Match:
    """The header found, or ``None`` and the reason in Chinese."""

    header: Header | None
    why: str = ""


def header_end(lines: Sequence[str], kind: str, title: str) -> int | None:
    """How many of a table's lines are its header; ``None`` where no layout comes near."""
    ends = [
        (distance / layout.size, end)
        for layout in _candidates(kind, title)
        for distance, end in [_nearest_prefix(lines, layout)]
        if distance * _NEAR <= layout.size
    ]
    return min(ends)[1] if ends else None


def match_header(lines: Sequence[str], kind: str, title: str) -> Match:
    """The header that these lines print, for a table of this kind and (squeezed) title."""
    printed = letters("".join(lines))
    if not printed:
        return Match(None, "没有表头")
    tried = [_explain(printed, layout) for layout in _candidates(kind, title)]
    found = sorted((try_ for try_ in tried if try_ is not None), key=lambda each: each.cost)
    if not found:
        return Match(None, "表头与已知的版式都不相符")
    best, *others = found
    if any(other.cost == best.cost and other.header != best.header for other in others):
        return Match(None, "表头与两种已知的版式同样接近，不能确定")
    return Match(best.header)


def form_of(kind: str, title: str) -> Header | None:
    """The header of a form (whose words stand beside the figures, not above), ``None`` if the table is none."""
    return next(
        (layout.header for layout in load_layouts() if layout.header.form and layout.fits(kind, title)), None
    )


def _candidates(kind: str, title: str) -> list[Layout]:
    layouts = [layout for layout in load_layouts() if layout.header.form is None and layout.size]
    fitting = [layout for layout in layouts if layout.fits(kind, title)]
    return fitting or layouts


def _nearest_prefix(lines: Sequence[str], layout: Layout) -> tuple[int, int]:
    """(distance, number of lines) of the leading lines that are most like the layout's header."""
    missing = Counter(layout.bag)
    distance = layout.size
    best = (distance, 0)
    for count, line in enumerate(lines[:_LONGEST], start=1):
        if any(map(evident, line.split())):
            break
        for char, number in letters(line).items():
            left = missing[char]
            distance += abs(left - number) - abs(left)
            missing[char] = left - number
        if distance < best[0]:
            best = (distance, count)
        elif distance > best[0] + layout.size:
            break
    return best


# ---------------------------------------------------------------- what differs, word by word


@dataclass(frozen=True, slots=True)
class _Fit:
    cost: int
    header: Header


@dataclass(frozen=True, slots=True)
class _Change:
    """A cell printed in another way (``printing``) or not at all (``None``), and what it adds to the characters."""

    cell: int
    printing: str | None
    delta: Mapping[str, int]


def _explain(printed: Counter[str], layout: Layout) -> _Fit | None:
    """The layout's header with the differences applied; ``None`` where they do not explain what is printed."""
    rest = _difference(printed, layout.bag)
    cost = _size(rest)
    taken: list[_Change] = []
    for _ in range(_STEPS):
        if not _size(rest):
            break
        gains = [
            (gain, change)
            for change in _changes(layout.id)
            if (gain := _size(rest) - _size(_difference(rest, change.delta))) > 0
            and gain == _size(change.delta)
            and all(change.cell != other.cell for other in taken)
        ]
        if not gains:
            break
        most = max(gain for gain, _ in gains)
        ties = [change for gain, change in gains if gain == most]
        if any(change.printing is None for change in ties) and len(ties) > 1:
            return None
        taken.append(ties[0])
        rest = _difference(rest, ties[0].delta)
    if not _is_filling(rest):
        return None
    return _Fit(cost, _apply(layout, taken))


@cache
def _changes(identity: str) -> tuple[_Change, ...]:
    layout = next(layout for layout in load_layouts() if layout.id == identity)
    return tuple(change for index, cell in enumerate(layout.cells) for change in _cell_changes(index, cell))


def _cell_changes(index: int, cell: Cell) -> Iterator[_Change]:
    first = letters(cell.printings[0])
    sums = load_words().sums
    printings = [*cell.printings[1:], *(sums if squeeze(cell.printings[0]) in sums else ())]
    for printing in printings:
        if delta := _difference(letters(printing), first):
            yield _Change(index, printing, delta)
    if (cell.leaf is not None or cell.key is not None) and first:
        yield _Change(index, None, {char: -number for char, number in first.items()})


def _apply(layout: Layout, changes: Sequence[_Change]) -> Header:
    paths = [list(leaf.path) for leaf in layout.header.leaves]
    gone_leaves: set[int] = set()
    gone_keys: set[int] = set()
    for change in changes:
        cell = layout.cells[change.cell]
        if change.printing is None:
            gone_leaves |= {cell.leaf} if cell.leaf is not None else set()
            gone_keys |= {cell.key} if cell.key is not None else set()
        elif cell.step is not None:
            for leaf in cell.leaves:
                paths[leaf][cell.step] = change.printing
    leaves = tuple(
        Leaf(tuple(paths[index]), leaf.side)
        for index, leaf in enumerate(layout.header.leaves)
        if index not in gone_leaves
    )
    keys: tuple[Key, ...] = tuple(
        key for index, key in enumerate(layout.header.keys) if index not in gone_keys
    )
    return replace(layout.header, leaves=leaves, keys=keys)


def _is_filling(rest: Mapping[str, int]) -> bool:
    """Whether what is left over, and what is still missing, are each a few filler words."""
    more = Counter({char: number for char, number in rest.items() if number > 0})
    fewer = Counter({char: -number for char, number in rest.items() if number < 0})
    return _spelled(more, _FILLERS) and _spelled(fewer, _FILLERS)


def _spelled(left: Counter[str], words: int) -> bool:
    if not left:
        return True
    if not words:
        return False
    for word in _fillers():
        if all(left[char] >= number for char, number in word.items()) and _spelled(left - word, words - 1):
            return True
    return False


@cache
def _fillers() -> tuple[Counter[str], ...]:
    return tuple(letters(word) for word in sorted(load_words().filler, key=len, reverse=True))


def _difference(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    """Character counts of ``one`` less those of ``other``, zeros left out."""
    return {
        char: number
        for char in one.keys() | other.keys()
        if (number := one.get(char, 0) - other.get(char, 0))
    }


def _size(counts: Mapping[str, int]) -> int:
    return sum(abs(number) for number in counts.values())
