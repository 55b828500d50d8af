"""A cover → one SELECT.  The only place of the ask path that knows SQL; sqlglot builds it.

The statements have few shapes and only placeholders vary, so each shape is compiled once and its text
kept in the cache: a question does not pay for importing sqlglot.  Only what every engine reads alike is
used: integers, equality, IN, ORDER BY.  Ratios and rounding happen outside, in Decimal.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from askbudget.cache import cached
from askbudget.records import dataclass

_COMPARE = {"gt": "GT", "ge": "GTE", "lt": "LT", "le": "LTE", "eq": "EQ"}


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with ``?`` placeholders and the values for them."""

    sql: str
    values: tuple[int | str, ...]

    def shown(self) -> str:
        """The statement with its values written in, as a person can run it."""
        parts = self.sql.split("?")
        written = [str(value) if isinstance(value, int) else f"'{value}'" for value in self.values]
        return "".join(part + value for part, value in zip(parts, [*written, ""], strict=True))


def cells_statement(
    table_id: int,
    rows: Sequence[int],
    columns: Sequence[int],
    comparisons: Sequence[tuple[str, int]] = (),
    order: str | None = None,
) -> Statement:
    """The figures at *rows* × *columns* (positions) of a table.

    Gives row, column, 分, printed text, basis, candidates, page, line — and, whatever their column, the
    figures of these rows whose column is not certain.  *comparisons* (``("gt", 分)``) keep only figures
    that pass; *order* (``desc`` | ``asc``) sorts by figure, else by row and column.
    """
    shape = f"{','.join(name for name, _ in comparisons)}|{order or ''}"
    values: list[int | str] = [table_id, _array(rows), _array(columns)]
    values.extend(value for _, value in comparisons)
    return Statement(_compiled()[shape] if shape in _compiled() else _build_shape(shape), tuple(values))


def _array(positions: Sequence[int]) -> str:
    return f"[{','.join(map(str, positions))}]"


@cache
def _compiled() -> dict[str, str]:
    value: dict[str, str] = cached("statements", (Path(__file__),), _build)
    return value


def _build() -> dict[str, str]:
    tests = ["", "gt", "ge", "lt", "le", "eq", "ge,le", "gt,lt", "ge,lt", "gt,le"]
    shapes = [f"{test}|{order}" for test in tests for order in ("", "desc", "asc")]
    return {shape: _build_shape(shape) for shape in shapes}


def _build_shape(shape: str) -> str:
    from sqlglot import exp

    compared, order = shape.split("|")
    comparisons = compared.split(",")

    def column(table: str, name: str) -> Any:
        return exp.column(name, table=table)

    def among(table: str) -> Any:
        listed = exp.Select(
            expressions=[exp.column("value")],
            from_=exp.From(this=exp.Anonymous(this="json_each", expressions=[exp.Placeholder()])),
        )
        return exp.In(this=column(table, "position"), query=exp.Subquery(this=listed))

    tests: list[Any] = [
        exp.EQ(this=column("a", "table_id"), expression=exp.Placeholder()),
        among("r"),
        exp.paren(exp.or_(among("c"), exp.not_(column("a", "candidates").is_(exp.null())))),
    ]
    for name in filter(None, comparisons):
        tests.append(getattr(exp, _COMPARE[name])(this=column("a", "fen"), expression=exp.Placeholder()))
    place = [
        exp.Ordered(this=column("r", "position"), nulls_first=True),
        exp.Ordered(this=column("c", "position"), nulls_first=True),
    ]
    if order:
        place.insert(0, exp.Ordered(this=column("a", "fen"), desc=order == "desc", nulls_first=False))
    select = exp.Select(
        expressions=[
            exp.alias_(column("r", "position"), "row"),
            exp.alias_(column("c", "position"), "col"),
            *(column("a", name) for name in ("fen", "printed", "basis", "candidates", "page", "line")),
            column("r", "label"),
        ],
        from_=exp.From(this=exp.to_table("amounts", alias="a")),
        joins=[
            exp.Join(
                this=exp.to_table("rows", alias="r"),
                on=exp.EQ(this=column("r", "id"), expression=column("a", "row_id")),
            ),
            exp.Join(
                this=exp.to_table("columns", alias="c"),
                on=exp.EQ(this=column("c", "id"), expression=column("a", "column_id")),
            ),
        ],
        where=exp.Where(this=exp.and_(*tests)),
        order=exp.Order(expressions=place),
    )
    return str(select.sql(dialect="sqlite"))
