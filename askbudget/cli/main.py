"""The command line's outermost layer: argv in, exit code out; every error is one Chinese sentence on stderr.

Exit codes: 0 answered · 1 refused · 2 wrong usage or unreadable input · 3 needs a clarification ·
4 timeout · 130 interrupted.
"""

from __future__ import annotations

import atexit
import codecs
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

_OBJECTS_BEFORE_COLLECTING = 100_000


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command (``sys.argv`` by default) and return its exit code; never raises."""
    try:
        _spare_collections()
        _open_streams()
        _utf8_streams()
        code = _run([_decoded(word) for word in sys.argv[1:]] if argv is None else list(argv))
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return _end("已中断。", 130)
    except BrokenPipeError:
        return _end(None, 0)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0
    except MemoryError:
        return _end("内存不足，没有完成。", 2)
    except Exception as error:
        return _end(*_explained(error))


def _run(argv: list[str]) -> int:
    from importlib import import_module

    from askbudget.cli.arguments import COMMANDS, parse

    arguments = parse(argv)
    if arguments is None:
        return 2
    module = import_module(f"askbudget.cli.{COMMANDS[arguments.command].module}")
    return int(module.run(arguments))


def _spare_collections() -> None:
    """An answer makes thousands of objects and no garbage: looking for it, at the end once more, would take
    a tenth of its time."""
    gc.set_threshold(_OBJECTS_BEFORE_COLLECTING)
    atexit.register(gc.freeze)


def _open_streams() -> None:
    """A closed stdout or stderr swallows what is written.  Its number is taken as well: a library opened
    under it would be written over."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            number = os.open(os.devnull, os.O_RDWR)
            if name != "stdin":
                setattr(sys, name, os.fdopen(number, "w", encoding="utf-8", closefd=False))


def _utf8_streams() -> None:
    """Text is UTF-8 whatever the locale; another encoding that was asked for escapes what it lacks."""
    from askbudget.cli.output import SHOWN, shown

    codecs.register_error(SHOWN, shown)
    chosen = os.environ.get("PYTHONIOENCODING")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            if chosen:
                stream.reconfigure(errors="backslashreplace")
            else:
                stream.reconfigure(encoding="utf-8", errors=SHOWN)


def _decoded(word: str) -> str:
    """The argument's bytes as UTF-8 whatever the locale; as Python read them where they are not."""
    try:
        return os.fsencode(word).decode("utf-8")
    except UnicodeError:
        return word


def _explained(error: Exception) -> tuple[str, int]:
    """The sentence and exit code for an error; what is none of ours is a bug and says so."""
    from askbudget.store.errors import StoreError

    if isinstance(error, TimeoutError):
        return str(error) or "超过时限，已停止。", 4
    if isinstance(error, StoreError):
        return str(error), 3 if hasattr(error, "choices") else 2
    if _is_input_error(error):
        return str(error), 2
    if isinstance(error, OSError):
        where = f" {error.filename}" if error.filename else ""
        return f"读写{where or '时'}出错：{_reason(error)}。", 2
    if os.environ.get("ASKBUDGET_DEBUG"):
        raise error
    return f"程序内部出错（{type(error).__name__}：{error}），设 ASKBUDGET_DEBUG=1 可看详情。", 2


def _is_input_error(error: Exception) -> bool:
    """QuestionError, LoadError, InputError: told apart without importing what was not needed."""
    known = (
        ("askbudget.library", "QuestionError"),
        ("askbudget.load.errors", "LoadError"),
        ("askbudget.cli.inputs", "InputError"),
    )
    classes = (getattr(sys.modules.get(module), name, None) for module, name in known)
    return any(found is not None and isinstance(error, found) for found in classes)


def _reason(error: OSError) -> str:
    import errno

    reasons = {
        errno.ENOSPC: "磁盘已满", errno.EACCES: "没有权限", errno.EPERM: "没有权限", errno.ENOENT: "不存在",
        errno.EROFS: "文件系统只读", errno.EISDIR: "是文件夹", errno.EFBIG: "文件太大", errno.EIO: "设备故障",
    }  # fmt: skip
    return reasons.get(error.errno or 0, error.strerror or str(error))


def _end(message: str | None, code: int) -> int:
    """Say *message*, and let nothing that is still buffered raise at exit."""
    with suppress(OSError):
        if message:
            from askbudget.cli.output import printable

            print(printable(message), file=sys.stderr, flush=True)
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code
