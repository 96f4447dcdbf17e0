# Generated from `_async` by `make generate-sdk-python`. Do not edit.
"""Decisions: made, read back, computed again, opened."""

from __future__ import annotations

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
from countermark_client._sync.resource import Fields, Resource, body_of, told
from countermark_client.paging import Pages


class Decisions(Resource):
    """Decisions of this environment."""

    def get(self, decision_id: str, *, timeout_s: float | None = None) -> DecisionView:
        """Get a decision as it was answered, with its receipt."""
        return get_decision.sync(decision_id, client=self._transport, timeout_s=timeout_s)

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
    ) -> Pages[DecisionLine]:
        """All decisions, newest first."""

        def fetch(after: str | None) -> DecisionPage:
            return list_decisions.sync(
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

        return Pages(fetch)

    def several(
        self,
        body: SeveralQuestion | Fields | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout_s: float | None = None,
        **fields: object,
    ) -> DecisionList:
        """Ask several questions about one payment; they are decided together or not at all."""
        return decide_several.sync(
            client=self._transport,
            body=body_of(body, fields),
            idempotency_key=told(idempotency_key),
            timeout_s=timeout_s,
        )

    def replay(self, decision_id: str, *, timeout_s: float | None = None) -> ReplayView:
        """Compute a decision again from what is stored, and compare."""
        return replay_decision.sync(decision_id, client=self._transport, timeout_s=timeout_s)

    def disclosure(self, decision_id: str, *, timeout_s: float | None = None) -> DisclosureView:
        """Open the ledger's commitment to one decision, for an auditor."""
        return disclose_decision.sync(decision_id, client=self._transport, timeout_s=timeout_s)

    def explanation(self, decision_id: str, *, timeout_s: float | None = None) -> DecisionExplanationView:
        """The feature vector and every contribution."""
        return get_decision_explanation.sync(decision_id, client=self._transport, timeout_s=timeout_s)

    def counterfactual(
        self,
        decision_id: str,
        body: FindCounterfactual | Fields | None = None,
        /,
        *,
        timeout_s: float | None = None,
        **fields: object,
    ) -> CounterfactualView:
        """The smallest change that would have led to another outcome."""
        return find_counterfactual.sync(
            decision_id, client=self._transport, body=body_of(body, fields), timeout_s=timeout_s
        )
