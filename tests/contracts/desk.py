"""Both contracts on one chain, with somebody for each role."""

from typing import cast
from uuid import UUID

import msgspec
from web3 import Web3

from core import intake
from ledger.vendor_terms import Proposal, terms_of
from tests.contracts.chains import deploy
from tests.contracts.releases import (
    APPROVERS,
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

NONE, PROPOSED, APPROVED, CONDITIONS_MET, SETTLED, DISPUTED, CLOSED, CANCELLED, EXPIRED = range(9)
RAIL = b"\x55" * 32
WRONG_STATE = "WrongState(bytes16,uint8)"
DENIED = "AccessControlUnauthorizedAccount(address,bytes32)"


class Desk:
    """Both contracts on one chain, with an account for each role, and the payer of the tests registered."""

    def __init__(self, chain: Web3) -> None:
        self.chain = chain
        admin, anchorer, pauser, registrar, settler, arbiter, payer, stranger = list(chain.eth.accounts)[:8]
        log = deploy(chain, "LogAnchor", admin, anchorer, pauser, STRANGER.address)
        self.log = log.as_(anchorer)
        self.admin = deploy(
            chain, "VendorPayments", admin, registrar, settler, arbiter, pauser, self.log.address
        )
        self.pauser, self.registrar = self.admin.as_(pauser), self.admin.as_(registrar)
        self.settler, self.arbiter = self.admin.as_(settler), self.admin.as_(arbiter)
        self.payer, self.stranger = self.admin.as_(payer), self.admin.as_(stranger)
        self.registrar.tell("registerPayer", payer, PAYER_LOG.bytes, PAYER_SLOT, 1)
        for approver in APPROVERS:
            self.registrar.tell("setApprover", payer, approver.address, True)

    def proposed(self, **changes: object) -> Proposal:
        proposal = proposal_of(self.payer, self.payer.sender, **changes)
        propose(self.payer, proposal)
        return proposal

    def approved(self, **changes: object) -> Proposal:
        proposal = self.proposed(**changes)
        for approver in APPROVERS[: proposal.approvals]:
            self.stranger.tell("approveBySig", proposal.payment_id, approval(proposal, approver.key))
        return proposal

    def anchored(self, world: World) -> None:
        self.log.tell("anchor", world.anchored, world.root, bytes(32), [])

    def prove(self, proof: Proof, payment: bytes = PAYMENT.bytes) -> None:
        self.stranger.tell("proveCondition", payment, proof)

    def assert_unproven(self, error: str, proof: Proof, payment: bytes = PAYMENT.bytes) -> None:
        self.stranger.assert_refuses(error, "proveCondition", payment, proof)
        assert self.state(payment) == APPROVED

    def released(self) -> Proposal:
        """A payment whose conditions are met, the release being the third of five entries."""
        proposal = self.approved()
        world = world_around(release_entry(terms_of(proposal)))
        self.anchored(world)
        self.prove(world.proof(2))
        return proposal

    def state(self, payment: bytes = PAYMENT.bytes) -> int:
        facts = cast(tuple[object, ...], self.admin.ask("payment", payment))
        return cast(int, facts[1])

    def can_settle(self, payment: bytes = PAYMENT.bytes) -> bool:
        return cast(bool, self.admin.ask("canSettle", payment))

    def pass_time(self, seconds: int) -> None:
        latest = int(self.chain.eth.get_block("latest")["timestamp"])
        self.chain.provider.ethereum_tester.time_travel(latest + seconds)  # type: ignore[attr-defined]
        self.mine()

    def mine(self) -> None:
        """One more block, whenever it is: time has passed by itself where a machine is busy."""
        self.chain.provider.ethereum_tester.mine_blocks(1)  # type: ignore[attr-defined]


def world_around(entry: intake.Entry) -> World:
    """A log of five entries, the given one at index 2."""
    others = [
        msgspec.structs.replace(entry, eid=UUID(int=number), typ="decision.v1", out="approve")
        for number in range(4)
    ]
    return World([*others[:2], entry, *others[2:]])
