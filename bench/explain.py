"""What an exact explanation costs: path tables in numpy and in C, LightGBM's TreeSHAP, shap's TreeExplainer.

CPU time (process_time) of one core, on a model of 100 trees, 31 leaves, depth 6, 30 features; medians with the middle half.
All sides explain the same rows, interleaved in one run; differences are checked on rows with missing values.
"""

import statistics
import time
import warnings
from collections.abc import Callable

import lightgbm
import numpy as np
import shap
from numpy.typing import NDArray

from app.scratch import scratch
from inference import artefacts, catalogue, starters
from inference.explanations import tables
from inference.explanations.compiled import Kernel, find_kernel
from inference.explanations.explainers import CompiledExplainer, Explainer, VectorisedExplainer
from training.onnx_export import from_onnx
from training.path_tables import build_path_tables
from training.starters import DENSE
from training.trees import LEAF, Tree, trees_of

TREES, LEAVES, DEPTH, FEATURES = 100, 31, 6, 30
LIMIT_NUMPY_US, LIMIT_COMPILED_US, LIMIT_DIFFERENCE = 120.0, 40.0, 1e-5
ROUNDS = 400
Matrix = NDArray[np.float32]
Explain = Callable[[Matrix], object]
Sides = dict[str, tuple[Explain, int, int]]  # explain, rows a call, rounds


def model(seed: int = 7) -> tuple[lightgbm.Booster, Matrix]:
    rng = np.random.default_rng(seed)
    matrix = rng.normal(size=(20_000, FEATURES)).astype(np.float32)
    matrix[:, 5] = np.round(matrix[:, 5])
    matrix[:, 7] = np.exp(2 * matrix[:, 7])
    matrix[rng.random(matrix.shape) < 0.05] = np.nan
    known = np.nan_to_num(matrix)
    z = known @ rng.normal(size=FEATURES) / 2 + np.sin(3 * known[:, 0]) + known[:, 1] * known[:, 2]
    target = rng.random(len(matrix)) < 1 / (1 + np.exp(-np.clip(z, -30, 30)))
    parameters = {
        "objective": "binary", "num_leaves": LEAVES, "max_depth": DEPTH, "num_threads": 1, "verbosity": -1, "seed": seed,
    }  # fmt: skip
    return lightgbm.train(parameters, lightgbm.Dataset(matrix, target), TREES), matrix


def shap_of(trees: list[Tree], intercept: float) -> shap.TreeExplainer:
    """shap's own C code over plain trees: it shares nothing with LightGBM's TreeSHAP or with the tables."""
    described = [
        {
            "children_left": tree.left,
            "children_right": tree.right,
            "children_default": np.where(tree.nan_right, tree.right, tree.left),
            "features": np.where(tree.feature == LEAF, -2, tree.feature),
            "thresholds": tree.threshold.astype(np.float64),
            "values": tree.value.reshape(-1, 1),
            "node_sample_weight": np.maximum(tree.cover, 1.0),
        }
        for tree in trees
    ]
    settings = {"base_offset": intercept, "internal_dtype": np.float64, "input_dtype": np.float32}
    return shap.TreeExplainer({"trees": described, **settings}, feature_perturbation="tree_path_dependent")


def measure(sides: Sides, matrix: Matrix) -> dict[str, list[float]]:
    """us of CPU a row; the sides take turns."""
    found: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(ROUNDS):
        for name, (explain, rows, rounds) in sides.items():
            if number < rounds:
                at = number * rows % (len(matrix) - rows)
                batch = np.ascontiguousarray(matrix[at : at + rows])
                before = time.process_time_ns()
                explain(batch)
                found[name].append((time.process_time_ns() - before) / 1e3 / rows)
    return found


def compare(explainer: Explainer, rows: Matrix, expected: NDArray[np.float64]) -> float:
    return float(np.abs(explainer.contributions(rows) - expected.reshape(len(rows), -1)).max())


def starter_differences() -> list[tuple[str, float]]:
    """Each starter of trees against shap's TreeExplainer over the trees that its graph holds, missing values included."""
    found = []
    for name in (each for each in catalogue.names() if each not in DENSE):
        files = starters.files(name)
        trees, intercept = from_onnx(files[artefacts.GRAPH])
        version = artefacts.load(files)
        rng = np.random.default_rng(1)
        cuts: list[list[float]] = [[0.0] for _ in version.features]
        for tree in trees:
            for feature, threshold in zip(tree.feature.tolist(), tree.threshold.tolist(), strict=True):
                if feature != LEAF and np.isfinite(threshold):
                    cuts[feature].append(threshold)
        rows = np.stack([rng.choice(values, 300) for values in cuts], axis=1).astype(np.float32)
        rows[rng.random(rows.shape) < 0.1] = np.nan
        expected = np.asarray(shap_of(trees, intercept).shap_values(rows)).reshape(rows.shape)
        found.append((name, float(np.abs(version.explain(rows) - expected).max())))
    return found


def sides_of(booster: lightgbm.Booster, paths: tables.PathTables, kernel: Kernel | None) -> Sides:
    plain = VectorisedExplainer(paths)
    sides: Sides = {}
    for rows in (1, 8, 16, 64):
        sides[f"path tables, numpy, {rows} in a batch"] = (plain.contributions, rows, ROUNDS)
        if kernel is not None:
            compiled = CompiledExplainer(paths, kernel)
            sides[f"path tables, C, {rows} in a batch"] = (compiled.contributions, rows, ROUNDS)
    for rows, rounds in ((1, 200), (16, 60)):
        sides[f"LightGBM pred_contrib, {rows} in a batch"] = (
            lambda batch: booster.predict(batch, pred_contrib=True, num_threads=1), rows, rounds,
        )  # fmt: skip
    sides["shap.TreeExplainer, 1 in a batch"] = (shap.TreeExplainer(booster).shap_values, 1, 30)
    return sides


def differences(
    booster: lightgbm.Booster, trees: list[Tree], plain: Explainer, rows: Matrix
) -> dict[str, float]:
    few = rows[:200]
    worst = {
        "LightGBM pred_contrib": compare(
            plain, rows, np.asarray(booster.predict(rows, pred_contrib=True))[:, :-1]
        ),
        "shap.TreeExplainer": compare(plain, few, np.asarray(shap.TreeExplainer(booster).shap_values(few))),
        "shap's own C code": compare(plain, few, np.asarray(shap_of(trees, 0.0).shap_values(few))),
    }
    return worst | {f"starter {name}, shap's own C code": value for name, value in starter_differences()}


def report(found: dict[str, list[float]], worst: dict[str, float]) -> None:
    print("us of CPU a row, median (middle half)")
    for name, times in found.items():
        low, middle, high = statistics.quantiles(times, n=4)
        print(f"  {name:38} {middle:9.1f}   ({low:.1f} to {high:.1f})")
    print("largest difference of a contribution (log odds)")
    for name, difference in worst.items():
        print(f"  {name:52} {difference:.1e}")


def main() -> None:
    warnings.filterwarnings(
        "ignore", "LightGBM binary classifier", UserWarning
    )  # shap tells of a change of its own
    booster, matrix = model()
    trees = trees_of(booster)
    paths, _ = build_path_tables(trees, 0.0, FEATURES)
    plain = VectorisedExplainer(paths)
    with scratch("kernel") as folder:
        kernel = find_kernel(folder)  # stays loaded when its file is gone
    found = measure(sides_of(booster, paths, kernel), matrix)
    worst = differences(booster, trees, plain, np.ascontiguousarray(matrix[:1_000]))
    size = len(tables.write(paths)) / 1e6
    print(
        f"{TREES} trees x {LEAVES} leaves, depth {DEPTH}, {FEATURES} features: {paths.group_count} groups, {size:.2f} MB"
    )
    report(found, worst)
    limits = {"path tables, numpy, 1 in a batch": LIMIT_NUMPY_US}
    equal = True
    if kernel is None:
        print("no C compiler: the compiled kernel was not measured")
    else:
        limits["path tables, C, 1 in a batch"] = LIMIT_COMPILED_US
        equal = np.array_equal(
            CompiledExplainer(paths, kernel).contributions(matrix), plain.contributions(matrix)
        )
        print(f"numpy and C over {len(matrix):,} rows: {'equal bits' if equal else 'DIFFERENT'}")
    slow = [name for name, limit in limits.items() if statistics.median(found[name]) > limit]
    reached = equal and not slow and max(worst.values()) <= LIMIT_DIFFERENCE
    wanted = f"numpy {LIMIT_NUMPY_US:.0f} us, C {LIMIT_COMPILED_US:.0f} us, difference {LIMIT_DIFFERENCE:g}"
    print(f"limits ({wanted}): {'reached' if reached else 'NOT reached'}")
    raise SystemExit(0 if reached else 1)


if __name__ == "__main__":
    main()
