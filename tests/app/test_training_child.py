"""The trainer's child: what it may cost, how it ends, and that nothing is left of it, however it ends."""

import asyncio
from pathlib import Path

import numpy as np
import pytest

from app import training_child
from app.training_child import ChildTrainer, forget_leftovers
from inference import artefacts
from inference.manifest import Column
from inference.retraining_entities import TrainingFailed
from inference.retraining_port import ColumnRows, FeatureRows, LearningRows, Progress, TrainingTask

ROWS = 300


def learnable(names: tuple[str, ...]) -> FeatureRows:
    rng = np.random.default_rng(5)
    matrix = rng.normal(size=(ROWS, len(names))).astype(np.float32)
    target = rng.random(ROWS) < 1 / (1 + np.exp(-2 * matrix[:, 0]))
    return FeatureRows(
        names, matrix, target, np.arange(ROWS, dtype=np.int64), np.arange(ROWS, dtype=np.int64)
    )


def a_task(rows: LearningRows, use_case: str = "transaction-anomaly") -> TrainingTask:
    return TrainingTask(use_case=use_case, rows=rows, seed=3, command="a test", notes=("A note.",))


def left_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def is_alive(pid: str) -> bool:
    return Path(f"/proc/{pid}").exists()


class Ears:
    def __init__(self) -> None:
        self.heard: list[Progress] = []

    async def hear(self, progress: Progress) -> None:
        self.heard.append(progress)


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training_child, "_SHARED_MEMORY", tmp_path)


async def test_columns_become_a_version_of_the_tenants_own(tmp_path: Path) -> None:
    """Inputs as they were sent, texts and missing ones too, train as `countermark train` does; nothing stays behind."""
    rng = np.random.default_rng(7)
    income = rng.normal(size=ROWS)
    target = rng.random(ROWS) < 1 / (1 + np.exp(-2 * income))
    inputs = [
        {"income": None if each % 9 == 0 else float(value), "grade": "AB"[each % 2], "owner": each % 3 == 0}
        for each, value in enumerate(income)
    ]
    ears = Ears()
    columns = (
        Column(name="income", kind="number"), Column(name="grade", kind="category"),
        Column(name="owner", kind="boolean"), Column(name="never sent", kind="number"),
    )  # fmt: skip
    rows = ColumnRows(inputs, target, np.arange(ROWS, dtype=np.int64) * 1_000_000, columns)
    files = await ChildTrainer().train(a_task(rows, "credit-score"), ears.hear)
    loaded = artefacts.load(files)
    assert {column.name: column.kind for column in loaded.manifest.columns} == {
        "income": "number", "grade": "category", "owner": "boolean", "never sent": "number",
    }  # fmt: skip
    assert loaded.manifest.inputs == "columns"
    shares = [each.share for each in ears.heard]
    assert shares == sorted(shares)
    assert left_in(tmp_path) == []


@pytest.mark.parametrize(
    ("module", "words"), [("crashes", "ended early"), ("babbles", "The leakage alarm stopped it.")]
)
async def test_a_child_that_fails(module: str, words: str, tmp_path: Path) -> None:
    """A crash is a sentence, a refusal is the child's own; what a library prints is not taken for progress."""
    ears = Ears()
    with pytest.raises(TrainingFailed, match=words):
        await ChildTrainer(module=f"tests.app.children.{module}").train(a_task(learnable(("a",))), ears.hear)
    assert not any("LightGBM" in each.step for each in ears.heard)
    assert left_in(tmp_path) == []


async def test_a_child_that_hangs_is_killed(tmp_path: Path) -> None:
    """After its time, and when nobody wants it any more; the process is gone each time."""
    ears = Ears()
    for timeout_s in (1.5, 15):  # on a busy machine a short one may end before the child has said its number
        hanging = ChildTrainer(module="tests.app.children.hangs", timeout_s=timeout_s)
        with pytest.raises(TrainingFailed, match="longer than"):
            await hanging.train(a_task(learnable(("a",))), ears.hear)
        if ears.heard:
            break
    begun = asyncio.Event()

    async def until_named(progress: Progress) -> None:
        ears.heard.append(progress)
        if progress.step.startswith("pid "):
            begun.set()

    patient = ChildTrainer(module="tests.app.children.hangs", timeout_s=60)
    running = asyncio.create_task(patient.train(a_task(learnable(("a",))), until_named))
    await asyncio.wait_for(begun.wait(), 60)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    pids = {each.step.removeprefix("pid ") for each in ears.heard if each.step.startswith("pid ")}
    assert len(pids) == 2
    assert [pid for pid in pids if is_alive(pid)] == []
    assert left_in(tmp_path) == []


async def test_memory_has_a_limit() -> None:
    """A child that may have too little memory ends with a sentence, and not the machine with it."""
    with pytest.raises(TrainingFailed):
        await ChildTrainer(memory_bytes=1 << 24).train(a_task(learnable(("a", "b"))), Ears().hear)


def test_leftovers_of_the_dead_are_removed(tmp_path: Path) -> None:
    """Folders of processes that are gone go; those of the living stay."""
    living = tmp_path / "countermark-training-1-abc"
    dead = tmp_path / "countermark-training-999999999-abc"
    for folder in (living, dead):
        folder.mkdir()
    forget_leftovers()
    assert [folder.name for folder in tmp_path.iterdir()] == [living.name]
