"""The same model in LitServe, as its documentation starts it: one API, one worker, ONNX Runtime with one thread."""

import os
import pathlib

import litserve as ls
import numpy as np
import onnxruntime


class Scores(ls.LitAPI):
    def setup(self, device: str) -> None:  # noqa: ARG002
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        graph = pathlib.Path(os.environ["BENCH_MODEL_DIR"]) / "score.onnx"
        self._session = onnxruntime.InferenceSession(str(graph), options)
        self._output = self._session.get_outputs()[-1].name

    def decode_request(self, request: dict[str, list[list[float]]]) -> np.ndarray:
        return np.array(request["features"], np.float32)

    def predict(self, rows: np.ndarray) -> np.ndarray:
        return self._session.run([self._output], {"features": rows})[0]

    def encode_response(self, scores: np.ndarray) -> dict[str, list[float]]:
        return {"scores": scores.ravel().tolist()}


if __name__ == "__main__":
    server = ls.LitServer(Scores(), accelerator="cpu")
    server.run(
        host="127.0.0.1", port=int(os.environ["BENCH_PORT"]), log_level="warning", generate_client_file=False
    )
