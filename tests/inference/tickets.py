"""Tickets with a queue each: the least table that words, letters, categories, flags and numbers all tell something of."""

import random
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from inference import artefacts
from training.package import write_folder
from training.train import TrainingJob, train_any

USE_CASE = "ticket-triage"
TARGET = "queue"
INPUTS = ("message", "channel", "premium", "amount")
_WORDS = {
    "Payout": ("payout", "missing", "bank", "transfer", "wait"),
    "Refund": ("refund", "order", "returned", "shop", "money"),
    "Login": ("password", "login", "locked", "code", "phone"),
}
_FILLING = ("please", "help", "my", "since", "monday", "the", "again", "today")


def table(rows: int = 240, seed: int = 3) -> pl.DataFrame:
    """Every tenth message and every ninth channel is missing."""
    rng = random.Random(seed)
    found: list[dict[str, str | bool | float | None]] = []
    for at in range(rows):
        queue = rng.choice(list(_WORDS))
        said = rng.choices(_WORDS[queue], k=3) + rng.choices(_FILLING, k=4)
        rng.shuffle(said)
        found.append(
            {
                "message": None if at % 10 == 9 else " ".join(said),
                "channel": None if at % 9 == 8 else rng.choice(["mail", "chat", *([queue] * 2)]),
                "premium": rng.random() < (0.7 if queue == "Payout" else 0.3),
                "amount": round(rng.uniform(1, 50) + (30 if queue == "Refund" else 0), 2),
                TARGET: queue,
            }
        )
    return pl.DataFrame(found)


@cache
def files(*, unlike: bool = False) -> dict[str, bytes]:
    """A version as `countermark train` makes it of them. unlike: of tickets that lie in the next queue."""
    with TemporaryDirectory() as folder:
        data, version = Path(folder) / "tickets.parquet", Path(folder) / "version"
        queues = list(_WORDS)
        held = table()
        if unlike:
            held = held.with_columns(pl.col(TARGET).replace(queues, [*queues[1:], queues[0]]))
        held.write_parquet(data)
        write_folder(train_any(TrainingJob(use_case=USE_CASE, data=data, target=TARGET)), version)
        return dict(artefacts.read_folder(version))
