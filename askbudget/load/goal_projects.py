"""The goal table of projects whose columns the file lost → indicators by project.

In: the table's lines.  Out: Indicators with their group where it is certain (``("",)`` where not) and
how many are not.  No text of an indicator is lost: names and targets joined are what is printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from askbudget.lexicon import Lexicon
from askbudget.load.cues import GROUPS, Cues
from askbudget.load.goal_cells import Pair, Piece, joined, read_pairs
from askbudget.model import Indicator
from askbudget.money import is_figure
from askbudget.records import dataclass, field
from askbudget.text import squeeze

_PROJECT = re.compile(r"\d{15,30}")
_UNIT = re.compile(r"\d{3,12}")


@dataclass(slots=True)
class _Project:
    code: str
    unit: str
    head: list[Piece] = field(default_factory=list)
    body: list[Piece] = field(default_factory=list)
    name: str = ""


def has_projects(rows: Sequence[Sequence[Piece]]) -> bool:
    """Whether lines begin with project codes."""
    return any(_PROJECT.fullmatch(row[0].text) for row in rows)


def read_projects(
    rows: Sequence[Sequence[Piece]], lexicon: Lexicon, cues: Cues
) -> tuple[list[Indicator], int]:
    """The indicators in printed order, and how many have no certain group or value."""
    projects = _projects(rows, lexicon)
    found: list[Indicator] = []
    unsure = 0
    for project, pairs in zip(projects, read_pairs([p.body for p in projects], cues), strict=True):
        pairs = [_doubted(pair, index, pairs, cues) for index, pair in enumerate(pairs)]
        for pair, group in zip(pairs, _groups(pairs, cues), strict=True):
            first = (*pair.value, *pair.name)[0]
            unsure += pair.open or not group
            found.append(
                Indicator(
                    project=project.name,
                    project_code=project.code,
                    unit=project.unit,
                    levels=(group,),
                    name=pair.names,
                    target=pair.target,
                    explanation="",
                    page=first.page,
                    line=first.line,
                )
            )
    return found, unsure


# ---------------------------------------------------------------- projects


def _projects(rows: Sequence[Sequence[Piece]], lexicon: Lexicon) -> list[_Project]:
    """Cut the lines at the codes: a long one opens a project, a short one alone the row of a unit."""
    projects: list[_Project] = []
    unit, inside = "", "nothing"
    for row in rows:
        first = row[0].text
        if _PROJECT.fullmatch(first):
            projects.append(_Project(first, unit, head=list(row[1:])))
            inside = "head"
        elif inside != "head" and len(row) == 1 and _UNIT.fullmatch(first):
            unit, inside = first, "unit"
        elif inside == "head":
            if all(is_figure(piece.text) for piece in row) and projects[-1].head:
                inside = "body"
            else:
                projects[-1].head.extend(row)
        elif inside == "body":
            projects[-1].body.extend(row)
    for project in projects:
        _name(project, lexicon)
    return projects


def _name(project: _Project, lexicon: Lexicon) -> None:
    """The head without the 项目分类 at its end is the project's name."""
    head = project.head
    for size in range(len(head), 0, -1):
        words = squeeze("".join(piece.text for piece in head[-size:]))
        terms = lexicon.vocabulary.words.get(words, ())
        if size < len(head) and any(term.kind == "nature" for term in terms):
            head = head[:-size]
            break
    text = ""
    for before, piece in zip([None, *head], head, strict=False):
        same_line = before is not None and before.line == piece.line
        text += f" {piece.text}" if same_line else piece.text
    project.name = text


# ---------------------------------------------------------------- groups


def _doubted(pair: Pair, index: int, pairs: Sequence[Pair], cues: Cues) -> Pair:
    """Where 满意度 stands before any 效益, a value of 效益 may hide in its words: keep it whole."""
    if pair.open or index > 2 or len(pair.name) < 3:
        return pair
    if _cued(pair, cues) != {"满意度指标"} or any(
        _cued(other, cues) == {"效益指标"} for other in pairs[:index]
    ):
        return pair
    return Pair((*pair.name, *pair.value), (), True)


def _groups(pairs: Sequence[Pair], cues: Cues) -> list[str]:
    """The group of each pair: by its place in the first line of four, else by its words; ``""`` if open."""
    cued = [_cued(pair, cues) for pair in pairs]
    groups = [next(iter(found)) if len(found) == 1 else "" for found in cued]
    first = pairs[: len(GROUPS)]
    if (
        len(first) == len(GROUPS)
        and not any(pair.open for pair in first)
        and _is_first_line(first, cued, cues)
    ):
        groups[: len(GROUPS)] = GROUPS
    return ["" if pair.open else group for pair, group in zip(pairs, groups, strict=True)]


def _is_first_line(first: Sequence[Pair], cued: Sequence[set[str]], cues: Cues) -> bool:
    """Nothing speaks against 成本, 产出, 效益, 满意度 in this order, and both ends speak for it."""
    if any(found and group not in found for group, found in zip(GROUPS, cued, strict=False)):
        return False
    last = first[-1]
    served = any(word in squeeze(last.names) for word in cues.words["served"])
    return (GROUPS[0] in cued[0] or squeeze(first[0].target).endswith(("元", "万", "亿"))) and (
        GROUPS[3] in cued[3] or served
    )


def _cued(pair: Pair, cues: Cues) -> set[str]:
    """The groups whose words stand in the name; of several, the one whose word ends it.

    A name without such a word and a value in words is 效益 (产出 and 成本 are counted).
    """
    name = squeeze(joined(pair.name))
    target = squeeze(pair.target)
    found = {group: word for group in GROUPS for word in cues.groups[group] if word in name}
    if GROUPS[3] in found:
        return {GROUPS[3]}
    ends = {group for group in found if any(name.endswith(word) for word in cues.groups[group])}
    if ends:
        return ends
    if found:
        return set(found)
    if target and not re.search(r"\d", target):
        return {GROUPS[2]}
    return set()
