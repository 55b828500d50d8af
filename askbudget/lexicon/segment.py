"""A run of text → the words that cover it best.

In: folded text without spaces and a dictionary of words.  Out: spans, left to right, not overlapping.
The cover leaves as few characters unread as it can, then uses as few words as it can, then prefers
the longer word first: 项目支出占比 is 项目支出 + 占比, not 项目 + 支出 + 占 + 比.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable

_UNREAD = 1000
_WORD = 10


def segment(
    text: str,
    words: Container[str],
    longest: int,
    spans: Iterable[tuple[int, int]] = (),
    penalty: Callable[[str], int] | None = None,
) -> list[tuple[int, int]]:
    """The best cover of *text* as (start, end) spans.

    *words* holds the dictionary, *longest* its longest word; *spans* are further words by position
    (numbers, codes).  *penalty* makes a word dearer than others (0 by default).
    """
    size = len(text)
    given: dict[int, list[int]] = {}
    for start, end in spans:
        given.setdefault(start, []).append(end)
    cost = [0] * (size + 1)
    step: list[int] = [0] * (size + 1)
    for start in range(size - 1, -1, -1):
        best, best_end = cost[start + 1] + _UNREAD, -1
        ends = [end for end in range(start + 1, min(size, start + longest) + 1) if text[start:end] in words]
        for end in (*ends, *given.get(start, ())):
            price = cost[end] + _WORD + (penalty(text[start:end]) if penalty else 0)
            if price < best or (price == best and end > best_end):
                best, best_end = price, end
        cost[start], step[start] = best, best_end
    found: list[tuple[int, int]] = []
    position = 0
    while position < size:
        end = step[position]
        if end > 0:
            found.append((position, end))
            position = end
        else:
            position += 1
    return found
