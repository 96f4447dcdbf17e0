"""The actions `http.call` and `webhook.emit`."""

from collections.abc import Mapping
from typing import Annotated, cast

import msgspec
from msgspec import Meta

from core.clock import Clock
from core.database import Database
from core.events import UnknownEvent, announce
from core.ids import public
from core.json_values import JsonValue
from resolution.actions import ActionCall, ActionDone, ActionFailed
from resolution.arguments import JsonAny, read, schema
from resolution.connectors import sent_store
from resolution.connectors.calling import Caller, Outgoing
from resolution.connectors.entities import Method
from tenants.vaults import Vaults

Text = Annotated[str, Meta(max_length=1_000)]


class HttpArguments(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """connector: its name or id. body: JSON. form: instead of it."""

    connector: Annotated[str, Meta(min_length=1, max_length=64)]
    method: Method = "POST"
    path: Annotated[str, Meta(min_length=1, max_length=512)]
    query: Annotated[dict[str, Text], Meta(max_length=50)] = {}
    body: JsonAny = None
    form: Annotated[dict[str, Text], Meta(max_length=100)] | None = None


class HttpCall:
    """Asks another service, and gives its status and JSON to the steps that follow."""

    name = "http.call"

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    @property
    def arguments(self) -> Mapping[str, JsonValue]:
        return schema(HttpArguments)

    async def carry_out(self, call: ActionCall) -> ActionDone:
        asked = read(call, HttpArguments)
        connector, credentials = await self._caller.find(call.environment_id, asked.connector)
        wanted = Outgoing(
            method=asked.method,
            path=asked.path,
            query=asked.query,
            json=cast("JsonValue", asked.body),
            form=asked.form,
        )
        reply = await self._caller.call(connector, credentials, wanted, call.key)
        answer: JsonValue = None
        if not reply.cut:
            try:
                answer = msgspec.json.decode(reply.body) if reply.body else None
            except msgspec.DecodeError:
                answer = None
        return ActionDone(output={"status": reply.status, "body": answer})


class EmitArguments(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """name: of the workflow's own event. facts: ids, codes and money; nothing personal."""

    name: Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$")]
    facts: Annotated[dict[str, JsonAny], Meta(max_length=50)] = {}


class WebhookEmit:
    """Tells the webhook endpoints of an event of the workflow's own, `workflow.event`; once for each key."""

    name = "webhook.emit"

    def __init__(self, database: Database, vaults: Vaults, clock: Clock) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock

    @property
    def arguments(self) -> Mapping[str, JsonValue]:
        return schema(EmitArguments)

    async def carry_out(self, call: ActionCall) -> ActionDone:
        asked = read(call, EmitArguments)
        vault = await self._vaults.of(call.environment_id)
        key = vault.digest("sent", b"webhook.emit", call.key.encode())
        async with self._database.transaction(call.environment_id) as tx:
            if not await sent_store.first(tx, call.environment_id, key, self._clock.now()):
                return ActionDone(output={"repeated": True})
            try:
                await announce(
                    tx,
                    self._clock,
                    call.environment_id,
                    "workflow.event",
                    public("wfi", call.instance_id),
                    {"name": asked.name, "facts": cast("Mapping[str, JsonValue]", asked.facts)},
                )
            except UnknownEvent:
                raise ActionFailed("event_too_large", retryable=False) from None
        return ActionDone(output={"repeated": False})
