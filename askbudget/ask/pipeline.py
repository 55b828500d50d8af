"""A question → an Answer: the stages in order, and the refusals between them.

In: an opened Library, the question, the document in hand.  Out: an Answer; bad questions are answers too
(refused, with the reason).  Every stage is a function of the one before; ``explain`` shows them all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from askbudget.ask.answer import build_answer
from askbudget.ask.dialogue import lean
from askbudget.ask.operations import run
from askbudget.ask.operations.texts import quote
from askbudget.ask.plan import Case, open_frames, whole_units
from askbudget.ask.reading import Read, read
from askbudget.ask.sentences import phrase, sentence
from askbudget.lexicon import Lexicon, load_lexicon
from askbudget.lexicon.mentions import Found, find_mentions
from askbudget.lexicon.names import Names, document_names, kept_names
from askbudget.model import Answer, Choice, Correction, Mention, Query
from askbudget.records import dataclass, replace
from askbudget.text import squeeze

if TYPE_CHECKING:
    from askbudget.lexicon.fuzzy import Likeness
    from askbudget.library import Library
    from askbudget.store.read import DocumentInfo

_QUOTING = frozenset({"define", "duty", "indicator", "note", "why"})
_TRIES = 3
_SHOWN = 12


@dataclass
class _Desk:
    """One document opened for questions: the case, its names, its citation keys."""

    case: Case
    names: Names
    keys: Any

    @cached_property
    def likeness(self) -> Likeness:
        """Every word there is, for comparing."""
        from askbudget.lexicon.fuzzy import Likeness

        lexicon = self.case.lexicon
        return Likeness(self.names.wholes, lexicon.vocabulary.words)

    @cached_property
    def prose(self) -> str:
        """Everything that can be quoted, folded."""
        return "\n".join(squeeze(passage.text) for passage in self.case.passages)


def ask(
    library: Library,
    question: str,
    *,
    document: str | None = None,
    context: Mapping[str, Any] | None = None,
    explain: bool = False,
) -> Answer:
    """Answer *question* from *library*.

    *document* names the document in hand (needed where the library holds several).  *context* is the
    ``reading`` of the answer before, for a question that leans on it.  *explain* fills ``Answer.trace``.
    """
    lexicon = load_lexicon()
    chosen = _document(library, question, document)
    if isinstance(chosen, Answer):
        return chosen
    desk = _desk(library, chosen, lexicon)
    if not squeeze(question):
        return _refuse(question, desk, "empty")
    words = _understand(question, lexicon, desk)
    found, reading = words.found, words.reading
    inherited: tuple[str, ...] = ()
    if context and reading.queries:
        first, inherited = lean(reading.queries[0], context)
        reading = replace(reading, queries=(first, *reading.queries[1:]))
    trace: list[tuple[str, str]] = []
    if explain:
        trace = [("mentions", _show_mentions(found)), ("rules", " ".join(reading.rules))]
        trace.append(("query", "\n".join(map(str, reading.queries))))
    unread = [found.text[start:end] for start, end in found.unread]
    problem = _objection(question, replace(words, reading=reading), inherited, context, desk)
    if problem is not None and unread:
        problem = _quoted(question, replace(words, reading=reading), desk) or problem
    answer = problem or _answers(question, reading.queries, unread, desk)
    if inherited:
        answer = replace(answer, reading={**answer.reading, "inherited": list(inherited)})
    if explain:
        trace += [("plan", _show_plan(answer)), ("sql", answer.sql or "")]
    return replace(answer, corrections=words.corrections, trace=tuple(trace))


# ---------------------------------------------------------------- the document


_YEAR = "(?<![0-9])(20[0-9]{2})年"


def _document(library: Library, question: str, name: str | None) -> int | Answer:
    """The document in hand: the one *name* names, else the one the question names, else the only one."""
    infos = library.reader.documents()
    asked = squeeze(question)
    if name is not None:
        wanted = squeeze(name)
        infos = tuple(one for one in infos if wanted in squeeze(one.name + one.kind) or wanted == one.sha256)
        if not infos:
            return Answer(question, "refused", sentence("other_document", {"words": name}))
    elif len(infos) > 1:
        infos = tuple(one for one in infos if _names(asked, one)) or infos
    if len(infos) > 1:
        years = {int(year) for year in re.findall(_YEAR, asked)}
        infos = tuple(one for one in infos if one.year in years) or infos
    if len(infos) == 1:
        return infos[0].id
    choices = tuple(Choice(one.name, f"{one.department}{one.year}年{question}") for one in infos[:_SHOWN])
    return Answer(question, "clarify", sentence("which_document", {}), choices=choices)


def _names(asked: str, info: DocumentInfo) -> bool:
    """Does the question say the department's name, with its region or without?"""
    department, region = squeeze(info.department), squeeze(info.region)
    short = department.removeprefix(region)
    return department in asked or (len(short) > 3 and short in asked)


def _desk(library: Library, document: int, lexicon: Lexicon) -> _Desk:
    reader = library.reader
    kept: dict[int, _Desk] = library.desks
    if document not in kept:
        info = reader.info(document)
        tables = reader.tables(document)
        whole = whole_units(tables)
        case = Case(
            document, info.name, info.department, info.year, info.kind, open_frames(tables, whole),
            lexicon, reader, whole,
        )  # fmt: skip

        def build() -> Names:
            return document_names(
                info.department, info.region, tables, case.passages, case.indicators, lexicon
            )

        names = kept_names(info.sha256, info.content, build)
        kept[document] = _Desk(case, names, reader.keys(document))
    return kept[document]


# ---------------------------------------------------------------- words


@dataclass(frozen=True, slots=True)
class _Words:
    """What was understood: mentions, their reading, slips corrected, and what unread words may mean."""

    found: Found
    reading: Read
    corrections: tuple[Correction, ...] = ()
    proposals: tuple[str, ...] = ()


def _understand(question: str, lexicon: Lexicon, desk: _Desk) -> _Words:
    """The mentions and their reading, after correcting what is clearly a slip."""
    corrections: list[Correction] = []
    text = question
    for _ in range(_TRIES):
        found, reading = _read(text, lexicon, desk)
        if not found.unread or _quotes(found, reading, desk):
            return _Words(found, reading, tuple(corrections))
        proposals = [p for start, end in found.unread for p in desk.likeness.propose(found.text, start, end)]
        if len({(p.start, p.end, p.target) for p in proposals if p.sure}) != 1:
            return _Words(
                found, reading, tuple(corrections), tuple(dict.fromkeys(p.target for p in proposals))
            )
        fix = next(proposal for proposal in proposals if proposal.sure)
        corrections.append(Correction(found.text[fix.start : fix.end], fix.target, fix.why))
        text = found.text[: fix.start] + fix.target + found.text[fix.end :]
    return _Words(*_read(text, lexicon, desk), tuple(corrections))


def _read(text: str, lexicon: Lexicon, desk: _Desk) -> tuple[Found, Read]:
    """Mentions and reading; where text is asked for, or words stay unread, with the quotable names too."""
    found = find_mentions(text, lexicon, desk.names)
    reading = read(found.text, found.mentions, desk.case.year)
    asks_text = any(query.operation in _QUOTING for query in reading.queries)
    if asks_text or found.unread:
        quoted = find_mentions(text, lexicon, desk.names, quoting=True)
        if asks_text or (_length(quoted) < _length(found) and not _spends(quoted)):
            return quoted, read(quoted.text, quoted.mentions, desk.case.year)
    return found, reading


def _length(found: Found) -> int:
    """How many characters no word covers."""
    return sum(end - start for start, end in found.unread)


def _spends(found: Found) -> bool:
    """Is money asked for in so many words?"""
    return any(mention.kind in _MONEY or "钱" in mention.text for mention in found.mentions)


def _quotes(found: Found, reading: Read, desk: _Desk) -> bool:
    """Text is asked for, and every unread word stands in the document's own text: a keyword, no slip."""
    if not reading.queries or not all(query.operation in _QUOTING for query in reading.queries):
        return False
    return all(end - start > 1 and found.text[start:end] in desk.prose for start, end in found.unread)


# ---------------------------------------------------------------- refusals


def _objection(
    question: str, words: _Words, inherited: Sequence[str], context: Mapping[str, Any] | None, desk: _Desk
) -> Answer | None:
    """Why the question is not answered as it stands, ``None`` when it may be."""
    found, reading = words.found, words.reading
    unread = tuple(found.text[start:end] for start, end in found.unread)
    if unread and not _quotes(found, reading, desk):
        answer = _refuse(question, desk, "unread", words="”“".join(unread))
        suggestions = tuple(f"{proposal}多少" for proposal in words.proposals[:3])
        return replace(answer, unread=unread, suggestions=suggestions)
    for kind, name in (("NOTABLE", "no_table"), ("NOCODE", "no_code")):
        for mention in found.mentions:
            if mention.kind == kind:
                return replace(_refuse(question, desk, name, words=mention.text), unread=(mention.text,))
    stray = "".join(mention.text for mention in reading.misplaced)
    if stray:
        name = "no_code" if stray.isdigit() and len(stray) > 2 else "order"
        return replace(_refuse(question, desk, name, words=stray), unread=(stray,))
    for query in reading.queries:
        if "LIMIT" in query.words and query.operation not in _QUOTING:
            return _refuse(question, desk, "limit")
        if (
            query.ordinal is not None
            and "rows" not in inherited
            and query.operation not in ("duty", "define")
        ):
            words_said = f"第{query.ordinal}"
            return replace(_refuse(question, desk, "order", words=words_said), unread=(words_said,))
    if not inherited and not context and any(_leans(query) for query in reading.queries[:1]):
        return _refuse(question, desk, "no_context")
    amount = any(mention.kind == "AMOUNT" for mention in found.mentions)
    if not reading.queries or not any(_says_something(query, amount) for query in reading.queries):
        return _refuse(question, desk, "nothing")
    return None


def _leans(query: Query) -> bool:
    """那政务中心呢, 它占多少: says what is asked only together with a question before."""
    words = set(query.words)
    picks = any(measure.picks for measure in query.measures)
    return bool((words & {"ELLIPSIS"} and not words & _ASKED) or (words & {"PRONOUN"} and not picks))


_ASKED = frozenset(
    {
        "ASK", "TOTAL", "COUNT", "LIST", "SHARE", "UNITWORD", "WHICH", "EXIST", "YESNO", "DEFINE", "WHY", "NOT",
        "MORE", "LESS", "CHANGE", "DIFFERENCE", "RATIO", "AVERAGE", "EXTREME", "ORDER",
    }
)  # fmt: skip


def _says_something(query: Query, amount: bool) -> bool:
    """A figure must be of something; 预算总额 alone is the whole, 合计 alone is nothing."""
    if any(measure.picks or measure.excluded for measure in query.measures) or query.entity or query.table:
        return True
    words = set(query.words)
    if query.operation in ("value", "sum", "exist"):
        return "document" in words or (amount and bool(words))
    return query.operation not in ("share", "difference", "ratio")


_MONEY = frozenset({"AMOUNT", "SPEND", "MONEY", "UNITWORD"})


def _quoted(question: str, words: _Words, desk: _Desk) -> Answer | None:
    """Where no money is asked for, the document's goals and duties may speak in the unread words."""
    found, queries = words.found, words.reading.queries
    if _spends(found) or len(queries) != 1:
        return None
    outcome = quote(found.text, found.unread, queries[0], desk.case)
    return None if outcome is None else build_answer(question, queries[0], outcome, desk.case, desk.keys)


def _refuse(question: str, desk: _Desk, name: str, **words: str) -> Answer:
    return Answer(question, "refused", sentence(name, words), document=desk.case.name)


# ---------------------------------------------------------------- answers


def _answers(question: str, queries: Sequence[Query], unread: Sequence[str], desk: _Desk) -> Answer:
    """The answer of every query; several are told together, each with its own figure."""
    made: list[Answer] = []
    for query in queries:
        query = replace(query, keywords=tuple(unread))
        outcome = run(query, desk.case)
        made.append(build_answer(question, query, outcome, desk.case, desk.keys))
        if made[-1].status != "answered":
            return made[-1]
    return made[0] if len(made) == 1 else _together(question, made)


def _together(question: str, made: Sequence[Answer]) -> Answer:
    """Several figures in one answer: their sentences in order, rows and citations renumbered."""
    citations: list[Any] = []
    rows: list[Any] = []
    corroboration: list[Any] = []
    conflicts: list[Any] = []
    for answer in made:
        base = len(citations)
        citations.extend(answer.citations)
        told = {(row.label, row.value) for row in rows}
        rows.extend(
            replace(row, citation=None if row.citation is None else row.citation + base)
            for row in answer.rows
            if (row.label, row.value) not in told
        )
        corroboration.extend(replace(one, citation=one.citation + base) for one in answer.corroboration)
        conflicts.extend(
            replace(one, citations=tuple(c + base for c in one.citations)) for one in answer.conflicts
        )
    last = made[-1]
    return replace(
        last,
        question=question,
        text="；".join(answer.text for answer in made),
        rows=tuple(rows),
        citations=tuple(citations),
        corroboration=tuple(corroboration),
        conflicts=tuple(conflicts),
        derivation="；".join(answer.derivation for answer in made if answer.derivation) or None,
        reading={"queries": [answer.reading for answer in made]},
        notes=tuple(dict.fromkeys(note for answer in made for note in answer.notes)),
        sql=";\n".join(answer.sql for answer in made if answer.sql) or None,
    )


# ---------------------------------------------------------------- trace


def _show_mentions(found: Found) -> str:
    def show(mention: Mention) -> str:
        terms = " ".join(f"{term.kind}={term.member}" for term in mention.terms[:6])
        value = f" {mention.value}" if mention.value is not None else ""
        return f"[{mention.text} {mention.kind}{value} {mention.match}] {terms}".rstrip()

    lines = [show(mention) for mention in found.mentions]
    lines += [f"[{found.text[start:end]} 未读懂]" for start, end in found.unread]
    return "\n".join(lines)


def _show_plan(answer: Answer) -> str:
    lines = [
        f"{citation.table} 第{citation.page}页 第{citation.line}行 {citation.row} · {citation.column}"
        for citation in answer.citations
    ]
    lines += [
        f"互证 {one.value} {phrase('agree' if one.agrees else 'differ')}" for one in answer.corroboration
    ]
    return "\n".join(lines)
