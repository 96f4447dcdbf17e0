"""Decisions that were made: fetched, listed, computed again, and opened for an auditor."""

import asyncio
from typing import Annotated

import msgspec

from api.questions import several_of
from api.rest.document_parts import PAYLOAD_GONE
from api.rest.operations import Keyed, get, post
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.services import Limits
from api.views.decisions import (
    DecisionList,
    DecisionPage,
    DecisionView,
    DisclosureView,
    ReplayView,
    decision_page,
    decision_view,
    disclosure_view,
    replay_view,
)
from api.views.questions import SeveralQuestion
from core.ids import parse
from inference.decisions import Decisions
from inference.replays import Replays
from tenants.principals import Principal

Slug = Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None
CustomerId = Annotated[str, msgspec.Meta(min_length=1, max_length=128)] | None


@get(
    "/decisions/{decision_id:str}",
    operation_id="getDecision",
    summary="Get a decision",
    tag="decisions",
    responses=PAYLOAD_GONE,
)
async def get_decision(caller: Principal, decision_id: str, decisions: Decisions) -> DecisionView:
    """The decision as it was answered, with its receipt."""
    return decision_view(await decisions.get(caller, parse("dec", decision_id)))


@get("/decisions", operation_id="listDecisions", summary="List decisions", tag="decisions")
async def list_decisions(
    caller: Principal,
    decisions: Decisions,
    *,
    use_case: Slug = None,
    outcome: Slug = None,
    customer_id: CustomerId = None,
    region: Slug = None,
    segment: Slug = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> DecisionPage:
    """Newest first."""
    page = await decisions.list(
        caller,
        use_case=use_case,
        outcome=outcome,
        customer_id=customer_id,
        region=region,
        segment=segment,
        after=None if after is None else parse("dec", after),
        limit=limit,
    )
    return decision_page(page)


@post(
    "/decisions",
    operation_id="decideSeveral",
    summary="Ask several use cases about one payment",
    tag="decisions",
    lean=True,
    bulk=True,
    keyed=Keyed.OWN,
    example={
        "transaction": {
            "id": "pay_1002",
            "customer_id": "cust_42",
            "amount_minor": 249900,
            "currency": "INR",
            "occurred_at": "2026-11-21T09:30:00Z",
            "method": "upi",
        },
        "use_cases": ["transaction-anomaly", "credit-score", "churn-score"],
    },
)
async def decide_several(
    caller: Principal,
    data: SeveralQuestion,
    decisions: Decisions,
    limits: Limits,
    deadline: float,
    idempotency_key: str | None,
    fingerprint: bytes,
    accept_language: str | None,
) -> DecisionList:
    """All are decided in one commit, as of the payment and of one read of its customer's state, or none is: a problem names
    the use case that was refused in `use_cases[i]`. The payment is ingested once. One key is for all of them."""
    timeout_s = deadline - asyncio.get_running_loop().time()
    several = several_of(data, caller, idempotency_key, fingerprint, timeout_s, accept_language)
    with limits.units(caller, "decideSeveral", len(data.use_cases)):
        made = await decisions.decide_several(caller, several)
    return DecisionList(data=[decision_view(each) for each in made])


@post(
    "/decisions/{decision_id:str}/replay",
    operation_id="replayDecision",
    summary="Compute a decision again",
    tag="decisions",
    responses=PAYLOAD_GONE,
)
async def replay_decision(caller: Principal, decision_id: str, replays: Replays) -> ReplayView:
    """Computes score, reasons and outcome again from the stored facts, features and versions, and compares. Changes nothing."""
    return replay_view(await replays.replay(caller, parse("dec", decision_id)))


@get(
    "/decisions/{decision_id:str}/disclosure",
    operation_id="discloseDecision",
    summary="Open a decision's commitment",
    tag="decisions",
    responses=PAYLOAD_GONE,
)
async def disclose_decision(caller: Principal, decision_id: str, decisions: Decisions) -> DisclosureView:
    """The payload that the ledger's entry commits to, and the key that proves it. Hand both to an auditor."""
    return disclosure_view(await decisions.disclose(caller, parse("dec", decision_id)))


HANDLERS = [decide_several, get_decision, list_decisions, replay_decision, disclose_decision]
