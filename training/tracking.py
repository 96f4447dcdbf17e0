"""A client port for MLflow, off by default: a run's parameters, metrics and card, to a server or to a folder of its form.

Speaks the tracking server's REST API 2.0 and writes the file store's layout itself, so that nobody needs the package.
Source: MLflow REST API reference (runs/create, runs/log-batch, runs/update) and the layout of FileStore.
"""

import dataclasses
import hashlib
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol, cast

import httpx
import msgspec

from core.errors import ErrorKind, PlatformError

_EXPERIMENT = "countermark"
_TIMEOUT_S = 10.0
_PARAMETER_MAX = 500
_KEY_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-. /")


class TrackingFailed(PlatformError):
    kind = ErrorKind.UNAVAILABLE
    code = "tracking_failed"
    fix = "Look at the tracking server's address; the trained model is written all the same."


@dataclasses.dataclass(frozen=True)
class Run:
    """What is logged of one training. documents: texts by name (the card)."""

    name: str
    parameters: Mapping[str, str]
    metrics: Mapping[str, float]
    documents: Mapping[str, str]


class Tracker(Protocol):
    def log(self, run: Run) -> str:
        """Returns: the run's id. Raises: TrackingFailed."""
        ...


def tracker_for(target: str) -> Tracker:
    """`http://...` and `https://...` are servers; anything else is a folder."""
    if target.startswith(("http://", "https://")):
        return MlflowServer(httpx.Client(base_url=target.rstrip("/"), timeout=_TIMEOUT_S))
    return MlflowFolder(Path(target.removeprefix("file://")))


class MlflowServer:
    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def log(self, run: Run) -> str:
        now = time.time_ns() // 1_000_000
        created = self._post(
            "runs/create", {"experiment_id": self._experiment(), "start_time": now, "run_name": run.name}
        )
        run_id = str(_map(_map(created["run"])["info"])["run_id"])
        self._post(
            "runs/log-batch",
            {
                "run_id": run_id,
                "metrics": [
                    {"key": _key(k), "value": v, "timestamp": now, "step": 0} for k, v in run.metrics.items()
                ],
                "params": [{"key": _key(k), "value": v[:_PARAMETER_MAX]} for k, v in run.parameters.items()],
                "tags": [{"key": name, "value": text[:5_000]} for name, text in run.documents.items()],
            },
        )
        end = {"run_id": run_id, "status": "FINISHED", "end_time": time.time_ns() // 1_000_000}
        self._post("runs/update", end)
        return run_id

    def _experiment(self) -> str:
        found = self._send("GET", "experiments/get-by-name", params={"experiment_name": _EXPERIMENT})
        if found.status_code == httpx.codes.NOT_FOUND:
            return str(self._post("experiments/create", {"name": _EXPERIMENT})["experiment_id"])
        return str(_map(_decoded(found)["experiment"])["experiment_id"])

    def _post(self, path: str, body: Mapping[str, object]) -> dict[str, object]:
        return _decoded(self._send("POST", path, body=body))

    def _send(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, object] | None = None,
        params: dict[str, str] | None = None,
    ) -> httpx.Response:
        try:
            return self._client.request(method, f"/api/2.0/mlflow/{path}", json=body, params=params)
        except httpx.HTTPError as error:
            raise TrackingFailed(f"The tracking server cannot be reached: {error}.") from error


class MlflowFolder:
    """`mlruns`: experiments/runs as folders of small files, as `mlflow ui --backend-store-uri` reads them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def log(self, run: Run) -> str:
        now = time.time_ns() // 1_000_000
        number = str(int(hashlib.sha256(_EXPERIMENT.encode()).hexdigest()[:12], 16))
        run_id = hashlib.blake2b(f"{run.name}{now}".encode(), digest_size=16).hexdigest()
        experiment = self._folder / number
        home = experiment / run_id
        try:
            for part in ("metrics", "params", "tags", "artifacts"):
                (home / part).mkdir(parents=True)
            _write_yaml(
                experiment / "meta.yaml",
                {
                    "artifact_location": experiment.resolve().as_uri(),
                    "experiment_id": number,
                    "lifecycle_stage": "active",
                    "name": _EXPERIMENT,
                },
            )
            _write_yaml(home / "meta.yaml", _run_meta(run, run_id, number, home, now))
            for key, value in run.parameters.items():
                (home / "params" / _key(key)).write_text(value[:_PARAMETER_MAX])
            for key, figure in run.metrics.items():
                (home / "metrics" / _key(key)).write_text(f"{now} {figure} 0\n")
            (home / "tags" / "mlflow.runName").write_text(run.name)
            for name, text in run.documents.items():
                (home / "artifacts" / name).write_text(text)
        except OSError as error:
            raise TrackingFailed(f"The run cannot be written: {error}.") from error
        return run_id


def _run_meta(run: Run, run_id: str, number: str, home: Path, now: int) -> dict[str, object]:
    return {
        "artifact_uri": (home / "artifacts").resolve().as_uri(), "end_time": now, "entry_point_name": "",
        "experiment_id": number, "lifecycle_stage": "active", "run_id": run_id, "run_name": run.name, "run_uuid": run_id,
        "source_name": "", "source_type": 4, "source_version": "", "start_time": now, "status": 3, "tags": [], "user_id": "",
    }  # fmt: skip


def _write_yaml(path: Path, values: Mapping[str, object]) -> None:
    """JSON is YAML: each value as JSON on its line."""
    path.write_text(
        "".join(f"{key}: {msgspec.json.encode(value).decode()}\n" for key, value in values.items())
    )


def _key(text: str) -> str:
    return "".join(character if character in _KEY_CHARACTERS else "_" for character in text)[:250]


def _decoded(response: httpx.Response) -> dict[str, object]:
    if response.status_code != httpx.codes.OK:
        raise TrackingFailed(f"The tracking server answered {response.status_code}: {response.text[:200]}")
    try:
        return _map(msgspec.json.decode(response.content))
    except msgspec.DecodeError as error:
        raise TrackingFailed("The tracking server answered with something that is not JSON.") from error


def _map(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TrackingFailed("The tracking server answered in another form than MLflow's.")
    return cast("dict[str, object]", value)
