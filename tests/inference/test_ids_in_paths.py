"""An id of the caller's own is found under a path whatever signs it is made of."""

import pathlib
import urllib.parse
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from core.postgres import EmbeddedPostgres
from tests.product import Product, product


@pytest.fixture
async def running(postgres: EmbeddedPostgres, tmp_path: pathlib.Path) -> AsyncIterator[Product]:
    async with product(postgres, tmp_path) as opened:
        yield opened


@pytest.mark.parametrize("customer", ["CUST/2024/001", "50%", "a%2Fb", "ज़ैद/1", "..", "a b+c"])
async def test_a_customers_state(running: Product, customer: str) -> None:
    """Ids with slashes are common; each is its own customer's, and none parts the path."""
    headers, quoted = running.asha.headers, urllib.parse.quote(customer, safe="").replace(".", "%2E")
    payment = {
        "id": "p-1", "customer_id": customer, "amount_minor": 700, "currency": "INR",
        "occurred_at": datetime.now(UTC).isoformat(),
    }  # fmt: skip
    sent = await running.rest.post("/api/v1/transactions", json=payment, headers=headers)
    assert sent.status_code == 201, sent.text
    found = await running.rest.get(f"/api/v1/customers/{quoted}/state", headers=headers)
    assert found.status_code == 200, found.text
    assert found.json()["customer_id"] == customer
