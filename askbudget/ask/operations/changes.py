"""change, prior, why: what the narrative states of the year before.

In: a Query and a Case.  Out: an Outcome.  Nothing is derived that the narrative gives no change for.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from askbudget.ask.figures import Figure, Line, figure, statement_spot
from askbudget.ask.operations.members import passes
from askbudget.ask.operations.words import say
from askbudget.ask.outcome import Outcome
from askbudget.ask.plan import Case, readings, same_coordinate
from askbudget.model import Query, Statement
from askbudget.money import FEN, plain, pretty
from askbudget.records import replace


def _stated(query: Query, case: Case, kinds: Sequence[str]) -> list[Statement]:
    """The statements of these measures about exactly what is asked, in printed order."""
    found: list[Statement] = []
    for reading in readings(query.measures[0], case):
        found.extend(
            statement
            for statement in case.statements
            if statement.measure in kinds
            and not statement.ambiguous
            and statement.dims
            and statement not in found
            and same_coordinate(statement.dims, reading.selected)
        )
    return found


def change(query: Query, case: Case) -> Outcome:
    """What the narrative says of the change against the year before: amount, or percent where asked."""
    if len(query.measures) > 1:
        return _changes(query, case)
    label = _label(query, case)
    base_year = query.year if query.year not in (None, case.year) else None
    stated = [
        s
        for s in _stated(query, case, ("change", "change_percent", "same"))
        if base_year in (None, s.base_year)
    ]
    if not stated:
        return Outcome("refused", "no_change", {"label": label, "document": case.name})
    same = next((s for s in stated if s.measure == "same"), None)
    amount = next((s for s in stated if s.measure == "change"), None)
    rate = next((s for s in stated if s.measure == "change_percent"), None)
    spots = tuple(statement_spot(s) for s in (amount, rate) if s is not None)
    year = str((amount or rate or stated[0]).base_year or case.year - 1)
    if amount is None and rate is None and same is not None:
        return Outcome(
            "answered",
            "same",
            {"label": label, "year": year},
            value=0,
            unit=query.unit or "万元",
            truth=_moves(query, None),
            spots=(statement_spot(same),),
        )
    up = Decimal((amount or rate or stated[0]).value or 0) >= 0
    unit = query.unit or "万元"
    words = {
        "label": label, "year": year, "verb": "增加" if up else "减少", "verb2": "增长" if up else "下降",
        "amount": f"{pretty(abs(int(amount.value or 0)), unit)} {unit}" if amount else "",
        "rate": f"{abs(Decimal(rate.value or 0))}%" if rate else "",
        "reason": (amount or rate or stated[0]).reason or "",
    }  # fmt: skip
    want_rate = query.rate and rate is not None
    if want_rate and rate is not None:
        outcome = Outcome(
            "answered", "change_rate", words, value=abs(Decimal(rate.value or 0)), unit="%", spots=spots
        )
    elif amount is not None:
        outcome = Outcome(
            "answered",
            "change",
            words,
            value=abs(int(amount.value or 0)),
            unit=query.unit or "万元",
            spots=spots,
        )
    else:
        return Outcome("refused", "no_change", {"label": label, "document": case.name})
    truth = _moves(query, up)
    if query.claim is not None:
        moved = rate if query.claim_unit == "%" else amount
        truth = truth is not False and moved is not None and _claim_holds(query, moved)
    return replace(outcome, truth=truth)


def _claim_holds(query: Query, moved: Statement) -> bool:
    """Is the change as large as the question says?"""
    claim = Decimal(query.claim or 0)
    if query.claim_unit == "number":
        claim *= FEN["万元"]
    return passes(abs(Decimal(moved.value or 0)), query.claim_comparison, claim)


def _changes(query: Query, case: Case) -> Outcome:
    """The changes of several measures, or of those that moved the way asked (哪个增加了)."""
    found = [change(replace(query, measures=(measure,)), case) for measure in query.measures]
    refused = next((outcome for outcome in found if outcome.status != "answered"), None)
    if refused is not None:
        return refused
    moved = ""
    if "WHICH" in query.words and query.direction in ("up", "down"):
        verb = "增加" if query.direction == "up" else "减少"
        names = [o.words["label"] for o in found if o.words.get("verb") == verb]
        moved = f"{verb}的是{'、'.join(names)}：" if names else f"没有{verb}的："
    items = moved + "；".join(
        f"{o.words['label']}{o.words.get('verb', '持平')} {o.words.get('amount', '')}".strip() for o in found
    )
    spots = tuple(spot for outcome in found for spot in outcome.spots)
    return Outcome("answered", "counts", {"items": items}, spots=spots)


def _moves(query: Query, up: bool | None) -> bool | None:
    """Is the direction the one asked (*up* ``None``: unchanged)?  ``None`` where none was asked."""
    if not set(query.words) & {"YESNO", "EXIST"}:
        return None
    asked = query.direction if query.direction in ("up", "down") else None
    if asked is None and set(query.words) & {"MORE", "LESS"}:
        asked = "up" if "MORE" in query.words else "down"
    return None if asked is None else up is not None and up == (asked == "up")


def prior(query: Query, case: Case) -> Outcome:
    """The year before, derived: this year's figure less the change the narrative states."""
    label = _label(query, case)
    if query.year is not None and query.year != case.year - 1:
        return Outcome("refused", "wrong_year", {"year": str(query.year), "have": str(case.year)})
    now = figure(query.measures[0], case, label)
    stated = _stated(query, case, ("change", "same"))
    if not isinstance(now, Figure) or now.value is None or not stated:
        return Outcome(
            "refused", "no_prior", {"label": label, "year": str(case.year - 1), "have": str(case.year)}
        )
    moved = next((s for s in stated if s.measure == "change"), None)
    delta = int(moved.value or 0) if moved is not None else 0
    unit = query.unit or (now.result.frame.table.unit if now.result is not None else None) or "万元"
    sign = "-" if delta >= 0 else "+"
    told = moved or stated[0]
    derivation = (
        f"{plain(now.value, unit)} {sign} {plain(abs(delta), unit)} = {plain(now.value - delta, unit)}"
    )
    return Outcome(
        "answered",
        "prior",
        {"label": label, "year": str(case.year - 1)},
        value=now.value - delta,
        unit=unit,
        lines=(
            Line(f"{case.year} 年{label}", now.value, now.spots),
            Line(
                f"较 {case.year - 1} 年{'增加' if delta >= 0 else '减少'}",
                abs(delta),
                (statement_spot(told),),
            ),
        ),
        derivation=derivation,
        witnesses=now.witnesses,
        reading=now.reading,
        sql=now.result.sql.shown() if now.result is not None else None,
    )


def why(query: Query, case: Case) -> Outcome:
    """The printed reason of a change."""
    label = _label(query, case)
    stated = [s for s in _stated(query, case, ("change", "change_percent", "same")) if s.reason]
    if not stated:
        return Outcome("refused", "no_reason", {"label": label, "document": case.name})
    first = stated[0]
    fell = Decimal(first.value or 0) < 0
    spots = (statement_spot(first),)
    if first.value is not None and query.direction in ("up", "down") and fell != (query.direction == "down"):
        words = {"label": label, "verb": "减少" if fell else "增加", "text": first.reason or ""}
        return Outcome("answered", "why_not", words, truth=False, spots=spots)
    return Outcome("answered", "why", {"label": label, "text": first.reason or ""}, spots=spots)


def _label(query: Query, case: Case) -> str:
    return say(query.measures[0], case)
