"""Bundles as callers read them, and the digest that an anchor names. Made by `ledger.bundle_making`."""

import datetime as dt
from collections.abc import AsyncIterator
from uuid import UUID

import msgspec

from core.database import Database
from core.errors import ErrorKind, PlatformError
from core.objects import Objects
from core.pages import Page, page_of
from ledger import bundle_store
from ledger.bundle_making import cid_of_manifest, objects_prefix
from ledger.bundle_store import BundleRow
from ledger.super_log import SUPER_LOG
from tenants.permissions import Permission
from tenants.principals import Principal

_EPOCH_BEYOND = 2**63 - 1


class BundleNotFound(PlatformError):
    """The log did not move in this epoch, or its bundle is not made yet."""

    kind = ErrorKind.NOT_FOUND
    code = "ledger_bundle_not_found"
    fix = "List the bundles: a log has one for each epoch in which it grew."


class LedgerBundle(msgspec.Struct, frozen=True, kw_only=True):
    """What was new in one epoch, as a CARv1 file that checks itself: `countermark-verify` takes a log's bundles together.

    epoch: its number.
    cid: of its root block, which is the manifest: CIDv1, SHA-256, base32.
    size_bytes: of the file.
    from_size: entries before it; of a public bundle, epochs.
    to_size: entries with it.
    made_at: when it was made.
    pinned_at: when an IPFS node confirmed that it keeps it; null where none was asked, or not yet.
    """

    epoch: int
    cid: str
    size_bytes: int
    from_size: int
    to_size: int
    made_at: dt.datetime
    pinned_at: dt.datetime | None


class Bundles:
    """Reads the bundles of the caller's log, and the public ones of epochs."""

    def __init__(self, database: Database, objects: Objects) -> None:
        self._database = database
        self._objects = objects

    async def list(self, caller: Principal, *, after: int | None, limit: int) -> Page[LedgerBundle]:
        """List the bundles of the caller's log, newest first. after: the epoch of the last one seen. Raises: PermissionDenied."""
        caller.require(Permission.LEDGER_READ)
        return await self._list(caller.environment_id, after, limit)

    async def list_public(self, caller: Principal, *, after: int | None, limit: int) -> Page[LedgerBundle]:
        """List the public bundles of epochs, newest first. Raises: PermissionDenied."""
        caller.require(Permission.LEDGER_READ)
        return await self._list(SUPER_LOG, after, limit)

    async def read(self, caller: Principal, epoch: int) -> AsyncIterator[bytes]:
        """Return a bundle of the caller's log, in pieces. Raises: PermissionDenied, BundleNotFound, before the first piece."""
        caller.require(Permission.LEDGER_EXPORT)
        return await self._read(caller.environment_id, epoch)

    async def read_public(self, caller: Principal, epoch: int) -> AsyncIterator[bytes]:
        """Return the public bundle of an epoch, in pieces. Raises: PermissionDenied, BundleNotFound, before the first piece."""
        caller.require(Permission.LEDGER_READ)
        return await self._read(SUPER_LOG, epoch)

    async def _list(self, log: UUID, after: int | None, limit: int) -> Page[LedgerBundle]:
        async with self._database.transaction(log) as tx:
            rows = await bundle_store.before(tx, log, _EPOCH_BEYOND if after is None else after, limit + 1)
        return page_of([_bundle(row) for row in rows], limit, lambda bundle: str(bundle.epoch))

    async def _read(self, log: UUID, epoch: int) -> AsyncIterator[bytes]:
        async with self._database.transaction(log) as tx:
            row = await bundle_store.find(tx, log, epoch)
        if row is None:
            raise BundleNotFound("There is no bundle of this epoch.")
        key = f"{objects_prefix(log)}/{row.car.hex()}"
        await self._objects.size(key)
        return self._objects.pieces(key)


async def bundle_digest(database: Database, epoch: int) -> bytes | None:
    """Return the SHA-256 of an epoch's public manifest, which its anchor names; None until the worker has made it."""
    async with database.transaction(SUPER_LOG) as tx:
        row = await bundle_store.find(tx, SUPER_LOG, epoch)
    return None if row is None else row.manifest


async def newest_bundled_epoch(database: Database) -> int:
    """Return the newest epoch whose public manifest is made: what may be anchored; 0 before the first."""
    async with database.transaction(SUPER_LOG) as tx:
        row = await bundle_store.newest(tx, SUPER_LOG)
    return 0 if row is None else row.epoch


def _bundle(row: BundleRow) -> LedgerBundle:
    return LedgerBundle(
        epoch=row.epoch,
        cid=str(cid_of_manifest(row.manifest)),
        size_bytes=row.car_bytes,
        from_size=row.start,
        to_size=row.end,
        made_at=row.made_at,
        pinned_at=row.pinned_at,
    )
