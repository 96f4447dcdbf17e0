"""New decisions told behind the decision path: outcomes start workflows, and events are announced where somebody asks for them.

Ids are made before they are committed, so a decision may appear behind others that were read. Those of the last three seconds are
read again at each look, and all once more when they are 40 seconds old and no other can come before them. An event has the
decision's own id and a workflow is started by it, so reading a decision again tells and starts nothing.
"""

from collections.abc import Sequence
from uuid import UUID

from core import events, rounds
from core.clock import Clock
from core.database import Database, Transaction
from core.events import Event, Happened
from core.ids import public
from inference.decided import NEWEST, ROWS_MAX, Decided, decided_between, recent, settled
from resolution.decision_askers import KINDS, Asking, DecisionAskers
from resolution.workflows import instance_store
from resolution.workflows.decision_starts import DecisionStarts

EVERY_S = 1.0
_KIND_OF = {outcome: kind for kind, outcome in KINDS.items()}


class DecisionNews:
    """What it knows beside the database saves reading twice; without it nothing is lost or told twice."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        askers: DecisionAskers,
        starts: DecisionStarts,
        rows_max: int = ROWS_MAX,
    ) -> None:
        self._database = database
        self._clock = clock
        self._askers = askers
        self._starts = starts
        self._rows_max = rows_max
        self._read_to: dict[UUID, UUID] = {}

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        await rounds.go_round(self._database, self.look, EVERY_S)

    async def look(self, environments: Sequence[UUID]) -> None:
        """Look once, in those of the environments where somebody asks."""
        for environment_id in environments:
            asking = self._askers.of(environment_id)
            if asking is None:
                self._read_to.pop(environment_id, None)
            else:
                await self._look_in(environment_id, asking)

    async def _look_in(self, environment_id: UUID, asking: Asking) -> None:
        now, rows_max = self._clock.now(), self._rows_max
        until = settled(now)
        read_to = max(until, self._read_to.get(environment_id, until))
        async with self._database.transaction(environment_id) as tx:
            after = await instance_store.reached(tx, environment_id, until)
            late = await decided_between(tx, environment_id, after, until, asking.outcomes, rows_max)
            new = await decided_between(tx, environment_id, read_to, NEWEST, asking.outcomes, rows_max)
            happened = [_event(environment_id, row) for row in (*late, *new)]
            if asking.starts:
                await self._starts.start(tx, environment_id, happened)
            await self._announce(tx, environment_id, [each for each in happened if each.kind in asking.kinds])
            reached = late[-1].id if len(late) == rows_max else max(until, after)
            await instance_store.reach(tx, environment_id, reached)
        self._read_to[environment_id] = new[-1].id if len(new) == rows_max else recent(now)

    async def _announce(self, tx: Transaction, environment_id: UUID, happened: Sequence[Event]) -> None:
        told = [Happened(each.id, each.at, each.kind, each.subject, each.data) for each in happened]
        await events.announce_once(tx, environment_id, told)


def _event(environment_id: UUID, row: Decided) -> Event:
    data: dict[str, object] = {
        "use_case": row.use_case,
        "outcome": row.outcome,
        "score": row.score,
        "degraded": row.degraded,
    }
    return Event(
        environment_id=environment_id,
        id=row.id,
        kind=_KIND_OF[row.outcome],
        subject=public("dec", row.id),
        at=row.decided_at,
        data=data,
    )
