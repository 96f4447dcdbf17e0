"""What an epoch puts under one root: a leaf for each log, in its own slot, and the record of them all.

Formats: docs/decisions/0051. Written here, and read back for callers; the verifier reads them by code of its own.
"""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from ledger.errors import LedgerCorrupt
from ledger.paths import root_and_paths
from ledger.verifier import merkle
from ledger.verifier.canonical import NotCanonical, decode, encode
from tenants import envelope

VERSION = 1
SLOT_TYPE = "slot.v1"
RECORD_TYPE = "epoch.v1"
_SALT_LABEL = b"ledger/slot/v1\0"
_KEY_LABEL = b"ledger/slot-key/v1\0"


class SlotKeys:
    """Keys of the salts of slots, one for each log, derived from one key of the installation.

    Derived, not stored, so that closing an epoch opens one key and no vault, and a log whose vault is gone keeps its slot.
    """

    def __init__(self, key: bytes) -> None:
        """key: 32 bytes, the installation's for this purpose and no other."""
        self._key = key

    def __repr__(self) -> str:
        return "SlotKeys(***)"

    def salt(self, log: UUID, epoch: int) -> bytes:
        """Return the 32 bytes that blind a log's leaf of one epoch."""
        slot_key = envelope.derive(self._key, log.bytes, _KEY_LABEL)
        return envelope.mac(slot_key, _SALT_LABEL + epoch.to_bytes(8, "big"))


class LogState(msgspec.Struct, frozen=True):
    """Where a log is when an epoch closes: its newest checkpoint, or size 0 and the empty tree's root."""

    log: UUID
    size: int
    root: bytes


class SlotRow(msgspec.Struct, frozen=True):
    """A log's place in one epoch. leaf: as `slot_leaf` writes it. path: hashes from it to the epoch's root."""

    log: UUID
    epoch: int
    slot: int
    size: int
    leaf: bytes
    path: tuple[bytes, ...]


class EpochRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What the super-log keeps of an epoch. ts: microseconds since 1970 UTC. root: of the epoch tree over `slots` leaves."""

    epoch: int
    ts: int
    root: bytes
    slots: int

    def encode(self) -> bytes:
        return encode(
            {
                "v": VERSION,
                "ts": self.ts,
                "typ": RECORD_TYPE,
                "root": self.root,
                "epoch": self.epoch,
                "slots": self.slots,
            }
        )


def read_record(data: bytes) -> EpochRecord:
    """Read a record that was stored. Raises: LedgerCorrupt."""
    try:
        record = msgspec.convert(decode(data), _StoredRecord)
    except (NotCanonical, msgspec.ValidationError) as error:
        raise LedgerCorrupt("A record of the super-log cannot be read.", internal=repr(error)) from error
    return EpochRecord(epoch=record.epoch, ts=record.ts, root=record.root, slots=record.slots)


class SlotLeaf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a log's slot held in one epoch, read back."""

    v: int
    log: bytes
    typ: str
    root: bytes
    salt: bytes
    size: int


def read_slot_leaf(data: bytes) -> SlotLeaf:
    """Read a leaf that was stored. Raises: LedgerCorrupt."""
    try:
        return msgspec.convert(decode(data), SlotLeaf)
    except (NotCanonical, msgspec.ValidationError) as error:
        raise LedgerCorrupt("A leaf of an epoch cannot be read.", internal=repr(error)) from error


def slot_leaf(state: LogState, salt: bytes) -> bytes:
    return encode(
        {
            "v": VERSION,
            "log": state.log.bytes,
            "typ": SLOT_TYPE,
            "root": state.root,
            "salt": salt,
            "size": state.size,
        }
    )


def close_epoch(
    epoch: int, ts: int, states: Sequence[LogState], keys: SlotKeys
) -> tuple[EpochRecord, list[SlotRow]]:
    """Build the tree of one epoch. states: in the order of slots, from 0, at least one.

    Cost: for each log one HKDF, one HMAC, one encoding and two hashes.
    """
    leaves = [slot_leaf(state, keys.salt(state.log, epoch)) for state in states]
    root, paths = root_and_paths([merkle.leaf_hash(leaf) for leaf in leaves])
    rows = [
        SlotRow(state.log, epoch, slot, state.size, leaf, tuple(path))
        for slot, (state, leaf, path) in enumerate(zip(states, leaves, paths, strict=True))
    ]
    return EpochRecord(epoch=epoch, ts=ts, root=root, slots=len(rows)), rows


class _StoredRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    v: int
    ts: int
    typ: str
    root: bytes
    epoch: int
    slots: int
