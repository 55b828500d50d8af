"""Pages → printed tables: captions, headers, bodies, notes; contents pages; known and unknown headers."""

from __future__ import annotations

from pathlib import Path

import pytest
from load.load_helper import PROJECTS, draft, drafts, sample_tables, tables

from askbudget.load.headers import match_header
from askbudget.load.layouts import load_layouts
from askbudget.resources import GrammarError

SPENDING = (
    "科目编码 单位代码 单位（科目名称） 合计 基本支出 项目支出 小计 人员经费 公用经费 小计 其他运转类 特定目标类 "
    "类 款 项 工资福利支出 对个人和家庭的补助 商品和服务支出 资本性支出"
)


def text(
    *body: str, header: str = SPENDING, title: str = "预算03表\n2026年部门支出预算表", unit: str = "万元"
) -> str:
    return "\n".join([title, f"部门名称：某县统计局 单位：{unit}", header, *body])


def test_the_tables_of_the_sample() -> None:
    found = [(t.number, t.title, t.pages, t.line, t.unit) for t in sample_tables().values()]
    assert found == [
        ("预算01表", "2025年部门收支预算表", (10,), 324, "万元"),
        ("预算02表", "2025年部门收入预算表", (11,), 398, "万元"),
        ("预算03表", "2025年部门支出预算表", (12,), 547, "万元"),
        ("预算04表", "2025年财政拨款收支预算表", (13,), 618, "万元"),
        ("预算05表", "2025年一般公共预算支出预算表", (14,), 704, "万元"),
        ("预算06表", "2025年一般公共预算基本支出预算表", (15,), 774, "万元"),
        ("预算07表", "2025年支出经济分类汇总表", (16,), 840, "万元"),
        ("预算08表", "2025年一般公共预算“三公”经费预算表", (17,), 969, "万元"),
        ("预算09表", "2025年政府性基金支出预算表", (18,), 987, "万元"),
        ("预算10表", "2025年国有资本经营支出预算表", (19,), 1044, "万元"),
        ("预算11表", "行政（事业）单位机构运转经费预算表", (20,), 1063, "万元"),
        ("预算12表", "2025年项目支出预算表", (21,), 1279, "万元"),
        ("预算13表", "部门（单位）整体绩效目标表", (22,), 1331, "万元"),
        ("", PROJECTS, (23,), 1585, "万元"),
    ]


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("预算01表", 333, 397), ("预算02表", 514, 546), ("预算03表", 589, 617), ("预算04表", 637, 703),
        ("预算05表", 746, 773), ("预算06表", 783, 839), ("预算07表", 888, 968), ("预算09表", 1031, 1043),
        ("预算10表", 1062, 1062), ("预算11表", 1194, 1278), ("预算12表", 1292, 1330), (PROJECTS, 1625, 2323),
    ],
)  # fmt: skip
def test_where_header_and_body_part(name: str, first: int, last: int) -> None:
    body = sample_tables()[name].body
    assert (body[0].line, body[-1].line) == (first, last)


def test_a_note_is_no_row() -> None:
    table = sample_tables()["预算08表"]
    assert table.body == ()
    assert [line.number for line in table.notes] == [980, 982, 984, 986]


def test_rows_behind_a_note_are_rows() -> None:
    found = draft(
        text("合计 3.00 3.00 3.00", "注：含上年结转，", "另见说明。", "201 01 01 行政运行 3.00 3.00 3.00")
    )
    assert [r.label for r in found.rows] == ["合计", "行政运行"]
    assert [line.text for line in found.notes] == ["注：含上年结转，", "另见说明。"]


def test_entries_of_a_contents_page_are_no_tables() -> None:
    contents = "目录\n预算01表 2026年部门收支预算表\n预算02表 2026年部门收入预算表\n预算03表 2026年部门支出预算表\n\f"
    (table,) = tables(contents + text("合计 3.00 3.00 3.00"))
    assert (table.number, table.pages) == ("预算03表", (2,))


def test_number_and_title_on_one_line() -> None:
    (table,) = tables(text("合计 3.00 3.00 3.00", title="预算03表 2026年部门支出预算表"))
    assert (table.number, table.title) == ("预算03表", "2026年部门支出预算表")
    (table,) = tables(text("合计 3.00 3.00 3.00", title="表3：2026年部门支出预算表"))
    assert (table.number, table.title) == ("表3", "2026年部门支出预算表")


@pytest.mark.parametrize("repeat", ["", SPENDING + "\n", "预算03表（续）\n"])
def test_a_table_goes_on_over_pages(repeat: str) -> None:
    page = "\f" + repeat.replace(
        "预算03表（续）", f"预算03表\n2026年部门支出预算表\n部门名称：某县统计局 单位：万元\n{SPENDING}"
    )
    found = draft(
        text("合计 3.00 3.00 3.00", "201 01 01 行政运行 1.00 1.00 1.00")
        + "\n"
        + page
        + "201 01 02 机关服务 2.00 2.00 2.00"
    )
    assert [(r.label, r.page) for r in found.rows] == [("合计", 1), ("行政运行", 1), ("机关服务", 2)]


def test_page_numbers_are_no_rows() -> None:
    found = draft(
        text(
            "合计 3.00 3.00 3.00",
            "201 01 01 行政运行 1.00 1.00 1.00",
            "- 12 -\f第 13 页",
            "201 01 02 机关服务 2.00 2.00 2.00",
        )
    )
    assert [r.label for r in found.rows] == ["合计", "行政运行", "机关服务"]


def test_a_row_of_column_numbers_is_no_row() -> None:
    found = draft(text("栏次 1 2 3 4 5 6 7", "合计 3.00 3.00 3.00"))
    assert [r.label for r in found.rows] == ["合计"]


def test_each_table_has_its_own_unit() -> None:
    first = text("合计 30000.00 30000.00 30000.00", unit="元")
    second = text("合计 3.00 3.00 3.00", title="预算05表\n2026年一般公共预算支出预算表")
    assert [table.unit for table in tables(first + "\n\f" + second)] == ["元", "万元"]


def test_a_table_without_unit_gives_no_amounts() -> None:
    found = draft(text("合计 3.00 3.00 3.00").replace(" 单位：万元", ""))
    assert found.figures == ()
    assert {problem.code for problem in found.problems} == {"unit", "unplaced"}


# ---------------------------------------------------------------- headers


def test_wrapping_and_gluing_do_not_matter() -> None:
    wrapped = "\n".join(SPENDING.replace(" ", "")[at : at + 5] for at in range(0, 90, 5))
    found = draft(text("合计 3.00 3.00 3.00", header=wrapped))
    assert len(found.columns) == 9


def test_a_word_more_or_less() -> None:
    assert len(draft(text("合计 3.00 3.00 3.00", header=SPENDING + " 预算")).columns) == 9
    assert len(draft(text("合计 3.00 3.00 3.00", header=SPENDING.replace("合计", "总计"))).columns) == 9


def test_a_column_that_is_not_printed_is_left_out() -> None:
    found = draft(text("合计 3.00 3.00 3.00", header=SPENDING.replace(" 资本性支出", "")))
    assert [column.path[-1] for column in found.columns] == [
        "合计", "小计", "工资福利支出", "对个人和家庭的补助", "商品和服务支出", "小计", "其他运转类", "特定目标类",
    ]  # fmt: skip


def test_a_column_that_no_layout_knows_is_never_guessed() -> None:
    found = draft(
        text("合计 3.00 3.00 3.00", "201 01 01 行政运行 3.00 3.00", header=SPENDING + " 上缴上级支出")
    )
    assert (found.columns, found.figures) == ((), ())
    assert [(p.code, p.line) for p in found.problems] == [
        ("header", 1), ("unplaced", 5), ("unplaced", 6),
    ]  # fmt: skip
    assert [r.label for r in found.rows] == ["合计", "201 01 01 行政运行"]


def test_which_of_two_equal_columns_is_missing_is_not_guessed() -> None:
    match = match_header([SPENDING.replace("小计", "", 1)], "支出总表", "2026年部门支出预算表")
    assert match.header is None


def test_an_unknown_table_is_kept_with_its_rows() -> None:
    found = drafts(
        text("合计 3.00", "一、培训 1.00", header="活动 人数 天数", title="表9\n2026年活动计划表")
    ).drafts[0]
    assert found.kind == "其他"
    assert [r.label for r in found.rows] == ["合计", "一、培训"]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ('kinds = ["无此表"]\ncolumns = ["合计"]', "kinds"),
        ('kinds = ["支出总表"]', "columns"),
        ('kinds = ["支出总表"]\ncolumns = [["基本支出"]]', "基本支出"),
        ('kinds = ["支出总表"]\ncolumns = ["合计"]\nkey = []', "key"),
        ('kinds = ["支出总表"]\ncolumns = ["合计"]\nkeys = [{ words = "x", holds = "y" }]', "holds"),
        ('kinds = ["收支总表"]\n[[table.side]]\nside = "左"\nitem = "项目"\ncolumns = ["金额"]', "side"),
    ],
)
def test_layout_files_are_checked(tmp_path: Path, entry: str, words: str) -> None:
    (tmp_path / "some.toml").write_text(f'[[table]]\nid = "甲"\n{entry}\n', encoding="utf-8")
    with pytest.raises(GrammarError, match=words) as error:
        load_layouts(tmp_path)
    assert "some.toml" in str(error.value)
    assert ":1:" in str(error.value)


@pytest.mark.parametrize("ahead", ["附件：2026年某县统计局部\n门预算表\n", "一览表\n"])
def test_a_line_above_the_number_takes_no_number_away(ahead: str) -> None:
    (table,) = tables(ahead + text("合计 1.00 1.00"))
    assert (table.number, table.title) == ("预算03表", "2026年部门支出预算表")


def test_a_title_may_stand_above_its_number() -> None:
    (table,) = tables(text("合计 1.00 1.00", title="2026年部门支出预算表\n预算03表"))
    assert (table.number, table.title) == ("预算03表", "2026年部门支出预算表")
