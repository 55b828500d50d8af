"""Sentences of the narrative → Statements: every figure with what it is said of.

In: paragraphs with their surroundings.  Out: Statements and Problems.  A figure gives one statement
(two where 收支 says both sides), or a problem that names page and line; a subject that is not
understood keeps empty dims and says ``ambiguous``.  Never a guess at what a figure belongs to.
"""

from __future__ import annotations

from collections.abc import Sequence

from askbudget.load.clauses import Clause, Lead, Phrases, clauses
from askbudget.load.cues import Cues
from askbudget.load.figures import Figure, find_figures
from askbudget.load.paragraphs import Paragraph
from askbudget.load.reasons import Reasons
from askbudget.load.saidof import Reader, Surroundings
from askbudget.load.subjects import State, Subject, Subjects
from askbudget.model import Problem, Statement, StatementMeasure
from askbudget.records import replace

Source = tuple[Paragraph, Surroundings, int]
"""A paragraph, what stands above it, and where its sentences begin (behind number and inner heading)."""


def statements_of(
    sources: Sequence[Source], reader: Reader, cues: Cues, year: int
) -> tuple[tuple[Statement, ...], tuple[Problem, ...]]:
    """The statements of paragraphs in order, and the figures that are none."""
    phrases = Phrases(cues, year)
    statements: list[Statement] = []
    problems: list[Problem] = []
    section, base = "", None
    for paragraph, around, start in sources:
        state = State(None, base if around.section == section else None)
        _Passage(paragraph, around, start, state, statements, problems, reader, phrases, cues).read()
        section, base = around.section, state.base
    return tuple(statements), tuple(problems)


def has_figures(paragraph: Paragraph, cues: Cues) -> bool:
    """Whether the paragraph states any figure."""
    return bool(find_figures(paragraph, cues).figures)


class _Passage:
    """One paragraph being read; ``statements`` and ``problems`` are the document's."""

    def __init__(
        self,
        paragraph: Paragraph,
        around: Surroundings,
        start: int,
        state: State,
        statements: list[Statement],
        problems: list[Problem],
        reader: Reader,
        phrases: Phrases,
        cues: Cues,
    ) -> None:
        self.paragraph, self.text = paragraph, paragraph.compact
        self.around, self.state = around, state
        self.statements, self.problems = statements, problems
        self.phrases = phrases
        self.subjects = Subjects(reader, phrases, around, state, self.text)
        found = find_figures(paragraph, cues)
        self.figures = [figure for figure in found.figures if figure.start >= start]
        self.clauses = clauses(self.text, start, self.figures)
        self.reasons = Reasons(phrases, self.text, self.clauses, self.figures)
        for begin, end in found.unread:
            self._problem(begin, end)

    def read(self) -> None:
        """Clause by clause."""
        for index, clause in enumerate(self.clauses):
            self._clause(index, clause)

    # ------------------------------------------------------------ clauses

    def _clause(self, index: int, clause: Clause) -> None:
        state = self.state
        figures = [figure for figure in self.figures if clause.start <= figure.start < clause.end]
        start = clause.start
        if state.reason_until <= clause.start:
            start = self._reason(index, clause)
        self._opens_parts(index, clause, start)
        at = start
        for figure in figures:
            self._figure(figure, self.text[at : figure.start], clause)
            at = figure.end
        if not figures:
            self._without_figure(start, clause)
        elif state.reason_until <= clause.start:
            self._same(at, clause)
        if clause.mark == ":" and figures and state.amount is not None:
            self._scope(state.amount)
        if clause.mark == ";":
            state.open, state.pending, state.parts = [], "", 0
        elif clause.mark == "。":
            self._end_of_sentence(index)

    def _end_of_sentence(self, index: int) -> None:
        """A reason or 其中 that begins the next sentence still speaks of this one."""
        following = self.clauses[index + 1] if index + 1 < len(self.clauses) else None
        words = self.text[following.start : following.end] if following else ""
        reason = self.phrases.reason.match(words)
        state = self.state
        if reason is None or self.phrases.strip(reason["before"]):
            state.open = []
        state.pending, state.parts = "", 0
        if not self.phrases.parted.match(words):
            state.in_parts = state.unknown_whole = False
            state.scope = {}
            state.head = state.head if reason else None

    def _opens_parts(self, index: int, clause: Clause, start: int) -> None:
        """其中, 包括: what follows is part of the figure before (of the sentence's first, after a stop)."""
        words = self.text[start : clause.end]
        found = self.phrases.part.search(words) or self.phrases.parted.search(words[:12])
        if found is None or self.state.amount is None:
            return
        stop = self.clauses[index - 1].mark if index else ""
        self._scope(self.state.head if stop in (";", "。") and self.state.head else self.state.amount)

    def _scope(self, whole: Subject) -> None:
        state = self.state
        state.scope = dict(whole.sides[0].dims) if len(whole.sides) == 1 and whole.sure else {}
        state.in_parts, state.parts = True, 0
        state.unknown_whole = not whole.understood

    def _reason(self, index: int, clause: Clause) -> int:
        """Attach the reason that begins in this clause; where the clause's own words go on."""
        found = self.reasons.find(index)
        if found is None:
            return clause.start
        if found.text_start < found.text_end:
            targets = self.state.open or self._changes_of(found.subject)
            reason = self.paragraph.printed(found.text_start, found.text_end)
            for target in targets:
                self.statements[target] = replace(self.statements[target], reason=reason)
            if targets:
                self.state.reason_until = found.text_end
            self.state.open = []
        return found.words_end

    def _changes_of(self, words: str) -> list[int]:
        """Changes of this section without a reason that are said of *words* (收支预算增加的主要原因)."""
        if not words:
            return []
        sides = self.subjects.reader.sides(self.phrases.lead(words).subject)
        wanted = [said.dims for side in sides if (said := self.subjects.said(side, {})).understood]
        return [
            index
            for index, statement in enumerate(self.statements)
            if statement.section == self.around.section
            and statement.measure in ("change", "change_percent")
            and statement.reason is None
            and statement.dims in wanted
        ]

    def _without_figure(self, start: int, clause: Clause) -> None:
        words = self.text[start : clause.end]
        if self.state.reason_until <= clause.start:
            year, base = self.phrases.years(words)
            self.state.year = year or self.state.year
            self.state.base = base or self.state.base
            if self._same(start, clause) or self._none(start, clause):
                return
        if self.phrases.strip(words) and clause.mark != ":":
            self.state.pending = words

    # ------------------------------------------------------------ figures

    def _figure(self, figure: Figure, words: str, clause: Clause) -> None:
        state, lead = self.state, self.phrases.lead(words)
        in_reason = state.reason_until > clause.start
        year = lead.year or (None if in_reason else state.year)
        if not in_reason:
            state.year = lead.year or state.year
        state.base = lead.base or state.base
        changes = lead.sign is not None and not lead.result
        if figure.kind == "percent":
            self._percent(figure, lead, year)
        elif figure.kind == "count":
            self._count(figure, lead, year, changes)
        elif changes:
            subject = self.subjects.of_figure(lead, changing=True)
            state.changed = subject
            self._change("change", figure, lead, subject, year)
        elif lead.of_base:
            self._amount_of_base(figure, lead, clause)
        else:
            self._amount(figure, lead, year)
        state.pending = ""

    def _amount(self, figure: Figure, lead: Lead, year: int | None) -> None:
        state = self.state
        subject = self.subjects.of_figure(lead, changing=False)
        if subject is None:
            self._problem(figure.start, figure.end)
            return
        if subject is state.last and not any(side.dims for side in subject.sides):
            subject = subject.unknown()
        state.amount = state.last = subject
        state.head = state.head or subject
        state.changed = None
        state.parts += 1
        self._add("amount", figure, subject, year)

    def _amount_of_base(self, figure: Figure, lead: Lead, clause: Clause) -> None:
        """比2025年预算数 44021.20 万元增加…: the base year's own amount, where a change follows at once."""
        subject = self.subjects.of_figure(lead, changing=True)
        if subject is None or not self.phrases.direction(self.text[figure.end : clause.end]):
            self._problem(figure.start, figure.end)
            return
        self._add("amount", figure, subject, lead.base)

    def _percent(self, figure: Figure, lead: Lead, year: int | None) -> None:
        if lead.sign is not None and not lead.result:
            known = self.state.changed if not lead.subject else None
            self._change("change_percent", figure, lead, known or self.subjects.of_figure(lead, True), year)
            return
        subject = self.subjects.of_figure(lead, changing=True) if lead.share else None
        if subject is None:
            self._problem(figure.start, figure.end)
        else:
            self._add("share", figure, subject, year)

    def _change(
        self, measure: StatementMeasure, figure: Figure, lead: Lead, subject: Subject | None, year: int | None
    ) -> None:
        if subject is None:
            self._problem(figure.start, figure.end)
            return
        first = len(self.statements)
        self._add(measure, figure, subject, year, sign=lead.sign or 1, base=self.state.base)
        self.state.open.extend(range(first, len(self.statements)))

    def _count(self, figure: Figure, lead: Lead, year: int | None, changes: bool) -> None:
        subject = self.subjects.of_count(figure, lead)
        if changes:
            self._add("count", figure, subject, year, sign=lead.sign or 1, base=self.state.base)
        else:
            self.state.last = subject
            self._add("count", figure, subject, year)

    # ------------------------------------------------------------ same, none

    def _same(self, start: int, clause: Clause) -> bool:
        found = self.phrases.same(self.text[start : clause.end])
        if found is None:
            return False
        own = self.subjects.words(found.subject)
        last = self.state.amount
        if not self.subjects.says_nothing(own):
            subject = self.subjects.made(own)
        elif last is not None:
            subject = self.subjects.carried(last)
        else:
            return False
        self.state.base = found.year
        at = start + found.start
        self._add("same", Figure("amount", at, at + 1, 0, "", found.printed), subject, None, base=found.year)
        return True

    def _none(self, start: int, clause: Clause) -> bool:
        found = self.phrases.none(self.text[start : clause.end])
        if found is None:
            return False
        at = start + found.start
        for part in self.subjects.words(found.subject).split("、"):
            subject = self.subjects.made(self.phrases.strip(part))
            self._add("none", Figure("amount", at, at + 1, 0, "", found.printed), subject, found.year)
        return True

    # ------------------------------------------------------------ results

    def _add(
        self,
        measure: StatementMeasure,
        figure: Figure,
        subject: Subject,
        year: int | None,
        sign: int = 1,
        base: int | None = None,
    ) -> None:
        page, line = self.paragraph.place(figure.start)
        text = self.paragraph.printed(*self._segment(figure.start))
        counted = measure == "count"
        for said in subject.sides:
            self.statements.append(
                Statement(
                    section=self.around.section,
                    subject=said.words,
                    dims=said.dims if said.understood else {},
                    measure=measure,
                    value=None if measure in ("same", "none") else figure.value * sign,
                    unit=figure.unit,
                    printed=figure.printed,
                    text=text,
                    page=page,
                    line=line,
                    year=year if year or counted else self.phrases.year,
                    base_year=base,
                    reason=None,
                    ambiguous=not (said.understood and subject.sure and (counted or said.dims)),
                )
            )

    def _segment(self, place: int) -> tuple[int, int]:
        """The part of the sentence between ； and 。 that holds *place*."""
        start = self.clauses[0].start
        for clause in self.clauses:
            stop = clause.mark in (";", "。", "")
            if stop and clause.end > place:
                return start, clause.end + (clause.mark == "。")
            if stop:
                start = clause.end + 1
        return start, len(self.text)

    def _problem(self, start: int, end: int) -> None:
        page, line = self.paragraph.place(start)
        printed = self.paragraph.printed(start, end)
        message = f"说明文字第{page}页第{line}行的“{printed}”看不出说的是哪一项，没有记作事实。"
        self.problems.append(Problem("narrative-figure", message, "note", None, page, line))
