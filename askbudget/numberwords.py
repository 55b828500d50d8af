"""The words around numbers, from data/text/numbers.tsv: digits, units, qualifiers.

Finds the longest word at a place.  Facts only: how a number is put together is numerals.py's work,
what it counts quantities.py's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from askbudget.resources import DATA, GrammarError

_KINDS = (
    *("digit", "small", "section", "contracted", "half", "half_unit", "fraction", "tail"),
    *("money", "coin", "percent", "permille", "tenth", "year", "measure", "label", "continuation", "name"),
    *("inexact", "inexact_after", "before", "after", "inside", "ordinal", "not_ordinal"),
    *("range", "list", "signed"),
)


class WordTable(Mapping[str, str]):
    """The words of one kind with their values."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = dict(values)
        self._lengths = sorted({len(word) for word in values}, reverse=True)

    def __getitem__(self, word: str) -> str:
        return self._values[word]

    def __contains__(self, word: object) -> bool:
        return word in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def at(self, text: str, start: int) -> str | None:
        """The longest word that begins at ``start``, ``None`` where there is none."""
        for length in self._lengths:
            if (word := text[start : start + length]) in self._values:
                return word
        return None

    def before(self, text: str, end: int) -> str | None:
        """The longest word that ends at ``end``, ``None`` where there is none."""
        for length in self._lengths:
            if length <= end and (word := text[end - length : end]) in self._values:
                return word
        return None


def words(kind: str) -> WordTable:
    """The words of one kind.  Raises ``GrammarError`` where the file is malformed."""
    return _tables()[kind]


@cache
def _tables() -> Mapping[str, WordTable]:
    path = DATA / "text" / "numbers.tsv"
    found: dict[str, dict[str, str]] = {kind: {} for kind in _KINDS}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) != 3 or not all(fields) or fields[0] not in _KINDS or fields[1] in found[fields[0]]:
            raise GrammarError(path, number, "expected kind, word and value; kind known, word new in it")
        found[fields[0]][fields[1]] = fields[2]
    return {kind: WordTable(values) for kind, values in found.items()}
