"""What is costly to build from grammar/ and data/, kept between runs: the platform's cache folder.

In: a name, the source files, a function that builds plain values.  Out: those values.
A cache that is damaged, or cannot be read or written, is no error: the value is built again.
"""

from __future__ import annotations

import marshal
import os
import sys
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from askbudget import __version__


def cache_folder() -> Path:
    """``ASKBUDGET_CACHE``, else the platform's cache folder for askbudget (may not exist yet)."""
    if named := os.environ.get("ASKBUDGET_CACHE"):
        return Path(named)
    home = Path(os.path.expanduser("~"))
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "askbudget"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home)) / "askbudget" / "Cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "askbudget"


_CHECK = 4
"""Bytes: a kept file begins with a checksum over its stamp and its value."""


def cached(name: str, sources: Iterable[Path], build: Callable[[], Any], key: str = "") -> Any:
    """``build()``, or what it gave last time when neither *key* nor a source has changed since.

    The value must be plain (dict, list, tuple, str, int, bytes, None).  The sources' sizes and times
    are checked with what is kept, so an edited grammar file is read again at the next question.
    """
    stamp = _stamp(sources, key)
    path = cache_folder() / f"{name}.bin"
    try:
        kept = path.read_bytes()
    except OSError:
        kept = b""
    body = memoryview(kept)[_CHECK:]
    # marshal trusts what it reads: nothing reaches it that is not byte for byte what was written.
    if kept and kept[:_CHECK] == _check(stamp, body):
        return marshal.loads(body)
    value = build()
    made = marshal.dumps(value)
    _write(path, _check(stamp, made) + made)
    return value


def _check(stamp: bytes, body: bytes | memoryview) -> bytes:
    return zlib.crc32(body, zlib.crc32(stamp)).to_bytes(_CHECK, "big")


def _stamp(sources: Iterable[Path], key: str) -> bytes:
    states = ((str(path), (state := os.stat(path)).st_mtime_ns, state.st_size) for path in sources)
    return repr((__version__, sys.hexversion, key, *states)).encode()


def _write(path: Path, data: bytes) -> None:
    scratch = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch.write_bytes(data)
        os.replace(scratch, path)
    except OSError:
        return
