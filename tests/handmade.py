"""A document written by hand: store and command line are tested with it, whatever the loader does."""

from __future__ import annotations

from decimal import Decimal

from askbudget.model import (
    Amount,
    Column,
    Document,
    Indicator,
    Line,
    Passage,
    Problem,
    Row,
    Statement,
    Table,
    Unit,
)

WAN = 1_000_000
"""万元 in 分."""


def _balance() -> Table:
    """A 收支总表: both sides on one line, the same header words on both."""
    columns = (
        Column(0, ("收入", "金额"), {"flow": "收入"}, side="收入"),
        Column(1, ("支出", "金额"), {"flow": "支出"}, side="支出"),
    )
    rows = (
        Row(0, "一、一般公共预算", "", {"fund": "一般公共预算"}, 1, 2, True, 3, 7, "收入"),
        Row(1, "一、教育支出", "", {"subject": "205"}, 1, 3, True, 3, 7, "支出"),
        Row(2, "收入总计", "", {}, 0, None, False, 3, 9, "收入"),
        Row(3, "支出总计", "", {}, 0, None, False, 3, 9, "支出"),
    )
    amounts = (
        Amount(0, 0, 1500 * WAN, "1,500.00", "printed", 3, 7),
        Amount(1, 1, 1500 * WAN, "1,500.00", "printed", 3, 7),
        Amount(2, 0, 1500 * WAN, "1,500.00", "printed", 3, 9),
        Amount(3, 1, 1500 * WAN, "1,500.00", "printed", 3, 9),
    )
    notes = (Line(10, '注：含"上年结转"，\\ 见说明。'),)
    return Table(
        "表1", "部门收支总体情况表", "收支总表", "万元", {}, (3,), 5, columns, rows, amounts, notes=notes
    )


def _projects() -> Table:
    """A 项目支出表 over two pages with a blank, a zero, an ambiguous figure and a printed dash."""
    columns = (
        Column(0, ("合计",), {}),
        Column(1, ("本年拨款", "一般公共预算"), {"period": "本年", "fund": "一般公共预算"}, 0),
        Column(2, ("本年拨款", "政府性基金"), {"period": "本年", "fund": "政府性基金"}, 0),
        Column(3, ("结转", "政府性基金"), {"period": "上年结转", "fund": "政府性基金"}, 0, True),
    )
    keys = {"类型": "特定目标类", "项目单位": "测试市审计局"}
    rows = (
        Row(0, "", "", {}, 0, None, False, 4, 14),
        Row(1, "智慧审计建设", "", {"project": "智慧审计建设", "unit": "001"}, 1, 0, True, 4, 15, keys=keys),
        Row(2, "培训 2024", "P-7", {"project": "培训 2024", "unit": "001"}, 1, 0, True, 5, 17, keys=keys),
        Row(3, "空项目", "", {"project": "空项目"}, 1, 0, True, 5, 18),
    )
    amounts = (
        Amount(0, 0, 122_10_0000, "122.10", "printed", 4, 14),
        Amount(1, 0, 100 * WAN, "100.00", "inferred", 4, 15),
        Amount(1, 2, 100 * WAN, "100.00", "ambiguous", 4, 15, (2, 3)),
        Amount(2, 0, 22_10_0000, "22.10", "inferred", 5, 17),
        Amount(2, 1, 0, "0.00", "inferred", 5, 17),
        Amount(2, 3, None, "—", "inferred", 5, 17),
    )
    problems = (Problem("open-cell", "有一个数字的列不能确定。", "note", "表12", 4, 15),)
    scope = {"flow": "支出", "nature": "项目支出"}
    return Table(
        "表12", "2026年项目支出预算表", "项目支出表", "万元", scope, (4, 5), 12, columns, rows, amounts,
        problems=problems,
    )  # fmt: skip


def _empty() -> Table:
    """A table that is printed without rows, with no number and a title like another's, and quotes in it."""
    return Table("", "项目\"支出'表", "其他", None, {}, (6,), 20, (), (), (), True)


def document() -> Document:
    """The whole document; the same values every time."""
    texts = (
        (1, 1, " 测试市审计局2026年部门预算"), (1, 2, "一、主要职责"), (1, 3, ""),
        (2, 4, " 收入1500万元，增长3.5%。"),
        (3, 5, " 表1 部门收支总体情况表"), (3, 6, "单位：万元"),
        (3, 7, "一、一般公共预算 1,500.00 一、教育支出 1,500.00"),
        (3, 8, ""), (3, 9, "收入总计 1,500.00 支出总计 1,500.00"), (3, 10, '注：含"上年结转"，\\ 见说明。'),
        (4, 12, " 表12 2026年项目支出预算表"), (4, 14, "122.10"), (4, 15, "智慧审计建设 100.00 100.00"),
        (5, 16, " 续"), (5, 17, "培训 2024 22.10 0.00 —"), (5, 18, "空项目"), (6, 20, " 项目\"支出'表"),
    )  # fmt: skip
    units = (Unit("001", "测试市审计局", None, 1, 1), Unit("", "测试市审计中心", "001", 1, 2))
    passages = (
        Passage("duty", "（一）", "主管审计工作。", 1, 2),
        Passage("definition", "三公经费", "指出国、车辆、接待。", 2, 4),
    )
    income = {"flow": "收入"}
    said = "收入1500万元，增长3.5%"
    statements = (
        Statement("收入", "收入", income, "amount", 1500 * WAN, "万元", "1500", said, 2, 4, 2026),
        Statement(
            "收入", "收入", income, "change_percent", Decimal("3.50"), "%", "3.5", said, 2, 4, 2026, 2025,
            '"智慧"项目', True,
        ),
        Statement("三公", "三公经费", {}, "same", None, "", "", "与上年一致", 2, 4),
    )  # fmt: skip
    levels = ("产出指标", '数量"指标')
    indicators = (Indicator("培训 2024", "4101", "001", levels, "培训人次", "≥95%", "", 5, 17),)
    problems = (Problem("unplaced", "第2页有一个数字没有去处。", "warning", None, 2, 4),)
    tables = (_balance(), _projects(), _empty())
    return Document(
        "测试市审计局", 2026, "预算", "测试市", "审计局.txt", "a" * 64, 6, tables, units, passages,
        statements, indicators, problems, texts,
    )  # fmt: skip
