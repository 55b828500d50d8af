"""A paragraph → clauses with what each says about time, comparison, direction and reason.

In: compact text and its figures.  Out: Clauses in order.  A clause ends at ， ； 。 or ：, never inside a
figure.  Nothing here knows what a figure is said of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from askbudget.load.cues import Cues
from askbudget.load.figures import Figure
from askbudget.records import dataclass

_STOPS = ",;。:!?"
_ABSOLUTE = r"(?<!\d)(?<![\d年][-至~])(?:19|20)\d\d年(?:度)?"


@dataclass(frozen=True, slots=True)
class Clause:
    """Compact [start, end) and the mark that ends it (``""`` at the end of the paragraph)."""

    start: int
    end: int
    mark: str


@dataclass(frozen=True, slots=True)
class Lead:
    """The words before a figure (or of a clause without one), taken apart.

    ``subject``: words it is said of, ``""`` to carry on with the last.  ``year`` / ``base``: years named.
    ``sign``: +1 or -1 after a word of change, ``None`` without.  ``result``: 增加至, the figure is what
    came out.  ``share``: 占.  ``scope``: 涉及.  ``of_base``: the figure is the base year's own.
    """

    subject: str
    year: int | None = None
    base: int | None = None
    sign: int | None = None
    result: bool = False
    share: bool = False
    scope: bool = False
    of_base: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A fact without a figure: what it is said of, the year named, the word as folded and where it stands."""

    subject: str
    year: int | None
    printed: str
    start: int


def clauses(text: str, start: int, figures: Sequence[Figure]) -> tuple[Clause, ...]:
    """The clauses of compact text from *start*."""
    inside = {index for figure in figures for index in range(figure.start, figure.end)}
    found = []
    for index in range(start, len(text)):
        if text[index] in _STOPS and index not in inside:
            found.append(Clause(start, index, text[index]))
            start = index + 1
    if start < len(text):
        found.append(Clause(start, len(text), ""))
    return tuple(found)


class Phrases:
    """The patterns made of the cue words."""

    def __init__(self, cues: Cues, year: int) -> None:
        self.year = year
        any_ = cues.any
        last = rf"{any_('last_year')}(?!{any_('not_last_year')})"
        when = rf"(?P<when>{_ABSOLUTE}|{last})"
        self._last_year = re.compile(last)
        self._versus = re.compile(rf"(?P<before>.*?)(?:{any_('versus')}){when}(?P<after>.*)$")
        self._compared = re.compile(rf"{any_('compared')}(?P<subject>.*)$")
        up, down = any_("up"), any_("down")
        soft = r"(?:了|额|约|近|数|幅度)*"
        adverb = r"(?:各|均|共|合计|分别|略|略有|有所)*"
        self._change = re.compile(rf"{adverb}(?:(?P<up>{up})|(?P<down>{down})){soft}(?P<to>{any_('to')})?$")
        self._any_change = re.compile(rf"(?P<up>{up})|(?P<down>{down})")
        self._absolute = re.compile(_ABSOLUTE)
        self._share = re.compile(rf"^(?P<part>.*?){any_('share')}(?P<whole>.*)$")
        self._scope = re.compile(rf"^{any_('scope')}")
        self._lead = re.compile(rf"^(?:{any_('lead')}|\d{{1,2}}[.、]|[、,:()\s])+")
        self._tail = re.compile(rf"(?:{any_('tail')}|[、,:(])+$")
        self._same = re.compile(
            rf"^(?P<subject>.*?)(?:{any_('versus')})(?:{_ABSOLUTE}|{last})(?P<middle>.*?)(?P<same>{any_('same')})"
        )
        self._none = re.compile(rf"^(?P<before>.*?)(?P<none>(?:均)?{any_('none')})(?P<what>.+)$")
        self._none_of = re.compile(any_("none_of"))
        self._usage = re.compile(r"(?:拨款安排|预算安排|安排)?的(?:支出|预算)$|^(?:使用|安排|当年|有|编制)+")
        names = rf"(?:{up}|{down}|增减|变动)"
        self.reason = re.compile(rf"(?P<before>.*?)(?:{names}的?|的)?{any_('reason')}(?:是|为)?")
        self.no_reason = re.compile(rf"{any_('purpose')}|{any_('part')}")
        self.holder = re.compile(rf"^{any_('holder')}+")
        self.enumerated = re.compile(rf"^{any_('enumeration')}")
        self.part = re.compile(rf"^{any_('part')}|{any_('part')}$")
        self.parted = re.compile(any_("part"))

    def lead(self, words: str) -> Lead:
        """Take apart the words before a figure."""
        words = re.sub(r"^[、,)]*(?:\([^()]*\))?[、,)]*", "", words)
        base, sign, result = None, None, False
        subject, of_base = words, False
        if match := self._versus.match(words):
            base = self._when(match["when"])
            subject, rest = match["before"], match["after"]
            if compared := self._compared.search(rest):
                subject = compared["subject"] or subject
                rest = compared["subject"]
            change = self._change.search(rest)
            of_base = change is None
            subject = self._change.sub("", subject)
        else:
            change = self._change.search(words)
            if change:
                subject = words[: change.start()]
        if change:
            sign, result = (1 if change["up"] else -1), change["to"] is not None
        share = False
        if change is None and (match := self._share.match(subject)):
            subject, share = match["part"], True
        subject, year = self._dated(subject)
        scope = self._scope.match(self._strip_lead(subject)) is not None
        return Lead(self.strip(subject), year, base, sign, result, share, scope, of_base)

    def strip(self, subject: str) -> str:
        """The subject without the words that lead to it or from it to the figure."""
        return self._tail.sub("", self._strip_lead(subject))

    def same(self, words: str) -> Said | None:
        """与上年一致 (``year`` is the base year), else ``None``."""
        match = self._same.match(words)
        if match is None:
            return None
        base = self._absolute.search(words[match.end("subject") : match.start("middle")])
        year = int(base[0][:4]) if base else self.year - 1
        subject = self.strip(self._dated(match["subject"])[0])
        return Said(subject, year, match["same"], match.start("same"))

    def none(self, words: str) -> Said | None:
        """无……安排的支出, else ``None``; the words must name what budgets consist of."""
        match = self._none.match(words)
        if match is None or not self._none_of.search(match["what"]):
            return None
        year = self._dated(match["before"])[1]
        what = self._usage.sub("", self._usage.sub("", match["what"]))
        return Said(self.strip(what) or match["what"], year, match["none"], match.start("none"))

    def years(self, words: str) -> tuple[int | None, int | None]:
        """(year, base year) that a clause without figure names."""
        match = self._versus.match(words)
        if match:
            return self._dated(match["before"])[1], self._when(match["when"])
        return self._dated(words)[1], None

    def direction(self, words: str) -> bool:
        """Whether the words speak of a change."""
        return self._any_change.search(words) is not None

    def _when(self, when: str) -> int:
        return int(when[:4]) if when[0].isdigit() else self.year - 1

    def _dated(self, subject: str) -> tuple[str, int | None]:
        """The subject without its year (the words behind it, unless only those before it say something)."""
        found = list(self._absolute.finditer(subject))
        if found:
            last = found[-1]
            before, after = subject[: last.start()], subject[last.end() :]
            return f"{before}\0{after}", int(last[0][:4])
        match = self._last_year.match(subject)
        if match and re.match(r"(?:预算|执行|决算|支出|收入)", subject[match.end() :]):
            return subject[match.end() :], self.year - 1
        return subject, None

    def _strip_lead(self, subject: str) -> str:
        head, mark, tail = subject.partition("\0")
        if mark:
            return f"{self._lead.sub('', head)}\0{self._lead.sub('', tail)}"
        return self._lead.sub("", subject)
