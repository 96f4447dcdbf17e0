"""What rulesets in the shadow would have changed, counted in memory by the hour and written together."""

import datetime as dt
from uuid import UUID

import msgspec

from core.database import Database
from rules import shadow_store
from rules.shadow_store import CountRow


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """One decision: how it went, and how it would have gone. currency: empty, and no amount, where no payment was decided about."""

    environment_id: UUID
    version_id: UUID
    use_case: str
    hour: dt.datetime
    was: str
    would_be: str
    currency: str
    amount_minor: int


class ShadowCounts:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._counts: dict[tuple[UUID, UUID, str, dt.datetime, str, str, str], list[int]] = {}

    def add(self, one: Changed, *, failed: bool) -> None:
        key = (
            one.environment_id, one.version_id, one.use_case, one.hour, one.was, one.would_be, one.currency,
        )  # fmt: skip
        count = self._counts.setdefault(key, [0, 0, 0])
        count[0] += 1
        count[1] += failed
        count[2] += one.amount_minor

    async def flush(self) -> None:
        """Write what was counted; what cannot be written stays, for the next time. Raises: DatabaseUnavailable."""
        taken, self._counts = self._counts, {}
        if not taken:
            return
        rows = [
            CountRow(
                environment_id=environment_id, version_id=version_id, use_case=use_case, hour=hour, was=was,
                would_be=would_be, currency=currency, decisions=count[0], failed=count[1], amount_minor=count[2],
            )
            for (environment_id, version_id, use_case, hour, was, would_be, currency), count in taken.items()
        ]  # fmt: skip
        try:
            async with self._database.transaction(list({row.environment_id for row in rows})) as tx:
                await shadow_store.add(tx, rows)
        except BaseException:
            for key, count in taken.items():
                known = self._counts.setdefault(key, [0, 0, 0])
                known[:] = [mine + theirs for mine, theirs in zip(known, count, strict=True)]
            raise
