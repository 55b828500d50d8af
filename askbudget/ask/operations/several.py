"""Several measures joined by 和: each figure, and the sum where no money counts twice."""

from __future__ import annotations

from collections.abc import Sequence

from askbudget.ask.figures import Figure, Line, figure
from askbudget.ask.frame import Wanted
from askbudget.ask.operations.words import money_unit, say, unanswered
from askbudget.ask.outcome import Outcome, added
from askbudget.ask.plan import Case
from askbudget.model import Measure, Pick, Query
from askbudget.records import replace


def value_of_all(query: Query, case: Case) -> Outcome:
    """Each measure's figure, and their sum where no money counts twice."""
    query = replace(query, measures=_alike(query.measures))
    lines: list[Line] = []
    outcomes: list[Figure] = []
    for measure in query.measures:
        label = say(measure, case)
        found = figure(measure, case, label, table=query.table)
        if not isinstance(found, Figure):
            return unanswered(found, label, query, case)
        outcomes.append(found)
        lines.append(Line(_named(label, found), found.value, found.spots))
    unit = money_unit(outcomes[0], query)
    joint = {frozenset(option.dimension for option in found.reading.options) for found in outcomes}
    summed = len(joint) == 1 and "EACH" not in query.words and _apart(outcomes, case)
    if any(measure.excluded for measure in query.measures):
        return Outcome("refused", "overlap", {"label": "、".join(line.label for line in lines)})
    if all(line.value is None for line in lines):
        return Outcome(
            "answered", "blank", {"label": "、".join(line.label for line in lines)}, lines=tuple(lines)
        )
    amount = sum(line.value or 0 for line in lines)
    return Outcome(
        "answered",
        "several_sum" if summed else "several_values",
        {"labels": "、".join(line.label for line in lines)},
        value=amount if summed else None,
        unit=unit,
        lines=tuple(lines),
        derivation=added(tuple(lines), unit) if summed else None,
        witnesses=tuple(w for found in outcomes for w in found.witnesses),
        contradictions=tuple(c for found in outcomes for c in found.contradictions),
        notes=tuple(n for found in outcomes for n in found.unclosed),
        reading=outcomes[0].reading,
        sql=outcomes[0].result.sql.shown() if outcomes[0].result is not None else None,
    )


def _apart(found: Sequence[Figure], case: Case) -> bool:
    """No cell counts twice: the figures come from one kind of selection and share no place or member."""
    seen: set[tuple[object, ...]] = set()
    for one in found:
        for spot in one.spots:
            key = (spot.table, spot.row, spot.column, spot.line)
            if key in seen:
                return False
            seen.add(key)
    for index, one in enumerate(found):
        for other in found[index + 1 :]:
            for left in one.reading.options:
                for right in other.reading.options:
                    if left.dimension == right.dimension and any(
                        case.lexicon.within(left.dimension, a, b) or case.lexicon.within(left.dimension, b, a)
                        for a in left.members
                        for b in right.members
                    ):
                        others = [o for o in one.reading.options if o.dimension != left.dimension]
                        if not others:
                            return False
    flows = {one.reading.selected.get("flow", Wanted()).members for one in found}
    return len(flows) == 1


def _alike(measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """Words of several dimensions are taken in the one that all measures can be taken in."""
    offered = [{o.dimension for pick in measure.picks for o in pick.options} for measure in measures]
    common = set.intersection(*offered)
    if not common:
        return tuple(measures)
    return tuple(
        replace(measure, picks=tuple(_taken(pick, common) for pick in measure.picks)) for measure in measures
    )


def _taken(pick: Pick, dimensions: set[str]) -> Pick:
    kept = tuple(option for option in pick.options if option.dimension in dimensions)
    return replace(pick, options=kept or pick.options)


def _named(label: str, found: Figure) -> str:
    """A code is shown by the name it is printed with."""
    return found.lines[0].label if label.isdigit() and len(found.lines) == 1 else label
