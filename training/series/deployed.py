"""From a table of customers' months to a version beside the table's own forecasts: what is asked about any customer later."""

from collections.abc import Sequence

import msgspec
import numpy as np
import polars as pl

from inference import artefacts, catalogue
from inference.drift_cards import card_reference
from inference.explanations import tables
from inference.runtimes.ort import OnnxRuntime
from training.errors import DatasetRefused
from training.job import Progress, TrainingJob
from training.model import Line, Model, ModelCard, with_card
from training.package import Source, Version
from training.series.many import SERVED
from training.series.panel import Panel
from training.series.served import SHAPES, Served, groups_of, too_few
from training.series.spending import NAMES, USE_CASE, Examples, customers_of, learnable
from training.spending_version import MonthRows, spending_version
from training.version_files import Deployable, with_version

_READS = (
    "The version reads the months that come with each question, or the customer's stored payments by months of 30 days: any customer's.",
    "Its probability is that of more than the mean of the last three months, explained exactly; the amounts, its heads, are not explained.",
    "It looks at twelve months and at the largest eight categories of a customer, six months ahead at most; amounts are ratios to the mean of three months, so where that is nought they are.",
)


def served_of(
    frame: pl.DataFrame, job: TrainingJob, panel: Panel, salt: str, progress: Progress
) -> Served | None:
    """What competes to be deployed; None, and why, where no service would ask about such a table."""
    if job.use_case != USE_CASE:
        if job.use_case in catalogue.names():
            progress(
                f"No version is written: the answer of {job.use_case} has no place for a forecast of series."
            )
        return None
    if panel.calendar.unit != "months" or panel.calendar.size != 1:
        progress(
            f"No version is written: {USE_CASE} is asked about months, and these are values of a {panel.calendar}. "
            "Give a table with one row a month, or --task forecast with purchases of nine months or more."
        )
        return None
    customers = customers_of(frame, job, panel, salt)
    progress(
        f"{len(customers.of):,} customers"
        + (f", categories by `{customers.column}`" if customers.column else ", no categories")
        + (
            "; amounts are read as minor units."
            if customers.minor == 1
            else "; amounts have decimals: a hundred minor units each."
        )
    )
    return Served(panel, customers, job.seed)


def with_months(job: TrainingJob, model: Model, served: Served, name: str, progress: Progress) -> Model:
    """The model with a version of the best that can be deployed; without one, and why, where too little is known."""
    card = model.card
    examples = learnable(served.panel, served.customers, served.panel.value.shape[1], job.seed)
    said = said_of_deployed(card.leaderboard, name)
    progress(said)
    try:
        version = _version(job, card.data_sha256, examples, name, progress)
    except DatasetRefused as refused:
        lacking = f"No version is written: {refused.message} {refused.how_to_fix}".strip()
        progress(lacking)
        return with_card(model, _with(card, lacking))
    made = _deployable(version, examples)
    quality = version.card.auc
    notes = (
        said,
        *_READS,
        f"More or less than usual: AUC {quality.value:.4f} ({quality.low:.4f} to {quality.high:.4f}) on {version.card.held_out_rows:,} rows held out.",
        *version.card.notes,
    )
    progress(notes[1 + len(_READS)])
    known = msgspec.structs.replace(_with(card, *notes), drift_reference=made.reference)
    return with_version(with_card(model, known), job, len(examples.more), made)


def _version(job: TrainingJob, sha256: str, examples: Examples, name: str, progress: Progress) -> Version:
    lacking = too_few(examples)
    if lacking:
        raise DatasetRefused(lacking)
    shape = next(each for each in SHAPES if each.name == name)
    rows = MonthRows(
        examples.matrix, examples.more, examples.ratio, examples.origin, examples.origin + examples.ahead,
        groups_of(examples),
    )  # fmt: skip
    source = Source(job.command, sha256, (), (), job.seed)
    return spending_version(rows, shape, source, progress)


def said_of_deployed(leaderboard: Sequence[Line], name: str) -> str:
    """Say what is deployed, and what forecast better and cannot be."""
    figure = {line.name: line.figures[SERVED] for line in leaderboard if SERVED in line.figures}
    better = [
        other
        for other in figure
        if figure[other] < figure[name] and other not in {each.name for each in SHAPES}
    ]
    said = f"What is deployed is `{name}`, {SERVED} {figure[name]:.4f}"
    if not better:
        return f"{said}: nothing forecast better on the rows that it is asked about."
    best = min(better, key=lambda other: figure[other])
    return (
        f"{said}. `{best}` forecast better ({figure[best]:.4f}), but what it leaves is a table of these series from where they end, "
        "which `countermark score` answers from: it cannot be deployed."
    )


def _deployable(version: Version, examples: Examples) -> Deployable:
    manifest = artefacts.manifest_of(version.files[artefacts.MANIFEST])
    scores = artefacts.probability_of(
        OnnxRuntime().open(version.files[artefacts.GRAPH], len(NAMES)).margins(examples.matrix)
    )
    return Deployable(
        task="probability", graph=version.files[artefacts.GRAPH], paths=tables.read(version.files[artefacts.PATHS]),
        base_value=manifest.base_value, batch_invariant=manifest.batch_invariant, calibration=manifest.calibration,
        columns=(), features=NAMES, reference=card_reference(NAMES, examples.matrix, np.asarray(scores)), notes=(),
        feature_set=manifest.feature_set,
    )  # fmt: skip


def _with(card: ModelCard, *notes: str) -> ModelCard:
    return msgspec.structs.replace(card, notes=(*card.notes, *notes))
