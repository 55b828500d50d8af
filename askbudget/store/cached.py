"""A library made from bundled files, kept in a cache folder and made again when it is missing or damaged.

In: a path and a function that reads the documents.  Out: a Reader.  Where nothing can be written, the
library lives in memory for this one run.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from askbudget.model import Document
from askbudget.store.connect import exists
from askbudget.store.errors import StoreError
from askbudget.store.read import Reader, memory_reader, open_reader
from askbudget.store.write import save, save_into


def cached_reader(path: Path, make: Callable[[], Iterable[Document]]) -> Reader:
    """The library at *path*, or one made of ``make()``'s documents; older ones beside it are removed."""
    if exists(path):
        with suppress(StoreError):
            return open_reader(path)
    documents = tuple(make())
    scratch = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for document in documents:
            save(document, scratch)
        os.replace(scratch, path)
        _remove_older(path)
        return open_reader(path)
    except (OSError, StoreError):
        with suppress(OSError):
            scratch.unlink()
        return _in_memory(documents)


def stamp(folders: Iterable[Path]) -> str:
    """Eight characters that change when a file of code or data below *folders* does (size or time)."""
    import zlib

    states = "\n".join(state for folder in folders for state in _states(str(folder)))
    return f"{zlib.crc32(states.encode('utf-8', 'surrogateescape')):08x}"


def _states(folder: str) -> Iterator[str]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _states(entry.path)
        elif not entry.name.endswith(".pyc"):
            status = entry.stat()
            yield f"{entry.name} {status.st_size} {status.st_mtime_ns}"


def _remove_older(path: Path) -> None:
    stem = path.name.split("-")[0]
    for other in path.parent.glob(f"{stem}-*{path.suffix}"):
        if other != path:
            with suppress(OSError):
                other.unlink()


def _in_memory(documents: Iterable[Document]) -> Reader:
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    for document in documents:
        save_into(connection, document)
    return memory_reader(connection)
