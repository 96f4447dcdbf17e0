"""The workflows that ship: templates that a tenant activates as they are, or copies and changes."""

import functools
from collections.abc import Mapping
from importlib import resources

import msgspec

from resolution.workflows.reading import described


class Template(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    title: str
    summary: str
    starts_on: str | None
    document: Mapping[str, object]


@functools.cache
def templates() -> Mapping[str, Template]:
    """Every template by its name, in the order of the names."""
    found = {}
    folder = resources.files("resolution.workflows").joinpath("templates")
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".json"):
            template = _template(msgspec.json.decode(file.read_bytes(), type=dict[str, object]))
            found[template.name] = template
    return found


def _template(document: Mapping[str, object]) -> Template:
    head = msgspec.convert(document["document"], type=dict[str, object])
    starts_on = None
    if "schedule" in document:
        schedule = msgspec.convert(document["schedule"], type=dict[str, dict[str, dict[str, dict[str, str]]]])
        starts_on = schedule["on"]["one"]["with"]["type"]
    return Template(
        name=str(head["name"]),
        title=described(document),
        summary=str(head.get("summary", "")),
        starts_on=starts_on,
        document=document,
    )
