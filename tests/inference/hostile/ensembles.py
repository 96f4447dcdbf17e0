"""Trees that lead out of themselves, linear models that are too short."""

from collections.abc import Iterator

from onnx import helper

from tests.inference.hostile.making import LARGE, bytes_of, using
from tests.inference.uploads.graphs import integers, linear, model, tree, value


def trees() -> Iterator[tuple[str, bytes]]:
    """Trees that lead out of themselves, or nowhere."""
    changes: dict[str, dict[str, list[int] | list[float] | list[str]]] = {
        "feature beyond the row": {"nodes_featureids": [0, 4_000_000, 0, 0, 0]},
        "feature just beyond the row": {"nodes_featureids": [4, 1, 0, 0, 0]},
        "negative feature": {"nodes_featureids": [-1, 1, 0, 0, 0]},
        "child that is its parent": {"nodes_truenodeids": [0, 3, 0, 0, 0]},
        "circle of two": {"nodes_truenodeids": [1, 0, 0, 0, 0]},
        "child that is not there": {"nodes_falsenodeids": [2, 99, 0, 0, 0]},
        "negative child": {"nodes_falsenodeids": [2, -4, 0, 0, 0]},
        "shared child": {"nodes_truenodeids": [1, 2, 0, 0, 0]},
        "one id twice": {"nodes_nodeids": [0, 1, 2, 3, 3]},
        "lists of two lengths": {"nodes_values": [0.0, 0.5]},
        "unknown mode": {"nodes_modes": ["BRANCH_LEQ", "BRANCH_EVIL", "LEAF", "LEAF", "LEAF"]},
        "target beyond the outputs": {"target_ids": [0, 0, 1_000_000]},
        "negative target": {"target_ids": [0, 0, -1]},
        "weight of no leaf": {"target_nodeids": [2, 3, 77]},
        "weight of a branch": {"target_nodeids": [2, 3, 0]},
        "giant ids": {"nodes_nodeids": [0, 1, 2, 3, 2**62]},
        "another tree's child": {"nodes_treeids": [0, 0, 0, 0, 1]},
    }
    for name, changed in changes.items():
        yield f"tree: {name}", bytes_of(tree(**changed))
    apart = tree(
        nodes_treeids=[0] * 7, nodes_nodeids=list(range(7)), nodes_featureids=[0] * 7, nodes_values=[0.0] * 7,
        nodes_modes=["BRANCH_LEQ", "BRANCH_LEQ", "LEAF", "LEAF", "LEAF", "BRANCH_LEQ", "BRANCH_LEQ"],
        nodes_truenodeids=[1, 3, 0, 0, 0, 6, 5], nodes_falsenodeids=[2, 4, 0, 0, 0, 6, 5],
    )  # fmt: skip
    yield "tree: a circle beside it", bytes_of(apart)
    hidden = tree()
    hidden.graph.node[0].input[0] = "wide"
    shape = helper.make_node("Shape", ["features"], ["s"])
    odd = helper.make_node("Reshape", ["features", "s"], ["wide"])
    both = [shape, odd, *hidden.graph.node]
    del hidden.graph.node[:]
    hidden.graph.node.extend(both)
    yield "tree: on columns that nobody can count", bytes_of(hidden)


def linear_models() -> Iterator[tuple[str, bytes]]:
    """Coefficients that are too few: the runtime would read what lies behind them."""

    def classifier(**changed: list[float] | list[int]) -> bytes:
        fields = {"coefficients": [0.1] * 8, "intercepts": [0.0, 0.0], "classlabels_ints": [0, 1], **changed}
        node = helper.make_node("LinearClassifier", ["features"], ["label", "p"], domain="ai.onnx.ml")
        node.attribute.extend(helper.make_attribute(name, found) for name, found in fields.items())
        return bytes_of(model(node, outputs=[value("p", "n", 2)]))

    yield "linear: too few coefficients", classifier(coefficients=[0.1])
    yield "linear: too few intercepts", classifier(intercepts=[0.0])
    yield (
        "linear: a thousand classes",
        classifier(classlabels_ints=list(range(1_001)), coefficients=[0.0] * 8),
    )
    short = helper.make_node(
        "LinearRegressor", ["features"], ["p"], domain="ai.onnx.ml", coefficients=[0.1], targets=1
    )
    yield "linear: regressor with too few coefficients", bytes_of(model(short))
    many = helper.make_node(
        "LinearRegressor", ["features"], ["p"], domain="ai.onnx.ml", coefficients=[0.1] * 4, targets=LARGE
    )
    yield "linear: a thousand million targets", bytes_of(model(many))
    scaler = helper.make_node(
        "Scaler", ["features"], ["s"], domain="ai.onnx.ml", offset=[0.0, 0.0], scale=[1.0, 1.0]
    )
    yield "scaler: of other columns", bytes_of(linear(scaler))
    imputer = helper.make_node(
        "Imputer", ["features"], ["s"], domain="ai.onnx.ml", imputed_value_floats=[0.0, 0.0]
    )
    yield "imputer: of other columns", bytes_of(linear(imputer))
    taken = helper.make_node("ArrayFeatureExtractor", ["features", "far"], ["s"], domain="ai.onnx.ml")
    yield "a column that is not there", using(linear(taken, tensors=(integers("far", [LARGE]),)), "s")
    gathered = helper.make_node("Gather", ["features", "far"], ["s"], axis=1)
    yield "Gather out of range", using(linear(gathered, tensors=(integers("far", [LARGE]),)), "s")
    support = helper.make_node(
        "SVMClassifier", ["features"], ["label", "q"], domain="ai.onnx.ml", vectors_per_class=[2**40, 1]
    )
    yield "support vectors that are not there", bytes_of(linear(support))
