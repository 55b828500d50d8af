"""covers: the fewest rows × columns of one table that add up to a selection, or none where it cannot tell."""

from __future__ import annotations

from dataclasses import replace

from ask.made_tables import framed, judge, made, only
from handmade import document

from askbudget.ask.frame import Cover, Wanted, build_frame, covers
from askbudget.model import Table

FUNDS = [
    ("合计", {}, None),
    ("一般公共预算/小计", {"fund": "一般公共预算"}, 0),
    ("一般公共预算/其中：一般债券", {"fund": "一般债券"}, 1),
    ("政府性基金", {"fund": "政府性基金"}, 0),
]

SPENT = {"flow": "支出"}

PROJECTS = made(
    "表3",
    FUNDS,
    [
        (0, "合计", {}, "61.00", "20.00", "5.00", "41.00"),
        (1, "一中心", {"unit": "101"}, "30.00", "20.00", "5.00", "10.00"),
        (2, "甲", {"project": "甲", "nature": "特定目标类"}, "10.00", "10.00", "5.00", ""),
        (2, "乙", {"project": "乙", "nature": "其他运转类"}, "20.00", "10.00", "", "10.00"),
        (1, "二中心", {"unit": "102"}, "31.00", "", "", "31.00"),
        (2, "甲", {"project": "甲", "nature": "特定目标类"}, "30.00", "", "", "30.00"),
        (2, "丙", {"project": "丙", "nature": "特定目标类"}, "1.00", "", "", "1.00"),
    ],
    {**SPENT, "nature": "项目支出"},
)


def _best(table: Table, selected: dict[str, Wanted], entity: str | None = None) -> Cover:
    return covers(framed(table), selected, judge(), entity)[0]


def _places(table: Table, **dims: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    cover = _best(table, only(**dims))
    return cover.rows, cover.columns


def test_a_leaf_is_taken_by_itself() -> None:
    assert _places(PROJECTS, project="乙") == ((3,), (0,))


def test_everything_is_the_total_row_and_the_total_column() -> None:
    assert _places(PROJECTS, flow="支出", nature="项目支出") == ((0,), (0,))


def test_a_member_in_two_places_is_both_rows_and_never_their_parents() -> None:
    assert _places(PROJECTS, project="甲") == ((2, 5), (0,))


def test_a_unit_is_its_own_row_not_the_rows_below_it() -> None:
    assert _places(PROJECTS, unit="102") == ((4,), (0,))


def test_row_and_column_together_are_one_cell() -> None:
    assert _places(PROJECTS, project="乙", fund="政府性基金") == ((3,), (3,))


def test_a_wider_member_is_the_union_of_the_columns_inside_it() -> None:
    """财政拨款 contains 一般公共预算 and 政府性基金; 单位资金 is another column and stays out."""
    table = made(
        "表3",
        [*FUNDS, ("单位资金", {"fund": "单位资金"}, 0)],
        [(0, "合计", {}, "60.00", "15.00", "5.00", "40.00", "5.00")],
        SPENT,
    )
    assert _places(table, fund="财政拨款") == ((0,), (1, 3))


def test_several_members_are_all_their_rows_and_not_the_row_above_them() -> None:
    """The row above may hold more than what is printed below it."""
    assert _best(PROJECTS, {"project": Wanted(("甲", "乙"))}).rows == (2, 3, 5)
    part = {"project": Wanted(("甲", "乙")), "unit": Wanted(("101",))}
    assert _best(PROJECTS, part).rows == (2, 3)
    assert _places(PROJECTS, fund="财政拨款") == ((0,), (1, 3))


def test_of_which_never_stands_in_a_sum_but_is_found_when_nothing_else_is_asked_beside_it() -> None:
    """其中：一般债券 is money inside 一般公共预算: asking for both is the 小计 alone."""
    both = {"fund": Wanted(("一般公共预算", "一般债券"))}
    assert _best(PROJECTS, both).columns == (1,)
    rows = made(
        "表3",
        [("合计", {}, None)],
        [
            (0, "合计", {}, "9.00"),
            (1, "基本支出", {"nature": "基本支出"}, "9.00"),
            (2, "其中：人员经费", {"nature": "人员经费"}, "4.00"),
        ],
        SPENT,
    )
    assert all(2 not in cover.rows for cover in covers(framed(rows), only(nature="基本支出"), judge()))


def test_a_dimension_the_table_does_not_tell_is_no_cover() -> None:
    assert covers(framed(PROJECTS), only(economic="30201"), judge()) == []


def test_a_member_the_table_does_not_have_is_no_cover() -> None:
    assert covers(framed(PROJECTS), only(project="丁"), judge()) == []


def test_a_scope_outside_the_selection_is_no_cover() -> None:
    assert covers(framed(PROJECTS), only(flow="收入"), judge()) == []
    assert covers(framed(PROJECTS), only(nature="基本支出"), judge()) == []


def test_a_row_that_may_lie_inside_makes_the_selection_undecided() -> None:
    """未分配 may be either unit's: what is left can't be the unit's whole figure."""
    table = made(
        "表3",
        [("合计", {}, None)],
        [(0, "合计", {}, "9.00"), (1, "一中心", {"unit": "101"}, "4.00"), (1, "未分配", {}, "5.00")],
        SPENT,
    )
    assert all(cover.extras for cover in covers(framed(table), only(unit="101"), judge()))


def test_a_narrower_scope_is_said_in_extras() -> None:
    narrow = replace(
        PROJECTS, scope={**SPENT, "nature": "项目支出", "fund": "一般公共预算"}, columns=PROJECTS.columns[:1]
    )
    assert _best(narrow, only(project="乙")).extras == {"fund": "一般公共预算"}
    assert _best(narrow, only(project="乙", fund="一般公共预算")).extras == {}


def test_what_a_word_means_by_definition_is_no_extra() -> None:
    """A project is 支出 and 项目支出 anyway; 财政拨款 asked of a table of 政府性基金 is a limit."""
    assert _best(PROJECTS, only(project="乙")).extras == {}
    assert _best(PROJECTS, only(flow="支出")).extras == {"nature": "项目支出"}
    fund_table = replace(PROJECTS, scope={**SPENT, "fund": "政府性基金"})
    assert _best(fund_table, only(flow="支出", fund="财政拨款")).extras == {"fund": "政府性基金"}


def test_excluding_opens_the_rows_that_hold_what_is_excluded() -> None:
    without = {"nature": Wanted(("项目支出",), ("特定目标类",))}
    assert _best(PROJECTS, without).rows == (3,)
    no_second = {"nature": Wanted(("项目支出",)), "unit": Wanted(None, ("102",))}
    assert _best(PROJECTS, no_second).rows == (1,)


def test_excluding_everything_is_no_cover() -> None:
    assert covers(framed(PROJECTS), {"nature": Wanted(("项目支出",), ("项目支出",))}, judge()) == []


def test_two_sides_are_never_mixed() -> None:
    """01表 prints 收入 and 支出 on one line: each side has its own rows and columns."""
    frame = build_frame(document().tables[0], 0, frozenset())
    income = covers(frame, only(flow="收入"), judge())[0]
    spent = covers(frame, only(flow="支出"), judge())[0]
    assert (income.rows, income.columns) == ((2,), (0,))
    assert (spent.rows, spent.columns) == ((3,), (1,))
    assert covers(frame, only(flow="收入", subject="205"), judge()) == []


def test_codes_contain_the_codes_they_begin() -> None:
    table = made(
        "表3",
        [("合计", {}, None)],
        [
            (0, "合计", {}, "9.00"),
            (1, "教育", {"subject": "205"}, "6.00"),
            (2, "小学", {"subject": "2050202"}, "2.00"),
            (2, "初中", {"subject": "2050203"}, "4.00"),
            (1, "卫生", {"subject": "2100101"}, "3.00"),
        ],
        SPENT,
    )
    assert _places(table, subject="205") == ((1,), (0,))
    assert _places(table, subject="20502") == ((2, 3), (0,))
    assert _places(table, subject="2050203") == ((3,), (0,))
    assert _places(table, subject="210") == ((4,), (0,))


def test_year_end_carry_over_is_not_spending_unless_asked() -> None:
    table = made(
        "表1",
        [("金额", SPENT, None)],
        [
            (0, "支出总计", {}, "9.00"),
            (1, "本年支出", {"period": "本年"}, "7.00"),
            (1, "年终结转", {"period": "年终结转"}, "2.00"),
        ],
    )
    assert _best(table, only(flow="支出")).rows == (1,)
    assert _best(table, only(flow="支出", period="年终结转")).rows == (2,)
    both = _best(table, {**only(flow="支出"), "period": Wanted(("本年", "年终结转"))})
    assert both.rows == (0,), "支出总计 is printed, so it is not added up"
