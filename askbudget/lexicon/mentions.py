"""A question → Mentions: every span of it that means something, and the spans that mean nothing.

In: the question as typed, the lexicon, the names of the document in hand.  Out: Mentions in order and
the unread spans.  Exact and alias words first, then runs of longer names; a misspelling is never
read here (fuzzy.py proposes).  Knows no grammar: what the words do together is ask/reading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from askbudget.lexicon.meaning import Lexicon
from askbudget.lexicon.names import Names
from askbudget.lexicon.segment import segment
from askbudget.lexicon.vocabulary import Terms
from askbudget.model import Mention, Term
from askbudget.money import find_numbers
from askbudget.records import dataclass, field
from askbudget.text import fold, squeeze


@dataclass(frozen=True, slots=True)
class Found:
    """The mentions of a question and what no word covers.

    ``text`` is the folded question without spaces, ``offsets[i]`` where its character i stood in the
    question as typed (one more than it has characters).  ``unread`` are spans of ``text``.
    """

    text: str
    offsets: tuple[int, ...]
    mentions: tuple[Mention, ...]
    unread: tuple[tuple[int, int], ...] = field(default=())


_NUMERALS = "〇零一二两三四五六七八九十百"
_DIGITS = _NUMERALS + "\\d"
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("QUOTED", r"[“\"‘'「『《]([^”\"’'」』》]{1,40})[”\"’'」』》]"),
    ("TABLE", r"(?:预算|公开|附)?(?:表\s?0*(\d{1,2})(?!\d|[个项家名])|0*(\d{1,2})\s?号?表)"),
    ("YEAR", r"(?<!\d)((?:19|20)\d\d)\s?年(?:度|末|底|期末)?"),
    ("CODE", r"(?<!\d)(\d{3}[ \-]\d{2}(?:[ \-]\d{2})?)(?!\d)"),
    ("FIRST", rf"前\s?([{_DIGITS}]+)\s?[个名项位大家笔条]?(?![年万千亿])"),
    ("LAST", rf"(?:后|倒数|最后)\s?([{_DIGITS}]+)\s?[个名项位家笔条](?![年万千亿])"),
    ("NTHLAST", rf"倒数第\s?([{_DIGITS}]+)\s?[大多高名个位项小少低]?"),
    ("NTHLAST", rf"第\s?([{_DIGITS}]+)\s?[小少低](?:的)?"),
    ("NTH", rf"第\s?([{_DIGITS}]+)\s?[大多高名位](?:的)?"),
    ("ORDINAL", rf"第\s?([{_DIGITS}]+)\s?[个项笔条类家]?"),
)
"""Written out, and compiled by ``re`` at first use: most questions hold neither digit nor quote."""

_NUMERALS_AND_QUOTES = frozenset(_NUMERALS + "“\"‘'「『《")


def find_mentions(question: str, lexicon: Lexicon, names: Names, *, quoting: bool = False) -> Found:
    """Read the words of *question*.  Every character is in a mention, in ``unread``, or punctuation.

    *quoting*: the document's glossary terms and indicator names are words too.
    """
    text, offsets = _compact(question)
    given = _patterns(text, names, lexicon)
    given.update(_titles(text, names))
    given.update(_numbers(text, given))
    vocabulary = lexicon.vocabulary
    quotable = names.quotable if quoting else {}
    own = (*((names.quotable,) if quoting else ()), vocabulary.phrases, names.words)
    known = _Union(*own, vocabulary.words, lexicon.questions)
    spans = segment(text, known, max(lexicon.longest, names.longest), tuple(given))
    mentions = [_mention(text, span, given, lexicon, names, quotable) for span in spans]
    mentions = _named_projects(mentions, names)
    mentions, unread = _parts(text, mentions, names)
    mentions, unread = _abbreviations(text, mentions, unread, names)
    return Found(text, offsets, tuple(sorted(mentions, key=lambda m: m.start)), unread)


@dataclass(frozen=True, slots=True)
class _Pattern:
    kind: str
    text: str
    value: int | Decimal | None
    terms: tuple[Term, ...] = ()


class _Union:
    """The words of several tables looked up as one, without copying them."""

    def __init__(self, *tables: Terms) -> None:
        self._tables = [table.plain for table in tables]

    def __contains__(self, word: object) -> bool:
        for table in self._tables:  # noqa: SIM110 (asked some hundred times a question)
            if word in table:
                return True
        return False


def _compact(question: str) -> tuple[str, tuple[int, ...]]:
    """Folded, without spaces except between two digits, lower case; offsets into the original."""
    folded = fold(question)
    text = folded.text
    keep = [
        index
        for index, char in enumerate(text)
        if not char.isspace()
        or (0 < index < len(text) - 1 and text[index - 1].isdigit() and text[index + 1].isdigit())
    ]
    compact = "".join(text[index] for index in keep)
    return compact, (*(folded.offsets[index] for index in keep), len(question))


def _patterns(text: str, names: Names, lexicon: Lexicon) -> dict[tuple[int, int], _Pattern]:
    found: dict[tuple[int, int], _Pattern] = {}
    marked = any(char in _NUMERALS_AND_QUOTES or char.isdigit() for char in text)
    for kind, pattern in _PATTERNS if marked else ():
        for match in re.finditer(pattern, text):
            body = next((group for group in match.groups() if group), "")
            span = match.span()
            if kind == "QUOTED":
                found[span] = _quoted(body, names, lexicon)
            elif kind == "TABLE":
                if terms := names.words.get(f"#table{int(body)}"):
                    found[span] = _Pattern("SEL", match[0], None, terms)
                else:
                    found.setdefault(span, _Pattern("NOTABLE", match[0], int(body)))
            elif kind == "VOID":
                found.setdefault(span, _Pattern("VOID", match[0], None))
            elif kind == "CODE":
                code = re.sub(r"\D", "", body)
                if terms := names.words.get(code):
                    found[span] = _Pattern("SEL", code, None, terms)
                else:
                    found[span] = _Pattern("NOCODE", code, None)
            elif (value := _small_number(body)) is not None:
                found.setdefault(span, _Pattern(kind, match[0], value))
    return found


def _titles(text: str, names: Names) -> dict[tuple[int, int], _Pattern]:
    """基本支出预算表: the end of one table's title stands for the table."""
    found: dict[tuple[int, int], _Pattern] = {}
    end = text.find("表")
    while end >= 0:
        for start in range(max(0, end - 30), end - 2):
            if terms := names.titled(text[start : end + 1]):
                found[(start, end + 1)] = _Pattern("SEL", text[start : end + 1], None, terms)
                break
        end = text.find("表", end + 1)
    return found


def _quoted(body: str, names: Names, lexicon: Lexicon) -> _Pattern:
    plain = body.replace(" ", "")
    terms = names.words.get(plain, ()) or lexicon.vocabulary.words.get(plain, ())
    return _Pattern("SEL" if terms else "QUOTED", plain, None, terms)


_TAIL = rf"[^{_DIGITS}第.,，]+$"


def _small_number(text: str) -> int | None:
    numbers = find_numbers(text if text.isdigit() else f"第{text}")
    return int(numbers[0].value) if numbers else None


def _numbers(text: str, taken: Mapping[tuple[int, int], _Pattern]) -> dict[tuple[int, int], _Pattern]:
    """Numbers with their money unit.  A counting word behind one is a word of its own: 期 stays unread."""
    found: dict[tuple[int, int], _Pattern] = {}
    for number in find_numbers(text):
        span = (number.start, number.end)
        if number.kind in ("number", "ordinal"):
            tail = re.search(_TAIL, number.text)
            if tail is not None:
                span = (number.start, number.end - len(tail[0]))
        if span in taken:
            continue
        kind = {"money": "MONEY", "percent": "PERCENT", "year": "YEAR", "ordinal": "ORDINAL"}.get(
            number.kind, "NUMBER"
        )
        found[span] = _Pattern(kind, text[span[0] : span[1]], number.fen if kind == "MONEY" else number.value)
    return found


def _mention(
    text: str,
    span: tuple[int, int],
    given: Mapping[tuple[int, int], _Pattern],
    lexicon: Lexicon,
    names: Names,
    quotable: Mapping[str, tuple[Term, ...]],
) -> Mention:
    start, end = span
    word = text[start:end]
    own = (*names.words.get(word, ()), *quotable.get(word, ()))
    if not own and word in lexicon.vocabulary.phrases:
        return Mention(start, end, word, "SEL", lexicon.vocabulary.phrases[word], "phrase")
    said_otherwise = word in lexicon.vocabulary.unspoken and word in lexicon.questions
    general = () if said_otherwise else lexicon.vocabulary.words.get(word, ())
    if span in given and not own:
        return _given(span, given[span])
    if own or general:
        terms = _merge(own, general)
        return Mention(start, end, word, "SEL", terms, "exact" if own else "alias")
    kinds = lexicon.questions[word]
    return Mention(start, end, word, kinds[0].kind, kinds, "exact")


def _given(span: tuple[int, int], pattern: _Pattern) -> Mention:
    return Mention(span[0], span[1], pattern.text, pattern.kind, pattern.terms, "exact", pattern.value)


def _merge(own: tuple[Term, ...], general: tuple[Term, ...]) -> tuple[Term, ...]:
    """The document's names win; a general term stays where the document says nothing of its dimension."""
    kinds = {term.kind for term in own}
    return (*own, *(term for term in general if term.kind not in kinds))


def _named_projects(mentions: list[Mention], names: Names) -> list[Mention]:
    """A word that is also how project names begin (办公经费), or that 项目 stands behind, may mean those."""
    result = list(mentions)
    for index, mention in enumerate(mentions):
        if mention.kind != "SEL" or not {term.kind for term in mention.terms} <= _LIKE_PROJECTS:
            continue
        behind = next(
            (m for m in mentions[index + 1 :] if m.kind not in ("DE", "LEVEL", "AMOUNT", "VOID")), None
        )
        asked = (
            behind is not None
            and behind.kind == "DIM"
            and behind.terms[0].member in ("project", "project_kind")
        )
        held = tuple(term for term in names.holding(mention.text) if term.kind == "project")
        if asked or (held and all(squeeze(term.name).startswith(mention.text) for term in held)):
            match = "part" if asked and held else mention.match
            terms = (*mention.terms, *held)
            result[index] = Mention(mention.start, mention.end, mention.text, "SEL", terms, match)
    return result


_LIKE_PROJECTS = frozenset({"economic", "gov_economic", "subject", "item"})


# ---------------------------------------------------------------- runs of a longer name


def _parts(
    text: str, mentions: Sequence[Mention], names: Names
) -> tuple[list[Mention], tuple[tuple[int, int], ...]]:
    """Read unread runs as parts of names; what stays unread is returned beside the mentions."""
    covered = bytearray(len(text))
    for mention in mentions:
        covered[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    result = list(mentions)
    unread: list[tuple[int, int]] = []
    inside = _insides(text, mentions)
    for start, end in _runs(text, covered):
        position = start
        while position < end:
            part = _part_at(text, position, start, end, names, inside)
            if part is not None and _disagrees(result, part):
                part = None
            if part is None:
                if unread and unread[-1][1] == position:
                    unread[-1] = (unread[-1][0], position + 1)
                else:
                    unread.append((position, position + 1))
                position += 1
                continue
            result = [m for m in result if m.end <= part.start or m.start >= part.end]
            result.append(part)
            position = part.end
    return result, tuple(unread)


def _abbreviations(
    text: str, mentions: Sequence[Mention], unread: tuple[tuple[int, int], ...], names: Names
) -> tuple[list[Mention], tuple[tuple[int, int], ...]]:
    """行政审批局: an unread run with what stands before it may be a unit's name with characters left out."""
    result = list(mentions)
    left = []
    for start, end in unread:
        spans = ((low, high) for low in range(max(0, start - 10), start + 1) for high in (end,))
        found = next(
            ((low, high, terms) for low, high in spans if (terms := names.abbreviated(text[low:high]))), None
        )
        if found is None:
            left.append((start, end))
            continue
        low, high, terms = found
        result = [m for m in result if m.end <= low or m.start >= high]
        result.append(Mention(low, high, text[low:high], "SEL", terms, "part"))
    return result, tuple(left)


def _disagrees(mentions: Sequence[Mention], part: Mention) -> bool:
    """A run right beside another run of a name, and no name has both (or before another word of the same
    classification: 职工 + 工资): together they name nothing."""
    for other in mentions:
        if other.kind == "TOTAL" and len(other.text) == 1 and other.end == part.start:
            return True
        beside = other.kind == "SEL" and other.match != "part" and part.end == other.start
        if beside and {t.kind for t in other.terms} & {t.kind for t in part.terms} & {"economic", "subject"}:
            return True
        if other.match == "part" and part.start in (other.end, other.start):
            known = {(term.kind, term.member) for term in other.terms}
            return not any((term.kind, term.member) in known for term in part.terms)
    return False


def _runs(text: str, covered: bytearray) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for index, char in enumerate(text):
        if covered[index] or char in _SILENT:
            continue
        if runs and runs[-1][1] == index:
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    return runs


def _part_at(
    text: str, position: int, floor: int, end: int, names: Names, inside: frozenset[int]
) -> Mention | None:
    """The longest stretch of the question over *position* that is a run of some name.

    It may reach beyond the unread run over words already read (12345 in 12345热线), but only over whole
    ones: *inside* are the positions no stretch may begin or end at, and no number is ever cut.
    """
    best: tuple[int, int, tuple[Term, ...]] | None = None
    low = max(0, floor - 8) if position == floor else position
    for start in range(low, position + 1):
        if start in inside:
            continue
        shortest = max(position + 1, start + 2, (best[1] - best[0] + start + 1) if best else 0)
        for stop in range(min(len(text), start + 30), shortest - 1, -1):
            if stop in inside:
                continue
            if terms := names.holding(text[start:stop]):
                best = (start, stop, terms)
                break
    if best is None:
        return None
    start, stop, terms = best
    return Mention(start, stop, text[start:stop], "SEL", terms, "part")


def _insides(text: str, mentions: Sequence[Mention]) -> frozenset[int]:
    within = {index for mention in mentions for index in range(mention.start + 1, mention.end)}
    within.update(i for i in range(1, len(text)) if text[i - 1].isdigit() and text[i].isdigit())
    return frozenset(within)


_SILENT = frozenset("[]【】，,。.？?！!；;：:（）()《》“”\"'‘’ \t、")
