"""The whole product on real sockets, opened once for these tests."""

from collections.abc import AsyncIterator, Iterator

import pytest

from app.scratch import scratch
from core.postgres import EmbeddedPostgres
from tests.e2e.watched import Watched, watched
from tests.product import Product, product


@pytest.fixture(scope="package")
async def running(
    postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Product]:
    async with product(postgres, tmp_path_factory.mktemp("product")) as opened:
        yield opened


@pytest.fixture(scope="package")
def service() -> Iterator[Watched]:
    """The service as processes of its own. The embedded PostgreSQL's user must be able to reach the folder."""
    with scratch("watched") as folder, watched(folder / "data") as running:
        yield running
