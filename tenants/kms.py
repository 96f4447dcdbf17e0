"""The key management port and its local provider: one master key that wraps the keys below it."""

import hashlib
import os
import pathlib
import secrets
from collections.abc import Sequence
from typing import Protocol

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.errors import ErrorKind, PlatformError
from tenants import envelope
from tenants.envelope import KEY_BYTES, SealBroken
from tenants.settings import MasterKey, TenantsSettings

_ID_BYTES = 4
_FILE_NAME = "master.key"


class MasterKeyUnusable(PlatformError):
    """The master key is missing, malformed, readable by others, or not the one that wrapped the stored keys."""

    kind = ErrorKind.UNAVAILABLE
    code = "master_key_unusable"


class Kms(Protocol):
    """Wraps and unwraps 32-byte keys under a key that never leaves it. `place` says what the key is for and must match."""

    async def wrap(self, key: bytes, place: bytes) -> bytes: ...

    async def unwrap(self, wrapped: bytes, place: bytes) -> bytes:
        """Raises: SealBroken, MasterKeyUnusable."""
        ...


class LocalKms:
    """A master key held by this process. Wrapped form: `key id (4) | sealed key`, so a rotated master key is told apart."""

    def __init__(self, current: MasterKey, previous: Sequence[MasterKey] = ()) -> None:
        self._ciphers = {_id_of(key): AESGCM(_wrapping(key)) for key in (*previous, current)}
        self._current = _id_of(current)

    def __repr__(self) -> str:
        return "LocalKms(***)"

    async def wrap(self, key: bytes, place: bytes) -> bytes:
        return self._current + envelope.seal(self._ciphers[self._current], key, b"kms|" + place)

    async def unwrap(self, wrapped: bytes, place: bytes) -> bytes:
        cipher = self._ciphers.get(wrapped[:_ID_BYTES])
        if cipher is None:
            raise MasterKeyUnusable(
                "The keys of this installation cannot be opened.",
                internal="wrapped by a master key that is not configured",
            )
        key = envelope.unseal(cipher, wrapped[_ID_BYTES:], b"kms|" + place)
        if len(key) != KEY_BYTES:
            raise SealBroken("A stored key cannot be opened.", internal="wrong key length")
        return key


class HandedKeys:
    """Keys that another process opened and handed over, for one that has no master key. It wraps none.

    opened: each key as it rests, which says what it is for, and as it is.
    """

    def __init__(self, opened: Sequence[tuple[bytes, bytes]]) -> None:
        self._opened = dict(opened)

    def __repr__(self) -> str:
        return "HandedKeys(***)"

    async def wrap(self, key: bytes, place: bytes) -> bytes:
        raise MasterKeyUnusable("This process makes no keys.", internal=f"{len(key)} bytes, {place!r}")

    async def unwrap(self, wrapped: bytes, place: bytes) -> bytes:
        key = self._opened.get(wrapped)
        if key is None:
            raise MasterKeyUnusable("This process was not handed the key.", internal=repr(place))
        return key


def local(settings: TenantsSettings) -> LocalKms:
    """Open the local provider with the configured master key, or with the file of the data folder.

    Raises: MasterKeyUnusable.
    """
    current = settings.master_key or _from_file(settings.data_dir / _FILE_NAME)
    return LocalKms(current, settings.master_keys_previous)


def _from_file(path: pathlib.Path) -> MasterKey:
    """Read the master key, or make it: complete, readable by its user alone, and never twice."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(draft)  # unlike a rename, fails where another process was first
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    if path.stat().st_mode & 0o077:
        raise MasterKeyUnusable("The master key file is open to others.", fix=f"Run: chmod 600 {path}")
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise MasterKeyUnusable(f"The master key file does not hold {KEY_BYTES} bytes.", internal=str(path))
    return MasterKey(key)


def _id_of(key: MasterKey) -> bytes:
    return hashlib.sha256(b"kms/id/v1\0" + key.reveal()).digest()[:_ID_BYTES]


def _wrapping(key: MasterKey) -> bytes:
    return envelope.derive(key.reveal(), b"", b"kms/wrap/v1\0")
