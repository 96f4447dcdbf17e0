"""Rows of a table as the service keeps them: what happened before a version decides for the first time."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from inference import artefacts
from inference.inputs import InputValue
from inference.pasts.entities import PastRowTold
from training.conforming import conform_date
from training.errors import DatasetRefused
from training.frames import milliseconds, read_table, sha256_of
from training.preparation import events_of
from training.scoring import known_labels, read_preparation

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def past_rows(folder: Path, data: Path) -> Iterator[PastRowTold]:
    """Tell the rows of a table in its order, each under a name of the file's own, so that it may be sent again.

    folder: what `countermark train` wrote. Rows without a time are left out.
    Raises: DatasetRefused, ArtefactInvalid.
    """
    past = artefacts.verify(artefacts.read_folder(folder)).past
    if past is None:
        raise DatasetRefused("This version looks nothing up.", fix="Train with --time, --id and --online.")
    plan, frame = read_preparation(folder), read_table(data)
    events = events_of(plan, frame, known_labels(plan, frame))
    dates = {past.time, *(name for each in past.dates for name in (each.name, each.against) if name)}
    sent = [column.name for column in past.sent if column.name in frame.columns]
    table = frame.select(_dated(frame, name) if name in dates else frame[name] for name in sent)
    name = sha256_of(data)[:16]
    told = zip(table.iter_rows(named=True), events.label.tolist(), events.known.tolist(), strict=True)
    for at, (row, label, known) in enumerate(told):
        if row[past.time] is None:
            continue
        yield PastRowTold(
            own_id=f"{name}:{at}",
            inputs={key: value for key, value in row.items() if _is_told(value)},
            target=None if label != label else label,  # noqa: PLR0124  NaN is not known
            known_at=None if label != label else _EPOCH + dt.timedelta(milliseconds=known),  # noqa: PLR0124
        )


def _dated(frame: pl.DataFrame, name: str) -> pl.Series:
    """A column of dates as ISO 8601 texts."""
    dates = conform_date(frame, name)
    present = dates.drop_nulls()
    texts = {
        at: (_EPOCH + dt.timedelta(milliseconds=at)).isoformat() for at in set(milliseconds(present).tolist())
    }
    places = dates.to_physical().to_list()
    return pl.Series(name, [None if at is None else texts[at] for at in places], dtype=pl.String)


def _is_told(value: InputValue) -> bool:
    return value is not None and value == value  # noqa: PLR0124  NaN is missing
