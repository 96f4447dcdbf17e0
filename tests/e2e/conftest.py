"""The whole product on real sockets, opened once for these tests."""

from collections.abc import AsyncIterator

import pytest

from core.postgres import EmbeddedPostgres
from tests.product import Product, product


@pytest.fixture(scope="package")
async def running(
    postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Product]:
    async with product(postgres, tmp_path_factory.mktemp("product")) as opened:
        yield opened
