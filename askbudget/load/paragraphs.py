"""Pages → paragraphs of running text: wrapped lines joined, page numbers, contents and tables left out.

In: Pages.  Out: Paragraphs that know the page and line of every character.  A blank line says nothing
(text of a PDF has one between any two lines); what ends a paragraph is a short line, a full stop
before the margin, or a numbered beginning.  It reads no meaning.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

from askbudget.load.cues import Cues
from askbudget.model import Page
from askbudget.records import dataclass
from askbudget.text import fold, squeeze

_HAN = "一二三四五六七八九十百"
_MARKERS = (
    re.compile(rf"第[{_HAN}]+(?:部分|章|篇)[:、]?"),
    re.compile(rf"[{_HAN}]+[、.](?![{_HAN}][、级])"),
    re.compile(rf"\([{_HAN}]+\)[、.]?"),
    re.compile(r"\d{1,2}[.、](?!\d)"),
    re.compile(r"\(\d{1,2}\)[、.]?"),
    re.compile("[\u2460-\u2473]"),
)
_PAGE_NUMBER = re.compile(r"[-第\s]*\d{1,4}[-页\s]*(?:/?共?\d{1,4}页?)?")
_DASHED_NUMBER = re.compile(r"-+\d{1,4}-+")
_DEFINES = re.compile(r"[^,。;:]{2,30}:(?:是指|指|反映)")
_TITLE = re.compile(r"表(?:\(.{1,12}\))?$")
_YEAR = re.compile(r"(?:19|20)\d\d年度?")
_UNIT = re.compile(r"单位[:]?\s*(?:人民币)?[(]?(?:百|千|万|亿)?元")
_TABLE_NUMBER = re.compile(r"(?:预算|决算|公开|附)?(?:表\d{1,2}(?:-\d+)?|\d{1,2}表)")
_NARROWEST = 40
"""Display width that every page's lines have room for (20 characters)."""
_ENDS = "。！？!?"
_STOPS = "。；：！？!?;:"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: ``text`` as printed, wrapped lines joined.

    ``compact`` is ``text`` folded and without spaces (but between digits): words are found there.
    ``offsets[i]`` is where compact character i stands in ``text``; ``starts`` are (offset in ``text``,
    page, line) of its lines.  ``level``: 0 第一部分, 1 一、, 2 （一）, 3 1., 4 （1）, 5 ①; ``None`` without a
    number.  ``body`` is where the compact text goes on after the number.
    """

    text: str
    compact: str
    offsets: tuple[int, ...]
    starts: tuple[tuple[int, int, int], ...]
    level: int | None
    body: int

    def place(self, index: int = 0) -> tuple[int, int]:
        """(page, line) of a compact character."""
        found = bisect_right([start for start, _, _ in self.starts], self.offsets[index]) - 1
        return self.starts[max(found, 0)][1:]

    def printed(self, start: int, end: int | None = None) -> str:
        """The text as printed of compact [start, end), without the spaces that only set it."""
        return tidy(self.text[self.offsets[start] : self.offsets[len(self.compact) if end is None else end]])

    @property
    def number(self) -> str:
        """The printed number: ``（一）``, ``""`` without one."""
        return self.printed(0, self.body).rstrip("、.．:：") if self.level is not None else ""


@dataclass(frozen=True, slots=True)
class _Line:
    page: int
    number: int
    text: str
    folded: str
    width: int
    level: int | None
    indented: bool


def tidy(text: str) -> str:
    """Printed text without the spaces beside Chinese characters and signs."""
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", text.strip())


def read_paragraphs(
    pages: Sequence[Page], cues: Cues, claimed: Collection[tuple[int, int]] = frozenset()
) -> tuple[Paragraph, ...]:
    """The paragraphs of everything that is no table, no contents list and no page furniture.

    *claimed* are (page, line) that tables own; what looks like a table is left out without them too.
    """
    lines = _prose(_lines(pages, claimed), cues)
    if not lines:
        return ()
    widths = sorted(line.width for line in lines)
    margin = max(widths[min(len(widths) - 1, len(widths) * 9 // 10)], _NARROWEST)
    groups: list[list[_Line]] = [[lines[0]]]
    for before, line in pairwise(lines):
        if _begins(before, line, margin, cues):
            groups.append([line])
        else:
            groups[-1].append(line)
    return tuple(_paragraph(group) for group in groups)


def is_heading(paragraph: Paragraph, cues: Cues) -> bool:
    """Whether the paragraph is a heading: a number and no sentence, or a few words with a heading's end."""
    text = re.sub(r"\([^()]*\)$", "", paragraph.compact)
    if not text or len(text) > 60 or re.search(r"[。；;！!]", text) or re.search(r"\d(?:万|亿)?元", text):
        return False
    if paragraph.level is not None:
        return text[-1] not in "，,：:、" and "，" not in text and "," not in text
    return _is_plain_heading(text, cues)


# ---------------------------------------------------------------- lines


def _lines(pages: Sequence[Page], claimed: Collection[tuple[int, int]]) -> list[_Line]:
    running = _running_heads(pages)
    found = []
    for page in pages:
        printed = [line for line in page.lines if line.text.strip()]
        for index, line in enumerate(printed):
            folded = squeeze(line.text)
            edge = min(index, len(printed) - 1 - index)
            if not folded or (page.number, line.number) in claimed:
                continue
            if edge < 2 and (_PAGE_NUMBER.fullmatch(folded) or folded in running):
                continue
            if edge < 4 and _DASHED_NUMBER.fullmatch(folded):
                continue
            found.append(_line(page.number, line.number, line.text, folded))
    return found


def _line(page: int, number: int, text: str, folded: str) -> _Line:
    stripped = text.strip()
    width = sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in stripped)
    return _Line(
        page, number, stripped, folded, width, _level(stripped, folded)[0], text.startswith("\u3000\u3000")
    )


def _running_heads(pages: Sequence[Page]) -> frozenset[str]:
    """Lines that stand at the edge of three pages and more."""
    counts: Counter[str] = Counter()
    for page in pages:
        printed = [squeeze(line.text) for line in page.lines if line.text.strip()]
        counts.update({*printed[:2], *printed[-2:]})
    return frozenset(
        text
        for text, count in counts.items()
        if count >= 3 and not _UNIT.search(text) and not _TITLE.search(text)
    )


def _level(text: str, folded: str) -> tuple[int | None, int]:
    """(level, length of the number in the folded text); ``(None, 0)`` without a number."""
    for level, pattern in enumerate(_MARKERS):
        source = text if level == len(_MARKERS) - 1 else folded
        if match := pattern.match(source):
            return level, match.end()
    return None, 0


# ---------------------------------------------------------------- what is prose


def _prose(lines: list[_Line], cues: Cues) -> list[_Line]:
    starts = re.compile(rf"{cues.any('table_start')}\d*[:]")
    ends = re.compile(rf"{cues.any('heading_end')}(?:\(.*?\))?$")
    kept: list[_Line] = []
    inside = False
    contents: tuple[int, str] | None = None
    for line in lines:
        text = line.folded
        if cues.section(text) == "contents" and len(text) <= 4:
            contents = (line.page, "")
            continue
        if contents is not None:
            if line.page == contents[0] and _entry(text) != contents[1]:
                contents = (line.page, contents[1] or _entry(text))
                continue
            contents = None
        if _opens_table(text, line, starts):
            inside = True
            kept = _without_title(kept, text)
        elif inside and _opens_prose(text, line, ends, cues):
            inside = False
        if not inside:
            kept.append(line)
    return kept


def _entry(text: str) -> str:
    """A line of the contents without its dots and page number."""
    return re.sub(r"[.·…\-]*\d*$", "", text)


def _opens_table(text: str, line: _Line, starts: re.Pattern[str]) -> bool:
    if _UNIT.search(text) and len(text) < 60 and "。" not in text:
        return True
    if _TABLE_NUMBER.fullmatch(text) or starts.match(text):
        return True
    return line.level is None and 4 <= len(text) <= 45 and _TITLE.search(text) is not None


def _opens_prose(text: str, line: _Line, ends: re.Pattern[str], cues: Cues) -> bool:
    if line.level == 0:
        return True
    if line.level == 1:
        return ends.search(text) is not None and not re.search(r"\d{2}", _YEAR.sub("", text))
    if line.level is not None or " " in line.text or not _is_plain_heading(text, cues):
        return False
    return cues.section(text) is not None or text.endswith(("说明", "解释"))


def _without_title(kept: list[_Line], text: str) -> list[_Line]:
    """The kept lines without the table title that stood above the line that gave the table away."""
    while kept and _TITLE.search(kept[-1].folded) and len(kept[-1].folded) <= 45:
        kept = kept[:-1]
    return kept


# ---------------------------------------------------------------- paragraphs


def _begins(before: _Line, line: _Line, margin: int, cues: Cues) -> bool:
    """Whether *line* begins a paragraph; a wrapped line ends near the margin, whatever it ends with."""
    short = before.width < margin - 4
    ended = before.text[-1] in _STOPS
    if line.level is not None or line.indented:
        return ended or short or before.level == 0
    if line.page != before.page and (short or ended) and _is_plain_heading(line.folded, cues):
        return True
    if before.level is not None and not re.search(r"[，。；：,;]", before.text):
        if re.search(r"(?:说明|解释)(?:\([^()]*\))?$", before.folded):
            return True
        ended = re.search(rf"{cues.any('heading_end')}$", before.folded) is not None
        return short and (ended or before.width < margin * 3 // 4)
    if before.text[-1] in _ENDS:
        return short or _DEFINES.match(line.folded) is not None
    return short and _is_plain_heading(before.folded, cues)


def _is_plain_heading(text: str, cues: Cues) -> bool:
    """A few words, no sentence, that end as headings do (名词解释, ……情况说明)."""
    return (
        len(text) <= 40
        and not re.search(r"[，。；：、,;:]", text)
        and (re.search(rf"{cues.any('heading_end')}$", text) is not None or cues.section(text) is not None)
    )


def _paragraph(lines: list[_Line]) -> Paragraph:
    text = ""
    starts = []
    for line in lines:
        if (
            text
            and text[-1].isascii()
            and text[-1].isalpha()
            and line.text[0].isascii()
            and line.text[0].isalpha()
        ):
            text += " "
        starts.append((len(text), line.page, line.number))
        text += line.text
    compact, offsets = compacted(text)
    level, length = _level(text, compact)
    return Paragraph(text, compact, offsets, tuple(starts), level, length)


def compacted(text: str) -> tuple[str, tuple[int, ...]]:
    """Folded text without spaces (but between two digits), and where its characters stand in *text*."""
    folded = fold(text)
    source = folded.text
    keep = [
        index
        for index, char in enumerate(source)
        if not char.isspace()
        or (0 < index < len(source) - 1 and source[index - 1].isdigit() and source[index + 1].isdigit())
    ]
    return "".join(source[index] for index in keep), (*(folded.offsets[index] for index in keep), len(text))
