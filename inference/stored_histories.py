"""Questions about a customer's past that come without one: it is read from what was ingested, before they are prepared.

What is read takes the place of what could have been sent, so features, answer, payload and replay are the very same.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from core.clock import Clock
from core.database import Database
from core.errors import ErrorKind, FieldError, PlatformError
from inference.entities import DecideCommand
from payments import recent
from payments.currencies import usual_of
from payments.entities import CustomerNotFound
from payments.facts import Transaction
from payments.history_facts import HISTORY_MAX, CustomerHistory, settled
from payments.statement_facts import LINES_MAX, Statement, StatementLine
from tenants.principals import Principal
from tenants.vaults import Vaults

STATEMENT_MAX = 300
"""Payments among which lines are looked for: not all of them have a description."""
PAYMENTS_MIN = 5
SPAN_MIN = timedelta(days=30)
"""Below either nothing can be said of months and habits, and an answer would be made up."""
_ANOTHER = "Name a currency that the customer paid in, or none for that of most payments."


class HistoryTooShort(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "history_too_short"
    fix = "Ingest more of the customer's payments, or send them with the question."


class StoredHistories:
    def __init__(self, database: Database, vaults: Vaults, clock: Clock) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock

    def shared(self, caller: Principal, beside: Transaction) -> "SharedPasts":
        """Return what fills the questions of one call about a payment."""
        return SharedPasts(self, caller, beside, self._clock.now())

    async def fill(self, caller: Principal, command: DecideCommand) -> DecideCommand:
        """Return the question with the past that it is about. Raises: CustomerNotFound, HistoryTooShort."""
        event = command.event
        if isinstance(event, CustomerHistory):
            filled: msgspec.Struct = await self.history(caller, event, None)
        elif isinstance(event, Statement):
            filled = await self.statement(caller, event, None)
        else:
            return command
        return command if filled is event else msgspec.structs.replace(command, event=filled)

    async def history(
        self, caller: Principal, asked: CustomerHistory, beside: Transaction | None
    ) -> CustomerHistory:
        """beside: a payment that is decided about in the same call, and no part of the past."""
        if asked.spending:
            return asked
        if asked.transactions:
            return settled(asked, self._clock.now())
        stored = await self._read(caller, asked.customer_id, HISTORY_MAX, beside, predicted=True)
        now = self._clock.now()
        currency = asked.currency or usual_of(stored, now)
        _check(stored, currency, now, named=asked.currency is not None)
        return msgspec.structs.replace(asked, currency=currency, transactions=stored)

    async def statement(self, caller: Principal, asked: Statement, beside: Transaction | None) -> Statement:
        """beside: a payment whose own line is asked about, too."""
        if asked.lines:
            return asked
        try:
            stored = await self._read(caller, asked.customer_id, STATEMENT_MAX, beside)
        except CustomerNotFound:
            if beside is None:
                raise
            stored = []
        payments = stored if beside is None else [*stored, beside]
        currency = asked.currency or usual_of(payments, self._clock.now())
        lines = _lines(payments, currency)
        if not lines:
            raise HistoryTooShort("None of this customer's payments has a description in this currency.")
        return msgspec.structs.replace(asked, currency=currency, lines=lines)

    async def _read(
        self,
        caller: Principal,
        customer_id: str,
        limit: int,
        beside: Transaction | None,
        *,
        predicted: bool = False,
    ) -> list[Transaction]:
        """predicted: as `recent.read`; of a statement's lines it is asked anew."""
        vault = await self._vaults.of(caller.environment_id)
        found = await recent.read(
            self._database, vault, customer_id, self._clock.now(), limit, predicted=predicted
        )
        if beside is None or beside.id is None:
            return found
        return [each for each in found if each.id != beside.id]


class SharedPasts:
    """The questions of one call that are about one past share it: it is read once, and its features are made of one object.

    at: the moment that all of them are asked at.
    """

    def __init__(self, stored: StoredHistories, caller: Principal, beside: Transaction, at: datetime) -> None:
        self.at = at
        self._stored = stored
        self._caller = caller
        self._beside = beside
        self._filled: dict[int, CustomerHistory] = {}

    async def fill(self, command: DecideCommand) -> DecideCommand:
        """As `StoredHistories.fill`."""
        event = command.event
        if isinstance(event, CustomerHistory):
            if id(event) not in self._filled:
                self._filled[id(event)] = await self._stored.history(self._caller, event, self._beside)
            return msgspec.structs.replace(command, event=self._filled[id(event)])
        if isinstance(event, Statement):
            lines = await self._stored.statement(self._caller, event, self._beside)
            return msgspec.structs.replace(command, event=lines)
        return command


def _check(stored: Sequence[Transaction], currency: str | None, now: datetime, *, named: bool) -> None:
    """named: whether the question named the currency. Raises: HistoryTooShort."""
    known = [each.occurred_at for each in stored if each.currency == currency]
    if len(known) >= PAYMENTS_MIN and now - known[0] >= SPAN_MIN:
        return
    too_few = f"This customer has {len(known)} stored payments in {currency or 'any currency'}"
    fields = (
        [FieldError("history.currency", f"{too_few}.", _ANOTHER)]
        if named and len(known) < len(stored)
        else []
    )
    raise HistoryTooShort(
        f"{too_few}; at least {PAYMENTS_MIN} are needed, the first of them {SPAN_MIN.days} days ago or more.",
        fields=fields,
    )


def _lines(payments: Sequence[Transaction], currency: str | None) -> list[StatementLine]:
    """The newest payments of a currency as their statement would tell them, the oldest first."""
    told = [
        StatementLine(
            id=each.id,
            text=each.description,
            amount_minor=each.amount_minor,
            direction=each.direction,
            occurred_at=each.occurred_at,
            category=each.category,
        )
        for each in payments
        if each.description is not None and each.currency == currency
    ]
    return told[-LINES_MAX:]
