"""Keys of logs: one Ed25519 key for each log, which signs its checkpoints and nothing else, sealed in its vault.

The key's name is the log's origin, fixed when the key is made. Receipts have a key of their own, the installation's.
"""

import datetime as dt
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core import ids
from core.clock import Clock
from core.database import Database, Transaction
from ledger import store
from ledger.errors import LedgerCorrupt
from ledger.verifier import notes
from ledger.verifier.checkpoints import Checkpoint
from ledger.verifier.notes import VerifierKey
from tenants.vaults import Vaults

_SEAL_LABEL = "ledger_key.sealed_key"


class LogSigner:
    """Signs checkpoints of one log."""

    def __init__(self, origin: str, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.key = VerifierKey(origin, private.public_key().public_bytes_raw())

    def __repr__(self) -> str:
        return f"LogSigner({self.key.name}, ***)"

    def sign(self, size: int, root: bytes) -> str:
        """Return the signed note. Ed25519 is deterministic, so the same size and root give the same note."""
        text = Checkpoint(self.key.name, size, root).text()
        return notes.format_note(text, [(self.key, self._private.sign(text.encode()))]).decode()


class PublicKey(msgspec.Struct, frozen=True):
    key: VerifierKey
    created_at: dt.datetime


class LogKeys:
    """The keys of all logs; opened ones stay open."""

    def __init__(self, database: Database, vaults: Vaults, clock: Clock, domain: str) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock
        self._domain = domain
        self._signers: dict[UUID, LogSigner] = {}

    async def signer(self, environment_id: UUID) -> LogSigner:
        """Open the key that signs a log now; the first to ask makes it. Raises: VaultMissing, SealBroken."""
        found = self._signers.get(environment_id)
        if found is None:
            rows = await self._ensure(environment_id)
            found = await self._open(environment_id, rows[-1])
            self._signers[environment_id] = found
        return found

    async def public(self, environment_id: UUID) -> list[PublicKey]:
        """Return every key that ever signed this log, oldest first. Raises: VaultMissing."""
        rows = await self._ensure(environment_id)
        return [PublicKey(VerifierKey(row.origin, row.public_key), row.created_at) for row in rows]

    async def _ensure(self, environment_id: UUID) -> list[store.KeyRow]:
        async with self._database.transaction(environment_id) as tx:
            rows = await store.keys(tx, environment_id)
        if not rows:
            fresh = await self._make(environment_id)
            async with self._database.transaction(environment_id) as tx:
                await store.add_key(tx, environment_id, fresh)
                rows = await store.keys(tx, environment_id)
        return rows

    async def _make(self, environment_id: UUID) -> store.KeyRow:
        vault = await self._vaults.of(environment_id)
        private = Ed25519PrivateKey.generate()
        return store.KeyRow(
            generation=1,
            origin=f"{self._domain}/ledger/{ids.public('env', environment_id)}",
            public_key=private.public_key().public_bytes_raw(),
            sealed_key=vault.seal_tenant(_SEAL_LABEL, environment_id, private.private_bytes_raw()),
            created_at=self._clock.now(),
        )

    async def _open(self, environment_id: UUID, row: store.KeyRow) -> LogSigner:
        vault = await self._vaults.of(environment_id)
        seed = vault.open_tenant(_SEAL_LABEL, environment_id, row.sealed_key)
        signer = LogSigner(row.origin, Ed25519PrivateKey.from_private_bytes(seed))
        if signer.key.public_key != row.public_key:
            raise LedgerCorrupt("A log's key does not fit its public half.", internal=f"{environment_id=}")
        return signer


async def origin_of(tx: Transaction, environment_id: UUID) -> str | None:
    """Return the origin of a log, once it has a key."""
    rows = await store.keys(tx, environment_id)
    return rows[-1].origin if rows else None
