"""Lists of an environment: named sets of customers, merchants, payees or devices, which rules ask about.

A value never rests in clear: an entry keeps its keyed digest, so a list tells whether somebody is on it and not who is.
"""

import datetime as dt
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from core.errors import ErrorKind, PlatformError
from tenants.vault import EnvironmentVault

PREFIX, ENTRY_PREFIX = "lst", "lse"
LISTS_MAX = 50
LIST_ENTRIES_MAX = 100_000
ENTRIES_MAX = 500_000
"""Of all lists of an environment: what the processes that decide hold in memory, 24 bytes each."""
AT_ONCE_MAX = 1_000
OTHERS_SHOWN_MAX = 1_000

Kind = Literal["customer", "merchant", "payee", "device", "partner", "vendor"]
SilencedKind: TypeAlias = Kind | Literal["gateway"]
"""Whom or what a suppression is about. A gateway's silences alerts alone: rules have no list of gateways."""
ATTRIBUTES: dict[Kind, str] = {
    "customer": "customer",
    "merchant": "merchant_id",
    "payee": "payee_id",
    "device": "device_id",
    "partner": "partner_id",
    "vendor": "vendor_id",
}
"""What a rule calls each kind: `lists.<name>.<attribute>`."""

Name = Annotated[str, Meta(min_length=1, max_length=48, pattern=r"^[a-z][a-z0-9_]*$(?!\n)")]
Value = Annotated[str, Meta(min_length=1, max_length=128, pattern=r"^[^\x00-\x1f\x7f]+$(?!\n)")]
"""The caller's own id of somebody or something."""
Line = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$(?!\n)")]


class ListNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "list_not_found"
    fix = "List the lists of this environment."


class ListEntryNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "list_entry_not_found"
    fix = "Nothing needs to be removed: the value is not on this list."


class ListTaken(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "list_taken"
    fix = "Give it another name, or add to the list that has this one."


class ListFull(PlatformError):
    kind = ErrorKind.EXHAUSTED
    code = "list_full"
    fix = "Remove entries or let them expire; what follows from facts of the event is better said by a rule."


class ListRead(PlatformError):
    """A version of a ruleset reads this list, and versions are kept: without it, a rollback would read nothing."""

    kind = ErrorKind.PRECONDITION
    code = "list_read_by_rules"
    fix = "Remove its entries instead: an empty list costs nothing."


class ExpiryPast(PlatformError):
    kind = ErrorKind.INVALID
    code = "expiry_past"
    fix = "Name a moment to come, with its time zone."


class NewList(msgspec.Struct, frozen=True, kw_only=True):
    name: Name
    kind: Kind
    description: Line


class NewEntry(msgspec.Struct, frozen=True, kw_only=True):
    """expires_at: None for an entry that stays until it is removed. reason: the change's own, where it has none."""

    value: Value
    expires_at: dt.datetime | None = None
    reason: Line | None = None


class RuleList(msgspec.Struct, frozen=True, kw_only=True):
    """changes: counts what was added and removed."""

    environment_id: UUID
    id: UUID
    name: str
    kind: Kind
    description: str
    entry_count: int
    changes: int
    created_at: dt.datetime
    created_by: str
    changed_at: dt.datetime

    @property
    def fact(self) -> str:
        return fact_of(self.name, self.kind)


class ListEntry(msgspec.Struct, frozen=True, kw_only=True):
    """digest: 32 bytes, keyed by the environment's vault."""

    id: UUID
    digest: bytes
    expires_at: dt.datetime | None
    reason: str
    added_at: dt.datetime
    added_by: str


class ListChange(msgspec.Struct, frozen=True, kw_only=True):
    """What a change did: `unchanged` were on the list (or off it) just so already."""

    list_id: UUID
    added: int
    updated: int
    removed: int
    unchanged: int
    entry_count: int


class ListComparison(msgspec.Struct, frozen=True, kw_only=True):
    """A list beside a file of values. on_list, missing: of the file. others: entries of none of its values, at most 1,000 of them."""

    on_list: int
    missing: list[str]
    other_count: int
    others: list[ListEntry]


def fact_of(name: str, kind: Kind) -> str:
    """Say how rules call it."""
    return f"lists.{name}.{ATTRIBUTES[kind]}"


def digest_of(vault: EnvironmentVault, kind: SilencedKind, value: str) -> bytes:
    """Return what an entry or a suppression keeps of a value, 32 bytes."""
    if kind == "customer":
        return digest_of_customer(vault, vault.handle(value))
    return vault.digest(f"rules/{kind}/v1", value.encode())


def digest_of_customer(vault: EnvironmentVault, customer: UUID) -> bytes:
    """The same of a customer's handle, which is all that is known of them once they are stored."""
    return vault.digest("rules/customer/v1", customer.bytes)
