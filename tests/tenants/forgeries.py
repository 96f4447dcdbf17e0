"""Tokens that nobody should take: a real one, and every way known to us to bend it."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator

import msgspec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from joserfc import jws
from joserfc.jwk import ECKey, RSAKey

from tenants.signing_keys import SigningKey


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def parts(token: str) -> tuple[dict[str, object], dict[str, object], bytes]:
    header, payload, signature = (
        base64.urlsafe_b64decode(one + "=" * (-len(one) % 4)) for one in token.split(".")
    )
    return json.loads(header), json.loads(payload), signature


class Forger:
    """Holds the real key, to show that a good signature is not enough, and keys of its own."""

    def __init__(self, token: str, key: SigningKey) -> None:
        self.token = token
        self.key = key
        self.header, self.claims, self.signature = parts(token)
        self.own = ECKey.generate_key("P-256")
        self.rsa = RSAKey.generate_key(2048)

    def signed(self, header: object, payload: bytes, key: ECKey | None = None) -> str:
        """Sign any header and payload at all with ES256."""
        signing_input = f"{b64(json.dumps(header).encode())}.{b64(payload)}"
        algorithm = jws.default_registry.get_alg("ES256")
        return f"{signing_input}.{b64(algorithm.sign(signing_input.encode(), key or self.key.key))}"

    def with_claims(self, **changes: object) -> str:
        """A token of the real key with other claims; None drops one."""
        claims = {name: value for name, value in {**self.claims, **changes}.items() if value is not None}
        return self.signed(self.header, msgspec.json.encode(claims))

    def with_header(self, changes: dict[str, object], key: ECKey | None = None) -> str:
        header = {name: value for name, value in {**self.header, **changes}.items() if value is not None}
        return self.signed(header, msgspec.json.encode(self.claims), key)

    def hmac_with(self, secret: bytes, alg: str = "HS256") -> str:
        """The confusion of a public key with a shared secret."""
        body = f"{b64(json.dumps({**self.header, 'alg': alg}).encode())}.{self.token.split('.')[1]}"
        return f"{body}.{b64(hmac.digest(secret, body.encode(), hashlib.sha256))}"


def bad_claims(forger: Forger, now: int) -> Iterator[tuple[str, str]]:
    issuer = str(forger.claims["iss"])
    changes: dict[str, dict[str, object]] = {
        "other issuer": {"iss": "https://evil.example"},
        "issuer with a slash": {"iss": f"{issuer}/"},
        "issuer in capitals": {"iss": issuer.upper()},
        "issuer as a list": {"iss": [issuer]},
        "no issuer": {"iss": None},
        "other audience": {"aud": "https://evil.example"},
        "audience as a list": {"aud": [issuer]},
        "audience among others": {"aud": [issuer, "https://evil.example"]},
        "no audience": {"aud": None},
        "other subject": {"sub": "mbr_01kc1x5w3ceyp8s1r7t3v5w9ya"},
        "no subject": {"sub": None},
        "no client": {"client_id": None},
        "unknown client": {
            "sub": "cli_01kc1x5w3ceyp8s1r7t3v5w9ya",
            "client_id": "cli_01kc1x5w3ceyp8s1r7t3v5w9ya",
        },
        "client that is no id": {"sub": "' OR 1=1", "client_id": "' OR 1=1"},
        "expired": {"iat": now - 700, "nbf": now - 700, "exp": now - 100},
        "expires now": {"iat": now - 600, "nbf": now - 600, "exp": now},
        "no expiry": {"exp": None},
        "expiry as text": {"exp": str(now + 600)},
        "expiry as a list": {"exp": [now + 600]},
        "expiry as true": {"exp": True},
        "expiry far away": {"exp": now + 10**6},
        "expiry beyond 64 bits": {"exp": 10**30},
        "issued in the future": {"iat": now + 60, "exp": now + 600},
        "not yet valid": {"nbf": now + 60},
        "no issue time": {"iat": None},
        "no start": {"nbf": None},
        "life of an hour": {"exp": now + 3_600},
        "no jti": {"jti": None},
        "jti of another kind": {"jti": "key_01kc1x5w3ceyp8s1r7t3v5w9ya"},
        "jti that is no id": {"jti": "../../etc/passwd"},
        "scope as a list": {"scope": ["decisions:create"]},
        "no scope": {"scope": None},
        "a claim we never make": {"act": {"sub": "system"}},
        "a tenant of its own choosing": {"tenant_id": "ten_01kc1x5w3ceyp8s1r7t3v5w9ya"},
    }
    for name, change in changes.items():
        yield name, forger.with_claims(**change)
    for name, payload in {
        "empty payload": b"",
        "payload is a list": b"[]",
        "payload is null": b"null",
        "payload is no JSON": b"{",
        "payload is not UTF-8": b"\xff\xfe",
    }.items():
        yield name, forger.signed(forger.header, payload)


def bad_headers(forger: Forger) -> Iterator[tuple[str, str]]:
    public = forger.own.as_dict(private=False)
    changes: dict[str, dict[str, object]] = {
        "algorithm in lower case": {"alg": "es256"},
        "another algorithm": {"alg": "ES384"},
        "algorithm as a list": {"alg": ["ES256"]},
        "no algorithm": {"alg": None},
        "plain type": {"typ": "JWT"},
        "no type": {"typ": None},
        "long type": {"typ": "application/at+jwt"},
        "no kid": {"kid": None},
        "unknown kid": {"kid": "other"},
        "kid as a path": {"kid": "../../../dev/null"},
        "kid as SQL": {"kid": "' UNION SELECT 1 --"},
        "kid as a number": {"kid": 0},
        "kid as a list": {"kid": [forger.key.kid]},
        "empty kid": {"kid": ""},
        "crit of a known member": {"crit": ["kid"]},
        "crit of an unknown one": {"crit": ["x"], "x": True},
        "empty crit": {"crit": []},
        "unencoded payload": {"b64": False, "crit": ["b64"]},
        "jku": {"jku": "https://evil.example/jwks.json"},
        "jwk": {"jwk": public},
        "x5u": {"x5u": "https://evil.example/cert"},
        "x5c": {"x5c": ["MIIB"]},
        "x5t": {"x5t": "AAAA"},
        "compressed": {"zip": "DEF"},
        "nested": {"cty": "JWT"},
    }
    for name, change in changes.items():
        yield name, forger.with_header(change)
    yield "another key under our kid", forger.with_header({}, forger.own)
    yield "another key with itself embedded", forger.with_header({"jwk": public}, forger.own)
    yield "another key by its own kid", forger.with_header({"kid": forger.own.thumbprint()}, forger.own)
    for alg in ("none", "None", "NONE", "nOnE", ""):
        header = b64(json.dumps({**forger.header, "alg": alg}).encode())
        yield f"alg {alg!r} without signature", f"{header}.{forger.token.split('.')[1]}."
        yield f"alg {alg!r} with one", f"{header}.{forger.token.split('.')[1]}.{b64(forger.signature)}"
    rsa = jws.serialize_compact(
        {"alg": "RS256", "kid": forger.key.kid, "typ": "at+jwt"},
        msgspec.json.encode(forger.claims),
        forger.rsa,
        algorithms=["RS256"],
    )
    yield "RS256 under our kid", rsa
    pem = forger.key.key.as_pem(private=False)
    yield "HS256 with the public key's PEM", forger.hmac_with(pem)
    yield (
        "HS256 with the public key's x",
        forger.hmac_with(base64.urlsafe_b64decode(f"{forger.key.public.x}=")),
    )
    yield "HS256 with an empty secret", forger.hmac_with(b"")
    yield "HMAC that says ES256", forger.hmac_with(pem, "ES256")


def bad_forms(forger: Forger) -> Iterator[tuple[str, str]]:
    header, payload, signature = forger.token.split(".")
    raw = forger.signature
    bend: dict[str, Callable[[], str]] = {
        "two parts": lambda: f"{header}.{payload}",
        "four parts": lambda: f"{forger.token}.{signature}",
        "five parts": lambda: f"{header}.{payload}.{signature}.{payload}.{signature}",
        "no signature": lambda: f"{header}.{payload}.",
        "no header": lambda: f".{payload}.{signature}",
        "padding": lambda: f"{header}.{payload}.{signature}==",
        "a line feed at the end": lambda: f"{forger.token}\n",
        "a space inside": lambda: f"{header}. {payload}.{signature}",
        "standard alphabet": lambda: f"{header}.{payload}.{'+' + signature[1:]}",
        "cut signature": lambda: f"{header}.{payload}.{b64(raw[:-1])}",
        "longer signature": lambda: f"{header}.{payload}.{b64(raw + bytes(1))}",
        "zero signature": lambda: f"{header}.{payload}.{b64(bytes(64))}",
        "swapped halves": lambda: f"{header}.{payload}.{b64(raw[32:] + raw[:32])}",
        "one bit": lambda: f"{header}.{payload}.{b64(raw[:-1] + bytes([raw[-1] ^ 1]))}",
        "DER signature": lambda: f"{header}.{payload}.{b64(_der(raw))}",
        "unused bits": lambda: f"{header}.{payload}.{_unused_bits(signature)}",
        "other payload": lambda: (
            f"{header}.{b64(msgspec.json.encode({**forger.claims, 'scope': 'x'}))}.{signature}"
        ),
        "JSON form": lambda: json.dumps({"protected": header, "payload": payload, "signature": signature}),
        "far too long": lambda: f"{header}.{payload}{'A' * 5_000}.{signature}",
    }
    for name, make in bend.items():
        yield name, make()


def _der(raw: bytes) -> bytes:
    return encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))


def _unused_bits(signature: str) -> str:
    """The same bytes, written another way: 64 bytes leave four bits of the last letter unused."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return signature[:-1] + letters[letters.index(signature[-1]) ^ 1]
