# Generated from `_async` by `make generate-sdk-python`. Do not edit.
"""What carries every request, of the face and of the generated core alike: credentials, retries, time limits, typed errors."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

import httpx

from countermark_client import errors, retries
from countermark_client._core.client import Answer, Call
from countermark_client._sync import waiting
from countermark_client._sync.tokens import Tokens
from countermark_client.retries import Tries
from countermark_client.settings import Settings


@dataclass(frozen=True)
class _Got:
    """An answer; `response` is still open where its body was not read."""

    answer: Answer
    response: httpx.Response


class Transport:
    """Sends calls of one client. It is the `client` of every generated operation."""

    def __init__(self, settings: Settings, http: httpx.Client) -> None:
        self._settings = settings
        self._http = http
        self._tokens = Tokens(settings, self._send_safe) if settings.client_id is not None else None

    @property
    def max_retries(self) -> int:
        return self._settings.max_retries

    def send(self, call: Call, *, deadline_s: float | None = None) -> Answer:
        """Send until there is an answer to keep. deadline_s: of all tries, and the waits between. Raises: CountermarkError."""
        return (self._tried(call, Tries(self._settings, call, deadline_s=deadline_s))).answer

    @contextlib.contextmanager
    def stream(self, call: Call) -> Iterator[httpx.Response]:
        """The same, with the body left to be read while it comes. Raises: CountermarkError."""
        got = self._tried(call, Tries(self._settings, call), streamed=True)
        try:
            yield got.response
        except httpx.RequestError as error:
            raise retries.failure_of(error) from error
        finally:
            got.response.close()

    def _send_safe(self, call: Call) -> Answer:
        return (self._tried(call, Tries(self._settings, call, safe=True))).answer

    def _tried(self, call: Call, tries: Tries, *, streamed: bool = False) -> _Got:
        body = (
            json.dumps(call.json, ensure_ascii=False, separators=(",", ":")).encode()
            if call.json is not None
            else None
        )
        renewed = False
        while True:
            limit_s = tries.timeout_s()
            token = self._authorise(call, tries)
            request = self._request(call, tries, body, limit_s)
            try:
                got = self._once(request, call, limit_s, streamed=streamed)
            except httpx.RequestError as error:
                wait = tries.after_failure(error)
                if wait is None:
                    raise retries.failure_of(error) from error
            else:
                answer = got.answer
                if answer.status < 300:
                    return got
                if answer.status == 401 and token is not None and self._tokens is not None:
                    self._tokens.forget(token)
                    if tries.rewinds and not renewed:
                        renewed = True
                        continue
                wait = tries.after_answer(answer.status, answer.headers, answer.content)
                if wait is None:
                    raise errors.error_of(answer.status, answer.headers, answer.content)
            waiting.sleep(wait)

    def _authorise(self, call: Call, tries: Tries) -> str | None:
        """Put the credential into the headers. Returns: the token, where it is one."""
        if not call.secured:
            return None
        if self._tokens is not None:
            token = self._tokens.current()
            tries.headers["Authorization"] = f"Bearer {token}"
            return token
        if self._settings.api_key is not None:
            tries.headers["X-API-Key"] = self._settings.api_key
        return None

    def _request(self, call: Call, tries: Tries, body: bytes | None, limit_s: float) -> httpx.Request:
        content = body
        if isinstance(call.content, bytes):
            content = call.content
        stream = (
            call.content.chunks()
            if call.content is not None and not isinstance(call.content, bytes)
            else None
        )
        return self._http.build_request(
            call.method,
            self._settings.base_url + call.path,
            params=call.params or None,
            headers=tries.headers,
            content=stream if stream is not None else content,
            data=call.form,
            timeout=limit_s,
        )

    def _once(self, request: httpx.Request, call: Call, limit_s: float, *, streamed: bool) -> _Got:
        """One try. A file may take longer than the limit, as long as it moves."""
        is_file = call.content is not None and not isinstance(call.content, bytes)
        if streamed or is_file:
            response = self._http.send(request, stream=True)
            if streamed and response.status_code < 300:
                return _Got(Answer(response.status_code, response.headers, b""), response)
            try:
                content = response.read()
            finally:
                response.close()
        else:
            response, content = waiting.send_whole(self._http, request, limit_s)
        return _Got(Answer(response.status_code, response.headers, content), response)
