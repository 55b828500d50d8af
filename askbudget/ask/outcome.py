"""What an operation found, before it is put into words and citations."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from askbudget.ask.figures import Contradiction, Line, Spot, Witness
from askbudget.ask.plan import Reading
from askbudget.model import Dims, Fen
from askbudget.money import plain
from askbudget.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Option:
    """A reading to choose: how to say it, the question that asks for it, its value."""

    label: str
    question: str
    value: Fen | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one Query.

    ``sentence`` names an entry of grammar/answers.toml, ``words`` fill it.  ``value`` is an amount in 分
    (shown in ``unit``), or a Decimal for shares, ratios and counts, or ``None``.  ``lines`` are the rows,
    ``spots`` further places to cite, ``extras`` limits to be said.
    """

    status: Literal["answered", "clarify", "refused"]
    sentence: str
    words: Mapping[str, str] = field(default_factory=dict)
    value: Fen | Decimal | None = None
    unit: str | None = None
    truth: bool | None = None
    lines: tuple[Line, ...] = ()
    spots: tuple[Spot, ...] = ()
    derivation: str | None = None
    witnesses: tuple[Witness, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    parts: tuple[Line, ...] = ()
    options: tuple[Option, ...] = ()
    extras: Dims = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    reading: Reading | None = None
    sql: str | None = None
    sort: bool = False


def percent(part: int, whole: int) -> Decimal:
    """``part`` of ``whole`` in percent with two decimals, halves away from zero.  *whole* is not 0."""
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def times(part: int, whole: int) -> Decimal:
    """``part`` as a multiple of ``whole`` with two decimals.  *whole* is not 0."""
    return (Decimal(part) / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def mean(total: int, count: int, unit_fen: int) -> int:
    """The average in 分, rounded to two decimals of the unit (``unit_fen`` 分), halves away from zero."""
    step = max(unit_fen // 100, 1)
    steps = (Decimal(total) / count / step).quantize(Decimal(1), ROUND_HALF_UP)
    return int(steps) * step


def added(lines: tuple[Line, ...], unit: str) -> str | None:
    """``a + b + c = total`` for two to forty rows with figures, ``None`` otherwise."""
    values = [line.value for line in lines if line.value is not None]
    if not 2 <= len(values) <= 40:
        return None
    terms = " + ".join(plain(value, unit) if value >= 0 else f"({plain(value, unit)})" for value in values)
    return f"{terms} = {plain(sum(values), unit)}"
