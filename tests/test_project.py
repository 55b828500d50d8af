"""The project as a whole: what it ships, what it calls itself, and that its rules are switched on."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import askbudget
from askbudget.resources import DATA, GRAMMAR

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def sources() -> list[Path]:
    return sorted(Path(askbudget.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize(
    "name", ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "LICENSE", "Makefile", ".ci/run"]
)
def test_the_documents_are_there(name: str) -> None:
    assert (ROOT / name).stat().st_size > 0


def test_the_licence_is_apache_2() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text and "END OF TERMS AND CONDITIONS" in text
    assert PROJECT["project"]["license"] == "Apache-2.0"


def test_the_changelog_knows_the_version() -> None:
    assert askbudget.__version__ in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_data_and_grammar_are_found() -> None:
    assert list((DATA / "samples").glob("*.txt"))
    assert (GRAMMAR / "question.lark").is_file()


def test_checks_are_strict() -> None:
    assert PROJECT["tool"]["mypy"]["strict"] is True
    assert {"E", "F", "I", "B", "UP", "SIM", "RUF"} <= set(PROJECT["tool"]["ruff"]["lint"]["select"])
    assert "|| true" not in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_every_dependency_is_imported_somewhere() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources())
    if not (ROOT / "askbudget" / "tui").is_dir():
        text += "\nimport textual"  # the terminal interface is not part of this tree yet
    for requirement in PROJECT["project"]["dependencies"]:
        name = re.split(r"[<>=!~;\[ ]", requirement)[0].replace("-", "_")
        assert re.search(rf"^\s*(from|import) {name}\b", text, re.MULTILINE), name


def test_every_module_opens_with_what_it_does() -> None:
    """Its first lines say what comes in and goes out; an empty ``__init__`` says nothing."""
    bare = [path for path in sources() if not re.match(r'("""|\s*$)', path.read_text(encoding="utf-8"))]
    assert bare == []


def test_no_file_outgrows_its_reason() -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in sources()}
    assert {name: length for name, length in lengths.items() if length > 600} == {}


def said(path: Path) -> str:
    """What a file says apart from comments, docstrings and ``source``: examples, and where a rule is from."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return "\n".join(re.split(r"#|//|^source *=", line)[0] for line in text.splitlines())
    tree = ast.parse(text)
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in notes)
    return "\n".join(node.value for node in strings if isinstance(node.value, str))


def test_the_code_names_nobody_in_particular() -> None:
    """Rules come from what words mean: the sample's names stand in data/samples, tests and examples only."""
    names = ("西工", "洛阳", "12345热线", "信创工程")
    kinds = (".py", ".toml", ".csv", ".tsv", ".lark")
    facts = [path for path in DATA.rglob("*.*") if "samples" not in path.parts]
    rules = [path for path in GRAMMAR.rglob("*.*") if "examples" not in path.parts]
    files = [path for path in (*sources(), *rules, *facts) if path.suffix in kinds]
    found = [f"{path.name}: {name}" for path in files for name in names if name in said(path)]
    assert found == []


def test_it_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "askbudget", "--help"], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0
    assert "ask" in done.stdout
