"""A question → mentions: every character is in a mention, unread, or punctuation; nothing is guessed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lexicon.made_names import NAMES, find, first, members

from askbudget.lexicon import load_lexicon
from askbudget.lexicon.mentions import Found, find_mentions
from askbudget.lexicon.names import Names
from askbudget.model import Term


def _typed(found: Found, question: str, start: int, end: int) -> str:
    """The span of the question as typed."""
    return question[found.offsets[start] : found.offsets[end - 1] + 1]


def _unread(question: str) -> list[str]:
    found = find(question)
    return [found.text[start:end] for start, end in found.unread]


# ---------------------------------------------------------------- spans

WORDS = st.sampled_from(
    ["智慧东湖", "项目支出", "项目", "多少", "的", "政府性基金", "2010301", "100万元", "幼儿园", "，", "？", " ", "　", "除了",
     "12366", "热线", "ＡＢ", "總額", "第二", "2024年", "“档案”", "㈠", "\u200b"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=8).map("".join))
def test_every_character_is_read_unread_or_punctuation_exactly_once(question: str) -> None:
    found = find(question)
    spans = sorted([(one.start, one.end) for one in found.mentions] + list(found.unread))
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    covered = {index for start, end in spans for index in range(start, end)}
    left = "".join(char for index, char in enumerate(found.text) if index not in covered)
    assert all(not char.isalnum() for char in left), left
    assert len(found.offsets) == len(found.text) + 1
    assert list(found.offsets) == sorted(found.offsets)


@pytest.mark.parametrize(
    ("question", "kind", "typed"),
    [
        ("智慧东湖项目多少", "SEL", "智慧东湖"),
        ("請問智慧東湖項目總額", "TOTAL", "總額"),
        ("　智慧东湖　项目　多少", "DIM", "项目"),
        ("智 慧 东 湖 多 少", "SEL", "智 慧 东 湖"),
        ("２０１０３０１多少", "SEL", "２０１０３０１"),
        ("超过１００万元的项目", "MONEY", "１００万元"),
        ("智慧东湖\u200b多少", "ASK", "多少"),
    ],
)
def test_spans_lead_back_to_the_text_as_typed(question: str, kind: str, typed: str) -> None:
    found = find(question)
    mention = first(found, kind)
    assert _typed(found, question, mention.start, mention.end) == typed
    assert found.unread == ()


# ---------------------------------------------------------------- parts of names


def test_a_run_of_several_names_means_all_of_them() -> None:
    found = find("智慧东湖多少")
    assert members(found) == [["智慧东湖建设项目2023", "智慧东湖建设项目 2022"]]
    assert [mention.match for mention in found.mentions if mention.kind == "SEL"] == ["part"]


def test_a_whole_name_is_exact_also_without_its_marks() -> None:
    for question in (
        "档案整理费多少",
        "12366热线系统升级改造(二期)多少",
        "12366热线系统升级改造（二期）多少",
    ):
        assert [m.match for m in find(question).mentions if m.kind == "SEL"] == ["exact"]


def test_parts_that_no_name_has_together_name_nothing() -> None:
    """智慧东湖 and 热线 are in names, 智慧东湖热线 in none."""
    assert _unread("智慧东湖热线多少") == ["热线"]


def test_parts_of_one_name_may_stand_apart() -> None:
    found = find("12366热线升级改造多少")
    assert found.unread == ()
    assert all("12366热线系统升级改造（二期）" in members for members in members(found))


def test_one_character_is_no_part_of_a_name() -> None:
    assert _unread("档多少") == ["档"]
    assert _unread("湖多少") == ["湖"]


def test_a_part_does_not_begin_inside_a_word() -> None:
    """支出档案 ends with 出档 of no word: 支出 is read whole."""
    found = find("项目支出档案整理多少")
    assert [mention.text for mention in found.mentions if mention.kind == "SEL"] == ["项目支出", "档案整理"]


@pytest.mark.parametrize(
    ("run", "member"),
    [
        ("行政审批局", "002"),
        ("行政审批和政务局", "002"),
        ("行政局", None),
        ("教育审批局", None),
        ("行政审批", None),
    ],
)
def test_a_unit_may_be_called_by_its_name_with_characters_left_out(run: str, member: str | None) -> None:
    terms = NAMES.abbreviated(run)
    assert [term.member for term in terms] == ([member] if member else [])


# ---------------------------------------------------------------- unread


@pytest.mark.parametrize(
    ("question", "unread"),
    [
        ("幼儿园的智慧东湖多少", ["幼儿园"]),
        ("智慧东湖幼儿园多少", ["幼儿园"]),
        ("智慧东湖多少幼儿园", ["幼儿园"]),
        ("幼儿园项目支出火星多少", ["幼儿园", "火星"]),
        ("智慧东湖？多少！", []),
        ("智慧东湖，多少。", []),
        ("Kindergarten智慧东湖多少", ["Kindergarten"]),
        ("", []),
        ("？", []),
    ],
)
def test_unread_spans(question: str, unread: list[str]) -> None:
    assert _unread(question) == unread


def test_a_misspelling_is_never_read() -> None:
    assert _unread("智会东湖多少")
    assert _unread("檔案整里费多少")


def test_quoted_words_are_onefirst() -> None:
    known, unknown = find("“档案整理费”多少"), find("“火星”的项目")
    assert members(known) == [["档案整理费"]]
    assert first(unknown, "QUOTED").text == "火星"


def test_the_documents_names_come_before_the_vocabulary() -> None:
    names = Names()
    names.add("三公经费", Term("three_public", "局里的三公", "三公经费"))
    names.seal()
    found = find_mentions("三公经费多少", load_lexicon(), names)
    assert members(found) == [["局里的三公"]]


def test_quotable_names_are_words_only_where_text_is_asked_for() -> None:
    names = Names()
    names.add_quotable("满意度调查", Term("indicator", "满意度调查", "满意度调查"))
    names.seal()
    assert find_mentions("满意度调查", load_lexicon(), names).unread
    assert not find_mentions("满意度调查", load_lexicon(), names, quoting=True).unread
