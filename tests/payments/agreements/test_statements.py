"""Commission statements are reckoned by the agreement in force, kept once, corrected by others, disputed and settled."""

import asyncio
import datetime as dt

import msgspec
import pytest
from msgspec.structs import replace

from core.clock import ManualClock
from core.database import Database
from core.ids import public
from payments.agreements.agreements import CommissionAgreements, StoredAgreement
from payments.agreements.statement_entities import (
    PeriodStated,
    StatementConflict,
    StatementNotFound,
    StatementNotOpen,
    StatementReplaced,
    StatementWithSteps,
)
from payments.agreements.statements import CommissionStatements
from payments.checks import PaymentRefused
from payments.payouts.payouts import Payouts
from tenants.principals import Principal
from tenants.services import TenantServices
from tests.payments.agreements.test_reckoning import AGREEMENT, EARNED, ENDS, STARTS, a_statement
from tests.payments.payouts.samples import a_payout, an_event
from tests.tenants.ledger_rows import entries_of


@pytest.fixture
async def north(agreements: CommissionAgreements, caller: Principal) -> StoredAgreement:
    return await agreements.create(caller, AGREEMENT)


async def events_of(database: Database, caller: Principal) -> list[dict[str, object]]:
    async with database.transaction(caller.environment_id) as tx:
        rows = await tx.fetch("SELECT payload FROM outbox WHERE topic = 'event' ORDER BY created_at")
    return [msgspec.json.decode(row["payload"]) for row in rows]


async def test_a_difference_is_kept_once_and_announced(
    statements: CommissionStatements, caller: Principal, database: Database, north: StoredAgreement
) -> None:
    """By the agreement in force, with one entry and one event; the same again is answered, and other content conflicts."""
    sent = a_statement(paid_minor=EARNED - 5_000)
    first = await statements.create(caller, sent)
    again = await statements.create(caller, sent)
    assert again == first
    stored = first.stored
    assert (stored.agreement_id, stored.status, stored.difference_minor) == (north.id, "short", -5_000)
    assert stored.reckoned is not None
    assert (stored.statement, stored.reckoned.reasons) == (sent, ["bonus_missing"])
    with pytest.raises(StatementConflict):
        await statements.create(caller, replace(sent, paid_minor=EARNED))
    kinds = [entry["typ"] for entry in await entries_of(database, caller.environment_id)]
    assert kinds.count("commission.statement.v1") == 1
    (told,) = await events_of(database, caller)
    assert (told["kind"], told["subject"]) == ("commission.differs", public("cos", stored.id))
    assert told["data"]["difference_minor"] == -5_000  # type: ignore[index]


async def test_what_matches_is_no_news(
    statements: CommissionStatements, caller: Principal, database: Database, north: StoredAgreement
) -> None:
    """Paid to the minor unit, or not told of paying: kept, and nobody is called."""
    assert (await statements.create(caller, a_statement(paid_minor=EARNED))).stored.status == "matched"
    november = {"starts_at": ENDS, "ends_at": ENDS + dt.timedelta(days=30), "sales": []}
    later = await statements.create(caller, a_statement(id="s-2", **november))
    assert (later.stored.status, later.stored.agreement_id) == ("expected", north.id)
    assert await events_of(database, caller) == []


async def test_a_period_is_stated_once(
    statements: CommissionStatements, caller: Principal, north: StoredAgreement
) -> None:
    """A second statement of the period is refused, of several at once all but one; a correction names the one it replaces, once."""
    sent = [a_statement(id=f"s-{at}", paid_minor=EARNED - at) for at in range(4)]
    made = await asyncio.gather(*(statements.create(caller, each) for each in sent), return_exceptions=True)
    (first,) = (each for each in made if isinstance(each, StatementWithSteps))
    assert sum(isinstance(each, PeriodStated) for each in made) == 3
    named = public("cos", first.stored.id)
    right = await statements.create(caller, a_statement(id="right", paid_minor=EARNED, replaces=named))
    assert (right.stored.replaces, right.stored.status) == (first.stored.id, "matched")
    replaced = await statements.get(caller, first.stored.id)
    assert (replaced.stored.replaced_by, replaced.stored.reckoned) == (right.stored.id, first.stored.reckoned)
    with pytest.raises(StatementReplaced):
        await statements.create(caller, a_statement(id="more", paid_minor=1, replaces=named))
    with pytest.raises(StatementReplaced):
        await statements.settle(caller, first.stored.id, "agreed", None)


async def test_disputed_and_settled(
    statements: CommissionStatements, caller: Principal, database: Database, north: StoredAgreement
) -> None:
    """Each once, with reason, note and entry; what says nothing of paying cannot be either. The statement itself stays."""
    made = await statements.create(caller, a_statement(paid_minor=1))
    disputed = await statements.dispute(caller, made.stored.id, "sale_missing", "Invoice 7 is not in it.")
    assert (disputed.stored.status, disputed.stored.reckoned) == ("disputed", made.stored.reckoned)
    with pytest.raises(StatementNotOpen):
        await statements.dispute(caller, made.stored.id, "other", None)
    settled = await statements.settle(caller, made.stored.id, "difference_paid", None)
    told = [(each.status, each.reason, each.note, each.by) for each in settled.steps]
    assert told == [
        ("disputed", "sale_missing", "Invoice 7 is not in it.", caller.id),
        ("settled", "difference_paid", None, caller.id),
    ]
    entries = [entry for entry in await entries_of(database, caller.environment_id) if "refs" in entry]
    assert [(each["typ"], each["out"]) for each in entries] == [
        ("commission.statement.disputed.v1", "sale_missing"),
        ("commission.statement.settled.v1", "difference_paid"),
    ]
    november = {"starts_at": ENDS, "ends_at": ENDS + dt.timedelta(days=30), "sales": []}
    waiting = await statements.create(caller, a_statement(id="s-2", **november))
    with pytest.raises(StatementNotOpen):
        await statements.settle(caller, waiting.stored.id, "agreed", None)


async def test_rows_cannot_be_changed(
    statements: CommissionStatements, caller: Principal, database: Database, north: StoredAgreement
) -> None:
    """The service's own role may neither change nor take away what was stated."""
    await statements.create(caller, a_statement(paid_minor=1))
    for change in ("UPDATE commission_statement SET found = 'matched'", "DELETE FROM commission_statement"):
        with pytest.raises(Exception, match="permission denied"):
            async with database.transaction(caller.environment_id) as tx:
                await tx.execute(change)


async def test_payouts_that_paid_it(
    statements: CommissionStatements, payouts: Payouts, caller: Principal, north: StoredAgreement
) -> None:
    """Credited payouts to the partner are what was paid, after taxes; one to somebody else or unknown is refused by its place."""
    due = EARNED - 432 + 3_888
    first, second = (a_payout(payee_id="p", amount_minor=amount) for amount in (due - 1_000, 1_000))
    other = a_payout(payee_id="q")
    for each in (first, second, other):
        await payouts.create(caller, each)
    await payouts.hear(caller, an_event(first.id, "credited", 50))
    with pytest.raises(PaymentRefused) as refused:
        await statements.create(caller, a_statement(payout_ids=[first.id, other.id, "nobody"]))
    assert [each.field for each in refused.value.fields] == ["payout_ids[1]", "payout_ids[2]"]
    short = await statements.create(caller, a_statement(payout_ids=[first.id, second.id]))
    assert (short.stored.status, short.stored.difference_minor) == ("short", -1_000)
    assert short.stored.reasons == ["payout_not_credited", "unexplained"]
    await payouts.hear(caller, an_event(second.id, "credited", 60))
    named = public("cos", short.stored.id)
    whole = a_statement(id="s-2", payout_ids=[first.id, second.id], replaces=named)
    assert (await statements.create(caller, whole)).stored.status == "matched"


async def test_another_agreement(
    statements: CommissionStatements,
    agreements: CommissionAgreements,
    caller: Principal,
    north: StoredAgreement,
) -> None:
    """A later agreement holds from its own day on; the same statement again stays what it was; one across the turn is refused."""
    sent = a_statement(paid_minor=EARNED)
    before = await statements.create(caller, sent)
    anew = await agreements.create(
        caller, replace(AGREEMENT, id="anew", starts_at=STARTS + dt.timedelta(days=3))
    )
    assert await statements.create(caller, sent) == before
    across = a_statement(id="s-2", paid_minor=EARNED, replaces=public("cos", before.stored.id))
    with pytest.raises(PaymentRefused, match="Another agreement"):
        await statements.create(caller, across)
    named = await statements.create(caller, replace(across, agreement_id=public("agr", north.id)))
    assert named.stored.agreement_id == north.id
    rest = a_statement(id="s-3", starts_at=STARTS + dt.timedelta(days=3))
    assert (await statements.create(caller, rest)).stored.agreement_id == anew.id


async def test_lists_and_strangers(
    statements: CommissionStatements,
    caller: Principal,
    stranger: Principal,
    north: StoredAgreement,
    clock: ManualClock,
) -> None:
    """By partner, period and status, page after page; another tenant's is not there."""
    week = dt.timedelta(days=7)
    made = []
    for at in range(3):
        weekly = a_statement(id=f"s-{at}", starts_at=STARTS + at * week, ends_at=STARTS + (at + 1) * week)
        made.append(await statements.create(caller, weekly))
        clock.advance(dt.timedelta(seconds=1))
    ids = [each.stored.id for each in reversed(made)]

    async def listed(**filters: object) -> list[object]:
        asked = {"partner_id": "p", "period": (None, None), "status": None, "after": None, "limit": 10}
        page = await statements.list(caller, **{**asked, **filters})  # type: ignore[arg-type]
        return [each.id for each in page.data]

    assert await listed() == ids
    assert await listed(limit=2) == ids[:2]
    assert await listed(after=ids[1]) == ids[2:]
    assert await listed(period=(STARTS + week, STARTS + 2 * week)) == [ids[1]]
    assert await listed(status="short") == []
    assert await listed(partner_id="q") == []
    with pytest.raises(StatementNotFound):
        await statements.get(stranger, ids[0])


async def test_an_erased_partner(
    statements: CommissionStatements,
    caller: Principal,
    tenancy: TenantServices,
    database: Database,
    north: StoredAgreement,
) -> None:
    """Once the partner is erased nothing tells what was sold, to whom it was paid or what was said; figures and steps stay."""
    made = await statements.create(caller, a_statement(paid_minor=1))
    await statements.dispute(caller, made.stored.id, "other", "A call.")
    partner = (await tenancy.vaults.of(caller.environment_id)).handle("p")
    async with database.transaction(caller.environment_id) as tx:
        await tx.execute("DELETE FROM subject WHERE customer = $1", partner)
    left = await statements.get(caller, made.stored.id)
    assert (left.stored.statement, left.stored.reckoned, left.stored.status) == (None, None, "disputed")
    assert left.stored.difference_minor == made.stored.difference_minor
    assert [(each.reason, each.note) for each in left.steps] == [("other", None)]
