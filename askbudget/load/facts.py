"""Pages and tables in, what the document says of itself out: department, year, kind and region.

Captions and titles tell, never the file's name; what is not printed stays empty and is reported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from askbudget.load.tables import department_of
from askbudget.load.words import load_words
from askbudget.model import Page, PrintedTable, Problem
from askbudget.records import dataclass
from askbudget.text import squeeze

_YEAR = re.compile(r"(20\d\d)年")
_HEADING = 120
"""Lines at the beginning among which a title names the department and the year."""
_NAME = r"[\u4e00-\u9fff()]{4,40}?"
_TITLES = (
    re.compile(rf"({_NAME})20\d\d年度?(?:部门|单位)?(?:预算|决算)"),
    re.compile(rf"20\d\d年度?({_NAME})(?:部门|单位)?(?:预算|决算)"),
    re.compile(rf"({_NAME})(?:部门|单位)?概况"),
)
_PLACE_LENGTH = 10
_LONGER = ("区", "县", "市", "旗")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document is; ``""`` and 0 where it does not say, then with a problem."""

    department: str
    year: int
    kind: str
    region: str
    problems: tuple[Problem, ...]


def read_facts(pages: Sequence[Page], tables: Sequence[PrintedTable]) -> Facts:
    """Department (captions, else a title), year (most table titles, else a title), kind and region."""
    lines = [squeeze(line.text) for page in pages for line in page.lines if line.text.strip()]
    titles = [squeeze(table.title) for table in tables]
    department = department_of(pages) or _department(lines[:_HEADING])
    year = _most_common_year(titles) or _most_common_year(
        [line for line in lines if "预算" in line or "决算" in line]
    )
    return Facts(
        department, year, _kind(titles, lines), region_of(department), tuple(_missing(department, year))
    )


def region_of(department: str) -> str:
    """The place a department's name begins with (洛阳市西工区); ``""`` where it begins with none.

    A place is one or more parts that end in 省, 市, 区, 县 …; 城市, 社区 and the like are no places.  A part may
    hold such an ending itself (红旗区, 沙市区), unless what follows begins another word (市场, 区域).
    """
    words = load_words()
    name = squeeze(department)
    start = next(
        (len(party) for party in sorted(words.party, key=len, reverse=True) if name.startswith(party)), 0
    )
    end = start
    while (step := _place(name[end:])) is not None:
        end += step
    return name[start:end]


def _place(text: str) -> int | None:
    """How long the place at the start of a text is, ``None`` where there is none."""
    words = load_words()
    for length in range(2, min(_PLACE_LENGTH, len(text)) + 1):
        part = text[:length]
        ending = next((ending for ending in words.regions if part.endswith(ending)), None)
        if ending is None:
            continue
        shortest = 1 if ending in ("县", "旗", "州") else 2
        if ending == "州" or length - len(ending) < shortest or part.endswith(words.no_regions):
            continue
        rest = text[length:]
        longer = rest[:1] in _LONGER and not rest.startswith(words.after_regions)
        return length + longer
    return None


def _department(lines: Sequence[str]) -> str:
    """The department as a title names it: 某局2026年部门预算, 2026年某局部门预算, 某局概况."""
    endings = load_words().organisations
    for pattern in _TITLES:
        matches = (pattern.match(line) for line in lines)
        names = (match[1].strip("()") for match in matches if match is not None)
        found = Counter(name for name in names if re.sub(r"\([^()]*\)?$", "", name).endswith(endings))
        if found:
            return found.most_common(1)[0][0]
    return ""


def _most_common_year(texts: Sequence[str]) -> int:
    years = Counter(year for text in texts for year in _YEAR.findall(text))
    if not years:
        return 0
    most = max(years.values())
    return max(int(year) for year, count in years.items() if count == most)


def _kind(titles: Sequence[str], lines: Sequence[str]) -> str:
    """决算 where the titles say so more often than 预算 (一般公共预算 alone says nothing)."""
    texts = titles or lines
    final = sum("决算" in text for text in texts)
    budget = sum("预算" in text.replace("一般公共预算", "").replace("国有资本经营预算", "") for text in texts)
    return "决算" if final > budget else "预算"


def _missing(department: str, year: int) -> list[Problem]:
    found = []
    if not department:
        found.append(Problem("facts", "没有找到部门名称，请核对文件。"))
    if not year:
        found.append(Problem("facts", "没有找到预算年度，请核对文件。"))
    return found
