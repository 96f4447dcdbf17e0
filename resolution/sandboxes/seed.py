"""What a sandbox begins with: two months of a small simulated world that ends today, so that every use case has a past to answer from."""

import datetime as dt
from collections.abc import Sequence

import msgspec

from payments.agreements.agreements import CommissionAgreements
from payments.agreements.facts import AgreementTax, CommissionAgreement
from payments.attempts.attempts import GatewayAttempts
from payments.attempts.facts import AttemptFact
from payments.commission_facts import CommissionRule
from payments.facts import Method
from payments.logins import Logins
from payments.payouts.facts import NewPayout, PayoutEvent
from payments.payouts.payouts import Payouts
from payments.simulator import feed
from payments.simulator.events import Event, GatewayAttempt, SimulatorConfig
from payments.simulator.feed import Bulk
from payments.simulator.stream import simulate
from payments.transactions import Payments
from tenants.principals import Principal

SEED = 42
DAYS = 60
CUSTOMERS = 4
STUCK_ID, STUCK_PAYEE = "magic_stuck", "payee-stuck"
STUCK_FOR = dt.timedelta(days=9)
AGREEMENT = "sandbox-partner-2026"
_ATTEMPTS = 500


class Seeded(msgspec.Struct, frozen=True, kw_only=True):
    """What a sandbox holds before anybody used it. customers: their ids."""

    customers: list[str]
    transactions: int
    logins: int
    gateway_attempts: int
    payouts: int
    payout_events: int
    commission_agreement_id: str
    stuck_payout_id: str


class Facts(msgspec.Struct, frozen=True):
    """The seed as facts, ready to be sent."""

    bulks: list[Bulk]
    attempts: list[AttemptFact]
    stuck: NewPayout
    stuck_events: list[PayoutEvent]
    agreement: CommissionAgreement


def facts(now: dt.datetime) -> Facts:
    """Simulate the days before `now`: the same moment gives the same facts. CPU: some 40 ms."""
    start = now.date() - dt.timedelta(days=DAYS)
    config = SimulatorConfig(seed=SEED, days=DAYS, customers=CUSTOMERS, start=start)
    events = [event for event in simulate(config) if event.at <= now]
    made_at = now - STUCK_FOR
    return Facts(
        bulks=list(feed.bulks(events)),
        attempts=_attempts(events),
        stuck=NewPayout(
            id=STUCK_ID,
            payee_id=STUCK_PAYEE,
            amount_minor=1_250_000,
            currency="INR",
            method="neft",
            bank="bank-north",
            created_at=made_at,
        ),
        stuck_events=[
            PayoutEvent(payout_id=STUCK_ID, stage="approved", occurred_at=made_at + dt.timedelta(hours=1)),
            PayoutEvent(payout_id=STUCK_ID, stage="sent", occurred_at=made_at + dt.timedelta(hours=2)),
        ],
        agreement=CommissionAgreement(
            id=AGREEMENT,
            partner_id="sandbox-partner",
            currency="INR",
            starts_at=now - dt.timedelta(days=DAYS),
            rules=[CommissionRule(rate_bps=120), CommissionRule(from_volume_minor=100_000_000, rate_bps=150)],
            taxes=[AgreementTax(name="tds", rate_bps=200, kind="withheld")],
        ),
    )


def _attempts(events: Sequence[Event]) -> list[AttemptFact]:
    return [_attempt(event) for event in events if isinstance(event, GatewayAttempt)]


def _attempt(event: GatewayAttempt) -> AttemptFact:
    return AttemptFact(
        id=event.id,
        payment_id=event.transaction_id,
        gateway=event.gateway,
        method=msgspec.convert(event.method, Method),
        amount_minor=event.amount_minor,
        currency=event.currency,
        started_at=event.at,
        result="succeeded" if event.succeeded else "failed",
        error_code=event.failure_code,
        latency_ms=event.latency_ms,
        finished_at=event.at + dt.timedelta(milliseconds=event.latency_ms),
    )


class Seeds:
    """Sends a seed through the services that take facts from anybody: each bulk is an entry of the sandbox's log."""

    def __init__(
        self,
        payments: Payments,
        logins: Logins,
        attempts: GatewayAttempts,
        payouts: Payouts,
        agreements: CommissionAgreements,
    ) -> None:
        self._payments = payments
        self._logins = logins
        self._attempts = attempts
        self._payouts = payouts
        self._agreements = agreements

    async def sow(self, caller: Principal, wanted: Facts) -> Seeded:
        """Send a seed. What is there already stays as it is."""
        for bulk in wanted.bulks:
            if bulk.logins:
                await self._logins.record_many(caller, bulk.logins)
            if bulk.transactions:
                await self._payments.ingest_many(caller, bulk.transactions)
            if bulk.payouts:
                await self._payouts.create_many(caller, bulk.payouts)
            if bulk.payout_events:
                await self._payouts.hear_many(caller, bulk.payout_events)
        for at in range(0, len(wanted.attempts), _ATTEMPTS):
            await self._attempts.record_many(caller, wanted.attempts[at : at + _ATTEMPTS])
        await self._payouts.create(caller, wanted.stuck)
        await self._payouts.hear_many(caller, wanted.stuck_events)
        await self._agreements.create(caller, wanted.agreement)
        return _seeded(wanted)


def _seeded(wanted: Facts) -> Seeded:
    customers = {one.customer_id for bulk in wanted.bulks for one in bulk.transactions}
    return Seeded(
        customers=sorted(customers),
        transactions=sum(len(bulk.transactions) for bulk in wanted.bulks),
        logins=sum(len(bulk.logins) for bulk in wanted.bulks),
        gateway_attempts=len(wanted.attempts),
        payouts=sum(len(bulk.payouts) for bulk in wanted.bulks) + 1,
        payout_events=sum(len(bulk.payout_events) for bulk in wanted.bulks) + len(wanted.stuck_events),
        commission_agreement_id=AGREEMENT,
        stuck_payout_id=STUCK_ID,
    )
