"""A product on a database, and the settings of a command on its machine."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core import roles
from core.postgres import EmbeddedPostgres
from tests.product import Party, Product, party, product
from tests.tenants.conftest import MASTER


@pytest.fixture
async def running(postgres: EmbeddedPostgres, tmp_path: Path) -> AsyncIterator[Product]:
    async with product(postgres, tmp_path) as opened:
        yield opened


@pytest.fixture
async def asha(running: Product) -> Party:
    return await party(running.services, "Asha Bank")


@pytest.fixture
def environment(postgres: EmbeddedPostgres, tmp_path: Path) -> dict[str, str]:
    return {
        "COUNTERMARK_DATA_DIR": str(tmp_path),
        "COUNTERMARK_DATABASE_URL": postgres.url(roles.OWNER),
        "COUNTERMARK_DATABASE_APP_URL": postgres.url(roles.APP),
        "COUNTERMARK_MASTER_KEY": MASTER.reveal().hex(),
        "COUNTERMARK_LEDGER_DOMAIN": "test.local",
    }
