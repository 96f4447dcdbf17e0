"""Facts about gateways: a payment to be sent through one, those to choose from, and what they did lately."""

from typing import Annotated

import msgspec
from msgspec import Meta

from core.errors import FieldError
from payments.facts import AmountMinor, Currency, Gateway, Instant, Method, Reference

ATTEMPTS_MAX = 2_000
CANDIDATES_MAX = 16
FailureCode = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9_.-]*$(?!\n)")]


class GatewayAttempt(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One try of one payment at one gateway.

    gateway: as a slug.
    method: how it was paid.
    at: when it was tried.
    succeeded: whether the gateway took it.
    failure_code: why not, as a slug of your own.
    latency_ms: how long the gateway took to say so.
    """

    gateway: Gateway
    method: Method
    at: Instant
    succeeded: bool
    failure_code: FailureCode | None = None
    latency_ms: Annotated[int, Meta(ge=0, le=3_600_000)] | None = None


class GatewayCandidate(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A gateway that could take the payment, and what it charges when it does.

    gateway: as a slug.
    fee_bps: hundredths of a percent of the amount.
    fee_fixed_minor: minor units of the currency, on top.
    """

    gateway: Gateway
    fee_bps: Annotated[int, Meta(ge=0, le=10_000)] = 0
    fee_fixed_minor: Annotated[int, Meta(ge=0, le=100_000_000)] = 0


class Routing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A payment that is to go through one of several gateways now.

    id: your own id of the payment; it decides, always alike, who explores. Without one the decision's id does.
    method: how it is paid.
    amount_minor: minor units of the currency.
    currency: ISO 4217.
    candidates: the gateways to choose from.
    attempts: what all of them did lately, for any payment; later ones than the question are not looked at.
    tried: the tries of this very payment so far.
    failure_cost_minor: what a failed try costs you, a lost sale included; 2 % of the amount when not told.
    explore_share: of payments that go to another gateway than the best, so that its figures stay fresh.
    attempts_max: tries of one payment at most.
    utc_offset_minutes: of the payers, such as 330 for India.
    """

    id: Reference | None = None
    method: Method
    amount_minor: AmountMinor
    currency: Currency
    candidates: Annotated[list[GatewayCandidate], Meta(min_length=1, max_length=CANDIDATES_MAX)]
    attempts: Annotated[list[GatewayAttempt], Meta(max_length=ATTEMPTS_MAX)] = []
    tried: Annotated[list[GatewayAttempt], Meta(max_length=20)] = []
    failure_cost_minor: AmountMinor | None = None
    explore_share: Annotated[float, Meta(ge=0, le=0.5)] = 0.05
    attempts_max: Annotated[int, Meta(ge=1, le=20)] = 3
    utc_offset_minutes: Annotated[int, Meta(ge=-840, le=840)] = 0


def problems_of_routing(routing: Routing) -> list[FieldError]:
    """Name a gateway that stands twice among those to choose from."""
    seen: set[str] = set()
    found = []
    for at, candidate in enumerate(routing.candidates):
        if candidate.gateway in seen:
            path = f"routing.candidates[{at}].gateway"
            found.append(FieldError(path, "It is named twice.", "Name each gateway once."))
        seen.add(candidate.gateway)
    return found
