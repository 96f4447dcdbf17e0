"""When the model is gone, a tenant's own fallback answers, says so, and is promised to the ledger like any decision."""

import asyncio
import pathlib
from collections.abc import AsyncIterator

import pytest

from core.ids import parse
from core.postgres import EmbeddedPostgres
from inference.artefacts import ArtefactInvalid
from inference.entities import DecideCommand
from tests.product import Product, product

AGED_S = 1.1
"""After a second what is deployed is looked up anew."""
STARTER = pathlib.Path("inference/starter/credit-score")
FILES = {path.name: path.read_bytes() for path in STARTER.iterdir()}


@pytest.fixture
async def running(postgres: EmbeddedPostgres, tmp_path: pathlib.Path) -> AsyncIterator[Product]:
    async with product(postgres, tmp_path) as opened:
        yield opened


async def test_a_lost_version_degrades_and_recovers(running: Product, tmp_path: pathlib.Path) -> None:
    """Files lost: outcome is the fallback, flagged, with receipt and replay. Files back: it scores again."""
    services, caller = running.services, running.asha.system
    command = DecideCommand(use_case="credit-score", customer_id="customer-1")
    starter = await services.deployments.active(caller.environment_id, "credit-score")
    changed = FILES | {"card.md": FILES["card.md"] + b"\n"}
    with pytest.raises(ArtefactInvalid, match="SHA-256 differs"):
        await services.registry.upload(caller, "credit-score", "bent", changed)
    kept = await services.registry.upload(caller, "credit-score", "own", FILES)
    assert kept.digest == starter.version.digest
    await services.deployments.deploy(caller, "credit-score", kept.id)
    good = await services.decisions.decide(caller, command)
    assert not good.degraded

    stored = tmp_path / "objects" / "artefacts" / kept.digest.hex() / "score.onnx"
    graph = stored.read_bytes()
    stored.unlink()
    services.registry.forget_open()
    await asyncio.sleep(AGED_S)
    lost = await services.decisions.decide(caller, command)
    assert lost.degraded
    assert lost.answer is None
    assert lost.outcome == "review"
    assert lost.reasons == []
    assert lost.receipt.entry_id == lost.entry_id
    assert (await services.decisions.get(caller, parse("dec", lost.id))).receipt == lost.receipt

    stored.write_bytes(graph)
    await asyncio.sleep(AGED_S)
    back = await services.decisions.decide(caller, command)
    assert not back.degraded
    replayed = await services.replays.replay(caller, parse("dec", lost.id))
    assert replayed.computed_outcome == lost.outcome
