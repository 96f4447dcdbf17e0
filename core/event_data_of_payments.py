"""The same for events of payments: payouts, commissions, attempts and gateways. See `core/event_data.py`."""

import msgspec
from msgspec import UNSET, UnsetType

from core.event_data import At


class PayoutMovedEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of a payout that reached a stage.

    stage: where it is now.
    at: since when.
    amount_minor: in minor units of its currency.
    currency: ISO 4217.
    """

    stage: str
    at: At
    amount_minor: int
    currency: str


class PayoutFailedEventData(PayoutMovedEventData, frozen=True, kw_only=True):
    """Of a payout that failed.

    stage: `failed` or `returned`.
    at: since when.
    amount_minor: in minor units of its currency.
    currency: ISO 4217.
    code: why, in our words; null where nobody said.
    """

    code: str | None


class PayoutContradictedEventData(PayoutMovedEventData, frozen=True, kw_only=True):
    """Of a payout that was told what cannot be true.

    stage: what is believed of it now.
    at: since when.
    amount_minor: in minor units of its currency.
    currency: ISO 4217.
    contradictions: how many of its events do not fit.
    """

    contradictions: int


class _UnusualPayout(msgspec.Struct, frozen=True, kw_only=True):
    stage: str
    amount_minor: int
    currency: str
    method: str
    bank: str
    gateway: str | None


class PayoutStuckEventData(_UnusualPayout, frozen=True, kw_only=True):
    """Of a payout that stays in a stage.

    stage: where it stays.
    amount_minor: in minor units of its currency.
    currency: ISO 4217.
    method: its rail.
    bank: of the payee.
    gateway: that it goes through; null where none was named.
    since: when the stage began.
    expected_by: when it should have ended.
    usual_s: nine of ten took no longer, in seconds.
    limit_s: three standard deviations, in seconds.
    basis: the group that it was compared with.
    count: of how many.
    note: that a magic value of a sandbox did it.
    """

    since: At
    expected_by: At | UnsetType = UNSET
    usual_s: int | UnsetType = UNSET
    limit_s: int | UnsetType = UNSET
    basis: str | UnsetType = UNSET
    count: int | UnsetType = UNSET
    note: str | UnsetType = UNSET


class PayoutLateEventData(_UnusualPayout, frozen=True, kw_only=True):
    """Of a payout that its payee was promised earlier.

    stage: where it is.
    amount_minor: in minor units of its currency.
    currency: ISO 4217.
    method: its rail.
    bank: of the payee.
    gateway: that it goes through; null where none was named.
    due_at: when it was promised.
    since: when its stage began.
    """

    due_at: At
    since: At


class PayoutFailingEventData(_UnusualPayout, frozen=True, kw_only=True):
    """Of a payout that failed in a burst.

    stage: `failed` or `returned`.
    amount_minor: in minor units of its currency.
    currency: ISO 4217.
    method: its rail.
    bank: of the payee.
    gateway: that it went through; null where none was named.
    basis: the group that fails.
    failed: of the group, within an hour.
    ended: of the group, within the same hour.
    count: of how many payouts what is usual is known.
    usual_share: of the group's payouts that fail, as a rule.
    error_code: why this one failed, where somebody said.
    """

    basis: str
    failed: int
    ended: int
    count: int
    usual_share: float
    error_code: str | UnsetType = UNSET


class PayoutAmountEventData(_UnusualPayout, frozen=True, kw_only=True):
    """Of a payout that is far above what is usual.

    stage: where it is.
    amount_minor: in minor units of its currency.
    currency: ISO 4217.
    method: its rail.
    bank: of the payee.
    gateway: that it goes through; null where none was named.
    basis: the group that it was compared with.
    count: of how many.
    z: standard deviations above the middle, of the logarithm.
    usual_minor: the middle, in minor units.
    """

    basis: str
    count: int
    z: float
    usual_minor: int


class PayoutDocumentsEventData(_UnusualPayout, frozen=True, kw_only=True):
    """Of a payout that waits for documents.

    stage: where it waits.
    amount_minor: in minor units of its currency.
    currency: ISO 4217.
    method: its rail.
    bank: of the payee.
    gateway: that it goes through; null where none was named.
    documents: which are missing.
    """

    documents: list[str]


class PayoutDocumentEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of a payout that waits for a document.

    document: which.
    amount_minor: in minor units of its currency.
    currency: ISO 4217.
    """

    document: str
    amount_minor: int
    currency: str


class CommissionEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of a statement that differs.

    status: `short` or `over`.
    difference_minor: what was paid less what is due, in minor units.
    payable_minor: what is due, in minor units.
    currency: ISO 4217.
    reasons: what explains the difference.
    starts_at: of the period.
    ends_at: of the period.
    agreement: in force, `agr_…`.
    """

    status: str
    difference_minor: int
    payable_minor: int
    currency: str
    reasons: list[str]
    starts_at: At
    ends_at: At
    agreement: str


class AttemptEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of an attempt that failed.

    gateway: where.
    code: why, in our words.
    method: of the payment.
    """

    gateway: str
    code: str
    method: str


class GatewayHealthEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of a gateway's health.

    gateway: which.
    method: of the payments; empty for all.
    since: when it began to fail.
    """

    gateway: str
    method: str
    since: At


class GatewayHookEventData(msgspec.Struct, frozen=True, kw_only=True):
    """Of a gateway's webhook; what the gateway did not say is left out.

    connector: that it came in by, `con_…`.
    gateway: whose it is.
    type: in the gateway's own words.
    occurred_at: when it happened there.
    reference: the gateway's id of what it is about.
    amount_minor: in minor units of the currency.
    currency: ISO 4217.
    code: why something failed, in our words.
    """

    connector: str
    gateway: str
    type: str
    occurred_at: At
    reference: str | UnsetType = UNSET
    amount_minor: int | UnsetType = UNSET
    currency: str | UnsetType = UNSET
    code: str | UnsetType = UNSET
