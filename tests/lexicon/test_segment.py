"""segment: as few characters unread as can be, then as few words, then the longer word first."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from askbudget.lexicon.segment import segment

texts = st.text("甲乙丙", max_size=9)
dictionaries = st.frozensets(st.text("甲乙丙", min_size=1, max_size=4), max_size=8)


def _spans(
    text: str, words: frozenset[str], given: tuple[tuple[int, int], ...] = ()
) -> list[tuple[int, int]]:
    return segment(text, words, max(map(len, words), default=1), given)


def _best(text: str, words: frozenset[str]) -> tuple[int, int]:
    """(unread characters, words) of the best cover, found by trying every one."""

    @cache
    def rest(start: int) -> tuple[int, int]:
        if start == len(text):
            return 0, 0
        unread, count = rest(start + 1)
        ways = [(unread + 1, count)]
        for end in range(start + 1, len(text) + 1):
            if text[start:end] in words:
                unread, count = rest(end)
                ways.append((unread, count + 1))
        return min(ways)

    return rest(0)


@settings(max_examples=300, deadline=None)
@given(texts, dictionaries)
def test_the_cover_is_as_good_as_any(text: str, words: frozenset[str]) -> None:
    spans = _spans(text, words)
    unread = len(text) - sum(end - start for start, end in spans)
    assert (unread, len(spans)) == _best(text, words)


@given(texts, dictionaries)
def test_spans_are_words_in_order_and_do_not_overlap(text: str, words: frozenset[str]) -> None:
    position = 0
    for start, end in _spans(text, words):
        assert start >= position
        assert text[start:end] in words
        position = end
    assert position <= len(text)


@given(texts, dictionaries)
def test_the_same_text_gives_the_same_cover(text: str, words: frozenset[str]) -> None:
    assert _spans(text, words) == _spans(text, frozenset(sorted(words, reverse=True)))


@pytest.mark.parametrize(
    ("text", "words", "cover"),
    [
        ("项目支出占比", {"项目", "支出", "项目支出", "占", "比", "占比"}, ["项目支出", "占比"]),
        ("甲乙丙", {"甲乙", "乙丙"}, ["甲乙"]),
        ("甲乙丙丁", {"甲乙丙", "甲", "乙丙丁"}, ["甲", "乙丙丁"]),
        ("甲乙丙丁", {"甲", "甲乙", "丙丁", "乙丙丁"}, ["甲乙", "丙丁"]),
        ("外星支出", {"支出", "外"}, ["外", "支出"]),
        ("幼儿园", {"支出"}, []),
        ("", {"支出"}, []),
    ],
)
def test_cases(text: str, words: set[str], cover: list[str]) -> None:
    assert [text[start:end] for start, end in _spans(text, frozenset(words))] == cover


def test_a_span_given_by_position_is_a_word() -> None:
    assert _spans("共100万元", frozenset({"共", "元"}), ((1, 6),)) == [(0, 1), (1, 6)]


def test_a_dear_word_gives_way() -> None:
    words = frozenset({"甲乙", "甲", "乙"})
    assert segment("甲乙", words, 2) == [(0, 2)]
    assert segment("甲乙", words, 2, penalty=lambda word: 50 if word == "甲乙" else 0) == [(0, 1), (1, 2)]
