"""What the benchmarks share: the machine they ran on, medians, a table, the corpus's questions.

Times are taken with perf_counter and shown in the unit named in the heading.
"""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
import tomllib
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SAMPLES = ROOT / "data" / "samples"
CORPUS = ROOT / "tests" / "corpus"


def conditions(*packages: str) -> str:
    """One line: processor, cores, load, Python and the versions a result depends on."""
    known = [f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    for package in ("askbudget", *packages):
        try:
            known.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            known.append(f"{package} (checkout)")
    load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{_processor()}, {os.cpu_count()} cores, {load}; {', '.join(known)}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return f"{platform.system()} {platform.machine()}"
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{platform.system()} {names[0] if names else platform.machine()}"


def seconds(action: Callable[[], object]) -> float:
    """How long one call takes."""
    start = perf_counter()
    action()
    return perf_counter() - start


def alternate(actions: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Each action once a round, in turn, so that what slows the machine down slows all of them."""
    for action in actions.values():
        action()
    taken: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(rounds):
        for name, action in actions.items():
            taken[name].append(seconds(action))
    return taken


def table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A plain table: the first column to the left, the others to the right."""
    widths = [max(len(row[i]) for row in (heading, *rows)) for i in range(len(heading))]
    lines = [
        "  ".join(
            cell.ljust(w) if i == 0 else cell.rjust(w)
            for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        for row in (heading, *rows)
    ]
    return "\n".join(lines)


def spread(times: Sequence[float], factor: int) -> tuple[str, str, str]:
    """Least, median and most, multiplied (1000 for ms) and with one decimal."""
    return tuple(f"{value * factor:,.1f}" for value in (min(times), median(times), max(times)))  # type: ignore[return-value]


def questions(level: int = 1) -> list[str]:
    """The corpus's questions that need no earlier one."""
    found = []
    for path in sorted(CORPUS.glob("*.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("question", []):
            if entry.get("level", 1) <= level and "context" not in entry:
                found.append(entry["ask"])
    return found
