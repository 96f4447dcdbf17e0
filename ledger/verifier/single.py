"""Verification of one document: a proof, a receipt with its proof, an opening with its proof."""

from ledger.verifier.commitments import OpeningRefused, parse_opening, verify_opening
from ledger.verifier.documents import Json
from ledger.verifier.entries import Entry, EntryRefused
from ledger.verifier.identifiers import IdRefused
from ledger.verifier.merkle import ProofRefused
from ledger.verifier.note_keys import NoteRefused
from ledger.verifier.proofs import (
    Proof,
    ProofPending,
    check_checkpoint,
    check_entry,
    check_inclusion,
    parse_proof,
)
from ledger.verifier.receipts import Receipt, ReceiptRefused, parse_receipt, verify_receipt
from ledger.verifier.report import Report, Step
from ledger.verifier.trust import Trust

PROOF_STEPS = (Step.TRUST, Step.CHECKPOINTS, Step.ENTRIES, Step.INCLUSION)


def verify_proof(document: Json, trust: Trust | None) -> Report:
    """Check one inclusion proof."""
    report = Report(*PROOF_STEPS)
    if trust is None:
        report.not_run(Step.TRUST, "no pinned keys were given")
    elif not trust.log_keys:
        report.failed(Step.TRUST, "no log key is pinned")
    else:
        report.passed(Step.TRUST, f"{len(trust.log_keys)} log keys are pinned")
        _run_proof(report, document, trust)
    return report


def verify_receipt_with_proof(document: Json, proof: Json, trust: Trust | None, *, has_proof: bool) -> Report:
    """Check a receipt, and that its promise was kept. has_proof: whether a proof was handed over at all."""
    report = Report(Step.TRUST, Step.RECEIPTS, *PROOF_STEPS[1:])
    if trust is None:
        report.not_run(Step.TRUST, "no pinned keys were given")
        return report
    if not trust.log_keys or not trust.receipt_keys:
        report.failed(Step.TRUST, "a log key and a receipts key must both be pinned")
        return report
    report.passed(Step.TRUST, f"{len(trust.receipt_keys)} receipt keys are pinned")
    try:
        receipt = parse_receipt(document)
        verify_receipt(receipt, trust.receipt_keys)
    except ReceiptRefused as error:
        report.failed(Step.RECEIPTS, str(error))
        return report
    report.passed(Step.RECEIPTS, f"the entry {receipt.entry_id} was promised to the log")
    if not has_proof:
        for step in PROOF_STEPS[1:]:
            report.not_run(step, "no proof was given")
        return report
    found = _run_proof(report, proof, trust)
    if found is not None and not _same(receipt, found[0]):
        report.failed(Step.INCLUSION, "the proof is of another entry than the receipt")
    return report


def verify_opening_with_proof(document: Json, proof: Json, trust: Trust | None) -> Report:
    """Check that a payload is what an entry of the log committed to."""
    report = Report(*PROOF_STEPS, Step.COMMITMENT)
    if trust is None:
        report.not_run(Step.TRUST, "no pinned keys were given")
        return report
    if not trust.log_keys:
        report.failed(Step.TRUST, "no log key is pinned")
        return report
    report.passed(Step.TRUST, f"{len(trust.log_keys)} log keys are pinned")
    found = _run_proof(report, proof, trust)
    if found is None:
        return report
    try:
        verify_opening(parse_opening(document), found[0].eid, found[1].pc)
    except OpeningRefused as error:
        report.failed(Step.COMMITMENT, str(error))
    else:
        report.passed(Step.COMMITMENT, "the payload is what the entry committed to")
    return report


def _run_proof(report: Report, document: Json, trust: Trust) -> tuple[Proof, Entry] | None:
    """Run the three steps of a proof. Returns: what it proves, once all three passed."""
    step = Step.INCLUSION
    try:
        proof = parse_proof(document)
        step = Step.CHECKPOINTS
        checkpoint = check_checkpoint(proof, trust.log_keys)
        report.passed(step, f"{checkpoint.origin} signed its {checkpoint.size} entries")
        step = Step.ENTRIES
        entry = check_entry(proof)
        report.passed(step, f"{entry.typ} is well formed")
        step = Step.INCLUSION
        check_inclusion(proof, checkpoint)
        report.passed(step, f"it is entry {proof.index} of {checkpoint.size}")
    except ProofPending as error:
        report.not_run(step, str(error))
        return None
    except (EntryRefused, IdRefused, NoteRefused, ProofRefused) as error:
        report.failed(step, str(error))
        return None
    return proof, entry


def _same(receipt: Receipt, proof: Proof) -> bool:
    return (receipt.log, receipt.eid, receipt.leaf) == (proof.log, proof.eid, proof.leaf)
