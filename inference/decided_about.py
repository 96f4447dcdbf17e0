"""Whom and what a decision was about, for who acts on it later: its customer, the ids in its facts, and its reasons."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from core.database import Transaction
from inference import decision_store
from inference.decision_batch import SEALED_PAYLOAD
from tenants import subjects
from tenants.vault import EnvironmentVault


class _Reason(msgspec.Struct, frozen=True):
    code: str


class _Answer(msgspec.Struct, frozen=True):
    reasons: tuple[_Reason, ...] = ()


class _Facts(msgspec.Struct, frozen=True):
    transaction: dict[str, object] | None = None
    event: dict[str, object] | None = None
    inputs: dict[str, object] | None = None


class _Payload(msgspec.Struct, frozen=True):
    """Of a decision's payload only what is asked here, whatever its use case."""

    facts: _Facts
    answer: _Answer


class DecidedAbout(msgspec.Struct, frozen=True, kw_only=True):
    """values: the caller's own ids, by the name of their field. reasons: their codes, the strongest first.

    Of a customer who was erased nothing is known but the handle.
    """

    customer: UUID
    use_case: str
    values: Mapping[str, str]
    reasons: tuple[str, ...]


async def find_about(
    tx: Transaction, vault: EnvironmentVault, decision_id: UUID, names: frozenset[str]
) -> DecidedAbout | None:
    """names: of the fields to look for, in the payment first, then in the event, then among the tenant's own columns."""
    row = await decision_store.find(tx, vault.scope_id, decision_id)
    if row is None:
        return None
    keys = await subjects.of_environment(tx, vault.scope_id, [row.customer])
    values: dict[str, str] = {}
    reasons: tuple[str, ...] = ()
    if row.sealed is not None and row.customer in keys:
        key = vault.unwrap(row.customer, keys[row.customer])
        opened = msgspec.json.decode(key.open(SEALED_PAYLOAD, decision_id, row.sealed), type=_Payload)
        for held in (opened.facts.inputs, opened.facts.event, opened.facts.transaction):
            for name in names & (held or {}).keys():
                value = (held or {})[name]
                if isinstance(value, str):
                    values[name] = value
        reasons = tuple(each.code for each in opened.answer.reasons)
    return DecidedAbout(customer=row.customer, use_case=row.use_case, values=values, reasons=reasons)


async def find_customer(tx: Transaction, environment_id: UUID, decision_id: UUID) -> UUID | None:
    """Return the handle of a decision's customer."""
    row = await decision_store.find(tx, environment_id, decision_id)
    return None if row is None else row.customer
