"""Exact money: figures as tables print them, numbers as people write them."""

from __future__ import annotations

import ast
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import askbudget
from askbudget import numberwords
from askbudget.money import (
    FEN,
    Number,
    find_numbers,
    is_dash,
    is_figure,
    parse_figure,
    plain,
    pretty,
    to_decimal,
)
from askbudget.resources import GrammarError

UNITS = st.sampled_from(sorted(FEN))
AMOUNTS = st.integers(min_value=-(10**22), max_value=10**22)

# ---------------------------------------------------------------- printed figures


@pytest.mark.parametrize(
    ("printed", "unit", "fen"),
    [
        ("1,234.50", "万元", 1_234_500_000),
        ("2988.04", "万元", 2_988_040_000),
        ("１，２３４．５０", "元", 123_450),
        ("-3.2", "元", -320),
        ("−3.2", "元", -320),
        ("(3.20)", "元", -320),
        ("（1,000）", "元", -100_000),
        ("+5", "元", 500),
        ("¥12.00", "元", 1_200),
        ("￥12.00", "元", 1_200),
        (".5", "元", 50),
        ("0.00", "万元", 0),
        ("0", "元", 0),
        (" 7 ", "分", 7),
        ("1.2", "亿元", 12_000_000_000),
        ("0.004", "元", 0),
        ("0.005", "元", 1),
        ("12.3456789", "万元", 12_345_679),
    ],
)  # fmt: skip
def test_a_figure_is_read_exactly(printed: str, unit: str, fen: int) -> None:
    assert is_figure(printed)
    assert parse_figure(printed, unit) == fen


@pytest.mark.parametrize(
    "printed",
    ["", "—", "——", "-", "/", "12%", "合计", "12,34", "1,2345", "1.2.3", "1 234", "(1)", "（12）", "1e5",
     "--3", "(-3.5)", "3.", "12万元", "1,234,", "9" * 100],
)  # fmt: skip
def test_what_is_no_figure_is_none(printed: str) -> None:
    assert not is_figure(printed)
    assert parse_figure(printed, "万元") is None


def test_dashes() -> None:
    assert all(is_dash(mark) for mark in ("—", "——", "-", "/", "－", "", " "))
    assert not any(is_dash(mark) for mark in ("0", "无", "-3", "…"))


def test_printing() -> None:
    assert plain(2_988_040_000, "万元") == "2988.04"
    assert pretty(2_988_040_000, "万元") == "2,988.04"
    assert plain(2_988_040_000, "元") == "29880400.00"
    assert plain(2_988_040_000, "亿元") == "0.298804"
    assert plain(100, "万元") == "0.0001"
    assert plain(-5, "元") == "-0.05"
    assert plain(0, "亿元") == "0.00"
    assert to_decimal(2_988_040_000, "万元") == Decimal("2988.04")
    assert str(to_decimal(-(10**30) - 1, "万元")) == "-1000000000000000000000000.000001"


@pytest.mark.parametrize(
    "call", [lambda: parse_figure("1", "斤"), lambda: plain(1, ""), lambda: to_decimal(1, "万")]
)
def test_an_unknown_unit_is_refused(call: object) -> None:
    with pytest.raises(ValueError, match="不认识的金额单位"):
        call()  # type: ignore[operator]


@given(AMOUNTS, UNITS)
def test_what_is_printed_reads_back(fen: int, unit: str) -> None:
    assert parse_figure(plain(fen, unit), unit) == fen
    assert parse_figure(pretty(fen, unit), unit) == fen
    assert to_decimal(fen, unit) == Decimal(plain(fen, unit))
    assert len(plain(fen, unit).partition(".")[2]) >= 2


@given(st.integers(0, 10**15), st.sampled_from(["元", "万元", "亿元"]))
def test_running_text_reads_printed_amounts(fen: int, unit: str) -> None:
    (number,) = find_numbers(f"共计{pretty(fen, unit)}{unit}。")
    assert (number.kind, number.fen, number.unit, number.text) == (
        "money",
        fen,
        unit,
        pretty(fen, unit) + unit,
    )
    assert number.value == to_decimal(fen, unit)


@given(st.text("()-+.,0123456789¥%１，．（） ", max_size=12))
def test_is_figure_and_parse_figure_agree(token: str) -> None:
    assert is_figure(token) == (parse_figure(token, "元") is not None)


# ---------------------------------------------------------------- numbers in running text

DIGITS = "零一二三四五六七八九"


def spell(number: int, formal: bool = False) -> str:
    """The Chinese reading of a whole number below 10**12, the oracle of these tests."""
    if number == 0:
        return "零"
    parts: list[str] = []
    for section, name in ((number // 10**8, "亿"), (number // 10**4 % 10**4, "万"), (number % 10**4, "")):
        if not section:
            if parts and not parts[-1].endswith("零") and number % 10**8:
                parts.append("零")
            continue
        if parts and section < 1000 and not parts[-1].endswith("零"):
            parts.append("零")
        parts.append(_section(section) + name)
    words = "".join(parts).rstrip("零")
    return words[1:] if words.startswith("一十") and not formal else words


def _section(section: int) -> str:
    written = ""
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = section // size % 10
        if digit:
            written += DIGITS[digit] + name
        elif written and section % size and not written.endswith("零"):
            written += "零"
    return written


@given(st.integers(1, 10**12 - 1), st.booleans())
def test_spelled_numbers_read_back(number: int, formal: bool) -> None:
    (found,) = find_numbers(f"预算{spell(number, formal)}元")
    assert (found.kind, found.fen) == ("money", number * 100)


@given(st.integers(1, 9_999), st.sampled_from(["万", "亿"]))
def test_mixed_numbers_read_back(number: int, scale: str) -> None:
    for written in (f"{number}{scale}", f"{spell(number)}{scale}"):
        (found,) = find_numbers(f"有{written}元吗")
        assert (found.fen, found.unit) == (number * FEN[scale + "元"], scale + "元")


def one(text: str) -> Number:
    (number,) = find_numbers(text)
    return number


@pytest.mark.parametrize(
    ("text", "span", "fen"),
    [
        ("2,988.04万", "2,988.04万", 2_988_040_000),
        ("2，988.04万元", "2，988.04万元", 2_988_040_000),
        ("三百万", "三百万", 300_000_000),
        ("3.5亿", "3.5亿", 35_000_000_000),
        ("三点五亿元", "三点五亿元", 35_000_000_000),
        ("一亿二千万", "一亿二千万", 12_000_000_000),
        ("一亿二", "一亿二", 12_000_000_000),
        ("一亿零三千元", "一亿零三千元", 10_000_300_000),
        ("1万3", "1万3", 1_300_000),
        ("1万3000元", "1万3000元", 1_300_000),
        ("10万零5百", "10万零5百", 10_050_000),
        ("三万五的", "三万五", 3_500_000),
        ("5千万元", "5千万元", 5_000_000_000),
        ("3万亿元", "3万亿元", 300_000_000_000_000),
        ("两个亿", "两个亿", 20_000_000_000),
        ("半个亿", "半个亿", 5_000_000_000),
        ("一亿半", "一亿半", 15_000_000_000),
        ("壹佰贰拾叁万元整", "壹佰贰拾叁万元整", 123_000_000),
        ("三萬圓", "三萬圓", 3_000_000),
        ("3元5角2分", "3元5角2分", 352),
        ("三块五", "三块五", 350),
        ("¥1,000.00", "¥1,000.00", 100_000),
        ("下降-5.5万元", "-5.5万元", -5_500_000),
        ("三百万一般公共预算", "三百万", 300_000_000),
        ("三百万五星广场", "三百万", 300_000_000),
        ("2988.04 万元", "2988.04 万元", 2_988_040_000),
        ("为0元", "0元", 0),
    ],
)
def test_money(text: str, span: str, fen: int) -> None:
    number = one(text)
    assert (number.kind, number.text, number.fen) == ("money", span, fen)
    assert text[number.start : number.end] == span


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("三百万", "300", "万元"),
        ("一亿二千万", "1.2", "亿元"),
        ("3000元", "3000", "元"),
        ("5千万", "5000", "万元"),
    ],
)
def test_money_is_given_in_its_largest_step(text: str, value: str, unit: str) -> None:
    number = one(text)
    assert (number.value, number.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("30%", "30", "%"),
        ("３０．５％", "30.5", "%"),
        ("百分之三十", "30", "%"),
        ("百分之零点五", "0.5", "%"),
        ("千分之三", "0.3", "%"),
        ("三成", "30", "%"),
        ("三成半", "35", "%"),
        ("3成", "30", "%"),
        ("一半", "50", "%"),
        ("四分之三", "75", "%"),
        ("3.2个百分点", "3.2", "百分点"),
        ("下降-3.2%", "-3.2", "%"),
    ],
)
def test_percent(text: str, value: str, unit: str) -> None:
    number = one(text)
    assert (number.kind, number.value, number.unit, number.fen) == ("percent", Decimal(value), unit, None)


@pytest.mark.parametrize(
    ("text", "year", "span"),
    [
        ("2025年", 2025, "2025年"),
        ("２０２５年", 2025, "２０２５年"),
        ("2024年度", 2024, "2024年度"),
        ("二〇二五年", 2025, "二〇二五年"),
        ("二○二四年度", 2024, "二○二四年度"),
        ("二零二五年", 2025, "二零二五年"),
        ("2024 年", 2024, "2024 年"),
    ],
)
def test_year(text: str, year: int, span: str) -> None:
    number = one(text)
    assert (number.kind, number.value, number.text) == ("year", year, span)


@pytest.mark.parametrize(
    ("text", "value", "span", "unit"),
    [
        ("前三", 3, "前三", None),
        ("前10名", 10, "前10名", "名"),
        ("第二", 2, "第二", None),
        ("第十三", 13, "第十三", None),
        ("第 3 项", 3, "第 3 项", "项"),
        ("后五个", 5, "后五个", "个"),
        ("第3类", 3, "第3类", "类"),
    ],
)
def test_ordinal(text: str, value: int, span: str, unit: str | None) -> None:
    number = one(text)
    assert (number.kind, number.value, number.text, number.unit) == ("ordinal", value, span, unit)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("12345热线有多少", "12345", None),
        ("2060102", "2060102", None),
        ("智慧项目 2024", "2024", None),
        ("18项目", "18", None),
        ("两项", "2", "项"),
        ("廿五", "25", None),
        ("两千", "2000", None),
        ("三百五十", "350", None),
        ("三百五", "350", None),
        ("十五", "15", None),
        ("三个人", "3", "人"),
        ("100万人次", "1000000", "人次"),
        ("300万美元", "3000000", "美元"),
        ("25年", "25", "年"),
        ("目前3个", "3", "个"),
        ("提前3天", "3", "天"),
        ("1.5倍", "1.5", "倍"),
        ("三公里", "3", "公里"),
        ("西工-2024", "2024", None),
        ("合计 1190.83 本 年 支 出", "1190.83", None),
    ],
)
def test_number(text: str, value: str, unit: str | None) -> None:
    number = one(text)
    assert (number.kind, number.value, number.unit, number.fen) == ("number", Decimal(value), unit, None)


@pytest.mark.parametrize(
    "text",
    [
        "一般公共预算里的基本支出多少", "三公经费一共多少", "一次性补助", "第三方评估", "统一项目",
        "一级项目", "两", "二级预算单位", "单位：万元", "千万元", "万一", "十分", "十几个", "几十万元",
        "数百万元", "上千万元", "三四个", "二三十个", "十四五规划", "一亿三千", "一亿3000元",
        "1亿3000元", "三分之一", "1.2e5", "1.2.3", "2025-01-31", "2025/1/31", "A4纸", "5G网络", "三",
        "百万", "三成立", "一项目", "三百点五", "二、教育支出", "二十一、住房保障支出", "（二十一）",
        "9" * 80, "",
    ],
)  # fmt: skip
def test_no_number(text: str) -> None:
    assert find_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("近3000万元", "近"),
        ("将近3000万元", "近"),
        ("约2988万元", "约"),
        ("3000万元左右", "约"),
        ("超过500万元", "超"),
        ("超500万", "超"),
        ("逾500万", "超"),
        ("超百万元", "超"),
        ("过亿", "超"),
        ("不足十万元", "不足"),
        ("3000余万元", "余"),
        ("3000多万元", "余"),
        ("3万余元", "余"),
        ("十余个", "余"),
        ("不超过50万元", "不超过"),
        ("50万元以上", "以上"),
        ("50万元以下", "以下"),
        ("至少3个", "不低于"),
        ("节约30万元", None),
        ("最近3个月", None),
        ("通过12项", None),
        ("50万元", None),
    ],
)
def test_qualifier(text: str, qualifier: str | None) -> None:
    assert one(text).qualifier == qualifier


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("100-200万元", ("money", "100", "万元"), ("money", "200", "万元")),
        ("3.5至4亿元", ("money", "3.5", "亿元"), ("money", "4", "亿元")),
        ("三至五个", ("number", "3", "个"), ("number", "5", "个")),
        ("10~20%", ("percent", "10", "%"), ("percent", "20", "%")),
        ("2023-2025年", ("year", "2023", "年"), ("year", "2025", "年")),
        ("2023、2024年", ("year", "2023", "年"), ("year", "2024", "年")),
        ("2024和300万元", ("number", "2024", None), ("money", "300", "万元")),
        ("500万2025年项目", ("money", "500", "万元"), ("year", "2025", "年")),
        ("5，000", ("number", "5", None), ("number", "0", None)),
    ],
)
def test_two_numbers(
    text: str, first: tuple[str, str, str | None], second: tuple[str, str, str | None]
) -> None:
    found = [(number.kind, number.value, number.unit) for number in find_numbers(text)]
    assert found == [(kind, Decimal(value), unit) for kind, value, unit in (first, second)]


@given(
    st.text(
        "一二三四五六七八九十百千万亿零〇两半几余多个元年第前%.,-0123456789１２预算项目至约超 ", max_size=14
    )
)
def test_any_text_is_read_without_error_and_in_order(text: str) -> None:
    numbers = find_numbers(text)
    assert all(text[number.start : number.end] == number.text for number in numbers)
    ends = [0, *(number.end for number in numbers)]
    assert all(number.start >= end for number, end in zip(numbers, ends, strict=False))
    assert all((number.kind == "money") >= (number.fen is not None) for number in numbers)


# ---------------------------------------------------------------- house rules


def test_every_numeral_character_is_looked_at() -> None:
    """find_numbers passes over text without numeric characters; none of the table's may be missed."""
    kinds = ("digit", "small", "section", "contracted", "half", "half_unit", "fraction")
    firsts = {word[0] for kind in kinds for word in numberwords.words(kind)}
    assert {char for char in firsts if not char.isnumeric()} <= {"两", "半"}


def test_a_malformed_word_table_names_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "numbers.tsv").write_text("digit\t一\t1\nmeasure\t个\n", encoding="utf-8")
    monkeypatch.setattr(numberwords, "DATA", tmp_path)
    numberwords._tables.cache_clear()
    try:
        with pytest.raises(GrammarError, match=r"text/numbers\.tsv:2: "):
            numberwords.words("digit")
    finally:
        numberwords._tables.cache_clear()


def test_no_float_in_the_package() -> None:
    """Amounts are exact: no float literal and no float() but in cli/, which measures time with them."""
    offences: list[str] = []
    package = Path(askbudget.__file__).parent
    for path in sorted(set(package.rglob("*.py")) - set((package / "cli").rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            literal = isinstance(node, ast.Constant) and isinstance(node.value, float | complex)
            called = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "float"
            if literal or called:
                offences.append(f"{path}:{node.lineno}")  # type: ignore[attr-defined]
    assert offences == []
