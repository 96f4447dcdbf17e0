"""Versions whose features the service computes, from rows that it computed: anomalies, days of an invoice, classes of texts.

Probabilities are in `retraining_child`. Each takes the place of any other version of its use case.
"""

import dataclasses
import hashlib
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from inference import catalogue
from inference.answering import categorize, ticket_triage
from inference.answering.truths import slug
from inference.manifest import Column
from training.anomaly_candidates import Floats, Matrix
from training.anomaly_contest import Planted, card_of, drawn, meet
from training.anomaly_version import anomaly_version
from training.binary import calibrated, curve_of, standing_of
from training.calibration import calibration_of, platt
from training.card import More
from training.contest import contest
from training.dense import linear_graph, log_odds, package_dense
from training.errors import DatasetRefused
from training.evaluation import quality
from training.fit import Rows
from training.folder import CARD, CARD_TEXT
from training.heads import Head, Quantile, fit_quantile
from training.job import Progress
from training.model import model_of
from training.model_files import ModelFile
from training.package import Source, package
from training.starter_invoices import PAYMENT_DELAY
from training.version_files import with_version

Ints = NDArray[np.int64]
_LATE_SHARE = 0.2
_FAR = (2.0, 8.0)
_MOVED_UNITS = frozenset({"money", "times", "percent"})
_SIDE_MIN, _CLASS_MIN, _FOLDS, _CUSTOMERS_MIN = 20, 3, 3, 4
_REGULARISATION = 10.0
_UNSEEN = -30.0  # of a class that no row has: never the largest
_CLASSES: Mapping[str, tuple[str, ...]] = {
    "categorize": categorize.CLASSES, "ticket-triage": ticket_triage.CLASSES,
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Origin:
    """What is made, and how it is asked for again."""

    use_case: str
    command: str
    seed: int
    notes: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class FactRows:
    """Rows, oldest first. matrix: float32[n, f]. target: float64[n] or str[n], empty for anomalies. group: int64[n]."""

    matrix: Matrix
    target: NDArray[np.float64] | NDArray[np.str_]
    group: NDArray[np.int64]

    @property
    def sha256(self) -> str:
        digest = hashlib.sha256(self.matrix.tobytes())
        digest.update(self.target.tobytes())
        return digest.hexdigest()


def anomalies_of_facts(origin: Origin, rows: FactRows, progress: Progress) -> Mapping[str, bytes]:
    """What is unlike the rest of the rows. Raises: ParityFailed, UnsupportedModel."""
    use_case = catalogue.get(origin.use_case)
    names = tuple(each.name for each in use_case.features)
    moved = [each.name for each in use_case.features if each.unit in _MOVED_UNITS]
    places = np.arange(len(rows.matrix))
    cut = int(len(places) * (1 - _LATE_SHARE))
    progress(f"{len(places):,} rows without a target; candidates look for planted anomalies")
    planted = _planted(
        rows.matrix, places[:cut], places[cut:], [names.index(name) for name in moved], origin.seed
    )
    met = meet(rows.matrix, planted, names, moved, origin.seed, progress)
    columns = tuple(Column(name=name, kind="number") for name in names)
    made = anomaly_version(
        met.winner, columns, rows.matrix[planted.early], met.threshold, origin.seed, progress
    )
    made = dataclasses.replace(made, feature_set=use_case.feature_set)
    file = ModelFile(
        format=1, use_case=origin.use_case, task="anomaly", command=origin.command, data_sha256=rows.sha256,
        seed=origin.seed, threshold=met.threshold,
    )  # fmt: skip
    notes = [
        *origin.notes,
        f"Planted: {', '.join(moved)} times {_FAR[0]:g} to {_FAR[1]:g}.",
        *met.notes,
        *made.notes,
    ]
    card = card_of(file, met, len(places), names, notes, "")
    model = model_of(file, {}, msgspec.structs.replace(card, drift_reference=made.reference))
    found = with_version(model, origin, len(places), made)
    return {**found.version, CARD: found.files[CARD], CARD_TEXT: found.files[CARD_TEXT]}


def _planted(matrix: Matrix, early: Ints, late: Ints, moved: Sequence[int], seed: int) -> Planted:
    """Rows of which one in a hundred has all that is money, or measured by what is usual, far out."""
    rng = np.random.default_rng(seed)
    truth = drawn(len(late), rng)
    factor = np.where(truth, rng.uniform(*_FAR, len(late)), 1.0).astype(np.float32)
    rows = matrix[late].copy()
    rows[:, list(moved)] *= factor[:, None]
    return Planted(early, late, rows, truth)


def numbers_of_facts(origin: Origin, rows: FactRows, progress: Progress) -> Mapping[str, bytes]:
    """Days until an invoice is paid: whether after its due date, and quantiles of how long after.

    Raises: DatasetRefused, ParityFailed, UnsupportedModel.
    """
    use_case = catalogue.get(origin.use_case)
    names = tuple(each.name for each in use_case.features)
    late = np.asarray(rows.target, np.float64) - rows.matrix[:, names.index("days_to_due")]
    happened = late > 0
    if min(int(happened.sum()), int((~happened).sum())) < _SIDE_MIN:
        raise DatasetRefused(
            f"Of {len(late):,} invoices {int(happened.sum()):,} were paid late; {_SIDE_MIN} late ones and {_SIDE_MIN} others are needed.",
            fix="Tell more truths, or look further back.",
        )
    found = Rows(rows.matrix, happened, order=np.arange(len(late)), group=rows.group)
    progress(f"Candidates meet on {len(late):,} rows and {len(names)} features")
    outcome = contest(found, origin.seed, progress)
    heads = _heads(rows, late, origin.seed, progress)
    target = happened[outcome.fitted.held_out]
    weight = np.where(target, 1.0, outcome.negative_weight)
    more = More(
        leaderboard=tuple(standing_of(entry) for entry in outcome.leaderboard),
        curve=curve_of(outcome.fitted.probability, target, weight),
        validation="On later rows: each part was scored by models of the rows before it.",
    )
    notes = (*origin.notes, *outcome.notes, *(_said_of(head) for head in heads))
    return package(
        use_case,
        outcome.fitted,
        calibrated(outcome, target),
        quality(target, outcome.fitted.probability, origin.seed, outcome.negative_weight),
        rows.matrix,
        Source(origin.command, rows.sha256, (), notes, origin.seed, more),
        heads=heads,
    ).files


def _heads(rows: FactRows, late: Floats, seed: int, progress: Progress) -> list[Head]:
    """Rows of one customer are never on both sides, unless there are too few customers for that."""
    alone = np.arange(len(late), dtype=np.int64)
    group = rows.group if len(np.unique(rows.group)) >= _CUSTOMERS_MIN else alone
    found = []
    for name, level in PAYMENT_DELAY.levels.items():
        progress(f"Fitting {name}")
        wanted = Quantile(name, late, level)
        found.append(
            fit_quantile(rows.matrix, group, wanted, PAYMENT_DELAY.head_shape, PAYMENT_DELAY.head_trees, seed)
        )
    return found


def _said_of(head: Head) -> str:
    return (
        f"Head `{head.name}`: {100 * head.coverage:.1f} % of held-out rows lie at or below it (meant: {100 * head.level:.0f} %); "
        f"pinball loss {head.pinball:.3f}, of the plain quantile {head.naive:.3f}."
    )


def classes_of_facts(origin: Origin, rows: FactRows, progress: Progress) -> Mapping[str, bytes]:
    """Classes that the catalogue names, of texts whose words the service counts. Raises: DatasetRefused, ParityFailed."""
    use_case, classes = catalogue.get(origin.use_case), _CLASSES[origin.use_case]
    known = {slug(name): place for place, name in enumerate(classes)}
    codes = np.array([known.get(slug(str(each)), -1) for each in rows.target], np.int64)
    counts = np.bincount(codes[codes >= 0], minlength=len(classes))
    kept = (codes >= 0) & (counts[np.maximum(codes, 0)] >= _CLASS_MIN)
    if len(np.unique(codes[kept])) < 2:
        raise DatasetRefused(
            f"Fewer than two labels with {_CLASS_MIN} rows are among those that {use_case.name} names: {', '.join(classes)}.",
            fix="Tell labels of the catalogue, or train classes of your own from a table: countermark train.",
        )
    matrix, target = np.ascontiguousarray(rows.matrix[kept]), codes[kept]
    progress(f"Fitting {len(np.unique(target))} classes on {len(target):,} rows")
    return _texts(origin, classes, matrix, target, rows, int(len(codes) - kept.sum()))


def _texts(
    origin: Origin,
    classes: tuple[str, ...],
    matrix: Matrix,
    target: NDArray[np.int64],
    rows: FactRows,
    left_out: int,
) -> Mapping[str, bytes]:
    wide = matrix.astype(np.float64)
    model = LogisticRegression(C=_REGULARISATION, max_iter=300, tol=1e-3)
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=origin.seed)
    held_out = cross_val_predict(model, wide, target, cv=folds, method="predict_proba")
    seen = np.unique(target)
    right = seen[held_out.argmax(axis=1)] == target
    odds = log_odds(held_out)
    slope, intercept = platt(odds, right)
    model.fit(wide, target)
    weights, bias = np.zeros((wide.shape[1], len(classes))), np.full(len(classes), _UNSEEN)
    weights[:, seen], bias[seen] = _both_sides(model)
    graph = linear_graph(weights, bias, slope, intercept)
    scores = wide @ weights + bias
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    margin = slope * log_odds(raised / raised.sum(axis=1, keepdims=True)) + intercept
    unseen = [name for place, name in enumerate(classes) if place not in seen]
    notes = [*origin.notes, "Contributions are not additive, so reasons are what was found."]
    if left_out:
        notes.append(
            f"{left_out:,} rows had labels that the catalogue does not name, or that fewer than {_CLASS_MIN} rows have."
        )
    if unseen:
        notes.append(f"Never answered, since no row had it: {', '.join(unseen)}.")
    card = (
        (
            "Model",
            f"multinomial logistic regression over {matrix.shape[1]} hashed features, {len(seen)} classes",
        ),
        ("Accuracy on held-out rows", f"{100 * right.mean():.1f} %"),
        ("That of the commonest class", f"{100 * np.bincount(target).max() / len(target):.1f} %"),
    )
    probability = 1 / (1 + np.exp(-(slope * odds + intercept)))
    return package_dense(
        catalogue.get(origin.use_case),
        graph,
        margin,
        matrix,
        calibration=calibration_of(slope, intercept, probability, right),
        source=Source(origin.command, rows.sha256, (), tuple(notes), origin.seed),
        card=card,
    )


def _both_sides(model: LogisticRegression) -> tuple[Floats, Floats]:
    """Weights float64[f, k] and bias float64[k]; of two classes the library keeps only the second's."""
    weights, bias = np.asarray(model.coef_, np.float64), np.asarray(model.intercept_, np.float64)
    if len(weights) == 1:
        weights, bias = np.vstack([-weights[0] / 2, weights[0] / 2]), np.array([-bias[0] / 2, bias[0] / 2])
    return weights.T, bias
