"""The strict reading of compact JWS, against published vectors."""

import msgspec
import pytest

from core.errors import InvalidRequest
from tenants import jose
from tenants.jose import PublicJwk, TokenRefused, VerifyingKey
from tests.tenants.vectors import Group, groups

# Valid for a JOSE library, refused by us on purpose: the header names another algorithm than the key does.
NOT_OURS = {"rfc7520", "rfc7520WithKeyOps"}


def key_of(group: Group) -> dict[str, VerifyingKey]:
    """The group's key as a client would register it; none where it is not one that we take."""
    raw = {name: text for name, text in group.get("public", {}).items() if name != "key_ops"}
    if not raw or group["public"].get("key_ops", ["verify"]) != ["verify"]:
        return {}
    try:
        public = msgspec.convert(raw, PublicJwk)
        return {public.kid: jose.load(public)}
    except (InvalidRequest, msgspec.ValidationError):
        return {}


def test_wycheproof_signatures() -> None:
    """No vector that Wycheproof calls invalid verifies; every valid one of an algorithm of ours does."""
    refused = accepted = 0
    for group in groups("json_web_signature_test.json"):
        keys = key_of(group)
        for case in group["tests"]:
            try:
                jose.verify(str(case["jws"]), keys, typ=None)
            except TokenRefused:
                refused += 1
                expected = case["result"] == "invalid" or not keys or group["comment"] in NOT_OURS
                assert expected, (case["tcId"], case["comment"])
            else:
                accepted += 1
                assert case["result"] == "valid", (case["tcId"], case["comment"])
    assert refused + accepted == 401
    assert accepted == 16


@pytest.mark.parametrize(
    "members",
    [
        {"kty": "oct", "kid": "1", "k": "AAAA"},
        {"kty": "EC", "kid": "1", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kty": "EC", "kid": "1", "crv": "P-384", "x": "AA", "y": "AA"},
        {"kty": "OKP", "kid": "1", "crv": "X25519", "x": "AA"},
        {"kty": "OKP", "kid": "1", "crv": "Ed25519", "x": "AA"},
        {"kty": "EC", "kid": "1", "crv": "P-256", "x": "AA", "y": "AA", "d": "AA"},
        {"kty": "RSA", "kid": "1", "n": "AQAB", "e": "AQAB"},
        {"kty": "RSA", "kid": "1"},
        {"kty": "EC", "kid": "1", "alg": "RS256", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kty": "RSA", "kid": "1", "alg": "HS256", "n": "AQAB", "e": "AQAB"},
        {"kty": "RSA", "kid": "1", "use": "enc", "n": "AQAB", "e": "AQAB"},
        {"kty": "RSA", "kid": "1", "x5u": "https://example.com", "n": "AQAB", "e": "AQAB"},
    ],
)
def test_keys_that_are_not_public_signing_keys_are_refused(members: dict[str, object]) -> None:
    """Symmetric, private, short, malformed and foreign keys are refused as bad requests, never with an error of the library."""
    with pytest.raises((InvalidRequest, msgspec.ValidationError)):
        jose.load(msgspec.convert(members, PublicJwk))


def test_a_key_signs_and_verifies_by_one_algorithm_only() -> None:
    """An RSA key that was registered for PS256 does not verify RS256."""
    group = next(one for one in groups("json_web_signature_test.json") if one["comment"] == "rs256")
    members = {**group["public"], "alg": "PS256"}
    keys = {str(members["kid"]): jose.load(msgspec.convert(members, PublicJwk))}
    valid = next(case for case in group["tests"] if case["result"] == "valid")
    with pytest.raises(TokenRefused, match="algorithm"):
        jose.verify(str(valid["jws"]), keys, typ=None)
