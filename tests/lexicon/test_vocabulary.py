"""grammar/lexicon: what it must hold, what is refused with file and line, and the cache it is kept in."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from askbudget.lexicon import vocabulary
from askbudget.lexicon.vocabulary import CODED, Vocabulary, load_vocabulary
from askbudget.model import DIMENSIONS, TABLE_KINDS
from askbudget.resources import GRAMMAR, GrammarError
from askbudget.text import squeeze


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary()


# ---------------------------------------------------------------- what it holds


def test_no_word_means_two_members_of_one_dimension(words: Vocabulary) -> None:
    """Codes may share a name (行政运行); a phrase holds its members together."""
    for word, terms in words.words.items():
        for dimension in {term.kind for term in terms} - set(CODED):
            members = {term.member for term in terms if term.kind == dimension}
            assert len(members) == 1, f"{word}: {members}"


def test_every_parent_is_a_member_and_no_member_contains_itself(words: Vocabulary) -> None:
    for (dimension, member), parent in words.parents.items():
        assert (dimension, parent) in words.names
        seen, step = {member}, parent
        while step is not None:
            assert step not in seen, f"{member} contains itself"
            seen.add(step)
            step = words.parents.get((dimension, step))


def test_every_term_is_a_named_member_of_a_dimension(words: Vocabulary) -> None:
    for table in (words.words, words.phrases):
        for terms in table.values():
            for term in terms:
                assert term.kind in DIMENSIONS
                assert (term.kind, term.member) in words.names


def test_what_a_member_implies_is_a_member(words: Vocabulary) -> None:
    for implied in words.implies.values():
        assert set(implied.items()) <= set(words.names)


def test_usual_members_do_not_overlap(words: Vocabulary) -> None:
    for dimension, members in words.usual.items():
        for member in members:
            step = words.parents.get((dimension, member))
            while step is not None:
                assert step not in members
                step = words.parents.get((dimension, step))


def test_words_are_kept_as_they_are_compared(words: Vocabulary) -> None:
    for table in (words.words, words.headers, words.questions, words.phrases, words.texts):
        for word in table:
            assert word == squeeze(word) != ""


def test_every_kind_of_asking_is_a_token_of_the_grammar_or_settled_before_it(words: Vocabulary) -> None:
    grammar = (GRAMMAR / "question.lark").read_text(encoding="utf-8")
    declared = set(" ".join(re.findall(r"%declare (.*)", grammar)).split())
    settled = {"VOID", "GIVE", "THEN", "AMOUNT", "ZERO", "DIVIDE"}
    kinds = {term.kind for terms in words.questions.values() for term in terms}
    assert kinds - declared - settled == set()


def test_table_kinds_are_those_of_the_contract(words: Vocabulary) -> None:
    assert {name for name, *_ in words.kinds} <= set(TABLE_KINDS)


# ---------------------------------------------------------------- what is refused

Edit = Callable[[str], str]


def _edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, edit: Edit) -> Path:
    """The loader over a copy of grammar/lexicon in which *file* is edited."""
    copy = tmp_path / "lexicon"
    shutil.copytree(vocabulary.LEXICON, copy)
    path = copy / file
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
    monkeypatch.setattr(vocabulary, "LEXICON", copy)
    monkeypatch.setenv("ASKBUDGET_CACHE", str(tmp_path / "cache"))
    return path


def _at_end(entry: str) -> Edit:
    return lambda text: f"{text.rstrip()}\n\n{entry}\n"


def _line_of(path: Path, entry: str) -> int:
    """The line the (last) entry starts at."""
    text = path.read_text(encoding="utf-8")
    return text[: text.rindex(entry)].count("\n") + 1


MEMBER = '[[member]]\ndimension = "fund"\n'
REFUSED = [
    ("dimensions.toml", '[[member]]\ndimension = "fundd"\nname = "甲"', "unknown dimension 'fundd'"),
    ("dimensions.toml", MEMBER + 'name = "政府性基金"', "政府性基金 is already a member"),
    ("dimensions.toml", MEMBER + 'name = "甲"\nword = ["乙"]', "unknown key 'word'"),
    ("dimensions.toml", MEMBER + 'name = "甲"\nwords = "乙"', "words must be a list"),
    ("dimensions.toml", MEMBER + 'name = "甲"\nwords = [""]', "words must be a list"),
    ("dimensions.toml", MEMBER + "name = 5", "name must be a string"),
    ("dimensions.toml", MEMBER, "name must be a string"),
    ("dimensions.toml", MEMBER + 'name = "甲"\nimplies = ["支出"]', "implies must be a table"),
    ("subjects.toml", '[[member]]\ndimension = "subject"\nname = "205"', "205 is already a member"),
    ("headers.toml", '[[words]]\nrole = "void"\nwordz = ["乙"]', "unknown key 'wordz'"),
    ("tables.toml", '[[kind]]\nname = "没有的表"\nall = [["甲"]]', "unknown table kind"),
    ("tables.toml", '[[kind]]\nname = "其他"', "all must be lists"),
    ("question.toml", '[[word]]\nname = "x"\nwords = ["甲"]', "kind must be a string"),
    ("question.toml", '[[word]]\nkind = "ASK"\nsay = "x"\nwords = ["甲"]', "unknown key 'say'"),
    ("phrases.toml", '[[phrase]]\nwords = ["甲"]\nselect = { fund = ["没有"] }', "'没有' is no member"),
    ("texts.toml", '[[words]]\nrole = "doing"\nwords = [5]', "words must be a list"),
]


@pytest.mark.parametrize(("file", "entry", "why"), REFUSED, ids=[f"{f}: {why}" for f, _, why in REFUSED])
def test_an_entry_that_cannot_be_meant_is_named_with_file_and_line(
    file: str, entry: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _edited(tmp_path, monkeypatch, file, _at_end(entry))
    with pytest.raises(GrammarError) as caught:
        load_vocabulary()
    assert str(caught.value).startswith(f"lexicon/{file}:{_line_of(path, entry)}: ")
    assert why in str(caught.value)


def test_a_broken_file_is_named_with_the_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _edited(tmp_path, monkeypatch, "headers.toml", _at_end('[[words]]\nrole = "all'))
    with pytest.raises(GrammarError, match=rf"headers\.toml:{_line_of(path, 'role = ')}: "):
        load_vocabulary()


PARENTLESS = MEMBER + 'name = "甲"\nparent = "没有"'


def test_a_parent_that_does_not_exist_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _edited(tmp_path, monkeypatch, "dimensions.toml", _at_end(PARENTLESS))
    with pytest.raises(GrammarError, match="'没有'"):
        load_vocabulary()


def test_a_missing_parent_is_named_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _edited(tmp_path, monkeypatch, "dimensions.toml", _at_end(PARENTLESS))
    with pytest.raises(GrammarError, match=rf"dimensions\.toml:{_line_of(path, PARENTLESS)}: "):
        load_vocabulary()


UNCHECKED = [
    ("dimensions.toml", MEMBER + 'name = "甲"\nimplies = { flow = "没有" }'),
    ("dimensions.toml", MEMBER + 'name = "甲"\nwords = ["政府性基金"]'),
    ("headers.toml", '[[words]]\nrole = "viod"\nwords = ["乙"]'),
    ("question.toml", '[[word]]\nkind = "TOTALL"\nwords = ["甲"]'),
    ("tables.toml", '[[kind]]\nname = "其他"\nall = [["甲"]]\nscope = { fundd = "政府性基金" }'),
]


@pytest.mark.parametrize(
    ("file", "entry"), UNCHECKED, ids=["implies", "word of two", "role", "kind", "scope"]
)
def test_what_should_be_refused_too(
    file: str, entry: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _edited(tmp_path, monkeypatch, file, _at_end(entry))
    with pytest.raises(GrammarError):
        load_vocabulary()


def test_a_new_word_is_known_at_the_next_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _edited(tmp_path, monkeypatch, "dimensions.toml", str)
    assert "甲乙丙" not in load_vocabulary().words
    path = vocabulary.LEXICON / "dimensions.toml"
    path.write_text(_at_end(MEMBER + 'name = "甲乙丙"')(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert [term.kind for term in load_vocabulary().words["甲乙丙"]] == ["fund"]
