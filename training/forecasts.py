"""What comes when: a number that repeats by the week or the day, forecast from profiles of earlier periods."""

import dataclasses

import numpy as np
import onnx
import polars as pl
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from training.errors import DatasetRefused
from training.forecast_profile import ForecastPlan
from training.frames import as_dates, milliseconds, read_table, sha256_of
from training.history import DAY_MS
from training.job import Progress, TrainingJob
from training.labels import labels_of
from training.model import Line, Model, ModelCard, model_of
from training.model_files import ModelFile

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_GRAPH = "forecast.onnx"
_WEEK_MS = 7 * DAY_MS
_MONDAY_MS = 4 * DAY_MS  # 1970-01-05 was a Monday
_ORIGINS = (0.5, 0.6, 0.7, 0.8)
_ROWS_MIN = 60
_RESAMPLES = 200
_STEPS_MS = (60_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, DAY_MS)


@dataclasses.dataclass(frozen=True)
class _Candidate:
    """The mean of the last `periods` of a place (0: of all), smoothed over `width` neighbours within the day."""

    name: str
    periods: int
    width: int


_CANDIDATES = (
    _Candidate("last week again", 1, 0),
    _Candidate("mean of 4 weeks", 4, 0),
    _Candidate("mean of 6 weeks", 6, 0),
    _Candidate("mean of 6 weeks, smoothed", 6, 1),
    _Candidate("mean of 12 weeks, smoothed", 12, 1),
    _Candidate("mean of all weeks", 0, 0),
    _Candidate("mean of all weeks, smoothed", 0, 1),
    _Candidate("mean of all weeks, smoothed more", 0, 2),
)


@dataclasses.dataclass(frozen=True)
class _Series:
    """time: int64[n] ms, rising. value: float64[n]. place: int64[n], step within the week."""

    time: Ints
    value: Floats
    place: Ints
    step_ms: int


def train_forecast(job: TrainingJob, progress: Progress) -> Model:
    """Raises: DatasetRefused."""
    if not job.time:
        raise DatasetRefused("A forecast needs the column of times.", fix="Name it: --time COLUMN.")
    frame = read_table(job.data)
    for name in (job.target, job.time):
        if name not in frame.columns:
            raise DatasetRefused(f"There is no column `{name}`; there are: {', '.join(frame.columns)}.")
    series = series_of(frame, job)
    progress(
        f"{len(series.time):,} values every {series.step_ms / 60_000:g} minutes; candidates forecast later parts."
    )
    lines, errors = [], []
    for candidate in _CANDIDATES:
        truth, guess = _rolled(series, candidate)
        errors.append(float(np.abs(truth - guess).mean()))
        lines.append(_line(candidate.name, truth, guess, job.seed))
        progress(f"  {candidate.name}: mean absolute error {errors[-1]:.4f}")
    best = _CANDIDATES[int(np.argmin(errors))]
    truth, guess = _rolled(series, best)
    ratio = truth / np.maximum(guess, 1e-9)
    low, high = np.quantile(ratio, [0.1, 0.9])
    places, profile = _profile(series.place, series.value, best, series.step_ms)
    plan = ForecastPlan(
        time=job.time, step_ms=series.step_ms, places=tuple(places.tolist()), profile=tuple(profile.tolist()),
        low=float(low), high=float(high), candidate=best.name, origin_ms=int(series.time[-1]),
    )  # fmt: skip
    file = ModelFile(
        format=1, use_case=job.use_case, task="forecast", command=job.command, data_sha256=sha256_of(job.data),
        seed=job.seed, graphs={"prediction": _GRAPH}, forecast=plan,
    )  # fmt: skip
    lines = [
        Line(
            name=each.name, chosen=each.name == best.name, figures=each.figures, low=each.low, high=each.high
        )
        for each in lines
    ]
    return model_of(file, {_GRAPH: _graph(profile)}, _card(job, file, series, lines))


def series_of(frame: pl.DataFrame, job: TrainingJob) -> _Series:
    dates = as_dates(frame[job.time or ""])
    if dates is None or dates.null_count():
        raise DatasetRefused(f"The time column `{job.time}` holds no dates in some rows.")
    value = labels_of(frame[job.target], job.profile, "number", None).value
    time = milliseconds(dates)
    known = ~np.isnan(value)
    if known.sum() < _ROWS_MIN:
        raise DatasetRefused(
            f"{int(known.sum())} values are too few to forecast from; {_ROWS_MIN} are needed."
        )
    moments, first = np.unique(time[known], return_inverse=True)
    total = np.bincount(first, weights=value[known]).astype(
        np.float64
    )  # several rows of one moment are one value
    gaps = np.diff(moments)
    usual = int(np.median(gaps)) if len(gaps) else DAY_MS
    step = max((size for size in _STEPS_MS if size <= usual), default=_STEPS_MS[0])
    return _Series(moments, total, places_of(moments, step), step)


def places_of(time: Ints, step_ms: int) -> Ints:
    """Step within the week, from Monday midnight."""
    return ((time - _MONDAY_MS) % _WEEK_MS) // step_ms


def _profile(place: Ints, value: Floats, candidate: _Candidate, step_ms: int) -> tuple[Ints, Floats]:
    places = np.unique(place)
    means = np.empty(len(places))
    order = np.argsort(place, kind="stable")
    starts = np.searchsorted(place[order], places)
    for index, rows in enumerate(np.split(order, starts[1:])):
        means[index] = value[rows[-candidate.periods :]].mean() if candidate.periods else value[rows].mean()
    if candidate.width and step_ms < DAY_MS:
        day = places * step_ms // DAY_MS
        for each in np.unique(day):
            inside = day == each
            means[inside] = _smoothed(means[inside], candidate.width)
    return places, means


def _smoothed(values: Floats, width: int) -> Floats:
    kernel = np.exp(-0.5 * (np.arange(-3 * width, 3 * width + 1) / width) ** 2)
    return np.convolve(np.pad(values, 3 * width, mode="edge"), kernel / kernel.sum(), "valid")


def predicted(places: Ints, profile: Floats, wanted: Ints) -> Floats:
    """The profile at these places; a place that was never seen takes the nearest one's."""
    index = np.searchsorted(places, wanted).clip(max=len(places) - 1)
    before = (index - 1).clip(min=0)
    closer = np.abs(places[before] - wanted) < np.abs(places[index] - wanted)
    return profile[np.where(closer, before, index)]


def _rolled(series: _Series, candidate: _Candidate) -> tuple[Floats, Floats]:
    """Truths and forecasts of the parts after several origins, each from what came before it alone."""
    truths, guesses = [], []
    count = len(series.time)
    for origin in _ORIGINS:
        cut = int(count * origin)
        after = slice(cut, min(count, cut + count // 4))
        places, profile = _profile(series.place[:cut], series.value[:cut], candidate, series.step_ms)
        truths.append(series.value[after])
        guesses.append(predicted(places, profile, series.place[after]))
    return np.concatenate(truths), np.concatenate(guesses)


def _line(name: str, truth: Floats, guess: Floats, seed: int) -> Line:
    error = np.abs(truth - guess)
    rng = np.random.default_rng(seed)
    blocks = np.array_split(
        error, max(20, len(error) // 200)
    )  # neighbours err alike: whole stretches are drawn
    sums, sizes = np.array([b.sum() for b in blocks]), np.array([len(b) for b in blocks])
    draws = []
    for _ in range(_RESAMPLES):
        rows = rng.integers(len(blocks), size=len(blocks))
        draws.append(sums[rows].sum() / sizes[rows].sum())
    low, high = np.quantile(draws, [0.025, 0.975])
    return Line(
        name=name, chosen=False, low={"MAE": float(low)}, high={"MAE": float(high)},
        figures={"MAE": float(error.mean()), "RMSE": float(((truth - guess) ** 2).mean() ** 0.5)},
    )  # fmt: skip


def _graph(profile: Floats) -> bytes:
    """ONNX: `place` int64[n], an index of the profile, to `prediction` float32[n]."""
    nodes = [helper.make_node("Gather", ["profile", "place"], ["prediction"])]
    graph = helper.make_graph(
        nodes, "forecast", [helper.make_tensor_value_info("place", TensorProto.INT64, ["n"])],
        [helper.make_tensor_value_info("prediction", TensorProto.FLOAT, ["n"])],
        [numpy_helper.from_array(profile.astype(np.float32), "profile")],
    )  # fmt: skip
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8, producer_name="countermark"
    )
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString(deterministic=True))


def _card(job: TrainingJob, file: ModelFile, series: _Series, lines: list[Line]) -> ModelCard:
    return ModelCard(
        use_case=job.use_case, task="forecast", command=job.command, data_sha256=file.data_sha256, rows=len(series.time),
        measured=f"On the parts after {len(_ORIGINS)} origins, each forecast from what came before it.",
        leaderboard=tuple(sorted(lines, key=lambda line: line.figures["MAE"])), features=("place in the week",), leaks=(),
        notes=(), licence=job.licence,
        limits=("Holidays and growth are not known to a profile of the week.", "P10 and P90 are those of held-out ratios."),
    )  # fmt: skip
