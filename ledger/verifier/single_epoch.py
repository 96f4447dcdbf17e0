"""Verification of one document about an epoch: a log's place in it, or what a contract holds of it."""

import base64
import datetime as dt

from ledger.verifier import documents, identifiers, merkle
from ledger.verifier.chain import ChainRefused, parse_chain_proof, verify_chain_proof
from ledger.verifier.checkpoints import open_checkpoint, open_cosignatures
from ledger.verifier.documents import DocumentRefused, Json
from ledger.verifier.epoch_files import SUPER_ORIGIN_END, EpochRefused, read_record, read_slot
from ledger.verifier.identifiers import IdRefused
from ledger.verifier.merkle import ProofRefused
from ledger.verifier.note_keys import NoteRefused
from ledger.verifier.report import Report, Step
from ledger.verifier.trust import Trust

_FIELDS = frozenset(
    {
        "log_id", "epoch", "closed_at", "slots", "root", "slot", "size", "leaf", "path", "record", "record_path", "checkpoint",
    }
)  # fmt: skip
_PATH_MAX = 63
_START = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_NO_KEYS = "no pinned keys were given"
_REFUSALS = (DocumentRefused, EpochRefused, IdRefused, NoteRefused, ProofRefused, ValueError)


def verify_epoch(document: Json, trust: Trust | None) -> Report:
    """Check a log's place in one epoch, and the epoch's in the super-log, as the service answered it."""
    quorum = trust.quorum if trust is not None else 0
    report = Report(Step.TRUST, Step.SUPER, *([Step.WITNESSES] if quorum else []), Step.EPOCHS)
    if not quorum:
        report.not_owed(Step.WITNESSES, "no witnesses and quorum are pinned")
    if trust is None or not trust.super_keys:
        report.not_run(Step.TRUST, _NO_KEYS if trust is None else "no super key is pinned")
        return report
    report.passed(Step.TRUST, f"{len(trust.super_keys)} super keys are pinned")
    step = Step.SUPER
    try:
        fields = documents.record(document, _FIELDS)
        report.passed(step, _check_super(fields, trust))
        if quorum:
            step = Step.WITNESSES
            report.passed(step, _check_quorum(fields, trust))
        step = Step.EPOCHS
        report.passed(step, _check_place(fields))
    except _REFUSALS as error:
        report.failed(step, str(error))
    return report


def verify_anchor(document: Json, trust: Trust | None) -> Report:
    """Check what a pinned contract holds of an epoch, in a pinned block."""
    report = Report(Step.TRUST, Step.CHAIN)
    if trust is None or not trust.chains or not trust.blocks:
        report.not_run(Step.TRUST, _NO_KEYS if trust is None else "a contract and a block must be pinned")
        return report
    report.passed(Step.TRUST, f"{len(trust.chains)} contracts and {len(trust.blocks)} blocks are pinned")
    try:
        proof = parse_chain_proof(document)
        found = verify_chain_proof(proof, trust)
    except ChainRefused as error:
        report.failed(Step.CHAIN, str(error))
    else:
        if found.state is None:
            report.not_run(Step.CHAIN, "the proof does not tell whether the contract is frozen: make it anew")
            return report
        root = base64.b64encode(found.root).decode()
        report.passed(Step.CHAIN, f"block {found.block} holds the root {root} of epoch {proof.epoch}")
    return report


def _check_super(fields: dict[str, Json], trust: Trust) -> str:
    checkpoint = open_checkpoint(documents.text(fields, "checkpoint").encode(), trust.super_keys)
    if not checkpoint.origin.endswith(SUPER_ORIGIN_END):
        raise NoteRefused(f"{checkpoint.origin!r} is not a super-log")
    record = read_record(documents.octets(fields, "record"))
    path = documents.octets_list(fields, "record_path", _PATH_MAX)
    leaf = merkle.leaf_hash(record.data)
    merkle.verify_inclusion(record.epoch - 1, checkpoint.size, leaf, path, checkpoint.root)
    closed_at = dt.datetime.fromisoformat(documents.text(fields, "closed_at"))
    if closed_at.tzinfo is None:
        raise EpochRefused("closed_at has no time zone")
    closed_us = (closed_at - _START) // dt.timedelta(microseconds=1)
    said = tuple(documents.integer(fields, name) for name in ("epoch", "slots"))
    if (*said, documents.octets(fields, "root"), closed_us) != (
        record.epoch, record.slots, record.root, record.ts,
    ):  # fmt: skip
        raise EpochRefused("the record says otherwise than the document")
    return f"epoch {record.epoch} is one of {checkpoint.size} that {checkpoint.origin} signed"


def _check_quorum(fields: dict[str, Json], trust: Trust) -> str:
    note = documents.text(fields, "checkpoint").encode()
    signers = [signer.key for signer in open_cosignatures(note, trust.witness_keys)]
    count = min(len({key.name for key in signers}), len({key.public_key for key in signers}))
    if count < trust.quorum:
        raise NoteRefused(f"{count} of the pinned witnesses cosigned, and {trust.quorum} are the quorum")
    return f"{count} witnesses cosigned, {trust.quorum} needed"


def _check_place(fields: dict[str, Json]) -> str:
    record = read_record(documents.octets(fields, "record"))
    slot = read_slot(
        {
            "epoch": fields["epoch"],
            "index": fields["slot"],
            "leaf": fields["leaf"],
            "path": fields["path"],
        }
    )
    merkle.verify_inclusion(slot.index, record.slots, merkle.leaf_hash(slot.data), slot.path, record.root)
    log = identifiers.parse("env", documents.text(fields, "log_id"))
    if (slot.log, slot.size) != (log, documents.integer(fields, "size")):
        raise EpochRefused("the slot's leaf says otherwise than the document")
    root = base64.b64encode(slot.root).decode()
    return f"slot {slot.index} holds this log of {slot.size} entries, root {root}"
