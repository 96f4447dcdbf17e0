"""What the span of a request says: names of the semantic conventions, the request's id, and nothing personal.

The path and the query are left out, since both may hold a customer's id; so are the caller's address and agent.
Source: OpenTelemetry semantic conventions for HTTP (stable) and RPC (1.45).
"""

from core.tracing import RequestSpan
from tenants.principals import Principal


def end_http(
    span: RequestSpan,
    *,
    method: str,
    route: str | None,
    operation: str,
    request_id: str,
    caller: Principal | None,
    status: int,
) -> None:
    """route: the template of the path; None where nothing was found at it."""
    known = {
        "http.request.method": method,
        "http.response.status_code": status,
        "url.scheme": "http",
        **_shared(operation, request_id, caller),
    }
    if route is not None:
        known["http.route"] = route
    failed = status >= 500
    if failed:
        known["error.type"] = str(status)
    span.end(method if route is None else f"{method} {route}", known, failed=failed)


_FAULTS = frozenset({"UNKNOWN", "DEADLINE_EXCEEDED", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS"})


def end_rpc(
    span: RequestSpan, *, method: str, operation: str, request_id: str, caller: Principal | None, status: str
) -> None:
    """method: with its service, `package.Service/Method`. status: the name of its gRPC code."""
    known = {
        "rpc.system.name": "grpc",
        "rpc.method": method,
        "rpc.response.status_code": status,
        **_shared(operation, request_id, caller),
    }
    failed = status in _FAULTS
    if failed:
        known["error.type"] = status
    span.end(method, known, failed=failed)


def _shared(operation: str, request_id: str, caller: Principal | None) -> dict[str, str | int | bool]:
    shared: dict[str, str | int | bool] = {
        "countermark.operation": operation,
        "countermark.request_id": request_id,
    }
    if caller is not None:
        shared["countermark.environment_id"] = str(caller.environment_id)
    return shared
