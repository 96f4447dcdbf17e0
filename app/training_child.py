"""The trainer of this installation: a child process with limits, fed through a folder that rests in memory alone."""

import asyncio
import contextlib
import importlib.util
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from inference import artefacts
from inference.retraining_entities import TrainingFailed
from inference.retraining_port import ColumnRows, FeatureRows, Progress, Report, TrainingTask

TIMEOUT_S = 7_200.0
MEMORY_LIMIT_BYTES = 8 << 30
BEAT_S = 10.0
_LINE_BYTES_MAX = 1 << 16
_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of random name and mode 0700 is made in it
_PREFIX = "countermark-training-"
_ROOT = Path(__file__).resolve().parents[1]


class _Line(msgspec.Struct, frozen=True):
    """A line of the child's: see `training.retraining_child`, which this process never imports."""

    step: str = ""
    share: float = 0.0
    ended: bool = False
    failed: str = ""


class ChildTrainer:
    """Starts `training.retraining_child` once a job. Rows rest in shared memory for as long as it runs, and nowhere else."""

    def __init__(
        self, *, module: str = "training.retraining_child", timeout_s: float = TIMEOUT_S,
        memory_bytes: int = MEMORY_LIMIT_BYTES,
    ) -> None:  # fmt: skip
        self._module = module
        self._timeout_s = timeout_s
        self._memory_bytes = memory_bytes

    async def train(self, task: TrainingTask, report: Report) -> Mapping[str, bytes]:
        """Raises: TrainingFailed, and whatever `report` raises."""
        if importlib.util.find_spec("lightgbm") is None:
            raise TrainingFailed("This installation cannot train: its operator has to run make setup.")
        folder = await asyncio.to_thread(_prepare, task)
        try:
            await self._run(folder, report)
            return await asyncio.to_thread(artefacts.read_folder, folder / "version")
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def _run(self, folder: Path, report: Report) -> None:
        """Keep the child's input open while it is wanted: it ends when that does, whatever becomes of this process."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", self._module, str(folder), str(self._memory_bytes),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            cwd=_ROOT, env={"OMP_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1", "TMPDIR": str(folder)},
            start_new_session=True, limit=_LINE_BYTES_MAX,
        )  # fmt: skip
        try:
            async with asyncio.timeout(self._timeout_s):
                await _follow(process, report)
        except TimeoutError as error:
            raise TrainingFailed(f"It took longer than {self._timeout_s:g} seconds.") from error
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()


def forget_leftovers() -> None:
    """Remove the folders of processes that were killed before they could."""
    for folder in _SHARED_MEMORY.glob(f"{_PREFIX}*"):
        owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if owner.isdecimal() and not Path(f"/proc/{owner}").exists():
            shutil.rmtree(folder, ignore_errors=True)


async def _follow(process: asyncio.subprocess.Process, report: Report) -> None:
    """Report what the child says, and beat while it says nothing. Raises: TrainingFailed."""
    last = Progress("Starting", 0.0)
    ended: _Line | None = None
    if process.stdout is None:
        raise RuntimeError("the child's output is a pipe")
    reading = asyncio.ensure_future(process.stdout.readline())
    try:
        while True:
            done, _ = await asyncio.wait({reading}, timeout=BEAT_S)
            if done:
                raw = reading.result()
                if not raw:
                    break
                line = _line(raw)
                ended = line if line is not None and line.ended else ended
                last = last if line is None or line.ended else Progress(line.step, line.share)
                reading = asyncio.ensure_future(process.stdout.readline())
            await report(last)
    finally:
        reading.cancel()
    status = await process.wait()
    if ended is None:
        raise TrainingFailed("The process that fitted it ended early; it may have needed more memory or time.",
                             internal=f"status {status}")  # fmt: skip
    if ended.failed:
        raise TrainingFailed(ended.failed)


def _line(raw: bytes) -> _Line | None:
    """Read a line of the child's; what a library prints is none."""
    try:
        return msgspec.json.decode(raw, type=_Line)
    except msgspec.DecodeError:
        return None


def _prepare(task: TrainingTask) -> Path:
    """Write the rows into a folder of their own, in memory where the system has such a place."""
    place = _SHARED_MEMORY if _SHARED_MEMORY.is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=place))
    try:
        _write(task, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


def _write(task: TrainingTask, folder: Path) -> None:
    rows = task.rows
    if isinstance(rows, FeatureRows):
        np.savez(folder / "rows.npz", allow_pickle=False, **_arrays(task, rows))
        (folder / "events.jsonl").write_bytes(b"\n".join(map(msgspec.json.encode, rows.events)))
    else:
        _write_columns(rows, folder / "rows.jsonl")
    names = rows.names if isinstance(rows, FeatureRows) else ()
    known = {
        "use_case": task.use_case, "names": names, "seed": task.seed, "command": task.command, "notes": task.notes,
        "task": task.task, "above": task.above, "columns": rows.added if isinstance(rows, FeatureRows) else rows.columns,
        "declared": rows.declared if isinstance(rows, FeatureRows) else (),
        "champion": "" if task.champion is None else task.champion.name,
        "champion_classes": () if task.champion is None else task.champion.classes,
    }  # fmt: skip
    (folder / "task.json").write_bytes(msgspec.json.encode(known))


def _arrays(task: TrainingTask, rows: FeatureRows) -> dict[str, NDArray[np.generic]]:
    """The rows, truths of heads, and what the champion says of them."""
    found: dict[str, NDArray[np.generic]] = {
        "matrix": rows.matrix, "target": rows.target, "order": rows.order, "group": rows.group,
    }  # fmt: skip
    found.update({f"head/{name}": values for name, values in rows.heads.items()})
    if task.champion is not None:
        found["champion"] = task.champion.margin
        found.update({f"champion/{name}": values for name, values in task.champion.heads.items()})
    return found


def _write_columns(rows: ColumnRows, path: Path) -> None:
    told = rows.target.tolist() or [None] * len(rows.inputs)
    with path.open("wb") as file:
        for inputs, target in zip(rows.inputs, told, strict=True):
            file.write(msgspec.json.encode({"inputs": inputs, "target": target}) + b"\n")
