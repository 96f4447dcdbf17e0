"""Each transaction of the contracts, sent once in circumstances that are named, with the gas that its receipt tells."""

import dataclasses
import hashlib
from uuid import UUID

import msgspec
from web3 import Web3
from web3.types import TxReceipt

from core import intake
from core.clock import to_micros
from ledger.vendor_terms import Proposal, amount_commitment, terms_of, vendor_commitment
from ledger.verifier import canonical, merkle
from ledger.verifier.merkle import Node
from tests.contracts.chains import Party, deploy, deploy_made, probe
from tests.contracts.releases import (
    APPROVERS,
    PAYER_LOG,
    STRANGER,
    approval,
    proposal_of,
    propose,
    release_entry,
    to_octets,
)

LOG_LEVELS, SLOT_LEVELS, RECORD_LEVELS = 20, 10, 15  # a million entries, 1,024 logs, 32,768 epochs
SALT = hashlib.sha256(b"salt").digest()
AMOUNT = 123_456_789


@dataclasses.dataclass
class Cost:
    what: str
    gas: int
    hashes: int = 0


@dataclasses.dataclass
class Costs:
    rows: list[Cost] = dataclasses.field(default_factory=list)
    anchor_12: int = 0
    anchor_mean: float = 0.0
    anchors: int = 0

    def add(self, what: str, receipt: TxReceipt, hashes: int = 0) -> int:
        self.rows.append(Cost(what, int(receipt["gasUsed"]), hashes))
        return int(receipt["gasUsed"])


_PERFECT = [merkle.leaf_hash(b"record")]
for _ in range(40):
    _PERFECT.append(merkle.node_hash(_PERFECT[-1], _PERFECT[-1]))


def subtree(node: Node) -> bytes:
    """Of a tree whose leaves are all the same, so that trees of any size cost nothing to make."""
    return _PERFECT[node[0]]


def root(size: int) -> bytes:
    return merkle.fold([subtree(node) for node in merkle.perfect_nodes(0, size)])


def proof(old: int, new: int) -> list[bytes]:
    return merkle.gather(merkle.consistency_ranges(old, new), subtree)


def measure(chain: Web3) -> Costs:
    costs = Costs()
    anchoring(chain, costs)
    paying(chain, costs)
    return costs


def new_log(chain: Web3) -> Party:
    accounts = list(chain.eth.accounts)
    return deploy(chain, "LogAnchor", accounts[0], accounts[0], accounts[2], STRANGER.address)


def step(chain: Web3, old: int, new: int) -> tuple[TxReceipt, int]:
    """The anchor of `new` right after that of `old`, by itself."""
    log = new_log(chain)
    log.tell("anchor", old, root(old), SALT, [])
    steps = proof(old, new)
    return log.tell("anchor", new, root(new), SALT, steps), len(steps)


def both_roots(old: int, new: int) -> int:
    """How many hashes of a proof lead to both roots, each of which costs two hashings (RFC 9162 section 2.1.4.2)."""
    position, last, twice = old - 1, new - 1, 0
    while position & 1:
        position, last = position >> 1, last >> 1
    while last:
        if position & 1 or position == last:
            twice += 1
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        position, last = position >> 1, last >> 1
    return twice


def anchoring(chain: Web3, costs: Costs) -> None:
    log = new_log(chain)
    costs.add("LogAnchor: first anchor, no proof", log.tell("anchor", 4_000, root(4_000), SALT, []))
    gas = []
    for epoch in range(4_001, 4_065):
        steps = proof(epoch - 1, epoch)
        receipt = log.tell("anchor", epoch, root(epoch), SALT, steps)
        gas.append(int(receipt["gasUsed"]))
        if epoch == 4_001:
            costs.add("LogAnchor: anchor 4,000 -> 4,001", receipt, len(steps))
    costs.anchor_mean, costs.anchors = sum(gas) / len(gas), len(gas)
    dearest = max(range(len(gas)), key=gas.__getitem__)
    hashes = len(proof(4_000 + dearest, 4_001 + dearest))
    costs.rows.append(
        Cost(f"LogAnchor: dearest of 4,001 to 4,064 ({4_001 + dearest:,})", gas[dearest], hashes)
    )
    pairs = [(old, old + by) for old in range(1_025, 8_192) for by in (1, 2, 3, 6, 144)]
    twelve = [pair for pair in pairs if len(proof(*pair)) == 12 and pair[1] // 4 > pair[0] // 4]
    for pair in sorted(twelve, key=lambda each: both_roots(*each))[-4:]:
        receipt, hashes = step(chain, *pair)
        used = costs.add(
            f"LogAnchor: dearest kinds with 12 hashes, {pair[0]:,} -> {pair[1]:,}", receipt, hashes
        )
        costs.anchor_12 = max(costs.anchor_12, used)
    if hashes == 12:
        costs.anchor_12 = max(costs.anchor_12, gas[dearest])
    for old, new in ((2**20 - 2, 2**20 - 1), (2**20 - 1, 2**20), (2**20, 2**20 + 1)):
        receipt, hashes = step(chain, old, new)
        costs.add(f"LogAnchor: anchor {old:,} -> {new:,}", receipt, hashes)


def sent(chain: Web3, party: Party) -> int:
    """The gas of a deployment: the chain's latest block holds it alone."""
    block = chain.eth.get_block("latest", full_transactions=False)
    receipt = chain.eth.get_transaction_receipt(block["transactions"][0])  # type: ignore[arg-type]
    assert receipt["contractAddress"] == party.address
    return int(receipt["gasUsed"])


def walk(leaf: bytes, index: int, levels: int) -> tuple[list[bytes], bytes]:
    """A path of so many levels from a leaf, and the root of the perfect tree to which it leads."""
    path = [hashlib.sha256(bytes([level]) + leaf).digest() for level in range(levels)]
    digest = leaf
    for level, sibling in enumerate(path):
        pair = (sibling, digest) if index >> level & 1 else (digest, sibling)
        digest = merkle.node_hash(*pair)
    return path, digest


class Desk:
    """The registry with an account for each role, and its payer's payments as they are needed."""

    def __init__(self, chain: Web3, costs: Costs) -> None:
        self.costs = costs
        accounts = list(chain.eth.accounts)
        admin, payer = accounts[0], accounts[6]
        self.slot = 777
        self.log = new_log(chain)
        costs.rows.append(Cost("deploy LogAnchor", sent(chain, self.log)))
        self.admin = deploy(chain, "VendorPayments", admin, admin, admin, admin, admin, self.log.address)
        costs.rows.append(Cost("deploy VendorPayments", sent(chain, self.admin)))
        self.payer = self.admin.as_(payer)
        receipt = self.admin.tell("registerPayer", payer, PAYER_LOG.bytes, self.slot, 1)
        costs.add("VendorPayments: registerPayer", receipt)
        for approver in APPROVERS[:2]:
            receipt = self.admin.tell("setApprover", payer, approver.address, True)
        costs.add("VendorPayments: setApprover", receipt)

    def proposed(self, number: int, **changes: object) -> Proposal:
        payment = UUID(int=(0x7000 << 64) + number)
        proposal = proposal_of(self.payer, self.payer.sender, payment_id=payment.bytes, **changes)
        propose(self.payer, proposal)
        return proposal

    def latest(self, what: str, hashes: int = 0) -> None:
        chain = self.admin.chain
        block = chain.eth.get_block("latest")
        self.costs.add(what, chain.eth.get_transaction_receipt(block["transactions"][0]), hashes)  # type: ignore[arg-type]

    def approved(self, proposal: Proposal, *, tell: bool = False) -> None:
        for number, approver in enumerate(APPROVERS[:2]):
            self.admin.tell("approveBySig", proposal.payment_id, approval(proposal, approver.key))
            if tell:
                self.latest(f"VendorPayments: approveBySig, {('first', 'last')[number]} of two")

    def released(self, proposal: Proposal, epoch: int) -> None:
        entry = release_entry(terms_of(proposal), refs=(UUID(bytes=proposal.payment_id),))
        entry = msgspec.structs.replace(entry, act="mem_01jd9y6r7kq8x5w2v4t3s1r0pz")
        index = 654_321
        log_path, log_root = walk(merkle.leaf_hash(intake.encode(entry)), index, LOG_LEVELS)
        slot = {
            "v": 1,
            "log": entry.log.bytes,
            "typ": "slot.v1",
            "root": log_root,
            "salt": SALT,
            "size": 2**LOG_LEVELS,
        }
        slot_path, epoch_root = walk(merkle.leaf_hash(canonical.encode(slot)), self.slot, SLOT_LEVELS)
        ts = to_micros(entry.at)
        facts = {
            "v": 1,
            "ts": ts,
            "typ": "epoch.v1",
            "root": epoch_root,
            "epoch": epoch,
            "slots": 2**SLOT_LEVELS,
        }
        record_path, super_root = walk(merkle.leaf_hash(canonical.encode(facts)), epoch - 1, RECORD_LEVELS)
        log = new_log(self.admin.chain)
        assert log.address != self.log.address
        self.log.tell("anchor", 2**RECORD_LEVELS, super_root, SALT, [])
        self.admin.tell(
            "proveCondition",
            proposal.payment_id,
            {
                "eid": entry.eid.bytes,
                "ts": ts,
                "act": entry.act,
                "index": index,
                "size": 2**LOG_LEVELS,
                "logRoot": log_root,
                "salt": SALT,
                "slots": 2**SLOT_LEVELS,
                "epochRoot": epoch_root,
                "epoch": epoch,
                "recordTs": ts,
                "anchoredEpoch": 2**RECORD_LEVELS,
                "logPath": log_path,
                "slotPath": slot_path,
                "recordPath": record_path,
            },
        )
        self.latest("VendorPayments: proveCondition", LOG_LEVELS + SLOT_LEVELS + RECORD_LEVELS)


def paying(chain: Web3, costs: Costs) -> None:
    desk = Desk(chain, costs)
    first = desk.proposed(1)
    desk.latest("VendorPayments: propose")
    desk.approved(first, tell=True)
    desk.released(first, 31_415)
    costs.add("VendorPayments: settle", desk.admin.tell("settle", first.payment_id, SALT))
    costs.add("VendorPayments: dispute", desk.payer.tell("dispute", first.payment_id, SALT))
    costs.add("VendorPayments: resolve", desk.admin.tell("resolve", first.payment_id, True, bytes(32)))
    second = desk.proposed(2)
    costs.add("VendorPayments: cancel", desk.payer.tell("cancel", second.payment_id))
    escrowing(chain, costs)


def escrowing(chain: Web3, costs: Costs) -> None:
    """One payment through the optional escrow, with a plain ERC-20."""
    desk = Desk(chain, Costs())
    desk.costs = Costs()
    payer, vendor = desk.payer.sender, to_octets(APPROVERS[0].address)
    coin = deploy_made(chain, "Coin", probe("Coin", "Tokens"))
    escrow = deploy(chain, "VendorEscrow", desk.admin.address, coin.address, b"INR")
    costs.rows.append(Cost("deploy VendorEscrow (optional)", sent(chain, escrow)))
    role = desk.admin.ask("SETTLER_ROLE")
    desk.admin.tell("grantRole", role, escrow.address)
    coin.tell("mint", payer, AMOUNT)
    coin.as_(payer).tell("approve", escrow.address, AMOUNT)
    commitments = {
        "vendor": vendor_commitment(SALT, vendor),
        "amount": amount_commitment(SALT, AMOUNT, "INR"),
    }
    proposal = desk.proposed(3, **commitments)
    fund = (proposal.payment_id, APPROVERS[0].address, SALT, AMOUNT, SALT)
    costs.add("VendorEscrow: fund", escrow.as_(payer).tell("fund", *fund))
    desk.approved(proposal)
    desk.released(proposal, 27_182)
    costs.add("VendorEscrow: release, which settles", escrow.tell("release", proposal.payment_id))
