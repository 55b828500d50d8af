"""Header trees → columns: paths, meaning, and which column contains which."""

from __future__ import annotations

import pytest
from load.load_helper import PROJECTS, sample_drafts

from askbudget.lexicon import load_lexicon
from askbudget.load.columns import build_columns
from askbudget.load.layouts import Header, Leaf
from askbudget.model import Column


def columns(name: str) -> tuple[Column, ...]:
    return sample_drafts()[name].columns


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("预算01表", 2), ("预算02表", 18), ("预算03表", 9), ("预算04表", 6), ("预算05表", 9), ("预算06表", 3),
        ("预算07表", 12), ("预算08表", 6), ("预算09表", 9), ("预算10表", 9), ("预算11表", 23), ("预算12表", 9),
        ("预算13表", 1), (PROJECTS, 4),
    ],
)  # fmt: skip
def test_how_many(name: str, count: int) -> None:
    assert [column.position for column in columns(name)] == list(range(count))


def test_a_group_without_a_sum_has_no_column() -> None:
    found = columns("预算03表")
    assert [column.path for column in found] == [
        ("合计",),
        ("基本支出", "小计"),
        ("基本支出", "人员经费", "工资福利支出"),
        ("基本支出", "人员经费", "对个人和家庭的补助"),
        ("基本支出", "公用经费", "商品和服务支出"),
        ("基本支出", "公用经费", "资本性支出"),
        ("项目支出", "小计"),
        ("项目支出", "其他运转类"),
        ("项目支出", "特定目标类"),
    ]
    assert [column.parent for column in found] == [None, 0, 1, 1, 1, 1, 0, 6, 6]
    assert (found[2].dims["nature"], found[2].dims["economic"]) == ("人员经费", "301")
    assert found[8].dims["nature"] == "特定目标类"


def test_income() -> None:
    found = columns("预算02表")
    assert [column.parent for column in found] == [None, 0, 1, 2, *[1] * 8, 0, *[12] * 5]
    assert [column.position for column in found if column.of_which] == [3]
    assert found[13].dims["period"] == "上年结转"
    assert found[13].dims["fund"] == "一般公共预算"


def test_two_sides() -> None:
    assert [(c.side, c.path, c.parent) for c in columns("预算04表")] == [
        ("收入", ("收入", "金额"), None),
        ("支出", ("支出", "合计"), None),
        ("支出", ("支出", "一般公共预算", "小计"), 1),
        ("支出", ("支出", "一般公共预算", "其中：财政拨款"), 2),
        ("支出", ("支出", "政府性基金"), 1),
        ("支出", ("支出", "国有资本经营预算"), 1),
    ]


def test_three_public() -> None:
    found = columns("预算08表")
    assert [column.parent for column in found] == [None, 0, 0, 2, 2, 0]
    assert [column.dims["three_public"] for column in found] == [
        "三公经费", "因公出国（境）费", "公务用车购置及运行费", "公务用车购置费", "公务用车运行费", "公务接待费",
    ]  # fmt: skip


def test_a_group_in_a_group() -> None:
    found = columns("预算11表")
    assert [column.parent for column in found] == [None, 0, *[1] * 7, 0, 9, 9, 0, 0, 0, *[14] * 5, 0, 0, 0]


def test_projects() -> None:
    assert [column.parent for column in columns("预算12表")] == [None] + [0] * 8
    assert [column.parent for column in columns(PROJECTS)] == [None, 0, 0, 0]


def test_no_sum_no_parent() -> None:
    header = Header((), (Leaf(("基本支出",)), Leaf(("项目支出",)), Leaf(("项目支出", "其中：新增"))))
    assert [column.parent for column in build_columns(header, load_lexicon())] == [None, None, None]
