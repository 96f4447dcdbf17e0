"""One side of `bench.batch` in a process of its own: prints what it took as JSON.

`peer FILE GRAPH OUT`: polars reads the whole file, ONNX Runtime scores it, polars writes it: the shortest script there is.
`ours OWNER`: takes one batch from the queue and works it off, as `app.batcher` does.
"""

import asyncio
import itertools
import json
import pathlib
import resource
import sys
import threading
import time
import uuid

import numpy as np
import onnxruntime
import polars as pl

from app.settings import from_environment
from app.wiring import batch_runs
from app.wiring.foundation import open_foundation

_SAMPLE_EVERY_S = 0.5


def peer(file: str, graph: str, out: str) -> dict[str, float]:
    """Both libraries as they come: every core that they find."""
    session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    began, cpu = time.perf_counter(), time.process_time()
    frame = pl.read_csv(file)
    matrix = np.ascontiguousarray(frame.to_numpy(), dtype=np.float32)
    margin = session.run(["margin"], {"features": matrix})[0].reshape(-1)
    frame.with_columns(probability=1 / (1 + np.exp(-margin))).select("probability").write_csv(out)
    return {"rows": frame.height, "wall_s": time.perf_counter() - began, "cpu_s": time.process_time() - cpu}


def ours() -> dict[str, object]:
    """Everything from taking the batch to its ledger entry."""

    async def work() -> dict[str, object]:
        async with open_foundation(from_environment(), pool_size_max=4) as base:
            runs = batch_runs.runs(base, uuid.uuid4())
            began, cpu = time.perf_counter(), time.process_time()
            if not await runs.work_next():
                raise SystemExit("there was no batch to work off")
            return {"wall_s": time.perf_counter() - began, "cpu_s": time.process_time() - cpu}

    sizes: list[int] = []
    threading.Thread(target=_watch, args=(sizes,), daemon=True).start()
    took = asyncio.run(work())
    status = pathlib.Path("/proc/self/status").read_text()  # ru_maxrss would be that of who started us
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    tenths = [max(part) for part in _tenths(sizes)]
    return took | {"peak_mb": peak, "resident_mb_by_tenth": tenths}


def _watch(sizes: list[int]) -> None:
    while True:
        pages = int(pathlib.Path("/proc/self/statm").read_text().split()[1])
        sizes.append(pages * resource.getpagesize() >> 20)
        time.sleep(_SAMPLE_EVERY_S)


def _tenths(sizes: list[int]) -> list[list[int]]:
    bounds = [len(sizes) * at // 10 for at in range(11)]
    return [part for start, end in itertools.pairwise(bounds) if (part := sizes[start:end])]


if __name__ == "__main__":
    print(json.dumps(peer(*sys.argv[2:5]) if sys.argv[1] == "peer" else ours()))
