"""The raw rows of a printed table and its header in, Rows with their dimensions and their unplaced figures out.

What a label means is the lexicon's to say; a row tells its unit only where the table prints it.  Nothing is dropped:
a figure that cannot be a row's goes to the problems with its line.
"""

from __future__ import annotations

from collections.abc import Sequence

from askbudget.lexicon import Lexicon
from askbudget.load.codes import Cells, Units, catalogue, read_cells
from askbudget.load.draft import RowFigures
from askbudget.load.entries import Entry, assemble, assemble_before_text, cut_form, join
from askbudget.load.layouts import Header
from askbudget.load.printstyle import Style, is_year, style_of
from askbudget.load.sides import SPENDING, assemble_sides
from askbudget.load.tree import Node, grow
from askbudget.load.words import load_words, ordinal_of
from askbudget.model import Column, PrintedRow, PrintedTable, Problem, Row
from askbudget.money import parse_figure
from askbudget.records import dataclass, field
from askbudget.text import squeeze


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one table, their figures, and what could not be made sense of.

    ``text_lines`` are lines of the body that hold no figures of the table (indicator texts).
    """

    rows: tuple[Row, ...]
    figures: tuple[RowFigures, ...]
    problems: tuple[Problem, ...] = ()
    text_lines: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Build:
    """One row in the making, with everything known of it."""

    entry: Entry
    cells: Cells
    node: Node
    dims: dict[str, str] = field(default_factory=dict)


def read_rows(
    printed: PrintedTable, header: Header, columns: Sequence[Column], lexicon: Lexicon, units: Units
) -> Rows:
    """The rows of a table whose header is known.

    ``units`` are the units that other tables name by code; the figures come in printed order, without columns.
    """
    body = cut_form(printed.body, header.form) if header.form else printed.body
    style = style_of([cell for cell in row.cells if cell] for row in body)
    others: list[PrintedRow] = []
    if header.sides:
        entries = assemble_sides(body, header, style, lexicon)
    elif header.tail:
        entries, others = assemble_before_text(body, header, style, units.names)
    else:
        entries = assemble(body, header, style)
    items = bool(header.sides or header.form)
    builds = [_build(entry, header, units, items) for entry in entries if entry.pieces or entry.figures]
    grow([build.node for build in builds], items)
    if header.form:
        _set_aside(builds)
    for build in builds:
        build.dims = _dims(build, builds, lexicon, units, items)
    aside = {row.line for row in others}
    if header.form:
        aside |= {row.line for row in printed.body} - {row.line for row in body}
    rows = tuple(_row(at, build) for at, build in enumerate(builds))
    figures, problems = _figures(printed, builds, columns, style)
    return Rows(rows, figures, (*problems, *_stray(printed, builds)), frozenset(aside))


def units_of(rows: Sequence[Row], header: Header) -> dict[str, str]:
    """code → name of the unit rows, where the table has rows of units."""
    if header.key("unit_code") is None and not header.units:
        return {}
    return {
        row.code: row.label for row in rows if row.code and row.label and row.dims.get("unit") == row.code
    }


# ---------------------------------------------------------------- one row


def _build(entry: Entry, header: Header, units: Units, items: bool) -> _Build:
    words = load_words()
    if items or not header.keys:
        cells = Cells(label=join(entry.text))
        cells.holds = "item"
    else:
        cells = read_cells(entry.text, header, units)
    if not entry.pieces:
        cells.holds = "total"
    node = Node(
        cells.label, cells.holds, cells.code, cells.unit_code, cells.kind, entry.side,
        words.is_of_which(squeeze(cells.label)),
    )  # fmt: skip
    return _Build(entry, cells, node)


def _row(at: int, build: _Build) -> Row:
    node, (page, line) = build.node, build.entry.place
    return Row(
        at, build.cells.label, build.cells.code, build.dims, node.level, node.parent, node.leaf, page, line,
        node.side, node.of_which, build.cells.keys,
    )  # fmt: skip


def _set_aside(builds: Sequence[_Build]) -> None:
    """A form divides its total several times (资金来源, 资金结构): divisions after the first are 其中."""
    divided: dict[int, str] = {}
    for at, build in enumerate(builds):
        parent = build.node.parent
        if parent is None or build.entry.figures or not any(other.node.parent == at for other in builds):
            continue
        build.node.of_which = parent in divided
        divided.setdefault(parent, build.cells.label)
    for build in builds:
        parent = build.node.parent
        if parent is not None and builds[parent].node.of_which:
            build.node.of_which = True
        build.node.leaf = build.node.leaf and not build.node.of_which


# ---------------------------------------------------------------- what a row stands for


def _dims(
    build: _Build, builds: Sequence[_Build], lexicon: Lexicon, units: Units, items: bool
) -> dict[str, str]:
    if items:
        return _item_dims(build, builds, lexicon)
    cells, dims = build.cells, {}
    if cells.holds == "subject_code":
        dims["subject"] = cells.code
    elif cells.holds == "economic_code":
        dims["economic"] = cells.code
    elif cells.holds == "unit_code":
        return {"unit": cells.code}
    elif cells.holds == "total":
        return {}
    if cells.gov_code:
        dims["gov_economic"] = cells.gov_code
    if cells.kind:
        dims |= {key: member for key, member in lexicon.meaning(cells.kind).dims.items() if key == "nature"}
    if cells.label and (cells.holds == "project_code" or cells.unit_name or (cells.kind and not cells.code)):
        dims["project"] = cells.label
    elif cells.label and not cells.code:
        dims |= lexicon.meaning(_unnumbered(cells.label)).dims
    if unit := _unit(build, builds, units):
        dims["unit"] = unit
    return dims


def _unit(build: _Build, builds: Sequence[_Build], units: Units) -> str | None:
    """The unit that the table prints for a row: in it, or as the unit row above it that is not the department."""
    if build.cells.unit_name:
        return units.member(build.cells.unit_name)
    if build.cells.unit_code:
        return build.cells.unit_code
    at = build.node.parent
    while at is not None:
        above = builds[at]
        if above.cells.holds == "unit_code":
            parent = above.node.parent
            top = parent is None or builds[parent].cells.holds != "unit_code"
            return None if top and above.cells.code in units.roots else above.cells.code
        at = above.node.parent
    return None


def _item_dims(build: _Build, builds: Sequence[_Build], lexicon: Lexicon) -> dict[str, str]:
    """A line of a 收支 table: its words within its side, and what the line above it says.

    本年支出 does not narrow what stands under it: what is carried over at the year's end is not spent on subjects.
    """
    side, parent = build.node.side, build.node.parent
    dims: dict[str, str] = {"flow": side} if side else {}
    if parent is not None:
        above = builds[parent]
        dims |= above.dims or _item_dims(above, builds, lexicon)
        if side == SPENDING and dims.get("period") == "本年":
            del dims["period"]
    label = _unnumbered(build.cells.label)
    for key, member in lexicon.meaning(label, dims).dims.items():
        known = dims.get(key)
        if key == "flow" and side:
            continue
        if known is None or not (build.node.of_which and lexicon.within(key, known, member)):
            dims[key] = member
    if (
        side == SPENDING
        and "subject" not in dims
        and (code := _class_named(label))
        and _by_function(builds, lexicon)
    ):
        dims.pop("fund", None)
        dims["subject"] = code
    return dims


def _by_function(builds: Sequence[_Build], lexicon: Lexicon) -> bool:
    """Whether 支出 is listed by 功能分类: then 国有资本经营预算 is the 类 of that name, no fund."""
    found = [lexicon.meaning(_unnumbered(b.cells.label)).dims for b in builds if b.node.side == SPENDING]
    return sum("subject" in dims for dims in found) > sum("fund" in dims for dims in found)


def _class_named(label: str) -> str | None:
    """The 功能分类 whose 类 has exactly this name (with or without 支出)."""
    name = squeeze(label)
    for code, names in catalogue("functional").items():
        if len(code) == 3 and (name in names or f"{name}支出" in names):
            return code
    return None


def _unnumbered(label: str) -> str:
    ordinal = ordinal_of(label)
    return label[ordinal.end :] if ordinal else label


# ---------------------------------------------------------------- its figures


def _figures(
    printed: PrintedTable, builds: Sequence[_Build], columns: Sequence[Column], style: Style
) -> tuple[tuple[RowFigures, ...], list[Problem]]:
    unit = printed.unit or "元"
    found: list[RowFigures] = []
    problems: list[Problem] = []
    for at, build in enumerate(builds):
        pieces = build.entry.figures
        if not pieces:
            continue
        side = build.node.side
        allowed = tuple(column.position for column in columns if column.side == side)
        if len(pieces) > len(allowed):
            for line in dict.fromkeys((piece.page, piece.line) for piece in pieces):
                tokens = [piece.text for piece in pieces if (piece.page, piece.line) == line]
                problems.append(unplaced(printed, tokens, *line, build.cells.label))
            continue
        found.append(
            RowFigures(
                row=at,
                page=pieces[0].page,
                printed=tuple(piece.text for piece in pieces),
                values=tuple(parse_figure(piece.text, unit) for piece in pieces),
                lines=tuple(piece.line for piece in pieces),
                allowed=allowed,
                columns=None,
                quantum=style.quantum(unit),
            )
        )
    return tuple(found), problems


def _stray(printed: PrintedTable, builds: Sequence[_Build]) -> list[Problem]:
    """Whole numbers that may be amounts: at the end of a label and no year, or a line of numbers read as a code."""
    nameless = [
        (build, [token for piece in build.entry.pieces for token in piece.text.split()])
        for build in builds
        if _is_nameless(build)
    ]
    found = [unplaced(printed, tokens, *build.entry.place) for build, tokens in nameless]
    return found + [
        unplaced(printed, [token], piece.page, piece.line, build.cells.label)
        for build in builds
        for piece in build.entry.pieces[-1:]
        for token in piece.text.split()[-1:]
        if token.isdigit() and not is_year(token) and build.cells.label.endswith(token)
        if not _is_nameless(build)
    ]


def _is_nameless(build: _Build) -> bool:
    """Whether a row is nothing but numbers read as a unit's code: without a name and without figures."""
    label = squeeze(build.cells.label)
    bare = not label or label.isdigit()
    return build.cells.holds == "unit_code" and bare and not build.entry.figures


def unplaced(printed: PrintedTable, tokens: Sequence[str], page: int, line: int, label: str = "") -> Problem:
    """The problem of figures on one line whose place in the table is not known."""
    name = printed.number or printed.title
    row = f"“{label}”的" if label else ""
    shown = "、".join(tokens)
    return Problem(
        "unplaced", f"{name}第{line}行{row}数字{shown}不能归入任何一列。", "warning", name, page, line
    )
