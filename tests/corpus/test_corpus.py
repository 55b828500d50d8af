"""The hand-checked corpus as a test: no wrong figure, no kind below its baseline; rewordings keep the answer."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from corpus.judge import HERE, ask, entries, judge, verdict_of

from askbudget.library import Library, open_library


@pytest.fixture(scope="module")
def asked(sample_library: Path) -> Library:
    return open_library(sample_library)


KINDS = sorted({kind for kind, _ in entries()})


@pytest.mark.parametrize("kind", KINDS)
def test_no_wrong_figure_and_no_fall(kind: str, asked: Library) -> None:
    judged = [judge(name, entry, asked) for name, entry in entries(kind)]
    wrong = [f"{one.entry['id']} {one.entry['ask']}: {one.why}" for one in judged if one.verdict == "wrong"]
    assert wrong == []
    right = Counter(one.verdict for one in judged)["right"]
    floor = tomllib.loads((HERE / "baseline.toml").read_text(encoding="utf-8"))["right"][kind]
    assert right >= floor, [f"{one.entry['id']}: {one.why}" for one in judged if one.verdict != "right"]


BASES: list[dict[str, Any]] = tomllib.loads((HERE / "metamorphic.toml").read_text(encoding="utf-8"))["base"]
KNOWN = set(tomllib.loads((HERE / "baseline.toml").read_text(encoding="utf-8"))["reworded_refused"])


@pytest.mark.parametrize("base", BASES, ids=[base["id"] for base in BASES])
def test_rewording_never_changes_the_figure(base: dict[str, Any], asked: Library) -> None:
    """A rewording answers the same or is refused (those are listed in baseline.toml); never another figure."""
    for question in (base["ask"], *base["same"]):
        verdict, why = verdict_of(base, ask(asked, question, []))
        assert verdict != "wrong", f"{question}: {why}"
        if verdict != "right":
            assert question in KNOWN, f"{question}: {why}"


@pytest.mark.parametrize("base", BASES, ids=[base["id"] for base in BASES])
def test_an_unknown_qualifier_is_never_dropped(base: dict[str, Any], asked: Library) -> None:
    for question in base["unknown"]:
        answer = ask(asked, question, [])
        assert answer is None or answer.status != "answered", f"{question}: {answer.text}"
