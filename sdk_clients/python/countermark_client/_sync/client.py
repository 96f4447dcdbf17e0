# Generated from `_async` by `make generate-sdk-python`. Do not edit.
"""The client."""

from __future__ import annotations

from types import TracebackType
from typing import Self

import httpx

from countermark_client._sync.batches import Batches
from countermark_client._sync.decisions import Decisions
from countermark_client._sync.feedback import Feedbacks
from countermark_client._sync.inference import Inference
from countermark_client._sync.ledger import Ledger
from countermark_client._sync.model_versions import ModelVersions
from countermark_client._sync.principal import Principal
from countermark_client._sync.rulesets import Rulesets
from countermark_client._sync.transactions import Transactions
from countermark_client._sync.transport import Transport
from countermark_client._sync.webhook_endpoints import WebhookEndpoints
from countermark_client.settings import settings_of
from countermark_client.version import API_VERSION


class Client:
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
        http: httpx.Client | None = None,
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
        self._http = httpx.Client() if http is None else http
        self._owned = http is None
        self.core = Transport(settings, self._http)
        self.inference = Inference(self.core)
        self.decisions = Decisions(self.core)
        self.feedback = Feedbacks(self.core)
        self.transactions = Transactions(self.core)
        self.batches = Batches(self.core)
        self.webhook_endpoints = WebhookEndpoints(self.core)
        self.models = ModelVersions(self.core)
        self.rulesets = Rulesets(self.core)
        self.ledger = Ledger(self.core)
        self.principal = Principal(self.core)

    def close(self) -> None:
        """Close the connections."""
        if self._owned:
            self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
