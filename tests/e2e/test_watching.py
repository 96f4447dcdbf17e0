"""What the running service tells of itself: spans of both faces and the worker, metrics, and lines of the log."""

import datetime as dt
import pathlib
import re
import time

import grpc
import pytest
from prometheus_client.parser import text_string_to_metric_families

from api.rpc.stubs.countermark.inference.v1 import inference_pb2 as pb
from core.logs import ALWAYS, FIELDS, ON_ERROR
from tests.e2e.watched import Watched
from tests.fakes.collector import ReceivedSpan

DECIDE = "/countermark.inference.v1.InferenceService/DecideTransactionAnomaly"
OPERATIONS = (pathlib.Path(__file__).parent.parent.parent / "docs" / "operations.md").read_text("utf-8")
TRACE = "4bf92f3577b34da6a3ce929d0e0e47"


def payment(customer: str = "C1") -> dict[str, object]:
    return {
        "customer_id": customer,
        "amount_minor": 25_075,
        "currency": "INR",
        "occurred_at": dt.datetime.now(dt.UTC).isoformat(),
        "method": "upi",
    }


def decide_over_rest(service: Watched, request_id: str, trace: str, customer: str = "C1") -> str:
    """Returns: the request id that came back."""
    with service.rest() as rest:
        answer = rest.post(
            "/api/v1/inference/transaction-anomaly",
            json={"transaction": payment(customer)},
            headers={
                **service.headers,
                "X-Request-Id": request_id,
                "traceparent": f"00-{trace}-00f067aa0ba902b7-01",
            },
        )
    assert answer.status_code == 200, answer.text
    return answer.headers["x-request-id"]


def decide_over_grpc(service: Watched, request_id: str, trace: str) -> str:
    """Returns: the request id that came back."""
    request = pb.TransactionQuestion()
    request.transaction.customer_id = "C2"
    request.transaction.amount_minor = 25_075
    request.transaction.currency = "INR"
    request.transaction.occurred_at.GetCurrentTime()
    metadata = (
        ("x-api-key", service.sandbox.key),
        ("x-request-id", request_id),
        ("traceparent", f"00-{trace}-00f067aa0ba902b7-01"),
    )
    with grpc.insecure_channel(service.service.grpc_address) as channel:
        method: grpc.UnaryUnaryMultiCallable[bytes, bytes] = channel.unary_unary(DECIDE)
        _, call = method.with_call(request.SerializeToString(), metadata=metadata, timeout=60)
    return str(dict(call.trailing_metadata())["x-request-id"])


def span_of(service: Watched, request_id: str) -> ReceivedSpan:
    return service.collector.wait_for(
        lambda span: span.attributes.get("countermark.request_id") == request_id
    )


def test_a_request_is_one_server_span_in_its_callers_trace(service: Watched) -> None:
    """Both faces name their span as the conventions do, follow traceparent, and carry id and environment, no more."""
    decide_over_rest(service, "rest-1", f"{TRACE}01")
    decide_over_grpc(service, "grpc-1", f"{TRACE}02")
    environment = str(service.sandbox.environment_id)
    rest, rpc = span_of(service, "rest-1"), span_of(service, "grpc-1")
    assert (rest.trace_id, rest.parent_id, rest.kind) == (f"{TRACE}01", "00f067aa0ba902b7", 2)
    assert rest.name == "POST /api/v1/inference/transaction-anomaly"
    assert rest.attributes == {
        "http.request.method": "POST",
        "http.route": "/api/v1/inference/transaction-anomaly",
        "http.response.status_code": 200,
        "url.scheme": "http",
        "countermark.operation": "decideTransactionAnomaly",
        "countermark.request_id": "rest-1",
        "countermark.environment_id": environment,
    }
    assert (rpc.trace_id, rpc.parent_id, rpc.kind) == (f"{TRACE}02", "00f067aa0ba902b7", 2)
    assert rpc.name == DECIDE.removeprefix("/")
    assert rpc.attributes == {
        "rpc.system.name": "grpc",
        "rpc.method": DECIDE.removeprefix("/"),
        "rpc.response.status_code": "OK",
        "countermark.operation": "decideTransactionAnomaly",
        "countermark.request_id": "grpc-1",
        "countermark.environment_id": environment,
    }
    of_both = [span for span in service.collector.spans if span.kind == 2 and span.trace_id.startswith(TRACE)]
    assert len({span.span_id for span in of_both}) == len(of_both)


def test_a_tick_links_to_its_requests(service: Watched) -> None:
    """The commit that a decision shared is a span of its own, linked to the request's."""
    decide_over_rest(service, "rest-2", f"{TRACE}03")
    request = span_of(service, "rest-2")
    tick = service.collector.wait_for(lambda span: request.span_id in span.links)
    assert (tick.name, tick.service) == ("tick", "countermark-server")
    assert int(tick.attributes["countermark.tick.size"]) == len(tick.links) == 1


def test_a_path_that_names_a_customer_is_told_as_its_template(service: Watched) -> None:
    """The route is in the span, the path is not; where there is no route, the method alone names it."""
    with service.rest() as rest:
        rest.get(
            "/api/v1/customers/C-known-to-nobody/state", headers={**service.headers, "X-Request-Id": "path-1"}
        )
        rest.get("/api/v1/nowhere/C-known-to-nobody", headers={"X-Request-Id": "path-2"})
    assert span_of(service, "path-1").name == "GET /api/v1/customers/{customer_id}/state"
    assert span_of(service, "path-2").name == "GET"
    assert not any(b"C-known-to-nobody" in raw for raw in service.collector.raw)


def test_the_worker_traces_batches_and_checkpoints_and_jobs(service: Watched) -> None:
    """What happens later is traced where it happens, with the environment; a job by its name."""
    decide_over_rest(service, "rest-3", f"{TRACE}04")
    with service.rest() as rest:
        invited = rest.post(
            "/api/v1/invitations",
            json={"address": "somebody@example.com", "role": "viewer"},
            headers={**service.headers, "Idempotency-Key": "invite-1"},
        )
    assert invited.status_code == 201, invited.text
    environment = str(service.sandbox.environment_id)
    for name in ("ledger sequence", "ledger publish"):
        found = service.collector.wait_for(
            lambda span, name=name: (  # type: ignore[misc]
                span.name == name and span.attributes.get("countermark.environment_id") == environment
            )
        )
        assert found.service == "countermark-worker"
    job = service.collector.wait_for(lambda span: span.name == "job outbox.deliver")
    assert (job.service, job.failed) == ("countermark-worker", False)


def test_metrics_are_prometheus_text(service: Watched) -> None:
    """`/metrics` parses, and shows decisions, ticks, queue, pool, replays and how far the ledger is."""
    decide_over_rest(service, "rest-4", f"{TRACE}05")
    deadline = time.monotonic() + 90
    while True:
        with service.rest() as rest:
            answer = rest.get("/metrics")
        assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
        families = {family.name: family for family in text_string_to_metric_families(answer.text)}
        if families["countermark_ledger_entries"].samples[0].value > 0 or time.monotonic() > deadline:
            break
        time.sleep(0.5)
    (decided,) = [
        sample
        for sample in families["countermark_decisions"].samples
        if sample.labels["use_case"] == "transaction-anomaly" and sample.labels["outcome"] == "approve"
    ]
    assert decided.labels["degraded"] == "false"
    assert decided.value >= 1
    assert families["countermark_ledger_entries"].samples[0].value >= 1
    for name in (
        "countermark_tick_size",
        "countermark_tick_duration_seconds",
        "countermark_queue_length",
        "countermark_queue_rejected",
        "countermark_idempotent_replays",
        "countermark_database_connections",
        "countermark_ledger_checkpoints",
        "countermark_ledger_unsequenced",
        "countermark_ledger_unsequenced_age_seconds",
        "countermark_ledger_unsigned",
        "countermark_ledger_unsigned_age_seconds",
        "countermark_ledger_refused",
        "countermark_ledger_held",
        "countermark_ledger_read_age_seconds",
        "countermark_ledger_anchor_behind",
        "countermark_ledger_anchor_overdue",
        "countermark_ledger_anchor_trouble_age_seconds",
        "countermark_request_duration_seconds",
    ):
        assert families[name].samples, name
    written = set(re.findall(r"`(countermark_[a-z_]+)`", OPERATIONS.partition("## Metrics")[2]))
    documented = {name.removesuffix("_total") for name in written}
    assert set(families) | {"countermark_jobs"} == documented, "jobs show while there are any"


def test_the_request_id_comes_back_and_is_in_the_log(service: Watched) -> None:
    """The caller's own id is in the answer, in the span and in the lines of both faces."""
    assert decide_over_rest(service, "round-trip-rest", f"{TRACE}06") == "round-trip-rest"
    assert decide_over_grpc(service, "round-trip-grpc", f"{TRACE}07") == "round-trip-grpc"
    for face in ("rest", "grpc"):
        line = service.wait_for_line(f"round-trip-{face}")
        assert (line["face"], line["operation"], line["level"]) == (face, "decideTransactionAnomaly", "debug")
        assert line["environment_id"] == str(service.sandbox.environment_id)
        assert float(str(line["duration_ms"])) > 0


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("checkout-7f3a", True),
        ("018f2d5c-1234-5678-9012-345678901234", True),
        ("4539578763621486", False),
        ("4539-5787-6362-1486", False),
        ("order:+919876543210", False),
        ("order:919876543210", False),
        ("CNRYP4217U", False),
        ("ticket-CNRYP4217U", False),
        ("asha@example.com", False),
        ("x" * 129, False),
    ],
)
def test_a_request_id_that_could_be_somebodys_is_not_taken(service: Watched, sent: str, kept: bool) -> None:
    """An id goes into logs: numbers of cards, phones and people are replaced by an id of ours, on both faces."""
    with service.rest() as rest:
        came = rest.get("/health/live", headers={"X-Request-Id": sent}).headers["x-request-id"]
    assert (came == sent) is kept
    assert kept or came.startswith("req_")


def test_every_line_is_json_with_listed_fields_only(service: Watched) -> None:
    """All processes write one JSON object a line, and nothing that is not on the list."""
    listed = {*ALWAYS, *FIELDS, *ON_ERROR, "request_id"}
    decide_over_rest(service, "rest-5", f"{TRACE}08")
    deadline = time.monotonic() + 90
    while True:
        lines = service.lines()
        if {str(line["logger"]).split(".")[0] for line in lines} >= {"api", "app", "ledger"}:
            break
        assert time.monotonic() < deadline, "a process wrote nothing"
        time.sleep(0.1)
    for line in lines:
        assert set(line) <= listed, line
        assert set(line) >= set(ALWAYS), line
