"""Files that are no library, or cannot be read or written, get one Chinese sentence."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from askbudget.model import Document
from askbudget.store.connect import open_reading
from askbudget.store.errors import StoreError
from askbudget.store.read import open_reader
from askbudget.store.schema import VERSION
from askbudget.store.write import save


def opened(path: Path) -> None:
    with open_reader(path) as reader:
        for info in reader.documents():
            reader.document(info.id)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="没有库文件"):
        opened(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


def test_a_folder(tmp_path: Path, small: Document) -> None:
    for use in (opened, lambda path: save(small, path)):
        with pytest.raises(StoreError, match="是文件夹"):
            use(tmp_path)


@pytest.mark.parametrize(
    "content", [b"plain text " * 200, b"\x00" * 4096, b"SQLite format 3\x00" + b"\xff" * 4000]
)
def test_a_file_that_is_no_library(tmp_path: Path, small: Document, content: bytes) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(content)
    for use in (opened, lambda path: save(small, path)):
        with pytest.raises(StoreError, match=r"不是 askbudget 的库文件|已损坏"):
            use(path)
    assert path.read_bytes() == content


def test_the_database_of_another_program(tmp_path: Path, small: Document) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes (text)")
    before = path.read_bytes()
    for use in (opened, lambda path: save(small, path)):
        with pytest.raises(StoreError, match="不是 askbudget 的库文件"):
            use(path)
    assert path.read_bytes() == before


def test_a_library_of_a_newer_version(library: Path, small: Document) -> None:
    with closing(sqlite3.connect(library)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    for use in (opened, lambda path: save(small, path)):
        with pytest.raises(StoreError, match="请先升级"):
            use(library)


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9])
def test_a_library_cut_short(library: Path, keep: float) -> None:
    content = library.read_bytes()
    library.write_bytes(content[: int(len(content) * keep)])
    with pytest.raises(StoreError, match=r"损坏|无法使用|出错"):
        opened(library)


def test_a_library_overwritten_in_the_middle(library: Path) -> None:
    content = bytearray(library.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    library.write_bytes(content)
    with pytest.raises(StoreError, match=r"损坏|无法使用"):
        opened(library)


def test_a_locked_library(library: Path, small: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("askbudget.store.connect._WAIT_SECONDS", 0.05)
    with closing(sqlite3.connect(library, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="占用"):
            opened(library)


def test_a_reader_writes_nothing(library: Path) -> None:
    before = library.read_bytes()
    with closing(open_reading(library)) as connection, pytest.raises(sqlite3.OperationalError):
        connection.execute("DELETE FROM amounts")
    assert library.read_bytes() == before
    assert [path.name for path in library.parent.iterdir()] == [library.name]


def test_no_room_left_for_the_file(tmp_path: Path) -> None:
    """A limit on the size of files stands for a full disk."""
    limited = f"""
import resource, sys
sys.path.insert(0, {str(Path(__file__).parents[1])!r})
from handmade import document
from askbudget.store.write import save
from askbudget.store.errors import StoreError
resource.setrlimit(resource.RLIMIT_FSIZE, (20000, resource.RLIM_INFINITY))
try:
    save(document(), sys.argv[1])
except StoreError as error:
    print(error)
"""
    assert resource.getrlimit(resource.RLIMIT_FSIZE)
    ended = subprocess.run(
        [sys.executable, "-c", limited, str(tmp_path / "x.db")], capture_output=True, text=True, check=True
    )
    assert "磁盘已满" in ended.stdout and not ended.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def as_nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder, used without the rights of root (whom no permission stops)."""
    import sqlite_utils  # noqa: F401  (nobody may not be allowed to read the installation)

    folder = Path(tempfile.mkdtemp())
    root = os.geteuid() == 0
    try:
        if root:
            os.chown(folder, 65534, 65534)
            os.seteuid(65534)
        yield folder
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)
        shutil.rmtree(folder)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_read_only_folder(as_nobody: Path, small: Document) -> None:
    path = as_nobody / "x.db"
    save(small, path)
    as_nobody.chmod(0o555)
    opened(path)
    with pytest.raises(StoreError, match=r"只读|打不开"):
        save(small, as_nobody / "new.db")
    with pytest.raises(StoreError, match=r"只读|打不开"):
        save(replace(small, sha256="c" * 64), path)
    opened(path)
    path.chmod(0o444)
    with pytest.raises(StoreError, match=r"只读|打不开"):
        save(replace(small, sha256="c" * 64), path)
    path.chmod(0o000)
    with pytest.raises(StoreError, match=r"打不开|权限"):
        opened(path)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_folder_that_may_not_be_made(as_nobody: Path, small: Document) -> None:
    as_nobody.chmod(0o555)
    with pytest.raises(StoreError, match="不能建立文件夹"):
        save(small, as_nobody / "below" / "x.db")
