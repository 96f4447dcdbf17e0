"""What failed, counted by where and why: the same form of attempts at gateways and of payouts, for who looks for causes.

Periods are blocks of `width` hours, every `stride` hours, counted back from `end`; block 0 is the last one. So one reading gives
a period and those before it, at the same hours of the day where that matters.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

import asyncpg
import msgspec

from core.clock import to_micros
from core.database import Transaction
from payments.attempts import failure_store as attempt_store
from payments.attempts.failure_codes import FAILURE_KINDS, Cause, cause_of
from payments.payouts import failure_store as payout_store

HOUR_S = 3_600
Source = Literal["attempt", "payout", "payout_unusual"]


class Place(msgspec.Struct, frozen=True, order=True):
    """Where something failed, and why. An empty text is what was not told."""

    gateway: str
    method: str
    bank: str
    code: str

    @property
    def fault(self) -> str:
        """Whose fault it is, where the code says so."""
        owner = cause_of(self.code)
        return "" if owner == "unknown" else owner


class Blocks(msgspec.Struct, frozen=True, kw_only=True):
    """first, end: hours since 1970, the end excluded. now: how many of the blocks, from the end, are looked at."""

    first: int
    end: int
    stride: int
    width: int
    now: int


class Tally(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What failed at one place in one currency, in the blocks of now or in all those before. example: the latest one."""

    place: Place
    currency: str | None
    past: bool
    count: int
    amount_minor: int
    first_at: datetime
    last_at: datetime
    example: UUID


class Tried(msgspec.Struct, frozen=True, gc=False):
    """What was tried at one place, now or before. Its code is empty."""

    place: Place
    past: bool
    tries: int


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """tried: None where nothing is tried. courses: failures of each code by block. tries: by block."""

    tallies: list[Tally]
    tried: list[Tried] | None
    courses: Mapping[str, Mapping[int, int]]
    tries: Mapping[int, int] | None


class Narrow(msgspec.Struct, frozen=True, kw_only=True):
    """Places that share what is named, with one of the codes; None is any."""

    gateway: str | None = None
    method: str | None = None
    bank: str | None = None
    codes: tuple[str, ...] | None = None

    def holds(self, place: Place) -> bool:
        wanted = ((self.gateway, place.gateway), (self.method, place.method), (self.bank, place.bank))
        named = all(mine is None or mine == theirs for mine, theirs in wanted)
        return named and (self.codes is None or place.code in self.codes)


def about(code: str) -> tuple[str | None, Cause]:
    """What a code means, where it is known, and whose fault it is."""
    kind = FAILURE_KINDS.get(code)
    return (None if kind is None else kind.about), cause_of(code)


def codes_of(fault: str) -> tuple[str, ...]:
    """The codes that are somebody's fault."""
    return tuple(code for code, kind in FAILURE_KINDS.items() if kind.cause == fault)


async def counted(tx: Transaction, environment_id: UUID, source: Source, blocks: Blocks) -> Counted:
    if source == "attempt":
        return await _of_attempts(tx, environment_id, blocks)
    unusual, between = source == "payout_unusual", _range(blocks)
    rows = await payout_store.hours(tx, environment_id, *between, unusual=unusual)
    tries = await payout_store.tries(tx, environment_id, *between, unusual=unusual)
    blocked = [(row, block) for row in rows if (block := block_of(row["hour"], blocks)) is not None]
    tried = [(row, block) for row in tries if (block := block_of(row["hour"], blocks)) is not None]
    courses: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for row, block in blocked:
        courses[row["code"]][block] += row["count"]
    by_block: Counter[int] = Counter()
    for row, block in tried:
        by_block[block] += row["tries"]
    return Counted(
        tallies=[_tally(row, past=block >= blocks.now) for row, block in blocked],
        tried=[_tried(row, past=block >= blocks.now) for row, block in tried],
        courses=courses,
        tries=by_block,
    )


async def _of_attempts(tx: Transaction, environment_id: UUID, blocks: Blocks) -> Counted:
    asked = msgspec.structs.astuple(blocks)
    rows = await attempt_store.failed(tx, environment_id, *asked)
    tries = await attempt_store.tried(tx, environment_id, *asked)
    failed, by_block = await attempt_store.courses(tx, environment_id, *asked[:-1])
    courses: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for row in failed:
        courses[row["code"]][row["block"]] = row["count"]
    return Counted(
        tallies=[_tally(row, past=row["block"] > 0) for row in rows],
        tried=[_tried(row, past=row["block"] > 0) for row in tries],
        courses=courses,
        tries={row["block"]: row["tries"] for row in by_block},
    )


async def series(
    tx: Transaction, environment_id: UUID, source: Source, narrow: Narrow, first: int, end: int
) -> dict[int, int]:
    """Failures of each hour that has any."""
    if source == "attempt":
        place = msgspec.structs.astuple(narrow)
        rows = await attempt_store.series(tx, environment_id, first, end, *place)
        return {row["hour"]: row["count"] for row in rows}
    found: defaultdict[int, int] = defaultdict(int)
    for row in await payout_store.hours(
        tx, environment_id, *_between(first, end), unusual=source == "payout_unusual"
    ):
        if narrow.holds(Place(row["gateway"], row["method"], row["bank"], row["code"])):
            found[row["hour"]] += row["count"]
    return found


async def payees(
    tx: Transaction, environment_id: UUID, source: Source, narrow: Narrow, first: int, end: int
) -> set[UUID]:
    """Handles of those whose payouts failed, or were unusual, there; of attempts nobody is known."""
    if source == "attempt":
        return set()
    between = _between(first, end)
    place = msgspec.structs.astuple(narrow)
    return set(
        await payout_store.payees(tx, environment_id, *between, *place, unusual=source == "payout_unusual")
    )


async def any_since(tx: Transaction, environment_id: UUID, hour: int) -> bool:
    at = moment(hour)
    return await attempt_store.any_since(tx, environment_id, hour) or await payout_store.any_since(
        tx, environment_id, at, _first_id(at)
    )


def block_of(hour: int, blocks: Blocks) -> int | None:
    """Return which block an hour is in; None between two of them."""
    ago = blocks.end - 1 - hour
    return ago // blocks.stride if ago % blocks.stride < blocks.width and ago >= 0 else None


def moment(hour: int) -> datetime:
    return datetime.fromtimestamp(hour * HOUR_S, UTC)


def _range(blocks: Blocks) -> tuple[datetime, datetime, Sequence[UUID]]:
    return _between(blocks.first, blocks.end)


def _between(first: int, end: int) -> tuple[datetime, datetime, Sequence[UUID]]:
    since, until = moment(first), moment(end)
    return since, until, (_first_id(since), _first_id(until))


def _first_id(at: datetime) -> UUID:
    """The smallest UUIDv7 of a moment."""
    return UUID(int=(to_micros(at) // 1_000) << 80)


def _tally(row: asyncpg.Record, *, past: bool) -> Tally:
    return Tally(
        place=Place(row["gateway"], row["method"], row["bank"], row["code"]),
        currency=row["currency"],
        past=past,
        count=row["count"],
        amount_minor=row["amount_minor"],
        first_at=row["first_at"],
        last_at=row["last_at"],
        example=row["example"],
    )


def _tried(row: asyncpg.Record, *, past: bool) -> Tried:
    return Tried(Place(row["gateway"], row["method"], row["bank"], ""), past, row["tries"])
