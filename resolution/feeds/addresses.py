"""Asks the address of one feed for its table, and takes what is new of it.

Every call, and every place that an answer sends on to, goes by the guarded way out, so an address leads nowhere but to the public
internet. A published sheet answers by a redirect to another host, so up to three are followed.
"""

import datetime as dt
import hashlib
import urllib.parse
from collections.abc import AsyncIterator, Mapping

import msgspec

from core.clock import Clock
from core.database import Database
from core.errors import ErrorKind, InvalidRequest, PlatformError
from core.events import announce
from core.ids import public
from resolution.feeds import feed_store
from resolution.feeds.entities import FEED, Feed, Parts, Seen
from resolution.feeds.feed_store import Asked
from resolution.feeds.feeds import SEALED_AS, principal_of
from resolution.feeds.takings import Takings
from resolution.outbound.exchange import Reply, Request, WayOut
from tenants.entries import record
from tenants.vaults import Vaults

BYTES_MAX = 5_000_000
TIMEOUT_S = 20.0
FAILURES_MAX = 10
"""In a row; then the feed is paused."""
_REDIRECTS_MAX = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BACK_OFF_MAX = dt.timedelta(hours=6)
_HEADER_CHARS_MAX = 500
_PASSING = frozenset({ErrorKind.EXHAUSTED, ErrorKind.DEADLINE, ErrorKind.INTERNAL})


class _Answer(msgspec.Struct, frozen=True):
    """What came of asking. body: None where there is no news, or an error."""

    status: int | None
    error: str | None
    body: bytes | None
    seen: Seen


class AddressVisits:
    def __init__(
        self, database: Database, vaults: Vaults, takings: Takings, way_out: WayOut, clock: Clock
    ) -> None:
        self._database = database
        self._vaults = vaults
        self._takings = takings
        self._way_out = way_out
        self._clock = clock

    async def visit(self, feed: Feed) -> None:
        """Ask once, take what is new, note how it went, and pause what fails for long. Raises: DatabaseUnavailable, Overloaded."""
        async with self._database.transaction(feed.environment_id) as tx:
            sealed, seen = await feed_store.sealed_of(tx, feed)
        vault = await self._vaults.of(feed.environment_id)
        parts = msgspec.json.decode(vault.open_tenant(SEALED_AS, feed.id, sealed or b""), type=Parts)
        # After a failure everything is asked for: whether it is well again is told by the table, not by its being unchanged.
        answer = await self._ask(parts.url, seen if not feed.failures else Seen())
        error = answer.error
        if answer.body is not None:
            error = await self._take(feed, answer.body)
        await self._note(feed, answer, error)

    async def _take(self, feed: Feed, body: bytes) -> str | None:
        """Returns: the code of what kept it from being taken, now or when it was last."""
        content = await self._takings.content_of(feed, hashlib.sha256(body).digest())
        run = await self._takings.find(feed, content)
        if run is not None:
            return run.error
        try:
            await self._takings.take(feed, content, len(body), _pieces(body))
        except PlatformError as error:
            if error.kind in _PASSING or error.code == "database_unavailable":
                raise
            return error.code
        return None

    async def _ask(self, url: str, seen: Seen) -> _Answer:
        headers = {"accept": "text/csv, */*"}
        if seen.etag is not None:
            headers["if-none-match"] = seen.etag
        if seen.modified is not None:
            headers["if-modified-since"] = seen.modified
        try:
            reply = await self._send(url, headers)
        except InvalidRequest:
            return _Answer(None, "target_refused", None, Seen())
        except PlatformError as error:
            return _Answer(None, error.code, None, Seen())
        return _read(reply, seen)

    async def _send(self, url: str, headers: Mapping[str, str]) -> Reply:
        """Ask, and go where the answer sends on to: each place is checked as the first was. Raises: as the way out."""
        request = Request(
            method="GET", url=url, headers=headers, timeout_s=TIMEOUT_S, answer_bytes_max=BYTES_MAX
        )
        reply = await self._way_out.send(request)
        for _ in range(_REDIRECTS_MAX):
            if reply.status not in _REDIRECTS or "location" not in reply.headers:
                break
            url = urllib.parse.urljoin(url, reply.headers["location"])
            reply = await self._way_out.send(msgspec.structs.replace(request, url=url))
        return reply

    async def _note(self, feed: Feed, answer: _Answer, error: str | None) -> None:
        now = self._clock.now()
        wait = dt.timedelta(seconds=feed.every_s)
        if error is not None:
            wait = max(wait, min(wait * 2 ** min(feed.failures + 1, 10), _BACK_OFF_MAX))
        asked = Asked(answer.status, error, now + wait, answer.seen)
        async with self._database.transaction(feed.environment_id) as tx:
            failures = await feed_store.asked(tx, feed, asked, now)
            name = public(FEED, feed.id)
            if failures == 1 and error is not None:
                told = {"run": None, "code": error, "failures": failures}
                await announce(tx, self._clock, feed.environment_id, "feed.failed", name, told)
            if failures >= FAILURES_MAX:
                await feed_store.pause(tx, feed)
                await record(tx, self._clock, principal_of(feed), "feed.pause.v1", feed.id, out="failures")
                told = {"code": error, "failures": failures}
                await announce(tx, self._clock, feed.environment_id, "feed.paused", name, told)


def _read(reply: Reply, seen: Seen) -> _Answer:
    if reply.status == 304:
        return _Answer(304, None, None, seen)
    if reply.status != 200:
        return _Answer(reply.status, f"http_{reply.status}", None, Seen())
    if reply.cut:
        return _Answer(200, "file_too_large", None, Seen())
    if reply.headers.get("content-type", "").lower().startswith("text/html"):
        return _Answer(200, "no_table", None, Seen())
    marks = {
        name: reply.headers.get(header) for name, header in (("etag", "etag"), ("modified", "last-modified"))
    }
    short = {name: value for name, value in marks.items() if value and len(value) <= _HEADER_CHARS_MAX}
    return _Answer(200, None, reply.body, Seen(**short))


async def _pieces(body: bytes) -> AsyncIterator[bytes]:
    yield body
