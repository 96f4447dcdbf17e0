"""Forecasts of many series in one table, told apart by `--id`: trained, kept as a table behind a graph, and answered by series and step."""

import io

import numpy as np
import onnx
import onnxruntime
import polars as pl
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from training.conforming import conform_date
from training.errors import DatasetRefused, ParityFailed
from training.frames import as_dates, milliseconds, sha256_of
from training.job import Progress, TrainingJob
from training.model import Line, Model, ModelCard, model_of
from training.model_files import ModelFile
from training.series.deployed import served_of, with_months
from training.series.levels import LEVELS_MIN, forecasters
from training.series.many import SERVED, Forecast, forecast_of
from training.series.panel import Panel, calendar_of, keys_of, panel_of
from training.series.plan import SeriesPlan
from training.written import table_for

Floats = NDArray[np.float64]
_GRAPH, _SERIES = "forecast.onnx", "series.npz"
_OUTPUTS = ("p10", "p50", "p90")


def are_series(job: TrainingJob, frame: pl.DataFrame) -> bool:
    """Whether a table is nothing but values of series at regular times."""
    names = [name for each in job.ids for name in each.split("+")]
    if (
        not names
        or not job.time
        or job.task
        or set(frame.columns) - {job.target, job.time, *names, *job.exclude}
    ):
        return False
    if not frame[job.target].dtype.is_numeric() or any(
        name not in frame.columns for name in (job.time, *names)
    ):
        return False
    dates = as_dates(frame[job.time])
    if dates is None or dates.null_count():
        return False
    keys, time = keys_of(frame, job.ids, ""), milliseconds(dates)
    often = bool((np.unique(keys, return_counts=True)[1] > 2).mean() > 0.5)
    months = time.astype("datetime64[ms]").astype("datetime64[M]").astype("datetime64[ms]").astype(np.int64)
    sums = bool((time == months).all()) and len(np.unique(months)) > 2  # of months, some of which have no row
    return often and (sums or calendar_of(time, keys)[1])


def train_series(job: TrainingJob, progress: Progress) -> Model:
    """Raises: DatasetRefused, ParityFailed."""
    frame, sha256 = table_for(job).frame, sha256_of(job.data)
    for name in (job.target, job.time or ""):
        if name not in frame.columns:
            raise DatasetRefused(f"There is no column `{name}`; there are: {', '.join(frame.columns)}.")
    panel = panel_of(frame, job, sha256[:16])
    for note in panel.notes:
        progress(note)
    count, width = panel.value.shape
    progress(
        f"{count:,} series of up to {width:,} periods of a {panel.calendar}; candidates forecast later parts."
    )
    found, missing = forecasters(progress)
    if found and width < LEVELS_MIN:
        found, missing = (
            {},
            (
                *missing,
                f"ARIMA, Prophet and LSTM did not compete: fewer than {LEVELS_MIN} periods are too few for them.",
            ),
        )
    served = served_of(frame, job, panel, sha256[:16], progress)
    made = forecast_of(panel, found, job.seed, progress, served)
    plan = SeriesPlan(
        time=job.time or "", ids=job.ids, salt=sha256[:16], calendar=panel.calendar, ahead=made.ahead,
        candidate=made.winner, series=_SERIES,
    )  # fmt: skip
    files = {_GRAPH: _graph(made), _SERIES: _kept(panel)}
    file = ModelFile(
        format=1, use_case=job.use_case, task="forecast", command=job.command, data_sha256=sha256, seed=job.seed,
        graphs={"forecast": _GRAPH}, series=plan,
    )  # fmt: skip
    model = model_of(file, files, _card(job, file, panel, made, missing))
    if served is None or not made.served:
        return model
    return with_months(job, model, served, made.served, progress)


def series_answers(
    plan: SeriesPlan, files: dict[str, bytes], graph: bytes, frame: pl.DataFrame, progress: Progress
) -> list[pl.Series]:
    """The forecast of each row's series at its step; none where the step lies before the series' end. Raises: DatasetRefused."""
    dates = conform_date(frame, plan.time)
    if dates.null_count():
        raise DatasetRefused(f"The time column `{plan.time}` is missing in {dates.null_count():,} rows.")
    with np.load(io.BytesIO(files[plan.series]), allow_pickle=False) as kept:
        keys, ends = kept["keys"], kept["ends"]
    asked = keys_of(frame, plan.ids, plan.salt)
    place = np.searchsorted(keys, asked).clip(max=len(keys) - 1)
    known = keys[place] == asked
    step = plan.calendar.places(milliseconds(dates)) - np.where(known, ends[place], int(ends.max()))
    series = np.where(known, place, len(keys))
    wanted, beyond = _within(step, plan)
    values = _run(graph, np.where(step > 0, series * plan.ahead + wanted - 1, 0))
    for count, said in (
        (
            int((~known).sum()),
            "are of series that training did not see: they get what is usual of all series",
        ),
        (
            int((step <= 0).sum()),
            "lie before the end of the training table: they are known, and not forecast",
        ),
        (
            int(beyond.sum()),
            f"lie more than {plan.ahead} periods ahead: they get the last season (or value) again",
        ),
    ):
        if count:
            progress(f"{count:,} rows {said}.")
    past = pl.Series(step <= 0)
    columns = [
        pl.Series(name, values[:, at].astype(np.float64)).set(past, None) for at, name in enumerate(_OUTPUTS)
    ]
    return [columns[1].alias("prediction"), *columns, pl.Series("horizon", step)]


def _within(step: NDArray[np.int64], plan: SeriesPlan) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Steps beyond the table come round by whole seasons, where a season fits into it; else the last one stands."""
    beyond = step > plan.ahead
    season = plan.calendar.season if 1 < plan.calendar.season <= plan.ahead else 1
    back = -(-(step - plan.ahead) // season) * season
    return np.where(beyond, step - back, step), beyond


def _kept(panel: Panel) -> bytes:
    """Hashed keys, and the period of each series' last value."""
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, keys=panel.keys, ends=panel.first + panel.ends)
    return buffer.getvalue()


def _table(made: Forecast) -> NDArray[np.float32]:
    """float32[(series + 1) * ahead, 3], the others last."""
    parts = [
        np.vstack([values, other[None, :]]).reshape(-1)
        for values, other in zip((made.low, made.middle, made.high), made.others, strict=True)
    ]
    return np.ascontiguousarray(np.stack(parts, axis=1), np.float32)


def _graph(made: Forecast) -> bytes:
    """ONNX: `place` int64[n], series * ahead + step - 1, to `forecast` float32[n, 3]: P10, P50, P90. Raises: ParityFailed."""
    table = _table(made)
    graph = helper.make_graph(
        [helper.make_node("Gather", ["table", "place"], ["forecast"])], "forecast",
        [helper.make_tensor_value_info("place", TensorProto.INT64, ["n"])],
        [helper.make_tensor_value_info("forecast", TensorProto.FLOAT, ["n", 3])],
        [numpy_helper.from_array(table, "table")],
    )  # fmt: skip
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8, producer_name="countermark"
    )
    onnx.checker.check_model(model)
    data = bytes(model.SerializeToString(deterministic=True))
    wrong = np.flatnonzero((_run(data, np.arange(len(table))) != table).any(axis=1))
    if len(wrong):
        raise ParityFailed(f"The forecast at place {int(wrong[0])} is not what the graph says.")
    return data


def _run(graph: bytes, place: NDArray[np.int64]) -> NDArray[np.float32]:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    found: NDArray[np.float32] = session.run(["forecast"], {"place": place.astype(np.int64)})[0]
    return found


def _place(line: Line) -> float:
    return line.figures.get(SERVED, line.figures.get("MASE", float("inf")))


def _card(
    job: TrainingJob, file: ModelFile, panel: Panel, made: Forecast, missing: tuple[str, ...]
) -> ModelCard:
    said = np.datetime64(panel.calendar.begin_ms(panel.first + int(panel.ends.max()) + made.ahead), "ms")
    return ModelCard(
        use_case=job.use_case, task="forecast", command=job.command, data_sha256=file.data_sha256,
        rows=int((~np.isnan(panel.value)).sum()),
        measured=f"On up to {made.ahead} periods after each of several cuts, from what came before it; MASE counts every of "
        f"{len(panel.keys):,} series alike, in units of its usual change.",
        leaderboard=tuple(sorted(made.lines, key=_place)),
        features=("each series' last values, means, trend, spread and season", "periods ahead"), leaks=(),
        notes=(*panel.notes, *missing, *made.notes), licence=job.licence, curve=made.curve, segments=made.segments,
        limits=(
            f"A table of {made.ahead} periods (a {panel.calendar} each) after each series' last value, to {said.astype('datetime64[D]')} at most; train again as values come in.",
            "P10 and P90 are as far from P50 as held-out rows were off, in units of each series' spread; of a series unlike the others they may not hold.",
            "A series that training did not see gets what is usual of all; other columns of the table are not looked at.",
        ),
    )  # fmt: skip
