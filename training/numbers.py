"""A number with its quantiles: days to payment (also where some are not paid yet), spend, an amount that is due.

Candidates look at the row; with a time, some look at its day alone and forecast the level of coming days.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import cast

import lightgbm
import msgspec
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from inference.pasts.dates import DateColumn
from inference.pasts.order import DAY_MS
from training.binary import beside_of, validation_of
from training.conforming import conform_date
from training.contest import parameters_of
from training.ensembles import Ensemble, Part, fit_scorecard, margins_of
from training.errors import DatasetRefused, ParityFailed
from training.fit import Shape, folds_of, hidden
from training.folder import HISTORY
from training.frames import date_form, milliseconds
from training.held_figures import quantiles_reached, slices_of
from training.job import Progress
from training.model import Line, Model, ModelCard, model_of
from training.model_files import ModelFile
from training.number_version import Held, number_version
from training.onnx_export import to_onnx
from training.own_past import own_past
from training.preparation import made_of_dates
from training.readying import Ready
from training.series.dated import by_day, enough
from training.series.levels import forecasters
from training.trees import trees_of
from training.version_files import answers, with_version

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
QUANTILES = {"p10": 0.1, "p50": 0.5, "p90": 0.9}
_SMALL = Shape("trees, small", leaves=7, depth=3, trees=150, rate=0.05, rows_per_leaf=30)
_LARGE = Shape("trees, large", leaves=15, depth=5, trees=150, rate=0.05, rows_per_leaf=40)
_WEIGHT_MAX = 5.0
_CONSTANT = "constant"
_RESAMPLES = 200
_PARITY_ROWS, _PARITY = 2_000, 1e-5


@dataclasses.dataclass(frozen=True)
class _Candidate:
    """fit: (matrix, value, weight, quantile or None for the mean) to a part. dated: of the matrix with the row's day last."""

    name: str
    fit: Callable[[NDArray[np.float32], Floats, Floats, float | None], Part]
    dated: bool = False


@dataclasses.dataclass(frozen=True)
class _Numbers:
    """What the candidates learn from. dated: the matrix and the row's day; the matrix itself without a time."""

    matrix: NDArray[np.float32]
    dated: NDArray[np.float32]
    value: Floats
    weight: Floats

    def of(self, candidate: _Candidate) -> NDArray[np.float32]:
        return self.dated if candidate.dated else self.matrix


def train_numbers(table: Ready, progress: Progress) -> Model:
    """Raises: DatasetRefused, UnsupportedModel, ParityFailed."""
    job, value = table.job, table.value
    weight, said = censoring_weights(table)
    rows = _Numbers(table.matrix, _with_day(table), value, weight)
    candidates, missing = _by_day(table, rows, progress)
    candidates = [*_candidates(job.seed), *candidates]
    folds = list(folds_of(table.rows(cast("NDArray[np.bool_]", value)), job.seed))
    held = np.concatenate([test for _, test in folds])
    lines, scores, middles = [], [], []
    for candidate in candidates:
        middle = _held_out(candidate, rows, folds, 0.5)
        mean = _held_out(candidate, rows, folds, None)
        middles.append(middle)
        scores.append(float(np.average(np.abs(middle - value[held]), weights=weight[held])))
        lines.append(_line(candidate.name, value[held], middle, mean, weight[held], job.seed))
        progress(f"  {candidate.name}: mean absolute error {scores[-1]:.4f}")
    best = candidates[int(np.argmin(scores))]
    by_mean = candidates[_for_the_mean(lines, int(np.argmin(scores)))]
    lines = [dataclass_chosen(line, chosen=line.name == best.name) for line in lines]
    progress(f"Fitting {best.name} for the quantiles and {by_mean.name} for the mean ...")
    if best.dated or by_mean.dated:
        table = _told_the_day(table, rows)
    files, shifts, gains = {}, {}, np.zeros(table.matrix.shape[1])
    parts: dict[str, Part] = {}
    unseen = {"p50": middles[int(np.argmin(scores))]}
    for name, quantile in {**QUANTILES, "mean": None}.items():
        chosen = by_mean if quantile is None else best
        part = parts[name] = chosen.fit(rows.of(chosen), value, weight, quantile)
        files[f"{name}.onnx"] = _exported(part, table.matrix, rows.of(chosen), name)
        gains += Ensemble(((1.0, part),), table.matrix.shape[1]).feature_importance("gain")
        if quantile is not None and quantile != 0.5:
            unseen[name] = _held_out(chosen, rows, folds, quantile)
            spread = value[held] - unseen[name]
            shifts[name] = float(np.quantile(spread, quantile))  # conformal: Romano, Patterson, Candès 2019
            unseen[name] = unseen[name] + shifts[name]
    graphs = {name: f"{name}.onnx" for name in (*QUANTILES, "mean")}
    beside = beside_of(table)
    if HISTORY in beside:
        files[HISTORY] = beside[HISTORY]
    names = [column.name for column in table.plan.columns]
    top = [names[place] for place in np.argsort(-gains)[:20] if gains[place] > 0]
    file = ModelFile(
        format=1, use_case=job.use_case, task="number", command=job.command, data_sha256=table.sha256, seed=job.seed,
        graphs=graphs, preparation=table.plan, shifts=shifts,
    )  # fmt: skip
    card = _measured(_card(table, lines, top, [*said, *missing]), table, held, unseen, weight[held])
    if not answers(job.use_case, "number", progress):
        return model_of(file, files, card)
    seen = Held(value[held], unseen["p50"], weight[held])
    made = number_version(table, parts, shifts, seen, progress)
    card = msgspec.structs.replace(
        card, drift_reference=made.reference, notes=(*said, *missing, *made.notes, *table.notes)
    )
    return with_version(model_of(file, files, card), job, len(value), made)


def _by_day(table: Ready, rows: _Numbers, progress: Progress) -> tuple[list[_Candidate], tuple[str, ...]]:
    """Forecasters of the level of coming days, and a sentence for each that cannot compete."""
    if table.job.time is None:
        return [], ()
    if not enough(rows.dated):
        return [], ("ARIMA, Prophet and LSTM did not compete: there are too few days.",)
    found, missing = forecasters(progress)
    fits = {name: by_day(each, weighted_quantile, table.job.seed) for name, each in found.items()}
    return [_Candidate(f"{name} of the day", fit, dated=True) for name, fit in fits.items()], missing


def _with_day(table: Ready) -> NDArray[np.float32]:
    """The matrix and one more column: days since 1970."""
    if table.job.time is None:
        return table.matrix
    day = milliseconds(conform_date(table.frame, table.job.time))[table.asked] // DAY_MS
    return np.concatenate([table.matrix, day[:, None].astype(np.float32)], axis=1)


def _told_the_day(table: Ready, rows: _Numbers) -> Ready:
    """The same table whose preparation makes that column too."""
    time = table.plan.time
    dates = tuple(
        msgspec.structs.replace(each, parts=(*each.parts, "date")) if each.name == time else each
        for each in table.plan.dates
    )
    if time not in {each.name for each in dates}:
        dates = (*dates, DateColumn(name=time, parts=("date",), form=date_form(table.frame[time])))
    columns = (*table.plan.columns, made_of_dates(dates)[f"{time}: date"])
    plan = msgspec.structs.replace(table.plan, dates=dates, columns=columns)
    return dataclasses.replace(table, plan=plan, matrix=rows.dated, past=own_past(plan, table.prepared)[0])


def _exported(part: Part, matrix: NDArray[np.float32], fitted_on: NDArray[np.float32], name: str) -> bytes:
    """The graph over the columns of `matrix`, once it says what the part says. Raises: ParityFailed."""
    graph = to_onnx(trees_of(Ensemble(((1.0, part),), matrix.shape[1])), 0.0, matrix.shape[1], logistic=False)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    places = np.linspace(0, len(matrix) - 1, min(_PARITY_ROWS, len(matrix))).astype(np.int64)
    found = session.run(["margin"], {"features": matrix[places]})[0].reshape(-1)
    wanted = margins_of(part, fitted_on[places])
    wrong = np.abs(found - wanted) > _PARITY * (np.abs(wanted) + np.abs(wanted).max())
    if wrong.any():
        row = int(places[np.flatnonzero(wrong)[0]])
        raise ParityFailed(f"Of row {row} the graph of `{name}` does not say what the fitted model says.")
    return graph


def dataclass_chosen(line: Line, *, chosen: bool) -> Line:
    return Line(name=line.name, chosen=chosen, figures=line.figures, low=line.low, high=line.high)


def _candidates(seed: int) -> list[_Candidate]:
    def constant(matrix: NDArray[np.float32], value: Floats, weight: Floats, quantile: float | None) -> Part:
        level = (
            float(np.average(value, weights=weight))
            if quantile is None
            else weighted_quantile(value, weight, quantile)
        )
        nothing = np.zeros((len(matrix), matrix.shape[1]), np.float32)
        card = fit_scorecard(nothing, value, steps=2, linear=True, strength=1.0, seed=seed)
        return dataclasses.replace(
            card,
            intercept=level,
            values=tuple(np.zeros_like(v) for v in card.values),
            missing=np.zeros_like(card.missing),
        )

    def straight(matrix: NDArray[np.float32], value: Floats, weight: Floats, quantile: float | None) -> Part:
        card = fit_scorecard(matrix, value, steps=32, linear=True, strength=0.01, seed=seed, weight=weight)
        if quantile is None:
            return card
        shift = weighted_quantile(value - card.margins(matrix), weight, quantile)
        return dataclasses.replace(card, intercept=card.intercept + shift)

    def trees(shape: Shape) -> Callable[[NDArray[np.float32], Floats, Floats, float | None], Part]:
        def fit(matrix: NDArray[np.float32], value: Floats, weight: Floats, quantile: float | None) -> Part:
            objective = (
                {"objective": "l2"} if quantile is None else {"objective": "quantile", "alpha": quantile}
            )
            data = lightgbm.Dataset(hidden(matrix, seed), value, weight=weight)
            return lightgbm.train(
                parameters_of(shape, seed) | {"metric": "none"} | objective, data, shape.trees
            )

        return fit

    return [
        _Candidate(_CONSTANT, constant), _Candidate("linear", straight),
        _Candidate(_SMALL.name, trees(_SMALL)), _Candidate(_LARGE.name, trees(_LARGE)),
    ]  # fmt: skip


def _held_out(
    candidate: _Candidate, rows: _Numbers, folds: Sequence[tuple[Ints, Ints]], quantile: float | None
) -> Floats:
    matrix, found = rows.of(candidate), []
    for train, test in folds:
        part = candidate.fit(matrix[train], rows.value[train], rows.weight[train], quantile)
        found.append(margins_of(part, matrix[test]))
    return np.concatenate(found)


def _line(name: str, value: Floats, middle: Floats, mean: Floats, weight: Floats, seed: int) -> Line:
    """MAE of the median and RMSE of the mean, each with a percentile bootstrap."""
    absolute, squared = np.abs(middle - value), (mean - value) ** 2
    rng = np.random.default_rng(seed)
    draws = []
    for _ in range(_RESAMPLES):
        rows = rng.integers(len(value), size=len(value))
        total = weight[rows].sum()
        draws.append(
            ((absolute[rows] @ weight[rows]) / total, ((squared[rows] @ weight[rows]) / total) ** 0.5)
        )
    low, high = np.quantile(np.array(draws), [0.025, 0.975], axis=0)
    figures = {
        "MAE": float(np.average(absolute, weights=weight)),
        "RMSE": float(np.average(squared, weights=weight)) ** 0.5,
    }
    return Line(
        name=name, chosen=False, figures=figures,
        low={"MAE": float(low[0]), "RMSE": float(low[1])}, high={"MAE": float(high[0]), "RMSE": float(high[1])},
    )  # fmt: skip


def _for_the_mean(lines: Sequence[Line], best: int) -> int:
    """Say which candidate gives the mean: the one nearest in squares, unless that one tells no row from another.

    A constant wins in squares where a few values are far off; the winner by absolute error stands for it then, if the constant
    could be no better by chance alone.
    """
    errors = [line.figures["RMSE"] for line in lines]
    least = int(np.argmin(errors))
    if lines[least].name == _CONSTANT and errors[best] <= lines[least].high["RMSE"]:
        return best
    return least


def weighted_quantile(value: Floats, weight: Floats, quantile: float) -> float:
    order = np.argsort(value, kind="stable")
    reached = np.cumsum(weight[order]) / weight.sum()
    return float(value[order][min(int(np.searchsorted(reached, quantile)), len(value) - 1)])


def censoring_weights(table: Ready) -> tuple[Floats, list[str]]:
    """Rows whose delay ended count more the likelier such a delay was still running when the table was cut.

    Inverse probability of censoring (Robins and Rotnitzky 1992): at the cut every row's age is known, so the share of
    rows older than a delay is the chance of having seen it end. Raises: DatasetRefused.
    """
    value = table.value
    if not table.job.profile.delay or not table.job.time or len(value) == table.frame.height:
        return np.ones(len(value)), []
    start = milliseconds(conform_date(table.frame, table.job.time))
    ends = start[table.asked] + value * DAY_MS
    cut = max(float(start.max()), float(ends.max()))
    ages = np.sort((cut - start) / DAY_MS)
    share = 1 - np.searchsorted(ages, value, side="left") / len(ages)
    if not (share > 0).any():
        raise DatasetRefused("No row is older than its own delay: is the target in days?")
    weight = np.minimum(1 / np.maximum(share, 1e-6), _WEIGHT_MAX)
    open_rows = table.frame.height - len(value)
    return weight, [
        f"{open_rows:,} rows have no end yet or never will; ended ones stand for them by their age (weights up to {weight.max():.2f})."
    ]


def _measured(
    card: ModelCard, table: Ready, held: Ints, unseen: Mapping[str, Floats], weight: Floats
) -> ModelCard:
    """Add how often the quantiles held on rows that were not learned from, and how far off each category was."""
    truth = table.value[held]
    inside = ((truth >= unseen["p10"]) & (truth <= unseen["p90"])).astype(np.float64)
    error = np.abs(unseen["p50"] - truth)

    def figures(rows: NDArray[np.bool_]) -> dict[str, float]:
        return {
            "MAE": float(np.average(error[rows], weights=weight[rows])),
            "P10 to P90": float(np.average(inside[rows], weights=weight[rows])),
        }

    categories = [column.name for column in table.plan.raw if column.kind == "category"]
    return msgspec.structs.replace(
        card,
        curve=quantiles_reached({name: (QUANTILES[name], unseen[name]) for name in QUANTILES}, truth, weight),
        segments=slices_of(table.frame, table.asked[held], categories, figures),
    )


def _card(table: Ready, lines: list[Line], top: list[str], said: list[str]) -> ModelCard:
    job = table.job
    return ModelCard(
        use_case=job.use_case, task="number", command=job.command, data_sha256=table.sha256, rows=len(table.value),
        measured=f"On {validation_of(table)}", leaderboard=tuple(sorted(lines, key=lambda line: line.figures["MAE"])),
        features=tuple(top), leaks=tuple(f"`{leak.column}` was left out: {leak.why}." for leak in table.leaks),
        notes=(*said, *table.notes), licence=job.licence,
        limits=(
            "P10 and P90 were widened or narrowed until they held on held-out rows; per segment they may not.",
            "Every column must be known at the moment of the question.",
        ),
    )  # fmt: skip
