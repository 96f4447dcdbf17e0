"""Commission agreements as both faces show them. What is computed is shown as it is: `payments.agreements.computing.ComputedCommission`."""

from datetime import datetime

import msgspec

from core.ids import public
from core.pages import Page
from payments.agreements.agreements import StoredAgreement
from payments.agreements.facts import CommissionAgreement


class CommissionAgreementView(msgspec.Struct, frozen=True, kw_only=True):
    """An agreement.

    id: our id.
    agreement: as it was sent; null once its partner was erased.
    """

    id: str
    agreement: CommissionAgreement | None
    recorded_at: datetime


class CommissionAgreementPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of agreements, last recorded first."""

    data: list[CommissionAgreementView]
    has_more: bool
    next_after: str | None


def agreement_view(stored: StoredAgreement) -> CommissionAgreementView:
    return CommissionAgreementView(
        id=public("agr", stored.id), agreement=stored.agreement, recorded_at=stored.recorded_at
    )


def agreement_page(page: Page[StoredAgreement]) -> CommissionAgreementPage:
    return CommissionAgreementPage(
        data=[agreement_view(each) for each in page.data], has_more=page.has_more, next_after=page.next_after
    )
