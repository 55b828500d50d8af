"""One vocabulary reads titles, header cells and row labels; expected meanings come from 部门预算 terms."""

from __future__ import annotations

import pytest

from askbudget.lexicon import Lexicon, load_lexicon

SPENT = {"flow": "支出"}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.mark.parametrize(
    ("title", "kind", "scope"),
    [
        ("2025年部门收支总体情况表", "收支总表", {}),
        ("2026年部门收入总体情况表", "收入总表", {"flow": "收入"}),
        ("部门支出总体情况表", "支出总表", SPENT),
        ("2025年财政拨款收支预算表", "财政拨款收支总表", {"fund": "财政拨款"}),
        ("2025年一般公共预算支出预算表", "一般公共预算支出表", {**SPENT, "fund": "一般公共预算"}),
        (
            "2025年一般公共预算基本支出预算表",
            "一般公共预算基本支出表",
            {**SPENT, "fund": "一般公共预算", "nature": "基本支出"},
        ),
        (
            "2025年一般公共预算“三公”经费预算表",
            "三公经费表",
            {**SPENT, "fund": "一般公共预算", "three_public": "三公经费"},
        ),
        ("2025年政府性基金支出预算表", "政府性基金支出表", {**SPENT, "fund": "政府性基金"}),
        ("2025 年 国有资本经营支出预算表", "国有资本经营支出表", {**SPENT, "fund": "国有资本经营"}),
        ("2025年支出经济分类汇总表", "支出经济分类表", SPENT),
        ("行政（事业）单位机构运转经费预算表", "机关运行经费表", {**SPENT, "item": "机关运行经费"}),
        ("2025年项目支出预算表", "项目支出表", {**SPENT, "nature": "项目支出"}),
        ("部门（单位）整体绩效目标表", "绩效目标表", {}),
        ("政府采购预算表", "政府采购表", {**SPENT, "item": "政府采购"}),
        ("別的東西", "其他", {}),
    ],
)
def test_titles(title: str, kind: str, scope: dict[str, str], lexicon: Lexicon) -> None:
    assert lexicon.table_kind(title) == kind
    assert lexicon.title_meaning(title).dims == scope


def test_a_title_of_a_fund_is_no_subject(lexicon: Lexicon) -> None:
    """国有资本经营预算支出 is also 223 of 支出功能分类; a table of it may print other 类 as well."""
    scope = lexicon.title_meaning("2026年国有资本经营预算支出表").dims
    assert scope == {**SPENT, "fund": "国有资本经营"}


@pytest.mark.parametrize(
    ("path", "dims"),
    [
        (("合计",), {}),
        (("基本支出", "小计"), {**SPENT, "nature": "基本支出"}),
        (("基本支出", "人员经费", "工资福利支出"), {**SPENT, "nature": "人员经费", "economic": "301"}),
        (("项目支出", "特定目标类"), {**SPENT, "nature": "特定目标类"}),
        (("一般公共预算", "小计"), {"fund": "一般公共预算"}),
        (("财政拨款", "一般公共预算"), {"fund": "一般公共预算"}),
        (("本年收入", "政府性基金"), {"flow": "收入", "period": "本年", "fund": "政府性基金"}),
        (("上年结转", "一般公共预算"), {"period": "上年结转", "fund": "一般公共预算"}),
        (("公务用车购置及运行费", "公务用车购置费"), {**SPENT, "three_public": "公务用车购置费"}),
    ],
)
def test_headers(path: tuple[str, ...], dims: dict[str, str], lexicon: Lexicon) -> None:
    meaning = lexicon.path_meaning(path)
    assert (meaning.dims, meaning.unread) == (dims, "")


@pytest.mark.parametrize(
    ("label", "dims"),
    [
        ("（五）教育支出", {"subject": "205"}),
        ("教育", {"subject": "205"}),
        ("  （五） 教 育 支 出 ", {"subject": "205"}),
        ("（五）敎育支出", {"subject": "205"}),
        ("二、上年结转", {"period": "上年结转"}),
        ("其中：财政拨款", {"fund": "财政拨款"}),
        ("公务接待费", {**SPENT, "three_public": "公务接待费"}),
        ("收入总计", {"flow": "收入"}),
        ("合  计", {}),
        ("", {}),
    ],
)
def test_labels(label: str, dims: dict[str, str], lexicon: Lexicon) -> None:
    meaning = lexicon.meaning(label)
    assert (meaning.dims, meaning.unread) == (dims, "")


@pytest.mark.parametrize("label", ["火星基地", "外星车费"])
def test_what_no_word_covers_is_unread(label: str, lexicon: Lexicon) -> None:
    meaning = lexicon.meaning(label)
    assert (meaning.dims, meaning.terms) == ({}, ())
    assert meaning.unread == label
    assert lexicon.meaning(f"{label}合计").unread == label


def test_the_surroundings_decide_between_the_meanings_of_a_word(lexicon: Lexicon) -> None:
    """公务接待费 is a 三公 item, and 30217 of 支出经济分类."""
    assert lexicon.meaning("公务接待费").dims["three_public"] == "公务接待费"
    within = lexicon.meaning("公务接待费", {**SPENT, "economic": "302"})
    assert within.dims["economic"] == "30217"


def test_terms_stand_in_printed_order(lexicon: Lexicon) -> None:
    assert [term.member for term in lexicon.meaning("政府性基金项目支出").terms] == ["政府性基金", "项目支出"]


def test_within_parent_and_parts(lexicon: Lexicon) -> None:
    assert lexicon.within("nature", "人员经费", "基本支出")
    assert not lexicon.within("nature", "基本支出", "人员经费")
    assert lexicon.within("fund", "专项债券", "财政拨款")
    assert lexicon.within("subject", "2050203", "205") and not lexicon.within("subject", "205", "2050203")
    assert lexicon.within("unit", "谁", "谁") and not lexicon.within("unit", "谁", "别人")
    assert lexicon.parent("nature", "人员经费") == "基本支出"
    assert [lexicon.parent("subject", code) for code in ("2050203", "20502", "205")] == ["20502", "205", None]
    assert lexicon.parts("nature", None) == ("基本支出", "项目支出")
    assert set(lexicon.parts("nature", "项目支出")) == {"其他运转类", "特定目标类"}
    assert lexicon.parts("subject", "205") == ()


def test_parts_divide_without_overlap(lexicon: Lexicon) -> None:
    for dimension in ("flow", "fund", "nature", "three_public", "item"):
        parts = lexicon.parts(dimension, None)
        assert parts
        for one in parts:
            assert not any(lexicon.within(dimension, one, other) for other in parts if other != one)


def test_names(lexicon: Lexicon) -> None:
    assert lexicon.name("economic", "30113") == "住房公积金"
    assert lexicon.name("fund", "政府性基金") == "政府性基金"
    assert lexicon.name("project", "谁也不认识") == "谁也不认识"
