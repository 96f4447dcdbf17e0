"""Public keys of notes as text: who signs under which name, with which kind of signature. Nothing here checks a signature.

Source: C2SP signed-note v1. The keys of receipts are written in the same form.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

ED25519 = 0x01
COSIGNATURE = 0x04
ML_DSA_44 = 0x06
KEY_BYTES = {ED25519: 32, COSIGNATURE: 32, ML_DSA_44: 1312}
LOG_KINDS = frozenset({ED25519, ML_DSA_44})
WITNESS_KINDS = frozenset({COSIGNATURE, ML_DSA_44})
KEY_ID_BYTES = 4


class NoteRefused(Exception):
    """Not a signed note, or not signed by a key that is trusted."""


@dataclass(frozen=True)
class VerifierKey:
    """A public key with its name. `key_id` is four bytes of a hash of name, kind and key: a hint which key it is, never a proof.

    kind: the signature type, 0x01, 0x04 or 0x06 (see `signatures`).
    """

    name: str
    public_key: bytes
    kind: int = ED25519

    @property
    def key_id(self) -> bytes:
        return key_id_of(self.name, self.public_key, self.kind)

    def __str__(self) -> str:
        encoded = base64.b64encode(bytes([self.kind]) + self.public_key).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"


def key_id_of(name: str, public_key: bytes, kind: int = ED25519) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public_key).digest()[:KEY_ID_BYTES]


def parse_key(text: str) -> VerifierKey:
    """Read `name+id+key`, the form in which keys are published. Raises: NoteRefused."""
    name, _, rest = text.partition("+")
    listed_id, _, encoded = rest.partition("+")
    key = decode_base64(encoded)
    if not is_name(name) or not key or len(key) - 1 != KEY_BYTES.get(key[0]):
        raise NoteRefused("this is not a verifier key (name+id+key) of Ed25519, of a witness or of ML-DSA-44")
    parsed = VerifierKey(name, key[1:], key[0])
    if listed_id != parsed.key_id.hex():
        raise NoteRefused("the id of this verifier key does not belong to it")
    return parsed


def decode_base64(text: str) -> bytes:
    """Decode standard base64 in its one canonical spelling. Raises: NoteRefused."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteRefused("this is not base64") from error
    if base64.b64encode(data).decode() != text:
        raise NoteRefused("this base64 is not spelled canonically")
    return data


def is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(letter.isspace() for letter in name)
