"""Printed tables in, Drafts out: header, columns and rows understood, figures not yet placed.

Tables that name units by code are read first, for others name them by name only.  A table whose header is not
understood keeps its title and its notes, and every one of its figures becomes a problem.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from askbudget.lexicon import Lexicon
from askbudget.load.codes import Units
from askbudget.load.columns import build_columns
from askbudget.load.draft import Draft
from askbudget.load.entries import assemble, join
from askbudget.load.headers import Match, form_of, match_header
from askbudget.load.layouts import Header
from askbudget.load.printstyle import evident, style_of, trailing
from askbudget.load.rows import read_rows, units_of, unplaced
from askbudget.model import PrintedTable, Problem, Row
from askbudget.money import FEN, is_figure
from askbudget.records import dataclass
from askbudget.text import squeeze

_PROJECTS = {"flow": "支出", "nature": "项目支出"}


@dataclass(frozen=True, slots=True)
class Drafts:
    """The tables of a document (in printed order), the units they name, and what is wrong with the whole."""

    drafts: tuple[Draft, ...]
    units: Units
    text_lines: frozenset[int]
    """Lines of tables that hold running text, not figures of the table."""
    unit_places: tuple[tuple[str, str, int, int], ...] = ()
    """(code, name, page, line) where a unit is named first."""


def build_drafts(tables: Sequence[PrintedTable], lexicon: Lexicon, department: str) -> Drafts:
    """All tables as Drafts.  ``department`` is its name as printed above the tables (``""`` if not known)."""
    matches = [_match(table, lexicon) for table in tables]
    units = Units({}, department)
    found: dict[int, Draft] = {}
    text_lines: set[int] = set()
    places: dict[str, tuple[str, str, int, int]] = {}
    for at in _units_first(matches):
        draft, lines = _draft(tables[at], matches[at], lexicon, units)
        found[at] = draft
        text_lines |= lines
        header = matches[at].header
        if header is not None:
            named = units_of(draft.rows, header)
            units = Units({**named, **units.names}, department)
            for row in draft.rows:
                if row.code in named and row.dims.get("unit") == row.code:
                    places.setdefault(row.code, (row.code, row.label, row.page, row.line))
    return Drafts(
        tuple(found[at] for at in range(len(tables))), units, frozenset(text_lines),
        tuple(places[code] for code in sorted(places)),
    )  # fmt: skip


def _match(table: PrintedTable, lexicon: Lexicon) -> Match:
    title = squeeze(table.title)
    kind = lexicon.table_kind(table.title)
    form = form_of(kind, title)
    if form is not None:
        return Match(form)
    return match_header([" ".join(cell for cell in row.cells if cell) for row in table.header], kind, title)


def _units_first(matches: Sequence[Match]) -> Iterator[int]:
    """Positions in the order of reading: tables with a column of unit codes, then the others."""

    def rank(at: int) -> int:
        header = matches[at].header
        if header is None:
            return 3
        if header.tail or header.key("unit_name") is not None:
            return 2
        return 0 if header.key("unit_code") is not None else 1

    yield from sorted(range(len(matches)), key=rank)


def _draft(table: PrintedTable, match: Match, lexicon: Lexicon, units: Units) -> tuple[Draft, frozenset[int]]:
    if match.header is None:
        return _unknown(table, match.why, lexicon), frozenset()
    columns = build_columns(match.header, lexicon)
    rows = read_rows(table, match.header, columns, lexicon, units)
    problems = rows.problems
    if table.unit is None and rows.figures:
        problems = (*problems, _no_unit(table))
    draft = Draft(
        number=table.number,
        title=table.title,
        kind=lexicon.table_kind(table.title),
        unit=table.unit,
        scope=_scope(table, match.header, lexicon),
        pages=table.pages,
        line=table.line,
        columns=columns,
        rows=rows.rows,
        figures=rows.figures if table.unit in FEN else (),
        empty=not rows.figures and not problems,
        notes=table.notes,
        problems=problems if table.unit in FEN else (*problems, *_all_unplaced(table, rows.text_lines)),
    )
    return draft, rows.text_lines


def _scope(table: PrintedTable, header: Header, lexicon: Lexicon) -> dict[str, str]:
    """What the title fixes; a table whose rows are projects holds 项目支出 whatever its title says."""
    scope = dict(lexicon.title_meaning(table.title).dims)
    if header.key("project_name") is not None:
        scope = {**_PROJECTS, **scope}
    return scope


def _unknown(table: PrintedTable, why: str, lexicon: Lexicon) -> Draft:
    """A table whose header is not understood: its rows by label, its figures as problems."""
    style = style_of([cell for cell in row.cells if cell] for row in table.body)
    rows = tuple(
        Row(at, join(entry.text), "", {}, 1, None, True, *entry.place)
        for at, entry in enumerate(assemble(table.body, Header((), ()), style))
    )
    name = table.number or table.title
    problem = Problem(
        "header",
        f"{name}的表头不能识别（{why}），表中数字没有归列。",
        "warning",
        name,
        table.pages[0],
        table.line,
    )
    unplaced_figures = _all_unplaced(table, frozenset())
    return Draft(
        table.number, table.title, lexicon.table_kind(table.title), table.unit,
        lexicon.title_meaning(table.title).dims, table.pages, table.line, (), rows, (),
        not unplaced_figures, table.notes, (problem, *unplaced_figures),
    )  # fmt: skip


def _all_unplaced(table: PrintedTable, aside: frozenset[int]) -> list[Problem]:
    """A problem for each line with figures: tokens with a point or comma, and whole numbers behind a name."""
    lines = [(row, [token for cell in row.cells if cell for token in cell.split()]) for row in table.body]
    style = style_of(tokens for _, tokens in lines)
    found = []
    for row, tokens in lines:
        at = trailing(tokens, style) or len(tokens)
        figures = [
            token
            for index, token in enumerate(tokens)
            if evident(token) or (index >= at and is_figure(token))
        ]
        if figures and row.line not in aside:
            found.append(unplaced(table, figures, row.page, row.line))
    return found


def _no_unit(table: PrintedTable) -> Problem:
    name = table.number or table.title
    return Problem(
        "unit",
        f"{name}没有印出金额单位，表中数字没有换算成金额。",
        "warning",
        name,
        table.pages[0],
        table.line,
    )
