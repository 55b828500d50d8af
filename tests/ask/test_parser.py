"""The parser that runs Lark's table builds the trees Lark builds, and stops where Lark stops."""

from __future__ import annotations

import random
import re
from functools import cache
from typing import Any

import pytest
from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput
from lark.lexer import Lexer

from askbudget.ask.parser import Leaf, Node, Unparsable, parse
from askbudget.resources import GRAMMAR

SOURCE = (GRAMMAR / "question.lark").read_text(encoding="utf-8")
KINDS = sorted({kind for line in re.findall(r"%declare (.*)", SOURCE) for kind in line.split()})


class _Given(Lexer):
    """Hands Lark the tokens as they are."""

    def __init__(self, conf: Any) -> None: ...

    def lex(self, lexer_state: Any, parser_state: Any) -> Any:
        yield from lexer_state.text if not hasattr(lexer_state.text, "text") else lexer_state.text.text


@cache
def _lark() -> Lark:
    return Lark(SOURCE, parser="lalr", lexer=_Given, maybe_placeholders=False)


def _of_lark(kinds: list[str]) -> object:
    """Lark's tree as nested lists, or the index of the token it stops at."""
    parser = _lark().parse_interactive()
    for index, kind in enumerate(kinds):
        try:
            parser.feed_token(Token(kind, index))
        except UnexpectedInput:
            return index
    try:
        tree = parser.feed_eof()
    except UnexpectedInput:
        return len(kinds)
    assert isinstance(tree, Tree)
    return _lists(tree)


def _lists(tree: object) -> object:
    if isinstance(tree, Tree):
        return [str(tree.data), *map(_lists, tree.children)]
    assert isinstance(tree, Token)
    return (tree.type, tree.value)


def _ours(kinds: list[str]) -> object:
    try:
        return _plain(parse([Leaf(kind, index) for index, kind in enumerate(kinds)]))
    except Unparsable as error:
        return error.position


def _plain(node: Node | Leaf) -> object:
    if isinstance(node, Leaf):
        return (node.kind, node.payload)
    return [node.name, *map(_plain, node.children)]


def _grown(seed: int) -> list[str]:
    """A sequence the grammar allows for long: each token is one that Lark accepts at its place, mostly."""
    chosen = random.Random(seed)
    parser, kinds = _lark().parse_interactive(), []
    for _ in range(chosen.randint(0, 14)):
        accepted = sorted(kind for kind in parser.accepts() if kind != "$END")
        if not accepted or chosen.random() < 0.03:
            return [*kinds, chosen.choice(KINDS)]
        kinds.append(chosen.choice(accepted))
        parser.feed_token(Token(kinds[-1], len(kinds) - 1))
    return kinds


def test_sequences_grown_from_the_grammar() -> None:
    grown = [_grown(seed) for seed in range(400)]
    assert sum(isinstance(_of_lark(kinds), list) for kinds in grown) > 100
    for kinds in grown:
        assert _ours(kinds) == _of_lark(kinds), kinds


def test_sequences_of_any_tokens() -> None:
    for seed in range(400):
        chosen = random.Random(seed)
        kinds = [chosen.choice(KINDS) for _ in range(chosen.randint(1, 6))]
        assert _ours(kinds) == _of_lark(kinds), kinds


@pytest.mark.parametrize("kind", KINDS)
def test_each_token_alone(kind: str) -> None:
    assert _ours([kind]) == _of_lark([kind])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SEL DE DIM TOTAL ASK",
        "SEL AND SEL EITHER SEL DIM EXTREME NUMBER",
        "EXCEPT SEL DIM AND SEL OUTSIDE STOP DIM ASK",
        "DIM CMP MONEY AND NUMBER TO NUMBER BETWEEN COUNT",
        "SEL OCCUPY SEL ASK STOP SEL THAN SEL MORE ASK",
        "BY EACH DIM LIST CONTAINS QUOTED AND SEL CONTAINSEND",
        "QUOTED CONTAINSEND DIM NTH NTHLAST FIRST LAST ORDER",
        "NOT SEL QUOTED IS SEL",
    ],
)
def test_shapes_of_questions(text: str) -> None:
    assert isinstance(_ours(text.split()), list)
    assert _ours(text.split()) == _of_lark(text.split())


def test_an_unknown_kind_of_token_cannot_stand_anywhere() -> None:
    with pytest.raises(Unparsable) as caught:
        parse([Leaf("SEL", None), Leaf("UNHEARD_OF", None)])
    assert caught.value.position == 1


def test_the_rules_are_named_in_the_order_they_were_used() -> None:
    rules: list[str] = []
    parse([Leaf("SEL", None), Leaf("CMP", None), Leaf("MONEY", None)], rules)
    assert rules.index("selection") < rules.index("amount") < rules.index("above") < rules.index("start")
