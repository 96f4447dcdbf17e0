"""Receipts: a signed promise that an entry will be in the log by a deadline.

One Ed25519 signature covers a batch: the statements of its receipts are the leaves of a small RFC 6962 tree, and each
receipt carries its path to the root that is signed. A statement is the deterministic CBOR of
{v, ts (issued, µs), due (deadline, µs), eid, log, leaf (the entry's leaf hash)}.
The signature is over "countermark/receipt/v1" NUL, the root, and the batch's size as four bytes, big-endian.
"""

import struct
from collections.abc import Iterable
from dataclasses import dataclass

from ledger.verifier import documents, identifiers, merkle
from ledger.verifier.documents import DocumentRefused, Json
from ledger.verifier.identifiers import IdRefused
from ledger.verifier.merkle import ProofRefused
from ledger.verifier.note_keys import VerifierKey
from ledger.verifier.signatures import verify_ed25519

VERSION = 1
SIGNATURE_LABEL = b"countermark/receipt/v1\0"
BATCH_SIZE_MAX = 65_536
_PATH_MAX = 16
_TIME = struct.Struct(">Q")
_SIZE = struct.Struct(">I")
_TIME_LEAST = (
    2**32
)  # every microsecond since 1970-01-01 01:11 takes eight bytes, so a statement has one length
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


class ReceiptRefused(Exception):
    """The receipt was not given by this service, or not for what it says."""


@dataclass(frozen=True)
class Receipt:
    """log, eid: 16 bytes. leaf: the entry's leaf hash. index, size, path: its place in the signed batch."""

    log: bytes
    eid: bytes
    leaf: bytes
    issued_us: int
    due_us: int
    index: int
    size: int
    path: tuple[bytes, ...]
    key_id: bytes
    signature: bytes

    @property
    def entry_id(self) -> str:
        return identifiers.write("ent", self.eid)


def statement(log: bytes, eid: bytes, leaf: bytes, issued_us: int, due_us: int) -> bytes:
    """Write what a receipt states, as deterministic CBOR. It has one length, so no encoder is needed."""
    return b"".join(
        (
            b"\xa6\x61v\x01\x62ts\x1b",
            _TIME.pack(issued_us),
            b"\x63due\x1b",
            _TIME.pack(due_us),
            b"\x63eid\x50",
            eid,
            b"\x63log\x50",
            log,
            b"\x64leaf\x58\x20",
            leaf,
        )
    )


def signed_bytes(root: bytes, size: int) -> bytes:
    """Write what the signature of a batch covers."""
    return SIGNATURE_LABEL + root + _SIZE.pack(size)


def parse_receipt(document: Json) -> Receipt:
    """Read a receipt as the service answered it. Raises: ReceiptRefused."""
    try:
        fields = documents.record(document, _FIELDS)
        version = documents.integer(fields, "v")
        receipt = Receipt(
            log=identifiers.parse("env", documents.text(fields, "log_id")),
            eid=identifiers.parse("ent", documents.text(fields, "entry_id")),
            leaf=documents.octets(fields, "leaf_hash"),
            issued_us=documents.integer(fields, "issued_at_us"),
            due_us=documents.integer(fields, "due_at_us"),
            index=documents.integer(fields, "batch_index"),
            size=documents.integer(fields, "batch_size"),
            path=documents.octets_list(fields, "batch_path", _PATH_MAX),
            key_id=documents.hexadecimal(fields, "key_id"),
            signature=documents.octets(fields, "signature"),
        )
    except (DocumentRefused, IdRefused) as error:
        raise ReceiptRefused(f"this is not a receipt: {error}") from error
    if version != VERSION:
        raise ReceiptRefused(f"only receipts of version {VERSION} are known")
    return receipt


def verify_receipt(receipt: Receipt, keys: Iterable[VerifierKey]) -> None:
    """Accept only a receipt that one of `keys` signed, as it stands. Raises: ReceiptRefused."""
    SignedBatches(keys).verify(receipt)


class SignedBatches:
    """Verifies receipts, and each signature once: those of one batch share it."""

    def __init__(self, keys: Iterable[VerifierKey]) -> None:
        self._keys = tuple(keys)
        self._genuine: set[tuple[bytes, bytes, bytes]] = set()

    def verify(self, receipt: Receipt) -> None:
        """Raises: ReceiptRefused."""
        message = _message_of(receipt)
        signers = [key for key in self._keys if key.key_id == receipt.key_id]
        if not signers:
            raise ReceiptRefused("it is signed by a key that is not trusted")
        signed = (receipt.key_id, message, receipt.signature)
        if signed in self._genuine:
            return
        if not any(verify_ed25519(key.public_key, message, receipt.signature) for key in signers):
            raise ReceiptRefused("its signature is wrong")
        self._genuine.add(signed)


def _message_of(receipt: Receipt) -> bytes:
    """Follow a receipt's path in its batch to what the batch's signature covers. Raises: ReceiptRefused."""
    if not _TIME_LEAST <= receipt.issued_us <= receipt.due_us:
        raise ReceiptRefused("the deadline is before the issue, or the issue before our time")
    if not 0 <= receipt.index < receipt.size <= BATCH_SIZE_MAX:
        raise ReceiptRefused("the place in the batch is out of range")
    if len(receipt.leaf) != merkle.DIGEST_BYTES or any(len(h) != merkle.DIGEST_BYTES for h in receipt.path):
        raise ReceiptRefused("a hash is not 32 bytes long")
    stated = statement(receipt.log, receipt.eid, receipt.leaf, receipt.issued_us, receipt.due_us)
    try:
        root = root_of_path(receipt.index, receipt.size, merkle.leaf_hash(stated), receipt.path)
    except ProofRefused as error:
        raise ReceiptRefused(f"its path in the batch: {error}") from error
    return signed_bytes(root, receipt.size)


def root_of_path(index: int, size: int, leaf: bytes, path: tuple[bytes, ...]) -> bytes:
    """Return the root that a path leads to. Raises: ProofRefused when its length is not the one of this place."""
    ranges = merkle.inclusion_ranges(index, size)
    if len(ranges) != len(path):
        raise ProofRefused("the proof has another length")
    digest = leaf
    for (start, _), sibling in zip(ranges, path, strict=True):
        digest = merkle.node_hash(sibling, digest) if start < index else merkle.node_hash(digest, sibling)
    return digest
