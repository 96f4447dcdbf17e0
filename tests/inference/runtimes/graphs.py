"""Graphs that the contract is tested with, as they were registered and as a server has them."""

import dataclasses
import functools
import hashlib
import pathlib

import msgspec
import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from inference.manifest import Manifest
from inference.runtimes import folders
from inference.runtimes.folders import ServedGraph
from inference.runtimes.ort import OrtScorer
from inference.runtimes.remote_check import RemoteModel

STARTER = pathlib.Path("inference/starter/credit-score")
HEAD = "quantiles"


@dataclasses.dataclass(frozen=True)
class Placed:
    """model: what was registered. served: what a server has under its name."""

    model: RemoteModel
    served: ServedGraph


def linear_graph(seed: int, columns: int = 5) -> bytes:
    """A margin and three quantiles, linear in what is known."""
    random = np.random.default_rng(seed)
    weights = random.normal(size=(columns, 4)).astype(np.float32) / 4
    nodes = [
        helper.make_node("IsNaN", ["features"], ["missing"]),
        helper.make_node("Where", ["missing", "zero", "features"], ["known"]),
        helper.make_node("MatMul", ["known", "of_margin"], ["margin"]),
        helper.make_node("MatMul", ["known", "of_head"], [HEAD]),
    ]
    graph = helper.make_graph(
        nodes,
        "linear",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["n", columns])],
        [
            helper.make_tensor_value_info("margin", TensorProto.FLOAT, ["n", 1]),
            helper.make_tensor_value_info(HEAD, TensorProto.FLOAT, ["n", 3]),
        ],
        [
            numpy_helper.from_array(np.array(0, np.float32), "zero"),
            numpy_helper.from_array(weights[:, :1].copy(), "of_margin"),
            numpy_helper.from_array(weights[:, 1:].copy(), "of_head"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def in_process(graph: bytes) -> OrtScorer:
    """As `OnnxRuntime.open`, of graphs that no tenant could upload, too."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    return OrtScorer(session, tuple(sorted({each.name for each in session.get_outputs()} & {HEAD})))


def place(
    name: str,
    graph: bytes,
    columns: int,
    *,
    head: bool,
    on_server: bytes | None = None,
    columns_on_server: int | None = None,
    digest_on_server: bytes | None = None,
) -> Placed:
    """Register a graph, and put it, or something else, under its name on a server."""
    digest = hashlib.sha256(graph + name.encode()).digest()
    widths = {"margin": 1, HEAD: 3} if head else {"margin": 1}
    named = folders.served_name(name, digest)
    model = RemoteModel(
        name=named,
        digest=digest.hex(),
        feature_count=columns,
        widths=widths,
        batch_invariant=not head,
        reference=in_process(graph),
    )
    served = ServedGraph(
        name=named,
        digest=digest_on_server or digest,
        graph=on_server or graph,
        feature_count=columns_on_server or columns,
        widths=widths,
        batch_invariant=not head,
    )
    return Placed(model, served)


@functools.cache
def trees() -> Placed:
    """The credit starter: a real ensemble, whose bits do not depend on a row's company."""
    graph = (STARTER / "score.onnx").read_bytes()
    manifest = msgspec.json.decode((STARTER / "manifest.json").read_bytes(), type=Manifest)
    return place("trees", graph, len(manifest.features), head=False)


@functools.cache
def linear() -> Placed:
    """With a head, and asked for row by row."""
    return place("linear", linear_graph(1), 5, head=True)


@functools.cache
def swapped() -> Placed:
    """The server says the right digest, and has another graph."""
    return place("swapped", linear_graph(1), 5, head=True, on_server=linear_graph(2))


@functools.cache
def mislabelled() -> Placed:
    """The server has the right graph, and says another digest."""
    return place("mislabelled", linear_graph(1), 5, head=True, digest_on_server=b"\x01" * 32)


@functools.cache
def wide() -> Placed:
    """The server has a graph of more columns."""
    return place("wide", linear_graph(1), 5, head=True, on_server=linear_graph(1, 6), columns_on_server=6)


@functools.cache
def absent() -> Placed:
    """The server does not have it."""
    return place("absent", linear_graph(3), 5, head=True)


def every() -> list[Placed]:
    """What a server is prepared with."""
    return [trees(), linear(), swapped(), mislabelled(), wide()]


def rows(columns: int, count: int, seed: int = 7) -> NDArray[np.float32]:
    """float32[count, columns], a tenth of it missing."""
    random = np.random.default_rng(seed)
    matrix = random.normal(size=(count, columns)) * 10 ** random.uniform(-1, 3, columns)
    matrix[random.random(matrix.shape) < 0.1] = np.nan
    return np.asarray(matrix, np.float32)
