"""What is kept between runs is given back unharmed, and built again whenever it may be wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from askbudget.cache import cached


class Built:
    """A builder that counts; its value holds every kind of plain value."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> dict[str, object]:
        self.times += 1
        return {"词": ("一", 2, None, b"3"), "rows": [[-1, 2**70], {}], "set": frozenset({"四"})}


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASKBUDGET_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "words.toml"
    path.write_text("a = 1\n", encoding="utf-8")
    return path


def kept_file(source: Path) -> Path:
    (path,) = (source.parent / "cache").iterdir()
    return path


def test_a_value_is_built_once(source: Path) -> None:
    build = Built()
    assert cached("words", (source,), build) == cached("words", (source,), build) == Built()()
    assert build.times == 1


def test_a_changed_source_or_key_builds_again(source: Path) -> None:
    build = Built()
    cached("words", (source,), build)
    source.write_text("a = 12\n", encoding="utf-8")
    cached("words", (source,), build)
    assert build.times == 2
    cached("words", (source,), build, key="other")
    assert build.times == 3
    os.utime(source, ns=(1, 1))
    cached("words", (source,), build, key="other")
    assert build.times == 4


def test_a_damaged_file_builds_again_wherever_the_damage_is(source: Path) -> None:
    cached("words", (source,), Built())
    path = kept_file(source)
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        build = Built()
        assert cached("words", (source,), build) == build()
        assert build.times == 2, at
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        build = Built()
        assert cached("words", (source,), build) == build()
        assert build.times == 2, size


def test_a_folder_that_cannot_be_written_is_no_error(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKBUDGET_CACHE", str(source / "beneath a file"))
    build = Built()
    assert cached("words", (source,), build) == cached("words", (source,), build)
    assert build.times == 2
