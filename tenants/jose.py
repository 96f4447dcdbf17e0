"""Compact JWS, read strictly: one algorithm for each key, three header members, nothing that points elsewhere.

joserfc does the cryptography. What is refused before it is asked: `crit`, `jku`, `jwk`, `x5*`, `b64` and any other header
member, a `kid` that is not ours, an algorithm that is not the key's own, base64 that is not canonical.
Source: RFC 7515, RFC 8725 (sections 3.1, 3.2, 3.8, 3.11).
"""

import base64
import re
from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

from core.errors import FieldError, InvalidRequest

TOKEN_LENGTH_MAX = 4_096
RSA_BITS_MIN = 2_048

Algorithm = Literal["ES256", "Ed25519", "PS256", "RS256"]
_PublicKey = ECKey | OKPKey | RSAKey

_COMPACT = re.compile(r"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]*)\.([A-Za-z0-9_-]+)")


class TokenRefused(Exception):
    """A token that does not verify; the text is for the log alone."""


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    alg: str
    kid: str | None = None
    typ: str | None = None


class PublicJwk(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A public key as RFC 7517 writes it: P-256 (ES256), Ed25519, or RSA of 2,048 bits or more (PS256, RS256)."""

    kty: Literal["EC", "OKP", "RSA"]
    kid: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    alg: Algorithm | None = None
    use: Literal["sig"] | None = None
    key_ops: Annotated[list[Literal["verify"]], msgspec.Meta(max_length=1)] | None = None
    crv: Literal["P-256", "Ed25519"] | None = None
    x: Annotated[str, msgspec.Meta(max_length=100)] | None = None
    y: Annotated[str, msgspec.Meta(max_length=100)] | None = None
    n: Annotated[str, msgspec.Meta(max_length=1_500)] | None = None
    e: Annotated[str, msgspec.Meta(max_length=10)] | None = None


class VerifyingKey(msgspec.Struct, frozen=True):
    alg: Algorithm
    key: _PublicKey


def load(public: PublicJwk) -> VerifyingKey:
    """Make a key that verifies one algorithm. Raises: InvalidRequest."""
    members: dict[str, str | list[str]] = {
        name: text
        for name, text in msgspec.structs.asdict(public).items()
        if name in {"kty", "crv", "x", "y", "n", "e"} and text is not None
    }
    try:
        if public.kty == "EC" and public.crv == "P-256" and public.alg in {None, "ES256"}:
            return _checked("ES256", ECKey.import_key(members))
        if public.kty == "OKP" and public.crv == "Ed25519" and public.alg in {None, "Ed25519"}:
            return _checked("Ed25519", OKPKey.import_key(members))
        if public.kty == "RSA" and public.crv is None and public.alg in {None, "PS256", "RS256"}:
            return _checked("PS256" if public.alg == "PS256" else "RS256", RSAKey.import_key(members))
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise _bad_key("It is not a valid public key.") from error
    raise _bad_key("Its curve or algorithm does not fit its type.")


def verify(token: str, keys: Mapping[str, VerifyingKey], *, typ: str | None) -> bytes:
    """Return the payload of a token that one of `keys` signed.

    keys: by `kid`. typ: the media type that the header must name exactly; None asks for none (RFC 7523 assertions).
    Raises: TokenRefused.
    """
    if len(token) > TOKEN_LENGTH_MAX:
        raise TokenRefused("too long")
    parts = _COMPACT.fullmatch(token)
    if parts is None:
        raise TokenRefused("not a compact JWS")
    header = read_header(parts[1])
    _decode(parts[2])
    _decode(parts[3])
    found = keys.get(header.kid) if header.kid is not None else None
    if found is None:
        raise TokenRefused("unknown key")
    if header.alg != found.alg:
        raise TokenRefused("not the algorithm of the key")
    if typ is not None and header.typ != typ:
        raise TokenRefused("wrong type")
    try:
        return jws.deserialize_compact(token, found.key, algorithms=[found.alg]).payload
    except (JoseError, ValueError) as error:
        raise TokenRefused(f"signature: {type(error).__name__}") from error


def read_header(segment: str) -> Header:
    """Raises: TokenRefused for any member but alg, kid and typ."""
    try:
        return msgspec.json.decode(_decode(segment), type=Header)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise TokenRefused("header") from error


def peek_payload(token: str) -> bytes:
    """The payload before anything is verified: good only for choosing whose keys to verify with. Raises: TokenRefused."""
    parts = _COMPACT.fullmatch(token)
    if parts is None or len(token) > TOKEN_LENGTH_MAX:
        raise TokenRefused("not a compact JWS")
    return _decode(parts[2])


def sign(payload: bytes, key: ECKey, *, kid: str, typ: str) -> str:
    """Sign with ES256."""
    return jws.serialize_compact({"alg": "ES256", "kid": kid, "typ": typ}, payload, key, algorithms=["ES256"])


def _decode(segment: str) -> bytes:
    """Decode base64url without padding, in its one canonical form."""
    try:
        data = base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
    except ValueError as error:
        raise TokenRefused("base64") from error
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode() != segment:
        raise TokenRefused("base64 is not canonical")
    return data


def _checked(alg: Algorithm, key: _PublicKey) -> VerifyingKey:
    """Raises: ValueError for a key that holds more than a public key, or that is too short."""
    if key.is_private:
        raise ValueError("private")
    if isinstance(key, RSAKey) and key.public_key.key_size < RSA_BITS_MIN:
        raise ValueError("short")
    return VerifyingKey(alg, key)


def _bad_key(reason: str) -> InvalidRequest:
    fix = "Send a P-256, Ed25519 or RSA (2,048 bits or more) public key as a JWK."
    return InvalidRequest("A public key was refused.", fields=[FieldError("public_keys", reason, fix)])
