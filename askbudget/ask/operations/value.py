"""value, sum, exist: the figure of a measure, of several measures, and whether it is what is claimed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from askbudget.ask.figures import Figure, Missing, figure
from askbudget.ask.operations.members import grouping, listing, passes, ranking
from askbudget.ask.operations.pairs import differing
from askbudget.ask.operations.several import value_of_all
from askbudget.ask.operations.words import head_unit, money_unit, say, unanswered
from askbudget.ask.outcome import Option, Outcome, added
from askbudget.ask.plan import Case
from askbudget.model import Measure, Pick, Query
from askbudget.money import FEN, pretty
from askbudget.records import replace


def value(query: Query, case: Case) -> Outcome:
    """The figure of a measure; of several measures each, and their sum where they do not overlap."""
    if len(query.measures) > 1:
        return value_of_all(query, case)
    measure = query.measures[0]
    label = say(measure, case)
    if query.operation == "sum" and query.group is not None:
        return grouping(query, case)
    if query.entity in _ENTITIES and (query.conditions or query.contains):
        return listing(query, case)
    if query.entity in _ENTITIES and query.order is not None:
        return ranking(replace(query, total=True), case)
    found = figure(measure, case, label, table=query.table)
    if measure.excluded and (_disjoint(measure, case) or not isinstance(found, Figure) or found.extras):
        return remaining(query, case)
    if isinstance(found, Missing) and set(query.words) & {"EXIST", "YESNO"} and len(measure.picks) > 1:
        return _none_such(query, case)
    if not isinstance(found, Figure):
        return unanswered(found, label, query, case)
    if "item" in found.extras and query.table is None:
        return _only_part(found, query, case)
    if query.quantity is not None and len(found.lines) != query.quantity:
        words = {
            "label": label,
            "have": str(len(found.lines)),
            "said": str(query.quantity),
            "what": _what(query, found),
        }
        return Outcome("refused", "wrong_quantity", words)
    if label.isdigit() and len(found.lines) == 1:
        found = replace(found, label=f"{label} {found.lines[0].label}")
    outcome = _of_figure(found, query)
    unit = outcome.unit or "万元"
    if found.value is None:
        outcome = replace(outcome, sentence="blank")
    elif len(found.lines) > 1:
        words = {"label": found.label, "count": str(len(found.lines)), "what": _what(query, found)}
        outcome = replace(outcome, sentence="sum", words=words, derivation=added(found.lines, unit))
    beside = head_unit(measure, case, lambda one: _amount_note(one, case, unit))
    outcome = replace(outcome, notes=(*outcome.notes, *beside))
    if query.claim is not None and query.claim_unit != "%":
        return _claimed(query, outcome)
    if set(query.words) & {"EXIST", "YESNO"} and found.value is not None:
        outcome = replace(outcome, truth=found.value != 0)
    return outcome


_ENTITIES = ("project", "subject", "economic", "gov_economic")


def _only_part(found: Figure, query: Query, case: Case) -> Outcome:
    """Only a budget of its own (机构运转经费 …) prints these words: a part, to be chosen knowingly."""
    items = case.lexicon.name("item", found.extras["item"])
    option = Option(f"{found.label}（只是{items}里的）", f"{items}里{found.label}多少", found.value)
    words = {"label": found.label, "document": case.name}
    return Outcome("clarify", "only_part", words, options=(option,), reading=found.reading)


def _amount_note(measure: Measure, case: Case, unit: str) -> str | None:
    found = figure(measure, case, "")
    if not isinstance(found, Figure) or found.value is None or found.extras:
        return None
    return f"{pretty(found.value, unit)} {unit}"


def remaining(query: Query, case: Case) -> Outcome:
    """A figure less another that is part of it, where no table prints the rest."""
    measure = query.measures[0]
    base = replace(measure, excluded=())
    part = Measure((*(p for p in measure.picks if not _meets(p, measure.excluded)), *measure.excluded))
    pair = replace(query, operation="difference", measures=(base,), base=part)
    outcome = differing(pair, case)
    return replace(outcome, sentence="remain") if outcome.sentence == "more" else outcome


def _none_such(query: Query, case: Case) -> Outcome:
    """Is there any 甲 of 乙?  No, where the rows of 甲 say whose they are and none is 乙's."""
    picks = query.measures[0].picks
    narrow = next((p for p in reversed(picks) if p.options[0].dimension == "project"), picks[-1])
    rest = tuple(pick for pick in picks if pick is not narrow)
    pair = replace(query, operation="belongs", measures=(Measure((narrow,)),), base=Measure(rest))
    outcome = belonging(pair, case)
    if outcome.truth is not False:
        return (
            outcome
            if outcome.status != "answered"
            else replace(outcome, status="refused", sentence="overlap")
        )
    words = {"label": say(query.measures[0], case)}
    return replace(outcome, sentence="none_such", words=words)


def _disjoint(measure: Measure, case: Case) -> bool:
    """收入减去支出: what is taken off is no part of what it is taken from."""
    within = case.lexicon.within
    for gone in measure.excluded:
        for pick in measure.picks:
            for left in pick.options:
                for right in gone.options:
                    if left.dimension == right.dimension:
                        pairs = [(a, b) for a in left.members for b in right.members]
                        return not any(within(left.dimension, b, a) for a, b in pairs)
    return False


def _meets(pick: Pick, others: Sequence[Pick]) -> bool:
    dims = {option.dimension for option in pick.options}
    return any(option.dimension in dims for other in others for option in other.options)


def belonging(query: Query, case: Case) -> Outcome:
    """Is the first part of the second: is all of its money the second's?"""
    left, right = query.measures[0], query.base or Measure()
    label, other = say(left, case), say(right, case)
    whole = figure(left, case, label)
    if not isinstance(whole, Figure):
        return unanswered(whole, label, query, case)
    inside = figure(Measure((*left.picks, *right.picks)), case, label)
    words = {"label": label, "other": other, "actual": _actual(whole, right, case)}
    if isinstance(inside, Figure) and not inside.extras:
        truth = inside.value == whole.value
    elif isinstance(inside, Missing) and _told_apart(whole, right, case):
        truth = False
    elif isinstance(inside, Figure):
        return Outcome("refused", "missing", {"label": f"{label}、{other}", "document": case.name})
    else:
        return unanswered(inside, f"{label}、{other}", query, case)
    outcome = _of_figure(whole, query)
    return replace(
        outcome,
        truth=truth,
        sentence="belongs" if truth else "belongs_not",
        words=words,
        value=None,
        parts=(),
    )


def _actual(whole: Figure, right: Measure, case: Case) -> str:
    """What the rows say they are in the second's dimension, as 属于…，"""
    if whole.result is None or not right.picks:
        return ""
    dimension = right.picks[0].options[0].dimension
    rows = whole.result.frame.rows
    members = {rows[p].dims.get(dimension) for p in whole.result.cover.rows}
    names = [case.lexicon.name(dimension, member) for member in sorted(m for m in members if m)]
    return f"属于{'、'.join(names)}，" if names else ""


def _told_apart(whole: Figure, right: Measure, case: Case) -> bool:
    """Do the rows of the figure say what they are in the second's dimension?"""
    if whole.result is None:
        return False
    frame = whole.result.frame
    dims = {option.dimension for pick in right.picks for option in pick.options}
    return all(dims <= set(frame.rows[position].dims) for position in whole.result.cover.rows)


def _what(query: Query, found: Figure) -> str:
    names = {"project": "个项目", "unit": "个单位", "subject": "个科目", "economic": "个科目"}
    if found.lines and found.lines[0].dimension == "project":
        return names["project"]
    dimension = next((option.dimension for option in found.reading.options if option.dimension in names), "")
    return names.get(dimension, "行")


def _rounds_to(amount: int, claim: int) -> bool:
    """Is *claim* what *amount* is when rounded to the claim's leading digits (近3000万 for 2988.04万)?"""
    step = 1
    while claim and claim % (step * 10) == 0:
        step *= 10
    return abs(amount - claim) * 2 <= step


def _claimed(query: Query, outcome: Outcome) -> Outcome:
    """Is the figure what the question says it is?  Equal, or equal when rounded to the places claimed."""
    if outcome.value is None or query.claim is None:
        return outcome
    claim = (
        query.claim if query.claim_unit == "fen" else int(Decimal(query.claim) * FEN[outcome.unit or "万元"])
    )
    unit = outcome.unit or "万元"
    if query.claim_comparison != "eq":
        truth = passes(Decimal(outcome.value), query.claim_comparison, Decimal(claim))
        passed = {"label": outcome.words["label"], "claim": f"{pretty(int(claim), unit)} {unit}"}
        name = f"{'is' if truth else 'not'}_{query.claim_comparison}"
        return replace(outcome, truth=truth, sentence=name, words=passed)
    truth = int(claim) == outcome.value
    if "APPROX" in query.words and not truth:
        truth = _rounds_to(int(outcome.value), int(claim))
    words = {**outcome.words, "claim": f"{pretty(int(claim), unit)} {unit}"}
    return replace(outcome, truth=truth, sentence="claim_true" if truth else "claim_false", words=words)


def existing(query: Query, case: Case) -> Outcome:
    """Is there anything for this selection?  A blank row and a printed zero are said as such."""
    if query.entity is not None and query.conditions:
        outcome = listing(query, case)
        return replace(outcome, truth=bool(outcome.lines)) if outcome.status == "answered" else outcome
    outcome = value(query, case)
    if outcome.status == "answered" and outcome.truth is None:
        return replace(outcome, truth=bool(outcome.value))
    return outcome


def _of_figure(found: Figure, query: Query) -> Outcome:
    """What every answer that rests on one Figure shares."""
    unit = money_unit(found, query)
    return Outcome(
        "answered",
        "value",
        {"label": found.label},
        value=found.value,
        unit=unit,
        lines=found.lines,
        witnesses=found.witnesses,
        contradictions=found.contradictions,
        parts=found.parts,
        extras=found.extras,
        notes=found.unclosed,
        reading=found.reading,
        sql=found.result.sql.shown() if found.result is not None else None,
    )
