"""Misspelt words → proposals.  The only place that compares words by likeness.

In: the folded question, a span no word covers, the names that exist.  Out: Proposals, best first.
Homophones of one candidate only are corrected (and the answer says so); everything else is proposed.
Two characters or fewer, years, numbers and codes are never fuzzy: 购置/运行 and 2023/2024 differ by as
little as a typo does.
"""

from __future__ import annotations

from collections.abc import Iterable

from askbudget.records import dataclass

_REACH = 6
_LIKE = 60


@dataclass(frozen=True, slots=True)
class Proposal:
    """Read ``text[start:end]`` as ``target``.

    ``why`` says how they are alike: 同音 · 换位 · 缺字 · 多字 · 拼音 · 近似.  ``sure``: this is the only candidate of a kind that may be corrected without asking.
    """

    start: int
    end: int
    target: str
    why: str
    sure: bool


def propose(text: str, start: int, end: int, wholes: Iterable[str], words: Iterable[str]) -> list[Proposal]:
    """What the unread span may have meant, with neighbouring characters where that makes a longer word.

    *wholes* are names of which a run may be meant, *words* are meant whole.
    """
    names = [name for name in wholes if not name.isdigit()]
    known = [word for word in words if len(word) > 2 and not word.isdigit()]
    if text[start:end].isascii() and text[start:end].isalpha():
        return _latin(text, start, end, names, known)
    for kind in (_homophones, _slips):
        found = kind(text, start, end, names, known)
        if found:
            return found
    return _alike(text, start, end, [*names, *known])


def _windows(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans around the unread one, longest first, three characters at least and without digits."""
    spans = [
        (low, high)
        for low in range(max(0, start - _REACH), start + 1)
        for high in range(end, min(len(text), end + _REACH) + 1)
        if high - low >= 3 and not any(char.isdigit() for char in text[low:high])
    ]
    return sorted(spans, key=lambda span: (span[0] - span[1], span[0]))


def _runs(names: Iterable[str], size: int) -> set[str]:
    return {name[i : i + size] for name in names for i in range(len(name) - size + 1)}


def _sound(text: str) -> tuple[str, ...]:
    from pypinyin import Style, lazy_pinyin

    return tuple(sound for char in text for sound in lazy_pinyin(char, style=Style.NORMAL))


def _homophones(text: str, start: int, end: int, names: list[str], known: list[str]) -> list[Proposal]:
    """Words that sound the same: whole words first, then runs of names; the longest span wins."""
    for whole in (True, False):
        for low, high in _windows(text, start, end):
            run = text[low:high]
            pool = {w for w in (*known, *names) if len(w) == len(run)} if whole else _runs(names, len(run))
            sound = _sound(run)
            shared = [c for c in pool if c != run and _shares(c, run) and _sound(c) == sound]
            if shared:
                return [Proposal(low, high, target, "同音", len(shared) == 1) for target in sorted(shared)]
    return []


def _shares(left: str, right: str) -> bool:
    """Alike in half the characters at least; one that sounds alike throughout is no slip of the keyboard."""
    return 2 * sum(a == b for a, b in zip(left, right, strict=True)) >= len(left)


def _slips(text: str, start: int, end: int, names: list[str], known: list[str]) -> list[Proposal]:
    """Two neighbours swapped, one character missing or doubled, in words of four characters or more."""
    from rapidfuzz.distance import OSA

    found: dict[str, Proposal] = {}
    for low, high in _windows(text, start, end):
        run = text[low:high]
        if len(run) < 4 - (1 if high - low == 3 else 0):
            continue
        for target in {
            c
            for size in (len(run) - 1, len(run), len(run) + 1)
            if size >= 4
            for c in _pool(names, known, size)
        }:
            if target == run or OSA.distance(run, target, score_cutoff=1) != 1:
                continue
            if len(target) == len(run):
                if sorted(target) != sorted(run):
                    continue
                why = "换位"
            elif len(target) > len(run):
                if len(run) < 4:
                    continue
                why = "缺字"
            else:
                extra = next(
                    (i for i, (a, b) in enumerate(zip(run, target, strict=False)) if a != b), len(target)
                )
                if run[extra] not in (run[extra - 1 : extra] + run[extra + 1 : extra + 2]):
                    continue
                why = "多字"
            found.setdefault(target, Proposal(low, high, target, why, True))
        if found:
            break
    single = len(found) == 1
    return [Proposal(p.start, p.end, p.target, p.why, single) for p in found.values()]


def _pool(names: list[str], known: list[str], size: int) -> set[str]:
    return _runs(names, size) | {word for word in known if len(word) == size}


def _latin(text: str, start: int, end: int, names: list[str], known: list[str]) -> list[Proposal]:
    """Pinyin or initials of a run of a name: zhihuixigong, zhxg."""
    typed = text[start:end].lower()
    if len(typed) < 3:
        return []
    found: set[str] = set()
    for word in {*names, *known}:
        sounds = _sound(word)
        for first in range(len(sounds)):
            full, initials = "", ""
            for index in range(first, len(sounds)):
                full += sounds[index]
                initials += sounds[index][:1]
                if index - first >= 1 and typed in (full, initials) and (index - first >= 2 or typed == full):
                    found.add(word[first : index + 1])
    return [Proposal(start, end, target, "拼音", len(found) == 1) for target in sorted(found)]


def _alike(text: str, start: int, end: int, pool: list[str]) -> list[Proposal]:
    """The names most like the span with its surroundings: never corrected, only shown."""
    from rapidfuzz import fuzz, process

    run = text[start:end]
    if len(run) < 2:
        run = text[max(0, start - 2) : end + 2]
    hits = process.extract(run, sorted(set(pool)), scorer=fuzz.partial_ratio, limit=3, score_cutoff=_LIKE)
    return [Proposal(start, end, name, "近似", False) for name, _, _ in hits]
