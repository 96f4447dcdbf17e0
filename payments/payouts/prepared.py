"""From payouts and events as sent to rows and back: keys derived, everything personal sealed under the payee's key. Pure."""

from datetime import UTC
from uuid import UUID

import asyncpg
import msgspec
from msgspec.structs import replace

from payments.movements import KEY_BYTES
from payments.payouts.facts import NewPayout, PayoutEvent
from payments.payouts.progress import StageEvent
from tenants.vault import EnvironmentVault, SubjectKey

SEALED_PAYOUT = "payout.sealed"
SEALED_EVENT = "payout_event.sealed"

_encoder = msgspec.msgpack.Encoder()
_payouts = msgspec.msgpack.Decoder(NewPayout)
_events = msgspec.msgpack.Decoder(PayoutEvent)


def payout_key(vault: EnvironmentVault, own_id: str) -> bytes:
    """The keyed digest under which the caller's own id of a payout is found again."""
    return vault.digest("payouts/payout.id", own_id.encode())[:KEY_BYTES]


def event_key(vault: EnvironmentVault, event: PayoutEvent, content: bytes) -> bytes:
    """The same of an event: of its own id, else of all that it says."""
    if event.id is None:
        return content
    return vault.digest("payouts/event.id", event.source.encode(), event.id.encode())[:KEY_BYTES]


def content_key(vault: EnvironmentVault, payload: bytes) -> bytes:
    return vault.digest("payouts/content", payload)[:KEY_BYTES]


def payout_payload(payout: NewPayout) -> bytes:
    """Times go to UTC, so that one moment is one content however its offset was written."""
    due = payout.due_at
    return _encoder.encode(
        replace(
            payout,
            created_at=payout.created_at.astimezone(UTC),
            due_at=None if due is None else due.astimezone(UTC),
            documents_missing=sorted(set(payout.documents_missing)),
        )
    )


def event_payload(event: PayoutEvent) -> bytes:
    return _encoder.encode(replace(event, occurred_at=event.occurred_at.astimezone(UTC)))


def open_payout(key: SubjectKey, identity: UUID, sealed: bytes) -> NewPayout:
    """Raises: SealBroken."""
    return _payouts.decode(key.open(SEALED_PAYOUT, identity, sealed))


def open_event(key: SubjectKey, identity: UUID, sealed: bytes) -> PayoutEvent:
    """Raises: SealBroken."""
    return _events.decode(key.open(SEALED_EVENT, identity, sealed))


def stage_event(row: asyncpg.Record) -> StageEvent:
    return StageEvent(row["id"], row["stage"], row["occurred_at"], row["source"], row["error_code"])
