"""Exact money: printed figures and Chinese running text in, integers of 分 and exact decimals out.

Never a float, never a guess: what is no number is ``None``, and a number in running text whose
reading is open (几十万, 三四个, 一亿三千) is not reported at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from askbudget.model import Fen
from askbudget.records import dataclass
from askbudget.text import fold_text

_PLACES: Mapping[str, int] = {
    "分": 0, "角": 1, "元": 2, "百元": 4, "千元": 5, "万元": 6, "百万元": 8, "千万元": 9, "亿元": 10,
}  # fmt: skip
FEN: Mapping[str, int] = {unit: 10**places for unit, places in _PLACES.items()}
"""分 per unit of money."""

# Compiled by re at first use: a question reads no printed figure.
_FIGURE = r"(?P<sign>[-+]?)[¥$]?(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)"
_DASH = r"[-/\\]*"
_LIST_NUMBER = r"\(\d{1,2}\)"
_LONGEST_FIGURE = 60
"""Digits: beyond this a run of digits is no amount of anything."""

NumberKind = Literal["money", "percent", "number", "year", "ordinal"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number in running text; ``text`` is the original's [start, end), its unit included.

    ``value`` is exact and in ``unit``: 元 · 万元 · 亿元 (money, by the number's largest step), ``%`` or
    百分点 (percent), 年 (year), a measure word such as 个 (number, ordinal), ``None`` where none stands.
    ``fen`` is set for money only, and ``None`` where the amount is finer than one 分.
    ``qualifier`` is the word beside it in one spelling: 近 约 超 不足 余 以上 以下 不超过 不低于;
    it is outside the span unless it stands within the number (3000余万元).  An ordinal's span
    begins with its 第, 前 or 后.
    """

    start: int
    end: int
    text: str
    value: Decimal
    unit: str | None
    kind: NumberKind
    fen: Fen | None = None
    qualifier: str | None = None


def find_numbers(text: str) -> list[Number]:
    """The numbers in Chinese running text, in order; positions are those of ``text`` as given.

    Chinese numerals count only where they certainly are a number: with a unit behind (三项, 三百万元),
    with 第 or 前 before, or of two characters and more with a positional one (一亿二千万, 十五).
    """
    folded = fold_text(text)
    if not (any(map(str.isnumeric, folded)) or "两" in folded or "半" in folded):
        return []
    from askbudget.quantities import find

    return find(text)


def is_figure(token: str) -> bool:
    """Whether the token is a printed figure: 1,234.50 · -3.2 · (3.20) · １２３, and not — or /."""
    return _number(token) is not None


def is_dash(token: str) -> bool:
    """Whether the token only says that there is no figure: —, ——, -, /, or nothing."""
    return re.fullmatch(_DASH, fold_text(token).strip()) is not None


def parse_figure(printed: str, unit: str) -> Fen | None:
    """A printed figure in ``unit`` as 分; ``None`` where the print is no number (—, -, /, 12%, words).

    Brackets mean negative: (3.20); (1) and (12) are list numbers and no figures.  What is finer than
    one 分 is rounded half up: no payment is that small.  Raises ``ValueError`` for an unknown unit.
    """
    places = _places(unit)
    number = _number(printed)
    if number is None:
        return None
    sign, digits = number
    whole, _, fraction = digits.partition(".")
    fen = int(whole + fraction[:places].ljust(places, "0"))
    if fraction[places : places + 1] >= "5":
        fen += 1
    return sign * fen


def to_decimal(fen: Fen, unit: str) -> Decimal:
    """The exact amount in ``unit``.  Raises ``ValueError`` for an unknown unit."""
    return Decimal(plain(fen, unit))


def plain(fen: Fen, unit: str) -> str:
    """The exact amount in ``unit`` without separators, two places or as many more as it needs: 2988.04."""
    return _written(fen, unit, "")


def pretty(fen: Fen, unit: str) -> str:
    """``plain`` with thousands separators: 2,988.04."""
    return _written(fen, unit, ",")


def _places(unit: str) -> int:
    try:
        return _PLACES[unit]
    except KeyError:
        raise ValueError(f"不认识的金额单位“{unit}”，可用的有：{'、'.join(_PLACES)}。") from None


def _number(token: str) -> tuple[int, str] | None:
    """(sign, digits with at most one point), or ``None``."""
    text = fold_text(token).strip()
    sign = 1
    if text.startswith("(") and text.endswith(")") and not re.fullmatch(_LIST_NUMBER, text):
        sign, text = -1, text[1:-1]
    match = re.fullmatch(_FIGURE, text)
    if match is None or (sign < 0 and match["sign"]) or len(text) > _LONGEST_FIGURE:
        return None
    return (-1 if match["sign"] == "-" else sign), match["number"].replace(",", "")


def _written(fen: Fen, unit: str, separator: str) -> str:
    places = _places(unit)
    digits = str(abs(fen)).rjust(places + 1, "0")
    whole, fraction = digits[: len(digits) - places], digits[len(digits) - places :]
    fraction = fraction.rstrip("0").ljust(2, "0")
    sign = "-" if fen < 0 else ""
    return f"{sign}{int(whole):{separator}}.{fraction}"
