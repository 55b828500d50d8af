"""A document's names written by hand, and the words found in a question with them."""

from __future__ import annotations

from askbudget.lexicon import load_lexicon
from askbudget.lexicon.mentions import Found, find_mentions
from askbudget.lexicon.names import Names
from askbudget.model import Mention, Term

PROJECTS = (
    "智慧东湖建设项目2023", "智慧东湖建设项目 2022", "12366热线运行经费", "12366热线系统升级改造（二期）", "档案整理费",
)  # fmt: skip


def _names() -> Names:
    names = Names()
    for project in PROJECTS:
        names.add(project, Term("project", project, project))
    names.add("2010301", Term("subject", "2010301", "行政运行"), whole=False)
    names.add("审计局", Term("unit", "001", "测试市审计局"))
    names.add_shortened("行政审批和政务信息管理局", Term("unit", "002", "行政审批和政务信息管理局"))
    names.seal()
    return names


NAMES = _names()


def find(question: str) -> Found:
    """The question read with these names."""
    return find_mentions(question, load_lexicon(), NAMES)


def first(found: Found, kind: str) -> Mention:
    """The first mention of this kind."""
    return next(mention for mention in found.mentions if mention.kind == kind)


def members(found: Found) -> list[list[str]]:
    """What each selecting mention may mean."""
    return [[term.member for term in mention.terms] for mention in found.mentions if mention.kind == "SEL"]
