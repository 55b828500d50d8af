"""Tables written by hand for the tests of asking: an outline of rows with printed figures, in 万元."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from handmade import document

from askbudget.ask.frame import Frame, Judge, Wanted, build_frame
from askbudget.ask.plan import Case, open_frames, whole_units
from askbudget.lexicon import load_lexicon
from askbudget.model import (
    Amount,
    Basis,
    Column,
    Dims,
    Measure,
    Passage,
    Pick,
    Row,
    Selection,
    Statement,
    Table,
)
from askbudget.money import parse_figure
from askbudget.records import replace
from askbudget.store.read import open_reader
from askbudget.store.write import save

Heading = tuple[str, Dims, int | None]
"""A column: its header steps joined by ``/``, what it stands for, the column that contains it."""

Outline = tuple[object, ...]
"""A row: depth, label, dims, then one printed figure a column: ``""`` is a blank, ``"5.00|1,2"`` a figure
that stands in column 1 or 2.  A label that begins with 其中 is an 其中 row."""


def made(
    number: str,
    columns: Sequence[Heading],
    rows: Sequence[Outline],
    scope: Dims | None = None,
    kind: str = "其他",
    unit: str = "万元",
    page: int = 1,
) -> Table:
    """A Table of these columns and rows."""
    headings = tuple(
        Column(position, tuple(path.split("/")), dims, parent, path.split("/")[-1].startswith("其中"))
        for position, (path, dims, parent) in enumerate(columns)
    )
    outline = [(int(str(depth)), str(label), dims, figures) for depth, label, dims, *figures in rows]
    made_rows: list[Row] = []
    amounts: list[Amount] = []
    above: dict[int, int] = {}
    for position, (depth, label, dims, figures) in enumerate(outline):
        leaf = position + 1 == len(outline) or outline[position + 1][0] <= depth
        assert isinstance(dims, dict)
        above[depth] = position
        parent = above.get(depth - 1)
        line = 10 + position
        made_rows.append(
            Row(position, label, "", dims, depth, parent, leaf, page, line, None, label.startswith("其中"))
        )
        for column, printed in enumerate(map(str, figures)):
            if printed:
                amounts.append(_amount(position, column, printed, page, line))
    title = f"2026年{number}"
    return Table(
        number, title, kind, unit, scope or {}, (page,), 5, headings, tuple(made_rows), tuple(amounts)
    )


def _amount(row: int, column: int, printed: str, page: int, line: int) -> Amount:
    printed, _, open_columns = printed.partition("|")
    candidates = tuple(int(one) for one in open_columns.split(",")) if open_columns else ()
    basis: Basis = "ambiguous" if candidates else "printed"
    return Amount(
        row, candidates[0] if candidates else column, parse_figure(printed, "万元"), printed, basis, page, line,
        candidates,
    )  # fmt: skip


def opened(
    folder: Path, *tables: Table, statements: Sequence[Statement] = (), passages: Sequence[Passage] = ()
) -> Case:
    """A library with these tables, opened for asking."""
    path = folder / "made.db"
    save(
        replace(
            document(), tables=tables, statements=tuple(statements), passages=tuple(passages), indicators=()
        ),
        path,
    )
    reader = open_reader(path)
    info = reader.documents()[0]
    stored = reader.tables(info.id)
    whole = whole_units(stored)
    return Case(
        info.id, info.name, info.department, info.year, info.kind, open_frames(stored, whole), load_lexicon(),
        reader, whole,
    )  # fmt: skip


def framed(table: Table) -> Frame:
    """The Frame of a table in which no unit is the whole department."""
    return build_frame(table, 0, frozenset())


def judge() -> Judge:
    """The judge with the vocabulary of this installation."""
    return Judge(load_lexicon())


def only(**dims: str) -> dict[str, Wanted]:
    """One member of each dimension."""
    return {dimension: Wanted((member,)) for dimension, member in dims.items()}


def picked(**dims: str) -> Measure:
    """The measure that picks one member of each dimension, each by a word of one meaning."""
    return Measure(tuple(Pick(m, (Selection(d, (m,)),)) for d, m in dims.items()))


def wan(figure: str) -> int:
    """万元 as printed → 分."""
    value = parse_figure(figure, "万元")
    assert value is not None
    return value
