"""Exactly one effect for each idempotency key, without a second commit.

A mutating operation appends an entry in its transaction; `intake.append` claims the key of the request in that same
transaction. So the key exists if and only if the effect does. The answer is stored right after, for replays; should
the process die between the two, a retry learns that the work is done and where to look for it.
Source: IETF draft-ietf-httpapi-idempotency-key-header-07; kept 24 hours.
"""

import contextvars
import datetime as dt
import hashlib
import re
from uuid import UUID

import asyncpg
import msgspec

from core.database import Database, Transaction
from core.errors import ErrorKind, PlatformError

KEPT_FOR = dt.timedelta(hours=24)
KEY_LENGTH_MAX = 255
_VISIBLE = re.compile(r"[\x21-\x7e]+")


class IdempotencyKeyMissing(PlatformError):
    kind = ErrorKind.INVALID
    code = "idempotency_key_missing"
    fix = "Send an Idempotency-Key header (or idempotency-key metadata) with a fresh UUID, the same one on each retry."


class IdempotencyKeyInvalid(PlatformError):
    kind = ErrorKind.INVALID
    code = "idempotency_key_invalid"
    fix = "Use 1 to 255 visible ASCII characters."


class IdempotencyKeyReused(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "idempotency_key_reused"
    fix = "Use a new key for a new request; a key belongs to one body for 24 hours."


class IdempotencyKeyInFlight(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "idempotency_key_in_flight"
    fix = "The first request with this key is still running: wait a moment and send it again."


class AlreadyDone(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "idempotent_request_done"
    fix = "The work of this key is done, but its answer was lost in a restart: list the resource to find it."


class StoredAnswer(msgspec.Struct, frozen=True):
    """What the first request was answered. `body` is as the caller of `complete` stored it (sealed where secret)."""

    status: int
    body: bytes


class Pending(msgspec.Struct, frozen=True):
    """A request whose key is not known yet."""

    environment_id: UUID
    key_hash: bytes
    fingerprint: bytes


_pending: contextvars.ContextVar[Pending | None] = contextvars.ContextVar("idempotency_pending", default=None)

_CLAIM = """
INSERT INTO idempotency_key (environment_id, key_hash, fingerprint, created_at)
VALUES ($1, $2, $3, now())
ON CONFLICT (environment_id, key_hash) DO UPDATE
SET fingerprint = excluded.fingerprint, status = NULL, body = NULL, created_at = excluded.created_at
WHERE idempotency_key.created_at <= now() - $4::interval
RETURNING 1
"""
_FIND = """
SELECT fingerprint, status, body FROM idempotency_key
WHERE environment_id = $1 AND key_hash = $2 AND created_at > now() - $3::interval
"""
_FORGET = "DELETE FROM idempotency_key WHERE environment_id = $1 AND created_at <= now() - $2::interval"
_COMPLETE = "UPDATE idempotency_key SET status = $3, body = $4 WHERE environment_id = $1 AND key_hash = $2"


def key_hash(principal_id: str, operation: str, key: str) -> bytes:
    """Hash a key together with whose it is and for what: keys of two principals or operations never meet."""
    return hashlib.sha256(f"idempotency\0{principal_id}\0{operation}\0{key}".encode()).digest()


def check_key(key: str | None) -> str:
    """Return a key that is there and well formed. Raises: IdempotencyKeyMissing, IdempotencyKeyInvalid."""
    if not key:
        raise IdempotencyKeyMissing("This operation needs an idempotency key.")
    bare = key[1:-1] if len(key) > 2 and key[0] == key[-1] == '"' else key
    if len(bare) > KEY_LENGTH_MAX or _VISIBLE.fullmatch(bare) is None:
        raise IdempotencyKeyInvalid(
            "The idempotency key is too long or has characters that are not visible ASCII."
        )
    return bare


class Idempotency:
    """The keys of generic operations; the decision path keeps its own in its group commit."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._in_flight: set[tuple[UUID, bytes]] = set()
        self.replayed = 0

    async def begin(
        self, environment_id: UUID, principal_id: str, operation: str, key: str, fingerprint: bytes
    ) -> StoredAnswer | Pending:
        """Look a key up, and hold it while its first request runs; `end` must follow a Pending.

        Raises: IdempotencyKeyReused, IdempotencyKeyInFlight, AlreadyDone.
        """
        pending = Pending(environment_id, key_hash(principal_id, operation, key), fingerprint)
        held = (environment_id, pending.key_hash)
        if held in self._in_flight:
            raise IdempotencyKeyInFlight("A request with this idempotency key is running.", retry_after_s=1)
        self._in_flight.add(held)
        try:
            async with self._database.transaction(environment_id) as tx:
                row = await tx.fetchrow(_FIND, environment_id, pending.key_hash, KEPT_FOR)
            if row is not None:
                stored = _replay(row, fingerprint)
                self.replayed += 1
                return stored
            _pending.set(pending)
            return pending
        finally:
            if _pending.get() is not pending:
                self._in_flight.discard(held)

    async def complete(self, pending: Pending, status: int, body: bytes) -> None:
        """Store the answer of a request that made its effect, for replays."""
        async with self._database.transaction(pending.environment_id) as tx:
            await tx.execute(_COMPLETE, pending.environment_id, pending.key_hash, status, body)

    def end(self, pending: Pending) -> None:
        """Let the key go, whatever came of its request."""
        self._in_flight.discard((pending.environment_id, pending.key_hash))
        _pending.set(None)

    async def forget(self, environment_id: UUID) -> None:
        """Delete the environment's keys that are older than 24 hours."""
        async with self._database.transaction(environment_id) as tx:
            await tx.execute(_FORGET, environment_id, KEPT_FOR)


def _replay(row: asyncpg.Record, fingerprint: bytes) -> StoredAnswer:
    if row["fingerprint"] != fingerprint:
        raise IdempotencyKeyReused("This idempotency key was used with another body.")
    if row["status"] is None:
        raise AlreadyDone("This request was carried out, but its answer is no longer to be had.")
    return StoredAnswer(row["status"], row["body"])


async def claim(tx: Transaction) -> None:
    """Write the key of the running request, if it has one, in the transaction that makes its effect.

    Raises: IdempotencyKeyInFlight when another process was first; the transaction then rolls back.
    """
    pending = _pending.get()
    if pending is None:
        return
    _pending.set(None)
    args = (pending.environment_id, pending.key_hash, pending.fingerprint, KEPT_FOR)
    if await tx.fetchval(_CLAIM, *args) is None:
        raise IdempotencyKeyInFlight("A request with this idempotency key is running.", retry_after_s=1)
