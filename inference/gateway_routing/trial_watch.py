"""The worker's watch over challengers of routing: ends one whose gateways fail more than the champion's, beyond doubt."""

import logging
from collections.abc import Sequence
from uuid import UUID

import msgspec

from core import intake, outbox, rounds
from core.clock import Clock
from core.database import Database
from core.ids import public, uuid7
from inference.gateway_routing import policies, store
from tenants.notices import NOTICE_TOPIC, Notice

EVERY_S = 10.0
ACTOR = "system"
_TEXT = """The routing policy {policy} was ended by itself, and the champion chooses for everybody again.

Why: more of its first tries failed by the gateways' fault than of the champion's, by {low:+.2%} to {high:+.2%}; you allow {limit:.2%}.
What both did: GET /api/v1/routing-policies/{policy}/comparison
"""
_log = logging.getLogger(__name__)


class TrialWatch:
    """ended: how many it ended in this process."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.ended = 0
        self._database = database
        self._clock = clock

    async def run(self) -> None:
        """Look at every challenger again and again, until cancelled."""
        await rounds.go_round(self._database, self.look, EVERY_S)

    async def look(self, environments: Sequence[UUID]) -> None:
        async with self._database.transaction(environments) as tx:
            found = await store.challengers(tx, environments)
        for environment_id, policy_id in found:
            await self._look_at(environment_id, policy_id)

    async def _look_at(self, environment_id: UUID, policy_id: UUID) -> None:
        """End a challenger and tell its tenant, in one transaction; unless somebody was faster."""
        async with self._database.transaction(environment_id) as tx:
            await store.lock(tx, environment_id)
            policy = await store.find(tx, environment_id, policy_id)
            if policy is None or policy.status != "challenger":
                return
            found = await policies.compare(tx, environment_id, policy, self._clock.now())
            breach = next((each for each in found.guardrails if each.breached), None)
            if breach is None:
                return
            now = self._clock.now()
            await store.retire(tx, environment_id, policy_id, now, ACTOR, "guardrail")
            entry = intake.Entry(
                typ="routing_policy.guardrail.v1", log=environment_id, eid=uuid7(self._clock), at=now, act=ACTOR,
                out=breach.figure, rules=policy.digest, refs=(policy_id,),
            )  # fmt: skip
            await intake.append(tx, entry)
            text = _TEXT.format(
                policy=public("rtp", policy_id), low=breach.low, high=breach.high, limit=breach.limit
            )
            notice = Notice(subject="A routing policy was ended by itself", text=text)
            await outbox.enqueue(tx, self._clock, environment_id, NOTICE_TOPIC, msgspec.json.encode(notice))
        self.ended += 1
        _log.warning("A guardrail ended a routing policy.", extra={"component": breach.figure})
