"""Step 22 on an export with signed roots: what lies in them is found, and what nobody can tell is left open."""

from collections.abc import Callable

from ledger.verifier import signed_roots
from ledger.verifier.bundle import verify_bundle
from ledger.verifier.report import EXIT_INCOMPLETE, Step
from tests.ledger.made_log import MadeLog
from tests.ledger.signed_lines import CONTRACT, SIGNER, signed_root
from tests.ledger.test_pinned_steps import MADE, changed, outcome, roots_of


def roots_changed(change: Callable[[list[bytes]], object]) -> MadeLog:
    return changed(signed_roots.ROOTS, change)


def test_signed_roots_are_counted() -> None:
    """The words say how many there are and up to which epoch; without any, that there is none."""
    said = {result.step: result.detail for result in verify_bundle(MADE.audit()).results}
    assert "6 roots, up to epoch 6, were signed by the contract's signer" in said[Step.CHAIN]
    made = MADE.copy()
    del made.files[signed_roots.ROOTS]
    made.relist()
    said = {result.step: result.detail for result in verify_bundle(made.audit()).results}
    assert outcome(made) == 0
    assert "no root signed by the contract's signer" in said[Step.CHAIN]


def test_a_signed_root_that_the_super_log_does_not_have() -> None:
    """Another root of an epoch, truly signed, is what freezes the contract: found here; so is a signature of nobody."""
    roots = roots_of(MADE)
    for line in (
        signed_root(4, bytes(32)),
        signed_root(7, roots[6]),
        signed_root(0, roots[1]),
        signed_root(4, roots[4]).replace(b'"epoch": 4', b'"epoch": 5'),
        signed_root(4, roots[4]).replace(SIGNER.hex().encode(), bytes(20).hex().encode()),
        signed_root(4, roots[4])[:-6] + b'00"}',
        b"{}",
    ):
        for place in (0, 3, 6):
            made = roots_changed(lambda lines, at=place, new=line: lines.insert(at, new))  # type: ignore[misc]
            assert outcome(made) == Step.CHAIN, line


def test_a_root_signed_by_somebody_else_leaves_the_answer_open() -> None:
    """By a former signer, or by nobody of ours: the block of the proof knows one signer. Of a contract that is not pinned nothing is asked."""
    other = signed_root(4, roots_of(MADE)[4], b"\x12" * 32)
    assert outcome(roots_changed(lambda lines: lines.append(other))) == EXIT_INCOMPLETE
    elsewhere = signed_root(4, bytes(32)).replace(CONTRACT.hex().encode(), bytes(20).hex().encode())
    assert outcome(roots_changed(lambda lines: lines.append(elsewhere))) == 0
