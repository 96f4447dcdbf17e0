"""Where events are sent."""

from __future__ import annotations

from countermark_client._async.resource import AsyncResource, Fields, body_of, told
from countermark_client._core.api.webhooks import (
    create_webhook_endpoint,
    get_webhook_endpoint,
    list_webhook_endpoints,
    ping_webhook_endpoint,
    remove_webhook_endpoint,
    rotate_webhook_secret,
    update_webhook_endpoint,
)
from countermark_client._core.models.create_webhook_endpoint import CreateWebhookEndpoint
from countermark_client._core.models.new_webhook_endpoint_view import NewWebhookEndpointView
from countermark_client._core.models.rotate_webhook_secret import RotateWebhookSecret
from countermark_client._core.models.update_webhook_endpoint import UpdateWebhookEndpoint
from countermark_client._core.models.webhook_delivery_view import WebhookDeliveryView
from countermark_client._core.models.webhook_endpoint_page import WebhookEndpointPage
from countermark_client._core.models.webhook_endpoint_view import WebhookEndpointView
from countermark_client.paging import AsyncPages


class AsyncWebhookEndpoints(AsyncResource):
    """Endpoints of webhooks. What they receive is checked by `countermark_client.webhooks`."""

    async def create(
        self,
        body: CreateWebhookEndpoint | Fields | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout_s: float | None = None,
        **fields: object,
    ) -> NewWebhookEndpointView:
        """Name an endpoint. The answer holds its secret, this once."""
        return await create_webhook_endpoint.asyncio(
            client=self._transport,
            body=body_of(body, fields),
            idempotency_key=told(idempotency_key),
            timeout_s=timeout_s,
        )

    def list(
        self, *, limit: int | None = None, timeout_s: float | None = None
    ) -> AsyncPages[WebhookEndpointView]:
        """All endpoints."""

        async def fetch(after: str | None) -> WebhookEndpointPage:
            return await list_webhook_endpoints.asyncio(
                client=self._transport, after=told(after), limit=told(limit), timeout_s=timeout_s
            )

        return AsyncPages(fetch)

    async def get(self, endpoint_id: str, *, timeout_s: float | None = None) -> WebhookEndpointView:
        """Get one."""
        return await get_webhook_endpoint.asyncio(endpoint_id, client=self._transport, timeout_s=timeout_s)

    async def update(
        self,
        endpoint_id: str,
        body: UpdateWebhookEndpoint | Fields | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout_s: float | None = None,
        **fields: object,
    ) -> WebhookEndpointView:
        """Change its address, its events or whether it is enabled."""
        return await update_webhook_endpoint.asyncio(
            endpoint_id,
            client=self._transport,
            body=body_of(body, fields),
            idempotency_key=told(idempotency_key),
            timeout_s=timeout_s,
        )

    async def delete(
        self, endpoint_id: str, *, idempotency_key: str | None = None, timeout_s: float | None = None
    ) -> WebhookEndpointView:
        """Remove it."""
        return await remove_webhook_endpoint.asyncio(
            endpoint_id, client=self._transport, idempotency_key=told(idempotency_key), timeout_s=timeout_s
        )

    async def rotate_secret(
        self,
        endpoint_id: str,
        body: RotateWebhookSecret | Fields | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout_s: float | None = None,
        **fields: object,
    ) -> NewWebhookEndpointView:
        """Make a new secret; the old one signs too until the grace period ends."""
        return await rotate_webhook_secret.asyncio(
            endpoint_id,
            client=self._transport,
            body=body_of(body, fields),
            idempotency_key=told(idempotency_key),
            timeout_s=timeout_s,
        )

    async def ping(
        self, endpoint_id: str, *, idempotency_key: str | None = None, timeout_s: float | None = None
    ) -> WebhookDeliveryView:
        """Send it an event that says nothing."""
        return await ping_webhook_endpoint.asyncio(
            endpoint_id, client=self._transport, idempotency_key=told(idempotency_key), timeout_s=timeout_s
        )
