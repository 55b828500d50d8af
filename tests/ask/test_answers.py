"""grammar/answers.toml and the program name the same sentences, and a broken file says where it is broken."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import askbudget.ask
from askbudget.ask.sentences import SOURCE, fields, phrase, sentence
from askbudget.resources import GrammarError, read_toml

CODE = [
    path for path in sorted(Path(askbudget.ask.__file__).parent.rglob("*.py")) if path.name != "sentences.py"
]
TOML = read_toml(SOURCE)
COMPARISONS = {f"{side}_{name}" for side in ("is", "not") for name in ("gt", "ge", "lt", "le", "eq")}


def _nodes() -> Iterator[ast.AST]:
    for path in CODE:
        yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def _strings(node: ast.AST | None) -> set[str]:
    """The strings an expression may be: both branches of a choice, but not what a call is given."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return _strings(node.body) | _strings(node.orelse)
    return set()


_PLACES = {"Outcome": 1, "sentence": 0, "_refuse": 2, "_listed": 3}
"""Where a call takes the name of a sentence."""


def _named(function: str, keyword: str, places: dict[str, int]) -> set[str]:
    found: set[str] = set()
    for node in _nodes():
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in places and len(node.args) > places[name]:
            found |= _strings(node.args[places[name]])
        for one in node.keywords:
            if one.arg == keyword:
                found |= _strings(one.value)
    return found - {""}


def _every_string() -> set[str]:
    return {node.value for node in _nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_every_sentence_the_program_names_exists() -> None:
    named = _named("Outcome", "sentence", _PLACES)
    assert len(named) > 40
    assert named - set(TOML["sentence"]) == set()


def test_every_phrase_the_program_names_exists() -> None:
    named = _named("phrase", "", {"phrase": 0, "Contradiction": 0})
    assert len(named) > 5
    assert named - set(TOML["phrase"]) == set()


def test_every_sentence_that_exists_is_named() -> None:
    assert set(TOML["sentence"]) - _every_string() - COMPARISONS == set()


def test_every_phrase_that_exists_is_named() -> None:
    assert set(TOML["phrase"]) - _every_string() == set()


def test_a_threshold_is_answered_for_every_comparison_in_both_ways() -> None:
    assert set(TOML["sentence"]) >= COMPARISONS


def test_a_sentence_is_filled() -> None:
    assert sentence("value", {"label": "甲", "value": "1.00 万元"}) == "甲：1.00 万元"
    assert phrase("scope", {"limits": "政府性基金"}) == "口径：政府性基金"
    assert fields("value") == {"label", "value"}


def test_no_sentence_of_that_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        sentence("unheard of", {})


# ---------------------------------------------------------------- a broken file


def _of(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """sentences.py as it starts, over another answers.toml."""
    monkeypatch.setenv("ASKBUDGET_CACHE", str(tmp_path / "cache"))
    copy = tmp_path / "grammar" / "answers.toml"
    copy.parent.mkdir()
    copy.write_text(text, encoding="utf-8")
    origin = Path(askbudget.ask.__file__).parent / "sentences.py"
    spec = importlib.util.spec_from_file_location("sentences_again", origin)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.SOURCE = copy  # type: ignore[attr-defined]
    return module


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('[sentence]\nvalue = "甲"\nsum = "没有收尾\n', "grammar/answers.toml:3:"),
        ('[sentence]\nvalue = "甲"\n\nsum = 5\n', "grammar/answers.toml:4:"),
        ('[sentence]\nvalue = "{label"\n', "grammar/answers.toml:2:"),
        ('[sentence]\nvalue = "甲"\n[phrase]\nscope = "口径：}"\n', "grammar/answers.toml:4:"),
    ],
    ids=["syntax", "no string", "open brace", "stray brace"],
)
def test_what_cannot_be_meant_is_named_with_file_and_line(
    text: str, where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = _of(text, tmp_path, monkeypatch)
    with pytest.raises(GrammarError, match=where):
        module.sentence("value", {"label": "甲"})


def test_an_edited_file_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = _of('[sentence]\nvalue = "旧"\n', tmp_path, monkeypatch)
    assert module.sentence("value", {}) == "旧"
    again = tmp_path / "again"
    again.mkdir()
    assert _of('[sentence]\nvalue = "新的"\n', again, monkeypatch).sentence("value", {}) == "新的"
