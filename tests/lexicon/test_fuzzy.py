"""Misspelt words: corrected only where one candidate remains of a kind that is safe; else only proposed."""

from __future__ import annotations

import pytest

from askbudget.lexicon.fuzzy import Likeness, Proposal

NAMES = (
    "智慧西工建设项目2025",
    "政务服务中心",
    "公务用车购置费",
    "公务用车运行费",
    "12345热线系统升级改造经费",
)
WORDS = ("一般公共预算", "政府性基金", "项目支出", "基本支出", "三公", "2023", "2024")


def _propose(
    text: str, unread: str, names: tuple[str, ...] = NAMES, words: tuple[str, ...] = WORDS
) -> list[Proposal]:
    start = text.index(unread)
    return Likeness(names, words).propose(text, start, start + len(unread))


def _sure(
    text: str, unread: str, names: tuple[str, ...] = NAMES, words: tuple[str, ...] = WORDS
) -> list[str]:
    return [one.target for one in _propose(text, unread, names, words) if one.sure]


def _fixed(text: str, unread: str) -> str | None:
    """The question with its one sure correction, None where nothing is sure."""
    sure = [one for one in _propose(text, unread) if one.sure]
    assert len(sure) <= 1
    return text[: sure[0].start] + sure[0].target + text[sure[0].end :] if sure else None


@pytest.mark.parametrize(
    ("text", "unread", "fixed", "why"),
    [
        ("智慧西宫多少", "宫", "智慧西工多少", "同音"),
        ("政府性基今多少", "今", "政府性基金多少", "同音"),
        ("政务服物中心多少", "物", "政务服务中心多少", "同音"),
        ("政务务服中心多少", "务务服", "政务服务中心多少", "换位"),
        ("一般公预算多少", "公", "一般公共预算多少", "缺字"),
        ("一般公公共预算多少", "公", "一般公共预算多少", "多字"),
    ],
)
def test_a_slip_with_one_candidate_is_corrected(text: str, unread: str, fixed: str, why: str) -> None:
    assert _fixed(text, unread) == fixed
    assert [one.why for one in _propose(text, unread) if one.sure] == [why]


def test_homophones_of_several_candidates_are_only_proposed() -> None:
    found = _propose("事业单味多少", "味", ("事业单位", "事业单卫"), ())
    assert {one.target for one in found} == {"事业单位", "事业单卫"}
    assert not any(one.sure for one in found)


def test_names_that_differ_by_their_thing_are_never_corrected_into_each_other() -> None:
    """购置 and 运行 differ by as little as a typo does."""
    names = ("公务用车运行费",)
    assert _sure("公务用车购置费多少", "购置", names, ()) == []
    assert _sure("公务用车租赁费多少", "租赁", NAMES, ()) == []


@pytest.mark.parametrize("typed", ["2023", "2026", "12354", "12348"])
def test_years_numbers_and_codes_are_never_corrected(typed: str) -> None:
    text = f"智慧西工{typed}多少"
    assert all(
        not any(char.isdigit() for char in text[one.start : one.end])
        for one in _propose(text, typed)
        if one.sure
    )
    assert _sure(text, typed) == []


@pytest.mark.parametrize(("text", "unread"), [("三工多少", "三工"), ("三恭", "三恭"), ("工三多少", "工三")])
def test_two_characters_are_never_corrected(text: str, unread: str) -> None:
    assert _sure(text, unread) == []


@pytest.mark.parametrize("word", ["幼儿园", "火星", "外星人", "教育局", "隔壁老王"])
def test_another_thing_is_never_corrected(word: str) -> None:
    for text in (f"{word}项目支出多少", f"项目支出{word}多少", f"智慧西工{word}多少"):
        assert _sure(text, word) == [], text


def test_a_correction_does_not_reach_over_words_that_were_read() -> None:
    """星支出 sounds like the end of 抚恤性支出, and the end of a name is no word anyone meant."""
    assert _sure("项目支出占总外星支出的比例", "星", ("抚恤性支出", *NAMES), WORDS) == []


@pytest.mark.parametrize("typed", ["zhihuixigong", "ZhiHuiXiGong", "zhxg"])
def test_pinyin_and_initials(typed: str) -> None:
    assert [(one.target, one.why, one.sure) for one in _propose(f"{typed}多少", typed)] == [
        ("智慧西工", "拼音", True)
    ]


def test_pinyin_of_nothing_is_not_sure() -> None:
    assert _sure("kindergarten多少", "kindergarten") == []


def test_what_is_only_alike_is_shown_and_never_sure() -> None:
    found = _propose("智慧东工建设多少", "东")
    assert found == [] or not any(one.sure for one in found)


def test_spans_lie_in_the_text_and_hold_what_was_unread() -> None:
    for text, unread in (("智慧西宫多少", "宫"), ("一般公预算多少", "公"), ("幼儿园多少", "幼儿园")):
        start = text.index(unread)
        for one in _propose(text, unread):
            assert 0 <= one.start <= start and start + len(unread) <= one.end <= len(text)


def test_the_same_question_gets_the_same_proposals() -> None:
    again = [
        _propose("事业单味多少", "味", names, ())
        for names in (("事业单位", "事业单卫"), ("事业单卫", "事业单位"))
    ]
    assert again[0] == again[1]
