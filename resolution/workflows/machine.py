"""The interpreter: a pure function of a definition, a state and what happened. It does nothing itself.

A turn goes on until something has to be done outside (`Call`), waited for (`Rest`), or is over (`Over`). A turn that was lost
is carried out again from the same state and comes to the same, key and arguments included.
"""

import hashlib
from collections.abc import Mapping
from uuid import UUID

from core.json_values import JsonValue
from resolution.workflows.catching import caught_by, retry_at
from resolution.workflows.expressions import ExpressionFailed, Scope
from resolution.workflows.limits import ITEMS_MAX, STEPS_AT_ONCE_MAX, STEPS_MAX
from resolution.workflows.scopes import codes, is_code, mapping, scope_of
from resolution.workflows.state import Failure, Frame, State, Undo, Waiting, Waits, failure
from resolution.workflows.tasks import (
    AskBody,
    CallBody,
    Definition,
    DoBody,
    EmitBody,
    ForBody,
    ListenBody,
    RaiseBody,
    SetBody,
    SwitchBody,
    Task,
    TryBody,
    WaitBody,
)
from resolution.workflows.turns import UNDO_DELAYS_MS, Call, Emitted, Next, Over, Rest
from resolution.workflows.waits import wait_ms


class Machine:
    """One turn of one instance. It changes `state` in place; `emitted` is what the turn tells."""

    def __init__(self, definition: Definition, instance_id: UUID, state: State) -> None:
        self._definition = definition
        self._instance = instance_id
        self.state = state
        self.emitted: list[Emitted] = []
        self.failed: Failure | None = None
        """The last error of this turn, for the log of steps."""
        self._in_turn = 0

    def go_on(self, now_ms: int) -> Next:
        """Work until something has to be done outside. now_ms: read by the expressions of this turn."""
        state = self.state
        if self._is_too_late(now_ms):
            state.at_ms = now_ms
            state.waiting = None
            state.frames = []
            self._fail(failure("timeout", 408, "workflow_timeout", ""))
        if state.waiting is not None:
            waiting = self._waited(state.waiting, now_ms)
            if waiting is not None:
                return waiting
        while True:
            if state.waiting is not None:
                return Rest()
            if state.undoing:
                return self._undo_call()
            if state.ending is not None:
                return Over(state.ending, state.code)
            if not state.frames:
                state.ending = "completed"
                continue
            if self._in_turn >= STEPS_AT_ONCE_MAX:
                state.waiting = Waiting(kind="timer", step=state.frames[-1].owner, until_ms=now_ms)
                return Rest()
            found = self._step(state.frames[-1])
            if found is not None:
                return found

    def done(self, call: Call, output: Mapping[str, JsonValue], now_ms: int) -> None:
        """Record that a call was done."""
        state = self.state
        state.at_ms = now_ms
        if call.undo:
            state.undoing.pop(0)
            state.undo_attempt = 1
            return
        task = self._definition.by_path[call.step]
        state.output = dict(output)
        if task.undo is not None and all(each.key != f"{call.key}-undo" for each in state.undo):
            try:
                self._remember_undo(task.undo, call)
            except ExpressionFailed:
                self._fail(failure("expression", 400, "expression_failed", task.path))
                return
        self._complete(task)

    def failed_call(self, call: Call, code: str, *, retryable: bool, timed_out: bool, now_ms: int) -> None:
        """Record that a call failed."""
        self.state.at_ms = now_ms
        kind, status = ("timeout", 408) if timed_out else ("communication", 503 if retryable else 500)
        found = failure(kind, status, code, call.step, retryable=retryable)
        if not call.undo:
            self._fail(found)
            return
        self.failed = found
        if retryable and self.state.undo_attempt <= len(UNDO_DELAYS_MS):
            until = now_ms + UNDO_DELAYS_MS[self.state.undo_attempt - 1]
            self.state.undo_attempt += 1
            self.state.waiting = Waiting(kind="undo", step=call.step, until_ms=until)
            return
        self.state.undoing.pop(0)
        self.state.undo_attempt = 1
        self.state.code = "compensation_failed"
        self.state.ending = "faulted"
        self.state.frames = []

    def heard(self, event: Mapping[str, JsonValue], event_id: str, now_ms: int) -> bool:
        """Give an event, or a person's answer, to the wait. Returns: whether it was what was waited for."""
        state = self.state
        waiting = state.waiting
        if waiting is None or waiting.kind not in {"event", "human"} or event_id in state.seen:
            return False
        task = self._definition.by_path[waiting.step]
        state.at_ms = now_ms
        if isinstance(task.body, ListenBody) and task.body.event.data is not None:
            try:
                if not task.body.event.data.holds(self._scope() | {"$event": event}):
                    return False
            except ExpressionFailed:
                return False
        state.seen = [*state.seen[-31:], event_id]
        state.waiting = None
        state.output = event
        self._complete(task)
        return True

    def cancel(self, code: str, now_ms: int) -> None:
        """Take back what can be taken back, newest first, and end."""
        state = self.state
        state.at_ms = now_ms
        state.waiting = None
        state.frames = []
        state.undoing = [*state.undoing, *reversed(state.undo)]
        state.undo = []
        state.ending, state.code = "cancelled", code

    def give_up(self, code: str) -> None:
        """End as faulted by something that no `catch` can answer."""
        self.state.frames = []
        self.state.waiting = None
        self._fail(failure("runtime", 500, code, ""))

    # ── one step ──

    def _step(self, frame: Frame) -> Next | None:
        tasks = self._tasks_of(frame)
        if frame.index >= len(tasks):
            self._list_done(frame)
            return None
        task = tasks[frame.index]
        state = self.state
        state.steps += 1
        self._in_turn += 1
        if state.steps > STEPS_MAX:
            self.give_up("too_many_steps")
            return None
        try:
            if task.condition is not None and not task.condition.holds(self._scope()):
                self._advance(frame, "continue")
                return None
            return self._begin(task, frame)
        except ExpressionFailed:
            self._fail(failure("expression", 400, "expression_failed", task.path))
            return None

    def _begin(self, task: Task, frame: Frame) -> Next | None:
        match task.body:
            case CallBody() as body:
                return self._call(task, body)
            case DoBody():
                self._push(Frame(owner=task.path, branch="do"))
            case SetBody(values=values):
                self.state.context = {**self.state.context, **mapping(values.render(self._scope()))}
                self._complete(task)
            case SwitchBody(cases=cases):
                scope = self._scope()
                then = next(
                    (each.then for each in cases if each.when is None or each.when.holds(scope)), task.then
                )
                self._export(task)
                self._advance(frame, then)
            case WaitBody() as wait:
                return self._rest(task, "timer", self.state.at_ms + wait_ms(wait, self._scope()))
            case ListenBody() as listen:
                return self._listen(task, listen)
            case AskBody(task=name, timeout_ms=timeout_ms):
                until = None if timeout_ms is None else self.state.at_ms + timeout_ms
                return self._rest(task, "human", until, name=name)
            case ForBody() as loop:
                self._begin_loop(task, loop)
            case TryBody():
                self._push(
                    Frame(
                        owner=task.path, branch="try", since_ms=self.state.at_ms, jumps=self.state.jumps,
                        undo_from=len(self.state.undo),
                    )
                )  # fmt: skip
            case RaiseBody(error_type=kind, status=status, title=title):
                code = title.render(self._scope())
                known = code if isinstance(code, str) and is_code(code) else "raised"
                self._fail(Failure(type=kind, status=status, title=known, instance=task.path))
            case EmitBody(name=name, facts=facts):
                self.emitted.append(Emitted(name, codes(facts.render(self._scope()))))
                self._complete(task)
        return None

    def _call(self, task: Task, body: CallBody) -> Call:
        return Call(
            step=task.path,
            key=self._key(task.path),
            action=body.action,
            arguments=mapping(body.arguments.render(self._scope())),
            attempt=self._attempt(),
            timeout_ms=body.timeout_ms,
        )

    def _listen(self, task: Task, body: ListenBody) -> Rest:
        until = None if body.timeout_ms is None else self.state.at_ms + body.timeout_ms
        subject = None if body.event.subject is None else body.event.subject.render(self._scope())
        if subject is not None and not isinstance(subject, str):
            raise ExpressionFailed("subject")
        self.state.waiting = Waiting(
            kind="event", step=task.path, until_ms=until, event=body.event.type, subject=subject
        )
        return Rest()

    def _rest(self, task: Task, kind: Waits, until_ms: int | None, *, name: str = "") -> Rest:
        self.state.waiting = Waiting(kind=kind, step=task.path, until_ms=until_ms, task=name)
        return Rest()

    def _begin_loop(self, task: Task, loop: ForBody) -> None:
        items = loop.items.evaluate(self._scope())
        if not isinstance(items, list) or len(items) > ITEMS_MAX:
            raise ExpressionFailed("in")
        frame = Frame(owner=task.path, branch="for", items=items)
        self.state.frames.append(frame)
        if not items or (loop.condition is not None and not loop.condition.holds(self._scope())):
            self.state.frames.pop()
            self._complete(task)

    def _list_done(self, frame: Frame) -> None:
        if frame.branch == "for" and self._has_next(frame):
            return
        self.state.frames.pop()
        if frame.owner:
            self._complete(self._definition.by_path[frame.owner])

    def _has_next(self, frame: Frame) -> bool:
        body = self._definition.by_path[frame.owner].body
        frame.at += 1
        frame.index = 0
        if not isinstance(body, ForBody) or frame.items is None or frame.at >= len(frame.items):
            return False
        try:
            return body.condition is None or body.condition.holds(self._scope())
        except ExpressionFailed:
            self._fail(failure("expression", 400, "expression_failed", frame.owner))
            return True

    def _complete(self, task: Task) -> None:
        """A task of the list on top was done: keep what it exports, and follow its directive."""
        try:
            self._export(task)
        except ExpressionFailed:
            self._fail(failure("expression", 400, "expression_failed", task.path))
            return
        self._advance(self.state.frames[-1], task.then)

    def _export(self, task: Task) -> None:
        if task.export is not None:
            self.state.context = {**self.state.context, **mapping(task.export.render(self._scope()))}

    def _advance(self, frame: Frame, then: str) -> None:
        match then:
            case "continue":
                frame.index += 1
            case "end":
                self.state.frames = []
            case "exit":
                self.state.frames.pop()
                if frame.owner:
                    self._complete(self._definition.by_path[frame.owner])
            case name:
                index = next(at for at, task in enumerate(self._tasks_of(frame)) if task.name == name)
                self.state.jumps += index <= frame.index
                frame.index = index

    # ── errors ──

    def _fail(self, error: Failure) -> None:
        """Go outwards to the first `try` that catches the error; without one, take back what was done and end."""
        state = self.state
        self.failed = error
        while state.frames:
            frame = state.frames[-1]
            body = self._definition.by_path[frame.owner].body if frame.owner else None
            if frame.branch == "try" and isinstance(body, TryBody):
                scope = self._scope() | {body.catch.name: error.shown()}
                if caught_by(body.catch, error, scope):
                    self._catch(frame, body, error, scope)
                    return
            state.frames.pop()
        state.undoing = [*reversed(state.undo)]
        state.undo = []
        state.ending, state.code = "faulted", error.title

    def _catch(self, frame: Frame, body: TryBody, error: Failure, scope: Scope) -> None:
        state = self.state
        frame.index = 0
        seed = f"{self._instance}/{frame.owner}/{state.jumps}"
        until = retry_at(body.catch, error, scope, frame, state.at_ms, seed)
        if until is not None:
            frame.attempt += 1
            state.jumps = frame.jumps
            state.waiting = Waiting(kind="retry", step=frame.owner, until_ms=until)
            return
        frame.branch = "catch"
        frame.error = error
        state.undoing = [*reversed(state.undo[frame.undo_from :])]
        state.undo = state.undo[: frame.undo_from]

    def _undo_call(self) -> Call:
        undo = self.state.undoing[0]
        return Call(
            step=undo.step,
            key=undo.key,
            action=undo.action,
            arguments=mapping(undo.arguments),
            attempt=self.state.undo_attempt,
            timeout_ms=undo.timeout_ms,
            undo=True,
        )

    def _remember_undo(self, body: CallBody, call: Call) -> None:
        made = Undo(
            step=call.step,
            key=f"{call.key}-undo",
            action=body.action,
            arguments=dict(mapping(body.arguments.render(self._scope()))),
            timeout_ms=body.timeout_ms,
        )
        self.state.undo.append(made)

    # ── what is known ──

    def _waited(self, waiting: Waiting, now_ms: int) -> Rest | None:
        """See whether a wait is over by its time. Returns: Rest while it is not."""
        if waiting.until_ms is None or now_ms < waiting.until_ms:
            return Rest()
        self.state.waiting = None
        self.state.at_ms = max(self.state.at_ms, waiting.until_ms)
        if waiting.kind == "timer" and waiting.step in self._definition.by_path:
            if isinstance(self._definition.by_path[waiting.step].body, WaitBody):
                self._complete(self._definition.by_path[waiting.step])
        elif waiting.kind in {"event", "human"}:
            self._fail(failure("timeout", 408, "wait_timeout", waiting.step))
        return None

    def _is_too_late(self, now_ms: int) -> bool:
        limit = self._definition.timeout_ms
        return limit is not None and self.state.ending is None and now_ms >= self.state.started_ms + limit

    def _tasks_of(self, frame: Frame) -> tuple[Task, ...]:
        if not frame.owner:
            return self._definition.tasks
        body = self._definition.by_path[frame.owner].body
        match body:
            case TryBody() if frame.branch == "catch":
                return body.catch.tasks
            case DoBody() | ForBody() | TryBody():
                return body.tasks
            case _:
                raise AssertionError("only lists of tasks have frames")

    def _push(self, frame: Frame) -> None:
        self.state.frames.append(frame)

    def _scope(self) -> dict[str, JsonValue]:
        return scope_of(self._definition, self._instance, self.state)

    def _attempt(self) -> int:
        return next((frame.attempt for frame in reversed(self.state.frames) if frame.branch == "try"), 1)

    def _key(self, path: str) -> str:
        """The same over retries of the `try` around it and over the death of a worker; another in each round of a loop."""
        rounds = [frame.at for frame in self.state.frames if frame.branch == "for"]
        text = f"{self._instance}|{path}|{rounds}|{self.state.jumps}"
        return f"wf-{hashlib.sha256(text.encode()).hexdigest()[:40]}"
