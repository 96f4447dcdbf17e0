"""Keys of the installation itself, wrapped by the KMS: the pepper of credential hashes, the keys that sign tokens."""

import hmac
import secrets

from core.clock import Clock
from core.database import Database
from core.errors import ErrorKind, PlatformError
from tenants import envelope, vault_store
from tenants.credential_text import Credential
from tenants.envelope import KEY_BYTES
from tenants.kms import Kms

_PEPPER = "pepper"
_FIRST_ID = "1"


class KeyThere(PlatformError):
    """The installation has a key for this purpose already."""

    kind = ErrorKind.CONFLICT
    code = "installation_key_there"
    fix = "Go on with the key that is there; where it must not be used any more, use another installation."


class Pepper:
    """Makes the keyed hashes that credentials are kept as: HMAC-SHA256 under a key that the database does not hold."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def __repr__(self) -> str:
        return "Pepper(***)"

    def hash(self, credential: Credential) -> bytes:
        """32 bytes, bound to kind, mode and reference, so a hash copied to another row matches nothing."""
        body = f"{credential.kind.value}\0{credential.mode}\0{credential.reference}\0{credential.secret}"
        return envelope.mac(self._key, b"credential/v1\0" + body.encode())

    def matches(self, credential: Credential, stored: bytes) -> bool:
        """Compare in constant time."""
        return hmac.compare_digest(self.hash(credential), stored)

    def digest(self, label: str, value: bytes) -> bytes:
        """Keyed digest of a value that is looked up across tenants: a sign-in address, a recovery code."""
        return envelope.mac(self._key, label.encode() + b"\0" + value)


def place_of(purpose: str, key_id: str) -> bytes:
    """What the KMS binds a wrapped installation key to."""
    return f"installation_key|{purpose}|{key_id}".encode()


async def open_pepper(database: Database, kms: Kms, clock: Clock) -> Pepper:
    """Open the installation's pepper; the first process to ask makes it."""
    return Pepper(await open_key(database, kms, clock, _PEPPER))


async def open_key(database: Database, kms: Kms, clock: Clock, purpose: str) -> bytes:
    """Open the installation's key for one purpose, 32 bytes; the first process to ask makes it."""
    async with database.unscoped() as tx:
        rows = await vault_store.installation_keys(tx, purpose, clock.now())
        if not rows:
            now, fresh = clock.now(), secrets.token_bytes(KEY_BYTES)
            wrapped = await kms.wrap(fresh, place_of(purpose, _FIRST_ID))
            await vault_store.add_installation_key(
                tx, purpose, _FIRST_ID, wrapped, created_at=now, active_at=now
            )
    if not rows:  # read what was committed: another process may have been first
        async with database.unscoped() as tx:
            rows = await vault_store.installation_keys(tx, purpose, clock.now())
    return await kms.unwrap(rows[0]["wrapped"], place_of(purpose, _FIRST_ID))


async def try_pepper(database: Database, kms: Kms, clock: Clock) -> bool:
    """Open the pepper where there is one, and make none. Returns: whether there is one. Raises: MasterKeyUnusable, SealBroken."""
    async with database.unscoped() as tx:
        rows = await vault_store.installation_keys(tx, _PEPPER, clock.now())
    if rows:
        await kms.unwrap(rows[0]["wrapped"], place_of(_PEPPER, _FIRST_ID))
    return bool(rows)


async def import_key(database: Database, kms: Kms, clock: Clock, purpose: str, key: bytes) -> None:
    """Keep a key that was made elsewhere, 32 bytes. Raises: KeyThere."""
    wrapped = await kms.wrap(key, place_of(purpose, _FIRST_ID))
    async with database.unscoped() as tx:
        if await vault_store.installation_keys(tx, purpose, clock.now()):
            raise KeyThere("There is a key already.", internal=purpose)
        now = clock.now()
        await vault_store.add_installation_key(tx, purpose, _FIRST_ID, wrapped, created_at=now, active_at=now)
