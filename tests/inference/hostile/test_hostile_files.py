"""No hostile file is taken, reads anything, lives long, or brings down who tries it: `make test-hostile-models`."""

import os
import time
from pathlib import Path

import numpy as np
import pytest

from core.errors import PlatformError
from inference.manifest import Reading
from inference.uploads.trial import Task, Trials
from inference.uploads.wire import ModelRefused
from tests.busy import before_others
from tests.inference.hostile.files import CANARY, hostile_files
from tests.inference.hostile.watching import watched
from tests.inference.uploads.graphs import COLUMNS, linear, rows, task

REFUSED_S_MAX = 5.0
SUITE_MIN = 60


def hostile_task(data: bytes) -> Task:
    """Whatever the file answers is taken as expected, so that nothing but its harm can refuse it."""
    given = rows()
    return Task(
        data,
        COLUMNS,
        Reading(output="p"),
        given.tobytes(),
        np.full(len(given), 0.5).tobytes(),
        tolerance=1.0,
    )


@pytest.mark.hostile
async def test_every_hostile_file_is_refused(tmp_path: Path) -> None:
    """0 reads outside, 0 dead processes of ours, each refused within 5 s, and a sound model is still taken."""
    secret = tmp_path / "secret.bin"
    secret.write_text(CANARY * 100)
    folder = tmp_path / "links"
    folder.mkdir()
    trials, taken, said, slowest, count = Trials(), [], [], ("", 0.0), 0
    os.chdir(folder)
    with watched(secret) as watch, before_others():
        for name, data in hostile_files(secret, folder):
            watch.touched()  # making the file may have looked at the secret
            began = time.monotonic()
            try:
                await trials.run(hostile_task(data))
                taken.append(name)
            except ModelRefused as error:
                said.append(f"{error.message}{error.internal}{error.fix}")
            took = time.monotonic() - began
            assert not watch.touched(), f"{name} read the secret"
            assert took < REFUSED_S_MAX, f"{name} took {took:.1f} s"
            slowest = max(slowest, (name, took), key=lambda each: each[1])
            count += 1
        secret.read_text()
        assert watch.touched(), "the watch sees nothing"
    assert not taken
    assert not any(CANARY in each for each in said)
    assert count >= SUITE_MIN
    assert not Path(f"{secret}.executed").exists()  # noqa: ASYNC240  one look at a folder of the test's own
    assert (await trials.run(task(linear().SerializeToString()))).batch_invariant
    print(f"{count} hostile files refused, none read the canary; slowest {slowest[0]!r}, {slowest[1]:.2f} s")  # noqa: T201  the figure of `make test-hostile-models`


async def test_a_child_that_dies_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too much memory in the child is an answer about the model, never an error of the server."""
    trials = Trials(trial_s_max=0.000001)
    with pytest.raises(PlatformError, match="within"):
        await trials.run(task(linear().SerializeToString()))
