"""What one table may say about another, and what it must not."""

from __future__ import annotations

from load.recover_sample import (
    FUND1,
    FUND2,
    SPENDING,
    table01,
    table03,
    table04,
    table05,
    table06,
    table09,
    table10,
    table12,
    tables,
)
from load.recover_typed import columns_of, draft

from askbudget.lexicon import load_lexicon
from askbudget.load.draft import Draft
from askbudget.load.links import Link, Links
from askbudget.load.recover import place
from askbudget.load.solve_cells import Cells
from askbudget.load.solve_region import Space


def links(drafts: list[Draft]) -> list[Link]:
    """The links before anything is known but the rows' own sums; all sums over rows are believed."""
    cells = Cells(drafts)
    sums = {(number, row.position) for number, table in enumerate(drafts) for row in table.rows}
    return Links(cells, load_lexicon(), sums).of(cells.start)


def between(found: list[Link], one: int, other: int) -> list[Link]:
    return [link for link in found if {one, other} <= {ref[0] for ref in link.refs}]


def test_members_contain_and_exclude_one_another() -> None:
    space = Space(load_lexicon())
    assert space.inside("economic", "30101", "301")
    assert space.inside("fund", FUND1, "财政拨款")
    assert space.apart("fund", FUND1, FUND2)
    assert space.apart("subject", "2010301", "206")
    assert not space.apart("fund", FUND1, "财政拨款")
    assert not space.apart("unit", "政务服务中心", "113002")
    assert not space.inside("unit", "政务服务中心", "政务服务中心")
    assert not space.apart("project", "智慧西工建设项目2024", "智慧西工建设项目 2024")


def test_what_words_leave_open_is_left_open() -> None:
    space = Space(load_lexicon())
    assert space.meet({"fund": "财政拨款"}, {"fund": FUND1}) == {"fund": FUND1}
    assert space.meet({"fund": FUND1, "flow": "支出"}, {"fund": FUND2}) == {"flow": "支出"}


def test_tables_by_fund_add_up_to_the_table_of_all_funds() -> None:
    drafts = [table03(), table05(), table09(), table10()]
    found = between(links(drafts), 0, 1)
    assert any(("subject", "2060102") in link.region for link in found)
    assert between(links(drafts), 0, 2)


def test_nothing_follows_where_a_fund_is_missing() -> None:
    """一般公共预算 alone is less than all funds: then the rest could stand anywhere."""
    assert links([table03(), table05()]) == []


def test_economic_rows_and_columns_are_the_same_money() -> None:
    found = between(links([table05(), table06()]), 0, 1)
    (wages,) = [link for link in found if ("economic", "301") in link.region]
    assert len(wages.left) == 1
    assert len(wages.right) == 15


def test_the_header_of_one_table_excludes_cells_of_another() -> None:
    """人员经费 is 301 and 303 by the columns of the spending table, so 30239 is none of it."""
    blank = {(link.region, link.left) for link in links([table05(), table06()]) if not link.right}
    regions = [dict(region) for region, _ in blank]
    assert {"economic": "30239", "nature": "人员经费"}.items() <= next(
        region for region in regions if region.get("economic") == "30239"
    ).items()
    assert not any(
        region["nature"] == "公用经费" and region["economic"].startswith("302") for region in regions
    )


def test_income_says_nothing_about_the_period_of_spending() -> None:
    found = links(tables())
    assert not [link for link in found if ("flow", "支出") in link.region and ("period", "上年结转") in link.region
                and link.right]  # fmt: skip


def test_side_by_side_each_fund_balances() -> None:
    found = [link for link in links([table04()]) if link.region == (("fund", FUND2),)]
    assert [{len(link.left), len(link.right)} for link in found] == [{1, 2}]


def test_money_left_at_the_end_of_the_year_is_no_spending() -> None:
    """预算04表 shows 2988.04 left over, 预算03表 spends it: they must not be set equal."""
    assert not between(links([table01(), table03(), table04()]), 1, 2)


def test_a_column_beside_one_that_overlaps_it_is_not_set_equal() -> None:
    """基金 beside 结转结余: the fund's money may stand in either."""
    drafts = [table09(), table03()]
    columns = columns_of(
        [("总计", {}, [(FUND2, {"fund": FUND2}, []), ("上年结转结余", {"period": "上年结转"}, [])])]
    )
    drafts.append(
        draft("分类", "支出经济分类表", {"flow": "支出"}, columns, [(0, "合计", {}, "2988.04 2988.04")])
    )
    amounts = place(drafts).amounts[2]
    assert [a.candidates for a in amounts] == [(), (1, 2)]


def test_the_fund_of_projects_is_known_their_period_is_not() -> None:
    amounts = place([table03(), table05(), table09(), table10(), table12()]).amounts[4]
    assert {a.candidates for a in amounts if a.basis == "ambiguous"} == {(1, 4), (2, 5)}


def test_tables_of_unknown_meaning_are_not_compared() -> None:
    rows: list[tuple[int, str, dict[str, str], str]] = [(0, "合计", {}, "2988.04 2988.04 2988.04")]
    other = draft("另表", "其他", {"flow": "支出"}, columns_of(SPENDING), rows)
    assert links([table09(), other]) == []


def test_totals_that_differ_prevent_a_link() -> None:
    rows: list[tuple[int, str, dict[str, str], str]] = [(0, "合计", {}, "100.00 100.00 100.00")]
    other = draft("另表", "支出总表", {"flow": "支出", "fund": FUND2}, columns_of(SPENDING), rows)
    assert links([table09(), other]) == []


def test_negative_figures_prevent_links() -> None:
    rows: list[tuple[int, str, dict[str, str], str]] = [
        (0, "合计", {}, "2988.04 2988.04 2988.04"),
        (1, "一", {}, "2989.04 2989.04 2989.04"),
        (1, "二", {}, "-1.00 -1.00 -1.00"),
    ]
    other = draft("另表", "政府性基金支出表", {"flow": "支出", "fund": FUND2}, columns_of(SPENDING), rows)
    assert links([table09(), other]) == []


def test_a_table_that_contradicts_its_neighbour_is_not_decided_by_it() -> None:
    """The same total, another split: neither is believed for the other's sake."""
    rows: list[tuple[int, str, dict[str, str], str]] = [
        (0, "合计", {}, "2988.04 2988.04 2988.04"),
        (1, "2290402", {"subject": "2290402"}, "988.04 988.04 988.04"),
        (1, "2290403", {"subject": "2290403"}, "2000.00 2000.00 2000.00"),
    ]
    other = draft("另表", "政府性基金支出表", {"flow": "支出", "fund": FUND2}, columns_of(SPENDING), rows)
    placed = place([table09(), other])
    assert any("不一致" in problem.message for problem in placed.problems)
    assert {a.basis for a in placed.amounts[1] if a.column > 0} == {"ambiguous"}
