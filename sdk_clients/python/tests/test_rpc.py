"""gRPC: messages of REST's own words, and refusals as the same exceptions. No server is needed."""

from __future__ import annotations

import grpc
import pytest
from google.protobuf.any_pb2 import Any as Packed
from google.protobuf.duration_pb2 import Duration
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, RetryInfo
from google.rpc.status_pb2 import Status

from countermark_client import ConnectionFailed, InvalidRequest, NotFound, RateLimited, TimedOut
from countermark_client.rpc import GrpcClient
from countermark_client.rpc_errors import error_of
from countermark_client.rpc_messages import MessageRefused, answer_of, message_of, method_of

ASKED = {
    "transaction": {
        "customer_id": "ग्राहक",
        "amount_minor": 2**46,
        "currency": "INR",
        "occurred_at": "2026-11-20T18:43:26Z",
        "method": "upi",
        "latitude": 12.5,
    },
    "include": ["explanation"],
    "segment": "new",
}


def test_a_question_is_what_was_asked() -> None:
    """Words for enums, numbers as they are, absent fields null."""
    method = method_of("/api/v1/inference/transaction-anomaly")
    assert method.full_name == "countermark.inference.v1.InferenceService.DecideTransactionAnomaly"
    read = answer_of(method.input_type, message_of(method.input_type, ASKED).SerializeToString())
    found = {name: each for name, each in read["transaction"].items() if each is not None}
    assert found == ASKED["transaction"]
    assert (read["include"], read["segment"], read["language"], read["inputs"]) == (
        ["explanation"],
        "new",
        None,
        None,
    )


@pytest.mark.parametrize(
    "wrong", [{"nobody": 1}, {"transaction": 5}, {"include": ["nothing"]}, {"segment": 7}]
)
def test_what_no_message_holds_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(MessageRefused):
        message_of(method_of("/api/v1/inference/transaction-anomaly").input_type, wrong)


def test_every_use_case_has_its_rpc() -> None:
    with GrpcClient("127.0.0.1:1", api_key="k", secure=False) as client:
        names = [name for name in dir(client.inference) if not name.startswith("_")]
    assert len(names) == 14
    for name in names:
        assert method_of("/api/v1/inference/" + name.replace("_", "-")).output_type.name == "Decision"


def test_a_refusal_is_the_exception_of_rest() -> None:
    details = [
        ErrorInfo(
            reason="rate_limited", domain="countermark", metadata={"fix": "Wait.", "request_id": "req_1"}
        ),
        RetryInfo(retry_delay=Duration(seconds=2)),
        BadRequest(field_violations=[BadRequest.FieldViolation(field="a.b", description="Too long.")]),
    ]
    status = Status(code=8, message="Slow down.")
    for each in details:
        packed = Packed()
        packed.Pack(each)
        status.details.append(packed)
    trailing = (("grpc-status-details-bin", status.SerializeToString()),)
    error = error_of(grpc.StatusCode.RESOURCE_EXHAUSTED, "Slow down.", trailing)
    assert isinstance(error, RateLimited)
    assert (error.code, error.fix, error.request_id, error.retry_after_s) == (
        "rate_limited",
        "Wait.",
        "req_1",
        2.0,
    )
    assert error.errors[0].field == "a.b"
    assert isinstance(error_of(grpc.StatusCode.INVALID_ARGUMENT, "", trailing), InvalidRequest)
    assert isinstance(error_of(grpc.StatusCode.UNAVAILABLE, "", ()), ConnectionFailed)
    assert isinstance(error_of(grpc.StatusCode.DEADLINE_EXCEEDED, "", ()), TimedOut)


def test_details_that_are_none_are_left_out() -> None:
    """Something between here and the service wrote them."""
    error = error_of(grpc.StatusCode.NOT_FOUND, "gone", (("grpc-status-details-bin", b"\xff\xff\xff"),))
    assert isinstance(error, NotFound)
    assert error.detail == "gone"


def test_nobody_there() -> None:
    with (
        GrpcClient("127.0.0.1:1", api_key="k", secure=False, max_retries=1) as client,
        pytest.raises(ConnectionFailed),
    ):
        client.inference.churn_score(customer_id="c")
