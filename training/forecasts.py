"""What comes when: a number that repeats by the week, forecast from profiles of earlier weeks; ARIMA, Prophet and an LSTM
say how high each coming day lies on the best profile, where their libraries are installed."""

import dataclasses

import numpy as np
import onnx
import onnxruntime
import polars as pl
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from training.errors import DatasetRefused, ParityFailed
from training.forecast_profile import MONDAY_MS, WEEK_MS, ForecastPlan
from training.frames import as_dates, milliseconds, sha256_of
from training.job import Progress, TrainingJob
from training.labels import labels_of
from training.model import Line, Model, ModelCard, model_of
from training.model_files import ModelFile
from training.past import DAY_MS
from training.series.levels import LEVELS_MIN, Forecaster, Levels, forecasters, levels_of, table_of
from training.series.reliability import Windows, by_name, reliability
from training.written import table_for

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_GRAPH = "forecast.onnx"
_ORIGINS = (0.5, 0.6, 0.7, 0.8)
_ROWS_MIN = 60
_RESAMPLES = 200
_BAND = (0.1, 0.9)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_STEPS_MS = (60_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, DAY_MS, WEEK_MS)
_PLACES_MAX = 40_000
_DAY_SHARE_MIN = 0.3


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
    frame = table_for(job).frame
    for name in (job.target, job.time):
        if name not in frame.columns:
            raise DatasetRefused(f"There is no column `{name}`; there are: {', '.join(frame.columns)}.")
    series = series_of(frame, job)
    progress(
        f"{len(series.time):,} values every {series.step_ms / 60_000:g} minutes; candidates forecast later parts."
    )
    contest = _contest(series, job.seed, progress)
    low, high = np.quantile(contest.truth / np.maximum(contest.guess, 1e-9), _BAND)
    plan = ForecastPlan(
        time=job.time, step_ms=series.step_ms, places=tuple(contest.places.tolist()),
        profile=tuple(contest.profile.tolist()), low=float(low), high=float(high), candidate=contest.winner,
        origin_ms=int(series.time[-1]), dated=contest.dated,
    )  # fmt: skip
    file = ModelFile(
        format=1, use_case=job.use_case, task="forecast", command=job.command, data_sha256=sha256_of(job.data),
        seed=job.seed, graphs={"prediction": _GRAPH}, forecast=plan,
    )  # fmt: skip
    graph = _graph(contest.profile)
    _check_parity(graph, contest.profile)
    return model_of(file, {_GRAPH: graph}, _card(job, file, series, contest))


@dataclasses.dataclass(frozen=True)
class _Contest:
    """truth, guess: of the winner on what came after the origins. places, profile: the winner from all values.

    dated: whether places count from 1970 on, not within the week. notes: who could not compete.
    """

    winner: str
    lines: tuple[Line, ...]
    truth: Floats
    guess: Floats
    places: Ints
    profile: Floats
    dated: bool
    notes: tuple[str, ...]


def _contest(series: _Series, seed: int, progress: Progress) -> _Contest:
    """Profiles meet first; on the best of them, forecasters of daily levels do."""
    lines: dict[str, Line] = {}
    guesses: dict[str, Floats] = {}

    def met(name: str, truth: Floats, guess: Floats) -> None:
        guesses[name] = guess
        lines[name] = _line(name, truth, guess, seed)
        progress(f"  {name}: mean absolute error {lines[name].figures['MAE']:.4f}")

    truth = np.concatenate([series.value[after] for _, after in _origins(series)])
    for candidate in _CANDIDATES:
        met(candidate.name, truth, _rolled(series, candidate))
    base = min(_CANDIDATES, key=lambda each: lines[each.name].figures["MAE"])
    found, notes = forecasters(progress)
    if len(_daily(series, base)) * _ORIGINS[0] < LEVELS_MIN:
        found, notes = (
            {},
            (*notes, f"Fewer than {2 * LEVELS_MIN} days are too few for forecasters of daily levels."),
        )
    for name, forecaster in found.items():
        met(name, truth, _rolled_levels(series, base, forecaster, seed))
    winner = min(lines, key=lambda name: lines[name].figures["MAE"])
    places, profile = _profile(series.place, series.value, base, series.step_ms)
    if winner in found:
        places, profile = _dated(series, base, found[winner], seed)
    ranked = tuple(_marked(line, winner) for line in lines.values())
    return _Contest(winner, ranked, truth, guesses[winner], places, profile, winner in found, notes)


def _marked(line: Line, winner: str) -> Line:
    return Line(
        name=line.name, chosen=line.name == winner, figures=line.figures, low=line.low, high=line.high
    )


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
    return ((time - MONDAY_MS) % WEEK_MS) // step_ms


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


def _origins(series: _Series) -> list[tuple[slice, slice]]:
    """What is known at each origin, and what comes after it."""
    count = len(series.time)
    cuts = [int(count * origin) for origin in _ORIGINS]
    return [(slice(0, cut), slice(cut, min(count, cut + count // 4))) for cut in cuts]


def _rolled(series: _Series, candidate: _Candidate) -> Floats:
    """Forecasts of the parts after the origins, each from what came before it alone."""
    guesses = []
    for before, after in _origins(series):
        places, profile = _profile(series.place[before], series.value[before], candidate, series.step_ms)
        guesses.append(predicted(places, profile, series.place[after]))
    return np.concatenate(guesses)


def _rolled_levels(series: _Series, base: _Candidate, forecaster: Forecaster, seed: int) -> Floats:
    guesses = []
    for before, after in _origins(series):
        known = _Series(series.time[before], series.value[before], series.place[before], series.step_ms)
        places, profile = _dated(known, base, forecaster, seed)
        plan = ForecastPlan(
            time="", step_ms=series.step_ms, places=tuple(places.tolist()), profile=(), low=1.0, high=1.0, candidate="",
            origin_ms=0, dated=True,
        )  # fmt: skip
        guesses.append(predicted(places, profile, plan.places_of(series.time[after])))
    return np.concatenate(guesses)


def _daily(series: _Series, base: _Candidate) -> Levels:
    """How high each day lay on the profile: the sum of its values over the sum of the profile at the same places."""
    places, profile = _profile(series.place, series.value, base, series.step_ms)
    expected = predicted(places, profile, series.place)
    day = series.time - series.time % DAY_MS
    days, of = np.unique(day, return_inverse=True)
    usual = np.bincount(of, weights=expected)
    total = np.bincount(of, weights=series.value)
    kept = usual > max(1e-9, _DAY_SHARE_MIN * float(np.median(usual)))
    return levels_of(days[kept], total[kept] / usual[kept])


def _dated(series: _Series, base: _Candidate, forecaster: Forecaster, seed: int) -> tuple[Ints, Floats]:
    """Places from 1970 on, and the profile there times the level forecast for the day."""
    places, profile = _profile(series.place, series.value, base, series.step_ms)
    levels = _daily(series, base)
    table = table_of(forecaster, levels, seed)
    inside = places * series.step_ms // DAY_MS
    if series.step_ms > DAY_MS:
        rows = [np.array([0])] * len(table.time)
    else:
        rows = [np.flatnonzero(inside == (day - MONDAY_MS) % WEEK_MS // DAY_MS) for day in table.time]
    starts = [(day - MONDAY_MS) // WEEK_MS * (WEEK_MS // series.step_ms) for day in table.time]
    dated = [start + places[row] for start, row in zip(starts, rows, strict=True)]
    values = [level * profile[row] for level, row in zip(table.value, rows, strict=True)]
    most = _PLACES_MAX // max(1, *map(len, rows))
    return np.concatenate(dated[:most]), np.concatenate(values[:most])


def _check_parity(graph: bytes, profile: Floats) -> None:
    """Every place of the graph says what the contest's winner said. Raises: ParityFailed."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    found = session.run(["prediction"], {"place": np.arange(len(profile))})[0]
    wrong = np.flatnonzero(found != profile.astype(np.float32))
    if len(wrong):
        raise ParityFailed(f"The forecast at place {int(wrong[0])} is not what the graph says.")


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


def _windows(series: _Series, contest: _Contest) -> tuple[Windows, list[str]]:
    """What P10 to P90 would have been after each origin, by ratios of the parts that are not in it. Returns: weekdays too.

    Weeks err together; ahead counts days after the origin.
    """
    at = np.concatenate([np.arange(len(series.time))[after] for _, after in _origins(series)])
    ratio = contest.truth / np.maximum(contest.guess, 1e-9)
    low, high, ahead = (np.empty(len(at)) for _ in range(3))
    begin = 0
    for _, after in _origins(series):
        own = slice(begin, begin + after.stop - after.start)
        outside = (at < after.start) | (at >= after.stop)
        low[own], high[own] = contest.guess[own] * np.quantile(ratio[outside], _BAND)[:, None]
        ahead[own] = (series.time[after] - series.time[after.start]) // DAY_MS + 1
        begin = own.stop
    time = series.time[at] - MONDAY_MS
    bounds = np.stack([low, contest.guess, high])
    found = Windows(contest.truth, bounds, ahead.astype(np.int64), time // WEEK_MS)
    return found, [_WEEKDAYS[each] for each in (time % WEEK_MS // DAY_MS).tolist()]


def _card(job: TrainingJob, file: ModelFile, series: _Series, contest: _Contest) -> ModelCard:
    limits: tuple[str, ...] = ("P10 and P90 are those of held-out ratios.",)
    if contest.dated:
        until = contest.places[-1] * series.step_ms + MONDAY_MS
        said = np.datetime64(int(until), "ms").astype("datetime64[D]")
        limits = (
            *limits,
            f"The forecast is a table to {said}; later moments take the last weeks of it again.",
        )
    else:
        limits = (*limits, "Holidays and growth are not known to a profile of the week.")
    windows, weekday = _windows(series, contest)
    return ModelCard(
        use_case=job.use_case, task="forecast", command=job.command, data_sha256=file.data_sha256, rows=len(series.time),
        curve=reliability(windows, job.seed, unit="days"), segments=by_name(windows, "day of the week", weekday),
        measured=f"On the parts after {len(_ORIGINS)} origins, each forecast from what came before it.",
        leaderboard=tuple(sorted(contest.lines, key=lambda line: line.figures["MAE"])),
        features=("place in the week", *(("day",) if contest.dated else ())), leaks=(), notes=contest.notes,
        licence=job.licence, limits=limits,
    )  # fmt: skip
