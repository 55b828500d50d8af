"""grammar/examples is the specification of the question language: every example is read as it says."""

from __future__ import annotations

import re
from typing import Any

import pytest

from askbudget.ask.reading import Read, read
from askbudget.lexicon import load_lexicon
from askbudget.lexicon.mentions import find_mentions
from askbudget.lexicon.names import Names
from askbudget.model import Measure, Query
from askbudget.resources import GRAMMAR, Entry, entries

EXAMPLES = [
    entry for path in sorted((GRAMMAR / "examples").glob("*.toml")) for entry in entries(path, "example")
]


def _read(question: str) -> Read:
    names = Names()
    names.seal()
    found = find_mentions(question, load_lexicon(), names)
    assert not found.unread, [found.text[start:end] for start, end in found.unread]
    return read(found.text, found.mentions, 2025)


def _picks(measure: Measure) -> list[str]:
    return [
        f"{p.options[0].dimension}={p.options[0].members[0]}" for p in measure.picks if p.match != "implied"
    ]


def _plain(query: Query) -> dict[str, Any]:
    conditions = [f"{c.comparison} {c.value}{'%' if c.share else ''}" for c in query.conditions]
    excluded = [
        f"{p.options[0].dimension}={p.options[0].members[0]}" for m in query.measures for p in m.excluded
    ]
    return {
        "operation": query.operation,
        "picks": [pick for measure in query.measures for pick in _picks(measure)],
        "measures": [_picks(measure) for measure in query.measures],
        "base": _picks(query.base) if query.base is not None else None,
        "excluded": excluded,
        "conditions": conditions,
        "claim": None if query.claim is None else str(query.claim),
        "contains": list(query.contains),
        **{name: getattr(query, name) for name in ("entity", "group", "order", "first", "nth", "total")},
    }


@pytest.mark.parametrize("entry", EXAMPLES, ids=lambda entry: f"{entry.path.stem}:{entry.line}")
def test_example(entry: Entry) -> None:
    found = _read(entry.text("ask"))
    construct = entry.text("construct")
    used = set(found.rules) | {f"operation:{query.operation}" for query in found.queries}
    if entry.values.get("not_construct"):
        assert construct not in used
        return
    assert construct in used
    plain = _plain(found.queries[0])
    assert {key: plain[key] for key in entry.values["query"]} == entry.values["query"]


def test_every_construct_has_examples_of_both_kinds() -> None:
    grammar = (GRAMMAR / "question.lark").read_text(encoding="utf-8")
    aliases = set(re.findall(r"->\s*(\w+)", grammar)) - {"selection", "dimension"}
    constructs = aliases | {"exclusion", "containing", "correction", "claim"}
    for construct in sorted(constructs | {entry.text("construct") for entry in EXAMPLES}):
        kinds = {bool(e.values.get("not_construct")) for e in EXAMPLES if e.text("construct") == construct}
        assert kinds == {True, False}, construct
