"""Envelope encryption by thin wrappers over `cryptography`: derive a key, seal bytes, wrap a key.

A sealed value is `format (1) | nonce (12) | AES-256-GCM ciphertext and tag`. The additional data names the place the value
belongs to, so a row copied elsewhere does not open. Nonces are random: each key seals far fewer than 2^32 values
(NIST SP 800-38D, 8.3), because keys are per record or per key version.
"""

import hmac
from os import urandom

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.errors import ErrorKind, PlatformError

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
SEAL_FORMAT = b"\x01"
SEAL_OVERHEAD_BYTES = 1 + NONCE_BYTES + TAG_BYTES

_SHA256 = SHA256()


class SealBroken(PlatformError):
    """The bytes were not sealed with this key for this place: corrupted, moved, or their key is gone."""

    kind = ErrorKind.INTERNAL
    code = "seal_broken"


def derive(key: bytes, salt: bytes, info: bytes) -> bytes:
    """HKDF-SHA256 (RFC 5869) to 32 bytes. `info` starts with an ASCII label ended by NUL, so uses never meet."""
    return HKDF(_SHA256, KEY_BYTES, salt, info).derive(key)


def mac(key: bytes, message: bytes) -> bytes:
    """HMAC-SHA256 (RFC 2104), 32 bytes."""
    return hmac.digest(key, message, "sha256")


def seal(cipher: AESGCM, plaintext: bytes, aad: bytes) -> bytes:
    nonce = urandom(NONCE_BYTES)
    return SEAL_FORMAT + nonce + cipher.encrypt(nonce, plaintext, aad)


def unseal(cipher: AESGCM, sealed: bytes, aad: bytes) -> bytes:
    """Raises: SealBroken."""
    if len(sealed) < SEAL_OVERHEAD_BYTES or sealed[:1] != SEAL_FORMAT:
        raise SealBroken("A stored value cannot be opened.", internal="unknown seal format")
    try:
        return cipher.decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], aad)
    except InvalidTag as error:
        raise SealBroken("A stored value cannot be opened.", internal="tag mismatch") from error
