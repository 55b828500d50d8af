"""Loading the bundled sample's text: read into a Document, saved into a new library, and loaded again.

The floor: reading the file's lines and writing them into SQLite.  Options: --quick, --rounds N.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
import tempfile
from pathlib import Path
from statistics import median

from measuring import SAMPLES, alternate, conditions, spread, table

LIMIT_S = 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rounds", type=int)
    options = parser.parse_args()
    rounds = options.rounds or (1 if options.quick else 7)
    sample = next(SAMPLES.glob("*.txt"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["ASKBUDGET_CACHE"] = str(folder / "cache")
        from askbudget import open_library
        from askbudget.load.pipeline import load_document

        made = iter(range(1_000_000))
        library = folder / "kept.db"

        def into_a_new_library() -> None:
            with open_library(folder / f"{next(made)}.db") as opened:
                opened.load(sample)

        def again() -> None:
            with open_library(library) as opened:
                opened.load(sample)

        again()
        actions = {
            "lines into SQLite (floor)": lambda: _floor(sample, folder / f"floor{next(made)}.db"),
            "file → Document": lambda: load_document(sample),
            "file → new library": into_a_new_library,
            "the same file again": again,
        }
        taken = alternate(actions, rounds)
    floor = median(taken["lines into SQLite (floor)"])
    rows = [[what, *spread(times, 1000), f"{median(times) / floor:.1f}"] for what, times in taken.items()]
    print(conditions("sqlite-utils"))
    print(f"{sum(1 for _ in sample.open(encoding='utf-8'))} lines, {rounds} alternating runs")
    print(table(["ms", "least", "median", "most", "× floor"], rows))
    print(f"allowed: {LIMIT_S * 1000:,} ms")
    return 0


def _floor(sample: Path, path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE lines (number INTEGER PRIMARY KEY, text TEXT)")
    with connection:
        lines = sample.read_text(encoding="utf-8").splitlines()
        connection.executemany("INSERT INTO lines VALUES (?, ?)", enumerate(lines, 1))
    connection.close()


if __name__ == "__main__":
    sys.exit(main())
