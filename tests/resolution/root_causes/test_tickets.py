"""Tickets that were really decided: what they are about is counted, what they say stays sealed, who wrote links them to payouts."""

import datetime as dt
import pathlib

import pytest

from core.clock import ManualClock
from core.database import Database
from core.ids import parse
from inference.entities import DecideCommand
from inference.services import InferenceServices
from inference.ticket_causes import TicketCauses
from payments.payouts.facts import NewPayout, PayoutEvent
from payments.payouts.payouts import Payouts
from payments.statement_facts import Ticket
from resolution.root_causes.entities import UNEXPLAINED, RootCause, RootCauseNotFound
from resolution.root_causes.root_causes import CauseFilter, RootCauses
from tenants.principals import Principal
from tenants.services import TenantServices
from tenants.tenancy import INSTALLATION, CreateTenant
from tests.inference.assembled import assembled

LATE = "Hello, my payout of Rs 4,200 has not arrived for 5 days. Please look into this."
HOW = "I cannot sign in, the app says that my password is wrong. I never get the code."
NOTHING = "tum qwlz brrr zonk"


@pytest.fixture
def services(
    database: Database, tenancy: TenantServices, clock: ManualClock, tmp_path: pathlib.Path
) -> InferenceServices:
    return assembled(database, tenancy.vaults, clock, tmp_path / "objects")


async def ask(services: InferenceServices, caller: Principal, who: str, text: str) -> str:
    command = DecideCommand(use_case="ticket-triage", event=Ticket(customer_id=who, text=text))
    return (await services.decisions.decide(caller, command)).id


async def listed(causes: RootCauses, caller: Principal) -> dict[str, RootCause]:
    report, _ = await causes.list(caller, CauseFilter(), after=None, limit=100)
    return {each.cell.code or "": each for each in report.causes}


async def test_tickets_are_counted_once_and_say_nothing(
    services: InferenceServices, tickets: TicketCauses, causes: RootCauses, caller: Principal, database: Database,
    clock: ManualClock,
) -> None:  # fmt: skip
    """Each decided ticket counts once under its cause, with its decision as the example; one about nothing is unexplained; no word is kept."""
    ids = []
    for at in range(3):
        clock.advance(dt.timedelta(seconds=1))
        ids.append(await ask(services, caller, f"cust-{at}", LATE))
    how, odd = await ask(services, caller, "cust-9", HOW), await ask(services, caller, "cust-9", NOTHING)
    await tickets.count(caller.environment_id)
    assert await listed(causes, caller) == {}  # a decision that young may still have others behind it
    clock.advance(dt.timedelta(minutes=2))
    for _ in range(2):
        await tickets.count(caller.environment_id)
    found = await listed(causes, caller)
    assert {code: each.count for code, each in found.items()} == {
        "payout_delayed": 3,
        "login_problem": 1,
        UNEXPLAINED: 1,
    }
    assert (found["payout_delayed"].example, found["login_problem"].example, found[UNEXPLAINED].example) == (
        ids[-1],
        how,
        odd,
    )
    assert found["payout_delayed"].share == pytest.approx(0.6)
    assert found["payout_delayed"].money == []
    async with database.transaction(caller.environment_id) as tx:
        rows = await tx.fetch("SELECT * FROM ticket_cause WHERE environment_id = $1", caller.environment_id)
    assert {row["decision_id"] for row in rows} == {parse("dec", each) for each in (*ids, how, odd)}
    kept = repr([tuple(row) for row in rows])
    assert not any(word in kept for word in ("4,200", "arrived", "password", "zonk", "cust-"))


async def test_who_waits_for_a_payout_links_its_failure(
    services: InferenceServices, tickets: TicketCauses, causes: RootCauses, caller: Principal, database: Database,
    tenancy: TenantServices, clock: ManualClock,
) -> None:  # fmt: skip
    """Payouts fail at one bank and their payees write: the failure names the tickets, and money that did not arrive; others do not."""
    payouts = Payouts(database, tenancy.vaults, clock)
    made = [
        NewPayout(
            id=f"P-{at}", payee_id=f"payee-{at}", amount_minor=50_000, currency="INR", method="imps", bank="north",
            gateway="gate-one", created_at=clock.now() - dt.timedelta(hours=3),
        )
        for at in range(8)
    ]  # fmt: skip
    await payouts.create_many(caller, made)
    when = clock.now() - dt.timedelta(hours=1)
    broken = [
        PayoutEvent(payout_id=each.id, stage="failed", occurred_at=when, source="bank", error_code="beneficiary_bank_down")
        for each in made[:6]
    ]  # fmt: skip
    await payouts.hear_many(caller, broken)
    for at in range(5):
        await ask(services, caller, f"payee-{at}", LATE)
    for at in range(12):
        await ask(services, caller, f"cust-{at}", HOW)
    clock.advance(dt.timedelta(minutes=2))
    await tickets.count(caller.environment_id)
    found = await listed(causes, caller)
    failure = found["beneficiary_bank_down"]
    assert (failure.kind, failure.count, failure.money[0].amount_minor) == ("payout", 6, 300_000)
    assert failure.example.startswith("pyt_")
    story = await causes.get(caller, failure.id, None, None, "en")
    assert [(link.id, link.bond, link.together) for link in story.linked] == [
        (found["payout_delayed"].id, "same_person", 5)
    ]


async def test_causes_keep_apart(
    services: InferenceServices, tickets: TicketCauses, causes: RootCauses, caller: Principal, tenancy: TenantServices,
    clock: ManualClock,
) -> None:  # fmt: skip
    """Another tenant sees nothing of it, by the list nor by the id."""
    other = await tenancy.tenants.create(INSTALLATION, CreateTenant(name="Other Bank"))
    stranger = await tenancy.tenants.system_caller(other.id, "sandbox")
    await ask(services, caller, "cust-1", LATE)
    clock.advance(dt.timedelta(minutes=2))
    await tickets.count(caller.environment_id)
    mine = await listed(causes, caller)
    assert await listed(causes, stranger) == {}
    with pytest.raises(RootCauseNotFound):
        await causes.get(stranger, mine["payout_delayed"].id, None, None, "en")
