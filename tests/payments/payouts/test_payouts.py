"""Payouts are recorded once, moved by events, and looked up."""

import pytest

from core.database import Database
from payments.checks import PaymentRefused
from payments.payouts.entities import (
    PayoutConflict,
    PayoutEventConflict,
    PayoutNotFound,
    TooManyPayoutEvents,
)
from payments.payouts.hearing import EVENTS_MAX
from payments.payouts.payouts import Payouts
from tenants.principals import Principal
from tests.payments.payouts.samples import a_payout, a_road, an_event
from tests.tenants.ledger_rows import entries_of


async def test_a_payout_is_recorded_once(payouts: Payouts, caller: Principal, database: Database) -> None:
    """The same again, alone or in a bulk, is answered as it stands, with one entry; other content conflicts."""
    sent = a_payout()
    first = await payouts.create(caller, sent)
    again = await payouts.create(caller, sent)
    assert (first.id, first.stage, first.payout) == (again.id, "created", sent)
    other = a_payout()
    results = await payouts.create_many(caller, [sent, other, other, a_payout(id=sent.id, amount_minor=5)])
    assert [each.standing for each in results] == ["existing", "recorded", "existing", "conflict"]
    with pytest.raises(PayoutConflict):
        await payouts.create(caller, a_payout(id=sent.id, amount_minor=5))
    kinds = [entry["typ"] for entry in await entries_of(database, caller.environment_id)]
    assert kinds[-2:] == ["payout.v1", "payout.bulk.v1"]


async def test_events_move_it_in_any_order(payouts: Payouts, caller: Principal) -> None:
    """Confirmations that come late fill in their stage, the same twice is one, and the road is read from all of them."""
    sent = a_payout()
    made = await payouts.create(caller, sent)
    road = a_road(sent.id, 30, 40, 45, 100)
    results = await payouts.hear_many(caller, [road[3], road[0], road[0], road[2]])
    assert [each.standing for each in results] == ["counted", "counted", "existing", "counted"]
    heard = await payouts.hear(caller, road[1])
    assert (heard.standing, heard.stage, heard.payout_id) == ("counted", "credited", made.id)
    found = await payouts.get(caller, made.id)
    assert [each.stage for each in found.reached] == ["created", "approved", "sent", "at_bank", "credited"]
    assert [each.event for each in found.events] == road
    assert found.ended_at == road[3].occurred_at


async def test_contradictions_are_kept(payouts: Payouts, caller: Principal, database: Database) -> None:
    """A failure after the credit is told as such, counted on the payout and announced; the payout stays credited."""
    sent = a_payout()
    await payouts.create(caller, sent)
    await payouts.hear(caller, an_event(sent.id, "credited", 50))
    heard = await payouts.hear(caller, an_event(sent.id, "failed", 90, error_code="account_closed"))
    assert (heard.standing, heard.stage) == ("contradicting", "credited")
    page = await payouts.list(caller, own_id=sent.id, payee_id=None, stage=None, after=None, limit=5)
    assert [(each.stage, each.contradictions) for each in page.data] == [("credited", 1)]
    async with database.transaction(caller.environment_id) as tx:
        rows = await tx.fetch("SELECT payload FROM outbox WHERE topic = 'event' ORDER BY created_at")
    assert any(b"payout.contradicted" in row["payload"] for row in rows)


async def test_refusals(payouts: Payouts, caller: Principal, stranger: Principal) -> None:
    """An unknown payout, another tenant's, an event id with other content, and one event too many each say so."""
    sent = a_payout()
    await payouts.create(caller, sent)
    told = an_event(sent.id, "approved", 5, id="e-1")
    await payouts.hear(caller, told)
    with pytest.raises(PayoutEventConflict):
        await payouts.hear(caller, an_event(sent.id, "approved", 6, id="e-1"))
    for somebody, own_id in ((caller, "nobody"), (stranger, sent.id)):
        with pytest.raises(PayoutNotFound):
            await payouts.hear(somebody, an_event(own_id, "approved", 5))
    with pytest.raises(PaymentRefused) as refused:
        await payouts.hear_many(caller, [told, an_event(sent.id, "sent", 9, error_code="late")])
    assert refused.value.fields[0].field == "items[1].error_code"
    await payouts.hear_many(caller, [an_event(sent.id, "sent", at) for at in range(EVENTS_MAX - 1)])
    with pytest.raises(TooManyPayoutEvents):
        await payouts.hear(caller, an_event(sent.id, "at_bank", 3_000))


async def test_pages(payouts: Payouts, caller: Principal) -> None:
    """Last recorded first, by payee and by stage, and a page goes on where the one before ended."""
    many = [a_payout(payee_id="payee-9") for _ in range(5)]
    await payouts.create_many(caller, many)
    await payouts.create(caller, a_payout())
    await payouts.hear(caller, an_event(many[0].id, "failed", 5))
    first = await payouts.list(caller, own_id=None, payee_id="payee-9", stage=None, after=None, limit=3)
    rest = await payouts.list(
        caller, own_id=None, payee_id="payee-9", stage=None, after=first.data[-1].id, limit=3
    )
    assert {each.payout.id for each in first.data + rest.data if each.payout} == {each.id for each in many}
    failed = await payouts.list(caller, own_id=None, payee_id=None, stage="failed", after=None, limit=3)
    assert [each.payout.id for each in failed.data if each.payout] == [many[0].id]
