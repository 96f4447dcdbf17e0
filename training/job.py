"""What to train: the caller's words about a table."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

from inference.actionable import ActionableColumn
from inference.manifest import Column
from training.csv_files import AS_IT_SHOWS, CsvForm
from training.profiles import Profile, Task, profile_of

SEED = 20261121
Progress = Callable[[str], None]


def silent(_: str) -> None:
    """Report nothing."""


@dataclasses.dataclass(frozen=True)
class TrainingJob:
    """What to train. time: the column that orders the rows, so that every measured row lies after those it was
    learned from. ids: columns that name customers, cards, invoices. exclude: columns to leave out. accept: columns that
    the leakage alarm may not leave out. known: the column that says when the target became known. above: of a number,
    beyond which the event that has a probability has come true. actionable: columns that a person can be asked to change.
    csv: how the file is written, and decimal, `comma` or `point`, which sign parts its decimals, where it does not tell.

    Of a training job over rows that decisions were made of: columns: those that the version must declare, in their kinds,
    all known at the decision. in_order: the rows stand in the order of their times. made_by: how it is asked for again.
    notes: what the card's reader must know.
    """

    use_case: str
    data: Path
    target: str = ""
    time: str | None = None
    ids: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    accept: tuple[str, ...] = ()
    positive: str | None = None
    task: Task | None = None
    label_delay_days: float | None = None
    known: str | None = None
    licence: str = ""
    text: tuple[str, ...] = ()
    history: bool = True
    online: bool = False
    above: float | None = None
    actionable: tuple[ActionableColumn, ...] = ()
    csv: CsvForm = AS_IT_SHOWS
    decimal: str = ""
    seed: int = SEED
    columns: tuple[Column, ...] = ()
    in_order: bool = False
    made_by: str = ""
    notes: tuple[str, ...] = ()

    @property
    def profile(self) -> Profile:
        return profile_of(self.use_case)

    @property
    def command(self) -> str:
        """The command that makes this version again, with the file's name alone."""
        if self.made_by:
            return self.made_by
        options = [f"--data {self.data.name}"]
        options += [f"--target {self.target}"] if self.target else []
        options += [f"--time {self.time}"] if self.time else []
        options += [f"--id {each}" for each in self.ids]
        options += [f"--exclude {','.join(self.exclude)}"] if self.exclude else []
        options += [f"--accept {','.join(self.accept)}"] if self.accept else []
        options += [f"--positive {self.positive}"] if self.positive else []
        options += [f"--task {self.task}"] if self.task else []
        options += [f"--label-delay {self.label_delay_days:g}"] if self.label_delay_days is not None else []
        options += [f"--label-time {self.known}"] if self.known else []
        options += [f"--text {each}" for each in self.text]
        options += [f"--above {self.above:g}"] if self.above is not None else []
        options += [f"--actionable {each.feature}:{each.direction}" for each in self.actionable]
        options += self.csv.options()
        options += [f"--decimal {self.decimal}"] if self.decimal else []
        options += [] if self.history else ["--no-history"]
        options += ["--online"] if self.online else []
        options += [f"--seed {self.seed}"] if self.seed != SEED else []
        return f"countermark train {self.use_case} {' '.join(options)}"
