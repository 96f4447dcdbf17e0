"""What a turn leaves behind: the row, the steps, the entries and the events, all written in one transaction."""

import datetime as dt
from uuid import UUID

import msgspec

from core.clock import Clock
from core.ids import public, uuid7
from core.intake import Entry
from core.json_values import JsonValue
from resolution.sealing import Sealing
from resolution.workflows.instance_store import Loaded, Saved, StepRow
from resolution.workflows.queue_store import Leased, Placed
from resolution.workflows.state import State, Waiting
from resolution.workflows.tasks import AskBody, Definition
from resolution.workflows.turns import Call, Next, Over

LABEL = "workflow_instance.state"
ERASED = "erased"


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """An event to announce about the instance."""

    kind: str
    data: dict[str, JsonValue]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """saved: None of an instance that is paused, or that this process could not work off."""

    leased: Leased
    placed: Placed
    saved: Saved | None = None
    steps: tuple[StepRow, ...] = ()
    entries: tuple[Entry, ...] = ()
    told: tuple[Told, ...] = ()


def at_of(ms: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(ms / 1000, dt.UTC)


def ms_of(at: dt.datetime) -> int:
    return int(at.timestamp() * 1000)


def due_at(following: Next, waiting: Waiting | None, now: dt.datetime) -> dt.datetime | None:
    """When the instance goes on by itself; None while it waits for somebody."""
    if isinstance(following, Call):
        return now
    if isinstance(following, Over) or waiting is None or waiting.until_ms is None:
        return None
    return at_of(waiting.until_ms)


def saved_of(
    definition: Definition, leased: Leased, state: State, following: Next, now: dt.datetime
) -> Saved:
    """The instance's row after a turn, without its data: the caller seals those."""
    if isinstance(following, Over):
        return Saved(
            environment_id=leased.environment_id,
            id=leased.instance_id,
            status=following.ending,
            state=None,
            code=following.code or None,
            ended_at=now,
        )
    if isinstance(following, Call) or state.waiting is None:
        step = following.step if isinstance(following, Call) else None
        return Saved(
            environment_id=leased.environment_id,
            id=leased.instance_id,
            status="running",
            state=None,
            step=step,
        )
    waiting = state.waiting
    task = definition.by_path.get(waiting.step)
    ask = task.body if task is not None and isinstance(task.body, AskBody) else None
    return Saved(
        environment_id=leased.environment_id,
        id=leased.instance_id,
        status="waiting",
        state=None,
        step=waiting.step,
        waits_for=waiting.kind,
        until_at=None if waiting.until_ms is None else at_of(waiting.until_ms),
        event_kind=waiting.event or None,
        event_subject=waiting.subject,
        task=None if ask is None else ask.task,
        team=None if ask is None else ask.team or None,
        roles=() if ask is None else ask.roles,
        choices=() if ask is None else ask.choices,
    )


def told_of(definition: Definition, state: State, following: Next, failed_at: str) -> tuple[Told, ...]:
    """What is announced of a turn's end."""
    name: dict[str, JsonValue] = {"workflow": definition.name}
    if isinstance(following, Over):
        if following.ending == "faulted":
            return (Told(kind="workflow.failed", data={**name, "step": failed_at, "code": following.code}),)
        return (Told(kind="workflow.finished", data={**name, "ending": following.ending}),)
    if state.waiting is not None and state.waiting.kind == "human":
        return (Told(kind="workflow.waiting", data={**name, "step": state.waiting.task}),)
    return ()


def opened(words: Sealing, loaded: Loaded) -> State | None:
    """Read an instance's data, None where they went with the customer that they are about."""
    data = words.open(LABEL, loaded.id, loaded.state)
    return None if data is None else msgspec.json.decode(data, type=State)


def erased(definition: Definition, leased: Leased, version_id: UUID, clock: Clock) -> Outcome:
    """The end of an instance whose customer was erased: nothing is known any more of what it did, and nothing is taken back."""
    now = clock.now()
    step = StepRow(
        id=uuid7(clock), instance_id=leased.instance_id, step="", what="end", action=None, attempt=1, outcome=ERASED,
        actor="system", took_ms=0, at=now,
    )  # fmt: skip
    entry = Entry(
        typ="workflow.end.v1", log=leased.environment_id, eid=uuid7(clock), at=now, act=actor_of(leased.instance_id),
        out=ERASED, refs=refs_of(leased, version_id),
    )  # fmt: skip
    return Outcome(
        leased=leased,
        placed=Placed(instance_id=leased.instance_id, fence=leased.fence, pokes=leased.pokes, due_at=None),
        saved=Saved(
            environment_id=leased.environment_id,
            id=leased.instance_id,
            status="cancelled",
            state=None,
            code=ERASED,
            ended_at=now,
        ),
        steps=(step,),
        entries=(entry,),
        told=(Told(kind="workflow.finished", data={"workflow": definition.name, "ending": "cancelled"}),),
    )


def refs_of(leased: Leased, version_id: UUID) -> tuple[UUID, ...]:
    return (leased.instance_id, version_id)


def actor_of(instance_id: UUID) -> str:
    return public("wfi", instance_id)
