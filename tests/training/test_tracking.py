"""Runs reach a tracking server over its own REST API, and a folder in its own layout."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from training.tracking import MlflowFolder, Run, TrackingFailed, tracker_for

RUN = Run("credit-score", {"target": "bad", "data sha": "a" * 600}, {"auc": 0.75}, {"card.md": "# card"})


class Server(BaseHTTPRequestHandler):
    """As much of MLflow's API 2.0 as a run needs; anything else is 404."""

    experiments: dict[str, str]
    calls: list[tuple[str, dict[str, object]]]

    def do_GET(self) -> None:
        self._answer(404 if not self.experiments else 200, {"experiment": {"experiment_id": "7"}})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        path = urlsplit(self.path).path
        self.calls.append((path, body))
        answers: dict[str, object] = {
            "/api/2.0/mlflow/experiments/create": {"experiment_id": "7"},
            "/api/2.0/mlflow/runs/create": {"run": {"info": {"run_id": "r1"}}},
            "/api/2.0/mlflow/runs/log-batch": {},
            "/api/2.0/mlflow/runs/update": {},
        }
        self._answer(200 if path in answers else 404, answers.get(path, {}))

    def _answer(self, status: int, body: object) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[tuple[str, type[Server]]]:
    handler = type("Fresh", (Server,), {"experiments": {}, "calls": []})
    running = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{running.server_port}", handler
    running.shutdown()
    thread.join()
    running.server_close()


def test_a_run_reaches_a_server(server: tuple[str, type[Server]]) -> None:
    """Experiment, run, metrics and parameters, and the end of the run, in this order."""
    address, handler = server
    assert tracker_for(address).log(RUN) == "r1"
    paths = [path.rsplit("mlflow/", 1)[1] for path, _ in handler.calls]
    assert paths == ["experiments/create", "runs/create", "runs/log-batch", "runs/update"]
    batch = handler.calls[2][1]
    assert batch["metrics"][0]["key"] == "auc"  # type: ignore[index]
    assert len(batch["params"][1]["value"]) == 500  # type: ignore[index]


def test_a_run_rests_in_a_folder(tmp_path: Path) -> None:
    """The layout of the file store: YAML that YAML can read, one small file a value."""
    run_id = MlflowFolder(tmp_path).log(RUN)
    (meta,) = tmp_path.glob(f"*/{run_id}/meta.yaml")
    assert yaml.safe_load(meta.read_text())["run_name"] == "credit-score"
    assert (meta.parent / "params" / "target").read_text() == "bad"
    assert float((meta.parent / "metrics" / "auc").read_text().split()[1]) == 0.75
    assert yaml.safe_load((meta.parent.parent / "meta.yaml").read_text())["name"] == "countermark"


def test_a_server_that_is_not_there_is_named() -> None:
    """The training is not lost for it: the error says so."""
    with pytest.raises(TrackingFailed, match="cannot be reached"):
        tracker_for("http://127.0.0.1:1").log(RUN)
