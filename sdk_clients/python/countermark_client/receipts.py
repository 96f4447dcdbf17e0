"""Receipts, checked offline: a signed promise that an entry will be in the log by a deadline.

One Ed25519 signature covers a batch: the statements of its receipts are the leaves of an RFC 6962 tree, and each receipt carries
its path to the root that is signed. A statement is the deterministic CBOR of {v, ts, due, eid, log, leaf}; the signature is over
"countermark/receipt/v1" NUL, the root, and the batch's size as four bytes, big-endian. The same as `countermark-verify receipt`.
Needs `pip install countermark-client[verify]`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Union, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from countermark_client._core.models.ledger_keys import LedgerKeys
from countermark_client._core.models.receipt import Receipt
from countermark_client.errors import ReceiptRefused

Keys = Union[LedgerKeys, Mapping[str, object], Sequence[object]]
"""What `ledger.keys()` answers, as an object or as JSON, or lines: `name+id+key`, or `receipts name+id+key` of a trust file."""

_LABEL = b"countermark/receipt/v1\0"
_VERSION = 1
_BATCH_MAX = 65_536
_PATH_MAX = 16
_ED25519 = 1
_TIME_LEAST_US = 2**32
_TIME_MOST_US = 2**63 - 1
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_FIELDS = frozenset(
    {
        "v",
        "log_id",
        "entry_id",
        "leaf_hash",
        "issued_at_us",
        "due_at_us",
        "batch_index",
        "batch_size",
        "batch_path",
        "key_id",
        "signature",
    }
)


@dataclass(frozen=True)
class VerifiedReceipt:
    """What the receipt promises. leaf_hash: SHA-256 of the entry as a leaf of the log. key: the name of the key that signed."""

    log_id: str
    entry_id: str
    leaf_hash: bytes
    issued_at_us: int
    due_at_us: int
    key: str


@dataclass(frozen=True)
class _Key:
    name: str
    key_id: bytes
    public_key: bytes


def verify(receipt: Receipt | Mapping[str, object], keys: Keys) -> VerifiedReceipt:
    """Accept only a receipt that one of `keys` signed, as it stands. Pin the keys; do not fetch them with the receipt.

    Raises: ReceiptRefused, whose `check` is `form`, `times`, `place`, `path`, `key` or `signature`.
    """
    fields = receipt.to_dict() if isinstance(receipt, Receipt) else _fields(receipt)
    _check_form(fields)
    message = _LABEL + _root(fields) + struct.pack(">I", _number(fields, "batch_size"))
    key_id, signature = _hex(fields, "key_id"), _octets(fields, "signature")
    signers = [each for each in _keys(keys) if each.key_id == key_id]
    if not signers:
        raise ReceiptRefused("key", "it is signed by a key that is not trusted")
    for signer in signers:
        if _signed(signer.public_key, message, signature):
            return VerifiedReceipt(
                log_id=_text(fields, "log_id"),
                entry_id=_text(fields, "entry_id"),
                leaf_hash=_octets(fields, "leaf_hash"),
                issued_at_us=_number(fields, "issued_at_us"),
                due_at_us=_number(fields, "due_at_us"),
                key=signer.name,
            )
    raise ReceiptRefused("signature", "its signature is wrong")


def _fields(receipt: object) -> Mapping[str, object]:
    if not isinstance(receipt, Mapping):
        raise ReceiptRefused("form", "it is no object")
    return cast("Mapping[str, object]", receipt)


def _check_form(fields: Mapping[str, object]) -> None:
    if fields.keys() != _FIELDS:
        raise ReceiptRefused("form", f"expected exactly the fields {', '.join(sorted(_FIELDS))}")
    if _number(fields, "v") != _VERSION:
        raise ReceiptRefused("form", f"only receipts of version {_VERSION} are known")
    if not _TIME_LEAST_US <= _number(fields, "issued_at_us") <= _number(fields, "due_at_us"):
        raise ReceiptRefused("times", "the deadline is before the issue, or the issue before our time")
    if not _number(fields, "batch_index") < _number(fields, "batch_size") <= _BATCH_MAX:
        raise ReceiptRefused("place", "the place in the batch is out of range")


def _root(fields: Mapping[str, object]) -> bytes:
    """Follow the path from the statement to the root that is signed (RFC 6962 section 2.1.1)."""
    path = fields["batch_path"]
    if not isinstance(path, list) or len(path) > _PATH_MAX:
        raise ReceiptRefused("form", f"batch_path is not a list of at most {_PATH_MAX}")
    siblings = [_base64(each, "batch_path") for each in cast("list[object]", path)]
    leaf = _octets(fields, "leaf_hash")
    if any(len(each) != 32 for each in (leaf, *siblings)):
        raise ReceiptRefused("form", "a hash is not 32 bytes long")
    sides = _sides(_number(fields, "batch_index"), _number(fields, "batch_size"))
    if len(sides) != len(siblings):
        raise ReceiptRefused("path", "the path has another length than this place has")
    digest = hashlib.sha256(b"\x00" + _statement(fields, leaf)).digest()
    for is_left, sibling in zip(sides, siblings, strict=True):
        digest = hashlib.sha256(b"\x01" + (sibling + digest if is_left else digest + sibling)).digest()
    return digest


def _statement(fields: Mapping[str, object], leaf: bytes) -> bytes:
    """What the receipt states. It has one length, so no encoder is needed."""
    issued, due = (struct.pack(">Q", _number(fields, name)) for name in ("issued_at_us", "due_at_us"))
    entry, log = _identifier("ent", _text(fields, "entry_id")), _identifier("env", _text(fields, "log_id"))
    head = b"\xa6\x61v\x01\x62ts\x1b" + issued + b"\x63due\x1b" + due
    return head + b"\x63eid\x50" + entry + b"\x63log\x50" + log + b"\x64leaf\x58\x20" + leaf


def _sides(index: int, size: int) -> list[bool]:
    """For each step of the path, leaf side first, whether the sibling stands left."""
    sides: list[bool] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + (1 << ((end - start - 1).bit_length() - 1))
        sides.append(index >= middle)
        start, end = (middle, end) if index >= middle else (start, middle)
    return sides[::-1]


def _signed(public_key: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _keys(keys: Keys) -> list[_Key]:
    """The keys that sign receipts; those of another use are passed over."""
    listed: Iterable[object] = keys.to_dict()["keys"] if isinstance(keys, LedgerKeys) else ()
    if isinstance(keys, Mapping):
        listed = cast("Iterable[object]", keys.get("keys", ()))
    elif not isinstance(keys, LedgerKeys):
        listed = [keys] if isinstance(keys, str) else keys
    found = (_key(each) for each in listed)
    return [each for each in found if each is not None]


def _key(told: object) -> _Key | None:
    use = "receipts"
    if isinstance(told, Mapping):
        entry = cast("Mapping[str, object]", told)
        use, line = str(entry.get("use", use)), str(entry.get("verifier_key", ""))
    else:
        words = str(told).split()
        use, line = (words[0], words[1]) if len(words) == 2 else (use, str(told).strip())
    if use != "receipts":
        return None
    name, _, rest = line.partition("+")
    key_id, _, encoded = rest.partition("+")
    key = _base64(encoded, "key")
    if not name or len(key) != 33 or key[0] != _ED25519:
        raise ReceiptRefused("key", "this is not a key of receipts (name+id+key, Ed25519)")
    right = hashlib.sha256(name.encode("utf-8", "backslashreplace") + b"\n" + key).digest()[:4]
    if right.hex() != key_id:
        raise ReceiptRefused("key", "the id of this key does not belong to it")
    return _Key(name, right, key[1:])


def _identifier(prefix: str, text: str) -> bytes:
    head, _, tail = text.partition("_")
    if head != prefix or len(tail) != 26 or any(letter not in _ALPHABET for letter in tail):
        raise ReceiptRefused("form", f"{text!r} is not an id of the kind {prefix}_")
    number = 0
    for letter in tail:
        number = number << 5 | _ALPHABET.index(letter)
    if number >> 128:
        raise ReceiptRefused("form", f"{text!r} is not an id of the kind {prefix}_")
    return number.to_bytes(16, "big")


def _text(fields: Mapping[str, object], name: str) -> str:
    value = fields[name]
    if not isinstance(value, str):
        raise ReceiptRefused("form", f"{name} is not a text")
    return value


def _number(fields: Mapping[str, object], name: str) -> int:
    value = fields[name]
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _TIME_MOST_US:
        raise ReceiptRefused("form", f"{name} is not a whole number from 0 on")
    return value


def _hex(fields: Mapping[str, object], name: str) -> bytes:
    value = _text(fields, name)
    try:
        data = bytes.fromhex(value)
    except ValueError as error:
        raise ReceiptRefused("form", f"{name} is not hex") from error
    if data.hex() != value:
        raise ReceiptRefused("form", f"{name} is not spelled in lower-case hex")
    return data


def _octets(fields: Mapping[str, object], name: str) -> bytes:
    return _base64(fields[name], name)


def _base64(value: object, name: str) -> bytes:
    if not isinstance(value, str):
        raise ReceiptRefused("form", f"{name} is not a text")
    try:
        data = base64.b64decode(value, validate=True)
    except (ValueError, binascii.Error) as error:
        raise ReceiptRefused("form", f"{name} is not base64") from error
    if base64.b64encode(data).decode() != value:
        raise ReceiptRefused("form", f"{name} is not spelled in the one form of base64")
    return data
