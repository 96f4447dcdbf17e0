"""Both faces over one product, for scenarios that run on each."""

import pathlib
from collections.abc import AsyncIterator

import pytest

from core.postgres import EmbeddedPostgres
from tests.parity.faces import Parity
from tests.product import Product, product


@pytest.fixture(scope="package")
async def running(
    postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Product]:
    folder: pathlib.Path = tmp_path_factory.mktemp("product")
    async with product(postgres, folder) as opened:
        yield opened


@pytest.fixture
def parity(running: Product) -> Parity:
    return Parity(running)
