"""The document's webhooks are what is really sent: every kind, its headers, and bodies that its schemas take."""

import datetime as dt
import json
from typing import cast
from uuid import uuid4

import pytest

from api.rest.document import document
from api.rest.nouns import OPERATIONS
from core.event_kinds import EVENT_KINDS, EventKind
from core.events import Event
from core.ids import public
from resolution.webhooks.messages import message_of
from resolution.webhooks.signing import headers

jsonschema_rs = pytest.importorskip("jsonschema_rs")  # schemathesis brings it

Object = dict[str, object]
DOCUMENT = cast("Object", json.loads(json.dumps(document(OPERATIONS))))
WEBHOOKS = cast("dict[str, dict[str, Object]]", DOCUMENT["webhooks"])


def schema_of(kind: str) -> Object:
    body = cast("Object", WEBHOOKS[kind]["post"]["requestBody"])
    content = cast("dict[str, dict[str, Object]]", body["content"])
    return {**content["application/json"]["schema"], "components": DOCUMENT["components"]}


def sent(kind: EventKind) -> Object:
    """A message as an endpoint is sent it."""
    event = Event(
        environment_id=uuid4(),
        id=uuid4(),
        kind=kind.name,
        subject=public(kind.subject, uuid4()),
        at=dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC),
        data=dict(kind.example),
    )
    return cast("Object", json.loads(message_of(event).body))


def test_every_kind_is_a_webhook_and_nothing_else_is() -> None:
    assert list(WEBHOOKS) == sorted(EVENT_KINDS)
    operations = [each["post"] for each in WEBHOOKS.values()]
    assert len({str(each["operationId"]) for each in operations}) == len(EVENT_KINDS)
    for name, each in WEBHOOKS.items():
        assert str(each["post"]["description"]).startswith(EVENT_KINDS[name].about)


@pytest.mark.parametrize("kind", EVENT_KINDS.values(), ids=list(EVENT_KINDS))
def test_what_is_sent_is_what_is_told(kind: EventKind) -> None:
    """Of its own kind, and of no other."""
    message, schema = sent(kind), jsonschema_rs.Draft202012Validator(schema_of(kind.name))
    schema.validate(message)
    other = next(name for name in EVENT_KINDS if name != kind.name)
    assert not schema.is_valid({**message, "type": other})
    for field in message:
        assert not schema.is_valid({name: value for name, value in message.items() if name != field}), field


def test_a_field_that_comes_later_breaks_nobody() -> None:
    """Data only grow, so no schema refuses a field that it does not know."""
    for kind in EVENT_KINDS.values():
        message = sent(kind)
        grown = {**message, "data": {**cast("Object", message["data"]), "later": 1}}
        assert jsonschema_rs.is_valid(schema_of(kind.name), grown)
        assert "additionalProperties" not in schema_of(kind.name)


def test_the_headers_are_those_that_are_signed() -> None:
    signed = headers([b"secret"], "evt_01kc1x5w3efvr9q2d8m4n6p7hs", 1_795_262_400, b"{}")
    components = cast("dict[str, dict[str, Object]]", DOCUMENT["components"])["parameters"]
    for each in WEBHOOKS.values():
        listed = cast("list[dict[str, str]]", each["post"]["parameters"])
        named = [components[one["$ref"].rpartition("/")[2]] for one in listed]
        assert [one["name"] for one in named] == list(signed)
        assert all(one["required"] for one in named)
