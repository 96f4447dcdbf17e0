"""Nothing leaves training that does not say what the fitted model says."""

import dataclasses

import lightgbm
import numpy as np
import pytest
from numpy.typing import NDArray

from inference.runtimes.ort import OnnxRuntime
from inference.runtimes.port import Outputs
from tests.training.forests import Matrix, random_booster, random_rows
from training.errors import ParityFailed, UnsupportedModel
from training.onnx_export import from_onnx, to_onnx
from training.parity import BATCHES, Exported, Parity, Reference, check_parity, is_batch_invariant, probe_rows
from training.path_tables import build_path_tables
from training.trees import LEAF, Tree, to_float32, trees_of


def gate(matrix: Matrix, trees: list[Tree], reference: Reference) -> Parity:
    width = matrix.shape[1]
    paths, base_value = build_path_tables(trees, reference.intercept, width)
    scorer = OnnxRuntime().open(to_onnx(trees, reference.intercept, width, logistic=True), width)
    return check_parity(reference, trees, Exported(scorer, paths, base_value), matrix, seed=1)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_honest_export_passes(seed: int) -> None:
    """Margins, probabilities and contributions agree within 1e-5 on fresh and probe rows, in equal bits at every size."""
    matrix = random_rows(seed)
    booster = random_booster(seed, matrix, trees=100)
    found = gate(matrix, [tree.scaled(1.2) for tree in trees_of(booster)], Reference(booster, 1.2, -0.1))
    assert found.batch_invariant
    assert max(found.margin, found.probability, found.contribution, found.additivity) <= 1e-5
    assert found.rows > 4 * 500


def test_a_threshold_rounded_to_nearest_is_caught() -> None:
    """The bug of common converters: a threshold one ulp too high flips the rows that sit on it, and the gate names one."""
    matrix = random_rows(7)
    booster = random_booster(7, matrix)
    trees = trees_of(booster)
    first = trees[0]
    threshold = first.threshold.copy()
    threshold[0] = np.nextafter(threshold[0], np.float32(np.inf))
    with pytest.raises(ParityFailed, match=r"margin differs by .* for the row \["):
        gate(
            matrix,
            [dataclasses.replace(first, threshold=threshold), *trees[1:]],
            Reference(booster, 1.0, 0.0),
        )


def test_a_missing_value_sent_the_wrong_way_is_caught() -> None:
    """NaN rows are part of the gate."""
    matrix = random_rows(8)
    booster = random_booster(8, matrix)
    trees = trees_of(booster)
    turned = dataclasses.replace(trees[0], nan_right=~trees[0].nan_right)
    with pytest.raises(ParityFailed):
        gate(matrix, [turned, *trees[1:]], Reference(booster, 1.0, 0.0))


def test_probes_sit_on_every_threshold() -> None:
    """Each distinct threshold has a row on it, one just above, one just below and one with the value missing."""
    matrix = random_rows(2)
    trees = trees_of(random_booster(2, matrix, trees=10))
    rows = probe_rows(trees, matrix, np.random.default_rng(0))
    for tree in trees:
        for feature, threshold in zip(tree.feature, tree.threshold, strict=True):
            if feature != LEAF:
                column = set(rows[:, feature].tolist())
                assert float(threshold) in column
                assert float(np.nextafter(threshold, np.float32(np.inf))) in column
                assert float(np.nextafter(threshold, np.float32(-np.inf))) in column


@pytest.mark.parametrize("value", [0.1, -0.1, 1.1e-35, 1e299, -1e299, 1 / 3, 16_777_217.0])
def test_thresholds_to_float32(value: float) -> None:
    """The float32 that replaces a double is the largest one not above it, so the same float32 inputs pass."""
    rounded = to_float32(value)
    assert float(rounded) <= value
    with np.errstate(over="ignore"):
        assert float(np.nextafter(rounded, np.float32(np.inf))) > value


def test_a_split_of_missing_values_from_all_numbers_has_no_threshold() -> None:
    """LightGBM writes it as 1e300; even infinity lies below it."""
    assert to_float32(1e300) == np.inf
    assert to_float32(-1e300) == -np.inf


def test_what_lightgbm_reads_as_zero_goes_with_zero() -> None:
    """Values up to 1e-35 from zero count as zero in LightGBM's predictors; its own thresholds lie there."""
    tiny = np.float32(1e-35)
    assert to_float32(float(tiny)) == to_float32(0.0) == tiny
    assert to_float32(-float(tiny)) < -tiny


def test_a_runtime_whose_bits_depend_on_the_batch_is_found_out() -> None:
    """One that rounds differently in large batches is marked, and will be run row by row."""

    class Wobbly:
        heads = ()

        def margins(self, matrix: Matrix) -> NDArray[np.float64]:
            wobble = 1e-12 if len(matrix) == BATCHES[2] else 0.0
            return np.full(len(matrix), 1.0) + wobble

        def outputs(self, matrix: Matrix) -> Outputs:
            return Outputs(self.margins(matrix), {})

    assert not is_batch_invariant(Wobbly(), random_rows(1))


def test_what_a_sum_of_threshold_trees_cannot_say_is_refused() -> None:
    """Random forests average, categories split by sets, zero as missing breaks the order: all refused by name."""
    matrix = random_rows(1)
    forest = random_booster(1, matrix, trees=3, boosting="rf", bagging_freq=1, bagging_fraction=0.5)
    with pytest.raises(UnsupportedModel, match="averages"):
        trees_of(forest)
    sets = lightgbm.Dataset(
        np.round(np.abs(matrix)), matrix[:, 1] > 1, categorical_feature=[1], free_raw_data=False
    )
    by_sets = lightgbm.train({"objective": "binary", "verbosity": -1, "num_threads": 1}, sets, 3)
    with pytest.raises(UnsupportedModel, match="categorical"):
        trees_of(by_sets)
    zeros = matrix.copy()
    zeros[np.abs(zeros) < 0.7] = 0.0
    with pytest.raises(UnsupportedModel, match="Zero counts as missing"):
        trees_of(random_booster(1, zeros, trees=30, zero_as_missing=True))


def test_the_graph_alone_gives_back_its_trees() -> None:
    """Covers are in the graph, so anybody can check the explanations of a version without the booster."""
    matrix = random_rows(3)
    trees = trees_of(random_booster(3, matrix, trees=5))
    again, intercept = from_onnx(to_onnx(trees, 0.5, matrix.shape[1], logistic=True))
    assert intercept == 0.5
    for tree, copy in zip(trees, again, strict=True):
        for field in ("feature", "threshold", "nan_right", "cover"):
            assert np.array_equal(getattr(tree, field), getattr(copy, field)), field
        np.testing.assert_allclose(tree.value, copy.value, rtol=1e-6)
