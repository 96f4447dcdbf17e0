"""When a request is sent again, and how long to wait before. Pure but for the clock and the dice."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Mapping

import httpx

from countermark_client import errors, retry_after
from countermark_client._core.client import Call
from countermark_client.settings import Settings
from countermark_client.version import USER_AGENT

FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 8.0
IN_FLIGHT = "idempotency_key_in_flight"
_AGAIN = frozenset({429, 502, 503, 504})
_REPEATABLE = frozenset({"GET", "HEAD", "PUT", "DELETE"})
_FINAL = (
    httpx.TimeoutException,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
    httpx.TooManyRedirects,
)
_dice = random.SystemRandom()


def back_off_s(tried: int) -> float:
    """The wait before a try. tried: how many came before the wait, from 1. Doubles up to a cap; half of it is chance."""
    whole = min(LONGEST_WAIT_S, FIRST_WAIT_S * (1 << min(tried - 1, 30)))
    return whole * (0.5 + _dice.random() / 2)


class Tries:
    """The tries of one call: what each of them carries, and whether there is another.

    The idempotency key is made once, so every try carries the same one. rewinds: the body can be sent again from its start.
    """

    def __init__(
        self, settings: Settings, call: Call, *, safe: bool = False, deadline_s: float | None = None
    ) -> None:
        """safe: a POST that does no harm when it is sent again, such as asking for a token. deadline_s: beside that of the settings."""
        self._settings = settings
        self._call = call
        self._tried = 0
        limits = [each for each in (settings.deadline_s, deadline_s) if each is not None]
        self._ends = time.monotonic() + min(limits) if limits else None
        self.headers = _headers(settings, call)
        keyed = any(name.lower() == "idempotency-key" for name in self.headers)
        if not keyed and call.keyed and call.method in ("POST", "PATCH"):
            self.headers["Idempotency-Key"] = str(uuid.uuid4())
            keyed = True
        body = call.content
        self.rewinds = body is None or isinstance(body, bytes) or body.repeatable
        self._repeatable = self.rewinds and (safe or keyed or call.method in _REPEATABLE)

    def timeout_s(self) -> float:
        """How long the next try may take. Raises: TimedOut when the deadline has passed."""
        told = self._call.timeout_s if self._call.timeout_s is not None else self._settings.timeout_s
        if self._ends is None:
            return told
        left = self._ends - time.monotonic()
        if left <= 0:
            raise errors.TimedOut("the deadline of the call passed before an answer came")
        return min(told, left)

    def after_failure(self, failure: httpx.RequestError) -> float | None:
        """The wait before another try after no answer came, or nothing where there is none."""
        return None if isinstance(failure, _FINAL) else self._wait(None)

    def after_answer(self, status: int, headers: Mapping[str, str], content: bytes) -> float | None:
        """The same after a refusal. headers: names in lower case."""
        if status in _AGAIN or (status == 409 and errors.code_of(content) == IN_FLIGHT):
            asked_s = retry_after.asked_s(headers)
            return None if asked_s is not None and asked_s > retry_after.LONGEST_S else self._wait(asked_s)
        return None

    def _wait(self, told: float | None) -> float | None:
        self._tried += 1
        if not self._repeatable or self._tried > self._settings.max_retries:
            return None
        wait = back_off_s(self._tried) if told is None else told
        if self._ends is not None and time.monotonic() + wait >= self._ends:
            return None
        return wait


def failure_of(failure: httpx.RequestError) -> errors.CountermarkError:
    """Say in our own words why no answer came."""
    said = str(failure) or type(failure).__name__
    if isinstance(failure, httpx.TimeoutException):
        return errors.TimedOut(f"no answer in time: {said}")
    if isinstance(failure, httpx.DecodingError):
        return errors.ConnectionFailed(f"the answer is not compressed as it says: {said}")
    return errors.ConnectionFailed(f"the server could not be reached: {said}")


def _headers(settings: Settings, call: Call) -> dict[str, str]:
    headers = {
        "Accept": "application/json",
        "Countermark-Version": settings.api_version,
        "User-Agent": USER_AGENT,
        **call.headers,
    }
    if call.json is not None:
        headers["Content-Type"] = "application/json"
    elif call.content is not None:
        headers.setdefault("Content-Type", "application/octet-stream")
        length = len(call.content) if isinstance(call.content, bytes) else call.content.length
        if length is not None:
            headers["Content-Length"] = str(length)
    return headers
