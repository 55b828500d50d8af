"""The Library: load disclosures, ask, look at tables and sources.  Every face of askbudget calls this.

In: a path (or none: the platform's data folder).  Out: model values.  Holds no rule about budgets; while
the library does not exist yet, the bundled sample answers and ``sample_notice`` says so.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from askbudget.load.errors import LoadError as LoadError
from askbudget.model import Amount, Answer, Document, Table
from askbudget.records import dataclass, replace
from askbudget.store.connect import exists
from askbudget.store.read import DocumentInfo, Reader, open_reader

if TYPE_CHECKING:
    from askbudget.store.words import Known
    from askbudget.store.write import Outcome

LONGEST_QUESTION = 1000
"""Characters.  A question is a sentence; what is longer is a text to be verified."""


class QuestionError(ValueError):
    """What was typed is no question that can be read; the message is one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What ``Library.load`` did: ``outcome`` is added · replaced · unchanged."""

    outcome: Outcome
    document: Document


@dataclass(frozen=True, slots=True)
class Source:
    """A cited place.  ``lines`` are (page, line, text, cited) around it; ``table`` and below are ``None``
    or ``""`` for a line outside the tables, ``printed`` is ``""`` for a blank cell."""

    key: str
    document: DocumentInfo
    table: Table | None
    row: str
    column: str
    amount: Amount | None
    page: int
    line: int
    lines: tuple[tuple[int, int, str, bool], ...]


def default_path() -> Path:
    """``ASKBUDGET_LIBRARY``, else library.db in the platform's data folder for askbudget."""
    if named := os.environ.get("ASKBUDGET_LIBRARY"):
        return Path(named).expanduser()
    home = Path(os.path.expanduser("~"))
    if sys.platform == "darwin":
        folder = home / "Library" / "Application Support"
    elif sys.platform == "win32":
        folder = Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming")
    else:
        folder = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return folder / "askbudget" / "library.db"


def open_library(
    path: str | os.PathLike[str] | None = None, *, narrate: Callable[[str], None] | None = None
) -> Library:
    """The library at *path* (default: ``default_path()``); nothing is opened or made until it is needed.

    *narrate* is told, in Chinese, that the bundled sample answers; by default it goes to stderr.
    """
    chosen = default_path() if path is None else Path(path).expanduser()
    return Library(chosen, narrate or _to_stderr)


class Library:
    """A library of disclosures.  Methods raise StoreError where the file is of no use."""

    def __init__(self, path: Path, narrate: Callable[[str], None]) -> None:
        self.path = path
        self._narrate = narrate
        self._reader: Reader | None = None
        self.desks: dict[int, Any] = {}
        """Documents opened for questions (ask.pipeline keeps them here), by id."""

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Release the file; the library opens again by itself when it is used again."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None
        self.desks.clear()

    @property
    def reader(self) -> Reader:
        """The library opened read-only, or the bundled sample where there is no library yet."""
        if self._reader is None:
            if exists(self.path) or self.path.is_dir():
                self._reader = open_reader(self.path)
            else:
                self._narrate(f"还没有库（{self.path}），以下用随附的样本回答。")
                self._reader = _sample_reader()
        return self._reader

    @property
    def fingerprint(self) -> str:
        """sha256 of what the library says; the same as long as its answers are."""
        return self.reader.fingerprint()

    def load(self, path: str | os.PathLike[str]) -> Loaded:
        """Read the disclosure at *path* into the library, which is made if need be.

        The same file again changes nothing.  Raises LoadError (unreadable, no budget) and StoreError;
        the library is then as it was.
        """
        from askbudget.load.pipeline import load_document
        from askbudget.store.write import save

        try:
            document = load_document(Path(path))
        except (IndexError, UnicodeError):
            raise LoadError("文件的编码或内容读不懂，请另存为 UTF-8 纯文本后再载入。") from None
        if not document.source.isprintable():
            # Bytes that the locale could not read: the library holds nothing but UTF-8.
            source = document.source.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            document = replace(document, source=source)
        self.close()
        return Loaded(save(document, self.path), document)

    @staticmethod
    def files(path: str | os.PathLike[str]) -> list[str]:
        """The file itself, or every visible file of a folder and of those below it, by name.

        Raises LoadError where a folder has none.
        """
        if not os.path.isdir(path):
            return [os.fspath(path)]
        found = [
            str(file)
            for file in sorted(Path(path).rglob("*"))
            if file.is_file() and not any(part.startswith(".") for part in file.relative_to(path).parts)
        ]
        if not found:
            raise LoadError(f"文件夹 {os.fspath(path)} 里没有文件。")
        return found

    def ask(
        self,
        question: str,
        document: str | None = None,
        context: Mapping[str, Any] | None = None,
        explain: bool = False,
    ) -> Answer:
        """Answer one question.

        *document* names the document in hand.  *context* is the ``reading`` of the answer before, for a
        question that leans on it.  *explain* fills ``Answer.trace``.  Raises QuestionError for what is no
        question or no reading.
        """
        from askbudget.ask.pipeline import ask

        if context:
            _check_context(context)
        return ask(self, readable(question), document=document, context=context, explain=explain)

    def documents(self) -> tuple[DocumentInfo, ...]:
        """What is loaded, by department and year."""
        return self.reader.documents()

    def find(self, document: str | None = None) -> DocumentInfo:
        """The document called *document*, or the only one.  Raises NotFound or Ambiguous (StoreErrors)."""
        from askbudget.store.find import find_document

        return find_document(self.reader, document)

    def table(self, document: str | None, number: str) -> tuple[DocumentInfo, Table]:
        """One printed table by its number (预算12表, 12) or title.  Raises NotFound or Ambiguous."""
        from askbudget.store.find import find_table

        info = self.find(document)
        tables = self.reader.tables(info.id)
        return info, tables[find_table(tables, number)]

    def source(self, citation: str, around: int = 3) -> Source:
        """The cited place with the printed lines around it.  Raises NotFound or Ambiguous."""
        from askbudget.store.cite import cell, column_at, row_at
        from askbudget.store.find import find_place

        found = find_place(self.reader, citation)
        info, place = found.info, found.place
        table = None if place.table is None else self.reader.tables(info.id)[place.table]
        amount, row, column = None, "", ""
        page, line = place.page, place.line
        if table is not None and place.row is not None:
            row = row_at(table, place.row).label
            if place.column is not None:
                column = "/".join(column_at(table, place.column).path)
                amount = cell(table, place.row, place.column)
                page, line = (amount.page, amount.line) if amount else (page, line)
        around_it = self.reader.lines_around(info.id, page, line, around)
        lines = tuple((p, n, text, (p, n) == (page, line)) for p, n, text in around_it)
        return Source(found.key, info, table, row, column, amount, page, line, lines)

    def terms(self, word: str) -> list[Known]:
        """What documents and lexicon know under *word*: exact matches, else names that contain it."""
        from askbudget.store.words import known_words

        return known_words(self.reader, word)

    def sql(self, select: str, seconds: float = 30) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
        """Column names and rows of one SELECT; SqlTimeout (a TimeoutError) after *seconds*."""
        from askbudget.store.query import run

        return run(self.reader.connection, self.reader.path, select, seconds)


def readable(question: str) -> str:
    """The question without outer spaces.  Raises QuestionError: empty, too long, not text."""
    text = question.strip()
    if not text:
        raise QuestionError("问题是空的，请写一个问题。")
    if len(text) > LONGEST_QUESTION:
        raise QuestionError(f"问题太长（{len(text)} 字），请控制在 {LONGEST_QUESTION} 字以内。")
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise QuestionError("问题里有不是文字的字节，请用 UTF-8 编码。")
    if any((char < " " and char not in "\t\n\r") or "\x7f" <= char <= "\x9f" for char in text):
        raise QuestionError("问题里有控制字符，请删去后再问。")
    return text


def _check_context(context: Mapping[str, Any]) -> None:
    """Raises QuestionError where *context* has not the shape of an answer's reading."""
    from askbudget.ask.dialogue import from_plain, to_plain

    try:
        last = context["queries"][-1] if "queries" in context else context
        sound = bool(to_plain(from_plain(context))) and _is_typed(last) and _names_rows(context)
    except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, RecursionError):
        sound = False
    if not sound:
        raise QuestionError("上文（context）的内容不是一个回答的 reading，请把上一个回答原样给出。")


def _is_typed(reading: Mapping[str, Any]) -> bool:
    """Whether the plain entries are texts and whole numbers where an answer has them."""
    kinds: dict[str, type] = {
        "operation": str,
        "entity": str,
        "level": str,
        "order": str,
        "unit": str,
        "table": str,
    }
    kinds |= {"direction": str, "group": str, "first": int, "nth": int, "year": int, "ordinal": int}
    return all(
        isinstance(reading[name], kind) for name, kind in kinds.items() if reading.get(name) is not None
    )


def _names_rows(reading: Mapping[str, Any]) -> bool:
    rows = reading.get("rows") or []
    names = ("label", "dimension", "member")
    return isinstance(rows, list) and all(isinstance(row[name], str) for row in rows for name in names)


def _sample_reader() -> Reader:
    """The bundled sample's library, made again when the sample or what reads it has changed."""
    from askbudget import __version__
    from askbudget.cache import cache_folder
    from askbudget.resources import DATA, GRAMMAR
    from askbudget.store.cached import cached_reader, stamp

    def make() -> Iterator[Document]:
        from askbudget.load.pipeline import load_document

        return map(load_document, sorted((DATA / "samples").glob("*.txt")))

    read_by = stamp((Path(__file__).parent, GRAMMAR, DATA))
    return cached_reader(cache_folder() / f"sample-{__version__}-{read_by}.db", make)


def _to_stderr(message: str) -> None:
    print(message, file=sys.stderr)
