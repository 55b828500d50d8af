"""The bytes of a file in, its pages out.  The format is told by the content, never by the file's name.

A format is one module here with ``accepts(data) -> bool`` (cheap, by signature) and
``read(data) -> tuple[Page, ...]`` (raises LoadError); its name goes into FORMATS.  A heavy library is imported
inside ``read``.  A format with ruled cells gives them as ``Page.grids``.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import Protocol, cast

from askbudget.load.errors import LoadError
from askbudget.model import Page

FORMATS = ("text",)
"""Reader modules in the order they are asked; plain text, which has no signature, comes last."""

_UNREAD = (
    (b"%PDF", "PDF 文件"),
    (b"PK\x03\x04", "压缩包或 Office 文件"),
    (b"\xd0\xcf\x11\xe0", "旧版 Office 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"SQLite format 3", "数据库"),
    (b"{\\rtf", "RTF 文件"),
    (b"\xff\xfe\0\0", "UTF-32 编码的文件"),
    (b"\0\0\xfe\xff", "UTF-32 编码的文件"),
)
"""Signatures of formats without a reader, to say what the file is."""
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<(?:!--|!doctype|\?xml|[a-z][a-z0-9]*[\s/>])", re.I
)
"""How a web page or other markup begins, once the NULs of UTF-16 are taken out."""
_HEAD = 4096


class Reader(Protocol):
    """What a module of this package offers."""

    def accepts(self, data: bytes) -> bool:
        """Whether the content is of this format; reads as little as it can."""

    def read(self, data: bytes) -> tuple[Page, ...]:
        """All pages in order, every line kept.  Raises LoadError."""


def read_pages(data: bytes) -> tuple[Page, ...]:
    """The pages of a file of any known format.  Raises LoadError with one Chinese sentence."""
    if not data.strip():
        raise LoadError("文件是空的，没有可读的内容。")
    for name in FORMATS:
        if name == FORMATS[-1]:
            _refuse_foreign(data)
        reader = cast(Reader, import_module(f"{__name__}.{name}"))
        if reader.accepts(data):
            return reader.read(data)
    raise LoadError("这是二进制文件，不是文本，不能读取。")


def _refuse_foreign(data: bytes) -> None:
    """Raise LoadError saying what a file of a known format without a reader is."""
    for signature, what in _UNREAD:
        if data.startswith(signature):
            raise LoadError(f"这是{what}，不是能读取的文本，请先转成 UTF-8 纯文本。")
    if _MARKUP.match(data[:_HEAD].replace(b"\0", b"")):
        raise LoadError("这是网页（HTML）或 XML 文件，不是纯文本，请先转成 UTF-8 纯文本。")
