"""What the benchmarks ask a running service, and how they get in."""

import asyncio
import datetime as dt
import json
import pathlib
import random

import httpx

from api.views.model_versions import fields_of
from app import sandbox
from app.launch import RunningService, environment
from app.settings import from_environment
from bench import reference
from inference import artefacts
from tenants.plans import PlanName


def prepare(service: RunningService, version: pathlib.Path | None) -> str:
    """Make a sandbox without limits, deploy a version of `credit-score` in it. Returns: its API key."""
    settings = from_environment(environment(service.data_dir, rest_port=service.rest_port))
    made = asyncio.run(sandbox.create(settings, "Bench", PlanName.UNMETERED))
    if version is not None:
        with httpx.Client(
            base_url=service.rest_url, headers={"Authorization": f"Bearer {made.key}"}
        ) as client:
            deploy(client, "credit-score", version)
    return made.key


def deploy(client: httpx.Client, use_case: str, folder: pathlib.Path) -> str:
    """Upload a folder that `countermark train` wrote, and deploy it. Returns: the version's id."""
    files = fields_of(artefacts.read_folder(folder))
    uploaded = client.post(
        "/api/v1/model-versions", json={"use_case": use_case, "name": folder.name, **files}
    )
    uploaded.raise_for_status()
    version_id = str(uploaded.json()["id"])
    client.post(
        "/api/v1/deployments", json={"use_case": use_case, "version_id": version_id}
    ).raise_for_status()
    return version_id


def column_questions(count: int) -> list[dict[str, object]]:
    """Rows of the model of reference, as the columns that it declares; every row another customer's of 200."""
    matrix, _ = reference.rows(count, reference.SEED + 1)
    return [
        {
            "customer_id": f"customer-{number % 200}",
            "inputs": dict(zip(reference.NAMES, map(float, row), strict=True)),
        }
        for number, row in enumerate(matrix.round(4))
    ]


def payment_questions(count: int, customers: int = 200) -> list[bytes]:
    """Bodies of `transaction-anomaly`, each another payment."""
    rng = random.Random(reference.SEED)
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    return [
        json.dumps(
            {
                "transaction": {
                    "id": f"pay-{now.timestamp():.0f}-{number}",
                    "customer_id": f"customer-{rng.randrange(customers)}",
                    "amount_minor": int(rng.lognormvariate(10, 1)) + 1,
                    "currency": "INR",
                    "occurred_at": (now - dt.timedelta(seconds=count - number)).isoformat(),
                    "method": rng.choice(["upi", "card", "neft"]),
                    "channel": "app",
                    "merchant_id": f"merchant-{rng.randrange(300)}",
                    "category": rng.choice(["groceries", "food", "shopping"]),
                    "device_id": f"device-{rng.randrange(400)}",
                    "country": "IN",
                }
            }
        ).encode()
        for number in range(count)
    ]
