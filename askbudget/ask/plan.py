"""What is asked → the cells that answer it: every table that knows is asked, the best fitting one answers.

In: a Measure and a Case (one document opened for asking).  Out: Readings with their Results, best first.
A figure is a cell or a sum of cells that do not overlap; nothing is summed across levels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import Protocol

from askbudget.ask.compile import Statement as Sql
from askbudget.ask.compile import cells_statement
from askbudget.ask.frame import IMPLIED, Cover, Frame, Judge, Selected, Wanted, build_frame, covers
from askbudget.lexicon import Lexicon
from askbudget.model import Basis, Dims, Fen, Indicator, Measure, Passage, Pick, Selection, Statement, Table
from askbudget.records import dataclass, field, replace

_MOST_READINGS = 12
_DOUBTFUL_KINDS = ("绩效目标表",)


class Source(Protocol):
    """Where compiled SQL runs, and what the library holds of a document beside its tables."""

    def select(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """The rows of a SELECT."""
        ...

    def statements(self, document: int) -> tuple[Statement, ...]:
        """The figures that the narrative states."""
        ...

    def passages(self, document: int) -> tuple[Passage, ...]:
        """What can be quoted."""
        ...

    def indicators(self, document: int) -> tuple[Indicator, ...]:
        """The performance indicators."""
        ...


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of a result; ``fen`` is ``None`` for a blank."""

    row: int
    column: int
    fen: Fen | None
    printed: str
    basis: Basis
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class Result:
    """What one table says: the figures of a cover and their sum.

    ``total`` is ``None`` when every cell is blank.  ``certain`` is false when a figure may or may not
    belong to the cover because its column could not be recovered; ``doubts`` holds those figures.
    """

    cover: Cover
    cells: tuple[Cell, ...]
    total: Fen | None
    certain: bool
    sql: Sql
    doubts: tuple[Cell, ...] = ()

    @property
    def frame(self) -> Frame:
        """The table."""
        return self.cover.frame

    @property
    def exact(self) -> bool:
        """The cells are exactly what was asked, no narrower."""
        return not self.cover.extras


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a measure, and what the document holds for it, best first."""

    selected: Selected
    options: tuple[Selection, ...]
    results: tuple[Result, ...] = ()
    statements: tuple[Statement, ...] = ()

    @property
    def best(self) -> Result | None:
        """The table that answers: exactly what was asked, certain and with a figure where one has that."""
        return self.results[0] if self.results else None


@dataclass
class Case:
    """One document opened for asking: its frames, and where its figures are.  Its texts are read when a
    question first needs them."""

    id: int
    name: str
    department: str
    year: int
    kind: str
    frames: tuple[Frame, ...]
    lexicon: Lexicon
    source: Source
    whole_units: frozenset[str] = frozenset()
    judge: Judge = field(init=False)

    def __post_init__(self) -> None:
        self.judge = Judge(self.lexicon)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The figures that the narrative states."""
        return self.source.statements(self.id)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """What can be quoted: duties, definitions, goals …"""
        return self.source.passages(self.id)

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """The performance indicators of the department and of its projects."""
        return self.source.indicators(self.id)

    def table_id(self, frame: Frame) -> int:
        """The id of a frame's table in the library."""
        return self.id + frame.order


def open_frames(tables: Sequence[Table], whole: frozenset[str]) -> tuple[Frame, ...]:
    """The frames of a document's tables; its own unit row (*whole*) means the whole department."""
    return tuple(build_frame(table, order, whole) for order, table in enumerate(tables))


def whole_units(tables: Iterable[Table]) -> frozenset[str]:
    """The unit members that stand at the top of every table that prints units: the whole department."""
    tops: set[str] = set()
    below: set[str] = set()
    for table in tables:
        for row in table.rows:
            unit = row.dims.get("unit")
            if unit is None:
                continue
            above = table.rows[row.parent].dims.get("unit") if row.parent is not None else None
            if above is None and (row.code or row.label) and unit in (row.code, row.label):
                tops.add(unit)
            elif above is not None and above != unit:
                below.add(unit)
    tops -= below
    return frozenset(tops) if len(tops) == 1 else frozenset()


# ---------------------------------------------------------------- a measure → readings


def readings(measure: Measure, case: Case, extra: Mapping[str, Wanted] | None = None) -> list[Reading]:
    """Every way to understand the measure's words, each evaluated; those the document does not hold last.

    *extra* limits further dimensions (one group of a grouping).  Without a word for it, income and
    expenditure are two readings, unless the words mean one of them by definition.
    """
    found: list[Reading] = []
    combinations = list(product(*(pick.options for pick in measure.picks)))[:_MOST_READINGS]
    for options in combinations or [()]:
        selected = select(options, measure.excluded, case)
        if selected is None:
            continue
        selected.update(extra or {})
        for flows in _flows(selected):
            reading = evaluate(Reading({**selected, **flows}, tuple(options)), case)
            found.append(reading)
    return sorted(found, key=lambda reading: not (reading.results or reading.statements))


def select(options: Iterable[Selection], excluded: Iterable[Pick], case: Case) -> dict[str, Wanted] | None:
    """The selections together; ``None`` where two members of one dimension have nothing in common."""
    selected: dict[str, Wanted] = {}
    for option in options:
        if option.dimension == "unit" and set(option.members) & case.whole_units:
            continue
        known = selected.get(option.dimension)
        if known is None or known.members is None:
            selected[option.dimension] = Wanted(option.members)
        else:
            both = _meet(option.dimension, known.members, option.members, case)
            if not both:
                return None
            selected[option.dimension] = Wanted(both)
    for pick in excluded:
        option = _exclusion(pick, selected)
        known = selected.get(option.dimension, Wanted())
        selected[option.dimension] = replace(known, excluded=(*known.excluded, *option.members))
    return selected


def _exclusion(pick: Pick, selected: Mapping[str, Wanted]) -> Selection:
    return next((option for option in pick.options if option.dimension in selected), pick.options[0])


def _meet(dimension: str, left: Sequence[str], right: Sequence[str], case: Case) -> tuple[str, ...]:
    within = case.lexicon.within
    inner = [m for m in right if any(within(dimension, m, other) for other in left)]
    inner += [m for m in left if m not in inner and any(within(dimension, m, other) for other in right)]
    return tuple(inner)


def _flows(selected: Selected) -> list[dict[str, Wanted]]:
    if "flow" in selected:
        return [{}]
    if "年终结转" in (selected.get("period", Wanted()).members or ()):
        return [{"flow": Wanted(("支出",))}]
    if any(IMPLIED.get(dimension, {}).get("flow") for dimension in selected):
        return [{}]
    return [{"flow": Wanted(("支出",))}, {"flow": Wanted(("收入",))}]


# ---------------------------------------------------------------- a reading → results


def evaluate(reading: Reading, case: Case, table: str | None = None) -> Reading:
    """The reading with every table's result, best first, and the statements that say the same thing."""
    results: list[Result] = []
    for frame in case.frames:
        if table is not None and frame.table.name != table:
            continue
        found = covers(frame, reading.selected, case.judge)
        if found:
            results.append(fetch(found[0], case))
    results.sort(key=lambda result: _fitness(result, reading.selected))
    statements = tuple(s for s in case.statements if says(s, reading.selected, case))
    return replace(reading, results=tuple(results), statements=() if table is not None else statements)


def fetch(cover: Cover, case: Case) -> Result:
    """Run the compiled SELECT of a cover and add the figures up."""
    sql = cells_statement(case.table_id(cover.frame), cover.rows, cover.columns)
    wanted = set(cover.columns)
    cells: list[Cell] = []
    doubts: list[Cell] = []
    for row, column, fen, printed, basis, candidates, page, line, _ in case.source.select(
        sql.sql, sql.values
    ):
        cell = Cell(row, column, fen, printed, basis, page, line)  # type: ignore[arg-type]
        if candidates is None:
            if column in wanted:
                cells.append(cell)
            continue
        possible = set(_positions(str(candidates)))
        if possible <= wanted:
            cells.append(cell)
        elif possible & wanted:
            doubts.append(cell)
    values = [cell.fen for cell in cells if cell.fen is not None]
    return Result(cover, tuple(cells), sum(values) if values else None, not doubts, sql, tuple(doubts))


def _positions(candidates: str) -> list[int]:
    return [int(part) for part in candidates.strip("[]").split(",") if part.strip()]


def _fitness(result: Result, selected: Selected) -> tuple[int, ...]:
    frame = result.frame
    fit = sum(dimension in frame.scope for dimension in selected)
    return (
        len(result.cover.extras),
        not result.certain,
        result.total is None,
        frame.table.kind in _DOUBTFUL_KINDS,
        -fit,
        result.cover.size,
        frame.order,
    )


def says(statement: Statement, selected: Selected, case: Case) -> bool:
    """Does a sentence of the narrative state an amount of exactly this selection in the document's year?"""
    if statement.measure not in ("amount", "none") or statement.ambiguous or not statement.dims:
        return False
    if statement.year not in (None, case.year) or any(
        w.excluded or w.members is None for w in selected.values()
    ):
        return False
    return same_coordinate(statement.dims, selected)


def same_coordinate(dims: Dims, selected: Selected) -> bool:
    """Do *dims* name exactly the selection, apart from what it implies by definition?"""
    stated = {key: value for key, value in dims.items() if (key, value) != ("period", "本年")}
    wanted: dict[str, str] = {}
    for dimension, limit in selected.items():
        if limit.members is None or len(limit.members) != 1 or limit.excluded:
            return False
        wanted[dimension] = limit.members[0]
    implied: dict[str, str] = {}
    for dimension in {*wanted, *stated}:
        implied.update(IMPLIED.get(dimension, {}))
    rest_stated = {k: v for k, v in stated.items() if wanted.get(k) != v and implied.get(k) != v}
    rest_wanted = {k: v for k, v in wanted.items() if stated.get(k) != v and implied.get(k) != v}
    return not rest_stated and not rest_wanted
