"""The root block of a bundle: what of a log, or of the super-log, is new in one epoch, and which block holds it.

A log's bundle (`log.bundle.v1`) links its new tiles and entries in folders: blocks of `{path: [CID, ...]}`, a file being its
pieces one after the other, so that a block of 1 MiB holds any of them. An epoch's bundle (`epoch.bundle.v1`) is public: the record
and the blinded hashes of all slots. Each names the bundle before it as text, not as a link: a pin follows links, and would walk the
whole past each time. Source: docs/decisions/0058-bundles-of-blocks.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ledger.verifier.dagcbor import BlockRefused, Cid, Node, decode, encode, parse_cid

LOG_BUNDLE = "log.bundle.v1"
EPOCH_BUNDLE = "epoch.bundle.v1"
VERSION = 1
PATHS_IN_FOLDER = 4_096
SLOTS_IN_BUNDLE = 144
HASHES_IN_BLOCK = 256

_LOG_FIELDS = frozenset(
    {
        "v", "typ", "log", "epoch", "from", "to", "keys", "checkpoint", "tiles", "entries", "slots", "record", "super", "chain",
        "public", "prev",
    }
)  # fmt: skip
_HANDOVERS = "handovers"
_EPOCH_FIELDS = frozenset({"v", "typ", "epoch", "record", "slots", "checkpoint", "keys", "chain", "prev"})
_ID_BYTES = 16

Folder: TypeAlias = dict[str, tuple[Cid, ...]]


@dataclass(frozen=True)
class Contract:
    """The contract that anchors: its chain, and its address as 0x-hex."""

    chain_id: int
    address: str


@dataclass(frozen=True)
class SlotProof:
    """A log's leaf in the tree of one epoch. index: its slot."""

    epoch: int
    index: int
    leaf: bytes
    path: tuple[bytes, ...]


@dataclass(frozen=True)
class LogBundle:
    """start, end: sizes of the log, of which the entries between are new here. checkpoint: empty while the log is. tiles, entries: folders of files. slots: of each
    epoch after that of the bundle before, up to this one. record: of this epoch. super_note: the first checkpoint
    of the super-log that covers it. public: CID of that epoch's public bundle. handovers: blocks of the checkpoints of sizes between
    that handed the log over to another key, oldest first; a bundle without any has no such field.
    """

    log: bytes
    epoch: int
    start: int
    end: int
    keys: str
    checkpoint: str
    tiles: tuple[Cid, ...]
    entries: tuple[Cid, ...]
    slots: tuple[SlotProof, ...]
    record: bytes
    super_note: str
    contract: Contract | None
    public: Cid
    prev: Cid | None
    handovers: tuple[Cid, ...] = ()

    def block(self) -> bytes:
        return encode(
            {
                **({_HANDOVERS: list(self.handovers)} if self.handovers else {}),
                "v": VERSION,
                "typ": LOG_BUNDLE,
                "log": self.log,
                "epoch": self.epoch,
                "from": self.start,
                "to": self.end,
                "keys": self.keys,
                "checkpoint": self.checkpoint,
                "tiles": list(self.tiles),
                "entries": list(self.entries),
                "slots": [_slot_node(slot) for slot in self.slots],
                "record": self.record,
                "super": self.super_note,
                "chain": _chain_node(self.contract),
                "public": str(self.public),
                "prev": _name(self.prev),
            }
        )


@dataclass(frozen=True)
class EpochBundle:
    """record: of this epoch. slots: blocks of the hashes of the epoch's slots, 256 a block. checkpoint: the first one
    of the super-log that covers the epoch, as the operator signed it; witnesses add their signatures later, elsewhere. keys: of
    the super-log, in the form of `trust`.
    """

    epoch: int
    record: bytes
    slots: tuple[Cid, ...]
    checkpoint: str
    keys: str
    contract: Contract | None
    prev: Cid | None

    def block(self) -> bytes:
        return encode(
            {
                "v": VERSION,
                "typ": EPOCH_BUNDLE,
                "epoch": self.epoch,
                "record": self.record,
                "slots": list(self.slots),
                "checkpoint": self.checkpoint,
                "keys": self.keys,
                "chain": _chain_node(self.contract),
                "prev": _name(self.prev),
            }
        )


def folder_block(folder: Mapping[str, tuple[Cid, ...]]) -> bytes:
    """Write at most 4,096 files of a bundle, each as its pieces."""
    return encode({path: list(pieces) for path, pieces in folder.items()})


def read_folder(data: bytes) -> Folder:
    """Raises: BlockRefused."""
    fields = decode(data)
    if not isinstance(fields, dict) or not 0 < len(fields) <= PATHS_IN_FOLDER:
        raise BlockRefused("this is not a folder of files")
    folder = {path: _links(fields, path) for path in fields}
    if not all(folder.values()):
        raise BlockRefused("a file has no piece")
    return folder


def read_manifest(data: bytes) -> LogBundle | EpochBundle:
    """Read the root of a bundle. Raises: BlockRefused unless it is exactly what `block` writes."""
    fields = decode(data)
    if not isinstance(fields, dict) or fields.get("v") != VERSION:
        raise BlockRefused("the root is not the manifest of a bundle")
    bundle: LogBundle | EpochBundle
    if fields.get("typ") == LOG_BUNDLE and fields.keys() - {_HANDOVERS} == _LOG_FIELDS:
        bundle = _log_bundle(fields)
    elif fields.get("typ") == EPOCH_BUNDLE and fields.keys() == _EPOCH_FIELDS:
        bundle = _epoch_bundle(fields)
    else:
        raise BlockRefused("the root is not the manifest of a bundle")
    if bundle.block() != data:
        raise BlockRefused("the manifest is not in its one form")
    return bundle


def _log_bundle(fields: Mapping[str, Node]) -> LogBundle:
    log = _octets(fields, "log")
    if len(log) != _ID_BYTES:
        raise BlockRefused("log is not 16 bytes")
    slots = fields["slots"]
    if not isinstance(slots, list) or not 0 < len(slots) <= SLOTS_IN_BUNDLE:
        raise BlockRefused(f"a bundle proves the slots of 1 to {SLOTS_IN_BUNDLE} epochs")
    return LogBundle(
        log=log,
        epoch=_integer(fields, "epoch"),
        start=_integer(fields, "from"),
        end=_integer(fields, "to"),
        keys=_text(fields, "keys"),
        checkpoint=_text(fields, "checkpoint"),
        tiles=_links(fields, "tiles"),
        entries=_links(fields, "entries"),
        slots=tuple(_slot(slot) for slot in slots),
        record=_octets(fields, "record"),
        super_note=_text(fields, "super"),
        contract=_contract(fields["chain"]),
        public=parse_cid(_text(fields, "public")),
        prev=_prev(fields),
        handovers=_links(fields, _HANDOVERS) if _HANDOVERS in fields else (),
    )


def _epoch_bundle(fields: Mapping[str, Node]) -> EpochBundle:
    return EpochBundle(
        epoch=_integer(fields, "epoch"),
        record=_octets(fields, "record"),
        slots=_links(fields, "slots"),
        checkpoint=_text(fields, "checkpoint"),
        keys=_text(fields, "keys"),
        contract=_contract(fields["chain"]),
        prev=_prev(fields),
    )


def _slot_node(slot: SlotProof) -> Node:
    return {"epoch": slot.epoch, "index": slot.index, "leaf": slot.leaf, "path": list(slot.path)}


def _slot(value: Node) -> SlotProof:
    if not isinstance(value, dict) or value.keys() != {"epoch", "index", "leaf", "path"}:
        raise BlockRefused("a slot has other fields")
    path = value["path"]
    if not isinstance(path, list) or not all(isinstance(step, bytes) for step in path):
        raise BlockRefused("the path of a slot is not a list of hashes")
    return SlotProof(
        _integer(value, "epoch"),
        _integer(value, "index"),
        _octets(value, "leaf"),
        tuple(step for step in path if isinstance(step, bytes)),
    )


def _chain_node(contract: Contract | None) -> Node:
    return None if contract is None else {"id": contract.chain_id, "contract": contract.address}


def _contract(value: Node) -> Contract | None:
    if value is None:
        return None
    if not isinstance(value, dict) or value.keys() != {"id", "contract"}:
        raise BlockRefused("chain has other fields")
    return Contract(_integer(value, "id"), _text(value, "contract"))


def _name(cid: Cid | None) -> str | None:
    return None if cid is None else str(cid)


def _prev(fields: Mapping[str, Node]) -> Cid | None:
    return None if fields["prev"] is None else parse_cid(_text(fields, "prev"))


def _text(fields: Mapping[str, Node], name: str) -> str:
    value = fields[name]
    if not isinstance(value, str):
        raise BlockRefused(f"{name} is not a text")
    return value


def _octets(fields: Mapping[str, Node], name: str) -> bytes:
    value = fields[name]
    if not isinstance(value, bytes):
        raise BlockRefused(f"{name} is not bytes")
    return value


def _integer(fields: Mapping[str, Node], name: str) -> int:
    value = fields[name]
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**63:
        raise BlockRefused(f"{name} is not a number in range")
    return value


def _links(fields: Mapping[str, Node], name: str) -> tuple[Cid, ...]:
    values = fields[name]
    if not isinstance(values, list) or not all(isinstance(value, Cid) for value in values):
        raise BlockRefused(f"{name} is not a list of links")
    return tuple(value for value in values if isinstance(value, Cid))
