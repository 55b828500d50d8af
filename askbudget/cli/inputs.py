"""What people hand to the command line: a batch of questions, a context.

In: a path, ``-`` or JSON text.  Out: plain values.  Raises InputError, one Chinese sentence.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import IO, Any

from askbudget.records import dataclass


class InputError(ValueError):
    """The input cannot be read; the message is one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a batch; ``error`` is set instead where its line cannot be understood."""

    id: object
    question: str
    document: str | None = None
    context: Mapping[str, Any] | None = None
    error: str | None = None


def batch_items(path: str) -> Iterator[Item]:
    """The questions of a file (``-``: stdin), one a line: plain text or a JSON object; blank lines skipped.

    They come as the lines arrive, so that a pipe can be answered line by line.
    """
    with closing(_opened(path)) as stream:
        for number, raw in enumerate(stream, 1):
            text = _text(raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw)
            if text is None:
                yield Item(None, "", error=f"第 {number} 行不是 UTF-8 或 GB18030 文字。")
            elif text.strip():
                yield _item(text.strip(), number)


def read_context(value: str) -> Mapping[str, Any]:
    """The context of a follow-up: JSON text, or a file that holds it.  A whole answer gives its reading."""
    text = value.strip()
    if not text.startswith("{"):
        with closing(_opened(value)) as stream:
            decoded = _text(stream.read().removeprefix(b"\xef\xbb\xbf"))
        if decoded is None:
            raise InputError(f"{value} 不是文字文件。")
        text = decoded
    context = _context(_json(text))
    if context is None:
        raise InputError("--context 要的是一个 JSON 对象：上一个回答，或它的 reading。")
    return context


def _opened(path: str) -> IO[bytes]:
    if path == "-":
        if sys.stdin is None:
            raise InputError("标准输入是关闭的，读不到内容。")
        return sys.stdin.buffer
    try:
        return open(as_path(path), "rb")
    except FileNotFoundError:
        raise InputError(f"没有文件 {path}。") from None
    except IsADirectoryError:
        raise InputError(f"{path} 是文件夹，不是文件。") from None
    except (OSError, ValueError):
        raise InputError(f"打不开文件 {path}。") from None


def as_path(text: str) -> str:
    """A path typed as UTF-8, in the way Python names files under a locale that lacks its characters."""
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        return os.fsdecode(text.encode("utf-8", "surrogateescape"))
    return text


def _text(raw: bytes) -> str | None:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _item(text: str, number: int) -> Item:
    if not text.startswith("{"):
        return Item(None, text)
    found = _json(text)
    if not isinstance(found, dict):
        return Item(None, text, error=f"第 {number} 行不是有效的 JSON。")
    mark, question, document = found.get("id"), found.get("question"), found.get("document")
    context = None if found.get("context") is None else _context(found["context"])
    if not isinstance(question, str):
        return Item(mark, "", error=f"第 {number} 行没有 question。")
    if not isinstance(document, str | None) or (context is None and found.get("context") is not None):
        return Item(mark, question, error=f"第 {number} 行的 document 应是文字，context 应是对象。")
    return Item(mark, question, document, context)


def _context(value: object) -> Mapping[str, Any] | None:
    """The reading in a decoded JSON value, ``None`` where it is none."""
    if not isinstance(value, dict):
        return None
    reading = value.get("reading")
    return reading if isinstance(reading, dict) else value


def _json(text: str) -> object:
    """The value, ``None`` for what is no JSON (numbers keep their digits as Decimal)."""
    import json
    from decimal import Decimal

    try:
        return json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError):
        return None
