"""A document's names are the same words again when they come from the cache."""

from __future__ import annotations

from pathlib import Path

import pytest

from askbudget.lexicon import load_lexicon
from askbudget.lexicon.names import Names, document_names, kept_names
from askbudget.model import Document, Term


def names_of(document: Document) -> Names:
    return document_names(
        document.department, document.region, document.tables, document.passages, document.indicators,
        load_lexicon(),
    )  # fmt: skip


def test_names_are_kept_for_a_content_and_made_again_for_another(
    small: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASKBUDGET_CACHE", str(tmp_path))
    made = names_of(small)
    first = kept_names("a" * 64, "one", lambda: made)
    again = kept_names("a" * 64, "one", lambda: pytest.fail("made again"))
    assert dict(first.words) == dict(again.words) == dict(made.words) != {}
    assert (again.longest, list(again.wholes)) == (made.longest, list(made.wholes))
    for whole in made.wholes:
        assert again.holding(whole[:4]) == made.holding(whole[:4])
    kept_names("a" * 64, "two", Names)
    assert not kept_names("a" * 64, "two", lambda: pytest.fail("made again")).words
    assert len(list(tmp_path.glob("names-*"))) == 1, "one file for one source"


def test_a_word_taught_later_is_known_at_once() -> None:
    names = Names()
    names.add("甲项目", Term("project", "甲项目", "甲项目"))
    assert names.words["甲项目"] == (Term("project", "甲项目", "甲项目"),)
    names.add("甲项目", Term("item", "甲", "甲项目"))
    names.add("甲项目", Term("item", "甲", "又一个名字"))
    assert [term.kind for term in names.words["甲项目"]] == ["project", "item"]
    assert names.words.get("乙项目") is None and "乙项目" not in names.words
