"""Help, wrong usage, and everything around a command: Chinese, one sentence, the right exit code."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import pytest
from running import run

from askbudget import __version__
from askbudget.cli.arguments import COMMANDS

ENGLISH = re.compile(r"\b(usage|error|optional|arguments?|options|show|required|invalid|expected|default)\b")


def askbudget(
    *argv: str, library: Path, stdout: int | IO[bytes] = subprocess.PIPE, stdin: int | None = None
) -> subprocess.Popen[bytes]:
    """The command in a process of its own."""
    environment = {**os.environ, "ASKBUDGET_LIBRARY": str(library)}
    command = [sys.executable, "-m", "askbudget", *argv]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=stdout, stdin=stdin)


@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_help_is_chinese_and_complete(command: str | None) -> None:
    ran = run(*filter(None, (command,)), "--help")
    assert ran.code == 0 and ran.out.startswith("用法：askbudget")
    assert not ENGLISH.search(ran.out), ran.out
    for name in COMMANDS if command is None else ():
        assert name in ran.out


@pytest.mark.parametrize(
    "argv",
    [
        ("nothing",), ("ask", "--nothing", "x"), ("table",), ("source",), ("load",), ("sql",),
        ("docs", "--json", "--csv"), ("sql", "SELECT 1", "--timeout", "x"), ("docs", "a", "b"), ("ask",),
        ("ask", "x", "--batch", "y"), ("--library",), ("--lib", "x", "docs"), ("ask", "--batch"),
        ("sql", "SELECT 1", "--timeout", "-1"),
        ("ask", "--batch", "/none/such.txt"), ("ask", "--batch", "/"), ("docs", "--json=x"),
    ],
)  # fmt: skip
def test_wrong_usage_is_one_chinese_sentence(argv: tuple[str, ...], library: Path) -> None:
    ran = run("--library", str(library), *argv) if "--library" not in argv else run(*argv)
    assert ran.code == 2 and ran.out == ""
    assert ran.err.count("\n") == 1 and not ENGLISH.search(ran.err), ran.err


def test_no_command_shows_the_help() -> None:
    ran = run()
    assert ran.code == 2 and ran.out == ""
    assert ran.err.startswith("这个版本还没有终端界面") and "terms" in ran.err


def test_version() -> None:
    assert run("--version").out == f"askbudget {__version__}\n"


def test_the_library_option_stands_before_or_after_the_command(library: Path) -> None:
    assert run("--library", str(library), "docs").code == 0
    assert run("docs", "--library", str(library)) == run("--library", str(library), "docs")


def test_a_damaged_library(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(b"nothing of the kind" * 100)
    for argv in (("docs",), ("ask", "项目支出多少"), ("table", "12"), ("terms", "教育"), ("sql", "SELECT 1")):
        ran = run("--library", str(path), *argv)
        assert ran.code == 2 and ran.out == "" and ran.err == f"{path} 不是 askbudget 的库文件。\n"


def test_a_closed_pipe_is_no_error(library: Path) -> None:
    ran = askbudget(
        "sql",
        "SELECT a.text FROM lines a, lines b, lines c",
        "--csv",
        library=library,
        stdout=subprocess.PIPE,
    )
    assert ran.stdout and ran.stderr
    ran.stdout.read(10)
    ran.stdout.close()
    assert ran.stderr.read() == b"" and ran.wait(10) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_disk_under_stdout(library: Path) -> None:
    with open("/dev/full", "wb") as full:
        ran = askbudget("docs", library=library, stdout=full)
        assert ran.stderr and ran.stderr.read().decode() == "读写时出错：磁盘已满。\n"
        assert ran.wait(10) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c(library: Path) -> None:
    # A shell that runs the tests in the background ignores the signal, and so would the program.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    ran = askbudget("ask", "--batch", "-", library=library, stdin=subprocess.PIPE)
    time.sleep(0.7)
    ran.send_signal(signal.SIGINT)
    _, err = ran.communicate(timeout=10)
    assert (ran.returncode, err.decode()) == (130, "已中断。\n")


@pytest.mark.skipif(sys.platform == "win32", reason="bytes in argv")
def test_bytes_that_are_no_text_in_argv(library: Path) -> None:
    ran = subprocess.run(
        [
            os.fsencode(sys.executable),
            b"-m",
            b"askbudget",
            b"--library",
            os.fsencode(library),
            b"ask",
            b"\xe9\xe9",
        ],
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 2 and ran.stderr.decode() == "问题里有不是文字的字节，请用 UTF-8 编码。\n"


def test_a_terminal_without_chinese(library: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "ASKBUDGET_LIBRARY": str(library)}
    for argv, expected in ((["docs"], b"\\u6d4b"), (["docs", "--json"], "测试市".encode())):
        ran = subprocess.run(
            [sys.executable, "-m", "askbudget", *argv], env=environment, capture_output=True, check=False
        )
        assert ran.returncode == 0 and expected in ran.stdout and ran.stderr == b""


def test_internal_errors_are_told_without_a_traceback(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr("askbudget.cli.docs._write_text", broken)
    ran = run("--library", str(library), "docs")
    assert ran.code == 2 and ran.err.startswith("程序内部出错（RuntimeError：unforeseen）")
    monkeypatch.setenv("ASKBUDGET_DEBUG", "1")
    with pytest.raises(RuntimeError):
        run("--library", str(library), "docs")


def test_asking_does_not_import_what_it_does_not_need(library: Path) -> None:
    heavy = ["sqlite_utils", "pandas", "rapidfuzz", "textual", "csv", "askbudget.store.write", "shutil"]
    code = (
        "import sys; from askbudget.cli.main import main; main(['docs']);"
        f"print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "ASKBUDGET_LIBRARY": str(library)},
        capture_output=True,
    )
    assert ran.stderr.decode().strip() == "[]"
