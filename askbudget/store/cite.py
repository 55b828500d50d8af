"""The cells of a stored table by position: what a citation points at.

In: a model.Table and positions.  Out: its cell, row or column.  Never invents a place.
"""

from __future__ import annotations

from askbudget.model import Amount, Column, Row, Table


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
