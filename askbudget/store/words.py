"""``askbudget terms``: what a word is, in the documents and in the lexicon.

In: a Reader and a word.  Out: Known, documents first.  Holds no words of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from askbudget.model import DIMENSIONS
from askbudget.records import dataclass
from askbudget.store.read import Reader
from askbudget.text import squeeze

_FIELDS = (
    "t.kind, t.surface, t.member, t.code, d.name, t.table_name, t.page, t.line"
    " FROM terms t JOIN documents d ON d.id = t.document_id"
)
_ORDER = "ORDER BY d.department, d.year, d.kind, t.id"


@dataclass(frozen=True, slots=True)
class Known:
    """Something known under a word: its kind (a dimension, definition, word), name and member, its code
    as printed, and where.  ``document`` is ``None`` for the lexicon's own.

    ``match``: exact · code · meaning (another name of the same member) · part (its name holds the word).
    """

    kind: str
    name: str
    member: str
    code: str | None
    document: str | None
    table: str | None
    page: int | None
    line: int | None
    match: str


def known_words(reader: Reader, word: str) -> list[Known]:
    """Names and codes that are *word* or mean the same; where no document prints one, names that contain it.

    Empty: unknown.
    """
    wanted = squeeze(word)
    if not wanted:
        return []
    own = list(_lexicon(wanted))
    printed = [
        *_printed(reader, "t.folded = ?", (wanted,), "exact"),
        *_printed(reader, "replace(t.code, ' ', '') = ?", (wanted,), "code"),
    ]
    for known in own:
        if known.kind in DIMENSIONS:
            where = "t.kind = ? AND t.member = ? AND t.folded <> ?"
            printed += _printed(reader, where, (known.kind, known.member, wanted), "meaning")
    return [*(printed or _printed(reader, "instr(t.folded, ?) > 0", (wanted,), "part")), *own]


def _printed(reader: Reader, where: str, wanted: Sequence[str], match: str) -> Iterator[Known]:
    found = reader.select(f"SELECT {_FIELDS} WHERE {where} {_ORDER}", wanted)
    for kind, name, member, code, document, table, page, line in found:
        yield Known(kind, name, member, code, document, table, page, line, match)


def _lexicon(wanted: str) -> Iterator[Known]:
    from askbudget.lexicon import load_lexicon

    lexicon = load_lexicon()
    for words in (lexicon.vocabulary.words, lexicon.questions):
        for term in words.get(wanted, ()):
            code = term.member if term.member.isdigit() else None
            yield Known(term.kind, term.name, term.member, code, None, None, None, None, "exact")
