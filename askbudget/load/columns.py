"""A header's leaves and the lexicon in, Columns with path, dimensions and parent out.

The tree is the header's: the first sum of a group contains the group.  A group without a sum of its own has no
column; what it means stands in the paths below it.
"""

from __future__ import annotations

from collections.abc import Sequence

from askbudget.lexicon import Lexicon
from askbudget.load.layouts import Header
from askbudget.load.words import load_words
from askbudget.model import Column
from askbudget.text import squeeze


def build_columns(header: Header, lexicon: Lexicon) -> tuple[Column, ...]:
    """The columns of a header in printed order, positions from 0."""
    paths = [leaf.path for leaf in header.leaves]
    sides = [leaf.side for leaf in header.leaves]
    words = load_words()
    return tuple(
        Column(
            position,
            path,
            lexicon.path_meaning(path).dims,
            _parent(position, paths, sides),
            words.is_of_which(squeeze(path[-1])),
            sides[position],
        )
        for position, path in enumerate(paths)
    )


def _parent(position: int, paths: Sequence[tuple[str, ...]], sides: Sequence[str | None]) -> int | None:
    """The nearest sum above: of the own group, else of the groups around it; ``None`` at the top."""
    path = paths[position]
    for depth in range(len(path) - 1, -1, -1):
        total = _sum_of(path[:depth], paths, sides, sides[position])
        if total is not None and total != position and not _above(path, paths[total]):
            return total
    return None


def _sum_of(
    group: tuple[str, ...], paths: Sequence[tuple[str, ...]], sides: Sequence[str | None], side: str | None
) -> int | None:
    """The first leaf directly in a group, if it is the group's sum."""
    words = load_words()
    for position, path in enumerate(paths):
        if sides[position] == side and path[: len(group)] == group:
            direct = len(path) == len(group) + 1
            return position if direct and words.is_sum(squeeze(path[-1])) else None
    return None


def _above(path: tuple[str, ...], total: tuple[str, ...]) -> bool:
    """Whether the sum lies inside the path's own group, so that it cannot contain it."""
    return len(total) > len(path)
