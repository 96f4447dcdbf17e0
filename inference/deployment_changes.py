"""The steps that changes of deployments are made of, each within the transaction of the one who makes it."""

from uuid import UUID

import msgspec

from core import intake
from core.clock import Clock
from core.database import Transaction
from core.ids import uuid7
from inference import deployment_store, starters
from inference.deployment_entities import (
    CHALLENGER_PERCENT,
    ChallengerRunning,
    ChampionNeeded,
    Deploy,
    DeploymentEnded,
    DeploymentNotFound,
)
from inference.deployment_store import DeploymentRow
from inference.guardrails import Guardrails
from inference.routing import EVERYBODY, EndReason, Origin, Role

Active = dict[Role, DeploymentRow]


class Change:
    """One change. actor: the public id of who makes it."""

    def __init__(self, tx: Transaction, clock: Clock, environment_id: UUID, actor: str) -> None:
        self.at = clock.now()
        self._tx = tx
        self._clock = clock
        self.environment_id = environment_id
        self._actor = actor

    async def begin(self, use_case: str, segment: str) -> Active:
        """Wait for other changes of the use case. Returns: what serves the segment, by role."""
        await deployment_store.lock(self._tx, self.environment_id, use_case)
        rows = await deployment_store.list_active(self._tx, self.environment_id, use_case)
        return {row.role: row for row in rows if row.segment == segment}

    def row(
        self, use_case: str, version_id: UUID, asked: Deploy, origin: Origin = "deployed"
    ) -> DeploymentRow:
        everybody = CHALLENGER_PERCENT if asked.role == "challenger" else 100
        guardrails = asked.guardrails or Guardrails()
        return DeploymentRow(
            environment_id=self.environment_id,
            id=uuid7(self._clock),
            use_case=use_case,
            version_id=version_id,
            created_at=self.at,
            created_by=self._actor,
            role=asked.role,
            segment=asked.segment or EVERYBODY,
            share_percent=everybody if asked.share_percent is None else asked.share_percent,
            guardrails=msgspec.json.encode(guardrails).decode() if asked.role != "shadow" else "{}",
            origin=origin,
        )

    async def succeed(self, row: DeploymentRow, active: Active) -> DeploymentRow:
        """Put a champion in the place of the one that answers."""
        await self.end_challenger(active)
        champion = active.get("champion")
        if champion is not None:
            await self.end(champion, "replaced")
            row = msgspec.structs.replace(row, replaces=champion.id)
        await deployment_store.insert(self._tx, row)
        return row

    async def join(self, row: DeploymentRow, active: Active) -> None:
        """Let a challenger or a shadow begin. Raises: ChampionNeeded, ChallengerRunning."""
        if row.segment != EVERYBODY and "champion" not in active:
            raise ChampionNeeded("This segment has no champion of its own to compare with.")
        if row.role == "challenger" and "challenger" in active:
            raise ChallengerRunning("A challenger is running.")
        if row.role in active:
            await self.end(active[row.role], "replaced")
        await deployment_store.insert(self._tx, row)

    async def roll_back(
        self, champion: DeploymentRow, before: DeploymentRow | None, active: Active, reason: EndReason
    ) -> DeploymentRow:
        """Put the champion before this one, or the starter, in its place; rolled back again, the one before that follows.

        A segment that had none before goes with everybody. Returns: what answers now; there, the deployment that ended.
        """
        await self.end_challenger(active)
        ended = await self.end(champion, reason)
        if before is None and champion.segment != EVERYBODY:
            return ended
        wanted = Deploy(segment=champion.segment or None)
        row = self.row(champion.use_case, version_before(champion, before), wanted, "rolled_back")
        row = msgspec.structs.replace(row, replaces=before.replaces if before else None)
        await deployment_store.insert(self._tx, row)
        return row

    async def end(self, row: DeploymentRow, reason: EndReason) -> DeploymentRow:
        return await deployment_store.end(self._tx, row, self.at, self._actor, reason)

    async def end_challenger(self, active: Active) -> None:
        """A challenger without the champion that it is compared with has nothing to show."""
        if "challenger" in active:
            await self.end(active["challenger"], "champion_replaced")

    async def log(
        self, typ: str, row: DeploymentRow, digest: bytes | None, *others: UUID, outcome: str | None = None
    ) -> None:
        """Append the change's one entry. others: deployments that it ended. outcome: the use case, if none is told."""
        await intake.append(
            self._tx,
            intake.Entry(
                typ=typ, log=row.environment_id, eid=uuid7(self._clock), at=self.at, act=self._actor,
                out=outcome or row.use_case, model=digest, refs=(row.id, row.version_id, *others),
            ),
        )  # fmt: skip


async def get(tx: Transaction, environment_id: UUID, deployment_id: UUID) -> DeploymentRow:
    """Raises: DeploymentNotFound."""
    row = await deployment_store.find(tx, environment_id, deployment_id)
    if row is None:
        raise DeploymentNotFound("No such deployment in this environment.", internal=f"{deployment_id=}")
    return row


def version_before(champion: DeploymentRow, before: DeploymentRow | None) -> UUID:
    """Return the version that answered before a champion: the starter where nobody had deployed one."""
    if before is not None:
        return before.version_id
    return starters.row(champion.environment_id, champion.use_case).id


def require_active(row: DeploymentRow, active: Active) -> DeploymentRow:
    """Return a deployment as it is under the lock. Raises: DeploymentEnded."""
    current = active.get(row.role)
    if current is None or current.id != row.id:
        raise DeploymentEnded("This deployment has ended.")
    return current
