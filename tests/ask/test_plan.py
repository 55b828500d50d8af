"""Which table answers, which rows it takes, and which sentences state the same: readings and evaluate."""

from __future__ import annotations

from pathlib import Path

import pytest
from ask.made_tables import made, only, opened, picked, wan

from askbudget.ask.frame import Wanted
from askbudget.ask.plan import Case, Reading, evaluate, readings, says, select, whole_units
from askbudget.model import Measure, Pick, Selection, Statement

SPENT = {"flow": "支出"}
WHOLE = [("合计", {}, None)]

TOTALS = made(
    "表2",
    [*WHOLE, ("基本支出", {"nature": "基本支出"}, 0), ("项目支出", {"nature": "项目支出"}, 0)],
    [
        (0, "合计", {}, "100.00", "40.00", "60.00"),
        (1, "行政运行", {"subject": "2010101"}, "70.00", "40.00", "30.00"),
        (1, "住房公积金", {"subject": "2210201"}, "30.00", "", "30.00"),
    ],
    SPENT,
    "支出总表",
)
GENERAL = made(
    "表5", WHOLE, [(0, "合计", {}, "80.00"), (1, "行政运行", {"subject": "2010101"}, "50.00")],
    {**SPENT, "fund": "一般公共预算"}, "一般公共预算支出表",
)  # fmt: skip
PROJECTS = made(
    "表12", WHOLE,
    [
        (0, "合计", {}, "60.00"), (1, "甲", {"project": "甲", "unit": "101"}, "25.00"),
        (1, "乙", {"project": "乙", "unit": "102"}, "35.00"),
    ],
    {**SPENT, "nature": "项目支出"}, "项目支出表",
)  # fmt: skip


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return opened(tmp_path, TOTALS, GENERAL, PROJECTS)


def _said(dims: dict[str, str], value: int | None = 0, measure: str = "amount", **more: object) -> Statement:
    text = "…"
    return Statement("情况说明", "…", dims, measure, value, "万元", text, text, 2, 4, **more)  # type: ignore[arg-type]


def _answered_by(case: Case, **dims: str) -> tuple[str, int | None]:
    best = evaluate(Reading(only(**dims), ()), case).best
    assert best is not None
    return best.frame.table.name, best.total


def test_the_table_of_the_widest_scope_answers(case: Case) -> None:
    assert _answered_by(case, flow="支出") == ("表2", wan("100.00"))
    assert _answered_by(case, subject="2010101") == ("表2", wan("70.00"))


def test_the_table_whose_scope_is_what_is_asked_answers(case: Case) -> None:
    assert _answered_by(case, subject="2010101", fund="一般公共预算") == ("表5", wan("50.00"))
    assert _answered_by(case, nature="项目支出") == ("表12", wan("60.00"))


def test_narrower_tables_come_behind_with_their_limits(case: Case) -> None:
    results = evaluate(Reading(only(subject="2010101"), ()), case).results
    assert [(one.frame.table.name, one.exact, dict(one.cover.extras)) for one in results] == [
        ("表2", True, {}),
        ("表5", False, {"fund": "一般公共预算"}),
    ]


def test_one_table_can_be_asked_alone(case: Case) -> None:
    reading = evaluate(Reading(only(subject="2010101"), ()), case, "表5")
    assert [(one.frame.table.name, one.total) for one in reading.results] == [("表5", wan("50.00"))]


def test_a_figure_asked_of_no_table_has_no_best(case: Case) -> None:
    assert evaluate(Reading(only(economic="30201"), ()), case).best is None


def test_income_and_expenditure_are_two_readings_unless_the_words_mean_one(case: Case) -> None:
    flows = [reading.selected["flow"].members for reading in readings(Measure(), case)]
    assert sorted(map(str, flows)) == sorted(["('支出',)", "('收入',)"])
    assert len(readings(picked(project="甲"), case)) == 1
    assert len(readings(picked(flow="收入"), case)) == 1


def test_a_word_of_two_meanings_is_two_readings_and_what_is_held_comes_first(case: Case) -> None:
    word = Pick("住房公积金", (Selection("economic", ("30113",)), Selection("subject", ("2210201",))))
    found = readings(Measure((word,)), case)
    assert [reading.options[0].dimension for reading in found] == ["subject", "economic"]
    assert found[0].best is not None and found[0].best.total == wan("30.00")
    assert found[1].best is None


def test_one_dimension_twice_is_the_narrower_member_else_nothing(case: Case) -> None:
    def both(*members: str) -> tuple[str, ...] | None:
        selected = select([Selection("nature", (member,)) for member in members], (), case)
        return None if selected is None else selected["nature"].members

    assert both("基本支出", "人员经费") == ("人员经费",)
    assert both("人员经费", "基本支出") == ("人员经费",)
    assert both("基本支出", "项目支出") is None


def test_an_exclusion_is_taken_off_its_own_dimension(case: Case) -> None:
    reading = readings(Measure((), picked(nature="项目支出").picks), case)[0]
    best = evaluate(reading, case).best
    assert reading.selected["nature"] == Wanted(None, ("项目支出",))
    assert best is not None and best.total == wan("40.00")


def test_what_a_grouping_adds_limits_every_reading(case: Case) -> None:
    found = readings(picked(flow="支出"), case, {"unit": Wanted(("101",))})
    assert [reading.best.total for reading in found if reading.best] == [wan("25.00")]


def test_the_unit_on_top_of_every_table_is_the_department() -> None:
    def table(*units: tuple[int, str]) -> object:
        return made("表3", WHOLE, [(depth, unit, {"unit": unit}, "1.00") for depth, unit in units])

    one = table((0, "本局"), (1, "一中心"))
    assert whole_units([one]) == {"本局"}  # type: ignore[list-item]
    assert whole_units([table((0, "一中心"), (0, "二中心"))]) == frozenset()  # type: ignore[list-item]
    assert whole_units([one, table((0, "二中心"))]) == frozenset()  # type: ignore[list-item]


def test_selecting_the_department_limits_nothing(tmp_path: Path) -> None:
    rows = [(0, "本局", {"unit": "本局"}, "9.00"), (1, "一中心", {"unit": "一中心"}, "4.00")]
    case = opened(tmp_path, made("表3", WHOLE, rows, SPENT))
    assert case.whole_units == {"本局"}
    assert select([Selection("unit", ("本局",))], (), case) == {}
    assert [dict(node.dims) for node in case.frames[0].rows.values()] == [{}, {"unit": "一中心"}]


@pytest.mark.parametrize(
    ("statement", "holds"),
    [
        (_said({"flow": "支出", "nature": "项目支出"}), True),
        (_said({"nature": "项目支出"}), True),
        (_said({"nature": "项目支出", "period": "本年"}), True),
        (_said({"nature": "项目支出"}, None, "none"), True),
        (_said({"nature": "项目支出"}, year=2026), True),
        (_said({"nature": "项目支出"}, year=2025), False),
        (_said({"nature": "项目支出"}, ambiguous=True), False),
        (_said({"nature": "项目支出", "fund": "一般公共预算"}), False),
        (_said({"nature": "基本支出"}), False),
        (_said({"nature": "项目支出"}, 5, "change"), False),
        (_said({}), False),
    ],
    ids=[
        "whole",
        "implied",
        "this-year",
        "none",
        "year",
        "other-year",
        "open",
        "narrower",
        "other",
        "change",
        "nothing",
    ],
)
def test_a_sentence_speaks_of_exactly_this_figure_or_not_at_all(
    statement: Statement, holds: bool, case: Case
) -> None:
    assert says(statement, only(flow="支出", nature="项目支出"), case) is holds


def test_a_sentence_says_nothing_of_a_selection_with_an_exclusion(case: Case) -> None:
    wanted = {"nature": Wanted(("项目支出",), ("特定目标类",))}
    assert not says(_said({"nature": "项目支出"}), wanted, case)
