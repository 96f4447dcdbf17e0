"""The product, and a tenant for each test: its clock is moved by that alone."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from core.postgres import EmbeddedPostgres
from tests.product import Party, Product, party, product


@pytest.fixture(scope="module")
async def running(
    postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Product]:
    async with product(postgres, tmp_path_factory.mktemp("moved")) as opened:
        yield opened


@pytest.fixture
async def who(running: Product) -> Party:
    """A tenant for one test: its clock is moved by that alone."""
    return await party(running.services, f"Bank {uuid4().hex[:8]}")
