"""``ask``: formats, exit codes and batches of the contract, with answers made by hand."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from running import Run, run

import askbudget.ask.pipeline
from askbudget.model import (
    Answer,
    AnswerRow,
    Basis,
    Choice,
    Citation,
    Conflict,
    Correction,
    Corroboration,
)


def cited(key: str, title: str, page: int, line: int, column: str, printed: str, basis: Basis) -> Citation:
    table = key.split(":")[0]
    return Citation(key, "测试市审计局 2026", table, title, page, line, "行", column, printed, basis)


SUM = Answer(
    question="智慧审计多少",
    status="answered",
    text="智慧审计合计 2,988.04 万元（3 个项目）",
    document="测试市审计局 2026",
    value="2988.04",
    unit="万元",
    rows=(
        AnswerRow("智慧审计建设2025", "1765.94", "万元", 0),
        AnswerRow("智慧审计建设 2024", "900.00", "万元", 1),
        AnswerRow("智慧审计建设", "322.10", "万元", 2),
    ),
    citations=(
        cited("预算12表:1312:合计", "项目支出预算表", 21, 1312, "合计", "1765.94", "inferred"),
        cited("预算12表:1314:合计", "项目支出预算表", 21, 1314, "合计", "900.00", "inferred"),
        cited("预算12表:1401:合计", "项目支出预算表", 22, 1401, "合计", "322.10", "ambiguous"),
        cited("预算09表:700:合计", "基金支出表", 18, 700, "合计", "2988.04", "printed"),
        cited("正文:80", "三公", 3, 80, "", "2900", "printed"),
    ),
    derivation="1765.94 + 900.00 + 322.10 = 2988.04",
    corroboration=(Corroboration("2988.04", True, 3),),
    conflicts=(Conflict("说明里写的是 2,900 万元", (4,)),),
    corrections=(Correction("智慧审记", "智慧审计", "同音"),),
    reading={"operation": "sum"},
    notes=("有一个数字的列不能确定",),
    suggestions=("智慧审计占比",),
    sql="SELECT 1",
)  # fmt: skip
CLARIFY = Answer(
    "购置费多少", "clarify", "您指的是哪一个？",
    choices=(
        Choice("公务用车购置费", "公务用车购置费多少", "1234.50"),
        Choice("设备购置费", "设备购置费多少"),
    ),
)  # fmt: skip
REFUSED = Answer("天气如何", "refused", "没有读懂“天气”。", unread=("天气",))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, library: Path) -> list[dict[str, Any]]:
    """Every call of the pipeline; the question decides which answer comes."""
    calls: list[dict[str, Any]] = []
    monkeypatch.setenv("ASKBUDGET_LIBRARY", str(library))

    def ask(
        library: object,
        question: str,
        *,
        document: str | None = None,
        context: Mapping[str, Any] | None = None,
        explain: bool = False,
    ) -> Answer:
        from dataclasses import replace

        calls.append({"question": question, "document": document, "context": context, "explain": explain})
        if "慢" in question:
            raise TimeoutError
        answer = next((a for a in (CLARIFY, REFUSED) if a.question == question), SUM)
        return replace(answer, trace=(("mentions", "[智慧审计]\n[多少]"),)) if explain else answer

    monkeypatch.setattr(askbudget.ask.pipeline, "ask", ask)
    return calls


def test_the_plain_answer(asked: list[dict[str, Any]]) -> None:
    assert run("ask", "智慧审计多少") == Run(
        0,
        "智慧审计合计 2,988.04 万元（3 个项目）\n"
        "  智慧审计建设2025     1,765.94\n"
        "  智慧审计建设 2024      900.00\n"
        "  智慧审计建设           322.10\n"
        "来源  预算12表《项目支出预算表》第21页 第1312、1314行、第22页 第1401行 · 合计（列存疑）\n"
        "互证  预算09表《基金支出表》第18页 第700行 · 合计 2,988.04 一致\n"
        "冲突  说明里写的是 2,900 万元（正文《三公》第3页 第80行）\n"
        "更正  “智慧审记”按“智慧审计”理解（同音）\n"
        "注意  有一个数字的列不能确定\n"
        "可以问  智慧审计占比\n",
        "",
    )


def test_the_json_of_the_contract(asked: list[dict[str, Any]], library: Path) -> None:
    ran = run("ask", "--json", "智慧审计多少")
    answer = json.loads(ran.out)
    assert ran.code == 0 and not ran.err
    keys = (
        "id question document status text value unit truth rows citations derivation corroboration conflicts"
        " choices reading unread corrections suggestions notes sql library version"
    )
    assert list(answer) == keys.split()
    assert answer["id"] is None and answer["truth"] is None and answer["value"] == "2988.04"
    assert answer["rows"][0] == {
        "label": "智慧审计建设2025",
        "value": "1765.94",
        "unit": "万元",
        "citation": 0,
    }
    contract = ["document", "table", "title", "page", "line", "row", "column", "printed", "basis"]
    assert [list(cited)[:9] for cited in answer["citations"]] == [contract] * 5
    assert answer["citations"][0]["line"] == 1312 and answer["citations"][0]["key"] == "预算12表:1312:合计"
    assert answer["corroboration"] == [{"value": "2988.04", "agrees": True, "citation": 3}]
    assert answer["conflicts"] == [{"message": "说明里写的是 2,900 万元", "citations": [4]}]
    assert answer["corrections"] == [{"from": "智慧审记", "to": "智慧审计", "why": "同音"}]
    assert answer["reading"] == {"operation": "sum"}
    assert len(answer["library"]) == 64 and int(answer["library"], 16)
    assert "智慧审计" in ran.out  # Chinese as it is, not \\u escapes
    assert run("ask", "--json", "智慧审计多少").out == ran.out


def test_each_status_has_its_exit_code(asked: list[dict[str, Any]]) -> None:
    clarify, refused, slow = run("ask", "购置费多少"), run("ask", "天气如何"), run("ask", "慢的问题")
    assert (clarify.code, refused.code, slow.code) == (3, 1, 4)
    assert "可选  1. 公务用车购置费：1,234.50  ← 公务用车购置费多少\n      2. 设备购置费" in clarify.out
    assert refused.out == "没有读懂“天气”。\n未读懂  “天气”\n"
    assert slow.out == "" and slow.err == "超过时限，已停止。\n"


def test_options_reach_the_pipeline(asked: list[dict[str, Any]], tmp_path: Path) -> None:
    before = tmp_path / "before.json"
    before.write_text(json.dumps({"question": "x", "reading": {"operation": "sum"}}), "utf-8")
    run("ask", "智慧审计", "多少", "--document", "审计局", "--context", str(before), "--explain")
    run("ask", "那占比呢", "--context", '{"operation": "sum"}')
    first, second = asked
    assert first["question"] == "智慧审计 多少" and first["document"] == "审计局" and first["explain"]
    assert first["context"] == second["context"] == {"operation": "sum"}


def test_explain_shows_the_stages(asked: list[dict[str, Any]]) -> None:
    assert run("ask", "--explain", "智慧审计多少").out.endswith("[mentions] [智慧审计]\n    [多少]\n")
    assert json.loads(run("ask", "--explain", "--json", "智慧审计多少").out)["trace"] == [
        ["mentions", "[智慧审计]\n[多少]"]
    ]


@pytest.mark.parametrize("context", ["{", "3", "[3]", "none.json", '"x"'])
def test_a_context_that_is_none(asked: list[dict[str, Any]], context: str) -> None:
    ran = run("ask", "那占比呢", "--context", context)
    assert ran.code == 2 and ran.out == "" and ran.err.count("\n") == 1 and not asked


BATCH = (
    "\ufeff智慧审计多少\n"
    "\n"
    '{"id": 7, "question": "购置费多少", "document": "审计局", "context": {"operation": "sum"}}\n'
    '{"id": "b", "question": "天气如何"}\n'
    "{不是 JSON\n"
    '{"id": 9}\n'
    "最后一问"
)


def test_a_batch_as_json_lines(asked: list[dict[str, Any]], tmp_path: Path) -> None:
    path = tmp_path / "batch.txt"
    path.write_text(BATCH, "utf-8")
    ran = run("ask", "--batch", str(path), "--jsonl")
    answers = [json.loads(line) for line in ran.out.splitlines()]
    assert [answer["id"] for answer in answers] == [None, 7, "b", None, 9, None]
    assert [answer["status"] for answer in answers] == [
        "answered", "clarify", "refused", "refused", "refused", "answered",
    ]  # fmt: skip
    assert answers[3]["text"] == "第 5 行不是有效的 JSON。"
    assert ran.code == 3
    assert asked[1]["document"] == "审计局" and asked[1]["context"] == {"operation": "sum"}


def test_a_batch_in_one_array_and_as_text(asked: list[dict[str, Any]], tmp_path: Path) -> None:
    path = tmp_path / "batch.txt"
    path.write_bytes("智慧审计多少\r\n天气如何\r\n".encode("gb18030"))
    assert [answer["status"] for answer in json.loads(run("ask", "--batch", str(path), "--json").out)] == [
        "answered",
        "refused",
    ]
    text = run("ask", "--batch", str(path))
    assert text.code == 1
    assert "问  天气如何\n没有读懂“天气”。" in text.out


def test_an_empty_batch_is_no_error(asked: list[dict[str, Any]], tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.write_text("\n", "utf-8")
    assert run("ask", "--batch", str(path), "--jsonl") == Run(0, "", "")
    assert run("ask", "--batch", str(path), "--json") == Run(0, "[]\n", "")


def test_bad_items_do_not_end_a_batch(asked: list[dict[str, Any]], tmp_path: Path) -> None:
    path = tmp_path / "batch.txt"
    path.write_text(f"{'长' * 10000}\n慢的问题\n\x07\n智慧审计多少\n", "utf-8")
    ran = run("ask", "--batch", str(path), "--jsonl")
    texts = [json.loads(line)["text"] for line in ran.out.splitlines()]
    assert "问题太长（10000 字）" in texts[0] and "超过时限" in texts[1] and "控制字符" in texts[2]
    assert texts[3] == SUM.text
    assert ran.code == 4


def test_csv_has_a_record_for_the_answer_and_each_row(asked: list[dict[str, Any]]) -> None:
    ran = run("ask", "--csv", "智慧审计多少")
    records = list(csv.DictReader(io.StringIO(ran.out)))
    assert [record["record"] for record in records] == ["answer", "row", "row", "row"]
    assert records[0]["value"] == "2988.04" and records[3]["value"] == "322.10"
    assert records[3]["line"] == "1401" and records[3]["basis"] == "ambiguous"
    excel = run("ask", "--csv", "--excel", "智慧审计多少")
    assert excel.out.startswith("\ufeffid,question") and "\r\n" in excel.out
    assert run("ask", "--excel", "智慧审计多少") == excel


def test_markdown(asked: list[dict[str, Any]]) -> None:
    lines = run("ask", "--markdown", "智慧审计多少").out.splitlines()
    assert lines[0].startswith("| id | question |") and lines[1].startswith("| --- |") and len(lines) == 6


def test_nothing_on_stdout_depends_on_being_a_terminal(
    asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = {option: run("ask", "智慧审计多少", *option) for option in ((), ("--json",), ("--csv",))}
    monkeypatch.setenv("RUNNING_ON_A_TERMINAL", "1")
    for option, before in plain.items():
        on_terminal = run("ask", "智慧审计多少", *option, terminal=True)
        assert on_terminal.out.replace("\x1b[1m", "").replace("\x1b[0m", "") == before.out
        assert ("\x1b" in on_terminal.out) == (option == ())
    monkeypatch.setenv("NO_COLOR", "1")
    assert run("ask", "智慧审计多少", terminal=True) == plain[()]


def test_what_a_document_says_cannot_steer_the_terminal(
    asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    evil = Answer("x", "answered", "数字\x1b[2J\x07是\u202e反的")
    monkeypatch.setattr(askbudget.ask.pipeline, "ask", lambda *_, **__: evil)
    assert run("ask", "x").out == "数字 [2J 是 反的\n"


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("", "问题是空的"),
        ("  \n", "问题是空的"),
        ("多少" * 5000, "问题太长（10000 字）"),
        ("项目\x1b[31m多少", "控制字符"),
        ("项目\x00多少", "控制字符"),
        ("项目\udce9多少", "UTF-8"),
    ],
)
def test_what_is_no_question(asked: list[dict[str, Any]], question: str, says: str) -> None:
    ran = run("ask", question)
    assert ran.code == 2 and ran.out == "" and says in ran.err and ran.err.count("\n") == 1
    assert not asked
