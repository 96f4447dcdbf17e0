"""Signature types of notes: which message each signs, and how one is checked.

0x01 is Ed25519 over the text itself (C2SP signed-note). 0x04 is a witness's Ed25519 cosignature: the text below a line
with the time. 0x06 is ML-DSA-44 (FIPS 204), by a log or by a witness: over a structure that names the signer, the time,
the origin, the size and the root (both C2SP tlog-cosignature). Both of these carry their time in the signature, as 8
bytes big-endian before it.
"""

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

from ledger.verifier.note_keys import COSIGNATURE, ED25519, KEY_BYTES, ML_DSA_44

TIME_BYTES = 8
TIME_MAX_S = 2**63 - 1
_ED25519_SIGNATURE_BYTES = 64
_ML_DSA_SIGNATURE_BYTES = 2420
_LABEL = b"subtree/v1\n\x00"
_ROOT_BYTES = 32
_NAME_BYTES_MAX = 255
_SIZE_DIGITS_MAX = 19


class NotACheckpoint(Exception):
    """Only checkpoints can be signed with this type, and this text is none."""


def verify_ed25519(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Check one Ed25519 signature (RFC 8032). False for anything malformed."""
    if len(public_key) != KEY_BYTES[ED25519] or len(signature) != _ED25519_SIGNATURE_BYTES:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def verify_ml_dsa_44(public_key: bytes, message: bytes, signature: bytes, context: bytes = b"") -> bool:
    """Check one ML-DSA-44 signature (FIPS 204, pure, not hashed before). False for anything malformed."""
    if len(public_key) != KEY_BYTES[ML_DSA_44] or len(signature) != _ML_DSA_SIGNATURE_BYTES:
        return False
    try:
        MLDSA44PublicKey.from_public_bytes(public_key).verify(signature, message, context)
    except (InvalidSignature, ValueError):
        return False
    return True


def verify(kind: int, name: str, public_key: bytes, text: str, signature: bytes) -> bool:
    """Check a note's signature of a known kind. signature: what follows the key's id. False for anything malformed."""
    if kind == ED25519:
        return verify_ed25519(public_key, text.encode(), signature)
    at_s = int.from_bytes(signature[:TIME_BYTES], "big")
    if len(signature) <= TIME_BYTES or at_s > TIME_MAX_S:
        return False
    try:
        if kind == COSIGNATURE:
            return verify_ed25519(public_key, cosigned_text(text, at_s), signature[TIME_BYTES:])
        return verify_ml_dsa_44(public_key, cosigned_message(name, text, at_s), signature[TIME_BYTES:])
    except NotACheckpoint:
        return False


def time_of(kind: int, signature: bytes) -> int | None:
    """Return the time that a signature carries, in seconds since 1970; None for a kind that carries none."""
    return None if kind == ED25519 else int.from_bytes(signature[:TIME_BYTES], "big")


def cosigned_text(text: str, at_s: int) -> bytes:
    """Write what a witness signs with Ed25519."""
    return f"cosignature/v1\ntime {at_s}\n{text}".encode()


def cosigned_message(name: str, text: str, at_s: int) -> bytes:
    """Write what is signed with ML-DSA-44: `cosigned_message` with start 0. Raises: NotACheckpoint."""
    lines = text.split("\n")
    if len(lines) < 4 or not lines[1].isascii() or not lines[1].isdigit() or len(lines[1]) > _SIZE_DIGITS_MAX:
        raise NotACheckpoint("origin, size and root are missing")
    try:
        root = base64.b64decode(lines[2], validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotACheckpoint("the root is not base64") from error
    if len(root) != _ROOT_BYTES or int(lines[1]) > TIME_MAX_S or not 0 <= at_s <= TIME_MAX_S:
        raise NotACheckpoint("the root, the size or the time is out of range")
    size = int(lines[1]).to_bytes(8, "big")
    time = at_s.to_bytes(TIME_BYTES, "big")
    return _LABEL + _opaque(name) + time + _opaque(lines[0]) + bytes(8) + size + root


def _opaque(text: str) -> bytes:
    """Write `opaque text<1..2^8-1>` (RFC 8446 section 3.4)."""
    data = text.encode()
    if not 1 <= len(data) <= _NAME_BYTES_MAX:
        raise NotACheckpoint("a name is empty or longer than 255 bytes")
    return bytes([len(data)]) + data
