"""Refusals of gRPC as those of REST: the same exceptions, codes and fixes."""

from __future__ import annotations

import grpc
from google.protobuf.message import DecodeError
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, RetryInfo
from google.rpc.status_pb2 import Status

from countermark_client import errors
from countermark_client.errors import ApiError, ConnectionFailed, CountermarkError, FieldError, TimedOut

_DETAILS = "grpc-status-details-bin"
_STATUS = {
    grpc.StatusCode.INVALID_ARGUMENT: 400,
    grpc.StatusCode.UNAUTHENTICATED: 401,
    grpc.StatusCode.PERMISSION_DENIED: 403,
    grpc.StatusCode.NOT_FOUND: 404,
    grpc.StatusCode.ALREADY_EXISTS: 409,
    grpc.StatusCode.ABORTED: 409,
    grpc.StatusCode.FAILED_PRECONDITION: 422,
    grpc.StatusCode.RESOURCE_EXHAUSTED: 429,
    grpc.StatusCode.UNAVAILABLE: 503,
    grpc.StatusCode.DEADLINE_EXCEEDED: 504,
}


def error_of(code: grpc.StatusCode, message: str, trailing: object) -> CountermarkError:
    """Read what a call ended with. trailing: its metadata, pairs of a name and a value."""
    sent = {str(name): value for name, value in trailing} if isinstance(trailing, (tuple, list)) else {}
    packed = sent.get(_DETAILS)
    if not isinstance(packed, bytes):
        return _unanswered(code, message)
    info, bad, wait = ErrorInfo(), BadRequest(), RetryInfo()
    try:
        for detail in Status.FromString(packed).details:
            for kind in (info, bad, wait):
                detail.Unpack(kind)
    except DecodeError:
        return _unanswered(code, message)
    status = _STATUS.get(code, 500)
    return errors.kind_of(status)(
        status=status,
        code=info.reason,
        title=code.name.replace("_", " ").capitalize(),
        detail=message,
        fix=info.metadata["fix"],
        request_id=info.metadata["request_id"],
        errors=tuple(FieldError(each.field, each.description, "") for each in bad.field_violations),
        retry_after_s=wait.retry_delay.ToNanoseconds() / 1e9 if wait.HasField("retry_delay") else None,
    )


def refused_here(reason: str) -> ApiError:
    """A request that no message can hold, as the server would have refused it."""
    return errors.kind_of(400)(
        status=400,
        code="invalid_request",
        title="Invalid argument",
        detail=reason,
        fix="Send the fields that the reference of the API names, each of its type.",
        request_id="",
    )


def _unanswered(code: grpc.StatusCode, message: str) -> CountermarkError:
    if code is grpc.StatusCode.DEADLINE_EXCEEDED:
        return TimedOut(f"no answer in time: {message}")
    if code is grpc.StatusCode.UNAVAILABLE:
        return ConnectionFailed(f"the server could not be reached: {message}")
    status = _STATUS.get(code, 500)
    return errors.kind_of(status)(
        status=status, code="", title=code.name, detail=message, fix="", request_id=""
    )
