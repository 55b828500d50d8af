"""The README's two command lines: they are there once, CI runs the second as written, and the first works."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)


def command_lines() -> list[str]:
    """The lines of the README's code blocks that make an environment."""
    blocks = BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    return [line for block in blocks for line in block.splitlines() if line.startswith("python3 -m venv")]


def copy_of_the_checkout(folder: Path) -> Path:
    """The project's files without what builds and tests leave behind."""
    ignored = shutil.ignore_patterns(".git", ".venv", ".*_cache", ".hypothesis", "__pycache__", "*.egg-info")
    return Path(shutil.copytree(ROOT, folder / "checkout", ignore=ignored))


def test_there_are_two_and_they_need_only_python() -> None:
    first, second = command_lines()
    assert "askbudget ask" in first
    assert "pytest" in second
    assert not {"sudo", "make", "apt", "brew", "git"} & {*first.split(), *second.split()}


def test_ci_runs_the_second_line_as_written() -> None:
    done = subprocess.run(
        ["bash", str(ROOT / ".ci" / "run"), "--line"], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.splitlines() == [command_lines()[1]]


def test_the_first_line_answers(tmp_path: Path) -> None:
    """In a checkout that has nothing yet, with an empty home."""
    checkout = copy_of_the_checkout(tmp_path)
    kept = ("PATH", "LANG", "LC_ALL", "TMPDIR", "http_proxy", "https_proxy", "no_proxy", "SSL_CERT_FILE")
    passed = {name: value for name, value in os.environ.items() if name in kept or name.startswith("PIP_")}
    environment = {**passed, "HOME": str(tmp_path)}
    done = subprocess.run(
        ["bash", "-c", command_lines()[0]],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    assert "2,988.04" in done.stdout
    for figure in ("1,765.94", "900.00", "322.10"):
        assert figure in done.stdout
