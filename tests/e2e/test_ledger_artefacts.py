"""Who audits gets the very bytes that entries name by hash."""

import hashlib
import pathlib

import msgspec
import pytest

from core.postgres import EmbeddedPostgres
from inference.artefacts import digest_of
from tests.parity.test_payments import a_payment
from tests.product import Product, product
from tests.sequencing import sequence


async def artefact(running: Product, digest: object) -> bytes:
    answer = await running.rest.get(f"/api/v1/ledger/artefacts/{digest}", headers=running.asha.headers)
    assert answer.status_code == 200, answer.text
    return answer.content


async def test_what_decided_is_handed_over_and_hashes_to_what_the_entry_names(
    postgres: EmbeddedPostgres, tmp_path: pathlib.Path
) -> None:
    """The default ruleset and the starter model of a decision: the SHA-256 of one file, and of a label and the other."""
    async with product(postgres, tmp_path) as running:
        asked = msgspec.json.encode({"transaction": a_payment()})
        headers = {**running.asha.headers, "Content-Type": "application/json", "Idempotency-Key": "once"}
        answer = await running.rest.post(
            "/api/v1/inference/transaction-anomaly", content=asked, headers=headers
        )
        assert answer.status_code == 200, answer.text
        await sequence(running)
        url = f"/api/v1/ledger/entries/{answer.json()['entry_id']}"
        entry = (await running.rest.get(url, headers=running.asha.headers)).json()
        rules = await artefact(running, entry["ruleset_hash"])
        assert hashlib.sha256(rules).hexdigest() == entry["ruleset_hash"]
        assert set(msgspec.json.decode(rules)) == {"fallback", "graph"}
        manifest = await artefact(running, entry["model_hash"])
        assert digest_of(manifest).hex() == entry["model_hash"]
        listed = msgspec.json.decode(manifest)["files"]
        assert "score.onnx" in listed
        for name, expected in listed.items():
            content = await artefact(running, f"{entry['model_hash']}/files/{name}")
            assert hashlib.sha256(content).hexdigest() == expected


@pytest.mark.parametrize(
    ("digest", "status"),
    [("0" * 64, 404), ("0" * 63, 400), ("Z" * 64, 400), ("0" * 64 + "/files/score.onnx", 404)],
)
async def test_other_hashes_are_not_found(
    postgres: EmbeddedPostgres, tmp_path: pathlib.Path, digest: str, status: int
) -> None:
    async with product(postgres, tmp_path) as running:
        answer = await running.rest.get(f"/api/v1/ledger/artefacts/{digest}", headers=running.asha.headers)
    assert answer.status_code == status
