"""Countermark: decisions about payments with a score, exact reasons, an outcome and a receipt."""

from countermark_client import webhooks
from countermark_client._async.client import AsyncClient
from countermark_client._core.types import UNSET, Unset
from countermark_client._sync.client import Client
from countermark_client.batch_events import BatchEvent
from countermark_client.errors import (
    ApiError,
    AuthenticationError,
    Conflict,
    ConnectionFailed,
    CountermarkError,
    FieldError,
    InvalidRequest,
    NotFound,
    PermissionDenied,
    RateLimited,
    ReceiptRefused,
    ServerError,
    TimedOut,
    WebhookRefused,
    WebhookSignatureInvalid,
    WebhookTimestampOutside,
)
from countermark_client.paging import AsyncPages, Page, Pages
from countermark_client.version import API_VERSION, VERSION

__version__ = VERSION
__all__ = [
    "API_VERSION",
    "UNSET",
    "VERSION",
    "ApiError",
    "AsyncClient",
    "AsyncPages",
    "AuthenticationError",
    "BatchEvent",
    "Client",
    "Conflict",
    "ConnectionFailed",
    "CountermarkError",
    "FieldError",
    "InvalidRequest",
    "NotFound",
    "Page",
    "Pages",
    "PermissionDenied",
    "RateLimited",
    "ReceiptRefused",
    "ServerError",
    "TimedOut",
    "Unset",
    "WebhookRefused",
    "WebhookSignatureInvalid",
    "WebhookTimestampOutside",
    "webhooks",
]
