"""The vault of one environment: tokens for customers, a key per data subject, and what a tenant keeps secret.

KMS key → environment key (KEK) → { one random key per subject, one data key }. The KEK only wraps keys, so rotating it
re-wraps and never re-encrypts. The data key never changes: handles and fingerprints come from it. Deleting a subject's
key is erasure: what it sealed cannot be opened and what it committed to cannot be guessed, while every proof still holds.
No I/O here; `tenants.vaults` loads the keys.
"""

from collections.abc import Mapping
from os import urandom
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.errors import ErrorKind, PlatformError
from tenants import envelope
from tenants.envelope import KEY_BYTES, SealBroken

COMMITMENT_LABEL = b"ledger/pc/v1\0"
OPEN_SUBJECTS_MAX = 10_000

_VERSION_BYTES = 2
_HANDLE_VERSION = 0x8000 << 64  # RFC 9562 version 8: custom
_HANDLE_VARIANT = 0x8 << 60
_HANDLE_CLEAR = ~((0xF000 << 64) | (0xC << 60))


class KeyVersionUnknown(PlatformError):
    """Wrapped by a key version that this process has not loaded or that was destroyed."""

    kind = ErrorKind.UNAVAILABLE
    code = "vault_key_unknown"


class SubjectKey:
    """The key of one data subject. Everything personal about them is sealed, and committed to, under it.

    wrapped: the key as its row holds it.
    """

    __slots__ = ("_key", "_place", "wrapped")

    def __init__(self, key: bytes, place: bytes, wrapped: bytes) -> None:
        self._key = key
        self._place = place
        self.wrapped = wrapped

    def __repr__(self) -> str:
        return "SubjectKey(***)"

    def seal(self, label: str, record: UUID, plaintext: bytes) -> bytes:
        """Encrypt for one column of one row. label: `table.column`. record: the row's id."""
        cipher, aad = self._cipher(label, record)
        return envelope.seal(cipher, plaintext, aad)

    def open(self, label: str, record: UUID, sealed: bytes) -> bytes:
        """Raises: SealBroken when sealed elsewhere, under another label, or changed."""
        cipher, aad = self._cipher(label, record)
        return envelope.unseal(cipher, sealed, aad)

    def commit(self, eid: UUID, payload: bytes) -> bytes:
        """Commit to a payload, 32 bytes, for the `pc` of the ledger entry `eid`."""
        return envelope.mac(self.commitment_key(eid), COMMITMENT_LABEL + payload)

    def commitment_key(self, eid: UUID) -> bytes:
        """The key that opens the commitments of one entry and no other: what an auditor is handed with the payload."""
        return envelope.derive(self._key, eid.bytes, b"ledger/commit/v1\0")

    def _cipher(self, label: str, record: UUID) -> tuple[AESGCM, bytes]:
        name = label.encode()
        key = envelope.derive(self._key, record.bytes, b"vault/seal/v1\0" + name)
        return AESGCM(key), b"%b|%b|%b" % (self._place, name, record.bytes)


class EnvironmentVault:
    """Keys of one scope: an environment, or a tenant for what belongs to both of its environments.

    keks: version → 32-byte key; `current` is the one that wraps new keys. data_key: 32 bytes, fixed for life.
    """

    def __init__(self, scope_id: UUID, keks: Mapping[int, bytes], current: int, data_key: bytes) -> None:
        self.scope_id = scope_id
        self.current = current
        self._place = scope_id.bytes
        self._wrappers = {version: AESGCM(kek) for version, kek in keks.items()}
        self._handle_key = envelope.derive(data_key, self._place, b"vault/handle/v1\0")
        self._digest_key = envelope.derive(data_key, self._place, b"vault/digest/v1\0")
        self._seal_key = envelope.derive(data_key, self._place, b"vault/tenant/v1\0")
        self._open: dict[UUID, SubjectKey] = {}

    def __repr__(self) -> str:
        return f"EnvironmentVault({self.scope_id})"

    def handle(self, external_id: str) -> UUID:
        """Turn the caller's own id of a customer into the pseudonym that every table uses. Same id, same handle."""
        tag = int.from_bytes(envelope.mac(self._handle_key, external_id.encode())[:16], "big")
        return UUID(int=tag & _HANDLE_CLEAR | _HANDLE_VERSION | _HANDLE_VARIANT)

    def digest(self, label: str, *parts: bytes) -> bytes:
        """Keyed fingerprint, 32 bytes, for equality lookups of values that never rest in clear.

        Parts are length-prefixed, so ("ab", "c") and ("a", "bc") differ.
        """
        framed = b"".join([len(part).to_bytes(4, "big") + part for part in parts])
        return envelope.mac(self._digest_key, label.encode() + b"\0" + framed)

    def new_subject(self, handle: UUID) -> tuple[SubjectKey, bytes]:
        """Make a subject's key. Returns: the key, and its wrapped form for `subjects.ensure_many`."""
        key = urandom(KEY_BYTES)
        wrapped = self._wrap(b"subject.wrapped_key", handle, key)
        return SubjectKey(key, self._subject_place(handle), wrapped), wrapped

    def find_open(self, handle: UUID) -> SubjectKey | None:
        """Return a subject's key if it is among the latest 10,000 that were opened here.

        It may have been deleted since: who writes under it makes sure, in the same transaction, that its row is there.
        """
        return self._open.get(handle)

    def unwrap(self, handle: UUID, wrapped: bytes) -> SubjectKey:
        """Open a subject's wrapped key, as it was read just now. Raises: SealBroken, KeyVersionUnknown."""
        known = self._open.get(handle)
        if known is not None and known.wrapped == wrapped:
            return known
        opened = self._open_wrapped(b"subject.wrapped_key", handle, wrapped)
        key = SubjectKey(opened, self._subject_place(handle), wrapped)
        if len(self._open) >= OPEN_SUBJECTS_MAX:
            del self._open[next(iter(self._open))]
        self._open[handle] = key
        return key

    def rewrap(self, handle: UUID, wrapped: bytes) -> bytes:
        """Wrap a subject's key with the current KEK; the key itself, and all that it sealed, stay as they are."""
        key = self._open_wrapped(b"subject.wrapped_key", handle, wrapped)
        return self._wrap(b"subject.wrapped_key", handle, key)

    def seal_tenant(self, label: str, record: UUID, plaintext: bytes) -> bytes:
        """Seal what is the tenant's own secret rather than a customer's: a TOTP seed, a member's address."""
        cipher, aad = self._tenant_cipher(label, record)
        return envelope.seal(cipher, plaintext, aad)

    def open_tenant(self, label: str, record: UUID, sealed: bytes) -> bytes:
        """Raises: SealBroken."""
        cipher, aad = self._tenant_cipher(label, record)
        return envelope.unseal(cipher, sealed, aad)

    def forget(self) -> None:
        """Drop every open subject key from memory, after an erasure."""
        self._open.clear()

    def _subject_place(self, handle: UUID) -> bytes:
        return b"%b|%b" % (self._place, handle.bytes)

    def _tenant_cipher(self, label: str, record: UUID) -> tuple[AESGCM, bytes]:
        name = label.encode()
        key = envelope.derive(self._seal_key, record.bytes, b"vault/record/v1\0" + name)
        return AESGCM(key), b"%b|%b|%b" % (self._place, name, record.bytes)

    def _wrap(self, column: bytes, row: UUID, key: bytes) -> bytes:
        return wrap_key(self._wrappers[self.current], self.current, self._place, column, row, key)

    def _open_wrapped(self, column: bytes, row: UUID, wrapped: bytes) -> bytes:
        wrapper = self._wrappers.get(version_of(wrapped))
        if wrapper is None:
            raise KeyVersionUnknown("A key of this environment is not available.", retry_after_s=1)
        return unwrap_key(wrapper, self._place, column, row, wrapped)


def wrap_key(wrapper: AESGCM, version: int, place: bytes, column: bytes, row: UUID, key: bytes) -> bytes:
    """Returns: `version (2) | sealed key`, bound to scope, column, row and key version."""
    head = version.to_bytes(_VERSION_BYTES, "big")
    return head + envelope.seal(wrapper, key, b"%b|%b|%b|%b" % (place, column, row.bytes, head))


def unwrap_key(wrapper: AESGCM, place: bytes, column: bytes, row: UUID, wrapped: bytes) -> bytes:
    """Raises: SealBroken."""
    head, sealed = wrapped[:_VERSION_BYTES], wrapped[_VERSION_BYTES:]
    key = envelope.unseal(wrapper, sealed, b"%b|%b|%b|%b" % (place, column, row.bytes, head))
    if len(key) != KEY_BYTES:
        raise SealBroken("A stored key cannot be opened.", internal="wrong key length")
    return key


def version_of(wrapped: bytes) -> int:
    """The KEK version that wrapped a key."""
    return int.from_bytes(wrapped[:_VERSION_BYTES], "big")
