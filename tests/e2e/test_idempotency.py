"""A key makes a request happen once, on either face, and gives its first answer again, whoever asks when."""

import asyncio
from collections.abc import Sequence
from uuid import uuid4

import asyncpg
import grpc
import httpx
import pytest
from google.rpc.error_details_pb2 import ErrorInfo
from google.rpc.status_pb2 import Status

from api.rpc.stubs.countermark.tenants.v1 import tenants_pb2
from core.postgres import EmbeddedPostgres
from tests.product import Product

PATH = "/api/v1/api-keys"
RPC = "/countermark.tenants.v1.TenantsService/CreateApiKey"
BODY = {"name": "once", "scopes": ["decisions:create"]}


async def create(
    running: Product, key: str | None, body: object = None, credential: str = ""
) -> httpx.Response:
    headers = {"X-API-Key": credential or running.asha.sandbox_key}
    if key is not None:
        headers["Idempotency-Key"] = key
    return await running.rest.post(PATH, json=body or BODY, headers=headers)


async def names(running: Product) -> list[str]:
    """The names of all keys, over all pages."""
    found: list[str] = []
    query: dict[str, str] = {"limit": "100"}
    while True:
        page = (await running.rest.get(PATH, params=query, headers=running.asha.headers)).json()
        found += [each["name"] for each in page["data"]]
        if not page["has_more"]:
            return found
        query["after"] = page["next_after"]


def named() -> dict[str, object]:
    return {**BODY, "name": f"once {uuid4()}"}


async def test_a_retry_gets_the_first_answer(running: Product) -> None:
    """Same key, same body: the same status, the same secret, marked as a replay, and one key made."""
    key, body = str(uuid4()), named()
    first, again = [await create(running, key, body) for _ in range(2)]
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert first.json()["secret"].startswith("cmk_sandbox_")
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert (await names(running)).count(str(body["name"])) == 1


async def test_a_key_belongs_to_one_body(running: Product) -> None:
    """Same key, another body: refused, and nothing made."""
    key, other = str(uuid4()), named()
    await create(running, key)
    answer = await create(running, key, other)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert other["name"] not in await names(running)


async def test_at_the_same_moment(running: Product) -> None:
    """Eight at once: one makes it; the others hear that it runs, or get its answer."""
    key, body = str(uuid4()), named()
    answers = await asyncio.gather(*[create(running, key, body) for _ in range(8)])
    made = {answer.content for answer in answers if answer.status_code == 201}
    refused = [answer for answer in answers if answer.status_code != 201]
    assert len(made) == 1
    assert {(each.status_code, each.json()["code"]) for each in refused} <= {
        (409, "idempotency_key_in_flight")
    }
    assert all(each.headers["retry-after"] for each in refused)
    assert (await names(running)).count(str(body["name"])) == 1


@pytest.mark.parametrize(("key", "code"), [
    (None, "idempotency_key_missing"), ("", "idempotency_key_missing"), ("x" * 256, "idempotency_key_invalid"), ("two\twords", "idempotency_key_invalid"),
])  # fmt: skip
async def test_keys_that_are_none(running: Product, key: str | None, code: str) -> None:
    """A missing key and one that is too long or unprintable are 400, with a code of their own."""
    answer = await create(running, key)
    assert (answer.status_code, answer.json()["code"]) == (400, code)


async def test_a_quoted_key_is_the_bare_one(running: Product) -> None:
    """The header is a structured string by its draft and a bare token by custom: both are the same key."""
    key, body = str(uuid4()), named()
    bare, quoted = await create(running, key, body), await create(running, f'"{key}"', body)
    assert bare.content == quoted.content


async def test_a_refused_request_does_not_use_its_key_up(running: Product) -> None:
    """A key whose request was refused is free for the corrected one: nothing happened under it."""
    key = str(uuid4())
    refused = await create(running, key, {**BODY, "expires_at": "2020-01-01T00:00:00Z"})
    assert refused.status_code == 400
    assert (await create(running, key, named())).status_code == 201


async def test_keys_of_two_callers_never_meet(running: Product) -> None:
    """The same key of another caller, of the same tenant or another, is another key."""
    key = str(uuid4())
    callers = [running.asha.sandbox_key, running.asha.live_key, running.other.sandbox_key]
    answers = [await create(running, key, credential=each) for each in callers]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert len({answer.json()["secret"] for answer in answers}) == 3


async def test_stored_answers_are_sealed(running: Product, postgres: EmbeddedPostgres) -> None:
    """The answer with the new secret rests encrypted: neither the secret nor the name is in its bytes."""
    body = named()
    secret = (await create(running, str(uuid4()), body)).json()["secret"]
    owner = await asyncpg.connect(postgres.url("postgres"))
    try:
        rows = await owner.fetch("SELECT body FROM idempotency_key WHERE body IS NOT NULL")
    finally:
        await owner.close()
    stored = b"".join(row["body"] for row in rows)
    assert stored
    assert secret.encode() not in stored
    assert str(body["name"]).encode() not in stored


@pytest.fixture
def call(running: Product) -> grpc.aio.UnaryUnaryMultiCallable[bytes, bytes]:
    return running.channel.unary_unary(RPC)


def metadata(running: Product, key: str | None) -> Sequence[tuple[str, str]]:
    credential = ("x-api-key", running.asha.sandbox_key)
    return (credential,) if key is None else (credential, ("idempotency-key", key))


async def test_over_grpc(running: Product, call: grpc.aio.UnaryUnaryMultiCallable[bytes, bytes]) -> None:
    """The same over gRPC: replayed, refused for another message, refused when missing."""
    key = str(uuid4())
    raw = tenants_pb2.CreateApiKeyRequest(name="once", scopes=["decisions:create"]).SerializeToString()
    other = tenants_pb2.CreateApiKeyRequest(name="twice", scopes=["decisions:create"]).SerializeToString()
    answers = [await call(raw, metadata=tuple(metadata(running, key))) for _ in range(2)]
    assert answers[0] == answers[1]
    for asked, sent, reason in (
        (other, key, "idempotency_key_reused"),
        (raw, None, "idempotency_key_missing"),
    ):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await call(asked, metadata=tuple(metadata(running, sent)))
        details = dict(refused.value.trailing_metadata() or ())["grpc-status-details-bin"]
        info = ErrorInfo()
        Status.FromString(details).details[0].Unpack(info)
        assert info.reason == reason
