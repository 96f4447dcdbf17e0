"""Writing attempts: each once, its result once, each into the counts of its minute and hour once."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from core.clock import to_micros
from core.database import Transaction
from payments.attempts import failure_store, store
from payments.attempts.facts import RecordedAttempt, Result, Standing
from payments.attempts.prepared import PreparedAttempt

MINUTE, HOUR = 1, 2
_US = {MINUTE: 60_000_000, HOUR: 3_600_000_000}
_PLACE: dict[tuple[Result, bool], int] = {
    ("succeeded", False): 1,
    ("failed", True): 2,
    ("failed", False): 3,
}
"""Where a result counts: after attempts come succeeded, faulted, failed."""
HEARD = b""
"""Stands for the digest of what was sent where a gateway told of an attempt first: any report of it agrees, and the gateway's word stands."""


class _Known(msgspec.Struct):
    """What stands under an own id while a bulk is worked through."""

    id: UUID
    content: bytes
    result: Result
    error_code: str
    fault: bool


class Changed(msgspec.Struct, frozen=True):
    """What a bulk did. told: of each row. fresh: rows that are new or have their result now, with the attempt's id."""

    told: list[RecordedAttempt]
    fresh: list[tuple[UUID, PreparedAttempt]]


async def record_many(
    tx: Transaction, environment_id: UUID, rows: Sequence[tuple[str, PreparedAttempt]]
) -> Changed:
    """rows: the caller's own id, and what is to be kept. An own id may come several times: pending, then with its result."""
    firsts = list({row.external: row for _, row in reversed(rows)}.values())
    found = await store.record(tx, environment_id, firsts)
    known = {each["external"]: _Known(*(each[name] for name in _Known.__struct_fields__)) for each in found}
    mine = {row.id for row in firsts}
    told: list[RecordedAttempt] = []
    fresh: list[tuple[UUID, PreparedAttempt]] = []
    counts = Counts()
    settled: dict[UUID, PreparedAttempt] = {}
    chosen: dict[UUID, UUID] = {}
    for own_id, row in rows:
        stands = known[row.external]
        standing = _standing(row, stands, mine)
        mine.discard(row.id)
        if standing == "recorded":
            counts.begin(row)
        if standing == "settled":
            settled[stands.id] = row
            stands.result, stands.error_code, stands.fault = row.result, row.error_code, row.fault
        if standing in {"recorded", "settled"}:
            counts.end(stands.id, row)
            fresh.append((stands.id, row))
        if stands.content == HEARD and row.choice_id is not None:
            chosen[stands.id] = row.choice_id
        told.append(RecordedAttempt(stands.id, own_id, standing))
    if chosen:
        await store.adopt(tx, environment_id, chosen)
    if settled:
        await store.settle(tx, environment_id, settled)
    await store.count(tx, environment_id, counts.rows())
    await failure_store.count(tx, environment_id, counts.failures())
    return Changed(told, fresh)


def _standing(row: PreparedAttempt, known: _Known, mine: set[UUID]) -> Standing:
    if row.id == known.id and row.id in mine:
        return "recorded"
    if known.content == HEARD:
        return "existing"
    if row.content != known.content:
        return "conflict"
    if row.result == "pending" or (row.result, row.error_code) == (known.result, known.error_code):
        return "existing"
    return "settled" if known.result == "pending" else "conflict"


class Counts:
    """What is to be added to the counts of minutes and hours, by the attempt's start."""

    def __init__(self) -> None:
        self._sums: defaultdict[tuple[int, int, str, str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        self._failures: defaultdict[tuple[int, str, str, str, str, str], list[tuple[UUID, PreparedAttempt]]]
        self._failures = defaultdict(list)
        self._taken: list[tuple[object, ...]] = []

    def begin(self, row: PreparedAttempt) -> None:
        self._add(row, 0)

    def end(self, attempt_id: UUID, row: PreparedAttempt) -> None:
        if row.result != "pending":
            self._add(row, _PLACE[row.result, row.fault])
        if row.result == "failed":
            hour = bucket_of(HOUR, row.started_at)
            key = (hour, row.gateway, row.method, row.bank, row.error_code, row.currency)
            self._failures[key].append((attempt_id, row))

    def take_back(self, attempt_id: UUID, row: PreparedAttempt) -> None:
        """Count a failure no more that turned out to be none."""
        self._add(row, _PLACE[row.result, row.fault], -1)
        hour = bucket_of(HOUR, row.started_at)
        key = (hour, row.gateway, row.method, row.bank, row.error_code, row.currency)
        self._taken.append((*key, -1, -row.amount_minor, row.started_at, row.started_at, attempt_id))

    def failures(self) -> list[tuple[object, ...]]:
        """What failed, by hour, place and code; with the latest as an example."""
        return [*((*key, *_summed(each)) for key, each in self._failures.items()), *self._taken]

    def rows(self) -> list[tuple[object, ...]]:
        return [(*key, *sums) for key, sums in self._sums.items()]

    def _add(self, row: PreparedAttempt, place: int, more: int = 1) -> None:
        for grain in _US:
            key = (grain, bucket_of(grain, row.started_at), row.gateway, row.method, row.bank)
            self._sums[key][place] += more


def _summed(failed: Sequence[tuple[UUID, PreparedAttempt]]) -> tuple[object, ...]:
    times = [row.started_at for _, row in failed]
    example, _ = max(failed, key=lambda each: (each[1].started_at, each[0]))
    return len(failed), sum(row.amount_minor for _, row in failed), min(times), max(times), example


def bucket_of(grain: int, at: datetime) -> int:
    """Return how many minutes or hours after 1970 a moment is."""
    return to_micros(at) // _US[grain]
