"""One turn of one instance: what happened is put to the interpreter, what it asks for is carried out, and nothing is written."""

import asyncio
import datetime as dt
import hashlib
import logging
import time
from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

import msgspec

from core.clock import Clock
from core.ids import uuid7
from core.intake import Entry
from core.json_values import JsonValue
from resolution.actions import ActionCall, ActionFailed, Actions, ActionUnknown
from resolution.sealing import Sealing
from resolution.workflows.instance_store import Loaded, StepRow
from resolution.workflows.limits import STATE_BYTES_MAX
from resolution.workflows.machine import Machine
from resolution.workflows.outcomes import (
    LABEL,
    Outcome,
    Told,
    actor_of,
    due_at,
    ms_of,
    refs_of,
    saved_of,
    told_of,
)
from resolution.workflows.queue_store import Leased, Placed
from resolution.workflows.scopes import mapping
from resolution.workflows.state import State
from resolution.workflows.tasks import Definition
from resolution.workflows.turns import Call, Next, Over

FAULTS_MAX = 20
"""Turns in a row that ended by a fault of ours: a bug, a database that was gone; then the instance is given up."""
CANCEL = "cancel"
_COMMITMENT = "ledger/workflow-action/v1"

_log = logging.getLogger(__name__)


class Arrived(msgspec.Struct, frozen=True, kw_only=True):
    """An event, or a person's answer, that waits to be looked at. by: who answered."""

    id: str
    kind: str
    at_ms: int
    by: str = "system"
    data: dict[str, object] = {}


class Held(NamedTuple):
    """What an instance goes on from. words: what its data rest under."""

    definition: Definition
    words: Sealing
    state: State


class Turn:
    """leased, loaded, held: the instance as it was taken. What the turn came to is `outcome`."""

    def __init__(
        self,
        leased: Leased,
        loaded: Loaded,
        held: Held,
        actions: Actions,
        clock: Clock,
    ) -> None:
        self._leased = leased
        self._loaded = loaded
        self._definition = held.definition
        self._words = held.words
        self._actions = actions
        self._clock = clock
        self._machine = Machine(held.definition, loaded.id, held.state)
        self._steps: list[StepRow] = []
        self._entries: list[Entry] = []
        self._consumed: tuple[str, ...] = ()
        self._answered: str | None = None
        self._failed_at = ""

    @property
    def ahead(self) -> dt.timedelta:
        """How far the clock of its environment was moved when it was taken."""
        return self._leased.ahead

    async def work(self) -> Outcome:
        """Go on until the instance rests, or has one call done or failed."""
        if self._loaded.paused and self._loaded.wanted is None:
            return Outcome(leased=self._leased, placed=self._placed(None))
        self._look_at_news()
        following = self._machine.go_on(ms_of(self._clock.now()))
        if isinstance(following, Call):
            await self._carry_out(following)
            following = self._machine.go_on(ms_of(self._clock.now()))
        return self._outcome(following)

    def _look_at_news(self) -> None:
        machine, now = self._machine, self._clock.now()
        if self._leased.attempts > FAULTS_MAX:
            machine.give_up("worker_faults")
        if self._loaded.wanted == CANCEL:
            self._answered = CANCEL
            machine.cancel("cancelled", ms_of(now))
            self._note("cancel", "", "done")
        events = msgspec.json.decode(self._loaded.arrived, type=list[Arrived])
        self._consumed = tuple(each.id for each in events)
        for event in events:
            waiting = machine.state.waiting
            if waiting is not None and machine.heard(mapping(event.data), event.id, event.at_ms):
                what = "answer" if waiting.kind == "human" else "event"
                choice = event.data.get("choice")
                outcome = str(choice) if what == "answer" else event.kind
                self._note(what, waiting.step, outcome, actor=event.by)

    async def _carry_out(self, call: Call) -> None:
        """Do it, and tell the interpreter. An error that is no ActionFailed goes up: the lease runs out, and it is tried again."""
        began = time.monotonic()
        code, retryable, timed_out = "done", False, False
        output: Mapping[str, JsonValue] = {}
        try:
            async with asyncio.timeout(call.timeout_ms / 1000):
                output = (await self._actions.get(call.action).carry_out(self._action_call(call))).output
        except TimeoutError:
            code, retryable, timed_out = "timeout", True, True
        except ActionUnknown:
            code = "action_unknown"
        except ActionFailed as failed:
            code, retryable = failed.code, failed.retryable
        took_ms = round((time.monotonic() - began) * 1000)
        now_ms = ms_of(self._clock.now())
        if code == "done":
            self._machine.done(call, output, now_ms)
        else:
            self._machine.failed_call(call, code, retryable=retryable, timed_out=timed_out, now_ms=now_ms)
            self._failed_at = call.step
        step_id = self._note(
            "undo" if call.undo else "call",
            call.step,
            code,
            action=call.action,
            attempt=call.attempt,
            took_ms=took_ms,
        )
        self._entries.append(self._entry("workflow.action.v1", code, step_id, call))

    def _action_call(self, call: Call) -> ActionCall:
        return ActionCall(
            environment_id=self._leased.environment_id,
            instance_id=self._leased.instance_id,
            step=call.step,
            attempt=call.attempt,
            key=call.key,
            mode=self._machine.state.mode,
            arguments=call.arguments,
        )

    def _outcome(self, following: Next) -> Outcome:
        state, now = self._machine.state, self._clock.now()
        encoded = msgspec.json.encode(state)
        if len(encoded) > STATE_BYTES_MAX and not isinstance(following, Over):
            state.context, state.output = {}, None
            self._machine.give_up("too_much_data")
            following = self._machine.go_on(ms_of(now))
            encoded = msgspec.json.encode(state)
        saved = saved_of(self._definition, self._leased, state, following, now)
        sealed = None
        if isinstance(following, Over):
            step_id = self._note("end", "", following.code or following.ending)
            self._entries.append(self._entry("workflow.end.v1", following.code or following.ending, step_id))
        else:
            sealed = self._words.seal(LABEL, self._leased.instance_id, encoded)
            if state.waiting is not None:
                self._note(f"wait_{state.waiting.kind}", state.waiting.step, "waiting")
        emitted = tuple(
            Told(kind="workflow.event", data={"name": each.name, "facts": each.facts})
            for each in self._machine.emitted
        )
        return Outcome(
            leased=self._leased,
            placed=self._placed(due_at(following, state.waiting, now)),
            saved=msgspec.structs.replace(
                saved, state=sealed, answered=self._answered, consumed=self._consumed
            ),
            steps=tuple(self._steps),
            entries=tuple(self._entries),
            told=(*emitted, *told_of(self._definition, state, following, self._failed_at)),
        )

    def _placed(self, due: dt.datetime | None) -> Placed:
        leased = self._leased
        return Placed(instance_id=leased.instance_id, fence=leased.fence, pokes=leased.pokes, due_at=due)

    def _note(
        self,
        what: str,
        step: str,
        outcome: str,
        *,
        action: str | None = None,
        attempt: int = 1,
        actor: str = "system",
        took_ms: int = 0,
    ) -> UUID:
        step_id = uuid7(self._clock)
        self._steps.append(
            StepRow(
                id=step_id, instance_id=self._leased.instance_id, step=step, what=what, action=action,
                attempt=attempt, outcome=outcome, actor=actor, took_ms=took_ms, at=self._clock.now(),
            )
        )  # fmt: skip
        return step_id

    def _entry(self, typ: str, outcome: str, eid: UUID, call: Call | None = None) -> Entry:
        """The ledger's entry of a step, with the step's id: of an action with a commitment to its name, key and arguments,
        which themselves stay sealed."""
        committed: tuple[bytes, ...] = ()
        if call is not None:
            payload = msgspec.json.encode((call.action, call.key, call.arguments), order="sorted")
            committed = (self._words.commit(_COMMITMENT, eid, hashlib.sha256(payload).digest()),)
        return Entry(
            typ=typ,
            log=self._leased.environment_id,
            eid=eid,
            at=self._clock.now(),
            act=actor_of(self._leased.instance_id),
            out=outcome,
            pc=committed,
            refs=refs_of(self._leased, self._loaded.version_id),
        )
