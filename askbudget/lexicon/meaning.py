"""Titles, header cells and row labels → dimensions.

In: printed words.  Out: a Meaning (dimension → member, and what was not understood).
The same vocabulary reads questions (mentions.py); this file knows nothing of asking.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property

from askbudget.lexicon.segment import segment
from askbudget.lexicon.vocabulary import CODED, Vocabulary, load_vocabulary
from askbudget.model import Dims, Term
from askbudget.records import dataclass
from askbudget.text import squeeze


@dataclass(frozen=True, slots=True)
class Meaning:
    """What printed words stand for.

    ``dims``: what they fix.  ``unread``: the characters no word covers, "" when all was understood.
    ``terms``: every term found, left to right.
    """

    dims: dict[str, str]
    unread: str
    terms: tuple[Term, ...]


class Lexicon:
    """The vocabulary with the questions one can put to it."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.questions = vocabulary.questions
        self.longest = vocabulary.longest

    @cached_property
    def _known(self) -> set[str]:
        """Every word that reads titles, headers and labels."""
        return self.vocabulary.words.keys() | self.vocabulary.headers.keys()

    def meaning(self, text: str, within: Dims | None = None) -> Meaning:
        """Read a title, a header cell or a row label.

        *within* is what the surroundings fix already (scope, side, the header above): it decides
        between terms of one word, and a member that contains it adds nothing.
        """
        squeezed = squeeze(text)
        spans = segment(squeezed, self._known, self.longest)
        dims: dict[str, str] = {}
        terms: list[Term] = []
        unread = list(squeezed)
        for start, end in spans:
            unread[start:end] = [""] * (end - start)
            word = squeezed[start:end]
            if together := self.vocabulary.phrases.get(word):
                terms.extend(together)
                for term in together:
                    self._add(dims, term)
            elif candidates := self.vocabulary.words.get(word):
                term = self._choose(candidates, {**(within or {}), **dims})
                terms.append(term)
                self._add(dims, term)
        for term in terms:
            for dimension, member in self.vocabulary.implies.get((term.kind, term.member), {}).items():
                dims.setdefault(dimension, member)
        left = "".join(char for char in unread if not char.isdigit() and char not in _PUNCTUATION)
        return Meaning(dims, left, tuple(terms))

    def path_meaning(self, path: Sequence[str], within: Dims | None = None) -> Meaning:
        """Read a header path from the top; a deeper step narrows what stands above it."""
        dims: dict[str, str] = {}
        terms: list[Term] = []
        unread = ""
        for step in path:
            step_meaning = self.meaning(step, {**(within or {}), **dims})
            for dimension, member in step_meaning.dims.items():
                known = dims.get(dimension)
                if known is None or not self.within(dimension, known, member):
                    dims[dimension] = member
            terms.extend(step_meaning.terms)
            unread += step_meaning.unread
        return Meaning(dims, unread, tuple(terms))

    def table_kind(self, title: str) -> str:
        """The CONTRACT's kind of a table with this title; 其他 where no rule of tables.toml holds."""
        return self._kind(title)[0]

    def title_meaning(self, title: str) -> Meaning:
        """The scope that a table's title fixes: its words, and what its kind adds."""
        meaning = self.meaning(title)
        dims = meaning.dims
        if {"收入", "支出"} <= {
            term.member for term in meaning.terms if term.kind == "flow"
        } or "收支" in title:
            dims.pop("flow", None)
        for dimension, member in self._kind(title)[1].items():
            dims.setdefault(dimension, member)
        return Meaning(dims, meaning.unread, meaning.terms)

    def within(self, dimension: str, member: str, ancestor: str) -> bool:
        """Is *member* the same as *ancestor* or part of it?  Codes: by prefix."""
        if dimension in CODED:
            return member.startswith(ancestor)
        step: str | None = member
        while step is not None:
            if step == ancestor:
                return True
            step = self.parent(dimension, step)
        return False

    def parent(self, dimension: str, member: str) -> str | None:
        """The member that contains *member*, ``None`` at the top.  Codes: two digits less."""
        if dimension in CODED:
            return member[:-2] if len(member) > 3 else None
        return self.vocabulary.parents.get((dimension, member))

    def parts(self, dimension: str, member: str | None) -> tuple[str, ...]:
        """The members that divide *member* (``None``: all) without overlap; none for codes."""
        if member is None:
            return self.vocabulary.usual.get(dimension, ())
        usual = [
            m
            for m in self.vocabulary.usual.get(dimension, ())
            if m != member and self.within(dimension, m, member)
        ]
        children = [
            m for (d, m), parent in self.vocabulary.parents.items() if d == dimension and parent == member
        ]
        return tuple(usual or children)

    def name(self, dimension: str, member: str) -> str:
        """How to say a member; the member itself where the vocabulary has no name for it."""
        return self.vocabulary.names.get((dimension, member), member)

    def _kind(self, title: str) -> tuple[str, dict[str, str]]:
        folded = squeeze(title)
        for name, lists, excluded, scope in self.vocabulary.kinds:
            if any(word in folded for word in excluded):
                continue
            if any(all(word in folded for word in words) for words in lists):
                return name, scope
        return "其他", {}

    def _choose(self, candidates: tuple[Term, ...], within: Dims) -> Term:
        for term in candidates:
            above = within.get(term.kind)
            if above is not None and self.within(term.kind, term.member, above):
                return term
        return candidates[0]

    def _add(self, dims: dict[str, str], term: Term) -> None:
        known = dims.get(term.kind)
        if known is None or self.within(term.kind, term.member, known):
            dims[term.kind] = term.member


_PUNCTUATION = frozenset("()[]{}<>《》“”\"'‘’、,，.。:：;；/-—_·~*#%≥≤=+ &|")


@cache
def load_lexicon() -> Lexicon:
    """The lexicon of this installation; raises GrammarError where grammar/ says what cannot be meant."""
    return Lexicon(load_vocabulary())
