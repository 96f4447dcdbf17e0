"""Models to test with, and an explainer that shares no code with ours."""

import lightgbm
import numpy as np
import shap
from numpy.typing import NDArray

from training.trees import LEAF, Tree

Matrix = NDArray[np.float32]


def random_rows(seed: int, rows: int = 4_000, columns: int = 12) -> Matrix:
    """Normal, rounded and skewed columns, one in twenty values missing; the last two columns are never missing."""
    rng = np.random.default_rng(seed)
    matrix = rng.normal(size=(rows, columns)).astype(np.float32)
    matrix[:, 1] = np.round(matrix[:, 1])
    matrix[:, 2] = np.exp(2 * matrix[:, 2])
    holes = rng.random(matrix.shape) < 0.05
    holes[:, -2:] = False
    matrix[holes] = np.nan
    return matrix


def random_booster(
    seed: int, matrix: Matrix, *, trees: int = 40, leaves: int = 31, depth: int = 6, **parameters: object
) -> lightgbm.Booster:
    """A binary model of interactions, missingness and noise."""
    rng = np.random.default_rng(seed)
    known = np.nan_to_num(matrix)
    z = known @ rng.normal(size=matrix.shape[1]) / 2 + np.sin(3 * known[:, 0]) + known[:, 3] * known[:, 4]
    z += np.isnan(matrix[:, 0]) - np.minimum(known[:, 2], 9) / 9
    target = rng.random(len(matrix)) < 1 / (1 + np.exp(-np.clip(z, -30, 30)))
    settings = {
        "objective": "binary", "num_leaves": leaves, "max_depth": depth, "min_data_in_leaf": 10, "verbosity": -1,
        "num_threads": 1, "deterministic": True, "seed": seed, **parameters,
    }  # fmt: skip
    return lightgbm.train(settings, lightgbm.Dataset(matrix, target), trees)


def shap_of(trees: list[Tree], intercept: float) -> shap.TreeExplainer:
    """shap's own TreeExplainer (its C code, not LightGBM's) over plain trees."""
    described = [
        {
            "children_left": np.where(tree.feature == LEAF, -1, tree.left),
            "children_right": np.where(tree.feature == LEAF, -1, tree.right),
            "children_default": np.where(
                tree.feature == LEAF, -1, np.where(tree.nan_right, tree.right, tree.left)
            ),
            "features": np.where(tree.feature == LEAF, -2, tree.feature),
            "thresholds": tree.threshold.astype(np.float64),
            "values": tree.value.reshape(-1, 1),
            "node_sample_weight": np.maximum(tree.cover, 1.0),
        }
        for tree in trees
    ]
    model = {
        "trees": described,
        "base_offset": intercept,
        "internal_dtype": np.float64,
        "input_dtype": np.float32,
    }
    return shap.TreeExplainer(model, feature_perturbation="tree_path_dependent")
