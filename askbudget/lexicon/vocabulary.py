"""grammar/lexicon and data/subjects → the vocabulary: words with their terms, members with their parents.

In: TOML and CSV files.  Out: plain dictionaries, kept in the cache so that a question pays for
no parsing.  Never knows a document: the names it prints come from the store.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from askbudget.cache import cached
from askbudget.model import DIMENSIONS, TABLE_KINDS, Term
from askbudget.records import dataclass
from askbudget.resources import DATA, GRAMMAR, Entry, GrammarError, entries, read_csv
from askbudget.text import squeeze

LEXICON = GRAMMAR / "lexicon"
SUBJECTS = DATA / "subjects"

CODED = ("subject", "economic", "gov_economic")
"""Dimensions whose members are digits; a prefix contains what it begins."""


PlainTerm = tuple[str, str, str]
"""A Term's kind, member and name, as the cache keeps them."""


class Terms(Mapping[str, tuple[Term, ...]]):
    """Folded word → its terms, most likely first, over plain values.

    A Term is made when its word is looked up: a question needs a dozen words of thousands.
    """

    def __init__(self, plain: dict[str, tuple[PlainTerm, ...]] | None = None) -> None:
        self.plain = {} if plain is None else plain
        self._made: dict[str, tuple[Term, ...]] = {}

    def add(self, word: str, term: PlainTerm) -> None:
        """Teach a folded word one more term; a member it has already is not taken twice."""
        known = self.plain.get(word, ())
        if not any(other[:2] == term[:2] for other in known):
            self.plain[word] = (*known, term)
            self._made.pop(word, None)

    def __getitem__(self, word: str) -> tuple[Term, ...]:
        if word not in self._made:
            self._made[word] = tuple(Term(*term) for term in self.plain[word])
        return self._made[word]

    def get(self, word: str, default: Any = None) -> Any:
        """As a dict's."""
        return self[word] if word in self.plain else default

    def __contains__(self, word: object) -> bool:
        return word in self.plain

    def __iter__(self) -> Iterator[str]:
        return iter(self.plain)

    def __len__(self) -> int:
        return len(self.plain)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What grammar/lexicon says.

    ``words``: folded word → terms, most likely first.  ``parents``: (dimension, member) → the member
    that contains it.  ``names``: (dimension, member) → how to say it.  ``implies``: (dimension, member)
    → what it fixes elsewhere.  ``headers``: folded word → ``all`` | ``void``.  ``kinds``: table kinds in
    the order they are tried, as (name, word lists, excluded words, scope).  ``questions``: folded
    word → kinds of the question language.  ``usual``: dimension → the members by which one usually
    divides everything (one level of the tree, without overlap).  ``texts``: words that are read only
    where text is quoted.  ``phrases``: folded word → the terms it selects together.
    ``unspoken``: names of members that mean something else in a question.  ``longest``: the
    characters of the longest word.
    """

    words: Terms
    parents: dict[tuple[str, str], str]
    names: dict[tuple[str, str], str]
    implies: dict[tuple[str, str], dict[str, str]]
    headers: dict[str, str]
    kinds: tuple[tuple[str, tuple[tuple[str, ...], ...], tuple[str, ...], dict[str, str]], ...]
    questions: Terms
    usual: dict[str, tuple[str, ...]]
    texts: frozenset[str]
    phrases: Terms
    unspoken: frozenset[str]
    longest: int


def vocabulary_sources() -> tuple[Path, ...]:
    """Every file the vocabulary is made of, this one among them."""
    return (*sorted(LEXICON.glob("*.toml")), *sorted(SUBJECTS.glob("*.csv")), Path(__file__))


def load_vocabulary() -> Vocabulary:
    """The vocabulary, from the cache where the files are unchanged.

    Raises GrammarError (file and line) for an entry that cannot be meant.
    """
    raw = cached("vocabulary", vocabulary_sources(), _build)
    return Vocabulary(
        words=Terms(raw["words"]),
        parents=raw["parents"],
        names=raw["names"],
        implies=raw["implies"],
        headers=raw["headers"],
        kinds=raw["kinds"],
        questions=Terms(raw["questions"]),
        usual=raw["usual"],
        texts=raw["texts"],
        phrases=Terms(raw["phrases"]),
        unspoken=raw["unspoken"],
        longest=raw["longest"],
    )


def _build() -> dict[str, Any]:
    raw: dict[str, Any] = {
        "words": Terms(), "parents": {}, "names": {}, "implies": {}, "headers": {}, "kinds": (),
        "questions": Terms(), "usual": {}, "texts": frozenset(), "phrases": {}, "unspoken": frozenset(),
    }  # fmt: skip
    members = [e for name in ("dimensions.toml", "subjects.toml") for e in entries(LEXICON / name, "member")]
    for entry in members:
        _add_member(raw, entry)
    for entry in members:
        _check_member(raw, entry)
    for dimension in ("subject", "economic"):
        stem = "functional" if dimension == "subject" else "economic"
        for line in read_csv(SUBJECTS / f"{stem}.csv"):
            names = (line["name"], *filter(None, (line["other_names"] or "").split(";")))
            raw["names"][(dimension, line["code"])] = line["name"]
            for name in names:
                raw["words"].add(squeeze(name), (dimension, line["code"], line["name"]))
    for entry in entries(LEXICON / "headers.toml", "words"):
        entry.allow("role", "words", "why")
        if entry.text("role") not in ("all", "void"):
            raise GrammarError(entry.path, entry.line, f"unknown role {entry.text('role')!r}")
        raw["headers"].update({squeeze(word): entry.text("role") for word in entry.words("words")})
    raw["kinds"] = tuple(_kind(entry, raw) for entry in entries(LEXICON / "tables.toml", "kind"))
    kinds = _token_kinds()
    for entry in entries(LEXICON / "question.toml", "word"):
        entry.allow("kind", "name", "words", "why", "example")
        kind = entry.text("kind")
        if kind not in kinds:
            raise GrammarError(entry.path, entry.line, f"{kind!r} is no token of question.lark")
        for word in entry.words("words"):
            raw["questions"].add(squeeze(word), (kind, entry.text("name", kind), word))
    for entry in entries(LEXICON / "phrases.toml", "phrase"):
        _add_phrase(raw, entry)
    for entry in entries(LEXICON / "texts.toml", "words"):
        entry.allow("role", "words", "why")
        raw["texts"] |= {squeeze(word) for word in entry.words("words")}
    raw["longest"] = max(
        len(word) for key in ("words", "headers", "questions", "phrases") for word in raw[key]
    )
    return {**raw, "words": raw["words"].plain, "questions": raw["questions"].plain}


def _add_member(raw: dict[str, Any], entry: Entry) -> None:
    entry.allow("dimension", "name", "parent", "words", "implies", "why", "say", "usual", "spoken")
    dimension, name = entry.text("dimension"), entry.text("name")
    if dimension not in DIMENSIONS:
        raise GrammarError(entry.path, entry.line, f"unknown dimension {dimension!r}")
    words = entry.words("words")
    say = entry.text("say", words[0] if dimension in CODED and words else name)
    key = (dimension, name)
    if key in raw["names"]:
        raise GrammarError(entry.path, entry.line, f"{name} is already a member of {dimension}")
    raw["names"][key] = say
    if parent := entry.text("parent", ""):
        raw["parents"][key] = parent
    if entry.values.get("spoken") is False:
        raw["unspoken"] |= {squeeze(name)}
    if entry.values.get("usual"):
        raw["usual"][dimension] = (*raw["usual"].get(dimension, ()), name)
    if implies := entry.mapping("implies"):
        raw["implies"][key] = implies
    for word in words if dimension in CODED else (name, *words):
        raw["words"].add(squeeze(word), (dimension, name, say))


def _add_phrase(raw: dict[str, Any], entry: Entry) -> None:
    entry.allow("words", "select", "why")
    terms = []
    for dimension, members in entry.values.get("select", {}).items():
        for member in members:
            if (dimension, member) not in raw["names"]:
                raise GrammarError(entry.path, entry.line, f"{member!r} is no member of {dimension!r}")
            terms.append((dimension, member, member))
    for word in entry.words("words"):
        raw["phrases"][squeeze(word)] = tuple(terms)


def _check_member(raw: dict[str, Any], entry: Entry) -> None:
    """What an entry names must exist, and no word of it may mean another member of the same dimension."""
    dimension, name = entry.text("dimension"), entry.text("name")
    parent = entry.text("parent", "")
    if parent and (dimension, parent) not in raw["names"]:
        raise GrammarError(entry.path, entry.line, f"parent {parent!r} of {name!r} is no member")
    for other, member in entry.mapping("implies").items():
        if (other, member) not in raw["names"]:
            raise GrammarError(entry.path, entry.line, f"{member!r} is no member of {other!r}")
    for word in entry.words("words"):
        meant = {term.member for term in raw["words"].get(squeeze(word), ()) if term.kind == dimension}
        if len(meant) > 1:
            raise GrammarError(entry.path, entry.line, f"{word!r} means {' and '.join(sorted(meant))}")


def _token_kinds() -> frozenset[str]:
    """The tokens of question.lark, and the words that never become one."""
    grammar = (GRAMMAR / "question.lark").read_text(encoding="utf-8")
    declared = " ".join(
        line.removeprefix("%declare") for line in grammar.splitlines() if line.startswith("%declare")
    )
    return frozenset(declared.split()) | {"VOID", "AMOUNT", "GIVE", "THEN", "ZERO", "DIVIDE"}


def _kind(
    entry: Entry, raw: dict[str, Any]
) -> tuple[str, tuple[tuple[str, ...], ...], tuple[str, ...], dict[str, str]]:
    entry.allow("name", "all", "none", "scope")
    name = entry.text("name")
    if name not in TABLE_KINDS:
        raise GrammarError(entry.path, entry.line, f"unknown table kind {name!r}")
    for dimension, member in entry.mapping("scope").items():
        if (dimension, member) not in raw["names"]:
            raise GrammarError(entry.path, entry.line, f"{member!r} is no member of {dimension!r}")
    lists = entry.values.get("all", [])
    if not lists or not all(isinstance(words, list) and words for words in lists):
        raise GrammarError(entry.path, entry.line, "all must be lists of words")
    return (
        name,
        tuple(tuple(squeeze(word) for word in words) for words in lists),
        tuple(squeeze(word) for word in entry.words("none")),
        entry.mapping("scope"),
    )
