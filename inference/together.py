"""Several questions about one payment: one moment, one read of its customer's state, one commit, or none of it.

They travel through the tick as one request, so what refuses one of them refuses all. Their decisions have ids that follow one
another, so that one idempotency key, claimed for the first, finds them all.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TypeAlias
from uuid import UUID

import msgspec

from core.database import Transaction as DatabaseTransaction
from core.errors import FieldError, PlatformError
from inference.answers import Decided
from inference.asks import Ask
from payments import states
from payments.facts import Transaction
from payments.state import CustomerState, StateQuery

SEVERAL_MAX = 16
_PLACES = SEVERAL_MAX - 1


@dataclasses.dataclass(frozen=True, slots=True)
class Together:
    """What one call asked, in its order."""

    asks: tuple[Ask, ...]


Asked: TypeAlias = Ask | Together
Made: TypeAlias = Decided | Sequence[Decided]


def join(asks: Sequence[Ask], payment: Transaction) -> Together:
    """Make one request of questions: all about the payment's customer where they name nobody else."""
    ids = ids_of(asks[0].decision_id, len(asks))
    handle = asks[0].vault.handle(payment.customer_id)
    joined = []
    for ask, decision_id in zip(asks, ids, strict=True):
        nobody = ask.subject_id.endswith(str(ask.decision_id))
        joined.append(
            msgspec.structs.replace(
                ask,
                decision_id=decision_id,
                call=ids[0],
                beside=payment,
                customer=handle if nobody else ask.customer,
                subject_id=payment.customer_id if nobody else ask.subject_id,
            )
        )
    return Together(tuple(joined))


def ids_of(first: UUID, count: int) -> list[UUID]:
    """Return the ids of a call's decisions: that of the first with its last bits counted up."""
    start = first.int & ~_PLACES
    return [UUID(int=start | place) for place in range(count)]


def flat(asked: Sequence[Asked]) -> list[Ask]:
    """Return the questions of a tick one after another."""
    return [ask for one in asked for ask in (one.asks if isinstance(one, Together) else (one,))]


def regroup(asked: Sequence[Asked], decided: Sequence[Decided | PlatformError]) -> list[Made | PlatformError]:
    """Give each request its own answers back, or the error of one of them."""
    in_order = iter(decided)
    found: list[Made | PlatformError] = []
    for one in asked:
        if not isinstance(one, Together):
            found.append(next(in_order))
            continue
        parts = [next(in_order) for _ in one.asks]
        refused = [part for part in parts if isinstance(part, PlatformError)]
        found.append(
            refused[0] if refused else [part for part in parts if not isinstance(part, PlatformError)]
        )
    return found


def named(error: PlatformError, at: int, use_case: str) -> PlatformError:
    """Say in an error which of several questions it is about."""
    reason = f"`{use_case}` was refused, so nothing was decided."
    error.message = f"{use_case}: {error.message}"
    error.fields = (FieldError(f"use_cases[{at}]", reason, error.how_to_fix), *error.fields)
    return error


async def read_states(
    tx: DatabaseTransaction, queries: Mapping[int, StateQuery], asks: Sequence[Ask]
) -> Mapping[int, CustomerState]:
    """Read each state once, however many of the questions of a call need it. Returns: by the place of the question."""
    if all(ask.call is None for ask in asks):
        return dict(zip(queries, await states.read_many(tx, list(queries.values())), strict=True))
    distinct = list(dict.fromkeys(queries.values()))
    read = dict(zip(distinct, await states.read_shared(tx, distinct), strict=True))
    return {at: read[query] for at, query in queries.items()}
