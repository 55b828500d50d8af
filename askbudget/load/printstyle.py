"""The tokens of a table's lines in, which of them are figures out.

A table prints its figures in one style; a number in another style is part of a name (智慧西工建设项目 2024).
It never turns a figure into an amount: that is money.parse_figure's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from askbudget.money import FEN, is_dash, is_figure, parse_figure
from askbudget.records import dataclass

_YEAR = re.compile(r"(?:19|20)\d\d")
_CODE_PART = re.compile(r"0\d+")
"""No amount is printed so, but the 款 and 项 of a code are: 01."""
_MOST = 12
"""Figures among which a sum is looked for."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a table prints figures: ``places`` decimals at most; ``fixed``: always as many."""

    places: int
    fixed: bool

    def quantum(self, unit: str) -> int:
        """One unit of the last printed place, in 分 (0.01 万元 = 10,000); never less than one."""
        step: int = 10**self.places
        return max(1, FEN[unit] // step)

    def takes(self, token: str) -> bool:
        """Whether the token is a figure in this style."""
        if not is_figure(token) or _CODE_PART.fullmatch(token):
            return False
        return not self.fixed or decimals(token) == self.places


def evident(token: str) -> bool:
    """Whether a token is a figure wherever it stands: it has a decimal point or a thousands separator."""
    return ("." in token or "," in token or "，" in token) and is_figure(token)


def decimals(token: str) -> int:
    """Digits behind the point of a figure."""
    return len(token.rstrip(")） ").partition(".")[2])


def is_year(token: str) -> bool:
    """Whether a token can be a year as well as an amount."""
    return _YEAR.fullmatch(token) is not None


def style_of(lines: Iterable[Sequence[str]]) -> Style:
    """The style of a table's lines (as tokens).

    Figures that have a point and all the same places are a fixed style, unless a whole number stands behind one.
    """
    places: set[int] = set()
    whole = False
    for tokens in lines:
        pointed = False
        for token in tokens:
            if "." in token and is_figure(token):
                places.add(decimals(token))
                pointed = True
            else:
                whole = whole or (pointed and token.isdigit() and not _CODE_PART.fullmatch(token))
                pointed = False
    return Style(max(places, default=0), len(places) == 1 and not whole)


def trailing(tokens: Sequence[str], style: Style) -> int:
    """Where the run of figures at the end of a line begins; ``len(tokens)`` where there is none.

    A dash is a (void) figure, but a line that is one dash only is a rule.  A year or a whole number between a
    name and its figures belongs to the name, unless the figures behind it add up to it.
    """
    start = len(tokens)
    while start and (style.takes(tokens[start - 1]) or is_dash(tokens[start - 1])):
        start -= 1
    if start == 0 and len(tokens) == 1 and is_dash(tokens[0]):
        return 1
    if 0 < start < len(tokens) and is_figure(tokens[start - 1]):
        start -= adds_up(tokens[start - 1 :])
    elif 0 < start < len(tokens) - 1 and is_year(tokens[start]):
        start += not adds_up(tokens[start:])
    return start


def first_run(tokens: Sequence[str], style: Style) -> tuple[int, int] | None:
    """(start, end) of the first run of figures in a row of tokens, ``None`` where there is none."""
    start = next((index for index, token in enumerate(tokens) if style.takes(token)), None)
    if start is None:
        return None
    end = start
    while end < len(tokens) and (style.takes(tokens[end]) or is_dash(tokens[end])):
        end += 1
    return start, end


def adds_up(tokens: Sequence[str]) -> bool:
    """Whether some of the figures behind the first add up to it."""
    first, *rest = (parse_figure(token, "亿元") or 0 for token in tokens[: _MOST + 1])
    sums = {0}
    for value in rest:
        sums |= {known + value for known in sums}
    return first in sums
