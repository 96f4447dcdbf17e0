"""Keys of logs: they sign checkpoints and nothing else, sealed in the log's vault. Receipts have a key of the installation.

A log has an Ed25519 key from the start. Every later one, of the same kind or its first of ML-DSA-44, is appointed by an entry
of the log itself, `ledger.key.v1`, and signs from the first checkpoint that covers that entry. That checkpoint bears the old
key's signature, too: so who knows one key of a log finds the next (docs/decisions/0062).
"""

import contextlib
import datetime as dt
import hashlib
from collections.abc import Sequence
from uuid import UUID

import msgspec

from core import ids, intake
from core.clock import NOT_AHEAD, Clock, ahead
from core.database import Database, Transaction
from core.intake import Entry
from ledger import key_store, signers, store
from ledger.errors import KeyKindUnused, LeaderFenced, LedgerCorrupt, RotationUnderWay
from ledger.key_store import KeyRow
from ledger.signers import LogSigner, PrivateKey
from ledger.verifier.key_history import APPOINTED, KIND_CODES
from ledger.verifier.note_keys import ED25519, ML_DSA_44, VerifierKey
from tenants.vaults import Vaults

SYSTEM = "system"
_SEAL_LABEL = "ledger_key.sealed_key"


class PublicKey(msgspec.Struct, frozen=True):
    """A key of a log. eid: of the entry that appointed it, None for the first. place: of that entry, once it has one."""

    key: VerifierKey
    created_at: dt.datetime
    eid: UUID | None
    place: int | None

    def signs_at(self, size: int) -> bool:
        """Say whether the log had made this key its own in a checkpoint of `size`."""
        return self.eid is None or (self.place is not None and self.place < size)


class EnvironmentKeys:
    """All keys of one log, opened; which of them sign follows from the log itself."""

    def __init__(self, environment_id: UUID, privates: dict[int, PrivateKey], *, ml_dsa: bool) -> None:
        self._environment_id = environment_id
        self._privates = privates
        self._ml_dsa = ml_dsa

    async def at(self, tx: Transaction, published: int, size: int) -> LogSigner:
        """Raises: LeaderFenced when a key came into force that was made since these were opened."""
        rows = signing(await key_store.keys(tx, self._environment_id), published, size)
        rows = [row for row in rows if row.kind == ED25519 or self._ml_dsa]
        if any(row.generation not in self._privates for row in rows):
            raise LeaderFenced("A key came into force meanwhile.", internal=f"{self._environment_id=}")
        return LogSigner(rows[0].origin, *(self._privates[row.generation] for row in rows))


class LogKeys:
    """The keys of all logs; opened ones stay open. ml_dsa: whether each log signs with ML-DSA-44, too."""

    def __init__(
        self, database: Database, vaults: Vaults, clock: Clock, domain: str, *, ml_dsa: bool = False
    ) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock
        self._domain = domain
        self._ml_dsa = ml_dsa
        self._opened: dict[UUID, dict[int, PrivateKey]] = {}

    async def open(self, environment_id: UUID) -> EnvironmentKeys:
        """Open the keys of a log; the first to ask makes them. Raises: VaultMissing, SealBroken."""
        rows = await self._ensure(environment_id)
        opened = self._opened.setdefault(environment_id, {})
        for row in rows:
            if row.generation not in opened:
                opened[row.generation] = await self._open(environment_id, row)
        return EnvironmentKeys(environment_id, opened, ml_dsa=self._ml_dsa)

    async def signer(self, environment_id: UUID) -> LogSigner:
        """Return who signed the newest checkpoint, or will sign the first."""
        opened = await self.open(environment_id)
        async with self._database.transaction(environment_id) as tx:
            newest = await store.newest_checkpoint(tx, environment_id)
            size = newest.size if newest is not None else 0
            return await opened.at(tx, size, size)

    async def public(self, environment_id: UUID) -> list[PublicKey]:
        """Return every key of this log, oldest first. Raises: VaultMissing."""
        return [_public(row) for row in await self._ensure(environment_id)]

    async def rotate(self, tx: Transaction, environment_id: UUID, kind: int, actor: str) -> PublicKey:
        """Make the next key of a kind, and the entry that appoints it.

        tx: of a log that has its first key. Raises: KeyKindUnused, RotationUnderWay, VaultMissing.
        """
        if kind == ML_DSA_44 and not self._ml_dsa:
            raise KeyKindUnused("This installation signs no checkpoints with ML-DSA-44.")
        rows = await key_store.keys(tx, environment_id)
        newest = await store.newest_checkpoint(tx, environment_id)
        signed = newest.size if newest is not None else 0
        if any(row.eid is not None and (row.place is None or row.place >= signed) for row in rows):
            raise RotationUnderWay("A key of this log was appointed that does not sign yet.")
        fresh = await self._make(environment_id, kind, rows[-1].generation + 1, rows[0].origin)
        if not await key_store.add_key(tx, environment_id, fresh):
            raise RotationUnderWay("Another key of this log is being appointed.")
        replaced = [row for row in rows if row.kind == kind]
        entry = Entry(
            typ=APPOINTED,
            log=environment_id,
            eid=fresh.eid or ids.uuid7(self._clock),
            at=fresh.created_at,
            act=actor,
            out=KIND_CODES[kind],
            rules=digest(fresh),
            model=digest(replaced[-1]) if replaced else None,
        )
        with ahead(NOT_AHEAD):  # of the true time already, whoever asks for it
            await intake.append(tx, entry)
        return _public(fresh)

    async def _ensure(self, environment_id: UUID) -> list[KeyRow]:
        async with self._database.transaction(environment_id) as tx:
            rows = await key_store.keys(tx, environment_id)
        if not rows:
            origin = f"{self._domain}/ledger/{ids.public('env', environment_id)}"
            first = await self._make(environment_id, ED25519, 1, origin)
            async with self._database.transaction(environment_id) as tx:
                await key_store.add_key(tx, environment_id, first)
                rows = await key_store.keys(tx, environment_id)
        return rows

    async def ensure_second(self, environment_id: UUID) -> None:
        """Appoint the log's first ML-DSA-44 key, where the installation signs so and the log has none."""
        if not self._ml_dsa or any(row.kind == ML_DSA_44 for row in await self._ensure(environment_id)):
            return
        await self._vaults.of(environment_id)
        with contextlib.suppress(RotationUnderWay):
            async with self._database.transaction(environment_id) as tx:
                await self.rotate(tx, environment_id, ML_DSA_44, SYSTEM)

    async def _make(self, environment_id: UUID, kind: int, generation: int, origin: str) -> KeyRow:
        vault = await self._vaults.of(environment_id)
        private, seed = signers.make(kind)
        return KeyRow(
            generation=generation,
            kind=kind,
            origin=origin,
            public_key=signers.verifier_key(origin, private).public_key,
            sealed_key=vault.seal_tenant(_SEAL_LABEL, environment_id, seed),
            created_at=self._clock.now(),
            eid=ids.uuid7(self._clock) if generation > 1 else None,
        )

    async def _open(self, environment_id: UUID, row: KeyRow) -> PrivateKey:
        vault = await self._vaults.of(environment_id)
        seed = vault.open_tenant(_SEAL_LABEL, environment_id, row.sealed_key)
        private = signers.load(row.kind, seed)
        if signers.verifier_key(row.origin, private) != key_of(row):
            raise LedgerCorrupt("A log's key does not fit its public half.", internal=f"{environment_id=}")
        return private


def _public(row: KeyRow) -> PublicKey:
    return PublicKey(key_of(row), row.created_at, row.eid, row.place)


def key_of(row: KeyRow) -> VerifierKey:
    return VerifierKey(row.origin, row.public_key, row.kind)


def digest(row: KeyRow) -> bytes:
    """Return what entries commit to: SHA-256 of the key's published text."""
    return hashlib.sha256(str(key_of(row)).encode()).digest()


def current(rows: Sequence[KeyRow], kind: int, size: int) -> KeyRow | None:
    """Return the key of a kind that signs a checkpoint of `size`: the newest whose entry that checkpoint covers."""
    found = [
        row
        for row in rows
        if row.kind == kind and (row.eid is None or (row.place is not None and row.place < size))
    ]
    return found[-1] if found else None


def signing(rows: Sequence[KeyRow], published: int, size: int) -> list[KeyRow]:
    """Return the keys that sign the checkpoint of `size`, after one of `published`: at a hand-over the old one, too."""
    found: list[KeyRow] = []
    for kind in (ED25519, ML_DSA_44):
        for one in (current(rows, kind, published), current(rows, kind, size)):
            if one is not None and one not in found:
                found.append(one)
    return found
