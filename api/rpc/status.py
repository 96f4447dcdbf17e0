"""Every failure as a google.rpc.Status: one table from kinds to codes, and the same details for all of them."""

import grpc
import msgspec
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, Help, RetryInfo
from google.rpc.status_pb2 import Status

from core.errors import ErrorKind, PlatformError

CODE_OF_KIND: dict[ErrorKind, grpc.StatusCode] = {
    ErrorKind.INVALID: grpc.StatusCode.INVALID_ARGUMENT,
    ErrorKind.UNAUTHENTICATED: grpc.StatusCode.UNAUTHENTICATED,
    ErrorKind.FORBIDDEN: grpc.StatusCode.PERMISSION_DENIED,
    ErrorKind.NOT_FOUND: grpc.StatusCode.NOT_FOUND,
    ErrorKind.CONFLICT: grpc.StatusCode.ALREADY_EXISTS,
    ErrorKind.PRECONDITION: grpc.StatusCode.FAILED_PRECONDITION,
    ErrorKind.EXHAUSTED: grpc.StatusCode.RESOURCE_EXHAUSTED,
    ErrorKind.INTERNAL: grpc.StatusCode.INTERNAL,
    ErrorKind.UNAVAILABLE: grpc.StatusCode.UNAVAILABLE,
    ErrorKind.DEADLINE: grpc.StatusCode.DEADLINE_EXCEEDED,
}

DETAILS_KEY = "grpc-status-details-bin"
DOMAIN = "countermark"


class Refusal(msgspec.Struct, frozen=True):
    """What `context.abort` is called with."""

    code: grpc.StatusCode
    message: str
    details: bytes


def refusal_of(error: PlatformError, request_id: str) -> Refusal:
    """Write an error with ErrorInfo, its fields, its wait and where it is documented.

    Source: google/rpc/error_details.proto, AIP-193: `reason` is our code, `metadata` has `fix` and `request_id`.
    """
    code = CODE_OF_KIND[error.kind]
    info = ErrorInfo(
        reason=error.code, domain=DOMAIN, metadata={"fix": error.how_to_fix, "request_id": request_id}
    )
    details: list[Message] = [info]
    if error.fields:
        details.append(
            BadRequest(
                field_violations=[
                    BadRequest.FieldViolation(field=each.field, description=f"{each.reason} {each.fix}")
                    for each in error.fields
                ]
            )
        )
    if error.retry_after_s is not None:
        wait = Duration(nanos=0)
        wait.FromNanoseconds(int(error.retry_after_s * 1e9))
        details.append(RetryInfo(retry_delay=wait))
    details.append(Help(links=[Help.Link(description="What it means", url=f"/docs/errors#{error.code}")]))
    status = Status(code=code.value[0], message=error.message, details=[_packed(each) for each in details])
    return Refusal(code, error.message, status.SerializeToString())


def _packed(detail: Message) -> AnyMessage:
    packed = AnyMessage()
    packed.Pack(detail)
    return packed
