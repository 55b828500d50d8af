"""What a figure of a sentence is said of: its own words, or what the sentence carries on with.

In: the words before a figure, taken apart, and the state of the paragraph.  Out: a Subject, one side
or two (收支).  Never a guess: where a change can belong to the last part or to the whole, and where
涉及 speaks of something unread, the subject's dims are empty.
"""

from __future__ import annotations

from askbudget.load.clauses import Lead, Phrases
from askbudget.load.figures import Figure
from askbudget.load.saidof import Reader, Said, Surroundings
from askbudget.model import Dims
from askbudget.records import dataclass, field, replace

_ENDS = frozenset(",;。:、()!")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure is said of: one meaning, or two for 收支; ``sure`` false where it is open."""

    sides: tuple[Said, ...]
    sure: bool = True

    @property
    def understood(self) -> bool:
        return self.sure and all(side.understood for side in self.sides)

    def unknown(self) -> Subject:
        """The same words without a meaning."""
        return Subject(tuple(replace(side, dims={}, understood=False) for side in self.sides), False)


@dataclass(slots=True)
class State:
    """What carries over from clause to clause of one paragraph.

    ``amount`` / ``last`` / ``head``: subject of the last amount, of the last figure, of the sentence's first
    amount.  ``changed``: of the last change.  ``scope``: dims of the whole whose parts are being listed,
    ``parts`` how many so far.  ``pending``: the last clause without a figure.  ``open``: changes that
    wait for a reason.
    """

    year: int | None
    base: int | None
    amount: Subject | None = None
    last: Subject | None = None
    head: Subject | None = None
    changed: Subject | None = None
    scope: Dims = field(default_factory=dict)
    in_parts: bool = False
    unknown_whole: bool = False
    parts: int = 0
    pending: str = ""
    open: list[int] = field(default_factory=list)
    reason_until: int = -1


class Subjects:
    """Finds subjects within one paragraph."""

    def __init__(
        self, reader: Reader, phrases: Phrases, around: Surroundings, state: State, text: str
    ) -> None:
        self.reader = reader
        self.phrases = phrases
        self.around = around
        self.state = state
        self.text = text

    def of_figure(self, lead: Lead, changing: bool) -> Subject | None:
        """Its own words, the clause before, the inner heading or the last subject; ``None``: none of them."""
        own = self.words(lead.subject)
        if lead.scope:
            return self._scoped(own)
        if not self.says_nothing(own):
            return self.made(own)
        last = self.state.amount if changing else self.state.last
        pending = self._pending()
        if not self.says_nothing(pending):
            made = self.made(pending)
            if all(side.understood and not side.generic for side in made.sides):
                return made
        if changing and last is not None:
            return self.carried(last)
        if own and self.around.title:
            return Subject((self.reader.said(self.around.title, self.around, self.state.scope),))
        if own and (self.around.dims or self.state.last is None):
            return self.made(own)
        return last

    def of_count(self, figure: Figure, lead: Lead) -> Subject:
        """A count is said of the words before it and the noun behind it (共19个项目); it has no dims."""
        noun = ""
        for char in self.text[figure.end :]:
            if char in _ENDS or char.isdigit():
                break
            noun += char
        for end in ("作为", "纳入", "的"):
            noun = noun.partition(end)[0]
        own = self.reader.bare(self.words(lead.subject), self.around.names)
        own = self.phrases.holder.sub("", own) + (noun if self.reader.countable(noun[:8]) else "")
        own = own or self._pending()
        return Subject((Said(own, {}, self.reader.countable(own), False),))

    def made(self, words: str) -> Subject:
        """The meaning of words, for both sides where they say 收支."""
        return Subject(tuple(self.said(side, self.state.scope) for side in self.reader.sides(words)))

    def said(self, words: str, scope: Dims) -> Said:
        said = self.reader.said(words, self.around, scope)
        return replace(said, dims={}, understood=False) if self.state.unknown_whole else said

    def carried(self, last: Subject) -> Subject:
        """A change behind several parts can be the last part's or the whole's: not known."""
        return last.unknown() if self.state.in_parts and self.state.parts > 1 else last

    def words(self, subject: str) -> str:
        """The words behind the year; those before it where only they say something."""
        before, mark, after = subject.partition("\0")
        if not mark:
            return subject
        if not self.says_nothing(after):
            return after
        left = self.phrases.strip(self.reader.bare(before, self.around.names))
        return left if not self.says_nothing(left) else after or left

    def says_nothing(self, words: str) -> bool:
        return not words or self.reader.generic(words, self.around.names)

    def _pending(self) -> str:
        return self.phrases.strip(self.words(self.phrases.lead(self.state.pending).subject))

    def _scoped(self, own: str) -> Subject:
        """涉及……: said of what the clause before speaks of, in the fund that the words name."""
        unread = Subject((Said(own, {}, False, False),), False)
        before = self._pending()
        whole = self.reader.said(before, self.around) if before else None
        if whole is None or not whole.understood or whole.generic:
            return unread
        said = self.reader.said(own, replace(self.around, dims=whole.dims))
        return Subject((said,)) if said.understood else unread
