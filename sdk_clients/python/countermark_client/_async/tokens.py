"""Access tokens of client credentials: kept, renewed in time, and by one caller at once."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from countermark_client._async.waiting import AsyncLock
from countermark_client._core.client import Answer, Call
from countermark_client.errors import unreadable
from countermark_client.settings import Settings

RENEWED_BEFORE_S = 60.0


@dataclass(frozen=True)
class Token:
    """ends: by the monotonic clock, which no clock skew touches."""

    text: str
    ends: float


class AsyncTokens:
    """The token of one client. fetch: sends the request for one."""

    def __init__(self, settings: Settings, fetch: Callable[[Call], Awaitable[Answer]]) -> None:
        self._settings = settings
        self._fetch = fetch
        self._lock = AsyncLock()
        self._token: Token | None = None

    async def current(self) -> str:
        """Return a token that holds for a while yet. Raises: what sending raises."""
        token = self._token
        if token is not None and time.monotonic() < token.ends:
            return token.text
        async with self._lock:
            token = self._token
            if token is None or time.monotonic() >= token.ends:
                token = await self._renew()
                self._token = token
            return token.text

    def forget(self, text: str) -> None:
        """Say that the server no longer takes a token. Another one that came meanwhile stays."""
        if self._token is not None and self._token.text == text:
            self._token = None

    async def _renew(self) -> Token:
        asked_at = time.monotonic()
        form = {
            "grant_type": "client_credentials",
            "client_id": self._settings.client_id,
            "client_secret": self._settings.client_secret,
        }
        answer = await self._fetch(Call(method="POST", path="/oauth2/token", form=form, secured=False))
        try:
            read = json.loads(answer.content)
            text, lasts_s = read["access_token"], float(read["expires_in"])
        except (KeyError, OverflowError, RecursionError, TypeError, ValueError) as error:
            raise unreadable(answer.status, answer.headers) from error
        if not isinstance(text, str) or not text:
            raise unreadable(answer.status, answer.headers)
        early_s = RENEWED_BEFORE_S if lasts_s > RENEWED_BEFORE_S else lasts_s / 2
        return Token(text, asked_at + lasts_s - early_s)
