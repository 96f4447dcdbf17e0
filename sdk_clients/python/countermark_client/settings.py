"""What a client is told when it is made."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from countermark_client.version import API_VERSION

DEFAULT_BASE_URL = "http://127.0.0.1:8080"


@dataclass(frozen=True)
class Settings:
    """How to reach the service, and how patient to be.

    timeout_s: of one try. max_retries: tries after the first. deadline_s: of all tries and waits of one call together.
    """

    base_url: str
    api_key: str | None = field(repr=False)
    client_id: str | None
    client_secret: str | None = field(repr=False)
    timeout_s: float
    max_retries: int
    deadline_s: float | None
    api_version: str


def settings_of(
    *,
    api_key: str | None = None,
    client_id: str | None = None,
    client_secret: str | None = None,
    base_url: str | None = None,
    timeout_s: float = 30.0,
    max_retries: int = 3,
    deadline_s: float | None = None,
    api_version: str = API_VERSION,
) -> Settings:
    """Check what was told, and take the rest from COUNTERMARK_BASE_URL and COUNTERMARK_API_KEY. Raises: ValueError."""
    if (client_id is None) != (client_secret is None):
        raise ValueError("client_id and client_secret come together")
    if api_key is not None and client_id is not None:
        raise ValueError("give either api_key, or client_id and client_secret")
    if api_key is None and client_id is None:
        api_key = os.environ.get("COUNTERMARK_API_KEY") or None
    if timeout_s <= 0 or max_retries < 0 or (deadline_s is not None and deadline_s <= 0):
        raise ValueError("timeout_s and deadline_s are above zero, max_retries is not below")
    return Settings(
        base_url=(base_url or os.environ.get("COUNTERMARK_BASE_URL") or DEFAULT_BASE_URL).rstrip("/"),
        api_key=api_key,
        client_id=client_id,
        client_secret=client_secret,
        timeout_s=timeout_s,
        max_retries=max_retries,
        deadline_s=deadline_s,
        api_version=api_version,
    )
