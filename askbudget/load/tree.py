"""The rows of a table in printed order in, each row's parent and depth out.

Codes nest by prefix, lines by their ordinals, sums hold what they sum up, 其中 stands beside the tree.  What the
print does not say is not assumed: a row that nothing contains hangs under the table's total.
"""

from __future__ import annotations

from collections.abc import Sequence

from askbudget.load.words import load_words, ordinal_of
from askbudget.records import dataclass
from askbudget.text import squeeze


@dataclass(slots=True)
class Node:
    """What the tree needs of a row, and what it finds: ``parent`` (position), ``level``, ``leaf``."""

    label: str
    holds: str = ""
    code: str = ""
    unit_code: str = ""
    kind: str = ""
    side: str | None = None
    of_which: bool = False
    parent: int | None = None
    level: int = 0
    leaf: bool = True


def grow(nodes: Sequence[Node], items: bool) -> None:
    """Find parents, levels and leaves; ``items``: the rows are the lines of a 收支 table or form, without codes."""
    if items:
        for side in dict.fromkeys(node.side for node in nodes):
            _grow_items([(at, node) for at, node in enumerate(nodes) if node.side == side])
    else:
        _grow_coded(nodes)
    _measure(nodes)


def _grow_coded(nodes: Sequence[Node]) -> None:
    """合计 ⊃ units by code ⊃ subjects, economic subjects or projects by code, until the next unit."""
    totals = [at for at, node in enumerate(nodes) if node.holds == "total"]
    root = totals[0] if totals else None
    units: list[int] = []
    coded: list[int] = []
    group: int | None = None
    for at, node in enumerate(nodes):
        if node.holds == "total":
            node.of_which = node.of_which or at != root
            node.parent = None if at == root else root
        elif node.holds == "unit_code":
            while units and not node.code.startswith(nodes[units[-1]].code):
                units.pop()
            node.parent = units[-1] if units else root
            units.append(at)
            coded, group = [], None
        elif node.of_which and at:
            node.parent = at - 1 if not nodes[at - 1].of_which else nodes[at - 1].parent
        else:
            above = units[-1] if units else root
            while coded and not _below(node, nodes[coded[-1]]):
                coded.pop()
            if node.kind and not node.label and not node.code:
                group, node.parent = at, above
            elif coded:
                node.parent = coded[-1]
            elif group is not None and nodes[group].kind == node.kind:
                node.parent = group
            else:
                node.parent = above
            if node.code:
                coded.append(at)


def _below(node: Node, above: Node) -> bool:
    """Whether a subject's code lies below another's (and the unit printed with it is the same)."""
    return (
        node.code != above.code
        and node.holds == above.holds
        and node.code.startswith(above.code)
        and (not above.unit_code or node.unit_code == above.unit_code)
    )


def _grow_items(nodes: Sequence[tuple[int, Node]]) -> None:
    """Lines of one side: ordinals nest, a sum holds the lines before it, the last or grand sum holds all."""
    words = load_words()
    sums = [at for at, node in nodes if words.is_sum(squeeze(node.label))]
    grand = [at for at, node in nodes if words.is_grand(squeeze(node.label))]
    root = (grand or sums)[-1] if sums else None
    path: list[tuple[int, int]] = []
    pending: list[Node] = []
    numbered = sum(ordinal_of(node.label) is not None for _, node in nodes) * 2 > len(nodes)
    last: int | None = None
    aside: int | None = None
    for at, node in nodes:
        ordinal = ordinal_of(node.label)
        if at == root:
            continue
        if at in sums:
            for other in pending:
                other.parent = at
            pending, path, aside = [node], [], None
        elif node.of_which or (aside is not None and numbered and ordinal is None):
            node.of_which, node.parent = True, last
            aside = last
            continue
        elif ordinal is not None:
            while path and path[-1][0] >= ordinal.depth:
                path.pop()
            if path:
                node.parent = path[-1][1]
            else:
                pending.append(node)
            path.append((ordinal.depth, at))
            aside = None
        else:
            pending.append(node)
            path = []
        last = at
    for other in pending:
        other.parent = root


def _measure(nodes: Sequence[Node]) -> None:
    """Levels from the root down; a row with parts, and a 其中 row, is no leaf."""
    for node in nodes:
        if node.parent is not None and not node.of_which:
            nodes[node.parent].leaf = False
        node.leaf = node.leaf and not node.of_which
    known: dict[int, int] = {}

    def level(at: int) -> int:
        if at not in known:
            parent = nodes[at].parent
            known[at] = _top(nodes[at]) if parent is None else level(parent) + 1
        return known[at]

    for at, node in enumerate(nodes):
        node.level = level(at)


def _top(node: Node) -> int:
    """The level of a row that nothing contains: 0 for a total or a unit, 1 for a line without its total."""
    return 0 if not node.leaf or node.holds in ("total", "unit_code") or not node.label else 1
