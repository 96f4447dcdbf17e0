"""Root causes of an environment: listed, and one of them told with its course, its examples and what goes with it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple, TypeAlias
from uuid import UUID

from core.clock import Clock
from core.cpu import CpuPool
from core.database import Database, Transaction
from core.errors import FieldError, InvalidRequest
from core.ids import public
from inference.catalogue import Language
from payments.failure_hours import Counted, moment
from resolution.root_causes import clusters, linking, reading
from resolution.root_causes.clusters import Cluster
from resolution.root_causes.entities import (
    KINDS,
    CauseBucket,
    CauseKind,
    CauseReport,
    Order,
    RootCause,
    RootCauseNotFound,
    RootCauseStory,
)
from resolution.root_causes.naming import id_of
from resolution.root_causes.period import DAY, Period, period_of
from resolution.root_causes.scan import Strictness
from resolution.root_causes.sums import sums_of
from tenants.permissions import Permission
from tenants.principals import Principal

STRICT = Strictness()
_TIMEOUT_S = 20.0
_HOURLY_MAX_H = 48
_Read: TypeAlias = Mapping[CauseKind, Counted]


class CauseFilter(NamedTuple):
    """since is included, until is not; both in whole hours. gateway: causes that name it."""

    since: dt.datetime | None = None
    until: dt.datetime | None = None
    kind: CauseKind | None = None
    gateway: str | None = None
    order: Order = "growth"
    language: Language = "en"


class RootCauses:
    def __init__(self, database: Database, clock: Clock, cpu: CpuPool) -> None:
        self._database = database
        self._clock = clock
        self._cpu = cpu

    async def list(
        self, caller: Principal, wanted: CauseFilter, *, after: UUID | None, limit: int
    ) -> tuple[CauseReport, UUID | None]:
        """Causes of a period, the last seven days when not told. Returns: a page, and what to ask the next one after.

        Raises: PermissionDenied, InvalidRequest.
        """
        caller.require(Permission.CAUSES_READ)
        period = period_of(self._clock.now(), wanted.since, wanted.until)
        kinds = KINDS if wanted.kind is None else (wanted.kind,)
        found = await self._clusters(caller.environment_id, kinds, period, wanted.language, STRICT)
        causes = [each.cause for each in found if wanted.gateway in (None, each.cause.cell.gateway)]
        causes.sort(key=_orders[wanted.order])
        start = _start(causes, after)
        page = causes[start : start + limit]
        next_after = page[-1].id if start + limit < len(causes) else None
        return _report(period, page), next_after

    async def get(
        self,
        caller: Principal,
        cause_id: UUID,
        since: dt.datetime | None,
        until: dt.datetime | None,
        language: Language,
    ) -> RootCauseStory:
        """One cause in a period. Raises: PermissionDenied, InvalidRequest, RootCauseNotFound if nothing failed so then."""
        caller.require(Permission.CAUSES_READ)
        environment_id = caller.environment_id
        period = period_of(self._clock.now(), since, until)
        read = await self._read(environment_id, KINDS, period)
        told = await self._cpu.run(
            partial(_find, environment_id, read, period, cause_id, language), timeout_s=_TIMEOUT_S
        )
        if told is None:
            raise RootCauseNotFound("Nothing of this cause happened in that time.", internal=f"{cause_id=}")
        cluster, others = told
        async with self._database.transaction(environment_id) as tx:
            hours = await reading.series(
                tx, environment_id, cluster.cause.kind, cluster.cause.cell, period.first, period.end
            )
            linked = await linking.linked(tx, environment_id, cluster.cause, others, period)
        width = 1 if period.end - period.first <= _HOURLY_MAX_H else DAY
        return RootCauseStory(
            cause=cluster.cause,
            since=period.since,
            until=period.until,
            bucket_s=width * 3_600,
            series=_buckets(hours, period, width),
            examples=cluster.examples,
            linked=linked,
        )

    async def rising(
        self, tx: Transaction, environment_id: UUID, period: Period, strict: Strictness
    ) -> Sequence[RootCause]:
        """Causes that grow, for the watch."""
        read = {kind: await reading.read(tx, environment_id, kind, period) for kind in KINDS}
        work = partial(_all, environment_id, read, period, "en", strict)
        found = await self._cpu.run(work, timeout_s=_TIMEOUT_S)
        return clusters.rising([each.cause for each in found])

    async def _clusters(
        self,
        environment_id: UUID,
        kinds: Sequence[CauseKind],
        period: Period,
        language: Language,
        strict: Strictness,
    ) -> Sequence[Cluster]:
        read = await self._read(environment_id, kinds, period)
        return await self._cpu.run(
            partial(_all, environment_id, read, period, language, strict), timeout_s=_TIMEOUT_S
        )

    async def _read(self, environment_id: UUID, kinds: Sequence[CauseKind], period: Period) -> _Read:
        async with self._database.transaction(environment_id) as tx:
            return {kind: await reading.read(tx, environment_id, kind, period) for kind in kinds}


def _all(
    environment_id: UUID, read: _Read, period: Period, language: Language, strict: Strictness
) -> list[Cluster]:
    return [
        cluster
        for kind, each in read.items()
        for cluster in clusters.clusters_of(environment_id, sums_of(kind, each, period), language, strict)
    ]


def _find(
    environment_id: UUID, read: _Read, period: Period, cause_id: UUID, language: Language
) -> tuple[Cluster, list[RootCause]] | None:
    """The cause as it is listed, else the whole cell that has this id; and the causes beside it."""
    listed = _all(environment_id, read, period, language, STRICT)
    causes = [each.cause for each in listed]
    for cluster in listed:
        if cluster.cause.id == cause_id:
            return cluster, causes
    for kind, each in read.items():
        sums = sums_of(kind, each, period)
        for cell in clusters.cells_of(sums):
            if id_of(environment_id, kind, cell) == cause_id:
                found = clusters.alone(environment_id, sums, cell, language)
                return None if found is None else (found, causes)
    return None


def _buckets(hours: Mapping[int, int], period: Period, width: int) -> list[CauseBucket]:
    return [
        CauseBucket(at=moment(start), count=sum(hours.get(hour, 0) for hour in range(start, start + width)))
        for start in range(period.first, period.end, width)
    ]


def _report(period: Period, causes: list[RootCause]) -> CauseReport:
    return CauseReport(
        since=period.since,
        until=period.until,
        before_since=moment(period.before_first),
        before_until=moment(period.before_end),
        causes=causes,
    )


def _start(causes: Sequence[RootCause], after: UUID | None) -> int:
    if after is None:
        return 0
    for at, cause in enumerate(causes):
        if cause.id == after:
            return at + 1
    field = FieldError("after", "No page ended there.", f"Send the `next_after` of a page, such as {public('rtc', after)}.")  # fmt: skip
    raise InvalidRequest("The cursor is unknown.", fields=[field])


def _growth(cause: RootCause) -> tuple[bool, float, int, UUID]:
    return cause.trend != "rising", -(cause.change.excess if cause.change else 0.0), -cause.count, cause.id


def _count(cause: RootCause) -> tuple[int, UUID]:
    return -cause.count, cause.id


def _money(cause: RootCause) -> tuple[int, int, UUID]:
    return -max((each.amount_minor for each in cause.money), default=0), -cause.count, cause.id


_orders = {"growth": _growth, "count": _count, "money": _money}
