"""The faces on real sockets, with fakes behind them: what is tested here is the faces themselves."""

from collections.abc import AsyncIterator

import httpx
import pytest

from api.rest.nouns import OPERATIONS
from api.services import Services
from tests.api import operations
from tests.fakes.faces import GOOD_KEY, make_services
from tests.fakes.servers import rest_server

CREDENTIAL = {"X-API-Key": GOOD_KEY}


@pytest.fixture(scope="package")
def services() -> Services:
    return make_services()


@pytest.fixture(scope="package")
async def rest(services: Services) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the REST face that carries no credential of its own."""
    async with rest_server(services, operations=[*OPERATIONS, *operations.OPERATIONS]) as client:
        yield client
