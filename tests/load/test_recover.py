"""Figures whose columns the file lost: rows alone, rows together, the sample's tables, made-up budgets, errors."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from load.recover_made import (
    ERRORS,
    Printed,
    fill,
    linked_tables,
    lone_table,
    printed,
    spending_columns,
    with_error,
)
from load.recover_sample import SPENDING, tables
from load.recover_typed import QUANTUM, columns_of, draft, fen

from askbudget.load.draft import Draft
from askbudget.load.recover import Placed, place
from askbudget.load.solve_row import holds, placements, shape_of
from askbudget.model import Amount, Column, Row

SEEDS = st.integers(0, 10**9)


def by_row(amounts: tuple[Amount, ...], table: Draft) -> dict[str, list[Amount]]:
    """The amounts of a table by row label; rows of one label are joined."""
    labels = {row.position: row.label for row in table.rows}
    found: dict[str, list[Amount]] = {}
    for amount in amounts:
        found.setdefault(labels[amount.row], []).append(amount)
    return found


def places(amount: Amount) -> tuple[int, ...]:
    """Where a figure can stand."""
    return amount.candidates or (amount.column,)


# ---------------------------------------------------------------- one row


def spending(values: str) -> list[tuple[int, ...]]:
    columns = columns_of(SPENDING)
    found = placements(tuple(map(fen, values.split())), shape_of(columns, range(len(columns))), QUANTUM)
    return list(found or ())


def test_a_row_keeps_the_order_and_closes_its_sums() -> None:
    # 合计 0, 基本小计 1 (2 3 4 5), 项目小计 6 (7 8)
    assert spending("331.51 331.51 70.01 261.50") == [
        (0, 1, 2, 3), (0, 1, 2, 4), (0, 1, 2, 5), (0, 1, 3, 4), (0, 1, 3, 5), (0, 1, 4, 5), (0, 6, 7, 8),
    ]  # fmt: skip
    assert spending("2988.04 2988.04 2988.04") == [
        (0, 1, 2), (0, 1, 3), (0, 1, 4), (0, 1, 5), (0, 6, 7), (0, 6, 8),
    ]  # fmt: skip
    assert spending("5.00 5.00") == []
    assert spending("5.00 4.00 4.00") == []


def test_rounded_sums_may_be_off_by_half_a_unit_for_each_figure() -> None:
    assert holds(100 * QUANTUM, [50 * QUANTUM, 51 * QUANTUM], QUANTUM)
    assert not holds(100 * QUANTUM, [50 * QUANTUM, 52 * QUANTUM], QUANTUM)
    assert not holds(QUANTUM, [None, None], QUANTUM)
    assert holds(None, [], QUANTUM)


def test_a_part_is_no_more_than_its_whole_and_may_be_blank() -> None:
    columns = columns_of([("总计", {}, [("小计", {}, [("其中：拨款", {}, [])]), ("基金", {}, [])])])
    shape = shape_of(columns, range(4))
    assert placements((3 * QUANTUM, 3 * QUANTUM), shape, QUANTUM) == ((0, 1), (0, 3))
    assert placements((300 * QUANTUM, 300 * QUANTUM, 300 * QUANTUM), shape, QUANTUM) == ((0, 1, 2),)


def test_negative_figures_take_part() -> None:
    columns = columns_of([("合计", {}, [("甲", {}, []), ("乙", {}, []), ("丙", {}, [])])])
    shape = shape_of(columns, range(4))
    assert placements((-5 * QUANTUM, -8 * QUANTUM, 3 * QUANTUM), shape, QUANTUM) == (
        (0, 1, 2),
        (0, 1, 3),
        (0, 2, 3),
    )


def place_one(
    columns: list[Column], rows: list[tuple[int, str, dict[str, str], str]]
) -> tuple[Placed, Draft]:
    table = draft("表", "其他", {}, columns, rows)
    return place([table]), table


def test_full_rows_are_printed_and_dashes_count_as_blank() -> None:
    columns = columns_of([("合计", {}, [("甲", {}, []), ("乙", {}, [])])])
    placed, table = place_one(columns, [(0, "全", {}, "3.00 3.00 —"), (0, "缺", {}, "7.00 7.00")])
    rows = by_row(placed.amounts[0], table)
    assert [(a.column, a.basis) for a in rows["全"]] == [(0, "printed"), (1, "printed"), (2, "printed")]
    assert rows["全"][2].value is None
    assert [(a.column, a.basis, a.candidates) for a in rows["缺"]] == [
        (0, "inferred", ()),
        (1, "ambiguous", (1, 2)),
    ]
    assert placed.problems == ()


def test_columns_the_file_gives_are_printed() -> None:
    columns = columns_of([("合计", {}, [("甲", {}, []), ("乙", {}, [])])])
    table = draft("表", "其他", {}, columns, [(0, "行", {}, "3.00 3.00")])
    table = replace(table, figures=(replace(table.figures[0], columns=(0, 2)),))
    assert [(a.column, a.basis) for a in place([table]).amounts[0]] == [(0, "printed"), (2, "printed")]


def test_the_total_row_decides_the_rows_below() -> None:
    columns = columns_of([("合计", {}, [("甲", {}, []), ("乙", {}, []), ("丙", {}, [])])])
    placed, table = place_one(
        columns,
        [
            (0, "合计", {}, "60.00 10.00 20.00 30.00"),
            (1, "一", {}, "30.00 30.00"),
            (1, "二", {}, "30.00 10.00 20.00"),
        ],
    )
    rows = by_row(placed.amounts[0], table)
    assert [a.column for a in rows["一"]] == [0, 3]
    assert [a.column for a in rows["二"]] == [0, 1, 2]
    assert {a.basis for label in "一二" for a in rows[label]} == {"inferred"}


def test_headings_without_figures_and_of_which_rows_do_not_disturb_the_sums() -> None:
    columns = columns_of([("合计", {}, [("甲", {}, []), ("乙", {}, [])])])
    placed, table = place_one(
        columns,
        [
            (0, "合计", {}, "9.00 4.00 5.00"), (1, "类", {}, ""), (2, "款一", {}, "4.00 4.00"),
            (3, "其中：一部分", {}, "1.00 1.00"), (2, "款二", {}, "5.00 5.00"),
        ],
    )  # fmt: skip
    rows = by_row(placed.amounts[0], table)
    assert [a.column for a in rows["款一"]] == [0, 1]
    assert [a.column for a in rows["款二"]] == [0, 2]
    assert placed.problems == ()


# ---------------------------------------------------------------- the sample's tables, typed by hand

SURE = {
    "预算02表": {
        "合计": (0, 1, 2, 3, 12, 14), "部门": (0, 1, 2, 3, 12, 14), "局": (0, 1, 2, 3, 12, 14), "中心": (0, 1, 2, 3),
    },
    "预算03表": {
        "合计": (0, 1, 2, 3, 4, 6, 7, 8), "部门": (0, 1, 2, 3, 4, 6, 7, 8), "2010301": (0, 1, 3),
        "2060101": (0, 1, 2, 4), "2060102": (0, 6, 7, 8), "2069999": (0, 6, 7), "2080505": (0, 1, 2),
        "2101101": (0, 1, 2), "2210201": (0, 1, 2), "2290402": (0, 6, 8), "2010350": (0, 1, 2, 3, 4, 6, 7),
        "2080502": (0, 1, 3, 4), "2101102": (0, 1, 2),
    },
    "预算05表": {
        "合计": (0, 1, 2, 3, 4, 6, 7, 8), "部门": (0, 1, 2, 3, 4, 6, 7, 8), "2010301": (0, 1, 3),
        "2060101": (0, 1, 2, 4), "2060102": (0, 6, 7, 8), "2069999": (0, 6, 7), "2080505": (0, 1, 2),
        "2101101": (0, 1, 2), "2210201": (0, 1, 2), "2010350": (0, 1, 2, 3, 4, 6, 7), "2080502": (0, 1, 3, 4),
        "2101102": (0, 1, 2),
    },
    "预算09表": {"合计": (0, 6, 8), "部门": (0, 6, 8), "2290402": (0, 6, 8)},
    "预算10表": {},
}  # fmt: skip
ALIKE = {
    "预算04表": {"支出合计": (1, 2, 3, 4), "二、年终结转结余": (1, 4), "一、本年支出": (1, 2, 3), "（六）科学技术支出": (1, 2, 3)},
    "预算11表": {label: (0, 1, 2) for label in ("合计", "部门", "113001", "113002", "30213", "30239", "30299")},
}  # fmt: skip


@pytest.fixture(scope="module")
def sample() -> dict[str, tuple[Draft, tuple[Amount, ...]]]:
    typed = tables()
    placed = place(typed)
    assert placed.problems == ()
    return {table.number: (table, amounts) for table, amounts in zip(typed, placed.amounts, strict=True)}


@pytest.mark.parametrize("number", SURE)
def test_whole_tables_of_the_sample_come_out_as_by_hand(
    number: str, sample: dict[str, tuple[Draft, tuple[Amount, ...]]]
) -> None:
    table, amounts = sample[number]
    rows = by_row(amounts, table)
    assert {label: tuple(a.column for a in some) for label, some in rows.items()} == SURE[number]
    assert {a.basis for a in amounts} <= {"inferred", "printed"}


@pytest.mark.parametrize("number", ALIKE)
def test_rows_of_the_sample_that_need_their_neighbours(
    number: str, sample: dict[str, tuple[Draft, tuple[Amount, ...]]]
) -> None:
    table, amounts = sample[number]
    rows = by_row(amounts, table)
    assert {label: tuple(a.column for a in rows[label]) for label in ALIKE[number]} == ALIKE[number]
    assert "ambiguous" not in {a.basis for a in amounts}


def test_basic_spending_by_economic_class(sample: dict[str, tuple[Draft, tuple[Amount, ...]]]) -> None:
    """预算06表: 301 and 303 are 人员经费, 302 公用经费; only the columns of 预算05表 say so."""
    table, amounts = sample["预算06表"]
    for label, row in by_row(amounts, table).items():
        if label != "合计":
            assert {a.column for a in row[1::2]} == {2 if label.startswith("302") else 1}
    assert "ambiguous" not in {a.basis for a in amounts}


def test_what_the_sample_leaves_open_stays_open(sample: dict[str, tuple[Draft, tuple[Amount, ...]]]) -> None:
    """预算07表: 基金 or 结转; 预算12表: this year's money or carried over, the fund is sure."""
    _, amounts = sample["预算07表"]
    ambiguous = [a for a in amounts if a.basis == "ambiguous"]
    assert {(a.printed, a.candidates) for a in ambiguous} == {("2988.04", (3, 5))}
    assert len(ambiguous) == 3
    _, amounts = sample["预算12表"]
    funds = {
        a.candidates
        for a in amounts
        if a.basis == "ambiguous" and a.printed in ("1765.94", "900.00", "322.10")
    }
    assert funds == {(2, 5)}
    assert {a.candidates for a in amounts if a.basis == "ambiguous"} == {(1, 4), (2, 5)}
    assert all(a.basis == "inferred" for a in amounts if a.column == 0)


def test_the_order_of_the_tables_changes_nothing() -> None:
    typed = tables()
    straight = place(typed)
    Random(5).shuffle(typed)
    shuffled = place(typed)
    key = {table.number: amounts for table, amounts in zip(typed, shuffled.amounts, strict=True)}
    assert [key[table.number] for table in tables()] == list(straight.amounts)


# ---------------------------------------------------------------- made-up budgets


def check(made: list[Printed], placed: Placed, slip: int = 0) -> None:
    """The true column is always among the candidates (but for ``slip`` figures), and only sure ones are inferred."""
    missed = []
    for table, amounts in zip(made, placed.amounts, strict=True):
        rows: dict[int, list[Amount]] = {}
        for amount in amounts:
            rows.setdefault(amount.row, []).append(amount)
        for row, truth in table.truth.items():
            assert len(rows[row]) >= len(truth)
            missed += [a for column, a in zip(truth, rows[row], strict=False) if column not in places(a)]
        for amount in amounts:
            assert (len(amount.candidates) >= 2) == (amount.basis == "ambiguous")
            assert amount.column == places(amount)[0]
            assert list(amount.candidates) == sorted(set(amount.candidates))
    assert len(missed) <= slip, missed


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_the_true_placing_is_among_the_candidates(seed: int) -> None:
    made = [lone_table(Random(seed))]
    placed = place([made[0].draft])
    check(made, placed)
    assert placed.problems == ()


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_the_true_placing_is_among_the_candidates_of_linked_tables(seed: int) -> None:
    random = Random(seed)
    made = linked_tables(random)
    placed = place([table.draft for table in made])
    check(made, placed)
    assert placed.problems == ()
    mixed = made.copy()
    random.shuffle(mixed)
    again = place([table.draft for table in mixed])
    assert [again.amounts[mixed.index(table)] for table in made] == list(placed.amounts)


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("seed", range(12))
def test_an_error_in_the_document_makes_no_wrong_inference(error: str, seed: int) -> None:
    made = with_error(Random(seed), linked_tables(Random(seed)), error)
    check(made, place([table.draft for table in made]))


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("seed", range(4))
def test_an_error_in_the_sample_makes_no_wrong_inference(error: str, seed: int) -> None:
    typed = tables()
    made = []
    for table, amounts in zip(typed, place(typed).amounts, strict=True):
        truth: dict[int, tuple[int, ...]] = {}
        for amount in amounts:
            truth[amount.row] = (*truth.get(amount.row, ()), amount.column)
        made.append(Printed(table, truth))
    changed = with_error(Random(seed * 100 + len(error)), made, error)
    check(changed, place([table.draft for table in changed]))


# ---------------------------------------------------------------- documents that do not add up


def with_figures(number: str, row: int, texts: str) -> list[Draft]:
    """The sample's tables with other figures in one row."""
    changed = []
    for table in tables():
        if table.number == number:
            words = tuple(texts.split())
            figures = tuple(
                replace(f, printed=words, values=tuple(map(fen, words)), lines=f.lines[:1] * len(words))
                if f.row == row
                else f
                for f in table.figures
            )
            table = replace(table, figures=figures)
        changed.append(table)
    return changed


def test_a_row_that_does_not_close_keeps_all_placings_and_is_named() -> None:
    placed = place(with_figures("预算03表", 6, "22.06 22.06 22.60"))
    table = tables()[2]
    amounts = [a for a in placed.amounts[2] if a.row == 6]
    assert [a.candidates for a in amounts] == [tuple(range(0, 7)), tuple(range(1, 8)), tuple(range(2, 9))]
    (problem,) = [p for p in placed.problems if p.table == "预算03表"]
    assert (problem.code, problem.line, problem.page) == ("unclosed", table.rows[6].line, 1)
    assert "22.60" in problem.message
    others = [a for n, amounts in enumerate(placed.amounts) if n not in (2, 6, 10) for a in amounts]
    assert "ambiguous" not in {a.basis for a in others}


def test_a_total_that_does_not_close_is_named() -> None:
    placed = place(with_figures("预算03表", 6, "23.06 23.06 23.06"))
    messages = [p.message for p in placed.problems if p.table == "预算03表"]
    assert any("其下各行之和" in message and "部门" in message for message in messages)


def test_more_figures_than_columns_are_unplaced_and_named() -> None:
    placed = place(with_figures("预算06表", 3, "1.00 2.00 3.00 4.00"))
    assert not [a for a in placed.amounts[5] if a.row == 3]
    (problem,) = [p for p in placed.problems if p.code == "unplaced"]
    assert problem.severity == "error"
    assert "1.00、2.00、3.00、4.00" in problem.message


def test_where_most_rows_do_not_close_no_row_is_believed() -> None:
    columns = columns_of([("合计", {}, [("甲", {}, []), ("乙", {}, [])])])
    rows: list[tuple[int, str, dict[str, str], str]] = [
        (0, f"行{n}", {}, f"{n + 5}.00 1.00") for n in range(6)
    ]
    placed, _ = place_one(columns, [*rows, (0, "碰巧", {}, "3.00 3.00")])
    assert {a.basis for a in placed.amounts[0]} == {"ambiguous"}
    (problem,) = placed.problems
    assert "6行" in problem.message


# ---------------------------------------------------------------- size


def large(leaves: int, columns: list[Column], density: float) -> Printed:
    rows = [Row(0, "合计", "", {}, 0, None, False, 1, 1)]
    rows += [Row(n, f"科目{n}", "", {}, 1, 0, True, 1, n + 1) for n in range(1, leaves + 1)]
    cells = fill(Random(leaves), columns, rows, density)
    return printed("表", "支出总表", {"flow": "支出"}, columns, rows, cells)


@pytest.mark.parametrize(("leaves", "width"), [(35, 12), (200, 9), (35, 23)])
def test_large_tables_end_in_time(leaves: int, width: int) -> None:
    flat = [Column(0, ("合计",), {}), *(Column(n, (f"列{n}",), {}, 0) for n in range(1, width))]
    made = large(leaves, flat if width != 9 else spending_columns(), 0.25)
    start = perf_counter()
    placed = place([made.draft])
    assert perf_counter() - start < 3  # 0.3 s where nothing else runs
    check([made], placed)


def test_many_zeros_in_many_columns_fall_back_to_ranges() -> None:
    columns = columns_of([("合计", {}, [(f"列{n}", {}, []) for n in range(29)])])
    placed, _ = place_one(columns, [(0, "行", {}, " ".join(["0.00"] * 12))])
    assert placed.amounts[0][0].candidates == tuple(range(0, 19))
    assert placed.amounts[0][11].candidates == tuple(range(11, 30))


# ---------------------------------------------------------------- the bundled sample, read by the loader


def test_the_sample_as_loaded_leaves_open_only_what_arithmetic_leaves_open() -> None:
    pytest.importorskip("askbudget.load.pipeline")
    from askbudget.load.pipeline import load_document
    from askbudget.resources import DATA

    document = load_document(next((DATA / "samples").glob("*.txt")))
    open_tables = {t.number for t in document.tables if any(a.basis == "ambiguous" for a in t.amounts)}
    assert open_tables == {"预算07表", "预算12表"}
    numbered = {table.number: table for table in document.tables}
    paths = {
        frozenset(numbered["预算07表"].columns[c].path[0] for c in a.candidates)
        for a in numbered["预算07表"].amounts
        if a.candidates
    }
    assert paths == {frozenset({"政府性基金", "上年结转结余"})}
    projects = numbered["预算12表"]
    labels = {row.position: row.label for row in projects.rows}
    funds = {
        projects.columns[c].dims.get("fund")
        for a in projects.amounts
        if labels[a.row].startswith("智慧西工")
        for c in a.candidates
    }
    assert funds == {"政府性基金"}
