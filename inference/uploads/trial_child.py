"""The child of `inference.uploads.trial`: gives everything up, reads one task, writes one report, and ends."""

import gc
import logging
import resource
import sys
import time
from collections.abc import Callable
from io import FileIO
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from core import sandbox
from inference.manifest import Reading
from inference.runtimes.port import RuntimeUnavailable
from inference.uploads.guard import check_model
from inference.uploads.scoring import SIZES, Matrix, UploadedScorer, margin_of
from inference.uploads.trial import CHECKED, LENGTH_BYTES, READY, Report, Task, Verdict
from inference.uploads.wire import ModelRefused

_REPEATS = 9
_WARM = 3
_PROBED = 64
_KIB = 1024
_REHEARSAL = Path(__file__).with_name("rehearsal.onnx")


def main() -> None:
    logging.disable(logging.CRITICAL)
    encoder, decoder = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Task)
    _rehearse()
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    more_s = int(sys.argv[1]) if len(sys.argv) > 1 else 0  # of computing, for a large graph
    _resident.append(_open_resident())
    filtered = sandbox.enter(cpu_s=sandbox.CPU_S_MAX + more_s)
    given = sys.stdin.buffer
    task = decoder.decode(given.read(int.from_bytes(given.read(LENGTH_BYTES))))
    task = msgspec.structs.replace(task, graph=given.read())
    sys.stdout.buffer.write(encoder.encode(report_on(task, filtered=filtered, checked=_say)))
    sys.stdout.buffer.flush()


def _rehearse() -> None:
    """Try a small graph of our own first: what numpy and the runtime load on first use can only be loaded now."""
    rows = np.linspace(-2.0, 2.0, 80, dtype=np.float32).reshape(20, 4)
    columns = ("a", "b", "c", "d")
    task = Task(_REHEARSAL.read_bytes(), columns, Reading(output="p"), rows.tobytes(), bytes(8 * 20), 1.0)
    if report_on(task, filtered=False).verdict is None:
        raise SystemExit(1)


def _say() -> None:
    sys.stdout.buffer.write(CHECKED)
    sys.stdout.buffer.flush()


def _nothing() -> None:
    """Nobody waits to hear it."""


def report_on(task: Task, *, filtered: bool, checked: Callable[[], None] = _nothing) -> Report:
    """checked: called when the graph may be loaded."""
    try:
        return Report(_try(task, checked, filtered=filtered))
    except ModelRefused as error:
        return Report(None, error.message, error.fix)
    except RuntimeUnavailable as error:
        return Report(None, f"The sample could not be run: {error.message}")
    except (MemoryError, RecursionError):
        return Report(None, "The model takes more memory than allowed.")


def _try(task: Task, checked: Callable[[], None], *, filtered: bool) -> Verdict:
    form = check_model(task.graph, task.columns, task.reading.output)
    checked()
    rows = np.frombuffer(task.rows, np.float32).reshape(-1, len(task.columns))
    gc.collect()
    before = _memory_bytes()
    scorer = UploadedScorer(task.graph, form, task.reading)
    batch_invariant = _invariant(scorer, rows[:_PROBED])
    margins = scorer.margins(rows) if batch_invariant else _alone(scorer, rows)
    difference = _compare(task, margins)
    return Verdict(
        margins=margins.tobytes(),
        difference_max=difference,
        batch_invariant=batch_invariant,
        missing_taken=_takes_missing(scorer, len(task.columns)),
        cost_us=_cost_us(scorer, rows[:1]),
        memory_bytes=max(_memory_bytes() - before, 0),
        filtered=filtered,
    )


def _compare(task: Task, margins: NDArray[np.float64]) -> float:
    """Hold the sample to what the tenant expects. Returns: the largest difference of two probabilities."""
    given = np.frombuffer(task.expected, np.float64)
    expected = _probability(margin_of(given, task.reading.meaning))
    if np.isnan(expected).any():
        at = int(np.flatnonzero(np.isnan(expected))[0])
        raise ModelRefused(f"`expected[{at}]` is {given[at]:g}, which is no {task.reading.meaning}.")
    if np.isnan(margins).any():
        at = int(np.flatnonzero(np.isnan(margins))[0])
        raise ModelRefused(
            f"The model gives no {task.reading.meaning} for `rows[{at}]`: not a number, or not within 0 and 1."
        )
    differences = np.abs(_probability(margins) - expected)
    at = int(differences.argmax())
    if differences[at] > task.tolerance:
        raise ModelRefused(
            f"The model does not give what the sample expects: for `rows[{at}]` the probability is "
            f"{_probability(margins[at : at + 1])[0]:.6g}, expected is {expected[at]:.6g}.",
            fix="Make the sample with the model that was exported; name the right output and column of it.",
        )
    return float(differences[at])


def _invariant(scorer: UploadedScorer, rows: Matrix) -> bool:
    """Whether a row has equal bits at every size. Raises: ModelRefused when it has others when it is run again."""
    alone = _alone(scorer, rows)
    if not _equal(alone, _alone(scorer, rows)):
        raise ModelRefused("The model gives another answer for the same row when it is asked again.")
    many, wanted = np.resize(rows, (SIZES[0], rows.shape[1])), np.resize(alone, SIZES[0])
    return all([_equal(scorer.margins_at_once(many[:size]), wanted[:size]) for size in SIZES])  # noqa: C419  each is run


def _alone(scorer: UploadedScorer, rows: Matrix) -> NDArray[np.float64]:
    return np.array([scorer.margins_at_once(rows[at : at + 1])[0] for at in range(len(rows))])


def _takes_missing(scorer: UploadedScorer, columns: int) -> bool:
    try:
        return not np.isnan(scorer.margins_at_once(np.full((1, columns), np.nan, np.float32))).any()
    except RuntimeUnavailable:
        return False


def _cost_us(scorer: UploadedScorer, row: Matrix) -> int:
    for _ in range(_WARM):
        scorer.margins_at_once(row)
    best = sys.maxsize
    for _ in range(_REPEATS):
        began = time.perf_counter_ns()
        scorer.margins_at_once(row)
        best = min(best, time.perf_counter_ns() - began)
    return best // 1_000 + 1


def _probability(margins: NDArray[np.float64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-np.clip(margins, -700.0, 700.0))) + 0.0 * margins
    return found


def _equal(left: NDArray[np.float64], right: NDArray[np.float64]) -> bool:
    return left.tobytes() == right.tobytes()


def _memory_bytes() -> int:
    """What is in memory now, where the system tells; else the most that ever was, which hides what reading a large file took before."""
    for held in _resident:
        if held is not None:
            held.seek(0)
            return int(held.read(_KIB).split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIB


def _open_resident() -> FileIO | None:
    """Its own page counts, opened while files can be opened."""
    try:
        return FileIO("/proc/self/statm")
    except OSError:
        return None


_resident: list[FileIO | None] = []


if __name__ == "__main__":
    main()
