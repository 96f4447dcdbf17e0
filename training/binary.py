"""A probability of yes: the contest, the calibrated winner as trees, and a card that says how good it is for whom."""

import dataclasses
import hashlib

import msgspec
import numpy as np
from numpy.typing import NDArray
from sklearn import metrics

from inference import catalogue
from inference.catalogue import UseCase
from inference.manifest import Calibration
from training import preparation
from training.calibration import calibration_of, jeffreys, sure_calibration_of
from training.card import CurvePoint, More, Segment, Standing, figure_of
from training.conforming import text_of
from training.contest import Entry, Outcome, contest
from training.errors import DatasetRefused
from training.evaluation import quality
from training.folder import HISTORY, PREPARATION
from training.job import Progress
from training.package import Source, Version, package
from training.readying import Ready

_SEGMENT_COLUMNS, _SEGMENT_VALUES = 4, 6
_SEGMENT_ROWS_MIN = 100
_CURVE_POINTS = 10
IN_TURN = "Some part of the time has too few of one kind: rows were held out in turn, not by time."
Floats = NDArray[np.float64]


def train_binary(table: Ready, progress: Progress) -> Version:
    """Raises: DatasetRefused, UnsupportedModel, ParityFailed."""
    job = table.job
    target = table.value > 0
    table, outcome = _met(table, target, progress)
    fitted = outcome.fitted
    held_target = target[fitted.held_out]
    beside = beside_of(table)
    more = _more(table, outcome, held_target, beside)
    progress("Exporting and comparing with the fitted model ...")
    version = package(
        use_case_of(job.use_case),
        fitted,
        calibrated(outcome, held_target),
        quality(held_target, fitted.probability, job.seed, outcome.negative_weight),
        table.matrix,
        Source(
            job.command,
            table.sha256,
            table.plan.columns,
            (*table.notes, *outcome.notes),
            job.seed,
            more,
            past=table.past,
        ),
    )
    return dataclasses.replace(version, beside=beside)


def _met(table: Ready, target: NDArray[np.bool_], progress: Progress) -> tuple[Ready, Outcome]:
    """By time, as far as every part of it has enough of both kinds; else in turn, as jobs over facts do. Returns: the table as it was
    measured. Raises: DatasetRefused."""
    progress(f"Candidates compete on {validation_of(table)}")
    try:
        return table, contest(table.rows(target), table.job.seed, progress)
    except DatasetRefused:
        if table.order is None:
            raise
    progress(
        f"{IN_TURN} Figures by time would say how it does later: train again with more of the rarer kind."
    )
    in_turn = dataclasses.replace(table, order=None, known=None, notes=(*table.notes, IN_TURN))
    return in_turn, contest(in_turn.rows(target), table.job.seed, progress)


def calibrated(outcome: Outcome, held_target: NDArray[np.bool_], *, sure: bool = True) -> Calibration:
    """What was seen of held-out rows; where negative ones were thinned, each stands for those that were left out. sure: with the curve
    of certainty, which starters do without."""
    fitted = outcome.fitted
    repeat = np.where(held_target, 1, max(1, round(outcome.negative_weight)))
    return (sure_calibration_of if sure else calibration_of)(
        fitted.slope, fitted.intercept, np.repeat(fitted.probability, repeat), np.repeat(held_target, repeat)
    )


def use_case_of(name: str) -> UseCase:
    """The catalogue's entry, or for a question that it does not know yet a plain one of the same name."""
    if name in catalogue.names():
        return catalogue.get(name)
    return UseCase(
        name=name, title=name, question=f"{name}?", meaning="Probability that the target is positive.", event=name,
        input="customer", feature_set="", answer="probability", fallback="review", raises="raises it",
        lowers="lowers it", features=(),
    )  # fmt: skip


def validation_of(table: Ready) -> str:
    if table.order is not None:
        by = f" by `{table.job.time}`" if table.job.time else ""
        return f"later rows{by}: each part was scored by models of the rows before it."
    if table.group is not None:
        return f"held-out fifths; rows of one `{table.job.ids[0]}` stay together."
    return "held-out fifths of the rows, stratified by the target."


def beside_of(table: Ready) -> dict[str, bytes]:
    """The preparation, and the events that the history of later rows continues; the card's hash covers both."""
    plan, files = table.plan, {}
    if table.prepared.events is not None:
        files[HISTORY] = preparation.write_events(table.prepared.events)
        plan = msgspec.structs.replace(plan, history_sha256=hashlib.sha256(files[HISTORY]).hexdigest())
    files[PREPARATION] = msgspec.json.format(msgspec.json.encode(plan), indent=1) + b"\n"
    return files


def _more(table: Ready, outcome: Outcome, target: NDArray[np.bool_], beside: dict[str, bytes]) -> More:
    probability = outcome.fitted.probability
    places = table.asked[outcome.fitted.held_out]
    weight = np.where(target, 1.0, outcome.negative_weight)
    return More(
        leaderboard=tuple(standing_of(entry) for entry in outcome.leaderboard),
        curve=curve_of(probability, target, weight),
        segments=segments_of(table, places, probability, target, weight),
        leaks=tuple(f"`{leak.column}` was left out: {leak.why}." for leak in table.leaks),
        licence=table.job.licence,
        validation=f"On {validation_of(table)}",
        preparation_sha256=hashlib.sha256(beside[PREPARATION]).hexdigest(),
    )


def standing_of(entry: Entry) -> Standing:
    return Standing(
        name=entry.name, chosen=entry.chosen, log_loss=round(entry.log_loss, 6),
        auc=figure_of(entry.quality.auc), average_precision=figure_of(entry.quality.ap),
    )  # fmt: skip


def curve_of(probability: Floats, target: NDArray[np.bool_], weight: Floats) -> tuple[CurvePoint, ...]:
    """Tenths of the rows by score."""
    order = np.argsort(probability, kind="stable")
    points = []
    for part in np.array_split(order, _CURVE_POINTS):
        if not len(part):
            continue
        rows, yes = float(weight[part].sum()), int(target[part].sum())
        low, high = jeffreys(yes, max(round(rows), yes))
        points.append(
            CurvePoint(
                expected=round(float(np.average(probability[part], weights=weight[part])), 6),
                observed=round(yes / rows, 6), low=round(low, 6), high=round(high, 6), rows=round(rows),
            )
        )  # fmt: skip
    return tuple(points)


def segments_of(
    table: Ready, places: NDArray[np.int64], probability: Floats, target: NDArray[np.bool_], weight: Floats
) -> tuple[Segment, ...]:
    """The common values of the table's own categories."""
    names = [column.name for column in table.plan.raw if column.kind == "category"][:_SEGMENT_COLUMNS]
    found = []
    for name in names:
        values = text_of(table.frame[name][places.tolist()])
        common = values.drop_nulls().value_counts(sort=True).head(_SEGMENT_VALUES)[name].to_list()
        for value in common:
            inside = (values == value).fill_null(value=False).to_numpy()
            if inside.sum() < _SEGMENT_ROWS_MIN:
                continue
            truth = target[inside]
            auc = None
            if 0 < truth.sum() < len(truth):
                auc = round(float(metrics.roc_auc_score(truth, probability[inside])), 4)
            found.append(
                Segment(
                    column=name, value=str(value), rows=round(float(weight[inside].sum())),
                    rate=round(float(np.average(truth, weights=weight[inside])), 6),
                    expected=round(float(np.average(probability[inside], weights=weight[inside])), 6), auc=auc,
                )
            )  # fmt: skip
    return tuple(found)
