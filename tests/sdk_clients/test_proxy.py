"""The proxy does to a request what a fault says, and nothing to the others."""

import asyncio
import datetime as dt
import email.utils
import json
import uuid
from collections.abc import AsyncIterator

import httpx
import pytest

from sdk_clients.conformance.case_files import Fault
from sdk_clients.conformance.proxy import FaultProxy
from sdk_clients.conformance.stage import Stage


@pytest.fixture
async def proxy(stage: Stage) -> AsyncIterator[FaultProxy]:
    async with FaultProxy(stage.port).running() as running:
        yield running


@pytest.fixture
async def client(stage: Stage, proxy: FaultProxy) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        base_url=proxy.url, headers={"X-API-Key": stage.key}, trust_env=False, timeout=30
    ) as opened:
        yield opened


async def decide(client: httpx.AsyncClient, customer: str) -> httpx.Response:
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    return await client.post("/api/v1/inference/churn-score", json={"customer_id": customer}, headers=headers)


async def decisions_of(stage: Stage, customer: str) -> int:
    found = await stage.ask("GET", f"/api/v1/decisions?customer_id={customer}")
    return len(found.json()["data"])


async def test_without_a_fault_nothing_is_changed(client: httpx.AsyncClient, proxy: FaultProxy) -> None:
    """What is sent and answered is what the proxy tells that it saw, to the byte."""
    answer = await decide(client, "proxy-plain")
    (seen,) = proxy.seen
    assert (seen.method, seen.path, seen.status) == ("POST", "/api/v1/inference/churn-score", 200)
    assert seen.body == answer.request.content
    assert (seen.answer, seen.request_id) == (answer.content, answer.headers["x-request-id"])
    assert seen.header("idempotency-key") == answer.request.headers["idempotency-key"]


@pytest.mark.parametrize(("reset", "made"), [("before", 0), ("after", 1)])
async def test_a_reset_is_before_or_after_the_work(
    client: httpx.AsyncClient, proxy: FaultProxy, stage: Stage, reset: str, made: int
) -> None:
    """The client sees the same; what the server holds differs. The next request is let through."""
    customer = f"proxy-reset-{reset}"
    proxy.set([Fault(reset=reset)], [])
    with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
        await decide(client, customer)
    assert await decisions_of(stage, customer) == made
    assert (await decide(client, customer)).status_code == 200


async def test_an_upload_is_reset_in_its_middle(client: httpx.AsyncClient, proxy: FaultProxy) -> None:
    """The rest of the body is never taken, and the server hears nothing of it."""
    proxy.set([Fault(reset="during", after_bytes=10_000)], [])
    with pytest.raises((httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError)):
        await client.post("/api/v1/batches?use_case=churn-score", content=b"x" * 5_000_000)
    assert [(seen.body, seen.status) for seen in proxy.seen] == [(None, None)]


@pytest.mark.parametrize(("passed", "made"), [(False, 0), (True, 1)])
async def test_an_answer_of_its_own(
    client: httpx.AsyncClient, proxy: FaultProxy, stage: Stage, passed: bool, made: int
) -> None:
    """It stands in for the server's, whether or not the server did the work."""
    customer = f"proxy-own-{made}"
    fault = Fault(status=409, problem={"code": "told"}, headers={"Retry-After": "1"}, passed=passed)
    proxy.set([fault], [])
    answer = await decide(client, customer)
    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (409, "told", "1")
    assert answer.json()["request_id"] == answer.headers["x-request-id"] == proxy.seen[0].request_id
    assert await decisions_of(stage, customer) == made


@pytest.mark.parametrize("skew_s", [-3_600, 0, 86_400])
async def test_a_date_is_of_the_clock_that_is_told(
    client: httpx.AsyncClient, proxy: FaultProxy, skew_s: int
) -> None:
    """`Date` of own and of passed answers moves, and `Retry-After` stays two seconds behind it."""
    proxy.set(
        [Fault(status=503, headers={"Retry-After": "+2"}, date_skew_s=skew_s), Fault(date_skew_s=skew_s)], []
    )
    own, passed = await client.get("/api/v1/principal"), await client.get("/api/v1/principal")
    moments = [email.utils.parsedate_to_datetime(answer.headers["date"]) for answer in (own, passed)]
    asked = email.utils.parsedate_to_datetime(own.headers["retry-after"])
    assert asked - moments[0] == dt.timedelta(seconds=2)
    for moment in moments:
        away = moment - dt.datetime.now(dt.UTC) - dt.timedelta(seconds=skew_s)
        assert abs(away) < dt.timedelta(seconds=60)


async def test_broken_bodies(client: httpx.AsyncClient, proxy: FaultProxy) -> None:
    """A truncated one ends before its length, a garbled one has half of its JSON under the right length."""
    proxy.set([Fault(truncate=20), Fault(garble=True)], [])
    with pytest.raises(httpx.RemoteProtocolError):
        await client.get("/api/v1/principal")
    answer = await client.get("/api/v1/principal")
    assert answer.headers["content-length"] == str(len(answer.content))
    with pytest.raises(json.JSONDecodeError):
        answer.json()


async def test_members_are_added_at_any_depth(client: httpx.AsyncClient, proxy: FaultProxy) -> None:
    proxy.set([Fault(merge={"new": 1, "model": {"new": 2}})], [])
    told = (await decide(client, "proxy-merge")).json()
    assert (told["new"], told["model"]["new"], told["use_case"]) == (1, 2, "churn-score")
    assert "version_id" in told["model"]


async def test_a_body_in_pieces_is_whole(client: httpx.AsyncClient, proxy: FaultProxy) -> None:
    """Twenty pieces, a tenth of a second apart."""
    proxy.set([Fault(drip=20)], [])
    began = asyncio.get_running_loop().time()
    answer = await client.get("/api/v1/principal")
    assert answer.json()["kind"] == "api_key"
    assert asyncio.get_running_loop().time() - began > 1.9


async def test_faults_of_tokens_are_apart(client: httpx.AsyncClient, proxy: FaultProxy) -> None:
    """A fault of the token endpoint waits for it, whatever else is asked before."""
    proxy.set([], [Fault(status=503)])
    assert (await client.get("/api/v1/principal")).status_code == 200
    assert (await client.post("/oauth2/token", data={"grant_type": "x"})).status_code == 503
