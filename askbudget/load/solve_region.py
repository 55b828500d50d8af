"""Parts of the budget as regions, and what is certain about two of them.

In go members of dimensions (fund=政府性基金, economic=30201 …); out comes whether one region certainly lies
within another or has nothing in common with it.  What the words leave open is neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

Region = tuple[tuple[str, str], ...]
"""(dimension, member), sorted by dimension: everything that is within all of the members."""

CODED = frozenset({"subject", "economic", "gov_economic", "unit"})
"""Dimensions whose members contain one another by prefix.  A member without a code is never compared:
one name may stand for several codes."""
TREES = frozenset({"flow", "fund", "period", "nature", "three_public"})
"""Dimensions whose members exclude each other unless one contains the other."""


class Members(Protocol):
    """The part of a lexicon that is needed here."""

    def within(self, dimension: str, member: str, ancestor: str, /) -> bool:
        """Is ``member`` the same as or below ``ancestor``?"""
        ...


def region_of(dims: Mapping[str, str]) -> Region:
    """The region of dimensions, in canonical order."""
    return tuple(sorted(dims.items()))


class Space:
    """How members of the dimensions stand to one another."""

    def __init__(self, members: Members) -> None:
        self._members = members
        self._inside: dict[tuple[str, str, str], bool] = {}
        self._apart: dict[tuple[str, str, str], bool] = {}

    def inside(self, dimension: str, member: str, ancestor: str) -> bool:
        """Is everything of ``member`` certainly part of ``ancestor``?"""
        key = (dimension, member, ancestor)
        known = self._inside.get(key)
        if known is None:
            if dimension in CODED:
                known = member.isdigit() and ancestor.isdigit() and member.startswith(ancestor)
            elif dimension in TREES:
                known = member == ancestor or self._members.within(dimension, member, ancestor)
            else:
                known = member == ancestor
            self._inside[key] = known
        return known

    def apart(self, dimension: str, one: str, other: str) -> bool:
        """Have the two certainly nothing in common?"""
        key = (dimension, one, other)
        known = self._apart.get(key)
        if known is None:
            known = dimension in TREES or (dimension in CODED and one.isdigit() and other.isdigit())
            known = (
                known and not self.inside(dimension, one, other) and not self.inside(dimension, other, one)
            )
            self._apart[key] = known
        return known

    def part_from(self, dimension: str, one: str, other: str) -> None:
        """Note that two members of a dimension of printed words have nothing in common."""
        self._apart[dimension, one, other] = self._apart[dimension, other, one] = True

    def covers(self, wide: Region, narrow: Mapping[str, str]) -> bool:
        """Is ``narrow`` certainly part of ``wide``?"""
        for dimension, member in wide:
            own = narrow.get(dimension)
            if own is None or not self.inside(dimension, own, member):
                return False
        return True

    def disjoint(self, one: Region, other: Mapping[str, str]) -> bool:
        """Have the two regions certainly nothing in common?"""
        for dimension, member in one:
            own = other.get(dimension)
            if own is not None and own != member and self.apart(dimension, own, member):
                return True
        return False

    def meet(self, *parts: Mapping[str, str]) -> dict[str, str]:
        """The narrowest region known to hold what is in all parts.

        Where two members do not contain one another the words are not understood: the dimension stays open.
        """
        found: dict[str, str] = {}
        unsure: set[str] = set()
        for part in parts:
            for dimension, member in part.items():
                known = found.get(dimension)
                if known is None or known == member or self.inside(dimension, member, known):
                    found[dimension] = member
                elif not self.inside(dimension, known, member):
                    unsure.add(dimension)
        return {d: m for d, m in found.items() if d not in unsure} if unsure else found
