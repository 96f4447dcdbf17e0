"""Sums of boosters and scorecards export as what they are."""

import numpy as np
import pytest

from inference.explanations.explainers import VectorisedExplainer
from inference.runtimes.ort import OnnxRuntime
from tests.training.forests import random_booster, random_rows
from training.ensembles import Ensemble, fit_scorecard
from training.onnx_export import to_onnx
from training.parity import Exported, Reference, check_parity
from training.path_tables import build_path_tables
from training.trees import trees_of

MATRIX = random_rows(4, rows=2_000, columns=6)
TARGET = np.nan_to_num(MATRIX[:, 0]) + np.random.default_rng(1).normal(size=len(MATRIX)) > 0.5


@pytest.mark.parametrize("linear", [True, False])
def test_a_blend_passes_the_gate_of_versions(linear: bool) -> None:
    """Graph and tables say what the blend says, on probes at every step of the scorecard and on missing values."""
    card = fit_scorecard(MATRIX, TARGET, steps=16, linear=linear, strength=0.1, seed=1)
    blend = Ensemble(((0.6, random_booster(2, MATRIX, trees=10)), (0.4, card)), MATRIX.shape[1])
    trees = trees_of(blend)
    graph = to_onnx(trees, 0.25, MATRIX.shape[1], logistic=True)
    paths, base = build_path_tables(trees, 0.25, MATRIX.shape[1])
    exported = Exported(OnnxRuntime().open(graph, MATRIX.shape[1]), paths, base)
    parity = check_parity(Reference(blend, 1.0, 0.25), trees, exported, MATRIX, 1)
    assert parity.margin <= 1e-5
    parts = VectorisedExplainer(paths).contributions(MATRIX[:50])
    np.testing.assert_allclose(base + parts.sum(axis=1), blend.predict(MATRIX[:50]) + 0.25, atol=1e-5)


def test_a_straight_line_is_learned_as_one() -> None:
    """The linear card ranks like the column that it depends on, and missing values have a place of their own."""
    card = fit_scorecard(MATRIX, TARGET, steps=32, linear=True, strength=1.0, seed=1)
    values = card.values[0]
    assert (np.diff(values) > 0).all()
    assert values[0] < card.missing[0] < values[-1]
