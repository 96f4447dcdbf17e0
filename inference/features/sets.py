"""Every feature set by its name and number. A change of any value is a new number: stored versions name theirs."""

from collections.abc import Callable, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from inference.features import customers, payments
from payments.facts import Transaction
from payments.state import CustomerState

Compute = Callable[[Sequence[CustomerState], Sequence[Transaction]], NDArray[np.float32]]


class FeatureSet(msgspec.Struct, frozen=True):
    """names: the columns, in order.

    compute: float32[len(states), len(names)], C order, NaN where missing, of states and, for sets about payments, as many
    transactions; sets about customers take an empty sequence.
    """

    id: str
    names: tuple[str, ...]
    compute: Compute


FEATURE_SETS = {
    each.id: each
    for each in (
        FeatureSet("payment/1", payments.NAMES, payments.compute),
        FeatureSet("credit/1", customers.CREDIT_NAMES, customers.compute_credit),
        FeatureSet("churn/1", customers.CHURN_NAMES, customers.compute_churn),
    )
}
