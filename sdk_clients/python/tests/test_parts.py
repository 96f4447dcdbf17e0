"""The parts that need no network: waits, events, pages, webhooks, receipts."""

from __future__ import annotations

import base64
import datetime as dt
import email.utils
import hmac
import io
import itertools
import json
import os
import pickle
import random
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from countermark_client import (
    Pages,
    RateLimited,
    ReceiptRefused,
    TimedOut,
    WebhookRefused,
    WebhookSignatureInvalid,
    WebhookTimestampOutside,
    event_data,
    receipts,
    retries,
    retry_after,
    webhooks,
)
from countermark_client._core.models.transaction import Transaction
from countermark_client._core.types import plain
from countermark_client._sync.resource import body_of
from countermark_client.errors import error_of
from countermark_client.event_kinds import EVENT_KINDS
from countermark_client.events import EventReader, ServerEvent
from countermark_client.uploads import Upload

STREAM = 'id: 1\nevent: progress\ndata: {"a":"é"}\n\n: still here\r\n\r\nid: 2\r\nevent: completed\r\ndata: x\r\ndata: y\r\n\r\nevent: cut\ndata: z'
EVENTS = [ServerEvent("progress", '{"a":"é"}', "1"), ServerEvent("completed", "x\ny", "2")]


@pytest.mark.parametrize(
    "told",
    [("2", 2.0), ("0", 0.0), ("-5", None), ("9999", 9999.0), ("soon", None), ("nan", None), ("inf", None)],
)
def test_the_wait_that_is_asked_for(told: tuple[str, float | None]) -> None:
    assert retry_after.asked_s({"retry-after": told[0]}) == told[1]


def test_a_date_is_judged_by_the_answers_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """However wrong the clock is here."""
    now = time.time()
    for skew in (-86400, 0, 86400):
        headers = {
            "retry-after": email.utils.formatdate(now + skew + 20, usegmt=True),
            "date": email.utils.formatdate(now + skew, usegmt=True),
        }
        assert retry_after.asked_s(headers) == 20
    assert retry_after.asked_s({}) is None


def test_waits_grow_and_are_scattered() -> None:
    for tried in range(1, 12):
        whole = min(8.0, retries.FIRST_WAIT_S * 2 ** (tried - 1))
        waits = [retries.back_off_s(tried) for _ in range(100)]
        assert min(waits) >= whole / 2
        assert max(waits) <= whole
        assert len(set(waits)) > 50


def test_events_however_the_bytes_are_cut() -> None:
    """Every cut of the stream gives the same events; the one that never ended is none."""
    data, dice = STREAM.encode(), random.Random(7)
    cuts = [[each] for each in range(len(data))] + [
        sorted(dice.sample(range(len(data)), 12)) for _ in range(200)
    ]
    for cut in cuts:
        reader, places = EventReader(), [0, *cut, len(data)]
        parts = [data[start:end] for start, end in itertools.pairwise(places)]
        assert [event for part in parts for event in reader.feed(part)] == EVENTS


def test_pages_are_followed() -> None:
    class Page:
        def __init__(self, data: list[int], next_after: str | None) -> None:
            self.data, self.next_after = data, next_after
            self.has_more = next_after is not None

    asked: list[str | None] = []

    def fetch(after: str | None) -> Page:
        asked.append(after)
        return {None: Page([1, 2], "b"), "b": Page([], "c"), "c": Page([3], None)}[after]

    assert list(Pages(fetch)) == [1, 2, 3]
    assert asked == [None, "b", "c"]
    assert next(iter(Pages(fetch))) == 1
    assert len(asked) == 4


def test_a_file_is_read_again_from_where_it_stood(tmp_path: Path) -> None:
    """Progress goes from 0 to the whole each time."""
    data = bytes(range(256)) * 2048
    reports: list[tuple[int, int | None]] = []

    def note(sent: int, total: int | None) -> None:
        reports.append((sent, total))

    (tmp_path / "file").write_bytes(b"head" + data)
    (tmp_path / "alone").write_bytes(data)
    with (tmp_path / "file").open("rb") as opened:
        opened.seek(4)
        for source in (data, tmp_path / "alone", str(tmp_path / "alone"), opened, io.BytesIO(data)):
            upload = Upload(source, note)
            for _ in range(2):
                reports.clear()
                assert b"".join(upload.chunks()) == data
                assert (reports[0], reports[-1]) == ((0, len(data)), (len(data), len(data)))
            assert upload.repeatable


def test_a_file_that_grows_is_sent_as_long_as_it_was(tmp_path: Path) -> None:
    """Its length was told before: a byte more would break the request."""
    file = tmp_path / "growing"
    for begun in (b"", b"abc"):
        file.write_bytes(begun)
        upload = Upload(file)
        file.write_bytes(begun + b"later")
        assert (upload.length, b"".join(upload.chunks())) == (len(begun), begun)


def test_a_pipe_is_sent_once_also_by_its_path(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    data = bytes(range(256)) * 4096
    upload = Upload(tmp_path / "pipe")
    writing = threading.Thread(target=lambda: (tmp_path / "pipe").write_bytes(data))
    writing.start()
    assert (upload.length, upload.repeatable) == (None, False)
    assert b"".join(upload.chunks()) == data
    writing.join()


def test_times_are_written_as_the_api_reads_them() -> None:
    east = dt.timezone(dt.timedelta(hours=5, minutes=30))
    told = Transaction(
        customer_id="c",
        amount_minor=5,
        currency="INR",
        occurred_at=dt.datetime(2026, 11, 20, 18, tzinfo=east),
    )
    assert plain(told)["occurred_at"] == "2026-11-20T18:00:00+05:30"
    assert plain({"at": dt.datetime(2026, 11, 20, tzinfo=dt.UTC)}) == {"at": "2026-11-20T00:00:00Z"}
    assert {"customer_id", "amount_minor", "currency"} < set(plain(told))
    assert "merchant_id" not in plain(told)


def test_a_request_is_one_thing() -> None:
    with pytest.raises(TypeError):
        body_of({"a": 1}, {"b": 2})


SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
BODY = json.dumps(
    {
        "id": "evt_1",
        "type": "payout.stuck",
        "timestamp": "2026-11-21T12:00:00Z",
        "subject": "pyt_1",
        "data": {"n": "é"},
    }
).encode()


def headers_of(body: bytes = BODY, at: int = 1000, secret: str = SECRET) -> dict[str, str]:
    return {
        "Webhook-Id": "evt_1",
        "Webhook-Timestamp": str(at),
        "Webhook-Signature": "v1,bm8= " + webhooks.sign(body, "evt_1", at, secret),
    }


def test_an_empty_secret_is_none() -> None:
    """Whoever reads it of a setting that is not there would believe everybody."""
    forged = base64.b64encode(hmac.digest(b"", b"evt_1.1000." + BODY, "sha256")).decode()
    for secret in ("", "whsec_"):
        with pytest.raises(ValueError, match="empty"):
            webhooks.verify(BODY, headers_of() | {"Webhook-Signature": f"v1,{forged}"}, secret, now_s=1000)


@pytest.mark.parametrize("name", ["Webhook-Id", "Webhook-Timestamp", "Webhook-Signature"])
def test_a_header_that_is_no_text_is_refused_like_any_other(name: str) -> None:
    """As some frameworks decode bytes that are no UTF-8."""
    for odd in ("\udcff", "\x00", "\U0010ffff", "v1," + "\udc80" * 44):
        with pytest.raises(WebhookSignatureInvalid):
            webhooks.verify(BODY + b"", headers_of() | {name: odd}, SECRET, now_s=1000)
    with pytest.raises(WebhookSignatureInvalid):
        webhooks.verify(BODY.decode() + "\udcff", headers_of(), SECRET, now_s=1000)


def test_data_are_read_as_their_kind_has_them() -> None:
    told = {
        "stage": "at_bank",
        "amount_minor": 5,
        "currency": "INR",
        "method": "imps",
        "bank": "x",
        "gateway": None,
    }
    data = told | {"since": "2026-11-21T12:00:00Z", "added_later": 1}
    body = json.dumps({**json.loads(BODY), "data": data}).encode()
    event = webhooks.verify(body, headers_of(body), SECRET, now_s=1000)
    read = event.data_as(event_data.PayoutStuckEventData)
    assert (read.stage, read.amount_minor, read.gateway) == ("at_bank", 5, None)
    assert read.since == dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
    with pytest.raises(WebhookRefused, match=r"payout\.stuck are no FeedPausedEventData"):
        event.data_as(event_data.FeedPausedEventData)


def test_errors_go_to_another_process_whole() -> None:
    """As those of a worker in a pool do."""
    said = RateLimited(
        status=429, code="c", title="t", detail="d", fix="f", request_id="r", retry_after_s=2.0
    )
    for error in (said, ReceiptRefused("form", "wrong"), TimedOut("late")):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


def test_a_problem_that_is_nested_too_deep_is_none() -> None:
    error = error_of(400, {"x-request-id": "req_1"}, b"[" * 200_000)
    assert (error.status, error.code, error.request_id) == (400, "", "req_1")


def test_a_webhook_is_believed() -> None:
    other = "whsec_" + base64.b64encode(b"o" * 32).decode()
    event = webhooks.verify(BODY, headers_of(), [other, SECRET], now_s=1299)
    assert (event.type, event.subject, event.data) == ("payout.stuck", "pyt_1", {"n": "é"})
    assert webhooks.verify(BODY.decode(), headers_of(), SECRET, now_s=701).id == "evt_1"


@pytest.mark.parametrize(
    ("sent", "kind"), [*((each, each) for each in EVENT_KINDS), ("payout.lost_in_space", None), ("", None)]
)
def test_a_kind_that_is_not_known_is_an_event_too(sent: str, kind: str | None) -> None:
    """A later server has more of them: whoever wants none of those looks at `kind`."""
    body = json.dumps({**json.loads(BODY), "type": sent}).encode()
    event = webhooks.verify(body, headers_of(body), SECRET, now_s=1000)
    assert (event.type, event.kind) == (sent, kind)


def test_the_published_vector_of_standard_webhooks() -> None:
    """From the tests of the reference libraries."""
    signed = webhooks.sign(
        b'{"test": 2432232314}',
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    )
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    "change", ["body", "id", "time", "old", "new", "secret", "none", "not_json", "no_event"]
)
def test_a_webhook_is_not_believed(change: str) -> None:
    body, headers, secret, now = BODY, headers_of(), SECRET, 1000.0
    wanted: type[WebhookRefused] = WebhookSignatureInvalid
    if change == "body":
        body += b" "
    elif change == "id":
        headers["Webhook-Id"] = "evt_2"
    elif change == "time":
        headers["Webhook-Timestamp"] = "1001"
    elif change in ("old", "new"):
        now, wanted = (1301.0 if change == "old" else 699.0), WebhookTimestampOutside
    elif change == "secret":
        secret = "whsec_" + base64.b64encode(b"x" * 32).decode()
    elif change == "none":
        headers.pop("Webhook-Signature")
    else:
        body, wanted = (b"nothing" if change == "not_json" else b"[]"), WebhookRefused
        headers = headers_of(body)
    with pytest.raises(wanted):
        webhooks.verify(body, headers, secret, now_s=now)


KEY = "countermark.example/receipts+83f02f2d+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
RECEIPT: dict[str, object] = {
    "v": 1,
    "log_id": "env_01hwpnr0000000000000000007",
    "entry_id": "ent_01hwpnt0000000000000000000",
    "leaf_hash": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "issued_at_us": 1795262400123456,
    "due_at_us": 1795262460123456,
    "batch_index": 0,
    "batch_size": 5,
    "batch_path": [
        "hm2h84zj82SowrevtzaeAvpuUKGYJ+2CQqQT2ThhYd8=",
        "1FcyS/wGbN0rAMN0PKck/V6Uzyfg0l0TGQ7vXafxaII=",
        "lUffwFv5BW46YlysVjXKlwzQZhSi/yf5pw+RsjnNbFw=",
    ],
    "key_id": "83f02f2d",
    "signature": "Rcfupyx5JfMXrhYtW+y2iiKdm+UsCUXGwRv2rWazhEMqUGlqP6Gec9md568GEl2Kui3NsGzbZD26rC6rtyrwBA==",
}


@pytest.mark.parametrize(
    "keys",
    [
        [KEY],
        KEY,
        [f"receipts {KEY}"],
        {"keys": [{"use": "log", "verifier_key": "x"}, {"use": "receipts", "verifier_key": KEY}]},
    ],
)
def test_a_receipt_is_believed(keys: receipts.Keys) -> None:
    found = receipts.verify(RECEIPT, keys)
    assert (found.entry_id, found.key) == (RECEIPT["entry_id"], "countermark.example/receipts")


@pytest.mark.parametrize(
    ("changed", "check"),
    [
        ({"v": 2}, "form"),
        ({"more": 1}, "form"),
        ({"leaf_hash": "AAAA"}, "form"),
        ({"key_id": "83F02F2D"}, "form"),
        ({"entry_id": "dec_01hwpnt0000000000000000000"}, "form"),
        ({"issued_at_us": 1795262460123457}, "times"),
        ({"batch_index": 5}, "place"),
        ({"batch_size": 9}, "path"),
        ({"batch_index": 4}, "path"),
        ({"batch_index": 1}, "signature"),
        ({"due_at_us": 1795262460123457}, "signature"),
        ({"leaf_hash": "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}, "signature"),
        ({"key_id": "83f02f2e"}, "key"),
        ({"signature": "AAAA"}, "signature"),
    ],
)
def test_a_receipt_is_not_believed(changed: dict[str, object], check: str) -> None:
    """The error says which check failed."""
    with pytest.raises(ReceiptRefused) as caught:
        receipts.verify({**RECEIPT, **changed}, [KEY])
    assert caught.value.check == check


@pytest.mark.parametrize("told", [None, 5, "receipt", [], [["v", 1]], {}, {"v": 1}, {**RECEIPT, "more": 1}])
def test_what_is_no_receipt_is_refused(told: Any) -> None:
    with pytest.raises(ReceiptRefused) as caught:
        receipts.verify(told, [KEY])
    assert caught.value.check == "form"


def test_every_bit_of_a_receipt_counts() -> None:
    dice = random.Random(11)
    text = json.dumps(RECEIPT)
    tried = 0
    for _ in range(3000):
        place = dice.randrange(len(text))
        damaged = text[:place] + chr(ord(text[place]) ^ (1 << dice.randrange(7))) + text[place + 1 :]
        try:
            read = json.loads(damaged)
        except ValueError:
            continue
        if not isinstance(read, dict) or read == RECEIPT:
            continue
        tried += 1
        with pytest.raises(ReceiptRefused):
            receipts.verify(read, [KEY])
    assert tried > 1000
