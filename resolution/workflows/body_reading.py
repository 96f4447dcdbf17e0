"""What each kind of task does, read from the document."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol

from resolution.workflows.argument_check import misfits
from resolution.workflows.expressions import ROOTS, is_expression
from resolution.workflows.limits import ATTEMPTS_MAX, CALL_MS, CALL_MS_MAX, CASES_MAX
from resolution.workflows.reader import Reader
from resolution.workflows.tasks import (
    ERRORS,
    AskBody,
    Backoff,
    Body,
    CallBody,
    Case,
    Catch,
    DoBody,
    EmitBody,
    ForBody,
    ListenBody,
    RaiseBody,
    Retry,
    SetBody,
    SwitchBody,
    Task,
    TryBody,
    WaitBody,
)
from tenants.permissions import Role

Holder = Mapping[str, object]
_VARIABLE = re.compile(r"[a-z][A-Za-z0-9_]{0,31}")
_CODE = re.compile(r"[a-z0-9](?:[a-z0-9_.-]{0,63})")
_PROTOCOLS = frozenset({"http", "grpc", "openapi", "asyncapi", "a2a", "mcp"})
_KINDS_OF_ERROR = (
    "communication", "configuration", "validation", "expression", "authentication", "authorization", "timeout", "runtime",
)  # fmt: skip
SIGNAL = "workflow.event"
HUMAN = "human.answered"


class TaskList(Protocol):
    def __call__(
        self,
        reader: Reader,
        value: object,
        path: str,
        depth: int,
        names: frozenset[str],
        *,
        may_be_empty: bool = False,
    ) -> tuple[Task, ...]: ...


class Here(NamedTuple):
    """Where a task stands: its path, how deep, what expressions may read, and what reads the lists inside."""

    path: str
    depth: int
    names: frozenset[str]
    tasks: TaskList


def call_body(reader: Reader, holder: Holder, path: str, names: frozenset[str]) -> CallBody:
    name = reader.text(holder.get("call"), f"{path}/call", 64, "Name an action.")
    if name in _PROTOCOLS:
        reader.add(
            f"{path}/call", f"`call: {name}` is not supported: a workflow names no address of its own.",
            "Call a connector: call: http.call, with: {connector: …}.",
        )  # fmt: skip
    elif name and name not in reader.actions:
        reader.add(
            f"{path}/call", "There is no such action.", "Use one of those that docs/workflows.md lists."
        )
    elif name in reader.schemas:
        for misfit in misfits(holder.get("with", {}), reader.schemas[name]):
            reader.add(f"{path}/with{misfit.path}", misfit.reason, misfit.fix)
    reader.called.add(name)
    timeout_ms = CALL_MS
    if "timeout" in holder:
        timeout_ms = reader.timeout(holder["timeout"], f"{path}/timeout", CALL_MS_MAX)
    arguments = reader.object_template(holder.get("with", {}), f"{path}/with", names)
    return CallBody(action=name, arguments=arguments, timeout_ms=timeout_ms)


def _call(reader: Reader, holder: Holder, here: Here) -> Body:
    path, names = here.path, here.names
    return call_body(reader, holder, path, names)


def _do(reader: Reader, holder: Holder, here: Here) -> Body:
    path, names = here.path, here.names
    return DoBody(here.tasks(reader, holder["do"], f"{path}/do", here.depth + 1, names))


def _set(reader: Reader, holder: Holder, here: Here) -> Body:
    path, names = here.path, here.names
    return SetBody(reader.object_template(holder["set"], f"{path}/set", names))


def _switch(reader: Reader, holder: Holder, here: Here) -> Body:
    path, names = here.path, here.names
    value = holder["switch"]
    path = f"{path}/switch"
    if not isinstance(value, list) or not 0 < len(value) <= CASES_MAX:
        reader.add(
            path, f"A list of 1 to {CASES_MAX} cases is needed here.", "Write - name: {when: …, then: …}."
        )
        return SwitchBody(())
    cases = []
    for index, item in enumerate(value):
        if not isinstance(item, dict) or len(item) != 1:
            reader.add(
                f"{path}/{index}", "A case is an object with its name as the only key.", "Write - name: {…}."
            )
            continue
        name, each = next(iter(item.items()))
        at = f"{path}/{index}/{name}"
        case = reader.mapping(each, at, "Write {when: …, then: …}.")
        reader.keys(case, at, {"when", "then"})
        then = reader.text(case.get("then"), f"{at}/then", 64, "Write continue, end, exit or a task's name.")
        cases.append(Case(name, reader.optional_expression(case, "when", at, names), then))
    if any(case.when is None for case in cases[:-1]):
        reader.add(
            path, "A case without `when` is not the last one.", "Put it last: what follows is never reached."
        )
    return SwitchBody(tuple(cases))


def _wait(reader: Reader, holder: Holder, here: Here) -> Body:
    path, names = here.path, here.names
    value = holder["wait"]
    if isinstance(value, str) and is_expression(value):
        return WaitBody(None, reader.expression(value, f"{path}/wait", names))
    return WaitBody(reader.duration(value, f"{path}/wait"), None)


def _listen(reader: Reader, holder: Holder, here: Here) -> Body | None:
    path, names = here.path, here.names
    listen = reader.mapping(holder["listen"], f"{path}/listen", "Write {to: {one: {with: {type: …}}}}.")
    foreach = {
        name: (f"`{name}` is not supported.", "The event is $output of this task.")
        for name in ("read", "foreach")
    }
    reader.keys(listen, f"{path}/listen", {"to"}, foreach)
    strategy = reader.mapping(listen.get("to"), f"{path}/listen/to", "Write one: {with: {type: …}}.")
    timeout_ms = reader.timeout(holder["timeout"], f"{path}/timeout") if "timeout" in holder else None
    one = strategy.get("one")
    wanted = one.get("with") if isinstance(one, dict) else None
    if isinstance(wanted, dict) and wanted.get("type") == HUMAN:
        return _ask(reader, wanted, f"{path}/listen/to/one/with", timeout_ms)
    event = reader.event_filter(strategy, f"{path}/listen/to", names | {"$event"}, with_subject=True)
    return None if event is None else ListenBody(event=event, timeout_ms=timeout_ms)


def _ask(reader: Reader, wanted: Holder, path: str, timeout_ms: int | None) -> Body:
    reader.keys(wanted, path, {"type", "task", "team", "roles", "choices"})
    task, team = wanted.get("task"), wanted.get("team", "")
    if not isinstance(task, str) or not _CODE.fullmatch(task):
        reader.add(f"{path}/task", "A human task needs a name.", "Use small letters, digits, _ . and -.")
    if team and (not isinstance(team, str) or not _CODE.fullmatch(team)):
        reader.add(
            f"{path}/team", "The name of a team is not valid.", "Use small letters, digits, _ . and -."
        )
    roles = _codes(reader, wanted.get("roles"), f"{path}/roles", 8)
    unknown = [role for role in roles if role not in set(Role)]
    if unknown:
        reader.add(f"{path}/roles", "There is no such role.", f"Use: {', '.join(Role)}.")
    choices = _codes(reader, wanted.get("choices"), f"{path}/choices", 16)
    return AskBody(task=str(task), team=str(team), roles=roles, choices=choices, timeout_ms=timeout_ms)


def _codes(reader: Reader, value: object, path: str, most: int) -> tuple[str, ...]:
    if isinstance(value, list) and 0 < len(value) <= most:
        found = [each for each in value if isinstance(each, str) and _CODE.fullmatch(each)]
        if len(found) == len(value):
            return tuple(found)
    reader.add(
        path, f"A list of 1 to {most} short codes is needed here.", "Use small letters, digits, _ . and -."
    )
    return ()


def _variable(reader: Reader, value: object, path: str, default: str) -> str:
    if value is None:
        return f"${default}"
    if isinstance(value, str) and _VARIABLE.fullmatch(value) and f"${value}" not in {*ROOTS, "$event"}:
        return f"${value}"
    reader.add(path, "The name of a variable is not valid.", "Use letters and digits, such as item.")
    return f"${default}"


def _for(reader: Reader, holder: Holder, here: Here) -> Body | None:
    path, names = here.path, here.names
    loop = reader.mapping(holder["for"], f"{path}/for", "Write {each: item, in: ${ $input.items }}.")
    reader.keys(loop, f"{path}/for", {"each", "in", "at"})
    each = _variable(reader, loop.get("each"), f"{path}/for/each", "item")
    at = _variable(reader, loop.get("at"), f"{path}/for/at", "index")
    items = reader.expression(loop.get("in"), f"{path}/for/in", names)
    inner = names | {each, at}
    condition = reader.optional_expression(holder, "while", path, inner)
    found = here.tasks(reader, holder.get("do"), f"{path}/do", here.depth + 1, inner)
    return None if items is None else ForBody(each=each, at=at, items=items, condition=condition, tasks=found)


def _try(reader: Reader, holder: Holder, here: Here) -> Body:
    path, names = here.path, here.names
    tried = here.tasks(reader, holder["try"], f"{path}/try", here.depth + 1, names)
    at = f"{path}/catch"
    catch = reader.mapping(holder.get("catch"), at, "Write {errors: …, retry: …, do: […]}.")
    reader.keys(catch, at, {"errors", "as", "when", "exceptWhen", "retry", "do"})
    name = _variable(reader, catch.get("as"), f"{at}/as", "error")
    inner = names | {name}
    wanted = _errors(reader, catch.get("errors"), f"{at}/errors")
    status = wanted.get("status")
    return TryBody(
        tasks=tried,
        catch=Catch(
            name=name,
            error_type=_type_of(reader, wanted.get("type"), f"{at}/errors/with/type"),
            status=status if isinstance(status, int) else None,
            title=str(wanted["title"]) if "title" in wanted else None,
            when=reader.optional_expression(catch, "when", at, inner),
            except_when=reader.optional_expression(catch, "exceptWhen", at, inner),
            retry=_retry(reader, catch["retry"], f"{at}/retry", inner) if "retry" in catch else None,
            tasks=here.tasks(reader, catch["do"], f"{at}/do", here.depth + 1, inner) if "do" in catch else (),
        ),
    )


def _errors(reader: Reader, value: object, path: str) -> Holder:
    if value is None:
        return {}
    errors = reader.mapping(value, path, "Write {with: {type: communication}}.")
    reader.keys(errors, path, {"with"})
    wanted = reader.mapping(errors.get("with"), f"{path}/with", "Write {type: communication}.")
    reader.keys(wanted, f"{path}/with", {"type", "status", "title"})
    return wanted


def _type_of(reader: Reader, value: object, path: str) -> str | None:
    """An error's type: one of the DSL's by its last word or in full, or an own URI."""
    if value is None:
        return None
    text = reader.text(value, path, 200, "Name a type of error, such as communication.")
    if text in _KINDS_OF_ERROR:
        return f"{ERRORS}{text}"
    if text and "/" not in text:
        reader.add(
            path, "There is no such type of error.", f"Use a URI, or one of: {', '.join(_KINDS_OF_ERROR)}."
        )
    return text


def _retry(reader: Reader, value: object, path: str, names: frozenset[str]) -> Retry:
    if isinstance(value, str):
        reader.add(path, "Named retry policies are not supported.", "Write the policy here.")
        return Retry(delay_ms=0, count=1)
    policy = reader.mapping(value, path, "Write {delay: …, backoff: …, limit: …}.")
    reader.keys(policy, path, {"when", "exceptWhen", "delay", "backoff", "limit", "jitter"})
    count, within_ms = _limit(reader, policy.get("limit"), f"{path}/limit")
    jitter = reader.mapping(policy.get("jitter", {}), f"{path}/jitter", "Write {from: …, to: …}.")
    reader.keys(jitter, f"{path}/jitter", {"from", "to"})
    low = reader.duration(jitter["from"], f"{path}/jitter/from") if "from" in jitter else 0
    high = reader.duration(jitter["to"], f"{path}/jitter/to") if "to" in jitter else low
    if high < low:
        reader.add(f"{path}/jitter", "`to` is less than `from`.", "Exchange them.")
    return Retry(
        delay_ms=reader.duration(policy["delay"], f"{path}/delay") if "delay" in policy else 0,
        backoff=_backoff(reader, policy.get("backoff", {"constant": {}}), f"{path}/backoff"),
        jitter_from_ms=low,
        jitter_to_ms=high,
        count=count,
        within_ms=within_ms,
        when=reader.optional_expression(policy, "when", path, names),
        except_when=reader.optional_expression(policy, "exceptWhen", path, names),
    )


def _backoff(reader: Reader, value: object, path: str) -> Backoff:
    backoff = reader.mapping(value, path, "Write {exponential: {}}.")
    if len(backoff) == 1 and not any(backoff.values()):
        match next(iter(backoff)):
            case "constant":
                return "constant"
            case "linear":
                return "linear"
            case "exponential":
                return "exponential"
            case _:
                pass
    reader.add(path, "It is not a backoff.", "Write {constant: {}}, {linear: {}} or {exponential: {}}.")
    return "constant"


def _limit(reader: Reader, value: object, path: str) -> tuple[int | None, int | None]:
    if value is None:
        reader.add(
            path,
            "A retry without a limit never stops.",
            "Write {attempt: {count: 5}} or {duration: {hours: 24}}.",
        )
        return 1, None
    limit = reader.mapping(value, path, "Write {attempt: {count: 5}}.")
    reader.keys(limit, path, {"attempt", "duration"})
    within_ms = reader.duration(limit["duration"], f"{path}/duration") if "duration" in limit else None
    if "attempt" not in limit:
        return None, within_ms
    attempt = reader.mapping(limit["attempt"], f"{path}/attempt", "Write {count: 5}.")
    reader.keys(
        attempt, f"{path}/attempt", {"count"},
        {"duration": ("`duration` of an attempt is not supported.", "Give the call a timeout.")},
    )  # fmt: skip
    count = attempt.get("count")
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= ATTEMPTS_MAX:
        reader.add(f"{path}/attempt/count", f"A number from 1 to {ATTEMPTS_MAX} is needed.", "Correct it.")
        return 1, within_ms
    return count, within_ms


def _raise(reader: Reader, holder: Holder, here: Here) -> Body:
    path, names = here.path, here.names
    value = reader.mapping(holder["raise"], f"{path}/raise", "Write {error: {type: …, status: …, title: …}}.")
    reader.keys(value, f"{path}/raise", {"error"})
    at = f"{path}/raise/error"
    error = reader.mapping(value.get("error"), at, "Write {type: …, status: …, title: …}.")
    reader.keys(error, at, {"type", "status", "title"}, {
        "detail": ("`detail` is not supported: errors hold codes alone.", "Put a short code into `title`."),
        "instance": ("`instance` is set by itself.", "Remove it."),
    })  # fmt: skip
    status = error.get("status")
    if isinstance(status, bool) or not isinstance(status, int) or not 100 <= status <= 599:
        reader.add(f"{at}/status", "A status from 100 to 599 is needed.", "Write 500.")
        status = 500
    kind = _type_of(reader, error.get("type", "runtime"), f"{at}/type")
    return RaiseBody(
        error_type=kind or f"{ERRORS}runtime", status=status,
        title=reader.template(error.get("title", "raised"), f"{at}/title", names),
    )  # fmt: skip


def _emit(reader: Reader, holder: Holder, here: Here) -> Body:
    path, names = here.path, here.names
    value = reader.mapping(holder["emit"], f"{path}/emit", "Write {event: {with: {type: …, data: {…}}}}.")
    reader.keys(value, f"{path}/emit", {"event"})
    event = reader.mapping(value.get("event"), f"{path}/emit/event", "Write {with: {type: …, data: {…}}}.")
    reader.keys(event, f"{path}/emit/event", {"with"})
    at = f"{path}/emit/event/with"
    wanted = reader.mapping(event.get("with"), at, "Write {type: …, data: {…}}.")
    reader.keys(wanted, at, {"type", "data"}, {
        name: (f"`{name}` is set by itself.", "Remove it.") for name in ("id", "source", "subject", "time")
    })  # fmt: skip
    if wanted.get("type") != SIGNAL:
        reader.add(
            f"{at}/type",
            f"A workflow emits {SIGNAL} alone.",
            f"Write {SIGNAL}, and a code of yours in `data`.",
        )
    data = reader.mapping(wanted.get("data"), f"{at}/data", "Write {name: …, facts: {…}}.")
    reader.keys(data, f"{at}/data", {"name", "facts"})
    name = data.get("name")
    if not isinstance(name, str) or not _CODE.fullmatch(name):
        reader.add(f"{at}/data/name", "The event needs a name.", "Use small letters, digits, _ . and -.")
    return EmitBody(
        name=str(name), facts=reader.object_template(data.get("facts", {}), f"{at}/data/facts", names)
    )


BODIES: Mapping[str, Callable[[Reader, Holder, Here], Body | None]] = {
    "call": _call,
    "do": _do,
    "set": _set,
    "switch": _switch,
    "wait": _wait,
    "listen": _listen,
    "for": _for,
    "try": _try,
    "raise": _raise,
    "emit": _emit,
}
