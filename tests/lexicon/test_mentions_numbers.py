"""Codes, numbers and years in a question: read whole however they are written, never cut, with their value."""

from __future__ import annotations

import pytest
from lexicon.made_names import find, first, members


@pytest.mark.parametrize("code", ["2010301", "201 03 01", "201-03-01", "２０１０３０１", "201　03　01"])
def test_a_code_is_the_same_however_it_is_written(code: str) -> None:
    found = find(f"{code}多少")
    assert members(found) == [["2010301"]]


@pytest.mark.parametrize("code", ["201 03 99", "201-03-99", "2010399"])
def test_a_code_the_document_has_not_is_no_selection(code: str) -> None:
    found = find(f"{code}多少")
    assert members(found) == []
    assert {mention.kind for mention in found.mentions} & {"NOCODE", "NUMBER"}


@pytest.mark.parametrize(
    "question", ["2366热线多少", "1236热线多少", "123660热线多少", "0103多少", "20103012多少"]
)
def test_a_number_is_never_cut(question: str) -> None:
    """12366 holds 2366, and 2010301 holds 0103: neither is meant by less or more."""
    for mention in find(question).mentions:
        if mention.kind == "SEL":
            assert not any(char.isdigit() for char in mention.text)


def test_a_number_in_a_name_belongs_to_it() -> None:
    assert members(find("12366热线多少")) == [["12366热线运行经费", "12366热线系统升级改造（二期）"]]
    assert members(find("智慧东湖建设项目2023多少")) == [["智慧东湖建设项目2023"]]


@pytest.mark.parametrize(
    ("question", "kind", "value"),
    [
        ("超过100万的项目", "MONEY", 100_000_000),
        ("超过壹佰万元的项目", "MONEY", 100_000_000),
        ("2024年项目支出", "YEAR", 2024),
        ("占比超过5%", "PERCENT", 5),
        ("前三个项目", "FIRST", 3),
        ("最后两个项目", "LAST", 2),
        ("第二大项目", "NTH", 2),
        ("倒数第二的项目", "NTHLAST", 2),
        ("第二个项目", "ORDINAL", 2),
    ],
)
def test_numbers_carry_their_value(question: str, kind: str, value: int) -> None:
    assert first(find(question), kind).value == value
