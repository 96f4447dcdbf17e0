"""Path tables say exactly what TreeSHAP says."""

import dataclasses

import lightgbm
import numpy as np
import pytest

from inference.explanations import tables
from inference.explanations.explainers import VectorisedExplainer
from inference.explanations.tables import PathTables
from tests.training.forests import Matrix, random_booster, random_rows, shap_of
from training.errors import UnsupportedModel
from training.parity import probe_rows
from training.path_tables import build_path_tables
from training.trees import Tree, trees_of

SHAPES = [(31, 6), (7, 3), (64, 8), (2, 1), (20, 4)]


def contributions(found: PathTables, rows: Matrix) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return VectorisedExplainer(found).contributions(rows).reshape(len(rows), -1)


@pytest.mark.parametrize(("leaves", "depth"), SHAPES)
def test_tables_are_exact(leaves: int, depth: int) -> None:
    """Within 1e-6 of LightGBM's TreeSHAP on rows, on both sides of each threshold and where values are missing."""
    matrix = random_rows(leaves)
    booster = random_booster(leaves, matrix, leaves=leaves, depth=depth)
    trees = trees_of(booster)
    found, base_value = build_path_tables(trees, 0.0, matrix.shape[1])
    rows = np.concatenate([matrix[:500], probe_rows(trees, matrix, np.random.default_rng(1))[:2_000]])
    expected = np.asarray(booster.predict(rows, pred_contrib=True))
    np.testing.assert_allclose(contributions(found, rows), expected[:, :-1], atol=1e-6, rtol=0)
    assert base_value == pytest.approx(expected[0, -1], abs=1e-9)


def test_tables_agree_with_shap_itself() -> None:
    """Within 1e-5 of shap.TreeExplainer, whose code is neither LightGBM's nor ours."""
    matrix = random_rows(5)
    trees = trees_of(random_booster(5, matrix, trees=100))
    found, base_value = build_path_tables(trees, 0.25, matrix.shape[1])
    explainer = shap_of(trees, 0.25)
    rows = matrix[:300]
    expected = np.asarray(explainer.shap_values(rows)).reshape(len(rows), -1)
    np.testing.assert_allclose(contributions(found, rows), expected, atol=1e-5, rtol=0)
    assert base_value == pytest.approx(float(np.ravel(explainer.expected_value)[0]), abs=1e-5)


def test_missing_values_that_contradict_every_number() -> None:
    """A path that only a missing value can take (above 5, and again at 5 the other way) is explained exactly too."""
    leaf, none = -1, -1
    tree = Tree(
        feature=np.array([0, leaf, 0, leaf, leaf], np.int32),
        threshold=np.array([5, 0, 5, 0, 0], np.float32),
        nan_right=np.array([True, False, False, False, False]),
        left=np.array([1, none, 3, none, none], np.int32),
        right=np.array([2, none, 4, none, none], np.int32),
        value=np.array([0.0, 1.0, 0.0, 7.0, -2.0]),
        cover=np.array([100.0, 60.0, 40.0, 10.0, 30.0]),
    )
    found, base_value = build_path_tables([tree], 0.0, 1)
    rows = np.array([[4.0], [5.0], [6.0], [np.nan]], np.float32)
    margins = base_value + contributions(found, rows)[:, 0]
    np.testing.assert_allclose(margins, [1.0, 1.0, -2.0, 7.0], atol=1e-6)


def test_a_tree_that_never_split_moves_the_base_value_alone() -> None:
    """Constant trees explain nothing and are not lost."""
    stump = Tree(
        feature=np.array([-1], np.int32), threshold=np.zeros(1, np.float32), nan_right=np.zeros(1, bool),
        left=np.array([-1], np.int32), right=np.array([-1], np.int32), value=np.array([0.75]), cover=np.zeros(1),
    )  # fmt: skip
    found, base_value = build_path_tables([stump], 0.5, 3)
    assert base_value == 1.25
    assert not contributions(tables.read(tables.write(found)), np.zeros((2, 3), np.float32)).any()


def test_a_tree_too_deep_for_a_table_is_refused() -> None:
    """Depth 9 would need more than a byte a path: the export says so instead of growing without bound."""
    matrix = random_rows(3)
    booster = random_booster(3, matrix, trees=5, leaves=200, depth=12, min_data_in_leaf=2)
    with pytest.raises(UnsupportedModel, match="deeper than 8"):
        build_path_tables(trees_of(booster), 0.0, matrix.shape[1])


def test_tables_survive_their_file() -> None:
    """Reading what was written gives the same arrays, and writing again the same bytes."""
    matrix = random_rows(9)
    found, _ = build_path_tables(trees_of(random_booster(9, matrix)), 0.0, matrix.shape[1])
    data = tables.write(found)
    again = tables.read(data)
    for field in dataclasses.fields(PathTables):
        assert np.array_equal(getattr(found, field.name), getattr(again, field.name)), field.name
    assert tables.write(again) == data


def test_scaling_the_trees_scales_the_explanation() -> None:
    """Calibration is linear in the margin, so it passes into every contribution."""
    matrix = random_rows(4)
    booster = random_booster(4, matrix)
    trees = [tree.scaled(1.7) for tree in trees_of(booster)]
    found, base_value = build_path_tables(trees, -0.3, matrix.shape[1])
    margins = base_value + contributions(found, matrix).sum(axis=1)
    expected = 1.7 * np.asarray(booster.predict(matrix, raw_score=True)) - 0.3
    np.testing.assert_allclose(margins, expected, atol=1e-6, rtol=0)


def test_the_number_of_features_may_exceed_the_used_ones() -> None:
    """Features that no tree asks about get exactly zero."""
    matrix = random_rows(6)
    booster = lightgbm.train(
        {"objective": "binary", "verbosity": -1, "num_leaves": 3, "num_threads": 1},
        lightgbm.Dataset(matrix, matrix[:, -1] > 0), 2,
    )  # fmt: skip
    found, _ = build_path_tables(trees_of(booster), 0.0, matrix.shape[1])
    parts = contributions(found, matrix[:50])
    assert parts[:, -1].all()
    assert not parts[:, :-1].any()
