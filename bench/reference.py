"""The model of reference: 100 trees × 31 leaves, depth at most 6, 30 features, on seeded synthetic rows.

Written once as a version of ours (`credit-score`, own columns), and as what the peers load: a joblib file of a LightGBM
classifier of the same shape on the same rows, and a bare ONNX graph of our own.
"""

import pathlib

import joblib
import lightgbm
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from inference import artefacts, catalogue
from inference.manifest import Column
from training.calibration import calibration_of
from training.evaluation import quality
from training.fit import Rows, Shape, fit
from training.package import Source, package, write_folder
from training.trees import trees_of

FEATURES = 30
TREES = 100
ROWS = 20_000
SEED = 20261121
NAMES = tuple(f"f{number}" for number in range(FEATURES))  # as LightGBM names the columns itself
_SHAPE = Shape("reference", leaves=31, depth=6, trees=TREES, rate=0.04, rows_per_leaf=20)


def rows(count: int, seed: int) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Synthetic rows and targets: float32[count, 30] and bool[count]."""
    rng = np.random.default_rng(seed)
    matrix = rng.normal(size=(count, FEATURES)).astype(np.float32)
    weights = rng.normal(size=FEATURES)
    margin = matrix @ weights * 0.4 + np.sin(matrix[:, 0] * 3) + matrix[:, 1] * matrix[:, 2] - 1.5
    return matrix, rng.random(count) < 1 / (1 + np.exp(-margin))


def write(folder: pathlib.Path) -> None:
    """Write `version/` (ours), `model.joblib` and `score.onnx` (the peers') into `folder`."""
    matrix, target = rows(ROWS, SEED)
    fitted = fit(Rows(matrix, target), NAMES, SEED, hide=False, shapes=(_SHAPE,))
    trees = trees_of(fitted.booster)
    leaves = max(int((tree.feature < 0).sum()) for tree in trees)
    if len(trees) != TREES or leaves != _SHAPE.leaves:
        raise SystemExit(f"the model of reference came out with {len(trees)} trees of up to {leaves} leaves")
    held_out = target[fitted.held_out]
    version = package(
        catalogue.get("credit-score"),
        fitted,
        calibration_of(fitted.slope, fitted.intercept, fitted.probability, held_out),
        quality(held_out, fitted.probability, SEED),
        matrix,
        Source(
            command="python -m bench.reference",
            data_sha256="0" * 64,
            columns=tuple(Column(name=name, kind="number") for name in NAMES),
            notes=(),
            seed=SEED,
        ),
    )
    write_folder(version, folder / "version")
    joblib.dump(_classifier(matrix, target), folder / "model.joblib")
    (folder / "score.onnx").write_bytes(version.files[artefacts.GRAPH])


def _classifier(matrix: NDArray[np.float32], target: NDArray[np.bool_]) -> lightgbm.LGBMClassifier:
    """The same shape as scikit-learn users keep it. One thread: more of them only get in each other's way here."""
    classifier = lightgbm.LGBMClassifier(
        n_estimators=TREES, num_leaves=_SHAPE.leaves, max_depth=_SHAPE.depth, learning_rate=_SHAPE.rate,
        min_child_samples=_SHAPE.rows_per_leaf, n_jobs=1, verbose=-1,
    )  # fmt: skip
    return classifier.fit(pd.DataFrame(matrix, columns=list(NAMES)), target)
