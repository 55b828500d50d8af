"""Where the printed reason of a change begins and ends.

In: the clauses of a paragraph.  Out: spans of compact text.  A reason goes to the full stop, or to the
； behind which figures or another subject follow; 主要是用于…… is a purpose and no reason.
"""

from __future__ import annotations

from collections.abc import Sequence

from askbudget.load.clauses import Clause, Phrases
from askbudget.load.figures import Figure
from askbudget.records import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """Compact [text_start, text_end) of the reason (empty where none is printed).

    ``words_end``: where the clause goes on behind 主要原因.  ``subject``: words before it (收支预算增加的).
    """

    text_start: int
    text_end: int
    words_end: int
    subject: str


class Reasons:
    """Finds reasons in one paragraph."""

    def __init__(
        self, phrases: Phrases, text: str, clauses: Sequence[Clause], figures: Sequence[Figure]
    ) -> None:
        self.phrases = phrases
        self.text = text
        self.clauses = clauses
        self.figures = figures

    def find(self, index: int) -> Reason | None:
        """The reason that begins in this clause, ``None`` where none does."""
        clause = self.clauses[index]
        match = self.phrases.reason.match(self.text[clause.start : clause.end])
        if match is None:
            return None
        begin = clause.start + match.end()
        if any(clause.start <= figure.start < begin for figure in self.figures):
            return None
        end = self._end(index)
        start = begin
        while start < end and self.text[start] in ":,":
            start += 1
        if self.phrases.no_reason.match(self.text[start:end]):
            start = end
        return Reason(start, end, begin, self.phrases.strip(match["before"].replace("\0", "")))

    def _end(self, index: int) -> int:
        listed = False
        for place in range(index, len(self.clauses)):
            clause = self.clauses[place]
            listed = listed or self.phrases.enumerated.match(self._words(place)) is not None
            if clause.mark in ("。", "") or (clause.mark == ";" and not self._continues(place + 1, listed)):
                return clause.end
        return self.clauses[-1].end

    def _continues(self, place: int, listed: bool) -> bool:
        """Whether the part behind a ； still belongs to the reason (二是…, or no figure of its own)."""
        if place >= len(self.clauses):
            return False
        if self.phrases.enumerated.match(self._words(place)):
            return listed
        for at in range(place, len(self.clauses)):
            clause, words = self.clauses[at], self._words(at)
            if any(clause.start <= figure.start < clause.end for figure in self.figures):
                return False
            if self.phrases.same(words) or self.phrases.reason.match(words):
                return False
            if clause.mark in (";", "。", ""):
                break
        return True

    def _words(self, place: int) -> str:
        return self.text[self.clauses[place].start : self.clauses[place].end]
