"""An exported log, recomputed from zero: every entry, every tile, every checkpoint, every receipt handed over.

An export is a static tlog-tiles log (C2SP) with some more files: `keys.txt` (in the form of `trust`),
`checkpoints/000000.jsonl` and on (every checkpoint ever signed, one JSON text a line, oldest first) and `manifest.json`,
which names each other file with its SHA-256. The manifest only guards against accidents; what is proven rests on the pinned keys.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ledger.verifier import documents, merkle
from ledger.verifier.checkpoints import Checkpoint, open_checkpoint, read_checkpoint
from ledger.verifier.documents import DocumentRefused, Json
from ledger.verifier.entries import EntryRefused, read_entry
from ledger.verifier.files import Files, FilesRefused
from ledger.verifier.identifiers import IdRefused
from ledger.verifier.merkle import CompactRange
from ledger.verifier.notes import NoteRefused
from ledger.verifier.proofs import log_of
from ledger.verifier.receipts import Receipt, ReceiptRefused, parse_receipt, verify_receipt
from ledger.verifier.report import Report, Step
from ledger.verifier.tiles import HEIGHT, Tile, TileRefused, read_bundle, tiles_of
from ledger.verifier.trust import Trust, TrustRefused, parse_trust

MANIFEST = "manifest.json"
CHECKPOINT = "checkpoint"
CHECKPOINTS_IN_FILE = 4_096
KEYS = "keys.txt"
MANIFEST_VERSION = 1
CLOCK_TOLERANCE_US = 600 * 1_000_000
STEPS = (
    Step.FILES,
    Step.TRUST,
    Step.CHECKPOINTS,
    Step.ENTRIES,
    Step.TREE,
    Step.HISTORY,
    Step.RECEIPTS,
)
PINNED_STEPS = (
    Step.WITNESSES,
    Step.SUPER,
    Step.EPOCHS,
    Step.CHAIN,
    Step.ERASURES,
    Step.ARTEFACTS,
    Step.BLOCKS,
)
"""Owed only where something is pinned or handed over that they are to check (0051)."""


class BundleRefused(Exception):
    """A step found what must not be; the message is for the auditor."""


@dataclass
class Audit:
    """What is handed to the auditor, and what the steps learn.

    trust: pinned keys, or None when none were given. kept: checkpoints that the auditor kept from earlier, of the log and
    of the super-log. receipts, openings: JSON documents, or None when none were given. artefacts: SHA-256 of each file
    handed over, by its name, or None. chain_proofs: JSON documents. now_us: the auditor's own time.
    """

    files: Files
    trust: Trust | None
    kept: Sequence[bytes]
    receipts: Sequence[Json] | None
    now_us: int
    openings: Sequence[Json] | None = None
    artefacts: Mapping[str, bytes] | None = None
    chain_proofs: Sequence[Json] = ()
    head: Checkpoint | None = None
    checkpoints: list[Checkpoint] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    index_of: dict[bytes, int] = field(default_factory=dict)


def verify_bundle(audit: Audit) -> Report:
    """Run every step, in order, up to the first that does not pass; receipts only on a log that is sound itself."""
    waived = _waived(audit)
    report = Report(*STEPS, *(step for step in PINNED_STEPS if step not in waived))
    for step, reason in waived.items():
        report.not_owed(step, reason)
    if audit.trust is None:
        report.not_run(Step.TRUST, "no pinned keys were given")
    if audit.receipts is None:
        report.not_run(Step.RECEIPTS, "no receipts were given")
    for step, check in _CHECKS.items():
        if (step is Step.TRUST and audit.trust is None) or (step is Step.RECEIPTS and audit.receipts is None):
            break
        try:
            report.passed(step, check(audit))
        except NotDue as error:
            report.not_run(step, str(error))
            break
        except _REFUSALS as error:
            report.failed(step, str(error))
            break
    return report


def _waived(audit: Audit) -> dict[Step, str]:
    """Say of each step that is not owed what is missing that would ask for it."""
    trust = audit.trust or Trust((), ())
    needs = {
        Step.WITNESSES: (trust.quorum > 0, "no witness and quorum are pinned"),
        Step.SUPER: (bool(trust.super_keys or trust.quorum or trust.chains), "no super key is pinned"),
        Step.EPOCHS: (bool(trust.super_keys or trust.quorum or trust.chains), "no super key is pinned"),
        Step.CHAIN: (bool(trust.chains or audit.chain_proofs), "no contract is pinned"),
        Step.ERASURES: (audit.openings is not None, "no openings were given"),
        Step.ARTEFACTS: (audit.artefacts is not None, "no artefacts were given"),
        Step.BLOCKS: (False, "the input is not a CAR"),
    }
    return {step: reason for step, (is_owed, reason) in needs.items() if not is_owed}


class NotDue(Exception):
    """A promise whose deadline has not passed can be neither kept nor broken yet."""


_REFUSALS = (
    BundleRefused,
    DocumentRefused,
    EntryRefused,
    FilesRefused,
    IdRefused,
    NoteRefused,
    ReceiptRefused,
    TileRefused,
    TrustRefused,
    UnicodeDecodeError,
)


def _check_files(audit: Audit) -> str:
    listed = manifest_files(audit.files.read(MANIFEST))
    names = audit.files.names() - {MANIFEST}
    for name in sorted(names ^ listed.keys()):
        raise BundleRefused(f"{name} is {'not listed' if name in names else 'missing'}")
    for name, digest in listed.items():
        if hashlib.sha256(audit.files.read(name)).hexdigest() != digest:
            raise BundleRefused(f"{name} is not the file that was exported")
    return f"{len(listed)} files are as exported"


def manifest_files(data: bytes) -> dict[str, str]:
    """Read the manifest. Returns: the SHA-256 of each file, by name. Raises: DocumentRefused."""
    fields = documents.record(documents.parse(data), frozenset({"v", "files"}))
    listed = fields["files"]
    if documents.integer(fields, "v") != MANIFEST_VERSION or not isinstance(listed, dict):
        raise DocumentRefused("the manifest is of another version")
    return {name: documents.text(listed, name) for name in listed}


def _check_trust(audit: Audit) -> str:
    trust = _trust(audit)
    named = parse_trust(audit.files.read(KEYS).decode())
    if not trust.log_keys or not trust.receipt_keys:
        raise TrustRefused("a log key and a receipts key must both be pinned")
    if not trust.covers(named):
        raise TrustRefused("the export names a key that is not pinned")
    return f"{len(trust.log_keys)} log and {len(trust.receipt_keys)} receipt keys are pinned"


def _check_checkpoints(audit: Audit) -> str:
    keys = _trust(audit).log_keys
    audit.head = open_checkpoint(audit.files.read(CHECKPOINT), keys)
    log_of(audit.head.origin)
    size = -1
    for number, line in enumerate(_checkpoint_lines(audit.files), 1):
        note = documents.parse(line)
        if not isinstance(note, str):
            raise DocumentRefused(f"checkpoint {number} is not a text")
        checkpoint = read_checkpoint(note.encode(), keys).checkpoint
        if checkpoint.size <= size:
            raise BundleRefused(f"checkpoint {number} does not grow")
        size = checkpoint.size
        audit.checkpoints.append(checkpoint)
    if not audit.checkpoints or audit.checkpoints[-1] != audit.head:
        raise BundleRefused("the newest checkpoint is not the last of the list")
    audit.checkpoints.extend(read_checkpoint(note, keys).checkpoint for note in audit.kept)
    if any(checkpoint.origin != audit.head.origin for checkpoint in audit.checkpoints):
        raise BundleRefused("a checkpoint is another log's")
    return f"{len(audit.checkpoints)} signed checkpoints, {len(audit.kept)} of them kept by the auditor"


def checkpoints_name(number: int) -> str:
    """Name a file of the list of checkpoints, from 0."""
    return f"checkpoints/{number:06d}.jsonl"


def _checkpoint_lines(files: Files) -> Iterator[bytes]:
    names = sorted(name for name in files.names() if name.startswith("checkpoints/"))
    if names != [checkpoints_name(number) for number in range(len(names))]:
        raise BundleRefused("the files of checkpoints are not numbered from 0 on")
    for name in names:
        yield from files.read(name).splitlines()


def _check_entries(audit: Audit) -> str:
    head = _head(audit)
    log, latest_us = log_of(head.origin), 0
    for tile in tiles_of(head.size):
        if not tile.entries:
            continue
        bundle = read_bundle(audit.files.read(tile.path()))
        if len(bundle) != tile.width:
            raise BundleRefused(f"{tile.path()} does not hold {tile.width} entries")
        for data in bundle:
            index = len(audit.leaves)
            try:
                entry = read_entry(data)
            except EntryRefused as error:
                raise BundleRefused(f"entry {index}: {error}") from error
            if entry.log != log:
                raise BundleRefused(f"entry {index} belongs to another log")
            if audit.index_of.setdefault(entry.eid, index) != index:
                raise BundleRefused(f"entries {audit.index_of[entry.eid]} and {index} have the same id")
            if entry.ts + CLOCK_TOLERANCE_US < latest_us:
                raise BundleRefused(
                    f"entry {index} is older than those before it, beyond what clocks explain"
                )
            latest_us = max(latest_us, entry.ts)
            audit.leaves.append(merkle.leaf_hash(data))
    return f"{len(audit.leaves)} entries are well formed, in this log, each once"


def _check_tree(audit: Audit) -> str:
    head = _head(audit)
    row, level, tiles = audit.leaves, 0, 0
    expected = [tile for tile in tiles_of(head.size) if not tile.entries]
    while row:
        for tile in (tile for tile in expected if tile.level == level):
            _check_tile(audit, tile, row)
            tiles += 1
        row = parents(row)
        level += 1
    known = {tile.path() for tile in tiles_of(head.size)}
    for name in sorted(audit.files.names()):
        if name.startswith("tile/") and name not in known:
            raise BundleRefused(f"{name} is not a tile of this tree")
    tree = CompactRange()
    tree.extend(audit.leaves)
    if tree.root() != head.root:
        raise BundleRefused("the entries do not lead to the root that was signed")
    return f"{tiles} tiles and the root of {head.size} entries are as recomputed"


def _check_tile(audit: Audit, tile: Tile, row: Sequence[bytes]) -> None:
    start = tile.index << HEIGHT
    if audit.files.read(tile.path()) != b"".join(row[start : start + tile.width]):
        raise BundleRefused(f"{tile.path()} is not what the entries lead to")


def parents(row: Sequence[bytes]) -> list[bytes]:
    """Hash one level of tiles into the next: the roots of its full ones."""
    return [
        merkle.perfect_root(row[at : at + (1 << HEIGHT)])
        for at in range(0, len(row) - len(row) % (1 << HEIGHT), 1 << HEIGHT)
    ]


def _check_history(audit: Audit) -> str:
    tree = CompactRange()
    for checkpoint in sorted(audit.checkpoints, key=lambda checkpoint: checkpoint.size):
        if checkpoint.size > len(audit.leaves):
            raise BundleRefused(f"a checkpoint of {checkpoint.size} entries was signed: the log was cut")
        tree.extend(audit.leaves[tree.size : checkpoint.size])
        if tree.root() != checkpoint.root:
            raise BundleRefused(
                f"the log of {checkpoint.size} entries had another root: history was rewritten"
            )
    return f"the log continues each of {len(audit.checkpoints)} checkpoints"


def _check_receipts(audit: Audit) -> str:
    waiting = 0
    receipts = [parse_receipt(document) for document in audit.receipts or ()]
    if not receipts:
        raise BundleRefused("the file of receipts is empty")
    for receipt in receipts:
        verify_receipt(receipt, _trust(audit).receipt_keys)
        waiting += not _is_kept(audit, receipt)
    if waiting:
        raise NotDue(f"{waiting} receipts are not due yet and not in this export: take a newer one")
    return f"{len(receipts)} receipts were kept"


def _is_kept(audit: Audit, receipt: Receipt) -> bool:
    """Say whether the promise was kept; False while it need not be. Raises: BundleRefused when it was broken."""
    if receipt.log != log_of(_head(audit).origin):
        raise BundleRefused(f"the receipt of {receipt.entry_id} is for another log")
    index = audit.index_of.get(receipt.eid)
    if index is None:
        if receipt.due_us < audit.now_us:
            raise BundleRefused(f"{receipt.entry_id} was promised and is not in the log: omitted")
        return False
    if audit.leaves[index] != receipt.leaf:
        raise BundleRefused(f"{receipt.entry_id} was promised with another content")
    return True


def _trust(audit: Audit) -> Trust:
    if audit.trust is None:
        raise TrustRefused("no pinned keys were given")
    return audit.trust


def _head(audit: Audit) -> Checkpoint:
    if audit.head is None:
        raise BundleRefused("there is no checkpoint")
    return audit.head


_CHECKS = {
    Step.FILES: _check_files,
    Step.TRUST: _check_trust,
    Step.CHECKPOINTS: _check_checkpoints,
    Step.ENTRIES: _check_entries,
    Step.TREE: _check_tree,
    Step.HISTORY: _check_history,
    Step.RECEIPTS: _check_receipts,
}
