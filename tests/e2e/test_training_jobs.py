"""A training job on the running service, as users run it: asked for over REST, carried out by a process of the worker's."""

import datetime as dt
import time

import httpx

from tests.e2e.test_watching import payment
from tests.e2e.watched import Watched

ROWS = 220
USE_CASE = "transaction-anomaly"
ENDS_WITHIN_S = 120.0


def test_a_job_ends_in_a_version(service: Watched) -> None:
    """Decisions, their feedback and one request: the job ends, and its version scores in the shadow."""
    with service.rest() as rest:
        rest.headers.update(service.headers)
        truths = [truth_of(rest, each) for each in range(ROWS)]
        told = rest.post("/api/v1/feedback/bulk", json={"items": truths})
        assert told.status_code == 200, told.text
        asked = rest.post("/api/v1/training-jobs", json={"use_case": USE_CASE, "end_in": "shadow"})
        assert asked.status_code == 201, asked.text
        job = ended(rest, asked.json()["id"])
        assert (job["state"], job["reason"]) == ("succeeded", None)
        version = rest.get(f"/api/v1/model-versions/{job['version_id']}").json()
        assert version["use_case"] == USE_CASE
        deployments = rest.get("/api/v1/deployments", params={"use_case": USE_CASE}).json()["data"]
        assert [(each["role"], each["version_id"]) for each in deployments] == [("shadow", job["version_id"])]


def truth_of(rest: httpx.Client, number: int) -> dict[str, object]:
    """Decide about a payment, every fourth of them a large one. Returns: that the large ones were fraud."""
    fraud = number % 4 == 0
    asked = {
        **payment(f"trained-{number % 12}"),
        "id": f"trained-{number}",
        "amount_minor": (900_000 if fraud else 20_000) + 311 * number,
    }
    answer = rest.post(f"/api/v1/inference/{USE_CASE}", json={"transaction": asked})
    assert answer.status_code == 200, answer.text
    observed_at = dt.datetime.now(dt.UTC).isoformat()
    return {"decision_id": answer.json()["id"], "happened": fraud, "observed_at": observed_at}


def ended(rest: httpx.Client, job_id: str) -> dict[str, object]:
    """Wait until the job has ended."""
    until = time.monotonic() + ENDS_WITHIN_S
    while True:
        job: dict[str, object] = rest.get(f"/api/v1/training-jobs/{job_id}").json()
        if job["ended_at"] is not None:
            return job
        assert time.monotonic() < until, job
        time.sleep(0.2)
