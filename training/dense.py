"""Linear and distance models as small dense ONNX graphs, and their packaging: no trees, so no path tables to speak of."""

import dataclasses
import hashlib
import importlib.metadata
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from inference import artefacts, evidence, linear_classes
from inference.catalogue import UseCase
from inference.evidence_shares import SURE
from inference.explanations import tables
from inference.linear_classes import Linear
from inference.manifest import Calibration, Manifest, Provenance, Regions
from inference.runtimes.ort import OnnxRuntime
from training.errors import ParityFailed
from training.package import Source
from training.parity import BATCHES, is_batch_invariant
from training.path_tables import build_path_tables

_OPSET, _IR_VERSION = 17, 8
_TOLERANCE = 1e-3
_LIBRARIES = ("scikit-learn", "onnx", "onnxruntime", "numpy")
Nodes = list[onnx.NodeProto]
Floats = NDArray[np.float64]


class Graph:
    """A graph under construction: `features` in, named constants, nodes in order."""

    def __init__(self, feature_count: int) -> None:
        self._features = feature_count
        self._nodes: Nodes = []
        self._constants: list[onnx.TensorProto] = []
        self._count = 0

    def constant(self, values: NDArray[np.floating]) -> str:
        name = self._name()
        self._constants.append(numpy_helper.from_array(np.atleast_1d(values).astype(np.float32), name))
        return name

    def integers(self, values: Sequence[int]) -> str:
        name = self._name()
        self._constants.append(numpy_helper.from_array(np.array(values, np.int64), name))
        return name

    def add(self, operator: str, *inputs: str, output: str | None = None, axis: int | None = None) -> str:
        name = output or self._name()
        self._nodes.append(_node(operator, list(inputs), name, axis))
        return name

    def finish(self, heads: Mapping[str, int]) -> bytes:
        """heads: outputs beside `margin`, and their widths."""
        outputs = [helper.make_tensor_value_info("margin", TensorProto.FLOAT, ["n", 1])]
        outputs += [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", width])
            for name, width in heads.items()
        ]
        features = helper.make_tensor_value_info("features", TensorProto.FLOAT, ["n", self._features])
        graph = helper.make_graph(self._nodes, "score", [features], outputs, self._constants)
        opset = helper.make_opsetid("", _OPSET)
        model = helper.make_model(
            graph, opset_imports=[opset], ir_version=_IR_VERSION, producer_name="countermark"
        )
        onnx.checker.check_model(model)
        return bytes(model.SerializeToString(deterministic=True))

    def log_shares(self, scores: str) -> str:
        """Logarithms of the softmax, of shares too that are too small for a float32."""
        below = self.add("Sub", scores, self.add("ReduceMax", scores, axis=1))
        whole = self.add("ReduceSum", self.add("Exp", below), self.integers([1]))
        return self.add("Sub", below, self.add("Log", whole))

    def margin_of_largest(
        self,
        shares: str,
        slope: float,
        intercept: float,
        unnamed: str | None = None,
        logs: str | None = None,
    ) -> None:
        """margin = slope * log odds of the largest share + intercept. unnamed: one more share, that is never the largest.

        logs: logarithms of the shares, where they may be too small for their own to be taken.

        Where several are the largest, as where nothing is known of a row, one of them is named, and the rest are others.
        """
        largest = self.add("ReduceMax", shares, axis=1)
        less, none = self.add("Less", shares, largest), self.constant(np.array(0.0))
        others = self.add("Where", less, shares, none)
        rest = self.add("ReduceSum", others, self.integers([1]))  # not 1 - largest, which cancels
        tied = self.add("Where", less, none, self.constant(np.array(1.0)))
        count = self.add("ReduceSum", tied, self.integers([1]))
        more = self.add("Sub", count, self.constant(np.array(1.0)))
        rest = self.add("Add", rest, self.add("Mul", more, largest))
        rest = rest if unnamed is None else self.add("Add", rest, unnamed)
        kept = self.add("Max", rest, self.constant(np.array(SURE)))
        log_largest = self.add("Log", largest) if logs is None else self.add("ReduceMax", logs, axis=1)
        odds = self.add("Sub", log_largest, self.add("Log", kept))
        self.add(
            "Add",
            self.add("Mul", odds, self.constant(np.array(slope))),
            self.constant(np.array(intercept)),
            output="margin",
        )

    def _name(self) -> str:
        self._count += 1
        return f"c{self._count}"


def _node(operator: str, inputs: list[str], output: str, axis: int | None) -> onnx.NodeProto:
    """Make a node; a reduction keeps its axis, so that what comes out is still a matrix."""
    if operator in {"ReduceMax", "ReduceMin"}:
        return helper.make_node(operator, inputs, [output], axes=[axis], keepdims=1)
    if axis is not None:
        return helper.make_node(operator, inputs, [output], axis=axis)
    return helper.make_node(operator, inputs, [output])


def linear_graph(
    weights: Floats,
    bias: Floats,
    slope: float,
    intercept: float,
    named: int | None = None,
    *,
    by_logs: bool = False,
) -> bytes:
    """softmax(features @ weights + bias) as the head `classes`. weights: float64[f, k]. bias: float64[k].

    named: how many of the classes have a name, and so a place in the head: all, or all but the last. by_logs: take the margin of
    shares, too, that are too small for a float32, as those of all names may be beside one that has none.
    """
    graph = Graph(len(weights))
    scores = graph.add(
        "Add", graph.add("MatMul", "features", graph.constant(weights)), graph.constant(bias[None, :])
    )
    width = weights.shape[1]
    if named is None or named == width:
        shares = graph.add("Softmax", scores, output="classes", axis=1)
        graph.margin_of_largest(shares, slope, intercept)
        return graph.finish({"classes": width})
    places = np.eye(width)
    if by_logs:
        logs = graph.log_shares(scores)
        named_logs = graph.add("MatMul", logs, graph.constant(places[:, :named]))
        unnamed = graph.add("Exp", graph.add("MatMul", logs, graph.constant(places[:, named:])))
        head = graph.add("Exp", named_logs, output="classes")
        graph.margin_of_largest(head, slope, intercept, unnamed, named_logs)
        return graph.finish({"classes": named})
    shares = graph.add("Softmax", scores, axis=1)
    head = graph.add("MatMul", shares, graph.constant(places[:, :named]), output="classes")
    unnamed = graph.add("MatMul", shares, graph.constant(places[:, named:]))
    graph.margin_of_largest(head, slope, intercept, unnamed)
    return graph.finish({"classes": named})


def log_odds(shares: Floats) -> Floats:
    """Of the largest share of each row, as the graph has them."""
    largest = shares.max(axis=1)
    odds: Floats = np.log(largest) - np.log(np.maximum(1 - largest, SURE))
    return odds


@dataclasses.dataclass(frozen=True)
class Told:
    """Names of classes, the sums that reasons are shares of, and of segments their regions."""

    classes: tuple[str, ...]
    linear: Linear
    regions: Regions | None = None


def package_dense(
    use_case: UseCase,
    graph: bytes,
    expected: Floats,
    matrix: NDArray[np.float32],
    *,
    calibration: Calibration,
    source: Source,
    card: Sequence[tuple[str, str]],
    told: Told | None = None,
) -> dict[str, bytes]:
    """Put a version's files together. expected: margins of the fitted model for `matrix`. card: what to say of it.

    told: of one that tells classes, what it says besides.
    Raises: ParityFailed.
    """
    names = tuple(feature.name for feature in use_case.features)
    scorer = OnnxRuntime().open(graph, len(names))
    difference = _difference(scorer.margins(matrix), expected)
    paths, base_value = build_path_tables([], 0.0, len(names))
    said = {"use_case": use_case.name, "question": use_case.question, "meaning": use_case.meaning} | dict(
        card
    )
    files = {
        artefacts.GRAPH: graph,
        artefacts.PATHS: tables.write(paths),
        artefacts.CARD: msgspec.json.format(msgspec.json.encode(said), indent=2) + b"\n",
        artefacts.CARD_TEXT: _text(use_case, source, card, len(matrix), difference).encode(),
    }
    if told is not None:
        files[evidence.FILE] = linear_classes.write(told.linear)
    manifest = Manifest(
        format=1,
        use_case=use_case.name,
        inputs="facts",
        feature_set=use_case.feature_set,
        features=names,
        columns=(),
        link="logistic",
        base_value=base_value,
        batch_invariant=is_batch_invariant(scorer, matrix[: max(BATCHES)]),
        calibration=calibration,
        provenance=Provenance(
            command=source.command,
            data_sha256=source.data_sha256,
            row_count=len(matrix),
            seed=source.seed,
            libraries={name: importlib.metadata.version(name) for name in _LIBRARIES},
        ),
        files={name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())},
        task="probability" if told is None else "classes",
        classes=() if told is None else told.classes,
        regions=None if told is None else told.regions,
    )
    files[artefacts.MANIFEST] = (
        msgspec.json.format(msgspec.json.encode(manifest, order="deterministic"), indent=1) + b"\n"
    )
    artefacts.load(files)
    return files


def _difference(found: Floats, expected: Floats) -> float:
    """Raises: ParityFailed."""
    difference = float(np.abs(found - expected).max())
    if not difference <= _TOLERANCE:
        raise ParityFailed(f"The exported margin differs by {difference:.3g} (at most {_TOLERANCE:g}).")
    return difference


def _text(
    use_case: UseCase, source: Source, card: Sequence[tuple[str, str]], rows: int, difference: float
) -> str:
    lines = [
        f"# {use_case.name}",
        "",
        f"{use_case.question} {use_case.meaning}",
        "",
        f"- Made by: `{source.command}`",
        f"- Data: {rows:,} rows; SHA-256 `{source.data_sha256}`",
        *(f"- {name}: {value}" for name, value in card),
        f"- Export against the fitted model: margin within {difference:.1e}",
        "",
        "## Limits",
        "",
        *(f"- {note}" for note in source.notes),
        "",
    ]
    return "\n".join(lines)
