"""States of a vendor payment: each way on, by whom, and that nothing leads back."""

from collections.abc import Callable

import pytest
from web3 import Account, Web3

from ledger.vendor_terms import terms_of
from ledger.verifier import merkle
from tests.contracts.desk import (
    APPROVED,
    CANCELLED,
    CLOSED,
    CONDITIONS_MET,
    DENIED,
    DISPUTED,
    EXPIRED,
    PROPOSED,
    RAIL,
    SETTLED,
    WRONG_STATE,
    Desk,
    world_around,
)
from tests.contracts.releases import APPROVERS, PAYMENT, STRANGER, approval, release_entry

ID = PAYMENT.bytes
REASON = b"\x66" * 32
DAY = 86_400


@pytest.fixture
def desk(chain: Web3) -> Desk:
    return Desk(chain)


def settled(desk: Desk) -> None:
    desk.released()
    desk.settler.tell("settle", ID, RAIL)


def disputed(desk: Desk) -> None:
    desk.released()
    desk.payer.tell("dispute", ID, REASON)


def closed(desk: Desk) -> None:
    settled(desk)
    desk.payer.tell("close", ID)


def cancelled(desk: Desk) -> None:
    desk.proposed()
    desk.payer.tell("cancel", ID)


def expired(desk: Desk) -> None:
    desk.proposed()
    desk.pass_time(DAY + 61)
    desk.stranger.tell("expire", ID)


Reach = Callable[[Desk], object]
REACHED: dict[int, Reach] = {
    0: lambda desk: None,
    PROPOSED: Desk.proposed,
    APPROVED: Desk.approved,
    CONDITIONS_MET: Desk.released,
    SETTLED: settled,
    DISPUTED: disputed,
    CLOSED: closed,
    CANCELLED: cancelled,
    EXPIRED: expired,
}
OPEN_IN = {
    "cancel": {PROPOSED, APPROVED},
    "close": {SETTLED},
    "dispute": {CONDITIONS_MET, SETTLED},
    "resolve": {DISPUTED},
}


@pytest.mark.parametrize("state", REACHED)
def test_each_way_on_is_open_only_where_it_begins(desk: Desk, state: int) -> None:
    """Whoever has every right still finds each way closed in every other state."""
    REACHED[state](desk)
    assert desk.state() == state
    if state not in OPEN_IN["cancel"]:
        desk.payer.assert_refuses(WRONG_STATE, "cancel", ID)
    if state not in OPEN_IN["close"]:
        desk.payer.assert_refuses(WRONG_STATE, "close", ID)
    if state not in OPEN_IN["dispute"]:
        desk.payer.assert_refuses(WRONG_STATE, "dispute", ID, REASON)
    if state not in OPEN_IN["resolve"]:
        desk.arbiter.assert_refuses(WRONG_STATE, "resolve", ID, True, RAIL)
    if state != CONDITIONS_MET:
        assert desk.can_settle() is False
        desk.settler.assert_refuses("CannotSettle(bytes16)", "settle", ID, RAIL)
    if state in {PROPOSED, APPROVED, CONDITIONS_MET}:
        desk.stranger.assert_refuses("TooEarly(bytes16)", "expire", ID)
    else:
        desk.stranger.assert_refuses(WRONG_STATE, "expire", ID)
    assert desk.state() == state


def test_only_those_who_may_go_on(desk: Desk) -> None:
    """Cancelling is the payer's, settling the settler's, resolving the arbiter's; disputing is of the parties."""
    desk.proposed()
    desk.stranger.assert_refuses("NotThePayer(address)", "cancel", ID)
    desk.arbiter.assert_refuses("NotThePayer(address)", "cancel", ID)
    desk.payer.tell("cancel", ID)


def test_a_release_can_be_stopped_but_not_withdrawn(desk: Desk) -> None:
    """After the release is proven, the payer can only dispute; the arbiter decides."""
    desk.released()
    desk.payer.assert_refuses(WRONG_STATE, "cancel", ID)
    for party in (desk.payer, desk.admin, desk.arbiter):
        party.assert_refuses(DENIED, "settle", ID, RAIL)
    desk.stranger.assert_refuses("NotAParty(address)", "dispute", ID, REASON)
    desk.payer.tell("dispute", ID, REASON)
    assert desk.can_settle() is False
    desk.payer.assert_refuses(DENIED, "resolve", ID, False, bytes(32))
    desk.arbiter.assert_refuses("ReferenceRefused()", "resolve", ID, True, bytes(32))
    desk.arbiter.assert_refuses("ReferenceRefused()", "resolve", ID, False, RAIL)
    desk.arbiter.tell("resolve", ID, False, bytes(32))
    assert desk.state() == CANCELLED


def test_a_settled_payment_is_contested_within_thirty_days(desk: Desk) -> None:
    """Until then only its payer closes it; afterwards anybody does, and nobody disputes it."""
    settled(desk)
    desk.stranger.assert_refuses("TooEarly(bytes16)", "close", ID)
    desk.pass_time(30 * DAY + 10)
    desk.payer.assert_refuses("TooLate(bytes16,uint64)", "dispute", ID, REASON)
    desk.stranger.tell("close", ID)
    assert desk.state() == CLOSED


def test_a_settled_payment_that_is_disputed_keeps_how_it_was_paid(desk: Desk) -> None:
    """The arbiter says whether it stands, and cannot put another reference in its place."""
    settled(desk)
    desk.payer.tell("dispute", ID, REASON)
    desk.arbiter.assert_refuses("ReferenceRefused()", "resolve", ID, True, REASON)
    desk.arbiter.tell("resolve", ID, True, bytes(32))
    assert desk.state() == CLOSED


def test_nothing_is_settled_outside_its_window(desk: Desk) -> None:
    """Neither before its day nor after its deadline, and a deadline that passed ends it."""
    latest = int(desk.chain.eth.get_block("latest")["timestamp"])
    proposal = desk.approved(not_before=latest + DAY // 2)
    world = world_around(release_entry(terms_of(proposal)))
    desk.anchored(world)
    desk.prove(world.proof(2))
    assert desk.can_settle() is False
    desk.settler.assert_refuses("CannotSettle(bytes16)", "settle", ID, RAIL)
    desk.pass_time(DAY // 2 + 10)
    assert desk.can_settle() is True
    desk.settler.assert_refuses("ReferenceRefused()", "settle", ID, bytes(32))
    desk.pass_time(DAY)
    assert desk.can_settle() is False
    desk.settler.assert_refuses("CannotSettle(bytes16)", "settle", ID, RAIL)
    desk.stranger.tell("expire", ID)
    assert desk.state() == EXPIRED


def test_after_its_deadline_nothing_is_approved_or_proven(desk: Desk) -> None:
    """A signature or a proof that comes too late changes nothing."""
    proposal = desk.proposed()
    desk.stranger.tell("approveBySig", ID, approval(proposal, APPROVERS[0].key))
    world = world_around(release_entry(terms_of(proposal)))
    desk.anchored(world)
    desk.pass_time(DAY + 61)
    late = "TooLate(bytes16,uint64)"
    desk.stranger.assert_refuses(late, "approveBySig", ID, approval(proposal, APPROVERS[1].key))
    assert desk.state() == PROPOSED


def test_while_paused_nothing_goes_on_but_every_way_out_is_open(desk: Desk) -> None:
    """A pause stops proposals, approvals, proofs and settlement; cancelling, disputing and expiring go on."""
    proposal = desk.released()
    desk.pauser.tell("pause")
    assert desk.can_settle() is False
    desk.settler.assert_refuses("CannotSettle(bytes16)", "settle", ID, RAIL)
    desk.stranger.assert_refuses("EnforcedPause()", "approveBySig", ID, approval(proposal, APPROVERS[2].key))
    desk.pauser.assert_refuses(DENIED, "unpause")
    desk.payer.tell("dispute", ID, REASON)
    desk.arbiter.tell("resolve", ID, False, bytes(32))
    assert desk.state() == CANCELLED
    desk.admin.tell("unpause")


def test_a_release_that_is_proven_too_late_opens_nothing(desk: Desk) -> None:
    """The release is in the log and anchored in time, and shown a second after the deadline."""
    proposal = desk.approved()
    world = world_around(release_entry(terms_of(proposal)))
    desk.anchored(world)
    desk.pass_time(DAY + 61)
    desk.assert_unproven("TooLate(bytes16,uint64)", world.proof(2))


def convict(desk: Desk, epoch: int) -> None:
    """Show another root that the log's signer signed for an anchored epoch."""
    other = merkle.leaf_hash(b"another root")
    message = Account.sign_typed_data(
        STRANGER.key,
        {
            "name": "Countermark LogAnchor",
            "version": "1",
            "chainId": desk.chain.eth.chain_id,
            "verifyingContract": desk.log.address,
        },
        {"EpochRoot": [{"name": "epoch", "type": "uint64"}, {"name": "root", "type": "bytes32"}]},
        {"epoch": epoch, "root": other},
    )
    desk.log.tell("proveEquivocation", epoch, other, bytes(message.signature))


def test_a_log_that_equivocated_releases_nothing_more(desk: Desk) -> None:
    """None is proven any more once the log's signer is convicted."""
    proposal = desk.approved()
    world = world_around(release_entry(terms_of(proposal)))
    desk.anchored(world)
    convict(desk, world.anchored)
    desk.assert_unproven("LogFrozen()", world.proof(2))


def test_what_was_released_stands_still_when_the_log_equivocated(desk: Desk) -> None:
    """A payment whose conditions were met before the conviction cannot be settled; its payer disputes it."""
    desk.released()
    assert desk.can_settle() is True
    convict(desk, 9)
    assert desk.can_settle() is False
    desk.settler.assert_refuses("CannotSettle(bytes16)", "settle", ID, RAIL)
    desk.payer.tell("dispute", ID, REASON)
    assert desk.state() == DISPUTED
