"""A workflow after it was read: tasks with what they do, in the words of the Serverless Workflow DSL 1.0.

Source: https://github.com/serverlessworkflow/specification, dsl-reference.md and schema/workflow.yaml.
"""

from typing import Literal, TypeAlias

import msgspec

from resolution.workflows.expressions import Expression, Template

ERRORS = "https://serverlessworkflow.io/spec/1.0.0/errors/"
"""Types of errors, as the DSL names them: communication, expression, runtime, timeout, validation …"""

Backoff = Literal["constant", "linear", "exponential"]


class Retry(msgspec.Struct, frozen=True, kw_only=True):
    """count: how often at most; within_ms: how long after the first attempt. One of them is always there."""

    delay_ms: int
    backoff: Backoff = "constant"
    jitter_from_ms: int = 0
    jitter_to_ms: int = 0
    count: int | None = None
    within_ms: int | None = None
    when: Expression | None = None
    except_when: Expression | None = None


class Catch(msgspec.Struct, frozen=True, kw_only=True):
    """error_type, status, title: of the errors that it is for; None is any."""

    name: str
    error_type: str | None = None
    status: int | None = None
    title: str | None = None
    when: Expression | None = None
    except_when: Expression | None = None
    retry: Retry | None = None
    tasks: "tuple[Task, ...]" = ()


class CallBody(msgspec.Struct, frozen=True, kw_only=True):
    action: str
    arguments: Template
    timeout_ms: int


class DoBody(msgspec.Struct, frozen=True):
    tasks: "tuple[Task, ...]"


class SetBody(msgspec.Struct, frozen=True):
    values: Template


class Case(msgspec.Struct, frozen=True):
    """when: None of the case that is for all the others."""

    name: str
    when: Expression | None
    then: str


class SwitchBody(msgspec.Struct, frozen=True):
    cases: tuple[Case, ...]


class WaitBody(msgspec.Struct, frozen=True):
    """How long: milliseconds, or an expression that gives an ISO 8601 duration or a number of seconds."""

    ms: int | None
    expression: Expression | None


class EventFilter(msgspec.Struct, frozen=True, kw_only=True):
    """subject: what it must be about. data: what must hold of `$event`."""

    type: str
    subject: Template | None = None
    data: Expression | None = None


class ListenBody(msgspec.Struct, frozen=True, kw_only=True):
    """Waits for one event."""

    event: EventFilter
    timeout_ms: int | None


class AskBody(msgspec.Struct, frozen=True, kw_only=True):
    """Waits for a person: who holds all that one of the roles holds answers with one of the choices. team: whose queue."""

    task: str
    team: str
    roles: tuple[str, ...]
    choices: tuple[str, ...]
    timeout_ms: int | None


class ForBody(msgspec.Struct, frozen=True, kw_only=True):
    each: str
    at: str
    items: Expression
    condition: Expression | None
    tasks: "tuple[Task, ...]"


class TryBody(msgspec.Struct, frozen=True, kw_only=True):
    tasks: "tuple[Task, ...]"
    catch: Catch


class RaiseBody(msgspec.Struct, frozen=True, kw_only=True):
    error_type: str
    status: int
    title: Template


class EmitBody(msgspec.Struct, frozen=True, kw_only=True):
    """Tells of an event of the tenant's own: workflow.event, about the instance."""

    name: str
    facts: Template


Body: TypeAlias = (
    CallBody
    | DoBody
    | SetBody
    | SwitchBody
    | WaitBody
    | ListenBody
    | AskBody
    | ForBody
    | TryBody
    | RaiseBody
    | EmitBody
)


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """path: where it stands, a JSON pointer. then: `continue`, `end`, `exit`, or a task of the same list.

    undo: what takes a call back that was done, should what comes after it fail.
    """

    name: str
    path: str
    body: Body
    condition: Expression | None = None
    export: Template | None = None
    then: str = "continue"
    undo: CallBody | None = None


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """starts_on: the event that starts an instance by itself. actions: all that it may call. listens: all it may wait for."""

    name: str
    namespace: str
    version: str
    title: str
    tasks: tuple[Task, ...]
    starts_on: EventFilter | None
    timeout_ms: int | None
    actions: tuple[str, ...]
    lists: dict[str, tuple[Task, ...]]
    """The lists of tasks by their paths."""
    by_path: dict[str, Task]
