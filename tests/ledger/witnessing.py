"""A log in memory that signs what it is told to, forks too, and requests to a witness."""

import base64
from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.verifier import merkle, notes
from ledger.verifier.checkpoints import Checkpoint
from ledger.verifier.note_keys import VerifierKey
from ledger.verifier.witness_wire import hash_of

ORIGIN = "example.com/ledger/super"
PATH = f"/{hash_of(ORIGIN)}/checkpoint"
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = VerifierKey(ORIGIN, PRIVATE.public_key().public_bytes_raw())


def leaves(count: int, *, history: bytes = b"", shared: int = 0) -> list[bytes]:
    """Leaf hashes of one history: the first `shared` are those of the history without a name."""
    return [
        merkle.leaf_hash((history if index >= shared else b"") + index.to_bytes(8, "big"))
        for index in range(count)
    ]


def signed(row: Sequence[bytes], *, private: Ed25519PrivateKey = PRIVATE, origin: str = ORIGIN) -> bytes:
    """The signed checkpoint over these leaves."""
    key = VerifierKey(origin, private.public_key().public_bytes_raw())
    text = Checkpoint(origin, len(row), merkle.root(row)).text()
    return notes.format_note(text, [(key, private.sign(text.encode()))])


def body(old: int, note: bytes, proof: Sequence[bytes] = ()) -> bytes:
    """The body of add-checkpoint."""
    lines = [f"old {old}\n", *(f"{base64.b64encode(digest).decode()}\n" for digest in proof), "\n"]
    return "".join(lines).encode() + note


def grown(row: Sequence[bytes], old: int) -> bytes:
    """The request of an honest log that grew from `old` to all of these leaves."""
    return body(old, signed(row), merkle.consistency_proof(row, old) if old else ())
