"""Outcome → Answer: the sentence, the rows, every figure with its citation.

In: an Outcome in 分 and places.  Out: the Answer of the contract, decimals as strings.  Decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from askbudget.ask.dialogue import to_plain
from askbudget.ask.figures import Line, Spot
from askbudget.ask.operations.words import option_label
from askbudget.ask.outcome import Outcome
from askbudget.ask.plan import Case
from askbudget.ask.sentences import phrase, sentence
from askbudget.model import (
    Answer,
    AnswerRow,
    Choice,
    Citation,
    Conflict,
    Corroboration,
    Dims,
    Query,
)  # fmt: skip
from askbudget.money import plain, pretty

__all__ = ["build_answer", "option_label"]

_DIMENSION_ORDER = ("fund", "period", "nature", "unit", "flow", "three_public", "item", "subject", "economic")
_WITNESS_SPOTS = 3


class KeyMaker(Protocol):
    """What makes citation keys (store.keys)."""

    def figure(self, table: int, row: int, column: int | None) -> str:
        """The key of a cell."""
        ...

    def line(self, page: int, line: int) -> str:
        """The key of a line of running text."""
        ...


class _Citations:
    """The citations of one answer, each place once."""

    def __init__(self, case: Case, keys: KeyMaker) -> None:
        self._case, self._keys = case, keys
        self._index: dict[tuple[object, ...], int] = {}
        self.made: list[Citation] = []

    def of(self, spot: Spot) -> int:
        identity = (spot.table, spot.row, spot.column, spot.page, spot.line, spot.printed)
        if identity not in self._index:
            self._index[identity] = len(self.made)
            self.made.append(self._make(spot))
        return self._index[identity]

    def all(self, spots: Sequence[Spot]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self.of(spot) for spot in spots))

    def _printed_in(self, spot: Spot) -> tuple[str, str]:
        """The table a quoted line is printed in; 情况说明 and the heading where it is running text."""
        for frame in reversed(self._case.frames):
            table = frame.table
            if spot.page in table.pages and (spot.page, spot.line) >= (table.pages[0], table.line):
                return table.name, table.title
        return "情况说明", spot.title

    def _make(self, spot: Spot) -> Citation:
        if spot.table is None or spot.row is None:
            table, title = self._printed_in(spot)
            key = self._keys.line(spot.page, spot.line)
            name = self._case.name
            return Citation(
                key, name, table, title, spot.page, spot.line, spot.title, "", spot.printed, "printed"
            )
        frame = self._case.frames[spot.table]
        row = frame.row(spot.row)
        column = frame.column(spot.column or 0)
        return Citation(
            key=self._keys.figure(spot.table, spot.row, spot.column),
            document=self._case.name,
            table=frame.table.name,
            title=frame.table.title,
            page=spot.page,
            line=spot.line,
            row=row.label or row.code or "合计",
            column=" / ".join(column.path),
            printed=spot.printed,
            basis=spot.basis,  # type: ignore[arg-type]
        )


def build_answer(question: str, query: Query, outcome: Outcome, case: Case, keys: KeyMaker) -> Answer:
    """The Answer of one Query."""
    cite = _Citations(case, keys)
    unit = outcome.unit or "万元"
    money = outcome.unit if outcome.unit in ("元", "千元", "万元", "百万元", "亿元") else "万元"
    rows = tuple(_row(line, money, cite) for line in outcome.lines)
    for spot in (spot for line in outcome.lines for spot in line.spots):
        cite.of(spot)
    cite.all(outcome.spots)
    corroboration = tuple(
        Corroboration(
            None if w.value is None else plain(w.value, money),
            w.agrees,
            cite.all(w.spots[:_WITNESS_SPOTS])[0],
        )
        for w in outcome.witnesses
        if w.spots
    )
    shown = _shown(outcome, unit)
    conflicts = tuple(
        Conflict(
            phrase(
                c.message,
                {
                    "where": _where(c.spots, case),
                    "printed": "、".join(s.printed for s in c.spots),
                    "value": shown,
                },
            ),
            cite.all(c.spots),
        )
        for c in outcome.contradictions
    )
    return Answer(
        question=question,
        status=outcome.status,
        text=_text(outcome, shown, money, query.operation in _EXISTS),
        document=case.name,
        value=_value(outcome, money),
        unit=(outcome.unit or None) if outcome.value is not None else None,
        truth=outcome.truth,
        rows=rows,
        citations=tuple(cite.made),
        derivation=outcome.derivation,
        corroboration=corroboration,
        conflicts=conflicts,
        choices=tuple(
            Choice(
                option.label, option.question, None if option.value is None else plain(option.value, "万元")
            )
            for option in outcome.options
        ),
        reading=reading_of(query, outcome),
        suggestions=outcome.suggestions,
        notes=_notes(outcome, money, case, cite),
        sql=outcome.sql,
    )


def _row(line: Line, unit: str, cite: _Citations) -> AnswerRow:
    citation = cite.of(line.spots[0]) if line.spots else None
    if line.count is not None:
        return AnswerRow(line.label, str(line.count), "个", citation)
    return AnswerRow(line.label, None if line.value is None else plain(line.value, unit), unit, citation)


def _value(outcome: Outcome, money: str) -> str | None:
    if outcome.value is None:
        return None
    return plain(outcome.value, money) if isinstance(outcome.value, int) else str(outcome.value)


def _shown(outcome: Outcome, unit: str) -> str:
    if outcome.value is None:
        return ""
    if isinstance(outcome.value, Decimal):
        return f"{outcome.value}{unit}" if unit in ("%", "倍") else f"{outcome.value} {unit}"
    return f"{pretty(outcome.value, unit)} {unit}"


def _text(outcome: Outcome, shown: str, money: str, exists: bool) -> str:
    words = dict(outcome.words)
    words.setdefault("value", shown)
    words.setdefault("items", "；".join(_item(line, money) for line in outcome.lines))
    words.setdefault(
        "amount_note", f"（{words.get('verb')} {words['amount']}）" if words.get("amount") else ""
    )
    words.setdefault("rate_note", f"，{words.get('verb2')} {words['rate']}" if words.get("rate") else "")
    words.setdefault("names", "")
    text = sentence(outcome.sentence, words)
    if outcome.truth is not None and not outcome.sentence.startswith(_SAYS_ITSELF):
        told = ("there_is", "there_is_not") if exists else ("yes", "no")
        text = sentence(told[0] if outcome.truth else told[1], {}) + text
    return text


_EXISTS = ("value", "sum", "exist", "list", "note", "indicator")
"""Operations whose yes is 有, not 是."""

_SAYS_ITSELF = ("claim", "share_", "is_", "not_", "belongs", "none_such", "why_not")
"""Sentences that say yes or no themselves."""


def _item(line: Line, unit: str) -> str:
    return (
        f"{line.label} {pretty(line.value, unit)} {unit}"
        if line.value is not None
        else f"{line.label}（空白）"
    )


def _where(spots: Sequence[Spot], case: Case) -> str:
    first = spots[0]
    if first.table is None or first.row is None:
        return f"情况说明第 {first.page} 页"
    frame = case.frames[first.table]
    row = frame.row(first.row)
    return f"{frame.table.name}“{row.label or row.code or '合计'}”"


def limits(extras: Dims, case: Case) -> str:
    """Dimensions said in words, in a fixed order."""
    keys = sorted(extras, key=lambda key: _DIMENSION_ORDER.index(key) if key in _DIMENSION_ORDER else 99)
    return "、".join(case.lexicon.name(key, extras[key]) for key in keys)


def _notes(outcome: Outcome, money: str, case: Case, cite: _Citations) -> tuple[str, ...]:
    notes = []
    if outcome.extras:
        notes.append(phrase("scope", {"limits": limits(outcome.extras, case)}))
    for part in outcome.parts:
        cite.all(part.spots[:_WITNESS_SPOTS])
        if part.value is not None:
            notes.append(
                phrase("part", {"label": part.label, "value": f"{pretty(part.value, money)} {money}"})
            )
    return (*notes, *outcome.notes)


def reading_of(query: Query, outcome: Outcome) -> dict[str, object]:
    """The Query as plain values with the reading that was taken: what the next question may lean on."""
    plain_query = to_plain(query)
    if outcome.reading is not None:
        selected: dict[str, object] = {}
        for dimension, wanted in outcome.reading.selected.items():
            if wanted.members is not None:
                selected[dimension] = list(wanted.members)
            if wanted.excluded:
                selected[f"not_{dimension}"] = list(wanted.excluded)
        plain_query["selected"] = selected
        best = outcome.reading.best
        if best is not None:
            plain_query["answered_by"] = best.frame.table.name
    if outcome.extras:
        plain_query["scope"] = dict(outcome.extras)
    members = [line for line in outcome.lines if line.member and line.dimension]
    if members and len(members) == len(outcome.lines):
        plain_query["rows"] = [
            {"label": line.label, "dimension": line.dimension, "member": line.member} for line in members
        ]
    return plain_query
