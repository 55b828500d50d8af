"""``askbudget terms``: what a word is, and where it is printed.

In: a name or code.  Out: kind, name, code, places.
"""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING

from askbudget.cli import output
from askbudget.cli.inputs import InputError
from askbudget.library import open_library

if TYPE_CHECKING:
    from askbudget.store.words import Known

_KINDS = {
    "flow": "收支", "fund": "资金来源", "period": "年度", "nature": "支出性质", "unit": "预算单位",
    "subject": "功能科目", "economic": "部门经济科目", "gov_economic": "政府经济科目", "project": "项目",
    "three_public": "三公经费", "item": "专项", "definition": "名词解释",
}  # fmt: skip
_FIELDS = ("kind", "name", "member", "code", "document", "table", "page", "line", "match")


def run(arguments: Namespace) -> int:
    """0 where the word is known, 1 where it is not."""
    word = " ".join(arguments.word)
    if not word.strip():
        raise InputError("缺少要查的词。")
    with open_library(arguments.library) as library:
        found = library.terms(word)
    if arguments.format == "json":
        output.write_json([asdict(known) for known in found])
    elif arguments.format == "jsonl":
        output.write_jsonl(asdict(known) for known in found)
    elif arguments.format in ("csv", "markdown"):
        sheet = output.Sheet(_FIELDS, [_record(known) for known in found])
        if arguments.format == "csv":
            output.write_csv(sheet, excel=arguments.excel)
        else:
            output.write_markdown(sheet)
    elif found:
        _write_text(word, found)
    else:
        output.write_text(f"库里没有“{word}”。")
    return 0 if found else 1


def _record(known: Known) -> list[str | None]:
    return [None if value is None else str(value) for value in asdict(known).values()]


def _write_text(word: str, found: list[Known]) -> None:
    """One line for each meaning, with every place it is printed at."""
    if all(known.match == "part" for known in found):
        output.write_text(f"没有正好叫“{word}”的，名称里含有它的有：")
    meanings: dict[tuple[str, ...], dict[str, None]] = {}
    for known in found:
        key = (_KINDS.get(known.kind, f"问句用词 {known.kind}"), known.code or "", known.name)
        places = meanings.setdefault(key, {})
        if known.document is not None:
            places[_place(known)] = None
    for line in output.aligned([*key, "、".join(places) or "词汇表"] for key, places in meanings.items()):
        output.write_text(line)


def _place(known: Known) -> str:
    return f"{known.table or ''}第{known.page}页第{known.line}行"
