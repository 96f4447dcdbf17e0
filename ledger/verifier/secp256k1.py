"""Signatures of Ethereum: ECDSA over secp256k1, as the contract `LogAnchor` recovers them (OpenZeppelin's ECDSA).

65 bytes: r, s and v, which is 27 or 28 and tells which of two points r stands for. Only the lower half of s is accepted, so a
signature has no second spelling. Recovering is done here, once for a key; verifying further signatures by `cryptography`.
Source: SEC 1, 4.1.4 and 4.1.6; SEC 2 for the curve's numbers; EIP-2.
"""

from typing import TypeAlias

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from ledger.verifier.keccak import keccak256

SIGNATURE_BYTES = 65
_P = 2**256 - 2**32 - 977
_N = 0xFFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFE_BAAEDCE6_AF48A03B_BFD25E8C_D0364141
_G = (
    0x79BE667E_F9DCBBAC_55A06295_CE870B07_029BFCDB_2DCE28D9_59F2815B_16F81798,
    0x483ADA77_26A3C465_5DA4FBFC_0E1108A8_FD17B448_A6855419_9C47D08F_FB10D4B8,
)
_V_MIN = 27

Point: TypeAlias = "tuple[int, int] | None"
"""None is the point at infinity."""


class SignatureRefused(Exception):
    """Not a signature that the contract would accept."""


def recover(digest: bytes, signature: bytes) -> ec.EllipticCurvePublicKey:
    """Return the one key under which a signature over 32 bytes is valid. Raises: SignatureRefused."""
    r, s, is_odd = _parts(signature)
    square = (pow(r, 3, _P) + 7) % _P
    y = pow(square, (_P + 1) // 4, _P)
    if y * y % _P != square:
        raise SignatureRefused("r is of no point")
    if y & 1 != is_odd:
        y = _P - y
    inverse = pow(r, -1, _N)
    z = int.from_bytes(digest, "big")
    point = _add(_times(s * inverse % _N, (r, y)), _times(-z * inverse % _N, _G))
    if point is None:
        raise SignatureRefused("the signature is of no key")
    return ec.EllipticCurvePublicNumbers(*point, ec.SECP256K1()).public_key()


def is_signed(key: ec.EllipticCurvePublicKey, digest: bytes, signature: bytes) -> bool:
    """Say whether a key signed 32 bytes. What v says is not looked at. Raises: SignatureRefused for another form."""
    r, s, _ = _parts(signature)
    try:
        key.verify(encode_dss_signature(r, s), digest, ec.ECDSA(Prehashed(SHA256())))
    except InvalidSignature:
        return False
    return True


def address_of(key: ec.EllipticCurvePublicKey) -> bytes:
    """Return the 20 bytes by which Ethereum knows a key."""
    numbers = key.public_numbers()
    return keccak256(numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big"))[12:]


def _parts(signature: bytes) -> tuple[int, int, int]:
    if len(signature) != SIGNATURE_BYTES or not 0 <= signature[64] - _V_MIN <= 1:
        raise SignatureRefused("a signature is 65 bytes, the last of which is 27 or 28")
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:64], "big")
    if not 0 < r < _N or not 0 < s <= _N // 2:
        raise SignatureRefused("r or s is out of range")
    return r, s, signature[64] - _V_MIN


def _add(left: Point, right: Point) -> Point:
    if left is None or right is None:
        return left or right
    (x1, y1), (x2, y2) = left, right
    if x1 == x2:
        if (y1 + y2) % _P == 0:
            return None
        slope = 3 * x1 * x1 * pow(2 * y1, -1, _P) % _P
    else:
        slope = (y2 - y1) * pow(x2 - x1, -1, _P) % _P
    x = (slope * slope - x1 - x2) % _P
    return x, (slope * (x1 - x) - y1) % _P


def _times(scalar: int, point: Point) -> Point:
    total: Point = None
    while scalar:
        if scalar & 1:
            total = _add(total, point)
        point = _add(point, point)
        scalar >>= 1
    return total
