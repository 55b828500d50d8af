"""What is costly to build from grammar/ and data/, kept between runs: the platform's cache folder.

In: a name, the source files, a function that builds plain values.  Out: those values.
A cache that cannot be read or written is no error: the value is built again.
"""

from __future__ import annotations

import marshal
import os
import sys
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


def cached(name: str, sources: Iterable[Path], build: Callable[[], Any]) -> Any:
    """``build()``, or what it gave last time when no source has changed since.

    The value must be plain (dict, list, tuple, str, int, bytes, None).  The sources' sizes and times
    are part of what is kept, so an edited grammar file is read again at the next question.
    """
    stamp = _stamp(sources)
    path = cache_folder() / f"{name}.bin"
    try:
        kept_stamp, value = marshal.loads(path.read_bytes())
        if kept_stamp == stamp:
            return value
    except (OSError, ValueError, EOFError, TypeError):
        pass
    value = build()
    _write(path, marshal.dumps((stamp, value)))
    return value


def _stamp(sources: Iterable[Path]) -> tuple[Any, ...]:
    states = tuple((str(path), (state := path.stat()).st_mtime_ns, state.st_size) for path in sources)
    return (__version__, sys.hexversion, states)


def _write(path: Path, data: bytes) -> None:
    scratch = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch.write_bytes(data)
        os.replace(scratch, path)
    except OSError:
        return
