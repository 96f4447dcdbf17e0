"""Tasks of a document, read one by one: what each may hold is written here, once."""

import re

from resolution.workflows.body_reading import BODIES, Here, call_body
from resolution.workflows.expressions import ROOTS, Template
from resolution.workflows.limits import DEPTH_MAX, TASKS_MAX
from resolution.workflows.reader import Reader
from resolution.workflows.tasks import AskBody, Body, CallBody, ListenBody, SwitchBody, Task

ROOT_SCOPE = ROOTS
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_COMMON = frozenset({"if", "export", "timeout", "then", "metadata"})
_EXTRA = {"call": {"with"}, "for": {"while", "do"}, "try": {"catch"}}
_KINDS = ("call", "for", "try", "do", "set", "switch", "wait", "listen", "raise", "emit")
_NOT_OURS = {
    "fork": (
        "`fork` is not supported: an instance does one thing at a time.",
        "Put the branches one after the other.",
    ),
    "run": (
        "`run` is not supported: scripts, shells and containers are not carried out.",
        "Use `call` with an action.",
    ),
    "input": ("`input` of a task is not supported.", "Read $input and $context in its expressions."),
    "output": ("`output` of a task is not supported.", "Keep what is needed with export: {as: {…}}."),
}


def task_list(
    reader: Reader, value: object, path: str, depth: int, names: frozenset[str], *, may_be_empty: bool = False
) -> tuple[Task, ...]:
    """Read a list of tasks; `then` may name a task of the same list.

    names: the roots that expressions may read here.
    """
    if depth > DEPTH_MAX:
        reader.add(path, f"Tasks are nested deeper than {DEPTH_MAX}.", "Make a list of them.")
        return ()
    if not isinstance(value, list) or (not value and not may_be_empty):
        reader.add(path, "A list of tasks is needed here.", "Write - name: {task}.")
        return ()
    tasks: list[Task] = []
    for index, item in enumerate(value):
        found = _named_task(reader, item, f"{path}/{index}", depth, names)
        if found is not None:
            tasks.append(found)
    _check_flow(reader, tasks)
    reader.lists[path] = tuple(tasks)
    return tuple(tasks)


def _named_task(reader: Reader, item: object, path: str, depth: int, names: frozenset[str]) -> Task | None:
    if not isinstance(item, dict) or len(item) != 1:
        reader.add(path, "Each task is an object with its name as the only key.", "Write - name: {task}.")
        return None
    name, value = next(iter(item.items()))
    if not _NAME.fullmatch(name) or name in {"continue", "end", "exit"}:
        reader.add(path, "The name of a task is not valid.", "Use letters, digits, _ and -, a letter first.")
        return None
    reader.count += 1
    if reader.count > TASKS_MAX:
        if reader.count == TASKS_MAX + 1:
            reader.add(path, f"There are more than {TASKS_MAX} tasks.", "Split the workflow.")
        return None
    return _task(reader, name, value, f"{path}/{name}", depth, names)


def _task(
    reader: Reader, name: str, value: object, path: str, depth: int, names: frozenset[str]
) -> Task | None:
    holder = reader.mapping(value, path, "Write what the task does: call, set, switch …")
    kind = next((each for each in _KINDS if each in holder), None)
    if kind is None:
        refused = next((each for each in ("fork", "run") if each in holder), None)
        reason, fix = _NOT_OURS.get(refused or "", ("It does nothing.", f"Use one of: {', '.join(_KINDS)}."))
        reader.add(f"{path}/{refused}" if refused else path, reason, fix)
        return None
    reader.keys(holder, path, {*_COMMON, kind, *_EXTRA.get(kind, ())}, _NOT_OURS)
    body = BODIES[kind](reader, holder, Here(path, depth, names, task_list))
    if body is None:
        return None
    if "timeout" in holder and not isinstance(body, CallBody | ListenBody | AskBody):
        reader.add(
            f"{path}/timeout", "Only `call` and `listen` have a timeout.", "Put it there, or at the workflow."
        )
    then = holder.get("then", "continue")
    if not isinstance(then, str):
        reader.add(
            f"{path}/then", "A flow directive is a text.", "Write continue, end, exit or a task's name."
        )
        then = "continue"
    task = Task(
        name=name,
        path=path,
        body=body,
        condition=reader.optional_expression(holder, "if", path, names),
        export=_export(reader, holder, path, names),
        then=then,
        undo=_undo(reader, holder, path, names, body),
    )
    reader.by_path[path] = task
    return task


def _export(reader: Reader, holder: dict[str, object], path: str, names: frozenset[str]) -> Template | None:
    if "export" not in holder:
        return None
    export = reader.mapping(holder["export"], f"{path}/export", "Write {as: {name: ${ $output.x }}}.")
    reader.keys(export, f"{path}/export", {"as"})
    return reader.object_template(export.get("as"), f"{path}/export/as", names)


def _undo(
    reader: Reader, holder: dict[str, object], path: str, names: frozenset[str], body: Body
) -> CallBody | None:
    """`metadata.compensate`: the DSL has no compensation of its own, and keeps its hands off metadata."""
    if "metadata" not in holder:
        return None
    metadata = reader.mapping(holder["metadata"], f"{path}/metadata", "Send an object.")
    if "compensate" not in metadata:
        return None
    path = f"{path}/metadata/compensate"
    if not isinstance(body, CallBody):
        reader.add(path, "Only a `call` is compensated.", "Put it at the call that has to be taken back.")
        return None
    call = reader.mapping(metadata["compensate"], path, "Write {call: …, with: {…}}.")
    reader.keys(call, path, {"call", "with", "timeout"})
    return call_body(reader, call, path, names)


def _check_flow(reader: Reader, tasks: list[Task]) -> None:
    """See that names are there once, and that every directive leads to a task of this list."""
    names = [task.name for task in tasks]
    for task in tasks:
        if names.count(task.name) > 1:
            reader.add(task.path, "Two tasks of this list have one name.", "Give each its own.")
        leads = [(task.then, f"{task.path}/then")]
        if isinstance(task.body, SwitchBody):
            leads += [
                (case.then, f"{task.path}/switch/{at}/{case.name}/then")
                for at, case in enumerate(task.body.cases)
            ]
        for then, path in leads:
            if then not in {"continue", "end", "exit", *names}:
                reader.add(
                    path, "There is no such task in this list.", "Name a task of the same list, or end."
                )
