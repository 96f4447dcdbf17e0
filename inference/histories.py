"""The state of a customer whose payments came with the question: computed in memory, stored nowhere but in the payload."""

import msgspec

from inference.asks import Ask
from payments.history import History
from payments.movements import movement_of
from payments.state import CustomerState


def state_of(ask: Ask) -> CustomerState:
    """Return the state as of the decision, made of the payments in the command alone."""
    digest = ask.vault.digest
    movements = [
        movement_of(transaction, digest, digest("payments/content", msgspec.msgpack.encode(transaction)))
        for transaction in ask.command.transactions or ()
    ]
    return History(movements).state(ask.decided_at)
