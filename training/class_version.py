"""Classes as a version: the table of a linear model beside a graph that makes shares of what a row's tokens say.

The probability is the share of the likeliest class, beside those of the others and of what is about none of them; shares are
tempered on held-out rows and stray ones, so that it is right as often as it says. Why it is that class is told by the
table and the scale that is kept with it (`inference.evidence_shares`); the shares of the next classes are in the answer.
"""

import dataclasses
from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

from inference import evidence
from inference.artefacts import probability_of
from inference.drift_cards import CardReference, card_reference, rows_drawn
from inference.drift_columns import class_mark, measured
from inference.evidence import Evidence, Scale
from inference.features.tokens import Vocabulary
from inference.manifest import Column
from inference.number_forms import NumberForm
from inference.runtimes.ort import OnnxRuntime
from training.calibration import sure_calibration_of
from training.conforming import text_of
from training.dense import linear_graph, log_odds
from training.errors import ParityFailed
from training.job import Progress
from training.parity import BATCHES, is_batch_invariant
from training.path_tables import build_path_tables
from training.version_files import Deployable

Floats = NDArray[np.float64]
_ROWS = 2_000
_Z95 = 1.96
_TOLERANCE = 5e-3  # the table rests as float16


@dataclasses.dataclass(frozen=True)
class Linear:
    """scores = tokens @ weights + intercept. weights: float32[tokens, classes + 1], the last of what is about none of them."""

    weights: NDArray[np.float32]
    intercept: NDArray[np.float32]
    temperature: float


@dataclasses.dataclass(frozen=True)
class Held:
    """Of held-out rows, by the model of the others. shares: float64[n, classes]. truth: their classes. stray: shares of stray rows.

    places: where they stand in the table.
    """

    shares: Floats
    truth: NDArray[np.int64]
    stray: Floats
    places: NDArray[np.int64]


@dataclasses.dataclass(frozen=True)
class Learned:
    """What the linear model was fitted on: the table, its tokens, and what they are called."""

    frame: pl.DataFrame
    tokens: sparse.csr_matrix
    vocabulary: Vocabulary
    classes: tuple[str, ...]
    forms: Mapping[str, NumberForm] = dataclasses.field(default_factory=dict)


def class_version(fitted: Linear, learned: Learned, held: Held, progress: Progress) -> Deployable:
    """Raises: ParityFailed."""
    tokens, vocabulary, classes = learned.tokens, learned.vocabulary, learned.classes
    named = held.shares.argmax(axis=1)
    right = np.append(named == held.truth, np.zeros(len(held.stray), np.bool_))
    said = probability_of(log_odds(np.vstack([held.shares, held.stray])))
    scale = scale_of(fitted)
    # What a token says of all classes alike tells none from another, and would cost float16 its precision.
    telling = fitted.weights - fitted.weights.mean(axis=1, keepdims=True)
    table = Evidence(vocabulary, telling.astype(np.float16), scale)
    graph = graph_of(scale, 1.0, 0.0, len(classes))
    names, columns = (
        evidence.names_of(classes, unnamed=True),
        columns_of(vocabulary, learned.frame, learned.forms),
    )
    rows = min(_ROWS, tokens.shape[0])
    matrix = np.asarray(tokens[:rows] @ table.table.astype(np.float32), np.float32)
    scorer = OnnxRuntime().open(graph, len(names))
    worst = _same(fitted, tokens[:rows], len(classes), scorer.margins(matrix))
    progress(f"The export says what the model says: {rows:,} rows, margin within {worst:.1e}.")
    paths, base_value = build_path_tables([], 0.0, len(names))
    return Deployable(
        task="classes", graph=graph, paths=paths, base_value=base_value,
        batch_invariant=is_batch_invariant(scorer, matrix[: max(BATCHES)]),
        calibration=sure_calibration_of(1.0, 0.0, said, right), columns=columns, features=names, classes=classes,
        reference=_reference(learned, columns, _unseen(fitted, learned, held)),
        files={evidence.FILE: evidence.write(table)},
        notes=(
            "The probability is the share of the class, tempered to how often held-out rows, stray ones among them, were right. Reasons are exact shares of its log odds.",
            f"Export against the fitted model, {rows:,} rows: margin within {worst:.1e}.",
        ),
    )  # fmt: skip


def columns_of(
    vocabulary: Vocabulary, frame: pl.DataFrame, forms: Mapping[str, NumberForm]
) -> tuple[Column, ...]:
    """What a request sends."""
    texts = [Column(name=name, kind="text") for name in vocabulary.texts]
    facts = [
        Column(name=name, kind="boolean" if frame[name].dtype == pl.Boolean else "category")
        for name in vocabulary.categories
    ]
    return (
        *texts,
        *facts,
        *(Column(name=name, kind="number", numbers=forms.get(name)) for name in vocabulary.numbers),
    )


def _unseen(fitted: Linear, learned: Learned, held: Held) -> Floats:
    """The shares of held-out rows as new rows will have them: the version's own, unless it is more often right about them, which it learned
    from, than the model that had not seen them."""
    scores = np.asarray(learned.tokens[held.places] @ fitted.weights + fitted.intercept, np.float64)
    own = _shares(scores, fitted.temperature)[:, : len(learned.classes)]
    seen, unseen = (float((each.argmax(axis=1) == held.truth).mean()) for each in (own, held.shares))
    by_chance = _Z95 * float(np.sqrt(unseen * (1 - unseen) / len(held.truth)))
    return own if seen - unseen <= by_chance else held.shares


def _reference(learned: Learned, columns: tuple[Column, ...], shares: Floats) -> CardReference:
    """What drift is measured against: the columns of rows of the table; of held-out ones the probability, and the class they were given."""
    names = tuple(column.name for column in columns)
    chosen = rows_drawn(learned.frame.height, len(columns)).tolist()
    drawn = pl.DataFrame([_as_sent(column, learned.frame[column.name])[chosen] for column in columns])
    marks = np.array([class_mark(each) for each in learned.classes], np.float64)
    probability, given = probability_of(log_odds(shares)), marks[shares.argmax(axis=1)]
    return card_reference(names, measured(columns, drawn.to_dicts(), "classes"), probability, given)


def _as_sent(column: Column, series: pl.Series) -> pl.Series:
    """The values as a request has them."""
    if column.kind == "number":
        return series.cast(pl.Float64).fill_nan(None)
    return series if column.kind == "boolean" else text_of(series)


def scale_of(fitted: Linear) -> Scale:
    """What the graph does to the sums of the table's rows."""
    bias = fitted.intercept.astype(np.float64) / fitted.temperature
    return Scale(bias.astype(np.float32), float(np.float32(1 / fitted.temperature)))


def graph_of(scale: Scale, slope: float, intercept: float, named: int | None = None) -> bytes:
    """softmax(features * cooling + bias) as the head `classes`. named: how many of them have a name; None where all have."""
    cooled = scale.cooling * np.eye(len(scale.bias))
    return linear_graph(cooled, scale.bias.astype(np.float64), slope, intercept, named, by_logs=True)


def _same(fitted: Linear, tokens: sparse.csr_matrix, named: int, found: Floats) -> float:
    scores = np.asarray(tokens @ fitted.weights + fitted.intercept, np.float64)
    expected = log_odds(_shares(scores, fitted.temperature)[:, :named])
    difference = float((np.abs(expected - found) / np.maximum(1.0, np.abs(expected))).max())
    if not difference <= _TOLERANCE:
        raise ParityFailed(f"The exported margin differs by {difference:.3g} (at most {_TOLERANCE:g}).")
    return difference


def _shares(scores: Floats, temperature: float) -> Floats:
    cooled = scores / temperature
    raised = np.exp(cooled - cooled.max(axis=1, keepdims=True))
    found: Floats = raised / raised.sum(axis=1, keepdims=True)
    return found
