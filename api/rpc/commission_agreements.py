"""Commission agreements over gRPC: the same use cases as on REST."""

from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.commissions.v1 import commissions_pb2 as pb
from api.views.commission_agreements import (
    CommissionAgreementPage,
    CommissionAgreementView,
    agreement_page,
    agreement_view,
)
from core.ids import parse
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from payments.agreements.agreements import CommissionAgreements
from payments.agreements.computing import ComputedCommission
from payments.agreements.facts import CommissionAgreement, CommissionPeriod
from payments.facts import Reference
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["CommissionService"]


class _AgreementsQuery(msgspec.Struct, frozen=True, kw_only=True):
    partner_id: Reference | None = None
    after: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


class _Period(CommissionPeriod, frozen=True, kw_only=True):
    """A period, with the agreement that REST has in its path."""

    agreement_id: str = ""


AGREEMENT = Codec(CommissionAgreement, pb.CommissionAgreement)
CREATED = Codec(CommissionAgreementView, pb.CreateCommissionAgreementResponse)
QUERY = Codec(_AgreementsQuery, pb.ListCommissionAgreementsRequest)
PAGE = Codec(CommissionAgreementPage, pb.ListCommissionAgreementsResponse)
FOUND = Codec(CommissionAgreementView, pb.GetCommissionAgreementResponse)
PERIOD = Codec(_Period, pb.ComputeCommissionRequest)
COMPUTED = Codec(ComputedCommission, pb.ComputeCommissionResponse)


@method(SERVICE, "CreateCommissionAgreement", keyed=Keyed.OPTIONAL)
async def create_commission_agreement(
    caller: Principal,
    commission_agreements: CommissionAgreements,
    request: pb.CreateCommissionAgreementRequest,
) -> pb.CreateCommissionAgreementResponse:
    stored = await commission_agreements.create(caller, AGREEMENT.struct(request.agreement))
    return CREATED.message(agreement_view(stored))


@method(SERVICE, "ListCommissionAgreements")
async def list_commission_agreements(
    caller: Principal,
    commission_agreements: CommissionAgreements,
    request: pb.ListCommissionAgreementsRequest,
) -> pb.ListCommissionAgreementsResponse:
    asked = QUERY.struct(request)
    cursor = None if asked.after is None else parse("agr", asked.after)
    page = await commission_agreements.list(
        caller, partner_id=asked.partner_id, after=cursor, limit=asked.limit
    )
    return PAGE.message(agreement_page(page))


@method(SERVICE, "GetCommissionAgreement")
async def get_commission_agreement(
    caller: Principal, commission_agreements: CommissionAgreements, request: pb.GetCommissionAgreementRequest
) -> pb.GetCommissionAgreementResponse:
    stored = await commission_agreements.get(caller, parse("agr", request.agreement_id))
    return FOUND.message(agreement_view(stored))


@method(SERVICE, "ComputeCommission")
async def compute_commission(
    caller: Principal, commission_agreements: CommissionAgreements, request: pb.ComputeCommissionRequest
) -> pb.ComputeCommissionResponse:
    period = PERIOD.struct(request)
    computed = await commission_agreements.compute(caller, parse("agr", period.agreement_id), period)
    return COMPUTED.message(computed)


METHODS = [
    create_commission_agreement,
    list_commission_agreements,
    get_commission_agreement,
    compute_commission,
]
