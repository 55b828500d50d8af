"""Running text → passages, units, paragraphs; the sample's text is quoted from its own lines."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from load.prose_helper import page, sample_pages, sample_prose

from askbudget.lexicon import load_lexicon
from askbudget.load.cues import SOURCE, load_cues
from askbudget.load.paragraphs import read_paragraphs
from askbudget.load.prose import read_prose
from askbudget.resources import GrammarError


def texts(text: str) -> list[str]:
    return [paragraph.text for paragraph in read_paragraphs((page(text),), load_cues())]


# ---------------------------------------------------------------- the sample


def test_thirteen_duties_of_the_sample() -> None:
    duties = [passage for passage in sample_prose().passages if passage.kind == "duty"]
    assert [duty.title for duty in duties] == [
        "（一）", "（二）", "（三）", "（四）", "（五）", "（六）", "（七）", "（八）", "（九）", "（十）",
        "（十一）", "（十二）", "（十三）",
    ]  # fmt: skip
    assert (
        duties[0].text
        == "（一）研究起草全区行政审批、政务服务、数字政府、政务信息管理等相关政策规定并组织实施。"
    )
    assert (duties[12].text, duties[12].line) == ("（十三）完成区委、区政府交办的其他任务。", 82)
    # line 41 is the last of page 1, line 42 the first of page 2
    assert duties[5].text.endswith("年度计划衔接和建设实施管理，统筹区级政务信息化资金和非涉密项目运维管理。")
    assert (duties[5].page, duties[5].line, duties[6].page) == (1, 37, 2)


def test_units_of_the_sample() -> None:
    assert [(unit.code, unit.name, unit.line) for unit in sample_prose().units] == [
        ("", "洛阳市西工区行政审批和政务信息管理局机关本级", 89),
        ("", "洛阳市西工区政务服务中心", 91),
    ]


def test_ten_definitions_of_the_sample() -> None:
    definitions = {p.title: p for p in sample_prose().passages if p.kind == "definition"}
    assert list(definitions) == [
        "财政拨款收入", "财政专户管理资金", "事业收入", "事业单位经营收入", "其他收入",
        "用事业基金弥补收支差额", "基本支出", "项目支出", '"三公"经费', "行政（事业）单位机构运转经费",
    ]  # fmt: skip
    assert definitions["项目支出"].text == (
        "项目支出：是指在基本支出之外，为完成特定的行政工作任务或事业发展目标所发生的支出。"
    )
    assert definitions['"三公"经费'].text.endswith("（含外宾接待）支出。")


def test_narrative_passages_stand_under_their_headings() -> None:
    narrative = [p for p in sample_prose().passages if p.kind == "narrative"]
    assert narrative[0].title == "一、收入支出预算总体情况说明"
    assert narrative[0].text.endswith("人员增加，且我局牵头智慧西工项目建设，项目支出增加。")
    assert {p.title for p in narrative} >= {"（二）政府采购支出预算情况", "（四）国有资产占用情况"}


def test_nothing_of_the_tables_is_taken_for_text() -> None:
    assert max(passage.line for passage in sample_prose().passages) < 321


def test_no_word_of_the_text_is_lost() -> None:
    """Every character before the tables is in a passage or a heading."""
    paragraphs = read_paragraphs(sample_pages(), load_cues())
    lines = [line for p in sample_pages() for line in p.lines if line.number < 321]
    printed = "".join("".join(line.text.split()) for line in lines)
    assert "".join("".join(paragraph.text.split()) for paragraph in paragraphs) == printed


# ---------------------------------------------------------------- joining lines


def test_wrapped_lines_become_one_paragraph() -> None:
    found = texts(
        """
一、收入预算情况说明
某某局 2025 年收入总计 1234.56 万元，其中：一般公共预算收

入 1000.00 万元、政府性基金收入 234.56 万元，与上年相比增加

0.00

万元。
二、支出预算情况说明
"""
    )
    assert found[0] == "一、收入预算情况说明"
    assert found[1].endswith("与上年相比增加0.00万元。")
    assert found[2] == "二、支出预算情况说明"


def test_a_number_broken_over_lines_is_one_number() -> None:
    text = "某某局2026年收入预算总计为一千多万元里的一部分共计11\n90.83万元，比上年增加许多，原因见后文各段的说明文字。"
    assert "1190.83万元" in texts(text)[0]


def test_a_long_heading_goes_on_in_the_next_line() -> None:
    found = texts(
        """
九、一般公共预算“三公”经费、会议费、培训费支出预算
情况说明
某某局 2026 年度一般公共预算拨款安排的“三公”经费支出
预算 10 万元。
"""
    )
    assert found[0] == "九、一般公共预算“三公”经费、会议费、培训费支出预算情况说明"


def test_page_numbers_and_running_heads_are_no_text() -> None:
    pages = [
        page(f"某某局 2026 年部门预算公开\n- {number} -\n第{number}段的文字在这里写完。", number)
        for number in (1, 2, 3)
    ]
    found = [paragraph.text for paragraph in read_paragraphs(pages, load_cues())]
    assert found == ["第1段的文字在这里写完。", "第2段的文字在这里写完。", "第3段的文字在这里写完。"]


def test_a_table_between_two_sections_is_left_out() -> None:
    found = texts(
        """
十、会议费情况说明
本部门会议费预算2.00万元。
会议费明细表
单位：万元
1 审计业务会 100 2.00
十一、政府采购情况说明
本部门政府采购预算共402.00万元。
"""
    )
    assert not any("审计业务会" in text or "明细表" in text for text in found)
    assert found[-2:] == ["十一、政府采购情况说明", "本部门政府采购预算共402.00万元。"]


def test_lines_that_tables_own_are_left_out() -> None:
    text = "一、概况\n本段是文字。\n合计 12.00 12.00\n"
    found = read_paragraphs((page(text),), load_cues(), frozenset({(1, 3)}))
    assert [paragraph.text for paragraph in found] == ["一、概况", "本段是文字。"]


def test_a_contents_page_is_left_out() -> None:
    pages = (
        page("目 录\n第一部分 部门概况\n一、主要职能\n第二部分 说明"),
        page("第一部分 部门概况\n一、主要职能", 2),
    )
    assert [paragraph.place() for paragraph in read_paragraphs(pages, load_cues())] == [(2, 1), (2, 2)]


# ---------------------------------------------------------------- sections in other documents' styles


def passages(text: str) -> list[tuple[str, str]]:
    found = read_prose((page(text),), 2026, load_lexicon()).passages
    return [(passage.kind, passage.title) for passage in found]


def test_duties_numbered_with_digits_below_a_lower_heading() -> None:
    assert passages(
        """
一、单位基本情况
（一）职能职责
1.负责甲事。
2.负责乙事。
（二）机构设置
部门本级内设机构：办公室、人事处。
二、部门收支总体情况
收入见表。
"""
    ) == [
        ("duty", "1"),
        ("duty", "2"),
        ("unit", "（二）机构设置"),
        ("narrative", "二、部门收支总体情况"),
    ]


def test_definitions_with_and_without_numbers() -> None:
    assert passages(
        """
第四部分 名词解释
1．机关运行经费：是指公用经费。
（二）事业收入指开展业务活动取得的收入。
基本支出：指为保障机构正常运转而发生的支出。
"""
    ) == [("definition", "机关运行经费"), ("definition", "事业收入"), ("definition", "基本支出")]


def test_a_definition_inside_the_narrative() -> None:
    text = (
        "三、机关运行经费情况\n机关运行经费指为保障行政单位运行用于购买货物的各项资金。2026年安排10.00万元。"
    )
    assert ("definition", "机关运行经费") in passages(text)


def test_units_listed_in_a_sentence() -> None:
    text = "二、机构设置\n从预算单位构成看，甲市司法局部门预算包括：甲市司法局本级预算（行政单位）、甲市东山监狱（行政单位）和甲市法律援助中心预算。"
    units = read_prose((page(text),), 2026, load_lexicon()).units
    assert [unit.name for unit in units] == [
        "甲市司法局本级预算（行政单位）",
        "甲市东山监狱（行政单位）",
        "甲市法律援助中心",
    ]


def test_inner_departments_are_no_units() -> None:
    text = "二、机构设置\n本单位设6个内设机构，包括：办公室、财会管理部、教育培训部。"
    assert read_prose((page(text),), 2026, load_lexicon()).units == ()


def test_a_note_in_the_text() -> None:
    assert ("note", "一、说明") in passages("一、说明\n正文在此。\n注：以上各表，空表表示无相关收支。")


# ---------------------------------------------------------------- the words


def test_a_cue_that_is_not_known_is_named_with_file_and_line(tmp_path: Path) -> None:
    broken = tmp_path / "prose.toml"
    shutil.copy(SOURCE, broken)
    with broken.open("a", encoding="utf-8") as file:
        file.write('\n[[cue]]\nname = "upward"\nwords = ["上扬"]\n')
    with pytest.raises(GrammarError, match=r"prose\.toml:\d+: unknown name 'upward'"):
        load_cues(broken)


def test_a_missing_cue_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "prose.toml"
    broken.write_text('[[cue]]\nname = "up"\nwords = ["增加"]\n', encoding="utf-8")
    with pytest.raises(GrammarError, match="missing"):
        load_cues(broken)
