"""Many starters at once, each in a process of its own; those that learn from the same simulated worlds in one, which plays them once."""

import functools
import multiprocessing
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from pathlib import Path

from training import starters

SAME_WORLDS = (("churn-score", "credit-score"),)
LONGEST_FIRST = ("churn-score", "transaction-anomaly", "payout-delay", "spend-forecast")
"""So that nothing long is left for one process at the end."""
Say = Callable[[str], None]


def write_starters(use_cases: Sequence[str], folder: Path, say: Say) -> None:
    """Train starters into folders of their names, on as many cores as there are. The bits do not depend on how many."""
    groups = _groups(use_cases)
    if len(groups) == 1:
        for line in _write(groups[0], folder, say):
            say(line)
        return
    processes = min(len(groups), len(os.sched_getaffinity(0)))
    context = multiprocessing.get_context("spawn")  # a fork would inherit threads of BLAS
    with ProcessPoolExecutor(processes, mp_context=context, max_tasks_per_child=1) as pool:
        waiting: list[Future[list[str]]] = [
            pool.submit(functools.partial(_write, group, folder, _silent)) for group in groups
        ]
        for done in as_completed(waiting):
            for line in done.result():
                say(line)


def _groups(use_cases: Sequence[str]) -> list[tuple[str, ...]]:
    left = list(dict.fromkeys(use_cases))
    found: list[tuple[str, ...]] = []
    for names in SAME_WORLDS:
        asked = tuple(name for name in names if name in left)
        found += [asked] if asked else []
        left = [name for name in left if name not in asked]
    found += [(name,) for name in left]
    return sorted(found, key=lambda group: LONGEST_FIRST.index(group[0]) if group[0] in LONGEST_FIRST else 99)


def _write(group: Sequence[str], folder: Path, progress: Say) -> list[str]:
    lines = []
    for name in group:
        began = time.monotonic()
        told = starters.write_starter(name, folder / name, progress)
        lines += [f"{name} ({time.monotonic() - began:.0f} s)", *(f"  {line}" for line in told)]
    return lines


def _silent(line: str) -> None:
    """Two processes that tell how far they are would tell it in one jumble."""
