"""A word nobody knows turns an answer into a refusal wherever it stands; a polite word changes nothing."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from askbudget.library import Library, open_library
from askbudget.model import Answer

QUESTIONS = (
    "智慧西工|项目|总额|多少", "项目支出|多少", "基本支出|多少", "支出总计|是|多少", "收入总计|是|多少", "人员经费|多少",
    "公用经费|多少", "政府性基金|项目支出|多少", "一般公共预算|支出|多少", "政务服务中心|的|项目支出|多少", "三公经费|多少",
    "公务接待费|多少", "公务用车运行费|多少", "机关运行经费|多少", "政府采购预算|多少", "住房公积金|多少", "行政运行|多少",
    "事业运行|支出|多少", "12345热线|总共|多少钱", "最大的|项目|是|哪个", "前三大|项目|是|哪些", "超过|100万|的|项目|有|几个",
    "项目|一共|有|多少个", "项目支出|占|总支出|的|比例", "基本支出|比|项目支出|少|多少", "特定目标类|项目|有哪些", "办公费|多少",
    "项目支出|是|3889.77万元|吗", "各单位|的|项目支出", "智慧西工建设项目2024|多少", "上年结转|多少",
    "三公经费|比|去年|增加|多少", "卫生健康支出|多少", "住房公积金|和|办公费|一共|多少", "除了|智慧西工|以外|的|项目|多少",
    "项目支出|平均|多少",
)  # fmt: skip
"""Base questions; ``|`` stands between their words."""

UNKNOWN = ("幼儿园", "季度末", "隔壁", "残联", "甲方", "火星", "水库", "猫咪")
BEFORE = ("请问", "请问一下，", "麻烦查一下", "我想知道", "想了解一下，", "帮我看看", "你好，")
BEHIND = ("？", "啊", "，谢谢", "！")


@pytest.fixture(scope="module")
def library(sample_library: Path) -> Library:
    return open_library(sample_library)


def _figure(answer: Answer) -> tuple[object, ...]:
    """What an answer says in figures."""
    return answer.value, answer.truth, tuple((row.label, row.value) for row in answer.rows)


def _typed(question: str) -> str:
    return question.replace("|", "")


@cache
def _with(question: str, word: str) -> tuple[str, ...]:
    """The question with the word before, between and behind its words."""
    words = question.split("|")
    return tuple("".join([*words[:at], word, *words[at:]]) for at in range(len(words) + 1))


@pytest.mark.parametrize("question", QUESTIONS, ids=_typed)
def test_the_base_question_is_answered(question: str, library: Library) -> None:
    assert library.ask(_typed(question)).status == "answered"


@pytest.mark.parametrize("question", QUESTIONS, ids=_typed)
def test_an_unknown_word_is_never_passed_over(question: str, library: Library) -> None:
    for word in UNKNOWN:
        for asked in _with(question, word):
            answer = library.ask(asked)
            assert answer.status != "answered", f"{asked}: {answer.text}"


@pytest.mark.parametrize("question", QUESTIONS, ids=_typed)
def test_what_was_not_read_is_named(question: str, library: Library) -> None:
    for asked in _with(question, "火星"):
        assert "火" in "".join(library.ask(asked).unread) or "星" in "".join(library.ask(asked).unread), asked


@pytest.mark.parametrize("question", QUESTIONS, ids=_typed)
def test_polite_words_never_change_the_figure(question: str, library: Library) -> None:
    plain = library.ask(_typed(question))
    for asked in [
        *(word + _typed(question) for word in BEFORE),
        *(_typed(question) + word for word in BEHIND),
    ]:
        answer = library.ask(asked)
        assert (answer.status, _figure(answer)) == ("answered", _figure(plain)), asked
    leaning = library.ask(f"{_typed(question)}呢")
    assert leaning.status == "refused" or _figure(leaning) == _figure(plain), (
        "呢 may lean on a question before"
    )


@pytest.mark.parametrize("question", QUESTIONS, ids=_typed)
def test_asking_twice_says_the_same(question: str, library: Library) -> None:
    assert library.ask(_typed(question)) == library.ask(_typed(question))


SLIPPED_ONCE = [
    "一般公共预算外星支出多少",
    "一般公共预算是非支出多少",
    "每人人员经费多少",
    "三公经费补助多少",
    "超过100万的项目有一半几个",
    "特定目标类项目一半有哪些",
    "项目支出是一半3889.77万元吗",
    "网上什么是三公经费",
    "总工会基本支出多少",
    "什么是第二批三公经费",
]


@pytest.mark.parametrize("asked", SLIPPED_ONCE)
def test_words_that_slipped_through_once(asked: str, library: Library) -> None:
    answer = library.ask(asked)
    assert answer.status != "answered", answer.text
