"""Webhooks of other systems: let in by what proves them, read by a mapping, recorded or decided once, durable before the answer."""

import asyncio
import json
import time
from collections.abc import Mapping

import pytest

from core.errors import InvalidRequest
from core.ids import public
from resolution.feeds.entities import Feed
from resolution.webhooks.signing import headers, written
from tests.resolution.feeds.conftest import Bench

KEY = bytes(range(32))
RECORDED = "SELECT count(*) FROM payment_transaction"
COLUMNS = {
    "customer": "/data/payer/id",
    "date": "/data/at",
    "amount": "/data/amount",
    "reference": "id",
    "description": "/data/text",
}


async def a_hook(bench: Bench, name: str, **wanted: object) -> Feed:
    definition = {"columns": COLUMNS, "customer_id": None, "date_format": None, "positive": "debit"}
    changed = wanted.pop("mapping", {})
    assert isinstance(changed, dict)
    mapping = await bench.mapping(f"{name} hook", **(definition | changed))
    return await bench.feed(
        name, **{"kind": "webhook", "mapping_id": mapping, "secret": written(KEY), **wanted}
    )


def a_payment(number: int, **changed: object) -> dict[str, object]:
    data = {
        "payer": {"id": f"cust-{number}"},
        "at": "2026-11-22T10:15:00+05:30",
        "amount": "1,250.50",
        "text": "tea",
    }
    return {"id": f"evt-{number}", "type": "payment.made", "data": {**data, **changed}}


async def sent(
    bench: Bench, feed: Feed, body: bytes | Mapping[str, object], name: str = "msg-1", **proof: str
) -> tuple[int, dict[str, object]]:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    marks = proof or headers([KEY], name, int(time.time()), raw)
    path = f"/api/v1/feeds/{public('fed', feed.id)}/deliveries"
    answer = await bench.running.rest.post(
        path, content=raw, headers={"content-type": "application/json", **marks}
    )
    return answer.status_code, answer.json()


async def test_a_delivery_is_a_payment_once(bench: Bench) -> None:
    """Recorded before the answer, which names it; sent again it is the same, under another id it was here already."""
    feed = await a_hook(bench, "once")
    before = await bench.count(RECORDED)
    status, told = await sent(bench, feed, a_payment(1))
    assert (status, told["standing"], told["repeated"], told["decision_id"]) == (200, "recorded", False, None)
    found = await bench.running.rest.get(
        f"/api/v1/transactions/{told['transaction_id']}", headers=bench.running.asha.headers
    )
    kept = found.json()["transaction"]
    assert (kept["customer_id"], kept["amount_minor"], kept["currency"]) == ("cust-1", 125_050, "INR")
    assert kept["occurred_at"] == "2026-11-22T04:45:00Z"
    status, again = await sent(bench, feed, a_payment(1))
    assert (status, again) == (200, {**told, "repeated": True})
    _, other = await sent(bench, feed, a_payment(1), name="msg-2")
    assert (other["standing"], other["repeated"], other["transaction_id"]) == (
        "existing",
        False,
        told["transaction_id"],
    )
    assert await bench.count(RECORDED) == before + 1
    seen = await bench.get(feed)
    assert (seen.runs, seen.taken, seen.repeated) == (2, 1, 1)


async def test_many_at_once_are_one(bench: Bench) -> None:
    """Twenty of one delivery at the same time: one payment, one run, twenty alike answers."""
    feed = await a_hook(bench, "at-once")
    before = await bench.count(RECORDED)
    answers = await asyncio.gather(*(sent(bench, feed, a_payment(20)) for _ in range(20)))
    assert {status for status, _ in answers} == {200}
    assert len({str(told["run_id"]) for _, told in answers}) == 1
    assert [told["repeated"] for _, told in answers].count(False) == 1
    assert await bench.count(RECORDED) == before + 1


async def test_a_delivery_is_decided(bench: Bench) -> None:
    """The answer has the decision and its outcome; a repetition has the same one, and the decision is there to be read."""
    feed = await a_hook(bench, "decided", decide="transaction-anomaly")
    status, told = await sent(bench, feed, a_payment(3))
    assert (status, told["standing"], told["outcome"]) == (200, "recorded", "approve")
    assert (await sent(bench, feed, a_payment(3)))[1] == {**told, "repeated": True}
    found = await bench.running.rest.get(
        f"/api/v1/decisions/{told['decision_id']}", headers=bench.running.asha.headers
    )
    assert (found.json()["outcome"], found.json()["transaction_id"]) == ("approve", told["transaction_id"])
    made = "SELECT count(*) FROM feed_run WHERE feed_id = $1 AND decision_id IS NOT NULL"
    assert await bench.count(made, feed.id) == 1


async def test_a_kill_between_decision_and_note_decides_once(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was decided and not noted is found by the delivery that comes again."""
    feed = await a_hook(bench, "killed", decide="transaction-anomaly")
    before = await bench.count("SELECT count(*) FROM decision")
    with monkeypatch.context() as patched:

        async def dies(*_: object, **__: object) -> None:
            raise RuntimeError

        patched.setattr("resolution.feeds.feed_store.made", dies)
        status, _ = await sent(bench, feed, a_payment(4))
        assert status == 500
    assert (await bench.get(feed)).runs == 0
    status, told = await sent(bench, feed, a_payment(4))
    assert (status, told["standing"]) == (200, "recorded")
    assert await bench.count("SELECT count(*) FROM decision") == before + 1


async def test_numbers_and_times_as_systems_send_them(bench: Bench) -> None:
    """Floats to the last digit, whole minor units of the currency at hand, and seconds or milliseconds since 1970."""
    plain = await a_hook(bench, "plain-numbers")
    minor = await a_hook(
        bench,
        "minor-numbers",
        minor_units=True,
        mapping={"columns": {**COLUMNS, "currency": "/data/currency"}},
    )
    cases: tuple[tuple[Feed, dict[str, object], int], ...] = (
        (plain, {"amount": 1250.10}, 125_010),
        (plain, {"amount": 7}, 700),
        (plain, {"amount": 99.5, "at": 1_795_262_400}, 9_950),
        (minor, {"amount": 125_010, "currency": "INR", "at": 1_795_262_400_000}, 125_010),
        (minor, {"amount": 500, "currency": "JPY"}, 500),
        (minor, {"amount": 5, "currency": "KWD"}, 5),
    )
    for number, (feed, changed, amount_minor) in enumerate(cases, start=50):
        status, told = await sent(bench, feed, a_payment(number, **changed), name=f"n-{number}")
        assert status == 200, told
        path = f"/api/v1/transactions/{told['transaction_id']}"
        kept = (await bench.running.rest.get(path, headers=bench.running.asha.headers)).json()["transaction"]
        assert kept["amount_minor"] == amount_minor
        if "at" in changed:
            assert kept["occurred_at"] == "2026-11-21T12:00:00Z"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (a_payment(60, amount="twelve"), "amount"),
        (a_payment(61, amount=None), "amount"),
        (a_payment(62, at="2999-01-01T00:00:00Z"), "date"),
        (a_payment(63, payer={}), "customer"),
        (a_payment(64, amount={"value": 1}), None),
        (a_payment(65, at=-5), None),
        ({"id": "evt-66"}, None),
        (b"[1]", None),
        (b"{", None),
        (b"[" * 100_000, None),
        (b'{"data": {"amount": 1e400}}', None),
    ],
)
async def test_what_is_no_payment_is_refused(
    bench: Bench, body: bytes | dict[str, object], field: str | None
) -> None:
    """400 with the field where one is to blame, none of its values, and nothing recorded."""
    name = f"refused-{abs(hash(str(body))) % 10**9}"
    feed = await a_hook(bench, name)
    before = await bench.count(RECORDED)
    status, told = await sent(bench, feed, body)
    assert (status, told["code"]) == (400, "feed_delivery_refused")
    assert [each["field"] for each in told.get("errors", [])] == ([] if field is None else [field])  # type: ignore[attr-defined]
    assert "twelve" not in json.dumps(told)
    assert await bench.count(RECORDED) == before


async def test_only_the_sender_is_let_in(bench: Bench) -> None:
    """Another key, other bytes, an old time, no header, a feed that takes none: nothing is read, and all unknown ones answer alike."""
    feed, now = await a_hook(bench, "proven"), int(time.time())
    raw = json.dumps(a_payment(70)).encode()
    good = headers([KEY], "m", now, raw)
    wrong: list[dict[str, str]] = [
        headers([bytes(32)], "m", now, raw),
        headers([KEY], "m", now, raw + b" "),
        headers([KEY], "m", now - 301, raw),
        headers([KEY], "m", now + 310, raw),
        {**good, "webhook-id": "other"},
        {**good, "webhook-timestamp": "soon"},
        {**good, "webhook-signature": "v1,"},
        {"webhook-id": "m"},
        {"x-feed-secret": written(KEY)},
    ]
    for proof in wrong:
        assert (await sent(bench, feed, raw, **proof))[0] == 401, proof
    rotated = {**good, "webhook-signature": f"v1,AAAA {good['webhook-signature']}"}
    assert (await sent(bench, feed, raw, **rotated))[0] == 200
    folder = await bench.feed("no-hook", mapping_id=await bench.mapping("no hook bank"))
    for nobody in (folder.id, feed.environment_id):
        path = f"/api/v1/feeds/{public('fed', nobody)}/deliveries"
        answer = await bench.running.rest.post(
            path, content=raw, headers={**good, "content-type": "application/json"}
        )
        assert (answer.status_code, answer.json()["code"]) == (404, "feed_unknown")


async def test_a_secret_in_a_header(bench: Bench) -> None:
    """Where a system cannot sign: its secret is compared, and a field of the body names the delivery."""
    secret = "a-secret-of-the-shop"
    feed = await a_hook(bench, "plain-secret", scheme="header", secret=secret, delivery_field="/id")
    assert (await sent(bench, feed, a_payment(80), **{"x-webhook-token": "a-secret-of-the-shoq"}))[0] == 401
    first = await sent(bench, feed, a_payment(80), **{"x-webhook-token": secret})
    again = await sent(bench, feed, a_payment(80, text="with other words"), **{"x-feed-secret": secret})
    assert (first[1]["repeated"], again[1]["repeated"]) == (False, True)
    async with bench.running.base.database.transaction(feed.environment_id) as tx:
        rows = [*await tx.fetch("SELECT * FROM feed"), *await tx.fetch("SELECT * FROM feed_run")]
    kept = b"".join(repr(tuple(row)).encode() for row in rows)
    assert b"a-secret" not in kept
    assert b"cust-80" not in kept
    assert b"evt-80" not in kept


async def test_a_paused_feed_says_come_again(bench: Bench) -> None:
    """503 with Retry-After, so that the sender keeps it; once resumed it is taken."""
    feeds, caller = bench.running.services.feeds, bench.running.asha.system
    feed = await a_hook(bench, "resting")
    await feeds.pause(caller, feed.id)
    assert (await sent(bench, feed, a_payment(90)))[0] == 503
    await feeds.resume(caller, feed.id)
    assert (await sent(bench, feed, a_payment(90)))[0] == 200
    await feeds.remove(caller, feed.id)
    assert (await sent(bench, feed, a_payment(90)))[0] == 404


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"secret": "whsec_short-of-bytes"}, "secret"),
        ({"secret": "no-prefix-at-all-here"}, "secret"),
        ({"secret": None}, "secret"),
        ({"decide": "churn-score"}, "decide"),
        ({"url": "https://example.com/"}, "url"),
        ({"mapping_id": None}, "mapping_id"),
    ],
)
async def test_a_hook_that_cannot_be_is_refused(bench: Bench, wanted: dict[str, object], field: str) -> None:
    """Each by its field."""
    with pytest.raises(InvalidRequest) as refused:
        await a_hook(bench, f"wrong-{field[0]}-{len(str(wanted))}", **wanted)
    assert refused.value.fields[0].field == field
