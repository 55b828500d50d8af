"""Body lines → rows with figures: the sample's tables row by row (typed from its text), and made ones."""

from __future__ import annotations

import pytest
from load.load_helper import PROJECTS, draft, drafts, figures, lines, row, sample_drafts

from askbudget.load.words import Ordinal, ordinal_of

BUREAU = "洛阳市西工区行政审批和政务信息管理局"
CENTRE = "洛阳市西工区政务服务中心"


def parents(name: str) -> dict[str, str | None]:
    table = sample_drafts()[name]
    return {
        f"{r.code} {r.label}".strip(): None if r.parent is None else _name(table.rows[r.parent])
        for r in table.rows
    }


def _name(r: object) -> str:
    return f"{getattr(r, 'code', '')} {getattr(r, 'label', '')}".strip()


# ---------------------------------------------------------------- codes and wrapped names


def test_spending_by_subject() -> None:
    total = "289.10 268.50 5.11 15.49 3889.77 640.23 3249.54"
    assert lines(sample_drafts()["预算03表"]) == [
        ("", "合计", 589, f"4178.87 {total}"),
        ("113", BUREAU, 591, f"4178.87 {total}"),
        ("2010301", "行政运行", 593, "0.10 0.10 0.10"),
        ("2060101", "行政运行", 595, "130.91 130.91 120.19 10.72"),
        ("2060102", "一般行政管理事务", 597, "331.51 331.51 70.01 261.50"),
        ("2069999", "其他科学技术支出", 599, "400.00 400.00 400.00"),
        ("2080505", "机关事业单位基本养老保险缴费支出", 601, "22.06 22.06 22.06"),
        ("2101101", "行政单位医疗", 603, "13.76 13.76 13.76"),
        ("2210201", "住房公积金", 605, "21.97 21.97 21.97"),
        ("2290402", "其他地方自行试点项目收益专项债券收入安排的支出", 611, "2988.04 2988.04 2988.04"),
        ("2010350", "事业运行", 613, "256.10 85.88 81.23 0.10 4.55 170.22 170.22"),
        ("2080502", "事业单位离退休", 615, "5.13 5.13 4.91 0.22"),
        ("2101102", "事业单位医疗", 617, "9.29 9.29 9.29"),
    ]


def test_a_row_without_figures_is_a_row() -> None:
    table = sample_drafts()["预算05表"]
    assert len(table.rows) == 13
    blank = row(table, "其他地方自行试点项目收益专项债券收入安排的支出")
    assert (blank.code, blank.line, blank.leaf) == ("2290402", 764, True)
    assert blank.position not in figures(table)
    assert figures(table)[row(table, "事业运行").position][0] == "256.10"


def test_units() -> None:
    table = sample_drafts()["预算02表"]
    assert lines(table) == [
        ("", "合计", 514, "4178.87 1190.83 1190.83 1190.83 2988.04 2988.04"),
        ("113", BUREAU, 524, "4178.87 1190.83 1190.83 1190.83 2988.04 2988.04"),
        ("113001", BUREAU, 536, "3891.93 903.89 903.89 903.89 2988.04 2988.04"),
        ("113002", CENTRE, 546, "286.94 286.94 286.94 286.94"),
    ]
    assert [(r.level, r.parent, r.leaf, dict(r.dims)) for r in table.rows] == [
        (0, None, False, {}),
        (1, 0, False, {"unit": "113"}),
        (2, 1, True, {"unit": "113001"}),
        (2, 1, True, {"unit": "113002"}),
    ]


def test_two_codes_in_one_row() -> None:
    table = sample_drafts()["预算06表"]
    assert len(table.rows) == 29
    first = table.rows[1]
    assert (first.label, first.code, first.line) == ("奖励金", "30309", 785)
    assert first.dims == {"economic": "30309", "gov_economic": "50901"}
    assert first.keys == {"政府经济科目编码": "50901", "政府经济科目名称": "社会福利和救助"}
    assert (first.level, first.parent, first.leaf) == (1, 0, True)
    assert lines(table)[19] == ("30213", "维修（护）费", 821, "0.86 0.86")


def test_codes_in_two_tokens_and_a_wrapped_second_name() -> None:
    table = sample_drafts()["预算07表"]
    assert len(table.rows) == 37
    assert lines(table)[:3] == [
        ("", "合计", 888, "4178.87 1190.83 1190.83 2988.04"),
        ("113", BUREAU, 894, "4178.87 1190.83 1190.83 2988.04"),
        ("30309", "奖励金", 896, "0.20 0.20 0.20"),
    ]
    wrapped = next(r for r in table.rows if r.line == 930)
    assert (wrapped.code, wrapped.label) == ("30299", "其他商品和服务支出")
    assert wrapped.keys == {"政府经济科目编码": "50299", "政府经济科目名称": "其他商品和服务支出"}
    assert figures(table)[wrapped.position] == ("4.00", "4.00", "4.00")
    assert lines(table)[-1] == ("30113", "住房公积金", 968, "8.26 8.26 8.26")
    assert all("unit" not in r.dims for r in table.rows if r.code != "113")


def test_an_empty_table_and_a_total_without_figures() -> None:
    assert sample_drafts()["预算08表"].rows == ()
    assert sample_drafts()["预算08表"].empty
    table = sample_drafts()["预算10表"]
    assert table.empty
    assert lines(table) == [("", "合计", 1062, "")]


def test_government_funds() -> None:
    assert lines(sample_drafts()["预算09表"]) == [
        ("", "合计", 1031, "2988.04 2988.04 2988.04"),
        ("113", BUREAU, 1037, "2988.04 2988.04 2988.04"),
        ("2290402", "其他地方自行试点项目收益专项债券收入安排的支出", 1043, "2988.04 2988.04 2988.04"),
    ]


def test_economic_rows_belong_to_the_unit_above() -> None:
    table = sample_drafts()["预算11表"]
    assert [(code, label, line, text.split()[0]) for code, label, line, text in lines(table)] == [
        ("", "合计", 1194, "15.49"),
        ("113", BUREAU, 1200, "15.49"),
        ("113001", BUREAU, 1206, "10.72"),
        ("30201", "办公费", 1212, "2.60"),
        ("30207", "邮电费", 1218, "0.70"),
        ("30228", "工会经费", 1224, "1.54"),
        ("30229", "福利费", 1230, "1.92"),
        ("30239", "其他交通费用", 1236, "3.96"),
        ("113002", CENTRE, 1242, "4.77"),
        ("30201", "办公费", 1248, "1.00"),
        ("30207", "邮电费", 1254, "0.24"),
        ("30213", "维修（护）费", 1260, "0.86"),
        ("30228", "工会经费", 1266, "1.09"),
        ("30229", "福利费", 1272, "1.36"),
        ("30299", "其他商品和服务支出", 1278, "0.22"),
    ]
    assert [r.parent for r in table.rows] == [None, 0, 1, 2, 2, 2, 2, 2, 1, 8, 8, 8, 8, 8, 8]
    assert table.rows[3].dims == {"economic": "30201", "nature": "公用经费", "unit": "113001"}
    assert table.rows[3].keys == {"项目类别": "公用经费项目"}
    assert table.rows[9].dims["unit"] == "113002"


# ---------------------------------------------------------------- projects


def test_projects() -> None:
    table = sample_drafts()["预算12表"]
    found = [(label, line, text) for _, label, line, text in lines(table)]
    assert found == [
        ("", 1292, "3889.77 901.73 2988.04"),
        (BUREAU, 1294, "3889.77 901.73 2988.04"),
        ("办公经费-其他", 1296, "2.96 2.96"),
        ("党建经费", 1298, "0.90 0.90"),
        ("政府购买服务", 1300, "64.80 64.80"),
        ("设备购置费", 1302, "1.35 1.35"),
        ("12345热线专项工作经费", 1304, "7.50 7.50"),
        ("智慧平台建设（签批）", 1306, "250.00 250.00"),
        ("12345热线系统升级改造经费（签批）", 1308, "4.00 4.00"),
        ("信创工程软硬件采购", 1310, "400.00 400.00"),
        ("智慧西工建设项目2025", 1312, "1765.94 1765.94"),
        ("智慧西工建设项目2024", 1314, "900.00 900.00"),
        ("智慧西工建设项目 2024", 1316, "322.10 322.10"),
        ("行政服务工作专项经费", 1318, "24.24 24.24"),
        ("政府购买服务", 1320, "133.20 133.20"),
        ("办公经费—免费文印费", 1322, "1.05 1.05"),
        ("办公经费—快递费", 1324, "0.90 0.90"),
        ("办公经费—维修费", 1326, "1.35 1.35"),
        ("办公经费—其他", 1328, "5.20 5.20"),
        ("办公经费—办公设备购置", 1330, "4.28 4.28"),
    ]
    assert {r.page for r in table.rows} == {21}
    assert [r.level for r in table.rows] == [0, 1] + [2] * 18
    smart = table.rows[12]
    assert smart.dims == {"nature": "特定目标类", "project": "智慧西工建设项目 2024", "unit": "113001"}
    assert smart.keys == {"类型": "特定目标类", "项目单位": BUREAU}
    assert [table.rows[at].dims["unit"] for at in (4, 14)] == ["113001", "113002"]


def test_projects_with_indicator_texts_behind_their_figures() -> None:
    table = sample_drafts()[PROJECTS]
    assert lines(table) == [
        ("113", BUREAU, 1631, "3889.77 3889.77"),
        ("113001", BUREAU, 1639, "3719.55 3719.55"),
        ("410303220000000005201", "办公经费-其他", 1647, "2.96 2.96"),
        ("410303220000000014227", "设备购置费", 1680, "1.35 1.35"),
        ("410303220000000014229", "党建经费", 1713, "0.90 0.90"),
        ("410303240000000006007", "信创工程软硬件采购", 1749, "400.00 400.00"),
        ("410303250000000012948", "政府购买服务", 1782, "64.80 64.80"),
        ("410303220000000014428", "智慧平台建设（签批）", 1822, "250.00 250.00"),
        ("410303220000000014429", "12345热线系统升级改造经费（签批）", 1864, "4.00 4.00"),
        ("410303220000000014431", "12345热线专项工作经费", 1896, "7.50 7.50"),
        ("410303240000000011202", "智慧西工建设项目 2024", 1929, "900.00 900.00"),
        ("410303240000000011203", "智慧西工建设项目 2024", 1975, "322.10 322.10"),
        ("410303250000000013768", "智慧西工建设项目 2025", 2022, "1765.94 1765.94"),
        ("113002", CENTRE, 2063, "170.22 170.22"),
        ("410303220000000006301", "办公经费—其他", 2072, "5.20 5.20"),
        ("410303220000000012801", "办公经费—维修费", 2113, "1.35 1.35"),
        ("410303220000000012813", "办公经费—快递费", 2160, "0.90 0.90"),
        ("410303220000000012817", "办公经费—免费文印费", 2192, "1.05 1.05"),
        ("410303220000000012819", "政府购买服务", 2231, "133.20 133.20"),
        ("410303220000000012820", "行政服务工作专项经费", 2266, "24.24 24.24"),
        ("410303220000000013438", "办公经费—办公设备购置", 2301, "4.28 4.28"),
    ]
    assert [r.level for r in table.rows] == [0, 1] + [2] * 11 + [1] + [2] * 7
    assert table.rows[10].dims == {
        "nature": "特定目标类",
        "project": "智慧西工建设项目 2024",
        "unit": "113001",
    }
    assert table.rows[14].dims["unit"] == "113002"


# ---------------------------------------------------------------- 收入 beside 支出, and forms


def test_both_sides_of_the_balance() -> None:
    table = sample_drafts()["预算01表"]
    income = [(r.label, r.line, figures(table).get(r.position)) for r in table.rows if r.side == "收入"]
    assert income == [
        ("一、一般公共预算", 333, ("1190.83",)),
        ("其中：财政拨款", 335, ("1190.83",)),
        ("二、政府性基金预算拨款收入", 337, None),
        ("三、国有资本经营预算拨款收入", 339, None),
        ("四、财政专户管理资金收入", 341, None),
        ("五、事业收入", 343, None),
        ("六、事业单位经营收入", 345, None),
        ("七、上级补助收入", 347, None),
        ("八、附属单位上缴收入", 349, None),
        ("九、其他收入", 351, None),
        ("本年收入合计", 393, ("1190.83",)),
        ("上年结转结余", 395, ("2988.04",)),
        ("收入总计", 397, ("4178.87",)),
    ]
    spending = [(r.label, r.line) for r in table.rows if r.side == "支出"]
    assert len(spending) == 33
    assert spending[:3] == [("一、一般公共服务", 333), ("二、外交", 335), ("三、国防", 337)]
    assert spending[10] == ("十一、节能环保", 353)
    assert ("二十三、国有资本经营预算", 375) in spending
    assert spending[-3:] == [("本年支出合计", 393), ("年终结转结余", 395), ("支出总计", 397)]
    assert figures(table)[row(table, "年终结转结余").position] == ("0.00",)
    assert figures(table)[row(table, "二十九、其他支出").position] == ("2988.04",)


def test_what_the_lines_of_the_balance_contain_and_mean() -> None:
    table = sample_drafts()["预算01表"]
    total, now = row(table, "收入总计"), row(table, "本年收入合计")
    fund, granted = row(table, "一、一般公共预算"), row(table, "其中：财政拨款")
    assert (total.level, total.parent, now.parent, fund.parent) == (0, None, total.position, now.position)
    assert (granted.parent, granted.of_which, granted.leaf) == (fund.position, True, False)
    assert fund.leaf
    assert row(table, "上年结转结余").parent == total.position
    assert row(table, "二十一、住房保障支出").parent == row(table, "本年支出合计").position
    assert fund.dims == {"flow": "收入", "period": "本年", "fund": "一般公共预算"}
    assert row(table, "上年结转结余").dims == {"flow": "收入", "period": "上年结转"}
    assert row(table, "五、教育").dims == {"flow": "支出", "subject": "205"}
    assert row(table, "二十三、国有资本经营预算").dims == {"flow": "支出", "subject": "223"}


def test_lines_below_lines() -> None:
    table = sample_drafts()["预算04表"]
    income = [r for r in table.rows if r.side == "收入"]
    assert [r.label for r in income] == [
        "一、本年收入", "（一）一般公共预算拨款", "其中：财政拨款", "（二）政府性基金预算拨款", "（三）国有资本经营预算拨款",
        "二、上年结转", "（一）一般公共预算拨款", "（二）政府性基金预算拨款", "（三）国有资本经营预算拨款", "收入合计",
    ]  # fmt: skip
    assert [r.level for r in income] == [1, 2, 3, 2, 2, 1, 2, 2, 2, 0]
    assert income[7].dims == {"flow": "收入", "period": "上年结转", "fund": "政府性基金"}
    assert figures(table)[income[7].position] == ("2988.04",)
    spending = [r for r in table.rows if r.side == "支出"]
    assert len(spending) == 33
    assert (spending[-3].label, spending[-3].line) == ("（三十四）抗疫特别国债安排的支出", 697)
    assert figures(table)[spending[-2].position] == ("2988.04", "2988.04")
    assert spending[-2].parent == spending[-1].position == row(table, "支出合计").position
    assert spending[1].dims == {"flow": "支出", "subject": "201"}


def test_a_form() -> None:
    table = sample_drafts()["预算13表"]
    assert lines(table) == [
        ("", "部门预算总额（万元）", 1362, "4178.87"),
        ("", "1、资金来源：", 1364, ""),
        ("", "（1）政府预算资金", 1371, "4178.87"),
        ("", "（2）财政专户管理资金", 1373, ""),
        ("", "（3）单位资金", 1377, ""),
        ("", "2、资金结构：", 1379, ""),
        ("", "（1）基本支出", 1382, "289.10"),
        ("", "（2）项目支出", 1384, "3889.77"),
    ]
    assert [(r.level, r.parent) for r in table.rows] == [
        (0, None),
        (1, 0),
        (2, 1),
        (2, 1),
        (2, 1),
        (1, 0),
        (2, 5),
        (2, 5),
    ]
    assert [r.of_which for r in table.rows] == [False] * 5 + [True] * 3
    assert row(table, "（1）基本支出").dims["nature"] == "基本支出"


# ---------------------------------------------------------------- made tables


SUBJECTS = """预算03表
2026年部门支出预算表
部门名称：某县统计局 单位：万元
科目编码 单位代码 单位（科目名称） 合计 基本支出 项目支出 小计 人员经费 公用经费 小计 其他运转类 特定目标类
类 款 项 工资福利支出 对个人和家庭的补助 商品和服务支出 资本性支出
"""


def test_subjects_nest_by_code_below_their_unit() -> None:
    table = draft(SUBJECTS + "\n".join([
        "合计 9.00 9.00 9.00",
        "205 某县统计局 9.00 9.00 9.00",
        "205001 某县统计局本级 5.00 5.00 5.00",
        "201 一般公共服务支出 5.00 5.00 5.00",
        "201 05 统计信息事务 5.00 5.00 5.00",
        "201 05 01 行政运行 3.00 3.00 3.00",
        "2010504 信息事务 2.00 2.00 2.00",
        "205002 某县普查中心 4.00 4.00 4.00",
        "205 教育支出 4.00 4.00 4.00",
    ]))  # fmt: skip
    assert [(r.code, r.level, r.parent, r.leaf) for r in table.rows] == [
        ("", 0, None, False), ("205", 1, 0, False), ("205001", 2, 1, False), ("201", 3, 2, False),
        ("20105", 4, 3, False), ("2010501", 5, 4, True), ("2010504", 5, 4, True), ("205002", 2, 1, False),
        ("205", 3, 7, True),
    ]  # fmt: skip
    assert table.rows[1].dims == {"unit": "205"}
    assert table.rows[5].dims == {"subject": "2010501", "unit": "205001"}
    assert table.rows[8].dims == {"subject": "205", "unit": "205002"}


def test_a_name_goes_on_behind_its_figures() -> None:
    table = draft(
        SUBJECTS
        + "合计 3.00 3.00 3.00\n208 05 05 机关事业单位基本养老 3.00 3.00 3.00\n保险缴费支出\n210 11 01 行政单位医疗"
    )
    assert lines(table)[1:] == [
        ("2080505", "机关事业单位基本养老保险缴费支出", 7, "3.00 3.00 3.00"),
        ("2101101", "行政单位医疗", 9, ""),
    ]


def test_a_row_over_two_pages() -> None:
    table = draft(
        SUBJECTS + "合计 3.00 3.00 3.00\n208 05 05 机关事业单位基本养老\n\f保险缴费支出\n3.00 3.00 3.00"
    )
    assert [(r.label, r.page, r.line) for r in table.rows][1:] == [("机关事业单位基本养老保险缴费支出", 2, 9)]


def test_whole_numbers_are_figures_where_places_vary() -> None:
    table = draft(
        SUBJECTS
        + "合计 2030.5 2030.5 30.5 2000\n113\n某县统计局\n2030.5 2030.5 30.5 2000\n201 05 01 行政运行 2030.5 2030.5 30.5 2000"
    )
    assert [(code, text) for code, _, _, text in lines(table)] == [
        ("", "2030.5 2030.5 30.5 2000"), ("113", "2030.5 2030.5 30.5 2000"), ("2010501", "2030.5 2030.5 30.5 2000"),
    ]  # fmt: skip


def test_a_dash_is_a_figure_without_value() -> None:
    table = draft(SUBJECTS + "合计 3.00 3.00 — 3.00")
    (found,) = table.figures
    assert found.printed == ("3.00", "3.00", "—", "3.00")
    assert found.values == (3_000_000, 3_000_000, None, 3_000_000)
    assert found.quantum == 10_000


def test_more_figures_than_columns_go_to_the_problems() -> None:
    table = draft(SUBJECTS + "合计 " + "1.00 " * 10)
    assert table.figures == ()
    assert [(p.code, p.line) for p in table.problems] == [("unplaced", 6)]


PROJECT = """预算12表
2026年项目支出预算表
部门名称：某县统计局 单位：万元
类型 项目名称 项目单位 合计 本年拨款 财政拨款结转结余 财政专户管理资金 单位资金
一般公共预算 政府性基金预算 国有资本经营预算 一般公共预算 政府性基金预算 国有资本经营预算
"""


def test_names_with_numbers() -> None:
    table = draft(PROJECT + "\n".join([
        "8.00 8.00",
        "特定目标类 人口普查 2025 某县统计局 3.00 3.00",
        "其他运转类 12380 热线 某县统计局 2.00 2.00",
        "特定目标", "类", "经济普查（第", "五次） 2024", "某县统", "计局", "3.00 3.00",
    ]))  # fmt: skip
    assert [(r.label, r.keys.get("项目单位"), r.keys.get("类型")) for r in table.rows] == [
        ("", None, None),
        ("人口普查 2025", "某县统计局", "特定目标类"),
        ("12380 热线", "某县统计局", "其他运转类"),
        ("经济普查（第五次） 2024", "某县统计局", "特定目标类"),
    ]
    assert table.rows[1].dims == {"nature": "特定目标类", "project": "人口普查 2025", "unit": "某县统计局"}


def test_a_row_that_sums_up_a_type() -> None:
    table = draft(
        PROJECT
        + "\n".join(
            [
                "合计 5.00 5.00",
                "特定目标类 3.00 3.00",
                "特定目标类 普查 某县统计局 3.00 3.00",
                "其他运转类 2.00 2.00",
                "其他运转类 党建 某县统计局 2.00 2.00",
            ]
        )
    )
    assert [(r.label, r.level, r.parent, r.leaf) for r in table.rows] == [
        ("合计", 0, None, False),
        ("", 1, 0, False),
        ("普查", 2, 1, True),
        ("", 1, 0, False),
        ("党建", 2, 3, True),
    ]
    assert table.rows[1].dims == {"nature": "特定目标类"}


def test_a_unit_printed_by_name_gets_its_code_where_the_name_is_unique() -> None:
    units = "预算02表\n2026年部门收入预算表\n部门名称：某县统计局 单位：万元\n" + "\n".join([
        "部门（单位）代码 部门（单位）名称 总计 本年收入 上年结转结余 合计 一般公共预算 政府性基金 国有资本经营预算",
        "财政专户管理资金收入 事业收入 事业单位经营收入 上级补助收入 附属单位上缴收入 其他收入 合计 一般公共预算",
        "政府性基金 国有资本经营预算 财政专户管理资金 单位资金 小计 其中：财政拨款",
        "合计 5.00 5.00 5.00 5.00", "301 某县统计局 5.00 5.00 5.00 5.00", "301001 某县统计局 3.00 3.00 3.00 3.00",
        "301002 某县调查队 1.00 1.00 1.00 1.00", "301003 某县调查队 1.00 1.00 1.00 1.00",
    ])  # fmt: skip
    projects = (
        PROJECT + "5.00 5.00\n特定目标类 普查 某县统计局 3.00 3.00\n特定目标类 调查 某县调查队 2.00 2.00"
    )
    found = drafts(projects + "\n\f" + units).drafts[0]
    assert [r.dims.get("unit") for r in found.rows] == [None, "301001", "某县调查队"]


BALANCE = """预算01表
2026年部门收支预算表
部门名称：某县统计局 单位：万元
收入 支出
项目 金额 项目 金额
"""


@pytest.mark.parametrize(
    ("line", "side", "label"),
    [
        ("二、教育 3.00", "支出", "二、教育"),
        ("二、政府性基金预算拨款收入 3.00", "收入", "二、政府性基金预算拨款收入"),
        ("年终结转结余 3.00", "支出", "年终结转结余"),
        ("上年结转结余 3.00", "收入", "上年结转结余"),
        ("收 入 总 计 3.00", "收入", "收入总计"),
    ],
)
def test_a_side_alone(line: str, side: str, label: str) -> None:
    table = draft(BALANCE + "一、一般公共预算 1.00 一、一般公共服务 2.00\n" + line)
    last = table.rows[-1]
    assert (last.side, last.label) == (side, label)
    assert figures(table)[last.position] == ("3.00",)


def test_two_labels_of_which_one_has_a_figure() -> None:
    table = draft(BALANCE + "一、一般公共预算 1.00 一、一般公共服务 2.00\n上年结转结余 年终结转结余 3.00")
    assert [(r.label, r.side) for r in table.rows][-2:] == [
        ("上年结转结余", "收入"),
        ("年终结转结余", "支出"),
    ]
    assert figures(table)[3] == ("3.00",)


def test_a_wrapped_label_of_a_side() -> None:
    table = draft(
        BALANCE
        + "一、一般公共预算 1.00 一、一般公共服务 2.00\n二、政府性基金预算拨款收 二、外交 0.00\n入 5.00\n三、国有资本经营预算拨款收入"
    )
    assert [r.label for r in table.rows if r.side == "收入"] == [
        "一、一般公共预算", "二、政府性基金预算拨款收入", "三、国有资本经营预算拨款收入",
    ]  # fmt: skip
    assert figures(table)[2] == ("5.00",)


def test_a_side_that_cannot_be_told_gets_no_figures() -> None:
    table = draft(BALANCE + "一、一般公共预算 1.00 一、一般公共服务 2.00\n二、某某 3.00")
    assert table.rows[-1].side is None
    assert [(p.code, p.line) for p in table.problems] == [("unplaced", 7)]


@pytest.mark.parametrize(
    ("label", "depth", "value"),
    [
        ("三十四、抗疫", 0, 34),
        ("（十）卫生", 1, 10),
        ("(二)x", 1, 2),
        ("3.商品", 2, 3),
        ("1、资金", 2, 1),
        ("（2）项目", 3, 2),
    ],
)
def test_ordinals(label: str, depth: int, value: int) -> None:
    found = ordinal_of(label)
    assert isinstance(found, Ordinal)
    assert (found.depth, found.value) == (depth, value)


@pytest.mark.parametrize("label", ["一般公共预算", "三公经费", "12345热线", "2.5升", "十三五规划"])
def test_no_ordinals(label: str) -> None:
    assert ordinal_of(label) is None
