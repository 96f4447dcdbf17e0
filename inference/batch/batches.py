"""Batches: received whole, worked off by a process of their own, watched, cancelled, and their results handed out."""

import asyncio
import contextlib
import dataclasses
import hashlib
from collections.abc import AsyncIterator
from os import urandom
from uuid import UUID

import msgspec

from core import intake
from core.clock import Clock
from core.database import Database
from core.errors import Overloaded
from core.idempotency import KEPT_FOR, IdempotencyKeyReused, key_hash
from core.ids import public, uuid7
from core.objects import Objects
from core.pages import Page, page_of
from core.sealed_files import KEY_BYTES, Received, TooManyBytes
from inference import catalogue
from inference.batch import entries, results, store
from inference.batch.chunks import header_end, opening_of
from inference.batch.entities import (
    FINAL_STATES,
    Batch,
    BatchEnded,
    BatchEngine,
    BatchNotFound,
    BatchNotReady,
    BatchOptions,
    BatchRefused,
    BatchRowNotFound,
    BatchTooLarge,
    EngineUnavailable,
    FileFormat,
)
from inference.batch.files import BatchFiles, folder_of
from inference.batch.layout import HEADER_BYTES_MAX, SEPARATORS, layout_for
from inference.batch.parquet import MAGIC
from inference.batch.results import KEY_LABEL, RowProof
from inference.batch.store import NewBatch, StoredBatch
from inference.declared.computing import names_any
from inference.deployments import Deployed, Deployments
from rules.active import ActiveRulesets
from rules.evaluation import PreparedRuleset
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.vaults import Vaults

_OPERATION = "createBatch"
_LOOK_EVERY_S = 0.5
_QUIET_S = 15.0


class BatchSettings(msgspec.Struct, frozen=True, kw_only=True):
    """bytes_max: of one file. engines: those that this installation can start. uploads_max, watchers_max: at a time, of a
    process. watch_s: how long one watches before it must ask again.
    """

    bytes_max: int = 20_000_000_000
    engines: frozenset[BatchEngine] = frozenset({"local"})
    uploads_max: int = 4
    watchers_max: int = 200
    watch_s: float = 3_600.0


@dataclasses.dataclass(frozen=True, slots=True)
class _Asked:
    use_case: str
    options: BatchOptions
    key: str | None
    deployed: Deployed
    ruleset: PreparedRuleset


class Batches:
    def __init__(
        self,
        database: Database,
        objects: Objects,
        vaults: Vaults,
        deployments: Deployments,
        rulesets: ActiveRulesets,
        *,
        clock: Clock,
        settings: BatchSettings,
    ) -> None:
        self._database = database
        self._objects = objects
        self._vaults = vaults
        self._deployments = deployments
        self._rulesets = rulesets
        self._clock = clock
        self._settings = settings
        self._uploading = 0
        self._watching = 0

    async def create(
        self,
        caller: Principal,
        use_case: str,
        options: BatchOptions,
        file: AsyncIterator[bytes],
        key: str | None = None,
    ) -> Batch:
        """Receive a file, keep it and queue it. Version and ruleset are those that decide now.

        key: idempotency key: the same key, options and file give the batch that is there.
        Raises: PermissionDenied, UseCaseUnknown, BatchRefused, BatchTooLarge, EngineUnavailable, IdempotencyKeyReused,
        Overloaded.
        """
        caller.require(Permission.BATCHES_CREATE)
        catalogue.get(use_case)
        if options.engine not in self._settings.engines:
            raise EngineUnavailable(f"The engine `{options.engine}` is not set up here.")
        if self._uploading >= self._settings.uploads_max:
            raise Overloaded("Too many files are being received.", retry_after_s=5)
        deployed = await self._deployments.active(caller.environment_id, use_case)
        ruleset = await self._rulesets.get(caller.environment_id, use_case)
        if options.engine == "ray" and deployed.version.remote is not None:
            raise EngineUnavailable(
                "The deployed version scores on the model server, which workers of a cluster do not ask.",
                fix="Use the local engine, or deploy the same files registered for the runtime `onnx`.",
            )
        self._uploading += 1
        try:
            return await self._receive(caller, file, _Asked(use_case, options, key, deployed, ruleset))
        finally:
            self._uploading -= 1

    async def _receive(self, caller: Principal, file: AsyncIterator[bytes], asked: "_Asked") -> Batch:
        batch_id, secret = uuid7(self._clock), urandom(KEY_BYTES)
        files = BatchFiles(self._objects, caller.environment_id, batch_id, secret)
        async with self._cleaning(caller.environment_id, batch_id) as kept:
            checked = _checked(file, asked)
            try:
                received = await files.receive(checked, self._settings.bytes_max)
            except TooManyBytes as error:
                raise BatchTooLarge(f"The file is larger than {self._settings.bytes_max:,} bytes.") from error
            if not received.size:
                raise BatchRefused("The file is empty.")
            vault = await self._vaults.of(caller.environment_id)
            row = NewBatch(
                environment_id=caller.environment_id,
                id=batch_id,
                mode=caller.mode,
                use_case=asked.use_case,
                options=asked.options,
                version_id=asked.deployed.version_id,
                version_digest=asked.deployed.version.digest,
                ruleset_version_id=asked.ruleset.version_id,
                ruleset_digest=asked.ruleset.digest,
                sealed_key=vault.seal_tenant(KEY_LABEL, batch_id, secret),
                key_hash=None if asked.key is None else key_hash(caller.id, _OPERATION, asked.key),
                fingerprint=_fingerprint(asked, received),
                input_bytes=received.size,
                input_sha256=received.sha256,
                created_at=self._clock.now(),
                created_by=caller.id,
            )
            stored = await self._insert(row)
            kept.append(stored.batch.id == batch_id)
        return stored.batch

    async def _insert(self, row: NewBatch) -> StoredBatch:
        async with self._database.transaction(row.environment_id) as tx:
            if row.key_hash is not None:
                await store.free_old_key(tx, row.environment_id, row.key_hash, KEPT_FOR)
            if await store.insert(tx, row):
                await intake.append(tx, entries.created(row, uuid7(self._clock)))
                stored = await store.find(tx, row.environment_id, row.id)
            else:
                stored = await store.find_by_key(tx, row.environment_id, row.key_hash or b"")
        if stored is None:
            raise BatchNotFound("The batch of this key was deleted just now.")
        if stored.fingerprint != row.fingerprint:
            raise IdempotencyKeyReused("This idempotency key was used with another file or other options.")
        return stored

    @contextlib.asynccontextmanager
    async def _cleaning(self, environment_id: UUID, batch_id: UUID) -> AsyncIterator[list[bool]]:
        """Delete what was received, unless in the end it is noted that it was kept."""
        kept: list[bool] = []
        try:
            yield kept
        finally:
            if not any(kept):
                await self._objects.delete_folder(folder_of(environment_id, batch_id))

    async def get(self, caller: Principal, batch_id: UUID) -> Batch:
        """Raises: PermissionDenied, BatchNotFound."""
        return (await self._get(caller, batch_id)).batch

    async def list(self, caller: Principal, after: UUID | None, limit: int) -> Page[Batch]:
        """Newest first."""
        caller.require(Permission.BATCHES_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await store.list_page(tx, caller.environment_id, after, limit + 1)
        return page_of([row.batch for row in rows], limit, lambda batch: public("bat", batch.id))

    async def cancel(self, caller: Principal, batch_id: UUID) -> Batch:
        """End a batch that has not ended; its files go. Raises: PermissionDenied, BatchNotFound, BatchEnded."""
        caller.require(Permission.BATCHES_CREATE)
        stored = await self._get(caller, batch_id)
        at = self._clock.now()
        async with self._database.transaction(caller.environment_id) as tx:
            if not await store.end(tx, caller.environment_id, batch_id, "cancelled", at):
                raise BatchEnded(f"The batch is {stored.batch.state}.")
            await intake.append(tx, entries.cancelled(stored, uuid7(self._clock), at, caller.id))
        await self._objects.delete_folder(folder_of(caller.environment_id, batch_id))
        return (await self._get(caller, batch_id)).batch

    async def watch(self, caller: Principal, batch_id: UUID) -> AsyncIterator[Batch | None]:
        """Give the batch as it stands and each time it has changed, until it has ended; None when nothing changed for long.

        Raises: PermissionDenied, BatchNotFound, Overloaded.
        """
        batch = await self.get(caller, batch_id)
        if self._watching >= self._settings.watchers_max:
            raise Overloaded("Too many watch.", retry_after_s=5)
        return self._changes(caller, batch)

    async def _changes(self, caller: Principal, batch: Batch) -> AsyncIterator[Batch | None]:
        loop = asyncio.get_running_loop()
        ends = loop.time() + self._settings.watch_s
        told = loop.time()
        self._watching += 1
        try:
            yield batch
            while batch.state not in FINAL_STATES and loop.time() < ends:
                await asyncio.sleep(_LOOK_EVERY_S)
                async with self._database.transaction(caller.environment_id) as tx:
                    revision = await store.find_revision(tx, caller.environment_id, batch.id)
                if revision is not None and revision != batch.revision:
                    batch = await self.get(caller, batch.id)
                    told = loop.time()
                    yield batch
                elif loop.time() - told > _QUIET_S:
                    told = loop.time()
                    yield None
        finally:
            self._watching -= 1

    async def results(self, caller: Principal, batch_id: UUID, form: FileFormat) -> AsyncIterator[bytes]:
        """Hand out the results, piece by piece. Raises: PermissionDenied, BatchNotFound, BatchNotReady."""
        stored, files = await self._completed(caller, batch_id)
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await store.chunks(tx, caller.environment_id, batch_id)
        if form == "parquet":
            return results.parquet_file(files, rows)
        return results.csv_file(files, stored.header or "", rows)

    async def refused(self, caller: Principal, batch_id: UUID) -> AsyncIterator[bytes]:
        """Hand out the refused rows, piece by piece. Raises: PermissionDenied, BatchNotFound, BatchNotReady."""
        _, files = await self._completed(caller, batch_id)
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await store.chunks(tx, caller.environment_id, batch_id)
        return results.refused_file(files, rows)

    async def prove_row(self, caller: Principal, batch_id: UUID, line: int) -> RowProof:
        """Prove the row of one line of the file. Raises: PermissionDenied, BatchNotFound, BatchNotReady, BatchRowNotFound."""
        stored, files = await self._completed(caller, batch_id)
        async with self._database.transaction(caller.environment_id) as tx:
            chunk = await store.chunk_of_line(tx, caller.environment_id, batch_id, line)
            rows = await store.chunks(tx, caller.environment_id, batch_id)
        if chunk is None:
            raise BatchRowNotFound("The file has no such line.")
        return await results.row_proof(files, stored, rows, chunk, line)

    async def _get(self, caller: Principal, batch_id: UUID) -> StoredBatch:
        caller.require(Permission.BATCHES_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            stored = await store.find(tx, caller.environment_id, batch_id)
        if stored is None:
            raise BatchNotFound("No such batch in this environment.", internal=f"{batch_id=}")
        return stored

    async def _completed(self, caller: Principal, batch_id: UUID) -> tuple[StoredBatch, BatchFiles]:
        stored = await self._get(caller, batch_id)
        if stored.batch.state != "completed":
            raise BatchNotReady(f"The batch is {stored.batch.state}.")
        return stored, await results.open_files(self._objects, self._vaults, stored)


async def _checked(file: AsyncIterator[bytes], asked: _Asked) -> AsyncIterator[bytes]:
    """Pass a file on, once its header is read and fits: a file that cannot be scored is refused while it is sent.

    Parquet says at its end what it holds, and is looked at later. Raises: BatchRefused.
    """
    head, looked, waiting = bytearray(), 0, True
    async for part in file:
        if not waiting:
            yield part
            continue
        head += part
        if len(head) >= 2 * looked:  # so that a file in tiny parts is not looked at again for each of them
            looked = len(head)
            if _begun(bytes(head), asked):
                _check_header(bytes(head), asked, at_end=False)
                waiting = False
                yield bytes(head)
    if waiting and head:
        _check_header(bytes(head), asked, at_end=True)
        yield bytes(head)


def _begun(head: bytes, asked: _Asked) -> bool:
    """Whether there is enough of a file to see whether it can be scored."""
    if asked.options.format == "parquet":
        return len(head) >= len(MAGIC)
    return len(head) > HEADER_BYTES_MAX or header_end(head, SEPARATORS[asked.options.separator]) > 0


def _check_header(head: bytes, asked: _Asked, *, at_end: bool) -> None:
    if asked.options.format == "parquet":
        if not head.startswith(MAGIC):
            raise BatchRefused("The file is not Parquet.", fix="Send a Parquet file, or say `format=csv`.")
        return
    opening = opening_of(head, SEPARATORS[asked.options.separator], at_end=at_end)
    computes = _computes(asked.options, asked.deployed, asked.ruleset)
    layout_for(opening.names, asked.deployed.version.manifest, asked.options, computes=computes)


def _computes(options: BatchOptions, deployed: Deployed, ruleset: PreparedRuleset) -> bool:
    """Say whether rows have features besides what the version computes itself."""
    return names_any(ruleset if options.work == "decisions" else None, deployed.version.manifest)


def _fingerprint(asked: _Asked, received: Received) -> bytes:
    said = msgspec.json.encode(asked.options, order="sorted")
    return hashlib.sha256(b"\0".join((asked.use_case.encode(), said, received.sha256))).digest()
