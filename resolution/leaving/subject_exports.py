"""The export of one person (GDPR Article 15): everything that is held of a customer, payee or partner, opened, line by line.

It goes by the lists that erasures go by, so that who is shown all is shown what an erasure would take. Form: docs/leaving.md.
"""

import re
from collections.abc import AsyncIterator, Callable, Mapping
from uuid import UUID

import msgspec

from core import intake
from core.clock import Clock
from core.database import Database, Transaction
from core.ids import public, uuid7
from core.json_values import JsonValue
from resolution.erasure.holdings import HOLDINGS
from resolution.leaving import subject_store
from tenants import subjects
from tenants.envelope import SealBroken
from tenants.holdings import Sealed, Shown
from tenants.permissions import TENANT_PERMISSIONS, Permission
from tenants.principals import Principal
from tenants.vault import EnvironmentVault, SubjectKey
from tenants.vaults import Vaults

FORM_VERSION = 1
AT_ONCE = 200

_BYTES = re.compile(r"\\x(?:[0-9a-f]{2})*")
_OWN = frozenset({"environment_id", "id", "customer", "payee", "partner"})
_PREFIXES = {
    "agreement_id": "agr", "alert_id": "alr", "case_id": "cas", "decision_id": "dec", "duplicate_of": "txn", "feedback_id": "fbk",
    "instance_id": "wfi", "payout_id": "pyt", "ruleset_version_id": "rsv", "statement_id": "cos", "transaction_id": "txn",
    "version_id": "ver",
}  # fmt: skip

Named = Callable[[Principal, str], AsyncIterator[tuple[str, msgspec.Struct]]]
"""Tells where the tenant itself wrote a person down by their id: the kind, and what the API answers of it."""
Row = Mapping[str, JsonValue]


class SubjectExports:
    def __init__(self, database: Database, vaults: Vaults, clock: Clock, named: Named) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock
        self._named = named

    async def export(self, caller: Principal, customer_id: str) -> AsyncIterator[bytes]:
        """Start the export of a person, and enter that there was one, never of whom. customer_id: the caller's own id.

        Returns: lines of JSON, some at a time, made as they are read. Of one of whom nothing is known it says so.
        Raises: PermissionDenied, before the first.
        """
        caller.require(Permission.CUSTOMERS_EXPORT)
        vault = await self._vaults.of(caller.environment_id)
        customer = vault.handle(customer_id)
        async with self._database.transaction(caller.environment_id) as tx:
            key = await _key(tx, vault, customer)
            entry = intake.Entry(
                typ="customer.export.v1", log=caller.environment_id, eid=uuid7(self._clock), at=self._clock.now(),
                act=caller.id, out="unknown" if key is None else "known",
            )  # fmt: skip
            await intake.append(tx, entry)
        return self._pieces(caller, vault, customer_id, known=key is not None)

    async def _pieces(
        self, caller: Principal, vault: EnvironmentVault, customer_id: str, *, known: bool
    ) -> AsyncIterator[bytes]:
        head = {
            "kind": "customer",
            "v": FORM_VERSION,
            "customer_id": customer_id,
            "environment_id": public("env", caller.environment_id),
            "standing": "known" if known else "unknown",
        }
        yield msgspec.json.encode(head) + b"\n"
        counts: dict[str, int] = {}
        reader = msgspec.structs.replace(caller, permissions=TENANT_PERMISSIONS)
        async for kind, view in self._named(reader, customer_id):
            counts[kind] = counts.get(kind, 0) + 1
            yield msgspec.json.encode({"kind": kind, "row": view}) + b"\n"
        complete = True
        for shown in [shown for holding in HOLDINGS for shown in holding.shown] if known else []:
            async for lines in self._shown(vault, vault.handle(customer_id), shown):
                if lines is None:
                    complete = False
                    break
                counts[shown.kind] = counts.get(shown.kind, 0) + len(lines)
                yield b"".join(lines)
        yield msgspec.json.encode({"kind": "end", "complete": complete, "lines": counts}) + b"\n"

    async def _shown(
        self, vault: EnvironmentVault, customer: UUID, shown: Shown
    ) -> AsyncIterator[list[bytes] | None]:
        """Tell all of one kind, some rows at a time; None when their key went in between."""
        passed = 0
        while True:
            async with self._database.transaction(vault.scope_id) as tx:
                key = await _key(tx, vault, customer)
                found = await subject_store.rows(tx, shown, vault.scope_id, customer, passed, AT_ONCE)
            if key is None:
                yield None
                return
            yield [_line(vault, key, shown, row_id, row) for row_id, row in found]
            passed += len(found)
            if len(found) < AT_ONCE:
                return


async def _key(tx: Transaction, vault: EnvironmentVault, customer: UUID) -> SubjectKey | None:
    wrapped = (await subjects.of_environment(tx, vault.scope_id, [customer])).get(customer)
    return None if wrapped is None else vault.unwrap(customer, wrapped)


def _line(vault: EnvironmentVault, key: SubjectKey, shown: Shown, row_id: UUID | None, row: Row) -> bytes:
    """Write a row: what was sealed is opened, ids are public ones, and keyed digests, which say nothing, are left out."""
    told: dict[str, JsonValue | msgspec.Raw] = {"kind": shown.kind}
    if row_id is not None:
        told["id"] = str(row_id) if shown.prefix is None else public(shown.prefix, row_id)
    plain: dict[str, JsonValue | msgspec.Raw] = {}
    for name, value in row.items():
        how = shown.opened.get(name)
        if how is not None and row_id is not None:
            plain[name] = _opened(vault, key, how, row_id, value)
        elif name not in _OWN and not (isinstance(value, str) and _BYTES.fullmatch(value)):
            plain[name] = _public(name, value)
    told["row"] = msgspec.Raw(msgspec.json.encode(plain))
    return msgspec.json.encode(told) + b"\n"


def _opened(
    vault: EnvironmentVault, key: SubjectKey, how: Sealed, row_id: UUID, value: JsonValue
) -> JsonValue | msgspec.Raw:
    """Open what was sealed under their key, or the environment's where a case was about nobody known yet.

    Returns: None where neither opens it: it is of somebody who was erased under the same id.
    """
    if not isinstance(value, str) or value == "\\x":
        return None
    sealed = bytes.fromhex(value[2:])
    for opener in (key.open, vault.open_tenant):
        try:
            found = opener(how.label, row_id, sealed)
        except SealBroken:
            continue
        if how.form == "text":
            return found.decode()
        if how.form == "msgpack":
            return msgspec.Raw(msgspec.json.encode(msgspec.msgpack.decode(found)))
        return msgspec.Raw(found)
    return None


def _public(name: str, value: JsonValue) -> JsonValue:
    prefix = _PREFIXES.get(name)
    if prefix is None or not isinstance(value, str):
        return value
    return public(prefix, UUID(value))
