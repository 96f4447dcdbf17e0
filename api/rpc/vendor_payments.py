"""Vendor payments over gRPC: the same use cases as on REST."""

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.vendor_payments.v1 import vendor_payments_pb2 as pb
from api.rpc.tenants import Id, PageQuery
from api.views.vendor_payments import (
    VendorPaymentPage,
    VendorPaymentReleaseProofView,
    VendorPaymentView,
    release_proof_view,
    vendor_payment_page,
    vendor_payment_view,
)
from core.ids import parse
from resolution.vendor_payments.entities import PREFIX, ProposeVendorPayment, SettleVendorPayment
from resolution.vendor_payments.vendor_payments import VendorPayments
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["VendorPaymentService"]


class _Settle(SettleVendorPayment, frozen=True, kw_only=True):
    vendor_payment_id: Id


PROPOSE = Codec(ProposeVendorPayment, pb.ProposeVendorPaymentRequest)
SETTLE = Codec(_Settle, pb.SettleVendorPaymentRequest)
QUERY = Codec(PageQuery, pb.ListVendorPaymentsRequest)
PAYMENT = Codec(VendorPaymentView, pb.VendorPayment)
PAGE = Codec(VendorPaymentPage, pb.ListVendorPaymentsResponse)
PROOF = Codec(VendorPaymentReleaseProofView, pb.VendorPaymentReleaseProof)


@method(SERVICE, "ProposeVendorPayment", keyed=Keyed.REQUIRED)
async def propose_vendor_payment(
    caller: Principal, vendor_payments: VendorPayments, request: pb.ProposeVendorPaymentRequest
) -> pb.VendorPayment:
    made = await vendor_payments.propose(caller, PROPOSE.struct(request))
    return PAYMENT.message(vendor_payment_view(made))


@method(SERVICE, "ListVendorPayments")
async def list_vendor_payments(
    caller: Principal, vendor_payments: VendorPayments, request: pb.ListVendorPaymentsRequest
) -> pb.ListVendorPaymentsResponse:
    query = QUERY.struct(request)
    start = None if query.after is None else parse(PREFIX, query.after)
    return PAGE.message(vendor_payment_page(await vendor_payments.list(caller, start, query.limit)))


@method(SERVICE, "GetVendorPayment")
async def get_vendor_payment(
    caller: Principal, vendor_payments: VendorPayments, request: pb.GetVendorPaymentRequest
) -> pb.VendorPayment:
    found = await vendor_payments.get(caller, parse(PREFIX, request.vendor_payment_id))
    return PAYMENT.message(vendor_payment_view(found))


@method(SERVICE, "ReleaseVendorPayment", keyed=Keyed.OPTIONAL)
async def release_vendor_payment(
    caller: Principal, vendor_payments: VendorPayments, request: pb.ReleaseVendorPaymentRequest
) -> pb.VendorPayment:
    released = await vendor_payments.release(caller, parse(PREFIX, request.vendor_payment_id))
    return PAYMENT.message(vendor_payment_view(released))


@method(SERVICE, "SettleVendorPayment", keyed=Keyed.OPTIONAL)
async def settle_vendor_payment(
    caller: Principal, vendor_payments: VendorPayments, request: pb.SettleVendorPaymentRequest
) -> pb.VendorPayment:
    asked = SETTLE.struct(request)
    settled = await vendor_payments.settle(caller, parse(PREFIX, asked.vendor_payment_id), asked)
    return PAYMENT.message(vendor_payment_view(settled))


@method(SERVICE, "CancelVendorPayment", keyed=Keyed.OPTIONAL)
async def cancel_vendor_payment(
    caller: Principal, vendor_payments: VendorPayments, request: pb.CancelVendorPaymentRequest
) -> pb.VendorPayment:
    cancelled = await vendor_payments.cancel(caller, parse(PREFIX, request.vendor_payment_id))
    return PAYMENT.message(vendor_payment_view(cancelled))


@method(SERVICE, "GetVendorPaymentReleaseProof")
async def get_vendor_payment_release_proof(
    caller: Principal, vendor_payments: VendorPayments, request: pb.GetVendorPaymentReleaseProofRequest
) -> pb.VendorPaymentReleaseProof:
    proof = await vendor_payments.release_proof(caller, parse(PREFIX, request.vendor_payment_id))
    return PROOF.message(release_proof_view(proof))


METHODS = [
    propose_vendor_payment,
    list_vendor_payments,
    get_vendor_payment,
    release_vendor_payment,
    settle_vendor_payment,
    cancel_vendor_payment,
    get_vendor_payment_release_proof,
]
