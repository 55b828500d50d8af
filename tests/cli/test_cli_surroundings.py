"""What surrounds a command: a locale without Chinese, closed streams, hostile labels, damaged libraries."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from handmade import document
from running import run

from askbudget.resources import DATA
from askbudget.store.write import save

posix = pytest.mark.skipif(os.name != "posix", reason="a shell and locales of POSIX")


def shell(line: str, *argv: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """*line* run by sh; ``"$@"`` in it is the command with *argv*."""
    command = [sys.executable, "-m", "askbudget", *argv]
    return subprocess.run(
        ["sh", "-c", line, "sh", *command],
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
    )


@posix
@pytest.mark.parametrize("form", [(), ("--json",), ("--csv",), ("--markdown",), ("--jsonl",)])
def test_a_locale_without_chinese(sample_library: Path, tmp_path: Path, form: tuple[str, ...]) -> None:
    named = tmp_path / "库.db"
    named.write_bytes(sample_library.read_bytes())
    argv = ("--library", str(named), "ask", "项目支出一共多少", *form)
    plain = shell('"$@"', *argv, LC_ALL="C", PYTHONUTF8="0")
    assert plain.returncode == 0 and plain.stderr == b""
    assert "项目支出" in plain.stdout.decode("utf-8") and b"\\u" not in plain.stdout
    assert plain.stdout == shell('"$@"', *argv, PYTHONUTF8="1").stdout


@posix
def test_names_of_files_in_a_locale_without_chinese(tmp_path: Path) -> None:
    bad, good = tmp_path / "坏.txt", tmp_path / "样本.txt"
    bad.write_text("从前有座山。\n" * 50, encoding="utf-8")
    good.write_bytes(next((DATA / "samples").glob("*.txt")).read_bytes())
    argv = ("--library", str(tmp_path / "库.db"), "load", str(bad), str(good))
    ran = shell('"$@"', *argv, LC_ALL="C", PYTHONUTF8="0")
    assert ran.returncode == 2 and ran.stderr.decode("utf-8").startswith(f"{bad}：")
    assert "已载入" in ran.stdout.decode("utf-8"), ran.stderr.decode()
    assert (tmp_path / "库.db").exists()
    shown = shell('"$@"', "--library", str(tmp_path / "库.db"), "docs")
    assert "← 样本.txt" in shown.stdout.decode("utf-8")


@posix
@pytest.mark.parametrize(
    ("line", "argv", "code"),
    [
        ('"$@" >&-', ("ask", "项目支出一共多少"), 0), ('"$@" >&-', ("ask", "项目支出一共多少", "--json"), 0),
        ('"$@" 2>&-', ("load", "/none/such"), 2), ('"$@" 2>&-', ("nothing",), 2), ('"$@" 2>&-', (), 2),
        ('"$@" <&-', ("ask", "--batch", "-"), 2), ('"$@" >&- 2>&- <&-', ("docs",), 0),
        ('"$@" >&- 2>&- <&-', ("ask", "--batch", "-"), 2),
    ],
)  # fmt: skip
def test_closed_streams(sample_library: Path, line: str, argv: tuple[str, ...], code: int) -> None:
    before = sample_library.read_bytes()
    ran = shell(line, *argv, ASKBUDGET_LIBRARY=str(sample_library))
    assert ran.returncode == code, ran
    assert b"Traceback" not in ran.stderr and "内部" not in ran.stderr.decode()
    assert sample_library.read_bytes() == before


def test_a_folder_names_the_file_of_each_error(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("从前有座山。\n" * 50, encoding="utf-8")
    (tmp_path / "c.txt").write_bytes("部门预算 2025\n".encode("utf-32"))
    ran = run("--library", str(tmp_path / ".x.db"), "load", str(tmp_path), str(tmp_path / "none"))
    names = [line.split("：")[0] for line in ran.err.splitlines()]
    assert names == [str(tmp_path / name) for name in ("a.txt", "b.txt", "c.txt", "none")], ran.err
    assert ran.code == 2 and "内部" not in ran.err and ran.err.count(str(tmp_path / "none")) == 1


@pytest.mark.parametrize(
    "context",
    [
        '{"reading":{"measures":5}}', '{"reading":{"operation":[1]}}', '{"reading":{"measures":[5]}}',
        '{"reading":{"queries":[1]}}', '{"reading":{"queries":[]}}', '{"measures":[{"picks":[{}]}]}',
        '{"rows":5}', '{"rows":[{"label":1}]}', '{"first":"x"}', '{"conditions":[{}]}', '{"table":[]}',
    ],
)  # fmt: skip
def test_a_context_that_is_no_reading(sample_library: Path, context: str) -> None:
    ran = run("--library", str(sample_library), "ask", "那基本支出呢", "--context", context)
    assert ran.code == 2 and ran.out == "" and ran.err.startswith("上文（context）"), ran


@pytest.mark.parametrize("argv", [("docs",), ("ask", "项目支出一共多少"), ("sql", "SELECT label FROM rows")])
@pytest.mark.parametrize("damage", ["text", "shape"])
def test_damaged_values(library: Path, argv: tuple[str, ...], damage: str) -> None:
    with closing(sqlite3.connect(library)) as connection:
        connection.execute("PRAGMA foreign_keys = 0")
        if damage == "text" or argv[0] == "sql":
            connection.execute("UPDATE rows SET label = CAST(x'ff80' AS TEXT)")
        else:
            connection.execute("UPDATE budget_tables SET pages = 'x'")
        connection.commit()
    ran = run("--library", str(library), *argv)
    assert ran.code == 2 and ran.err == f"库文件 {library} 已损坏，请删除后重新载入。\n", ran


def test_control_characters_of_a_file_do_not_reach_the_terminal(tmp_path: Path) -> None:
    made = document()
    table = made.tables[0]
    rows = tuple(replace(row, label=f"\x1b[31m{row.label}\x9b2J\x07") for row in table.rows)
    hostile = replace(made, tables=(replace(table, rows=rows, title="表\x1b]0;x\x07"), *made.tables[1:]))
    path = tmp_path / "x.db"
    save(hostile, path)
    for argv in (("docs",), ("table", table.number), ("sql", "SELECT label FROM rows"), ("docs", "\x1b[2J")):
        ran = run("--library", str(path), *argv)
        assert not any(char in ran.out + ran.err for char in "\x1b\x07\x9b"), ran
    assert "\x1b" not in run("nothing\x1b[2J").err
    assert "\x1b" not in run("load", str(tmp_path / "\x1b[2J")).err


def test_the_commands_are_listed_without_quotes() -> None:
    ran = run("nothing")
    assert "可用的有：load、ask、docs" in ran.err and "'" not in ran.err
