"""The nouns of askbudget: what a disclosure is made of, and what a question and its answer are.

Read this first.  Standard library and records.py only; every type is a frozen record, so a value that
left one stage is what the next stage sees.  Money is an integer of 分 (``Fen``) or ``None``:
``None`` is a blank cell, ``0`` a printed zero, and a row that does not exist is no cell at all.

    load   file → Page → PrintedTable → Table(columns, rows, cells) → store
    ask    text → Mentions → Query → Plan → sqlglot Select → rows → Answer
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from askbudget.records import dataclass, field

Fen = int
"""An amount of money in 分: 1 万元 = 1_000_000."""

Dims = Mapping[str, str]
"""dimension → member, e.g. ``{"flow": "支出", "fund": "一般公共预算"}``.  A missing key means "all"."""

DIMENSIONS: tuple[str, ...] = (
    "flow",  # 收入 · 支出
    "fund",  # 一般公共预算, 政府性基金 … (资金来源)
    "period",  # 本年 · 上年结转 · 年终结转
    "nature",  # 基本支出 ⊃ 人员经费, 公用经费 · 项目支出 ⊃ 其他运转类, 特定目标类
    "unit",  # 预算单位: its code where printed, else its name
    "subject",  # 支出功能分类: 3, 5 or 7 digits
    "economic",  # 部门预算支出经济分类: 3 or 5 digits
    "gov_economic",  # 政府预算支出经济分类: 3 or 5 digits
    "project",  # 项目名称 as printed, spaces kept
    "three_public",  # 三公经费 ⊃ 因公出国（境）费 · 公务用车购置及运行费 · 公务接待费
    "item",  # a line or budget of its own: 机关运行经费, 政府采购 ⊃ 货物 …
)

TABLE_KINDS: tuple[str, ...] = (
    "收支总表", "收入总表", "支出总表", "财政拨款收支总表", "一般公共预算支出表",
    "一般公共预算基本支出表", "三公经费表", "政府性基金支出表", "国有资本经营支出表",
    "支出经济分类表", "机关运行经费表", "项目支出表", "绩效目标表", "政府采购表", "其他",
)  # fmt: skip

Basis = Literal["printed", "inferred", "ambiguous"]
"""How a figure's column is known: it stands there in the file (or every column of the row is
filled) · arithmetic leaves one place · arithmetic leaves several (``Amount.candidates``)."""

Severity = Literal["error", "warning", "note"]


# ---------------------------------------------------------------- the file, before any meaning


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text.  ``number`` counts from 1 in the whole file (text) or on the page (PDF)."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table as the file has it: rows of cells, ``None`` where a cell is covered or absent.

    ``lines`` holds the line number of each row on its page.
    """

    rows: tuple[tuple[str | None, ...], ...]
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its number (from 1), its lines, and its ruled cells where the format has them."""

    number: int
    lines: tuple[Line, ...]
    grids: tuple[Grid, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One row of a printed table, before meaning.

    ``placed`` says whether ``cells[i]`` stands in grid column i (``None`` = blank), or whether the
    cells are only the row's texts in reading order because the file lost its empty cells.
    ``line`` is where the row's figures stand (its first line where it has none);
    ``lines`` are all lines it was put together from.
    """

    page: int
    line: int
    cells: tuple[str | None, ...]
    placed: bool
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table as printed: title, number, unit, pages, header rows and body rows as raw text.

    ``number`` is the printed one without spaces (``预算12表``), ``""`` where none is printed.
    ``unit`` is 元 · 万元 · 亿元 as printed for this table, ``None`` where nothing says so.
    ``notes`` are the lines under the body (``注：…``, the printed reason of an empty table).
    """

    title: str
    number: str
    unit: str | None
    pages: tuple[int, ...]
    line: int
    header: tuple[PrintedRow, ...]
    body: tuple[PrintedRow, ...]
    notes: tuple[Line, ...] = ()


# ---------------------------------------------------------------- the table, with meaning


@dataclass(frozen=True, slots=True)
class Column:
    """A column that can hold figures.

    ``path`` is the header from the top: ``("基本支出", "人员经费", "工资福利支出")``; the 小计/合计 of a
    group keeps that word as its last step.  ``dims`` is what the path means on its own (without the
    table's scope).  ``parent`` is the position of the column whose figure contains this one (the
    group's 小计, else the table's 合计), ``None`` at the top.  ``of_which`` marks 其中 columns: part
    of the parent, but the parts need not add up.  ``side`` is set where 收入 and 支出 stand side by side.
    """

    position: int
    path: tuple[str, ...]
    dims: Dims
    parent: int | None = None
    of_which: bool = False
    side: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table (one per side where 收入 and 支出 stand side by side).

    ``label`` is the name as printed (wrapped parts joined), ``code`` the code as printed without
    spaces (``2060102``), both ``""`` where none is printed.  ``dims`` is what the row stands for.
    ``level`` counts from 0 (the grand total); ``parent`` is the position of the row whose figures
    contain this one.  ``leaf`` says that no other row is part of this one: only leaves are ever summed.
    ``of_which`` marks 其中 rows, which never take part in a sum.  ``keys`` keeps the printed key cells
    by name (类型, 项目单位, 政府经济科目名称 …) for showing and for listing.
    """

    position: int
    label: str
    code: str
    dims: Dims
    level: int
    parent: int | None
    leaf: bool
    page: int
    line: int
    side: str | None = None
    of_which: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed figure and the column it belongs to.

    ``value`` is exact, in 分; ``None`` where the print is no number (``—``).  ``printed`` is the text in
    the source.  ``column`` is the column position; with basis ``ambiguous`` it is the first of
    ``candidates``, which are then at least two.  ``line`` is where the figure stands.
    """

    row: int
    column: int
    value: Fen | None
    printed: str
    basis: Basis
    page: int
    line: int
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a careful reader must know: a figure without a place, a sum that does not close …"""

    code: str
    message: str
    severity: Severity = "warning"
    table: str | None = None
    page: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table with meaning: what its title fixes (``scope``), its columns, rows and figures."""

    number: str
    title: str
    kind: str
    unit: str | None
    scope: Dims
    pages: tuple[int, ...]
    line: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    amounts: tuple[Amount, ...]
    empty: bool = False
    notes: tuple[Line, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """The printed number, or the title where the table has none."""
        return self.number or self.title


@dataclass(frozen=True, slots=True)
class Unit:
    """A 预算单位: code (``""`` where none is printed), name, and the code or name of the unit above."""

    code: str
    name: str
    parent: str | None
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text that can be quoted.

    ``kind``: duty (职责) · unit (单位构成) · definition (名词解释) · note (表下注释) · goal (年度目标, 任务)
    · narrative (情况说明的一段).  ``title`` is the defined term, the heading or the duty's number.
    """

    kind: str
    title: str
    text: str
    page: int
    line: int


StatementMeasure = Literal["amount", "share", "change", "change_percent", "count", "same", "none"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One figure that the narrative states, with what it is said of.

    ``subject`` is the words it is said of, ``dims`` what they mean (the section's heading included).
    ``measure``: amount (分) · share (percent, of the figure before) · change (分, signed by direction)
    · change_percent (percent, signed) · count (``unit`` 个, 辆, 台 …) · same (与上年一致, value None)
    · none (无…安排, value None).  ``value`` is an int of 分 for amount and change, else an exact Decimal.
    ``base_year`` is the year compared with.  ``reason`` is the printed 主要原因 of a change.
    ``text`` is the sentence part as printed; ``section`` the heading above it.
    """

    section: str
    subject: str
    dims: Dims
    measure: StatementMeasure
    value: int | Decimal | None
    unit: str
    printed: str
    text: str
    page: int
    line: int
    year: int | None = None
    base_year: int | None = None
    reason: str | None = None
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Indicator:
    """A performance indicator: of the whole department (``project`` "") or of a project.

    ``levels`` are 一级/二级指标 from the top, ``name`` the 三级指标, ``target`` the 指标值 as printed
    (``"≥95%"``, ``""`` where none could be read), ``explanation`` its 说明.  ``page`` and ``line`` are where
    the target stands (the name, where there is none).
    """

    project: str
    project_code: str
    unit: str
    levels: tuple[str, ...]
    name: str
    target: str
    explanation: str
    page: int
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """One disclosure with everything read from it.  ``kind`` is 预算 or 决算."""

    department: str
    year: int
    kind: str
    region: str
    source: str
    sha256: str
    pages: int
    tables: tuple[Table, ...]
    units: tuple[Unit, ...] = ()
    passages: tuple[Passage, ...] = ()
    statements: tuple[Statement, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    problems: tuple[Problem, ...] = ()
    lines: tuple[tuple[int, int, str], ...] = ()
    """(page, line, text) of every line, so that a citation can show its surroundings."""

    @property
    def name(self) -> str:
        """Department and year, the name a person would use."""
        return f"{self.department} {self.year}"


# ---------------------------------------------------------------- the question


@dataclass(frozen=True, slots=True)
class Term:
    """What a word can mean: a member of a dimension, or a word of the question language.

    ``kind`` is a dimension's name, or a word kind of grammar/lexicon (``ask``, ``total``, ``count`` …).
    ``member`` is the canonical name or code.  ``name`` is how to say it.
    """

    kind: str
    member: str
    name: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of the folded question (``lexicon.mentions.Found.text``) and what it may stand for.

    ``match``: exact · alias · part (a run of a longer name) · fuzzy (a proposal, never silent) · phrase
    (its terms hold together, not one of them).
    ``value`` holds the number, amount (分), year or code where the mention is one.
    """

    start: int
    end: int
    text: str
    kind: str
    terms: tuple[Term, ...]
    match: Literal["exact", "alias", "part", "fuzzy", "phrase"]
    value: int | Decimal | None = None
    correction: str | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """Members of one dimension: a figure counts when its member is one of them or part of one."""

    dimension: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pick:
    """One selecting word of a question with everything it may mean: one Selection a dimension.

    ``text`` is the word as typed; ``options`` has more than one entry where the word is a member of
    several dimensions (公务接待费: a 三公 item and an economic subject).
    """

    text: str
    options: tuple[Selection, ...]
    match: str = "exact"


@dataclass(frozen=True, slots=True)
class Measure:
    """What one figure is of: all picks together, without the excluded ones.  No pick means everything."""

    picks: tuple[Pick, ...] = ()
    excluded: tuple[Pick, ...] = ()


Comparison = Literal["gt", "ge", "lt", "le", "eq"]


@dataclass(frozen=True, slots=True)
class Condition:
    """A threshold on a row's figure.  ``value`` in 分, or in percent of the whole where ``share``."""

    comparison: Comparison
    value: int | Decimal
    share: bool = False


Operation = Literal[
    "value", "sum", "count", "list", "rank", "average", "share", "difference", "ratio", "group", "belongs",
    "change", "prior", "exist", "define", "why", "duty", "indicator", "tables", "units", "note", "goal",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked, knowing no SQL and no store.

    ``measures`` are what it is asked of (several where the question joins them with 和), ``base`` the
    second operand of a share, difference or ratio.  ``entity`` is the dimension whose members are
    counted, listed or ranked (``level``: digits of the code), ``group`` the one it is told apart by.  ``order`` with ``first`` (how
    many) or ``nth`` (which one).  ``unit``: the money unit asked for.  ``claim``: the figure whose
    truth is asked, with ``claim_comparison``.  ``year``, ``table``: what the question limits itself to.
    ``ordinal``: which row of the answer before is meant (第二个).  ``words``: the kinds of words used.
    """

    operation: Operation
    measures: tuple[Measure, ...] = (Measure(),)
    base: Measure | None = None
    entity: str | None = None
    level: int | None = None
    conditions: tuple[Condition, ...] = ()
    order: Literal["desc", "asc"] | None = None
    first: int | None = None
    nth: int | None = None
    total: bool = False
    unit: str | None = None
    claim: int | Decimal | None = None
    claim_comparison: Comparison = "eq"
    claim_unit: str | None = None
    year: int | None = None
    table: str | None = None
    direction: str | None = None
    rate: bool = False
    group: str | None = None
    contains: tuple[str, ...] = ()
    ordinal: int | None = None
    quantity: int | None = None
    words: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    """Words only the document's running text knows; for operations that quote."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One figure or sentence in the source.  ``key`` is what ``askbudget source`` takes."""

    key: str
    document: str
    table: str
    title: str
    page: int
    line: int
    row: str
    column: str
    printed: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One line of an answer.  ``value`` is a decimal string in ``unit``, ``None`` for a blank cell."""

    label: str
    value: str | None
    unit: str
    citation: int | None


@dataclass(frozen=True, slots=True)
class Corroboration:
    """Another place that prints the same figure, and whether it agrees."""

    value: str | None
    agrees: bool
    citation: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """A contradiction in the document that touches this answer."""

    message: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One reading that a clarification offers; ``question`` asks for it without ambiguity."""

    label: str
    question: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that was read as another: shown, never silent."""

    source: str
    target: str
    why: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gets.  Figures are decimal strings; see shared contract of ``ask --json``."""

    question: str
    status: Literal["answered", "clarify", "refused"]
    text: str
    document: str | None = None
    value: str | None = None
    unit: str | None = None
    truth: bool | None = None
    rows: tuple[AnswerRow, ...] = ()
    citations: tuple[Citation, ...] = ()
    derivation: str | None = None
    corroboration: tuple[Corroboration, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    choices: tuple[Choice, ...] = ()
    reading: Mapping[str, object] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    suggestions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sql: str | None = None
    trace: tuple[tuple[str, str], ...] = ()
    """(stage, what it made): shown by ``ask --explain``, empty otherwise."""
