"""The wheel: everything it needs travels in it, and it answers in an environment that has nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*command: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, timeout=900, **options
    )  # type: ignore[call-overload]
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT)
    (built,) = folder.glob("*.whl")
    return built


def test_data_grammar_and_types_travel_in_it(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "askbudget/py.typed" in names
    for folder in ("data", "grammar"):
        files = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
        assert files
        missing = [
            path for path in files if f"askbudget/_resources/{path.relative_to(ROOT).as_posix()}" not in names
        ]
        assert missing == []
    assert not any(name.startswith(("tests/", "bench/")) or name.endswith(".pyc") for name in names)


def test_it_answers_where_nothing_else_is(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", tmp_path / "venv")
    programs = tmp_path / "venv" / "bin"
    run(programs / "python", "-m", "pip", "install", "-q", wheel)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    home = {"HOME": str(tmp_path / "home"), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    done = run(programs / "askbudget", "ask", "智慧西工项目总额多少", cwd=elsewhere, env=home)
    assert "2,988.04" in done.stdout
    where = run(
        programs / "python", "-c", "import askbudget; print(askbudget.__file__)", cwd=elsewhere, env=home
    )
    assert where.stdout.startswith(str(tmp_path / "venv"))
    assert list(elsewhere.iterdir()) == []
