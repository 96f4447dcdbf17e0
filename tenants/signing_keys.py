"""The keys that sign access tokens: P-256, sealed by the KMS, rotated without a failed request.

A new key is published five minutes before it signs, and an old one stays published until the last token it signed ended.
"""

import base64
import datetime as dt
from collections.abc import Callable
from time import monotonic

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from joserfc.jwk import ECKey

from core.clock import Clock
from core.database import Database, Transaction
from core.errors import ErrorKind, PlatformError
from tenants import jose, vault_store
from tenants.installation_keys import place_of
from tenants.jose import PublicJwk, VerifyingKey
from tenants.kms import Kms
from tenants.permissions import Permission
from tenants.principals import Principal

PURPOSE = "token_signing"
PUBLISHED_BEFORE = dt.timedelta(minutes=5)
JWKS_MAX_AGE_S = 300
_TOKEN_LIFE_MAX = dt.timedelta(minutes=10)
_READ_EVERY_S = 60.0
_READ_AT_MOST_EVERY_S = 2.0
_SCALAR_BYTES = 32


class NoSigningKey(PlatformError):
    kind = ErrorKind.UNAVAILABLE
    code = "signing_key_missing"


class SigningKey(msgspec.Struct, frozen=True):
    kid: str
    key: ECKey
    public: PublicJwk
    active_at: dt.datetime

    def __repr__(self) -> str:
        return f"SigningKey({self.kid}, ***)"


class SigningKeys:
    def __init__(
        self, database: Database, kms: Kms, clock: Clock, *, monotonic_s: Callable[[], float] = monotonic
    ) -> None:
        self._database = database
        self._kms = kms
        self._clock = clock
        self._monotonic_s = monotonic_s
        self._keys: dict[str, SigningKey] = {}
        self._verifying: dict[str, VerifyingKey] = {}
        self._read_at = float("-inf")

    async def ensure(self) -> None:
        """Make a key that signs now, if there is none: the installation's first, or after all have ended."""
        now = self._clock.now()
        async with self._database.unscoped() as tx:
            rows = await vault_store.installation_keys(tx, PURPOSE, now)
            if not any(row["active_at"] <= now for row in rows):
                await self._add(tx, active_at=now)
        await self._read()

    async def rotate(self, caller: Principal) -> str:
        """Add a key that signs from five minutes on; the older ones end when their last token has. Returns: its kid.

        Raises: PermissionDenied for all but the installation.
        """
        caller.require(Permission.TENANTS_CREATE)
        active_at = self._clock.now() + PUBLISHED_BEFORE
        async with self._database.unscoped() as tx:
            kid = await self._add(tx, active_at=active_at)
            ends_at = active_at + _TOKEN_LIFE_MAX + PUBLISHED_BEFORE
            await vault_store.expire_other_installation_keys(tx, PURPOSE, kid, ends_at)
        await self._read()
        return kid

    async def current(self) -> SigningKey:
        """The newest key that is active. Raises: NoSigningKey."""
        await self._read_if_older_than(_READ_EVERY_S)
        now = self._clock.now()
        active = [key for key in self._keys.values() if key.active_at <= now]
        if not active:
            raise NoSigningKey("No key signs tokens at the moment.")
        return max(active, key=lambda key: (key.active_at, key.kid))

    async def verifying(self, kid: str | None) -> dict[str, VerifyingKey]:
        """The keys that verify, by kid; read again when `kid` is not among them, at most every two seconds."""
        await self._read_if_older_than(_READ_EVERY_S if kid in self._verifying else _READ_AT_MOST_EVERY_S)
        return self._verifying

    async def published(self) -> list[PublicJwk]:
        """The public keys for JWKS, oldest first."""
        await self._read_if_older_than(_READ_EVERY_S)
        return [key.public for key in self._keys.values()]

    async def _add(self, tx: Transaction, *, active_at: dt.datetime) -> str:
        private = ec.generate_private_key(ec.SECP256R1())
        scalar = private.private_numbers().private_value.to_bytes(_SCALAR_BYTES, "big")
        kid = _signing_key(scalar, active_at).kid
        wrapped = await self._kms.wrap(scalar, place_of(PURPOSE, kid))
        await vault_store.add_installation_key(
            tx, PURPOSE, kid, wrapped, created_at=self._clock.now(), active_at=active_at
        )
        return kid

    async def _read_if_older_than(self, seconds: float) -> None:
        if self._monotonic_s() - self._read_at >= seconds:
            await self._read()

    async def _read(self) -> None:
        async with self._database.unscoped() as tx:
            rows = await vault_store.installation_keys(tx, PURPOSE, self._clock.now())
        keys: dict[str, SigningKey] = {}
        for row in rows:
            known = self._keys.get(row["key_id"])
            if known is None:
                scalar = await self._kms.unwrap(row["wrapped"], place_of(PURPOSE, row["key_id"]))
                known = _signing_key(scalar, row["active_at"])
            keys[row["key_id"]] = known
        self._keys = keys
        self._verifying = {kid: jose.load(key.public) for kid, key in keys.items()}
        self._read_at = self._monotonic_s()


def _signing_key(scalar: bytes, active_at: dt.datetime) -> SigningKey:
    private = ec.derive_private_key(int.from_bytes(scalar, "big"), ec.SECP256R1())
    numbers = private.public_key().public_numbers()
    point = {"kty": "EC", "crv": "P-256", "x": _base64(numbers.x), "y": _base64(numbers.y)}
    key = ECKey.import_key({**point, "d": _base64(int.from_bytes(scalar, "big"))})
    kid = key.thumbprint()  # RFC 7638: the public members alone
    public = PublicJwk(kty="EC", crv="P-256", x=point["x"], y=point["y"], kid=kid, alg="ES256", use="sig")
    return SigningKey(kid, key, public, active_at)


def _base64(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes(_SCALAR_BYTES, "big")).rstrip(b"=").decode()
