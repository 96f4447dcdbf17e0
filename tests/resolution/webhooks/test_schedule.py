"""Signatures and schedule are those of Standard Webhooks 1.0.0."""

import base64
import datetime as dt
import itertools

import pytest

from resolution.webhooks import schedule, signing
from resolution.webhooks.schedule import FAILING_FOR, TRIES_MAX, WAITS_S, judge, retry_after_of

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


def judged(tries: int, status: int | None, **known: object) -> schedule.Verdict:
    asked = {"retry_after_s": None, "failing_since": NOW, "now": NOW, "jitter": 0.0} | known
    return judge(tries, status, **asked)  # type: ignore[arg-type]


def test_the_published_vector() -> None:
    """The reference libraries' own example comes out of our signer, byte for byte."""
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    made = signing.headers([secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert made == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    assert signing.written(secret) == "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_the_published_schedule() -> None:
    """Ten tries at the times of the specification's table, the last after 75 h 35 min 5 s."""
    waits = [judged(tries, 500).wait_s or 0.0 for tries in range(1, TRIES_MAX)]
    assert list(itertools.accumulate(waits)) == [
        5, 305, 2_105, 9_305, 27_305, 63_305, 113_705, 185_705, 272_105,
    ]  # fmt: skip
    assert dt.timedelta(seconds=272_105) == FAILING_FOR == dt.timedelta(hours=75, minutes=35, seconds=5)
    assert judged(TRIES_MAX, 500).state == "given_up"
    assert len(WAITS_S) == TRIES_MAX == 10


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_success_is_any_2xx(status: int) -> None:
    """Any 2xx is taken for delivered."""
    assert judged(1, status).state == "delivered"


@pytest.mark.parametrize("status", [None, 100, 301, 302, 307, 400, 401, 404, 429, 500, 503])
def test_everything_else_is_tried_again(status: int | None) -> None:
    """No answer, a redirect, a refusal and a fault alike."""
    assert judged(1, status).state == "waiting"


def test_gone_ends_an_endpoint_at_once_and_failing_after_three_days() -> None:
    """410 disables; a used-up schedule disables only an endpoint that took nothing all the while."""
    assert (judged(1, 410).state, judged(1, 410).disable) == ("given_up", "gone")
    assert judged(TRIES_MAX, 500, failing_since=NOW - FAILING_FOR).disable == "failing"
    assert judged(TRIES_MAX, 500, failing_since=NOW - dt.timedelta(hours=1)).disable is None
    assert judged(TRIES_MAX, 500, failing_since=None).disable is None


def test_a_receiver_may_ask_for_time_up_to_a_day() -> None:
    """Retry-After puts the next try off, never forward and never for ever, and only where it is a throttle."""
    assert judged(1, 429, retry_after_s=60).wait_s == 60
    assert judged(3, 503, retry_after_s=1).wait_s == WAITS_S[3]
    assert judged(1, 503, retry_after_s=10**8).wait_s == 86_400
    assert judged(1, 500, retry_after_s=60).wait_s == 5
    assert judged(2, 500, jitter=1.0).wait_s == 330
    assert [retry_after_of(text) for text in ("7", "-1", "Fri, 31 Dec 1999 23:59:59 GMT", "٣", None, "9" * 20)] == [
        7, None, None, None, None, None,
    ]  # fmt: skip
