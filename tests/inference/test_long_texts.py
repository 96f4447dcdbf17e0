"""Texts that take long to read leave the event loop; what was read of any text is read once, and explained as it was scored."""

import pathlib
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

import pytest

from core.clock import ManualClock
from core.cpu import CpuPool
from core.database import Database
from core.ids import parse
from inference.class_reasons import ClassReasons
from inference.deployment_entities import Deploy
from inference.entities import DecideCommand
from inference.placements import Placements
from inference.services import InferenceServices
from tenants.principals import Principal
from tenants.services import TenantServices
from tests.inference import tickets
from tests.inference.assembled import assembled
from tests.payments.conftest import caller, cpu, tenancy

__all__ = ["caller", "cpu", "tenancy"]
Result = TypeVar("Result")
SHORT = "password locked"
LONG = "password locked please " * 200


class HeardPool(CpuPool):
    """The real pool; it tells how often it was asked."""

    heard = 0

    async def run(self, work: Callable[[], Result], *, timeout_s: float) -> Result:
        self.heard += 1
        return await super().run(work, timeout_s=timeout_s)


@pytest.fixture
async def pool() -> AsyncIterator[HeardPool]:
    found = HeardPool()
    yield found
    found.close()


@pytest.fixture
async def services(
    database: Database, tenancy: TenantServices, clock: ManualClock, tmp_path: pathlib.Path, pool: HeardPool
) -> AsyncIterator[InferenceServices]:
    found = assembled(database, tenancy.vaults, clock, tmp_path / "objects", placements=Placements(cpu=pool))
    yield found
    await found.decisions.close()


async def test_long_texts_are_read_beside_the_loop(
    services: InferenceServices, caller: Principal, pool: HeardPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the long one goes to the pool; either is read once, and its decision is replayed and explained as it was made."""
    version = await services.registry.upload(caller, tickets.USE_CASE, "own", tickets.files())
    await services.deployments.deploy(caller, tickets.USE_CASE, version.id, Deploy())
    read = ClassReasons.read
    reads = []

    def heard(self: ClassReasons, inputs: dict[str, str]) -> object:
        reads.append(inputs)
        return read(self, inputs)

    monkeypatch.setattr(ClassReasons, "read", heard)
    for text, long in ((SHORT, 0), (LONG, 1)):
        command = DecideCommand(use_case=tickets.USE_CASE, inputs={"message": text}, include_features=True)
        decision = await services.decisions.decide(caller, command)
        assert (pool.heard, len(reads)) == (long, long + 1)
        explanation = decision.explanation
        assert explanation is not None
        assert explanation.base_value + sum(explanation.contributions.values()) == pytest.approx(
            explanation.margin
        )
        assert {"message.word"} <= {reason.code for reason in decision.reasons}
        monkeypatch.setattr(ClassReasons, "read", read)
        replayed = await services.replays.replay(caller, parse("dec", decision.id))
        assert replayed.verdict == "identical", replayed
        monkeypatch.setattr(ClassReasons, "read", heard)
