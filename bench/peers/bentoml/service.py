"""The same model in BentoML, as its documentation starts it: one service, one worker, ONNX Runtime with one thread."""

import os
import pathlib

import bentoml
import numpy as np
import onnxruntime


@bentoml.service
class Scores:
    def __init__(self) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        graph = pathlib.Path(os.environ["BENCH_MODEL_DIR"]) / "score.onnx"
        self._session = onnxruntime.InferenceSession(str(graph), options)
        self._output = self._session.get_outputs()[-1].name

    @bentoml.api
    def predict(self, features: np.ndarray) -> np.ndarray:
        return self._session.run([self._output], {"features": features.astype(np.float32)})[0]
