"""The product on real sockets, as the stage on which cases are played."""

from collections.abc import AsyncIterator

import pytest

from core.postgres import EmbeddedPostgres
from sdk_clients.conformance.stage import Stage, narrow_key_of
from tests.product import Product, product


@pytest.fixture(scope="package")
async def running(
    postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Product]:
    async with product(postgres, tmp_path_factory.mktemp("conformance")) as opened:
        yield opened


@pytest.fixture(scope="package")
async def stage(running: Product) -> Stage:
    port = running.rest.base_url.port or 0
    made = await running.rest.post(
        "/api/v1/oauth-clients",
        json={"name": "conformance", "scopes": ["decisions:create", "decisions:read"]},
        headers={**running.asha.headers, "Idempotency-Key": "conformance"},
    )
    assert made.status_code == 201, made.text
    return Stage(
        port=port,
        key=running.asha.sandbox_key,
        narrow_key=await narrow_key_of(port, running.asha.sandbox_key),
        client_id=made.json()["oauth_client"]["id"],
        client_secret=made.json()["secret"],
        worker=False,
    )
