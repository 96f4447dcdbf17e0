"""Checkpoints: what a log signs of itself: its origin, its size and its root.

Source: C2SP tlog-checkpoint. Extension lines are refused: nobody would audit them.
"""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass

from ledger.verifier.merkle import DIGEST_BYTES, SIZE_MAX
from ledger.verifier.note_keys import (
    ED25519,
    LOG_KINDS,
    ML_DSA_44,
    WITNESS_KINDS,
    NoteRefused,
    VerifierKey,
    decode_base64,
)
from ledger.verifier.notes import NobodySigned, Signer, open_note, read_signers

KIND_NAMES = {ED25519: "Ed25519", ML_DSA_44: "ML-DSA-44"}
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Write the body that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def parse_text(text: str) -> Checkpoint:
    """Raises: NoteRefused unless the text is exactly what `Checkpoint.text` writes."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[3] or not lines[0] or not _SIZE.fullmatch(lines[1]):
        raise NoteRefused("this is not a checkpoint: origin, size, root")
    root = decode_base64(lines[2])
    if len(root) != DIGEST_BYTES or int(lines[1]) >= SIZE_MAX:
        raise NoteRefused("the checkpoint's size or root is out of range")
    return Checkpoint(lines[0], int(lines[1]), root)


@dataclass(frozen=True)
class SignedCheckpoint:
    """A checkpoint, and those keys of the log's own name that signed it, one or more."""

    checkpoint: Checkpoint
    signers: tuple[VerifierKey, ...]


def open_checkpoint(note: bytes, keys: Iterable[VerifierKey]) -> Checkpoint:
    """Read a signed checkpoint. A signature counts only under a key that bears the log's own name, its origin.

    Of each kind (Ed25519, ML-DSA-44) that `keys` has for the origin, one signature is owed.
    Raises: NoteRefused.
    """
    signed = read_checkpoint(note, keys := tuple(keys))
    require_kinds(signed, keys)
    return signed.checkpoint


def read_checkpoint(note: bytes, keys: Iterable[VerifierKey]) -> SignedCheckpoint:
    """Read a checkpoint that at least one of `keys` signed: one of a log's history, from before it had its second kind of key.

    Raises: NoteRefused.
    """
    text, signers = open_note(note, keys)
    checkpoint = parse_text(text)
    own = tuple(key for key in signers if _speaks_for(key, checkpoint))
    if not own:
        raise NoteRefused(f"no key of the log {checkpoint.origin} signed its checkpoint")
    return SignedCheckpoint(checkpoint, own)


def require_kinds(signed: SignedCheckpoint, pinned: Iterable[VerifierKey]) -> None:
    """Demand a signature of each kind that is pinned for the log. Raises: NoteRefused."""
    owed = {key.kind for key in pinned if _speaks_for(key, signed.checkpoint)}
    missing = owed - {key.kind for key in signed.signers}
    if missing:
        names = " and ".join(KIND_NAMES[kind] for kind in sorted(missing))
        raise NoteRefused(f"{signed.checkpoint.origin} did not sign with {names}, of which a key is pinned")


def open_cosignatures(note: bytes, witnesses: Iterable[VerifierKey]) -> list[Signer]:
    """Return which of the witnesses cosigned a checkpoint, and when each says it did; maybe none.

    A wrong cosignature of a known witness is a refusal; keys of kind 0x01 cannot cosign and are passed over.
    Whoever counts a quorum counts names: one witness may have two keys.
    Raises: NoteRefused.
    """
    known = [key for key in witnesses if key.kind in WITNESS_KINDS]
    try:
        return read_signers(note, known)[1]
    except NobodySigned:
        return []


def _speaks_for(key: VerifierKey, checkpoint: Checkpoint) -> bool:
    return key.name == checkpoint.origin and key.kind in LOG_KINDS
