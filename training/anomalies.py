"""No target: what is unlike the rest. Candidates compete on planted anomalies, the share to flag is tuned and shown.

An anomaly cannot be learned without labels, but it can be made: rows whose amounts (or, without amounts, a few numbers)
are moved far out. Who finds those best, on later rows, wins; tails of each row against its own past are among them.
Each exports: tails and forests as sums of trees, machines and autoencoders as dense graphs.
"""

import dataclasses
import warnings
from collections.abc import Callable, Sequence

import msgspec
import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.ensemble import IsolationForest
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import average_precision_score
from sklearn.neural_network import MLPRegressor
from sklearn.svm import OneClassSVM

from inference.manifest import Column
from training import optional
from training.anomaly_version import Winner, anomaly_version
from training.coder import Coder, Machine, Scaling
from training.ensembles import Ensemble, Scorecard
from training.errors import DatasetRefused
from training.folder import HISTORY
from training.frames import as_dates, milliseconds, read_table, sha256_of
from training.job import Progress, TrainingJob
from training.model import Line, Model, ModelCard, model_of
from training.model_files import ModelFile
from training.onnx_export import to_onnx
from training.planning import Roles, amounts_of, draft, history_plan
from training.preparation import Preparation, apply, write_events
from training.trees import LEAF, Tree
from training.version_files import answers, with_version

Floats = NDArray[np.float64]
Matrix = NDArray[np.float32]
Score = Callable[[Matrix], Floats]
_GRAPH = "anomaly.onnx"
_ROWS_FIT, _ROWS_CONTEST, _ROWS_SLOW, _ROWS_TORCH = 200_000, 40_000, 4_000, 50_000
_PLANTED_SHARE = 0.01
_TAIL_STEPS = 60
_SHARES = (0.001, 0.0025, 0.005, 0.01, 0.02, 0.05)
_FOREST_TREES = 100
_COVER_MIN = 1e-3  # of a step that no row is in: shares of rows are divided by it


@dataclasses.dataclass(frozen=True)
class _Tried:
    """exported: its graph over the whole matrix, whose rows it may be compared on. trees: whose sum it is, where it is one."""

    name: str
    score: Score
    exported: Callable[[Matrix], bytes]
    trees: Sequence[Tree] | None = None


def _as_trees(trees: list[Tree]) -> Callable[[Matrix], bytes]:
    return lambda matrix: to_onnx(trees, 0.0, matrix.shape[1], logistic=False)


def train_anomalies(job: TrainingJob, progress: Progress) -> Model:
    """Raises: DatasetRefused."""
    frame = read_table(job.data)
    plan, notes = _plan(frame, job)
    progress(f"{frame.height:,} rows without a target; candidates look for planted anomalies.")
    prepared = apply(plan, frame)
    matrix = prepared.of(plan.columns)
    order = _order(frame, job.time)
    cut = int(len(order) * 0.8)
    early, late = order[:cut][-_ROWS_FIT:], order[cut:][:_ROWS_CONTEST]
    planted, truth = _plant(plan, matrix, late, job.seed)
    names = [column.name for column in plan.columns]
    tried, missing = _candidates(matrix[early], names, amounts_of(names), job.seed, progress)
    notes.extend(missing)
    figures = [float(average_precision_score(truth, each.score(planted))) for each in tried]
    for each, figure in zip(tried, figures, strict=True):
        progress(f"  {each.name}: average precision {figure:.4f} on planted anomalies")
    winner = tried[int(np.argmax(figures))]
    score = winner.score(matrix[late])
    share, said = _share(winner.score(planted), truth)
    threshold = float(np.quantile(score, 1 - share))
    notes.extend([said, f"Threshold {threshold:.4f}: {share:.2%} of later rows lie above it."])
    for line in notes:
        progress(line)
    files = {_GRAPH: winner.exported(matrix[early])}
    if prepared.events is not None:
        files[HISTORY] = write_events(prepared.events)
    file = ModelFile(
        format=1, use_case=job.use_case, task="anomaly", command=job.command, data_sha256=sha256_of(job.data),
        seed=job.seed, graphs={"anomaly_score": _GRAPH}, preparation=plan, threshold=threshold,
    )  # fmt: skip
    lines = tuple(
        Line(name=each.name, chosen=each is winner, figures={"average precision (planted)": figure})
        for each, figure in sorted(zip(tried, figures, strict=True), key=lambda pair: -pair[1])
    )
    if not answers(job.use_case, "anomaly", progress):
        return model_of(file, files, _card(job, file, frame.height, lines, names, notes))
    found = Winner(winner.score, files[_GRAPH], winner.trees, planted, truth, share)
    made = anomaly_version(found, plan.columns, matrix[early], threshold, job.seed, progress)
    card = _card(job, file, frame.height, lines, names, [*notes, *made.notes])
    card = msgspec.structs.replace(card, drift_reference=made.reference)
    return with_version(model_of(file, files, card), job, frame.height, made)


def _plan(frame: pl.DataFrame, job: TrainingJob) -> tuple[Preparation, list[str]]:
    unknown = "__no_target__"
    table = frame.with_columns(pl.lit(None).cast(pl.Float64).alias(unknown))
    roles = Roles(target=unknown, time=job.time or "", ids=job.ids, exclude=job.exclude)
    drafted = draft(table, roles, np.ones(frame.height, np.bool_), sha256_of(job.data)[:16])
    plan, notes = drafted.plan, list(drafted.notes)
    if job.time and job.history:
        history, said = history_plan(table, roles, drafted, np.full(frame.height, np.nan))
        if history is not None:
            entities = tuple(entity for entity in history.entities if entity.kind in {"own", "pair"})
            history = type(history)(entities=entities, values=history.values, prior=0.0) if entities else None
        plan = Preparation(
            target=plan.target,
            time=plan.time,
            raw=plan.raw,
            dates=plan.dates,
            history=history,
            salt=plan.salt,
        )
        notes.extend(said)
    prepared = apply(plan, table.head(min(frame.height, 20_000)))
    kept = [
        name for index, name in enumerate(prepared.names)
        if "label" not in name and np.isfinite(prepared.matrix[:, index]).mean() > 0.05
    ]  # fmt: skip
    if not kept:
        raise DatasetRefused("No usable column is left.")
    known = {column.name: column for column in plan.raw}
    columns = tuple(known.get(name) or _number(name) for name in kept)
    return Preparation(
        target=plan.target, time=plan.time, raw=plan.raw, dates=plan.dates, history=plan.history, salt=plan.salt,
        columns=columns,
    ), notes  # fmt: skip


def _order(frame: pl.DataFrame, time: str | None) -> NDArray[np.int64]:
    dates = as_dates(frame[time]) if time else None
    if dates is None:
        return np.arange(frame.height)
    return np.argsort(milliseconds(dates), kind="stable")


def _plant(
    plan: Preparation, matrix: Matrix, late: NDArray[np.int64], seed: int
) -> tuple[Matrix, NDArray[np.bool_]]:
    """Later rows of which one in a hundred is moved far out. Returns: their matrix, and which."""
    rng = np.random.default_rng(seed)
    rows = matrix[late].copy()
    truth = rng.random(len(late)) < _PLANTED_SHARE
    truth[rng.integers(len(late), size=5)] = True
    names = [column.name for column in plan.columns]
    amounts = [name for name in amounts_of(names) if name in {column.name for column in plan.raw}]
    factors = rng.uniform(2.0, 8.0, len(late))
    if not amounts:
        for place in rng.choice(len(names), min(3, len(names)), replace=False):
            column = rows[:, place]
            top = np.nanquantile(matrix[:, place], 0.995)
            rows[:, place] = np.where(truth, np.maximum(column, top), column)
        return rows, truth
    for name in amounts:
        own = matrix[late][:, names.index(name)]
        moved = np.where(truth, own * factors, own)
        rows[:, names.index(name)] = moved
        _follow(rows, names, name, own, moved, truth)
    return rows, truth


def _follow(
    rows: Matrix, names: Sequence[str], name: str, own: Matrix, moved: Matrix, truth: NDArray[np.bool_]
) -> None:
    """What is derived from the row's own amount moves with it: ratios by the factor, deviations by their own spread."""
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where(truth, moved / own, 1.0)
    for place, each in enumerate(names):
        if each.endswith((f": {name} against the mean", f": {name} against the last")):
            rows[:, place] = rows[:, place] * factor
        elif each.endswith(f": {name} in deviations"):
            ratio = names.index(each.replace("in deviations", "against the mean"))
            before = (
                rows[:, ratio] / factor if f": {name} against the mean" in names[ratio] else rows[:, ratio]
            )
            with np.errstate(divide="ignore", invalid="ignore"):
                spread = (before - 1) / rows[:, place]
                rows[:, place] = np.where(
                    truth & (np.abs(spread) > 1e-6), (before * factor - 1) / spread, rows[:, place]
                )


def _candidates(
    matrix: Matrix, names: Sequence[str], amounts: Sequence[str], seed: int, progress: Progress
) -> tuple[list[_Tried], tuple[str, ...]]:
    """Those that compete, and a sentence for each that cannot."""
    everything = list(range(len(names)))
    own = [
        place
        for place, name in enumerate(names)
        if name in amounts or " against the mean" in name or " in deviations" in name
    ]
    tried = [
        _tails("tails of every column", matrix, everything, both=True),
        _forest("isolation forest", matrix, everything, seed),
    ]
    if own and len(own) < len(names):
        tried.append(_tails("upper tails against its own past", matrix, own, both=False))
        ratios = [place for place in own if " against the mean" in names[place] or names[place] in amounts]
        tried.append(_tails("upper tails of amounts", matrix, ratios, both=False))
        tried.append(_forest("isolation forest against its own past", matrix, own, seed))
    progress("Fitting the one-class SVM and the autoencoders on samples ...")
    slow, missing = _slow(matrix, own or everything, seed, progress)
    return [*tried, *slow], missing


def _tails(name: str, matrix: Matrix, columns: Sequence[int], *, both: bool) -> _Tried:
    """Sum over columns of -log of how much of the training rows lies at least as far out (ECOD, Li et al. 2022).

    both: the rarer side of each column counts; else only large values do.
    """
    edges, values, covers = [], [], []
    for place in range(matrix.shape[1]):
        column = np.sort(matrix[:, place][~np.isnan(matrix[:, place])])
        if place not in columns or len(column) < 2:
            edges.append(np.empty(0, np.float32))
            values.append(np.zeros(1))
            covers.append(np.array([float(len(column)), float(len(matrix) - len(column))]))
            continue
        out = np.geomspace(0.5, max(1.0 / len(column), 1e-5), _TAIL_STEPS // 2)
        cuts = np.unique(np.quantile(column, np.unique(np.concatenate([out, 1 - out]))).astype(np.float32))
        above = 1 - np.searchsorted(column, np.append(-np.inf, cuts), side="right") / len(column)
        below = np.searchsorted(column, np.append(cuts, np.inf), side="right") / len(column)
        least = 0.5 / len(column)
        upper, lower = -np.log(np.maximum(above, least)), -np.log(np.maximum(below, least))
        upper[0] = 0.0
        edges.append(cuts)
        values.append(np.maximum(upper, lower) if both else upper)
        steps = np.diff(np.searchsorted(column, np.concatenate([[-np.inf], cuts, [np.inf]]), side="right"))
        rows = np.append(steps, len(matrix) - len(column)).astype(np.float64)
        covers.append(np.maximum(rows, _COVER_MIN))
    card = Scorecard(tuple(edges), tuple(values), np.zeros(matrix.shape[1]), tuple(covers), 0.0)
    trees = Ensemble(((1.0, card),), matrix.shape[1]).trees()
    return _Tried(name, card.margins, _as_trees(trees), trees)


def _forest(name: str, matrix: Matrix, columns: Sequence[int], seed: int) -> _Tried:
    """Mean depth at which a row stands alone, with its sign turned (Liu et al. 2008); missing values as the median."""
    chosen = matrix[:, list(columns)]
    middle = np.nan_to_num(np.nanmedian(chosen, axis=0))
    filled = np.where(np.isnan(chosen), middle, chosen)
    forest = IsolationForest(n_estimators=_FOREST_TREES, random_state=seed).fit(filled)
    trees = []
    for estimator, kept in zip(forest.estimators_, forest.estimators_features_, strict=True):
        trees.append(_isolation_tree(estimator.tree_, np.array(columns)[kept], middle[kept]))
    ensemble = _Trees(trees)
    return _Tried(name, ensemble.score, _as_trees(trees), trees)


@dataclasses.dataclass(frozen=True)
class _Trees:
    """A sum of trees, row by row through arrays."""

    trees: list[Tree]

    def score(self, matrix: Matrix) -> Floats:
        total = np.zeros(len(matrix))
        rows = np.arange(len(matrix))
        for tree in self.trees:
            node = np.zeros(len(matrix), np.int64)
            while (tree.feature[node] != LEAF).any():
                inner = tree.feature[node] != LEAF
                value = matrix[rows, np.maximum(tree.feature[node], 0)]
                right = np.where(np.isnan(value), tree.nan_right[node], value > tree.threshold[node])
                step = np.where(right, tree.right[node], tree.left[node])
                node = np.where(inner, step, node)
            total += tree.value[node]
        return total


def _isolation_tree(tree: object, columns: NDArray[np.int64], middle: Floats) -> Tree:
    left, right, feature, split, count = (
        np.asarray(getattr(tree, name))
        for name in ("children_left", "children_right", "feature", "threshold", "n_node_samples")
    )
    leaf = left == -1
    depth = np.zeros(len(left))
    for node in range(len(left)):
        if not leaf[node]:
            depth[left[node]] = depth[right[node]] = depth[node] + 1
    rows = count.astype(np.float64)
    harmonic = np.where(
        rows > 2,
        2 * (np.log(np.maximum(rows - 1, 1)) + np.euler_gamma) - 2 * (rows - 1) / np.maximum(rows, 1),
        rows == 2,
    )
    down = np.nextafter(split.astype(np.float32), np.float32(-np.inf))
    threshold = np.where(split.astype(np.float32) <= split, split.astype(np.float32), down)
    place = np.maximum(feature, 0)
    return Tree(
        np.where(leaf, LEAF, columns[place]).astype(np.int32), np.where(leaf, 0, threshold).astype(np.float32),
        ~leaf & (middle[place] > split), np.where(leaf, LEAF, left).astype(np.int32),
        np.where(leaf, LEAF, right).astype(np.int32), np.where(leaf, -(depth + harmonic) / _FOREST_TREES, 0.0), rows,
    )  # fmt: skip


def _slow(
    matrix: Matrix, columns: Sequence[int], seed: int, progress: Progress
) -> tuple[list[_Tried], tuple[str, ...]]:
    """What learns from samples alone: a one-class machine, and autoencoders."""
    rng = np.random.default_rng(seed)
    few = matrix[rng.choice(len(matrix), min(_ROWS_SLOW, len(matrix)), replace=False)]
    scaling = Scaling.of(few, columns)
    machine = _machine(scaling, scaling.apply(few))
    width = max(2, len(columns) // 3)
    widths = (2 * width, width, 2 * width)
    fitted = _sklearn_layers(scaling.apply(few), widths, seed)
    small = Coder(scaling, fitted)
    found = [
        _Tried("one-class SVM (sample)", machine.score, machine.graph),
        _Tried("autoencoder (sample)", small.score, small.graph),
    ]  # fmt: skip
    module, missing = optional.load(optional.CODER, progress)
    if module is None:
        return found, (missing,)
    many = matrix[rng.choice(len(matrix), min(_ROWS_TORCH, len(matrix)), replace=False)]
    wide = Scaling.of(many, columns)
    large = Coder(wide, module.layers_of(wide.apply(many), widths, seed))
    return [*found, _Tried(optional.CODER.candidate, large.score, large.graph)], ()


def _machine(scaling: Scaling, known: Floats) -> Machine:
    fitted = OneClassSVM(nu=0.02, gamma="scale").fit(known)
    width = 1.0 / (known.shape[1] * max(float(known.var()), 1e-12))  # what `scale` means
    return Machine(
        scaling, np.asarray(fitted.support_vectors_), np.asarray(fitted.dual_coef_)[0], width,
        -float(np.asarray(fitted.intercept_)[0]),
    )  # fmt: skip


def _sklearn_layers(known: Floats, widths: tuple[int, ...], seed: int) -> tuple[tuple[Floats, Floats], ...]:
    coder = MLPRegressor(hidden_layer_sizes=widths, max_iter=100, random_state=seed, early_stopping=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # one that has not settled still competes
        coder.fit(known, known.ravel() if known.shape[1] == 1 else known)
    return tuple(
        (np.asarray(weights), np.asarray(bias))
        for weights, bias in zip(coder.coefs_, coder.intercepts_, strict=True)
    )


def _share(score: Floats, truth: NDArray[np.bool_]) -> tuple[float, str]:
    """The contamination rate: of several shares to flag, the one whose flags find planted anomalies best (F1)."""
    found = []
    for share in _SHARES:
        flagged = score >= np.quantile(score, 1 - share)
        hits = float((flagged & truth).sum())
        found.append(2 * hits / max(float(flagged.sum() + truth.sum()), 1.0))
    best = int(np.argmax(found))
    shown = ", ".join(f"{share:.2%}: F1 {figure:.3f}" for share, figure in zip(_SHARES, found, strict=True))
    return (
        _SHARES[best],
        f"Contamination rate tuned on planted anomalies ({_PLANTED_SHARE:.0%} of rows): {shown}; {_SHARES[best]:.2%} was taken.",
    )


def _number(name: str) -> Column:
    return Column(name=name[:128], kind="number")


def _card(
    job: TrainingJob,
    file: ModelFile,
    rows: int,
    lines: tuple[Line, ...],
    names: Sequence[str],
    notes: Sequence[str],
) -> ModelCard:
    return ModelCard(
        use_case=job.use_case, task="anomaly", command=job.command, data_sha256=file.data_sha256, rows=rows,
        measured="On later rows of which one in a hundred was moved far out.", leaderboard=lines, features=tuple(names),
        leaks=(), notes=tuple(notes), licence=job.licence,
        limits=(
            "Unlike is not wrong: without labels nobody knows how many of the flagged rows are fraud.",
            "Planted anomalies are large amounts; a fraud of ordinary size looks like any other payment.",
        ),
    )  # fmt: skip
