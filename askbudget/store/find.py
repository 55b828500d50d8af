"""What a person means by a document's, a table's or a place's name, in any of the ways people type them.

In: a Reader and words.  Out: the one thing meant.  Raises NotFound or Ambiguous; never picks one of several.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from askbudget.model import Table
from askbudget.records import dataclass
from askbudget.store.errors import StoreError
from askbudget.store.keys import PROSE, Keys, Place, column_name
from askbudget.store.read import DocumentInfo, Reader
from askbudget.text import squeeze

T = TypeVar("T")

_YEAR = re.compile(r"(20\d\d)年?度?")
_PAGE = re.compile(r"第?(\d+)页")
_LINE = re.compile(r"第?(\d+)行")
_NUMBER = re.compile(r"\d+")
_SHOWN = 12


class NotFound(StoreError):
    """Nothing in the library goes by that name."""


class Ambiguous(StoreError):
    """Several things go by that name; ``choices`` are their full names."""

    def __init__(self, message: str, choices: Sequence[str]) -> None:
        more = "" if len(choices) <= _SHOWN else f" 等 {len(choices)} 个"
        super().__init__(f"{message}：{'；'.join(choices[:_SHOWN])}{more}。")
        self.choices = tuple(choices)


@dataclass(frozen=True, slots=True)
class Found:
    """A cited place: its document, and the table, row and column where it is a figure's."""

    info: DocumentInfo
    place: Place
    key: str


def find_document(reader: Reader, name: str | None) -> DocumentInfo:
    """The document called *name*: its full name, its department (with the year where there are several)
    or a part of it, or the beginning of its sha256.  ``None``: the only one there is."""
    infos = reader.documents()
    if not infos:
        raise NotFound("库里还没有文件，请先用 askbudget load 载入。")
    if name is None or not name.strip():
        return _one(infos, "库里有多份文件，请用 --document 指明哪一份", _full_name)
    wanted = squeeze(name)
    year = _YEAR.search(wanted)
    words = wanted if year is None else wanted[: year.start()] + wanted[year.end() :]
    kind = next((kind for kind in ("预算", "决算") if words.endswith(kind)), "")
    bare = words.removesuffix(kind).removesuffix("部门").removesuffix("单位") if kind else words

    def fits(info: DocumentInfo, part: bool) -> bool:
        whole = squeeze(info.department)
        named = bare in squeeze(info.region) + whole if part else bare == whole
        return named and (year is None or int(year[1]) == info.year) and (not kind or kind == info.kind)

    tiers: tuple[Callable[[DocumentInfo], bool], ...] = (
        lambda info: wanted in (squeeze(info.name), squeeze(_full_name(info))),
        lambda info: squeeze(info.department) == wanted,
        lambda info: fits(info, False),
        lambda info: fits(info, True),
        lambda info: len(wanted) >= 6 and info.sha256.startswith(wanted),
    )
    found = _first_tier(infos, tiers)
    if not found:
        raise NotFound(f"库里没有叫“{name}”的文件，可用 askbudget docs 查看都有什么。")
    return _one(found, f"“{name}”不止一份文件，请写明是哪一份", _full_name)


def find_table(tables: Sequence[Table], name: str) -> int:
    """The position in *tables* of the one called *name*: 预算12表, 12, its title or a part of the title."""
    wanted = squeeze(name).removeprefix("第")
    digits = _NUMBER.findall(wanted)
    bare = wanted.removesuffix("表").removesuffix("号")
    keys = Keys(tables, by_page=False)
    tiers: tuple[Callable[[int], bool], ...] = (
        lambda at: squeeze(keys.table_name(at)) == wanted,
        lambda at: wanted in (squeeze(tables[at].number), squeeze(tables[at].title)),
        lambda at: _YEAR.sub("", squeeze(tables[at].title), count=1) == _YEAR.sub("", wanted, count=1),
        lambda at: bare.isdigit() and [int(n) for n in _NUMBER.findall(tables[at].number)] == [int(bare)],
        lambda at: bool(digits) and _same_number(squeeze(tables[at].number), wanted),
        lambda at: wanted in squeeze(tables[at].title),
    )
    found = _first_tier(range(len(tables)), tiers) if wanted else []
    if not found:
        raise NotFound(f"这份文件里没有“{name}”这张表，有：{_table_list(tables)}。")
    choices = [f"{table.number} {table.title}".strip() for table in tables]
    return _one(found, f"“{name}”不止一张表，请写全", lambda at: choices[at])


def find_place(reader: Reader, citation: str) -> Found:
    """The place a citation key names, or looser words: ``12表 1316行 合计``, ``第21页第1312行``, ``1316``."""
    text = citation.strip()
    infos = reader.documents()
    if not infos:
        raise NotFound("库里还没有文件，请先用 askbudget load 载入。")
    exact = [found for info in infos if (found := _by_key(reader, info, text))]
    if exact:
        return _one(exact, f"引用“{citation}”在多份文件里都有，请带上文件名", lambda found: found.key)
    named = [info for info in infos if any(name in squeeze(text) for name in _names(info))]
    if not named and len(infos) > 1:
        choices = [_full_name(info) for info in infos]
        raise Ambiguous(f"引用“{citation}”没有说是哪份文件，请带上文件名", choices)
    loose = [found for info in named or infos for found in _loosely(reader, info, text)]
    if not loose:
        raise NotFound(f"找不到引用“{citation}”，写法如“预算12表:1316:合计”或“第21页第1316行”。")
    return _one(loose, f"引用“{citation}”不止一处，请写全", lambda found: found.key)


def _names(info: DocumentInfo) -> list[str]:
    return [squeeze(name) for name in (_full_name(info), info.name, info.department) if name]


def _by_key(reader: Reader, info: DocumentInfo, text: str) -> Found | None:
    keys = reader.keys(info.id)
    names = {keys.prefix, f"{info.name}:", f"{_full_name(info)}:", ""}
    for prefix in sorted(names, key=len, reverse=True):
        if text.startswith(prefix) and (place := keys.find(text.removeprefix(prefix))):
            return Found(info, place, text if prefix else keys.prefix + text)
    return None


def _loosely(reader: Reader, info: DocumentInfo, text: str) -> list[Found]:
    """The places that words with a line number in them may mean, in one document."""
    left = squeeze(text)
    for name in sorted(_names(info), key=len, reverse=True):
        left = left.replace(name, "", 1)
    tables = reader.tables(info.id)
    left, table = _take_table(left, tables)
    page, line = _PAGE.search(left), _LINE.search(left)
    for mark in (page, line):
        left = left if mark is None else left.replace(mark[0], " ", 1)
    bare = None if line else _NUMBER.search(left)
    if line is None and bare is None:
        return []
    at = int(line[1]) if line else int(bare[0]) if bare else 0
    if bare:
        left = left.replace(bare[0], " ", 1)
    column = re.sub(rf"[\s:：·,，。#()\"'-]|{PROSE}", "", left)
    return _places(reader, info, table, int(page[1]) if page else None, at, column)


def _take_table(text: str, tables: Sequence[Table]) -> tuple[str, int | None]:
    """The words without a table's number, title or key, and which table that was."""
    names: list[tuple[str, int]] = []
    for at, table in enumerate(tables):
        names += [(squeeze(name), at) for name in (table.number, table.title) if name]
        if short := re.search(r"(\d+)表?$", squeeze(table.number)):
            names += [(f"{short[1]}表", at), (f"{int(short[1])}表", at)]
    for name, at in sorted(names, key=lambda pair: -len(pair[0])):
        if name in text:
            return text.replace(name, " ", 1), at
    return text, None


def _places(
    reader: Reader, info: DocumentInfo, table: int | None, page: int | None, line: int, column: str
) -> list[Found]:
    """The rows on that line, one a table and page; where there are none, the line itself.

    Words left over that are no column of the table are not passed over: nothing is found then.
    """
    keys, tables = reader.keys(info.id), reader.tables(info.id)
    found: dict[tuple[int, int], Found] = {}
    for at, whole in enumerate(tables):
        for row in whole.rows if table in (None, at) else ():
            if row.line == line and page in (None, row.page) and (at, row.page) not in found:
                position = _column(whole, column, row.side)
                if position is not None or not column:
                    key = keys.figure(at, row.position, position)
                    found[at, row.page] = Found(info, Place(at, row.position, position, row.page, line), key)
    if found or column:
        return list(found.values())
    pages = None if table is None else tables[table].pages
    return [
        Found(info, Place(None, None, None, on, line), keys.line(on, line))
        for on, number, _ in reader.lines(info.id)
        if number == line and page in (None, on) and (pages is None or on in pages)
    ]


def _column(table: Table, words: str, side: str | None) -> int | None:
    """The column whose header path these words are, or end; ``None`` where they fit none or several."""
    if not words:
        return None
    paths = {
        column.position: squeeze(column_name(column))
        for column in table.columns
        if column.side is None or side is None or column.side == side
    }
    whole = [position for position, path in paths.items() if path == words]
    found = whole or [position for position, path in paths.items() if path.endswith(words)]
    return found[0] if len(found) == 1 else None


def _same_number(number: str, wanted: str) -> bool:
    """预算12表, 公开12表 and 12表 are one number to someone who types 12表."""
    if not number or _NUMBER.findall(number) != _NUMBER.findall(wanted):
        return False
    return number.endswith(wanted) or wanted.endswith(number)


def _table_list(tables: Sequence[Table]) -> str:
    return "、".join(table.name for table in tables) or "（没有表）"


def _full_name(info: DocumentInfo) -> str:
    return f"{info.name}{info.kind}"


def _first_tier(things: Iterable[T], tiers: Sequence[Callable[[T], bool]]) -> list[T]:
    """Everything that the first fitting way of matching finds."""
    pool = list(things)
    for tier in tiers:
        if found := [thing for thing in pool if tier(thing)]:
            return found
    return []


def _one(found: Sequence[T], message: str, name: Callable[[T], str]) -> T:
    if len(found) > 1:
        raise Ambiguous(message, [name(thing) for thing in found])
    return found[0]
