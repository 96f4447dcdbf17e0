"""Models of the usual exporters pass the trial; what they are told about themselves is true."""

import warnings
from pathlib import Path

import lightgbm
import numpy as np
import pytest
from onnx import TensorProto, helper
from sklearn.base import ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import (
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from inference.manifest import Reading
from inference.uploads import trial_child
from inference.uploads.guard import check_model
from inference.uploads.scoring import SIZES, UploadedScorer
from inference.uploads.trial import Trials
from inference.uploads.trial_child import report_on
from inference.uploads.wire import ModelRefused
from tests.inference.uploads.graphs import (
    COLUMNS,
    exported,
    exported_by_lightgbm,
    floats,
    linear,
    logistic_regression,
    model,
    rehearsal,
    rows,
    task,
    tree,
    value,
)  # fmt: skip

ESTIMATORS = {
    "logistic regression": make_pipeline(StandardScaler(), LogisticRegression()),
    "imputed": make_pipeline(SimpleImputer(), StandardScaler(), LogisticRegression()),
    "gradient boosting": GradientBoostingClassifier(n_estimators=20, random_state=0),
    "histogram boosting": HistGradientBoostingClassifier(max_iter=20, random_state=0),
    "random forest": RandomForestClassifier(30, random_state=0),
    "neural network": MLPClassifier((16,), max_iter=30, random_state=0),
    "naive Bayes": GaussianNB(),
    "calibrated": CalibratedClassifierCV(LogisticRegression()),
}


@pytest.mark.parametrize("name", ESTIMATORS)
async def test_what_scikit_learn_exports_passes(name: str) -> None:
    """Each is taken as it comes out of skl2onnx, and agrees with scikit-learn."""
    matrix = rows(300)
    target = matrix[:, 0] - matrix[:, 1] + rows(300, 1, seed=1)[:, 0] > 0
    estimator: ClassifierMixin = ESTIMATORS[name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        estimator.fit(matrix, target)
    expected = estimator.predict_proba(matrix)[:, 1].astype(np.float64)
    given = task(
        exported(estimator), output="probabilities", index=1, matrix=matrix[:100], expected=expected[:100]
    )
    verdict = await Trials().run(given)
    assert verdict.difference_max < 1e-5
    assert verdict.cost_us >= 1
    assert len(np.frombuffer(verdict.margins)) == 100


async def test_what_lightgbm_exports_passes() -> None:
    """Trees of onnxmltools, with missing values: taken, batch-invariant, and missing values have a score."""
    matrix = rows(500)
    matrix[::7, 2] = np.nan
    target = (np.nan_to_num(matrix[:, 2]) + matrix[:, 0] > 0).astype(int)
    fitted = lightgbm.LGBMClassifier(n_estimators=20, num_leaves=7, verbose=-1).fit(matrix, target)
    made = exported_by_lightgbm(fitted, 4)
    expected = np.asarray(fitted.predict_proba(matrix[:60]))[:, 1]
    given = task(made, output="probabilities", index=1, matrix=matrix[:60], expected=expected)
    verdict = await Trials().run(given)
    assert verdict.batch_invariant
    assert verdict.missing_taken


async def test_a_neural_network_as_pytorch_exports_it_passes() -> None:
    """Gemm, Relu, Gemm and Sigmoid on float64 inputs, one for each column."""
    inputs = [value(name, "batch", 1, dtype=TensorProto.DOUBLE) for name in COLUMNS]
    nodes = [
        helper.make_node("Concat", list(COLUMNS), ["all"], axis=1),
        helper.make_node("Cast", ["all"], ["x"], to=TensorProto.FLOAT),
        helper.make_node("Gemm", ["x", "w1", "b1"], ["h"], transB=1),
        helper.make_node("Relu", ["h"], ["r"]),
        helper.make_node("Gemm", ["r", "w2", "b2"], ["z"], transB=1),
        helper.make_node("Sigmoid", ["z"], ["p"]),
    ]
    weights = np.random.default_rng(0).normal(size=50)
    parts = [weights[:32].tolist(), weights[32:40].tolist(), weights[40:48].tolist(), weights[48:49].tolist()]
    tensors = [
        floats("w1", (8, 4), parts[0]), floats("b1", (8,), parts[1]), floats("w2", (1, 8), parts[2]),
        floats("b2", (1,), parts[3]),
    ]  # fmt: skip
    graph = model(*nodes, tensors=tensors, inputs=inputs).SerializeToString()
    matrix = rows(50)
    hidden = np.maximum(matrix @ weights[:32].reshape(8, 4).T + weights[32:40], 0)
    expected = 1 / (1 + np.exp(-(hidden @ weights[40:48] + weights[48])))
    verdict = await Trials().run(task(graph, matrix=matrix, expected=expected))
    assert verdict.difference_max < 1e-5


async def test_another_models_sample_is_refused() -> None:
    """A sample that disagrees names the row; within the tolerance it passes."""
    graph, matrix, expected = logistic_regression()
    wrong = expected[:50].copy()
    wrong[7] += 0.01
    with pytest.raises(ModelRefused, match=r"rows\[7\]"):
        await Trials().run(task(graph, output="probabilities", index=1, matrix=matrix[:50], expected=wrong))
    loose = task(graph, output="probabilities", index=1, matrix=matrix[:50], expected=wrong, tolerance=0.02)
    assert (await Trials().run(loose)).difference_max == pytest.approx(0.01, abs=1e-6)
    with pytest.raises(ModelRefused, match="does not give what"):
        await Trials().run(
            task(graph, output="probabilities", index=0, matrix=matrix[:50], expected=expected[:50])
        )


def test_a_mean_over_all_rows_is_not_batch_invariant() -> None:
    """A graph that mixes rows is found out, so that it will be asked one row at a time."""
    mixing = linear(
        helper.make_node("ReduceMean", ["features"], ["mean"], axes=[0], keepdims=1),
        helper.make_node("Sub", ["features", "mean"], ["centred"]),
    )
    mixing.graph.node[2].input[0] = "centred"
    mixing.opset_import[0].version = 13
    alone = np.full(60, 0.5)  # a row alone is its own mean
    report = report_on(task(mixing.SerializeToString(), expected=alone), filtered=False)
    assert report.verdict is not None
    assert not report.verdict.batch_invariant
    same = report_on(task(tree().SerializeToString()), filtered=False)
    assert same.verdict is not None
    assert same.verdict.batch_invariant


def test_rows_run_at_measured_sizes_only() -> None:
    """Any number of rows is cut into the sizes of the trial, and scores what single rows score."""
    data = tree().SerializeToString()
    scorer = UploadedScorer(data, check_model(data, COLUMNS, "p"), Reading(output="p"))
    sizes: list[int] = []
    whole = scorer.margins_at_once

    def counted(matrix: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> object:
        sizes.append(len(matrix))
        return whole(matrix)

    scorer.margins_at_once = counted  # type: ignore[method-assign, assignment]
    matrix = rows(1_107)
    found = scorer.margins(matrix)
    assert set(sizes) <= set(SIZES)
    assert sum(sizes) == 1_107
    assert [whole(matrix[at : at + 1])[0] for at in range(0, 1_107, 50)] == found[::50].tolist()


def test_the_rehearsal_is_what_its_maker_makes() -> None:
    """The graph that the child practises on is a known one."""
    shipped = Path(trial_child.__file__).with_name("rehearsal.onnx")
    assert shipped.read_bytes() == rehearsal()
