"""The words a figure is said of → dimensions, with what the headings above it fix.

In: subject words, the dimensions of the surroundings.  Out: dims, or the word that they are not known.
Never a wrong member: a word with several readings that the surroundings do not decide, a word that
was not understood, two members of one dimension that exclude each other: each leaves the dims empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from askbudget.lexicon import Lexicon, Meaning
from askbudget.load.cues import Cues, either
from askbudget.model import Dims
from askbudget.records import dataclass, replace
from askbudget.text import squeeze

_CODE = re.compile(r"\((\d{3}|\d{5}|\d{7})\)")
_CODED = ("subject", "economic", "gov_economic")
_CODE_KINDS = {"2": "subject", "3": "economic", "5": "gov_economic"}
_QUOTES = str.maketrans("", "", "\"'“”‘’")
_SIGNS = re.compile(r"[,;:。、.()\[\]\-—_·]")
_STEP = re.compile(r"\((?:类|款|项)\)")


@dataclass(frozen=True, slots=True)
class Said:
    """What subject words mean.

    ``words`` as printed; ``dims`` with the surroundings.  ``understood`` is false where a word was not read,
    then ``dims`` is empty.  ``generic``: the words fix nothing of their own (预算数, 安排).
    """

    words: str
    dims: Dims
    understood: bool
    generic: bool


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands above a sentence: the heading as printed and the dimensions of all headings.

    ``title`` is the heading inside the paragraph (2.公务接待费：…), ``""`` without one; ``names`` are the
    organisation's names, which select nothing.
    """

    section: str
    dims: Dims
    title: str
    names: tuple[str, ...]


class Reader:
    """Reads subjects with one lexicon."""

    def __init__(self, lexicon: Lexicon, cues: Cues) -> None:
        self.lexicon = lexicon
        self.cues = cues
        self._scope = re.compile(rf"^{cues.any('scope')}")
        self._filler = re.compile(either(cues.words["filler"]))
        self._own = re.compile(either(cues.words["self"]))
        self._both = re.compile(either(cues.words["both"]))
        self._things = re.compile(f"(?:{either(cues.words['thing'])})")

    def said(self, words: str, around: Surroundings, scope: Dims | None = None) -> Said:
        """What *words* mean below the headings (and *scope*, the figure this one is part of)."""
        above = {**around.dims, **(scope or {})}
        words = self._bare(words.replace("\0", ""), around.names)
        meaning = self._meaning(words, above)
        if meaning is None:
            return Said(words, {}, False, False)
        generic = not meaning.dims
        return Said(words, _merged(above, _with_flow(meaning.dims, squeeze(words))), True, generic)

    def heading(self, words: str, above: Dims, names: tuple[str, ...]) -> Dims:
        """The dimensions that a heading adds; those above alone where it is not wholly understood."""
        words = re.sub(r"\(详?见.*?\)", "", squeeze(words))
        meaning = self._meaning(self._bare(words, names), above)
        if meaning is None:
            return dict(above)
        dims = _with_flow(meaning.dims, words)
        if self._both.search(words) or {"收入", "支出"} <= {
            t.member for t in meaning.terms if t.kind == "flow"
        }:
            dims.pop("flow", None)
        return _merged(above, dims)

    def sides(self, words: str) -> tuple[str, ...]:
        """The subject once, or once for 收入 and once for 支出 where the words say both (收支总计)."""
        match = self._both.search(squeeze(words))
        if not match:
            return (words,)
        folded = squeeze(words)
        return tuple(folded[: match.start()] + side + folded[match.end() :] for side in ("收入", "支出"))

    def countable(self, words: str) -> bool:
        """Whether the words name things that are counted and are no budget (车辆, 设备 …)."""
        return self._things.search(squeeze(words)) is not None

    def bare(self, words: str, names: tuple[str, ...]) -> str:
        """The folded words without the organisation's names and its names for itself."""
        return self._bare(words, names)

    def generic(self, words: str, names: tuple[str, ...]) -> bool:
        """Whether the words say nothing: no term, and nothing unread."""
        bare = self._bare(words, names)
        if not _SIGNS.sub("", bare):
            return True
        if self._both.search(bare):
            return False
        meaning = self.lexicon.meaning(bare)
        return not meaning.terms and not self._unread(meaning)

    def _bare(self, words: str, names: tuple[str, ...]) -> str:
        text = squeeze(words)
        for name in names:
            text = text.replace(name, "")
        return self._scope.sub("", self._own.sub("", text))

    def _meaning(self, bare: str, above: Mapping[str, str]) -> Meaning | None:
        """``None`` where the words leave anything open."""
        steps = [step for step in _STEP.split(bare) if step]
        within = dict(above)
        if len(steps) > 1:
            within = {key: value for key, value in above.items() if key not in _CODED or key == "subject"}
            meaning = self.lexicon.path_meaning([_plain(step) for step in steps], within)
        else:
            meaning = self.lexicon.meaning(_plain(bare), within)
        codes = _CODE.findall(bare)
        if len(codes) == 1 and codes[0][0] in _CODE_KINDS:
            return _with_code(meaning, codes[0])
        if self._open(meaning, within):
            return None
        if self._unread(meaning) or _contradict(meaning, self.lexicon):
            return None
        return meaning if len(steps) > 1 else self._as_fund(meaning)

    def _as_fund(self, meaning: Meaning) -> Meaning:
        """国有资本经营预算支出 outside of 类/款/项 names the fund's side, not the 类 of that name."""
        for term in meaning.terms:
            if term.kind != "subject" or not term.name.endswith("支出"):
                continue
            fund = self.lexicon.meaning(term.name.removesuffix("支出")).dims.get("fund")
            if fund:
                dims = {key: value for key, value in meaning.dims.items() if key != "subject"}
                return replace(meaning, dims={**dims, "fund": fund, "flow": "支出"})
        return meaning

    def _open(self, meaning: Meaning, above: Mapping[str, str]) -> bool:
        """Whether a word of the text stands for several members and nothing above decides."""
        known = dict(above)
        for term in meaning.terms:
            candidates = self.lexicon.vocabulary.words.get(squeeze(term.name), ())
            if len(candidates) > 1 and term.kind in _CODED:
                fits = [
                    other
                    for other in candidates
                    if (up := known.get(other.kind)) is not None
                    and self.lexicon.within(other.kind, other.member, up)
                ]
                if term not in fits or len(fits) > 1:
                    return True
            if term.kind in _CODED:
                known[term.kind] = term.member
        return False

    def _unread(self, meaning: Meaning) -> str:
        return _SIGNS.sub("", self._filler.sub("", meaning.unread.translate(_QUOTES)))


def organisations(texts: Iterable[str], cues: Cues) -> tuple[str, ...]:
    """Names of organisations that stand before a year or 部门预算 in the compact *texts*, longest first."""
    ends = either(cues.words["organisation_end"])
    level = r"(?:\([^()]{2,30}\))?"
    pattern = re.compile(
        rf"(?:^|[。,;:])(?:其中|截至[^,]*)?((?:[^。,;:、\d\"()]|\([^()]{{2,30}}\)){{2,40}}?{ends}{level})"
        r"(?=(?:19|20)\d\d年|部门预算|共有|本级|机关本级|部门只有|单位设|概况|部门概况|主要职能|机构设置|单位预算)"
    )
    found = {
        name
        for text in texts
        for name in pattern.findall(re.sub(r"(?<=。|,)((?:19|20)\d\d年),", r"\1", text))
    }
    return tuple(sorted((name for name in found if len(name) >= 4), key=len, reverse=True))


def _plain(text: str) -> str:
    """Without the codes in brackets and the brackets around whole words."""
    return _STEP.sub("", _CODE.sub("", text))


def _merged(above: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """What the words say wins over what stands above; coded dimensions exclude one another by kind."""
    dims = {**above, **own}
    if "economic" in own and "gov_economic" not in own:
        dims.pop("gov_economic", None)
    if "gov_economic" in own and "economic" not in own:
        dims.pop("economic", None)
    if own.get("flow") == "收入":
        for dimension in ("nature", "subject", "economic", "gov_economic", "three_public", "item"):
            if dimension not in own:
                dims.pop(dimension, None)
    return dims


def _with_flow(dims: Mapping[str, str], words: str) -> dict[str, str]:
    """The side that the words name, where the lexicon reads them as a fund only (一般公共预算收入)."""
    found = dict(dims)
    sides = [side for side in ("收入", "支出") if side in words]
    if len(sides) == 1 and "flow" not in found:
        found["flow"] = sides[0]
    return found


def _with_code(meaning: Meaning, code: str) -> Meaning:
    """A printed code decides (《政府收支分类科目》): 2… 功能分类, 3… 部门经济分类, 5… 政府经济分类."""
    dimension = _CODE_KINDS[code[0]]
    dims = {key: value for key, value in meaning.dims.items() if key not in _CODED}
    terms = tuple(term for term in meaning.terms if term.kind not in _CODED)
    dims[dimension] = code
    dims.setdefault("flow", "支出")
    return replace(meaning, dims=dims, terms=terms)


def _contradict(meaning: Meaning, lexicon: Lexicon) -> bool:
    """Two members of one dimension, neither part of the other (其他运转类项目和特定目标类项目)."""
    for index, term in enumerate(meaning.terms):
        for other in meaning.terms[:index]:
            if term.kind != other.kind or term.kind == "flow":
                continue
            if not lexicon.within(term.kind, term.member, other.member) and not lexicon.within(
                term.kind, other.member, term.member
            ):
                return True
    return False
