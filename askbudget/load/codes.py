"""A row's text in, its key cells out: codes, names, types and units.

Codes are told by their digits (功能分类 2…, 部门经济分类 3…, 政府经济分类 5…: 《政府收支分类科目》) and by the names
that go with them; a cell that cannot be told apart stays in the label.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from functools import cache

from askbudget.load.entries import join
from askbudget.load.layouts import Header, Key
from askbudget.load.words import load_words
from askbudget.records import dataclass, field
from askbudget.resources import DATA
from askbudget.text import squeeze

_FIRST_DIGIT = {"subject_code": "2", "economic_code": "3", "gov_code": "5"}
_CATALOGUES = {"subject_code": "functional", "economic_code": "economic"}
_SUBJECT = re.compile(r"(2\d{6}|2\d{4}|2\d\d(?:\s+\d\d(?:\s+\d\d)?)?)(?=\s|$)")
_CODE = {
    "subject_code": _SUBJECT,
    "economic_code": re.compile(r"(3\d{4}|3\d\d(?:\s+\d\d)?)(?=\s|$)"),
    "gov_code": re.compile(r"(5\d{4}|5\d\d(?:\s+\d\d)?)(?=\s|$)"),
    "unit_code": re.compile(r"(\d{3}|\d{6,12})(?=\s|$)"),
    "project_code": re.compile(r"(\d{15,25})(?=\s|$)"),
}
_FIRST = ("project_code", "subject_code", "economic_code", "unit_code")


@dataclass(frozen=True, slots=True)
class Units:
    """The 预算单位 of a document as its tables name them: code → name (as printed), and the department."""

    names: Mapping[str, str] = field(default_factory=dict)
    department: str = ""

    @property
    def roots(self) -> tuple[str, ...]:
        """Codes that no other code is above."""
        return tuple(code for code in self.names if self.above(code) is None)

    def above(self, code: str) -> str | None:
        """The nearest unit whose code this one begins with."""
        return max(
            (other for other in self.names if other != code and code.startswith(other)), key=len, default=None
        )

    def member(self, name: str) -> str:
        """How a unit printed by name is called: its code where one lowest unit has the name, else the name."""
        wanted = squeeze(name)
        leaves = [code for code in self.names if not any(self.above(other) == code for other in self.names)]
        found = [code for code in leaves if squeeze(self.names[code]) == wanted]
        return found[0] if len(found) == 1 else name

    def all_names(self) -> tuple[str, ...]:
        """Every name, squeezed, the longest first."""
        names = {squeeze(name) for name in (*self.names.values(), self.department) if name}
        return tuple(sorted(names, key=len, reverse=True))


@dataclass(slots=True)
class Cells:
    """The key cells of a row.  ``holds`` is what its code is (``""``: none), ``keys`` what is to be shown."""

    holds: str = ""
    code: str = ""
    label: str = ""
    gov_code: str = ""
    kind: str = ""
    unit_name: str = ""
    unit_code: str = ""
    keys: dict[str, str] = field(default_factory=dict)


def read_cells(text: str, header: Header, units: Units) -> Cells:
    """The key cells of a row's text (line breaks where it wraps)."""
    cells = Cells()
    if load_words().is_bare_sum(squeeze(text)):
        cells.holds, cells.label = "total", join(text)
        return cells
    rest = _read_code(text.strip(), header, units, cells)
    if cells.holds == "unit_code":
        cells.label = join(rest)
        return cells
    key = header.key("gov_code")
    if key is not None:
        rest = _read_second_code(rest, header, key, cells)
    kind = header.key("kind")
    if kind is not None:
        rest = _read_kind(rest, header, kind, cells)
    unit = header.key("unit_name")
    if unit is not None:
        rest = _read_unit_name(rest, unit, units, cells)
    cells.label = join(rest)
    return cells


def _read_code(text: str, header: Header, units: Units, cells: Cells) -> str:
    """Take the code at the start; returns what is left."""
    for holds in _FIRST:
        wanted = header.key(holds) is not None or (holds == "unit_code" and header.units)
        match = _CODE[holds].match(text) if wanted else None
        if match is None:
            continue
        code = "".join(match[1].split())
        rest = text[match.end() :].strip()
        if holds != "unit_code" and _is_unit(code, rest, header, units, holds):
            continue
        cells.holds, cells.code = holds, code
        if holds == "subject_code" and header.key("unit_code") is not None:
            rest = _read_row_unit(rest, cells)
        return rest
    return text


def _is_unit(code: str, name: str, header: Header, units: Units, holds: str) -> bool:
    """Whether three digits that can be a 类 are a unit's code: the name tells."""
    if len(code) != 3 or not (header.units or header.key("unit_code") is not None):
        return False
    squeezed = squeeze(name)
    if squeezed in catalogue(_CATALOGUES[holds]).get(code, ()):
        return False
    return code in units.names or squeezed in units.all_names()


def _read_row_unit(text: str, cells: Cells) -> str:
    """A unit's code printed behind the subject's in the same row."""
    match = _CODE["unit_code"].match(text)
    if match is None:
        return text
    cells.unit_code = match[1]
    return text[match.end() :].strip()


def _read_second_code(text: str, header: Header, key: Key, cells: Cells) -> str:
    """Take 政府经济分类 code and name; returns the text before them."""
    match = re.search(rf"(?:^|(?<=\s)){_CODE['gov_code'].pattern}", text)
    if match is None:
        return text
    cells.gov_code = "".join(match[1].split())
    cells.keys[key.name] = cells.gov_code
    name = header.key("gov_name")
    if name is not None:
        cells.keys[name.name] = join(text[match.end() :].strip())
    return text[: match.start()].strip()


def _read_kind(text: str, header: Header, key: Key, cells: Cells) -> str:
    """Take the type cell, at the start where it is the first key, else at the end."""
    leading = header.keys[0] is key
    for value in sorted(key.values, key=len, reverse=True):
        at = prefix_end(text, value) if leading else suffix_start(text, value)
        if at is not None:
            cells.kind = cells.keys[key.name] = value
            return (text[at:] if leading else text[:at]).strip()
    if not leading and (cut := _named_end(text, cells)) and cut < len(text):
        cells.kind = cells.keys[key.name] = join(text[cut:].strip())
        return text[:cut].strip()
    if leading and len(text.split()) > 2 and not cells.code:
        first, rest = text.split(None, 1)
        cells.kind = cells.keys[key.name] = first
        return rest
    return text


def _named_end(text: str, cells: Cells) -> int:
    """Where the catalogue's name of the row's code ends in the text, 0 where it does not stand there."""
    names = catalogue(_CATALOGUES.get(cells.holds, "")).get(cells.code, ())
    return max((end for name in names if (end := prefix_end(text, name)) is not None), default=0)


def _read_unit_name(text: str, key: Key, units: Units, cells: Cells) -> str:
    """Take the unit's name at the end: a known one, else the last word of the row."""
    for name in units.all_names():
        at = suffix_start(text, name)
        if at is not None:
            cells.unit_name = cells.keys[key.name] = join(text[at:].strip())
            return text[:at].strip()
    parts = text.rsplit(None, 1)
    if len(parts) == 2:
        cells.unit_name = cells.keys[key.name] = parts[1]
        return parts[0]
    return text


def prefix_end(text: str, name: str) -> int | None:
    """Where a (squeezed) name ends that the text begins with, spaces and wrapping aside; ``None`` if it does not."""
    left = squeeze(name)
    for index, char in enumerate(text):
        if not left:
            return index
        folded = squeeze(char)
        if not left.startswith(folded):
            return None
        left = left[len(folded) :]
    return None if left else len(text)


def suffix_start(text: str, name: str) -> int | None:
    """Where a (squeezed) name begins that the text ends with; ``None`` if it does not."""
    left = squeeze(name)
    for index in range(len(text) - 1, -1, -1):
        folded = squeeze(text[index])
        if not left.endswith(folded):
            return None
        left = left[: len(left) - len(folded)]
        if not left:
            return index
    return None


@cache
def catalogue(name: str) -> Mapping[str, tuple[str, ...]]:
    """code → its squeezed names, from data/subjects; empty for a catalogue that does not exist."""
    path = DATA / "subjects" / f"{name}.csv"
    if not name or not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: tuple(map(squeeze, _names(row))) for row in csv.DictReader(file)}


def _names(row: Mapping[str, str]) -> Iterable[str]:
    others = row.get("other_names") or ""
    return [row["name"], *(name for name in re.split(r"[;；|、]", others) if name)]
