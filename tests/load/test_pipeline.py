"""A file → a Document: facts, completeness, sums, other departments, damaged and foreign files."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path

import pytest
from load.load_helper import PROJECTS, sample_path, sample_text

from askbudget.load.errors import LoadError
from askbudget.load.facts import region_of
from askbudget.load.pipeline import load_document, read_document
from askbudget.model import Document, Problem
from askbudget.money import parse_figure

FIGURE = re.compile(r"(?<!\S)-?\d[\d,]*\.\d+(?!\S)")
INDICATORS = range(1642, 2326)
"""Lines of the sample where figures of the project table and texts of its indicators alternate."""


def document(text: str) -> Document:
    return read_document(text.encode(), "公开.txt")


def shape(found: Document) -> list[tuple[str, int, int, int]]:
    return [(table.name, len(table.columns), len(table.rows), len(table.amounts)) for table in found.tables]


def codes(found: Document, table: str) -> list[tuple[str, int | None]]:
    (wanted,) = [each for each in found.tables if each.name == table]
    return [(problem.code, problem.line) for problem in wanted.problems]


def test_facts(sample_document: Document) -> None:
    assert sample_document.department == "洛阳市西工区行政审批和政务信息管理局"
    assert (sample_document.year, sample_document.kind, sample_document.region) == (
        2025,
        "预算",
        "洛阳市西工区",
    )
    assert (sample_document.source, sample_document.pages) == (sample_path().name, 23)
    assert [(unit.code, unit.name, unit.parent) for unit in sample_document.units] == [
        ("113", "洛阳市西工区行政审批和政务信息管理局", None),
        ("113001", "洛阳市西工区行政审批和政务信息管理局", "113"),
        ("113002", "洛阳市西工区政务服务中心", "113"),
    ]
    assert sample_document.name == "洛阳市西工区行政审批和政务信息管理局 2025"


def test_every_line_is_kept(sample_document: Document) -> None:
    text = sample_text().split("\n")
    assert [(number, line) for _, number, line in sample_document.lines] == list(enumerate(text, 1))[
        : len(text) - 1
    ]
    page = {number: page for page, number, _ in sample_document.lines}
    assert [page[number] for number in (1, 41, 42, 1312, 1330, 1331, 2325)] == [1, 1, 2, 21, 21, 22, 23]


def test_every_figure_of_a_table_is_a_cell(sample_document: Document) -> None:
    placed = Counter(
        (amount.line, amount.printed) for table in sample_document.tables for amount in table.amounts
    )
    printed = Counter(
        (number, token)
        for page, number, line in sample_document.lines
        if page >= 10
        for token in FIGURE.findall(line)
    )
    assert printed == placed
    assert not [problem for table in sample_document.tables for problem in table.problems]


def test_every_amount_is_what_is_printed(sample_document: Document) -> None:
    for table in sample_document.tables:
        for amount in table.amounts:
            assert amount.value == parse_figure(amount.printed, "万元")
            assert table.rows[amount.row].page == amount.page
            assert amount.column < len(table.columns)
            assert (amount.basis == "ambiguous") == (len(amount.candidates) > 1)
        cells = Counter(
            (amount.row, amount.column) for amount in table.amounts if amount.basis != "ambiguous"
        )
        assert max(cells.values(), default=1) == 1


def test_blank_and_zero_are_two_things(sample_document: Document) -> None:
    (zero,) = [amount for amount in sample_document.tables[0].amounts if amount.printed == "0.00"]
    assert zero.value == 0
    blank = next(row for row in sample_document.tables[4].rows if row.code == "2290402")
    assert not [amount for amount in sample_document.tables[4].amounts if amount.row == blank.position]


def test_prose_and_goals_are_there(sample_document: Document) -> None:
    assert {"duty", "definition", "unit", "goal"} <= {passage.kind for passage in sample_document.passages}
    assert sample_document.statements
    assert {indicator.project_code for indicator in sample_document.indicators} >= {
        "",
        "410303240000000011202",
    }


def test_loading_takes_less_than_a_second() -> None:
    load_document(sample_path())
    start = time.process_time()
    load_document(sample_path())
    assert time.process_time() - start < 1


# ---------------------------------------------------------------- the same file in another form


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(lambda text: text.encode("gb18030"), id="GB18030"),
        pytest.param(lambda text: text.encode("utf-8-sig"), id="BOM"),
        pytest.param(lambda text: text.encode("utf-16"), id="UTF-16"),
        pytest.param(lambda text: text.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(lambda text: re.sub(r"^ (?=\S)", "\f", text, flags=re.M).encode(), id="form feeds"),
    ],
)
def test_the_form_of_the_file_changes_nothing(sample_document: Document, data: object) -> None:
    assert callable(data)
    found = read_document(data(sample_text()), sample_document.source)
    assert found.tables == sample_document.tables
    assert found.statements == sample_document.statements
    assert found.sha256 != sample_document.sha256


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: re.sub(r"\n\n+", "\n", text), id="no blank lines"),
        pytest.param(lambda text: re.sub(r"(?<![\d.])(\d)(\d{3}\.\d\d)", r"\1,\2", text), id="thousands separators"),
        pytest.param(
            lambda text: re.sub(r"(?<!\S)(\d+)\.00(?!\S)", r"\1", re.sub(r"(?<!\S)(\d+\.\d)0(?!\S)", r"\1", text)),
            id="no trailing zeros",
        ),
        pytest.param(lambda text: text.replace("洛阳市西工区行政审批和政务信息管理局", "郑州市中原区教育体育局"), id="name"),
        pytest.param(lambda text: re.sub(r"(?<!\d)113(?=00\d|\s|$)", "205", text, flags=re.M), id="unit code"),
        pytest.param(lambda text: text.replace("特定目标类 智慧西工", "特定目标类 数字城关"), id="projects"),
        pytest.param(lambda text: text.replace("2025", "2023"), id="year"),
    ],
)  # fmt: skip
def test_another_department_prints_the_same_tables(sample_document: Document, change: object) -> None:
    assert callable(change)
    found = document(change(sample_text()))
    assert shape(found) == shape(sample_document)
    bases = [[amount.basis for amount in table.amounts] for table in found.tables]
    assert bases == [[amount.basis for amount in table.amounts] for table in sample_document.tables]
    assert not [problem for table in found.tables for problem in table.problems]


def test_the_text_tells_department_and_year_not_the_file_name(tmp_path: Path) -> None:
    path = tmp_path / "2019年某县财政局决算.txt"
    path.write_text(
        sample_text()
        .replace("洛阳市西工区行政审批和政务信息管理局", "郑州市中原区教育体育局")
        .replace("2025", "2023"),
        encoding="utf-8",
    )
    found = load_document(path)
    assert (found.department, found.year, found.kind, found.region) == (
        "郑州市中原区教育体育局", 2023, "预算", "郑州市中原区",
    )  # fmt: skip


# ---------------------------------------------------------------- other figures


def test_a_filled_table_of_the_three_public_expenses() -> None:
    header = "小计 公务用车购置费 公务用车运行费\n"
    found = document(sample_text().replace(header, header + "1.50 0.50 0.50 1.00\n", 1))
    (table,) = [each for each in found.tables if each.kind == "三公经费表"]
    assert not table.empty
    assert [(row.label, row.level, dict(row.dims)) for row in table.rows] == [("", 0, {})]
    assert [amount.printed for amount in table.amounts] == ["1.50", "0.50", "0.50", "1.00"]
    assert [table.columns[amount.column].path[-1] for amount in table.amounts][3:] == ["公务接待费"]


def test_a_total_that_does_not_close_is_reported() -> None:
    found = document(sample_text().replace("合计 15.49 15.49 15.49", "合计 16.49 16.49 16.49", 1))
    problems = [problem for table in found.tables for problem in table.problems if table.name == "预算11表"]
    assert [(problem.code in ("sum", "unclosed"), problem.line) for problem in problems] == [
        (True, 1194)
    ] * len(problems)
    assert problems


def test_a_sum_of_the_finished_table_that_does_not_close() -> None:
    found = document(sample_text().replace("本 年 收 入 合 计 1190.83", "本 年 收 入 合 计 1290.83", 1))
    sums = [each for each in found.tables[0].problems if each.code == "sum"]
    assert [(each.severity, each.page, each.line) for each in sums] == [
        ("error", 10, 393),
        ("error", 10, 397),
    ]
    assert "1,290.83万元" in sums[0].message
    assert "1,190.83万元" in sums[0].message
    assert "100.00万元" in sums[0].message


def test_printed_roundings_are_no_problem() -> None:
    found = document(sample_text().replace("合计 289.10 273.61 15.49", "合计 289.11 273.62 15.49", 1))
    assert codes(found, "预算06表") == []


def test_a_figure_too_many_is_a_problem_with_its_line() -> None:
    found = document(
        sample_text().replace(
            "九、其他收入 十、卫生健康 23.05", "九、其他收入 1.00 2.00 十、卫生健康 23.05", 1
        )
    )
    assert codes(found, "预算01表").count(("unplaced", 351)) == 1


def test_a_header_with_an_unknown_column_is_not_guessed() -> None:
    found = document(
        sample_text().replace("类型 项目名称 项目单位 合计", "类型 项目名称 项目单位 合计 债券转贷", 1)
    )
    (table,) = [each for each in found.tables if each.name == "预算12表"]
    assert (table.columns, table.amounts) == ((), ())
    assert Counter(code for code, _ in codes(found, "预算12表")) == {"header": 1, "unplaced": 20}
    assert [line for code, line in codes(found, "预算12表") if code == "unplaced"][:2] == [1292, 1294]


def test_no_figure_is_lost_whatever_is_cut_away() -> None:
    """Without header, title or unit: each figure of the pages ends in a cell or in a problem with its line."""
    for cut in (
        "合计 4178.87 289.10",
        "科目编码",
        "单位：万元",
        "113 洛阳市",
        "类型 项目名称",
        "特定目标类 智慧平台建设（签批） ",
    ):
        found = document(sample_text().replace(cut, "", 3))
        known = {problem.line for table in found.tables for problem in table.problems}
        placed = Counter((amount.line, amount.printed) for table in found.tables for amount in table.amounts)
        for _, number, line in found.lines:
            if number < 560 or number in INDICATORS:
                continue
            lost = Counter((number, token) for token in FIGURE.findall(line)) - placed
            assert not lost or number in known, (cut, lost)


def test_a_part_greater_than_its_whole_is_reported() -> None:
    """其中：财政拨款 above 一、一般公共预算."""
    found = document(sample_text().replace("其中：财政拨款 1190.83", "其中：财政拨款 1290.83", 1))
    messages = [each.message for each in found.tables[0].problems if each.code == "sum"]
    assert any("其中：财政拨款" in message and "1,290.83万元" in message for message in messages)


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("1184363500 1042413100 141950400", 3),
        ("1184363500 1042413100", 2),
        ("1184363500", 0),
        ("118436350 11 98", 0),
    ],
)
def test_whole_numbers_without_a_label_are_figures_or_named(line: str, cells: int) -> None:
    text = sample_text()
    start, end = text.index(" 预算 12表"), text.index("部门（单位）整体绩效目标表")
    table = re.sub(
        r"(?<!\S)(\d+)\.(\d\d)(?!\S)", r"\1\g<2>00", text[start:end].replace("单位：万元", "单位：元")
    )
    table = re.sub(r"^38897700 .*$", line, table, count=1, flags=re.M)
    assert line in table
    found = document(text[:start] + table + text[end:])
    (finished,) = [each for each in found.tables if each.name == "预算12表"]
    assert [each.printed for each in finished.amounts if each.line == 1292] == line.split()[:cells]
    named = "".join(
        each.message for each in finished.problems if each.code == "unplaced" and each.line == 1292
    )
    assert cells or all(token in named for token in line.split())


def test_work_that_ends_early_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not [each for each in document(sample_text()).problems if each.code == "unfinished"]
    monkeypatch.setattr("askbudget.load.solve_document.WORK", 2_000)
    found = document(sample_text())
    still = sum(amount.basis == "ambiguous" for table in found.tables for amount in table.amounts)
    (problem,) = [each for each in found.problems if each.code == "unfinished"]
    assert problem.severity == "note"
    assert f"还有{still}个数字" in problem.message


# ---------------------------------------------------------------- files that are none


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("今天天气很好。\n" * 30, "不是部门预算"),
        ("SELECT * FROM t;\n", "不是部门预算"),
        ("预算\n", "不是部门预算"),
        ("预算怎么编，收入怎么算，2026年再说。\n" * 9, "不是部门预算"),
        ("预算怎么编，收入怎么算，再说。\n" * 9, "不是部门预算"),
        ("# 说明\n2026年收入预算为300.00万元，比上年增长3.5%。\n", "没有说明是哪个部门"),
        ("预算01表\n部门收支总体情况表\n单位：万元\n项目 金额\n合计 1.00\n", "没有部门名称"),
    ],
)
def test_a_text_that_is_no_budget_is_refused(text: str, words: str) -> None:
    with pytest.raises(LoadError, match=words):
        document(text)


def test_prose_without_tables_loads_and_says_so() -> None:
    found = document("某市统计局2026年部门预算\n一、收入预算\n2026年收入预算为300.00万元，比上年增长3.5%。\n")
    assert (found.department, found.year, found.tables) == ("某市统计局", 2026, ())
    assert [problem.code for problem in found.problems][:1] == ["no-table"]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.txt", tmp_path):
        with pytest.raises(LoadError) as error:
            load_document(path)
        assert str(error.value).endswith("。")


@pytest.mark.parametrize(
    ("department", "region"),
    [
        ("洛阳市西工区政务服务中心", "洛阳市西工区"),
        ("河南省财政厅", "河南省"),
        ("洛阳市市场监督管理局", "洛阳市"),
        ("郑州市城市管理局", "郑州市"),
        ("焦作市温县财政局", "焦作市温县"),
        ("新疆维吾尔自治区财政厅", "新疆维吾尔自治区"),
        ("恩施土家族苗族自治州恩施市财政局", "恩施土家族苗族自治州恩施市"),
        ("中共洛阳市西工区委办公室", "洛阳市西工区"),
        ("苏州市审计局", "苏州市"),
        ("新乡市红旗区财政局", "新乡市红旗区"),
        ("荆州市沙市区财政局", "荆州市沙市区"),
        ("三明市沙县区审计局", "三明市沙县区"),
        ("焦作市温县市场监督管理局", "焦作市温县"),
        ("鄂尔多斯市准格尔旗统计局", "鄂尔多斯市准格尔旗"),
        ("财政部", ""),
    ],
)
def test_regions(department: str, region: str) -> None:
    assert region_of(department) == region


def test_problems_are_sentences() -> None:
    found = document(sample_text().replace("科目编码", "某某编码", 1).replace("合计 15.49", "合计 99.49", 1))
    problems: list[Problem] = [
        *found.problems,
        *(problem for table in found.tables for problem in table.problems),
    ]
    assert problems
    assert all(problem.message.endswith("。") and problem.line for problem in problems)


def test_the_table_without_a_number_is_known_by_its_title(sample_document: Document) -> None:
    assert sample_document.tables[-1].name == PROJECTS
    assert sample_document.tables[-1].scope == {"flow": "支出", "nature": "项目支出"}
