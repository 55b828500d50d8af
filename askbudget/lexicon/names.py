"""What one document calls things: the names, codes and table numbers it prints, as words for questions.

In: the document's tables and units as the store has them.  Out: Names, kept between runs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from askbudget.cache import cached
from askbudget.lexicon.meaning import Lexicon
from askbudget.lexicon.vocabulary import CODED, PlainTerm, Terms, vocabulary_sources
from askbudget.model import Indicator, Passage, Row, Table, Term
from askbudget.text import squeeze

_TABLES = ("words", "quotable", "wholes", "titles", "shortened")


class Names:
    """The words of a document.

    ``words``: folded name, code or ``#table7`` → terms.  ``quotable``: glossary terms and indicators.
    ``longest``: the longest word.
    ``holding`` finds the names a run of characters is part of (智慧西工 in three project names).
    ``plain`` is all of it as plain values: ``Names(names.plain)`` is the same again.
    """

    def __init__(self, plain: dict[str, dict[str, tuple[PlainTerm, ...]]] | None = None) -> None:
        self.plain = {table: {} for table in _TABLES} if plain is None else plain
        self.words, self.quotable, self._wholes, self._titles, self._shortened = (
            Terms(self.plain[table]) for table in _TABLES
        )
        self.seal()

    def add(self, word: str, term: Term, *, whole: bool = True) -> None:
        """Teach a word.  *whole*: runs of it may stand for it."""
        folded = squeeze(word)
        if not folded:
            return
        for table in (self.words, self._wholes) if whole else (self.words,):
            table.add(folded, _plain(term))

    def add_quotable(self, word: str, term: Term) -> None:
        """Teach a glossary term or indicator name: a word only where text is asked for."""
        self.quotable.add(squeeze(word), _plain(term))

    def add_number(self, number: int, term: Term) -> None:
        """Teach a table's number; of several tables with one number the last counts."""
        self.words.plain[f"#table{number}"] = (_plain(term),)

    def add_shortened(self, name: str, term: Term) -> None:
        """Teach a unit's name that people abbreviate by leaving characters out (行政审批局)."""
        self._shortened.add(squeeze(name), _plain(term))

    def abbreviated(self, run: str) -> tuple[Term, ...]:
        """The unit whose name alone, with characters left out, is *run*: it begins with the same two
        characters and ends with the same one."""
        if len(run) < 4:
            return ()
        found = {
            term.member: term
            for name in self._shortened
            if name[:2] == run[:2] and name[-1] == run[-1] and _left_out(run, name)
            for term in self._shortened[name]
        }
        return tuple(found.values())

    def add_title(self, title: str, term: Term) -> None:
        """Teach a table's title; its end may stand for the table."""
        self._titles.add(squeeze(title), _plain(term))

    def titled(self, end: str) -> tuple[Term, ...]:
        """The table whose title alone ends so, nothing where several or none do."""
        found = {
            term.member: term for title in self._titles if title.endswith(end) for term in self._titles[title]
        }
        return tuple(found.values()) if len(found) == 1 else ()

    def seal(self) -> None:
        """Make ready for questions after the last word."""
        self._haystack = "\n".join(self._wholes)
        self.longest = max((len(word) for table in (self.words, self.quotable) for word in table), default=1)

    @property
    def wholes(self) -> Iterable[str]:
        """Every folded name that a run of characters may be part of."""
        return self._wholes.keys()

    def holding(self, run: str) -> tuple[Term, ...]:
        """The terms of every name that contains *run*; nothing for a run shorter than two characters."""
        if len(run) < 2 or run not in self._haystack:
            return ()
        found: dict[tuple[str, str], Term] = {}
        for whole in self._wholes:
            if _stands_in(run, whole):
                for term in self._wholes[whole]:
                    found.setdefault((term.kind, term.member), term)
        return tuple(found.values())


def _plain(term: Term) -> PlainTerm:
    return (term.kind, term.member, term.name)


def _left_out(run: str, name: str) -> bool:
    rest = iter(name)
    return all(char in rest for char in run)


def _stands_in(run: str, whole: str) -> bool:
    """Is *run* part of *whole* without cutting one of its numbers?"""
    start = whole.find(run)
    while start >= 0:
        before, after = (
            whole[start - 1 : start] if start else "",
            whole[start + len(run) : start + len(run) + 1],
        )
        if not (before.isdigit() and run[0].isdigit()) and not (after.isdigit() and run[-1].isdigit()):
            return True
        start = whole.find(run, start + 1)
    return False


def kept_names(source: str, content: str, build: Callable[[], Names]) -> Names:
    """``build()``, or what it gave last time for the same *source* with the same *content* (both sha256)."""
    files = (*vocabulary_sources(), Path(__file__))
    return Names(cached(f"names-{source[:16]}", files, lambda: build().plain, key=content))


def document_names(
    department: str,
    region: str,
    tables: Sequence[Table],
    passages: Sequence[Passage],
    indicators: Sequence[Indicator],
    lexicon: Lexicon,
) -> Names:
    """The names of one document: projects, subjects, units, items, tables, codes, terms, indicators."""
    names = Names()
    for table in tables:
        _add_table(names, table)
        for row in table.rows:
            _add_row(names, row, lexicon)
    _add_units(names, department, region, tables, lexicon)
    own = Term("document", department, department)
    for word in (department, department.removeprefix(region)):
        # Where no row prints the department it is no unit, and naming it only says which document is meant.
        if len(word) > 3 and squeeze(word) not in names.words:
            names.add(word, own, whole=False)
    for passage in passages:
        if passage.kind == "definition":
            names.add_quotable(passage.title, Term("term", passage.title, passage.title))
    for indicator in indicators:
        if len(squeeze(indicator.name)) > 2:
            names.add_quotable(indicator.name, Term("indicator", indicator.name, indicator.name))
    names.seal()
    return names


_NAMED = ("project", "subject", "economic")


def _add_row(names: Names, row: Row, lexicon: Lexicon) -> None:
    for dimension in _NAMED:
        if (member := row.dims.get(dimension)) and row.label:
            term = Term(dimension, member, row.label)
            if dimension == "project" or row.code:
                names.add(row.label, term)
                for spelling in _spellings(row.label):
                    names.add(spelling, term, whole=False)
            if row.code:
                names.add(row.code, term, whole=False)
            if dimension in CODED:
                for size in range(3, len(member), 2):
                    code = member[:size]
                    names.add(code, Term(dimension, code, lexicon.name(dimension, code)), whole=False)
    if (gov := row.dims.get("gov_economic")) and (name := row.keys.get("政府经济科目名称")):
        names.add(name, Term("gov_economic", gov, name))
        names.add(gov, Term("gov_economic", gov, name), whole=False)
        names.add(gov[:3], Term("gov_economic", gov[:3], gov[:3]), whole=False)
    if item := row.dims.get("item"):
        names.add(row.label, Term("item", item, row.label))


_BRACKETS = r"[(\[][^()\[\]]*[)\]]"
_MARKS = r"[()\[\]\-·、,\"']"


def _spellings(name: str) -> set[str]:
    """A name as people type it: without its brackets' content, without its marks."""
    folded = squeeze(name)
    found = {re.sub(_BRACKETS, "", folded), re.sub(_MARKS, "", folded)} - {folded, ""}
    return {spelling for spelling in found if len(spelling) > 2}


def _add_table(names: Names, table: Table) -> None:
    term = Term("table", table.name, table.title)
    digits = "".join(char for char in table.number if char.isdigit())
    if digits:
        names.add(table.number, term, whole=False)
        names.add_number(int(digits), term)
    names.add(table.title, term, whole=False)
    bare = table.title.lstrip("0123456789年 度")
    names.add(bare, term, whole=False)
    names.add_title(table.title, term)


def _add_units(names: Names, department: str, region: str, tables: Sequence[Table], lexicon: Lexicon) -> None:
    printed = {
        (row.code or row.label): row.label
        for table in tables
        for row in table.rows
        if "unit" in row.dims and row.label and row.dims["unit"] in (row.code, row.label)
    }
    for member, name in printed.items():
        term = Term("unit", member, name)
        short = name[len(region) :] if region and name.startswith(region) else name
        names.add(name, term, whole=False)
        names.add(short, term)
        names.add_shortened(short, term)
        names.add(member, term, whole=False)
    same = [member for member, name in printed.items() if squeeze(name) == squeeze(department)]
    head = max(same, key=len, default=None)
    if head is not None and len(printed) > 1:
        for word, terms in lexicon.questions.items():
            if terms[0].kind == "HEADUNIT":
                names.add(word, Term("unit", head, f"{printed[head]}（机关本级）"), whole=False)
