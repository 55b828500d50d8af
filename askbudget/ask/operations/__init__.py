"""Query → Outcome: one function an operation.

In: a Query and a Case.  Out: an Outcome (figures in 分, places, what to say).  Everything is computed
from Figures and Members; nothing here reads SQL, words or layouts.
"""

from __future__ import annotations

from collections.abc import Callable

from askbudget.ask.operations.changes import change, prior, why
from askbudget.ask.operations.members import averaging, counting, grouping, listing, ranking
from askbudget.ask.operations.pairs import differing, ratio, sharing
from askbudget.ask.operations.texts import define, duty, goal, indicators, note, tables
from askbudget.ask.operations.value import belonging, existing, value
from askbudget.ask.outcome import Outcome
from askbudget.ask.plan import Case
from askbudget.model import Query
from askbudget.records import replace

OPERATIONS: dict[str, Callable[[Query, Case], Outcome]] = {
    "value": value,
    "sum": value,
    "count": counting,
    "list": listing,
    "rank": ranking,
    "average": averaging,
    "group": grouping,
    "share": sharing,
    "difference": differing,
    "ratio": ratio,
    "exist": existing,
    "belongs": belonging,
    "change": change,
    "prior": prior,
    "why": why,
    "define": define,
    "duty": duty,
    "indicator": indicators,
    "tables": tables,
    "note": note,
    "goal": goal,
}

_OTHER_YEARS = ("change", "prior", "why")
"""Operations that may speak of another year than the document's."""


def run(query: Query, case: Case) -> Outcome:
    """What the query finds in the document.  The year before may be derived; other years are refused."""
    if query.year not in (None, case.year) and query.operation not in _OTHER_YEARS:
        if query.year != case.year - 1 or query.operation not in ("value", "sum"):
            return Outcome("refused", "wrong_year", {"year": str(query.year), "have": str(case.year)})
        query = replace(query, operation="prior")
    return OPERATIONS[query.operation](query, case)
