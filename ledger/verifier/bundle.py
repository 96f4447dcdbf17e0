"""An exported log, recomputed from zero: every entry, every tile, every checkpoint, every receipt handed over.

An export is a static tlog-tiles log (C2SP) with some more files: `keys.txt` (in the form of `trust`),
`checkpoints/000000.jsonl` and on (every checkpoint ever signed, one JSON text a line, oldest first), `super/…` (0051) and
`manifest.json`, which names each other file with its SHA-256. The manifest only guards against accidents; what is proven
rests on the pinned keys.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace

from ledger.verifier import documents
from ledger.verifier.artefacts import check_artefacts
from ledger.verifier.audit import Audit, BundleRefused, NotDue
from ledger.verifier.canonical import NotCanonical
from ledger.verifier.cars import ChainIncomplete
from ledger.verifier.chain import ChainRefused, check_chain
from ledger.verifier.checkpoints import read_checkpoint, require_kinds
from ledger.verifier.dagcbor import BlockRefused
from ledger.verifier.documents import DocumentRefused
from ledger.verifier.entries import EntryRefused
from ledger.verifier.epoch_files import EpochRefused
from ledger.verifier.epochs import check_epochs, check_super, check_witnesses, is_of_super_log
from ledger.verifier.erasures import check_erasures
from ledger.verifier.files import Files, FilesRefused
from ledger.verifier.identifiers import IdRefused
from ledger.verifier.key_history import KeysRefused
from ledger.verifier.log_steps import check_entries, check_history, check_receipts, check_tree
from ledger.verifier.merkle import ProofRefused
from ledger.verifier.note_keys import NoteRefused
from ledger.verifier.proofs import log_of
from ledger.verifier.receipts import ReceiptRefused
from ledger.verifier.report import Report, Step
from ledger.verifier.secp256k1 import SignatureRefused
from ledger.verifier.tiles import TileRefused
from ledger.verifier.trust import Trust, TrustRefused, parse_trust

MANIFEST = "manifest.json"
CHECKPOINT = "checkpoint"
CHECKPOINTS_IN_FILE = 4_096
KEYS = "keys.txt"
MANIFEST_VERSION = 1

_REFUSALS = (
    BlockRefused,
    BundleRefused,
    ChainRefused,
    DocumentRefused,
    EntryRefused,
    EpochRefused,
    FilesRefused,
    IdRefused,
    KeysRefused,
    NotCanonical,
    NoteRefused,
    ProofRefused,
    ReceiptRefused,
    SignatureRefused,
    TileRefused,
    TrustRefused,
    UnicodeDecodeError,
)
_NO_KEYS = "no pinned keys were given"


def verify_bundle(audit: Audit) -> Report:
    """Run every step that is owed, in order, up to the first that fails; what can say neither yes nor no stops none."""
    missing = _missing(audit)
    owed = [step for step in _CHECKS if missing[step] is None or step in _ALWAYS]
    report = Report(*owed)
    for step, reason in missing.items():
        if step not in owed and reason is not None:
            report.not_owed(step, reason)
    for step in owed:
        reason = missing[step]
        if reason is not None:
            report.not_run(step, reason)
            if step is Step.TRUST:
                break
            continue
        try:
            report.passed(step, _CHECKS[step](audit))
        except NotDue as error:
            report.not_run(step, str(error))
            if step is Step.BLOCKS:
                break
        except _REFUSALS as error:
            report.failed(step, str(error))
            break
    return report


def _missing(audit: Audit) -> dict[Step, str | None]:
    """Say of each step what it lacks: None when nothing."""
    trust = audit.trust or Trust((), ())
    with_super = (
        trust.super_keys
        or trust.quorum
        or trust.chains
        or audit.chain_proofs
        or any(map(is_of_super_log, audit.kept))
    )
    lacks: dict[Step, str | None] = dict.fromkeys(_CHECKS)
    lacks[Step.TRUST] = None if audit.trust is not None else _NO_KEYS
    lacks[Step.RECEIPTS] = None if audit.receipts is not None else "no receipts were given"
    lacks[Step.WITNESSES] = None if trust.quorum else "no witnesses and quorum are pinned"
    lacks[Step.SUPER] = lacks[Step.EPOCHS] = None if with_super else "no super key is pinned"
    lacks[Step.CHAIN] = None if trust.chains or audit.chain_proofs else "no contract is pinned"
    lacks[Step.ERASURES] = None if audit.openings is not None else "no openings were given"
    lacks[Step.ARTEFACTS] = None if audit.artefacts is not None else "no artefacts were given"
    lacks[Step.BLOCKS] = None if audit.blocks is not None else "the input is no CAR"
    return lacks


def _check_blocks(audit: Audit) -> str:
    """Blocks are checked while a CAR is opened: without that there is nothing to read."""
    if isinstance(audit.blocks, ChainIncomplete):
        raise NotDue(str(audit.blocks))
    if isinstance(audit.blocks, BlockRefused):
        raise audit.blocks
    if audit.blocks is None:
        raise BundleRefused("the input is no CAR")
    return audit.blocks


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
    trust = audit.pinned()
    named = parse_trust(audit.files.read(KEYS).decode())
    if not trust.log_keys or not trust.receipt_keys:
        raise TrustRefused("a log key and a receipts key must both be pinned")
    if not trust.covers(replace(named, log_keys=())):
        raise TrustRefused("the export names a key that is not pinned")
    pinned = set(trust.log_keys)
    origins = {key.name for key in pinned.intersection(named.log_keys)}
    if any(key not in pinned and key.name not in origins for key in named.log_keys):
        raise TrustRefused("the export names a key of a log of which no key is pinned")
    audit.log_keys = named.log_keys
    return f"{len(trust.log_keys)} log and {len(trust.receipt_keys)} receipt keys are pinned"


def _check_checkpoints(audit: Audit) -> str:
    pinned = audit.pinned().log_keys
    keys = tuple(
        {*pinned, *audit.log_keys}
    )  # those not pinned are held to the log's own history of keys, in HISTORY
    head = read_checkpoint(audit.files.read(CHECKPOINT), keys)
    require_kinds(head, pinned)
    audit.head = head.checkpoint
    log_of(audit.head.origin)
    size = -1
    for number, line in enumerate(_checkpoint_lines(audit.files), 1):
        note = documents.parse(line)
        if not isinstance(note, str):
            raise DocumentRefused(f"checkpoint {number} is not a text")
        signed = read_checkpoint(note.encode(), keys)
        if signed.checkpoint.size <= size:
            raise BundleRefused(f"checkpoint {number} does not grow")
        size = signed.checkpoint.size
        audit.checkpoints.append(signed.checkpoint)
        audit.published.append(signed)
    if not audit.checkpoints or audit.checkpoints[-1] != audit.head:
        raise BundleRefused("the newest checkpoint is not the last of the list")
    kept = [note for note in audit.kept if not is_of_super_log(note)]
    audit.checkpoints.extend(read_checkpoint(note, keys).checkpoint for note in kept)
    if any(checkpoint.origin != audit.head.origin for checkpoint in audit.checkpoints):
        raise BundleRefused("a checkpoint is another log's")
    return f"{len(audit.checkpoints)} signed checkpoints, {len(kept)} of them kept by the auditor"


def checkpoints_name(number: int) -> str:
    """Name a file of the list of checkpoints, from 0."""
    return f"checkpoints/{number:06d}.jsonl"


def _checkpoint_lines(files: Files) -> Iterator[bytes]:
    names = sorted(name for name in files.names() if name.startswith("checkpoints/"))
    if names != [checkpoints_name(number) for number in range(len(names))]:
        raise BundleRefused("the files of checkpoints are not numbered from 0 on")
    for name in names:
        yield from documents.lines(files.read(name))


_CHECKS: dict[Step, Callable[[Audit], str]] = {
    Step.BLOCKS: _check_blocks,
    Step.FILES: _check_files,
    Step.TRUST: _check_trust,
    Step.CHECKPOINTS: _check_checkpoints,
    Step.ENTRIES: check_entries,
    Step.TREE: check_tree,
    Step.HISTORY: check_history,
    Step.RECEIPTS: check_receipts,
    Step.WITNESSES: check_witnesses,
    Step.SUPER: check_super,
    Step.EPOCHS: check_epochs,
    Step.CHAIN: check_chain,
    Step.ERASURES: check_erasures,
    Step.ARTEFACTS: check_artefacts,
}
"""Every step there is for a bundle, in order of running: blocks first, for all else is read out of them."""

_ALWAYS = frozenset(
    {
        Step.FILES,
        Step.TRUST,
        Step.CHECKPOINTS,
        Step.ENTRIES,
        Step.TREE,
        Step.HISTORY,
        Step.RECEIPTS,
    }
)
"""Owed whatever is pinned: without receipts nobody can say that nothing was left out."""
