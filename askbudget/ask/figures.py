"""A measure → one Figure: the value, where it stands, who agrees and who contradicts.

In: a Measure and a Case.  Out: a Figure, or why there is none (Several readings, Missing, Doubtful).
The figure is taken from the best fitting table; every other table and sentence that states exactly
the same is asked whether it agrees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from askbudget.ask.frame import Selected, Wanted
from askbudget.ask.plan import Case, Cell, Reading, Result, evaluate, readings
from askbudget.ask.sentences import phrase
from askbudget.model import Dims, Fen, Measure, Statement
from askbudget.records import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Spot:
    """Something that can be cited: a cell of a table, a sentence, or a quoted passage."""

    page: int
    line: int
    printed: str
    basis: str = "printed"
    table: int | None = None
    row: int | None = None
    column: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Witness:
    """Another place that states the same figure."""

    value: Fen | None
    agrees: bool
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two places of the document that cannot both be right; the message names them."""

    message: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of an answer: what, how much, where, and which member of which dimension.

    ``value`` is an amount in 分, ``None`` for a blank; ``count`` is set where the row is a number of things.
    """

    label: str
    value: Fen | None
    spots: tuple[Spot, ...]
    member: str = ""
    dimension: str = ""
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """The value of a measure.

    ``value`` in 分; ``None``: the row is there and blank.  ``extras``: what the figure is limited to
    beyond the words asked (said in the answer).  ``lines``: the rows it is the sum of, or the one row.
    ``parts``: narrower figures of the same words (其中), widest first.
    """

    label: str
    value: Fen | None
    reading: Reading
    lines: tuple[Line, ...]
    extras: Dims = field(default_factory=dict)
    result: Result | None = None
    statement: Statement | None = None
    witnesses: tuple[Witness, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    parts: tuple[Line, ...] = ()
    unclosed: tuple[str, ...] = ()

    @property
    def spots(self) -> tuple[Spot, ...]:
        """Where the value stands."""
        return tuple(spot for line in self.lines for spot in line.spots)


@dataclass(frozen=True, slots=True)
class Several:
    """Readings whose values differ: to be asked back."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """The document holds nothing for these words together; ``selected`` is what was looked for."""

    selected: Selected


@dataclass(frozen=True, slots=True)
class Doubtful:
    """The only figures that could answer have no certain column."""

    result: Result


Found = Figure | Several | Missing | Doubtful


def figure(
    measure: Measure,
    case: Case,
    label: str,
    extra: Mapping[str, Wanted] | None = None,
    table: str | None = None,
) -> Found:
    """The figure of *measure*.  *table* limits the answer to one table of the document."""
    found = readings(measure, case, extra)
    if table is not None:
        found = [evaluate(reading, case, table) for reading in found]
    held = [reading for reading in found if reading.results or (reading.statements and table is None)]
    if not held:
        return Missing(found[0].selected if found else {})
    figures = [_figure(reading, case, label) for reading in held]
    certain = [one for one in figures if isinstance(one, Figure)]
    if not certain:
        return next(one for one in figures if isinstance(one, Doubtful))
    return _choose(certain)


def _sorted_once(figures: Sequence[Figure]) -> Sequence[Figure]:
    """政府预算支出经济分类 sorts the same money a second time: its name counts where no other classification has it."""
    kept = [one for one in figures if "gov_economic" not in _kinds(one)]
    return kept if any(_kinds(one) & {"economic", "subject"} for one in kept) else figures


def _kinds(one: Figure) -> set[str]:
    return {option.dimension for option in one.reading.options}


def _choose(figures: Sequence[Figure]) -> Figure | Several:
    """One value: the first figure, with the other readings' places as witnesses; else all values."""
    exact = [one for one in figures if not one.extras] or list(figures)
    filled = _sorted_once([one for one in exact if one.value is not None] or exact)
    distinct: dict[Fen | None, Figure] = {}
    for one in filled:
        distinct.setdefault(one.value, one)
    if len(distinct) > 1:
        return Several(tuple(distinct.values()))
    first = filled[0]
    known = {spot for witness in first.witnesses for spot in witness.spots} | set(first.spots)
    others = [
        witness
        for one in filled[1:]
        for witness in (Witness(one.value, True, one.spots), *one.witnesses)
        if not known & set(witness.spots)
    ]
    return (
        replace(first, witnesses=(*first.witnesses, *others)) if others and first.value is not None else first
    )


def _figure(reading: Reading, case: Case, label: str) -> Figure | Doubtful:
    best = reading.best
    told = reading.statements[0] if reading.statements else None
    weak = best is None or best.total is None or not best.exact or not best.certain
    if weak and told is not None and isinstance(told.value, int):
        return _told(reading, told, case, label)
    assert best is not None
    if not best.certain:
        return Doubtful(best)
    others = [result for result in reading.results[1:] if result.certain and result.total is not None]
    same = [result for result in others if result.cover.extras == best.cover.extras]
    narrower = [result for result in others if result not in same]
    return Figure(
        label=label,
        value=best.total,
        reading=reading,
        lines=lines_of(best, case),
        extras=best.cover.extras,
        result=best,
        witnesses=(
            *_table_witnesses(best, same),
            *_slice_witnesses(best, case),
            *_told_witnesses(best, reading),
            *_same_parts(best, narrower),
        ),
        contradictions=_contradictions(best.total, same, narrower, reading, case),
        parts=_parts(best, narrower),
        unclosed=_unclosed(best),
    )


def _told(reading: Reading, told: Statement, case: Case, label: str) -> Figure:
    value = told.value if isinstance(told.value, int) else None
    spot = statement_spot(told)
    others = [
        result for result in reading.results if result.certain and result.total is not None and result.exact
    ]
    witnesses = [
        Witness(s.value, s.value == value, (statement_spot(s),))
        for s in reading.statements[1:]
        if isinstance(s.value, int)
    ]
    return Figure(
        label=label,
        value=value,
        reading=reading,
        lines=(Line(told.subject or label, value, (spot,)),),
        statement=told,
        witnesses=(*witnesses, *(Witness(r.total, r.total == value, cell_spots(r)) for r in others)),
        contradictions=_contradictions(value, others, [], reading, case),
    )


# ---------------------------------------------------------------- where a figure stands


def cell_spot(cell: Cell, result: Result) -> Spot:
    """A cell as something to cite."""
    return Spot(cell.page, cell.line, cell.printed, cell.basis, result.frame.order, cell.row, cell.column)


def cell_spots(result: Result) -> tuple[Spot, ...]:
    """Every printed cell of a result; a blank row is cited by its row."""
    if result.cells:
        return tuple(cell_spot(cell, result) for cell in result.cells)
    return tuple(blank_spot(result, position) for position in result.cover.rows)


def blank_spot(result: Result, position: int) -> Spot:
    """A row that is printed and has no figure in the columns asked for."""
    row = result.frame.row(position)
    return Spot(row.page, row.line, "", "printed", result.frame.order, position, result.cover.columns[0])


def statement_spot(statement: Statement) -> Spot:
    """A sentence of the narrative as something to cite."""
    return Spot(statement.page, statement.line, statement.printed or statement.text, title=statement.section)


def lines_of(result: Result, case: Case) -> tuple[Line, ...]:
    """The rows a result adds up, in printed order; a blank row keeps its line with value None."""
    by_row: dict[int, list[Cell]] = {position: [] for position in result.cover.rows}
    for cell in result.cells:
        by_row.setdefault(cell.row, []).append(cell)
    lines = []
    for position, cells in by_row.items():
        values = [cell.fen for cell in cells if cell.fen is not None]
        spots = tuple(cell_spot(cell, result) for cell in cells) or (blank_spot(result, position),)
        total = sum(values) if values else None
        project = result.frame.row(position).dims.get("project", "")
        lines.append(Line(row_label(result, position), total, spots, project, "project" if project else ""))
    return tuple(lines)


def row_label(result: Result, position: int) -> str:
    """A row by its printed name, with the code where one name has several, 合计 where none is printed."""
    frame = result.frame
    row = frame.row(position)
    label = row.label or row.code or "合计"
    twins = [other for other in result.cover.rows if frame.row(other).label == row.label]
    if len(twins) < 2:
        return label
    owner = row.keys.get("项目单位", "")
    owners = {frame.row(other).keys.get("项目单位", "") for other in twins}
    if owner and len(owners) == len(twins):
        return f"{label}（{owner}）"
    codes = [frame.row(other).code for other in twins]
    if row.code and len(set(codes)) == len(codes):
        return f"{label}（{row.code}）"
    other_name = row.keys.get("政府经济科目名称", "")
    return f"{label}（{other_name}）" if other_name else label


# ---------------------------------------------------------------- who agrees


def _table_witnesses(best: Result, same: Sequence[Result]) -> list[Witness]:
    return [Witness(result.total, result.total == best.total, cell_spots(result)) for result in same]


def _same_parts(best: Result, narrower: Sequence[Result]) -> list[Witness]:
    """A narrower figure that is the whole: all of it lies there, and the two places agree."""
    if not best.exact or not best.total:
        return []
    return [Witness(one.total, True, cell_spots(one)) for one in narrower if one.total == best.total]


def _told_witnesses(best: Result, reading: Reading) -> list[Witness]:
    if not best.exact:
        return []
    return [
        Witness(told.value, told.value == best.total, (statement_spot(told),))
        for told in reading.statements
        if isinstance(told.value, int)
    ] + [
        Witness(0, best.total == 0, (statement_spot(told),))
        for told in reading.statements
        if told.measure == "none"
    ]


def _slice_witnesses(best: Result, case: Case) -> list[Witness]:
    """Tables that print a slice these rows make up exactly.

    When the chosen rows are all the rows with a figure in a group of columns (all of the 政府性基金
    money, say) and their whole amount stands there, other tables' total of that slice is the same figure.
    """
    frame = best.frame
    if len(best.cover.rows) < 1 or "project" not in best.frame.row_dims or len(best.cover.columns) != 1:
        return []
    chosen = set(best.cover.rows)
    amounts = frame.table.amounts
    leaves = {node.position for node in frame.rows.values() if not node.children and not node.of_which}
    witnesses: list[Witness] = []
    for fund in dict.fromkeys(node.dims["fund"] for node in frame.columns.values() if "fund" in node.dims):
        columns = {p for p, node in frame.columns.items() if node.dims.get("fund") == fund}
        inside = [a for a in amounts if a.row in leaves and set(a.candidates or (a.column,)) <= columns]
        touched = {a.row for a in amounts if a.row in leaves and set(a.candidates or (a.column,)) & columns}
        if touched != chosen or sum(a.value or 0 for a in inside) != best.total:
            continue
        selected = {key: Wanted((value,)) for key, value in {**frame.scope, "fund": fund}.items()}
        slice_reading = evaluate(Reading(selected, ()), case)
        for result in slice_reading.results:
            if result.frame is frame or not result.exact or not result.certain or result.total is None:
                continue
            witnesses.append(Witness(result.total, result.total == best.total, cell_spots(result)))
    return witnesses


def _contradictions(
    value: Fen | None, same: Sequence[Result], narrower: Sequence[Result], reading: Reading, case: Case
) -> tuple[Contradiction, ...]:
    if value is None:
        return ()
    found: list[Contradiction] = []
    for result in same:
        if result.total is not None and result.total != value:
            found.append(Contradiction("differs", cell_spots(result)))
    for told in reading.statements:
        if isinstance(told.value, int) and told.value != value:
            found.append(Contradiction("told", (statement_spot(told),)))
    for result in narrower:
        if result.total is not None and result.total > value >= 0:
            found.append(Contradiction("exceeds", cell_spots(result)))
    return tuple(found)


def _parts(best: Result, narrower: Sequence[Result]) -> tuple[Line, ...]:
    """Narrower figures worth naming: other than the value itself, one for each limit."""
    if not best.exact:
        return ()
    parts: dict[tuple[tuple[str, str], ...], Line] = {}
    for result in narrower:
        key = tuple(sorted(result.cover.extras.items()))
        if result.total not in (best.total, None) and key not in parts and result.total <= (best.total or 0):
            label = "、".join(result.cover.extras.values())
            parts[key] = Line(f"{label}（{result.frame.table.name}）", result.total, cell_spots(result))
    return tuple(parts.values())[:3]


def _unclosed(best: Result) -> tuple[str, ...]:
    """What must be said with any figure of a table whose sums do not close: of its own rows, else in general."""
    table = best.frame.table
    open_sums = [problem for problem in table.problems if problem.code in ("sum", "unclosed")]
    rows = {best.frame.row(position).line for position in best.cover.rows}
    own = tuple(problem.message for problem in open_sums if problem.line is None or problem.line in rows)
    if own or not open_sums:
        return own
    return (phrase("unclosed", {"table": table.name, "count": str(len(open_sums))}),)
