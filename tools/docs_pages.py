"""The parts of pages that are made of the program itself whenever the site is built, so that they cannot be out of date.

A page says where: `<!-- generated: NAME -->` on a line of its own, NAME one of `PARTS`.
"""

import inspect
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import cast

import click

from api.rest.app import create_app
from api.rest.document_webhooks import example_of, sorted_kinds
from api.rest.problems import status_of
from api.rest.reference import error_types
from api.rest.schemas import Schema, schemas_of
from api.rpc.server import build_server
from api.rpc.status import CODE_OF_KIND
from app.cli.main import COMMANDS, countermark
from core.errors import PlatformError, fix_of
from tenants.permissions import PERMISSIONS_OF_ROLE, Permission, Role

FACES = (create_app, build_server)
"""Whoever imports these knows every error that either face may answer with."""
_MARK = re.compile(r"^<!-- generated: (\w+) -->$", re.MULTILINE)
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_TYPES = {
    "boolean": "true or false",
    "integer": "whole number",
    "number": "number",
    "string": "text",
    "date-time": "time, RFC 3339",
    "array": "list",
    "object": "object",
}


def generated(text: str) -> str:
    """Return a page with its generated parts in their places. Raises: KeyError for a part that nothing makes."""
    return _MARK.sub(lambda mark: "\n".join(PARTS[mark[1]]()), text)


def errors() -> Iterator[str]:
    """A section for each code, in the order of the alphabet."""
    known = {each.code: each for each in error_types() if each.__module__.partition(".")[0] != "tests"}
    known[PlatformError.code] = PlatformError
    for code in sorted(known):
        error = known[code]
        yield f"## `{code}`\n"
        yield f"{_fact(error)}\n"
        yield f"HTTP {status_of(error)} · gRPC `{CODE_OF_KIND[error.kind].name}` · kind `{error.kind.value}`\n"
        yield f"**Fix:** {fix_of(error)}\n"


def _fact(error: type[PlatformError]) -> str:
    """What went wrong: an error's name is a sentence, and its docstring says more where there is one."""
    words = _WORD.sub(" ", error.__name__).lower().replace("o auth", "OAuth").capitalize()
    told = inspect.cleandoc(error.__doc__ or "") if "__doc__" in error.__dict__ else ""
    return f"{words}. {_one_line(told.partition(chr(10) * 2)[0])}".strip()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def events() -> Iterator[str]:
    """A section for each kind of event, with the body as it is sent."""
    yield "| event | when |\n| --- | --- |"
    kinds = sorted_kinds()
    for kind in kinds:
        yield f"| [`{kind.name}`](#{kind.name.replace('.', '')}) | {kind.about} |"
    yield ""
    _, components = schemas_of([kind.data for kind in kinds])
    for kind in kinds:
        yield f"## `{kind.name}`\n"
        yield f"{kind.about} `subject` is the `{kind.subject}_…` that it is about.\n"
        yield "| field of `data` | type | what it is |\n| --- | --- | --- |"
        yield from _fields(components[kind.data.__name__])
        body = json.dumps(example_of(kind), indent=2, ensure_ascii=False)
        yield f"\n```json\n{body}\n```\n"


def _fields(schema: Schema) -> Iterator[str]:
    required = cast("list[str]", schema["required"])
    for name, each in cast("dict[str, Schema]", schema["properties"]).items():
        kind = _TYPES["date-time" if each.get("format") == "date-time" else _first(each["type"])]
        null = ", or null" if isinstance(each["type"], list) else ""
        absent = "" if name in required else "; may be left out"
        yield f"| `{name}` | {kind}{null}{absent} | {each.get('description', '')} |"


def _first(kind: object) -> str:
    return str(kind[0] if isinstance(kind, list) else kind)


def commands() -> Iterator[str]:
    """Each command with its help."""
    context = click.Context(countermark, info_name="countermark")
    for name in sorted(COMMANDS):
        yield f"## `countermark {name}`\n"
        yield f"{COMMANDS[name][2]}\n"
        try:
            command = countermark.get_command(context, name)
        except click.ClickException as refused:
            yield f"{refused.message}.\n"
            continue
        if command is not None:
            yield from _command(command, f"countermark {name}", context, first=True)


def _command(command: click.Command, path: str, parent: click.Context, *, first: bool) -> Iterator[str]:
    context = click.Context(command, info_name=path.rpartition(" ")[2], parent=parent)
    if not first:
        yield f"### `{path}`\n"
    if not first or command.params:
        yield f"```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                yield from _command(below, f"{path} {name}", context, first=False)


def permissions() -> Iterator[str]:
    """Each permission, and which roles hold it."""
    roles = list(Role)
    yield f"| permission | {' | '.join(role.value for role in roles)} |"
    yield f"| --- |{' :-: |' * len(roles)}"
    for permission in sorted(Permission, key=lambda each: each.value):
        held = " | ".join("✓" if permission in PERMISSIONS_OF_ROLE[role] else " " for role in roles)
        yield f"| `{permission.value}` | {held} |"


PARTS: Mapping[str, Callable[[], Iterator[str]]] = {
    "errors": errors,
    "events": events,
    "commands": commands,
    "permissions": permissions,
}
