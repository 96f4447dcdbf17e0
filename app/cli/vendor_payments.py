"""`countermark vendor-payments`: proposed, released, proven, settled or cancelled. No money is moved."""

import datetime as dt

import click

from api.views.vendor_payments import (
    VendorPaymentPage,
    VendorPaymentReleaseProofView,
    VendorPaymentView,
    release_proof_view,
    vendor_payment_page,
    vendor_payment_view,
)
from app.cli.foundation import caller_in, command, mode_option, run, show, tenant_option
from app.cli.moments import MOMENT
from app.wiring.foundation import Foundation
from app.wiring.vendor_payments import vendor_payments as payments_of
from core.ids import parse
from core.pages import LIMIT_MAX
from resolution.vendor_payments.entities import PREFIX, ProposeVendorPayment, SettleVendorPayment

_payment_argument = click.argument("payment_id", metavar="vpy_…")


@click.group("vendor-payments")
def vendor_payments() -> None:
    """Payments to vendors, bound to the terms that a contract keeps."""


@vendor_payments.command()
@tenant_option
@mode_option
@click.option("--vendor", required=True, help="Its name to the payer; rests sealed.")
@click.option("--reference", default=None, help="The payer's own; rests sealed.")
@click.option("--amount-minor", required=True, type=int, help="In minor units.")
@click.option("--currency", required=True, metavar="INR")
@click.option("--agreement-sha256", required=True, metavar="HEX", help="Of the document that is paid by.")
@click.option("--not-before", required=True, type=MOMENT, help="Not paid before it.")
@click.option("--deadline", required=True, type=MOMENT, help="Expires then.")
@click.option("--approvals", required=True, type=int, help="How many others must approve on chain.")
@click.option("--payer", required=True, metavar="0x…", help="Address that is registered with the contract.")
def propose(
    tenant: str, mode: str, not_before: dt.datetime, deadline: dt.datetime, **fields: str | int | None
) -> None:
    """Propose a payment, and print what its payer proposes to the contract."""

    async def work(base: Foundation) -> VendorPaymentView:
        wanted = command(ProposeVendorPayment, not_before=not_before, deadline=deadline, **fields)
        caller = await caller_in(base, tenant, mode)
        return vendor_payment_view(await payments_of(base).propose(caller, wanted))

    show(run(work))


@vendor_payments.command("list")
@tenant_option
@mode_option
@click.option("--after", default=None, metavar="vpy_…", help="Start behind this one.")
def list_payments(tenant: str, mode: str, after: str | None) -> None:
    """List payments, newest first."""

    async def work(base: Foundation) -> VendorPaymentPage:
        caller = await caller_in(base, tenant, mode)
        start = parse(PREFIX, after) if after else None
        return vendor_payment_page(await payments_of(base).list(caller, start, LIMIT_MAX))

    show(run(work))


@vendor_payments.command()
@tenant_option
@mode_option
@_payment_argument
def get(tenant: str, mode: str, payment_id: str) -> None:
    """Print a payment."""

    async def work(base: Foundation) -> VendorPaymentView:
        caller = await caller_in(base, tenant, mode)
        return vendor_payment_view(await payments_of(base).get(caller, parse(PREFIX, payment_id)))

    show(run(work))


@vendor_payments.command()
@tenant_option
@mode_option
@_payment_argument
def release(tenant: str, mode: str, payment_id: str) -> None:
    """Release a payment that was not proposed by a command."""

    async def work(base: Foundation) -> VendorPaymentView:
        caller = await caller_in(base, tenant, mode)
        return vendor_payment_view(await payments_of(base).release(caller, parse(PREFIX, payment_id)))

    show(run(work))


@vendor_payments.command()
@tenant_option
@mode_option
@_payment_argument
@click.option("--rail-reference-sha256", required=True, metavar="HEX", help="Of what the rail answered.")
def settle(tenant: str, mode: str, payment_id: str, rail_reference_sha256: str) -> None:
    """Record that a released payment was made on its rail."""

    async def work(base: Foundation) -> VendorPaymentView:
        wanted = command(SettleVendorPayment, rail_reference_sha256=rail_reference_sha256)
        caller = await caller_in(base, tenant, mode)
        return vendor_payment_view(await payments_of(base).settle(caller, parse(PREFIX, payment_id), wanted))

    show(run(work))


@vendor_payments.command()
@tenant_option
@mode_option
@_payment_argument
def cancel(tenant: str, mode: str, payment_id: str) -> None:
    """Withdraw a payment that is not released."""

    async def work(base: Foundation) -> VendorPaymentView:
        caller = await caller_in(base, tenant, mode)
        return vendor_payment_view(await payments_of(base).cancel(caller, parse(PREFIX, payment_id)))

    show(run(work))


@vendor_payments.command("release-proof")
@tenant_option
@mode_option
@_payment_argument
def release_proof(tenant: str, mode: str, payment_id: str) -> None:
    """Print every argument of the contract's proveCondition."""

    async def work(base: Foundation) -> VendorPaymentReleaseProofView:
        caller = await caller_in(base, tenant, mode)
        proof = await payments_of(base).release_proof(caller, parse(PREFIX, payment_id))
        return release_proof_view(proof)

    show(run(work))
