"""Decisions that were made: fetched, listed, computed again, and opened for an auditor."""

from typing import Annotated

import msgspec

from api.rest.operations import get, post
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.decisions import (
    DecisionPage,
    DecisionView,
    DisclosureView,
    ReplayView,
    decision_page,
    decision_view,
    disclosure_view,
    replay_view,
)
from core.ids import parse
from inference.decisions import Decisions
from inference.replays import Replays
from tenants.principals import Principal

Slug = Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None
CustomerId = Annotated[str, msgspec.Meta(min_length=1, max_length=128)] | None


@get("/decisions/{decision_id:str}", operation_id="getDecision", summary="Get a decision", tag="decisions")
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
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> DecisionPage:
    """Newest first."""
    page = await decisions.list(
        caller,
        use_case=use_case,
        outcome=outcome,
        customer_id=customer_id,
        after=None if after is None else parse("dec", after),
        limit=limit,
    )
    return decision_page(page)


@post(
    "/decisions/{decision_id:str}/replay",
    operation_id="replayDecision",
    summary="Compute a decision again",
    tag="decisions",
)
async def replay_decision(caller: Principal, decision_id: str, replays: Replays) -> ReplayView:
    """Computes score, reasons and outcome again from the stored facts, features and versions, and compares. Changes nothing."""
    return replay_view(await replays.replay(caller, parse("dec", decision_id)))


@get(
    "/decisions/{decision_id:str}/disclosure",
    operation_id="discloseDecision",
    summary="Open a decision's commitment",
    tag="decisions",
)
async def disclose_decision(caller: Principal, decision_id: str, decisions: Decisions) -> DisclosureView:
    """The payload that the ledger's entry commits to, and the key that proves it. Hand both to an auditor."""
    return disclosure_view(await decisions.disclose(caller, parse("dec", decision_id)))


HANDLERS = [get_decision, list_decisions, replay_decision, disclose_decision]
