"""An Answer in the shapes of the contract: the JSON object, CSV records, and text for people.

In: a model.Answer and what identifies the library.  Out: plain values and lines.  Computes no figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from askbudget import __version__
from askbudget.cli.output import Sheet, aligned, grouped
from askbudget.model import Answer, AnswerRow, Citation

CODES = {"answered": 0, "refused": 1, "clarify": 3}

_RECORD = (
    "id", "question", "status", "record", "label", "value", "unit", "text", "document", "table", "title",
    "page", "line", "row", "column", "printed", "basis",
)  # fmt: skip


def as_json(answer: Answer, mark: object, library: str) -> dict[str, Any]:
    """The object of ``ask --json``; *mark* is the input's id, *library* the fingerprint."""
    return {
        "id": mark,
        "question": answer.question,
        "document": answer.document,
        "status": answer.status,
        "text": answer.text,
        "value": answer.value,
        "unit": answer.unit,
        "truth": answer.truth,
        "rows": [
            {"label": row.label, "value": row.value, "unit": row.unit, "citation": row.citation}
            for row in answer.rows
        ],
        "citations": [_citation(citation) for citation in answer.citations],
        "derivation": answer.derivation,
        "corroboration": [
            {"value": other.value, "agrees": other.agrees, "citation": other.citation}
            for other in answer.corroboration
        ],
        "conflicts": [
            {"message": conflict.message, "citations": list(conflict.citations)}
            for conflict in answer.conflicts
        ],
        "choices": [
            {"label": choice.label, "question": choice.question, "value": choice.value}
            for choice in answer.choices
        ],
        "reading": answer.reading,
        "unread": list(answer.unread),
        "corrections": [
            {"from": correction.source, "to": correction.target, "why": correction.why}
            for correction in answer.corrections
        ],
        "suggestions": list(answer.suggestions),
        "notes": list(answer.notes),
        "sql": answer.sql,
        "library": library,
        "version": __version__,
        **({"trace": [list(step) for step in answer.trace]} if answer.trace else {}),
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "document": citation.document,
        "table": citation.table,
        "title": citation.title,
        "page": citation.page,
        "line": citation.line,
        "row": citation.row,
        "column": citation.column,
        "printed": citation.printed,
        "basis": citation.basis,
        "key": citation.key,
    }


def as_sheet(answers: Sequence[tuple[object, Answer]]) -> Sheet:
    """One record for each answer and one for each of its rows."""
    return Sheet(_RECORD, [record for mark, answer in answers for record in _records(mark, answer)])


def _records(mark: object, answer: Answer) -> Iterator[list[str | None]]:
    first = [None if mark is None else str(mark), answer.question, answer.status]
    only = answer.citations[0] if len(answer.citations) == 1 and not answer.rows else None
    yield [*first, "answer", None, answer.value, answer.unit, answer.text, *_place(answer, only)]
    for row in answer.rows:
        cited = None if row.citation is None else answer.citations[row.citation]
        yield [*first, "row", row.label, row.value, row.unit, None, *_place(answer, cited)]


def _place(answer: Answer, cited: Citation | None) -> list[str | None]:
    if cited is None:
        return [answer.document, *[None] * 8]
    return [
        cited.document, cited.table, cited.title, str(cited.page), str(cited.line), cited.row, cited.column,
        cited.printed, cited.basis,
    ]  # fmt: skip


def as_lines(answer: Answer) -> list[str]:
    """The answer for people: the sentence, its rows, where they stand, who agrees, what to mind."""
    lines = [answer.text]
    lines += [f"  {line}" for line in _row_lines(answer)]
    lines += _labelled("来源", _sources(answer))
    if answer.derivation and len(answer.rows) < 2:
        lines += _labelled("计算", [answer.derivation])
    lines += _labelled("互证", _agreements(answer))
    lines += _labelled("冲突", [_conflict(answer, at) for at in range(len(answer.conflicts))])
    lines += _labelled(
        "更正", [f"“{was.source}”按“{was.target}”理解（{was.why}）" for was in answer.corrections]
    )
    lines += _labelled("未读懂", ["、".join(f"“{word}”" for word in answer.unread)] if answer.unread else [])
    lines += _labelled("注意", answer.notes)
    lines += _labelled("可选", [_choice(answer, at) for at in range(len(answer.choices))])
    lines += _labelled("可以问", answer.suggestions)
    return lines


def trace_lines(answer: Answer) -> list[str]:
    """What ``--explain`` shows: every stage and what it made."""
    lines = []
    for stage, made in answer.trace:
        first, *rest = made.splitlines() or [""]
        lines += [f"[{stage}] {first}", *(f"    {line}" for line in rest)]
    return lines


def _labelled(label: str, lines: Sequence[str]) -> list[str]:
    """The lines behind their label, the second and later ones indented under the first."""
    indent = " " * (2 * len(label) + 2)
    return [(f"{label}  " if at == 0 else indent) + line for at, line in enumerate(lines)]


def _row_lines(answer: Answer) -> list[str]:
    units = {row.unit for row in answer.rows if row.value is not None}
    shown = units - {answer.unit} if len(units) == 1 else units
    return aligned(([row.label, _value(row, bool(shown))] for row in answer.rows), frozenset({1}), gap=4)


def _value(row: AnswerRow, with_unit: bool) -> str:
    if row.value is None:
        return "未列示" if row.unit else ""
    space = "" if row.unit == "%" else " "
    return grouped(row.value) + (space + row.unit if with_unit and row.unit else "")


def _sources(answer: Answer) -> list[str]:
    """The citations that the answer rests on, those in one column of one table on one line."""
    others = {other.citation for other in answer.corroboration}
    others |= {at for conflict in answer.conflicts for at in conflict.citations}
    used = [row.citation for row in answer.rows if row.citation is not None]
    wanted = dict.fromkeys(used or (at for at in range(len(answer.citations)) if at not in others))
    groups: dict[tuple[str, str, str, str], list[Citation]] = {}
    for at in wanted:
        cited = answer.citations[at]
        groups.setdefault((cited.document, cited.table, cited.title, cited.column), []).append(cited)
    several = len({document for document, *_ in groups}) > 1
    return [_source(group, several) for group in groups.values()]


def _source(group: Sequence[Citation], with_document: bool = False) -> str:
    first = group[0]
    pages: dict[int, dict[int, None]] = {}
    for cited in group:
        pages.setdefault(cited.page, {})[cited.line] = None
    places = "、".join(f"第{page}页 第{'、'.join(map(str, lines))}行" for page, lines in pages.items())
    document = f"{first.document} " if with_document else ""
    title = f"《{first.title}》" if first.title and first.title != first.table else ""
    column = f" · {first.column}" if first.column else ""
    doubt = "（列存疑）" if any(cited.basis == "ambiguous" for cited in group) else ""
    return f"{document}{first.table}{title}{places}{column}{doubt}"


def _agreements(answer: Answer) -> list[str]:
    lines = []
    for other in answer.corroboration:
        verdict = "一致" if other.agrees else "不一致"
        value = "" if other.value is None else f" {grouped(other.value)}"
        lines.append(f"{_source([answer.citations[other.citation]])}{value} {verdict}")
    return lines


def _conflict(answer: Answer, at: int) -> str:
    conflict = answer.conflicts[at]
    places = "；".join(_source([answer.citations[number]]) for number in conflict.citations)
    return f"{conflict.message}（{places}）" if places else conflict.message


def _choice(answer: Answer, at: int) -> str:
    choice = answer.choices[at]
    value = f"：{grouped(choice.value)}" if choice.value is not None else ""
    asks = f"  ← {choice.question}" if choice.question and choice.question != choice.label else ""
    return f"{at + 1}. {choice.label}{value}{asks}"
