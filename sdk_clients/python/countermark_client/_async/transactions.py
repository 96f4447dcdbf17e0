"""Payments as facts: ingested without a question."""

from __future__ import annotations

import datetime as dt

from countermark_client._async.resource import AsyncResource, Fields, body_of, told
from countermark_client._core.api.transactions import (
    create_transaction,
    create_transactions,
    get_transaction,
    list_transactions,
)
from countermark_client._core.models.transaction import Transaction
from countermark_client._core.models.transaction_batch import TransactionBatch
from countermark_client._core.models.transaction_page import TransactionPage
from countermark_client._core.models.transaction_results import TransactionResults
from countermark_client._core.models.transaction_view import TransactionView
from countermark_client.paging import AsyncPages


class AsyncTransactions(AsyncResource):
    """Payments of customers."""

    async def create(
        self,
        body: Transaction | Fields | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout_s: float | None = None,
        **fields: object,
    ) -> TransactionView:
        """Ingest a payment, once by your own id."""
        return await create_transaction.asyncio(
            client=self._transport,
            body=body_of(body, fields),
            idempotency_key=told(idempotency_key),
            timeout_s=timeout_s,
        )

    async def create_bulk(
        self,
        body: TransactionBatch | Fields | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout_s: float | None = None,
        **fields: object,
    ) -> TransactionResults:
        """Ingest up to a thousand; each is taken or refused by itself."""
        return await create_transactions.asyncio(
            client=self._transport,
            body=body_of(body, fields),
            idempotency_key=told(idempotency_key),
            timeout_s=timeout_s,
        )

    async def get(self, transaction_id: str, *, timeout_s: float | None = None) -> TransactionView:
        """Get one."""
        return await get_transaction.asyncio(transaction_id, client=self._transport, timeout_s=timeout_s)

    def list(
        self,
        *,
        customer_id: str | None = None,
        own_id: str | None = None,
        occurred_from: dt.datetime | None = None,
        occurred_to: dt.datetime | None = None,
        limit: int | None = None,
        timeout_s: float | None = None,
    ) -> AsyncPages[TransactionView]:
        """All of a customer or of a time."""

        async def fetch(after: str | None) -> TransactionPage:
            return await list_transactions.asyncio(
                client=self._transport,
                after=told(after),
                customer_id=told(customer_id),
                own_id=told(own_id),
                occurred_from=told(occurred_from),
                occurred_to=told(occurred_to),
                limit=told(limit),
                timeout_s=timeout_s,
            )

        return AsyncPages(fetch)
