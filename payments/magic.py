"""Values that a sandbox treats as told here, whatever models and rules say: what test cards are to a payment. Pure data.

They mean nothing in a live environment: there they are ids and amounts like any other. docs/sandbox.md has this table, and a test holds
that the two are one. Source: docs/decisions/0066-sandbox.md.
"""

from collections.abc import Mapping
from typing import Literal

import msgspec

from tenants.principals import Mode

Effect = Literal[
    "approve",
    "review",
    "decline",
    "slow",
    "degraded",
    "drift",
    "gateway_fails",
    "gateway_times_out",
    "payout_stuck",
]
NOTE = "sandbox.magic"
"""With what a note begins that says which value did what."""
SLOW_S = 2.0
"""How long a slow answer is held back."""
TIMED_OUT_MS = 30_000
OUTCOMES: frozenset[str] = frozenset({"approve", "review", "decline"})


class MagicValue(msgspec.Struct, frozen=True, kw_only=True):
    """What does it, and what it does. customer_id: of whom a question is about. amount_minor: of its payment or event, in any currency; the
    customer comes first where both are magic. gateway: of an attempt. payout_id: of the seed. payee_id: of a payout."""

    effect: Effect
    customer_id: str | None = None
    amount_minor: int | None = None
    gateway: str | None = None
    payout_id: str | None = None
    payee_id: str | None = None
    does: str


MAGIC_VALUES: tuple[MagicValue, ...] = (
    MagicValue(
        effect="approve",
        customer_id="magic_approve",
        amount_minor=42_420_001,
        does="The outcome is `approve`, whatever the model and your rules say.",
    ),
    MagicValue(
        effect="review",
        customer_id="magic_review",
        amount_minor=42_420_002,
        does="The outcome is `review`, whatever the model and your rules say.",
    ),
    MagicValue(
        effect="decline",
        customer_id="magic_decline",
        amount_minor=42_420_003,
        does="The outcome is `decline`, whatever the model and your rules say.",
    ),
    MagicValue(
        effect="slow",
        customer_id="magic_slow",
        amount_minor=42_420_004,
        does="The answer is held back for 2 seconds; with a shorter timeout of yours it is `deadline_exceeded`.",
    ),
    MagicValue(
        effect="degraded",
        customer_id="magic_degraded",
        amount_minor=42_420_005,
        does="The model is taken to be gone: the fallback outcome of your rules, `degraded`, without answer and reasons.",
    ),
    MagicValue(
        effect="drift",
        customer_id="magic_drift",
        amount_minor=42_420_006,
        does="Decided as usual. 200 of them in a day are all alike: a version with a reference is `drifted` at its next measurement, with an alert.",
    ),
    MagicValue(
        effect="gateway_fails",
        gateway="magic_fails",
        does="An attempt that is recorded as `pending` or `succeeded` comes out `failed` with `gateway_error`.",
    ),
    MagicValue(
        effect="gateway_times_out",
        gateway="magic_times_out",
        does="An attempt that is recorded as `pending` or `succeeded` comes out `failed` with `gateway_timeout` after 30 seconds.",
    ),
    MagicValue(
        effect="payout_stuck",
        payout_id="magic_stuck",
        does="A payout of the seed that was sent nine days ago and never arrived: it is found `stuck` within minutes.",
    ),
    MagicValue(
        effect="payout_stuck",
        payee_id="magic_stuck",
        does="A payout that has not ended is found `stuck` at the next look of the watch, within seconds, however young it is.",
    ),
)
_BY_CUSTOMER: Mapping[str, MagicValue] = {
    one.customer_id: one for one in MAGIC_VALUES if one.customer_id is not None
}
_BY_AMOUNT: Mapping[int, MagicValue] = {
    one.amount_minor: one for one in MAGIC_VALUES if one.amount_minor is not None
}
_BY_GATEWAY: Mapping[str, MagicValue] = {one.gateway: one for one in MAGIC_VALUES if one.gateway is not None}
_BY_PAYEE: Mapping[str, MagicValue] = {one.payee_id: one for one in MAGIC_VALUES if one.payee_id is not None}


def find(mode: Mode, customer_id: str, amount_minor: int | None) -> MagicValue | None:
    """Return what a sandbox does about a question on a customer and an amount; None in a live environment, always."""
    if mode == "live":
        return None
    found = _BY_CUSTOMER.get(customer_id)
    return found if found is not None or amount_minor is None else _BY_AMOUNT.get(amount_minor)


def at_gateway(mode: Mode, gateway: str) -> MagicValue | None:
    """Return what a sandbox does about an attempt at a gateway; None in a live environment, always."""
    return None if mode == "live" else _BY_GATEWAY.get(gateway)


def payees(mode: Mode) -> Mapping[str, MagicValue]:
    """Return the payees to whose payouts a sandbox does something; none in a live environment, always."""
    return {} if mode == "live" else _BY_PAYEE
