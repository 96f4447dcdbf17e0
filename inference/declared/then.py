"""Features beside a feature set as they were at questions of the past: what a version with them learns from.

A row sees what a decision of its time would have seen: the payments before its own, sign-ins until then, months that end with
it. The stored state cannot tell that any more, so a customer's whole past is opened and walked once.
"""

import asyncio
from bisect import bisect_right
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
import numpy as np
from numpy.typing import NDArray

from core.database import Database
from inference import catalogue, histories
from inference.declared.added import added_of
from inference.declared.computing import Known, Plan, Subject, Values
from inference.declared.entities import DeclaredFeature
from inference.entities import DecideCommand
from inference.features import known
from inference.features.customer_past import past_of
from inference.manifest import Added
from payments import keys, pasts, prepared, profiles
from payments.history import History
from payments.movements import movement_of
from payments.pasts import Past
from payments.state import CustomerState
from tenants.principals import Mode
from tenants.vault import EnvironmentVault
from tenants.vaults import Vaults

CUSTOMERS = 50
PAST_MAX = 20_000
_NO_PAST = Past([], [])


class Named(msgspec.Struct, frozen=True):
    """Features to be had beside a feature set. declared: those of the names that the tenant declared. mode: of the environment."""

    names: tuple[str, ...]
    declared: tuple[DeclaredFeature, ...]
    mode: Mode


class Then(msgspec.Struct, frozen=True):
    """A question of the past. own: the stored payment that it was about, which it does not see."""

    customer: UUID
    command: DecideCommand
    at: datetime
    own: UUID | None = None


class AddedRows(msgspec.Struct, frozen=True):
    """matrix: float32[n, len(added.columns)], NaN where missing."""

    added: Added
    matrix: NDArray[np.float32]


class PastFeatures:
    def __init__(self, database: Database, vaults: Vaults) -> None:
        self._database = database
        self._vaults = vaults

    async def read(self, environment_id: UUID, named: Named, asked: Sequence[Then]) -> AddedRows:
        """Compute what is named of each question, in their order."""
        vault = await self._vaults.of(environment_id)
        plan = Plan.of(named.names, named.declared)
        places: dict[UUID, list[int]] = {}
        for place, then in enumerate(asked):
            places.setdefault(then.customer, []).append(place)
        found: dict[int, Values] = {}
        async for customer, past in self._pasts(vault, sorted(places) if plan.reads else []):
            mine = places.pop(customer)
            rows = [asked[place] for place in mine]
            values = await asyncio.to_thread(_values, plan, vault, named.mode, past, rows)
            found |= dict(zip(mine, values, strict=True))
        for mine in places.values():  # nothing that is stored is needed, or nothing is
            rows = [asked[place] for place in mine]
            found |= dict(zip(mine, _values(plan, vault, named.mode, _NO_PAST, rows), strict=True))
        in_order = [found[place] for place in range(len(asked))]
        return AddedRows(*added_of(named.names, named.declared, in_order))

    async def _pasts(
        self, vault: EnvironmentVault, customers: Sequence[UUID]
    ) -> AsyncIterator[tuple[UUID, Past]]:
        for start in range(0, len(customers), CUSTOMERS):
            part = customers[start : start + CUSTOMERS]
            async with self._database.transaction(vault.scope_id) as tx:
                opened = await keys.find(tx, vault, part)
                for customer, key in opened.items():
                    yield customer, await pasts.read(tx, vault, customer, key, PAST_MAX)


def _values(
    plan: Plan, vault: EnvironmentVault, mode: Mode, past: Past, asked: Sequence[Then]
) -> list[Values]:
    """Of the questions about one customer."""
    subjects = [_subject(vault, mode, then) for then in asked]
    found: dict[int, Values] = {}
    for at, seen in _walk(plan.reads, past, subjects, [then.own for then in asked]):
        found[at] = plan.values(subjects[at], seen)
    return [found[at] for at in range(len(asked))]


def _subject(vault: EnvironmentVault, mode: Mode, then: Then) -> Subject:
    about = catalogue.get(then.command.use_case).about
    return Subject(
        vault=vault,
        customer=then.customer,
        at=then.at,
        mode=mode,
        command=then.command,
        event=None if about is None else about.name,
    )


def _walk(
    reads: Sequence[str], past: Past, subjects: Sequence[Subject], own: Sequence[UUID | None]
) -> Iterator[tuple[int, Known]]:
    """Give each question what it reads, in the order of how much of the past it sees."""
    history = History((), past.sign_ins)
    shaped = known.needs_shape(reads)
    payments = [payment.categorized for payment in past.payments]
    signed_in = sorted(each.occurred_at for each in past.sign_ins if each.succeeded)
    places = {payment.id: place for place, payment in enumerate(past.payments)}
    times = [payment.occurred_at for payment in payments]
    ends = [
        places[mine] if mine in places else bisect_right(times, _moment(subject))
        for subject, mine in zip(subjects, own, strict=True)
    ]
    joined = 0
    for at in sorted(range(len(subjects)), key=ends.__getitem__):
        subject = subjects[at]
        for payment in past.payments[joined : ends[at]]:
            history.add(movement_of(payment.transaction, subject.vault.digest, payment.order))
        joined = max(joined, ends[at])
        sent = subject.sent
        if sent is not None:
            state = histories.state_of(subject.vault, sent.transactions, subject.at, sent.currency)
            shape: known.Shape | None = past_of(sent, subject.at)
        else:
            state = _state(history, subject)
            shape = (
                profiles.of_past(payments[: ends[at]], signed_in, state.at, state.currency)
                if shaped
                else None
            )
        yield at, known.values_of(reads, state, shape, subject.command.transaction)


def _moment(subject: Subject) -> datetime:
    payment = subject.command.transaction
    return subject.at if payment is None else payment.occurred_at


def _state(history: History, subject: Subject) -> CustomerState:
    payment = subject.command.transaction
    if payment is None:
        return history.state(subject.at)
    query = prepared.query_for(payment, subject.vault, subject.customer)
    return history.state(query.at, query.currency, query.merchant_key, query.device_key)
