"""Running an uploaded graph: the same code in the sandbox that tries it and in the process that decides with it."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from inference.manifest import Meaning, Reading
from inference.runtimes.port import Outputs, RuntimeUnavailable
from inference.runtimes.silence import onnxruntime, ort_errors
from inference.uploads.guard import Form
from inference.uploads.wire import ModelRefused

SIZES = (1000, 64, 32, 16, 8, 4, 2, 1)
"""A graph is never run on another number of rows than these, which are those it was measured at."""
_CLOSEST = 2.0**-24  # a float32 probability tells no more of how close to 0 or 1 it is
_ROUNDING = 1e-5  # a mean of float32 votes may come out as 1.0000001
Matrix: TypeAlias = NDArray[np.float32]

_ERRORS = (
    ort_errors.EPFail,
    ort_errors.Fail,
    ort_errors.InvalidArgument,
    ort_errors.InvalidGraph,
    ort_errors.InvalidProtobuf,
    ort_errors.NoSuchFile,
    ort_errors.NotImplemented,
    ort_errors.RuntimeException,
    UnicodeDecodeError,
)


class UploadedScorer:
    """Implements `inference.runtimes.port.Scorer` for a graph that passed the guard."""

    heads: tuple[str, ...] = ()

    def __init__(self, graph: bytes, form: Form | tuple[str, ...], reading: Reading) -> None:
        """form: as the guard found it, or of a graph that passed it before the names of the columns.

        Raises: ModelRefused when ONNX Runtime cannot load it.
        """
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.log_severity_level = 4
        try:
            self._session = onnxruntime.InferenceSession(
                graph, options, providers=["CPUExecutionProvider"], enable_fallback=False
            )
        except _ERRORS as error:
            raise ModelRefused("ONNX Runtime cannot load this graph.", internal=str(error)) from error
        self._form = form if isinstance(form, Form) else self._form_of(form, reading.output)
        self._reading = reading

    def _form_of(self, columns: tuple[str, ...], output: str) -> Form:
        doubles = {each.name: each.type == "tensor(double)" for each in self._session.get_inputs()}
        names = columns if len(doubles) > 1 else tuple(doubles)
        return Form(names, tuple(doubles[name] for name in names), output)

    def outputs(self, matrix: Matrix) -> Outputs:
        """What decisions are made of. Raises: RuntimeUnavailable, also when a row came to no probability."""
        margins = self.margins(matrix)
        if np.isnan(margins).any():
            raise RuntimeUnavailable(
                "The model gave no probability for a row.", internal=f"{len(matrix)} rows"
            )
        return Outputs(margins, {})

    def margins(self, matrix: Matrix) -> NDArray[np.float64]:
        """float64[n], NaN where the model gave no probability for a row. Raises: RuntimeUnavailable."""
        parts, at = [np.empty(0)], 0
        while at < len(matrix):
            size = next(size for size in SIZES if size <= len(matrix) - at)
            parts.append(self.margins_at_once(matrix[at : at + size]))
            at += size
        return np.concatenate(parts)

    def margins_at_once(self, matrix: Matrix) -> NDArray[np.float64]:
        return margin_of(self._read(self._run(matrix), len(matrix)), self._reading.meaning)

    def _run(self, matrix: Matrix) -> NDArray[np.float64]:
        form = self._form
        if len(form.inputs) == 1:
            parts = [matrix]
        else:
            parts = [np.ascontiguousarray(matrix[:, at : at + 1]) for at in range(len(form.inputs))]
        feeds = {
            name: part.astype(np.float64) if double else part
            for name, double, part in zip(form.inputs, form.doubles, parts, strict=True)
        }
        try:
            (output,) = self._session.run([form.output], feeds)
        except _ERRORS as error:
            raise RuntimeUnavailable("The model could not be run.", internal=str(error)) from error
        return np.asarray(output, np.float64)

    def _read(self, output: NDArray[np.float64], rows: int) -> NDArray[np.float64]:
        if output.shape in {(rows,), (rows, 1)}:
            return output.reshape(-1)
        if output.ndim == 2 and len(output) == rows and self._reading.index < output.shape[1]:
            return np.ascontiguousarray(output[:, self._reading.index])
        raise RuntimeUnavailable("The model did not return one number per row.", internal=str(output.shape))


def margin_of(values: NDArray[np.float64], meaning: Meaning) -> NDArray[np.float64]:
    """Log odds; NaN where a value is no probability or not finite."""
    if meaning == "margin":
        return np.where(np.isfinite(values), values, np.nan)
    sound = (values >= -_ROUNDING) & (values <= 1.0 + _ROUNDING)
    inside = np.clip(np.where(sound, values, 0.5), _CLOSEST, 1.0 - _CLOSEST)
    return np.where(sound, np.log(inside) - np.log1p(-inside), np.nan)
