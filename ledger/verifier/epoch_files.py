"""What an export carries of the epochs: records of the super-log, the log's own slot in each epoch, and anchors.

Formats: docs/decisions/0051. A record and a leaf are deterministic CBOR of exactly these fields.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ledger.verifier import documents
from ledger.verifier.canonical import Canonical, NotCanonical, decode
from ledger.verifier.documents import Json
from ledger.verifier.merkle import DIGEST_BYTES

SUPER_CHECKPOINT = "super/checkpoint"
RECORDS = "super/records.jsonl"
SLOTS = "super/slots.jsonl"
ANCHORS = "super/anchors.jsonl"
SUPER_ORIGIN_END = "/ledger/super"
_VERSION = 1
_LOG_BYTES = 16
_SALT_BYTES = 32
_PATH_MAX = 63
_RECORD_TYP = "epoch.v1"
_SLOT_TYP = "slot.v1"
_RECORD_FIELDS = frozenset({"v", "ts", "typ", "root", "epoch", "slots"})
_LEAF_FIELDS = frozenset({"v", "log", "typ", "root", "salt", "size"})
_SLOT_FIELDS = frozenset({"epoch", "index", "leaf", "path"})


class EpochRefused(Exception):
    """Not a record of an epoch, or not a log's slot in one."""


@dataclass(frozen=True)
class EpochRecord:
    """ts: microseconds. root: of the epoch tree, over `slots` leaves. data: the bytes that the super-log hashes."""

    epoch: int
    ts: int
    root: bytes
    slots: int
    data: bytes


@dataclass(frozen=True)
class Slot:
    """A log's place in an epoch. index: of the slot. data: the leaf's bytes; log, size and root are what it says."""

    epoch: int
    index: int
    log: bytes
    size: int
    root: bytes
    path: tuple[bytes, ...]
    data: bytes


def read_record(data: bytes) -> EpochRecord:
    """Raises: EpochRefused."""
    fields = _fields(data, _RECORD_FIELDS, _RECORD_TYP)
    return EpochRecord(
        epoch=_integer(fields["epoch"], "epoch", least=1),
        ts=_integer(fields["ts"], "ts"),
        root=_octets(fields["root"], "root", DIGEST_BYTES),
        slots=_integer(fields["slots"], "slots", least=1),
        data=data,
    )


def read_records(data: bytes) -> Iterator[EpochRecord]:
    """Read the file of records, one base64 text a line. Raises: EpochRefused, DocumentRefused."""
    for line in documents.lines(data):
        yield read_record(documents.octets({"record": documents.parse(line)}, "record"))


def read_slots(data: bytes) -> Iterator[Slot]:
    """Read the file of slots. Raises: EpochRefused, DocumentRefused."""
    for line in documents.lines(data):
        yield read_slot(documents.parse(line))


def read_slot(document: Json) -> Slot:
    """Raises: EpochRefused, DocumentRefused."""
    fields = documents.record(document, _SLOT_FIELDS)
    leaf = documents.octets(fields, "leaf")
    said = _fields(leaf, _LEAF_FIELDS, _SLOT_TYP)
    _octets(said["salt"], "salt", _SALT_BYTES)
    return Slot(
        epoch=documents.integer(fields, "epoch"),
        index=documents.integer(fields, "index"),
        log=_octets(said["log"], "log", _LOG_BYTES),
        size=_integer(said["size"], "size"),
        root=_octets(said["root"], "root", DIGEST_BYTES),
        path=documents.octets_list(fields, "path", _PATH_MAX),
        data=leaf,
    )


def _fields(data: bytes, names: frozenset[str], typ: str) -> dict[str, Canonical]:
    try:
        fields = decode(data)
    except NotCanonical as error:
        raise EpochRefused(str(error)) from error
    if not isinstance(fields, dict) or fields.keys() != names:
        raise EpochRefused(f"expected exactly the fields {', '.join(sorted(names))}")
    if _integer(fields["v"], "v") != _VERSION or fields["typ"] != typ:
        raise EpochRefused(f"this is not {typ} of version {_VERSION}")
    return fields


def _integer(value: Canonical, name: str, least: int = 0) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= documents.INTEGER_MAX:
        raise EpochRefused(f"{name} is not an integer in range")
    return value


def _octets(value: Canonical, name: str, length: int) -> bytes:
    if not isinstance(value, bytes) or len(value) != length:
        raise EpochRefused(f"{name} is not {length} bytes")
    return value
