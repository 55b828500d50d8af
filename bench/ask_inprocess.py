"""Questions in one process on an opened library: µs a question, and the share of each stage.

The questions are the corpus's; each is asked once to warm up, then in turns.
Options: --quick, --rounds N.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from measuring import SAMPLES, conditions, questions, table

LIMIT_US, LIMIT_WORST_US = 2000, 20000
STAGES = {"find_mentions": "words → mentions", "read": "grammar → query"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rounds", type=int)
    options = parser.parse_args()
    rounds = options.rounds or (1 if options.quick else 7)
    asked = questions()[:: 5 if options.quick else 1]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ASKBUDGET_CACHE"] = str(Path(folder) / "cache")
        from askbudget import open_library

        with open_library(Path(folder) / "library.db") as library:
            library.load(next(SAMPLES.glob("*.txt")))
            stages = _timed_stages()
            asked = [question for question in asked if _is_question(library.ask, question)]
            per_question, shares = _measure(library.ask, asked, rounds, stages)
    print(conditions("lark", "sqlglot"))
    _report(asked, per_question, shares, rounds)
    return 0


def _is_question(ask: Callable[[str], object], question: str) -> bool:
    """Ask once, to warm up; False for what is turned away before any stage (empty, control characters)."""
    try:
        ask(question)
    except ValueError:
        return False
    return True


def _timed_stages() -> dict[str, list[float]]:
    """Wrap the pipeline's stages so that each adds up its time."""
    from askbudget.ask import pipeline

    spent: dict[str, list[float]] = {}
    for name in STAGES:
        if hasattr(pipeline, name):
            spent[name] = [0]
            setattr(pipeline, name, _timed(getattr(pipeline, name), spent[name]))
    return spent


def _timed(stage: Callable[..., Any], spent: list[float]) -> Callable[..., Any]:
    def timed(*arguments: Any, **named: Any) -> Any:
        start = perf_counter()
        try:
            return stage(*arguments, **named)
        finally:
            spent[0] += perf_counter() - start

    return timed


def _measure(
    ask: Callable[[str], object], asked: list[str], rounds: int, stages: dict[str, list[float]]
) -> tuple[dict[str, float], dict[str, list[float]]]:
    """question → its median time; stage → its share of each question's time."""
    times: dict[str, list[float]] = {question: [] for question in asked}
    shares: dict[str, list[float]] = {name: [] for name in stages}
    for _ in range(rounds):
        for question in asked:
            before = {name: spent[0] for name, spent in stages.items()}
            start = perf_counter()
            ask(question)
            taken = perf_counter() - start
            times[question].append(taken)
            for name, spent in stages.items():
                shares[name].append((spent[0] - before[name]) / taken)
    return {question: median(taken) for question, taken in times.items()}, shares


def _report(
    asked: list[str], per_question: dict[str, float], shares: dict[str, list[float]], rounds: int
) -> None:
    ordered = sorted(per_question.items(), key=lambda item: item[1])
    rows = [["median", f"{median(per_question.values()) * 1e6:,.0f}"]]
    rows += [
        [f"{percent}% of the questions within", f"{_at(ordered, percent) * 1e6:,.0f}"] for percent in (90, 99)
    ]
    rows += [["worst", f"{ordered[-1][1] * 1e6:,.0f}"]]
    rows += [[f"{STAGES[name]}, share", f"{median(share):.0%}"] for name, share in shares.items()]
    print(f"{len(asked)} questions, median of {rounds} rounds each")
    print(table(["in one process", "µs a question"], rows))
    print(f"allowed: a median of {LIMIT_US:,} µs, {LIMIT_WORST_US:,} at most; slowest: {ordered[-1][0]}")


def _at(ordered: list[tuple[str, float]], percent: int) -> float:
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)][1]


if __name__ == "__main__":
    sys.exit(main())
