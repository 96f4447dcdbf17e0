"""The habits of an SDK over plain httpx: what the conformance suite asks for, and a list of ways to get it wrong.

It is no SDK: it has what the cases need, so that the suite can be run without one, and so that each of its checks can be seen to
catch a driver that misbehaves.
"""

import asyncio
import datetime as dt
import email.utils
import random
import time
import uuid
from collections.abc import AsyncIterator, Mapping

import httpx

from sdk_clients.conformance.values import Json
from tests.sdk_clients.reference_errors import Failed, of_answer

RETRIED = frozenset({429, 502, 503, 504})
RENEW_BEFORE_S = 60.0
WAIT_MAX_S = 60.0
BACKOFF_MAX_S = 8.0
_UPLOAD_BYTES = 65_536


class Client:
    """A client of one server. Its setting `flaws` is what it gets wrong: words that `tests/sdk_clients/test_conformance.py` lists."""

    def __init__(self, settings: Mapping[str, Json]) -> None:
        self.flaws = frozenset(str(settings.get("flaws", "")).split())
        self._key = settings.get("api_key")
        self._client = (settings.get("client_id"), settings.get("client_secret"))
        self._retries = int(str(settings.get("max_retries", 3)))
        self._timeout_s = int(str(settings.get("timeout_ms", 30_000))) / 1000
        self._http = httpx.AsyncClient(
            base_url=str(settings["base_url"]),
            trust_env=False,
            headers={"Countermark-Version": "2026-11-21", "User-Agent": "countermark-reference/0.1.0"},
        )
        self._token: tuple[str, float] | None = None
        self._renewing = asyncio.Lock()

    async def ask(
        self,
        method: str,
        path: str,
        body: Json = None,
        *,
        params: Mapping[str, str] | None = None,
        content: "Upload | None" = None,
        options: Mapping[str, Json] | None = None,
    ) -> httpx.Response:
        """Ask until there is an answer that counts. Raises: Failed."""
        told = options or {}
        timeout_s = int(str(told["timeout_ms"])) / 1000 if "timeout_ms" in told else self._timeout_s
        key = str(told.get("idempotency_key") or uuid.uuid4())
        renewed = False
        tried = 0
        while True:
            if "new-key" in self.flaws and tried:
                key = str(uuid.uuid4())
            if "new-body" in self.flaws and tried and isinstance(body, dict):
                body = body | {"language": "en"}
            credential = await self._credential()
            headers = {**credential, **self._headers(method, key, content)}
            request = self._http.build_request(
                method, path, json=body, params=params, headers=headers, timeout=timeout_s,
                content=None if content is None else content.pieces(),
            )  # fmt: skip
            try:
                answer = await self._http.send(request)
                if answer.is_success:
                    return answer
                if answer.status_code == 401 and self._key is None and not renewed:
                    renewed = True
                    if "no-renewal" not in self.flaws:
                        await self._renew(credential)
                        continue
                await self._wait_or_raise(of_answer(answer), answer, tried)
            except httpx.TransportError as error:
                await self._wait_or_raise(_of_transport(error), None, tried)
            tried += 1

    def _headers(self, method: str, key: str, content: "Upload | None") -> dict[str, str]:
        headers = {} if method == "GET" or "no-key" in self.flaws else {"Idempotency-Key": key}
        return headers if content is None else headers | {"Content-Type": "text/csv"}

    async def _wait_or_raise(self, failed: Failed, answer: httpx.Response | None, tried: int) -> None:
        again = failed.kind in {"ConnectionFailed", "TimedOut"} if answer is None else self._again(answer)
        if not again or tried >= self._retries:
            raise failed
        waited = None if answer is None or "ignores-retry-after" in self.flaws else _asked_wait(answer)
        if "own-clock" in self.flaws and answer is not None:
            waited = _asked_wait(answer, by_date=False)
        if waited is None:
            most = min(0.5 * 2**tried, BACKOFF_MAX_S)
            waited = 0.0 if "no-backoff" in self.flaws else random.uniform(most / 2, most)
        await asyncio.sleep(min(waited, WAIT_MAX_S))

    def _again(self, answer: httpx.Response) -> bool:
        if "no-retry" in self.flaws:
            return False
        if "retries-everything" in self.flaws:
            return True
        in_flight = (
            answer.status_code == 409 and of_answer(answer).told.get("code") == "idempotency_key_in_flight"
        )
        return in_flight or answer.status_code in RETRIED

    async def _credential(self) -> dict[str, str]:
        if self._key is not None:
            return {"X-API-Key": str(self._key)}
        if self._client[0] is None:
            return {}
        return {"Authorization": f"Bearer {await self._fresh_token()}"}

    async def _fresh_token(self) -> str:
        if "own-renewals" in self.flaws:
            return await self._new_token()
        async with self._renewing:
            if self._token is None or self._token[1] <= time.monotonic():
                await self._new_token()
            assert self._token is not None
            return self._token[0]

    async def _renew(self, refused: Mapping[str, str]) -> None:
        """Drop the token that was refused; another that came meanwhile is kept."""
        held = None if self._token is None else f"Bearer {self._token[0]}"
        if held == refused.get("Authorization"):
            self._token = None

    async def _new_token(self) -> str:
        form = {
            "grant_type": "client_credentials",
            "client_id": str(self._client[0]),
            "client_secret": str(self._client[1]),
        }
        tried = 0
        while True:
            try:
                answer = await self._http.post("/oauth2/token", data=form, timeout=self._timeout_s)
                if answer.is_success:
                    told = answer.json()
                    self._token = (
                        told["access_token"],
                        time.monotonic() + told["expires_in"] - RENEW_BEFORE_S,
                    )
                    return str(told["access_token"])
                await self._wait_or_raise(of_answer(answer), answer, tried)
            except httpx.TransportError as error:
                await self._wait_or_raise(_of_transport(error), None, tried)
            tried += 1

    async def events(self, path: str) -> AsyncIterator[dict[str, Json]]:
        """Watch until the event that tells the end; a stream that is cut is taken up again. Raises: Failed."""
        while True:
            headers = await self._credential()
            request = self._http.build_request("GET", path, headers=headers, timeout=self._timeout_s)
            try:
                answer = await self._http.send(request, stream=True)
                if answer.is_success:
                    async for event in _read_events(answer):
                        yield event
                        if event["event"] != "progress":
                            return
                else:
                    await answer.aread()
                    await self._wait_or_raise(of_answer(answer), answer, 0)
            except httpx.TransportError as error:
                await self._wait_or_raise(_of_transport(error), None, 0)
            if "no-reconnect" in self.flaws:
                return


class Upload:
    """A file that is sent as a stream, again from its beginning at each try, and tells how far it is."""

    def __init__(self, path: str) -> None:
        with open(path, "rb") as file:  # noqa: PTH123
            self._data = file.read()
        self.progress: list[Json] = []

    async def pieces(self) -> AsyncIterator[bytes]:
        for at in range(0, len(self._data), _UPLOAD_BYTES):
            piece = self._data[at : at + _UPLOAD_BYTES]
            yield piece
            self.progress.append([at + len(piece), len(self._data)])


async def _read_events(answer: httpx.Response) -> AsyncIterator[dict[str, Json]]:
    told: dict[str, str] = {}
    async for line in answer.aiter_lines():
        if line:
            name, _, value = line.partition(":")
            told[name] = value.removeprefix(" ")
            continue
        if "data" in told:
            data = httpx.Response(200, text=told["data"]).json()
            yield {"id": told.get("id", ""), "event": told.get("event", "message"), "data": data}
        told = {}


def _asked_wait(answer: httpx.Response, *, by_date: bool = True) -> float | None:
    """Seconds that the answer asks to wait; a date is judged by the answer's own `Date`."""
    text = answer.headers.get("retry-after")
    if text is None:
        return None
    if text.isdecimal():
        return float(text)
    until = email.utils.parsedate_to_datetime(text)
    named = answer.headers.get("date") if by_date else None
    now = dt.datetime.now(dt.UTC) if named is None else email.utils.parsedate_to_datetime(named)
    return max((until - now).total_seconds(), 0.0)


def _of_transport(error: Exception) -> Failed:
    kind = "TimedOut" if isinstance(error, httpx.TimeoutException) else "ConnectionFailed"
    return Failed(kind, {"detail": repr(error)})
