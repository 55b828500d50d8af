"""The text of a disclosure → passages that can be quoted, 预算单位, and the statements of its narrative.

In: Pages (tables may be among them: they are left out).  Out: Prose.  Never reads a table, never drops
a paragraph: what is no duty, unit or definition is narrative.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from askbudget.lexicon import Lexicon
from askbudget.load.cues import Cues, load_cues
from askbudget.load.paragraphs import Paragraph, is_heading, read_paragraphs
from askbudget.load.saidof import Reader, Surroundings, organisations
from askbudget.load.statements import has_figures, statements_of
from askbudget.model import Dims, Page, Passage, Problem, Statement, Unit
from askbudget.records import dataclass, field

_INNER = re.compile(r"([^,。;:!?]{2,30}?)(?:[:。])(?=.)")
_TERM = re.compile(r"(.{1,80}?)(?:[:]|(?=(?:是指|指的是|反映|指)))")
_MEANS = re.compile(r"(.{2,20}?)(?:是指|指的是|指)(?=[^南定导出标引向挥派])")
_LISTED = re.compile(r".*(?:包括|分别是|分别为|如下|具体为|只有|仅有)[:]?(.+)$")


@dataclass(frozen=True, slots=True)
class Prose:
    """What the running text says.  ``units`` have no code here; ``problems`` are figures left unread."""

    passages: tuple[Passage, ...]
    units: tuple[Unit, ...]
    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Heading:
    level: int
    text: str
    kind: str
    dims: Dims


@dataclass(slots=True)
class _Found:
    passages: list[Passage] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    narrative: list[tuple[Paragraph, Surroundings, int]] = field(default_factory=list)


def read_prose(
    pages: Sequence[Page], year: int, lexicon: Lexicon, claimed: Collection[tuple[int, int]] = frozenset()
) -> Prose:
    """Everything the text of *pages* says; *year* is the document's.

    *claimed* are the (page, line) that tables own: with them nothing of a table is taken for text;
    without them the beginnings and ends of tables are told by their words.
    """
    cues = load_cues()
    paragraphs = read_paragraphs(pages, cues, claimed)
    reader = Reader(lexicon, cues)
    names = organisations((paragraph.compact for paragraph in paragraphs), cues)
    found = _Found()
    stack: list[_Heading] = []
    for paragraph in paragraphs:
        kind = stack[-1].kind if stack else "narrative"
        if is_heading(paragraph, cues) and not _is_unit(paragraph, kind, cues):
            _push(stack, paragraph, reader, cues, names)
        else:
            _place(paragraph, stack, kind, found, reader, cues, names)
    statements, problems = statements_of(found.narrative, reader, cues, year)
    return Prose(tuple(found.passages), tuple(found.units), statements, problems)


def _push(
    stack: list[_Heading], paragraph: Paragraph, reader: Reader, cues: Cues, names: tuple[str, ...]
) -> None:
    """Open the section of a heading; it closes those of its own level and below."""
    level = paragraph.level if paragraph.level is not None else 0
    plain = paragraph.level is None
    while stack and (stack[-1].level >= level):
        stack.pop()
    kind = cues.section(paragraph.compact)
    if kind is None:
        kind = stack[-1].kind if stack and level > 1 else "narrative"
    above = stack[-1].dims if stack else {}
    words = paragraph.compact[paragraph.body :]
    dims = {} if level == 0 and (plain or not words) else reader.heading(words, above, names)
    stack.append(_Heading(level, paragraph.printed(0), kind, dims))


def _is_unit(paragraph: Paragraph, kind: str, cues: Cues) -> bool:
    """A numbered name in the section of units is a unit and no heading."""
    if kind != "unit" or paragraph.level is None or paragraph.level < 3:
        return False
    text = re.sub(r"\([^()]*\)$", "", paragraph.compact)
    if re.search(rf"{cues.any('organisation_end')}$", text):
        return True
    return re.search(rf"[。:：；;]|{cues.any('heading_end')}$", text) is None


def _place(
    paragraph: Paragraph,
    stack: list[_Heading],
    kind: str,
    found: _Found,
    reader: Reader,
    cues: Cues,
    names: tuple[str, ...],
) -> None:
    page, line = paragraph.place()
    heading = stack[-1].text if stack else ""
    text = paragraph.printed(0)
    if re.match(rf"{cues.any('noted')}[:]", paragraph.compact):
        found.passages.append(Passage("note", heading, text, page, line))
    elif kind == "definition":
        _define(paragraph, found)
    elif kind == "duty":
        found.passages.append(Passage("duty", paragraph.number, text, page, line))
    else:
        if kind == "unit":
            found.units.extend(_units(paragraph, cues, names))
        passage = "unit" if kind == "unit" else "narrative"
        found.passages.append(Passage(passage, heading, text, page, line))
        found.passages.extend(_inner_definitions(paragraph, reader, cues))
        if passage == "narrative" or has_figures(paragraph, cues):
            found.narrative.append(_with_surroundings(paragraph, stack, reader, names))


def _with_surroundings(
    paragraph: Paragraph, stack: list[_Heading], reader: Reader, names: tuple[str, ...]
) -> tuple[Paragraph, Surroundings, int]:
    """The paragraph with the meaning of the headings above and of the one inside it (1.公务接待费：…)."""
    section = stack[-1].text if stack else ""
    dims = dict(stack[-1].dims) if stack else {}
    start, title = paragraph.body, ""
    inner = _INNER.match(paragraph.compact, paragraph.body) if paragraph.level is not None else None
    if inner and not re.search(r"\d", inner[1]):
        title = paragraph.printed(inner.start(1), inner.end(1))
        dims = dict(reader.heading(title, dims, names))
        start = inner.end()
    return paragraph, Surroundings(section, dims, title, names), start


# ---------------------------------------------------------------- definitions


def _define(paragraph: Paragraph, found: _Found) -> None:
    """A term and its sentence; a paragraph without a term goes on with the one before."""
    page, line = paragraph.place()
    match = _TERM.match(paragraph.compact, paragraph.body)
    if (
        match
        and "。" not in match[1]
        and (paragraph.level is not None or paragraph.compact[match.end(1)] == ":")
    ):
        term = paragraph.printed(match.start(1), match.end(1))
        found.passages.append(Passage("definition", term, paragraph.printed(paragraph.body), page, line))
    elif found.passages and found.passages[-1].kind == "definition":
        last = found.passages[-1]
        found.passages[-1] = Passage(
            last.kind, last.title, last.text + paragraph.printed(0), last.page, last.line
        )
    else:
        found.passages.append(Passage("narrative", "", paragraph.printed(0), page, line))


def _inner_definitions(paragraph: Paragraph, reader: Reader, cues: Cues) -> list[Passage]:
    """Definitions in the narrative (机关运行经费指为保障……): only of terms the lexicon knows."""
    found = []
    start = paragraph.body
    while start < len(paragraph.compact):
        stop = paragraph.compact.find("。", start)
        stop = len(paragraph.compact) if stop < 0 else stop
        match = _MEANS.match(paragraph.compact, start, stop)
        if match and not re.search(r"[,;:\d]", match[1]):
            meaning = reader.lexicon.meaning(match[1])
            if meaning.dims and not meaning.unread:
                page, line = paragraph.place(start)
                text = paragraph.printed(start, min(stop + 1, len(paragraph.compact)))
                found.append(Passage("definition", paragraph.printed(start, match.end(1)), text, page, line))
        start = stop + 1
    return found


# ---------------------------------------------------------------- units


def _units(paragraph: Paragraph, cues: Cues, names: tuple[str, ...]) -> list[Unit]:
    """The 预算单位 a paragraph lists: a numbered name, or the names behind 包括 and 分别是."""
    if _is_unit(paragraph, "unit", cues):
        page, line = paragraph.place(paragraph.body)
        return [Unit("", paragraph.printed(paragraph.body), None, page, line)]
    units = []
    start = paragraph.body
    for sentence in re.split(r"(?<=。)", paragraph.compact[start:]):
        units += _listed(paragraph, sentence, start, cues, names)
        start += len(sentence)
    return units


def _listed(
    paragraph: Paragraph, sentence: str, start: int, cues: Cues, names: tuple[str, ...]
) -> list[Unit]:
    match = _LISTED.search(sentence)
    if match is None or "单位" not in sentence or re.search(cues.any("inside_unit"), sentence):
        return []
    ends = re.compile(rf"{cues.any('organisation_end')}(?:预算)?(?:\([^()]*\))?(?:预算)?[。,;]?$")
    units = []
    place = match.start(1)
    for name in re.split(r"((?<![(])[、,;]|和(?=[^、]*。?$))(?![^(]*\))", match[1]):
        bare = re.sub(r"(?:预算)?[。;,]?$", "", name)
        at = start + place
        place += len(name)
        if len(bare) < 4 or not ends.search(name) or not _named(bare, names):
            continue
        page, line = paragraph.place(at)
        units.append(
            Unit("", re.sub(r"预算(?=\()", "", paragraph.printed(at, at + len(bare))), None, page, line)
        )
    return units


def _named(name: str, names: tuple[str, ...]) -> bool:
    """A name of its own, not a kind of unit (局属事业单位)."""
    return not re.search(r"所属|局属|下属|直属|事业单位预算|^(?:本|局|委|厅|院|部门|单位|机关)|单位$", name)
