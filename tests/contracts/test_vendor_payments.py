"""VendorPayments: who may do what when, and that only the one right entry of the payer's own log releases a payment."""

from typing import cast

import msgspec
import pytest
from web3 import Web3

from core import intake
from core.clock import to_micros
from ledger.vendor_terms import Proposal, terms_of
from tests.contracts.desk import (
    APPROVED,
    CLOSED,
    CONDITIONS_MET,
    DENIED,
    PROPOSED,
    RAIL,
    SETTLED,
    WRONG_STATE,
    Desk,
    world_around,
)
from tests.contracts.releases import (
    APPROVERS,
    OTHER_LOG,
    OTHER_PAYMENT,
    PAYER_LOG,
    PAYER_SLOT,
    PAYMENT,
    STRANGER,
    Proof,
    World,
    approval,
    proposal_of,
    propose,
    release_entry,
)


@pytest.fixture
def desk(chain: Web3) -> Desk:
    return Desk(chain)


def test_a_payment_goes_from_proposal_to_its_end(desk: Desk) -> None:
    """Two approvals, the release proven, settled, closed: and only in the one state may it be paid."""
    proposal = desk.proposed()
    assert (desk.state(), desk.can_settle()) == (PROPOSED, False)
    first, second = (approval(proposal, approver.key) for approver in APPROVERS[:2])
    desk.stranger.tell("approveBySig", PAYMENT.bytes, first)
    assert (desk.state(), desk.can_settle()) == (PROPOSED, False)
    desk.stranger.tell("approveBySig", PAYMENT.bytes, second)
    assert (desk.state(), desk.can_settle()) == (APPROVED, False)
    world = world_around(release_entry(terms_of(proposal)))
    desk.anchored(world)
    desk.prove(world.proof(2))
    assert (desk.state(), desk.can_settle()) == (CONDITIONS_MET, True)
    desk.settler.tell("settle", PAYMENT.bytes, RAIL)
    assert (desk.state(), desk.can_settle()) == (SETTLED, False)
    desk.payer.tell("close", PAYMENT.bytes)
    assert (desk.state(), desk.can_settle()) == (CLOSED, False)


def test_terms_are_the_same_on_chain_and_off(desk: Desk) -> None:
    """What Python says a payment commits to is what the contract stores and an approver signs."""
    proposal = desk.proposed()
    facts = cast(tuple[object, ...], desk.admin.ask("payment", PAYMENT.bytes))
    assert facts[10] == terms_of(proposal)
    for change in (
        {"chain_id": 1},
        {"approvals": 3},
        {"deadline": 1},
        {"vendor": bytes(32)},
        {"currency": "USD"},
    ):
        assert terms_of(msgspec.structs.replace(proposal, **change)) != terms_of(proposal)


def test_a_leaf_rebuilt_on_chain_is_python_s_to_the_byte(desk: Desk) -> None:
    """The entry that releases, with times and names at every length at which CBOR changes its head."""
    proposal = desk.proposed()
    for act in ("m", "m" * 23, "m" * 24, "mem_" + "é" * 60, "m" * 128):
        entry = release_entry(terms_of(proposal), act=act)
        micros = to_micros(entry.at)
        leaf = desk.admin.ask("releaseLeaf", PAYMENT.bytes, entry.eid.bytes, micros, act)
        assert leaf == intake.encode(entry)


REFUSED_ENTRIES: dict[str, dict[str, object]] = {
    "a decision": {"typ": "decision.v1"},
    "a release of another version": {"typ": "vendor.release.v2"},
    "another outcome": {"out": "hold"},
    "no outcome": {"out": None},
    "another payment": {"refs": (OTHER_PAYMENT,)},
    "this payment among others": {"refs": (PAYMENT, OTHER_PAYMENT)},
    "no payment": {"refs": ()},
    "other terms": {"pc": (b"\x01" * 32,)},
    "no terms": {"pc": ()},
    "these terms among others": {"pc": (b"\x01" * 32, b"\x02" * 32)},
    "an entry of another log in this one": {"log": OTHER_LOG},
    "a model beside": {"model": b"\x03" * 32},
    "rules beside": {"rules": b"\x04" * 32},
    "a score beside": {"score": 7},
}


def test_no_other_entry_of_the_log_releases_anything(desk: Desk) -> None:
    """Every neighbour is truly in the payer's log, anchored and proven, and none of them is the release."""
    terms = terms_of(desk.approved())
    entries = [release_entry(terms, **changes) for changes in REFUSED_ENTRIES.values()]
    world = World([*entries, release_entry(terms)])
    desk.anchored(world)
    for index, name in enumerate(REFUSED_ENTRIES):
        assert entries[index] != release_entry(terms), name
        desk.assert_unproven("NotInLog()", world.proof(index))
    desk.prove(world.proof(len(entries)))
    assert desk.state() == CONDITIONS_MET


def test_no_other_way_than_the_true_one_leads_to_the_anchor(desk: Desk) -> None:
    """The right entry with one thing wrong about its place, its checkpoint, its slot, its record or its anchor."""
    terms = terms_of(desk.approved())
    world = world_around(release_entry(terms))
    desk.anchored(world)
    right = world.proof(2)
    for step, error in (
        ("logPath", "NotInLog()"),
        ("slotPath", "NotInEpoch()"),
        ("recordPath", "NotAnchored()"),
    ):
        path = cast(list[bytes], right[step])
        for wrong in (path[:-1], path[1:], [], [*path, bytes(32)], path[::-1]):
            desk.assert_unproven(error, {**right, step: wrong})
    wrongs: list[tuple[str, str, object]] = [
        ("NotInLog()", "index", 1),
        ("NotInLog()", "index", 5),
        ("NotInLog()", "size", 2),
        ("NotInLog()", "eid", OTHER_PAYMENT.bytes),
        ("NotInLog()", "ts", cast(int, right["ts"]) + 1),
        ("NotInLog()", "act", "mem_somebody_else"),
        ("NotInLog()", "logRoot", right["epochRoot"]),
        ("NotInEpoch()", "salt", bytes(32)),
        ("NotInEpoch()", "slots", 5),
        ("NotInEpoch()", "epochRoot", right["logRoot"]),
        ("NotAnchored()", "slots", 12),
        ("NotAnchored()", "recordTs", world.record_ts + 1),
        ("NotAnchored()", "epoch", 7),
        ("NotAnchored()", "epoch", 0),
        ("NotAnchored()", "anchoredEpoch", 8),
        ("ActRefused()", "act", ""),
        ("ActRefused()", "act", "m" * 129),
    ]
    for error, field, value in wrongs:
        desk.assert_unproven(error, cast(Proof, {**right, field: value}))
    desk.prove(right)
    assert desk.state() == CONDITIONS_MET


def test_a_release_counts_only_in_the_payers_own_slot(desk: Desk) -> None:
    """The payer's checkpoint in a neighbour's slot, and a neighbour's log in the payer's: neither releases."""
    terms = terms_of(desk.approved())
    moved = World([release_entry(terms)], slot=PAYER_SLOT + 1, anchored=9)
    desk.anchored(moved)
    desk.assert_unproven("NotInEpoch()", moved.proof(0))


def test_a_release_in_another_tenants_log_releases_nothing(desk: Desk) -> None:
    """The same entry, signed off by another tenant in its own log, under the slot of the payer."""
    terms = terms_of(desk.approved())
    theirs = World([release_entry(terms, log=OTHER_LOG)])
    desk.anchored(theirs)
    desk.assert_unproven("NotInLog()", theirs.proof(0))


def test_a_release_is_of_one_payment(desk: Desk) -> None:
    """What released one payment releases neither another one of the same terms, nor the same one twice."""
    first = desk.approved()
    second = desk.approved(payment_id=OTHER_PAYMENT.bytes)
    world = world_around(release_entry(terms_of(first)))
    desk.anchored(world)
    desk.prove(world.proof(2))
    desk.assert_unproven("NotInLog()", world.proof(2), second.payment_id)
    desk.stranger.assert_refuses(WRONG_STATE, "proveCondition", PAYMENT.bytes, world.proof(2))


def test_nothing_is_proven_before_it_is_approved(desk: Desk) -> None:
    """The release may be in the log already; without n approvals it opens nothing."""
    proposal = desk.proposed()
    world = world_around(release_entry(terms_of(proposal)))
    desk.anchored(world)
    desk.stranger.assert_refuses(WRONG_STATE, "proveCondition", PAYMENT.bytes, world.proof(2))
    desk.stranger.tell("approveBySig", PAYMENT.bytes, approval(proposal, APPROVERS[0].key))
    desk.stranger.assert_refuses(WRONG_STATE, "proveCondition", PAYMENT.bytes, world.proof(2))
    assert desk.state() == PROPOSED


def test_an_approval_is_of_one_approver_for_these_terms_here(desk: Desk) -> None:
    """Twice the same, a stranger's, the payer's, for other terms, another payment, chain or contract: none counts."""
    proposal = desk.proposed()
    tell, assert_refuses = desk.stranger.tell, desk.stranger.assert_refuses
    key = APPROVERS[0].key
    tell("approveBySig", PAYMENT.bytes, approval(proposal, key))
    assert_refuses("ApprovedAlready(address)", "approveBySig", PAYMENT.bytes, approval(proposal, key))
    unknown = "NotAnApprover(address)"
    assert_refuses(unknown, "approveBySig", PAYMENT.bytes, approval(proposal, STRANGER.key))
    key = APPROVERS[1].key
    for domain in ({"chainId": 1}, {"verifyingContract": desk.log.address}, {"version": "2"}):
        assert_refuses(unknown, "approveBySig", PAYMENT.bytes, approval(proposal, key, **domain))
    changes: tuple[dict[str, object], ...] = (
        {"payment_id": OTHER_PAYMENT.bytes},
        {"amount": b"\x09" * 32},
        {"vendor": b"\x09" * 32},
        {"currency": "USD"},
        {"deadline": proposal.deadline + 1},
        {"approvals": 1},
        {"document": b"\x09" * 32},
    )
    for change in changes:
        other = msgspec.structs.replace(proposal, **change)
        assert_refuses(unknown, "approveBySig", PAYMENT.bytes, approval(other, key))
    assert desk.state() == PROPOSED
    tell("approveBySig", PAYMENT.bytes, approval(proposal, key))
    assert desk.state() == APPROVED
    assert_refuses(WRONG_STATE, "approveBySig", PAYMENT.bytes, approval(proposal, APPROVERS[2].key))


def test_the_payer_never_approves(desk: Desk) -> None:
    """Nobody can register the payer as an approver of its own payments, nor a payer twice."""
    payer = desk.payer.sender
    desk.registrar.assert_refuses("ApproverRefused(address)", "setApprover", payer, payer, True)
    desk.registrar.assert_refuses("PayerKnown(address)", "registerPayer", payer, OTHER_LOG.bytes, 1, 1)
    desk.registrar.assert_refuses(
        "PayerUnknown(address)", "setApprover", desk.stranger.sender, APPROVERS[0].address, True
    )
    desk.registrar.assert_refuses(
        "PayerRefused(address)", "registerPayer", desk.stranger.sender, PAYER_LOG.bytes, 1, 0
    )
    for party in (desk.payer, desk.admin, desk.settler):
        party.assert_refuses(DENIED, "registerPayer", desk.stranger.sender, PAYER_LOG.bytes, 1, 1)
        party.assert_refuses(DENIED, "setApprover", payer, STRANGER.address, True)


def test_a_proposal_is_whole_once_and_by_a_registered_payer(desk: Desk) -> None:
    """Ids are used once; no part is empty; the window is open; approvals are not fewer than registered."""
    right = proposal_of(desk.payer, desk.payer.sender)
    now = int(desk.chain.eth.get_block("latest")["timestamp"])
    changes: tuple[dict[str, object], ...] = (
        {"payment_id": bytes(16)},
        {"vendor": bytes(32)},
        {"amount": bytes(32)},
        {"document": bytes(32)},
        {"approvals": 0},
        {"deadline": now - 1, "not_before": 0},
        {"not_before": right.deadline + 1},
    )
    for change in changes:
        desk.payer.assert_refuses(
            "ProposalRefused()", *arguments_of(msgspec.structs.replace(right, **change))
        )
    desk.stranger.assert_refuses("PayerUnknown(address)", *arguments_of(right))
    propose(desk.payer, right)
    desk.payer.assert_refuses("PaymentKnown(bytes16)", *arguments_of(right))


def arguments_of(each: Proposal) -> tuple[str, bytes, bytes, bytes, bytes, bytes, int, int, int]:
    return (
        "propose",
        each.payment_id,
        each.vendor,
        each.amount,
        each.currency.encode(),
        each.document,
        each.not_before,
        each.deadline,
        each.approvals,
    )
