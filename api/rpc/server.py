"""The gRPC face. Conventions for whoever adds a noun:

1. `proto/countermark/<noun>/v1/<noun>.proto`: buf STANDARD and COMMENTS; one service `<Noun>Service`, request and
   response messages unique to each rpc, enums with an `_UNSPECIFIED` zero and the enum's name as prefix; ids are strings,
   times google.protobuf.Timestamp, money `int64 amount_minor`, a tenant's own columns google.protobuf.Struct. A required
   field whose zero is a legal value (`bool succeeded`) is `optional` in the proto, else zero cannot be told from absent.
   Then `make generate` and commit the stubs.
2. One file a noun, `api/rpc/<noun>.py`, that ends in `METHODS = [get_thing, ...]`; add it to `NOUNS` below.
3. A handler is declared with `@method(SERVICE, "GetThing")`, where SERVICE is
   `thing_pb2.DESCRIPTOR.services_by_name["ThingService"]`. Its parameters are injected by name as in the REST face:
   `request` (the protobuf message), `caller`, `deadline`, `idempotency_key`, `fingerprint`, and fields of `Services`.
   It returns the response message.
4. `api.rpc.codec.Codec(Thing, thing_pb2.Thing)` translates between a msgspec Struct and its message both ways and
   refuses at import when their fields differ: `CREATE.struct(request)` gives the Struct with the same refusals as REST,
   `THING.message(struct)` the message. Enums are the Struct's literals (`DIRECTION_DEBIT` is "debit").
5. Mutations say `keyed=` exactly as their REST operation does; errors are raised as PlatformError, never `context.abort`.
6. The operation must do what its REST twin does: a scenario in tests/parity/ runs both.
"""

import asyncio
import logging
from collections.abc import Sequence

import grpc

from api.rpc import (
    access_grants,
    alerts,
    backtests,
    batches,
    cases,
    commission_agreements,
    commission_statements,
    connectors,
    counterfactuals,
    credentials,
    customers,
    deployments,
    environments,
    explanations,
    features,
    feedback,
    feeds,
    gateway_attempts,
    gateway_routing,
    imports,
    inference,
    ledger,
    ledger_anchors,
    ledger_bundles,
    live_metrics,
    message_templates,
    model_versions,
    open_inference,
    own_models,
    payments,
    payouts,
    principal,
    releases,
    request_log,
    retention,
    root_causes,
    rule_files,
    rule_lists,
    rule_packs,
    rule_tests,
    rules,
    ruleset_life,
    sandbox,
    tenants,
    training_jobs,
    vendor_payments,
    webhooks,
    workflow_instances,
    workflow_trials,
    workflows,
)
from api.rpc.health import add_health
from api.rpc.methods import Method
from api.rpc.reflection import add_reflection
from api.rpc.runner import RpcRunner
from api.services import Services
from api.settings import FaceSettings

_ENDS_S = 2.0
"""How long gRPC has to end once every call was cut off."""

_log = logging.getLogger(__name__)

NOUNS: Sequence[Sequence[Method]] = (
    principal.METHODS,
    inference.METHODS,
    batches.METHODS,
    open_inference.METHODS,
    counterfactuals.METHODS,
    explanations.METHODS,
    model_versions.METHODS,
    own_models.METHODS,
    deployments.METHODS,
    feedback.METHODS,
    live_metrics.METHODS,
    training_jobs.METHODS,
    features.METHODS,
    rules.METHODS,
    backtests.METHODS,
    rule_lists.METHODS,
    ruleset_life.METHODS,
    rule_tests.METHODS,
    rule_files.METHODS,
    rule_packs.METHODS,
    releases.METHODS,
    payments.METHODS,
    gateway_attempts.METHODS,
    gateway_routing.METHODS,
    payouts.METHODS,
    commission_agreements.METHODS,
    commission_statements.METHODS,
    vendor_payments.METHODS,
    imports.METHODS,
    webhooks.METHODS,
    connectors.METHODS,
    feeds.METHODS,
    message_templates.METHODS,
    workflows.METHODS,
    workflow_instances.METHODS,
    workflow_trials.METHODS,
    customers.METHODS,
    tenants.METHODS,
    retention.METHODS,
    sandbox.METHODS,
    environments.METHODS,
    request_log.METHODS,
    credentials.METHODS,
    access_grants.METHODS,
    alerts.METHODS,
    cases.METHODS,
    root_causes.METHODS,
    ledger.METHODS,
    ledger_anchors.METHODS,
    ledger_bundles.METHODS,
)

METHODS: tuple[Method, ...] = tuple(method for noun in NOUNS for method in noun)


def create_server(services: Services, settings: FaceSettings) -> grpc.aio.Server:
    """Build the server and give it its port. Raises: RuntimeError when the port is taken."""
    server = build_server(services, settings)
    server.add_insecure_port(f"{settings.grpc_host}:{settings.grpc_port}")
    return server


async def stop_server(server: grpc.aio.Server, grace_s: float) -> None:
    """Take no more calls, let those under way be answered, and cut off what is not done in time.

    gRPC then waits for its core, without end: where that says nothing, the rest of the process is closed all the same.
    """
    try:
        async with asyncio.timeout(grace_s + _ENDS_S):
            await server.stop(grace_s)
    except TimeoutError:
        _log.error("gRPC did not say that it has ended.")


def build_server(
    services: Services, settings: FaceSettings, methods: Sequence[Method] = METHODS
) -> grpc.aio.Server:
    """Build the server without a port, for those who choose one themselves."""
    server = grpc.aio.server(
        options=[
            ("grpc.max_receive_message_length", settings.bulk_bytes_max),
            ("grpc.max_concurrent_streams", 1_000),
            ("grpc.so_reuseport", 0),
        ]
    )
    names = {method.service for method in methods}
    for name in sorted(names):
        handlers: dict[str, grpc.RpcMethodHandler[bytes, bytes]] = {
            method.descriptor.name: _handler(method, RpcRunner(method, services, settings))
            for method in methods
            if method.service == name
        }
        server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(name, handlers),))
    health_name = add_health(server, services.readiness, names)
    add_reflection(server, [*sorted(names), health_name])
    return server


def _handler(method: Method, runner: RpcRunner) -> "grpc.RpcMethodHandler[bytes, bytes]":
    if method.takes_stream:
        return grpc.stream_unary_rpc_method_handler(runner.serve_upload, None, None)
    if method.answers_stream:
        return grpc.unary_stream_rpc_method_handler(runner.serve_stream, None, None)
    return grpc.unary_unary_rpc_method_handler(runner.serve, None, None)
