"""Which gateway takes a payment now, and what to do when it was tried before."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import msgspec

from inference.answering.kinds import Answered, EventAnswer, Finding, ScoredRow
from inference.features.gateways import NAMES, since
from payments.gateway_facts import GatewayAttempt, GatewayCandidate, Routing

Advice = Literal["send", "retry", "requeue", "stop"]
_FAILURE_SHARE = 0.02  # of the amount, where the caller does not say what a failed try costs
_BAD = 0.5  # below it nothing is worth a try now
_TROUBLE = 0.15  # failures of the last quarter of an hour above the usual
_RECENT_MINUTES = 15
# Failures that another try cannot cure: the payer must do something, or does not want to.
_FINAL_WORDS = (
    "declined",
    "insufficient",
    "expired_card",
    "wrong_pin",
    "limit",
    "locked",
    "cancelled",
    "fraud",
    "stolen",
)


class GatewayChoice(msgspec.Struct, frozen=True, kw_only=True):
    """One gateway that could take the payment.

    gateway: as it was named.
    probability: that it takes the payment, calibrated, 0 to 1.
    fee_minor: what it charges then.
    cost_minor: what is to be expected to be lost: the fee when it succeeds, the cost of a failure when it does not.
    share: of such payments that it gets, with those that explore.
    tries: of any payment there within 15 minutes.
    failures: how many of them failed.
    failure_cause: the code that failed most of them; null where none failed with a code.
    """

    gateway: str
    probability: float
    fee_minor: int
    cost_minor: int
    share: float
    tries: int = 0
    failures: int = 0
    failure_cause: str | None = None


class GatewayRouteAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """probability: that the chosen gateway takes the payment, calibrated, 0 to 1.

    gateway: the chosen one.
    best_gateway: the one of least cost; the chosen one is another when the payment explores.
    explores: whether it does.
    advice: send (a first try), retry (now, at the chosen gateway), requeue (later: none is well now) or stop.
    failure_cause: the code that fails most at the best gateway or, without one, anywhere within 15 minutes.
    choices: all gateways, the cheapest first.
    explore_share: of such payments that go to another than the best, so that its figures stay fresh; 0 where none is well, and
        of payments that were tried before.
    """

    probability: float
    gateway: str | None
    best_gateway: str | None
    explores: bool | None
    advice: str | None
    failure_cause: str | None
    choices: list[GatewayChoice]
    explore_share: float | None = None


def _answer(routing: Routing, at: datetime, rows: Sequence[ScoredRow]) -> Answered:
    lost = routing.failure_cost_minor or max(1, round(_FAILURE_SHARE * routing.amount_minor))
    fees = [_fee(candidate, routing.amount_minor) for candidate in routing.candidates]
    costs = [
        round(row.probability * fee + (1 - row.probability) * lost)
        for row, fee in zip(rows, fees, strict=True)
    ]
    order = sorted(range(len(rows)), key=lambda index: (costs[index], -rows[index].probability, index))
    explores = routing.id is not None and not routing.tried
    shares = _shares(order, [row.probability for row in rows], routing.explore_share if explores else 0.0)
    chosen = _draw(routing, order, shares)
    best = order[0]
    advice = _advice(routing, rows[chosen].probability)
    lately = _lately(routing, at)
    recent = [each for each in lately if not each.succeeded]
    cause = _cause(recent, routing.candidates[best].gateway)
    return Answered(
        GatewayRouteAnswer(
            probability=rows[chosen].probability,
            gateway=routing.candidates[chosen].gateway,
            best_gateway=routing.candidates[best].gateway,
            explores=chosen != best,
            advice=advice,
            failure_cause=cause,
            choices=[
                GatewayChoice(
                    gateway=routing.candidates[index].gateway,
                    probability=rows[index].probability,
                    fee_minor=fees[index],
                    cost_minor=costs[index],
                    share=round(shares[index], 6),
                    tries=sum(each.gateway == routing.candidates[index].gateway for each in lately),
                    failures=sum(each.gateway == routing.candidates[index].gateway for each in recent),
                    failure_cause=_cause_at(recent, routing.candidates[index].gateway),
                )
                for index in order
            ],
            explore_share=round(1.0 - shares[best], 6),
        ),
        explained=chosen,
        findings=_findings(routing, rows, chosen, best, advice, recent),
    )


def _fee(candidate: GatewayCandidate, amount_minor: int) -> int:
    return candidate.fee_fixed_minor + round(candidate.fee_bps * amount_minor / 10_000)


def _shares(order: Sequence[int], probabilities: Sequence[float], explore: float) -> list[float]:
    """The best takes all but the share that explores, which the others divide by their chance of success; one that is in
    trouble is not explored."""
    others = {index: probabilities[index] for index in order[1:] if probabilities[index] >= _BAD}
    total = sum(others.values())
    shares = [0.0] * len(order)
    if total > 0:
        for index, weight in others.items():
            shares[index] = explore * weight / total
    shares[order[0]] = 1.0 - sum(shares)
    return shares


def _draw(routing: Routing, order: Sequence[int], shares: Sequence[float]) -> int:
    """Choose by the payment's own id, so that asking again chooses the same."""
    digest = hashlib.sha256(f"countermark/route\x00{routing.id}".encode()).digest()
    left = int.from_bytes(digest[:8], "big") / 2**64
    for index in order:
        left -= shares[index]
        if left < 0:
            return index
    return order[0]


def _advice(routing: Routing, probability: float) -> Advice:
    failed = [attempt for attempt in routing.tried if not attempt.succeeded]
    if any(attempt.succeeded for attempt in routing.tried):
        return "stop"
    if not failed:
        return "send" if probability >= _BAD else "requeue"
    if len(failed) >= routing.attempts_max or _final(failed[-1].failure_code):
        return "stop"
    return "retry" if probability >= _BAD else "requeue"


def _final(code: str | None) -> bool:
    return code is not None and any(word in code for word in _FINAL_WORDS)


def _lately(routing: Routing, at: datetime) -> Sequence[GatewayAttempt]:
    """Return the tries of the last quarter of an hour."""
    known = sorted((each for each in routing.attempts if each.at <= at), key=lambda each: each.at)
    return since(known, at, _RECENT_MINUTES)


def _cause(failed: Sequence[GatewayAttempt], gateway: str) -> str | None:
    return _cause_at(failed, gateway) or _code_of(failed)


def _cause_at(failed: Sequence[GatewayAttempt], gateway: str) -> str | None:
    return _code_of([each for each in failed if each.gateway == gateway])


def _code_of(failed: Sequence[GatewayAttempt]) -> str | None:
    """Return the code that most of them failed with."""
    codes = Counter(each.failure_code for each in failed if each.failure_code is not None)
    return min(codes, key=lambda code: (-codes[code], code), default=None)


def _findings(
    routing: Routing,
    rows: Sequence[ScoredRow],
    chosen: int,
    best: int,
    advice: Advice,
    recent: Sequence[GatewayAttempt],
) -> tuple[Finding, ...]:
    name = routing.candidates[chosen].gateway
    found = [Finding(code=f"advice.{advice}", values={"gateway": name})]
    if chosen != best:
        found.append(Finding(code="explores", values={"best": routing.candidates[best].gateway}))
    for candidate, row in zip(routing.candidates, rows, strict=True):
        lately, usual = (float(row.row[NAMES.index(each)]) for each in ("failure_m15", "failure_all"))
        if lately - usual > _TROUBLE:
            values = {"gateway": candidate.gateway, "cause": _cause_at(recent, candidate.gateway) or "?"}
            found.append(Finding(code="trouble", value=lately, values=values))
    return tuple(found[:4])


GATEWAY_ROUTE = EventAnswer(GatewayRouteAnswer, Routing, _answer)
