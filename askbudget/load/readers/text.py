"""Plain text in (UTF-8, UTF-16 or GB18030), pages with their lines out.

Every physical line is kept, numbered from 1 in the whole file.  A page begins at a form feed, or, where the text
has none, at each line that starts with exactly one space (so text extracted from PDF marks it).
"""

from __future__ import annotations

import codecs
import re

from askbudget.load.errors import LoadError
from askbudget.model import Line, Page

_SAMPLE = 4096
_STRAY = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
"""Control characters that break no line, page or column: they print nothing."""
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1f]")
_NOISE = 100
"""Text may hold one stray control byte in so many; more, or a NUL, make it binary."""
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_BREAK = re.compile(r" (?![\s])")
_TOO_MANY = 2
"""Where more than one line in so many starts with a space, it is indentation and marks no page."""
_DAMAGED = 50
"""UTF-8 with at most one bad place in so many characters is damaged UTF-8 and not another encoding."""


def accepts(data: bytes) -> bool:
    """Whether the bytes can be text: a byte order mark, or no control bytes (UTF-16 without mark included)."""
    if any(data.startswith(mark) for mark, _ in _BOMS):
        return True
    return not _is_binary(data[:_SAMPLE]) or _utf16(data) is not None


def read(data: bytes) -> tuple[Page, ...]:
    """The pages of a text.  Raises LoadError where the bytes are no text in a known encoding."""
    return paginate(_STRAY.sub("", decode(data)))


def decode(data: bytes) -> str:
    """The text, without byte order mark.  Raises LoadError naming the first bad byte."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data, encoding).removeprefix("\ufeff")
    if _is_binary(data):
        unmarked = _utf16(data)
        if unmarked is None:
            raise LoadError("这是二进制文件，不是文本，不能读取。")
        return _strict(data, unmarked)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        shown = data.decode("utf-8", "replace")
        if shown.count("\ufffd") * _DAMAGED < len(shown) and not data.isascii() and _is_mostly_utf8(shown):
            raise LoadError(f"文件按 UTF-8 解码到第{error.start + 1}字节时出错，文件可能已损坏。") from None
        return _strict(data, "gb18030")


def paginate(text: str) -> tuple[Page, ...]:
    """Text → pages; a form feed begins a page, and a line around one gives both parts the same number."""
    physical = text.removeprefix("\f").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if physical and not physical[-1]:
        physical.pop()
    pages: list[list[Line]] = [[]]
    spaced = "\f" not in text and _marks_pages(physical)
    for number, raw in enumerate(physical, start=1):
        if spaced and _BREAK.match(raw) and any(line.text.strip() for line in pages[-1]):
            pages.append([])
        for index, part in enumerate(raw.split("\f")):
            if index:
                pages.append([])
            if part or "\f" not in raw:
                pages[-1].append(Line(number, part))
    if not any(line.text.strip() for line in pages[-1]) and len(pages) > 1:
        pages[-2].extend(pages.pop())
    return tuple(Page(number, tuple(lines)) for number, lines in enumerate(pages, start=1))


def _marks_pages(lines: list[str]) -> bool:
    filled = [line for line in lines if line.strip()]
    return sum(bool(_BREAK.match(line)) for line in filled) * _TOO_MANY <= len(filled)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise LoadError(
            f"文件第{error.start + 1}字节起不能按文本解码（试过 UTF-8、UTF-16 和 GB18030）。"
        ) from None


def _is_binary(data: bytes) -> bool:
    return b"\0" in data or len(_CONTROL.findall(data)) * _NOISE > len(data)


def _utf16(data: bytes) -> str | None:
    """UTF-16 without byte order mark shows in its line ends: 0A 00 or 00 0A; ``None`` if it is not that."""
    sample = data[: _SAMPLE - _SAMPLE % 2]
    for encoding, newline in (("utf-16-le", b"\n\0"), ("utf-16-be", b"\0\n")):
        if newline not in sample:
            continue
        text = sample.decode(encoding, "ignore")
        readable = sum(char.isprintable() or char.isspace() for char in text)
        if 20 * readable > 19 * len(text):
            return encoding
    return None


def _is_mostly_utf8(shown: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in shown)
