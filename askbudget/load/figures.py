"""The figures of a paragraph: amounts, percents and counts, and the numbers that are none of these.

In: a Paragraph.  Out: Figures in order, with positions in its compact text, and numbers that could not
be read.  Years, dates, list and document numbers, codes, thresholds (50万元以上) and digits in names
(12345热线) are no figures.  What a figure is said of is not decided here.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Literal

from askbudget.load.cues import Cues, either
from askbudget.load.paragraphs import Paragraph
from askbudget.model import Fen
from askbudget.money import Number, find_numbers
from askbudget.records import dataclass

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LIST_NUMBER = re.compile(r"(?:^|[。;:,)])(\d{1,2})(?=[.、](?!\d))")
_BRACKETED = re.compile(r"\((\d{1,2})\)(?!\s*(?:万|亿)?元)|\[(\d{4})\]|\((\d{3,7})\)")
_NAMED = re.compile(r"(?:表|图|附件|附表|第|No\.?)\s*(\d+(?:-\d+)?)")
_TAIL = re.compile(r"\((?:件|套|台|辆|个|组|批|座|副|艘|[、,/])+\)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at compact [start, end).  ``value``: 分 (amount) or exact; ``printed`` without unit."""

    kind: Literal["amount", "percent", "count"]
    start: int
    end: int
    value: Fen | Decimal
    unit: str
    printed: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures in order; ``unread`` are compact spans of numbers that are perhaps figures."""

    figures: tuple[Figure, ...]
    unread: tuple[tuple[int, int], ...]


def find_figures(paragraph: Paragraph, cues: Cues) -> Figures:
    """Every number of the paragraph is a figure, unread, or certainly neither."""
    text = paragraph.compact
    figures: list[Figure] = []
    unread: list[tuple[int, int]] = []
    done = [(0, paragraph.body), *_plain_numbers(text)]
    for number in find_numbers(text):
        span = (number.start, number.end)
        if any(start < span[1] and span[0] < end for start, end in done):
            continue
        done.append(span)
        if _no_figure(number, text, cues):
            continue
        figure = _figure(number, text)
        if figure is None:
            unread.append(span)
        else:
            figures.append(figure)
    for match in _DIGITS.finditer(text):
        known = any(start < match.end() and match.start() < end for start, end in done)
        if not known and not _in_a_name(text, match.end()):
            unread.append(match.span())
    return Figures(tuple(figures), tuple(unread))


def _plain_numbers(text: str) -> list[tuple[int, int]]:
    """List numbers, 〔2021〕, codes in brackets, 表11: numbers of the text's own order."""
    spans = []
    for pattern in (_LIST_NUMBER, _BRACKETED, _NAMED):
        for match in pattern.finditer(text):
            group = next(index for index in range(1, (match.re.groups or 0) + 1) if match[index])
            spans.append(match.span(group))
    return spans


def _no_figure(number: Number, text: str, cues: Cues) -> bool:
    if number.kind in ("year", "ordinal"):
        return True
    if number.kind == "number" and number.unit in cues.words["calendar"]:
        return True
    chinese = not re.search(r"[\d０-９]", number.text)
    if chinese and number.kind == "number" and number.unit not in cues.words["counted"]:
        return True
    if number.kind == "number" and number.unit is None:
        bare = number.text.strip()
        if _YEAR.fullmatch(bare) and text[number.end : number.end + 1] in ("-", "至", "~", "/"):
            return True
        return number.value != 0 and _in_a_name(text, number.end)
    if number.qualifier in ("以上", "以下"):
        return True
    return _threshold(cues.words["threshold"]).match(text, number.end) is not None


@cache
def _threshold(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(either(words))


def _in_a_name(text: str, end: int) -> bool:
    """Digits with a word straight behind them belong to a name: 12345热线, 2-3岁 …"""
    following = text[end : end + 1]
    return following != "" and (following.isalpha() or following in "\"'")


def _figure(number: Number, text: str) -> Figure | None:
    printed = re.match(r"[-+]?[\d.,]+|[^万亿元%个名人辆台套家]+", text[number.start : number.end])
    shown = printed[0] if printed else number.text
    if number.kind == "money":
        if number.fen is None:
            return None
        return Figure("amount", number.start, number.end, number.fen, number.unit or "", shown)
    if number.kind == "percent":
        return Figure("percent", number.start, number.end, number.value, "%", shown)
    if number.unit is None:
        # a bare 0 is an amount whatever its unit (其他收入为0); any other bare number is not known
        if number.value == 0 and re.search(r"(?:为|是|数)$", text[: number.start]):
            return Figure("amount", number.start, number.end, 0, "", shown)
        return None
    tail = _TAIL.match(text, number.end)
    end = tail.end() if tail else number.end
    return Figure("count", number.start, end, number.value, number.unit, shown)
