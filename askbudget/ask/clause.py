"""A parse tree → clauses: what each side selects, and which words of the operation stand in it.

In: the tree of ask/parser.  Out: Clauses, those that ask nothing joined to the one they belong to.
Knows the words of question.lark; decides no operation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from askbudget.ask.parser import Leaf, Node
from askbudget.model import Comparison, Condition, Mention, Pick, Selection
from askbudget.records import dataclass, field, replace


@dataclass(slots=True)
class Group:
    picks: list[Pick] = field(default_factory=list)
    excluded: list[Pick] = field(default_factory=list)
    dims: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    at: int | None = None
    """How many picks stood before 在."""


@dataclass(slots=True)
class Clause:
    sides: list[list[Group]] = field(default_factory=list)
    infixes: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    said: dict[str, Mention] = field(default_factory=dict)
    """The first mention of every flag."""
    dims: list[str] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    order: str | None = None
    first: int | None = None
    nth: int | None = None
    each: str | None = None
    claim: tuple[str, Any] | None = None
    claim_comparison: Comparison = "eq"
    unit: str | None = None
    year: int | None = None
    relative: int | None = None
    contains: tuple[str, ...] | None = None
    table: str | None = None
    direction: str | None = None
    rate: bool = False
    ordinal: int | None = None
    this_year: bool = False
    level: int | None = None
    quantity: int | None = None
    either: Mention | None = None
    other: Mention | None = None
    turned: Mention | None = None
    """A second place, year or ranking that contradicts the first (最大和最小)."""
    claimed: Mention | None = None
    pointed: Mention | None = None


def clause_of(node: Node) -> Clause:
    clause = Clause()
    clause.either = next((leaf.payload for leaf in _leaves(node) if leaf.kind == "EITHER"), None)
    for side in node.children:
        if isinstance(side, Node) and side.name == "infix":
            clause.infixes.append(_leaf(side).kind)
        elif isinstance(side, Node):
            clause.sides.append([_group(clause, group) for group in side.children if isinstance(group, Node)])
    return clause


def _group(clause: Clause, node: Node) -> Group:
    group = Group()
    for part in node.children:
        if isinstance(part, Node):
            _PARTS[part.name](clause, group, part)
    return group


def _leaf(node: Node) -> Leaf:
    return next(child for child in node.children if isinstance(child, Leaf))


def _leaves(node: Node | Leaf) -> Iterable[Leaf]:
    if isinstance(node, Leaf):
        yield node
    else:
        for child in node.children:
            yield from _leaves(child)


def pick_of(mention: Mention) -> Pick:
    """A selecting mention as a Pick: its terms gathered by dimension, in the order they are likely."""
    members: dict[str, list[str]] = {}
    for term in mention.terms:
        members.setdefault(term.kind, []).append(term.member)
    options = tuple(Selection(kind, tuple(dict.fromkeys(found))) for kind, found in members.items())
    return Pick(mention.text, options, mention.match)


def _named_dimensions(name: str) -> tuple[str, ...]:
    """科目 names any classification."""
    return ("subject", "economic", "gov_economic") if name == "any_subject" else (name.split(":")[0],)


def _selection(clause: Clause, group: Group, node: Node) -> None:
    mention: Mention = _leaf(node).payload
    if mention.terms[0].kind == "document":
        clause.dims.append("document")
        return
    if mention.terms[0].kind == "table":
        clause.table = mention.terms[0].member
        return
    pick = pick_of(mention)
    said = _named_dimensions(group.dims[-1]) if group.dims else ()
    named = tuple(option for option in pick.options if option.dimension in said)
    if named:
        # 政府经济科目工资福利支出: the word before says which classification.
        pick = replace(pick, options=named)
        clause.dims.remove(group.dims.pop())
    if mention.match == "phrase":
        group.picks.extend(replace(pick, options=(option,)) for option in pick.options)
    else:
        group.picks.append(pick)


def _dimension(clause: Clause, group: Group, node: Node) -> None:
    mention: Mention = _leaf(node).payload
    name = mention.terms[0].member
    if group.picks:
        last = group.picks[-1]
        projects = any(option.dimension == "project" for option in last.options)
        if name == "project_kind" and projects and mention.text.endswith("项目"):
            name = "project"
        wanted = _named_dimensions(name)
        kept = tuple(option for option in last.options if option.dimension in wanted)
        if kept:
            # 智慧西工项目: the word only says what the name is of.
            group.picks[-1] = replace(last, options=kept)
            return
    clause.dims.append(name)
    group.dims.append(name)


def _exclusion(clause: Clause, group: Group, node: Node) -> None:
    for noun in node.children:
        if isinstance(noun, Node) and noun.name == "noun":
            for leaf in _leaves(noun):
                if leaf.kind == "SEL":
                    group.excluded.append(pick_of(leaf.payload))
                elif leaf.kind == "DIM" and group.excluded:
                    name = leaf.payload.terms[0].member
                    last = group.excluded[-1]
                    kept = tuple(option for option in last.options if option.dimension == name)
                    group.excluded[-1] = replace(last, options=kept or last.options)


def _correction(clause: Clause, group: Group, node: Node) -> None:
    """What was not meant is only left behind: the other half of the sentence says what was."""
    clause.flags.update(("ELLIPSIS", "NOT"))
    clause.said.setdefault("NOT", _leaf(node).payload)


def _amount(node: Node) -> tuple[str, Any]:
    leaf = _leaf(node)
    return leaf.kind, leaf.payload.value


def condition(comparison: str, amount: tuple[str, Any], unit: int = 1_000_000) -> Condition:
    """A test on figures.  A bare number is in 万元, the unit these tables are printed in."""
    kind, value = amount
    if kind == "EXACTLY":
        kind = "MONEY"
    if kind == "PERCENT":
        return Condition(comparison, Decimal(value), share=True)  # type: ignore[arg-type]
    fen = int(value) if kind == "MONEY" else int(Decimal(value) * unit)
    return Condition(comparison, fen)  # type: ignore[arg-type]


def _above(clause: Clause, group: Group, node: Node) -> None:
    comparison = _leaf(node).payload.terms[0].member
    amount = _amount(next(child for child in node.children if isinstance(child, Node)))
    clause.conditions.append(condition(comparison, amount))


def _exactly(clause: Clause, group: Group, node: Node) -> None:
    """133.2万元的项目"""
    clause.conditions.append(condition("eq", (_leaf(node).kind, _leaf(node).payload.value)))


def _beyond(clause: Clause, group: Group, node: Node) -> None:
    comparison = next(leaf for leaf in _leaves(node) if leaf.kind == "AFTERCMP").payload.terms[0].member
    amount = _amount(next(child for child in node.children if isinstance(child, Node)))
    clause.conditions.append(condition(comparison, amount))


def _between(clause: Clause, group: Group, node: Node) -> None:
    low, high = (
        _amount(child) for child in node.children if isinstance(child, Node) and child.name == "amount"
    )
    unit = 1_000_000
    if low[0] == "NUMBER" and high[0] == "MONEY":
        leaf = next(leaf for leaf in _leaves(node) if leaf.kind == "MONEY")
        unit = 10**10 if "亿" in leaf.payload.text else 1_000_000 if "万" in leaf.payload.text else 100
    clause.conditions.append(condition("ge", low, unit))
    clause.conditions.append(condition("le", high))


def _ranking(clause: Clause, group: Group, node: Node) -> None:
    leaf = _leaf(node)
    mention: Mention = leaf.payload
    if node.name in ("first", "last"):
        clause.order, clause.first = ("desc" if node.name == "first" else "asc"), int(mention.value or 0)
        if clause.first < 1:
            clause.turned = mention
        if clause.order == "desc" and clause.direction == "bottom":
            clause.order = "asc"
    elif node.name in ("nth", "nthlast"):
        if clause.nth is not None:
            clause.turned = mention
        clause.order, clause.nth = ("desc" if node.name == "nth" else "asc"), int(mention.value or 0)
    elif node.name == "order":
        clause.order = mention.terms[0].member
        clause.flags.add("ORDER")
    else:
        order = "desc" if mention.terms[0].member == "top" else "asc"
        if clause.order not in (None, order):
            clause.turned = mention
        clause.order = order
        if node.name == "extreme_n":
            number = next(leaf for leaf in _leaves(node) if leaf.kind == "NUMBER").payload
            clause.first = int(number.value)
        clause.flags.add("EXTREME")


def _each(clause: Clause, group: Group, node: Node) -> None:
    mention = next(leaf for leaf in _leaves(node) if leaf.kind == "DIM").payload
    clause.each = mention.terms[0].member


def _distributive(clause: Clause, group: Group, node: Node) -> None:
    clause.flags.add(_leaf(node).kind)
    clause.said.setdefault(_leaf(node).kind, _leaf(node).payload)


def _containing(clause: Clause, group: Group, node: Node) -> None:
    found = [leaf.payload.text for leaf in _leaves(node) if leaf.kind in ("QUOTED", "SEL")]
    clause.contains = tuple(found)


def _claim(clause: Clause, group: Group, node: Node) -> None:
    child = next(child for child in node.children if isinstance(child, Node))
    if clause.claim is not None:
        clause.turned = _leaf(child).payload
    clause.claim = _amount(child)
    clause.claimed = _leaf(child).payload


def _operator(clause: Clause, group: Group, node: Node) -> None:
    leaf = _leaf(node)
    mention: Mention = leaf.payload
    clause.flags.add(leaf.kind)
    clause.said.setdefault(leaf.kind, mention)
    group.flags.add(leaf.kind)
    if leaf.kind == "AT":
        group.at = len(group.picks)
    if leaf.kind == "UNITWORD":
        clause.unit = mention.terms[0].member
    elif leaf.kind == "YEAR":
        if clause.year not in (None, int(mention.value or 0)):
            clause.turned = mention
        clause.year = int(mention.value or 0)
    elif leaf.kind == "RELYEAR":
        clause.relative = int(mention.terms[0].member)
        clause.this_year = clause.this_year or mention.text in ("本年", "本年度", "当年")
    elif leaf.kind == "CHANGE":
        clause.direction = mention.terms[0].member
        clause.rate = clause.rate or any(term.kind == "RATE" for term in mention.terms)
    elif leaf.kind == "QUANTITY":
        clause.quantity = int(mention.value or 0)
    elif leaf.kind == "OTHER":
        clause.other = mention
    elif leaf.kind == "LEVEL":
        clause.level = int(mention.terms[0].member)
    elif leaf.kind == "RATE":
        clause.rate = True
    elif leaf.kind == "ORDINAL":
        clause.ordinal = int(mention.value or 0)
        clause.pointed = mention
    elif leaf.kind == "SPEND":
        group.picks.append(Pick(mention.text, (Selection("flow", ("支出",)),), "implied"))


_PARTS = {
    "selection": _selection, "dimension": _dimension, "exclusion": _exclusion, "correction": _correction,
    "above": _above,
    "exactly": _exactly,
    "beyond": _beyond, "between": _between, "first": _ranking, "last": _ranking, "nth": _ranking,
    "nthlast": _ranking, "extreme": _ranking, "extreme_n": _ranking, "order": _ranking, "each": _each,
    "distributive": _distributive, "containing": _containing, "claim": _claim, "operator": _operator,
}  # fmt: skip


_ASKING = frozenset(
    {
        "ASK", "TOTAL", "COUNT", "LIST", "WHICH", "AVERAGE", "SHARE", "RATIO", "DIFFERENCE", "MORE", "LESS",
        "DEFINE", "WHY", "YESNO", "EXIST", "CHANGE", "UNITWORD", "EXTREME", "ORDER", "REMAIN",
    }
)  # fmt: skip


def _asks(clause: Clause) -> bool:
    return (
        bool(clause.flags & _ASKING)
        or bool(clause.infixes)
        or clause.first is not None
        or clause.nth is not None
    )


def _only_asks_back(clause: Clause) -> bool:
    """…，对吗"""
    selects = clause.dims or any(group.picks for side in clause.sides for group in side)
    return "YESNO" in clause.flags and clause.flags <= {"YESNO", "IS", "DE"} and not selects


def join(clauses: Sequence[Clause]) -> list[Clause]:
    """A clause that asks nothing belongs to the next one (除了甲以外，…); a last one to the one before."""
    joined: list[Clause] = []
    waiting: Clause | None = None
    for clause in clauses:
        if waiting is not None:
            clause = _merge(waiting, clause)
            waiting = None
        if joined and _only_asks_back(clause):
            joined[-1] = _merge(joined[-1], clause)
        elif _asks(clause):
            joined.append(clause)
        else:
            waiting = clause
    if waiting is not None:
        if joined:
            joined[-1] = _merge(joined[-1], waiting)
        else:
            joined.append(waiting)
    return joined


def _joined_groups(left: Sequence[Group], right: Sequence[Group]) -> list[Group]:
    """甲与乙，哪个大 keeps two groups; what stands before the comma is else said of every group behind it."""
    if not any(group.picks for group in right):
        last = left[-1]
        tail = Group(
            last.picks,
            last.excluded + [pick for group in right for pick in group.excluded],
            last.dims + [name for group in right for name in group.dims],
            last.flags.union(*(group.flags for group in right)),
        )
        return [*left[:-1], tail]
    head = Group(
        [pick for group in left for pick in group.picks],
        [pick for group in left for pick in group.excluded],
        [name for group in left for name in group.dims],
        {flag for group in left for flag in group.flags},
    )
    return [
        Group(head.picks + g.picks, head.excluded + g.excluded, head.dims + g.dims, head.flags | g.flags)
        for g in right
    ]


def _merge(left: Clause, right: Clause) -> Clause:
    merged = Clause()
    first, second = left.sides or [[Group()]], right.sides or [[Group()]]
    joint = _joined_groups(first[-1], second[0])
    merged.sides = [*first[:-1], joint, *second[1:]]
    merged.infixes = [*left.infixes, *right.infixes]
    merged.flags = left.flags | right.flags
    merged.said = {**right.said, **left.said}
    merged.dims = [*left.dims, *right.dims]
    merged.conditions = [*left.conditions, *right.conditions]
    for name in (
        "order",
        "first",
        "nth",
        "each",
        "claim",
        "unit",
        "year",
        "relative",
        "contains",
        "table",
        "direction",
        "ordinal",
        "level",
        "quantity",
        "either",
        "other",
        "turned",
        "claimed",
        "pointed",
    ):
        value = getattr(right, name)
        setattr(merged, name, getattr(left, name) if value is None else value)
    merged.rate = left.rate or right.rate
    merged.this_year = left.this_year or right.this_year
    return merged
