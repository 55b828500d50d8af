"""grammar/question.lark → a parser of mention tokens.

Lark compiles the grammar to its LALR(1) table once; the table is kept in the cache as an array of
integers and run by the small loop below, so that a question does not pay 40 ms for importing Lark.
In: tokens (kind, payload).  Out: a Node tree shaped as Lark would shape it.  Knows no meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
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
    states: list[int] = [table.start]
    values: list[tuple[Node | Leaf, ...]] = []
    position = 0
    while True:
        kind = tokens[position].kind if position < len(tokens) else "$END"
        action = table.action(states[-1], kind)
        if action == 0:
            raise Unparsable(position)
        if action > 0:
            if kind == "$END":
                break
            states.append(action - 1)
            values.append((tokens[position],))
            position += 1
            if states[-1] == table.end:
                break
            continue
        name, origin, size, inline = table.rules[-action - 1]
        children = tuple(child for value in values[len(values) - size :] for child in value) if size else ()
        if size:
            del states[-size:], values[-size:]
        if inline == "always" or (inline == "single" and len(children) == 1):
            values.append(children)
        else:
            values.append((Node(name, children),))
            if rules is not None:
                rules.append(name)
        states.append(table.action(states[-1], origin) - 1)
        if states[-1] == table.end:
            break
    root = values[-1][0]
    assert isinstance(root, Node)
    return root


class _Table:
    """Lark's table.  ``rules`` are (name, origin, length, inline), as ``_rule`` gives them."""

    def __init__(self, plain: dict[str, Any]) -> None:
        self.rules: list[tuple[str, str, int, str]] = plain["rules"]
        self.start: int = plain["start"]
        self.end: int = plain["end"]
        self._symbols: dict[str, int] = plain["symbols"]
        self._actions = memoryview(plain["actions"]).cast("i")

    def action(self, state: int, symbol: str) -> int:
        """What to do in *state* at *symbol*: shift to n (n + 1), reduce by rule n (-n - 1), or nothing (0)."""
        column = self._symbols.get(symbol)
        return 0 if column is None else self._actions[state * len(self._symbols) + column]


@cache
def _table() -> _Table:
    return _Table(cached("question", (SOURCE, Path(__file__)), _build))


def _build() -> dict[str, Any]:
    from array import array

    from lark import Lark
    from lark.parsers.lalr_analysis import Shift

    lark = Lark(
        SOURCE.read_text(encoding="utf-8"), parser="lalr", lexer=_no_lexer(), maybe_placeholders=False
    )
    parse_table = lark.parser.parser._parse_table
    rules: list[tuple[str, str, int, str]] = []
    index: dict[int, int] = {}
    symbols: dict[str, int] = {}
    for actions in parse_table.states.values():
        for token in actions:
            symbols.setdefault(str(token), len(symbols))
    table = array("i", [0]) * (len(symbols) * (max(parse_table.states) + 1))
    for state, actions in parse_table.states.items():
        for token, (action, argument) in actions.items():
            if action is not Shift and id(argument) not in index:
                index[id(argument)] = len(rules)
                rules.append(_rule(argument))
            place = state * len(symbols) + symbols[str(token)]
            table[place] = argument + 1 if action is Shift else -index[id(argument)] - 1
    return {
        "actions": table.tobytes(),
        "symbols": symbols,
        "rules": rules,
        "start": parse_table.start_states["start"],
        "end": parse_table.end_states["start"],
    }


def _rule(rule: Any) -> tuple[str, str, int, str]:
    """(name, origin, length, inline: never · single · always), as Lark's tree builder would do it."""
    origin, size = str(rule.origin.name), len(rule.expansion)
    if not rule.alias and origin.startswith("_"):
        return origin, origin, size, "always"
    if not rule.alias and rule.options.expand1:
        return origin, origin, size, "single"
    return str(rule.alias or origin), origin, size, "never"


def _no_lexer() -> Any:
    from lark.lexer import Lexer

    class NoLexer(Lexer):
        """The tokens are mentions already."""

        def __init__(self, conf: Any) -> None: ...

        def lex(self, lexer_state: Any, parser_state: Any) -> Any:
            """Never called: only the compiled table is used."""
            return iter(())

    return NoLexer
