"""Suppressions on a real PostgreSQL: for a reason, until a moment, by somebody; what they cover and what they do not."""

import datetime as dt

import msgspec
import pytest

from core.clock import ManualClock
from core.database import Database
from rules import suppressions
from rules.list_entities import digest_of
from rules.suppressed import SuppressionsInMemory, is_suppressed, suppressed_rules
from rules.suppression_entities import (
    LONGEST,
    NewSuppression,
    Silence,
    SuppressionEnd,
    SuppressionNotFound,
    SuppressionsFull,
)
from rules.suppressions import Suppressions, find_covering
from tenants.permissions import Permission
from tenants.principals import PermissionDenied, Principal
from tenants.services import TenantServices
from tests.fakes.watch import StopWatch
from tests.payments.conftest import caller, cpu, stranger, tenancy

__all__ = ["caller", "cpu", "stranger", "tenancy"]
DAY = dt.timedelta(days=1)
FRAUD = "transaction-anomaly"


@pytest.fixture
def service(database: Database, tenancy: TenantServices, clock: ManualClock) -> Suppressions:
    return Suppressions(database, tenancy.vaults, clock)


def wanted(clock: ManualClock, **changes: object) -> NewSuppression:
    plain = NewSuppression(
        kind="customer", value="asha", until=clock.now() + DAY, reason="Known to travel this week."
    )
    return msgspec.structs.replace(plain, **changes)


async def test_it_is_made_shown_and_ended(
    service: Suppressions, caller: Principal, stranger: Principal, clock: ManualClock, database: Database
) -> None:
    """It has an author, a reason and an end; ended twice it ended once; nobody else has it; two entries tell of it."""
    made = await service.create(caller, wanted(clock))
    assert (made.created_by, made.reason, made.until) == (
        caller.id,
        "Known to travel this week.",
        clock.now() + DAY,
    )
    assert await service.get(caller, made.id) == made
    with pytest.raises(SuppressionNotFound):
        await service.get(stranger, made.id)
    clock.advance(dt.timedelta(hours=1))
    ended = await service.end(caller, made.id)
    assert (ended.ended_at, ended.ended_by) == (clock.now(), caller.id)
    clock.advance(dt.timedelta(hours=1))
    assert await service.end(caller, made.id) == ended
    async with database.transaction(caller.environment_id) as tx:
        kept = b"".join(row["entry"] for row in await tx.fetch("SELECT entry FROM ledger_intake"))
    assert (kept.count(b"suppression.create.v1"), kept.count(b"suppression.end.v1")) == (1, 1)
    assert b"asha" not in kept


async def test_what_is_refused(
    service: Suppressions, caller: Principal, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is silenced for ever, nor in the past, nor by who may not; and there is a most."""
    for until in (clock.now(), clock.now() + LONGEST + DAY):
        with pytest.raises(SuppressionEnd):
            await service.create(caller, wanted(clock, until=until))
    reader = msgspec.structs.replace(caller, permissions=frozenset({Permission.RULES_WRITE}))
    with pytest.raises(PermissionDenied):
        await service.create(reader, wanted(clock))
    monkeypatch.setattr(suppressions, "OPEN_MAX", 1)
    await service.create(caller, wanted(clock))
    with pytest.raises(SuppressionsFull):
        await service.create(caller, wanted(clock, value="ravi"))


async def test_lists_by_whom_and_by_what_is_open(
    service: Suppressions, caller: Principal, clock: ManualClock
) -> None:
    """All, or those about one, or those that still silence."""
    of_asha = await service.create(caller, wanted(clock))
    of_shop = await service.create(caller, wanted(clock, kind="merchant", value="asha"))
    ended = await service.end(caller, (await service.create(caller, wanted(clock))).id)

    async def listed(*, about: tuple[str, str] | None = None, open_only: bool = False) -> set[object]:
        page = await service.list(caller, about=about, open_only=open_only, after=None, limit=10)  # type: ignore[arg-type]
        return {each.id for each in page.data}

    assert await listed() == {of_asha.id, of_shop.id, ended.id}
    assert await listed(open_only=True) == {of_asha.id, of_shop.id}
    assert await listed(about=("customer", "asha"), open_only=True) == {of_asha.id}
    clock.advance(2 * DAY)
    assert await listed(open_only=True) == set()


async def test_what_one_covers(
    service: Suppressions, caller: Principal, clock: ManualClock, database: Database, tenancy: TenantServices
) -> None:
    """Narrowed to a use case, a reason or a rule, it covers that alone; until its end, and not at it."""
    made = await service.create(
        caller, wanted(clock, use_case=FRAUD, cause="amount_unusual", rule="velocity")
    )
    asha = digest_of(await tenancy.vaults.of(caller.environment_id), "customer", "asha")

    async def covers(**changes: object) -> bool:
        asked: dict[str, object] = {
            "use_case": FRAUD,
            "causes": ["amount_unusual", "new_device"],
            "rule": "velocity",
            "at": clock.now(),
        }
        async with database.transaction(caller.environment_id) as tx:
            found = await find_covering(tx, caller.environment_id, [asha], **{**asked, **changes})  # type: ignore[arg-type]
        return found is not None and found.id == made.id

    assert await covers()
    assert not await covers(use_case="credit-score")
    assert await covers(causes=["new_device", "amount_unusual"])
    assert not await covers(causes=["new_device"])
    assert not await covers(causes=[])
    assert not await covers(rule="another")
    assert await covers(at=clock.now() + DAY - dt.timedelta(microseconds=1))
    assert not await covers(at=clock.now() + DAY)


async def test_memory_follows_within_a_second(
    service: Suppressions, caller: Principal, clock: ManualClock, database: Database, tenancy: TenantServices
) -> None:
    """What is held covers by digest, use case and moment; nothing new is not read again, an end is seen at the next look."""
    watch = StopWatch()
    memory = SuppressionsInMemory(database, clock, monotonic_s=watch)
    made = await service.create(caller, wanted(clock, use_case=FRAUD))
    held = await memory.get(caller.environment_id)
    asha = digest_of(await tenancy.vaults.of(caller.environment_id), "customer", "asha")
    assert len(held.silences([asha], FRAUD, clock.now())) == 1
    assert held.silences([asha], "credit-score", clock.now()) == ()
    assert held.silences([asha], FRAUD, clock.now() + DAY) == ()
    assert held.silences([b"x" * 32], FRAUD, clock.now()) == ()
    watch.advance(2)
    assert await memory.get(caller.environment_id) is held
    await service.end(caller, made.id)
    watch.advance(2)
    assert (await memory.get(caller.environment_id)).silences([asha], FRAUD, clock.now()) == ()


def test_a_reason_is_the_first_reason() -> None:
    """What is suppressed for one reason is not suppressed where a stronger one leads; a rule of its own is told apart."""
    plain, caused = Silence(id="sup_1"), Silence(id="sup_2", cause="new_device")
    ruled = Silence(id="sup_3", cause="new_device", rule="velocity")
    assert is_suppressed([plain], [])
    assert is_suppressed([caused], ["new_device", "amount"])
    assert not is_suppressed([caused], ["amount", "new_device"])
    assert not is_suppressed([ruled], ["new_device"])
    assert suppressed_rules([plain, caused, ruled], ["new_device"]) == ["velocity"]
    assert suppressed_rules([ruled], ["amount"]) == []
