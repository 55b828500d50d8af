"""list, count, rank, average, group: the members of a dimension with their figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from askbudget.ask.entities import Members, members, total
from askbudget.ask.figures import Contradiction, Figure, Line, figure, lines_of, statement_spot
from askbudget.ask.operations.words import DIMENSION_WORDS, head_unit, money_unit, say, unanswered
from askbudget.ask.outcome import Option, Outcome, added, mean
from askbudget.ask.plan import Case
from askbudget.model import Condition, Measure, Pick, Query, Selection
from askbudget.money import FEN, plain, pretty
from askbudget.records import replace
from askbudget.text import squeeze


def _members_of(query: Query, case: Case) -> Members | Outcome:
    dimension = query.entity or _guess_entity(query)
    label = say(query.measures[0], case)
    if dimension is None:
        return Outcome(
            "clarify", "which_dimension", {"label": label}, options=_dimension_options(label, query)
        )
    gathered: list[Members] = []
    for measure in query.measures:
        found = members(measure, dimension, case, query.level, query.table)
        if found is None:
            words = {
                "label": say(measure, case),
                "dimension": DIMENSION_WORDS.get(dimension, dimension),
                "document": case.name,
            }
            return Outcome("refused", "no_members", words)
        gathered.append(found)
    first = gathered[0]
    have = sum(len(found.lines) for found in gathered)
    if query.quantity is not None and have != query.quantity:
        words = {**_words(query, first, case), "have": str(have), "said": str(query.quantity)}
        return Outcome("refused", "wrong_quantity", words)
    lines = {id(line.spots): line for found in gathered for line in found.lines}
    return replace(first, lines=tuple(lines.values()))


def _guess_entity(query: Query) -> str | None:
    """Without a word for it: what the selections themselves are members of, one step down."""
    if any(option.dimension == "project" for pick in query.measures[0].excluded for option in pick.options):
        return "project"
    for pick in query.measures[0].picks:
        for option in sorted(pick.options, key=lambda one: one.dimension == "gov_economic"):
            if option.dimension == "project":
                return "project"
            if option.dimension == "nature" and option.members == ("项目支出",):
                return "project"
            if option.dimension == "nature" and option.members[0] in ("其他运转类", "特定目标类"):
                return "project"
            if option.dimension == "item" or set(option.members) & {"人员经费", "公用经费"}:
                return "economic"
            if option.dimension in ("subject", "economic", "gov_economic", "three_public"):
                return option.dimension
    if any(option.dimension == "nature" for pick in query.measures[0].picks for option in pick.options):
        return "economic" if query.operation != "list" else "nature"
    return None


def _dimension_options(label: str, query: Query) -> tuple[Option, ...]:
    tail = {"rank": "最多", "count": "有几个", "average": "平均多少"}.get(query.operation, "有哪些")
    return tuple(
        Option(name, f"{label}里{name}{tail}", None) for name in ("项目", "功能科目", "经济科目", "资金来源")
    )


def _kept(query: Query, lines: Sequence[Line], base: int | None = None) -> tuple[Line, ...]:
    whole = total(lines) if base is None else base
    kept = [line for line in lines if all(_passes(line.value or 0, test, whole) for test in query.conditions)]
    if query.contains:
        kept = [line for line in kept if any(text in squeeze(line.label) for text in query.contains)]
    return tuple(kept)


_TESTS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "gt": lambda a, b: a > b, "ge": lambda a, b: a >= b, "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b, "eq": lambda a, b: a == b,
}  # fmt: skip


def passes(amount: Decimal, comparison: str, limit: Decimal) -> bool:
    """Does *amount* compare to *limit* so?"""
    return _TESTS[comparison](amount, limit)


def _passes(amount: int, test: Condition, whole: int) -> bool:
    figure_value = Decimal(amount) * 100 / whole if test.share and whole else Decimal(amount)
    return _TESTS[test.comparison](figure_value, Decimal(test.value))


def _listed(
    query: Query, found: Members, lines: tuple[Line, ...], sentence: str, words: Mapping[str, str]
) -> Outcome:
    unit = money_unit(found, query)
    return Outcome(
        "answered",
        sentence,
        {"total": f"{pretty(total(lines), unit)} {unit}", "count": str(len(lines)), **words},
        value=None,
        unit=unit,
        lines=lines,
        extras=found.result.cover.extras if found.result is not None else {},
        derivation=added(lines, unit),
        reading=found.reading,
        sql=found.result.sql.shown() if found.result is not None else None,
    )


def _words(query: Query, found: Members, case: Case) -> dict[str, str]:
    counted = {"project": "个项目", "unit": "个单位", "fund": "类资金", "nature": "类", "item": "行"}
    return {"label": say(query.measures[0], case), "what": counted.get(found.dimension, "个科目")}


def listing(query: Query, case: Case) -> Outcome:
    """Every member with its figure, in printed order (or the order asked for), and their sum."""
    found = _members_of(query, case)
    if isinstance(found, Outcome):
        return found
    lines = _sorted(query, _kept(query, found.lines))
    if not lines:
        return _listed(query, found, (), "none_pass", _words(query, found, case))
    if len(lines) == 1 and len(lines[0].spots) > 1 and found.result is not None and not query.conditions:
        parts = lines_of(found.result, case)
        lines = tuple(line for line in parts if set(line.spots) <= set(lines[0].spots))
    outcome = _listed(query, found, lines, "list", _words(query, found, case))
    return replace(outcome, value=total(lines))


def counting(query: Query, case: Case) -> Outcome:
    """How many members; their sum is shown beside, and what the narrative says of their number."""
    if query.group is not None:
        return _apart(query, case)
    said, query = query.quantity, replace(query, quantity=None)
    found = _members_of(query, case)
    if isinstance(found, Outcome):
        return found
    lines = _kept(query, found.lines)
    if len(query.measures) > 1 and "EACH" in query.words:
        return _each_counted(query, case)
    outcome = _listed(query, found, lines, "count", _words(query, found, case))
    truth = len(lines) == said if said is not None and "YESNO" in query.words else None
    return replace(
        outcome,
        value=Decimal(len(lines)),
        unit=outcome.words["what"][0],
        truth=truth,
        contradictions=_told_counts(query, found, lines, case),
        notes=(*outcome.notes, *head_unit(query.measures[0], case, lambda m: _count_note(query, m, case))),
    )


def _count_note(query: Query, measure: Measure, case: Case) -> str | None:
    found = _members_of(replace(query, measures=(measure,)), case)
    return None if isinstance(found, Outcome) else f"{len(_kept(query, found.lines))} 个"


def _told_counts(
    query: Query, found: Members, lines: Sequence[Line], case: Case
) -> tuple[Contradiction, ...]:
    """Where the narrative counts the same things and comes to another number."""
    limited = query.conditions or query.contains or any(p.match != "entity" for p in query.measures[0].picks)
    if limited or query.measures[0].excluded or found.dimension != "project":
        return ()
    return tuple(
        Contradiction("counts", (statement_spot(told),))
        for told in case.statements
        if told.measure == "count" and told.subject == "项目" and told.value != len(lines)
    )


def _apart(query: Query, case: Case) -> Outcome:
    """Counts or averages told apart by a dimension: 每个单位有几个项目."""
    dimension = query.group or ""
    label = say(query.measures[0], case)
    groups = members(query.measures[0], dimension, case)
    if groups is None:
        words = {
            "label": label,
            "dimension": DIMENSION_WORDS.get(dimension, dimension),
            "document": case.name,
        }
        return Outcome("refused", "no_members", words)
    lines: list[Line] = []
    for group in groups.lines:
        pick = Pick(group.label, (Selection(group.dimension, (group.member,)),))
        kept_picks = tuple(p for p in query.measures[0].picks if p.options[0].dimension != group.dimension)
        measure = replace(query.measures[0], picks=(*kept_picks, pick))
        found = _members_of(replace(query, measures=(measure,), group=None), case)
        kept = () if isinstance(found, Outcome) else _kept(query, found.lines)
        spots = tuple(spot for line in kept for spot in line.spots)
        count = len(kept) if query.operation == "count" else None
        unit = FEN[query.unit or "万元"]
        value = mean(total(kept), len(kept), unit) if kept and query.operation == "average" else None
        lines.append(Line(group.label, value, spots, group.member, group.dimension, count))
    if query.operation == "average":
        words = {"label": label, "labels": f"{label}平均"}
        return Outcome(
            "answered", "several_values", words, unit="万元", lines=tuple(lines), reading=groups.reading
        )
    if set(query.words) & {"MORE", "LESS", "EXTREME"}:
        most = (min if "LESS" in query.words or query.order == "asc" else max)(
            line.count or 0 for line in lines
        )
        names = "、".join(line.label for line in lines if line.count == most)
        words = {"names": names, "count": str(most)}
        return Outcome("answered", "most", words, unit="个", lines=tuple(lines), reading=groups.reading)
    words = {"items": "；".join(f"{line.label} {line.count} 个" for line in lines)}
    return Outcome("answered", "counts", words, unit="个", lines=tuple(lines), reading=groups.reading)


def _each_counted(query: Query, case: Case) -> Outcome:
    """甲和乙各有几个."""
    lines: list[Line] = []
    for measure in query.measures:
        found = _members_of(replace(query, measures=(measure,)), case)
        if isinstance(found, Outcome):
            return found
        kept = _kept(query, found.lines)
        spots = tuple(spot for line in kept for spot in line.spots)
        lines.append(Line(say(measure, case), None, spots, count=len(kept)))
    words = {"items": "；".join(f"{line.label} {line.count} 个" for line in lines)}
    return Outcome("answered", "counts", words, unit="个", lines=tuple(lines))


def _sorted(query: Query, lines: Sequence[Line]) -> tuple[Line, ...]:
    if query.order is None:
        return tuple(lines)
    return tuple(sorted(lines, key=lambda line: line.value or 0, reverse=query.order == "desc"))


def _measured(query: Query, case: Case) -> Members | Outcome:
    """甲、乙、丙哪项最高: the measures themselves are the members."""
    lines: list[Line] = []
    last: Figure | None = None
    for measure in query.measures:
        label = say(measure, case)
        found = figure(measure, case, label, table=query.table)
        if not isinstance(found, Figure):
            return unanswered(found, label, query, case)
        lines.append(Line(label, found.value, found.spots))
        last = found
    assert last is not None
    return Members("measure", tuple(lines), None, last.reading)


def ranking(query: Query, case: Case) -> Outcome:
    """The first k, or the n-th, by figure; equal figures share a place and are all shown."""
    if query.group is not None:
        return Outcome("refused", "group_conditions", {"label": say(query.measures[0], case)})
    several = len(query.measures) > 1 and query.entity is None and query.first is None and query.nth is None
    found = _measured(query, case) if several else _members_of(query, case)
    if isinstance(found, Outcome):
        return found
    lines = _sorted(query, _kept(query, found.lines))
    values = sorted({line.value or 0 for line in lines}, reverse=query.order == "desc")
    words = {**_words(query, found, case), "end": _end(query)}
    if query.nth is not None:
        place = _place(lines, query.nth)
        if place is None:
            return _listed(
                query, found, (), "too_few", {**words, "nth": str(query.nth), "have": str(len(lines))}
            )
        chosen = tuple(line for line in lines if line.value == place)
    elif query.first is None and "ORDER" in query.words and "EXTREME" not in query.words:
        chosen = lines
    else:
        k = query.first or 1
        edge = _place(lines, min(k, len(lines)))
        chosen = tuple(
            line for line in lines if edge is not None and _not_after(line.value or 0, edge, query.order)
        )
    if not chosen:
        return _listed(query, found, (), "none_pass", words)
    single = len(chosen) == 1
    names = "、".join(line.label for line in chosen)
    shown = lines if several or set(query.words) & {"MORE", "LESS"} else chosen
    outcome = _listed(
        query,
        found,
        shown,
        "rank_one" if single else "rank",
        {**words, "names": names, "of": str(len(lines)), "ties": str(len(values))},
    )
    if "YESNO" in query.words and query.base is not None:
        return _is_first(query, outcome, chosen, case)
    summed = total(chosen) if query.total else None
    return replace(outcome, value=chosen[0].value if single else summed, sort=True)


def _end(query: Query) -> str:
    """Which end of the order is asked for, in words."""
    side = "少" if query.order == "asc" else "多"
    if query.nth is not None:
        return f"第 {query.nth} {side}"
    return (
        f"最{side}"
        if query.first is not None or "ORDER" not in query.words
        else "从多到少"
        if side == "多"
        else "从少到多"
    )


def _is_first(query: Query, outcome: Outcome, chosen: Sequence[Line], case: Case) -> Outcome:
    """甲是不是最大的: is it among the first?"""
    asked = {squeeze(m) for pick in (query.base or Measure()).picks for o in pick.options for m in o.members}
    truth = bool(asked) and asked <= {squeeze(line.member) for line in chosen}
    words = {**outcome.words, "label": say(query.base or Measure(), case)}
    name = "belongs_rank" if truth else "belongs_rank_not"
    return replace(outcome, truth=truth, sentence=name, words=words, value=chosen[0].value)


def _place(lines: Sequence[Line], nth: int) -> int | None:
    return (lines[nth - 1].value or 0) if 1 <= nth <= len(lines) else None


def _not_after(amount: int, edge: int, order: str | None) -> bool:
    return amount >= edge if order != "asc" else amount <= edge


def averaging(query: Query, case: Case) -> Outcome:
    """The mean of the members' figures, rounded to two decimals of the unit."""
    if query.group is not None:
        return _apart(query, case)
    found = _members_of(query, case)
    if isinstance(found, Outcome):
        return found
    lines = _kept(query, found.lines)
    if not lines:
        return _listed(query, found, (), "none_pass", _words(query, found, case))
    outcome = _listed(query, found, lines, "average", _words(query, found, case))
    unit = outcome.unit or "万元"
    amount = mean(total(lines), len(lines), FEN[unit])
    derivation = f"{plain(total(lines), unit)} ÷ {len(lines)} = {plain(amount, unit)}"
    return replace(outcome, value=amount, derivation=derivation)


def grouping(query: Query, case: Case) -> Outcome:
    """One figure for each member of a dimension, and their sum."""
    if query.conditions and query.group not in (None, query.entity):
        return Outcome("refused", "group_conditions", {"label": say(query.measures[0], case)})
    if query.group is not None:
        query = replace(query, entity=query.group, group=None)
    found = _members_of(query, case)
    if isinstance(found, Outcome):
        return found
    lines = _sorted(query, _kept(query, found.lines))
    return _listed(query, found, lines, "group", _words(query, found, case))
