"""What a proposed vendor payment commits to, as the contract VendorPayments computes it on chain.

Plain hashing, without a chain: the entry that releases a payment carries `terms_of`, and who shows a vendor or an amount later shows
the salt of its commitment. Formats: docs/contracts.md.
"""

import hashlib

import msgspec

_WORD = 32


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that VendorPayments binds a payment to.

    contract, payer: addresses, 20 bytes. payment_id: 16 bytes, as in the releasing entry's `refs`. vendor, amount: commitments.
    currency: ISO 4217, three letters. document: hash of the agreement, 32 bytes. not_before, deadline: seconds.
    approvals: how many others must approve, 1 to 255.
    """

    chain_id: int
    contract: bytes
    payment_id: bytes
    payer: bytes
    vendor: bytes
    amount: bytes
    currency: str
    document: bytes
    not_before: int
    deadline: int
    approvals: int


def terms_of(proposal: Proposal) -> bytes:
    """SHA-256 over "ledger/terms/v1", NUL and eleven words of 32 bytes (numbers to the right, bytes to the left).

    Source: the ABI of static types in the Solidity specification, and `VendorPayments.termsOf`.
    """
    words = (
        _number(proposal.chain_id),
        proposal.contract.rjust(_WORD, b"\0"),
        proposal.payment_id.ljust(_WORD, b"\0"),
        proposal.payer.rjust(_WORD, b"\0"),
        proposal.vendor,
        proposal.amount,
        proposal.currency.encode("ascii").ljust(_WORD, b"\0"),
        proposal.document,
        _number(proposal.not_before),
        _number(proposal.deadline),
        _number(proposal.approvals),
    )
    return hashlib.sha256(b"ledger/terms/v1\0" + b"".join(words)).digest()


def vendor_commitment(salt: bytes, vendor: bytes) -> bytes:
    """Commit to who is paid. salt: 32 random bytes. vendor: its name to us; for the escrow, its address of 20 bytes."""
    return hashlib.sha256(b"ledger/vendor/v1\0" + salt + vendor).digest()


def amount_commitment(salt: bytes, minor_units: int, currency: str) -> bytes:
    """Commit to how much is paid. salt: 32 random bytes. minor_units: of the currency, or of the escrow's token."""
    words = salt + _number(minor_units) + currency.encode("ascii")
    return hashlib.sha256(b"ledger/amount/v1\0" + words).digest()


def _number(value: int) -> bytes:
    return value.to_bytes(_WORD, "big")
