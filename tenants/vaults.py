"""Vaults of all environments and tenants: made with them, opened on demand, rotated, kept open for a while."""

import datetime as dt
from collections.abc import Callable
from os import urandom
from time import monotonic
from uuid import UUID

import asyncpg
import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.clock import Clock
from core.database import Database, Transaction
from core.errors import ErrorKind, PlatformError
from tenants import vault_store
from tenants.envelope import KEY_BYTES
from tenants.kms import Kms
from tenants.vault import EnvironmentVault, unwrap_key, version_of, wrap_key

OPEN_FOR_S = 30.0
# A new KEK wraps nothing until every process has surely read it, and an old one is destroyed only once every process has
# surely stopped wrapping with it.
SETTLED_AFTER = dt.timedelta(seconds=2 * OPEN_FOR_S)
_REWRAP_BATCH = 500
_DATA_KEY_COLUMN = b"vault_data_key.wrapped_key"
_LOWEST_ID = UUID(int=0)


class VaultMissing(PlatformError):
    """No keys for this environment: it does not exist, or its keys were destroyed."""

    kind = ErrorKind.NOT_FOUND
    code = "vault_missing"


class RotationTooEarly(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "vault_rotation_too_early"
    fix = "Wait two minutes after the rotation, then run it again."


class _Open(msgspec.Struct, frozen=True):
    vault: EnvironmentVault
    versions: tuple[int, ...]
    until: float


class Vaults:
    def __init__(
        self, database: Database, kms: Kms, clock: Clock, *, monotonic_s: Callable[[], float] = monotonic
    ) -> None:
        self._database = database
        self._kms = kms
        self._clock = clock
        self._monotonic_s = monotonic_s
        self._open: dict[UUID, _Open] = {}

    def find(self, scope_id: UUID) -> EnvironmentVault | None:
        """Return the vault if it is open already."""
        found = self._open.get(scope_id)
        return found.vault if found is not None and found.until > self._monotonic_s() else None

    async def of(self, scope_id: UUID) -> EnvironmentVault:
        """Open the vault of an environment (or of a tenant, for what belongs to both of its environments).

        Cached: only the first call of each half minute reads the database. Raises: VaultMissing.
        """
        found = self._open.get(scope_id)
        if found is not None and found.until > self._monotonic_s():
            return found.vault
        async with self._database.transaction(scope_id) as tx:
            rows, sealed = await vault_store.keks(tx, scope_id), await vault_store.data_key(tx, scope_id)
        if not rows or sealed is None:
            self._open.pop(scope_id, None)
            raise VaultMissing("This environment has no keys.", internal=f"{scope_id=}")
        versions = tuple(row["version"] for row in rows)
        current = self._current(rows)
        if found is not None and found.versions == versions and found.vault.current == current:
            vault = found.vault
        else:
            keks = {row["version"]: await self._unwrap_kek(scope_id, row) for row in rows}
            vault = EnvironmentVault(scope_id, keks, current, _open_data_key(scope_id, keks, sealed))
        self._open[scope_id] = _Open(vault, versions, self._monotonic_s() + OPEN_FOR_S)
        return vault

    async def handed(self, scope_id: UUID) -> list[tuple[bytes, bytes]]:
        """Open the keys of one scope for `kms.HandedKeys` of a process that shall open no other scope."""
        async with self._database.transaction(scope_id) as tx:
            rows = await vault_store.keks(tx, scope_id)
        return [(bytes(row["wrapped_kek"]), await self._unwrap_kek(scope_id, row)) for row in rows]

    async def create(self, tx: Transaction, scope_id: UUID) -> None:
        """Make the keys of a new environment or tenant, in the transaction that makes it."""
        now, kek, data_key = self._clock.now(), urandom(KEY_BYTES), urandom(KEY_BYTES)
        await vault_store.add_kek(
            tx, scope_id, 1, await self._kms.wrap(kek, _kek_place(scope_id, 1)), now, now
        )
        await vault_store.add_data_key(tx, scope_id, _wrap_data_key(scope_id, 1, kek, data_key))

    async def rotate(self, tx: Transaction, scope_id: UUID) -> int:
        """Add a KEK; it begins to wrap a minute later, and `rewrap` may follow after another. Returns: its version."""
        now = self._clock.now()
        rows = await vault_store.keks(tx, scope_id)
        version = int(rows[-1]["version"]) + 1
        wrapped = await self._kms.wrap(urandom(KEY_BYTES), _kek_place(scope_id, version))
        await vault_store.add_kek(tx, scope_id, version, wrapped, now, now + SETTLED_AFTER)
        return version

    async def rewrap(self, scope_id: UUID) -> int:
        """Wrap every key of the scope with its current KEK, in batches, then destroy the older KEKs. Safe to run again.

        Returns: how many subjects' keys were wrapped anew. Raises: RotationTooEarly.
        """
        async with self._database.transaction(scope_id) as tx:
            rows = await vault_store.keks(tx, scope_id)
        if len(rows) > 1 and rows[-1]["active_at"] + SETTLED_AFTER > self._clock.now():
            raise RotationTooEarly("The newest key is not in use everywhere yet.")
        self._open.pop(scope_id, None)
        vault, done, after = await self.of(scope_id), 0, _LOWEST_ID
        while batch := await self._rewrap_batch(vault, after):
            done, after = done + len(batch), batch[-1][0]
        async with self._database.transaction(scope_id) as tx:
            keks = {row["version"]: await self._unwrap_kek(scope_id, row) for row in rows}
            sealed = await vault_store.data_key(tx, scope_id)
            data_key = _open_data_key(scope_id, keks, sealed or b"")
            await vault_store.set_data_key(
                tx, scope_id, _wrap_data_key(scope_id, vault.current, keks[vault.current], data_key)
            )
            await vault_store.drop_keks_before(tx, scope_id, vault.current)
        return done

    async def rewrap_for_master(self, tx: Transaction, scope_id: UUID) -> None:
        """Wrap the scope's KEKs anew with the KMS's current master key."""
        for row in await vault_store.keks(tx, scope_id):
            place = _kek_place(scope_id, row["version"])
            kek = await self._kms.unwrap(row["wrapped_kek"], place)
            await vault_store.set_kek(tx, scope_id, row["version"], await self._kms.wrap(kek, place))

    async def _rewrap_batch(self, vault: EnvironmentVault, after: UUID) -> list[tuple[UUID, bytes]]:
        async with self._database.transaction(vault.scope_id) as tx:
            head = vault.current.to_bytes(2, "big")
            rows = await vault_store.stale_subjects(tx, vault.scope_id, after, head, _REWRAP_BATCH)
            fresh = [(row["customer"], vault.rewrap(row["customer"], row["wrapped_key"])) for row in rows]
            await vault_store.set_subject_keys(tx, vault.scope_id, fresh)
        return fresh

    async def _unwrap_kek(self, scope_id: UUID, row: asyncpg.Record) -> bytes:
        return await self._kms.unwrap(row["wrapped_kek"], _kek_place(scope_id, row["version"]))

    def _current(self, rows: list[asyncpg.Record]) -> int:
        """Return the newest version that is active; the oldest there is, where a clock that is behind sees none."""
        now = self._clock.now()
        active = [int(row["version"]) for row in rows if row["active_at"] <= now]
        return max(active, default=min(int(row["version"]) for row in rows))


def _kek_place(scope_id: UUID, version: int) -> bytes:
    return b"vault_key|%b|%d" % (scope_id.bytes, version)


def _wrap_data_key(scope_id: UUID, version: int, kek: bytes, data_key: bytes) -> bytes:
    return wrap_key(AESGCM(kek), version, scope_id.bytes, _DATA_KEY_COLUMN, scope_id, data_key)


def _open_data_key(scope_id: UUID, keks: dict[int, bytes], sealed: bytes) -> bytes:
    return unwrap_key(AESGCM(keks[version_of(sealed)]), scope_id.bytes, _DATA_KEY_COLUMN, scope_id, sealed)
