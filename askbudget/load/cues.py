"""grammar/lexicon/prose.toml → the cue words by which prose and goal tables are read.

In: the TOML file.  Out: one frozen Cues of folded words and patterns made of them.
It holds no meaning of a budget: what a figure is said of is the lexicon's to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from askbudget.records import dataclass
from askbudget.resources import GRAMMAR, Entry, GrammarError, entries
from askbudget.text import squeeze

SOURCE = GRAMMAR / "lexicon" / "prose.toml"

CUES = frozenset((
    "heading_end", "table_start", "up", "down", "versus", "compared", "last_year", "not_last_year",
    "same", "share", "none", "none_of", "both", "reason", "purpose", "part", "enumeration", "lead",
    "tail", "to", "scope", "threshold", "filler", "self", "organisation_end", "inside_unit",
    "thing", "calendar", "counted", "noted", "holder", "goal_label", "task_label", "task_header",
    "budget_label", "project_label", "unit_label", "level_one", "name_header", "value_header",
    "explanation_header", "sign_header", "measure_header", "served", "measure",
))  # fmt: skip
SECTIONS = frozenset(("duty", "unit", "definition", "contents"))
GROUPS = ("成本指标", "产出指标", "效益指标", "满意度指标")
"""一级指标 of a project, in the order layouts print them (《项目支出绩效评价管理办法》财预〔2020〕10号)."""


@dataclass(frozen=True, slots=True)
class Cues:
    """The cue words, longest first.

    ``words``: cue → folded words.  ``sections``: (word, kind of section).  ``groups``: 一级指标 → words that
    occur in the names of its indicators.  ``values``: patterns of a whole 指标值 (number or a few words);
    ``open_values``: patterns of one with an object (有效提升影响力), which say less surely where it ends.
    """

    words: Mapping[str, tuple[str, ...]]
    sections: tuple[tuple[str, str], ...]
    groups: Mapping[str, tuple[str, ...]]
    values: tuple[re.Pattern[str], ...]
    open_values: tuple[re.Pattern[str], ...]

    def any(self, cue: str) -> str:
        """A regular expression (a group without capture) for any word of the cue."""
        return either(self.words[cue])

    def section(self, heading: str) -> str | None:
        """The kind of section that this heading opens, ``None`` for a narrative one."""
        return next((kind for word, kind in self.sections if word in heading), None)


def either(words: Iterable[str]) -> str:
    """``(?:…|…)``, longest word first."""
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"


@cache
def load_cues(path: Path = SOURCE) -> Cues:
    """The cues; raises GrammarError (file and line) for an unknown, missing or empty cue or a bad pattern."""
    words: dict[str, tuple[str, ...]] = {}
    for entry in entries(path, "cue"):
        entry.allow("name", "words", "why")
        _once(entry, entry.text("name"), CUES, words)
        words[entry.text("name")] = _folded(entry)
    sections: dict[str, tuple[str, ...]] = {}
    for entry in entries(path, "section"):
        entry.allow("kind", "words", "why")
        _once(entry, entry.text("kind"), SECTIONS, sections)
        sections[entry.text("kind")] = _folded(entry)
    groups: dict[str, tuple[str, ...]] = {}
    for entry in entries(path, "group"):
        entry.allow("name", "words", "why")
        _once(entry, entry.text("name"), frozenset(GROUPS), groups)
        groups[entry.text("name")] = _folded(entry)
    for wanted, found in ((CUES, words), (SECTIONS, sections), (frozenset(GROUPS), groups)):
        if missing := wanted - found.keys():
            raise GrammarError(path, 1, f"missing: {'、'.join(sorted(missing))}")
    pairs = ((word, kind) for kind, names in sections.items() for word in names)
    return Cues(
        words=words,
        sections=tuple(sorted(pairs, key=lambda pair: -len(pair[0]))),
        groups=groups,
        values=tuple(_pattern(entry) for entry in entries(path, "value")),
        open_values=tuple(_pattern(entry) for entry in entries(path, "open_value")),
    )


def _once(entry: Entry, name: str, known: frozenset[str], found: Mapping[str, object]) -> None:
    if name not in known:
        raise GrammarError(entry.path, entry.line, f"unknown name {name!r}")
    if name in found:
        raise GrammarError(entry.path, entry.line, f"{name!r} stands twice")


def _folded(entry: Entry) -> tuple[str, ...]:
    words = {squeeze(word) for word in entry.words("words")}
    if not words:
        raise GrammarError(entry.path, entry.line, "words must not be empty")
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def _pattern(entry: Entry) -> re.Pattern[str]:
    entry.allow("pattern", "why")
    try:
        return re.compile(entry.text("pattern"))
    except re.error as error:
        raise GrammarError(entry.path, entry.line, f"no regular expression: {error}") from None
