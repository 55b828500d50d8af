"""A question → mentions: every character is in a mention, unread, or punctuation; nothing is guessed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from askbudget.lexicon import load_lexicon
from askbudget.lexicon.mentions import Found, find_mentions
from askbudget.lexicon.names import Names
from askbudget.model import Mention, Term

LEXICON = load_lexicon()
PROJECTS = (
    "智慧东湖建设项目2023", "智慧东湖建设项目 2022", "12366热线运行经费", "12366热线系统升级改造（二期）", "档案整理费",
)  # fmt: skip


def _names() -> Names:
    names = Names()
    for project in PROJECTS:
        names.add(project, Term("project", project, project))
    names.add("2010301", Term("subject", "2010301", "行政运行"), whole=False)
    names.add("审计局", Term("unit", "001", "测试市审计局"))
    names.add_shortened("行政审批和政务信息管理局", Term("unit", "002", "行政审批和政务信息管理局"))
    names.seal()
    return names


NAMES = _names()


def _find(question: str) -> Found:
    return find_mentions(question, LEXICON, NAMES)


def _typed(found: Found, question: str, start: int, end: int) -> str:
    """The span of the question as typed."""
    return question[found.offsets[start] : found.offsets[end - 1] + 1]


def _mention(found: Found, kind: str) -> Mention:
    return next(mention for mention in found.mentions if mention.kind == kind)


def _members(mentions: Sequence[Mention]) -> list[list[str]]:
    return [[term.member for term in mention.terms] for mention in mentions if mention.kind == "SEL"]


def _unread(question: str) -> list[str]:
    found = _find(question)
    return [found.text[start:end] for start, end in found.unread]


# ---------------------------------------------------------------- spans

WORDS = st.sampled_from(
    ["智慧东湖", "项目支出", "项目", "多少", "的", "政府性基金", "2010301", "100万元", "幼儿园", "，", "？", " ", "　", "除了",
     "12366", "热线", "ＡＢ", "總額", "第二", "2024年", "“档案”", "㈠", "\u200b"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=8).map("".join))
def test_every_character_is_read_unread_or_punctuation_exactly_once(question: str) -> None:
    found = _find(question)
    spans = sorted([(one.start, one.end) for one in found.mentions] + list(found.unread))
    assert all(before[1] <= after[0] for before, after in zip(spans, spans[1:], strict=False))
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
    found = _find(question)
    mention = _mention(found, kind)
    assert _typed(found, question, mention.start, mention.end) == typed
    assert found.unread == ()


# ---------------------------------------------------------------- codes and numbers


@pytest.mark.parametrize("code", ["2010301", "201 03 01", "201-03-01", "２０１０３０１", "201　03　01"])
def test_a_code_is_the_same_however_it_is_written(code: str) -> None:
    found = _find(f"{code}多少")
    assert _members(found.mentions) == [["2010301"]]


@pytest.mark.parametrize("code", ["201 03 99", "201-03-99", "2010399"])
def test_a_code_the_document_has_not_is_no_selection(code: str) -> None:
    found = _find(f"{code}多少")
    assert _members(found.mentions) == []
    assert {mention.kind for mention in found.mentions} & {"NOCODE", "NUMBER"}


@pytest.mark.parametrize("question", ["2366热线多少", "1236热线多少", "123660热线多少", "0103多少", "20103012多少"])
def test_a_number_is_never_cut(question: str) -> None:
    """12366 holds 2366, and 2010301 holds 0103: neither is meant by less or more."""
    for mention in _find(question).mentions:
        if mention.kind == "SEL":
            assert not any(char.isdigit() for char in mention.text)


def test_a_number_in_a_name_belongs_to_it() -> None:
    assert _members(_find("12366热线多少").mentions) == [
        ["12366热线运行经费", "12366热线系统升级改造（二期）"]
    ]
    assert _members(_find("智慧东湖建设项目2023多少").mentions) == [["智慧东湖建设项目2023"]]


@pytest.mark.parametrize(
    ("question", "kind", "value"),
    [
        ("超过100万的项目", "MONEY", 100_000_000),
        ("超过壹佰万元的项目", "MONEY", 100_000_000),
        ("2024年项目支出", "YEAR", 2024),
        ("占比超过5%", "PERCENT", 5),
        ("前三个项目", "FIRST", 3),
        ("最后两个项目", "LAST", 2),
        ("第二大项目", "NTH", 2),
        ("倒数第二的项目", "NTHLAST", 2),
        ("第二个项目", "ORDINAL", 2),
    ],
)
def test_numbers_carry_their_value(question: str, kind: str, value: int) -> None:
    assert _mention(_find(question), kind).value == value


# ---------------------------------------------------------------- parts of names


def test_a_run_of_several_names_means_all_of_them() -> None:
    found = _find("智慧东湖多少")
    assert _members(found.mentions) == [["智慧东湖建设项目2023", "智慧东湖建设项目 2022"]]
    assert [mention.match for mention in found.mentions if mention.kind == "SEL"] == ["part"]


def test_a_whole_name_is_exact_also_without_its_marks() -> None:
    for question in ("档案整理费多少", "12366热线系统升级改造(二期)多少", "12366热线系统升级改造（二期）多少"):
        assert [m.match for m in _find(question).mentions if m.kind == "SEL"] == ["exact"]


def test_parts_that_no_name_has_together_name_nothing() -> None:
    """智慧东湖 and 热线 are in names, 智慧东湖热线 in none."""
    assert _unread("智慧东湖热线多少") == ["热线"]


def test_parts_of_one_name_may_stand_apart() -> None:
    found = _find("12366热线升级改造多少")
    assert found.unread == ()
    assert all("12366热线系统升级改造（二期）" in members for members in _members(found.mentions))


def test_one_character_is_no_part_of_a_name() -> None:
    assert _unread("档多少") == ["档"]
    assert _unread("湖多少") == ["湖"]


def test_a_part_does_not_begin_inside_a_word() -> None:
    """支出档案 ends with 出档 of no word: 支出 is read whole."""
    found = _find("项目支出档案整理多少")
    assert [mention.text for mention in found.mentions if mention.kind == "SEL"] == ["项目支出", "档案整理"]


@pytest.mark.parametrize(
    ("run", "member"),
    [("行政审批局", "002"), ("行政审批和政务局", "002"), ("行政局", None), ("教育审批局", None), ("行政审批", None)],
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


def test_quoted_words_are_one_mention() -> None:
    known, unknown = _find("“档案整理费”多少"), _find("“火星”的项目")
    assert _members(known.mentions) == [["档案整理费"]]
    assert _mention(unknown, "QUOTED").text == "火星"


def test_the_documents_names_come_before_the_vocabulary() -> None:
    names = Names()
    names.add("三公经费", Term("three_public", "局里的三公", "三公经费"))
    names.seal()
    found = find_mentions("三公经费多少", LEXICON, names)
    assert _members(found.mentions) == [["局里的三公"]]


def test_quotable_names_are_words_only_where_text_is_asked_for() -> None:
    names = Names()
    names.add_quotable("满意度调查", Term("indicator", "满意度调查", "满意度调查"))
    names.seal()
    assert find_mentions("满意度调查", LEXICON, names).unread
    assert not find_mentions("满意度调查", LEXICON, names, quoting=True).unread
