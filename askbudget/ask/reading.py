"""Mentions → Query: what the words mean together.

In: the mentions of one question, in order.  Out: Queries (two questions in one sentence give two) and
the names of the grammar rules used.  Knows no SQL, no table and no store.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from askbudget.ask.clause import Clause, Group, clause_of, condition, join
from askbudget.ask.parser import Node, Unparsable, parse
from askbudget.ask.tokens import combine, tokens
from askbudget.ask.unused import stray, unused
from askbudget.model import Measure, Mention, Operation, Pick, Query, Selection
from askbudget.records import dataclass, replace


@dataclass(frozen=True, slots=True)
class Read:
    """What reading gives: queries in order, rules used, and mentions the grammar could not place."""

    queries: tuple[Query, ...]
    rules: tuple[str, ...]
    misplaced: tuple[Mention, ...] = ()


def read(text: str, mentions: Sequence[Mention], document_year: int | None = None) -> Read:
    """The Queries of a question whose folded text is *text*.

    ``misplaced`` holds the mention at which the grammar gave up (the queries are then empty).
    *document_year* resolves 今年 and 去年: they are the document's year and the one before.
    """
    leaves = tokens(text, combine(mentions))
    rules: list[str] = []
    try:
        tree = parse(leaves, rules)
    except Unparsable as error:
        leaf = leaves[min(error.position, len(leaves) - 1)] if leaves else None
        misplaced = (leaf.payload,) if leaf is not None and isinstance(leaf.payload, Mention) else ()
        return Read((), tuple(rules), misplaced)
    clauses = [clause_of(node) for node in tree.children if isinstance(node, Node)]
    queries: list[Query] = []
    for clause in join(clauses):
        if (left := stray(clause)) is not None:
            return Read((), tuple(rules), (left,))
        query = _query(clause, queries[-1] if queries else None, document_year)
        if (left := unused(clause, query)) is not None:
            return Read((), tuple(rules), (left,))
        queries.append(query)
    return Read(tuple(queries), tuple(rules))


def _query(clause: Clause, previous: Query | None, document_year: int | None) -> Query:
    left, right = _operands(clause)
    operation = _operation(clause, left, right)
    measures, base = _roles(operation, clause, left, right)
    entity, group = _entity(clause, operation)
    conditions = list(clause.conditions)
    exact = clause.claim is not None and clause.claim[0] == "MONEY"
    if (
        exact
        and clause.claim is not None
        and entity is not None
        and clause.flags & {"WHICH", "LIST", "COUNT"}
    ):
        conditions.append(condition("eq", clause.claim))
        clause.claim = None
    query = Query(
        operation=operation,
        measures=tuple(measures) or (Measure(),),
        base=base,
        entity=entity,
        group=group,
        level=_level(clause),
        conditions=tuple(conditions),
        order=_order(clause, operation),
        first=clause.first,
        nth=clause.nth,
        total=_totalled(clause, operation),
        unit=clause.unit,
        year=_year(clause, document_year),
        table=clause.table,
        direction=clause.direction,
        rate=clause.rate or (operation == "change" and "SHARE" in clause.flags),
        contains=clause.contains or (),
        ordinal=clause.ordinal,
        quantity=clause.quantity,
        words=tuple(sorted(clause.flags | set(clause.dims))),
    )
    return _inherit(_claims(query, clause), previous)


def _totalled(clause: Clause, operation: Operation) -> bool:
    """Is a sum asked?  In 占总支出 the 总 is the base's."""
    sides = clause.sides[:1] if operation == "share" and "OCCUPY" in clause.infixes else clause.sides
    return any("TOTAL" in group.flags for side in sides for group in side)


def _order(clause: Clause, operation: Operation) -> Literal["desc", "asc"] | None:
    if clause.order is None and operation == "rank":
        return "asc" if "LESS" in clause.flags else "desc"
    return "asc" if clause.order == "asc" else "desc" if clause.order else None


def _operands(clause: Clause) -> tuple[list[Measure], list[Measure]]:
    left: list[Measure] = []
    right: list[Measure] = []
    for index, side in enumerate(clause.sides):
        measures = [
            Measure((*group.picks, *_projects(group), *_this_year(clause, group)), tuple(group.excluded))
            for group in side
        ]
        measures = [measure for measure in measures if measure.picks or measure.excluded]
        (left if index == 0 else right).extend(measures)
    return left, right


def _roles(
    operation: Operation, clause: Clause, left: list[Measure], right: list[Measure]
) -> tuple[list[Measure], Measure | None]:
    """Which measures are asked of, and which is the second operand."""
    if "OCCUPY" in clause.infixes:
        base = right[0] if right else None
        if base is None and ("TOTAL" in clause.flags or "document" in clause.dims):
            base = Measure()
        if base is not None and "ITS" in clause.flags and left:
            base = _filled(base, left[0], ("unit", "fund"))
        if operation in _MEMBERED:
            return left or [base or Measure()], base
        return _measures(left), base
    if operation == "rank" and "YESNO" in clause.flags and "IS" in clause.infixes:
        named = [
            m for m in (*left, *right) if any(o.dimension == "project" for p in m.picks for o in p.options)
        ]
        rest = [m for m in (*left, *right) if m not in named]
        if len(named) == 1:
            return rest or [Measure()], named[0]
    if operation == "difference" and "EQUAL" in clause.flags and left and right:
        return _measures(left), right[-1]
    both = _measures([*left, *right])
    if operation == "share" and (base := _container(clause)) is not None:
        return both, base
    if operation in ("difference", "ratio") and not left and len(right) == 1:
        return [], right[0]
    if operation in ("difference", "ratio", "belongs") and len(both) > 1:
        return both[:1], both[-1]
    if operation in _MEMBERED and len(both) > 1 and _all_differ(both):
        picks = tuple(pick for measure in both for pick in measure.picks if pick.match != "entity")
        return [Measure(picks, tuple(pick for measure in both for pick in measure.excluded))], None
    return both, None


def _container(clause: Clause) -> Measure | None:
    """甲在乙中占比: 乙 is what it is a share of."""
    for side in clause.sides:
        for group in side:
            if group.at is not None and 0 < group.at < len(group.picks):
                return Measure(tuple(group.picks[group.at :]))
    return None


def _dims(measure: Measure) -> set[str]:
    return {pick.options[0].dimension for pick in measure.picks}


def _all_differ(measures: Sequence[Measure]) -> bool:
    """局机关、特定目标类、100万以上的项目: each says something else of the same things."""
    seen: set[str] = set()
    for measure in measures:
        said = {pick.options[0].dimension for pick in measure.picks if pick.match != "entity"}
        if seen & said:
            return False
        seen |= said
    return True


def _filled(measure: Measure, other: Measure, dimensions: Sequence[str]) -> Measure:
    own = {pick.options[0].dimension for pick in measure.picks}
    extra = [
        pick
        for pick in other.picks
        if pick.options[0].dimension in dimensions and pick.options[0].dimension not in own
    ]
    return replace(measure, picks=(*extra, *measure.picks))


def _this_year(clause: Clause, group: Group) -> tuple[Pick, ...]:
    """本年政府性基金收入 is income of this year, without what was carried over."""
    flows = {member for p in group.picks for o in p.options if o.dimension == "flow" for member in o.members}
    if (
        not clause.this_year
        or flows != {"收入"}
        or any(p.options[0].dimension == "period" for p in group.picks)
    ):
        return ()
    return (Pick("本年", (Selection("period", ("本年",)),)),)


def _projects(group: Group) -> tuple[Pick, ...]:
    """局机关的项目 is what it spends on projects, unless the words say already which."""
    named = {option.dimension for pick in group.picks for option in pick.options}
    if "project" not in group.dims or named & {"project", "nature"}:
        return ()
    return (Pick("项目", (Selection("nature", ("项目支出",)),), "entity"),)


def _measures(measures: Sequence[Measure]) -> list[Measure]:
    """Share the modifiers that stand once for all: 甲单位和乙单位的项目支出, 项目支出里甲单位和乙单位.

    What stands behind the joined word of the last measure, or before that of the first, is said of all;
    甲单位的项目支出是乙单位的几倍 leaves it out the second time.
    """
    if len(measures) < 2:
        return list(measures)
    joined = set.intersection(*map(_dims, measures))
    if not joined:
        return list(measures)
    first, last = measures[0], measures[-1]
    before = _around(first, joined)[0]
    behind = _around(last, joined)[1]
    excluded = tuple(pick for measure in measures for pick in measure.excluded)
    result = []
    for measure in measures:
        own = _dims(measure)
        left_out = _around(first, joined)[1] if own == joined and measure is not first else ()
        extra = [pick for pick in (*before, *behind, *left_out) if pick.options[0].dimension not in own]
        result.append(Measure((*measure.picks, *extra), excluded))
    return result


def _around(measure: Measure, joined: set[str]) -> tuple[tuple[Pick, ...], tuple[Pick, ...]]:
    places = [i for i, pick in enumerate(measure.picks) if pick.options[0].dimension in joined]
    before, behind = measure.picks[: places[0]], measure.picks[places[-1] + 1 :]
    return tuple(p for p in before if p.match != "phrase"), tuple(p for p in behind if p.match != "phrase")


def _operation(clause: Clause, left: Sequence[Measure], right: Sequence[Measure]) -> Operation:
    flags, dims = clause.flags, set(clause.dims)
    several = len(left) + len(right) > 1
    shares = ("OCCUPY" in clause.infixes or "SHARE" in flags) and any(
        test.share for test in clause.conditions
    )
    compared = "THAN" in clause.infixes and bool(right) and not flags & {"RELYEAR", "YEAR"}
    rules: tuple[tuple[bool, Operation], ...] = (
        ("DEFINE" in flags, "define"),
        (flags == {"WHICH"} and "IS" in clause.infixes and bool(left) and not dims, "define"),
        ("WHY" in flags, "why"),
        ("duty" in dims, "duty"),
        ("note" in dims, "note"),
        (bool(dims & {"goal", "task"}), "goal"),
        (bool(dims & {"indicator", "target"}) or _quotes(left), "indicator"),
        ("table" in dims and bool(flags & {"LIST", "COUNT", "WHICH"}), "tables"),
        (shares and bool(dims) and "COUNT" in flags, "count"),
        (shares and bool(dims), "list"),
        ("OCCUPY" in clause.infixes, "share"),
        ("RATIO" in flags, "ratio"),
        ("CHANGE" in flags and not compared, "change"),
        (clause.relative == -1 and "THAN" in clause.infixes, "change"),
        ("YEAR" in flags and "THAN" in clause.infixes and bool(flags & {"MORE", "LESS"}), "change"),
        (clause.rate and not several, "change"),
        ("SHARE" in flags, "share"),
        (clause.relative == -1, "prior"),
        ("THAN" in clause.infixes or "DIFFERENCE" in flags, "difference"),
        (bool(flags & {"MORE", "LESS", "EQUAL"}) and several, "difference"),
        ("AVERAGE" in flags, "average"),
        ("COUNT" in flags, "count"),
        (clause.quantity is not None and "YESNO" in flags, "count"),
        (clause.order is not None or clause.nth is not None, "rank"),
        ("WHICH" in flags and bool(flags & {"MORE", "LESS"}) and bool(dims) and not several, "rank"),
        ("LIST" in flags or ("WHICH" in flags and bool(dims)), "list"),
        (clause.each is not None or ("BY" in flags and bool(dims - _TEXTUAL or clause.level)), "group"),
        ("EACH" in flags and bool(dims - _TEXTUAL) and not several, "group"),
        (clause.claim is not None, "value"),
        (_belongs(clause, left, right), "belongs"),
        ("EXIST" in flags, "exist"),
        (bool(clause.conditions) and "YESNO" in flags and not dims - {"document"}, "value"),
        (bool(clause.conditions) or clause.contains is not None, "list"),
        ("EACH" in flags and not several, "list"),
        (
            bool(dims - _TEXTUAL - {"project"}) and not flags & {"OTHER", "YESNO", "EXIST"},
            _told_apart(flags, left),
        ),
        (dims == {"project"} and not flags and not left, "list"),
        ("TOTAL" in flags, "sum"),
    )
    return next((operation for holds, operation in rules if holds), "value")


def _quotes(measures: Sequence[Measure]) -> bool:
    return any(pick.options[0].dimension == "indicator" for measure in measures for pick in measure.picks)


def _told_apart(flags: set[str], left: Sequence[Measure]) -> Operation:
    """单位收入多少 tells the income of each; 单位 alone lists them."""
    return "group" if flags or left else "list"


def _belongs(clause: Clause, left: Sequence[Measure], right: Sequence[Measure]) -> bool:
    """甲是特定目标类吗: is the one part of the other?"""
    return "YESNO" in clause.flags and "IS" in clause.infixes and bool(left) and bool(right)


_TEXTUAL = frozenset({"goal", "task", "duty", "indicator", "target", "table", "document", "note"})
_CODED = ("subject", "economic", "gov_economic")
_MEMBERED = frozenset({"count", "list", "rank", "average"})


def _entity(clause: Clause, operation: Operation) -> tuple[str | None, str | None]:
    """(what is counted, listed or ranked; what the answer is told apart by)."""
    each = clause.each.split(":")[0] if clause.each else None
    names = [name.split(":")[0] for name in clause.dims if name not in _TEXTUAL]
    if clause.level is not None and not names and each is None and clause.flags & {"BY", "EACH"}:
        each = "subject"
    names = [_any_subject(clause) if name == "any_subject" else name for name in names]
    each = _any_subject(clause) if each == "any_subject" else each
    entity = names[-1] if names else None
    if each == "project_kind" and operation in _MEMBERED:
        return "project", each
    if operation == "count" and each is None and "WHICH" in clause.flags and len(set(names)) > 1:
        return entity, names[0]
    if operation in _MEMBERED:
        return (entity, each) if entity is not None and each != entity else (entity or each, None)
    if operation == "group":
        return entity, each or entity
    return entity, each


def _any_subject(clause: Clause) -> str:
    """科目 is of the classification the selections are of; what people and offices cost is told by 经济分类."""
    dims = {o.dimension for side in clause.sides for group in side for p in group.picks for o in p.options}
    natures = {
        m for side in clause.sides for g in side for p in g.picks for o in p.options for m in o.members
    }
    if "economic" in dims or "item" in dims or natures & {"基本支出", "人员经费", "公用经费"}:
        return "economic"
    return "gov_economic" if "gov_economic" in dims else "subject"


def _level(clause: Clause) -> int | None:
    for name in (*clause.dims, clause.each or ""):
        if ":" in name:
            return int(name.split(":")[1])
    named = {o.dimension for side in clause.sides for g in side for p in g.picks for o in p.options}
    coded = ({name.split(":")[0] for name in (*clause.dims, clause.each or "")} | named) & set(_CODED)
    return clause.level if coded or "BY" in clause.flags else None


def _year(clause: Clause, document_year: int | None) -> int | None:
    if clause.year is not None:
        return clause.year
    if clause.relative is not None and document_year is not None:
        return document_year + clause.relative
    return None


def _claims(query: Query, clause: Clause) -> Query:
    """What the question says the figure is (是100万元吗) or passes (超过100万元了吗)."""
    if clause.claim is not None:
        kind, value = clause.claim
        return replace(query, claim=value, claim_unit={"MONEY": "fen", "PERCENT": "%"}.get(kind, "number"))
    asked = "YESNO" in clause.flags and query.operation in ("value", "sum", "share", "change")
    if asked and len(query.conditions) == 1 and query.entity is None:
        test = query.conditions[0]
        unit = "%" if test.share else "fen"
        shares = test.share and query.operation != "change"
        operation: Operation = "share" if shares else query.operation
        query = replace(query, operation=operation, conditions=(), claim=test.value, claim_unit=unit)
        return replace(query, claim_comparison=test.comparison)
    return query


def _inherit(query: Query, previous: Query | None) -> Query:
    """A later clause without a selection of its own goes on with the one before; 其中 narrows it."""
    if previous is not None and "OF" in query.words and any(measure.picks for measure in query.measures):
        own = tuple(
            Measure(
                (*previous.measures[0].picks, *measure.picks),
                (*previous.measures[0].excluded, *measure.excluded),
            )
            for measure in query.measures
        )
        return replace(query, measures=own)
    if previous is None or any(measure.picks or measure.excluded for measure in query.measures):
        return query
    if previous.operation == "difference" and set(query.words) & {"MORE", "LESS"}:
        query = replace(query, operation="difference")
    if query.operation == "value" and previous.order is not None and not query.measures[0].picks:
        query = replace(query, operation="sum")
    entity = query.entity or (
        previous.entity if query.operation in ("count", "list", "rank", "average") else None
    )
    conditions = query.conditions or previous.conditions
    ranked = query.operation in ("share", "sum", "average") and previous.order is not None
    if (conditions or ranked) and entity is None:
        entity = previous.entity
    if ranked and query.order is None:
        query = replace(query, order=previous.order, first=previous.first, nth=previous.nth)
    return replace(
        query,
        measures=previous.measures,
        base=query.base or (previous.base if query.operation == previous.operation else None),
        conditions=conditions,
        entity=entity,
        contains=query.contains or previous.contains,
        table=query.table or previous.table,
        year=query.year if query.year is not None else previous.year,
    )
