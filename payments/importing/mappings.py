"""Mappings: what a tenant has said once about the files of a bank or an app, kept with all its versions."""

from uuid import UUID

import asyncpg
import msgspec

from core import intake
from core.clock import Clock
from core.database import Database, Transaction
from core.errors import FieldError, InvalidRequest
from core.ids import public, uuid7
from core.pages import Page, page_of
from payments.codes import CURRENCIES
from payments.importing import dates, entries, forms, store
from payments.importing.definition import MappingDefinition
from payments.importing.entities import ImportMapping, MappingNameTaken, MappingNotFound
from payments.importing.rows import zone_of
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.vault import EnvironmentVault
from tenants.vaults import Vaults

_LABEL = "import_mapping_version.sealed"
_encoder = msgspec.msgpack.Encoder(order="deterministic")
_decoder = msgspec.msgpack.Decoder(MappingDefinition)


class ImportMappings:
    def __init__(self, database: Database, vaults: Vaults, clock: Clock) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock

    async def create(self, caller: Principal, definition: MappingDefinition) -> ImportMapping:
        """Raises: PermissionDenied, InvalidRequest, MappingNameTaken."""
        caller.require(Permission.PAYMENTS_WRITE)
        check(definition)
        vault = await self._vaults.of(caller.environment_id)
        mapping_id, at = uuid7(self._clock), self._clock.now()
        async with self._database.transaction(caller.environment_id) as tx:
            name_key = _name_key(vault, definition.name)
            if not await store.insert_mapping(tx, caller.environment_id, mapping_id, name_key, at, caller.id):
                raise MappingNameTaken("Another mapping has this name.")
            return await self._keep(tx, caller, vault, mapping_id, 1, definition)

    async def replace(
        self, caller: Principal, mapping_id: UUID, definition: MappingDefinition
    ) -> ImportMapping:
        """Keep a new version, which imports use from now on. Raises: PermissionDenied, InvalidRequest, MappingNotFound, MappingNameTaken."""
        caller.require(Permission.PAYMENTS_WRITE)
        check(definition)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            version = await store.lock_mapping(tx, caller.environment_id, mapping_id)
            if version is None:
                raise MappingNotFound("No such mapping in this environment.")
            name_key = _name_key(vault, definition.name)
            if not await store.name_is_free(tx, caller.environment_id, mapping_id, name_key):
                raise MappingNameTaken("Another mapping has this name.")
            await store.set_mapping(tx, caller.environment_id, mapping_id, version + 1, name_key)
            return await self._keep(tx, caller, vault, mapping_id, version + 1, definition)

    async def delete(self, caller: Principal, mapping_id: UUID) -> None:
        """Take a mapping away; imports that were made by it keep naming it. Raises: PermissionDenied, MappingNotFound."""
        caller.require(Permission.PAYMENTS_WRITE)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            await store.lock_mapping(tx, caller.environment_id, mapping_id)
            found = await find(tx, vault, mapping_id)
            await store.retire_mapping(tx, caller.environment_id, mapping_id)
            at = self._clock.now()
            await intake.append(
                tx, entries.mapping("delete", caller.environment_id, found, uuid7(self._clock), at, caller.id)
            )

    async def get(self, caller: Principal, mapping_id: UUID, version: int | None = None) -> ImportMapping:
        """version: an older one; also of a mapping that was taken away. Raises: PermissionDenied, MappingNotFound."""
        caller.require(Permission.PAYMENTS_READ)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            return await find(tx, vault, mapping_id, version)

    async def named(self, caller: Principal, name: str) -> ImportMapping:
        """Raises: PermissionDenied, MappingNotFound."""
        caller.require(Permission.PAYMENTS_READ)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            mapping_id = await store.find_mapping_named(tx, caller.environment_id, _name_key(vault, name))
            if mapping_id is None:
                raise MappingNotFound("No mapping of this name in this environment.")
            return await find(tx, vault, mapping_id)

    async def list(self, caller: Principal, after: UUID | None, limit: int) -> Page[ImportMapping]:
        """Newest first."""
        caller.require(Permission.PAYMENTS_READ)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await store.list_mappings(tx, caller.environment_id, after, limit + 1)
        return page_of([_opened(vault, row) for row in rows], limit, lambda found: public("map", found.id))

    async def _keep(
        self,
        tx: Transaction,
        caller: Principal,
        vault: EnvironmentVault,
        mapping_id: UUID,
        version: int,
        definition: MappingDefinition,
    ) -> ImportMapping:
        at, encoded = self._clock.now(), _encoder.encode(definition)
        sealed = vault.seal_tenant(_LABEL, mapping_id, encoded)
        digest = vault.digest(_LABEL, encoded)
        await store.insert_version(
            tx, caller.environment_id, mapping_id, version, sealed=sealed, digest=digest, at=at, by=caller.id
        )
        found = await find(tx, vault, mapping_id)
        verb = "create" if version == 1 else "change"
        await intake.append(
            tx, entries.mapping(verb, caller.environment_id, found, uuid7(self._clock), at, caller.id)
        )
        return found


async def find(
    tx: Transaction, vault: EnvironmentVault, mapping_id: UUID, version: int | None = None
) -> ImportMapping:
    """Raises: MappingNotFound."""
    row = await store.find_mapping(tx, vault.scope_id, mapping_id, version)
    if row is None:
        raise MappingNotFound("No such mapping in this environment.")
    return _opened(vault, row)


def check(definition: MappingDefinition) -> None:
    """Refuse what the types cannot. Raises: InvalidRequest."""
    zone_of(definition.time_zone)
    problems = []
    if definition.date_format is not None:
        dates.reader(definition.date_format)
    if definition.currency not in CURRENCIES:
        problems.append(
            FieldError("currency", "It is no ISO 4217 currency.", "Send a code in use, such as INR.")
        )
    columns = definition.columns
    if not forms.is_standard(definition.form):
        if columns.date is None and columns.value_date is None:
            problems.append(
                FieldError("columns.date", "No column has the date.", "Name the column of the date.")
            )
        if columns.amount is None and columns.debit is None and columns.credit is None:
            problems.append(
                FieldError(
                    "columns.amount", "No column has the amount.", "Name `amount`, or `debit` and `credit`."
                )
            )
    if definition.own_addresses and (columns.payer is None or columns.payee is None):
        problems.append(
            FieldError(
                "own_addresses",
                "They need both a payer and a payee.",
                "Name the columns `payer` and `payee`.",
            )
        )
    if problems:
        raise InvalidRequest("The mapping was refused.", fields=problems)


def _opened(vault: EnvironmentVault, row: asyncpg.Record) -> ImportMapping:
    return ImportMapping(
        id=row["id"],
        version=row["version"],
        definition=_decoder.decode(vault.open_tenant(_LABEL, row["id"], row["sealed"])),
        digest=row["digest"],
        created_at=row["created_at"],
        created_by=row["created_by"],
        updated_at=row["updated_at"],
        updated_by=row["updated_by"],
    )


def _name_key(vault: EnvironmentVault, name: str) -> bytes:
    return vault.digest("import_mapping.name", " ".join(name.split()).casefold().encode())[:16]
