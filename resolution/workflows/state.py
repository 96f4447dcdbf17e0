"""What an instance is between two turns: enough to go on from after any death, and nothing that is not in the database."""

from typing import Literal

import msgspec

from resolution.workflows.tasks import ERRORS
from tenants.principals import Mode

Branch = Literal["do", "for", "try", "catch"]
Waits = Literal["timer", "retry", "event", "human", "undo"]
Ending = Literal["completed", "faulted", "cancelled"]


class Failure(msgspec.Struct, kw_only=True, frozen=True):
    """An error as the DSL has them (RFC 9457): codes alone. retryable: whether the action says that it may help."""

    type: str
    status: int
    title: str
    instance: str
    retryable: bool = False

    def shown(self) -> dict[str, str | int | bool]:
        return {
            "type": self.type,
            "status": self.status,
            "title": self.title,
            "instance": self.instance,
            "retryable": self.retryable,
        }


def failure(kind: str, status: int, title: str, instance: str, *, retryable: bool = False) -> Failure:
    return Failure(
        type=f"{ERRORS}{kind}", status=status, title=title[:64], instance=instance, retryable=retryable
    )


class Frame(msgspec.Struct, kw_only=True):
    """A list of tasks that is being worked off. owner: path of the task that it belongs to, "" for the workflow itself.

    items, at: of a `for`. attempt, since_ms, jumps, undo_from: of a `try`, as they were when it began. error: that is caught.
    """

    owner: str
    branch: Branch
    index: int = 0
    items: list[object] | None = None
    at: int = 0
    attempt: int = 1
    since_ms: int = 0
    jumps: int = 0
    undo_from: int = 0
    error: Failure | None = None


class Undo(msgspec.Struct, kw_only=True, frozen=True):
    """A call that was done and can be taken back, with the arguments that the compensation had then."""

    step: str
    key: str
    action: str
    arguments: dict[str, object]
    timeout_ms: int


class Waiting(msgspec.Struct, kw_only=True, frozen=True):
    """What the instance waits for. until_ms: when it goes on by itself, of timers and of waits with a timeout."""

    kind: Waits
    step: str
    until_ms: int | None = None
    event: str = ""
    subject: str | None = None
    task: str = ""


class State(msgspec.Struct, kw_only=True):
    """at_ms: the time of this turn, which expressions read: a turn that is carried out again sees the same."""

    input: dict[str, object]
    subject: str
    mode: Mode
    started_ms: int
    at_ms: int
    context: dict[str, object] = {}
    output: object = None
    frames: list[Frame] = []
    waiting: Waiting | None = None
    jumps: int = 0
    steps: int = 0
    undo: list[Undo] = []
    undoing: list[Undo] = []
    undo_attempt: int = 1
    ending: Ending | None = None
    code: str = ""
    seen: list[str] = []


def begin(given: dict[str, object], subject: str, mode: Mode, now_ms: int) -> State:
    return State(
        input=given,
        subject=subject,
        mode=mode,
        started_ms=now_ms,
        at_ms=now_ms,
        frames=[Frame(owner="", branch="do")],
    )
