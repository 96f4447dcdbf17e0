"""Imports worked off: the whole file is looked at before its first row is recorded, and what is recorded is noted with it.

Checking reads every row and keeps what it found in one transaction; a file that cannot be read, or may not be taken as it is, ends
there. Recording takes a thousand rows to a commit, which notes how far it is: killed anywhere, it goes on behind the last
commit, and rows that are here already are found by their own ids.
"""

import asyncio
import itertools
import logging
from collections.abc import Iterator
from uuid import UUID

import msgspec
from msgspec.structs import replace

from core import intake
from core.clock import Clock, ahead, true_now
from core.database import Database
from core.ids import uuid7
from core.moved_clocks import read_ahead
from core.objects import Objects
from core.sealed_files import SealedFiles
from payments.importing import entries, mappings, reading, recording, store
from payments.importing.categories import Categories
from payments.importing.checking import Look
from payments.importing.definition import MappingDefinition
from payments.importing.entities import Checked, ImportFailure, ImportOptions
from payments.importing.failures import ImportRefused
from payments.importing.findings import Finding
from payments.importing.identities import Identities
from payments.importing.imports import (
    KEY_LABEL,
    OPTIONS_LABEL,
    PREVIEW_LABEL,
    JobPayload,
    SheetReader,
    folder_of,
)
from payments.importing.reading import Reading
from payments.importing.recording import CHUNK_ROWS, added, take_named
from payments.importing.rows import Payment
from payments.importing.store import StoredImport
from tenants.later_usage import count as count_units
from tenants.later_usage import units_left
from tenants.vault import EnvironmentVault
from tenants.vaults import Vaults

ATTEMPTS_MAX = 5
CREATE = "createImport"
"""The operation that payments are counted under."""

_log = logging.getLogger(__name__)


class ImportRuns:
    """One file at a time is in the memory of this process."""

    def __init__(
        self,
        database: Database,
        objects: Objects,
        vaults: Vaults,
        sheets: SheetReader,
        categories: Categories,
        clock: Clock,
    ) -> None:
        self._categories = categories
        self._database = database
        self._objects = objects
        self._vaults = vaults
        self._sheets = sheets
        self._clock = clock
        self._turn = asyncio.Lock()

    async def carry_out(self, payload: bytes) -> None:
        """Work one import off, or on from where it was. payload: of the job. Raises: what the job is tried again for."""
        named = msgspec.msgpack.decode(payload, type=JobPayload)
        async with self._turn:
            async with self._database.transaction(named.environment_id) as tx:
                stored = await store.begin(tx, named.environment_id, named.import_id)
            if stored is not None:
                with ahead(await read_ahead(self._database, named.environment_id)):
                    await self._work(stored)

    async def _work(self, stored: StoredImport) -> None:
        try:
            if stored.attempts > ATTEMPTS_MAX:
                raise ImportRefused(
                    "The work ended too often without getting on.", fix="Send the file again."
                )
            run = await self._open(stored)
            if stored.value.phase == "checking":
                await self._check(run)
            if not stored.value.dry_run:
                await self._record(run)
            await self._end(stored, "completed", "complete", None)
        except ImportRefused as error:
            await self._end(
                stored, "failed", "fail", ImportFailure(error.code, error.message, error.how_to_fix)
            )
        except _Ended:
            _log.info("An import has ended elsewhere.", extra={"environment_id": stored.environment_id})

    async def _open(self, stored: StoredImport) -> "_Run":
        vault = await self._vaults.of(stored.environment_id)
        if stored.sealed_key is None:
            raise ImportRefused("The file of the import is gone.")
        key = vault.open_tenant(KEY_LABEL, stored.value.id, stored.sealed_key)
        options = msgspec.json.decode(
            vault.open_tenant(OPTIONS_LABEL, stored.value.id, stored.sealed_options), type=ImportOptions
        )
        async with self._database.transaction(stored.environment_id) as tx:
            mapping = await mappings.find(tx, vault, stored.value.mapping_id, stored.value.mapping_version)
        definition = mapping.definition
        if options.customer_id is not None:
            definition = replace(definition, customer_id=options.customer_id)
        files = SealedFiles(self._objects, folder_of(stored.environment_id, stored.value.id), key)
        data = b"".join([piece async for piece in files.reader(stored.value.bytes_total).pieces()])
        if definition.form == "xlsx":
            data = await self._sheets.as_csv(data)
            definition = replace(
                definition, form="delimited", encoding="utf_8", separator="comma", decimal="point"
            )
        return _Run(stored, vault, definition, data)

    async def _check(self, run: "_Run") -> None:
        """Look at every row, and keep what was found. Raises: ImportRefused."""
        found = await asyncio.to_thread(reading.look, run.data, run.definition)
        outcomes = reading.outcomes(run.data, run.definition, found, run.stored.value.created_at)
        look, identities, existing = Look(), Identities(run.vault, run.definition), 0
        while chunk := await asyncio.to_thread(_taken, outcomes):
            payments = await asyncio.to_thread(look.add, chunk)
            if run.stored.value.dry_run and payments:
                existing += await self._count_existing(run, payments, identities)
        look.counts = replace(look.counts, existing=existing)
        await self._keep(run, look, look.close(found))
        run.found = found

    async def _count_existing(self, run: "_Run", payments: list[Payment], identities: Identities) -> int:
        named = take_named(payments, identities, run.vault)
        async with self._database.transaction(run.stored.environment_id) as tx:
            return await recording.count_existing(tx, run.vault, named)

    async def _keep(self, run: "_Run", look: Look, checked: Checked) -> None:
        """Keep what was found, and end here where that is all, or too much. Raises: ImportRefused."""
        value, environment_id = run.stored.value, run.stored.environment_id
        preview = msgspec.msgpack.encode(look.preview)
        sealed = run.vault.seal_tenant(PREVIEW_LABEL, value.id, preview) if value.dry_run else None
        async with self._database.transaction(environment_id) as tx:
            if await store.lock(tx, environment_id, value.id, "checking") is None:
                raise _Ended
            await store.clear_findings(tx, environment_id, value.id)
            await store.add_findings(tx, environment_id, value.id, look.findings)
            await store.set_checked(tx, environment_id, value.id, look.counts, checked, sealed)
        if value.on_refused == "stop" and look.counts.refused:
            raise ImportRefused(
                f"{look.counts.refused:,} rows were refused, and the import was told to stop then.",
                fix="The report says which rows and why.",
            )
        if run.definition.balances == "refuse" and checked.balance_breaks:
            raise ImportRefused(
                "Balances do not follow from those before: rows are missing, or stand elsewhere.",
                fix="The report names the lines. Export the whole period again, or let the mapping report balances.",
            )

    async def _record(self, run: "_Run") -> None:
        environment_id, value = run.stored.environment_id, run.stored.value
        found = run.found or await self._found(environment_id, value.id)
        identities = Identities(run.vault, run.definition)
        outcomes = reading.outcomes(run.data, run.definition, found, value.created_at)
        payments = (outcome for outcome in outcomes if isinstance(outcome, Payment))
        await self._check_quota(environment_id, value.id)
        done = 0
        while named := await asyncio.to_thread(take_named, payments, identities, run.vault):
            predicted = await self._categories.of(environment_id, [each.fact for each in named])
            async with self._database.transaction(environment_id) as tx:
                stored = await store.lock(tx, environment_id, value.id, "recording")
                if stored is None:
                    raise _Ended
                counts = stored.value.counts
                if counts.done <= done:
                    recorded = await recording.record(
                        tx, run.vault, named, predicted, value.created_by, self._clock
                    )
                    await store.add_findings(tx, environment_id, value.id, recorded.findings)
                    await store.set_progress(tx, environment_id, value.id, added(counts, recorded.counts))
                    units = recorded.counts.recorded
                    await count_units(tx, environment_id, true_now(self._clock), CREATE, units)
            done += len(named)

    async def _check_quota(self, environment_id: UUID, import_id: UUID) -> None:
        """Refuse what the month's quota does not hold, before a row is recorded. Raises: ImportRefused."""
        async with self._database.transaction(environment_id) as tx:
            stored = await store.find(tx, environment_id, import_id)
        if stored is None:
            raise _Ended
        counts = stored.value.counts
        if not counts.done and counts.rows > await units_left(self._database, environment_id, self._clock):
            raise ImportRefused(
                "The monthly quota of this environment has fewer units left than the file has payments.",
                fix="Ask for a larger monthly quota, send fewer rows, or wait for the next month (UTC).",
            )

    async def _found(self, environment_id: UUID, import_id: UUID) -> Reading:
        async with self._database.transaction(environment_id) as tx:
            stored = await store.find(tx, environment_id, import_id)
        if stored is None or stored.value.checked is None:
            raise _Ended
        return stored.value.checked.reading

    async def _end(self, stored: StoredImport, state: str, verb: str, failure: ImportFailure | None) -> None:
        environment_id, import_id, at = stored.environment_id, stored.value.id, self._clock.now()
        async with self._database.transaction(environment_id) as tx:
            if await store.end(tx, environment_id, import_id, state, at, failure):
                entry = entries.statement_import(
                    verb, stored, uuid7(self._clock), at, stored.value.created_by
                )
                await intake.append(tx, entry)
        await self._objects.delete_folder(folder_of(environment_id, import_id))


class _Ended(Exception):
    """Somebody cancelled the import, or another process has ended it."""


class _Run:
    def __init__(
        self, stored: StoredImport, vault: EnvironmentVault, definition: MappingDefinition, data: bytes
    ) -> None:
        self.stored = stored
        self.vault = vault
        self.definition = definition
        self.data = data
        self.found: Reading | None = None


def _taken(outcomes: Iterator[Payment | Finding]) -> list[Payment | Finding]:
    return list(itertools.islice(outcomes, CHUNK_ROWS))
