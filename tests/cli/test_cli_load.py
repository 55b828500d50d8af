"""``load``: a sentence for each file, exit code 2 where one could not be read, and nothing half done."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from handmade import document
from running import Run, run

from askbudget.library import LoadError
from askbudget.model import Document


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files whose names say how the stand-in loader takes them."""

    def load_document(path: Path) -> Document:
        if "坏" in path.name:
            raise LoadError(f"{path.name} 里没有预算。")
        return replace(document(), year=int(path.stem), sha256=path.stem * 16)

    pipeline = ModuleType("askbudget.load.pipeline")
    pipeline.load_document = load_document  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "askbudget.load.pipeline", pipeline)
    monkeypatch.setattr("askbudget.load.pipeline", pipeline, raising=False)
    monkeypatch.setenv("ASKBUDGET_LIBRARY", str(tmp_path / "library.db"))
    made = tmp_path / "files"
    made.mkdir()
    for name in ("2025.txt", "2026.txt", "坏.txt"):
        (made / name).touch()
    return made


def test_a_folder_with_a_bad_file_in_it(folder: Path) -> None:
    loaded = "测试市审计局 {}预算：3 张表，10 个数字，2 个问题\n"
    assert run("load", str(folder)) == Run(
        2,
        "".join("已载入  " + loaded.format(year) for year in (2025, 2026)),
        f"{folder / '坏.txt'}：坏.txt 里没有预算。\n",
    )
    assert run("load", str(folder / "2025.txt")) == Run(0, "没有变化  " + loaded.format(2025), "")
    assert run("sql", "SELECT count(*) AS n FROM documents", "--csv").out == "n\n2\n"


def test_an_empty_folder_does_not_keep_others_out(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = run("load", str(tmp_path / "empty"), str(folder / "2025.txt"))
    assert ran.code == 2 and ran.err == f"{tmp_path / 'empty'}：文件夹里没有文件。\n"
    assert ran.out.startswith("已载入")


def test_slow_work_says_so_on_stderr(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    pipeline = sys.modules["askbudget.load.pipeline"]
    quick = pipeline.load_document

    def slow(path: Path) -> Document:
        time.sleep(0.2)
        made: Document = quick(path)
        return made

    monkeypatch.setattr(pipeline, "load_document", slow)
    monkeypatch.setattr("askbudget.cli.progress._SECONDS", 0.05)
    ran = run("load", str(folder / "2025.txt"))
    assert ran.code == 0 and ran.err == f"正在载入 {folder / '2025.txt'} …\n"


BAD = {
    "没有.txt": None,
    "空.txt": b"",
    "空白.txt": b" \n\n \n",
    "二进制.txt": bytes(range(256)) * 40,
    "图.png": b"\x89PNG\r\n\x1a\n" + b"\x00" * 500,
    "编码.txt": b"\xff\xfe\xfd\x80\x81" * 300,
    "小说.txt": "从前有座山，山里有座庙。\n".encode() * 200,
    "英文.txt": b"It was a dark and stormy night; 42 dogs barked.\n" * 50,
}


def _really(argv: list[str], library: Path, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, with the loader as it is."""

    def limited() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    return subprocess.run(
        [sys.executable, "-m", "askbudget", "--library", str(library), *argv],
        capture_output=True, text=True, preexec_fn=limited, check=False,
        env={**os.environ, "ASKBUDGET_CACHE": str(library.parent / "cache")},
    )  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_files_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    pytest.importorskip("askbudget.load.pipeline")
    path = tmp_path / name
    content = BAD[name]
    if content is not None:
        path.write_bytes(content)
    ran = _really(["load", str(path)], tmp_path / "x.db")
    assert (ran.returncode, ran.stdout) == (2, ""), ran
    assert ran.stderr.count("\n") == 1 and "Traceback" not in ran.stderr and "内部" not in ran.stderr, (
        ran.stderr
    )
    assert not (tmp_path / "x.db").exists()


def test_a_full_disk(tmp_path: Path) -> None:
    pytest.importorskip("askbudget.load.pipeline")
    from askbudget.resources import DATA

    sample = next((DATA / "samples").glob("*.txt"))
    ran = _really(["load", str(sample)], tmp_path / "x.db", limit=100_000)
    assert ran.returncode == 2 and "磁盘已满" in ran.stderr and ran.stderr.count("\n") == 1, ran
    assert not (tmp_path / "x.db").exists()
