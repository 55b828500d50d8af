"""Misspelt words → proposals.  The only place that compares words by likeness.

In: the folded question, a span no word covers, the names that exist.  Out: Proposals, best first.
Homophones of one candidate only are corrected (and the answer says so); everything else is proposed.
Two characters or fewer, years, numbers and codes are never fuzzy: 购置/运行 and 2023/2024 differ by as
little as a typo does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path

from askbudget.cache import cached
from askbudget.records import dataclass

_REACH = 12
_LIKE = 60


@dataclass(frozen=True, slots=True)
class Proposal:
    """Read ``text[start:end]`` as ``target``.

    ``why`` says how they are alike: 同音 · 换位 · 缺字 · 多字 · 拼音 · 近似.  ``sure``: this is the only
    candidate of a kind that may be corrected without asking.
    """

    start: int
    end: int
    target: str
    why: str
    sure: bool


class Likeness:
    """The words that exist, ready to be compared with words that do not.

    *wholes* are names of which a run may be meant, *words* are meant whole.
    """

    def __init__(self, wholes: Iterable[str], words: Iterable[str]) -> None:
        names = [name for name in wholes if not name.isdigit()]
        known = [word for word in words if len(word) > 2 and not word.isdigit()]
        self._known = frozenset(known)
        self._all = sorted({*names, *known})
        self._held = sorted(set(names))
        # In one text, so that finding a run in all of them is one search; no run holds a line break.
        self._names, self._words = "\n".join(names), "\n".join(known)

    def propose(self, text: str, start: int, end: int) -> list[Proposal]:
        """What the unread span may have meant, with neighbouring characters where that makes a longer word."""
        if text[start:end].isascii() and text[start:end].isalpha():
            return self._latin(text, start, end)
        return (
            self._homophones(text, start, end)
            or self._slips(text, start, end)
            or self._alike(text, start, end)
        )

    def _exists(self, run: str) -> bool:
        return f"\n{run}" in f"\n{self._names}" or run in self._known

    # ---------------------------------------------------------------- alike in sound

    @cached_property
    def _sounding(self) -> dict[str, list[str]]:
        """What a word sounds like → the words that do."""
        found: dict[str, list[str]] = {}
        for word in self._all:
            found.setdefault(word.translate(_sounds()), []).append(word)
        return found

    @cached_property
    def _names_sound(self) -> str:
        return self._names.translate(_sounds())

    def _homophones(self, text: str, start: int, end: int) -> list[Proposal]:
        """Words that sound the same: whole words first, then runs of names; the longest span wins."""
        for whole in (True, False):
            for low, high in _windows(text, start, end):
                run = text[low:high]
                sound = run.translate(_sounds())
                if whole:
                    alike = self._sounding.get(sound, [])
                else:
                    # A run is the beginning of a name: 性支出 inside 资本性支出 is no word anyone meant.
                    starts = (
                        at
                        for at in _places(self._names_sound, sound)
                        if at == 0 or self._names[at - 1] == "\n"
                    )
                    alike = [self._names[at : at + len(run)] for at in starts]
                shared = sorted({word for word in alike if word != run and _shares(word, run)})
                if shared:
                    return [Proposal(low, high, target, "同音", len(shared) == 1) for target in shared]
        return []

    @cached_property
    def _spelled(self) -> list[tuple[str, list[str], str]]:
        """Every word with its syllables, one by one and together."""
        spelled = ((word, _sounds().syllables(word)) for word in self._all)
        return [(word, sounds, "".join(sounds)) for word, sounds in spelled]

    def _latin(self, text: str, start: int, end: int) -> list[Proposal]:
        """Pinyin of two characters or more, or initials of three or more, of a run of a name:
        zhihuixigong, zhxg."""
        typed = text[start:end].lower()
        if len(typed) < 3:
            return []
        found: set[str] = set()
        for word, sounds, together in self._spelled:
            initials = "".join(sound[:1] for sound in sounds)
            found.update(word[at : at + len(typed)] for at in _places(initials, typed))
            if typed in together:
                found.update(
                    word[low:high]
                    for low in range(len(word))
                    for high in range(low + 2, len(word) + 1)
                    if "".join(sounds[low:high]) == typed
                )
        return [Proposal(start, end, target, "拼音", len(found) == 1) for target in sorted(found)]

    # ---------------------------------------------------------------- slips of the keyboard

    def _slips(self, text: str, start: int, end: int) -> list[Proposal]:
        """Two neighbours swapped, one character missing or doubled, in words of four characters or more."""
        for low, high in _windows(text, start, end):
            # What stands in the question as it is was not misspelt: 每人人员经费 is no doubled 人.
            found = {word: why for word, why in self._one_slip_from(text[low:high]) if word not in text}
            if found:
                return [Proposal(low, high, target, why, len(found) == 1) for target, why in found.items()]
        return []

    def _one_slip_from(self, run: str) -> Iterator[tuple[str, str]]:
        size = len(run)
        if size >= 4:
            for at in range(size - 1):
                swapped = run[:at] + run[at + 1] + run[at] + run[at + 2 :]
                if swapped != run and self._exists(swapped):
                    yield swapped, "换位"
            for longer in self._with_one_more(run):
                yield longer, "缺字"
        if size >= 5:
            for at in range(1, size):
                shorter = run[:at] + run[at + 1 :]
                if run[at] == run[at - 1] and self._exists(shorter):
                    yield shorter, "多字"

    def _with_one_more(self, run: str) -> Iterator[str]:
        """Existing words that are *run* with one character put in: behind its first half, or before its second."""
        size, half = len(run), len(run) // 2
        for text, whole in ((self._names, False), (self._words, True)):
            starts = [*_places(text, run[:half]), *(at - half - 1 for at in _places(text, run[half:]))]
            for at in starts:
                longer = text[max(0, at) : at + size + 1]
                if (
                    any(longer[:gap] + longer[gap + 1 :] == run for gap in range(size + 1))
                    and "\n" not in longer
                    and (at <= 0 or whole or text[at - 1] == "\n")
                    and (not whole or longer in self._known)
                ):
                    yield longer

    # ---------------------------------------------------------------- alike in any way

    def _alike(self, text: str, start: int, end: int) -> list[Proposal]:
        """The names the document holds that are most like the span: never corrected, only shown."""
        from rapidfuzz import fuzz, process

        run = text[max(0, start - 2) : end if end - start > 1 else end + 2]
        hits = process.extract(run, self._held, scorer=fuzz.partial_ratio, limit=3, score_cutoff=_LIKE)
        return [Proposal(start, end, name, "近似", False) for name, _, _ in hits]


def _windows(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans around the unread one, longest first, three characters at least and without digits."""
    spans = [
        (low, high)
        for low in range(max(0, start - _REACH), start + 1)
        for high in range(end, min(len(text), end + _REACH) + 1)
        if high - low >= 3 and not any(char.isdigit() for char in text[low:high])
    ]
    return sorted(spans, key=lambda span: (span[0] - span[1], span[0]))


def _places(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _shares(left: str, right: str) -> bool:
    """Alike in half the characters at least; one that sounds alike throughout is no slip of the keyboard."""
    return 2 * sum(a == b for a, b in zip(left, right, strict=True)) >= len(left)


# ---------------------------------------------------------------- pinyin


class _Sounds(dict[int, str]):
    """Code point → the one character that stands for all that sound like it; for ``str.translate``.

    Characters without a Chinese sound stand for themselves.
    """

    def __init__(self) -> None:
        self._syllable: dict[str, str] = {}
        self._first: dict[str, str] = {}
        kept: dict[str, str] = cached("sounds", (Path(__file__),), _build_sounds)
        for syllable, chars in kept.items():
            self._syllable[chars[0]], self._first[syllable] = syllable, chars[0]
            self.update(dict.fromkeys(map(ord, chars), chars[0]))

    def __missing__(self, code: int) -> str:
        self[code] = first = char = chr(code)
        if char >= "\u3400":
            syllable = _pinyin(char)
            self[code] = first = self._first.setdefault(syllable, char)
            self._syllable[first] = syllable
        return first

    def syllables(self, word: str) -> list[str]:
        """The pinyin of each character without tones."""
        return [self._syllable.get(first, first) for first in word.translate(self)]


@cache
def _sounds() -> _Sounds:
    return _Sounds()


def _build_sounds() -> dict[str, str]:
    """Syllable → the characters of GB2312 that have it: pypinyin takes a quarter of a second to import."""
    found: dict[str, str] = {}
    for row in range(0xB0, 0xF8):
        for char in bytes(b for cell in range(0xA1, 0xFF) for b in (row, cell)).decode("gb2312", "ignore"):
            syllable = _pinyin(char)
            found[syllable] = found.get(syllable, "") + char
    return found


def _pinyin(char: str) -> str:
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(char, style=Style.NORMAL))
