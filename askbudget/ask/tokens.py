"""Mentions → the tokens of grammar/question.lark: what selects and asks, in order, without empty words.

In: the mentions of one question.  Out: Leaves.  What depends on the neighbouring word only is settled
here (多少项目 counts, 甲以外 excludes 甲), so that the grammar stays LALR(1).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from askbudget.ask.parser import Leaf
from askbudget.model import Mention
from askbudget.records import replace

_VOID = frozenset({"VOID", "GIVE", "THEN"})
_COUNTERS = ("个", "笔", "项")
_STOPS = frozenset("，,。；;？?！!：:\n")


def combine(mentions: Sequence[Mention]) -> list[Mention]:
    """Neighbouring runs of names narrow each other: 热线 + 升级改造, 智慧西工 + 2024."""
    result: list[Mention] = []
    for mention in mentions:
        last = next(
            (m for m in reversed(result) if m.kind not in ("VOID", "DE", "DIM", "AMOUNT", "IN")), None
        )
        if last is not None and last.kind == "SEL" and last.match == "part":
            common = _common(last, mention)
            if common:
                merged = replace(last, end=mention.end, text=last.text + mention.text, terms=common)
                result[result.index(last)] = merged
                continue
        result.append(mention)
    return result


def _common(part: Mention, mention: Mention) -> tuple[Any, ...]:
    if mention.kind == "SEL" and mention.match == "part":
        known = {(term.kind, term.member) for term in mention.terms}
        return tuple(term for term in part.terms if (term.kind, term.member) in known)
    if mention.kind in ("YEAR", "NUMBER"):
        digits = str(mention.value)
        if mention.kind == "NUMBER" and len(digits) < 4:
            return ()
        return tuple(term for term in part.terms if term.kind == "project" and digits in term.member)
    return ()


def tokens(text: str, mentions: Sequence[Mention]) -> list[Leaf]:
    """The tokens of the folded question *text*; AMOUNT and the other void words are left out."""
    leaves: list[Leaf] = []
    position = 0
    for mention in mentions:
        if leaves and any(char in _STOPS for char in text[position : mention.start]):
            leaves.append(Leaf("STOP", None))
        position = max(position, mention.end)
        wanted = {leaf.kind for leaf in leaves[-3:-1]} & {"EXTREME", "CMP", "TO"}
        counts = mention.kind == "VOID" and mention.text in _COUNTERS and not wanted
        if leaves and leaves[-1].kind == "NUMBER" and counts:
            leaves[-1] = Leaf("QUANTITY", leaves[-1].payload)
        if mention.kind not in _VOID and (leaves or mention.kind != "AND"):
            leaves.append(Leaf(mention.kind, mention))
    for step in _STEPS:
        leaves = step(leaves)
    return leaves


def _counted(leaves: list[Leaf]) -> list[Leaf]:
    """多少项目 asks how many, 多少钱 how much."""
    result = list(leaves)
    for index, (leaf, after) in enumerate(pairwise(leaves)):
        if leaf.kind == "ASK" and leaf.payload.text == "多少" and after.kind == "DIM":
            result[index] = Leaf("COUNT", leaf.payload)
    return result


def _quantities(leaves: list[Leaf]) -> list[Leaf]:
    """三个项目 says how many there are, except behind 最大的, where it says how many are wanted."""
    result = list(leaves)
    for index, (leaf, after) in enumerate(pairwise(leaves)):
        before = {one.kind for one in leaves[max(0, index - 2) : index]}
        if leaf.kind == "MONEY" and after.kind == "DE" and not before & {"CMP", "TO", "IS"}:
            result[index] = Leaf("EXACTLY", leaf.payload)
        if leaf.kind == "NUMBER" and after.kind in ("DIM", "LEVEL") and not before & {"EXTREME", "CMP", "TO"}:
            result[index] = Leaf("QUANTITY", leaf.payload)
    return result


def _sentences(leaves: list[Leaf]) -> list[Leaf]:
    """收入多少支出多少 asks twice: a selection behind an answered 多少 begins a new clause."""
    result: list[Leaf] = []
    selected = asked = False
    for leaf in leaves:
        if leaf.kind == "STOP":
            selected = asked = False
        elif leaf.kind == "SEL":
            if asked:
                result.append(Leaf("STOP", None))
                asked = False
            selected = True
        elif leaf.kind == "ASK":
            asked = selected
        result.append(leaf)
    return result


def _kinds(leaves: list[Leaf]) -> list[Leaf]:
    """各类项目, 每种资金: the kinds of a thing, told apart."""
    result = list(leaves)
    for index in range(len(leaves) - 2):
        each, level, thing = leaves[index : index + 3]
        if each.kind != "EACH" or level.kind != "LEVEL":
            continue
        name = {"DIM": "project_kind", "AMOUNT": "fund"}.get(thing.kind)
        if name and (thing.kind != "DIM" or thing.payload.terms[0].member == "project"):
            term = replace(thing.payload.terms[0], kind="DIM", member=name)
            result[index + 1] = result[index + 2] = Leaf(
                "DIM", replace(thing.payload, kind="DIM", terms=(term,))
            )
    return [leaf for index, leaf in enumerate(result) if not (index and leaf is result[index - 1])]


def _without_amounts(leaves: list[Leaf]) -> list[Leaf]:
    return [leaf for leaf in leaves if leaf.kind != "AMOUNT"]


def _settled(leaves: list[Leaf]) -> list[Leaf]:
    """零 is an amount; 等于 before no amount compares; 不低于多少 asks for a limit; 排名第五 is a place."""
    result: list[Leaf] = []
    ranked = any(leaf.kind == "ORDER" for leaf in leaves)
    for index, leaf in enumerate(leaves):
        after = leaves[index + 1].kind if index + 1 < len(leaves) else ""
        before = leaves[index - 1].kind if index else ""
        if leaf.kind == "ZERO":
            result.append(Leaf("MONEY", replace(leaf.payload, kind="MONEY", value=0)))
        elif leaf.kind == "CMP" and leaf.payload.terms[0].member == "eq" and after not in _AMOUNTS:
            result += [Leaf("THAN", leaf.payload), Leaf("EQUAL", leaf.payload)]
        elif leaf.kind == "CMP" and after in ("ASK", "COUNT", ""):
            result.append(Leaf("LIMIT", leaf.payload))
        elif leaf.kind == "CMP" and after == "SEL" and leaf.payload.terms[0].member in ("gt", "lt"):
            more = "MORE" if leaf.payload.terms[0].member == "gt" else "LESS"
            result += [Leaf("THAN", leaf.payload), Leaf(more, leaf.payload)]
        elif leaf.kind == "UNITWORD" and leaf.payload.text in _BARE_UNITS and before not in _UNIT_ASKED:
            result.append(Leaf("STRAY", leaf.payload))
        elif leaf.kind == "IN" and before not in _PLACES:
            result.append(Leaf("STRAY" if leaf.payload.text in _INSIDE else "IN", leaf.payload))
        elif leaf.kind == "ORDINAL" and ranked:
            result.append(Leaf("NTH", leaf.payload))
        else:
            result.append(leaf)
    return result


_PLACES = ("SEL", "DIM", "DE", "QUANTITY", "LEVEL", "OUTSIDE", "IN", "OF")
_INSIDE = ("中", "中间", "下", "内", "部分")
_BARE_UNITS = ("元", "块", "万元", "亿元")
_UNIT_ASKED = ("CONVERT", "ELLIPSIS", "ASK", "IS", "MORE", "LESS", "DIFFERENCE")
_AMOUNTS = ("MONEY", "NUMBER", "PERCENT", "ZERO")


def _asked(leaves: list[Leaf]) -> list[Leaf]:
    """是不是 joins what stands on both sides and asks whether it is so."""
    result: list[Leaf] = []
    for leaf in leaves:
        if leaf.kind == "YESNO" and leaf.payload.text.startswith("是") and leaf is not leaves[-1]:
            result.append(Leaf("IS", leaf.payload))
        result.append(leaf)
    return result


def _outside(leaves: list[Leaf]) -> list[Leaf]:
    """甲和乙以外 is 除了甲和乙以外: the exclusion begins at the run of selections before the word."""
    result: list[Leaf] = []
    for leaf in leaves:
        opened = any(one.kind == "EXCEPT" for one in result)
        if leaf.kind == "OUTSIDE" and not opened and leaf.payload.text in ("以外", "之外", "外"):
            start = len(result)
            while start and result[start - 1].kind in ("SEL", "DIM", "AND"):
                start -= 1
            if start < len(result):
                result.insert(start, Leaf("EXCEPT", leaf.payload))
        result.append(leaf)
    return result


def _tidy(leaves: list[Leaf]) -> list[Leaf]:
    """No two joints in a row and none at the end; no 的 where the grammar wants the next word at once."""
    result: list[Leaf] = []
    for leaf in leaves:
        last = result[-1].kind if result else "STOP"
        if leaf.kind in ("STOP", "AND") and last in ("STOP", "AND"):
            continue
        if leaf.kind == "DE" and last in ("EXTREME", "EACH"):
            continue
        result.append(leaf)
    while result and result[-1].kind in ("STOP", "AND"):
        result.pop()
    return result


_STEPS: tuple[Callable[[list[Leaf]], list[Leaf]], ...] = (
    _kinds,
    _without_amounts,
    _sentences,
    _settled,
    _counted,
    _quantities,
    _asked,
    _outside,
    _tidy,
)
