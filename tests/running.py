"""The command line run inside the test's process: what it wrote and its exit code."""

from __future__ import annotations

import io
import sys
from typing import NamedTuple

from askbudget.cli.main import main


class Run(NamedTuple):
    """Exit code, stdout, stderr."""

    code: int
    out: str
    err: str


class _Stream(io.TextIOWrapper):
    """A stream in memory that may say that it is a terminal."""

    def __init__(self, terminal: bool) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="")
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    def written(self) -> str:
        self.flush()
        self.seek(0)
        return self.read()


def run(*argv: str, terminal: bool = False, stdin: bytes = b"") -> Run:
    """``askbudget argv…``."""
    kept = sys.stdout, sys.stderr, sys.stdin
    out, err = _Stream(terminal), _Stream(terminal)
    sys.stdout, sys.stderr, sys.stdin = out, err, io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    try:
        code = main(list(argv))
    finally:
        sys.stdout, sys.stderr, sys.stdin = kept
    return Run(code, out.written(), err.written())
