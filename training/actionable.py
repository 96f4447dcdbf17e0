"""How far an actionable column of a tenant's own may go: as far as the rows went that were learned from."""

import msgspec
import numpy as np
from numpy.typing import NDArray

from inference import actionable
from inference.manifest import Column
from training.errors import DatasetRefused
from training.job import TrainingJob


def levered(job: TrainingJob, columns: tuple[Column, ...], matrix: NDArray[np.float32]) -> tuple[Column, ...]:
    """The columns as the manifest declares them. matrix: float32[n, columns], NaN where missing. Raises: ActionableRefused."""
    wanted = actionable.declared(columns, job.actionable) if job.actionable else columns
    return tuple(_bounded(column, matrix[:, at]) for at, column in enumerate(wanted))


def said_of(columns: tuple[Column, ...]) -> list[str]:
    """For the card's reader; nothing where nothing is actionable."""
    found = [_said(column) for column in columns if column.actionable != "no"]
    return [f"A person can be asked to change: {', '.join(found)}."] if found else []


def refuse_actionable(job: TrainingJob, what: str) -> None:
    """Raises: DatasetRefused where a column is named as actionable and nothing could come of it."""
    if job.actionable:
        raise DatasetRefused(
            f"No counterfactual is made of {what}.",
            fix="Leave --actionable out, or learn a probability or a number.",
        )


def _bounded(column: Column, values: NDArray[np.float32]) -> Column:
    if column.actionable == "no" or column.kind != "number" or bool(np.isnan(values).all()):
        return column
    lowest, highest = (float(str(bound(values))) for bound in (np.nanmin, np.nanmax))
    return msgspec.structs.replace(
        column,
        minimum=lowest if column.minimum is None else column.minimum,
        maximum=highest if column.maximum is None else column.maximum,
    )


def _said(column: Column) -> str:
    way = {"up": " upwards", "down": " downwards"}.get(column.actionable, "")
    if column.minimum is None or column.maximum is None:
        return f"`{column.name}`{way}"
    return f"`{column.name}`{way} ({column.minimum:g} to {column.maximum:g})"
