"""Signed notes: a text and signatures over it, each naming its key.

Source: C2SP signed-note v1 and tlog-cosignature; `signatures` has the types. The keys of receipts are written in the same form.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from ledger.verifier import signatures
from ledger.verifier.signatures import ED25519, KEY_BYTES

KEY_ID_BYTES = 4
NOTE_BYTES_MAX = 65_536
SIGNATURES_MAX = 64
_DASH = "\u2014 "


class NoteRefused(Exception):
    """Not a signed note, or not signed by a key that is trusted."""


class NobodySigned(NoteRefused):
    """A signed note, but by none of the keys that are trusted."""


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


@dataclass(frozen=True)
class Signer:
    """A known key that signed a note. at_s: the time that its signature states, in seconds since 1970; None for kind 0x01."""

    key: VerifierKey
    at_s: int | None


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


def format_note(text: str, signed: Iterable[tuple[VerifierKey, bytes]]) -> bytes:
    """Write a note. text: ends with a newline. signed: each key and its signature, for kinds 0x04 and 0x06 with the time before."""
    return (text + "\n" + "".join(signature_line(key, signature) for key, signature in signed)).encode()


def signature_line(key: VerifierKey, signature: bytes) -> str:
    """Write one line of a note's block of signatures, with its newline."""
    return f"{_DASH}{key.name} {base64.b64encode(key.key_id + signature).decode()}\n"


def open_note(note: bytes, keys: Iterable[VerifierKey]) -> tuple[str, list[VerifierKey]]:
    """Return the text of a note, and which of `keys` signed it: at least one.

    Signatures of unknown keys are ignored, as the specification asks; a wrong one of a known key is a refusal.
    Raises: NoteRefused.
    """
    text, signers = read_signers(note, keys)
    return text, [signer.key for signer in signers]


def read_signers(note: bytes, keys: Iterable[VerifierKey]) -> tuple[str, list[Signer]]:
    """Do as `open_note`, and keep the times that signatures state. Raises: NoteRefused."""
    text, lines = _split(note)
    known = {(key.name, key.key_id): key for key in keys}
    signers: dict[VerifierKey, Signer] = {}
    for line in lines:
        name, key_id, signature = _parse_signature(line)
        key = known.get((name, key_id))
        if key is None:
            continue
        if key in signers:
            raise NoteRefused(f"{name} signed twice")
        if not signatures.verify(key.kind, key.name, key.public_key, text, signature):
            raise NoteRefused(f"the signature of {name} is wrong")
        signers[key] = Signer(key, signatures.time_of(key.kind, signature))
    if not signers:
        raise NobodySigned("no trusted key signed this note")
    return text, list(signers.values())


def unverified_text(note: bytes) -> str:
    """Return the text of a note of which no signature was looked at, to learn whose it claims to be. Raises: NoteRefused."""
    return _split(note)[0]


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
    if not line.startswith(_DASH) or not is_name(name) or len(data) <= KEY_ID_BYTES:
        raise NoteRefused("a signature line is malformed")
    return name, data[:KEY_ID_BYTES], data[KEY_ID_BYTES:]


def is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(letter.isspace() for letter in name)
