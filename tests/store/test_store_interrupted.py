"""A load that is killed in the middle leaves the library as it was, on disk and to the next reader."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from askbudget.model import Document
from askbudget.store.read import open_reader
from askbudget.store.write import save

_KILLED_HALFWAY = """
import os, signal, sqlite3, sys
sys.path.insert(0, {tests!r})
from dataclasses import replace
from handmade import document
from askbudget.store import write
from askbudget.store.connect import open_writing

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

if {spilled}:
    insert = write._insert
    def spilling(connection, table, records):
        connection.execute("PRAGMA cache_size = 1")   # pages go to the file before the commit
        insert(connection, table, records)
    write._insert = spilling
write._problems = die
lines = tuple((1, n, "一行文字" * 20) for n in range(20000))
passages = document().passages * 5000
write.save(replace(document(), sha256="c" * 64, lines=lines, passages=passages), sys.argv[1])
"""


def killed_load(path: Path, spilled: bool) -> None:
    script = _KILLED_HALFWAY.format(tests=str(Path(__file__).parents[1]), spilled=spilled)
    ended = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True)
    assert ended.returncode == -signal.SIGKILL, ended.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("spilled", [False, True])
def test_a_killed_load_leaves_the_library_as_it_was(library: Path, small: Document, spilled: bool) -> None:
    killed_load(library, spilled)
    if spilled:
        assert library.with_name(library.name + "-journal").exists()
    with open_reader(library) as reader:
        (info,) = reader.documents()
        assert reader.document(info.id) == small
    assert save(small, library) == "unchanged"


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("spilled", [False, True])
def test_a_killed_first_load_can_be_done_again(tmp_path: Path, small: Document, spilled: bool) -> None:
    path = tmp_path / "new.db"
    killed_load(path, spilled)
    assert save(small, path) == "added"
    with open_reader(path) as reader:
        assert reader.document(reader.documents()[0].id) == small
