"""Rows that happened before a version decides for the first time, kept as if they had been decided about."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import msgspec
import numpy as np

from core import idempotency
from core.clock import Clock
from core.database import Database
from core.errors import FieldError, PlatformError
from core.ids import uuid7
from inference.pasts import store
from inference.pasts.dates import milliseconds_of
from inference.pasts.entities import NoPast, PastRowsKept, PastRowsRefused, PastRowTold
from inference.pasts.order import DAY_MS
from inference.pasts.questions import PastQuestion, PastReader, PastRow
from inference.registry import Registry
from payments import commitments, keys
from payments.commitments import Committed
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.vault import EnvironmentVault
from tenants.vaults import Vaults

_encoder = msgspec.msgpack.Encoder()


class PastRows:
    """Loads what happened before."""

    def __init__(self, database: Database, vaults: Vaults, registry: Registry, clock: Clock) -> None:
        self._database = database
        self._vaults = vaults
        self._registry = registry
        self._clock = clock

    async def load(self, caller: Principal, version_id: UUID, rows: Sequence[PastRowTold]) -> PastRowsKept:
        """Keep up to 1,000 rows in one commit, in their order; a row that is there stays, and gets the target it lacked.

        Versions of a use case with the same time, ids and values share what is kept.
        Raises: PermissionDenied, VersionNotFound, NoPast, PastRowsRefused naming `items[i].field`; nothing is kept then.
        """
        caller.require(Permission.FEEDBACK_WRITE)
        _, version = await self._registry.find_kept(caller.environment_id, version_id)
        past = version.manifest.past
        if past is None:
            raise NoPast("This version looks nothing up of what was before.")
        vault = await self._vaults.of(caller.environment_id)
        reader = PastReader(version.manifest, past)
        now = self._clock.now()
        asked = _questions(reader, vault, rows, now)
        subjects = [reader.subject_of(row.inputs) or f"past:{row.own_id}" for row in rows]
        async with self._database.transaction(caller.environment_id) as tx:
            held = await keys.ensure(tx, vault, subjects, now)
            lines = [
                PastRow(
                    environment_id=caller.environment_id,
                    row_id=_row_id(vault, version.manifest.use_case, row.own_id),
                    customer=held[subject][0],
                    question=question,
                    label=None if row.target is None else float(np.float32(row.target)),
                    known=_known(reader, row, question),
                )
                for row, question, subject in zip(rows, asked, subjects, strict=True)
            ]
            new = await store.load(tx, lines)
            facts = [
                Committed(line.row_id, _encoder.encode(row), held[subject][1])
                for line, row, subject in zip(lines, rows, subjects, strict=True)
                if line.row_id in new
            ]
            if facts:
                await commitments.record_bulk(tx, caller, "past.bulk.v1", uuid7(self._clock), now, facts)
            else:
                await idempotency.claim(tx)
        return PastRowsKept(kept=len(facts), existing=len(rows) - len(facts))


def _questions(
    reader: PastReader, vault: EnvironmentVault, rows: Sequence[PastRowTold], now: datetime
) -> list[PastQuestion]:
    """Raises: PastRowsRefused."""
    found: list[PastQuestion] = []
    seen: set[str] = set()
    for index, row in enumerate(rows):
        path = f"items[{index}]"
        if row.own_id in seen:
            raise _refused(f"{path}.own_id", "It names two rows of this request.")
        seen.add(row.own_id)
        if row.inputs.get(reader.past.time) is None:
            raise _refused(f"{path}.inputs.{reader.past.time}", "It is missing: when did it happen?")
        try:
            found.append(reader.question(vault, row.inputs, now, f"{path}.inputs"))
        except PlatformError as error:
            raise PastRowsRefused(str(error), fields=error.fields) from error
        if not any(key is not None for key in found[-1].keys):
            raise _refused(f"{path}.inputs", "It names nothing that has a past.")
    return found


def _known(reader: PastReader, row: PastRowTold, question: PastQuestion) -> int | None:
    """When the target came to light, never before the row."""
    if row.target is None:
        return None
    if row.known_at is not None:
        return max(milliseconds_of(row.known_at.astimezone(UTC).isoformat()), question.at)
    if reader.past.label_is_days:
        return question.at + int(max(float(np.float32(row.target)), 0.0) * DAY_MS)
    return question.at + reader.past.label_delay_ms


def _row_id(vault: EnvironmentVault, use_case: str, own_id: str) -> UUID:
    return UUID(bytes=vault.digest("inference/past-row", use_case.encode(), own_id.encode())[:16])


def _refused(field: str, reason: str) -> PastRowsRefused:
    return PastRowsRefused(
        f"The field `{field}` was refused: {reason}", fields=[FieldError(field, reason, PastRowsRefused.fix)]
    )
