"""Feedback: the truth that comes later."""

from __future__ import annotations

from countermark_client._async.resource import AsyncResource, Fields, body_of, told
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
from countermark_client.paging import AsyncPages


class AsyncFeedbacks(AsyncResource):
    """What happened in the end, by decision or by payment."""

    async def create(
        self,
        body: Feedback | Fields | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout_s: float | None = None,
        **fields: object,
    ) -> FeedbackView:
        """Tell what happened."""
        return await create_feedback.asyncio(
            client=self._transport,
            body=body_of(body, fields),
            idempotency_key=told(idempotency_key),
            timeout_s=timeout_s,
        )

    async def create_bulk(
        self,
        body: FeedbackBatch | Fields | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout_s: float | None = None,
        **fields: object,
    ) -> FeedbackResults:
        """Tell what happened, of up to a thousand at once; each is taken or refused by itself."""
        return await create_feedback_bulk.asyncio(
            client=self._transport,
            body=body_of(body, fields),
            idempotency_key=told(idempotency_key),
            timeout_s=timeout_s,
        )

    async def get(self, feedback_id: str, *, timeout_s: float | None = None) -> FeedbackView:
        """Get one."""
        return await get_feedback.asyncio(feedback_id, client=self._transport, timeout_s=timeout_s)

    def list(
        self,
        *,
        use_case: str | None = None,
        decision_id: str | None = None,
        limit: int | None = None,
        timeout_s: float | None = None,
    ) -> AsyncPages[FeedbackView]:
        """All of it, newest first."""

        async def fetch(after: str | None) -> FeedbackPage:
            return await list_feedback.asyncio(
                client=self._transport,
                after=told(after),
                use_case=told(use_case),
                decision_id=told(decision_id),
                limit=told(limit),
                timeout_s=timeout_s,
            )

        return AsyncPages(fetch)
