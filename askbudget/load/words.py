"""data/layouts/words.toml in, the words that give a disclosure its form out.

They tell sums, notes, captions and places apart; what a table is about is the lexicon's to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from askbudget.resources import DATA, GrammarError, read_toml
from askbudget.text import squeeze

FILE = "words.toml"
_BRACKETED = re.compile(r"\([^()]*\)$")


@dataclass(frozen=True, slots=True)
class Words:
    """Squeezed words by their use; the file explains each list."""

    sums: tuple[str, ...]
    grand: tuple[str, ...]
    of_which: tuple[str, ...]
    notes: tuple[str, ...]
    nothing: tuple[str, ...]
    department: tuple[str, ...]
    unit: tuple[str, ...]
    disclosure: tuple[tuple[str, ...], ...]
    filler: tuple[str, ...]
    regions: tuple[str, ...]
    no_regions: tuple[str, ...]
    after_regions: tuple[str, ...]
    party: tuple[str, ...]
    own_office: tuple[str, ...]
    organisations: tuple[str, ...]

    def is_sum(self, label: str) -> bool:
        """Whether a squeezed cell or label is the sum of its group: 小计, 本年收入合计, 预算总额(万元)."""
        return _BRACKETED.sub("", label).endswith(self.sums)

    def is_bare_sum(self, label: str) -> bool:
        """Whether a squeezed label says nothing but that it is a sum."""
        return label.strip("：:") in self.sums

    def is_grand(self, label: str) -> bool:
        """Whether a squeezed label is the sum above all others: 收入总计."""
        return label.endswith(self.grand)

    def is_of_which(self, label: str) -> bool:
        """Whether a squeezed label is 其中 …"""
        return label.startswith(self.of_which)


@cache
def load_words() -> Words:
    """The words of this installation; raises GrammarError naming the file and the entry."""
    path = DATA / "layouts" / FILE
    raw = read_toml(path)
    known = {field.name for field in fields(Words)}
    if raw.keys() != known:
        raise GrammarError(path, 1, f"多或缺条目 {sorted(raw.keys() ^ known)}")
    groups = raw.pop("disclosure")
    if not isinstance(groups, list) or not groups:
        raise GrammarError(path, 1, "disclosure 应为词表的列表")
    lists = {name: _words(path, name, value) for name, value in raw.items()}
    return Words(
        disclosure=tuple(_words(path, "disclosure", group) for group in groups),
        **lists,
    )


def _words(path: Path, name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise GrammarError(path, 1, f"{name} 应为非空的列表")
    if not all(isinstance(word, str) and squeeze(word) for word in value):
        raise GrammarError(path, 1, f"{name} 应只含非空的词")
    return tuple(squeeze(word) for word in value)


_ORDINALS = re.compile(
    r"\s*(?:(?P<a>[一二三四五六七八九十百]+)[、.．]|[（(](?P<b>[一二三四五六七八九十百]+)[)）]、?"
    r"|(?P<c>\d{1,2})(?:[、．]|\.(?!\d))|[（(](?P<d>\d{1,2})[)）]、?)\s*"
)
_DIGITS = {char: value for value, char in enumerate("一二三四五六七八九", start=1)}


@dataclass(frozen=True, slots=True)
class Ordinal:
    """The number before a label: ``depth`` 0 一、 · 1 （一） · 2 1. · 3 （1）; ``end`` is where the label begins."""

    depth: int
    value: int
    end: int


def ordinal_of(text: str) -> Ordinal | None:
    """The ordinal a label starts with, ``None`` where it has none."""
    match = _ORDINALS.match(text)
    if match is None or match.lastgroup is None:
        return None
    printed = match[match.lastgroup]
    value = int(printed) if printed.isdigit() else _chinese(printed)
    return Ordinal("abcd".index(match.lastgroup), value, match.end())


def _chinese(numeral: str) -> int:
    """一 … 九十九; positional forms beyond that do not number the lines of a table."""
    tens, mark, ones = numeral.rpartition("十")
    if not mark:
        return _DIGITS.get(ones, 0)
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
