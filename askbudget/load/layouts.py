"""data/layouts/*.toml in, the header trees known for families of disclosures out, validated.

A layout holds words and shape only; it never says what a word means and names no figure or row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from askbudget.load import words
from askbudget.model import TABLE_KINDS
from askbudget.records import dataclass
from askbudget.resources import DATA, Entry, GrammarError, entries, read_toml
from askbudget.text import squeeze

KEYS = (
    "subject_code", "economic_code", "gov_code", "unit_code", "project_code",
    "name", "gov_name", "project_name", "unit_name", "kind", "item",
)  # fmt: skip
"""What a key column can hold; ``name`` is the name of whatever code stands before it."""

SIDES = ("收入", "支出")


@dataclass(frozen=True, slots=True)
class Key:
    """A column that names its row: ``name`` to show, what it ``holds``, the ``values`` it is known to print."""

    name: str
    holds: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaf:
    """A column that can hold figures: its header from the top, and its side where there are two."""

    path: tuple[str, ...]
    side: str | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """What a table's header says: the meeting point of layouts (text) and of grids (ruled tables).

    ``units``: rows of 预算单位 (code and name) stand among the others.  ``tail``: text columns follow the
    figures.  ``form``: (from, to) words between which a form prints its figures.
    """

    keys: tuple[Key, ...]
    leaves: tuple[Leaf, ...]
    units: bool = False
    tail: bool = False
    form: tuple[str, str] | None = None

    @property
    def sides(self) -> tuple[str, ...]:
        """收入 and 支出 where they stand side by side, else nothing."""
        return tuple(dict.fromkeys(leaf.side for leaf in self.leaves if leaf.side is not None))

    def key(self, holds: str) -> Key | None:
        """The key column that holds something, ``None`` where there is none."""
        return next((key for key in self.keys if key.holds == holds), None)


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed header cell of a layout: its printings, and the leaf or key that goes if it is not printed."""

    printings: tuple[str, ...]
    leaf: int | None = None
    key: int | None = None
    step: int | None = None
    """Which step of its leaves' paths it is."""
    leaves: tuple[int, ...] = ()
    """The leaves at or below it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A header known from a family of disclosures.  ``bag`` counts the characters of its first printings."""

    id: str
    kinds: tuple[str, ...]
    title: tuple[str, ...]
    header: Header
    cells: tuple[Cell, ...]
    bag: Mapping[str, int]

    @property
    def size(self) -> int:
        """How many characters the header prints."""
        return sum(self.bag.values())

    def fits(self, kind: str, title: str) -> bool:
        """Whether a table of this kind and (squeezed) title can have this header."""
        return kind in self.kinds and all(word in title for word in self.title)


def letters(text: str) -> Counter[str]:
    """The Chinese characters of a text, counted: all that wrapping and gluing leave of a header."""
    return Counter(char for char in squeeze(text) if "\u4e00" <= char <= "\u9fff")


@cache
def load_layouts(folder: Path = DATA / "layouts") -> tuple[Layout, ...]:
    """All layouts; raises GrammarError naming the file, the line of the entry and what is wrong."""
    found: list[Layout] = []
    for path in sorted(folder.glob("*.toml")):
        if path.name == words.FILE:
            continue
        if unknown := read_toml(path).keys() - {"family", "source", "table"}:
            raise GrammarError(path, 1, f"不认识的条目 {'、'.join(sorted(unknown))}")
        for entry in entries(path, "table"):
            layout = _layout(entry)
            if any(layout.id == other.id for other in found):
                raise _error(entry, "与另一张表同名")
            found.append(layout)
    return tuple(found)


def _error(entry: Entry, why: str) -> GrammarError:
    return GrammarError(entry.path, entry.line, f"[{entry.values.get('id', '?')}] {why}")


def _layout(entry: Entry) -> Layout:
    entry.allow("id", "kinds", "title", "keys", "units", "columns", "text", "side", "form")
    raw = entry.values
    kinds = entry.words("kinds")
    if wrong := [kind for kind in kinds if kind not in TABLE_KINDS] or not kinds:
        raise _error(entry, f"kinds 里没有这种表：{wrong}")
    if ("side" in raw) == ("columns" in raw):
        raise _error(entry, "columns 和 side 须有且只有一个")
    builder = _Builder(entry)
    for key in raw.get("keys", []):
        builder.add_key(key)
    if "columns" in raw:
        builder.add_columns(raw["columns"], (), None)
    for side in raw.get("side", []):
        builder.add_side(side)
    builder.cells += [Cell((word,)) for word in entry.words("text")]
    between = entry.mapping("form")
    form = (squeeze(between["from"]), squeeze(between["to"])) if between.keys() == {"from", "to"} else None
    if between and form is None:
        raise _error(entry, "form 应有 from 和 to")
    header = Header(
        tuple(builder.keys), tuple(builder.leaves), bool(raw.get("units")), bool(raw.get("text")), form
    )
    title = tuple(map(squeeze, entry.words("title")))
    bag = letters("".join(cell.printings[0] for cell in builder.cells))
    name = f"{entry.path.stem}/{entry.text('id')}"
    return Layout(name, kinds, title, header, tuple(builder.cells), bag)


class _Builder:
    """Gathers the cells, keys and leaves of one layout."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.keys: list[Key] = []
        self.leaves: list[Leaf] = []
        self.cells: list[Cell] = []

    def add_key(self, raw: Mapping[str, Any]) -> None:
        """One entry of ``keys``."""
        self._allow(raw, {"words", "under", "holds", "name", "parts", "values"})
        printings = tuple(str(raw.get("words", "")).split("|"))
        if raw.get("holds") not in KEYS:
            raise _error(self.entry, f"holds 不能是“{raw.get('holds')}”，应为 {'、'.join(KEYS)}")
        values = tuple(raw.get("values", ()))
        self.keys.append(Key(str(raw.get("name") or printings[0]), raw["holds"], values))
        self.cells.append(Cell(printings, key=len(self.keys) - 1))
        self.cells += [Cell((word,)) for word in (raw.get("under"), *raw.get("parts", ())) if word]

    def add_side(self, raw: Mapping[str, Any]) -> None:
        """One entry of ``side``: 收入 or 支出 with its own name column."""
        self._allow(raw, {"side", "item", "columns"})
        if raw.get("side") not in SIDES:
            raise _error(self.entry, "side 应为收入或支出")
        self.keys.append(Key(raw["item"], "item"))
        self.cells.append(Cell((raw["item"],)))
        first = len(self.leaves)
        at = len(self.cells)
        self.add_columns(raw["columns"], (raw["side"],), raw["side"])
        below = tuple(range(first, len(self.leaves)))
        self.cells.insert(at, Cell((raw["side"],), step=0, leaves=below))

    def add_columns(self, raw: object, above: tuple[str, ...], side: str | None) -> None:
        """A list of words and groups; the first printing of every word goes into the path."""
        if not isinstance(raw, list) or not raw:
            raise _error(self.entry, "columns 应为非空的列表")
        for entry in raw:
            group = isinstance(entry, list)
            word = entry[0] if group and entry else entry
            if not isinstance(word, str) or not squeeze(word) or (group and len(entry) < 2):
                raise _error(self.entry, f"columns 里的“{entry}”不是词，也不是有下级的组")
            printings = tuple(word.split("|"))
            path = (*above, printings[0])
            first, at = len(self.leaves), len(self.cells)
            if group:
                self.add_columns(entry[1:], path, side)
            else:
                self.leaves.append(Leaf(path, side))
            below = tuple(range(first, len(self.leaves)))
            leaf = None if group else first
            self.cells.insert(at, Cell(printings, leaf=leaf, step=len(above), leaves=below))

    def _allow(self, raw: Mapping[str, Any], known: set[str]) -> None:
        if unknown := raw.keys() - known:
            raise _error(self.entry, f"不认识的条目 {'、'.join(sorted(unknown))}")
