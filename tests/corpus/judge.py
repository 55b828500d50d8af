"""Is an answer what a hand-checked entry of the corpus expects?  See README.md for the keys of an entry."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Literal

from askbudget.library import Library, QuestionError
from askbudget.model import Answer
from askbudget.text import squeeze

HERE = Path(__file__).parent
COUNTS = frozenset("个项家辆张条类科目行只台人名笔")
Verdict = Literal["right", "wrong", "refused", "unfit"]
"""right · wrong: a figure that is not the expected one, or an answer where none may be · refused: an
answer exists and was not given · unfit: no wrong figure, but something expected is not there."""


@dataclass(frozen=True)
class Judged:
    """One entry with its verdict; ``why`` says what did not fit."""

    kind: str
    entry: dict[str, Any]
    verdict: Verdict
    why: str
    answer: Answer | None


def entries(kind: str | None = None) -> list[tuple[str, dict[str, Any]]]:
    """(kind, entry) of every question file, in order."""
    found = []
    for path in sorted(HERE.glob("*.toml")):
        if path.stem in ("metamorphic", "baseline") or (kind is not None and path.stem != kind):
            continue
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["question"]:
            found.append((path.stem, entry))
    return found


def ask(library: Library, question: str, context: list[str]) -> Answer | None:
    """The answer after the earlier questions of *context*; ``None`` where the question is no question."""
    inherited: Any = None
    for earlier in context:
        inherited = library.ask(earlier, context=inherited).reading
    try:
        return library.ask(question, context=inherited)
    except QuestionError:
        return None


def judge(kind: str, entry: dict[str, Any], library: Library) -> Judged:
    """Ask the entry's question and hold the answer against it."""
    answer = ask(library, entry["ask"], entry.get("context", []))
    verdict, why = verdict_of(entry, answer)
    return Judged(kind, entry, verdict, why, answer)


def verdict_of(entry: dict[str, Any], answer: Answer | None) -> tuple[Verdict, str]:
    """The verdict on one answer, and its reason ("" when right)."""
    said = entry.get("status", "answered")
    allowed = said if isinstance(said, list) else [said]
    status = "refused" if answer is None else answer.status
    if answer is None:
        return ("right", "") if "refused" in allowed else ("refused", "not taken as a question")
    if status not in allowed:
        if status == "answered":
            return "wrong", f"answered {answer.value or answer.text!r} where {allowed} was expected"
        return ("refused" if "answered" in allowed else "unfit"), f"{status}: {answer.text}"
    if status == "refused":
        return (
            ("wrong", f"refused with the value {answer.value}") if answer.value is not None else ("right", "")
        )
    for check in _CHECKS:
        if problem := check(entry, answer):
            return ("wrong" if check in _FIGURE_CHECKS and status == "answered" else "unfit"), problem
    return "right", ""


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


def _value(entry: dict[str, Any], answer: Answer) -> str:
    if "value" not in entry or answer.status != "answered":
        return ""
    if answer.value is None:
        return f"no value, expected {entry['value']}"
    if _number(answer.value) != _number(entry["value"]):
        return f"{answer.value} {answer.unit}, expected {entry['value']} {entry.get('unit', '')}"
    unit = entry.get("unit")
    if unit and unit != answer.unit and not (unit in COUNTS and answer.unit in COUNTS):
        return f"unit {answer.unit}, expected {unit}"
    return ""


def _truth(entry: dict[str, Any], answer: Answer) -> str:
    if "truth" not in entry or answer.status != "answered" or answer.truth == entry["truth"]:
        return ""
    return f"truth {answer.truth}, expected {entry['truth']}"


def _blank(entry: dict[str, Any], answer: Answer) -> str:
    if not entry.get("blank") or answer.status != "answered":
        return ""
    return (
        ""
        if answer.value is None and "未列示" in answer.text
        else f"a blank cell answered {answer.value!r}: {answer.text}"
    )


def _rows(entry: dict[str, Any], answer: Answer) -> str:
    if "rows" not in entry or answer.status != "answered":
        return ""
    shown = [(squeeze(row.label), _number(row.value or "")) for row in answer.rows]
    shown = (
        [row for row in shown if row[1] not in (None, Decimal(0))]
        if len(shown) > len(entry["rows"])
        else shown
    )
    expected = [
        ([squeeze(part) for part in label.split("|")], _number(value)) for label, value in entry["rows"]
    ]
    if len(shown) != len(expected):
        return f"{len(shown)} rows {shown}, expected {len(expected)}"
    if entry.get("unordered"):
        for names, value in expected:
            fit = next((row for row in shown if row[1] == value and _named(row[0], names)), None)
            if fit is None:
                return f"no row {names} {value}"
            shown.remove(fit)
        return ""
    for (label, value), (names, wanted) in zip(shown, expected, strict=True):
        if value != wanted or not _named(label, names):
            return f"row {label} {value}, expected {names} {wanted}"
    return ""


def _named(label: str, names: list[str]) -> bool:
    return any(name in label or label in name for name in names)


def _everything(answer: Answer) -> str:
    parts = [answer.text, answer.value or "", answer.derivation or "", *answer.notes]
    parts += [f"{row.label} {row.value}" for row in answer.rows]
    parts += [f"{choice.label} {choice.value}" for choice in answer.choices]
    parts += [conflict.message for conflict in answer.conflicts]
    parts += [citation.printed for citation in answer.citations]
    return "\n".join(parts)


def _figures(entry: dict[str, Any], answer: Answer) -> str:
    shown = {_number(found) for found in re.findall(r"\d[\d,]*(?:\.\d+)?", _everything(answer))}
    missing = [text for text in entry.get("figures", []) if _number(text) not in shown]
    return f"figures {missing} not shown" if missing else ""


def _contains(entry: dict[str, Any], answer: Answer) -> str:
    whole = squeeze(_everything(answer))
    for words in entry.get("contains", []):
        if not any(squeeze(word) in whole for word in words.split("|")):
            return f"{words!r} not in the answer: {answer.text}"
    return ""


def _winner(entry: dict[str, Any], answer: Answer) -> str:
    if "winner" not in entry or answer.status != "answered":
        return ""
    return (
        ""
        if any(squeeze(w) in squeeze(answer.text) for w in entry["winner"].split("|"))
        else f"{entry['winner']} not named: {answer.text}"
    )


def _conflict(entry: dict[str, Any], answer: Answer) -> str:
    if not entry.get("conflict") or answer.conflicts or answer.status == "clarify":
        return ""
    return "the contradiction is not shown"


def _correction(entry: dict[str, Any], answer: Answer) -> str:
    if "correction" not in entry or answer.status != "answered":
        return ""
    return "" if answer.corrections else "the correction is not said"


def _cells(entry: dict[str, Any], answer: Answer) -> str:
    if answer.status != "answered":
        return ""
    cited = {place for citation in answer.citations for place in _places(citation.table, citation.line)}
    for cell in entry.get("cells", []):
        if not any(option in cited for option in _options(cell)):
            return f"{cell} is not cited (cited: {sorted(cited)})"
    return ""


def _places(table: str, line: int) -> list[str]:
    digits = "".join(char for char in table if char.isdigit())
    if digits:
        return [f"{int(digits):02}:{line}", f"{int(digits)}:{line}"]
    return [f"goals:{line}"] if "绩效" in table else [f"prose:{line}"]


def _options(cell: str) -> list[str]:
    table = cell.split(":")[0]
    return [part if ":" in part else f"{table}:{part}" for part in cell.split("|")]


_CHECKS = (_value, _truth, _blank, _rows, _winner, _figures, _contains, _conflict, _correction, _cells)
_FIGURE_CHECKS = (_value, _truth, _blank, _rows, _winner)
