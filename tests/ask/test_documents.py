"""Which document a question is asked of, in a library of several."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from askbudget.library import Library, open_library
from askbudget.model import Document
from askbudget.store.write import save


@pytest.fixture
def several(small: Document, other: Document, tmp_path: Path) -> Library:
    path = tmp_path / "several.db"
    for document in (small, other, replace(small, year=2025, sha256="c" * 64)):
        save(document, path)
    return open_library(path)


def test_an_unnamed_department_is_asked_back_with_choices(several: Library) -> None:
    answer = several.ask("项目支出多少")
    assert answer.status == "clarify"
    assert [choice.label for choice in answer.choices] == [
        "测试市审计局 2025",
        "测试市审计局 2026",
        "测试市教育局 2026",
    ]


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("测试市教育局的项目支出多少", "测试市教育局 2026"),
        ("教育局项目支出多少", None),
        ("测试市审计局2025年项目支出多少", "测试市审计局 2025"),
        ("2025年项目支出多少", "测试市审计局 2025"),
    ],
)
def test_the_question_names_it(question: str, document: str | None, several: Library) -> None:
    answer = several.ask(question)
    if document is None:
        assert answer.status == "clarify"
    else:
        assert (answer.status, answer.document, answer.value) == ("answered", document, "122.10")


def test_a_choice_is_a_question_that_answers(several: Library) -> None:
    choices = several.ask("项目支出多少").choices
    assert [several.ask(choice.question).document for choice in choices] == [
        choice.label for choice in choices
    ]


def test_the_document_in_hand_with_the_year_in_the_question(several: Library) -> None:
    assert several.ask("2025年项目支出多少", document="测试市审计局").document == "测试市审计局 2025"
    assert several.ask("项目支出多少", document="没有的局").status == "refused"
