"""The decision path and what comes back to it, on the real database: a tenant with a sandbox of its own for each test."""

import pathlib
from collections.abc import AsyncIterator
from uuid import uuid4

import msgspec
import pytest

from core.clock import ManualClock
from core.database import Database
from inference.catalogue import Answer
from inference.entities import DecideCommand, Decision
from inference.feedback import Feedbacks
from inference.services import InferenceServices
from payments.facts import Transaction
from tenants.principals import Principal
from tenants.services import TenantServices
from tests.inference.assembled import assembled
from tests.payments.conftest import caller, cpu, payments, stranger, tenancy

__all__ = ["caller", "cpu", "payments", "stranger", "tenancy"]


class Desk(msgspec.Struct, frozen=True):
    """What the tests here ask: decisions, and the feedback about them."""

    services: InferenceServices
    feedback: Feedbacks
    caller: Principal
    clock: ManualClock

    async def decide(self, **changes: object) -> Decision[Answer]:
        """Decide about one payment."""
        plain = Transaction(
            id=f"pay-{uuid4()}", customer_id="customer-1", amount_minor=250_000, currency="INR",
            occurred_at=self.clock.now(),
        )  # fmt: skip
        payment = msgspec.structs.replace(plain, **changes)
        command = DecideCommand(use_case="transaction-anomaly", transaction=payment)
        return await self.services.decisions.decide(self.caller, command)


@pytest.fixture
async def desk(
    database: Database, tenancy: TenantServices, caller: Principal, clock: ManualClock, tmp_path: pathlib.Path
) -> AsyncIterator[Desk]:
    services = assembled(database, tenancy.vaults, clock, tmp_path / "objects")
    yield Desk(services, Feedbacks(database, tenancy.vaults, clock), caller, clock)
    await services.decisions.close()
