"""Decisions: made, read back, computed again, opened."""

from __future__ import annotations

from countermark_client._async.resource import AsyncResource, Fields, body_of, told
from countermark_client._core.api.decisions import (
    decide_several,
    disclose_decision,
    find_counterfactual,
    get_decision,
    get_decision_explanation,
    list_decisions,
    replay_decision,
)
from countermark_client._core.models.counterfactual_view import CounterfactualView
from countermark_client._core.models.decision_explanation_view import DecisionExplanationView
from countermark_client._core.models.decision_line import DecisionLine
from countermark_client._core.models.decision_list import DecisionList
from countermark_client._core.models.decision_page import DecisionPage
from countermark_client._core.models.decision_view import DecisionView
from countermark_client._core.models.disclosure_view import DisclosureView
from countermark_client._core.models.find_counterfactual import FindCounterfactual
from countermark_client._core.models.replay_view import ReplayView
from countermark_client._core.models.several_question import SeveralQuestion
from countermark_client.paging import AsyncPages


class AsyncDecisions(AsyncResource):
    """Decisions of this environment."""

    async def get(self, decision_id: str, *, timeout_s: float | None = None) -> DecisionView:
        """Get a decision as it was answered, with its receipt."""
        return await get_decision.asyncio(decision_id, client=self._transport, timeout_s=timeout_s)

    def list(
        self,
        *,
        use_case: str | None = None,
        outcome: str | None = None,
        customer_id: str | None = None,
        region: str | None = None,
        segment: str | None = None,
        limit: int | None = None,
        timeout_s: float | None = None,
    ) -> AsyncPages[DecisionLine]:
        """All decisions, newest first."""

        async def fetch(after: str | None) -> DecisionPage:
            return await list_decisions.asyncio(
                client=self._transport,
                after=told(after),
                use_case=told(use_case),
                outcome=told(outcome),
                customer_id=told(customer_id),
                region=told(region),
                segment=told(segment),
                limit=told(limit),
                timeout_s=timeout_s,
            )

        return AsyncPages(fetch)

    async def several(
        self,
        body: SeveralQuestion | Fields | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout_s: float | None = None,
        **fields: object,
    ) -> DecisionList:
        """Ask several questions about one payment; they are decided together or not at all."""
        return await decide_several.asyncio(
            client=self._transport,
            body=body_of(body, fields),
            idempotency_key=told(idempotency_key),
            timeout_s=timeout_s,
        )

    async def replay(self, decision_id: str, *, timeout_s: float | None = None) -> ReplayView:
        """Compute a decision again from what is stored, and compare."""
        return await replay_decision.asyncio(decision_id, client=self._transport, timeout_s=timeout_s)

    async def disclosure(self, decision_id: str, *, timeout_s: float | None = None) -> DisclosureView:
        """Open the ledger's commitment to one decision, for an auditor."""
        return await disclose_decision.asyncio(decision_id, client=self._transport, timeout_s=timeout_s)

    async def explanation(
        self, decision_id: str, *, timeout_s: float | None = None
    ) -> DecisionExplanationView:
        """The feature vector and every contribution."""
        return await get_decision_explanation.asyncio(
            decision_id, client=self._transport, timeout_s=timeout_s
        )

    async def counterfactual(
        self,
        decision_id: str,
        body: FindCounterfactual | Fields | None = None,
        /,
        *,
        timeout_s: float | None = None,
        **fields: object,
    ) -> CounterfactualView:
        """The smallest change that would have led to another outcome."""
        return await find_counterfactual.asyncio(
            decision_id, client=self._transport, body=body_of(body, fields), timeout_s=timeout_s
        )
