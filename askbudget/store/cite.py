"""Citations: where in the source a figure or a sentence stands.

In: a Reader and positions.  Out: model.Citation; ``askbudget source`` takes its key.  Never invents a place.
"""

from __future__ import annotations

from askbudget.model import Amount, Citation, Column, Row, Table
from askbudget.store.keys import PROSE
from askbudget.store.read import Reader


def cell(table: Table, row: int, column: int) -> Amount | None:
    """The figure at these positions, ``None`` where the cell is blank."""
    return next((a for a in table.amounts if a.row == row and a.column == column), None)


def row_at(table: Table, position: int) -> Row:
    """The row with this position (its index, unless the table was made by hand)."""
    rows = table.rows
    if position < len(rows) and rows[position].position == position:
        return rows[position]
    return next(row for row in rows if row.position == position)


def column_at(table: Table, position: int) -> Column:
    """The column with this position."""
    columns = table.columns
    if position < len(columns) and columns[position].position == position:
        return columns[position]
    return next(column for column in columns if column.position == position)


def cite_figure(
    reader: Reader, document: int, table: int, row: int, column: int, amount: Amount | None = None
) -> Citation:
    """The citation of a cell by positions; a blank cell is cited too, with ``printed`` ``""``.

    *amount* spares the search where the caller holds it already.
    """
    whole = reader.tables(document)[table]
    amount = amount or cell(whole, row, column)
    at = row_at(whole, row)
    return Citation(
        key=reader.keys(document).figure(table, row, column),
        document=reader.info(document).name,
        table=whole.name,
        title=whole.title,
        page=amount.page if amount else at.page,
        line=amount.line if amount else at.line,
        row=at.label,
        column="/".join(column_at(whole, column).path),
        printed=amount.printed if amount else "",
        basis=amount.basis if amount else "printed",
    )


def cite_text(reader: Reader, document: int, page: int, line: int, title: str, printed: str) -> Citation:
    """The citation of a sentence, definition or indicator outside the figures of a table.

    *title* is its heading, *printed* the text quoted.
    """
    return Citation(
        key=reader.keys(document).line(page, line),
        document=reader.info(document).name,
        table=PROSE,
        title=title,
        page=page,
        line=line,
        row=title,
        column="",
        printed=printed,
        basis="printed",
    )
