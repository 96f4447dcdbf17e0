"""What is scored of a question: the tenant's columns, or features made of facts and state. Pure, no I/O."""

from typing import cast

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from inference import histories
from inference.asks import Ask
from inference.declared.columns import widened
from inference.features.sets import FEATURE_SETS
from payments import prepared
from payments.state import CustomerState, StateQuery


def state_sent(ask: Ask) -> CustomerState | None:
    """The state that a history in the request makes, if features need one and it was sent."""
    if ask.columns is not None or ask.command.transactions is None:
        return None
    return histories.state_of(ask.vault, ask.command.transactions, ask.decided_at)


def query_of(ask: Ask) -> StateQuery:
    """The stored state that a question's features need, before anything is sealed for its payment.

    A payment that is scored is seen in its own currency; a customer beside a payment in their usual one, as alone.
    """
    if ask.command.transaction is not None:
        return prepared.query_for(ask.command.transaction, ask.vault, ask.customer)
    if ask.beside is not None:
        return replace(prepared.query_for(ask.beside, ask.vault, ask.customer), currency=None)
    return StateQuery(ask.environment_id, ask.customer, ask.decided_at)


def features(ask: Ask, state: CustomerState | None) -> NDArray[np.float32]:
    """float32[n_features] of one question: from the tenant's columns, or from facts and state."""
    if ask.columns is not None:
        return ask.columns
    if state is None:
        raise ValueError("a question without columns has a state")
    feature_set = FEATURE_SETS[ask.deployed.version.manifest.feature_set]
    transaction = ask.command.transaction
    matrix = feature_set.compute([state], [] if transaction is None else [transaction])
    return widened(ask.deployed, cast("NDArray[np.float32]", matrix[0]), ask.computed)
