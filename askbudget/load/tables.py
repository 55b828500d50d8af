"""Pages in, printed tables out: title, number, unit, header, body and notes as raw rows.

A table of text has one PrintedRow a line (its tokens, ``placed=False``); a ruled table will have its cells
(``placed=True``).  Nothing is understood here but captions; entries of a contents page are no tables.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from askbudget.load.headers import form_of, header_end, match_header
from askbudget.load.printstyle import evident
from askbudget.load.words import load_words
from askbudget.model import Line, Page, PrintedRow, PrintedTable
from askbudget.money import FEN
from askbudget.records import dataclass, field
from askbudget.text import fold_text, squeeze

_NUMBER = r"(?:[\u4e00-\u9fff]{0,6}\d{1,2}(?:-\d{1,2})?表|[\u4e00-\u9fff]{0,6}表\d{1,2}(?:-\d{1,2})?)"
_NUMBER_LINE = re.compile(_NUMBER)
_NUMBER_TITLE = re.compile(rf"({_NUMBER})[:.、]?(\D.*表(?:\(.*\))?|\d{{4}}年.*表(?:\(.*\))?)")
_TITLE = re.compile(r"[^。;,、:!?]{2,40}表(?:\([^)]{1,20}\))?")
_YEAR_LINE = re.compile(r"\((?:\d{4})年(?:度)?\)|\d{4}年度?")
_PART = re.compile(r"第[一二三四五六七八九十]{1,3}部分.{0,30}")
_ANNEX = re.compile(r"附[件录表]?[一二三四五六七八九十\d]{0,2}:.*")
_FURNITURE = re.compile(r"(?:-+\d{1,4}-+|第\d{1,4}页(?:[,/]?共\d{1,4}页)?|\d{1,4}/\d{1,4})")
_PAGE_NUMBER = re.compile(r"\d{1,4}")
_COLUMN_MARK = re.compile(r"\*+|[栏行]次|序号|[甲乙丙丁]")
_MONEY_UNITS = sorted(FEN, key=len, reverse=True)
_ABOVE = 6
"""Lines among which a table's title stands above its header."""


@dataclass(slots=True)
class _Spot:
    """A line with its page; ``squeezed`` is folded and without spaces."""

    page: int
    line: Line
    squeezed: str
    first: bool = False


@dataclass(slots=True)
class _Caption:
    """The lines above a table's header: the first one's number, where they end, what they say."""

    line: int
    end: int
    number: str = ""
    title: str = ""
    unit: str | None = None
    captioned: bool = False
    """A line says whose the table is, or in what unit."""


@dataclass(slots=True)
class _Region:
    caption: _Caption
    spots: list[_Spot] = field(default_factory=list)


def find_tables(pages: Sequence[Page], kind_of: Callable[[str], str]) -> tuple[PrintedTable, ...]:
    """The tables of all pages, in order.  ``kind_of`` tells a table's kind from its title (the lexicon's)."""
    spots = list(_spots(pages))
    regions = _regions(spots)
    return tuple(table for region in regions if (table := _table(region, kind_of)) is not None)


def department_of(pages: Sequence[Page]) -> str | None:
    """The department that captions name most often (部门名称：…), ``None`` where none does."""
    named = Counter(
        name
        for page in pages
        for line in page.lines
        if ":" in fold_text(line.text) and (name := caption_name(line.text))
    )
    return named.most_common(1)[0][0] if named else None


def caption_name(text: str) -> str | None:
    """Whose a table is, from a caption line such as 部门名称：某局 单位：万元; ``None`` where it is none."""
    folded = fold_text(text).strip()
    label, colon, rest = folded.partition(":")
    if not colon or squeeze(label) not in load_words().department:
        return None
    words = "|".join(map(re.escape, load_words().unit))
    return squeeze(re.split(rf"\s*(?:{words})\s*:", rest)[0]) or None


def unit_in(text: str) -> str | None:
    """The unit of money a caption, header or label names: 单位：万元, （万元）; ``None`` where it names none."""
    squeezed = squeeze(text)
    words = "|".join(map(re.escape, load_words().unit))
    units = "|".join(_MONEY_UNITS)
    match = re.search(rf"(?:{words}):(?:人民币)?({units})|\(({units})\)", squeezed)
    return (match[1] or match[2]) if match else None


# ---------------------------------------------------------------- lines and captions


def _spots(pages: Sequence[Page]) -> Iterator[_Spot]:
    """All lines that print something, without page numbers."""
    offset = _numbering(pages)
    for page in pages:
        filled = [line for line in page.lines if line.text.strip()]
        first = True
        for index, line in enumerate(filled):
            squeezed = squeeze(line.text)
            edge = index in (0, len(filled) - 1)
            if (edge or index == 1) and _FURNITURE.fullmatch(squeezed):
                continue
            if edge and offset is not None and squeezed == str(page.number + offset):
                continue
            yield _Spot(page.number, line, squeezed, first)
            first = False


def _numbering(pages: Sequence[Page]) -> int | None:
    """How far bare page numbers run ahead of the pages, ``None`` where most pages print none."""
    found: Counter[int] = Counter()
    for page in pages:
        filled = [squeeze(line.text) for line in page.lines if line.text.strip()]
        for text in {*filled[:1], *filled[-1:]}:
            if _PAGE_NUMBER.fullmatch(text):
                found[int(text) - page.number] += 1
    if not found:
        return None
    offset, count = found.most_common(1)[0]
    return offset if count > 1 and count * 2 > len(pages) else None


def _regions(spots: Sequence[_Spot]) -> list[_Region]:
    """Captions with the lines under them, up to the next caption or part of the document."""
    regions: list[_Region] = []
    index = 0
    open_region: _Region | None = None
    while index < len(spots):
        caption = _caption(spots, index)
        if caption is not None:
            _take_unit_above(caption, open_region)
            if open_region is None or not _continues(open_region.caption, caption, spots[index]):
                open_region = _Region(caption)
                regions.append(open_region)
            index = caption.end
            continue
        if _PART.fullmatch(spots[index].squeezed) or _ANNEX.fullmatch(spots[index].squeezed):
            open_region = None
        if open_region is not None:
            open_region.spots.append(spots[index])
        index += 1
    return regions


def _take_unit_above(caption: _Caption, above: _Region | None) -> None:
    """A line with the unit may stand above the number of its table."""
    if above is None or not above.spots or not above.spots[-1].first:
        return
    if _is_caption_line(above.spots[-1].line.text):
        spot = above.spots.pop()
        caption.unit = caption.unit or unit_in(spot.line.text)
        caption.captioned = True


def _continues(above: _Caption, caption: _Caption, spot: _Spot) -> bool:
    """Whether a caption only repeats the one of the page before: 预算07表（续）."""
    title = re.sub(r"\(?续表?\)?$", "", squeeze(caption.title))
    return spot.first and title == squeeze(above.title) and caption.number in ("", above.number)


def _caption(spots: Sequence[_Spot], index: int) -> _Caption | None:
    """The caption that begins at a line; ``None`` where none does.

    It is a number with a title, or a title with a line of whose or in what unit behind it.
    """
    if not _NUMBER_LINE.match(spots[index].squeezed) and not _TITLE.fullmatch(spots[index].squeezed):
        return None
    caption = _Caption(spots[index].line.number, index)
    title_parts: list[str] = []
    page = spots[index].page
    while caption.end < len(spots) and caption.end - index < _ABOVE and spots[caption.end].page == page:
        text, squeezed = spots[caption.end].line.text, spots[caption.end].squeezed
        if _NUMBER_LINE.fullmatch(squeezed):
            if caption.number or (title_parts and _titled(spots, caption.end + 1)):
                break
            caption.number = squeezed
        elif _is_caption_line(text):
            caption.captioned = True
            caption.unit = caption.unit or unit_in(text)
        elif _YEAR_LINE.fullmatch(squeezed):
            pass
        elif (both := _NUMBER_TITLE.fullmatch(squeezed)) and not caption.number and not title_parts:
            caption.number = both[1]
            title_parts.append(_after(text, both[1]))
        elif not caption.captioned and _titles(squeezed, caption.number, title_parts):
            title_parts.append(text.strip())
        else:
            break
        caption.end += 1
    caption.title = "".join(title_parts)
    return caption if caption.title and (caption.number or caption.captioned) else None


def _titled(spots: Sequence[_Spot], index: int) -> bool:
    """Whether the line behind a table's number is a title: what stood above the number is another's then."""
    return index < len(spots) and _TITLE.fullmatch(spots[index].squeezed) is not None


def _titles(squeezed: str, number: str, before: Sequence[str]) -> bool:
    """Whether a line is the title, or the end of one that wraps."""
    whole = _TITLE.fullmatch(squeezed) is not None
    if not before:
        return whole or bool(number)
    return whole and len(before) == 1 and _TITLE.fullmatch(squeeze(before[0])) is None


def _after(text: str, number: str) -> str:
    """What stands behind a table's number on its line, as printed."""
    left = number
    for index, char in enumerate(text):
        folded = squeeze(char)
        if not left:
            return text[index:].lstrip(" \u3000:：.、")
        left = left[len(folded) :] if left.startswith(folded) else left
    return text.strip()


def _is_caption_line(text: str) -> bool:
    """部门名称：… or 单位：万元, and nothing that is a cell of the table."""
    if caption_name(text) is not None:
        return True
    words = "|".join(map(re.escape, load_words().unit))
    return re.match(rf"(?:{words}):", squeeze(text)) is not None and unit_in(text) is not None


# ---------------------------------------------------------------- from lines to a table


def _table(region: _Region, kind_of: Callable[[str], str]) -> PrintedTable | None:
    """The table of a region, ``None`` where the caption was an entry of a contents page or prose."""
    caption, spots = region.caption, region.spots
    if not spots:
        return None
    title = squeeze(caption.title)
    kind = kind_of(caption.title)
    lines = [spot.line.text for spot in spots]
    form = form_of(kind, title)
    end = 0 if form else header_end(lines, kind, title)
    if form and not caption.captioned and form.form and form.form[0] not in squeeze("".join(lines)):
        return None
    if end is None:
        end = _first_row(lines)
        if not caption.captioned and end == len(lines):
            return None
    header, rest = spots[:end], _without_repeats(spots[end:], lines[:end])
    rest = [spot for spot in rest if not _numbers_columns(spot.line.text.split())]
    tail = form is not None or match_tail(lines[:end], kind, title)
    body, notes = (rest, []) if tail else _without_notes(rest)
    unit = caption.unit or next((unit for line in lines[: max(end, 40)] if (unit := unit_in(line))), None)
    return PrintedTable(
        title="".join(caption.title.split()),
        number=caption.number,
        unit=unit,
        pages=tuple(sorted({spot.page for spot in spots})),
        line=caption.line,
        header=tuple(map(_row, header)),
        body=tuple(map(_row, body)),
        notes=tuple(spot.line for spot in notes),
    )


def match_tail(lines: Sequence[str], kind: str, title: str) -> bool:
    """Whether text columns follow the figures, so that running text in the body is no note."""
    header = match_header(lines, kind, title).header
    return header is not None and header.tail


def _row(spot: _Spot) -> PrintedRow:
    number = spot.line.number
    return PrintedRow(spot.page, number, tuple(spot.line.text.split()), False, (number,))


def _first_row(lines: Sequence[str]) -> int:
    """Where the body begins under an unknown header: the first line with figures, and what leads up to it."""
    at = next((index for index, line in enumerate(lines) if _has_figures(line)), len(lines))
    words = load_words()
    for index in range(at, max(-1, at - 5), -1):
        if index < len(lines):
            first = squeeze(lines[index].split()[0])
            if words.is_bare_sum(first) or first.isdigit():
                return index
    return at


def _numbers_columns(tokens: Sequence[str]) -> bool:
    """Whether a line only numbers the columns: 栏次 1 2 3, ** 1 2."""
    numbers = [int(token) for token in tokens if token.isascii() and token.isdigit() and len(token) < 3]
    others = [token for token in tokens if not token.isdigit()]
    return (
        len(numbers) > 1
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        and numbers[0] <= 2
        and all(_COLUMN_MARK.fullmatch(token) for token in others)
        and len(numbers) + len(others) == len(tokens)
    )


def _without_repeats(spots: list[_Spot], header: Sequence[str]) -> list[_Spot]:
    """The body without the header lines that a later page prints again."""
    printed = [squeeze(line) for line in header]
    kept: list[_Spot] = []
    skip = 0
    page = spots[0].page if spots else 0
    for index, spot in enumerate(spots):
        if spot.page != page and printed:
            again = [other.squeezed for other in spots[index : index + len(printed)]]
            skip = len(printed) if Counter("".join(again)) == Counter("".join(printed)) else 0
        page = spot.page
        if skip:
            skip -= 1
        else:
            kept.append(spot)
    return kept


def _without_notes(spots: Sequence[_Spot]) -> tuple[list[_Spot], list[_Spot]]:
    """(body, notes): a note starts with 注：, is a sentence, or says that the table is empty.

    It goes on to the end of its table, to a line that ends in a figure, or to a later page with figures.
    """
    words = load_words()
    printing = {spot.page for spot in spots if _has_figures(spot.line.text)}
    body: list[_Spot] = []
    notes: list[_Spot] = []
    within = False
    for spot in spots:
        label, colon, _ = spot.squeezed.partition(":")
        if (colon and label in words.notes) or spot.squeezed.endswith("。"):
            within = True
        elif evident(spot.line.text.split()[-1]) or (spot.first and spot.page in printing):
            within = False
        elif any(word in spot.squeezed for word in words.nothing):
            within = True
        (notes if within else body).append(spot)
    return body, notes


def _has_figures(text: str) -> bool:
    return any(map(evident, text.split()))
