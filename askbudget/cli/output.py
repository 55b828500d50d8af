"""How results are written: JSON, JSON Lines, CSV, Markdown, and text aligned for Chinese.

In: headings and rows of text, or plain values for JSON.  Out: stdout.  Data formats are UTF-8 whatever the
terminal; nothing here depends on being a terminal but colour.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from askbudget.records import dataclass

SHOWN = "askbudget.shown"
"""The error handler (codecs.register_error) of everything written."""


def shown(error: UnicodeError) -> tuple[str | bytes, int]:
    """Bytes that a locale could not read (in a file's name) as the UTF-8 they are, else ``?``."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    escaped = error.object[error.start : error.end]
    try:
        text = printable(escaped.encode("utf-8", "surrogateescape").decode("utf-8"))
    except UnicodeError:
        text = "?" * len(escaped)
    return text.encode("utf-8"), error.end


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of text under headings; ``right`` are the positions of columns that hold figures."""

    headings: Sequence[str]
    rows: Iterable[Sequence[str | None]]
    right: frozenset[int] = frozenset()


def write_text(text: str, *, strong: bool = False) -> None:
    """A line for people: control characters are shown as spaces; *strong* is bold on a terminal."""
    line = printable(text)
    sys.stdout.write((f"\x1b[1m{line}\x1b[0m" if strong and _colour() else line) + "\n")


def write_json(value: object) -> None:
    """One JSON value, indented."""
    _data(_dump(value, indent=2) + "\n")


def write_jsonl(values: Iterable[object]) -> None:
    """One JSON value a line, each written as it comes."""
    for value in values:
        _data(_dump(value) + "\n")
        sys.stdout.flush()


def write_csv(sheet: Sheet, *, excel: bool = False) -> None:
    """CSV with a heading line; *excel* puts the BOM in front that Excel needs."""
    import csv
    import io

    buffer = io.StringIO()
    if excel:
        buffer.write("\ufeff")
    writer = csv.writer(buffer, lineterminator="\r\n" if excel else "\n")
    for row in (sheet.headings, *sheet.rows):
        writer.writerow(["" if cell is None else cell for cell in row])
        if buffer.tell() > 1 << 16:
            _data(buffer.getvalue())
            buffer.seek(0)
            buffer.truncate()
    _data(buffer.getvalue())


def write_markdown(sheet: Sheet) -> None:
    """A Markdown table."""
    _data(_markdown_row(sheet.headings))
    rules = ("---:" if at in sheet.right else "---" for at in range(len(sheet.headings)))
    _data("| " + " | ".join(rules) + " |\n")
    for row in sheet.rows:
        _data(_markdown_row(row))


def aligned(
    rows: Iterable[Sequence[str | None]], right: frozenset[int] = frozenset(), gap: int = 2
) -> list[str]:
    """The rows as lines whose columns stand under each other, Chinese characters counting two."""
    cells = [[printable(cell or "") for cell in row] for row in rows]
    count = max(map(len, cells), default=0)
    widths = [max((width(row[at]) for row in cells if at < len(row)), default=0) for at in range(count)]
    lines = []
    for row in cells:
        padded = [
            " " * (widths[at] - width(cell)) + cell
            if at in right
            else cell + " " * (widths[at] - width(cell))
            for at, cell in enumerate(row)
        ]
        lines.append((" " * gap).join(padded).rstrip())
    return lines


def write_sheet(sheet: Sheet) -> None:
    """The sheet as aligned text, its headings on top."""
    for number, line in enumerate(aligned([sheet.headings, *sheet.rows], sheet.right)):
        write_text(line, strong=number == 0)


@lru_cache(maxsize=4096)
def width(text: str) -> int:
    """Cells of a terminal that *text* takes."""
    if text.isascii():
        return len(text)
    wide = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
    return wide - sum(1 for char in text if unicodedata.combining(char))


def printable(text: str) -> str:
    """*text* in one line without control characters: what a file says must not steer a terminal."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or "\udc80" <= char <= "\udcff" else " " for char in text)


def grouped(value: str) -> str:
    """A decimal string with thousands separators: 2988.04 → 2,988.04; other text as it is."""
    sign = "-" if value.startswith("-") else ""
    whole, point, fraction = value.removeprefix("-").partition(".")
    return f"{sign}{int(whole):,}{point}{fraction}" if whole.isascii() and whole.isdigit() else value


def _colour() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _data(text: str) -> None:
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(text)
    else:
        sys.stdout.flush()
        stream.write(_bytes(text))


def _bytes(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        import codecs

        codecs.register_error(SHOWN, shown)
        return text.encode("utf-8", SHOWN)


def _dump(value: object, indent: int | None = None) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, indent=indent, default=_plain)


def _plain(value: object) -> object:
    """What json does not know: exact decimals as text, sets sorted, mappings and sequences as they are."""
    from collections.abc import Mapping

    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    return str(value)


def _markdown_row(row: Sequence[str | None]) -> str:
    cells = (printable(cell or "").replace("\\", "\\\\").replace("|", "\\|") for cell in row)
    return "| " + " | ".join(cells) + " |\n"
