"""One of several classes from text and facts: merchant categories, intents, complaints. Linear, so that it is one table."""

import dataclasses
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
import onnx
import polars as pl
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from scipy import sparse
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from inference.manifest import CLASSES_MAX, Column
from inference.number_forms import NumberForm
from training.class_certainty import certainty_of
from training.class_version import Held, Learned, Linear, class_version
from training.conforming import text_of
from training.frames import as_dates, milliseconds
from training.held_figures import confidence_reached, slices_of
from training.job import Progress
from training.labels import Labels
from training.leakage import Leak, find_leaks
from training.model import Line, Model, ModelCard, model_of
from training.model_files import ModelFile
from training.stray_rows import Columns, plain, stray_rows
from training.tokens import Vocabulary, encode, learn
from training.version_files import answers, with_version

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_GRAPH = "classes.onnx"
_STRENGTHS = (0.3, 1.0)
_HELD_SHARE = 0.2
_RESAMPLES = 200
_LIKELY = 0.5
_TEXT_WORDS_MIN, _TEXT_DISTINCT_MIN = 1.8, 100
_CATEGORIES_MAX = 5_000


@dataclasses.dataclass(frozen=True)
class TextTable:
    """frame: the asked rows. held: places to measure on; fitted: places to learn from, all earlier where there is a time.

    forms: how numbers were written that are not bare digits.
    """

    frame: pl.DataFrame
    labels: Labels
    texts: tuple[str, ...]
    categories: tuple[str, ...]
    numbers: tuple[str, ...]
    fitted: Ints
    held: Ints

    @property
    def columns(self) -> Columns:
        return Columns(self.texts, self.categories, self.numbers)

    forms: Mapping[str, NumberForm] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class _Linear:
    """scores = tokens @ weights + intercept. weights: float32[tokens, classes]."""

    weights: NDArray[np.float32]
    intercept: NDArray[np.float32]

    def scores(self, tokens: sparse.csr_matrix) -> Floats:
        return np.asarray(tokens @ self.weights + self.intercept, np.float64)


def shifted(model: _Linear, shift: float) -> _Linear:
    """The same with so much more for the last of its scores."""
    intercept = model.intercept.copy()
    intercept[-1] += np.float32(shift)
    return _Linear(model.weights, intercept)


@dataclasses.dataclass(frozen=True)
class Told:
    """What the card says beside the contest."""

    use_case: str
    command: str
    sha256: str
    licence: str
    seed: int
    leaks: tuple[Leak, ...]
    notes: tuple[str, ...]


def columns_of(
    frame: pl.DataFrame, named: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Texts, categories and numbers of a table without its target."""
    texts, categories, numbers = list(named), [], []
    for series in frame:
        name = series.name
        if name in named or series.drop_nulls().n_unique() <= 1 or as_dates(series) is not None:
            continue
        if series.dtype == pl.String:
            words = series.drop_nulls().head(2_000).str.count_matches(r"\S+").mean()
            distinct = series.n_unique()
            if (
                isinstance(words, float)
                and words >= _TEXT_WORDS_MIN
                and distinct >= min(_TEXT_DISTINCT_MIN, frame.height / 4)
                and not named
            ):
                texts.append(name)
            elif distinct <= min(_CATEGORIES_MAX, 0.9 * frame.height):
                categories.append(name)
        elif series.dtype.is_float():
            numbers.append(name)
        elif series.dtype.is_integer() and series.n_unique() < 0.9 * frame.height:
            (categories if series.n_unique() <= _CATEGORIES_MAX else numbers).append(name)
        elif series.dtype == pl.Boolean:
            categories.append(name)
    return tuple(texts), tuple(categories), tuple(numbers)


def split_of(
    frame: pl.DataFrame, value: Floats, time: str | None, seed: int, *, in_order: bool = False
) -> tuple[Ints, Ints]:
    """Learned from and measured on: the latest fifth where there is a time, else a random one, by class where it can be.

    in_order: the rows stand in the order of their times.
    """
    places = np.arange(len(value))
    dates = as_dates(frame[time]) if time else None
    if dates is not None or in_order:
        order = places if dates is None else np.argsort(milliseconds(dates), kind="stable")
        cut = int(len(order) * (1 - _HELD_SHARE))
        return order[:cut], order[cut:]
    counts = np.bincount(value.astype(np.int64))
    stratify = value if counts[counts > 0].min() >= 2 and len(counts) <= _HELD_SHARE * len(value) else None
    fitted, held = train_test_split(places, test_size=_HELD_SHARE, random_state=seed, stratify=stratify)
    return np.sort(fitted), np.sort(held)


def train_classes(table: TextTable, told: Told, progress: Progress) -> Model:
    """Let linear models meet on the held rows, then fit the winner on all."""
    codes = table.labels.value.astype(np.int64)
    count = len(table.labels.classes)
    progress(f"Learning tokens of {', '.join((*table.texts, *table.categories, *table.numbers))} ...")
    own = plain(table.frame, table.columns)
    stray = stray_rows(own, table.columns, told.seed)
    cut = round((1 - _HELD_SHARE) * stray.height)
    met = _met(table, own, stray[:cut], codes[table.fitted])
    late, strange = encode(met.vocabulary, own[table.held.tolist()]), encode(met.vocabulary, stray[cut:])
    truth = codes[table.held]
    tried: list[tuple[str, Floats]] = [
        (
            "the commonest class",
            np.tile(np.bincount(codes[table.fitted], minlength=count), (len(truth), 1)).astype(np.float64),
        )
    ]
    unlike: list[Floats] = []
    for name in ("naive Bayes", *(f"linear, {strength:g}" for strength in _STRENGTHS)):
        model = _fit(name, met.tokens, met.codes, count + 1, told.seed)
        tried.append((name, model.scores(late)))
        unlike.append(model.scores(strange))
        progress(f"  {name}: {float((_named(tried[-1][1], count) == truth).mean()):.4f} right")
    best = max(range(len(tried)), key=lambda place: (_named(tried[place][1], count) == truth).mean())
    winner, strangers = tried[max(best, 1)], unlike[max(best, 1) - 1]
    lines = tuple(
        _line(name, scores[:, :count], truth, count, told.seed, chosen=name == winner[0])
        for name, scores in tried
    )
    right = np.append(_named(winner[1], count) == truth, np.zeros(len(strangers), np.bool_))
    certainty = certainty_of(np.vstack([winner[1], strangers]), right, count)
    progress(f"Fitting {winner[0]} on all rows ...")
    met = _met(table, own, stray, codes, fitted=False)
    model = shifted(_fit(winner[0], met.tokens, met.codes, count + 1, told.seed), certainty.shift)
    file = ModelFile(
        format=1, use_case=told.use_case, task="classes", command=told.command, data_sha256=told.sha256, seed=told.seed,
        graphs={"scores": _GRAPH}, vocabulary=met.vocabulary, classes=table.labels.classes, temperature=certainty.temperature,
        numbers=dict(table.forms),
    )  # fmt: skip
    files = {_GRAPH: graph_of(model.weights, model.intercept)}
    held = Held(certainty.shares(winner[1]), truth, certainty.shares(strangers), table.held)
    card = _measured(_card(table, told, lines, held), table, held.shares, truth)
    if len(table.labels.classes) > CLASSES_MAX or not answers(told.use_case, "classes", progress):
        return model_of(file, files, card)
    fitted = Linear(model.weights, model.intercept, certainty.temperature)
    learned = Learned(
        table.frame, met.tokens[: len(codes)], met.vocabulary, table.labels.classes, table.forms
    )
    made = class_version(fitted, learned, held, progress)
    card = msgspec.structs.replace(card, drift_reference=made.reference, notes=(*card.notes, *made.notes))
    return with_version(model_of(file, files, card), told, len(codes), made)


@dataclasses.dataclass(frozen=True)
class _Met:
    """Rows to learn from, stray ones after them: their tokens and classes. One class more than have names is of none of them."""

    vocabulary: Vocabulary
    tokens: sparse.csr_matrix
    codes: Ints


def _met(
    table: TextTable, own: pl.DataFrame, stray: pl.DataFrame, codes: Ints, *, fitted: bool = True
) -> _Met:
    rows = own[table.fitted.tolist()] if fitted else own
    vocabulary = learn(rows, table.texts, table.categories, table.numbers, stray)
    none = np.full(stray.height, len(table.labels.classes), np.int64)
    return _Met(vocabulary, encode(vocabulary, pl.concat([rows, stray])), np.append(codes, none))


def _named(scores: Floats, count: int) -> Ints:
    found: Ints = scores[:, :count].argmax(axis=1)
    return found


def _fit(name: str, tokens: sparse.csr_matrix, codes: Ints, count: int, seed: int) -> _Linear:
    weights = np.zeros((tokens.shape[1], count), np.float32)
    intercept = np.full(count, -10.0, np.float32)
    if name.startswith("linear"):
        model = LinearSVC(C=float(name.split(", ")[1]), random_state=seed, tol=1e-2, max_iter=300)
        model.fit(tokens, codes)
        coefficients, base = model.coef_, model.intercept_
        if len(model.classes_) == 2:
            coefficients, base = np.vstack([-coefficients[0], coefficients[0]]), np.array([-base[0], base[0]])
    else:
        model = ComplementNB(alpha=0.1).fit(tokens, codes)
        coefficients, base = model.feature_log_prob_, np.zeros(len(model.classes_))
    weights[:, model.classes_] = coefficients.T.astype(np.float32)
    intercept[model.classes_] = base.astype(np.float32)
    return _Linear(weights, intercept)


def _line(name: str, scores: Floats, truth: Ints, count: int, seed: int, *, chosen: bool) -> Line:
    guess = scores.argmax(axis=1)
    right = (guess == truth).astype(np.float64)
    rng = np.random.default_rng(seed)
    draws = []
    for _ in range(_RESAMPLES):
        rows = rng.integers(len(right), size=len(right))
        draws.append((right[rows].mean(), _macro(truth[rows], guess[rows], count)))
    low, high = np.quantile(np.array(draws), [0.025, 0.975], axis=0)
    return Line(
        name=name, chosen=chosen, figures={"accuracy": float(right.mean()), "macro F1": _macro(truth, guess, count)},
        low={"accuracy": float(low[0]), "macro F1": float(low[1])}, high={"accuracy": float(high[0]), "macro F1": float(high[1])},
    )  # fmt: skip


def _macro(truth: Ints, guess: Ints, count: int) -> float:
    """The mean F1 of the classes that are there: of one, 2 * right / (there + named)."""
    there, named = np.bincount(truth, minlength=count), np.bincount(guess, minlength=count)
    right = np.bincount(truth[truth == guess], minlength=count)
    found = there > 0
    return float((2 * right[found] / (there + named)[found]).mean())


def softmax(scores: Floats, temperature: float) -> Floats:
    scaled = scores / temperature
    raised = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    found: Floats = raised / raised.sum(axis=1, keepdims=True)
    return found


def graph_of(weights: NDArray[np.float32], intercept: NDArray[np.float32]) -> bytes:
    """ONNX: `tokens` int64[n, k] and `weights` float32[n, k] (0 where fewer) to `scores` float32[n, classes].

    The table rests as float16: a third of the bytes, and no class changes by it.
    """
    table = numpy_helper.from_array(
        np.vstack([weights, np.zeros_like(weights[:1])]).astype(np.float16), "table"
    )
    nodes = [
        helper.make_node("Gather", ["table", "tokens"], ["half"]),
        helper.make_node("Cast", ["half"], ["rows"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["weights", "last"], ["column"]),
        helper.make_node("Mul", ["rows", "column"], ["parts"]),
        helper.make_node("ReduceSum", ["parts", "middle"], ["sums"], keepdims=0),
        helper.make_node("Add", ["sums", "intercept"], ["scores"]),
    ]
    constants = [
        table, numpy_helper.from_array(intercept, "intercept"),
        numpy_helper.from_array(np.array([2], np.int64), "last"), numpy_helper.from_array(np.array([1], np.int64), "middle"),
    ]  # fmt: skip
    graph = helper.make_graph(
        nodes, "classes",
        [helper.make_tensor_value_info("tokens", TensorProto.INT64, ["n", "k"]), helper.make_tensor_value_info("weights", TensorProto.FLOAT, ["n", "k"])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["n", weights.shape[1]])],
        constants,
    )  # fmt: skip
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8, producer_name="countermark"
    )
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString(deterministic=True))


def _card(table: TextTable, told: Told, lines: tuple[Line, ...], held: Held) -> ModelCard:
    unknown = (
        "Beside the classes stands what is about none of them: it takes its share of the belief and is never named. It was learned from rows "
        f"made for it (texts about nothing, values that no row has, numbers far out, gaps): of {len(held.stray):,} held out, "
        f"{100 * float((held.stray.max(axis=1) < _LIKELY).mean()):.1f} % are said to be right at less than {100 * _LIKELY:.0f} %."
    )
    return ModelCard(
        use_case=told.use_case, task="classes", command=told.command, data_sha256=told.sha256, rows=table.frame.height,
        measured=f"On {len(table.held):,} held-out rows, the latest where there is a time.",
        leaderboard=tuple(sorted(lines, key=lambda line: -line.figures["accuracy"])),
        features=(*(f"text of {name}" for name in table.texts), *table.categories, *table.numbers),
        leaks=tuple(f"`{leak.column}` was left out: {leak.why}." for leak in told.leaks), notes=(*told.notes, unknown),
        limits=("A class with few rows is rarely named; the confidence is an average over all classes.",), licence=told.licence,
    )  # fmt: skip


def _measured(card: ModelCard, table: TextTable, shares: Floats, truth: Ints) -> ModelCard:
    """Add how often what was named was right on held-out rows, by how sure it was and by category."""
    confidence, right = shares.max(axis=1), shares.argmax(axis=1) == truth

    def figures(rows: NDArray[np.bool_]) -> dict[str, float]:
        return {"accuracy": float(right[rows].mean()), "expected": float(confidence[rows].mean())}

    return msgspec.structs.replace(
        card, curve=confidence_reached(confidence, right),
        segments=slices_of(table.frame, table.held, table.categories, figures),
    )  # fmt: skip


def leaks_of(
    frame: pl.DataFrame, categories: Sequence[str], numbers: Sequence[str], value: Floats, seed: int
) -> list[Leak]:
    """Columns that tell the class by themselves, or are derived from it. value: codes of the classes, float64[n]."""
    coded = {*categories, *(name for name in numbers if frame[name].n_unique() <= _CATEGORIES_MAX)}
    columns, values = [], []
    for name in (*categories, *numbers):
        series = frame[name]
        columns.append(Column(name=name, kind="category" if name in coded else "number"))
        if name in coded:
            texts = text_of(series).fill_null("").to_numpy()
            values.append(np.unique(texts, return_inverse=True)[1].astype(np.float32))
        else:
            values.append(series.cast(pl.Float32).fill_null(np.nan).to_numpy())
    matrix = np.stack(values, axis=1) if values else np.empty((frame.height, 0), np.float32)
    return find_leaks(columns, {}, matrix, value, "classes", seed)
