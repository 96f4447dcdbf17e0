"""What of history is worth having: sets and groups of columns meet on later rows, and what misleads there is left out."""

import msgspec
import numpy as np

from inference.manifest import NAME_MAX, Column
from inference.pasts.history import SMOOTHED, HistoryPlan
from inference.pasts.waiting import is_share, is_waiting
from training.contest import thinned
from training.fit import Rows
from training.job import Progress, TrainingJob
from training.preparation import Preparation, made_of_dates
from training.selection import choose

_ROWS_MAX = 40_000


def worth_having(
    plan: Preparation, names: tuple[str, ...], rows: Rows, job: TrainingJob, progress: Progress
) -> tuple[Preparation, str]:
    """Keep of history what helps on later rows: sometimes the past of another season only misleads."""
    history = plan.history
    if history is None:
        return plan, ""
    kinds = {entity.name: entity.kind for entity in history.entities}
    plain = [column.name for column in plan.columns]
    own = [name for name in names if name in set(plain) or kinds.get(name.split(": ")[0]) != "class"]
    clockless = [
        name for name in own if not (name.startswith(f"{plan.time}: ") and name != f"{plan.time}: hour")
    ]
    sets = {
        "without history": tuple(plain),
        "without the calendar": tuple(clockless),
        "with history": tuple(own),
        "with everybody's": tuple(name for name in names if not is_waiting(name) or name in set(own)),
    }
    if history.ages_ms:
        sets["with all"] = names
    sample = thinned(rows, _ROWS_MAX, job.seed).rows if rows.target.dtype == np.bool_ else rows
    choice = choose(sample, sets, names, job.seed, progress, _groups_of(history, names, set(plain)))
    used = {name.split(": ")[0] for name in choice.names}
    entities = tuple(entity for entity in history.entities if entity.name in used)
    kept = msgspec.structs.replace(history, entities=entities) if entities else None
    return named(msgspec.structs.replace(plan, history=kept), choice.names), choice.said


def _groups_of(history: HistoryPlan, names: tuple[str, ...], plain: set[str]) -> dict[str, tuple[str, ...]]:
    """Columns of history that tell the same kind of thing: first the means of past labels, then each entity's own."""
    past = [name for name in names if name not in plain]
    groups = {"means of past labels": tuple(name for name in past if name.endswith(f": {SMOOTHED}"))}
    for entity in history.entities:
        own = [name for name in past if name.startswith(f"{entity.name}: ")]
        waiting = [name for name in own if is_waiting(name)]
        labels = [name for name in own if "label" in name.removeprefix(entity.name) and name not in waiting]
        values = [
            name for name in own
            if any(value in name.removeprefix(entity.name) for value in history.values) and name not in {*labels, *waiting}
        ]  # fmt: skip
        shares = [name for name in waiting if is_share(name)]
        speed = [name for name in waiting if name not in shares]
        kinds = {"labels": labels, "share waiting": shares, "answers": speed, "values": values}
        kinds["counts"] = [name for name in own if not any(name in each for each in kinds.values())]
        groups |= {f"{entity.name}: {kind}": tuple(members) for kind, members in kinds.items()}
    return {label: members for label, members in groups.items() if members}


def named(plan: Preparation, names: tuple[str, ...]) -> Preparation:
    raw = {column.name: column for column in plan.raw}
    known = raw | made_of_dates(plan.dates)
    columns = tuple(known.get(name, Column(name=name[:NAME_MAX], kind="number")) for name in names)
    return msgspec.structs.replace(plan, columns=columns)
