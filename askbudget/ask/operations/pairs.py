"""share, difference, ratio: two figures set against each other."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from askbudget.ask.entities import total
from askbudget.ask.figures import Figure, Found, Line, figure
from askbudget.ask.frame import Wanted
from askbudget.ask.operations.members import grouping, listing, passes, ranking
from askbudget.ask.operations.several import value_of_all
from askbudget.ask.operations.words import money_unit, say, unanswered
from askbudget.ask.outcome import Outcome, percent, times
from askbudget.ask.plan import Case
from askbudget.model import Dims, Measure, Pick, Query, Selection
from askbudget.money import FEN, plain
from askbudget.records import replace


def _pair(query: Query, case: Case, base: Measure) -> tuple[Figure, Figure] | Outcome:
    if len(query.measures) > 1:
        return _sum_and(query, case, base)
    pair: list[Figure] = []
    for measure in (query.measures[0], base):
        label = say(measure, case)
        found: Found = figure(measure, case, label, table=query.table if measure is not base else None)
        if not isinstance(found, Figure):
            return unanswered(found, label, query, case)
        if found.value is None:
            return Outcome("refused", "blank_operand", {"label": label})
        pair.append(found)
    left, right = pair
    if dict(left.extras) != dict(right.extras) and not (
        _unlimited(left, query.measures[0], right.extras, case) and _unlimited(right, base, left.extras, case)
    ):
        return Outcome("refused", "scopes_differ", {"left": left.label, "right": right.label})
    return left, right


def _unlimited(one: Figure, measure: Measure, extras: Dims, case: Case) -> bool:
    """Do the other side's limits take nothing from this figure (all of it is 一般公共预算 anyway)?"""
    limits = {
        dimension: Wanted((member,)) for dimension, member in extras.items() if dimension not in one.extras
    }
    if not limits:
        return True
    within = figure(measure, case, one.label, limits)
    return isinstance(within, Figure) and within.value == one.value and "item" not in limits


def _sum_and(query: Query, case: Case, base: Measure) -> tuple[Figure, Figure] | Outcome:
    """甲加上乙, and the second operand."""
    summed = value_of_all(query, case)
    if summed.status != "answered":
        return summed
    if not isinstance(summed.value, int) or summed.reading is None:
        return Outcome("refused", "overlap", {"label": summed.words["labels"]})
    whole = figure(base, case, say(base, case))
    if not isinstance(whole, Figure):
        return unanswered(whole, say(base, case), query, case)
    if whole.value is None:
        return Outcome("refused", "blank_operand", {"label": whole.label})
    left = Figure(
        f"{summed.words['labels']}合计", summed.value, summed.reading, summed.lines, result=whole.result
    )
    return left, whole


def _both(query: Query, left: Figure, right: Figure) -> Outcome:
    return Outcome(
        "answered",
        "",
        {"left": left.label, "right": right.label},
        lines=(Line(left.label, left.value, left.spots), Line(right.label, right.value, right.spots)),
        unit=money_unit(left, query),
        witnesses=(*left.witnesses, *right.witnesses),
        contradictions=(*left.contradictions, *right.contradictions),
        extras=left.extras,
        notes=(*left.unclosed, *right.unclosed),
        reading=left.reading,
        sql=left.result.sql.shown() if left.result is not None else None,
    )


def default_base(measure: Measure) -> Measure:
    """What a share is of when the question does not say: the selection without its last step.

    政府性基金的项目支出占比 is of all 政府性基金; a project's is of 项目支出, or of what else is named;
    anything else's is of all.
    """
    flows = tuple(pick for pick in measure.picks if pick.options[0].dimension == "flow")
    rest = tuple(pick for pick in measure.picks if pick.options[0].dimension != "flow")
    last = rest[-1].options[0].dimension if rest else ""
    if last == "project" and len(rest) == 1:
        return Measure((Pick("项目支出", (Selection("nature", ("项目支出",)),)),))
    projects = tuple(pick for pick in rest if pick.options[0].dimension == "project")
    kept = tuple(pick for pick in rest if pick not in projects) if projects else rest[:-1]
    if not any(pick.options[0].dimension == "flow" for pick in (*flows, *kept)):
        flows = (Pick("支出", (Selection("flow", ("支出",)),)),)
    return Measure((*flows, *kept))


def _inside(measure: Measure, base: Measure, case: Case) -> Measure:
    """局机关占项目支出 is what the bureau has of it: a unit or fund alone takes on what the base is of."""
    own = {option.dimension for pick in measure.picks for option in pick.options}
    if not own <= {"unit", "fund", "period"}:
        return measure
    extra = tuple(pick for pick in base.picks if pick.options[0].dimension not in own)
    return replace(measure, picks=(*measure.picks, *extra))


def sharing(query: Query, case: Case) -> Outcome:
    """The first figure in percent of the second."""
    apart = (
        query.group is not None
        or "EACH" in query.words
        or (query.entity is not None and not query.measures[0].picks)
    )
    if query.base is None and apart and len(query.measures) == 1:
        return _group_shares(query, case)
    base = query.base if query.base is not None else default_base(query.measures[0])
    if query.order is not None or (query.entity is not None and (query.conditions or query.contains)):
        return _chosen_share(query, case)
    if len(query.measures) > 1:
        return _summed_share(query, case, base) if query.total else _shares(query, case, base)
    pair = _pair(replace(query, measures=(_inside(query.measures[0], base, case),)), case, base)
    if isinstance(pair, Outcome):
        return pair
    left, right = pair
    outcome = _both(query, left, right)
    if not right.value or left.value is None:
        return Outcome("refused", "zero_base", {"label": right.label})
    share = percent(left.value, right.value)
    unit = outcome.unit or "万元"
    derivation = f"{plain(left.value, unit)} ÷ {plain(right.value, unit)} = {share}%"
    result = replace(outcome, sentence="share", value=share, unit="%", derivation=derivation)
    return _claimed(query, result, share)


def _claimed(query: Query, result: Outcome, share: Decimal) -> Outcome:
    """Is the share what the question says, to the places it says it?"""
    if query.claim is None or query.claim_unit != "%":
        return result
    claim = Decimal(query.claim)
    words = {
        **result.words,
        "label": f"{result.words['left']}占{result.words['right']}",
        "claim": f"{claim}%",
    }
    if query.claim_comparison != "eq":
        truth = passes(share, query.claim_comparison, claim)
        name = f"{'is' if truth else 'not'}_{query.claim_comparison}"
        return replace(result, truth=truth, sentence=name, words=words)
    exponent = claim.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    truth = share.quantize(Decimal(1).scaleb(-max(places, 0)), ROUND_HALF_UP) == claim
    return replace(result, truth=truth, sentence="share_true" if truth else "share_false", words=words)


def _group_shares(query: Query, case: Case) -> Outcome:
    """各单位收入占比: every member in percent of their sum."""
    outcome = grouping(
        replace(query, operation="group", entity=query.group or query.entity, group=None), case
    )
    whole = total(outcome.lines)
    if outcome.status != "answered" or not whole:
        return outcome
    lines = tuple(
        replace(line, label=f"{line.label}（{percent(line.value or 0, whole)}%）") for line in outcome.lines
    )
    words = {**outcome.words, "labels": "；".join(line.label for line in lines)}
    return replace(outcome, sentence="group_shares", words=words, lines=lines)


def _chosen_share(query: Query, case: Case) -> Outcome:
    """前三大项目占…, 超过5万元的项目占…: the chosen members together, of the base."""
    named = bool(query.measures[0].picks or query.measures[0].excluded)
    base = query.base or (query.measures[0] if named else default_base(query.measures[0]))
    measures = query.measures if named else (base,)
    choose = ranking if query.order is not None else listing
    chosen = choose(replace(query, operation="list", measures=measures, base=None, claim=None), case)
    whole = figure(base, case, say(base, case))
    if chosen.status != "answered" or not chosen.lines:
        return chosen
    if not isinstance(whole, Figure):
        return unanswered(whole, say(base, case), query, case)
    return _of_lines(query, chosen, whole, _those(chosen))


def _those(chosen: Outcome) -> str:
    names = "、".join(line.label for line in chosen.lines[:5])
    return names if len(chosen.lines) <= 5 else f"{names}等 {len(chosen.lines)} 项"


def _summed_share(query: Query, case: Case, base: Measure) -> Outcome:
    """甲、乙合计占…: their sum, of the base."""
    summed = value_of_all(query, case)
    if summed.status != "answered":
        return summed
    if summed.value is None:
        return Outcome("refused", "overlap", {"label": summed.words["labels"]})
    whole = figure(base, case, say(base, case))
    if not isinstance(whole, Figure):
        return unanswered(whole, say(base, case), query, case)
    return _of_lines(query, summed, whole, f"{summed.words['labels']}合计")


def _of_lines(query: Query, left: Outcome, whole: Figure, label: str) -> Outcome:
    if whole.extras:
        return Outcome("refused", "scopes_differ", {"left": label, "right": whole.label})
    if not whole.value:
        return Outcome("refused", "zero_base", {"label": whole.label})
    amount = total(left.lines)
    share = percent(amount, whole.value)
    unit = left.unit or "万元"
    result = replace(
        left,
        sentence="share",
        words={"left": label, "right": whole.label},
        value=share,
        unit="%",
        lines=(*left.lines, Line(whole.label, whole.value, whole.spots)),
        derivation=f"{plain(amount, unit)} ÷ {plain(whole.value, unit)} = {share}%",
        sort=False,
    )
    return _claimed(query, result, share)


def _shares(query: Query, case: Case, base: Measure) -> Outcome:
    lines: list[Line] = []
    last: Outcome | None = None
    for measure in query.measures:
        one = sharing(replace(query, measures=(measure,), base=query.base or default_base(measure)), case)
        if one.status != "answered":
            return one
        lines.append(Line(f"{say(measure, case)}（{one.value}%）", one.lines[0].value, one.lines[0].spots))
        last = one
    assert last is not None
    words = {"labels": "；".join(line.label for line in lines), "right": last.words["right"]}
    return replace(
        last,
        sentence="shares",
        value=None,
        unit="万元",
        lines=(*lines, last.lines[1]),
        words=words,
        derivation=None,
    )


def _two_members(query: Query, case: Case) -> Outcome:
    """两个单位相差多少: the members there are, when there are two."""
    found = listing(replace(query, operation="list"), case)
    if found.status != "answered" or len(found.lines) != 2:
        return found
    left, right = found.lines
    unit = found.unit or "万元"
    gap = (left.value or 0) - (right.value or 0)
    high, low = (left, right) if gap >= 0 else (right, left)
    derivation = f"{plain(high.value or 0, unit)} - {plain(low.value or 0, unit)} = {plain(abs(gap), unit)}"
    words = {"left": high.label, "right": low.label}
    return replace(
        found, sentence="more" if gap else "equal", words=words, value=abs(gap), derivation=derivation
    )


def differing(query: Query, case: Case) -> Outcome:
    """How much more (or less) the first is than the second; direction in words, the value not negative."""
    if query.base is None and query.quantity == 2 and query.entity is not None:
        return _two_members(query, case)
    if query.base is None or query.order is not None:
        return Outcome("refused", "no_second", {"label": say(query.measures[0], case)})
    pair = _pair(query, case, query.base)
    if isinstance(pair, Outcome):
        return pair
    left, right = pair
    outcome = _both(query, left, right)
    unit = outcome.unit or "万元"
    gap = (left.value or 0) - (right.value or 0)
    high, low = (left, right) if gap >= 0 else (right, left)
    derivation = f"{plain(high.value or 0, unit)} - {plain(low.value or 0, unit)} = {plain(abs(gap), unit)}"
    sentence = "equal" if gap == 0 else "more" if gap > 0 else "less"
    truth = None
    if query.claim is not None:
        asked = "MORE" if gap > 0 else "LESS"
        claim = Decimal(query.claim) * (FEN["万元"] if query.claim_unit == "number" else 1)
        same = asked in query.words or not set(query.words) & {"MORE", "LESS"}
        truth = same and passes(Decimal(abs(gap)), query.claim_comparison, claim)
    elif "YESNO" in query.words and set(query.words) & {"MORE", "LESS", "EQUAL"}:
        truth = gap == 0 if "EQUAL" in query.words else gap > 0 if "MORE" in query.words else gap < 0
    return replace(outcome, sentence=sentence, value=abs(gap), derivation=derivation, truth=truth)


def ratio(query: Query, case: Case) -> Outcome:
    """The first figure as a multiple of the second."""
    if query.base is None:
        return Outcome("refused", "no_second", {"label": say(query.measures[0], case)})
    pair = _pair(query, case, query.base)
    if isinstance(pair, Outcome):
        return pair
    left, right = pair
    if not right.value:
        return Outcome("refused", "zero_base", {"label": right.label})
    outcome = _both(query, left, right)
    unit = outcome.unit or "万元"
    quotient = times(left.value or 0, right.value)
    derivation = f"{plain(left.value or 0, unit)} ÷ {plain(right.value, unit)} = {quotient}"
    truth = None
    if query.claim is not None:
        claim = Decimal(query.claim)
        exponent = claim.as_tuple().exponent
        places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        truth = quotient.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) == claim
    return replace(outcome, sentence="ratio", value=quotient, unit="倍", derivation=derivation, truth=truth)
