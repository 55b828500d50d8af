"""The members of a dimension with their figures: what is listed, counted, ranked, averaged, grouped.

In: a Measure and the dimension whose members are wanted.  Out: Members, each with its exact figure and
place.  Rows are leaves of one table (projects, subjects …) or one figure a member (funds, natures, units).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from askbudget.ask.figures import Figure, Line, blank_spot, cell_spot, figure, row_label
from askbudget.ask.frame import Cover, Frame, Node, Wanted, covers, leaves_below
from askbudget.ask.plan import Case, Cell, Reading, Result, fetch, readings
from askbudget.lexicon.vocabulary import CODED
from askbudget.model import Measure
from askbudget.records import dataclass

_ROWS = ("project", "subject", "economic", "gov_economic", "item")
_HOME = {
    "project": "项目支出表", "subject": "支出总表", "economic": "支出经济分类表",
    "gov_economic": "支出经济分类表",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Members:
    """The complete set of members, in printed order.

    ``result`` is the table they come from (``None`` where each member has its own figure).
    """

    dimension: str
    lines: tuple[Line, ...]
    result: Result | None
    reading: Reading
    figures: tuple[Figure, ...] = ()


def members(
    measure: Measure, dimension: str, case: Case, level: int | None = None, table: str | None = None
) -> Members | None:
    """The members of *dimension* within *measure*; ``None`` where no table tells them apart."""
    if dimension == "project_kind":
        return _one_by_one(measure, "nature", "项目支出", case)
    if dimension in _ROWS:
        found = _rows(measure, dimension, case, table)
        if found is not None and not _adds_up(found, measure, case, table):
            return None
        if found is None or level is None or dimension not in CODED:
            return found
        printed = _rows(measure, dimension, case, table, level)
        levelled = _levelled(found, level, case)
        return printed if printed is not None and total(printed.lines) == total(levelled.lines) else levelled
    return _one_by_one(measure, dimension, None, case)


def _adds_up(found: Members, measure: Measure, case: Case, table: str | None) -> bool:
    """A list from a table of something narrower is no list of the whole, unless it adds up to it."""
    if found.result is None or not found.result.cover.extras or table is not None:
        return True
    whole = figure(measure, case, "")
    return isinstance(whole, Figure) and (
        whole.value == total(found.lines) or whole.extras == found.result.cover.extras
    )


# ---------------------------------------------------------------- rows of one table


def _rows(
    measure: Measure, dimension: str, case: Case, table: str | None, level: int | None = None
) -> Members | None:
    """The rows of the table that fits best; *level*: rows whose code has so many digits, where printed."""
    best: tuple[tuple[int, ...], Reading, Cover, tuple[int, ...]] | None = None
    for reading in readings(measure, case):
        for frame in case.frames:
            if dimension not in frame.row_dims or (table is not None and frame.table.name != table):
                continue
            for cover in covers(frame, reading.selected, case.judge, dimension)[:1]:
                leaves = leaves_below(frame, cover, _tells(frame, dimension, level))
                if not leaves:
                    continue
                finest = max(len(frame.rows[position].dims.get(dimension, "")) for position in leaves)
                detail = -finest if dimension in CODED else 0
                home = frame.table.kind == _HOME.get(dimension)
                second = dimension != "gov_economic" and "gov_economic" in {
                    o.dimension for o in reading.options
                }
                rank = (len(cover.extras), second, not home, detail, frame.order)
                if best is None or rank < best[0]:
                    best = (rank, reading, cover, leaves)
    if best is None:
        return None
    _, reading, cover, leaves = best
    result = fetch(Cover(cover.frame, leaves, cover.columns, cover.extras), case)
    if not result.certain:
        return None
    return Members(dimension, _lines(result, dimension), result, reading)


def _tells(frame: Frame, dimension: str, level: int | None) -> Callable[[Node], bool]:
    own = {
        row.position
        for row in frame.table.rows
        if dimension in row.dims and (level is None or len(row.dims[dimension]) == level)
    }
    if dimension == "item":
        return lambda node: bool(frame.row(node.position).label)
    return lambda node: node.position in own


def _lines(result: Result, dimension: str) -> tuple[Line, ...]:
    """One line a row; rows of one economic code are one member, with both places.

    A project without a figure is a project; a blank line of a classification is only a printed form.
    """
    frame = result.frame
    filled = {amount.row for amount in frame.table.amounts}
    bare = set(result.cover.rows) - filled if dimension == "project" else set()
    cells: dict[int, list[Cell]] = {}
    for cell in result.cells:
        cells.setdefault(cell.row, []).append(cell)
    grouped: dict[str, list[int]] = {}
    for position in result.cover.rows:
        member = frame.row(position).dims.get(dimension, str(position))
        key = member if dimension in CODED else str(position)
        if position in bare or any(cell.fen is not None for cell in cells.get(position, ())):
            grouped.setdefault(key, []).append(position)
    lines = []
    for positions in grouped.values():
        found = [cell for position in positions for cell in cells.get(position, ())]
        values = [cell.fen for cell in found if cell.fen is not None]
        row = frame.row(positions[0])
        spots = tuple(cell_spot(cell, result) for cell in found) or (blank_spot(result, positions[0]),)
        label = _label(result, positions[0], dimension)
        lines.append(
            Line(label, sum(values) if values else None, spots, row.dims.get(dimension, ""), dimension)
        )
    return tuple(lines)


def _label(result: Result, position: int, dimension: str) -> str:
    if dimension == "gov_economic":
        row = result.frame.row(position)
        return row.keys.get("政府经济科目名称") or row.dims[dimension]
    if dimension == "economic":
        return result.frame.row(position).label
    return row_label(result, position)


def _levelled(found: Members, level: int, case: Case) -> Members:
    """Members of a code dimension gathered at *level* digits (3: 类, 5: 款), each the sum of its leaves."""
    grouped: dict[str, list[Line]] = {}
    for line in found.lines:
        grouped.setdefault(line.member[:level], []).append(line)
    lines = tuple(
        Line(
            case.lexicon.name(found.dimension, code),
            sum(line.value or 0 for line in group),
            tuple(spot for line in group for spot in line.spots),
            code,
            found.dimension,
        )
        for code, group in grouped.items()
    )
    return Members(found.dimension, lines, found.result, found.reading)


# ---------------------------------------------------------------- one figure a member


def _one_by_one(measure: Measure, dimension: str, root: str | None, case: Case) -> Members | None:
    named = next(
        (option for pick in measure.picks for option in pick.options if option.dimension == dimension), None
    )
    if named is not None and len(named.members) == 1:
        root = named.members[0]
    names = leaf_units(case) if dimension == "unit" else case.lexicon.parts(dimension, root)
    if named is not None and dimension == "unit" and not set(named.members) & case.whole_units:
        names = tuple(name for name in names if name in named.members)
    rest = Measure(tuple(p for p in measure.picks if p.options[0].dimension != dimension), measure.excluded)
    figures: list[Figure] = []
    lines: list[Line] = []
    for name in names:
        said = unit_name(name, case) if dimension == "unit" else case.lexicon.name(dimension, name)
        found = figure(rest, case, said, {dimension: Wanted((name,))})
        if isinstance(found, Figure) and found.value is not None and not found.extras:
            figures.append(found)
            lines.append(Line(said, found.value, found.spots, name, dimension))
    if not lines:
        return None
    return Members(dimension, tuple(lines), None, figures[0].reading, tuple(figures))


def leaf_units(case: Case) -> tuple[str, ...]:
    """The units below the department that some table prints a row for, in printed order."""
    units: dict[str, None] = {}
    for frame in case.frames:
        for node in frame.rows.values():
            if (unit := frame.row(node.position).dims.get("unit")) and unit not in case.whole_units:
                units[unit] = None
    return tuple(
        unit for unit in units if not any(o != unit and case.lexicon.within("unit", o, unit) for o in units)
    )


def unit_name(unit: str, case: Case) -> str:
    """A unit as its row prints it."""
    for frame in case.frames:
        for row in frame.table.rows:
            if row.dims.get("unit") == unit and row.label and unit in (row.code, row.label):
                head = row.label == case.department and unit not in case.whole_units
                return f"{row.label}（机关本级）" if head else row.label
    return unit


def total(lines: Sequence[Line]) -> int:
    """The exact sum of the lines' figures, in 分."""
    return sum(line.value for line in lines if line.value is not None)
