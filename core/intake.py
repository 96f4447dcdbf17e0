"""The one intake table: what any package appends here, in its own transaction, the ledger will keep for ever.

An entry holds ids, hashes of artefacts, outcomes, scores in integer millionths and commitments; never a float, a
feature or personal data. Its format is fixed: `v` 1 is read by every verifier ever shipped.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from uuid import UUID

import cbor2
import msgspec

from core import idempotency
from core.clock import NOT_AHEAD, ahead_now, to_micros
from core.database import Transaction

ENTRY_VERSION = 1
ENTRY_BYTES_MAX = 16_384
CHANNEL = "countermark_intake"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One event as the ledger keeps it.

    typ: kind of event with its version, `decision.v1`. log: the environment whose log it enters. eid: UUIDv7, once only.
    at: in the environment at hand; what is written is the true time, which auditors hold against checkpoints, epochs and anchors.
    act: the principal's public id. out: a small outcome code. model, rules: SHA-256 of the exact artefacts.
    score: millionths. pc: 32-byte commitments to payloads, one for each data subject. refs: eids or ids it speaks of.
    """

    typ: str
    log: UUID
    eid: UUID
    at: dt.datetime
    act: str
    out: str | None = None
    model: bytes | None = None
    rules: bytes | None = None
    score: int | None = None
    pc: tuple[bytes, ...] = ()
    refs: tuple[UUID, ...] = ()


def encode(entry: Entry) -> bytes:
    """Encode as deterministic CBOR with text keys; absent fields are left out.

    Within `clock.ahead` its time is taken back by as much as that environment is ahead.
    """
    # In the canonical order of their names (RFC 8949 section 4.2): sorting them anew costs as much as writing them.
    fields: dict[str, object] = {"v": ENTRY_VERSION}
    if entry.pc:
        fields["pc"] = list(entry.pc)
    by = ahead_now()
    fields["ts"] = to_micros(entry.at if by is NOT_AHEAD else entry.at - by)
    fields["act"] = entry.act
    fields["eid"] = entry.eid.bytes
    fields["log"] = entry.log.bytes
    if entry.out is not None:
        fields["out"] = entry.out
    fields["typ"] = entry.typ
    if entry.refs:
        fields["refs"] = [ref.bytes for ref in entry.refs]
    if entry.model is not None:
        fields["model"] = entry.model
    if entry.rules is not None:
        fields["rules"] = entry.rules
    if entry.score is not None:
        fields["score"] = entry.score
    data = cbor2.dumps(fields)
    if len(data) > ENTRY_BYTES_MAX:
        raise ValueError(f"an entry of {len(data)} bytes is above the limit of {ENTRY_BYTES_MAX}")
    return data


def leaf_hash(entry: bytes) -> bytes:
    """Hash an encoded entry as a leaf. Source: RFC 6962 section 2.1."""
    return hashlib.sha256(b"\x00" + entry).digest()


# An entry is in the intake until it has its place, and in the log from the same commit on.
_KNOWN = """
SELECT eid FROM ledger_entry WHERE environment_id = $1 AND eid = ANY ($2::uuid[])
UNION
SELECT eid FROM ledger_intake WHERE environment_id = $1 AND eid = ANY ($2::uuid[])
"""
_APPEND = "SELECT intake_append($1, $2, $3, $4)"


async def append(tx: Transaction, entry: Entry) -> bytes:
    """Append one entry in the caller's transaction, with the idempotency key of the request, if it has one.

    Returns: the leaf hash, 32 bytes.
    """
    await idempotency.claim(tx)
    return (await append_many(tx, (entry,)))[0]


async def append_many(tx: Transaction, entries: Sequence[Entry]) -> list[bytes]:
    """Append entries of any environments in scope, in one statement. Returns: their leaf hashes, in order."""
    return await append_encoded(tx, [(entry.log, entry.eid, encode(entry)) for entry in entries])


async def append_encoded(tx: Transaction, rows: Sequence[tuple[UUID, UUID, bytes]]) -> list[bytes]:
    """Append entries that are encoded already: (environment id, eid, bytes). Returns: their leaf hashes, in order."""
    hashes = [leaf_hash(data) for _, _, data in rows]
    await tx.execute(
        _APPEND, [row[0] for row in rows], [row[1] for row in rows], hashes, [row[2] for row in rows]
    )
    return hashes


async def find_known(tx: Transaction, environment_id: UUID, eids: Sequence[UUID]) -> set[UUID]:
    """Of these ids, those that entries have."""
    return {row[0] for row in await tx.fetch(_KNOWN, environment_id, list(eids))}
