"""A file in, a Document out: pages, tables, columns and rows, figures in their columns, prose and goals.

Everything that a careful reader must know is returned in ``problems``; only a file that cannot be read or is no
disclosure raises LoadError.  Nothing is stored here and no question is answered.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from askbudget.lexicon import load_lexicon
from askbudget.load.draft import Draft
from askbudget.load.drafts import Drafts, build_drafts
from askbudget.load.errors import LoadError
from askbudget.load.facts import Facts, read_facts
from askbudget.load.goals import read_goals
from askbudget.load.printstyle import evident
from askbudget.load.prose import read_prose
from askbudget.load.readers import read_pages
from askbudget.load.recover import place
from askbudget.load.rows import unplaced
from askbudget.load.sums import check_sums
from askbudget.load.tables import find_tables
from askbudget.load.words import load_words
from askbudget.model import Amount, Document, Page, PrintedTable, Problem, Table, Unit
from askbudget.text import squeeze

_SAME = "unclosed"
"""Recovery's word for sums it did not believe: dropped where the finished table shows the same sum."""
_NONE = "文件里没有预算表，也没有谈到预算收支，不是部门预算或决算公开文件。"


def load_document(path: str | Path) -> Document:
    """Read a disclosure.  Raises LoadError, one Chinese sentence, where the file is unreadable or no budget."""
    path = Path(path)
    return read_document(_bytes(path), path.name)


def read_document(data: bytes, source: str) -> Document:
    """Read a disclosure from its bytes; ``source`` is the name it is cited by.  Raises LoadError."""
    lexicon = load_lexicon()
    pages = read_pages(data)
    tables = find_tables(pages, lexicon.table_kind)
    facts = read_facts(pages, tables)
    _must_be_disclosure(pages, tables, facts)
    drafts = build_drafts(tables, lexicon, facts.department)
    placed = place(drafts.drafts)
    prose = read_prose(pages, facts.year, lexicon, claimed_lines(pages, tables))
    if not tables and not (facts.department and (facts.year or prose.statements)):
        raise LoadError(
            "文件里没有预算表，文字也没有说明是哪个部门的预算或决算，不是部门预算或决算公开文件。"
        )
    goals = read_goals(tables, lexicon)
    finished, loose = _finish(tables, drafts, placed.amounts, placed.problems)
    nothing = () if tables else (Problem("no-table", "文件里没有找到预算表，只读取了文字部分。"),)
    return Document(
        department=facts.department,
        year=facts.year,
        kind=facts.kind,
        region=facts.region,
        source=source,
        sha256=hashlib.sha256(data).hexdigest(),
        pages=len(pages),
        tables=finished,
        units=_units(drafts, prose.units),
        passages=(*prose.passages, *goals.passages),
        statements=prose.statements,
        indicators=goals.indicators,
        problems=(*nothing, *facts.problems, *loose, *prose.problems, *goals.problems),
        lines=tuple((page.number, line.number, line.text) for page in pages for line in page.lines),
    )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise LoadError(f"找不到文件 {path}。") from None
    except IsADirectoryError:
        raise LoadError(f"{path} 是文件夹，不是文件。") from None
    except PermissionError:
        raise LoadError(f"没有读取 {path} 的权限。") from None
    except OSError as error:
        raise LoadError(f"读取 {path} 失败：{error.strerror or error}。") from None


def _must_be_disclosure(pages: Sequence[Page], tables: Sequence[PrintedTable], facts: Facts) -> None:
    """A disclosure says whose or of what year it is; a text without tables must at least speak of a budget."""
    if not facts.department and not facts.year:
        raise LoadError(
            _NONE if not tables else "文件里没有部门名称，也没有年度，不能确定是谁哪一年的公开文件。"
        )
    if tables:
        return
    text = squeeze("".join(line.text for page in pages for line in page.lines))
    if not all(any(word in text for word in words) for words in load_words().disclosure):
        raise LoadError(_NONE)


def claimed_lines(pages: Sequence[Page], tables: Sequence[PrintedTable]) -> frozenset[tuple[int, int]]:
    """The (page, line) that belong to tables, captions included; notes under a table are left to the prose."""
    claimed: set[tuple[int, int]] = set()
    for table in tables:
        own = {(row.page, line) for row in (*table.header, *table.body) for line in row.lines or (row.line,)}
        first = (table.pages[0], table.line)
        last = max(own, default=first)
        notes = {line.number for line in table.notes}
        between = {
            (page.number, line.number)
            for page in pages
            if first[0] <= page.number <= last[0]
            for line in page.lines
            if first <= (page.number, line.number) <= last and line.number not in notes
        }
        claimed |= own | between
    return frozenset(claimed)


# ---------------------------------------------------------------- tables


def _finish(
    tables: Sequence[PrintedTable],
    drafts: Drafts,
    amounts: Sequence[tuple[Amount, ...]],
    problems: Sequence[Problem],
) -> tuple[tuple[Table, ...], tuple[Problem, ...]]:
    """(tables with their figures and problems, the problems that are no table's)."""
    finished: list[Table] = []
    owned: set[int] = set()
    for printed, draft, found in zip(tables, drafts.drafts, amounts, strict=True):
        sums = check_sums(draft, found)
        shown = {problem.line for problem in sums}
        mine = [
            (number, problem)
            for number, problem in enumerate(problems)
            if problem.table == (draft.number or draft.title)
            and (problem.page is None or problem.page in draft.pages)
        ]
        owned |= {number for number, _ in mine}
        said = [*draft.problems, *(p for _, p in mine if p.code != _SAME or p.line not in shown), *sums]
        said += _missed(printed, draft, found, said, drafts.text_lines)
        finished.append(_table(draft, found, tuple(dict.fromkeys(said))))
    return tuple(finished), tuple(p for number, p in enumerate(problems) if number not in owned)


def _table(draft: Draft, amounts: tuple[Amount, ...], problems: tuple[Problem, ...]) -> Table:
    return Table(
        draft.number, draft.title, draft.kind, draft.unit, draft.scope, draft.pages, draft.line, draft.columns,
        draft.rows, amounts, draft.empty, draft.notes, problems,
    )  # fmt: skip


def _missed(
    printed: PrintedTable,
    draft: Draft,
    amounts: Sequence[Amount],
    problems: Sequence[Problem],
    text_lines: frozenset[int],
) -> Iterator[Problem]:
    """Every figure printed in the body that ended neither in a cell, nor in a name, nor among the problems."""
    placed = Counter((amount.page, amount.line, amount.printed) for amount in amounts)
    known = {problem.line for problem in problems if problem.code == "unplaced"}
    labels = {token for row in draft.rows for token in row.label.split()}
    for row in printed.body:
        if row.line in text_lines or row.line in known:
            continue
        tokens = Counter(token for cell in row.cells if cell for token in cell.split())
        lost = [
            token
            for token, count in tokens.items()
            if evident(token) and token not in labels and placed[row.page, row.line, token] < count
        ]
        if lost:
            yield unplaced(printed, lost, row.page, row.line)


# ---------------------------------------------------------------- units


def _units(drafts: Drafts, told: Sequence[Unit]) -> tuple[Unit, ...]:
    """The units that tables name by code, then those that only the text names."""
    names = {squeeze(name) for name in drafts.units.names.values()}
    coded = [
        Unit(code, name, drafts.units.above(code), page, line)
        for code, name, page, line in drafts.unit_places
    ]
    return (*coded, *(unit for unit in told if _plain(unit.name) not in names))


def _plain(name: str) -> str:
    """A unit's name without what only says that it is the department's own office."""
    squeezed = squeeze(name)
    for ending in load_words().own_office:
        squeezed = squeezed.removesuffix(ending)
    return squeezed
