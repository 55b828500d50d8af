"""``docs``, ``table``, ``source``, ``terms``, ``sql``: shapes of the contract on a document made by hand."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from running import run

from askbudget.model import Document
from askbudget.store.write import save


@pytest.fixture(autouse=True)
def in_hand(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKBUDGET_LIBRARY", str(library))


def as_json(*argv: str) -> Any:
    ran = run(*argv, "--json")
    assert ran.code == 0 and ran.err == "", ran
    return json.loads(ran.out)


def test_docs(small: Document) -> None:
    (found,) = as_json("docs")
    keys = "document department region year kind source sha256 pages tables cells problems"
    assert list(found) == keys.split()
    assert found["document"] == "测试市审计局 2026" and found["year"] == 2026 and found["cells"] == 10
    assert found["tables"][1] == {
        "number": "表12", "title": "2026年项目支出预算表", "kind": "项目支出表", "pages": [4, 5],
        "unit": "万元", "rows": 4, "empty": False,
    }  # fmt: skip
    assert found["tables"][2]["number"] == found["tables"][2]["title"] and found["tables"][2]["empty"]
    assert [problem["line"] for problem in found["problems"]] == [4, 15]
    assert list(found["problems"][0]) == ["code", "message", "severity", "table", "page", "line"]


def test_docs_for_people() -> None:
    out = run("docs").out
    assert "测试市审计局 2026预算（测试市）" in out and "6 页，3 张表，10 个数字，2 个问题" in out
    assert "表12  2026年项目支出预算表  第 4–5 页  4 行  万元  项目支出表" in out
    assert "注意  第2页有一个数字没有去处。（第2页第4行）" in out


def test_table() -> None:
    found = as_json("table", "测试市审计局", "表12")
    assert list(found) == ["document", "number", "title", "kind", "unit", "pages", "columns", "rows"]
    assert found["columns"][1] == {"path": ["本年拨款", "一般公共预算"]}
    smart, training, blank = found["rows"][1:]
    assert list(smart)[:7] == ["page", "line", "side", "label", "code", "level", "cells"]
    assert smart["cells"] == [
        {"printed": "100.00", "value": "100.00", "basis": "inferred"},
        None,
        {"printed": "100.00", "value": "100.00", "basis": "ambiguous", "candidates": [2, 3]},
        None,
    ]
    assert training["cells"][1] == {"printed": "0.00", "value": "0.00", "basis": "inferred"}
    assert training["cells"][3] == {"printed": "—", "value": None, "basis": "inferred"}
    assert training["label"] == "培训 2024" and training["code"] == "P-7"
    assert blank["cells"] == [None] * 4


def test_table_gives_one_row_a_side() -> None:
    found = as_json("table", "表1")
    assert [(row["side"], row["line"]) for row in found["rows"]] == [
        ("收入", 7), ("支出", 7), ("收入", 9), ("支出", 9),
    ]  # fmt: skip
    assert found["rows"][1]["cells"] == [
        None,
        {"printed": "1,500.00", "value": "1500.00", "basis": "printed"},
    ]


def test_table_for_people() -> None:
    lines = run("table", "12").out.splitlines()
    assert lines[:2] == ["表12 2026年项目支出预算表", "测试市审计局 2026预算，第 4、5 页，单位：万元"]
    assert lines[5].split() == ["4", "15", "智慧审计建设", "特定目标类", "测试市审计局", "100.00", "100.00?"]
    assert lines[-1] == "? 这个数字属于哪一列不能确定。"
    assert run("table", "项目\"支出'表").out.splitlines()[-1] == "（这张表没有数据）"


def test_table_as_csv_and_markdown() -> None:
    records = list(csv.DictReader(io.StringIO(run("table", "12", "--csv").out)))
    assert records[2]["本年拨款/一般公共预算"] == "0.00" and records[2]["结转/政府性基金"] == "—"
    assert records[3]["合计"] == "" and records[1]["类型"] == "特定目标类"
    assert "| 1,500.00 |" in run("table", "表1", "--markdown").out


def test_several_documents_must_be_told_apart(library: Path, other: Document) -> None:
    save(other, library)
    assert as_json("table", "教育局", "12")["document"] == "测试市教育局 2026"
    assert as_json("table", "12", "--document", "教育局")["document"] == "测试市教育局 2026"
    assert as_json("table", "测试市教育局", "2026", "12")["document"] == "测试市教育局 2026"
    assert len(as_json("docs")) == 2 and len(as_json("docs", "审计局")) == 1
    which = run("table", "12")
    assert which.code == 3 and "测试市审计局 2026预算；测试市教育局 2026预算" in which.err


@pytest.mark.parametrize(
    "argv", [("table", "99"), ("table", "税务局", "12"), ("source", "表12:99:合计"), ("docs", "x")]
)
def test_what_is_not_there(argv: tuple[str, ...]) -> None:
    ran = run(*argv)
    assert ran.code == 2 and ran.out == "" and ran.err.count("\n") == 1


def test_source() -> None:
    found = as_json("source", "表12:15:本年拨款/政府性基金")
    assert found["printed"] == "100.00" and found["basis"] == "ambiguous" and found["page"] == 4
    assert [line["line"] for line in found["lines"]] == [10, 12, 14, 15, 16, 17, 18]
    assert [line["line"] for line in found["lines"] if line["cited"]] == [15]
    shown = run("source", "表12", "15行", "本年拨款/政府性基金").out
    assert "→ 15  智慧审计建设 100.00 100.00" in shown and "（所在列不能确定）" in shown
    assert "空白" in run("source", "表12:18:合计").out


def test_terms() -> None:
    found = as_json("terms", "培训2024")
    assert [(known["kind"], known["code"], known["line"]) for known in found] == [
        ("project", "P-7", 17), ("project", "4101", 17),
    ]  # fmt: skip
    assert [known["line"] for known in as_json("terms", "4101")] == [17]
    assert {known["match"] for known in as_json("terms", "审计建")} == {"part"}
    assert any(known["kind"] == "definition" for known in as_json("terms", "三公经费"))
    assert [known["name"] for known in as_json("terms", "教育") if known["document"]] == ["一、教育支出"]
    unknown = run("terms", "天气")
    assert unknown.code == 1 and unknown.out == "库里没有“天气”。\n"
    assert run("terms", "天气", "--json").out == "[]\n"


def test_sql() -> None:
    assert as_json("sql", "SELECT fen, printed FROM amounts WHERE fen = 0") == [{"fen": 0, "printed": "0.00"}]
    assert as_json("sql", "SELECT 1 AS a, 2 AS a") == [{"a": 1, "a_2": 2}]
    assert run("sql", "SELECT 1 AS 甲, NULL AS 乙", "--csv").out == "甲,乙\n1,\n"
    assert run("sql", "SELECT 123456789012345678 AS 数").out == "                数\n123456789012345678\n"
    assert run("sql", "SELECT 1 WHERE 0", "--jsonl").out == ""
    stopped = run(
        "sql", "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n",
        "--timeout", "0.2",
    )  # fmt: skip
    assert stopped.code == 4 and stopped.err == "查询超过 0.2 秒，已停止。\n"
    assert run("sql", "DROP TABLE lines").code == 2
