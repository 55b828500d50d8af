"""The figure of a measure: its value, who agrees, who contradicts, and when there is none."""

from __future__ import annotations

from pathlib import Path

from ask.made_tables import Outline, made, opened, picked, wan

from askbudget.ask.figures import Doubtful, Figure, Found, Missing, Several, figure
from askbudget.ask.plan import Case
from askbudget.model import Measure, Pick, Selection, Statement, Table

SPENT = {"flow": "支出"}
GENERAL = {**SPENT, "fund": "一般公共预算"}
WHOLE = [("合计", {}, None)]
FUNDS = [*WHOLE, ("一般公共预算", {"fund": "一般公共预算"}, 0), ("政府性基金", {"fund": "政府性基金"}, 0)]


def _totals(number: str, figure: str, scope: dict[str, str] = SPENT) -> Table:
    """One total and one subject of this figure."""
    rows: list[Outline] = [(0, "合计", {}, figure), (1, "行政运行", {"subject": "2010101"}, figure)]
    return made(number, WHOLE, rows, scope)


def _figure(found: Found) -> Figure:
    assert isinstance(found, Figure), found
    return found


def _asked(case: Case, **dims: str) -> Figure:
    return _figure(figure(picked(**dims), case, "…"))


def _said(value: int | None, measure: str = "amount", **dims: str) -> Statement:
    return Statement("说明", "行政运行", dims, measure, value, "万元", "…", "…", 2, 4)  # type: ignore[arg-type]


def test_another_table_with_the_same_figure_is_a_witness(tmp_path: Path) -> None:
    found = _asked(opened(tmp_path, _totals("表2", "70.00"), _totals("表3", "70.00")), subject="2010101")
    assert found.value == wan("70.00")
    assert [(one.value, one.agrees, one.spots[0].table) for one in found.witnesses] == [
        (wan("70.00"), True, 1)
    ]
    assert found.contradictions == ()


def test_another_table_with_another_figure_contradicts(tmp_path: Path) -> None:
    found = _asked(opened(tmp_path, _totals("表2", "70.00"), _totals("表3", "71.00")), subject="2010101")
    assert found.value == wan("70.00")
    assert [one.agrees for one in found.witnesses] == [False]
    assert [(one.message, one.spots[0].printed) for one in found.contradictions] == [("differs", "71.00")]


def test_a_narrower_figure_is_a_part(tmp_path: Path) -> None:
    case = opened(tmp_path, _totals("表2", "70.00"), _totals("表5", "50.00", GENERAL))
    found = _asked(case, subject="2010101")
    assert (found.value, found.extras) == (wan("70.00"), {})
    assert [one.value for one in found.parts] == [wan("50.00")]
    assert found.contradictions == ()


def test_a_narrower_figure_that_is_larger_is_a_contradiction(tmp_path: Path) -> None:
    case = opened(tmp_path, _totals("表2", "70.00"), _totals("表5", "90.00", GENERAL))
    found = _asked(case, subject="2010101")
    assert [(one.message, one.spots[0].printed) for one in found.contradictions] == [("exceeds", "90.00")]
    assert found.parts == ()


def test_a_narrower_figure_that_is_the_whole_agrees(tmp_path: Path) -> None:
    case = opened(tmp_path, _totals("表2", "70.00"), _totals("表5", "70.00", GENERAL))
    found = _asked(case, subject="2010101")
    assert [one.agrees for one in found.witnesses] == [True]
    assert found.parts == ()


def test_only_a_narrower_figure_is_given_with_its_limit(tmp_path: Path) -> None:
    found = _asked(opened(tmp_path, _totals("表5", "50.00", GENERAL)), subject="2010101")
    assert (found.value, found.extras) == (wan("50.00"), {"fund": "一般公共预算"})


def test_a_sentence_agrees_or_contradicts(tmp_path: Path) -> None:
    said = _said(wan("70.00"), subject="2010101"), _said(wan("71.00"), subject="2010101")
    found = _asked(opened(tmp_path, _totals("表2", "70.00"), statements=said), subject="2010101")
    assert [(one.value, one.agrees) for one in found.witnesses] == [
        (wan("70.00"), True),
        (wan("71.00"), False),
    ]
    assert [one.message for one in found.contradictions] == ["told"]


def test_a_sentence_answers_where_no_table_does(tmp_path: Path) -> None:
    told = _said(wan("3.00"), three_public="公务接待费")
    found = _asked(opened(tmp_path, _totals("表2", "70.00"), statements=[told]), three_public="公务接待费")
    assert (found.value, found.result) == (wan("3.00"), None)
    assert [(spot.page, spot.line) for spot in found.spots] == [(2, 4)]


def test_a_figure_without_a_certain_column_is_refused(tmp_path: Path) -> None:
    rows: list[Outline] = [(0, "合计", {}, "8.00"), (1, "甲", {"project": "甲"}, "8.00", "8.00|1,2")]
    case = opened(tmp_path, made("表12", FUNDS, rows, {**SPENT, "nature": "项目支出"}))
    assert _asked(case, project="甲").value == wan("8.00")
    for fund in ("一般公共预算", "政府性基金"):
        found = figure(picked(project="甲", fund=fund), case, "…")
        assert isinstance(found, Doubtful)
        assert [cell.printed for cell in found.result.doubts] == ["8.00"]


def test_a_figure_in_one_of_two_columns_counts_where_both_are_asked_for(tmp_path: Path) -> None:
    """财政拨款 holds both columns: wherever the figure stands, it is inside."""
    rows: list[Outline] = [(0, "合计", {}, "8.00"), (1, "甲", {"project": "甲"}, "8.00", "8.00|1,2")]
    case = opened(tmp_path, made("表12", FUNDS, rows, {**SPENT, "nature": "项目支出"}))
    assert _asked(case, project="甲", fund="财政拨款").value == wan("8.00")


def test_blank_zero_and_no_such_row_are_three_answers(tmp_path: Path) -> None:
    rows: list[Outline] = [
        (0, "合计", {}, "5.00"),
        (1, "空白", {"project": "空白"}, ""),
        (1, "零", {"project": "零"}, "0.00"),
        (1, "有", {"project": "有"}, "5.00"),
    ]
    case = opened(tmp_path, made("表12", WHOLE, rows, {**SPENT, "nature": "项目支出"}))
    blank, zero = _asked(case, project="空白"), _asked(case, project="零")
    assert (blank.value, [spot.line for spot in blank.spots]) == (None, [11])
    assert (zero.value, [spot.printed for spot in zero.spots]) == (0, ["0.00"])
    assert isinstance(figure(picked(project="无"), case, "…"), Missing)


def test_a_blank_row_beside_figures_keeps_its_line_in_a_sum(tmp_path: Path) -> None:
    rows: list[Outline] = [
        (0, "合计", {}, "5.00"),
        (1, "甲", {"project": "甲", "unit": "1"}, "5.00"),
        (1, "甲", {"project": "甲", "unit": "2"}, ""),
        (1, "乙", {"project": "乙", "unit": "2"}, ""),
    ]
    found = _asked(opened(tmp_path, made("表12", WHOLE, rows, SPENT)), project="甲")
    assert found.value == wan("5.00")
    assert [line.value for line in found.lines] == [wan("5.00"), None]


def _two(tmp_path: Path, economic: str, subject: str) -> Found:
    rows: list[Outline] = [(0, "合计", {}, "99.00"), (1, "住房公积金", {"subject": "2210201"}, subject)]
    other: list[Outline] = [(0, "合计", {}, "99.00"), (1, "住房公积金", {"economic": "30113"}, economic)]
    case = opened(tmp_path, made("表3", WHOLE, rows, SPENT), made("表7", WHOLE, other, SPENT))
    word = Pick("住房公积金", (Selection("economic", ("30113",)), Selection("subject", ("2210201",))))
    return figure(Measure((word,)), case, "住房公积金")


def test_readings_of_different_values_are_asked_back(tmp_path: Path) -> None:
    found = _two(tmp_path, "20.00", "21.97")
    assert isinstance(found, Several)
    assert {one.value for one in found.figures} == {wan("20.00"), wan("21.97")}


def test_readings_of_one_value_are_one_answer_and_agree(tmp_path: Path) -> None:
    found = _figure(_two(tmp_path, "21.97", "21.97"))
    assert found.value == wan("21.97")
    assert {spot.table for one in found.witnesses for spot in one.spots} | {found.spots[0].table} == {0, 1}


def test_a_reading_that_is_blank_gives_way_to_one_with_a_figure(tmp_path: Path) -> None:
    assert _figure(_two(tmp_path, "", "21.97")).value == wan("21.97")


def test_income_and_expenditure_that_differ_are_asked_back(tmp_path: Path) -> None:
    case = opened(
        tmp_path, _totals("表2", "70.00"), made("表1", WHOLE, [(0, "合计", {}, "80.00")], {"flow": "收入"})
    )
    found = figure(Measure(), case, "合计")
    assert isinstance(found, Several)
    assert {one.value for one in found.figures} == {wan("70.00"), wan("80.00")}


def test_one_table_can_be_asked_alone(tmp_path: Path) -> None:
    case = opened(tmp_path, _totals("表2", "70.00"), _totals("表3", "71.00"))
    assert _figure(figure(picked(subject="2010101"), case, "…", table="表3")).value == wan("71.00")
    assert isinstance(figure(picked(subject="2010101"), case, "…", table="表9"), Missing)
