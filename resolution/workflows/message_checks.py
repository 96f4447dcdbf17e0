"""Whether the messages that a workflow sends can be said: the text is there, and the step gives what its placeholders need."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol
from uuid import UUID

import msgspec

from resolution.connectors.lengths import MessageChannel
from resolution.connectors.texts import places_of
from resolution.workflows.findings import Findings
from resolution.workflows.tasks import CallBody, Definition

_CHANNELS: dict[str, MessageChannel] = {"mail.send": "mail", "sms.send": "sms", "whatsapp.send": "whatsapp"}
_RENDER = "message.render"


class KnowsTexts(Protocol):
    async def required(
        self, environment_id: UUID, wanted: Sequence[tuple[str, MessageChannel]]
    ) -> Mapping[tuple[str, str], frozenset[str]]:
        """The placeholders of each name and channel that there is."""


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One call that says something. given: the names of its values, None where only an instance knows them. own: places of its texts."""

    path: str
    channel: MessageChannel
    template: str | None
    given: frozenset[str] | None
    own: tuple[tuple[str, str], ...]


async def check_messages(definition: Definition, texts: KnowsTexts, environment_id: UUID) -> None:
    """Raises: WorkflowRefused, naming each text that is not there and each value that is not given."""
    messages = list(_messages(definition))
    if not messages:
        return
    named = sorted({(each.template, each.channel) for each in messages if each.template is not None})
    known = await texts.required(environment_id, named) if named else {}
    findings = Findings()
    for each in messages:
        _check(each, known, findings)
    findings.refuse()


def _check(message: Message, known: Mapping[tuple[str, str], frozenset[str]], findings: Findings) -> None:
    needed = [(f"{message.path}/{place}", name) for place, name in message.own]
    if message.template is not None:
        found = known.get((message.template, message.channel))
        path = f"{message.path}/template"
        if found is None:
            findings.add(
                path,
                f"There is no message template `{message.template}` for {message.channel}.",
                "Put it first (`countermark messages put`), or name one that ships (`countermark messages shipped`).",
            )
            return
        needed = [(path, name) for name in sorted(found)]
    if message.given is None:
        return
    for path, name in needed:
        if name not in message.given:
            findings.add(
                path, f"The placeholder `{name}` gets no value.", f"Add `{name}` to `values`, or take it out of the text."
            )  # fmt: skip


def _messages(definition: Definition) -> Iterator[Message]:
    for task in definition.by_path.values():
        if isinstance(task.body, CallBody):
            yield from _message(f"{task.path}/with", task.body)
        if task.undo is not None:
            yield from _message(f"{task.path}/metadata/compensate/with", task.undo)


def _message(path: str, body: CallBody) -> Iterator[Message]:
    asked = body.arguments.value
    if not isinstance(asked, Mapping) or body.action not in {*_CHANNELS, _RENDER}:
        return
    told = asked.get("channel") if body.action == _RENDER else body.action.removesuffix(".send")
    channel = next((each for each in _CHANNELS.values() if each == told), None)
    if channel is None:
        return
    values, template = asked.get("values", {}), asked.get("template")
    yield Message(
        path=path,
        channel=channel,
        template=template if isinstance(template, str) else None,
        given=frozenset(map(str, values)) if isinstance(values, Mapping) else None,
        own=tuple(_own_places(asked)),
    )


def _own_places(asked: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The places of texts that the step brings along, each with where it stands."""
    for field in ("subjects", "texts"):
        texts = asked.get(field)
        for language, text in texts.items() if isinstance(texts, Mapping) else ():
            if isinstance(text, str):
                yield from ((f"{field}/{language}", name) for name in places_of(text))
