"""Where data/ and grammar/ are, and how their files are read: TOML entries that know their line.

In: a path below DATA or GRAMMAR.  Out: plain values; a GrammarError names file and line.
Never knows what the entries mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from askbudget.records import dataclass

_PACKAGE = Path(__file__).resolve().parent


def _root(name: str) -> Path:
    installed = _PACKAGE / "_resources" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


DATA = _root("data")
GRAMMAR = _root("grammar")


class GrammarError(ValueError):
    """A file of grammar/ or data/ says something that cannot be meant: ``file:line: why``."""

    def __init__(self, path: Path, line: int, why: str) -> None:
        super().__init__(f"{path.parent.name}/{path.name}:{line}: {why}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One ``[[table]]`` of a TOML file, with the line it starts at."""

    path: Path
    line: int
    values: Mapping[str, Any]

    def text(self, key: str, default: str | None = None) -> str:
        """A string that must be there (or *default*)."""
        value = self.values.get(key, default)
        if not isinstance(value, str):
            raise GrammarError(self.path, self.line, f"{key} must be a string")
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """A list of strings, empty when absent."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
            raise GrammarError(self.path, self.line, f"{key} must be a list of words")
        return tuple(value)

    def mapping(self, key: str) -> dict[str, str]:
        """A table of strings, empty when absent."""
        value = self.values.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(word, str) for word in value.values()):
            raise GrammarError(self.path, self.line, f"{key} must be a table of strings")
        return dict(value)

    def allow(self, *keys: str) -> None:
        """Raise GrammarError for a key that is none of *keys* (a misspelt key says nothing)."""
        for key in self.values:
            if key not in keys:
                raise GrammarError(self.path, self.line, f"unknown key {key!r}")


def read_toml(path: Path) -> dict[str, Any]:
    """The TOML file as plain values; raises GrammarError with the line of a syntax error."""
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise GrammarError(path, int(found[1]) if found else 1, str(error)) from None


def entries(path: Path, name: str) -> tuple[Entry, ...]:
    """Every ``[[name]]`` of the file, in order."""
    values = read_toml(path).get(name, [])
    marks = [
        number
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if line.split("#")[0].strip() == f"[[{name}]]"
    ]
    return tuple(Entry(path, line, value) for line, value in zip(marks, values, strict=True))


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file under its header."""
    import csv

    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)
