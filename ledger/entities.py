"""What the ledger answers: entries, proofs, checkpoints and keys, as both faces show them."""

import datetime as dt
from typing import Literal

import msgspec


class LedgerEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One event as the log keeps it: no personal data, no amounts, only what anybody may check later.

    id: of the entry; the same as the decision's or the change's it is about, with another prefix.
    state: sequenced once it has its index; pending for the moment before.
    index: place in the log, from 0, for ever; null while pending.
    type: kind of event and version of its form, such as decision.v1.
    at: when it happened.
    actor: who did it: a key, a client, a member, or the system.
    outcome: short code of what came of it, where there is one.
    model_hash: SHA-256 of the model version that was used, hex.
    ruleset_hash: SHA-256 of the ruleset version that was used, hex.
    score_millionths: the score in millionths.
    commitments: keyed hashes of the payloads, one for each data subject; opened by who holds the subject's key.
    refs: ids (UUIDs) of what it speaks of.
    leaf_hash: SHA-256 of the entry as a leaf of the log.
    entry: the exact bytes that are hashed, deterministic CBOR.
    """

    id: str
    state: Literal["sequenced", "pending"]
    index: int | None
    type: str
    at: dt.datetime
    actor: str
    outcome: str | None
    model_hash: str | None
    ruleset_hash: str | None
    score_millionths: int | None
    commitments: tuple[bytes, ...]
    refs: tuple[str, ...]
    leaf_hash: bytes
    entry: bytes


class EntryProof(msgspec.Struct, frozen=True, kw_only=True):
    """That an entry is in the log. Save it and check it offline with `countermark-verify proof`.

    log_id: the log, which is the environment.
    entry_id: the entry that is proven.
    state: included, or pending while no signed checkpoint covers the entry yet: ask again in a second.
    entry: the exact bytes that are hashed, deterministic CBOR.
    leaf_hash: SHA-256 of the entry as a leaf of the log.
    leaf_index: place in the log, from 0; null while pending.
    checkpoint: the newest signed checkpoint, a C2SP note; null while pending.
    path: hashes from the leaf to the checkpoint's root, RFC 6962; null while pending.
    """

    log_id: str
    entry_id: str
    state: Literal["included", "pending"]
    entry: bytes
    leaf_hash: bytes
    leaf_index: int | None
    checkpoint: str | None
    path: tuple[bytes, ...] | None


class SignedCheckpoint(msgspec.Struct, frozen=True, kw_only=True):
    """What the log signed of itself. Keep one: a later log that does not continue it is a fork, and you can prove it.

    log_id: the log, which is the environment.
    size: number of entries.
    root: RFC 6962 root over all of them.
    note: the signed checkpoint, a C2SP note: these bytes are what to keep.
    signed_at: when it was signed.
    """

    log_id: str
    size: int
    root: bytes
    note: str
    signed_at: dt.datetime


class ConsistencyProof(msgspec.Struct, frozen=True, kw_only=True):
    """That the log of `to_size` entries begins with the log of `from_size`.

    log_id: the log, which is the environment.
    from_size: number of entries of the older log.
    to_size: number of entries of the newer log.
    from_root: RFC 6962 root of the older log.
    to_root: RFC 6962 root of the newer log.
    path: hashes that lead to both roots, RFC 6962.
    """

    log_id: str
    from_size: int
    to_size: int
    from_root: bytes
    to_root: bytes
    path: tuple[bytes, ...]


class Epoch(msgspec.Struct, frozen=True, kw_only=True):
    """One epoch, and where this log stood in it.

    epoch: its number, from 1.
    closed_at: when it closed.
    slots: number of logs under its root.
    root: RFC 6962 root over the leaves of all slots.
    slot: this log's place among them, from 0, the same in every epoch.
    size: number of entries of this log's checkpoint in it, 0 while the log was empty.
    """

    epoch: int
    closed_at: dt.datetime
    slots: int
    root: bytes
    slot: int
    size: int


class EpochProof(msgspec.Struct, frozen=True, kw_only=True):
    """That this log's checkpoint is in an epoch, and the epoch in the public super-log.

    log_id: the log, which is the environment.
    epoch: number of the epoch, from 1.
    closed_at: when it closed.
    slots: number of logs under its root.
    root: RFC 6962 root over the leaves of all slots.
    slot: this log's place among them, from 0, the same in every epoch.
    size: number of entries of this log's checkpoint in it, 0 while the log was empty.
    leaf: the exact bytes in the slot, deterministic CBOR: the checkpoint's size and root, and a salt.
    path: hashes from the leaf to the epoch's root, RFC 6962.
    record: the epoch's entry in the super-log, deterministic CBOR.
    record_path: hashes from the record to the root of the checkpoint below, RFC 6962; its index is `epoch` - 1.
    checkpoint: the newest signed checkpoint of the super-log, a C2SP note with the lines of its witnesses.
    """

    log_id: str
    epoch: int
    closed_at: dt.datetime
    slots: int
    root: bytes
    slot: int
    size: int
    leaf: bytes
    path: tuple[bytes, ...]
    record: bytes
    record_path: tuple[bytes, ...]
    checkpoint: str


class LedgerKey(msgspec.Struct, frozen=True, kw_only=True):
    """A public key to pin.

    use: log for checkpoints, receipts for receipts, super for checkpoints of the super-log.
    kind: algorithm of its signatures.
    state: signing now; appointed by an entry that no signed checkpoint covers yet; retired once another replaced it.
    name: of the key: the log's origin, or the installation's.
    key_id: eight hex digits that signatures name.
    verifier_key: the key in the C2SP form, name+id+key: a line of a trust file is its use, a space and this.
    fingerprint: SHA-256 of the verifier key, hex in groups of four, to be compared by eye or by telephone.
    entry_id: the entry of the log that appointed it; null for the first key of a log, and for receipts.
    """

    use: Literal["log", "receipts", "super"]
    kind: Literal["ed25519", "ml_dsa_44"]
    state: Literal["signing", "appointed", "retired"]
    name: str
    key_id: str
    verifier_key: str
    fingerprint: str
    entry_id: str | None


class RotateLedgerKey(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """kind: ed25519, which every log has, or ml_dsa_44, the second, where the installation signs with it."""

    kind: Literal["ed25519", "ml_dsa_44"] = "ed25519"


class LedgerKeys(msgspec.Struct, frozen=True, kw_only=True):
    """The keys that sign for this environment. Pin them once, by a way that you trust.

    log_id: the log, which is the environment.
    origin: how the log names itself in its checkpoints.
    keys: every key that signs or signed, oldest first.
    """

    log_id: str
    origin: str
    keys: tuple[LedgerKey, ...]
