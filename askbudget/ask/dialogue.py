"""A question that leans on the one before: 那政务服务中心呢 · 其中超过100万的 · 第二个的绩效目标.

In: the Query of this question and the ``reading`` of the answer before.  Out: a Query that stands by
itself, and what it took over.  A question that says everything itself takes nothing over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from askbudget.model import Condition, Measure, Pick, Query, Selection
from askbudget.records import replace

_LEANING = frozenset({"ELLIPSIS", "PRONOUN", "OF", "NOT"})
_WHOLE = ("document",)


def lean(query: Query, before: Mapping[str, Any]) -> tuple[Query, tuple[str, ...]]:
    """*query* completed from *before* (``Answer.reading``), and the names of what was taken over.

    Returned as it is, with nothing taken over, when it selects something itself and no word of it
    (那 · 呢 · 它 · 其中 · 不是) points back.
    """
    previous = from_plain(before)
    if query.ordinal is not None and (row := _row(before, query.ordinal)) is not None:
        picked = Measure((row,))
        if query.operation == "share" and (query.base is None or not query.base.picks):
            return replace(query, measures=(picked,), base=_joined(previous.measures)), ("rows",)
        return replace(query, measures=(picked,)), ("rows",)
    selects = any(measure.picks for measure in query.measures)
    words = set(query.words)
    if selects and not words & _LEANING:
        return query, ()
    if query.operation in ("difference", "ratio") and query.base is not None and not selects:
        other = _replaced(previous.measures[0], query.base)
        return replace(query, measures=previous.measures[:1], base=other), ("measures",)
    if selects or "document" in words:
        return _restated(query, previous, words)
    return _continued(query, previous)


def _restated(query: Query, previous: Query, words: set[str]) -> tuple[Query, tuple[str, ...]]:
    """The question before with other members: 那政务服务中心呢 keeps 项目支出 and changes the unit."""
    measures = tuple(
        _without_units(old)
        if words & set(_WHOLE) and not query.measures[0].picks
        else _replaced(old, query.measures[0])
        for old in previous.measures[:1]
    )
    if query.operation in ("value", "sum") and query.claim is None:
        merged = replace(
            previous,
            measures=measures,
            year=query.year if query.year is not None else previous.year,
            table=query.table or previous.table,
            unit=query.unit or previous.unit,
            conditions=query.conditions or previous.conditions,
        )
        return merged, ("operation", "measures")
    return replace(query, measures=measures, year=query.year or previous.year), ("measures",)


def _continued(query: Query, previous: Query) -> tuple[Query, tuple[str, ...]]:
    """No selection of its own: the selection, conditions and members of the question before."""
    excluded = tuple(pick for measure in query.measures for pick in measure.excluded)
    measures = tuple(replace(old, excluded=(*old.excluded, *excluded)) for old in previous.measures)
    limits = query.first is not None or query.nth is not None or query.order is not None
    bare = query.operation == "value" and query.claim is None
    operation = previous.operation if bare else query.operation
    if (
        operation == "list"
        and query.operation == "list"
        and previous.operation == "rank"
        and query.entity is None
    ):
        operation = "rank" if not query.conditions else "list"
    return (
        replace(
            query,
            operation=operation,
            measures=measures,
            base=query.base if query.base is not None or not bare else previous.base,
            entity=query.entity or previous.entity,
            group=query.group or (previous.group if bare else None),
            level=query.level if query.level is not None else previous.level,
            conditions=query.conditions or previous.conditions,
            order=query.order or (previous.order if bare or operation == "rank" else None),
            first=query.first if limits else (previous.first if bare else None),
            nth=query.nth if limits else (previous.nth if bare else None),
            contains=query.contains or previous.contains,
            table=query.table or previous.table,
            year=query.year if query.year is not None else previous.year,
            unit=query.unit or previous.unit,
        ),
        ("measures", *(("operation",) if bare else ())),
    )


def _replaced(old: Measure, new: Measure) -> Measure:
    """The old picks, with those of the new picks' dimensions exchanged."""
    dims = {option.dimension for pick in new.picks for option in pick.options}
    kept = tuple(pick for pick in old.picks if not {option.dimension for option in pick.options} & dims)
    return Measure((*kept, *new.picks), (*old.excluded, *new.excluded))


def _without_units(old: Measure) -> Measure:
    return Measure(tuple(p for p in old.picks if p.options[0].dimension != "unit"), old.excluded)


def _joined(measures: Sequence[Measure]) -> Measure:
    return measures[0]


def _row(before: Mapping[str, Any], ordinal: int) -> Pick | None:
    rows = before.get("rows") or []
    if not 1 <= ordinal <= len(rows):
        return None
    row = rows[ordinal - 1]
    return Pick(row["label"], (Selection(row["dimension"], (row["member"],)),))


# ---------------------------------------------------------------- a Query as plain values


def to_plain(query: Query) -> dict[str, Any]:
    """A Query as JSON values; what is not said is left out."""
    plain: dict[str, Any] = {
        "operation": query.operation,
        "measures": [_measure_to_plain(measure) for measure in query.measures],
    }
    if query.base is not None:
        plain["base"] = _measure_to_plain(query.base)
    for name in _SIMPLE:
        value = getattr(query, name)
        if value not in (None, False):
            plain[name] = str(value) if isinstance(value, Decimal) else value
    if query.contains:
        plain["contains"] = list(query.contains)
    if query.conditions:
        plain["conditions"] = [
            {"comparison": c.comparison, "value": str(c.value), "share": c.share} for c in query.conditions
        ]
    return plain


_SIMPLE = (
    "entity", "level", "order", "first", "nth", "total", "unit", "claim", "claim_unit", "year", "table",
    "direction", "rate", "ordinal", "group",
)  # fmt: skip


def from_plain(plain: Mapping[str, Any]) -> Query:
    """What ``to_plain`` wrote of a Query, without its claim (that is not carried on); of several the last.

    Unknown keys are passed over.
    """
    if "queries" in plain:
        return from_plain(plain["queries"][-1])
    conditions = tuple(
        Condition(c["comparison"], Decimal(c["value"]) if c["share"] else int(c["value"]), c["share"])
        for c in plain.get("conditions", ())
    )
    return Query(
        operation=plain.get("operation", "value"),
        measures=tuple(_measure_from_plain(one) for one in plain.get("measures", ())) or (Measure(),),
        base=_measure_from_plain(plain["base"]) if "base" in plain else None,
        conditions=conditions,
        contains=tuple(plain.get("contains", ())),
        **{name: plain[name] for name in _SIMPLE if name in plain and name != "claim"},
    )


def _measure_to_plain(measure: Measure) -> dict[str, Any]:
    def picks(found: Sequence[Pick]) -> list[dict[str, Any]]:
        return [
            {"text": p.text, "match": p.match, "options": {o.dimension: list(o.members) for o in p.options}}
            for p in found
        ]

    plain: dict[str, Any] = {"picks": picks(measure.picks)}
    if measure.excluded:
        plain["excluded"] = picks(measure.excluded)
    return plain


def _measure_from_plain(plain: Mapping[str, Any]) -> Measure:
    def picks(found: Sequence[Mapping[str, Any]]) -> tuple[Pick, ...]:
        return tuple(
            Pick(
                p["text"],
                tuple(Selection(d, tuple(m)) for d, m in p["options"].items()),
                p.get("match", "exact"),
            )
            for p in found
        )

    return Measure(picks(plain.get("picks", ())), picks(plain.get("excluded", ())))
