"""The product sends: what is asked of the server leaves through the worker, signed, to a receiver that listens."""

import asyncio
import ipaddress
import pathlib
import uuid

import msgspec

from app.wiring.worker import worker
from core.postgres import EmbeddedPostgres
from tests.product import product, settings_for
from tests.resolution.outbound.inside import listening
from tests.resolution.webhooks.conftest import verified


async def test_a_ping_crosses_server_and_worker(postgres: EmbeddedPostgres, tmp_path: pathlib.Path) -> None:
    """An endpoint is made and pinged over REST; the worker's loop delivers it, and its delivery tells so."""
    allow = (ipaddress.ip_network("127.0.0.0/8"),)
    settings = msgspec.structs.replace(settings_for(postgres, tmp_path), outbound_allow=allow)
    async with listening() as receiver, product(postgres, tmp_path, settings) as running, worker(settings):
        asked = {"url": f"http://127.0.0.1:{receiver.ports[0]}/", "events": ["case.opened"]}
        keyed = {**running.asha.headers, "idempotency-key": str(uuid.uuid4())}
        made = (await running.rest.post("/api/v1/webhook-endpoints", json=asked, headers=keyed)).json()
        path = f"/api/v1/webhook-endpoints/{made['webhook_endpoint']['id']}"
        pinged = (await running.rest.post(f"{path}/ping", headers=running.asha.headers)).json()
        await asyncio.wait_for(receiver.came.wait(), 120)
        assert verified(made["secret"], *receiver.heard[0]) == pinged["message_id"]
        assert msgspec.json.decode(receiver.heard[0][1])["type"] == "webhook.ping"
