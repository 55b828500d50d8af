"""Whatever the tree: the cells of a cover without extras add up to the leaves inside the selection."""

from __future__ import annotations

from collections.abc import Iterator

from ask.made_tables import framed, judge
from hypothesis import given, settings
from hypothesis import strategies as st

from askbudget.ask.frame import Cover, Frame, Node, Wanted, covers
from askbudget.model import Column, Row, Table

MEMBERS = {
    "unit": ("101", "102"),
    "nature": ("基本支出", "人员经费", "公用经费", "项目支出", "其他运转类", "特定目标类"),
    "subject": ("205", "20502", "2050202", "2050203", "210"),
    "fund": ("财政拨款", "一般公共预算", "政府性基金", "单位资金"),
}
ROW_DIMS, COLUMN_DIMS = ("unit", "subject"), ("fund", "nature")
JUDGE = judge()

Tree = list[tuple[int | None, dict[str, str], bool]]
"""(parent, dims, 其中) of every node, parents first."""


@st.composite
def trees(draw: st.DrawFn, names: tuple[str, ...], most: int) -> Tree:
    """A tree in which a child never leaves what its parent stands for."""
    tree: Tree = [(None, {}, False)]
    held: list[dict[str, str]] = [{}]
    for _ in range(draw(st.integers(0, most))):
        parent = draw(st.integers(0, len(tree) - 1))
        dims = {}
        for name in draw(st.lists(st.sampled_from(names), max_size=2, unique=True)):
            above = held[parent].get(name)
            inside = [m for m in MEMBERS[name] if above is None or JUDGE(name, m, Wanted((above,))) == 0]
            dims[name] = draw(st.sampled_from(inside))
        tree.append((parent, dims, draw(st.integers(0, 5)) == 0))
        held.append({**held[parent], **dims})
    return tree


@st.composite
def selections(draw: st.DrawFn) -> dict[str, Wanted]:
    """One to three dimensions, each with members or with something excluded."""
    selected = {}
    for name in draw(st.lists(st.sampled_from(tuple(MEMBERS)), min_size=1, max_size=3, unique=True)):
        members = draw(st.lists(st.sampled_from(MEMBERS[name]), max_size=2, unique=True))
        excluded = draw(st.lists(st.sampled_from(MEMBERS[name]), max_size=1))
        if members or excluded:
            selected[name] = Wanted(tuple(members) or None, tuple(excluded))
    return selected


def _frame(rows: Tree, columns: Tree) -> Frame:
    parents = {parent for parent, _, _ in rows}
    return framed(
        Table(
            "表", "表", "其他", "万元", {}, (1,), 1,
            tuple(Column(i, (str(i),), dims, parent, which) for i, (parent, dims, which) in enumerate(columns)),
            tuple(
                Row(i, str(i), "", dims, 0, parent, i not in parents, 1, i, None, which)
                for i, (parent, dims, which) in enumerate(rows)
            ),
            (),
        )
    )  # fmt: skip


def _leaves(nodes: dict[int, Node], position: int) -> Iterator[int]:
    """The leaves a node's figure is made of; 其中 is inside what stands beside it."""
    below = [child for child in nodes[position].children if not nodes[child].of_which]
    if not below:
        yield position
    for child in below:
        yield from _leaves(nodes, child)


def _inside(row: Node, column: Node, selected: dict[str, Wanted]) -> bool | None:
    """Does the cell of two leaves count?  ``None`` where neither tells a dimension (or tells too little)."""
    open_ = False
    for name, wanted in selected.items():
        verdicts = [JUDGE(name, node.dims.get(name), wanted) for node in (row, column)]
        if 2 in verdicts:
            return False
        open_ = open_ or 0 not in verdicts
    return None if open_ else True


def _cells(frame: Frame, cover: Cover) -> list[tuple[int, int]]:
    rows = [leaf for position in cover.rows for leaf in _leaves(dict(frame.rows), position)]
    columns = [leaf for position in cover.columns for leaf in _leaves(dict(frame.columns), position)]
    return [(row, column) for row in rows for column in columns]


@settings(max_examples=250, deadline=None)
@given(trees(ROW_DIMS, 9), trees(COLUMN_DIMS, 5), selections())
def test_a_cover_without_extras_is_every_leaf_inside_exactly_once(
    rows: Tree, columns: Tree, selected: dict[str, Wanted]
) -> None:
    frame = _frame(rows, columns)
    for cover in covers(frame, selected, JUDGE):
        if cover.extras:
            continue
        taken = _cells(frame, cover)
        assert len(taken) == len(set(taken)), "no cell counts twice"
        for row in _leaves(dict(frame.rows), 0):
            for column in _leaves(dict(frame.columns), 0):
                inside = _inside(frame.rows[row], frame.columns[column], selected)
                if inside is not None:
                    assert ((row, column) in taken) == inside
                else:
                    assert (row, column) not in taken


@settings(max_examples=100, deadline=None)
@given(trees(ROW_DIMS, 9), selections())
def test_no_cover_crosses_levels(rows: Tree, selected: dict[str, Wanted]) -> None:
    """No taken row lies below another taken row."""
    frame = _frame(rows, [(None, {}, False)])
    parents = dict(enumerate(parent for parent, _, _ in rows))
    for cover in covers(frame, selected, JUDGE):
        for position in cover.rows:
            above = parents[position]
            while above is not None:
                assert above not in cover.rows
                above = parents[above]
