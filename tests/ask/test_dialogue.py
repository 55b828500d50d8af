"""A Query as plain values and back, and questions that lean on the one before."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from askbudget.ask.dialogue import from_plain, lean, to_plain
from askbudget.model import Condition, Measure, Pick, Query, Selection
from askbudget.records import replace

# ---------------------------------------------------------------- plain values

names = st.text("甲乙丙项目2024 ·", min_size=1, max_size=6)
dimensions = st.sampled_from(["flow", "fund", "unit", "project", "subject", "economic"])
selections = st.builds(Selection, dimensions, st.lists(names, min_size=1, max_size=3).map(tuple))
picks = st.builds(
    Pick,
    names,
    st.lists(selections, min_size=1, max_size=2, unique_by=lambda one: one.dimension).map(tuple),
    st.sampled_from(["exact", "alias", "part", "phrase", "implied", "entity"]),
)
measures = st.builds(Measure, st.lists(picks, max_size=3).map(tuple), st.lists(picks, max_size=2).map(tuple))
comparisons = st.sampled_from(["gt", "ge", "lt", "le", "eq"])
conditions = st.one_of(
    st.builds(Condition, comparisons, st.integers(-(10**12), 10**12)),
    st.builds(Condition, comparisons, st.decimals(0, 100, places=2), st.just(True)),
)
some = st.integers(1, 50)
queries = st.builds(
    Query,
    operation=st.sampled_from(
        ["value", "sum", "count", "list", "rank", "share", "difference", "change", "goal"]
    ),
    measures=st.lists(measures, min_size=1, max_size=3).map(tuple),
    base=st.none() | measures,
    entity=st.none() | dimensions,
    level=st.none() | st.sampled_from([3, 5, 7]),
    conditions=st.lists(conditions, max_size=2).map(tuple),
    order=st.sampled_from([None, "desc", "asc"]),
    first=st.none() | some,
    nth=st.none() | some,
    total=st.booleans(),
    unit=st.sampled_from([None, "元", "万元", "亿元"]),
    year=st.none() | st.integers(1990, 2050),
    table=st.none() | names,
    direction=st.sampled_from([None, "up", "down", "any"]),
    rate=st.booleans(),
    group=st.none() | dimensions,
    contains=st.lists(names, max_size=2).map(tuple),
    ordinal=st.none() | some,
)


@settings(max_examples=300, deadline=None)
@given(queries)
def test_a_query_survives_the_way_through_json(query: Query) -> None:
    """What a question selects and wants; its claim and its words are its own and are not handed on."""
    assert from_plain(json.loads(json.dumps(to_plain(query), ensure_ascii=False))) == query


@given(queries)
def test_plain_values_written_again_are_the_same(query: Query) -> None:
    assert to_plain(from_plain(to_plain(query))) == to_plain(query)


def test_what_is_not_said_is_left_out() -> None:
    assert to_plain(Query("value")) == {"operation": "value", "measures": [{"picks": []}]}


def test_unknown_keys_are_passed_over_and_of_several_queries_the_last_counts() -> None:
    one, two = to_plain(Query("value")), to_plain(Query("count", entity="project"))
    assert from_plain({**one, "selected": {"flow": ["支出"]}, "answered_by": "表3"}) == Query("value")
    assert from_plain({"queries": [one, two]}) == Query("count", entity="project")


def test_an_amount_stays_an_exact_integer_and_a_percentage_an_exact_decimal() -> None:
    query = Query("list", conditions=(Condition("gt", 10**17 + 1), Condition("le", Decimal("5.10"), True)))
    kept = from_plain(json.loads(json.dumps(to_plain(query)))).conditions
    assert kept == query.conditions
    assert [type(one.value) for one in kept] == [int, Decimal]


# ---------------------------------------------------------------- leaning


def _pick(dimension: str, member: str) -> Pick:
    return Pick(member, (Selection(dimension, (member,)),))


def _of(*picks: Pick, excluded: tuple[Pick, ...] = ()) -> Measure:
    return Measure(picks, excluded)


PROJECTS, OFFICE, CENTRE = _pick("nature", "项目支出"), _pick("unit", "101"), _pick("unit", "102")
BEFORE = Query("value", (_of(OFFICE, PROJECTS),), unit="元", year=2025)
ROWS = [
    {"label": "甲", "dimension": "project", "member": "甲"},
    {"label": "乙", "dimension": "project", "member": "乙"},
]


def _lean(query: Query, before: Query = BEFORE, **more: Any) -> Query:
    leant, taken = lean(query, {**to_plain(before), **more})
    assert taken
    return leant


def test_a_question_that_says_everything_takes_nothing_over() -> None:
    query = Query("value", (_of(CENTRE),), words=("ASK",))
    assert lean(query, to_plain(BEFORE)) == (query, ())


def test_another_member_takes_the_place_of_its_own_dimension() -> None:
    """局机关的项目支出多少 → 那政务服务中心呢"""
    leant = _lean(Query("value", (_of(CENTRE),), words=("ELLIPSIS",)))
    assert leant == replace(BEFORE, measures=(_of(PROJECTS, CENTRE),))


def test_the_operation_before_is_asked_of_the_other_member() -> None:
    before = Query("count", (_of(OFFICE, PROJECTS),), entity="project")
    leant = _lean(Query("value", (_of(CENTRE),), words=("ELLIPSIS",)), before)
    assert (leant.operation, leant.entity, leant.measures) == ("count", "project", (_of(PROJECTS, CENTRE),))


def test_a_new_operation_is_kept() -> None:
    """局机关的项目支出多少 → 那政务服务中心有几个"""
    leant = _lean(Query("count", (_of(CENTRE),), entity="project", words=("COUNT", "ELLIPSIS")))
    assert (leant.operation, leant.measures) == ("count", (_of(PROJECTS, CENTRE),))


def test_among_them_narrows_the_question_before() -> None:
    """有哪些项目 → 其中超过100万的"""
    before = Query("list", (_of(PROJECTS),), entity="project")
    over = Condition("gt", 10**8)
    leant = _lean(Query("list", conditions=(over,), words=("OF",)), before)
    assert (leant.operation, leant.entity, leant.measures) == ("list", "project", (_of(PROJECTS),))
    assert leant.conditions == (over,)


def test_an_exclusion_is_added_to_the_question_before() -> None:
    """项目支出多少 → 不含政府性基金呢"""
    fund = _pick("fund", "政府性基金")
    leant = _lean(Query("value", (_of(excluded=(fund,)),), words=("ELLIPSIS",)))
    assert leant.measures == (_of(OFFICE, PROJECTS, excluded=(fund,)),)


def test_another_unit_of_money_asks_the_same_again() -> None:
    leant = _lean(Query("value", unit="亿元", words=("UNITWORD",)))
    assert (leant.operation, leant.measures, leant.unit) == ("value", BEFORE.measures, "亿元")


def test_another_year_asks_the_same_again() -> None:
    leant = _lean(Query("value", year=2024, words=("ELLIPSIS", "RELYEAR")))
    assert (leant.measures, leant.year) == (BEFORE.measures, 2024)


def test_first_places_of_the_ranking_before() -> None:
    before = Query("rank", (_of(PROJECTS),), entity="project", order="desc", first=1)
    leant = _lean(Query("rank", order="desc", first=3, words=("OF",)), before)
    assert (leant.entity, leant.order, leant.first) == ("project", "desc", 3)


def test_a_difference_to_what_was_asked_before() -> None:
    """局机关的项目支出多少 → 比政务服务中心多多少"""
    leant = _lean(Query("difference", (Measure(),), base=_of(CENTRE), words=("MORE",)))
    assert (leant.measures, leant.base) == (BEFORE.measures, _of(PROJECTS, CENTRE))


@pytest.mark.parametrize(("ordinal", "member"), [(1, "甲"), (2, "乙")])
def test_the_nth_is_the_nth_row_of_the_answer_before(ordinal: int, member: str) -> None:
    leant = _lean(Query("goal", ordinal=ordinal), Query("list", entity="project"), rows=ROWS)
    assert leant.operation == "goal"
    assert leant.measures == (_of(Pick(member, (Selection("project", (member,)),))),)


@pytest.mark.parametrize("ordinal", [0, 3, 99])
def test_a_row_that_was_not_there_is_no_row(ordinal: int) -> None:
    _, taken = lean(Query("goal", ordinal=ordinal), {**to_plain(Query("list")), "rows": ROWS})
    assert "rows" not in taken


def test_nothing_taken_over_is_changed_by_what_was_asked_in_vain() -> None:
    """The reading of a refusal may be empty: leaning on it must not fail."""
    query = Query("value", words=("ELLIPSIS",))
    leant, _ = lean(query, {})
    assert leant.measures == (Measure(),)
