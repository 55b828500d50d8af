"""grammar/question.lark → a parser of mention tokens.

Lark compiles the grammar to its LALR(1) table once; the table is kept in the cache as plain values
and run by the small loop below, so that a question does not pay 40 ms for importing Lark.
In: tokens (kind, payload).  Out: a Node tree shaped as Lark would shape it.  Knows no meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from askbudget.cache import cached
from askbudget.records import dataclass
from askbudget.resources import GRAMMAR

SOURCE = GRAMMAR / "question.lark"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A token: its kind and what it carries."""

    kind: str
    payload: Any


@dataclass(frozen=True, slots=True)
class Node:
    """A rule of the grammar (or its alias) with its children."""

    name: str
    children: tuple[Node | Leaf, ...]


class Unparsable(ValueError):
    """The words stand in an order the grammar does not know; ``position`` is the token's index."""

    def __init__(self, position: int) -> None:
        super().__init__(f"token {position}")
        self.position = position


def parse(tokens: Sequence[Leaf], rules: list[str] | None = None) -> Node:
    """The tree of *tokens*; the names of the rules used are appended to *rules* in their order.

    Raises Unparsable at the first token that cannot stand where it stands.
    """
    table = _table()
    states: list[int] = [table["start"]]
    values: list[tuple[Node | Leaf, ...]] = []
    position = 0
    while True:
        kind = tokens[position].kind if position < len(tokens) else "$END"
        action = table["states"][states[-1]].get(kind)
        if action is None:
            raise Unparsable(position)
        shift, argument = action
        if shift:
            if kind == "$END":
                break
            states.append(argument)
            values.append((tokens[position],))
            position += 1
            if states[-1] == table["end"]:
                break
            continue
        name, size, inline = table["rules"][argument]
        children = tuple(child for value in values[len(values) - size :] for child in value) if size else ()
        if size:
            del states[-size:], values[-size:]
        if inline == "always" or (inline == "single" and len(children) == 1):
            values.append(children)
        else:
            values.append((Node(name, children),))
            if rules is not None:
                rules.append(name)
        states.append(table["states"][states[-1]][table["origins"][argument]][1])
        if states[-1] == table["end"]:
            break
    root = values[-1][0]
    assert isinstance(root, Node)
    return root


@cache
def _table() -> dict[str, Any]:
    value: dict[str, Any] = cached("question", (SOURCE,), _build)
    return value


def _build() -> dict[str, Any]:
    from lark import Lark
    from lark.parsers.lalr_analysis import Shift

    lark = Lark(
        SOURCE.read_text(encoding="utf-8"), parser="lalr", lexer=_no_lexer(), maybe_placeholders=False
    )
    parse_table = lark.parser.parser._parse_table
    rules: list[tuple[str, int, str]] = []
    origins: list[str] = []
    index: dict[int, int] = {}
    states: dict[int, dict[str, tuple[bool, int]]] = {}
    for state, actions in parse_table.states.items():
        row: dict[str, tuple[bool, int]] = {}
        for token, (action, argument) in actions.items():
            if action is Shift:
                row[str(token)] = (True, argument)
                continue
            if id(argument) not in index:
                index[id(argument)] = len(rules)
                rules.append(_rule(argument))
                origins.append(str(argument.origin.name))
            row[str(token)] = (False, index[id(argument)])
        states[state] = row
    return {
        "states": states,
        "rules": rules,
        "origins": origins,
        "start": parse_table.start_states["start"],
        "end": parse_table.end_states["start"],
    }


def _rule(rule: Any) -> tuple[str, int, str]:
    """(name, length, inline: never · single · always), as Lark's tree builder would do it."""
    name = str(rule.alias or rule.origin.name)
    if not rule.alias and str(rule.origin.name).startswith("_"):
        return name, len(rule.expansion), "always"
    if not rule.alias and rule.options.expand1:
        return name, len(rule.expansion), "single"
    return name, len(rule.expansion), "never"


def _no_lexer() -> Any:
    from lark.lexer import Lexer

    class NoLexer(Lexer):
        """The tokens are mentions already."""

        def __init__(self, conf: Any) -> None: ...

        def lex(self, lexer_state: Any, parser_state: Any) -> Any:
            """Never called: only the compiled table is used."""
            return iter(())

    return NoLexer
