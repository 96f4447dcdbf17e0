"""Catalogue features of one customer, or of one payment of theirs, by name: what rules, declared features and readers ask for."""

from collections.abc import Iterable, Mapping
from math import isnan

from inference.features import customers, payments, profiles
from inference.features.customer_past import Past
from payments.facts import Transaction
from payments.profiles import Profile
from payments.state import CustomerState

Values = Mapping[str, float | None]
Shape = Profile | Past
"""What categories and months are read from: what is stored, or a history that came with the question."""

_CREDIT = frozenset(customers.CREDIT_NAMES)
_CHURN = frozenset(customers.CHURN_NAMES) - _CREDIT
_PROFILE = frozenset(profiles.NAMES)
_CUSTOMER = _CREDIT | _CHURN | _PROFILE
_PAYMENT = frozenset(payments.NAMES) - _CUSTOMER


def needs_shape(names: Iterable[str]) -> bool:
    """Say whether a name needs more than the running state."""
    return not _PROFILE.isdisjoint(names)


def values_of(
    names: Iterable[str], state: CustomerState, shape: Shape | None, transaction: Transaction | None
) -> dict[str, float | None]:
    """Return each name with its value, rounded to float32 as models see it; None where missing.

    shape: may be absent where `needs_shape` says no. transaction: without it, what is about the payment is missing.
    """
    wanted = frozenset(names)
    known: dict[str, float] = {}
    if not _CREDIT.isdisjoint(wanted):
        known |= _row(customers.CREDIT_NAMES, customers.compute_credit([state])[0].tolist())
    if not _CHURN.isdisjoint(wanted):
        known |= _row(customers.CHURN_NAMES, customers.compute_churn([state])[0].tolist())
    if shape is not None and not _PROFILE.isdisjoint(wanted):
        known |= profiles.of_past(shape) if isinstance(shape, Past) else profiles.of_profile(shape)
    if transaction is not None and not _PAYMENT.isdisjoint(wanted):
        known = _row(payments.NAMES, payments.compute([state], [transaction])[0].tolist()) | known
    return {name: _present(known.get(name)) for name in names}


def _row(names: tuple[str, ...], values: list[float]) -> dict[str, float]:
    return dict(zip(names, values, strict=True))


def _present(value: float | None) -> float | None:
    return None if value is None or isnan(value) else value
