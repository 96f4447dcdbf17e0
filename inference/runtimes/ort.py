"""ONNX Runtime in process: the runtime of every decision unless settings name another."""

from typing import cast

import numpy as np
from numpy.typing import NDArray

from inference.onnx_guard import GraphRefused, check_graph
from inference.runtimes.port import Outputs, RuntimeUnavailable
from inference.runtimes.silence import onnxruntime, ort_errors

_ERRORS = (
    ort_errors.EPFail,
    ort_errors.Fail,
    ort_errors.InvalidArgument,
    ort_errors.InvalidGraph,
    ort_errors.InvalidProtobuf,
    ort_errors.NoSuchFile,
    ort_errors.NotImplemented,
    ort_errors.RuntimeException,
)


class OnnxRuntime:
    """Opens sessions with one thread: for rows by the handful a second thread costs more than it gives, and it
    changes the order of additions and with it the last bits of a score."""

    def __init__(self, *, checked: bool = False) -> None:
        """checked: these very bytes passed `check_graph` when they were registered. It is most of the work of opening, and
        pure Python, which those who are being answered meanwhile would wait for."""
        self._checked = checked

    def open(self, graph: bytes, feature_count: int) -> "OrtScorer":
        if not self._checked:
            check_graph(graph, feature_count)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.log_severity_level = 4
        try:
            session = onnxruntime.InferenceSession(
                graph, options, providers=["CPUExecutionProvider"], enable_fallback=False
            )
        except (*_ERRORS, UnicodeDecodeError) as error:
            raise GraphRefused("ONNX Runtime cannot load this graph.", internal=str(error)) from error
        inputs = [(value.name, value.type, list(value.shape)[1:]) for value in session.get_inputs()]
        if inputs != [("features", "tensor(float)", [feature_count])]:
            raise GraphRefused(f"The graph's only input must be `features`: float32[n, {feature_count}].")
        outputs = {value.name: value.type for value in session.get_outputs()}
        if outputs.get("margin") != "tensor(float)":
            raise GraphRefused("The graph has no output `margin` of type float32.")
        heads = tuple(sorted(outputs.keys() - {"margin", "probability"}))
        if any(outputs[name] != "tensor(float)" for name in heads):
            raise GraphRefused("An output of the graph is not of type float32.")
        scorer = OrtScorer(session, heads)
        try:
            scorer.outputs(np.full((1, feature_count), np.nan, np.float32))
        except RuntimeUnavailable as error:
            raise GraphRefused(
                "The graph does not give one margin per row.", internal=error.internal
            ) from error
        return scorer


class OrtScorer:
    def __init__(self, session: onnxruntime.InferenceSession, heads: tuple[str, ...] = ()) -> None:
        self._session = session
        self.heads = heads

    def margins(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        return _margin(self._run(["margin"], matrix)[0], len(matrix))

    def outputs(self, matrix: NDArray[np.float32]) -> Outputs:
        found = self._run(["margin", *self.heads], matrix)
        heads = {}
        for name, values in zip(self.heads, found[1:], strict=True):
            if values.ndim != 2 or len(values) != len(matrix):
                raise RuntimeUnavailable("A head is not one row of values a row.", internal=name)
            heads[name] = values
        return Outputs(_margin(found[0], len(matrix)), heads)

    def _run(self, names: list[str], matrix: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        try:
            return cast("list[NDArray[np.float32]]", self._session.run(names, {"features": matrix}))
        except _ERRORS as error:
            raise RuntimeUnavailable("The model could not be run.", internal=str(error)) from error


def _margin(margin: NDArray[np.float32], rows: int) -> NDArray[np.float64]:
    if margin.size != rows:
        raise RuntimeUnavailable("The model did not return one margin per row.", internal=str(margin.shape))
    return margin.reshape(-1).astype(np.float64)
