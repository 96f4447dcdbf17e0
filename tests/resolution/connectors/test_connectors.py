"""A connector calls what it was allowed to, with the tenant's credentials, under one key for one step."""

import base64
import hmac
import json
from uuid import UUID

import pytest

from core.errors import InvalidRequest
from core.event_kinds import EVENT_KINDS
from core.ids import public
from resolution.actions import ActionFailed
from resolution.connectors import paths
from resolution.connectors.calling import idempotency_key
from resolution.connectors.entities import (
    ConnectorExists,
    ConnectorNotFound,
    CreateConnector,
    RotateConnector,
)
from resolution.connectors.http_call import HttpCall, WebhookEmit
from resolution.connectors.presets import PRESETS
from resolution.outbound.reach import Reach
from tests.resolution.connectors.conftest import Bench, headers_of
from tests.resolution.outbound.inside import answer, listening
from tests.tenants.ledger_rows import entries_of


async def test_a_call_goes_out_with_credentials_and_key(bench: Bench) -> None:
    """Method, path, query, JSON and key arrive; status and JSON come back; a retry of the step has the same key."""
    async with listening(answer(201, b'{"id":"pout_1"}')) as bank:
        await bench.connector(bank, auth="bearer", secret="s3cret", paths=["/payouts/**"])
        asked = bench.call(connector="bank", path="/payouts", query={"a": "ü &"}, body={"amount": 5})
        done = [await HttpCall(bench.caller).carry_out(asked) for _ in range(2)]
        assert [dict(each.output) for each in done] == [{"status": 201, "body": {"id": "pout_1"}}] * 2
        head, body = bank.heard[0]
        assert head.startswith("POST /v1/payouts?a=%C3%BC+%26 HTTP/1.1\r\n")
        assert json.loads(body) == {"amount": 5}
        assert headers_of(head)["authorization"] == "Bearer s3cret"
        keys = {headers_of(each)["idempotency-key"] for each in bank.heads()}
        assert keys == {idempotency_key("instance-1/step-2")}
        await HttpCall(bench.caller).carry_out(bench.call("another-key", connector="bank", path="/payouts"))
        assert headers_of(bank.heads()[2])["idempotency-key"] == "another-key"


async def test_each_kind_of_credential(bench: Bench) -> None:
    """Basic, a header with its prefix, a signature over time, method, path and body; and new ones after a rotation."""
    async with listening() as far:
        basic = await bench.connector(far, "one", auth="basic", username="rzp", secret="k", preset="razorpay")
        await bench.connector(far, "two", preset="zoho-desk", secret="zt")
        await bench.connector(far, "three", auth="hmac", secret="hk", header_name="X-Sig", paths=["/**"])
        http = HttpCall(bench.caller)
        for name, path in (("one", "/payouts"), ("two", "/tickets"), ("three", "/x")):
            await http.carry_out(bench.call(connector=name, path=path, body={"a": 1}))
        one, two, three = map(headers_of, far.heads())
        assert one["authorization"] == f"Basic {base64.b64encode(b'rzp:k').decode()}"
        assert "x-payout-idempotency" in one
        assert two["authorization"] == "Zoho-oauthtoken zt"
        signed = f"{three['x-timestamp']}.POST./v1/x.".encode() + b'{"a":1}'
        assert three["x-sig"] == hmac.new(b"hk", signed, "sha256").hexdigest()
        await bench.connectors.rotate(bench.system, basic.id, RotateConnector(secret="new"))
        await http.carry_out(bench.call(connector=public("con", basic.id), path="/payouts"))
        pair = base64.b64encode(b"rzp:new").decode()
        assert headers_of(far.heads()[3])["authorization"] == f"Basic {pair}"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"connector": "nobody", "path": "/payouts"}, "connector_not_found"),
        ({"connector": "bank", "path": "/payouts", "method": "DELETE"}, "method_not_allowed"),
        ({"connector": "bank", "path": "/refunds"}, "path_not_allowed"),
        ({"connector": "bank", "path": "/payouts/../refunds"}, "path_not_allowed"),
        ({"connector": "bank", "path": "/payouts/%2e%2e/refunds"}, "path_not_allowed"),
        ({"connector": "bank", "path": "/payouts//x"}, "path_not_allowed"),
        ({"connector": "bank", "path": "/payouts?x=1"}, "path_not_allowed"),
        ({"connector": "bank", "path": "/payouts#x"}, "path_not_allowed"),
        ({"connector": "bank", "path": "@evil.example.com/payouts"}, "path_not_allowed"),
        ({"connector": "bank"}, "arguments_refused"),
        ({"connector": "bank", "path": "/payouts", "headers": {"x": "y"}}, "arguments_refused"),
    ],
)
async def test_nothing_else_is_called(bench: Bench, arguments: dict[str, str], code: str) -> None:
    """What a connector does not allow is refused for good, with nothing sent."""
    async with listening() as bank:
        await bench.connector(bank, methods=["GET", "POST"], paths=["/payouts/**"])
        with pytest.raises(ActionFailed) as failed:
            await HttpCall(bench.caller).carry_out(bench.call(**arguments))
        assert (failed.value.code, failed.value.retryable, bank.connections) == (code, False, 0)


@pytest.mark.parametrize(
    ("status", "again"), [(400, False), (401, False), (404, False), (302, False), (409, True), (429, True), (500, True), (503, True)]
)  # fmt: skip
async def test_what_the_far_side_refuses(bench: Bench, status: int, again: bool) -> None:
    """A refusal is final, a fault or a throttle is tried again, a redirect is followed nowhere."""
    async with listening(answer(status, location="http://127.0.0.1/")) as bank:
        await bench.connector(bank)
        with pytest.raises(ActionFailed) as failed:
            await HttpCall(bench.caller).carry_out(bench.call(connector="bank", path="/x"))
        assert (failed.value.code, failed.value.retryable) == (f"http_{status}", again)
        assert bank.connections == 1


async def test_a_dead_host_is_tried_again(bench: Bench) -> None:
    """No connection: nobody knows, so it is retryable."""
    async with listening() as bank:
        await bench.connector(bank)
    with pytest.raises(ActionFailed) as failed:
        await HttpCall(bench.caller).carry_out(bench.call(connector="bank", path="/x"))
    assert (failed.value.code, failed.value.retryable) == ("target_unreachable", True)


async def test_an_event_is_emitted_once_for_a_key(bench: Bench) -> None:
    """A retry of the step tells nobody again; another step does; a name that is none is refused."""
    emit = WebhookEmit(bench.database, bench.services.vaults, bench.clock)
    first = bench.call(name="refund.approved", facts={"payout": "pyt_1"})
    outputs = [
        dict((await emit.carry_out(each)).output) for each in (first, first, bench.call("b", name="x"))
    ]
    assert [each["repeated"] for each in outputs] == [False, True, False]
    async with bench.database.transaction(bench.environment_id) as tx:
        rows = await tx.fetch("SELECT payload FROM outbox WHERE topic = 'event'")
    told = [json.loads(row["payload"]) for row in rows]
    assert sorted((each["kind"], each["data"]["name"]) for each in told) == [
        ("workflow.event", "refund.approved"), ("workflow.event", "x"),
    ]  # fmt: skip
    assert "workflow.event" in EVENT_KINDS
    with pytest.raises(ActionFailed):
        await emit.carry_out(bench.call(name="Not A Name"))


async def test_credentials_rest_sealed_and_end_with_their_connector(bench: Bench) -> None:
    """No column holds them in clear; a removed connector has none, and its name is free again."""
    async with listening() as bank:
        made = await bench.connector(
            bank, auth="basic", username="canary-user", secret="canary-secret",
            webhook_scheme="stripe", webhook_secret="canary-hook",
        )  # fmt: skip
        with pytest.raises(ConnectorExists):
            await bench.connector(bank)
        async with bench.database.transaction(bench.environment_id) as tx:
            row = await tx.fetchrow("SELECT * FROM connector")
        assert row is not None
        assert b"canary" not in b"".join(str(each).encode() for each in row)
        assert b"canary" not in row["sealed"] + row["webhook_sealed"]
        await bench.connectors.remove(bench.system, made.id)
        async with bench.database.transaction(bench.environment_id) as tx:
            assert await tx.fetchval("SELECT count(*) FROM connector WHERE sealed IS NOT NULL") == 0
        with pytest.raises(ConnectorNotFound):
            await bench.connectors.get(bench.system, made.id)
        await bench.connector(bank)
        typs = [each["typ"] for each in await entries_of(bench.database, bench.environment_id)]
        assert typs[-3:] == ["connector.create.v1", "connector.remove.v1", "connector.create.v1"]
        with pytest.raises(ConnectorNotFound):
            await bench.connectors.get(bench.system, UUID(int=1))


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"base_url": "https://169.254.169.254/"}, "base_url"),
        ({"base_url": "https://api.example.com/?a=b"}, "base_url"),
        ({}, "base_url"),
        ({"preset": "nobody"}, "preset"),
        ({"preset": "razorpay", "secret": "x"}, "username"),
        ({"preset": "stripe"}, "secret"),
        ({"base_url": "https://api.example.com", "webhook_secret": "x"}, "webhook_scheme"),
    ],
)
async def test_what_cannot_be_a_connector_is_refused_by_field(
    bench: Bench, wanted: dict[str, str], field: str
) -> None:
    """What is missing or leads inside is named."""
    command = CreateConnector(name="bank", **wanted)  # type: ignore[arg-type]
    with pytest.raises(InvalidRequest) as refused:
        await bench.connectors.create(bench.system, command)
    assert refused.value.fields[0].field == field


@pytest.mark.parametrize("preset", list(PRESETS))
def test_each_preset_is_sound(preset: str) -> None:
    """A preset's address is public, and what it sends messages to is among its own paths."""
    found = PRESETS[preset]
    assert not found.base_url or Reach().read(found.base_url).scheme == "https"
    for shape in found.messages.values():
        path = shape.path.replace("{username}", "AC1").replace("{sender}", "1065")
        assert paths.is_plain(path)
        assert any(paths.allows(each, path) for each in found.paths)


def test_patterns_match_whole_segments() -> None:
    """`*` is one segment and `**` the rest; a prefix of a word is no match."""
    assert paths.allows("/payouts/**", "/payouts")
    assert paths.allows("/payouts/**", "/payouts/1/x")
    assert not paths.allows("/payouts/**", "/payouts2")
    assert paths.allows("/a/*/c", "/a/b/c")
    assert not paths.allows("/a/*/c", "/a/b/c/d")
    assert not paths.allows("/a", "/a/b")
