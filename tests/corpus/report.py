"""python -m tests.corpus.report: the corpus by kind, answered / right / wrong / refused; exit 1 on a wrong figure.

Options: a kind to look at alone; -v to list what is not right; --level 1 for the main job only.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import tomllib
from collections import Counter
from pathlib import Path

from askbudget.library import Library, open_library
from askbudget.resources import DATA
from tests.corpus.judge import HERE, Judged, entries, judge

SAMPLE = DATA / "samples" / "luoyang-xigong-2025.txt"


def run(library: Library, kind: str | None = None, level: int = 9) -> list[Judged]:
    """Every entry judged, in the order of the files."""
    return [judge(name, entry, library) for name, entry in entries(kind) if entry.get("level", 1) <= level]


def baseline() -> dict[str, int]:
    """kind → how many entries were right when last raised; a fall is a failure."""
    path = HERE / "baseline.toml"
    return dict(tomllib.loads(path.read_text(encoding="utf-8"))["right"]) if path.exists() else {}


def main() -> int:
    """Print the table; 1 where a figure is wrong or a kind fell below its baseline."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", nargs="?")
    parser.add_argument("-v", "--verbose", action="store_true")
    parser.add_argument("--level", type=int, default=9)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        library = open_library(Path(folder) / "library.db")
        library.load(SAMPLE)
        judged = run(library, options.kind, options.level)
    table: dict[str, Counter[str]] = {}
    for one in judged:
        table.setdefault(one.kind, Counter())[one.verdict] += 1
    print(f"{'kind':14} {'asked':>6} {'right':>6} {'wrong':>6} {'refused':>8} {'unfit':>6}")
    fallen = []
    floor = baseline() if options.level == 9 else {}
    total: Counter[str] = Counter()
    for kind, counts in table.items():
        total.update(counts)
        print(
            f"{kind:14} {counts.total():6} {counts['right']:6} {counts['wrong']:6} {counts['refused']:8} {counts['unfit']:6}"
        )
        if counts["right"] < floor.get(kind, 0):
            fallen.append(f"{kind}: {counts['right']} right, was {floor[kind]}")
    print(
        f"{'all':14} {total.total():6} {total['right']:6} {total['wrong']:6} {total['refused']:8} {total['unfit']:6}"
    )
    for one in judged:
        if one.verdict == "wrong" or (options.verbose and one.verdict != "right"):
            context = f" after {one.entry['context']}" if "context" in one.entry else ""
            print(f"{one.verdict:8} {one.entry['id']} {one.entry['ask']!r}{context}: {one.why}")
    for line in fallen:
        print(f"fallen: {line}")
    return 1 if total["wrong"] or fallen else 0


if __name__ == "__main__":
    sys.exit(main())
