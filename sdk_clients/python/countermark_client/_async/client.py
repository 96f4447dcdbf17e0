"""The client."""

from __future__ import annotations

from types import TracebackType
from typing import Self

import httpx

from countermark_client._async.batches import AsyncBatches
from countermark_client._async.decisions import AsyncDecisions
from countermark_client._async.feedback import AsyncFeedbacks
from countermark_client._async.inference import AsyncInference
from countermark_client._async.ledger import AsyncLedger
from countermark_client._async.model_versions import AsyncModelVersions
from countermark_client._async.principal import AsyncPrincipal
from countermark_client._async.rulesets import AsyncRulesets
from countermark_client._async.transactions import AsyncTransactions
from countermark_client._async.transport import AsyncTransport
from countermark_client._async.webhook_endpoints import AsyncWebhookEndpoints
from countermark_client.settings import settings_of
from countermark_client.version import API_VERSION


class AsyncClient:
    """Countermark, over REST. Use one for the whole process, and close it or use it as a context.

    api_key, or client_id and client_secret of an OAuth2 client; COUNTERMARK_API_KEY when neither is told.
    base_url: COUNTERMARK_BASE_URL when not told. timeout_s: of one try. max_retries: tries after the first.
    deadline_s: of a whole call, its tries and waits together. api_version: a dated version, sent with each request.
    http: a client of httpx to send by, for a proxy or certificates of your own; it stays yours to close.
    Raises: ValueError for settings that do not go together.
    """

    def __init__(
        self,
        *,
        api_key: str | None = None,
        client_id: str | None = None,
        client_secret: str | None = None,
        base_url: str | None = None,
        timeout_s: float = 30.0,
        max_retries: int = 3,
        deadline_s: float | None = None,
        api_version: str = API_VERSION,
        http: httpx.AsyncClient | None = None,
    ) -> None:
        settings = settings_of(
            api_key=api_key,
            client_id=client_id,
            client_secret=client_secret,
            base_url=base_url,
            timeout_s=timeout_s,
            max_retries=max_retries,
            deadline_s=deadline_s,
            api_version=api_version,
        )
        self._http = httpx.AsyncClient() if http is None else http
        self._owned = http is None
        self.core = AsyncTransport(settings, self._http)
        self.inference = AsyncInference(self.core)
        self.decisions = AsyncDecisions(self.core)
        self.feedback = AsyncFeedbacks(self.core)
        self.transactions = AsyncTransactions(self.core)
        self.batches = AsyncBatches(self.core)
        self.webhook_endpoints = AsyncWebhookEndpoints(self.core)
        self.models = AsyncModelVersions(self.core)
        self.rulesets = AsyncRulesets(self.core)
        self.ledger = AsyncLedger(self.core)
        self.principal = AsyncPrincipal(self.core)

    async def aclose(self) -> None:
        """Close the connections."""
        if self._owned:
            await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()
