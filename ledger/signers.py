"""Who signs a checkpoint: private keys of one log, and the signed note that they make."""

from collections.abc import Sequence
from typing import Protocol, TypeAlias

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from core.database import Transaction
from ledger.verifier import notes
from ledger.verifier.checkpoints import Checkpoint
from ledger.verifier.note_keys import ED25519, ML_DSA_44, VerifierKey
from ledger.verifier.signatures import TIME_BYTES, cosigned_message

PrivateKey: TypeAlias = Ed25519PrivateKey | MLDSA44PrivateKey


class LogSigner:
    """Signs checkpoints of one log, with each of its keys: one, a second kind besides, or the old and the new of a rotation."""

    def __init__(self, origin: str, *privates: PrivateKey) -> None:
        """privates: at least one, in the order of their lines."""
        self._privates = privates
        self.keys = tuple(verifier_key(origin, private) for private in privates)

    def __repr__(self) -> str:
        return f"LogSigner({self.key.name}, ***)"

    @property
    def key(self) -> VerifierKey:
        return self.keys[0]

    def sign(self, size: int, root: bytes, at_s: int = 0) -> str:
        """Return the signed note. at_s: the time that ML-DSA-44 states, in seconds since 1970; 0 states none.

        Ed25519 is deterministic, ML-DSA-44 is not: what was signed is stored once and never signed again.
        """
        text = Checkpoint(self.key.name, size, root).text()
        signed = [
            (key, _signature(private, key.name, text, at_s))
            for key, private in zip(self.keys, self._privates, strict=True)
        ]
        return notes.format_note(text, signed).decode()

    async def at(self, tx: Transaction, published: int, size: int) -> "LogSigner":  # noqa: ARG002  a log whose keys never change
        return self


class Signing(Protocol):
    """The keys of one log, which may be others at another size."""

    async def at(self, tx: Transaction, published: int, size: int) -> LogSigner:
        """Return who signs the checkpoint of `size`. published: of the checkpoint before, 0 without one."""
        ...


def make(kind: int) -> tuple[PrivateKey, bytes]:
    """Make a private key. Returns: it, and the 32 bytes to seal."""
    private: PrivateKey = Ed25519PrivateKey.generate() if kind == ED25519 else MLDSA44PrivateKey.generate()
    return private, private.private_bytes_raw()


def load(kind: int, seed: bytes) -> PrivateKey:
    if kind == ED25519:
        return Ed25519PrivateKey.from_private_bytes(seed)
    return MLDSA44PrivateKey.from_seed_bytes(seed)


def verifier_key(origin: str, private: PrivateKey) -> VerifierKey:
    kind = ED25519 if isinstance(private, Ed25519PrivateKey) else ML_DSA_44
    return VerifierKey(origin, private.public_key().public_bytes_raw(), kind)


def signer_of(origin: str, seeds: Sequence[tuple[int, bytes]]) -> LogSigner:
    """Build a signer from kinds and seeds."""
    return LogSigner(origin, *(load(kind, seed) for kind, seed in seeds))


def _signature(private: PrivateKey, name: str, text: str, at_s: int) -> bytes:
    if isinstance(private, Ed25519PrivateKey):
        return private.sign(text.encode())
    return at_s.to_bytes(TIME_BYTES, "big") + private.sign(cosigned_message(name, text, at_s))
