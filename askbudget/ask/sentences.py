"""The sentences of grammar/answers.toml, checked on load.

In: the name of a sentence and its words.  Out: the sentence.  GrammarError names an entry that is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from askbudget.cache import cached
from askbudget.resources import GRAMMAR, GrammarError, read_toml

SOURCE = GRAMMAR / "answers.toml"


def sentence(name: str, words: Mapping[str, str]) -> str:
    """The sentence *name* with its words filled in; KeyError for a sentence that does not exist."""
    return _tables()["sentence"][name].format_map(words)


def phrase(name: str, words: Mapping[str, str] | None = None) -> str:
    """A phrase of the same file."""
    return _tables()["phrase"][name].format_map(words or {})


def fields(name: str) -> frozenset[str]:
    """The words a sentence needs."""
    from string import Formatter

    return frozenset(field for _, field, _, _ in Formatter().parse(_tables()["sentence"][name]) if field)


@cache
def _tables() -> dict[str, dict[str, str]]:
    value: dict[str, dict[str, str]] = cached("answers", (SOURCE,), _build)
    return value


def _build() -> dict[str, Any]:
    from string import Formatter

    tables = read_toml(SOURCE)
    for table in ("sentence", "phrase"):
        for name, text in tables.get(table, {}).items():
            line = _line(name)
            if not isinstance(text, str):
                raise GrammarError(SOURCE, line, f"{name} must be a string")
            try:
                list(Formatter().parse(text))
            except ValueError as error:
                raise GrammarError(SOURCE, line, f"{name}: {error}") from None
    return tables


def _line(name: str) -> int:
    for number, line in enumerate(SOURCE.read_text(encoding="utf-8").splitlines(), 1):
        if line.split("=")[0].strip() == name:
            return number
    return 1
