"""What a figure consists of adds up to the figure.  Expected: 03表 and 07表 of the sample, added by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from askbudget.library import Library, open_library

# 07表: 301xx eight codes on fifteen lines, 302xx eight, 303xx two, 310xx two, 399xx one.  03表: eleven 项.
PARTS = [
    ("工资福利支出", "经济科目", "268.50", 8),
    ("商品和服务支出", "经济科目", "261.59", 8),
    ("资本性支出", "经济科目", "655.63", 2),
    ("对个人和家庭的补助", "经济科目", "5.11", 2),
    ("支出", "经济科目", "4178.87", 21),
    ("支出", "功能科目", "4178.87", 11),
    ("科学技术支出", "功能科目", "862.42", 3),
    ("一般公共服务支出", "功能科目", "256.20", 2),
    ("一般公共预算支出", "功能科目", "1190.83", 10),
    ("项目支出", "功能科目", "3889.77", 4),
    ("工资福利支出", "科目", "268.50", 8),
    ("商品和服务支出", "科目", "261.59", 8),
    ("资本性支出", "科目", "655.63", 2),
    ("一般公共预算支出", "经济科目", "1190.83", 20),
]  # fmt: skip

REFUSED = {("一般公共预算支出", "经济科目")}
"""07表 cannot say whether its carried-over figure is 一般公共预算, and 06表 is 基本支出 only: no list is whole."""


@pytest.fixture(scope="module")
def library(sample_library: Path) -> Library:
    return open_library(sample_library)


@pytest.mark.parametrize(("what", "parts", "total", "count"), PARTS)
def test_the_parts_of_a_figure_are_all_of_it(
    what: str, parts: str, total: str, count: int, library: Library
) -> None:
    answer = library.ask(f"{what}有哪些{parts}")
    listed = sum(Decimal(row.value) for row in answer.rows if row.value is not None)
    if (what, parts) in REFUSED:
        assert answer.status == "refused"
        return
    assert (answer.status, str(listed)) == ("answered", total)
    counted = library.ask(f"{what}有几个{parts}")
    assert counted.value == str(count)


@pytest.mark.parametrize("question", ["资本性支出有哪些功能科目", "政府性基金有哪些经济科目"])
def test_a_table_of_something_narrower_is_no_proof_that_there_is_none(
    question: str, library: Library
) -> None:
    """Both have figures in 07表; a table of 公用经费 or 机关运行经费 alone cannot say 没有."""
    answer = library.ask(question)
    assert answer.status != "answered" or answer.rows


def test_what_was_added_up_is_named_for_what_it_is(library: Library) -> None:
    """政务服务中心 has seven projects, not seven units."""
    answer = library.ask("政务服务中心的项目支出多少")
    assert (answer.value, len(answer.rows)) == ("170.22", 7)
    assert "7 个项目" in answer.text
