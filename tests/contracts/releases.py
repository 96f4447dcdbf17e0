"""Vendor payments as a test proposes them, and logs, epochs and a super-log in which their releases lie, made by Python's encoders."""

import datetime as dt
import hashlib
import hmac
from collections.abc import Sequence
from typing import TypeAlias
from uuid import UUID

import msgspec
from web3 import Account, Web3

from core import intake
from core.clock import to_micros
from ledger.vendor_terms import Proposal, terms_of
from ledger.verifier import canonical, merkle
from tests.contracts.chains import Party

PAYER_LOG = UUID("0195b3c0-0000-7000-8000-00000000000a")
OTHER_LOG = UUID("0195b3c0-0000-7000-8000-00000000000b")
PAYMENT = UUID("0195b3c1-0000-7000-8000-000000000001")
OTHER_PAYMENT = UUID("0195b3c1-0000-7000-8000-000000000002")
RELEASED_AT = dt.datetime(2026, 11, 22, 9, 30, 0, 123456, tzinfo=dt.UTC)
PAYER_SLOT = 5
SLOTS = 11
APPROVERS = tuple(Account.from_key(bytes([0x21 + number]) * 32) for number in range(3))
STRANGER = Account.from_key(b"\x31" * 32)

Proof: TypeAlias = dict[str, bytes | int | str | list[bytes]]


def release_entry(terms: bytes, **changes: object) -> intake.Entry:
    """The entry that releases PAYMENT, or with `changes` one that is nearly it."""
    right = intake.Entry(
        typ="vendor.release.v1",
        log=PAYER_LOG,
        eid=UUID("0195b3c2-0000-7000-8000-000000000009"),
        at=RELEASED_AT,
        act="mem_01jd9y6r7k",
        out="release",
        pc=(terms,),
        refs=(PAYMENT,),
    )
    return msgspec.structs.replace(right, **changes)


def salt_of(log: UUID, epoch: int) -> bytes:
    """The salt of 0051, under a key of the test's own."""
    return hmac.new(log.bytes, b"ledger/slot/v1\0" + epoch.to_bytes(8, "big"), hashlib.sha256).digest()


class World:
    """Three trees: the payer's log, the epoch in which its checkpoint is, and a super-log with that epoch's record.

    entries: of the payer's log, in order. epoch: 1-based, whose slots hold that log. anchored: size of the super-log.
    """

    def __init__(
        self, entries: Sequence[intake.Entry], *, epoch: int = 6, anchored: int = 9, slot: int = PAYER_SLOT
    ) -> None:
        self.entries = list(entries)
        self.epoch, self.anchored, self.slot = epoch, anchored, slot
        self.leaves = [merkle.leaf_hash(intake.encode(entry)) for entry in entries]
        self.log = entries[0].log
        self.slot_leaf = canonical.encode(
            {
                "v": 1,
                "log": self.log.bytes,
                "typ": "slot.v1",
                "root": merkle.root(self.leaves),
                "salt": salt_of(self.log, epoch),
                "size": len(self.leaves),
            }
        )
        slots = [merkle.leaf_hash(f"slot {number}".encode()) for number in range(SLOTS)]
        slots[slot] = merkle.leaf_hash(self.slot_leaf)
        self.slots = slots
        self.record_ts = 1_795_340_000_000_000
        self.record_leaf = canonical.encode(
            {
                "v": 1,
                "ts": self.record_ts,
                "typ": "epoch.v1",
                "root": merkle.root(slots),
                "epoch": epoch,
                "slots": SLOTS,
            }
        )
        self.records = [merkle.leaf_hash(f"record {number}".encode()) for number in range(anchored)]
        self.records[epoch - 1] = merkle.leaf_hash(self.record_leaf)

    @property
    def root(self) -> bytes:
        """The root of the super-log, which is anchored."""
        return merkle.root(self.records)

    def proof(self, index: int) -> Proof:
        """The way from one entry to the anchored root, as `proveCondition` takes it."""
        entry = self.entries[index]
        return {
            "eid": entry.eid.bytes,
            "ts": to_micros(entry.at),
            "act": entry.act,
            "index": index,
            "size": len(self.leaves),
            "logRoot": merkle.root(self.leaves),
            "salt": salt_of(self.log, self.epoch),
            "slots": SLOTS,
            "epochRoot": merkle.root(self.slots),
            "epoch": self.epoch,
            "recordTs": self.record_ts,
            "anchoredEpoch": self.anchored,
            "logPath": merkle.inclusion_proof(self.leaves, index),
            "slotPath": merkle.inclusion_proof(self.slots, self.slot),
            "recordPath": merkle.inclusion_proof(self.records, self.epoch - 1),
        }


def to_octets(address: str) -> bytes:
    return bytes.fromhex(address.removeprefix("0x"))


def proposal_of(payments: Party, payer: str, **changes: object) -> Proposal:
    """A payment of two approvals whose window is open for a day from the latest block."""
    now = int(payments.chain.eth.get_block("latest")["timestamp"])
    right = Proposal(
        chain_id=payments.chain.eth.chain_id,
        contract=to_octets(payments.address),
        payment_id=PAYMENT.bytes,
        payer=to_octets(payer),
        vendor=hashlib.sha256(b"vendor").digest(),
        amount=hashlib.sha256(b"amount").digest(),
        currency="INR",
        document=hashlib.sha256(b"agreement").digest(),
        not_before=now - 60,
        deadline=now + 86_400,
        approvals=2,
    )
    return msgspec.structs.replace(right, **changes)


def propose(payer: Party, proposal: Proposal) -> None:
    payer.tell(
        "propose",
        proposal.payment_id,
        proposal.vendor,
        proposal.amount,
        proposal.currency.encode(),
        proposal.document,
        proposal.not_before,
        proposal.deadline,
        proposal.approvals,
    )


APPROVAL = [
    ("payment", "bytes16"),
    ("payer", "address"),
    ("vendor", "bytes32"),
    ("amount", "bytes32"),
    ("currency", "bytes3"),
    ("terms", "bytes32"),
    ("notBefore", "uint64"),
    ("deadline", "uint64"),
    ("approvals", "uint8"),
]


def approval(proposal: Proposal, key: bytes, **domain: object) -> bytes:
    """An approver's EIP-712 signature over a proposal; `domain` overrides what it is signed for."""
    signed = Account.sign_typed_data(
        key,
        {
            "name": "Countermark VendorPayments",
            "version": "1",
            "chainId": proposal.chain_id,
            "verifyingContract": Web3.to_checksum_address(proposal.contract),
            **domain,
        },
        {"Approval": [{"name": name, "type": kind} for name, kind in APPROVAL]},
        {
            "payment": proposal.payment_id,
            "payer": Web3.to_checksum_address(proposal.payer),
            "vendor": proposal.vendor,
            "amount": proposal.amount,
            "currency": proposal.currency.encode(),
            "terms": terms_of(proposal),
            "notBefore": proposal.not_before,
            "deadline": proposal.deadline,
            "approvals": proposal.approvals,
        },
    )
    return bytes(signed.signature)
