"""The body lines of a table in, its rows as pieces of text with their figures out.

Names wrap and figures may stand on a later line; what begins a row (a code, an ordinal, a sum word, a type) decides
where one row ends and the next begins.  Nothing is understood beyond that, and no token is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from askbudget.load.layouts import Header, Key
from askbudget.load.printstyle import Style, adds_up, first_run, is_year, trailing
from askbudget.load.words import load_words, ordinal_of
from askbudget.model import PrintedRow
from askbudget.records import dataclass, field
from askbudget.text import squeeze

_PROJECT = re.compile(r"\d{15,25}")
_UNIT = re.compile(r"\d{3}|\d{6,12}")
_SPLIT = re.compile(r"\d{3}")
_GOVERNMENT = re.compile(r"5\d\d|5\d{4}")
_SURE = 2
"""As many figures in a row are no part of a name."""
_LONG = 7
"""No two codes with more digits than this stand side by side."""
_CODE_PARTS = 3
"""Tokens of a code that is split into 类, 款 and 项."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text or a figure as printed, with its place."""

    text: str
    page: int
    line: int


@dataclass(slots=True)
class Entry:
    """One row in the making; ``side`` is set where 收入 and 支出 stand side by side."""

    pieces: list[Piece] = field(default_factory=list)
    figures: list[Piece] = field(default_factory=list)
    side: str | None = None

    def add(self, row: PrintedRow, text: Sequence[str], figures: Sequence[str] = ()) -> None:
        """Take in text and figures of a line."""
        if text:
            self.pieces.append(Piece(" ".join(text), row.page, row.line))
        self.figures += [Piece(token, row.page, row.line) for token in figures]

    @property
    def text(self) -> str:
        """The pieces, a line break where the print has one."""
        return "\n".join(piece.text for piece in self.pieces)

    @property
    def place(self) -> tuple[int, int]:
        """(page, line): where the figures stand, else the first line."""
        first = (self.figures or self.pieces)[0]
        return first.page, first.line


def join(text: str) -> str:
    """A label from its pieces: wrapped lines join without a space, spaces between words stay.

    Letter-spaced words (本 年 收 入) lose their spaces.
    """
    tokens = text.split()
    if len(tokens) > 1 and all(len(token) == 1 for token in tokens):
        return "".join(tokens)
    return "".join(" ".join(line.split()) for line in text.split("\n"))


def starts_row(header: Header) -> Callable[[Sequence[str]], bool]:
    """A test whether a line's text begins a row of this table."""
    words = load_words()
    codes = [pattern for key in header.keys for pattern in _code_patterns(key)]
    if header.units:
        codes.append(_UNIT)
    first = header.keys[0] if header.keys else None
    values = first.values if first is not None and first.holds == "kind" else ()
    items = not header.keys or (first is not None and first.holds == "item")

    def test(tokens: Sequence[str]) -> bool:
        label = squeeze("".join(tokens))
        if words.is_bare_sum(label) or words.is_of_which(label):
            return True
        if any(pattern.fullmatch(tokens[0]) for pattern in codes) and not is_year(tokens[0]):
            return True
        if any(len(tokens[0]) > 1 and (v.startswith(tokens[0]) or tokens[0].startswith(v)) for v in values):
            return True
        return items and (ordinal_of(" ".join(tokens)) is not None or words.is_sum(label))

    return test


def _code_patterns(key: Key) -> Iterable[re.Pattern[str]]:
    if key.holds == "subject_code":
        return (_SPLIT, re.compile(r"2\d{4}|2\d{6}"))
    if key.holds == "economic_code":
        return (_SPLIT, re.compile(r"3\d{4}"))
    if key.holds == "gov_code":
        return (_SPLIT, re.compile(r"5\d{4}"))
    if key.holds == "unit_code":
        return (_UNIT,)
    return (_PROJECT,) if key.holds == "project_code" else ()


def assemble(body: Sequence[PrintedRow], header: Header, style: Style) -> list[Entry]:
    """The rows of a table whose rows stand one under the other."""
    starts = starts_row(header)
    split = _split(body, header, style, starts)
    begins = [bool(text) and starts(text) for text, _ in split]
    entries: list[Entry] = []
    for index, (row, (text, figures)) in enumerate(zip(body, split, strict=True)):
        current = entries[-1] if entries else None
        if current is not None and not text and _is_name_end(current):
            current.pieces[-1] = Piece(
                f"{current.pieces[-1].text} {current.figures[0].text}", row.page, row.line
            )
            current.figures.clear()
        if current is None or begins[index] or _opens(current, text, figures, split, begins, index, header):
            current = Entry()
            entries.append(current)
        current.add(row, text, figures)
    return entries


def _split(
    body: Sequence[PrintedRow], header: Header, style: Style, starts: Callable[[Sequence[str]], bool]
) -> list[tuple[list[str], list[str]]]:
    """The text and the figures of each line.

    Where whole numbers can be figures, a line of numbers is a code if it looks like one and no name is waiting
    for its figures.
    """
    found: list[tuple[list[str], list[str]]] = []
    second = header.key("gov_code") is not None
    waiting = False
    for row in body:
        tokens = [token for cell in row.cells if cell for token in cell.split()]
        at = trailing(tokens, style)
        if not style.fixed and not at and not waiting and len(tokens) <= _CODE_PARTS and starts(tokens):
            at = 0 if _are_amounts(tokens) else len(tokens)
        if not style.fixed and second and not any(map(_GOVERNMENT.fullmatch, tokens[:at])):
            at = _behind_code(tokens, at)
        found.append((tokens[:at], tokens[at:]))
        waiting = at == len(tokens)
    return found


def _are_amounts(tokens: Sequence[str]) -> bool:
    """Whether numbers that could be codes are amounts: one is the sum of others, or all are long."""
    return len(tokens) > 1 and (adds_up(tokens) or all(len(token) > _LONG for token in tokens))


def _behind_code(tokens: Sequence[str], at: int) -> int:
    """Where the figures begin if a 政府经济分类 code stands before them: 502 01 12.5."""
    if not 0 < at < len(tokens) or not _GOVERNMENT.fullmatch(tokens[at]):
        return at
    split = len(tokens[at]) == 3 and at + 1 < len(tokens) and re.fullmatch(r"\d\d", tokens[at + 1])
    return at + (2 if split else 1)


def _opens(
    current: Entry,
    text: Sequence[str],
    figures: Sequence[str],
    split: Sequence[tuple[list[str], list[str]]],
    begins: Sequence[bool],
    index: int,
    header: Header,
) -> bool:
    """Whether a line that no mark begins is a row of its own, and not more of the current one."""
    if not current.figures:
        return False
    if not text:
        room = len(header.leaves) - len(current.figures)
        return not header.keys or room < len(figures)
    if figures:
        return True
    ahead = index + 1
    while ahead < len(split) and split[ahead][0] and not split[ahead][1] and not begins[ahead]:
        ahead += 1
    return ahead < len(split) and not begins[ahead] and not split[ahead][0]


def _is_name_end(entry: Entry) -> bool:
    """Whether the only figure so far ends a name with a year, for figures alone follow: 项目 2024."""
    return (
        len(entry.figures) == 1
        and is_year(entry.figures[0].text)
        and bool(entry.pieces)
        and (entry.pieces[-1].line == entry.figures[0].line)
    )


# ---------------------------------------------------------------- tables with text behind the figures


def assemble_before_text(
    body: Sequence[PrintedRow], header: Header, style: Style, units: Iterable[str]
) -> tuple[list[Entry], list[PrintedRow]]:
    """(rows, the other lines) of a table whose figures are followed by text columns.

    A row begins with a project's code or with the code of a unit that other tables name (``units``); its
    figures are the first run behind its name; what follows is not read here.
    """
    known = frozenset(units)
    key = header.key("kind")
    kinds = tuple(key.values) if key is not None else ()
    entries: list[Entry] = []
    others: list[PrintedRow] = []
    reading = False
    for row in body:
        tokens = [token for cell in row.cells if cell for token in cell.split()]
        code = int(_is_code(tokens, known))
        if code:
            entries.append(Entry())
            reading = True
        if not reading:
            others.append(row)
            continue
        current = entries[-1]
        run = first_run(tokens[code:], style)
        begin, end = (run[0] + code, run[1] + code) if run is not None else (len(tokens), len(tokens))
        complete = _is_complete(current, tokens[:begin], kinds)
        if run is not None and not style.fixed and not complete and end - begin < _SURE:
            begin = end = len(tokens)
        if begin == end or (begin and not code and _is_complete(current, (), kinds)):
            reading = not _is_complete(current, (), kinds)
            (current.add(row, tokens) if reading else others.append(row))
            continue
        current.add(row, tokens[:begin], tokens[begin:end])
        reading = False
    return entries, others


def _is_complete(entry: Entry, more: Sequence[str], kinds: tuple[str, ...]) -> bool:
    """Whether the row's text ends with its type, so that only its figures can follow."""
    return bool(kinds) and squeeze(entry.text + "".join(more)).endswith(kinds)


def _is_code(tokens: Sequence[str], known: frozenset[str]) -> bool:
    if not tokens:
        return False
    if _PROJECT.fullmatch(tokens[0]):
        return True
    if known:
        return tokens[0] in known
    return len(tokens) == 1 and _UNIT.fullmatch(tokens[0]) is not None


def cut_form(body: Sequence[PrintedRow], form: tuple[str, str]) -> tuple[PrintedRow, ...]:
    """The lines of a form between two (squeezed) captions, which may wrap; none where they do not stand there."""
    joined = ""
    starts: list[int] = []
    for row in body:
        starts.append(len(joined))
        joined += squeeze("".join(cell or "" for cell in row.cells))
    begin = joined.find(form[0])
    end = joined.find(form[1], begin + 1)
    if begin < 0 or end < 0:
        return ()
    begin += len(form[0])
    return tuple(row for row, at in zip(body, starts, strict=True) if begin <= at < end)
