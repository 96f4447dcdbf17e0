"""Idempotency keys for both faces: run once, store the answer sealed, give the same answer to a retry."""

import hashlib
import logging
from collections.abc import Awaitable, Callable
from typing import Protocol
from uuid import UUID

from core.errors import PlatformError
from core.idempotency import Idempotency, Pending, StoredAnswer
from tenants.principals import Principal

_LABEL = "idempotent_answer"
_log = logging.getLogger(__name__)


class TenantSeal(Protocol):
    def seal_tenant(self, label: str, record: UUID, plaintext: bytes) -> bytes: ...
    def open_tenant(self, label: str, record: UUID, sealed: bytes) -> bytes: ...


class Vaults(Protocol):
    async def of(self, environment_id: UUID) -> TenantSeal: ...


class Replays:
    """Answers may hold a new secret or a customer's data, so they rest sealed under the environment's key."""

    def __init__(self, idempotency: Idempotency, vaults: Vaults) -> None:
        self._idempotency = idempotency
        self._vaults = vaults

    async def once(
        self,
        caller: Principal,
        operation: str,
        key: str,
        fingerprint: bytes,
        work: Callable[[], Awaitable[StoredAnswer]],
    ) -> tuple[StoredAnswer, bool]:
        """Return the answer, and whether it is a replay of an earlier one.

        Raises: IdempotencyKeyReused, IdempotencyKeyInFlight, AlreadyDone, and whatever the work raises.
        """
        vault = await self._vaults.of(caller.environment_id)
        begun = await self._idempotency.begin(caller.environment_id, caller.id, operation, key, fingerprint)
        if isinstance(begun, StoredAnswer):
            record = _record_of(caller, operation, key)
            return StoredAnswer(begun.status, vault.open_tenant(_LABEL, record, begun.body)), True
        try:
            answer = await work()
            sealed = vault.seal_tenant(_LABEL, _record_of(caller, operation, key), answer.body)
            await self._store(begun, answer.status, sealed)
            return answer, False
        finally:
            self._idempotency.end(begun)

    async def _store(self, pending: Pending, status: int, sealed: bytes) -> None:
        try:
            await self._idempotency.complete(pending, status, sealed)
        except PlatformError as lost:
            # The effect is durable and the caller is answered; only a retry will hear that it was already done.
            _log.warning(
                "An idempotent answer was not stored.", extra={"code": lost.code, "internal": lost.internal}
            )


def _record_of(caller: Principal, operation: str, key: str) -> UUID:
    return UUID(bytes=hashlib.sha256(f"{caller.id}\0{operation}\0{key}".encode()).digest()[:16])
