"""Signed notes: a text and Ed25519 signatures over it, each naming its key.

Source: C2SP signed-note v1, signature type 0x01. The keys of receipts are written in the same form.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ED25519 = 0x01
KEY_BYTES = 32
SIGNATURE_BYTES = 64
KEY_ID_BYTES = 4
NOTE_BYTES_MAX = 65_536
SIGNATURES_MAX = 64
_DASH = "\u2014 "


class NoteRefused(Exception):
    """Not a signed note, or not signed by a key that is trusted."""


@dataclass(frozen=True)
class VerifierKey:
    """A public key with its name. `key_id` is four bytes of a hash of name, type and key: a hint which key it is, never a proof."""

    name: str
    public_key: bytes

    @property
    def key_id(self) -> bytes:
        return key_id_of(self.name, self.public_key)

    def __str__(self) -> str:
        encoded = base64.b64encode(bytes([ED25519]) + self.public_key).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"


def key_id_of(name: str, public_key: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + bytes([ED25519]) + public_key).digest()[:KEY_ID_BYTES]


def parse_key(text: str) -> VerifierKey:
    """Read `name+id+key`, the form in which keys are published. Raises: NoteRefused."""
    name, _, rest = text.partition("+")
    listed_id, _, encoded = rest.partition("+")
    key = decode_base64(encoded)
    if not _is_name(name) or len(key) != 1 + KEY_BYTES or key[0] != ED25519:
        raise NoteRefused("this is not an Ed25519 verifier key (name+id+key)")
    parsed = VerifierKey(name, key[1:])
    if listed_id != parsed.key_id.hex():
        raise NoteRefused("the id of this verifier key does not belong to it")
    return parsed


def verify_signature(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Check one Ed25519 signature (RFC 8032). False for anything malformed."""
    if len(public_key) != KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def format_note(text: str, signatures: Iterable[tuple[VerifierKey, bytes]]) -> bytes:
    """Write a note. text: ends with a newline. signatures: over the text's UTF-8 bytes."""
    lines = [
        f"{_DASH}{key.name} {base64.b64encode(key.key_id + signature).decode()}\n"
        for key, signature in signatures
    ]
    return (text + "\n" + "".join(lines)).encode()


def open_note(note: bytes, keys: Iterable[VerifierKey]) -> tuple[str, list[VerifierKey]]:
    """Return the text of a note, and which of `keys` signed it: at least one.

    Signatures of unknown keys are ignored, as the specification asks; a wrong one of a known key is a refusal.
    Raises: NoteRefused.
    """
    text, lines = _split(note)
    known = {(key.name, key.key_id): key for key in keys}
    signers: list[VerifierKey] = []
    for line in lines:
        name, key_id, signature = _parse_signature(line)
        key = known.get((name, key_id))
        if key is None:
            continue
        if key in signers:
            raise NoteRefused(f"{name} signed twice")
        if not verify_signature(key.public_key, text.encode(), signature):
            raise NoteRefused(f"the signature of {name} is wrong")
        signers.append(key)
    if not signers:
        raise NoteRefused("no trusted key signed this note")
    return text, signers


def decode_base64(text: str) -> bytes:
    """Decode standard base64 in its one canonical spelling. Raises: NoteRefused."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteRefused("this is not base64") from error
    if base64.b64encode(data).decode() != text:
        raise NoteRefused("this base64 is not spelled canonically")
    return data


def _split(note: bytes) -> tuple[str, list[str]]:
    if len(note) > NOTE_BYTES_MAX:
        raise NoteRefused("the note is too long")
    try:
        decoded = note.decode()
    except UnicodeDecodeError as error:
        raise NoteRefused("the note is not UTF-8") from error
    if any(letter < " " and letter != "\n" for letter in decoded):
        raise NoteRefused("the note holds a control character")
    text, separator, tail = decoded.rpartition("\n\n")
    lines = tail.split("\n")
    if not separator or lines.pop() or not 1 <= len(lines) <= SIGNATURES_MAX:
        raise NoteRefused("the note has no block of signatures")
    return text + "\n", lines


def _parse_signature(line: str) -> tuple[str, bytes, bytes]:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    data = decode_base64(encoded)
    if not line.startswith(_DASH) or not _is_name(name) or len(data) <= KEY_ID_BYTES:
        raise NoteRefused("a signature line is malformed")
    return name, data[:KEY_ID_BYTES], data[KEY_ID_BYTES:]


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(letter.isspace() for letter in name)
