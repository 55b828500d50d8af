"""One numeral at a place in folded text, read exactly or refused: 三百五十万, 2,988.04万, 二〇二五.

It knows digits and places, not units of money or measure, and never guesses: 几十万, 三四个, 十四五 and
一亿三千 (1 亿 3000 or 1.3 亿?) have no value.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal, localcontext
from typing import NamedTuple

from askbudget.numberwords import words

_ARABIC = re.compile(r"(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d+)(?:\.\d+)?")
_SPACES = re.compile(r"[ \t]*")
_CALENDAR_YEAR = re.compile(r"\d{4}[ \t]*年")
_EXACT = Context(prec=200)
_MOST_DIGITS = 60
"""A longer run of digits is no number of anything."""
_AFTER_A_NUMERAL = ("money", "percent", "tenth", "measure", "after", "inside", "year", "range", "tail")
_WAN, _YI = Decimal(10**4), Decimal(10**8)


class Numeral(NamedTuple):
    """A numeral and how it is written.

    ``scale`` is the largest step that was written: 1, 10**4 (万) or 10**8 (亿).  ``sure`` says that the
    characters alone make it a number (Arabic digits, or two and more characters with a place: 十五,
    三百); without it a unit must follow (三项).  ``digits`` marks a row of Chinese digits (二〇二五),
    ``implied`` a missing leading 一 (百万), ``inside`` a qualifier within (3000余万).
    """

    value: Decimal
    end: int
    scale: int
    sure: bool
    arabic: bool
    digits: bool = False
    implied: bool = False
    inside: str | None = None


class _Run:
    """The characters of a numeral as tokens: digit · arabic · zero · small · section · fraction · half."""

    def __init__(self, start: int) -> None:
        self.start = self.end = start
        self.tokens: list[tuple[str, Decimal]] = []
        self.inside: str | None = None

    @property
    def last(self) -> str:
        return self.tokens[-1][0] if self.tokens else ""

    @property
    def arabic(self) -> bool:
        return any(kind == "arabic" for kind, _ in self.tokens)

    def add(self, kind: str, value: Decimal, end: int) -> None:
        self.tokens.append((kind, value))
        self.end = end


def read(text: str, start: int) -> tuple[Numeral | None, int]:
    """The numeral that begins at ``start`` of folded text, and where its characters end.

    ``None`` where the characters are no number or have more than one reading.
    """
    run = _scan(text, start)
    if not run.tokens:
        return None, start + 1
    if _ends_in_a_name(text, run):
        run.tokens.pop()
        run.end -= 1
    if _inexact(text, run):
        return None, run.end
    kinds = {kind for kind, _ in run.tokens}
    if kinds <= {"digit", "zero"} and len(run.tokens) > 1:
        return _digit_row(run), run.end
    with localcontext(_EXACT):
        value = _value(run.tokens)
    if value is None:
        return None, run.end
    places = kinds & {"small", "section"}
    return (
        Numeral(
            value=value,
            end=run.end,
            scale=int(max((size for kind, size in run.tokens if kind == "section"), default=Decimal(1))),
            sure="arabic" in kinds or (bool(places) and len(run.tokens) > 1) or "fraction" in kinds,
            arabic="arabic" in kinds,
            implied=run.tokens[0][0] in ("small", "section") and run.tokens[0][1] != 10,
            inside=run.inside,
        ),
        run.end,
    )


# ---------------------------------------------------------------- characters → tokens


def _scan(text: str, start: int) -> _Run:
    run = _Run(start)
    place = start
    while place < len(text):
        step = _arabic(text, place, run) if text[place].isdigit() else _chinese(text, place, run)
        if not step:
            break
        place = run.end
    return run


def _arabic(text: str, place: int, run: _Run) -> bool:
    match = _ARABIC.match(text, place)
    if match is None or run.last not in ("", "small", "section", "zero"):
        return False
    if run.tokens and _CALENDAR_YEAR.match(text, place):
        return False
    digits = match[0].replace(",", "")
    if len(digits) > _MOST_DIGITS:
        return False
    run.add("arabic", Decimal(digits), match.end())
    return True


def _chinese(text: str, place: int, run: _Run) -> bool:
    """Take the next Chinese numeral character, or a word within a numeral; False where it ends."""
    char = text[place]
    if run.tokens and any(words(kind).at(text, place) for kind in ("name", "measure", "percent")):
        return _half_way(text, place, run)
    if char in words("digit"):
        value = Decimal(words("digit")[char])
        if run.last in ("arabic", "fraction") or (run.arabic and value):
            return False
        run.add("digit" if value else "zero", value, place + 1)
    elif char in words("small"):
        run.add("small", Decimal(words("small")[char]), place + 1)
    elif char in words("section"):
        run.add("section", Decimal(10 ** int(words("section")[char])), place + 1)
    elif char in words("contracted"):
        tens, ten = tuple(words("contracted")[char])
        run.add("digit", Decimal(words("digit")[tens]), place)
        run.add("small", Decimal(words("small")[ten]), place + 1)
    elif not run.tokens and words("half_unit").at(text, place):
        run.add("digit", Decimal(words("half_unit")[text[place : place + 3]]), place + 1)
    elif char == "点" and run.last in ("digit", "zero", "small"):
        return _fraction(text, place, run)
    elif char == "半" and run.last == "section" and text[place + 1 : place + 2] not in words("year"):
        run.add("half", run.tokens[-1][1] / 2, place + 1)
    else:
        return _half_way(text, place, run)
    return True


def _half_way(text: str, place: int, run: _Run) -> bool:
    """Words between a digit and its 万 or 亿: 两个亿, 3000余万, 3.5 亿."""
    after = _SPACES.match(text, place).end() if run.last == "arabic" else place  # type: ignore[union-attr]
    if run.last in ("digit", "arabic") and text.startswith("个", after):
        after += 1
    word = words("inside").at(text, after) if run.tokens else None
    if word:
        after += len(word)
    follows = text[after : after + 1]
    if after == place or not (follows in words("section") or (word and follows in words("small"))):
        return False
    if words("measure").at(text, after):
        return False
    run.inside = words("inside")[word] if word else run.inside
    run.end = after
    return True


def _fraction(text: str, place: int, run: _Run) -> bool:
    end = place + 1
    while end < len(text) and text[end] in words("digit"):
        end += 1
    if end == place + 1:
        return False
    digits = "".join(words("digit")[char] for char in text[place + 1 : end])
    run.add("fraction", Decimal(f"0.{digits}"), end)
    return True


def _ends_in_a_name(text: str, run: _Run) -> bool:
    """Whether the last digit of 三百万五… belongs to what follows (五星广场) and not to the numeral."""
    if len(run.tokens) < 3 or run.last != "digit" or run.tokens[-2][0] not in ("small", "section"):
        return False
    if run.tokens[-2][1] == 10 or not "\u4e00" <= text[run.end : run.end + 1] <= "\u9fff":
        return False
    if words("continuation").at(text, run.end):
        return True
    return not any(words(kind).at(text, run.end) for kind in _AFTER_A_NUMERAL)


def _inexact(text: str, run: _Run) -> bool:
    """Whether 几 or 数 beside it makes it no number: 几十万, 十几个, 数百元."""
    if words("inexact_after").at(text, run.end):
        return True
    before = words("inexact").before(text, run.start) if run.tokens[0][0] in ("small", "section") else None
    return before is not None and words("inexact")[before] != "-"


# ---------------------------------------------------------------- tokens → value


def _digit_row(run: _Run) -> Numeral | None:
    """二〇二五, 一二三四五; two digits without a zero are an approximation (三四个) and no number."""
    if len(run.tokens) < 3 and not any(kind == "zero" for kind, _ in run.tokens):
        return None
    value = Decimal("".join(str(digit) for _, digit in run.tokens))
    return Numeral(value, run.end, scale=1, sure=False, arabic=False, digits=True)


def _value(tokens: list[tuple[str, Decimal]]) -> Decimal | None:
    """The exact value, ``None`` where the order of places is wrong or leaves two readings."""
    total = section = Decimal(0)
    pending: Decimal | None = None
    last, room = Decimal(1), _WAN
    zero, sections = False, set[Decimal]()
    for position, (kind, size) in enumerate(tokens):
        if kind in ("digit", "arabic"):
            if pending is not None:
                return None
            pending = size
        elif kind == "zero":
            if pending is not None:
                return None
            zero = True
        elif kind == "fraction":
            pending = (pending or Decimal(0)) + size
        elif kind == "half":
            return total + size if position == len(tokens) - 1 else None
        elif kind == "small":
            if pending is None and not (position == 0 or (size == 10 and section == 0)):
                return None
            if size >= room:
                return None
            section += (Decimal(1) if pending is None else pending) * size
            last = room = size
            pending = None
        else:
            part = section + (pending or Decimal(0))
            if position == 0:
                part = Decimal(1)
            elif size in sections or not (part or pending is not None or (size == _YI and total)):
                return None
            total = (total + part) * _YI if size == _YI else total + part * size
            sections = {_YI} if size == _YI else sections | {size}
            section, pending, zero = Decimal(0), None, False
            last, room = size, _WAN
    if sections == {_YI} and section and not zero:
        return None
    return _with_tail(total + section, pending, tokens, last, zero)


def _with_tail(
    value: Decimal, pending: Decimal | None, tokens: list[tuple[str, Decimal]], last: Decimal, zero: bool
) -> Decimal | None:
    """Add the last digits: 三百五 is 350, 三百零五 is 305, 1万3 is 13000, 1万3000 is literal."""
    if pending is None:
        return value
    if last == 1 or zero:
        return value + pending
    written, whole = tokens[-1][0], pending == int(pending)
    if written == "digit" or (written == "arabic" and 0 < pending < 10 and whole):
        return value + pending * last / 10
    if written == "fraction":
        return value + pending if last == 10 else None
    return value + pending if 10 <= pending < last == _WAN and whole else None
