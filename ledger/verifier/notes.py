"""Signed notes: a text and signatures over it, each naming its key.

Source: C2SP signed-note v1 and tlog-cosignature; `signatures` has the types, `note_keys` the keys.
"""

import base64
from collections.abc import Iterable
from dataclasses import dataclass

from ledger.verifier import signatures
from ledger.verifier.note_keys import KEY_ID_BYTES, NoteRefused, VerifierKey, decode_base64, is_name

NOTE_BYTES_MAX = 65_536
SIGNATURES_MAX = 64
_DASH = "\u2014 "


class NobodySigned(NoteRefused):
    """A signed note, but by none of the keys that are trusted."""


@dataclass(frozen=True)
class Signer:
    """A known key that signed a note. at_s: the time that its signature states, in seconds since 1970; None for kind 0x01."""

    key: VerifierKey
    at_s: int | None


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
