"""The shape of a library: its tables, keys and indexes.

In: nothing.  Out: the statements that make an empty library.  A star: a figure (amounts) belongs to
a row and a column; rows, columns and tables say by dimension what they stand for, NULL meaning "all".
"""

from __future__ import annotations

from collections.abc import Mapping

from askbudget.model import DIMENSIONS

APPLICATION_ID = 0x41534B42  # "ASKB"
VERSION = 1
SPAN = 1 << 20
"""Ids of one document: its own id, and up to as many below it in each table."""

_DIMS = dict.fromkeys(DIMENSIONS, str)

TABLES: Mapping[str, Mapping[str, type]] = {
    "documents": {
        "id": int, "name": str, "department": str, "region": str, "year": int, "kind": str,
        "source": str, "sha256": str, "pages": int, "digest": str, "cells": int, "line_by_page": int,
    },
    "budget_tables": {
        "id": int, "document_id": int, "position": int, "number": str, "title": str, "kind": str,
        "money_unit": str, **_DIMS, "pages": str, "line": int, "empty": int, "notes": str, "view": str,
    },
    "columns": {
        "id": int, "document_id": int, "table_id": int, "position": int, "path": str, **_DIMS,
        "parent": int, "of_which": int, "side": str,
    },
    "rows": {
        "id": int, "document_id": int, "table_id": int, "position": int, "label": str, "code": str, **_DIMS,
        "level": int, "parent": int, "leaf": int, "page": int, "line": int, "side": str, "of_which": int,
        "keys": str,
    },
    "amounts": {
        "id": int, "document_id": int, "table_id": int, "row_id": int, "column_id": int, "fen": int,
        "printed": str, "basis": str, "page": int, "line": int, "candidates": str, "doubt": str,
    },
    "units": {
        "id": int, "document_id": int, "code": str, "name": str, "parent": str, "page": int, "line": int,
    },
    "indicators": {
        "id": int, "document_id": int, "project": str, "project_code": str, "unit": str, "levels": str,
        "name": str, "target": str, "explanation": str, "page": int, "line": int,
    },
    "statements": {
        "id": int, "document_id": int, "section": str, "about": str, "dims": str, "measure": str,
        "fen": int, "number": str, "value_unit": str, "printed": str, "text": str, "page": int, "line": int,
        "year": int, "base_year": int, "reason": str, "ambiguous": int,
    },
    "passages": {
        "id": int, "document_id": int, "kind": str, "title": str, "text": str, "page": int, "line": int,
    },
    "terms": {
        "id": int, "document_id": int, "surface": str, "folded": str, "kind": str, "member": str,
        "code": str, "table_name": str, "page": int, "line": int,
    },
    "problems": {
        "id": int, "document_id": int, "table_id": int, "code": str, "message": str, "severity": str,
        "table_name": str, "page": int, "line": int,
    },
    "lines": {"id": int, "document_id": int, "page": int, "line": int, "text": str},
}  # fmt: skip

_OPTIONAL: Mapping[str, set[str]] = {
    "budget_tables": {"money_unit", "view", *DIMENSIONS},
    "columns": {"parent", "side", *DIMENSIONS},
    "rows": {"parent", "side", *DIMENSIONS},
    "amounts": {"fen", "candidates", "doubt"},
    "units": {"parent"},
    "statements": {"fen", "number", "year", "base_year", "reason"},
    "terms": {"code", "table_name", "page", "line"},
    "problems": {"table_id", "table_name", "page", "line"},
}
"""Columns that may be NULL; all others never are."""

_FOREIGN = {
    "document_id": ("documents", "id"),
    "table_id": ("budget_tables", "id"),
    "row_id": ("rows", "id"),
    "column_id": ("columns", "id"),
}

_INDEXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("documents", ("department", "year", "kind")),
    ("documents", ("sha256",)),
    ("budget_tables", ("document_id",)),
    ("columns", ("table_id",)),
    ("rows", ("table_id",)),
    ("rows", ("project",)),
    ("rows", ("subject",)),
    ("rows", ("economic",)),
    ("amounts", ("row_id", "column_id")),
    ("amounts", ("table_id",)),
    ("terms", ("folded",)),
    ("lines", ("document_id", "page", "line")),
)


def statements() -> list[str]:
    """The SQL that makes an empty library; to be run in the transaction that fills it."""
    import sqlite_utils

    sketch = sqlite_utils.Database(memory=True)
    for name, columns in TABLES.items():
        optional = {"id"} | _OPTIONAL.get(name, set())
        foreign = [(column, *_FOREIGN[column]) for column in columns if column in _FOREIGN]
        sketch.table(name).create(
            dict(columns), pk="id", not_null=set(columns) - optional, foreign_keys=foreign
        )
    for name, indexed in _INDEXES:
        sketch.table(name).create_index(list(indexed))
    made = [str(sql) for (sql,) in sketch.execute("SELECT sql FROM sqlite_master ORDER BY rowid") if sql]
    sketch.close()
    return [*made, f"PRAGMA application_id = {APPLICATION_ID}", f"PRAGMA user_version = {VERSION}"]
