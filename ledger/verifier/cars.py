"""A log read from its bundles, instead of from an export: the same files, found by CID in CARs.

An auditor hands over the CARs of one log, from its first epoch on, and with them the public CARs of the epochs. What they say together
is presented as the files of an export, so the steps that follow are the same. Every block was checked when its file was opened;
here: that nothing is there that no manifest reaches, that each bundle goes on from the one before, and that the hashes of
the slots lead to the record of their epoch.
"""

import base64
import hashlib
import itertools
import json
import pathlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ledger.verifier.blocks import Car, open_car
from ledger.verifier.canonical import NotCanonical
from ledger.verifier.canonical import decode as decode_entry
from ledger.verifier.checkpoints import parse_text
from ledger.verifier.dagcbor import BLOCK_BYTES_MAX, BlockRefused, Cid
from ledger.verifier.files import FilesRefused
from ledger.verifier.manifests import (
    HASHES_IN_BLOCK,
    EpochBundle,
    Folder,
    LogBundle,
    read_folder,
    read_manifest,
)
from ledger.verifier.merkle import CompactRange
from ledger.verifier.note_keys import NoteRefused
from ledger.verifier.tiles import WIDTH, TileRefused, split_hashes, tiles_of

_CHECKPOINTS_IN_FILE = 4_096
_MANIFEST = "manifest.json"

Bundle = TypeVar("Bundle", LogBundle, EpochBundle)


class ChainIncomplete(BlockRefused):
    """Nothing is wrong with these files, but one before them is not among them."""


@dataclass(frozen=True)
class _Held:
    """A file of the log: the CAR it lies in, and its pieces."""

    car: Car
    pieces: tuple[Cid, ...]


class CarFiles:
    """The files of an export, made of bundles. Raises: BlockRefused, ChainIncomplete, while it is made.

    cars: of one log, of the super-log, or of both, in any order.
    """

    def __init__(self, cars: Sequence[Car]) -> None:
        self._blocks = sum(len(car.places) for car in cars)
        logs: dict[Cid, tuple[Car, LogBundle]] = {}
        epochs: dict[Cid, tuple[Car, EpochBundle]] = {}
        for car in cars:
            bundle = read_manifest(car.read(car.root))
            if isinstance(bundle, LogBundle):
                logs[car.root] = (car, bundle)
            else:
                epochs[car.root] = (car, bundle)
        if not logs and not epochs:
            raise BlockRefused("no bundle was given")
        self.logs = _chain(logs)
        self.epochs = _chain(epochs)
        for number, (car, epoch_bundle) in enumerate(self.epochs, 1):
            if epoch_bundle.epoch != number:
                raise BlockRefused("the public bundles leave out an epoch")
            _check_epoch(car, epoch_bundle)
        self._held: dict[str, _Held] = {}
        self._texts: dict[str, bytes] = {}
        if self.logs:
            self._take_log()
        if self.epochs:
            self._take_epochs()
        if self.logs and self.epochs:
            self._check_public()
        self._texts[_MANIFEST] = self._manifest()

    def names(self) -> set[str]:
        return self._held.keys() | self._texts.keys()

    def read(self, name: str) -> bytes:
        """Raises: FilesRefused when there is no such file, or a block of it changed since."""
        if name in self._texts:
            return self._texts[name]
        held = self._held.get(name)
        if held is None:
            raise FilesRefused(f"{name} is not there")
        try:
            return b"".join([held.car.read(piece) for piece in held.pieces])
        except BlockRefused as error:
            raise FilesRefused(f"{name}: {error}") from error

    def summary(self) -> str:
        """Say what was checked, in a line for the auditor."""
        return (
            f"{self._blocks} blocks of {len(self.logs)} bundles of the log and {len(self.epochs)} of epochs "
            "are what their CIDs say"
        )

    def _take_log(self) -> None:
        """Take the files of each bundle; what the newest tree does not name any more, parts of tiles grown since, is left out."""
        newest = self.logs[-1][1]
        size = 0
        notes: list[str] = []
        for car, bundle in self.logs:
            if bundle.log != newest.log:
                raise BlockRefused("the bundles are of two logs")
            if bundle.start != size or bundle.end < size or bundle.end != _log_size(bundle):
                raise BlockRefused(f"the bundle of epoch {bundle.epoch} does not go on from the one before")
            size = bundle.end
            notes += [*_handovers(car, bundle), *([bundle.checkpoint] if bundle.end else [])]
            _check_slots(bundle)
            for path, pieces in _files(car, bundle).items():
                held = self._held.get(path)
                if held is not None and held.pieces != pieces:
                    raise BlockRefused(f"two bundles differ about {path}")
                self._held[path] = _Held(car, pieces)
        self._keep_tiles_of(newest.end)
        notes = list(dict.fromkeys(notes))
        for number, at in enumerate(range(0, len(notes), _CHECKPOINTS_IN_FILE)):
            lines = [json.dumps(note, ensure_ascii=False) for note in notes[at : at + _CHECKPOINTS_IN_FILE]]
            self._texts[f"checkpoints/{number:06d}.jsonl"] = _lines(lines)
        self._texts["checkpoint"] = newest.checkpoint.encode()
        self._texts["keys.txt"] = newest.keys.encode()

    def _keep_tiles_of(self, size: int) -> None:
        """Nobody signed the size yet: what it asks for must be here before its tiles are named."""
        if size > WIDTH * sum(path.startswith("tile/entries/") for path in self._held):
            raise BlockRefused(f"the bundles do not hold {size} entries")
        wanted = {tile.path() for tile in tiles_of(size)}
        self._held = {path: held for path, held in self._held.items() if path in wanted}

    def _take_epochs(self) -> None:
        covered = [bundle for _, bundle in self.epochs if _size(bundle.checkpoint) <= len(self.epochs)]
        if not covered:
            raise ChainIncomplete("the public bundles do not reach a checkpoint of the super-log")
        newest = covered[-1]
        size = _size(newest.checkpoint)
        self._texts["super/checkpoint"] = newest.checkpoint.encode()
        records = [json.dumps(_base64(bundle.record)) for _, bundle in self.epochs[:size]]
        self._texts["super/records.jsonl"] = _lines(records)
        proofs = [proof for _, bundle in self.logs for proof in bundle.slots if proof.epoch <= size]
        if proofs:
            self._texts["super/slots.jsonl"] = _lines(
                json.dumps(
                    {
                        "epoch": proof.epoch,
                        "index": proof.index,
                        "leaf": _base64(proof.leaf),
                        "path": [_base64(step) for step in proof.path],
                    }
                )
                for proof in proofs
            )

    def _check_public(self) -> None:
        """A log's bundle and the public one of its epoch must tell one story."""
        public = {bundle.epoch: (car.root, bundle) for car, bundle in self.epochs}
        for _, bundle in self.logs:
            if bundle.epoch not in public:
                raise ChainIncomplete(f"the public bundle of epoch {bundle.epoch} is not among these files")
            root, told = public[bundle.epoch]
            if bundle.public != root or bundle.record != told.record or bundle.super_note != told.checkpoint:
                raise BlockRefused(f"the public bundle of epoch {bundle.epoch} is not the one that was named")

    def _manifest(self) -> bytes:
        """Write what an export's manifest would say; it guards nothing here, the CIDs do."""
        digests = {name: hashlib.sha256(self.read(name)).hexdigest() for name in sorted(self.names())}
        return json.dumps({"v": 1, "files": digests}).encode()


def open_cars(paths: Iterable[pathlib.Path]) -> CarFiles:
    """Open the CARs of a log, and of the epochs. Raises: BlockRefused, ChainIncomplete, OSError."""
    return CarFiles([open_car(path) for path in paths])


def _chain(bundles: dict[Cid, tuple[Car, Bundle]]) -> list[tuple[Car, Bundle]]:
    """Put bundles in order, each the one before the next. Returns: the oldest first."""
    if not bundles:
        return []
    chain: list[tuple[Car, Bundle]] = []
    root: Cid | None = max(bundles, key=lambda cid: bundles[cid][1].epoch)
    while root is not None:
        if root not in bundles:
            raise ChainIncomplete(f"the bundle {root}, before that of epoch {chain[-1][1].epoch}, is missing")
        car, bundle = bundles[root]
        if chain and bundle.epoch >= chain[-1][1].epoch:
            raise BlockRefused("epochs do not grow")
        chain.append((car, bundle))
        root = bundle.prev
    if len(chain) != len(bundles):
        raise BlockRefused("a bundle is not of this chain")
    return chain[::-1]


def _files(car: Car, bundle: LogBundle) -> Folder:
    """Read the folders of a bundle; nothing may be in the CAR that they do not reach."""
    reached = {car.root, *bundle.tiles, *bundle.entries, *bundle.handovers}
    files: Folder = {}
    for root, wanted in [*((cid, False) for cid in bundle.tiles), *((cid, True) for cid in bundle.entries)]:
        for path, pieces in read_folder(car.read(root)).items():
            if path in files or path.startswith("tile/entries/") != wanted:
                raise BlockRefused(f"{path} has no place in that folder")
            if any(car.places.get(piece, (0, 0))[1] != BLOCK_BYTES_MAX for piece in pieces[:-1]):
                raise BlockRefused(f"{path} is cut into pieces that are not full")
            files[path] = pieces
            reached.update(pieces)
    _check_reached(car, reached)
    return files


def _check_reached(car: Car, reached: set[Cid]) -> None:
    for cid in sorted(reached ^ car.places.keys()):
        raise BlockRefused(
            f"the block {cid} is {'missing' if cid in reached else 'not named by the manifest'}"
        )


def _check_slots(bundle: LogBundle) -> None:
    epochs = [proof.epoch for proof in bundle.slots]
    if epochs != list(range(bundle.epoch - len(epochs) + 1, bundle.epoch + 1)):
        raise BlockRefused(f"the bundle of epoch {bundle.epoch} leaves out the slot of an epoch")


def _check_epoch(car: Car, bundle: EpochBundle) -> None:
    """Hash the slots of an epoch up to the root in its record."""
    _check_reached(car, {car.root, *bundle.slots})
    tree = CompactRange()
    for place, cid in enumerate(bundle.slots, 1):
        try:
            hashes = split_hashes(car.read(cid))
        except TileRefused as error:
            raise BlockRefused(f"the slots of epoch {bundle.epoch} are not hashes") from error
        if place < len(bundle.slots) and len(hashes) != HASHES_IN_BLOCK:
            raise BlockRefused(f"the slots of epoch {bundle.epoch} are cut in another way")
        tree.extend(hashes)
    try:
        record = decode_entry(bundle.record)
    except NotCanonical as error:
        raise BlockRefused(f"the record of epoch {bundle.epoch}: {error}") from error
    if not isinstance(record, dict):
        raise BlockRefused(f"the record of epoch {bundle.epoch} has no fields")
    told = (record.get("epoch"), record.get("slots"), record.get("root"))
    if told != (bundle.epoch, tree.size, tree.root()):
        raise BlockRefused(f"the slots of epoch {bundle.epoch} do not lead to its record")
    if _size(bundle.checkpoint) < bundle.epoch:
        raise BlockRefused(f"the checkpoint of epoch {bundle.epoch} does not cover it")


def _handovers(car: Car, bundle: LogBundle) -> list[str]:
    """Read the checkpoints between a bundle's sizes that handed the log over to another key."""
    try:
        notes = [car.read(cid).decode() for cid in bundle.handovers]
    except UnicodeDecodeError as error:
        raise BlockRefused("a checkpoint is not a text") from error
    sizes = [bundle.start, *map(_size, notes), bundle.end]
    if any(later <= earlier for earlier, later in itertools.pairwise(sizes)) and notes:
        raise BlockRefused(f"the hand-overs in the bundle of epoch {bundle.epoch} are not between its sizes")
    return notes


def _log_size(bundle: LogBundle) -> int:
    """Read the size in a log's checkpoint; an empty log has none yet."""
    return _size(bundle.checkpoint) if bundle.checkpoint else 0


def _size(note: str) -> int:
    """Read the size in a checkpoint whose signature is checked later."""
    try:
        return parse_text(note.partition("\n\n")[0] + "\n").size
    except NoteRefused as error:
        raise BlockRefused(str(error)) from error


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _lines(lines: Iterable[str]) -> bytes:
    return "".join([line + "\n" for line in lines]).encode()
