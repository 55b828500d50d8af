"""Progress on stderr for work that takes over a second; quick work says nothing.

In: a sentence.  Out: stderr only, so that stdout stays data.
"""

from __future__ import annotations

import sys
import time
from types import TracebackType

from askbudget.cli.output import printable

_SECONDS = 1.0


class Slow:
    """``with Slow("正在载入 …"):`` says so once if the work takes over a second."""

    def __init__(self, message: str) -> None:
        from threading import Timer

        self._timer = Timer(_SECONDS, _say, (message,))
        self._timer.daemon = True

    def __enter__(self) -> Slow:
        self._timer.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._timer.cancel()


class Counter:
    """``with Counter("已回答 {} 个问题") as counter: counter.step()`` says how many, once a second."""

    def __init__(self, message: str) -> None:
        self._message = message
        self._count = 0
        self._said = time.monotonic()

    def __enter__(self) -> Counter:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        return None

    def step(self) -> None:
        """One more is done."""
        self._count += 1
        now = time.monotonic()
        if now - self._said >= _SECONDS:
            self._said = now
            _say(self._message.format(self._count))


def _say(message: str) -> None:
    print(printable(message), file=sys.stderr, flush=True)
