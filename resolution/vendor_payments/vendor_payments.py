"""Vendor payments: proposed, released by one entry of the ledger, settled or cancelled. No money is moved here.

The contract VendorPayments says whether a payment may be settled; the release that it asks for is the entry which `release` appends.
Formats: docs/decisions/0051, docs/contracts.md.
"""

import datetime as dt
import secrets
from collections.abc import Sequence
from uuid import UUID

import msgspec

from core import intake
from core.clock import Clock
from core.database import Database, Transaction
from core.errors import FieldError, InvalidRequest
from core.ids import public, uuid7
from core.pages import Page, page_of
from ledger.anchored_proofs import AnchoredProof, AnchoredProofs
from ledger.vendor_terms import Proposal, amount_commitment, terms_of, vendor_commitment
from resolution.vendor_payments import store
from resolution.vendor_payments.entities import (
    PREFIX,
    OpenedPayment,
    OwnProposal,
    ProposeVendorPayment,
    Secrets,
    SettleVendorPayment,
    VendorPayment,
    VendorPaymentNotFound,
    VendorPaymentNotProposed,
    VendorPaymentNotReleased,
    VendorPaymentOver,
    VendorPaymentsOff,
)
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.vault import EnvironmentVault
from tenants.vaults import Vaults

RELEASE_TYPE = "vendor.release.v1"
CHANGE_TYPE = "vendor.payment.v1"
_SEAL = "vendor_payment"
_SALT_BYTES = 32


class PaymentContract(msgspec.Struct, frozen=True):
    """The contract VendorPayments that new payments are bound to. address: 20 bytes."""

    chain_id: int
    address: bytes


class ReleaseProof(msgspec.Struct, frozen=True):
    """A payment, and the way from its release to the chain."""

    payment: VendorPayment
    proof: AnchoredProof


class VendorPayments:
    def __init__(
        self,
        database: Database,
        clock: Clock,
        vaults: Vaults,
        proofs: AnchoredProofs,
        contract: PaymentContract | None,
    ) -> None:
        """contract: None where none is set, and nothing can be proposed."""
        self._database = database
        self._clock = clock
        self._vaults = vaults
        self._proofs = proofs
        self._contract = contract

    async def propose(self, caller: Principal, command: ProposeVendorPayment) -> OpenedPayment:
        """Keep a payment with the commitments and terms that its payer then proposes on chain.

        Raises: PermissionDenied, VendorPaymentsOff, InvalidRequest.
        """
        caller.require(Permission.VENDOR_PAYMENTS_WRITE)
        if self._contract is None:
            raise VendorPaymentsOff("No contract for vendor payments is set.")
        now = self._clock.now()
        _check(command, now)
        vault = await self._vaults.of(caller.environment_id)
        payment_id = uuid7(self._clock)
        hidden = Secrets(
            vendor=command.vendor,
            reference=command.reference,
            vendor_salt=secrets.token_bytes(_SALT_BYTES),
            amount_salt=secrets.token_bytes(_SALT_BYTES),
        )
        sealed = vault.seal_tenant(_SEAL, payment_id, msgspec.json.encode(hidden))
        proposal = _proposal(payment_id, command, hidden, self._contract)
        made = VendorPayment(
            environment_id=caller.environment_id,
            id=payment_id,
            state="proposed",
            sealed=sealed,
            amount_minor=command.amount_minor,
            currency=command.currency,
            document=proposal.document,
            not_before=_second(command.not_before),
            deadline=_second(command.deadline),
            approvals=command.approvals,
            payer=proposal.payer,
            chain_id=proposal.chain_id,
            contract=proposal.contract,
            vendor_commitment=proposal.vendor,
            amount_commitment=proposal.amount,
            terms=terms_of(proposal),
            proposed_at=now,
            proposed_by=caller.id,
        )
        async with self._database.transaction(caller.environment_id) as tx:
            await store.insert(tx, made)
            await self._enter(tx, caller, made, "proposed", now)
        return OpenedPayment(made, hidden)

    async def list(self, caller: Principal, after: UUID | None, limit: int) -> Page[OpenedPayment]:
        """Newest first. Raises: PermissionDenied."""
        caller.require(Permission.VENDOR_PAYMENTS_READ)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await store.page(tx, caller.environment_id, after, limit + 1)
        opened = [_opened(vault, row) for row in rows]
        return page_of(opened, limit, lambda each: public(PREFIX, each.payment.id))

    async def get(self, caller: Principal, payment_id: UUID) -> OpenedPayment:
        """Raises: PermissionDenied, VendorPaymentNotFound."""
        caller.require(Permission.VENDOR_PAYMENTS_READ)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            return _opened(vault, _there(await store.find(tx, caller.environment_id, payment_id)))

    async def release(self, caller: Principal, payment_id: UUID) -> OpenedPayment:
        """Append the one entry that the contract rebuilds to release this payment.

        Raises: PermissionDenied, VendorPaymentNotFound, OwnProposal, VendorPaymentNotProposed, VendorPaymentOver.
        """
        caller.require(Permission.VENDOR_PAYMENTS_RELEASE)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            held = _there(await store.find_held(tx, caller.environment_id, payment_id))
            if held.proposed_by == caller.id:
                raise OwnProposal("You proposed this payment.")
            if held.state != "proposed":
                raise VendorPaymentNotProposed(f"The payment is {held.state}.")
            now = self._clock.now()
            if now > held.deadline:
                raise VendorPaymentOver("The deadline of the payment has passed.")
            eid = uuid7(self._clock)
            await store.release(tx, held, now, caller.id, eid)
            await intake.append(tx, release_entry(held, eid, now, caller.id))
            return _opened(vault, _there(await store.find(tx, caller.environment_id, payment_id)))

    async def settle(
        self, caller: Principal, payment_id: UUID, command: SettleVendorPayment
    ) -> OpenedPayment:
        """Record that a released payment was made on its rail.

        Raises: PermissionDenied, VendorPaymentNotFound, VendorPaymentNotReleased.
        """
        caller.require(Permission.VENDOR_PAYMENTS_WRITE)
        rail = bytes.fromhex(command.rail_reference_sha256)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            held = _there(await store.find_held(tx, caller.environment_id, payment_id))
            if held.state != "released":
                raise VendorPaymentNotReleased(f"The payment is {held.state}.")
            now = self._clock.now()
            await store.settle(tx, held, now, caller.id, rail)
            await self._enter(tx, caller, held, "settled", now, (rail,))
            return _opened(vault, _there(await store.find(tx, caller.environment_id, payment_id)))

    async def cancel(self, caller: Principal, payment_id: UUID) -> OpenedPayment:
        """Withdraw a payment that is not released. Raises: PermissionDenied, VendorPaymentNotFound, VendorPaymentNotProposed."""
        caller.require(Permission.VENDOR_PAYMENTS_WRITE)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            held = _there(await store.find_held(tx, caller.environment_id, payment_id))
            if held.state != "proposed":
                raise VendorPaymentNotProposed(f"The payment is {held.state}.")
            now = self._clock.now()
            await store.cancel(tx, held, now, caller.id)
            await self._enter(tx, caller, held, "cancelled", now)
            return _opened(vault, _there(await store.find(tx, caller.environment_id, payment_id)))

    async def release_proof(self, caller: Principal, payment_id: UUID) -> ReleaseProof:
        """Lead from the entry that released a payment to an anchored root, as far as the way goes by now.

        Raises: PermissionDenied, VendorPaymentNotFound, VendorPaymentNotReleased.
        """
        caller.require(Permission.VENDOR_PAYMENTS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            found = _there(await store.find(tx, caller.environment_id, payment_id))
        if found.release_entry is None:
            raise VendorPaymentNotReleased(f"The payment is {found.state}.")
        return ReleaseProof(found, await self._proofs.of(caller.environment_id, found.release_entry))

    async def _enter(
        self,
        tx: Transaction,
        caller: Principal,
        payment: VendorPayment,
        out: str,
        at: dt.datetime,
        beside: Sequence[bytes] = (),
    ) -> None:
        entry = intake.Entry(
            typ=CHANGE_TYPE,
            log=caller.environment_id,
            eid=uuid7(self._clock),
            at=at,
            act=caller.id,
            out=out,
            pc=(payment.terms, *beside),
            refs=(payment.id,),
        )
        await intake.append(tx, entry)


def release_entry(payment: VendorPayment, eid: UUID, at: dt.datetime, by: str) -> intake.Entry:
    """The entry that the contract VendorPayments rebuilds, field by field; any other releases nothing."""
    return intake.Entry(
        typ=RELEASE_TYPE,
        log=payment.environment_id,
        eid=eid,
        at=at,
        act=by,
        out="release",
        pc=(payment.terms,),
        refs=(payment.id,),
    )


def _proposal(
    payment_id: UUID, command: ProposeVendorPayment, hidden: Secrets, contract: PaymentContract
) -> Proposal:
    return Proposal(
        chain_id=contract.chain_id,
        contract=contract.address,
        payment_id=payment_id.bytes,
        payer=bytes.fromhex(command.payer.removeprefix("0x")),
        vendor=vendor_commitment(hidden.vendor_salt, command.vendor.encode()),
        amount=amount_commitment(hidden.amount_salt, command.amount_minor, command.currency),
        currency=command.currency,
        document=bytes.fromhex(command.agreement_sha256),
        not_before=int(_second(command.not_before).timestamp()),
        deadline=int(_second(command.deadline).timestamp()),
        approvals=command.approvals,
    )


def _check(command: ProposeVendorPayment, now: dt.datetime) -> None:
    if _second(command.deadline) <= now:
        raise _refused("deadline", "It has passed.", "Send a time to come.")
    if _second(command.not_before) > _second(command.deadline):
        raise _refused("not_before", "It is after `deadline`.", "Send a time before the deadline.")
    if command.not_before.timestamp() < 0:
        raise _refused("not_before", "It is before 1970.", "Send a later time.")
    for name, value in (("agreement_sha256", command.agreement_sha256), ("payer", command.payer[2:])):
        if not int(value, 16):
            raise _refused(name, "It is zero, which the contract refuses.", "Send the real one.")


def _refused(name: str, reason: str, fix: str) -> InvalidRequest:
    return InvalidRequest("The payment was refused.", fields=[FieldError(name, reason, fix)])


def _second(at: dt.datetime) -> dt.datetime:
    """Cut to whole seconds: the contract knows no smaller time."""
    return at.astimezone(dt.UTC).replace(microsecond=0)


def _there(found: VendorPayment | None) -> VendorPayment:
    if found is None:
        raise VendorPaymentNotFound("There is no such vendor payment.")
    return found


def _opened(vault: EnvironmentVault, row: VendorPayment) -> OpenedPayment:
    plain = vault.open_tenant(_SEAL, row.id, row.sealed)
    return OpenedPayment(row, msgspec.json.decode(plain, type=Secrets))
