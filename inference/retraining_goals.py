"""What a training job is to learn: the task, the inputs that the champion takes, and the truths that stand for it. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import msgspec
import numpy as np

from inference import actionable, catalogue
from inference.answering.truths import TABLE_UNITS, slug
from inference.declared.then import Named
from inference.lessons.registry import LESSONS
from inference.manifest import Column, DeclaredInput, OwnPast, Task
from inference.retraining_entities import TrainingFailed, TrainingRequest
from inference.retraining_port import Target

Truth: TypeAlias = bool | float | str | None
"""Of one row, by the task: whether it happened, how much, which; None of anomalies."""

ROWS_MIN, CLASS_MIN = 200, 20
FACT_TASKS: Mapping[str, Task] = {
    "ticket-triage": "classes", "categorize": "classes",
}  # fmt: skip
"""Of use cases whose versions of facts give more than a probability: what feedback tells all of it."""
_SHOWN_MAX = 5


class Takes(msgspec.Struct, frozen=True):
    """What is read of a manifest: what a version takes, and what it tells."""

    inputs: str
    features: tuple[str, ...]
    feature_set: str = ""
    columns: tuple[Column, ...] = ()
    task: Task = "probability"
    above: float | None = None
    classes: tuple[str, ...] = ()
    declared: tuple[DeclaredInput, ...] = ()
    past: OwnPast | None = None

    @property
    def beside(self) -> tuple[Column, ...]:
        """What a version of facts scores beside its feature set."""
        return self.columns if self.inputs == "facts" else ()

    @property
    def of_set(self) -> tuple[str, ...]:
        """What a version of facts scores of its feature set."""
        return self.features[: len(self.features) - len(self.beside)]

    def alike(self, other: "Takes") -> bool:
        """Say whether what was sent to one can be sent to the other."""
        if self.inputs == other.inputs == "columns":
            return {(each.name, each.kind) for each in self.columns} == {
                (each.name, each.kind) for each in other.columns
            }
        mine = (self.inputs, self.feature_set, self.features, self.computed)
        return mine == (other.inputs, other.feature_set, other.features, other.computed)

    @property
    def computed(self) -> frozenset[str]:
        return frozenset(each.digest for each in self.declared)


class Goal(msgspec.Struct, frozen=True):
    """champion: whose place the version is made to take. named: what shall be computed beside its feature set, as of each row.

    lesson: learned from the facts that came with questions (`inference.lessons`), not from what was told of each.
    """

    use_case: str
    task: Task
    champion: Takes
    named: Named | None = None
    lesson: bool = False

    def takes(self, other: Takes) -> bool:
        """Say whether a decision of another version is one to learn from."""
        if self.named is None:
            return self.champion.alike(other)
        return other.inputs == "facts" and other.of_set == self.champion.of_set

    def truths(self, found: Sequence[Truth]) -> Target:
        """Make the target of rows, in the unit and by the names that the champion has."""
        if self.task == "number":
            per_unit = TABLE_UNITS.get(self.use_case, 1.0)
            unit = per_unit if self.champion.inputs == "columns" else 1.0
            return np.array(found, np.float64) / unit
        if self.task == "classes":
            names = {slug(name): name for name in self.champion.classes}
            said = [slug(str(each)) for each in found]
            return np.array([names.get(each, each) for each in said], np.str_)
        return np.array(found if self.task == "probability" else (), np.bool_)


def goal_of(request: TrainingRequest, champion: Takes) -> Goal:
    """Decide what is learned: as asked, else what the champion tells. Raises: TrainingFailed."""
    of_facts = request.source == "facts" or champion.inputs == "facts"
    usual, told = _of_facts(request.use_case, champion.task) if of_facts else (champion.task, None)
    task = request.task or usual
    if champion.past is not None and not of_facts:
        raise TrainingFailed(
            "The champion looks its past up, which a job does not learn: train from a table with countermark train, and load"
            " its rows where they are not kept yet."
        )
    if told is not None and task not in told:
        raise TrainingFailed(
            f"A version of {request.use_case} that computes its features from facts answers more than feedback tells ({task}). "
            "Deploy a version of your own columns first, or train one from a table: countermark train."
        )
    lesson = LESSONS.get(request.use_case) if of_facts else None
    if lesson is not None and task != lesson.task:
        lesson = None
    presumes = task == "probability" if lesson is None else lesson.presumes
    if request.presumed_after_days is not None and not presumes:
        raise TrainingFailed(
            f"What nobody told can be presumed not to have happened where a yes or no is told, not here ({task}): "
            "leave presumed_after_days out."
        )
    if request.actionable:
        champion = _levered(request, task, champion, of_facts=of_facts)
    return Goal(request.use_case, task, champion, lesson=lesson is not None)


def _levered(request: TrainingRequest, task: Task, champion: Takes, *, of_facts: bool) -> Takes:
    """The champion's columns with what the version shall call actionable. Raises: TrainingFailed."""
    if of_facts:
        raise TrainingFailed(
            "Of versions of facts the use case says what is actionable: leave actionable out."
        )
    if task == "classes":
        raise TrainingFailed("No counterfactual is made of classes: leave actionable out.")
    try:
        columns = actionable.declared(champion.columns, request.actionable)
    except actionable.ActionableRefused as error:
        raise TrainingFailed(error.message) from error
    return msgspec.structs.replace(champion, columns=columns)


def _of_facts(use_case: str, champion: Task) -> tuple[Task, frozenset[Task]]:
    """What a version of facts learns unless asked otherwise, and all that it can."""
    lesson = LESSONS.get(use_case)
    if lesson is not None and catalogue.get(use_case).heads:
        return lesson.task, frozenset({lesson.task})
    if not catalogue.get(use_case).heads:
        return ("anomaly" if champion == "anomaly" else "probability"), frozenset({"probability", "anomaly"})
    usual = FACT_TASKS.get(use_case, "probability")
    return usual, frozenset({usual} if use_case in FACT_TASKS else ())


def check_enough(task: Task, rows: int, target: Target) -> None:
    """Raises: TrainingFailed, with how many there were and what to do."""
    if task == "anomaly":
        _require(
            rows >= ROWS_MIN, f"There are {rows:,} rows; at least {ROWS_MIN} are needed. Look further back."
        )
    elif task == "number":
        _require(
            rows >= ROWS_MIN,
            f"There are {rows:,} rows whose feedback has a value; at least {ROWS_MIN} are needed. Tell `value`, or look further back.",
        )
        distinct = len(np.unique(target))
        _require(distinct > 1, f"All {rows:,} values are the same: there is nothing to learn from them.")
    elif task == "classes":
        _check_classes(rows, Counter(target.tolist()))
    else:
        positives = int(target.sum())
        _require(
            rows >= ROWS_MIN and min(positives, rows - positives) >= CLASS_MIN,
            f"There are {rows:,} rows to learn from, {positives:,} of them happened; at least {ROWS_MIN} rows with "
            f"{CLASS_MIN} of each kind are needed. Send more feedback, look further back, or presume.",
        )


def _check_classes(rows: int, counts: Counter[str]) -> None:
    shown = ", ".join(f"{name} {count:,}" for name, count in counts.most_common(_SHOWN_MAX))
    _require(
        rows >= ROWS_MIN,
        f"There are {rows:,} rows whose feedback has a label ({shown or 'none'}); at least {ROWS_MIN} are needed. "
        "Tell `label`, or look further back.",
    )
    often = sum(count >= CLASS_MIN for count in counts.values())
    _require(
        often >= 2,
        f"There are {rows:,} rows, and {often} labels with {CLASS_MIN} of them or more ({shown}); at least two are needed. "
        "Tell the labels of other rows too.",
    )


def _require(holds: bool, message: str, /) -> None:  # noqa: FBT001 - reads as a sentence
    if not holds:
        raise TrainingFailed(message)
