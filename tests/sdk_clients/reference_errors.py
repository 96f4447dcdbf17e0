"""Errors of the reference driver, with the names that all SDKs share."""

from typing import cast

import httpx

from sdk_clients.conformance.values import Json

_KINDS = {
    400: "InvalidRequest",
    401: "AuthenticationError",
    403: "PermissionDenied",
    404: "NotFound",
    409: "Conflict",
    422: "InvalidRequest",
    429: "RateLimited",
}


class Failed(Exception):
    """What a driver tells as its error. kind: one of the shared names."""

    def __init__(self, kind: str, told: dict[str, Json]) -> None:
        super().__init__(kind)
        self.kind = kind
        self.told = told


def of_answer(answer: httpx.Response) -> Failed:
    """Type an answer that is no success."""
    kind = "ServerError" if answer.status_code >= 500 else _KINDS.get(answer.status_code, "ApiError")
    try:
        problem = cast(Json, answer.json())
    except ValueError:
        problem = None
    named = problem if isinstance(problem, dict) else {}
    told: dict[str, Json] = {
        "status": answer.status_code,
        "code": named.get("code"),
        "fix": named.get("fix"),
        "errors": named.get("errors"),
        "request_id": named.get("request_id") or answer.headers.get("x-request-id"),
    }
    wait = answer.headers.get("retry-after", "")
    if wait.isdecimal():
        told["retry_after_s"] = int(wait)
    return Failed(kind, told)
