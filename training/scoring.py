"""Score a file with what `countermark train` wrote, without a server: the same floats as a decision would have."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec
import numpy as np
import polars as pl
from numpy.typing import NDArray

from inference import artefacts, catalogue
from inference.artefacts import LoadedVersion
from inference.explanations import tables
from inference.explanations.explainers import explainer_for
from inference.number_forms import NO_FORMS, NumberForm
from inference.pasts.history import Events
from inference.reasons import Wording
from inference.runtimes.ort import OnnxRuntime
from training.card import Card
from training.conforming import text_of
from training.csv_files import AS_IT_SHOWS, CsvForm
from training.datasets import encode_frame
from training.errors import DatasetRefused, TableRefused
from training.folder import HISTORY, MODEL, PREPARATION
from training.frames import read_table, write_table
from training.job import Progress, silent
from training.model_scoring import answers_of, forms_of
from training.preparation import Preparation, apply, read_events
from training.profiles import profile_of
from training.written import written_as

_REASONS = 3
_ROWS_AT_ONCE = 10_000


def load_folder(folder: Path) -> LoadedVersion:
    """The version in a folder, also of a use case that this installation's catalogue does not have.

    Raises: ArtefactInvalid, GraphRefused, PathTablesRefused.
    """
    files = artefacts.read_folder(folder)
    manifest = artefacts.verify(files)
    if manifest.use_case in catalogue.names():
        return artefacts.load(files)
    scorer = OnnxRuntime().open(files[artefacts.GRAPH], len(manifest.features))
    explainer = explainer_for(tables.read(files[artefacts.PATHS]), None)
    return LoadedVersion(manifest, artefacts.digest_of(files[artefacts.MANIFEST]), scorer, explainer)


def score_folder(
    folder: Path,
    data: Path,
    out: Path,
    *,
    reasons: bool = False,
    csv: CsvForm = AS_IT_SHOWS,
    progress: Progress = silent,
) -> int:
    """Write the table with `probability` (and `points`, and reasons) added. Returns: rows written.

    Raises: TableRefused naming the column or row, ArtefactInvalid.
    """
    try:
        return _score_folder(folder, data, out, csv, progress, reasons=reasons)
    except DatasetRefused as error:
        fix = "" if error.how_to_fix == DatasetRefused.fix else error.how_to_fix
        raise TableRefused(error.message, fix=fix or None) from error


def _score_folder(
    folder: Path, data: Path, out: Path, csv: CsvForm, progress: Progress, *, reasons: bool
) -> int:
    as_model = (folder / MODEL).is_file()
    forms = forms_of(folder) if as_model else _forms(folder)
    frame, notes = written_as(read_table(data, csv, tuple(forms)), forms)
    for note in notes:
        progress(note)
    if as_model:
        write_table(frame.with_columns(answers_of(folder, frame, progress)), out)
        return frame.height
    version = load_folder(folder)
    matrix = _matrix(version, folder, frame, progress)
    write_table(frame.with_columns(_answers(version, matrix, reasons=reasons)), out)
    return frame.height


def _forms(folder: Path) -> Mapping[str, NumberForm]:
    return read_preparation(folder).numbers if (folder / PREPARATION).is_file() else NO_FORMS


def _matrix(
    version: LoadedVersion, folder: Path, frame: pl.DataFrame, progress: Progress
) -> NDArray[np.float32]:
    manifest = version.manifest
    if manifest.inputs != "columns":
        raise DatasetRefused(
            "This version scores payments and state, not columns of a file.",
            fix="Ask a server: countermark decide.",
        )
    if not (folder / PREPARATION).is_file():
        return np.ascontiguousarray(encode_frame(manifest.columns, frame))
    plan = read_preparation(folder)
    require_some(plan, frame)
    past = _past(folder, plan) if plan.history is not None else None
    label = known_labels(plan, frame)
    if label is not None and plan.history is not None:
        progress(
            f"`{plan.target}` is in the file: each label counts as history of later rows once it was known, as in training."
        )
    prepared = apply(plan, frame, past, label)
    for note in prepared.notes:
        progress(note)
    return prepared.of(plan.columns)


def _past(folder: Path, plan: Preparation) -> Events:
    """Raises: ArtefactInvalid when the kept events are absent or are not those that training wrote."""
    path = folder / HISTORY
    if not path.is_file():
        raise artefacts.ArtefactInvalid(f"`{HISTORY}` is absent: the past of new rows begins with it.")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != plan.history_sha256:
        raise artefacts.ArtefactInvalid(f"`{HISTORY}` is not the file that training wrote.")
    return read_events(data)


def read_preparation(folder: Path) -> Preparation:
    """Raises: ArtefactInvalid when it is not the one that the card names."""
    data = (folder / PREPARATION).read_bytes()
    card = folder / artefacts.CARD
    if card.is_file():
        more = msgspec.json.decode(card.read_bytes(), type=Card).more
        if more is not None and more.preparation_sha256 != hashlib.sha256(data).hexdigest():
            raise artefacts.ArtefactInvalid(f"`{PREPARATION}` is not the file that the card names.")
    try:
        return msgspec.json.decode(data, type=Preparation)
    except msgspec.DecodeError as error:
        raise artefacts.ArtefactInvalid(f"`{PREPARATION}` is not valid: {error}.") from error


def require_some(plan: Preparation, frame: pl.DataFrame) -> None:
    """A few absent columns are missing values; a table that has none, or half, is another table."""
    names = [column.name for column in plan.raw] + [column.name for column in plan.dates]
    absent = [name for name in names if name not in frame.columns]
    if plan.history is not None and plan.time not in frame.columns:
        raise DatasetRefused(
            f"The time column `{plan.time}` is absent: what happened before a row is counted by it."
        )
    if len(absent) > len(names) / 2:
        raise DatasetRefused(
            f"Most columns of the version are absent: {', '.join(f'`{name}`' for name in absent[:10])}."
        )


def known_labels(plan: Preparation, frame: pl.DataFrame) -> NDArray[np.float64] | None:
    if plan.target not in frame.columns or frame[plan.target].null_count() == frame.height:
        return None
    series = frame[plan.target]
    if series.dtype.is_numeric():
        return series.cast(pl.Float64).fill_null(np.nan).to_numpy()
    text = text_of(series.cast(pl.Int8) if series.dtype == pl.Boolean else series).str.to_lowercase()
    yes = text.is_in(["1", "true", "yes", "y", "t", plan.positive.lower()]).cast(pl.Float64)
    return yes.set(text.is_null(), None).fill_null(np.nan).to_numpy()


def _answers(version: LoadedVersion, matrix: NDArray[np.float32], *, reasons: bool) -> list[pl.Series]:
    parts = [version.score(matrix[at : at + _ROWS_AT_ONCE]) for at in range(0, len(matrix), _ROWS_AT_ONCE)]
    added = [pl.Series("probability", np.concatenate([part.probability for part in parts]))]
    name = version.manifest.use_case
    if profile_of(name).credit:
        margins = np.concatenate([part.margin for part in parts]).tolist()
        added.append(pl.Series("points", [catalogue.points_of(margin) for margin in margins]))
    if reasons and name in catalogue.names():
        wording = Wording(catalogue.get(name), version.manifest)
        texts = [
            " ".join(reason.text for reason in wording.reasons(row, part, limit=_REASONS))
            for row, part in zip(matrix, version.explain(matrix), strict=True)
        ]
        added.append(pl.Series("reasons", texts))
    return added
