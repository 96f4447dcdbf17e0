"""Payments, sign-ins and customers' states as both faces show them."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from core.ids import public
from core.pages import Page
from payments.entities import Ingested, PredictedSource, RecordedLogin, StoredTransaction
from payments.facts import Direction, LoginEvent, Transaction
from payments.state import CustomerState, Window
from payments.transactions import BULK_MAX

Status = Literal["recorded", "existing", "conflict"]
_INT64_MAX = (1 << 63) - 1


class TransactionBatch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Payments to be recorded in one commit.

    items: all of them are valid, or nothing is recorded.
    """

    items: Annotated[list[Transaction], Meta(min_length=1, max_length=BULK_MAX)]


class LoginBatch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sign-ins to be recorded in one commit.

    items: all of them are valid, or nothing is recorded.
    """

    items: Annotated[list[LoginEvent], Meta(min_length=1, max_length=BULK_MAX)]


class TransactionView(msgspec.Struct, frozen=True, kw_only=True):
    """A payment, and what became of it.

    id: our id.
    transaction: the payment as it was sent, fields that equal their default left out; null once its customer was erased.
    duplicate_of: the earlier payment without own id of which this looks like a repetition.
    predicted_category: of an imported payment that came without a category; what you said is in `transaction`.
    predicted_source: lookup (a known merchant) or model.
    """

    id: str
    transaction: Transaction | None
    occurred_at: datetime
    recorded_at: datetime
    duplicate_of: str | None
    predicted_category: str | None
    predicted_source: PredictedSource | None


class TransactionPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of payments, newest first by the time they happened."""

    data: list[TransactionView]
    has_more: bool
    next_after: str | None


class TransactionResult(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one payment of several.

    id: our id of the payment that has this own id now.
    own_id: the `id` that was sent.
    status: `recorded` is new; `existing` had this own id and content before; `conflict` had this own id and other content.
    duplicate_of: the earlier payment without own id of which this looks like a repetition.
    """

    id: str
    own_id: str | None
    status: Status
    duplicate_of: str | None


class TransactionResults(msgspec.Struct, frozen=True, kw_only=True):
    """One result for each payment, in the order of the request."""

    data: list[TransactionResult]


class LoginResult(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a sign-in.

    id: our id of the sign-in that has this own id now.
    own_id: the `id` that was sent.
    status: `recorded` is new; `existing` had this own id and content before; `conflict` had this own id and other content.
    """

    id: str
    own_id: str | None
    status: Status


class LoginResults(msgspec.Struct, frozen=True, kw_only=True):
    """One result for each sign-in, in the order of the request."""

    data: list[LoginResult]


class WindowView(msgspec.Struct, frozen=True, kw_only=True):
    """Payments of one span of time, in the state's currency; those in others are counted only.

    cash_minor: debits in cash or at a cash machine.
    emi_minor: debits of category `emi`.
    other_debit_count: debits in other currencies.
    other_credit_count: credits in other currencies.
    """

    debit_count: int
    debit_minor: int
    credit_count: int
    credit_minor: int
    cash_minor: int
    emi_minor: int
    other_debit_count: int
    other_credit_count: int


class CustomerStateView(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a customer as of now. Windows are whole minutes (h1), hours (h24, d7) and UTC days (d30, d90).

    currency: of the sums and of the counts beside them: that of most payments of 90 days, or, where these are fewer than five,
        of most payments ever.
    first_at: in any currency, as are all times, merchants, devices and places.
    merchants_h24: distinct merchants paid, estimated within a few per cent; so are those that follow.
    logins_h24: sign-ins of 24 hours, failed ones included.
    last_amount_minor: of the latest payment, in its own currency.
    placed_at: the latest payment with a country; its coordinates are rounded to a tenth of a degree.
    """

    customer_id: str
    as_of: datetime
    currency: str | None
    first_at: datetime | None
    last_at: datetime | None
    lifetime: WindowView
    h1: WindowView
    h24: WindowView
    d7: WindowView
    d30: WindowView
    d90: WindowView
    merchants_h24: float
    merchants_d7: float
    merchants_d30: float
    merchants_d90: float
    devices_d90: float
    logins_h24: int
    failed_logins_h24: int
    last_amount_minor: int | None
    last_direction: Direction | None
    last_currency: str | None
    placed_at: datetime | None
    placed_country: str | None
    placed_latitude: float | None
    placed_longitude: float | None


def transaction_view(stored: StoredTransaction) -> TransactionView:
    return TransactionView(
        id=public("txn", stored.id),
        transaction=stored.transaction,
        occurred_at=stored.occurred_at,
        recorded_at=stored.recorded_at,
        duplicate_of=None if stored.duplicate_of is None else public("txn", stored.duplicate_of),
        predicted_category=stored.predicted_category,
        predicted_source=stored.predicted_source,
    )


def transaction_page(page: Page[StoredTransaction]) -> TransactionPage:
    return TransactionPage(
        data=[transaction_view(each) for each in page.data],
        has_more=page.has_more,
        next_after=page.next_after,
    )


def transaction_results(ingested: list[Ingested]) -> TransactionResults:
    return TransactionResults(
        data=[
            TransactionResult(
                id=public("txn", each.id),
                own_id=each.own_id,
                status=each.standing,
                duplicate_of=None if each.duplicate_of is None else public("txn", each.duplicate_of),
            )
            for each in ingested
        ]
    )


def login_result(recorded: RecordedLogin) -> LoginResult:
    return LoginResult(id=public("lgn", recorded.id), own_id=recorded.own_id, status=recorded.standing)


def login_results(recorded: list[RecordedLogin]) -> LoginResults:
    return LoginResults(data=[login_result(each) for each in recorded])


def customer_state_view(customer_id: str, state: CustomerState) -> CustomerStateView:
    return CustomerStateView(
        customer_id=customer_id,
        as_of=state.at,
        currency=state.currency,
        first_at=state.first_at,
        last_at=state.last_at,
        lifetime=_window_view(state.lifetime),
        h1=_window_view(state.h1),
        h24=_window_view(state.h24),
        d7=_window_view(state.d7),
        d30=_window_view(state.d30),
        d90=_window_view(state.d90),
        merchants_h24=state.merchants_h24,
        merchants_d7=state.merchants_d7,
        merchants_d30=state.merchants_d30,
        merchants_d90=state.merchants_d90,
        devices_d90=state.devices_d90,
        logins_h24=state.logins_h24,
        failed_logins_h24=state.failed_logins_h24,
        last_amount_minor=state.last_amount_minor,
        last_direction=state.last_direction,
        last_currency=state.last_currency,
        placed_at=state.placed_at,
        placed_country=state.placed_country,
        placed_latitude=state.placed_latitude,
        placed_longitude=state.placed_longitude,
    )


def _window_view(window: Window) -> WindowView:
    """Sums stop at the largest 64-bit number: the wire of gRPC has no larger one."""
    return WindowView(
        debit_count=window.debit_count,
        debit_minor=min(window.debit_minor, _INT64_MAX),
        credit_count=window.credit_count,
        credit_minor=min(window.credit_minor, _INT64_MAX),
        cash_minor=min(window.cash_minor, _INT64_MAX),
        emi_minor=min(window.emi_minor, _INT64_MAX),
        other_debit_count=window.other_debit_count,
        other_credit_count=window.other_credit_count,
    )
