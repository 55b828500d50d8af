"""The vocabulary's cache: damaged, or not to be written, it is built again and says the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from askbudget.lexicon.vocabulary import Vocabulary, load_vocabulary


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary()


@pytest.mark.parametrize("damage", ["empty", "cut", "flipped", "other", "folder"])
def test_a_damaged_cache_is_built_again(
    damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: Vocabulary
) -> None:
    monkeypatch.setenv("ASKBUDGET_CACHE", str(tmp_path))
    load_vocabulary()
    kept = tmp_path / "vocabulary.bin"
    good = kept.read_bytes()
    if damage == "folder":
        kept.unlink()
        kept.mkdir()
    else:
        middle = len(good) // 2
        flipped = good[:middle] + bytes([good[middle] ^ 0xFF]) + good[middle + 1 :]
        kept.write_bytes(
            {"empty": b"", "cut": good[:middle], "flipped": flipped, "other": b"\0" * 99}[damage]
        )
    again = load_vocabulary()
    assert dict(again.words) == dict(words.words)
    assert (again.parents, again.kinds, again.usual) == (words.parents, words.kinds, words.usual)
    if damage != "folder":
        assert kept.read_bytes() == good


def test_a_cache_that_cannot_be_written_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: Vocabulary
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("ASKBUDGET_CACHE", str(blocked / "cache"))
    assert load_vocabulary().parents == words.parents
