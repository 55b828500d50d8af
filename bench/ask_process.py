"""A whole `askbudget ask …` on a library already made, against python + sqlite3 + one query on the same file.

Alternating runs, medians, and the median of the ratios of runs side by side; the design allows 5.
Options: --quick, --rounds N, --question TEXT.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from measuring import ROOT, SAMPLES, alternate, conditions, questions, spread, table

LIMIT = 5
FLOOR = """
import sqlite3, sys
connection = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
query = "SELECT SUM(fen) FROM amounts WHERE column_id = (SELECT MAX(id) FROM columns)"
print(connection.execute(query).fetchone())
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--question", default=questions()[0])
    options = parser.parse_args()
    rounds = options.rounds or (5 if options.quick else 40)
    with tempfile.TemporaryDirectory() as folder:
        environment = _environment(Path(folder))
        library = environment["ASKBUDGET_LIBRARY"]
        program = _program()
        _run([*program, "load", str(next(SAMPLES.glob("*.txt")))], environment)
        taken = alternate(
            {
                "python + sqlite3 + one query": lambda: _run(
                    [sys.executable, "-c", FLOOR, library], environment
                ),
                "askbudget ask": lambda: _run([*program, "ask", options.question], environment),
                "askbudget ask --json": lambda: _run(
                    [*program, "ask", "--json", options.question], environment
                ),
            },
            rounds,
        )
    floor = taken["python + sqlite3 + one query"]
    rows = [[name, *spread(times, 1000), f"{_ratio(times, floor):.2f}"] for name, times in taken.items()]
    print(conditions("lark", "sqlglot"))
    print(f"{options.question!r}, {rounds} alternating runs")
    print(table(["ms, whole process", "least", "median", "most", "× floor"], rows))
    print(f"allowed: {LIMIT} × floor")
    return 0


def _ratio(times: list[float], floor: list[float]) -> float:
    return median(time / least for time, least in zip(times, floor, strict=True))


def _environment(folder: Path) -> dict[str, str]:
    """A library and caches of its own; compiled files are kept, as they are for every user."""
    environment = {
        **os.environ,
        "ASKBUDGET_LIBRARY": str(folder / "library.db"),
        "ASKBUDGET_CACHE": str(folder / "cache"),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    return environment


def _program() -> list[str]:
    """The installed command where there is one, else the checkout."""
    installed = Path(sys.executable).with_name("askbudget")
    return [str(installed)] if installed.exists() else [sys.executable, "-m", "askbudget"]


def _run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    if done.returncode not in (0, 1, 3):
        raise SystemExit(f"{command}: {done.returncode}\n{done.stderr}")


if __name__ == "__main__":
    sys.exit(main())
