"""Steps WITNESSES, SUPER and EPOCHS: that everybody was shown the one log.

The super-log has a record for each epoch, the record is the root over a slot for each log, and this log's slot holds its
checkpoint. Whoever signs two histories needs two super-logs, and witnesses, Ethereum or two auditors who compare see both.
"""

from array import array

from ledger.verifier import merkle
from ledger.verifier.audit import Audit, BundleRefused, NotDue
from ledger.verifier.checkpoints import (
    Checkpoint,
    open_checkpoint,
    open_cosignatures,
    parse_text,
    read_checkpoint,
)
from ledger.verifier.epoch_files import (
    RECORDS,
    SLOTS,
    SUPER_CHECKPOINT,
    SUPER_ORIGIN_END,
    EpochRecord,
    Slot,
    read_records,
    read_slots,
)
from ledger.verifier.merkle import CompactRange, ProofRefused
from ledger.verifier.note_keys import NoteRefused
from ledger.verifier.proofs import log_of
from ledger.verifier.recomputed import SizeBeyond
from ledger.verifier.scan import CLOCK_TOLERANCE_US


def is_of_super_log(note: bytes) -> bool:
    """Say whether a checkpoint that the auditor kept says that it is the super-log's, by its first line."""
    return note.partition(b"\n")[0].endswith(SUPER_ORIGIN_END.encode())


def check_witnesses(audit: Audit) -> str:
    """Enough of the pinned witnesses cosigned the newest checkpoint of the super-log."""
    trust = audit.pinned()
    note = _super_note(audit)
    checkpoint = parse_text(_text_of(note))
    _check_super_origin(audit, checkpoint)
    signers = [signer.key for signer in open_cosignatures(note, trust.witness_keys)]
    count = min(len({key.name for key in signers}), len({key.public_key for key in signers}))
    if count < trust.quorum:
        raise BundleRefused(f"{count} of the pinned witnesses cosigned, and {trust.quorum} are the quorum")
    names = ", ".join(sorted({key.name for key in signers}))
    return f"epoch {checkpoint.size} was cosigned by {count} witnesses, {trust.quorum} needed: {names}"


def check_super(audit: Audit) -> str:
    """The records lead to the newest checkpoint of the super-log and to each that the auditor kept; times grow."""
    keys = audit.pinned().super_keys
    if not keys:
        raise NotDue("no super key is pinned")
    head = open_checkpoint(_super_note(audit), keys)
    _check_super_origin(audit, head)
    kept = [read_checkpoint(note, keys).checkpoint for note in audit.kept if is_of_super_log(note)]
    if any(checkpoint.origin != head.origin for checkpoint in kept):
        raise BundleRefused("a kept checkpoint is another super-log's")
    records = list(read_records(audit.files.read(RECORDS)))
    _check_records(records)
    if len(records) != head.size:
        raise BundleRefused(f"the super-log has {head.size} records, and {len(records)} are here")
    audit.super_head, audit.records = head, records
    audit.super_roots = _roots(records)
    for checkpoint in (head, *kept):
        if checkpoint.size > len(records):
            raise BundleRefused(f"a checkpoint of {checkpoint.size} epochs was signed: the super-log was cut")
        if audit.super_roots[checkpoint.size] != checkpoint.root:
            raise BundleRefused(
                f"the super-log of {checkpoint.size} epochs had another root: history was rewritten"
            )
    return f"{len(records)} epochs, of which {len(kept)} checkpoints were kept by the auditor"


def check_epochs(audit: Audit) -> str:
    """In each epoch since it has its slot, this log stands there once, as it was."""
    if not audit.super_roots:
        raise NotDue("the super-log was not verified")
    slots = list(read_slots(audit.files.read(SLOTS))) if SLOTS in audit.files.names() else []
    if not slots:
        _check_times(audit.log.times, 0, audit.log.size, audit.records[-1] if audit.records else None, None)
        raise NotDue("the log has no slot yet: it is younger than the newest epoch")
    _check_places(slots, audit.records)
    log = log_of(audit.checkpoint().origin)
    try:
        roots = audit.log.roots_at(slot.size for slot in slots)
    except SizeBeyond as error:
        size = max(slot.size for slot in slots)
        raise BundleRefused(f"an epoch holds this log with {size} entries: the log was cut") from error
    size = 0
    before = audit.records[slots[0].epoch - 2] if slots[0].epoch > 1 else None
    for slot in slots:
        record = audit.records[slot.epoch - 1]
        _check_slot(slot, record, log)
        if slot.size < size:
            raise BundleRefused(f"the log shrank in epoch {slot.epoch}")
        if slot.root != roots[slot.size]:
            raise BundleRefused(f"in epoch {slot.epoch} the log had another root: two histories")
        _check_times(audit.log.times, size, slot.size, before, record)
        size, before = slot.size, record
        audit.slots[slot.epoch] = slot
    _check_times(audit.log.times, size, audit.log.size, before, None)
    if slots[-1].epoch != len(audit.records):
        told = f"the log's slots end at epoch {slots[-1].epoch}, and the newest is {len(audit.records)}"
        if audit.blocks is None:
            raise BundleRefused(told)
        raise NotDue(f"{told}: a bundle that goes on is not made yet, or is missing")
    later = audit.checkpoint().size - size
    since = f"; {later} entries came after the newest epoch" if later else ""
    return f"slot {slots[0].index} is this log's in epochs {slots[0].epoch} to {slots[-1].epoch}{since}"


def _check_slot(slot: Slot, record: EpochRecord, log: bytes) -> None:
    if slot.log != log:
        raise BundleRefused(f"the slot of epoch {slot.epoch} is another log's")
    try:
        merkle.verify_inclusion(slot.index, record.slots, merkle.leaf_hash(slot.data), slot.path, record.root)
    except ProofRefused as error:
        raise BundleRefused(f"the slot of epoch {slot.epoch}: {error}") from error


def _check_times(
    times: "array[int]", start: int, end: int, before: EpochRecord | None, after: EpochRecord | None
) -> None:
    """Entries came between two epochs: none states a time before the former or after the latter, beyond what clocks explain."""
    part = times[start:end]
    if not part:
        return
    if before is not None and min(part) + CLOCK_TOLERANCE_US < before.ts:
        index = start + part.index(min(part))
        raise BundleRefused(
            f"entry {index} states a time before epoch {before.epoch}, which does not hold it"
        )
    if after is not None and max(part) > after.ts + CLOCK_TOLERANCE_US:
        index = start + part.index(max(part))
        raise BundleRefused(f"entry {index} states a time after epoch {after.epoch}, which holds it already")


def _check_records(records: list[EpochRecord]) -> None:
    before: EpochRecord | None = None
    for number, record in enumerate(records, 1):
        if record.epoch != number:
            raise BundleRefused(f"record {number} says that it is of epoch {record.epoch}")
        if before is not None and record.ts <= before.ts:
            raise BundleRefused(f"epoch {number} is not later than the one before")
        if before is not None and record.slots < before.slots:
            raise BundleRefused(f"epoch {number} has fewer slots than the one before")
        before = record


def _check_places(slots: list[Slot], records: list[EpochRecord]) -> None:
    """One slot for ever, in every epoch from the first that has it to the newest."""
    first, index = slots[0].epoch, slots[0].index
    last = slots[-1].epoch
    if not 1 <= first <= last <= len(records) or [slot.epoch for slot in slots] != [*range(first, last + 1)]:
        raise BundleRefused("the log's slot is not there for each epoch")
    for slot in slots:
        if slot.index != index:
            raise BundleRefused(f"the log changed its slot in epoch {slot.epoch}")
    if first > 1 and records[first - 2].slots > index:
        raise BundleRefused(f"slot {index} was there before epoch {first}, and is left out")


def _roots(records: list[EpochRecord]) -> dict[int, bytes]:
    """Return the super-log's root at each size, from that of the empty tree on."""
    tree = CompactRange()
    roots = {0: tree.root()}
    for record in records:
        tree.append(merkle.leaf_hash(record.data))
        roots[tree.size] = tree.root()
    return roots


def _text_of(note: bytes) -> str:
    """Return what a note is about, whoever signed it. Raises: NoteRefused, UnicodeDecodeError."""
    text, separator, _ = note.decode().rpartition("\n\n")
    if not separator:
        raise NoteRefused("the note has no block of signatures")
    return text + "\n"


def _super_note(audit: Audit) -> bytes:
    if SUPER_CHECKPOINT not in audit.files.names():
        raise NotDue("the export holds no epoch: it was made before the first, or without them")
    return audit.files.read(SUPER_CHECKPOINT)


def _check_super_origin(audit: Audit, checkpoint: Checkpoint) -> None:
    """The super-log is that of the installation which the log names."""
    domain = audit.checkpoint().origin.rpartition("/ledger/")[0]
    if checkpoint.origin != domain + SUPER_ORIGIN_END:
        raise NoteRefused(f"{checkpoint.origin!r} is not the super-log of {domain}")
