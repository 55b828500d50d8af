"""Sentences → statements.  The sample's figures are copied by hand from its lines; other styles are made up."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

import pytest
from load.prose_helper import page, said, sample_pages, sample_prose

from askbudget.lexicon import load_lexicon
from askbudget.load.prose import read_prose
from askbudget.model import Statement

WAN = 1_000_000
"""分 in a 万元."""


def wan(text: str) -> int:
    return int(Decimal(text) * WAN)


def facts(statements: tuple[Statement, ...]) -> list[tuple[str, str, object]]:
    """(subject, measure, value): amounts and changes in 万元 as printed with a sign, else as they are."""
    return [
        (s.subject, s.measure, str(Decimal(s.value) / WAN) if isinstance(s.value, int) else str(s.value))
        for s in statements
    ]


# ---------------------------------------------------------------- the sample, line by line

FUND = {"fund": "一般公共预算", "flow": "支出"}
BASIC = {**FUND, "nature": "基本支出"}
GOVERNMENT = {"fund": "政府性基金", "flow": "支出"}
BUYING = {"item": "政府采购", "flow": "支出"}

AMOUNTS = [
    (102, {"flow": "收入"}, "4178.87"),
    (102, {"flow": "支出"}, "4178.87"),
    (114, {"flow": "收入"}, "4178.87"),
    (114, {"flow": "收入", "fund": "一般公共预算"}, "1190.83"),
    (116, {"flow": "收入", "fund": "政府性基金"}, "2988.04"),
    (122, {"flow": "支出"}, "4178.87"),
    (122, {"flow": "支出", "nature": "基本支出"}, "289.10"),
    (124, {"flow": "支出", "nature": "项目支出"}, "3889.77"),
    (130, {"flow": "收入", "fund": "一般公共预算"}, "1190.83"),
    (130, {"flow": "支出", "fund": "一般公共预算"}, "1190.83"),
    (130, {"flow": "收入", "fund": "政府性基金"}, "2988.04"),
    (130, {"flow": "支出", "fund": "政府性基金"}, "2988.04"),
    (132, {"flow": "收入", "fund": "国有资本经营"}, "0"),
    (132, {"flow": "支出", "fund": "国有资本经营"}, "0"),
    (145, FUND, "1190.83"),
    (145, BASIC, "289.10"),
    (147, {**FUND, "nature": "项目支出"}, "901.73"),
    (153, BASIC, "289.10"),
    (155, {**FUND, "nature": "人员经费"}, "273.61"),
    (155, {**FUND, "nature": "公用经费"}, "15.49"),
    (161, {**FUND, "three_public": "三公经费"}, "0"),
    (165, {**FUND, "three_public": "因公出国（境）费"}, "0"),
    (171, {**FUND, "three_public": "公务接待费"}, "0"),
    (175, {**FUND, "three_public": "公务用车购置及运行费"}, "0"),
    (178, {**FUND, "three_public": "公务用车购置费"}, "0"),
    (182, {**FUND, "three_public": "公务用车运行费"}, "0"),
    (188, GOVERNMENT, "2988.04"),
    (188, {**GOVERNMENT, "nature": "基本支出"}, "0"),
    (190, {**GOVERNMENT, "nature": "项目支出"}, "2988.04"),
    (204, {"item": "机关运行经费", "flow": "支出"}, "15.49"),
    (214, BUYING, "0"),
    (214, {**BUYING, "item": "政府采购货物"}, "0"),
    (216, {**BUYING, "item": "政府采购工程"}, "0"),
    (216, {**BUYING, "item": "政府采购服务"}, "0"),
    (231, {"nature": "项目支出", "flow": "支出"}, "3889.77"),
]


def test_every_amount_of_the_sample() -> None:
    found = [s for s in sample_prose().statements if s.measure == "amount"]
    assert [(s.line, dict(s.dims), s.value) for s in found] == [
        (line, dims, wan(value)) for line, dims, value in AMOUNTS
    ]
    assert all(s.year == 2025 and s.unit == "万元" and not s.ambiguous for s in found)


def test_every_share_of_the_sample() -> None:
    found = [s for s in sample_prose().statements if s.measure == "share"]
    assert [(s.line, s.subject, str(s.value)) for s in found] == [
        (122, "基本支出", "6.92"),
        (124, "项目支出", "93.08"),
        (147, "基本支出", "24.28"),
        (147, "项目支出", "75.72"),
        (155, "人员经费支出", "94.64"),
        (155, "公用经费支出", "5.36"),
        (190, "基本支出", "0.00"),
        (190, "项目支出", "100.00"),
    ]


def test_every_change_of_the_sample() -> None:
    found = [s for s in sample_prose().statements if s.measure in ("change", "change_percent")]
    why = "2024年新进人员两名，人员增加，且我局牵头智慧西工项目建设，项目支出增加"
    tight = "财政紧张，节约开支"
    built = "我局牵头智慧西工项目建设，项目支出增加"
    assert [(s.line, s.dims["flow"], str(s.value), s.reason) for s in found] == [
        (104, "收入", str(wan("1158.09")), why),
        (104, "支出", str(wan("1158.09")), why),
        (104, "收入", "38.34", why),
        (104, "支出", "38.34", why),
        (133, "收入", str(wan("-429.95")), tight),
        (133, "支出", str(wan("-429.95")), tight),
        (133, "收入", "-26.53", tight),
        (133, "支出", "-26.53", tight),
        (135, "收入", str(wan("1588.04")), built),
        (135, "支出", str(wan("1588.04")), built),
        (137, "收入", "113.43", built),
        (137, "支出", "113.43", built),
    ]
    assert {(s.year, s.base_year) for s in found} == {(2025, 2024)}
    assert [s.dims.get("fund") for s in found[4:6]] == ["一般公共预算", "一般公共预算"]


def test_same_and_none_of_the_sample() -> None:
    found = [s for s in sample_prose().statements if s.measure in ("same", "none")]
    assert [(s.line, s.measure, s.dims.get("three_public") or s.dims.get("fund")) for s in found] == [
        (139, "same", "国有资本经营"),
        (139, "same", "国有资本经营"),
        (161, "same", "三公经费"),
        (169, "same", "因公出国（境）费"),
        (173, "same", "公务接待费"),
        (180, "same", "公务用车购置费"),
        (182, "same", "公务用车运行费"),
        (194, "none", "国有资本经营"),
        (251, "none", None),
    ]
    assert all(s.value is None for s in found)
    assert {s.base_year for s in found if s.measure == "same"} == {2024}
    assert [s.ambiguous for s in found] == [False] * 8 + [True]


def test_every_count_of_the_sample() -> None:
    found = [s for s in sample_prose().statements if s.measure == "count"]
    assert [(s.line, s.subject, str(s.value), s.unit, s.year) for s in found] == [
        (106, "新进人员", "2", "名", 2024),
        (231, "项目", "19", "个", 2025),
        (233, "政府购买服务等项目", "1", "个", 2025),
        (243, "车辆", "0", "辆", 2024),
        (243, "一般公务用车", "0", "辆", 2024),
        (243, "一般执法执勤用车", "0", "辆", 2024),
        (245, "特种专业技术用车", "0", "辆", 2024),
        (245, "其他用车", "0", "辆", 2024),
        (247, "单位价值50万元以上通用设备", "0", "套", 2024),
        (247, "单位价值100万元以上专用设备", "0", "套", 2024),
    ]


def test_every_number_of_the_narrative_is_a_statement() -> None:
    """The figures counted straight from the lines, thresholds left out; both sides of 收支 count once."""
    lines = [line.text for p in sample_pages() for line in p.lines if 98 <= line.number <= 253]
    text = re.sub(r"\s", "", "".join(lines))
    figures = Counter(re.findall(r"\d+(?:\.\d+)?(?:万元(?!以上)|%|个|辆|套)|两名", text))
    stated: Counter[str] = Counter()
    before: tuple[object, ...] = ()
    for s in sample_prose().statements:
        if s.value is None:
            continue
        this = (s.line, s.printed, s.measure, re.sub("收入|支出", "收支", s.subject))
        if this != before:
            stated[s.printed + s.unit] += 1
        before = this
    stated["4178.87万元"] += 1  # line 102 says 收入总计 and 支出总计, each with its figure
    assert stated == figures
    assert sample_prose().problems == ()


def test_the_sentence_part_is_quoted() -> None:
    found = next(s for s in sample_prose().statements if s.line == 124 and s.measure == "share")
    assert found.text == "项目支出3889.77万元，占93.08%。"
    assert (found.page, found.section) == (4, "三、支出预算总体情况说明")


# ---------------------------------------------------------------- other ways of saying it


def test_compared_with_last_year_behind_the_amount() -> None:
    found = said(
        "四、“三公”经费情况",
        "2026 年“三公”经费预算 308.00 万元，比上年减少 22.24 万元，下降 6.73%，主要是厉行节约。",
    )
    assert facts(found) == [
        ('"三公"经费预算', "amount", "308"),
        ('"三公"经费预算', "change", "-22.24"),
        ('"三公"经费预算', "change_percent", "-6.73"),
    ]
    assert {s.dims["three_public"] for s in found} == {"三公经费"}
    assert [s.reason for s in found] == [None, "厉行节约", "厉行节约"]
    assert [s.base_year for s in found] == [None, 2025, 2025]


def test_each_part_compared_on_its_own() -> None:
    found = said(
        "四、“三公”经费情况",
        "其中：因公出国（境）费用 20.00 万元，比 2025 年减少 7.00 万元，主要原因是出国减少；公务接待费 39.50 万元，与上年持平。",
    )
    assert [(s.dims["three_public"], s.measure) for s in found] == [
        ("因公出国（境）费", "amount"),
        ("因公出国（境）费", "change"),
        ("公务接待费", "amount"),
        ("公务接待费", "same"),
    ]
    assert found[1].reason == "出国减少"


def test_full_width_figures_and_signs() -> None:
    found = said(
        "三、机关运行经费情况",
        "２０２６年本单位机关运行经费安排１，２１０．３２万元，较２０２５年预算增加７．５０万元，提高０．６２％。",
    )
    assert [(s.measure, s.value) for s in found] == [
        ("amount", wan("1210.32")),
        ("change", wan("7.50")),
        ("change_percent", Decimal("0.62")),
    ]


def test_reason_in_the_next_sentence() -> None:
    found = said(
        "二、收入预算情况说明",
        "2026年收入预算441.00万元，比2025年年初预算数440.00万元增加1.00万元，增长0.23%。主要原因是人员增加。",
    )
    assert [(s.measure, s.value, s.year) for s in found[:3]] == [
        ("amount", wan("441.00"), 2026),
        ("amount", wan("440.00"), 2025),
        ("change", wan("1.00"), 2026),
    ]
    assert [s.reason for s in found] == [None, None, "人员增加", "人员增加"]


def test_a_reason_in_several_points() -> None:
    found = said(
        "四、委托业务费情况",
        "2026年委托业务费预算为349万元，比上年预算增加25万元。主要原因，一是项目金额增加；二是人数增加。",
    )
    assert found[1].reason == "一是项目金额增加；二是人数增加"


def test_a_reason_for_what_stood_before() -> None:
    found = said(
        "一、增减变化情况",
        "（三）增减变化情况：2026年收支预算50.00万元，比上年增加5.00万元。\n3.收支预算增加的主要原因，一是人员增加。",
    )
    assert [s.reason for s in found if s.measure == "change"] == ["一是人员增加", "一是人员增加"]


def test_an_amount_in_a_reason_is_a_statement_of_its_own() -> None:
    found = said(
        "二、部门收支总体情况",
        "（一）收入预算：2026 年年初预算数 90.00 万元。收入比 2025 年减少 10.00 万元，主要是一般公共预算财政拨款增加 5.00 万元，政府性基金预算财政拨款减少 15.00 万元。",
    )
    assert [(s.measure, s.dims.get("fund"), s.value) for s in found] == [
        ("amount", None, wan("90.00")),
        ("change", None, wan("-10.00")),
        ("change", "一般公共预算", wan("5.00")),
        ("change", "政府性基金", wan("-15.00")),
    ]
    assert all(s.dims["flow"] == "收入" for s in found)


def test_codes_in_brackets_decide() -> None:
    found = said(
        "七、一般公共预算拨款支出明细情况说明",
        "1.行政运行（2010801）2,338.24万元，较上年增加126.15万元，增长5.70%；",
    )
    assert [dict(s.dims) for s in found] == [{**FUND, "subject": "2010801"}] * 3


def test_class_step_and_item() -> None:
    found = said(
        "（五）一般公共预算当年拨款情况",
        "（3）公共安全支出（类）司法（款）行政运行（项）8,553.80 万元，主要用于日常运行。比上年执行数增加 17.00 万元。",
    )
    assert [s.dims.get("subject") for s in found] == ["2040601", "2040601"]
    assert [s.base_year for s in found] == [None, 2025]


def test_a_class_as_heading_and_the_items_below() -> None:
    found = said(
        "（一）一般公共服务支出（类）",
        "1.审计事务（款）行政运行（项）支出 2,342 万元，与上年相比增加 27.86 万元，增长 1.2%。主要原因是人员经费增加。",
    )
    assert [s.dims.get("subject") for s in found] == ["2010801"] * 3
    assert found[1].reason == "人员经费增加"


def test_the_words_before_the_year() -> None:
    found = said(
        "三、一般公共预算拨款支出情况",
        "一般公共服务支出（类）审计事务（款）行政运行（项）2026年预算数为12.00万元，较上年增加2.00万元。",
    )
    assert [s.dims.get("subject") for s in found] == ["2010801", "2010801"]


def test_an_inner_heading_is_the_subject() -> None:
    found = said(
        "第五部分 财政拨款“三公”经费预算情况",
        "2.公务接待费。2026 年预算数 9.46 万元，较 2025 年年初预算增加 0.00 万元。",
    )
    assert [(s.dims["three_public"], s.measure, s.value) for s in found] == [
        ("公务接待费", "amount", wan("9.46")),
        ("公务接待费", "change", 0),
    ]


def test_both_sides_in_other_words() -> None:
    found = said(
        "一、收支预算总体情况说明",
        "某市审计局 2026 年度收入、支出预算总计 51.00 万元，与上年相比收、支预算总计各增加 7.00 万元，增长 1.02%。",
    )
    assert [(s.dims["flow"], s.measure) for s in found] == [
        ("收入", "amount"),
        ("支出", "amount"),
        ("收入", "change"),
        ("支出", "change"),
        ("收入", "change_percent"),
        ("支出", "change_percent"),
    ]


def test_a_figure_without_unit_is_read_only_where_it_is_zero() -> None:
    found = read_prose((page("二、收入情况\n事业单位经营收入为0；其他收入为25。"),), 2026, load_lexicon())
    assert [(s.dims["fund"], s.value) for s in found.statements] == [("事业单位经营收入", 0)]
    assert [(p.page, p.line) for p in found.problems] == [(1, 2)]


def test_parts_of_a_part() -> None:
    found = said(
        "（二）政府采购情况",
        "政府采购预算总额 118.00 万元：政府采购货物预算 27.00 万元、政府采购服务预算 91.00 万元；其中一般公共预算拨款政府采购 113.00 万元：政府采购货物预算 26.00 万元。",
    )
    assert [(s.dims["item"], s.dims.get("fund")) for s in found] == [
        ("政府采购", None),
        ("政府采购货物", None),
        ("政府采购服务", None),
        ("政府采购", "一般公共预算"),
        ("政府采购货物", "一般公共预算"),
    ]


def test_thresholds_codes_and_document_numbers_are_no_figures() -> None:
    found = said(
        "六、国有资产占有使用情况",
        "截至2025年12月31日，本部门共有车辆5辆（烟办发〔2024〕87号）。单位价值100万元（含）以上的设备0台（件、套）。",
    )
    assert [(s.subject, s.value, s.unit, s.year) for s in found] == [
        ("车辆", Decimal(5), "辆", 2025),
        ("单位价值100万元(含)以上的设备", Decimal(0), "台", 2025),
    ]


@pytest.mark.parametrize(
    ("text", "fund"),
    [
        ("本部门2026年没有使用政府性基金预算拨款安排的支出，与上年持平。", "政府性基金"),
        ("2026年本单位无政府性基金安排的支出。", "政府性基金"),
        ("本单位无国有资本经营预算支出。", "国有资本经营"),
    ],
)
def test_nothing_is_planned(text: str, fund: str) -> None:
    found = said("八、预算支出情况说明", text)
    assert found[0].measure == "none" and found[0].value is None
    assert (found[0].dims["fund"], found[0].dims["flow"]) == (fund, "支出")


# ---------------------------------------------------------------- refusing rather than guessing


def test_words_that_are_not_known_have_no_dims() -> None:
    found = said("二、部门支出情况说明", "（五）预决算管理业务 18,808.16 万元，主要用于贴息。")
    assert [(s.subject, dict(s.dims), s.ambiguous) for s in found] == [("预决算管理业务", {}, True)]


def test_a_change_behind_several_parts_is_open() -> None:
    found = said(
        "五、收支预算总体情况说明",
        "本部门当年预算收入100.00万元，其中：一般公共预算拨款60.00万元、其他收入40.00万元，较上年增加5.00万元，增长5.26%。",
    )
    assert [(s.measure, s.ambiguous) for s in found] == [
        ("amount", False),
        ("amount", False),
        ("amount", False),
        ("change", True),
        ("change_percent", True),
    ]
    assert found[3].dims == {}


def test_parts_of_something_unknown_are_unknown() -> None:
    found = said("七、绩效管理情况说明", "涉及一级预算项目6个，预算资金781.5万元，其中财政拨款4.5万元。")
    assert [(s.measure, dict(s.dims), s.ambiguous) for s in found[1:]] == [("amount", {}, True)] * 2


def test_one_name_of_several_subjects_is_open() -> None:
    found = said("三、支出预算情况说明", "行政运行 12.00 万元。")
    assert (dict(found[0].dims), found[0].ambiguous) == ({}, True)


def test_an_amount_that_says_neither_is_a_problem() -> None:
    found = read_prose(
        (page("三、机关运行经费情况\n2026年机关运行经费安排210.32万元，比上年1.43万元，增加0.68%。"),),
        2026,
        load_lexicon(),
    )
    assert [s.measure for s in found.statements] == ["amount", "change_percent"]
    assert "1.43万元" in found.problems[0].message and found.problems[0].line == 2
