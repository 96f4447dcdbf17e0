"""Commission agreements: kept, looked up, computed by."""

from api.rest.operations import Keyed, get, post
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.commission_agreements import (
    CommissionAgreementPage,
    CommissionAgreementView,
    agreement_page,
    agreement_view,
)
from core.ids import parse
from payments.agreements.agreements import CommissionAgreements
from payments.agreements.computing import ComputedCommission
from payments.agreements.facts import CommissionAgreement, CommissionPeriod
from payments.facts import Reference
from tenants.principals import Principal

_AGREEMENT = {
    "id": "north-2026",
    "partner_id": "partner-07",
    "currency": "INR",
    "starts_at": "2026-04-01T00:00:00+05:30",
    "rules": [
        {"rate_bps": 120},
        {"from_volume_minor": 100_000_000, "rate_bps": 150},
    ],
    "bonuses": [{"name": "festival", "from_volume_minor": 50_000_000, "amount_minor": 500_000}],
    "taxes": [
        {"name": "tds", "rate_bps": 200, "kind": "withheld"},
        {"name": "gst", "rate_bps": 1_800, "kind": "added"},
    ],
}
_PERIOD = {
    "starts_at": "2026-10-01T00:00:00+05:30",
    "ends_at": "2026-11-01T00:00:00+05:30",
    "sales": [
        {"product": "loans", "amount_minor": 60_000_000, "sold_at": "2026-10-07T11:00:00+05:30"},
    ],
    "paid_minor": 720_000,
}


@post(
    "/commission-agreements",
    operation_id="createCommissionAgreement",
    summary="Keep a commission agreement",
    tag="commissions",
    status=201,
    keyed=Keyed.OPTIONAL,
    example=_AGREEMENT,
)
async def create_commission_agreement(
    caller: Principal, commission_agreements: CommissionAgreements, data: CommissionAgreement
) -> CommissionAgreementView:
    """It never changes. What is agreed anew is another agreement, which begins when it says."""
    return agreement_view(await commission_agreements.create(caller, data))


@get(
    "/commission-agreements",
    operation_id="listCommissionAgreements",
    summary="List commission agreements",
    tag="commissions",
)
async def list_commission_agreements(
    caller: Principal,
    commission_agreements: CommissionAgreements,
    *,
    partner_id: Reference | None = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> CommissionAgreementPage:
    """Last recorded first."""
    cursor = None if after is None else parse("agr", after)
    page = await commission_agreements.list(caller, partner_id=partner_id, after=cursor, limit=limit)
    return agreement_page(page)


@get(
    "/commission-agreements/{agreement_id:str}",
    operation_id="getCommissionAgreement",
    summary="Get a commission agreement",
    tag="commissions",
)
async def get_commission_agreement(
    caller: Principal, commission_agreements: CommissionAgreements, agreement_id: str
) -> CommissionAgreementView:
    return agreement_view(await commission_agreements.get(caller, parse("agr", agreement_id)))


@post(
    "/commission-agreements/{agreement_id:str}/compute",
    operation_id="computeCommission",
    summary="Compute what a period earns",
    tag="commissions",
    example=_PERIOD,
)
async def compute_commission(
    caller: Principal, commission_agreements: CommissionAgreements, agreement_id: str, data: CommissionPeriod
) -> ComputedCommission:
    """Slabs, bonuses, deductions and taxes of the agreement, to the minor unit; beside what was paid, if that is told. Nothing is kept."""
    return await commission_agreements.compute(caller, parse("agr", agreement_id), data)


HANDLERS = [
    create_commission_agreement,
    list_commission_agreements,
    get_commission_agreement,
    compute_commission,
]
