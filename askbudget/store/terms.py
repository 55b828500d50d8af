"""The names a document prints, for ``askbudget terms``: units, projects, subjects with their codes.

In: a Document.  Out: records of the terms table (surface, folded, kind, member, code, table, page, line),
each place once.  Never guesses: a name stands here only where its row says what it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from askbudget.model import Document, Row
from askbudget.text import squeeze

TermRecord = tuple[str, str, str, str, str | None, str | None, int | None, int | None]

_LABELLED = ("project", "subject", "economic", "gov_economic", "unit", "three_public", "item")


def document_terms(document: Document) -> list[TermRecord]:
    """Every (name, meaning, place) once, in printed order."""
    return list(dict.fromkeys(_terms(document)))


def _terms(document: Document) -> Iterator[TermRecord]:
    for unit in document.units:
        yield _term(unit.name, "unit", unit.code or unit.name, unit.code, None, unit.page, unit.line)
    for table in document.tables:
        for row in table.rows:
            for surface, kind, member, code in _named(row):
                yield _term(surface, kind, member, code, table.name, row.page, row.line)
    for goal in document.indicators:
        if goal.project:
            name = goal.project
            yield _term(name, "project", name, goal.project_code, None, goal.page, goal.line)
    for passage in document.passages:
        if passage.kind == "definition" and passage.title:
            yield _term(passage.title, "definition", passage.title, "", None, passage.page, passage.line)


def _named(row: Row) -> Iterator[tuple[str, str, str, str]]:
    """(surface, kind, member, code) for each dimension that this row's own label or key cells name."""
    for kind in _LABELLED:
        member = row.dims.get(kind)
        if member is None:
            continue
        surface = _surface(row, kind, member)
        if surface:
            yield surface, kind, member, member if kind == "gov_economic" else row.code


def _surface(row: Row, kind: str, member: str) -> str:
    if kind == "gov_economic":
        return next((text for key, text in row.keys.items() if "政府" in key and "名称" in key), "")
    if member in (row.code, row.label) or (kind in ("project", "three_public", "item") and row.label):
        return row.label
    return row.label if not row.code and kind in ("subject", "economic") else ""


def _term(
    surface: str, kind: str, member: str, code: str, table: str | None, page: int | None, line: int | None
) -> TermRecord:
    return (surface, squeeze(surface), kind, member, code or None, table, page, line)
