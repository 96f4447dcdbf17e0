"""What starts instances by itself, and wakes those that wait: events of the catalogue."""

import msgspec

from core.clock import Clock
from core.database import Database, Transaction
from core.events import Event
from core.json_values import JsonValue
from resolution.workflows import definition_store, instance_store, queue_store, starting
from resolution.workflows.definition_store import WorkflowRow
from resolution.workflows.expressions import ExpressionFailed
from resolution.workflows.outcomes import ms_of
from resolution.workflows.scopes import mapping
from resolution.workflows.starting import Wanted
from resolution.workflows.turn import Arrived
from resolution.workflows.versions import KnownVersions
from tenants.vaults import Vaults

_OWN, _DECIDED = "workflow.", "decision."
BY = "system"


class Triggers:
    """Hears of every event (`resolution.events.Subscriber`). A repeated one finds its instance there and starts none."""

    def __init__(self, database: Database, vaults: Vaults, clock: Clock) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock
        self._versions = KnownVersions()

    async def heard(self, event: Event) -> None:
        """Wake whoever waits for it, and start what it starts."""
        vault = await self._vaults.of(event.environment_id)
        async with self._database.transaction(event.environment_id) as tx:
            await self._wake(tx, event)
            if event.kind.startswith(_OWN) and event.kind != "workflow.event":
                return  # the life of one instance starts no other: it could go on for ever
            if event.kind.startswith(_DECIDED):
                return  # whoever looks for decisions starts what they start (`decision_starts`)
            for workflow in await definition_store.started_by(tx, event.environment_id, event.kind):
                wanted = await self.wanted(tx, event, workflow, str(event.id))
                if wanted is not None:
                    await starting.start(tx, self._clock, vault, event.environment_id, wanted)

    async def wanted(self, tx: Transaction, event: Event, workflow: WorkflowRow, cause: str) -> Wanted | None:
        """Say what to start, if the workflow's own filter lets the event through."""
        if workflow.active_version is None:
            return None
        definition = await self._versions.get(tx, event.environment_id, workflow.active_version)
        if definition.starts_on is not None and definition.starts_on.data is not None:
            try:
                if not definition.starts_on.data.holds({"$event": shown(event)}):
                    return None
            except ExpressionFailed:  # it is about something that the filter does not foresee
                return None
        return Wanted(
            workflow_id=workflow.id,
            workflow=workflow.name,
            version_id=workflow.active_version,
            subject=event.subject,
            mode=workflow.mode,
            given={**event.data, "event": event.kind, "subject": event.subject},
            by=BY,
            cause=cause,
        )

    async def _wake(self, tx: Transaction, event: Event) -> None:
        """Put the event to instances that listen. The queue is touched first, as everywhere."""
        listening = await instance_store.listening(tx, event.environment_id, event.kind, event.subject)
        if not listening:
            return
        await queue_store.poke(tx, listening, self._clock.now())
        arrived = Arrived(id=str(event.id), kind=event.kind, at_ms=ms_of(event.at), data=dict(shown(event)))
        await instance_store.hear(
            tx,
            event.environment_id,
            event.kind,
            event.subject,
            arrived.id,
            msgspec.json.encode(arrived).decode(),
        )


def shown(event: Event) -> dict[str, JsonValue]:
    """An event as expressions read it, under `$event`."""
    return {"kind": event.kind, "subject": event.subject, "id": str(event.id), "data": mapping(event.data)}
