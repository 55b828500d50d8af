"""Goal tables → indicators.  The sample's values are copied by hand from its lines 1339–2323."""

from __future__ import annotations

import re

import pytest
from load.prose_helper import grid, sample_pages, sample_table, table

from askbudget.lexicon import load_lexicon
from askbudget.load.goals import Goals, read_goals
from askbudget.model import Indicator, PrintedTable

COST, OUTPUT, EFFECT, CONTENT = "成本指标", "产出指标", "效益指标", "满意度指标"


@pytest.fixture(scope="module")
def form() -> Goals:
    return read_goals([sample_table(1335, 1584, "部门（单位）整体绩效目标表")], load_lexicon())


@pytest.fixture(scope="module")
def projects() -> Goals:
    return read_goals([sample_table(1588, 2325, "部门预算项目绩效目标表")], load_lexicon())


def read(*tables: PrintedTable) -> Goals:
    return read_goals(tables, load_lexicon())


def brief(indicator: Indicator) -> tuple[str, str, str]:
    return (indicator.levels[0], indicator.name, indicator.target)


# ---------------------------------------------------------------- the department's own goals

INPUT = ("投入管理指标",)
WORK, MONEY, MANAGE = (*INPUT, "工作目标管理"), (*INPUT, "预算和财务管理"), (*INPUT, "绩效管理")
TASKS, DUTY = ("产出指标", "重点工作任务完成"), ("产出指标", "履职目标实现")

OVERALL = [
    (WORK, "年度履职目标相关性", "相关", 1401),
    (WORK, "工作任务科学性", "科学", 1410),
    (WORK, "绩效指标合理性", "合理", 1419),
    (MONEY, "预算编制完整性", "完整", 1432),
    (MONEY, "专项资金细化率", "≥95%", 1437),
    (MONEY, "预算执行率", "≥92%", 1442),
    (MONEY, "预算调整率", "≤20%", 1444),
    (MONEY, "结转结余率", "≤15%", 1449),
    (MONEY, "“三公经费”控制率", "≤10%", 1451),
    (MONEY, "政府采购执行率", "≥90%", 1456),
    (MONEY, "决算真实性", "真实", 1461),
    (MONEY, "资金使用合规性", "合规", 1463),
    (MONEY, "管理制度健全性", "健全", 1474),
    (MONEY, "预决算信息公开性", "公开", 1483),
    (MONEY, "资产管理规范性", "规范", 1492),
    (MANAGE, "绩效目标编制完成率", "100%", 1505),
    (MANAGE, "绩效监控完成率", "100%", 1510),
    (MANAGE, "绩效自评完成率", "100%", 1515),
    (MANAGE, "部门绩效评价完成率", "100%", 1520),
    (MANAGE, "评价结果应用率", "100%", 1525),
    (TASKS, "完善制度体系，实现数据共享", "100%", 1538),
    (TASKS, "有诉即办机制联动单位", "达到66家", 1543),
    (TASKS, "营商环境政务服务指标排名", "20名", 1549),
    (TASKS, "推进智慧城市建设", "全面提升", 1554),
    (TASKS, "政务服务覆盖", "覆盖基层", 1559),
    (DUTY, "完成年度工作内容与指标", "全部", 1565),
    (("效益指标", "履职效益"), "提升政务服务水平", "明细", 1575),
    (("效益指标", "满意度"), "最大程度使公众满意", "100%", 1581),
]


def test_all_28_indicators_of_the_department(form: Goals) -> None:
    assert [(i.levels, i.name, i.target) for i in form.indicators] == [entry[:3] for entry in OVERALL]
    for indicator, (_, _, target, name_line) in zip(form.indicators, OVERALL, strict=True):
        # The line cited is the target's: at most four behind where the name begins, and it prints the target.
        assert name_line <= indicator.line <= name_line + 6
        assert _printed(indicator.line, indicator.line)[:2] in _plain(target) or _plain(target) in _printed(
            indicator.line, indicator.line
        )
    assert {(i.project, i.project_code, i.page) for i in form.indicators} == {("", "", 22)}
    assert form.problems == ()


def test_explanations_of_the_department(form: Goals) -> None:
    said = {i.name: i.explanation for i in form.indicators}
    assert said["预算编制完整性"] == (
        "1.部门所有收入是否全部纳入部门预算；2.部门支出预算是否统筹各类资金来源，全部纳入部门预算管理。"
    )
    assert said["预算调整率"].endswith("上级部门或本级党委政府临时交办而产生的调整除外）。")
    assert said["有诉即办机制联动单位"] == "是否制定政务服务热线工作机制"
    assert said["最大程度使公众满意"] == "政务服务网差评率是否为零"


def test_goal_and_task_of_the_department(form: Goals) -> None:
    goal, task = form.passages
    assert (goal.kind, goal.title, goal.line) == ("goal", "年度履职目标", 1343)
    assert goal.text.startswith("1.加强线上线下融合，持续提升政务服务能力；2.规范大厅管理")
    assert goal.text.endswith("6.圆满完成区委区政府重点工作任务；7.全面从严治党，加强自身建设。")
    assert (task.title, task.line) == ("提升营商环境政务服务指标排名", 1353)
    assert task.text == "持续提升政务服务能力，规范大厅管理，加强数据归集共享，完善制度体系"


def test_no_text_of_the_departments_indicators_is_lost(form: Goals) -> None:
    found: list[str] = []
    levels: tuple[str, ...] = ("", "")
    for indicator in form.indicators:
        new = [now for now, old in zip(indicator.levels, levels, strict=True) if now != old]
        found += [*new, indicator.name, indicator.target, indicator.explanation]
        levels = indicator.levels
    assert _plain("".join(found)) == _printed(1391, 1584)


# ---------------------------------------------------------------- the projects' goals

BIG = [
    (EFFECT, "解决各委办局烟囱式的应用不能互联互通", "有效提升西工影响力"),
    (CONTENT, "平台用户满意率", "≥90%"),
    (OUTPUT, "平台正常运行率", "≥90%"),
]
BLESSED = (EFFECT, "受益人群幸福感和获得感", "提升")
SUBSIDY = [(OUTPUT, "补助发放准确率", "≥95%"), (EFFECT, "补助政策落实情况", "较好落实")]

PROJECTS: list[tuple[str, str, str, list[tuple[str, str, str]]]] = [
    ("410303220000000005201", "办公经费-其他", "113001", [
        (COST, "总成本", "≤2.96万元"),
        (OUTPUT, "办公用品购置种类", "≥20种"),
        (EFFECT, "维持单位正常办公，提升办公效率", "提升"),
        (CONTENT, "办公人员满意度", "≥95%"),
        (OUTPUT, "采购物品合格率", "≥95%"),
    ]),
    ("410303220000000014227", "设备购置费", "113001", [
        (COST, "所需费用", "≤1.35万元"),
        (OUTPUT, "购买电脑", "≥4台"),
        (EFFECT, "项目进行顺利，为群众解决诉求", "有效提高"),
        (CONTENT, "群众、办公人员", "≥97%"),
        (OUTPUT, "设备质量", "≥99.9%"),
        (OUTPUT, "项目持续时间", "1年"),
    ]),
    ("410303220000000014229", "党建经费", "113001", [
        (COST, "每年组织党建活动费用", "≤0.9万元"),
        (OUTPUT, "每年开展党建活动次数", "≥1次"),
        (EFFECT, "党员知识素养", "提升"),
        (CONTENT, "党员、群众满意度", "≥95%"),
        (OUTPUT, "党建活动参与率", "≥90%"),
    ]),
    ("410303240000000006007", "信创工程软硬件采购", "113001", [
        (COST, "软硬件采购", "≤400万"),
        (OUTPUT, "产品数量", "≥50个"),
        (EFFECT, "项目进行顺利，提升办公安全", "项目进行顺利，提升办公安全"),
        (CONTENT, "受益人群满意度", "≥98%"),
        (OUTPUT, "产品合格率", "≥95%"),
    ]),
    ("410303250000000012948", "政府购买服务", "113001", [
        (COST, "总成本", "≤64.8万元"),
        (OUTPUT, "发放人数", "18人"),
        (EFFECT, "补助政策落实情况", "较好落实"),
        (CONTENT, "劳务派遣人员满意度", "≥95%"),
        (OUTPUT, "补助发放准确率", "≥95%"),
        BLESSED,
    ]),
    ("410303220000000014428", "智慧平台建设（签批）", "113001", [
        (COST, "智慧平台建设总费用", "≤250万"),
        (OUTPUT, "全区综合平台建设", "1个"),
        (EFFECT, "解决各委办局烟囱式的应用不能互联互通", "有效提升西工影响力"),
        (CONTENT, "群众满意度", ">95%"),
        (OUTPUT, "平台正常运行率", "≥90%"),
    ]),
    ("410303220000000014429", "12345热线系统升级改造经费（签批）", "113001", [
        (COST, "项目所需费用", "≤4万元"),
        (OUTPUT, "合作单位", "1家"),
        (EFFECT, "保障群众的利益", "有效保障"),
        (CONTENT, "群众的满意度", "≥96%"),
        (OUTPUT, "平台改造完成率", "≥95%"),
        (OUTPUT, "项目持续时间", "≥1年"),
    ]),
    ("410303220000000014431", "12345热线专项工作经费", "113001", [
        (COST, "总成本", "≤7.5万元"),
        (OUTPUT, "补助人员", "7名"),
        (EFFECT, "使居民的诉求可以得到改善", "≥95%"),
        (CONTENT, "办公人员满意度", "≥96%"),
        (OUTPUT, "发放补助准确率", "≥99%"),
    ]),
    ("410303240000000011202", "智慧西工建设项目 2024", "113001", [
        (COST, "智慧平台建设总费用", "≤900万元"),
        (OUTPUT, "全区综合平台建设", "1个"),
        *BIG,
    ]),
    ("410303240000000011203", "智慧西工建设项目 2024", "113001", [
        (COST, "智慧平台建设总费用", "≤322.1万元"),
        (OUTPUT, "全区综合平台建设", "1个"),
        *BIG,
    ]),
    ("410303250000000013768", "智慧西工建设项目 2025", "113001", [
        (COST, "智慧平台建设总费用", "≤1765.95万元"),
        (OUTPUT, "全区综合平台建设", "1个"),
        *BIG,
    ]),
    ("410303220000000006301", "办公经费—其他", "113002", [
        (COST, "办公经费总额", "≤52000元"),
        (OUTPUT, "办公用品购置种类", "≥10种"),
        (EFFECT, "创造良好的办事环境", "优化"),
        (CONTENT, "满意度", "≥95%"),
        (OUTPUT, "物资采购合格率", "≥90%"),
        (OUTPUT, "维修办公设备种类", "≥50台"),
    ]),
    ("410303220000000012801", "办公经费—维修费", "113002", [
        (COST, "总成本", "≤1.35万元"),
        (OUTPUT, "电脑维护数量", "51台"),
        (EFFECT, "单位工作效率", "提升"),
        (CONTENT, "工作人员满意度", "≥95%"),
        (OUTPUT, "打印机维护数量", "40台"),
        (CONTENT, "办事群众满意度", "≥95%"),
        (OUTPUT, "维修合格率", "≥95%"),
        (OUTPUT, "条屏维护数量", "54个"),
    ]),
    ("410303220000000012813", "办公经费—快递费", "113002", [
        (COST, "总成本", "≤9000元"),
        (OUTPUT, "快递寄件准确率", "≥95%"),
        BLESSED,
        (CONTENT, "满意度", "≥95%"),
        (OUTPUT, "快递寄件数量", "≥1000次"),
        (EFFECT, "政策落实情况", "较好落实"),
    ]),
    ("410303220000000012817", "办公经费—免费文印费", "113002", [
        (COST, "免费文印费总额", "≤10500元"),
        (OUTPUT, "免费复印数量", ">60000张"),
        BLESSED,
        (CONTENT, "群众满意度", "≥95%"),
        (OUTPUT, "免费复印准确率", "≥95%"),
        (EFFECT, "补助政策落实情况", "较好落实"),
    ]),
    ("410303220000000012819", "政府购买服务", "113002", [
        (COST, "总成本", "≤133.2万元"),
        (OUTPUT, "发放人数", "37人"),
        BLESSED,
        (CONTENT, "劳务派遣人员满意度", "≥95%"),
        *SUBSIDY,
    ]),
    ("410303220000000012820", "行政服务工作专项经费", "113002", [
        (COST, "总成本", "≤24.24万元"),
        (OUTPUT, "发放补助人数", "101人"),
        BLESSED,
        (CONTENT, "工作人员满意度", "≥95%"),
        *SUBSIDY,
    ]),
    ("410303220000000013438", "办公经费—办公设备购置", "113002", [
        (COST, "总成本", "≤42800元"),
        (OUTPUT, "办公设备使用率", "≥95%"),
        BLESSED,
        (CONTENT, "办事群众满意度", "≥95%"),
        (OUTPUT, "办公设备质量", "≥95%"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("code", "name", "unit", "expected"), PROJECTS, ids=[p[0] for p in PROJECTS])
def test_every_indicator_of_a_project(
    projects: Goals, code: str, name: str, unit: str, expected: list[tuple[str, str, str]]
) -> None:
    found = [i for i in projects.indicators if i.project_code == code]
    assert [brief(indicator) for indicator in found] == expected
    assert {(indicator.project, indicator.unit) for indicator in found} == {(name, unit)}


def test_the_sample_has_these_18_projects_in_this_order(projects: Goals) -> None:
    assert list(dict.fromkeys(i.project_code for i in projects.indicators)) == [p[0] for p in PROJECTS]
    assert projects.problems == ()


# the lines of each project's indicators: from behind its amounts to before the next code
BODIES = [
    (1649, 1672), (1682, 1703), (1715, 1737), (1751, 1774), (1784, 1809), (1824, 1850), (1866, 1884),
    (1898, 1917), (1931, 1962), (1977, 2010), (2024, 2057), (2074, 2100), (2115, 2148), (2162, 2180),
    (2194, 2223), (2233, 2253), (2268, 2288), (2303, 2323),
]  # fmt: skip


@pytest.mark.parametrize(
    ("project", "lines"), list(zip(PROJECTS, BODIES, strict=True)), ids=[p[0] for p in PROJECTS]
)
def test_no_text_of_a_project_is_lost(
    projects: Goals, project: tuple[str, str, str, object], lines: tuple[int, int]
) -> None:
    found = [i for i in projects.indicators if i.project_code == project[0]]
    assert _plain("".join(i.name + i.target for i in found)) == _printed(*lines)
    assert lines[0] <= found[0].line <= lines[0] + 6


def _printed(first: int, last: int) -> str:
    lines = [line for page in sample_pages() for line in page.lines if first <= line.number <= last]
    return _plain("".join(line.text for line in lines))


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


# ---------------------------------------------------------------- other projects, and what stays open

HEAD = "410000220000000000001 某项目\n其他\n运转\n类\n1.00 1.00\n"


def test_a_value_nobody_knows_leaves_the_text_whole() -> None:
    """焕然一新 is no known value, so where it begins is not certain: 效益 is missing, the words stay together."""
    found = read(
        table(
            "项目绩效目标表", HEAD + "总成本\n≤1 万元\n设备数量 ≥2 台\n办事环境\n焕然一新\n群众满意\n度\n≥95%"
        )
    )
    assert [brief(i) for i in found.indicators] == [
        (COST, "总成本", "≤1万元"),
        (OUTPUT, "设备数量", "≥2台"),
        ("", "办事环境焕然一新群众满意度≥95%", ""),
    ]
    assert "3条绩效指标中有1条" in found.problems[0].message


def test_words_without_any_value_stay_whole() -> None:
    found = read(table("项目绩效目标表", HEAD + "总成本\n≤1 万元\n办事环境\n焕然一新"))
    assert brief(found.indicators[1]) == ("", "办事环境焕然一新", "")
    assert len(found.problems) == 1


def test_a_group_that_nothing_tells_stays_open() -> None:
    found = read(table("项目绩效目标表", HEAD + "甲乙丙 ≥3"))
    assert [brief(i) for i in found.indicators] == [("", "甲乙丙", "≥3")]
    assert len(found.problems) == 1


def test_units_of_numbers_on_the_next_line() -> None:
    found = read(table("项目绩效目标表", HEAD + "总成本\n≤1.5 万\n元\n培训次数\n≥1000\n次\n"))
    assert [brief(i) for i in found.indicators] == [
        (COST, "总成本", "≤1.5万元"),
        (OUTPUT, "培训次数", "≥1000次"),
    ]


def test_other_tables_are_left_alone() -> None:
    assert read(table("一般公共预算支出表", HEAD)) == Goals((), (), ())


# ---------------------------------------------------------------- ruled tables


def test_a_ruled_form_with_its_project_in_a_labelled_cell() -> None:
    found = read(
        grid(
            "政策和项目预算绩效目标表",
            ("项目名称", "审计业务经费", None, None),
            ("主管部门及代码", "231_某局", "实施单位", "某市审计局"),
            ("总体目标", "按照安排，完成指定审计项目", None, None),
            ("一级指标", "二级指标", "三级指标", "指标值"),
            ("产出指标", "数量指标", "审计单位\n个数", "≥1个"),
            (None, None, "审计报告个数", "≥2个"),
            (None, "质量指标", "审计程序规范率", "≥95%"),
            ("满意度指标", "服务对象满意度\n指标", "被审计单位满意度", "≥95%"),
        )
    )
    assert [(i.project, i.unit, i.levels, i.name, i.target) for i in found.indicators] == [
        ("审计业务经费", "某市审计局", ("产出指标", "数量指标"), "审计单位个数", "≥1个"),
        ("审计业务经费", "某市审计局", ("产出指标", "数量指标"), "审计报告个数", "≥2个"),
        ("审计业务经费", "某市审计局", ("产出指标", "质量指标"), "审计程序规范率", "≥95%"),
        ("审计业务经费", "某市审计局", ("满意度指标", "服务对象满意度指标"), "被审计单位满意度", "≥95%"),
    ]
    assert [(p.title, p.text) for p in found.passages] == [("审计业务经费", "按照安排，完成指定审计项目")]


def test_a_ruled_list_with_sign_value_and_unit_in_columns() -> None:
    found = read(
        grid(
            "项目支出绩效目标表",
            ("单位编码", "单位（项目）名称", "绩效目标", "绩效指标", None, None, None, None, None),
            (None, None, None, "一级指标", "二级指标", "三级指标", "指标值", "度量单位", "指标值类型"),
            ("126001", "甲专项", "按时拨付专项经费", "成本指标", "经济成本", "总成本", "35.78", "万元", "≤"),
            (None, None, None, "产出指标", "时效指标", "拨付及时性", "按时", "", "定性"),
        )
    )
    assert [(i.project, i.levels[0], i.name, i.target) for i in found.indicators] == [
        ("甲专项", "成本指标", "总成本", "≤35.78万元"),
        ("甲专项", "产出指标", "拨付及时性", "按时"),
    ]
    assert [(p.title, p.text) for p in found.passages] == [("甲专项", "按时拨付专项经费")]


def test_a_ruled_form_without_levels() -> None:
    found = read(
        grid(
            "部门整体绩效目标表",
            ("当年整体绩效目标", None, None, None),
            ("完善全市水网建设布局", None, None, None),
            ("绩效指标", "指标名称", "指标性质", "指标值"),
            (None, "续建水库", "≥", "27"),
        )
    )
    assert [(i.levels, i.name, i.target) for i in found.indicators] == [(("",), "续建水库", "≥27")]
    assert found.passages[0].text == "完善全市水网建设布局"
