"""Bytes → pages: encodings, page breaks, line numbers, and what is no text."""

from __future__ import annotations

import pytest

from askbudget.load.errors import LoadError
from askbudget.load.readers import read_pages
from askbudget.load.readers.text import decode, paginate

TEXT = " 第一页\n\n部门预算\n目录\n 第二页\n收入 1.00\n支出 1.00\n教育 1.00\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_encodings(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


def test_a_page_begins_at_a_line_with_exactly_one_space() -> None:
    first, second = read_pages(TEXT.encode())
    assert [(line.number, line.text) for line in first.lines] == [
        (1, " 第一页"), (2, ""), (3, "部门预算"), (4, "目录"),
    ]  # fmt: skip
    assert [(line.number, line.text) for line in second.lines] == [
        (5, " 第二页"), (6, "收入 1.00"), (7, "支出 1.00"), (8, "教育 1.00"),
    ]  # fmt: skip
    assert (first.number, second.number) == (1, 2)


def test_form_feeds_break_pages_and_spaces_then_do_not() -> None:
    pages = paginate("一\n 二\n\f三\n四\f五\n")
    assert [[(line.number, line.text) for line in page.lines] for page in pages] == [
        [(1, "一"), (2, " 二")],
        [(3, "三"), (4, "四")],
        [(4, "五")],
    ]


def test_a_form_feed_before_the_first_page_makes_no_empty_page() -> None:
    assert [page.number for page in paginate("\f一\n\f二\n")] == [1, 2]


def test_indented_text_is_one_page() -> None:
    assert len(paginate("\n".join(f" 第{number}行" for number in range(20)))) == 1


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends(ending: str) -> None:
    pages = paginate(TEXT.replace("\n", ending))
    assert [(page.number, line.number) for page in pages for line in page.lines] == [
        (1, 1), (1, 2), (1, 3), (1, 4), (2, 5), (2, 6), (2, 7), (2, 8),
    ]  # fmt: skip


def test_other_separators_are_no_line_ends() -> None:
    (page,) = paginate("甲\u2028乙\x0b丙\n丁")
    assert [line.number for line in page.lines] == [1, 2]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空"),
        (b" \n\t\n", "空"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "图片"),
        (b"PK\x03\x04" + bytes(range(256)), "Office"),
        (b"%PDF-1.7\n1 0 obj\n", "PDF"),
        (b"\x89PNG\r\n", "图片"),
        (b"{\\rtf1\\ansi " + "部门预算 收入".encode() + b"}", "RTF"),
        (b" \n<!DOCTYPE html><p>" + "部门预算 收入".encode(), "网页"),
        ("<table><tr><td>2026年部门预算 收入</td></tr></table>".encode("utf-8-sig"), "网页"),
        ("<html>部门预算".encode("utf-16-le"), "网页"),
        (TEXT.encode("utf-32"), "UTF-32"),
        (b"\0\0\xfe\xff" + TEXT.encode("utf-32-be"), "UTF-32"),
        (TEXT.encode("utf-32-le"), "不能读取"),
        (bytes(range(256)) * 4, "二进制"),
        (("部门预算" * 200).encode()[:-1] + b"\xff" + ("收入" * 200).encode(), "UTF-8"),
        (b"\xb2\xbf\xff\xff\xc3\xc5", "不能按文本解码"),
    ],
)
def test_refusals_are_one_chinese_sentence(data: bytes, words: str) -> None:
    with pytest.raises(LoadError) as error:
        read_pages(data)
    assert words in str(error.value)
    assert str(error.value).endswith("。")
    assert "\n" not in str(error.value)


def test_control_characters_that_print_nothing_are_removed() -> None:
    noisy = TEXT.replace("收入", "收\x07入").replace("支出 1.00", "支出\t1.00\x7f\x85")
    texts = [line.text for page in read_pages((TEXT * 8 + noisy).encode()) for line in page.lines]
    assert "收入 1.00" in texts
    assert "支出\t1.00" in texts
    assert len(texts) == 9 * TEXT.count("\n")
