"""Attempts at the gateways of a sandbox that always fail. A live environment keeps what it is told."""

from datetime import timedelta

from msgspec.structs import replace

from payments import magic
from payments.attempts.facts import AttemptFact
from payments.magic import TIMED_OUT_MS
from tenants.principals import Mode


def staged(mode: Mode, fact: AttemptFact) -> AttemptFact:
    """Return the attempt as its gateway ends it."""
    found = magic.at_gateway(mode, fact.gateway)
    if found is None or fact.result == "failed":
        return fact
    if found.effect == "gateway_fails":
        return replace(fact, result="failed", error_code="gateway_error", cost_minor=0)
    finished = fact.started_at + timedelta(milliseconds=TIMED_OUT_MS)
    return replace(
        fact,
        result="failed",
        error_code="gateway_timeout",
        cost_minor=0,
        latency_ms=TIMED_OUT_MS,
        finished_at=finished,
    )
