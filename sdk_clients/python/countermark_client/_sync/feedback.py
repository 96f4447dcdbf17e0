# Generated from `_async` by `make generate-sdk-python`. Do not edit.
"""Feedback: the truth that comes later."""

from __future__ import annotations

from countermark_client._core.api.feedback import (
    create_feedback,
    create_feedback_bulk,
    get_feedback,
    list_feedback,
)
from countermark_client._core.models.feedback import Feedback
from countermark_client._core.models.feedback_batch import FeedbackBatch
from countermark_client._core.models.feedback_page import FeedbackPage
from countermark_client._core.models.feedback_results import FeedbackResults
from countermark_client._core.models.feedback_view import FeedbackView
from countermark_client._sync.resource import Fields, Resource, body_of, told
from countermark_client.paging import Pages


class Feedbacks(Resource):
    """What happened in the end, by decision or by payment."""

    def create(
        self,
        body: Feedback | Fields | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout_s: float | None = None,
        **fields: object,
    ) -> FeedbackView:
        """Tell what happened."""
        return create_feedback.sync(
            client=self._transport,
            body=body_of(body, fields),
            idempotency_key=told(idempotency_key),
            timeout_s=timeout_s,
        )

    def create_bulk(
        self,
        body: FeedbackBatch | Fields | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout_s: float | None = None,
        **fields: object,
    ) -> FeedbackResults:
        """Tell what happened, of up to a thousand at once; each is taken or refused by itself."""
        return create_feedback_bulk.sync(
            client=self._transport,
            body=body_of(body, fields),
            idempotency_key=told(idempotency_key),
            timeout_s=timeout_s,
        )

    def get(self, feedback_id: str, *, timeout_s: float | None = None) -> FeedbackView:
        """Get one."""
        return get_feedback.sync(feedback_id, client=self._transport, timeout_s=timeout_s)

    def list(
        self,
        *,
        use_case: str | None = None,
        decision_id: str | None = None,
        limit: int | None = None,
        timeout_s: float | None = None,
    ) -> Pages[FeedbackView]:
        """All of it, newest first."""

        def fetch(after: str | None) -> FeedbackPage:
            return list_feedback.sync(
                client=self._transport,
                after=told(after),
                use_case=told(use_case),
                decision_id=told(decision_id),
                limit=told(limit),
                timeout_s=timeout_s,
            )

        return Pages(fetch)
