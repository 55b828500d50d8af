"""Fragments of a goal table whose cells the file lost → cells: indicator names and their values.

In: the pieces of text in reading order.  Out: pairs of name and value, or a run that stays whole.
What tells the cells apart: values look like values (≥95%, 20 种, 有效提高), a wrapped cell fills its
width in every line but the last, pieces on one line are different cells, and cells that recur in
the table.  Where that leaves two readings, there is no pair: the text is kept and said to be open.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from askbudget.load.cues import Cues
from askbudget.load.paragraphs import tidy
from askbudget.model import PrintedTable
from askbudget.records import dataclass
from askbudget.text import squeeze

_MOST_PIECES = 12
"""A longer run of words without any value is not taken apart."""
_HAN = 2
"""Display width of a Chinese character."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text without space; ``alone`` when nothing else stands on its line."""

    text: str
    page: int
    line: int
    alone: bool

    @property
    def width(self) -> int:
        return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in self.text)


@dataclass(frozen=True, slots=True)
class Pair:
    """An indicator's cells; ``value`` is empty and ``open`` true where they could not be told apart."""

    name: tuple[Piece, ...]
    value: tuple[Piece, ...]
    open: bool = False

    @property
    def names(self) -> str:
        return joined(self.name)

    @property
    def target(self) -> str:
        return joined(self.value)


Cell = tuple[Piece, ...]
Reading = tuple[Cell, ...]


def joined(pieces: Sequence[Piece]) -> str:
    """The text of a cell: its lines joined, without the spaces that only set it."""
    return tidy("".join(piece.text for piece in pieces))


def rows_of(table: PrintedTable, cues: Cues) -> list[list[Piece]]:
    """The body's lines in order, each as its pieces; a number and its unit are one piece."""
    rows = []
    for row in table.body:
        tokens = " ".join(cell for cell in row.cells if cell).split()
        texts = list(_with_units(tokens, cues))
        rows.append([Piece(text, row.page, row.line, len(texts) == 1) for text in texts])
    return [row for row in rows if row]


def _with_units(tokens: Sequence[str], cues: Cues) -> Iterator[str]:
    """``["≥20", "种"]`` → ``["≥20 种"]``."""
    values = Values(cues)
    index = 0
    while index < len(tokens):
        text = tokens[index]
        while index + 1 < len(tokens) and values.unfinished(text) and values.unit(tokens[index + 1]):
            index += 1
            text = f"{text} {tokens[index]}"
        yield text
        index += 1


class Values:
    """What the text of an indicator's value looks like."""

    def __init__(self, cues: Cues) -> None:
        closed = "|".join(pattern.pattern for pattern in cues.values)
        measure = cues.any("measure")
        self._numeric = re.compile(rf"(?=.*\d)(?:{closed})\s*{measure}?(?:以上|以下|以内|前|内)?")
        self._bare = re.compile(rf"(?=.*\d)(?:{closed})\s*(?:万|亿)?")
        self._closed = re.compile(rf"(?:{closed})")
        self._open = re.compile("|".join(pattern.pattern for pattern in cues.open_values) or "(?!)")
        self._unit = re.compile(measure)

    def numeric(self, text: str) -> bool:
        """≥95%, 20 种, 1 年: certainly a value."""
        return self._numeric.fullmatch(squeeze(text)) is not None

    def unfinished(self, text: str) -> bool:
        """A number whose unit may stand on the next line: ≥1000, ≤2.96 万."""
        folded = squeeze(text)
        return self._bare.fullmatch(folded) is not None and not folded.endswith(("%", "‰"))

    def unit(self, text: str) -> bool:
        return self._unit.fullmatch(squeeze(text)) is not None

    def closed(self, text: str) -> bool:
        """有效提高, 较好落实, 优化: a few words that are a whole value."""
        return self._closed.fullmatch(squeeze(text)) is not None

    def open(self, text: str) -> bool:
        """有效提升影响力: a value with an object; where it ends is less sure."""
        return self._open.fullmatch(squeeze(text)) is not None


def read_pairs(groups: Sequence[Sequence[Piece]], cues: Cues) -> list[list[Pair]]:
    """The pairs of every group of pieces (a project each); what recurs in one decides in another."""
    values = Values(cues)
    split = [_runs(pieces, values) for pieces in groups]
    candidates = [[_best(run, followed, values) for run, followed in _with_follow(runs)] for runs in split]
    seen: Counter[str] = Counter()
    for readings in candidates:
        for found in readings:
            if len(found) == 1:
                seen.update({joined(cell) for cell in found[0]})
    return [
        _pairs(runs, [_decide(found, seen) for found in readings])
        for runs, readings in zip(split, candidates, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Run:
    """Words, and the value that certainly follows them (empty at the end)."""

    words: Cell
    value: Cell


def _runs(pieces: Sequence[Piece], values: Values) -> list[_Run]:
    runs: list[_Run] = []
    words: list[Piece] = []
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        index += 1
        if not values.numeric(piece.text) and not values.unfinished(piece.text):
            words.append(piece)
            continue
        value = [piece]
        while index < len(pieces) and _goes_on(value, pieces[index], values):
            value.append(pieces[index])
            index += 1
        runs.append(_Run(tuple(words), tuple(value)))
        words = []
    if words:
        runs.append(_Run(tuple(words), ()))
    return runs


def _goes_on(value: Sequence[Piece], piece: Piece, values: Values) -> bool:
    """Whether the unit of a number stands on the next line."""
    return piece.alone and values.unfinished("".join(part.text for part in value)) and values.unit(piece.text)


def _with_follow(runs: Sequence[_Run]) -> list[tuple[_Run, bool]]:
    return [(run, bool(run.value)) for run in runs]


def _best(run: _Run, followed: bool, values: Values) -> list[Reading]:
    """The readings of a run with the least against them; names and values take turns."""
    if not run.words:
        return []
    scored: list[tuple[int, Reading]] = []
    for reading in _cuts(run.words):
        if len(reading) % 2 == (1 if followed else 0):
            penalty = _penalty(reading, values)
            if penalty is not None:
                scored.append((penalty, reading))
    least = min((penalty for penalty, _ in scored), default=0)
    return [reading for penalty, reading in scored if penalty == least]


def _cuts(words: Cell) -> Iterator[Reading]:
    """Every way to cut the words into cells; pieces that share a line are cells of their own."""
    free = [index for index in range(1, len(words)) if words[index].alone and words[index - 1].alone]
    forced = [index for index in range(1, len(words)) if index not in free]
    if len(free) > _MOST_PIECES:
        return
    for count in range(len(free) + 1):
        for chosen in combinations(free, count):
            cuts = sorted((*forced, *chosen))
            bounds = [0, *cuts, len(words)]
            yield tuple(words[start:end] for start, end in pairwise(bounds))


def _penalty(reading: Reading, values: Values) -> int | None:
    """What speaks against a reading; ``None`` where it cannot be."""
    total = 0
    for index, cell in enumerate(reading):
        wrapped = _wrapping(cell)
        if wrapped is None:
            return None
        total += 2 * wrapped
        text = joined(cell)
        if index % 2 == 0:
            total += 4 * sum(values.closed(piece.text) for piece in cell)
        elif text == joined(reading[index - 1]) or values.closed(text):
            continue
        elif values.open(text):
            total += 1
        elif len(cell) == 1 and not cell[0].alone:
            total += 3  # unknown words, but its line shows where they begin and end
        else:
            return None
    return total


def _wrapping(cell: Cell) -> int | None:
    """How oddly a cell is wrapped (0 = every line but the last fills it); ``None`` where no cell wraps so."""
    widest = max(piece.width for piece in cell)
    odd = 0
    for piece in cell[:-1]:
        if piece.width < widest - _HAN:
            return None
        odd += piece.width < widest - 1
    return odd


def _decide(found: list[Reading], seen: Counter[str]) -> Reading | None:
    """The one reading, or the one whose cells recur elsewhere in the table; else ``None``."""
    if len(found) == 1:
        return found[0]
    if not found:
        return None
    known = [2 * sum(seen[joined(cell)] > 0 for cell in reading) - len(reading) for reading in found]
    most = max(known)
    return found[known.index(most)] if most >= 0 and known.count(most) == 1 else None


def _pairs(runs: Sequence[_Run], readings: Sequence[Reading | None]) -> list[Pair]:
    pairs: list[Pair] = []
    for run, reading in zip(runs, readings, strict=True):
        if reading is None:
            pairs.append(Pair((*run.words, *run.value), (), True))
            continue
        cells = [*reading, run.value] if run.value else list(reading)
        pairs.extend(Pair(name, value) for name, value in zip(cells[::2], cells[1::2], strict=True))
    return pairs
