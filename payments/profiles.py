"""What a customer's stored payments and sign-ins come to by month: the customer's financial shape over a year at most.

Read for those questions alone whose version, ruleset or reader asks for it; the running state has no categories. The payment
being scored is left out, as it is from the state.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from core.database import Transaction
from payments import profile_store
from payments.facts import Transaction as Payment

MONTH = timedelta(days=30)
MONTHS_MAX = 12
UNKNOWN = "other"
"""The category of a payment that names none."""


class ProfileQuery(msgspec.Struct, frozen=True):
    """currency: of the money to add up. exclude: keyed digest of the scored payment's own id, as in `StateQuery`."""

    environment_id: UUID
    customer: UUID
    at: datetime
    currency: str | None
    exclude: bytes | None = None


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """months: how many the payments span, 1 to 12; index 0 is the newest, and ends with `at`.

    spent: debits in minor units by category and month. earned: credits by month. sign_ins: successful ones of the last 30
    days. earlier_sign_ins: of the 60 days before those.
    """

    at: datetime
    months: int
    spent: Mapping[str, Sequence[float]]
    earned: Sequence[float]
    sign_ins: int
    earlier_sign_ins: int


async def read_many(tx: Transaction, queries: Sequence[ProfileQuery]) -> list[Profile]:
    """Read the profiles of many customers, of any environments in scope, in two statements and in their order."""
    if not queries:
        return []
    columns: tuple[Sequence[object], ...] = (
        range(len(queries)),
        [query.environment_id for query in queries],
        [query.customer for query in queries],
        [query.at for query in queries],
        [query.currency or "" for query in queries],
        [query.exclude for query in queries],
    )
    sums: list[list[tuple[int, str, str, int]]] = [[] for _ in queries]
    older = [False] * len(queries)
    for n, month, direction, category, total, lies_back in await profile_store.sums(tx, columns):
        older[n] = lies_back
        if month is not None:
            sums[n].append((month, direction, category or UNKNOWN, int(total)))
    made: dict[int, Profile] = {}
    for n, first_at, recent, earlier in await profile_store.firsts(tx, columns):
        months = MONTHS_MAX if older[n] else months_of(first_at, queries[n].at)
        made[n] = _profile(queries[n].at, months, sums[n], recent, earlier)
    return [made[n] for n in range(len(queries))]


def of_past(
    payments: Sequence[Payment], sign_ins: Sequence[datetime], at: datetime, currency: str | None
) -> Profile:
    """Make the profile that `read_many` reads, of what is in memory. Both in order of time; sign_ins: successful ones."""
    sums: Counter[tuple[int, str, str]] = Counter()
    first_at, older = None, False
    for payment in reversed(payments):
        if payment.currency != currency or payment.occurred_at > at:
            continue
        if payment.occurred_at < at - MONTHS_MAX * MONTH:
            older = True
            break
        first_at = payment.occurred_at
        month = (at - payment.occurred_at) // MONTH
        sums[month, payment.direction, payment.category or UNKNOWN] += payment.amount_minor
    now, recent, earlier = (bisect_right(sign_ins, at - months * MONTH) for months in (0, 1, 3))
    months = MONTHS_MAX if older else months_of(first_at, at)
    return _profile(
        at, months, [(*key, total) for key, total in sums.items()], now - recent, recent - earlier
    )


def months_of(first_at: datetime | None, at: datetime) -> int:
    """How many months payments since `first_at` span, begun ones counted."""
    span = timedelta(0) if first_at is None else at - first_at
    return int(min(MONTHS_MAX, max(1, -(-span // MONTH))))


def _profile(
    at: datetime, months: int, sums: Sequence[tuple[int, str, str, int]], recent: int, earlier: int
) -> Profile:
    spent: dict[str, list[float]] = {}
    earned = [0.0] * months
    for month, direction, category, total in sums:
        if month >= months:
            continue
        if direction == "debit":
            spent.setdefault(category, [0.0] * months)[month] += total
        else:
            earned[month] += total
    return Profile(
        at=at, months=months, spent=spent, earned=earned, sign_ins=recent, earlier_sign_ins=earlier
    )
