"""The lines of a table with 收入 and 支出 side by side in, one row a side out.

One side of a line may be missing, so position tells nothing: a row's side is told by what its words mean, by the
ordinals that run down each side, and by how many figures the side has room for.  In doubt it has no side.
"""

from __future__ import annotations

from collections.abc import Sequence

from askbudget.lexicon import Lexicon
from askbudget.load.entries import Entry, join
from askbudget.load.layouts import Header
from askbudget.load.printstyle import Style
from askbudget.load.words import Ordinal, load_words, ordinal_of
from askbudget.model import PrintedRow
from askbudget.money import is_dash
from askbudget.records import dataclass, field
from askbudget.text import squeeze

INCOME, SPENDING = "收入", "支出"
_GAP = 3
"""Lines of a standard list that may be left out at once."""


@dataclass(slots=True)
class _Course:
    """Where a side has got to: its rows, and the last ordinal of each depth."""

    room: int
    entries: list[Entry] = field(default_factory=list)
    last: dict[int, int] = field(default_factory=dict)

    def expects(self, ordinal: Ordinal) -> int:
        """How well an ordinal follows: 4 it is the next, 1 a few were left out, 0 many were, -2 it does not."""
        known = self.last.get(ordinal.depth, 0)
        if known == 0 and ordinal.value > 1:
            return -1
        if known == 0 and self.entries and not self.last:
            return 1
        gap = ordinal.value - known
        return 4 if gap == 1 else 1 if 0 < gap <= _GAP else 0 if gap > 0 else -2

    def take(self, entry: Entry) -> None:
        """The entry is this side's next."""
        self.entries.append(entry)
        ordinal = ordinal_of(entry.text)
        if ordinal is not None:
            self.last = {depth: value for depth, value in self.last.items() if depth < ordinal.depth}
            self.last[ordinal.depth] = ordinal.value


def assemble_sides(body: Sequence[PrintedRow], header: Header, style: Style, lexicon: Lexicon) -> list[Entry]:
    """The rows of both sides in printed order; ``side`` is ``None`` where it could not be told."""
    courses = {side: _Course(sum(leaf.side == side for leaf in header.leaves)) for side in header.sides}
    entries: list[Entry] = []
    before: list[Entry] = []
    for row in body:
        parts = _parts(row, style, lexicon)
        if len(parts) == 1 and (target := _continued(parts[0], before, lexicon)) is not None:
            target.pieces += parts[0].pieces
            target.figures += parts[0].figures
            continue
        for part, side in zip(parts, _sides_of(parts, courses, lexicon), strict=True):
            part.side = side
            if side is not None:
                courses[side].take(part)
        entries += parts
        before = parts or before
    return entries


def _parts(row: PrintedRow, style: Style, lexicon: Lexicon) -> list[Entry]:
    """The cells of a line: a label and its figures, as often as they stand in it."""
    parts: list[Entry] = []
    text: list[str] = []
    figures: list[str] = []

    def close() -> None:
        for words in _two_labels(text, figures, lexicon):
            parts.append(Entry())
            parts[-1].add(row, words)
        if figures and not text:
            parts.append(Entry())
        if figures:
            parts[-1].add(row, (), figures)
        text.clear()
        figures.clear()

    for token in (token for cell in row.cells if cell for token in cell.split()):
        if text and (style.takes(token) or is_dash(token)):
            figures.append(token)
            continue
        if figures or (text and _begins(token)):
            close()
        if not text and style.takes(token):
            figures.append(token)
        else:
            text.append(token)
    close()
    return parts


def _begins(token: str) -> bool:
    return ordinal_of(token) is not None or load_words().is_of_which(squeeze(token))


def _two_labels(text: Sequence[str], figures: Sequence[str], lexicon: Lexicon) -> list[list[str]]:
    """The label, or the two labels where the left one has no figure: 上年结转 年终结转."""
    for cut in range(1, len(text)):
        left, right = squeeze("".join(text[:cut])), squeeze("".join(text[cut:]))
        if _meant(left, lexicon) == INCOME and _meant(right, lexicon) == SPENDING:
            return [list(text[:cut]), list(text[cut:])]
    return [list(text)] if text else []


def _meant(label: str, lexicon: Lexicon) -> str | None:
    """The side a label can only stand on, ``None`` where the words leave it open or are not understood."""
    meaning = lexicon.meaning(label)
    weights = _weights(label, lexicon)
    if meaning.unread or abs(weights) < 2:
        return None
    return INCOME if weights > 0 else SPENDING


def _weights(label: str, lexicon: Lexicon) -> int:
    """What the words say of the side: positive 收入, negative 支出."""
    ordinal = ordinal_of(label)
    dims = lexicon.meaning(label[ordinal.end :] if ordinal else label).dims
    weight = 0
    if "flow" in dims:
        weight += 3 if dims["flow"] == INCOME else -3
    if dims.keys() & {"subject", "economic", "gov_economic", "nature", "project"}:
        weight -= 2
    if dims.get("period") == "上年结转":
        weight += 2
    if "fund" in dims:
        weight += 1
    return weight


def _sides_of(parts: Sequence[Entry], courses: dict[str, _Course], lexicon: Lexicon) -> list[str | None]:
    """The side of each part of a line."""
    sides = list(courses)
    if len(parts) == len(sides):
        return [side if _fits(part, courses[side]) else None for part, side in zip(parts, sides, strict=True)]
    if len(parts) != 1:
        return [None] * len(parts)
    return [_side_of(parts[0], courses, lexicon)]


def _side_of(part: Entry, courses: dict[str, _Course], lexicon: Lexicon) -> str | None:
    weight = _weights(squeeze(part.text), lexicon)
    ordinal = ordinal_of(part.text)
    scores: dict[str, int] = {}
    for side, course in courses.items():
        if not _fits(part, course):
            continue
        scores[side] = weight if side == INCOME else -weight
        if ordinal is not None:
            scores[side] += course.expects(ordinal)
    if not scores:
        return None
    best = max(scores.values())
    found = [side for side, score in scores.items() if score == best]
    return found[0] if len(found) == 1 else None


def _fits(part: Entry, course: _Course) -> bool:
    return len(part.figures) <= course.room


def _continued(part: Entry, before: Sequence[Entry], lexicon: Lexicon) -> Entry | None:
    """The row of the line before whose label goes on in this part, ``None`` where it is a row of its own."""
    label = squeeze(part.text)
    open_rows = [entry for entry in before if not entry.figures and entry.pieces]
    if not before or (not open_rows and part.figures):
        return None
    if not label:
        return open_rows[-1]
    if _begins(part.pieces[0].text) or load_words().is_sum(label):
        return None
    alone = lexicon.meaning(label)
    if alone.dims.keys() - {"flow"} and not alone.unread:
        return None
    candidates = open_rows if part.figures else list(before)
    better = [entry for entry in candidates if _understood(entry, part, lexicon)]
    return (better or candidates)[-1]


def _understood(entry: Entry, part: Entry, lexicon: Lexicon) -> bool:
    """Whether a label is understood with the part behind it and was not without."""
    return (
        not lexicon.meaning(join(entry.text + "\n" + part.text)).unread
        and lexicon.meaning(entry.text).unread != ""
    )
