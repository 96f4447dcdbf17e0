"""Imports of statements: received whole, queued as a job, looked at, cancelled, and their reports handed out."""

import contextlib
from collections.abc import AsyncIterator, Iterator
from itertools import islice
from os import urandom
from typing import Protocol
from uuid import UUID

import msgspec
from msgspec.structs import replace

from core import intake, jobs
from core.clock import Clock
from core.cpu import CpuPool
from core.database import Database
from core.errors import FieldError, InvalidRequest, Overloaded
from core.idempotency import KEPT_FOR, IdempotencyKeyReused, key_hash
from core.ids import public, uuid7
from core.objects import Objects
from core.pages import Page, page_of
from core.sealed_files import KEY_BYTES, Received, SealedFiles, TooManyBytes
from payments.importing import entries, forms, mappings, proposals, reading, store
from payments.importing.checking import PREVIEW_ROWS
from payments.importing.definition import Form, MappingDefinition
from payments.importing.entities import (
    ImportNotFound,
    ImportNotReady,
    ImportOptions,
    ImportTooLarge,
    ImportUnderWay,
    PreviewRow,
    StatementImport,
)
from payments.importing.failures import ImportRefused
from payments.importing.findings import Finding
from payments.importing.proposals import Proposal
from payments.importing.reports import preview_row, report_csv
from payments.importing.rows import Payment
from payments.importing.store import NewImport, StoredImport
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.vaults import Vaults

JOB = "payments.import"
KEY_LABEL = "statement_import.sealed_key"
OPTIONS_LABEL = "statement_import.sealed_options"
PREVIEW_LABEL = "statement_import.preview"
_PROPOSED_ROWS_MAX = 200

_OPERATION = "createImport"
_SAMPLE_BYTES = 1 << 20
_PROPOSE_S_MAX = 20.0
_FINDINGS_PAGE = 5_000


class ImportSettings(msgspec.Struct, frozen=True, kw_only=True):
    """bytes_max: of one file. uploads_max: at a time, of a process."""

    bytes_max: int = 64_000_000
    uploads_max: int = 4


class SheetReader(Protocol):
    async def as_csv(self, data: bytes) -> bytes:
        """Turn a workbook into CSV. Raises: ImportRefused."""
        ...


class ProposedMapping(msgspec.Struct, frozen=True):
    """A proposal, the first rows as it reads them, and what it says about lines beside them."""

    proposal: Proposal
    rows: list[PreviewRow]
    findings: list[Finding]


class JobPayload(msgspec.Struct, frozen=True, array_like=True):
    environment_id: UUID
    import_id: UUID


class Imports:
    def __init__(
        self,
        database: Database,
        objects: Objects,
        vaults: Vaults,
        sheets: SheetReader,
        *,
        cpu: CpuPool,
        clock: Clock,
        settings: ImportSettings,
    ) -> None:
        self._database = database
        self._objects = objects
        self._vaults = vaults
        self._sheets = sheets
        self._cpu = cpu
        self._clock = clock
        self._settings = settings
        self._uploading = 0

    async def propose(self, caller: Principal, file: AsyncIterator[bytes]) -> ProposedMapping:
        """Propose a mapping from a file, or from the first megabyte of it. Nothing is kept.

        Raises: PermissionDenied, ImportRefused, Overloaded.
        """
        caller.require(Permission.PAYMENTS_WRITE)
        with self._upload():
            data, form = await self._sample(file)
        return await self._cpu.run(lambda: _proposed(data, form, self._clock), timeout_s=_PROPOSE_S_MAX)

    async def create(
        self,
        caller: Principal,
        mapping_id: UUID,
        options: ImportOptions,
        file: AsyncIterator[bytes],
        key: str | None = None,
    ) -> StatementImport:
        """Receive a statement, keep it and queue it. The same file by the same mapping and options is the import that is there.

        Raises: PermissionDenied, MappingNotFound, InvalidRequest, ImportRefused, ImportTooLarge, IdempotencyKeyReused, Overloaded.
        """
        caller.require(Permission.PAYMENTS_WRITE)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            mapping = await mappings.find(tx, vault, mapping_id)
        _check_whose(mapping.definition, options)
        import_id, secret = uuid7(self._clock), urandom(KEY_BYTES)
        files = SealedFiles(self._objects, folder_of(caller.environment_id, import_id), secret)
        kept = False
        try:
            with self._upload():
                received = await self._receive(files, file)
            said = msgspec.json.encode(options, order="sorted")
            fingerprint = vault.digest(
                "statement_import.fingerprint", mapping.id.bytes, mapping.digest, said, received.sha256
            )
            row = NewImport(
                environment_id=caller.environment_id,
                id=import_id,
                mapping_id=mapping.id,
                mapping_version=mapping.version,
                dry_run=options.dry_run,
                on_refused=options.on_refused,
                sealed_key=vault.seal_tenant(KEY_LABEL, import_id, secret),
                sealed_options=vault.seal_tenant(OPTIONS_LABEL, import_id, said),
                once=None if options.dry_run else fingerprint[:16],
                key_hash=None if key is None else key_hash(caller.id, _OPERATION, key),
                fingerprint=fingerprint,
                input_bytes=received.size,
                input_sha256=received.sha256,
                created_at=self._clock.now(),
                created_by=caller.id,
            )
            stored = await self._insert(row)
            kept = stored.value.id == import_id
        finally:
            if not kept:
                await files.delete()
        return stored.value

    async def get(self, caller: Principal, import_id: UUID) -> StatementImport:
        """Raises: PermissionDenied, ImportNotFound."""
        return (await self._get(caller, import_id)).value

    async def cancel(self, caller: Principal, import_id: UUID) -> StatementImport:
        """End an import that has recorded nothing yet. Raises: PermissionDenied, ImportNotFound, ImportUnderWay."""
        caller.require(Permission.PAYMENTS_WRITE)
        stored = await self._get(caller, import_id)
        at = self._clock.now()
        async with self._database.transaction(caller.environment_id) as tx:
            if stored.value.phase not in {"waiting", "checking"} or not await store.end_unrecorded(
                tx, caller.environment_id, import_id, at
            ):
                raise ImportUnderWay(f"The import is {stored.value.state}, its phase {stored.value.phase}.")
            await intake.append(
                tx, entries.statement_import("cancel", stored, uuid7(self._clock), at, caller.id)
            )
        await self._objects.delete_folder(folder_of(caller.environment_id, import_id))
        return await self.get(caller, import_id)

    async def preview(self, caller: Principal, import_id: UUID) -> list[PreviewRow]:
        """The first rows of a dry run, as they would be recorded. Raises: PermissionDenied, ImportNotFound, ImportNotReady."""
        stored = await self._get(caller, import_id)
        if stored.preview is None or stored.value.state != "completed":
            raise ImportNotReady(f"The import is {stored.value.state}, and has no preview.")
        vault = await self._vaults.of(caller.environment_id)
        opened = vault.open_tenant(PREVIEW_LABEL, import_id, stored.preview)
        return msgspec.msgpack.decode(opened, type=list[PreviewRow])

    async def report(self, caller: Principal, import_id: UUID) -> AsyncIterator[bytes]:
        """Hand out what was said about lines, as CSV, piece by piece. Raises: PermissionDenied, ImportNotFound, ImportNotReady."""
        stored = await self._get(caller, import_id)
        if stored.value.ended_at is None:
            raise ImportNotReady(f"The import is {stored.value.state}.")
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            mapping = await mappings.find(tx, vault, stored.value.mapping_id, stored.value.mapping_version)
        return self._report(caller.environment_id, import_id, mapping.definition)

    async def list(self, caller: Principal, after: UUID | None, limit: int) -> Page[StatementImport]:
        """Newest first."""
        caller.require(Permission.PAYMENTS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await store.list_page(tx, caller.environment_id, after, limit + 1)
        return page_of([row.value for row in rows], limit, lambda found: public("imp", found.id))

    async def _report(
        self, environment_id: UUID, import_id: UUID, definition: MappingDefinition
    ) -> AsyncIterator[bytes]:
        named = forms.with_names(definition) if forms.is_standard(definition.form) else definition
        yield b"line,standing,column,reason\n"
        after = (-1, "")
        while True:
            async with self._database.transaction(environment_id) as tx:
                found = await store.findings(tx, environment_id, import_id, after, _FINDINGS_PAGE)
            if found:
                yield report_csv(found, named.columns)
                after = (found[-1].line, found[-1].standing)
            if len(found) < _FINDINGS_PAGE:
                return

    async def _get(self, caller: Principal, import_id: UUID) -> StoredImport:
        caller.require(Permission.PAYMENTS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            stored = await store.find(tx, caller.environment_id, import_id)
        if stored is None:
            raise ImportNotFound("No such import in this environment.", internal=f"{import_id=}")
        return stored

    async def _receive(self, files: SealedFiles, file: AsyncIterator[bytes]) -> Received:
        try:
            received = await files.receive(file, self._settings.bytes_max)
        except TooManyBytes as error:
            raise ImportTooLarge(f"The file is larger than {self._settings.bytes_max:,} bytes.") from error
        if not received.size:
            raise ImportRefused("The file is empty.")
        return received

    async def _insert(self, row: NewImport) -> StoredImport:
        async with self._database.transaction(row.environment_id) as tx:
            if row.key_hash is not None:
                await store.free_old_key(tx, row.environment_id, row.key_hash, KEPT_FOR)
            if await store.insert(tx, row):
                stored = await store.find(tx, row.environment_id, row.id)
                payload = msgspec.msgpack.encode(JobPayload(row.environment_id, row.id))
                await jobs.enqueue(tx, JOB, payload)
                if stored is not None:
                    await intake.append(
                        tx,
                        entries.statement_import(
                            "create", stored, uuid7(self._clock), row.created_at, row.created_by
                        ),
                    )
            else:
                stored = await store.find_same(tx, row.environment_id, row.key_hash, row.once)
        if stored is None:
            raise ImportNotFound("The import of this key was deleted just now.")
        if stored.fingerprint != row.fingerprint:
            raise IdempotencyKeyReused("This idempotency key was used with another file, mapping or options.")
        return stored

    async def _sample(self, file: AsyncIterator[bytes]) -> tuple[bytes, Form]:
        """A workbook has to be read whole; of any other file the first megabyte tells."""
        data = bytearray()
        async for part in file:
            data += part
            if len(data) > self._settings.bytes_max:
                raise ImportTooLarge(f"The file is larger than {self._settings.bytes_max:,} bytes.")
        form = proposals.form_of(bytes(data[:_SAMPLE_BYTES]))
        if form == "xlsx":
            return await self._sheets.as_csv(bytes(data)), form
        if len(data) <= _SAMPLE_BYTES or form != "delimited":
            return bytes(data), form
        return _whole_lines(bytes(data[:_SAMPLE_BYTES])), form

    @contextlib.contextmanager
    def _upload(self) -> Iterator[None]:
        if self._uploading >= self._settings.uploads_max:
            raise Overloaded("Too many files are being received.", retry_after_s=5)
        self._uploading += 1
        try:
            yield
        finally:
            self._uploading -= 1


def _check_whose(definition: MappingDefinition, options: ImportOptions) -> None:
    """Raises: InvalidRequest when nothing says whose the payments are."""
    if options.customer_id is None and definition.customer_id is None and definition.columns.customer is None:
        fix = "Name the customer here or in the mapping, or name the column that does."
        missing = FieldError("customer_id", "Nothing says whose payments these are.", fix)
        raise InvalidRequest("The import was refused.", fields=[missing])


def _whole_lines(data: bytes) -> bytes:
    """Drop the line that was cut in two, in UTF-16 too."""
    for end in (b"\n\0", b"\0\n"):
        at = data.rfind(end)
        while at % 2 and at > 0:
            at = data.rfind(end, 0, at)
        if at > 0 and b"\0" in data[:64]:
            return data[: at + 2]
    return data[: data.rfind(b"\n") + 1] or data


def _proposed(data: bytes, form: Form, clock: Clock) -> ProposedMapping:
    proposal = proposals.propose(data, form)
    # The customer and what is in doubt are missing still; the rows are read as far as they can be.
    definition = replace(proposal.definition, customer_id="-", form="delimited" if form == "xlsx" else form)
    rows: list[PreviewRow] = []
    findings: list[Finding] = []
    with contextlib.suppress(ImportRefused):
        found = reading.look(data, definition)
        for outcome in islice(reading.outcomes(data, definition, found, clock.now()), _PROPOSED_ROWS_MAX):
            if isinstance(outcome, Payment):
                rows.append(replace(preview_row(outcome), customer_id=None))
            else:
                findings.append(outcome)
            if len(rows) >= PREVIEW_ROWS:
                break
    return ProposedMapping(proposal, rows, findings[:PREVIEW_ROWS])


def folder_of(environment_id: UUID, import_id: UUID) -> str:
    return f"imports/{environment_id.hex}/{import_id.hex}"
