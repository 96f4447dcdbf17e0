"""The one ledger entry of an ingest: what it commits to, and to whom.

A single fact: its entry's id is the fact's own, and `pc` is the commitment under its customer's key. A bulk: `pc` is the
SHA-256 of all commitments, 32 bytes each, in order; they are kept in `payment_batch` with the ids, so that each fact can
be proven without the others, and erasing one customer breaks no proof of another's.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

import msgspec

from core import intake
from core.database import Transaction
from payments import store
from tenants.vault import SubjectKey


class Actor(Protocol):
    """Who records, and where: a caller, or a job on behalf of one."""

    @property
    def id(self) -> str: ...
    @property
    def environment_id(self) -> UUID: ...


class Committed(msgspec.Struct, frozen=True):
    """A fact that was recorded, with the key of the customer it is about."""

    id: UUID
    payload: bytes
    key: SubjectKey


async def record_one(tx: Transaction, caller: Actor, typ: str, at: datetime, fact: Committed) -> None:
    commitment = fact.key.commit(fact.id, fact.payload)
    await intake.append(tx, _entry(caller, typ, fact.id, at, commitment))


async def record_bulk(
    tx: Transaction, caller: Actor, typ: str, eid: UUID, at: datetime, facts: Sequence[Committed]
) -> None:
    commitments = b"".join([fact.key.commit(eid, fact.payload) for fact in facts])
    await store.add_batch(tx, caller.environment_id, eid, [fact.id for fact in facts], commitments)
    await intake.append(tx, _entry(caller, typ, eid, at, hashlib.sha256(commitments).digest()))


def _entry(caller: Actor, typ: str, eid: UUID, at: datetime, commitment: bytes) -> intake.Entry:
    return intake.Entry(
        typ=typ, log=caller.environment_id, eid=eid, at=at, act=caller.id, out="recorded", pc=(commitment,)
    )
