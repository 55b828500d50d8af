"""The Library object: where the file is, the bundled sample while there is none, loading."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from handmade import document

import askbudget
from askbudget import library as libraries
from askbudget.library import LoadError, QuestionError, default_path, open_library
from askbudget.model import Document
from askbudget.store.errors import StoreError
from askbudget.store.read import open_reader


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test here sees or leaves anything outside its own folder."""
    monkeypatch.setenv("ASKBUDGET_LIBRARY", str(tmp_path / "data" / "library.db"))
    monkeypatch.setenv("ASKBUDGET_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """A stand-in for the loader: every file is the document made by hand.  What was loaded, in order."""
    seen: list[Path] = []

    def load_document(path: Path) -> Document:
        seen.append(path)
        if "坏" in path.name:
            raise LoadError(f"{path.name} 里没有预算。")
        return document()

    pipeline = ModuleType("askbudget.load.pipeline")
    pipeline.load_document = load_document  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "askbudget.load.pipeline", pipeline)
    monkeypatch.setattr("askbudget.load.pipeline", pipeline, raising=False)
    return seen


def test_the_package_offers_the_library_and_imports_nothing_for_it() -> None:
    assert askbudget.open_library is open_library
    assert askbudget.Library is libraries.Library
    with pytest.raises(AttributeError):
        _ = askbudget.nothing


def test_the_default_path_is_the_platforms(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert default_path() == tmp_path / "data" / "library.db"
    monkeypatch.delenv("ASKBUDGET_LIBRARY")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setattr(sys, "platform", "linux")
    assert default_path() == tmp_path / "share" / "askbudget" / "library.db"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_path() == tmp_path / ".local" / "share" / "askbudget" / "library.db"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert default_path() == tmp_path / "Library" / "Application Support" / "askbudget" / "library.db"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("APPDATA", str(tmp_path / "Roaming"))
    assert default_path() == tmp_path / "Roaming" / "askbudget" / "library.db"


def test_loading_makes_the_library_and_again_changes_nothing(loads: list[Path], tmp_path: Path) -> None:
    with open_library() as library:
        assert library.load(tmp_path / "a.txt").outcome == "added"
        assert [info.name for info in library.documents()] == ["测试市审计局 2026"]
        before = library.path.read_bytes()
        assert library.load(tmp_path / "a.txt").outcome == "unchanged"
        assert library.path.read_bytes() == before
        assert library.documents()


def test_without_a_library_the_sample_answers_and_says_so(
    loads: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        with open_library() as library:
            assert [info.name for info in library.documents()] == ["测试市审计局 2026"]
        assert "以下用随附的样本回答" in capsys.readouterr().err
    assert len(loads) == 1, "loaded once, then from the cache"
    assert not (tmp_path / "data").exists(), "asking makes no library"
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_a_damaged_or_stale_cache_is_made_again(
    loads: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def documents() -> tuple[str, ...]:
        with open_library(narrate=lambda _: None) as library:
            return tuple(info.name for info in library.documents())

    first = documents()
    (cached,) = (tmp_path / "cache").iterdir()
    cached.write_bytes(b"damaged" * 1000)
    assert documents() == first and len(loads) == 2
    monkeypatch.setattr(askbudget, "__version__", "99")
    assert documents() == first and len(loads) == 3
    (newer,) = (tmp_path / "cache").iterdir()
    assert newer != cached, "the older one is gone"


def test_where_no_cache_can_be_written_the_sample_lives_in_memory(
    loads: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    monkeypatch.setenv("ASKBUDGET_CACHE", str(tmp_path / "file" / "below"))
    with open_library(narrate=lambda _: None) as library:
        assert library.documents()[0].name == "测试市审计局 2026"
        assert library.table(None, "12")[1].title == "2026年项目支出预算表"
        with pytest.raises(StoreError):
            library.sql("DELETE FROM lines")


def test_an_empty_file_is_no_library_yet(loads: list[Path]) -> None:
    path = default_path()
    path.parent.mkdir()
    path.touch()
    with open_library(narrate=lambda _: None) as library:
        assert library.documents()
        assert library.load("a.txt").outcome == "added"
    with open_reader(path) as reader:
        assert len(reader.documents()) == 1


def test_files_of_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "disclosures"
    (folder / "2025").mkdir(parents=True)
    (folder / ".git").mkdir()
    for name in ("b.txt", "a.txt", "2025/c.txt", ".hidden", ".git/config"):
        (folder / name).touch()
    with open_library() as library:
        found = [os.path.relpath(name, folder) for name in library.files(folder)]
        assert found == [os.path.join("2025", "c.txt"), "a.txt", "b.txt"]
        assert library.files("x.txt") == ["x.txt"]
        (tmp_path / "empty").mkdir()
        with pytest.raises(LoadError, match="没有文件"):
            library.files(tmp_path / "empty")


@pytest.mark.parametrize("question", ["", "  ", "问" * 1001, "\x00", "a\x1bb", "\udc80", "a\x9bb"])
def test_what_is_no_question(question: str) -> None:
    with open_library() as library, pytest.raises(QuestionError):
        library.ask(question)


def test_source_gives_the_lines_around(loads: list[Path]) -> None:
    with open_library(narrate=lambda _: None) as library:
        source = library.source("表12:17:合计", around=1)
    assert [line for _, line, _, _ in source.lines] == [16, 17, 18]
    assert source.amount is not None and source.amount.printed == "22.10"


def test_the_fingerprint_changes_with_what_the_library_says(tmp_path: Path, small: Document) -> None:
    from askbudget.store.write import save

    def fingerprint() -> str:
        with open_library() as library:
            return library.fingerprint

    save(small, default_path())
    first = fingerprint()
    assert first == fingerprint()
    save(replace(small, sha256="c" * 64), default_path())
    assert fingerprint() != first
