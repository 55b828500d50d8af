"""The numbers of Chinese running text: numerals with their units, signs, ranges and qualifiers → Number.

Positions are those of the text as given.  A Chinese numeral without a unit is a number only where
its characters leave no doubt (一般公共预算 holds none); whether digits belong to a name (114查号台)
is the caller's to decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Context, Decimal
from functools import cache
from typing import NamedTuple

from askbudget import numerals
from askbudget.money import FEN, Number, NumberKind
from askbudget.numberwords import words
from askbudget.numerals import Numeral
from askbudget.text import Folded, fold

_NO_NUMBER = re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}(?!\d)|\d+(?:\.\d+){2,}|\d+(?:\.\d+)?[Ee][-+]?\d+")
"""Dates, section numbers and scientific notation."""
_DIGITS = re.compile(r"[\d.,]*\d")
_SPACES = re.compile(r"[ \t]*")
_BLANKS = re.compile(r"[ \t]")
_LATIN = re.compile(r"[A-Za-z_]")
_FULL_WIDTH_COMMAS = re.compile(r"\d{1,3}(?:，\d{3})+(?!\d)(?![.．]\d|[ \t]*[万亿萬億元])")
_TENTHS_OF_A_YUAN = re.compile(
    r"[1-9一二三四五六七八九](?![\d一二三四五六七八九十百千万亿角毛分个项年月日.,])"
)
_MONEY = {1: "元", 10**4: "万元", 10**8: "亿元"}
_CALENDAR = range(1900, 2101)
_EXACT = Context(prec=200)


class _Found(NamedTuple):
    """A number in positions of the folded text; ``value`` of money is in 元.

    ``tentative``: counts only as the first end of a range (三 in 三至五个).
    """

    start: int
    end: int
    value: Decimal
    unit: str | None
    kind: NumberKind
    scale: int = 1
    qualifier: str | None = None
    tentative: bool = False


class _Unit(NamedTuple):
    """What stands behind a numeral: where it ends, what it is, and what the numeral is multiplied by."""

    end: int
    unit: str | None
    kind: NumberKind
    factor: Decimal = Decimal(1)
    added: Decimal = Decimal(0)


def find(text: str) -> list[Number]:
    """See ``money.find_numbers``."""
    folded = fold(_FULL_WIDTH_COMMAS.sub(lambda match: match[0].replace("，", "；"), text))
    joined = _join_ranges(folded.text, list(_scan(folded.text)))
    return [_number(text, folded, found) for found in joined if not found.tentative]


def _number(text: str, folded: Folded, found: _Found) -> Number:
    start, end = folded.span(found.start, found.end)
    value, unit, fen = found.value, found.unit, None
    if found.kind == "money":
        in_fen = _EXACT.multiply(value, Decimal(FEN["元"]))
        fen = int(in_fen) if in_fen == in_fen.to_integral_value() else None
        value, unit = _EXACT.divide(value, Decimal(found.scale)), _MONEY[found.scale]
    return Number(start, end, text[start:end], value, unit, found.kind, fen, found.qualifier)


# ---------------------------------------------------------------- one number after the other


def _scan(text: str) -> Iterator[_Found]:
    place = 0
    while (start := _next_start(text, place)) is not None:
        found, place = _read(text, start)
        if found is not None and not _glued_to_latin(text, found):
            yield found


def _next_start(text: str, place: int) -> int | None:
    """The next character that a number can begin with."""
    match = _starts().search(text, place)
    return match.start() if match else None


@cache
def _starts() -> re.Pattern[str]:
    kinds = ("digit", "small", "section", "contracted", "half_unit")
    return re.compile(rf"[\d{''.join(word[0] for kind in kinds for word in words(kind))}]")


def _read(text: str, start: int) -> tuple[_Found | None, int]:
    """The number that begins at ``start`` and where to go on."""
    if skipped := _NO_NUMBER.match(text, start):
        return None, skipped.end()
    for begin in (max(start - 1, 0), start):
        name = words("name").at(text, begin)
        if name and begin + len(name) > start:
            return None, begin + len(name)
    if half := words("half").at(text, start):
        value = Decimal(words("half")[half])
        return _Found(start, start + len(half), value, "%", "percent"), start + len(half)
    if found := _fraction(text, start):
        return found, found.end
    numeral, end = numerals.read(text, start)
    if numeral is None:
        rest = _DIGITS.match(text, start)
        return None, max(end, rest.end() if rest else end)
    if found := _parts(text, start, numeral):
        return found, found.end
    found = _with_unit(text, start, numeral)
    return found, found.end if found else end


def _fraction(text: str, start: int) -> _Found | None:
    """百分之三十, 千分之五."""
    word = words("fraction").at(text, start)
    if word is None:
        return None
    numeral, _ = numerals.read(text, start + len(word))
    if numeral is None:
        return None
    value = _EXACT.divide(_EXACT.multiply(numeral.value, Decimal(100)), Decimal(words("fraction")[word]))
    return _Found(start, numeral.end, value, "%", "percent", qualifier=_before(text, start))


def _parts(text: str, start: int, whole: Numeral) -> _Found | None:
    """四分之三: a percentage where it is an exact one, else no number."""
    if whole.arabic or not text.startswith("分之", whole.end) or not whole.value:
        return None
    part, _ = numerals.read(text, whole.end + 2)
    if part is None or part.arabic:
        return None
    from fractions import Fraction

    percent = Fraction(part.value) * 100 / Fraction(whole.value)
    value = _EXACT.divide(Decimal(percent.numerator), Decimal(percent.denominator))
    if Fraction(value) != percent:
        return None
    return _Found(start, part.end, value, "%", "percent", qualifier=_before(text, start))


def _with_unit(text: str, start: int, numeral: Numeral) -> _Found | None:
    """Put numeral, sign, unit and qualifier together; ``None`` where it is no certain number."""
    begin, sign = _sign(text, start) if numeral.arabic else (start, 1)
    qualifier = _before(text, begin) or numeral.inside
    unit_at = _SPACES.match(text, numeral.end).end()  # type: ignore[union-attr]
    inside = words("inside").at(text, unit_at)
    unit = _unit(text, begin, unit_at + len(inside), numeral) if inside else None
    if unit is not None and inside:
        qualifier = qualifier or words("inside")[inside]
    else:
        unit = _unit(text, begin, unit_at, numeral)
    ordinal = _ordinal(text, begin, numeral, unit)
    if ordinal is not None:
        return ordinal
    if numeral.implied and (qualifier is None or (unit is None and numeral.scale == 1)):
        return None
    if unit is None and text[begin - 1 : begin] == "¥":
        unit, begin = _Unit(numeral.end, "元", "money"), begin - 1
    kind: NumberKind = unit.kind if unit else "money" if numeral.scale > 1 else "number"
    if unit is None and not numeral.arabic and _is_heading(text, begin, numeral.end):
        return None
    tentative = unit is None and not numeral.sure and not numeral.implied
    if tentative and not words("range").at(text, numeral.end):
        return None
    value = numeral.value
    if unit:
        value = _EXACT.add(_EXACT.multiply(value, unit.factor), unit.added)
    end = unit.end if unit else numeral.end
    after = words("after").at(text, end)
    qualifier = qualifier or (words("after")[after] if after else None)
    value = value.copy_negate() if sign < 0 else value
    name = unit.unit if unit else None
    return _Found(begin, end, value, name, kind, numeral.scale, qualifier, tentative)


def _is_heading(text: str, start: int, end: int) -> bool:
    """二十一、… at the beginning of a line, (二十一): numbers of headings and of lines in a table."""
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    return (before == "(" and after == ")") or (after == "、" and not before.strip())


# ---------------------------------------------------------------- what stands behind


def _unit(text: str, start: int, place: int, numeral: Numeral) -> _Unit | None:
    """The unit that begins at ``place``, the longest word first; ``None`` where there is none."""
    if text[numeral.end : place] and words("name").at(text, place):
        return None
    if word := words("percent").at(text, place):
        return _Unit(place + len(word), words("percent")[word], "percent")
    if word := words("permille").at(text, place):
        return _Unit(place + len(word), words("permille")[word], "percent", Decimal("0.1"))
    if year := _year(text, place, numeral):
        return year
    blocked = words("continuation").at(_BLANKS.sub("", text[place : place + 12]), 0)
    measure = words("measure").at(text, place)
    if numeral.arabic or words("ordinal").at(text, start - 1) == "第":
        measure = max(measure, words("label").at(text, place), key=lambda word: len(word or ""))
    money = words("money").at(text, place)
    longest = max((word for word in (measure, money) if word), key=len, default=None)
    if blocked and len(blocked) > len(longest or ""):
        return None
    if words("tenth").at(text, place) and not blocked:
        return _tenths(text, place)
    if money and money == longest:
        return _coins(text, place + len(money), money)
    if measure is None:
        return None
    name = words("measure").get(measure, measure)
    return _Unit(place + len(measure), name, "number")


def _year(text: str, place: int, numeral: Numeral) -> _Unit | None:
    """2025年, 2024年度, 二〇二五年; twenty and more years (25年) are a number of years."""
    word = words("year").at(text, place)
    if word is None or numeral.scale > 1 or not (numeral.digits or numeral.arabic):
        return None
    if numeral.value not in _CALENDAR:
        return None
    return _Unit(place + len(word), "年", "year")


def _tenths(text: str, place: int) -> _Unit:
    """三成, 三成五, 三成半."""
    end = place + 1
    if text.startswith("半", end):
        return _Unit(end + 1, "%", "percent", Decimal(10), Decimal(5))
    digit = words("digit").get(text[end : end + 1])
    if digit and not words("measure").at(text, end + 1) and not words("name").at(text, end):
        return _Unit(end + 1, "%", "percent", Decimal(10), Decimal(digit))
    return _Unit(end, "%", "percent", Decimal(10))


def _coins(text: str, end: int, money: str) -> _Unit:
    """元 and what follows it: 3元5角2分, 3块5."""
    added = Decimal(0)
    tenths = _TENTHS_OF_A_YUAN.match(text, end) if money == "块" else None
    if tenths:
        digit = words("digit").get(tenths[0], tenths[0])
        return _Unit(tenths.end(), "元", "money", added=Decimal(digit) / 10)
    for coin, worth in (("角", Decimal("0.1")), ("分", Decimal("0.01"))):
        numeral, _ = numerals.read(text, end)
        if numeral is None or numeral.scale > 1 or numeral.value >= 10:
            break
        word = words("coin").at(text, numeral.end)
        if word is None or words("coin")[word] != coin or words("continuation").at(text, numeral.end):
            continue
        added += numeral.value * worth
        end = numeral.end + len(word)
    return _Unit(end, "元", "money", added=added)


# ---------------------------------------------------------------- what stands before


def _sign(text: str, start: int) -> tuple[int, int]:
    """Where the number begins with its sign, and the sign; a hyphen between words or digits is none."""
    if start == 0 or text[start - 1] not in "-+":
        return start, 1
    before = text[start - 2 : start - 1].strip()
    if before and (before.isalnum() or before in "-+)]") and before not in words("signed"):
        return start, 1
    return start - 1, -1 if text[start - 1] == "-" else 1


def _before(text: str, start: int) -> str | None:
    """The qualifier before a number in its one spelling, ``None`` where there is none."""
    end = len(text[:start].rstrip(" \t¥"))
    word = words("before").before(text, end)
    return words("before")[word] if word and words("before")[word] != "-" else None


def _ordinal(text: str, start: int, numeral: Numeral, unit: _Unit | None) -> _Found | None:
    """第三, 前十名, 后5项; a year or an amount after 前 stays what it is."""
    start = len(text[:start].rstrip(" \t"))
    word = words("ordinal").before(text, start)
    if word is None or words("not_ordinal").before(text, start) or numeral.scale > 1:
        return None
    if unit is not None and (unit.kind != "number" or numeral.value >= 1000):
        return None
    if numeral.implied or numeral.value != numeral.value.to_integral_value():
        return None
    end = unit.end if unit else numeral.end
    return _Found(start - len(word), end, numeral.value, unit.unit if unit else None, "ordinal")


def _glued_to_latin(text: str, found: _Found) -> bool:
    """A1, 5G, 3D: part of a word in Latin letters."""
    around = text[max(found.start - 1, 0) : found.start], text[found.end : found.end + 1]
    inner = text[found.start : found.end]
    return any(
        side.isascii() and _LATIN.match(side) and edge.isascii() and edge.isdigit()
        for side, edge in zip(around, (inner[:1], inner[-1:]), strict=True)
    )


# ---------------------------------------------------------------- two ends of one range


def _join_ranges(text: str, found: list[_Found]) -> list[_Found]:
    """Give the first end of a range its unit: 100-200万元, 三至五个, 2023、2024年."""
    joined = list(found)
    for index in range(len(joined) - 2, -1, -1):
        first, second = joined[index], joined[index + 1]
        if first.unit is not None or first.kind != "number" or second.unit is None:
            continue
        between = text[first.end : second.start].strip()
        calendar = first.value in _CALENDAR
        if second.kind == "year":
            fits = calendar and (between in words("range") or between in words("list"))
        else:
            fits = between in words("range") and not (calendar and second.kind == "money")
        if fits:
            value = first.value
            if second.kind == "money":
                value = _EXACT.multiply(value, Decimal(second.scale))
            joined[index] = first._replace(
                value=value, unit=second.unit, kind=second.kind, scale=second.scale, tentative=False
            )
    return joined
