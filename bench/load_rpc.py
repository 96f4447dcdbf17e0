"""A load client for `ModelInfer`: prepared messages over one gRPC channel, a fixed number of them in flight."""

import asyncio
import itertools
import statistics
import time

import grpc
import msgspec
import uvloop

_METHOD = "/inference.GRPCInferenceService/ModelInfer"


class RpcPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What to send. requests: encoded messages."""

    port: int
    requests: list[bytes]
    metadata: tuple[tuple[str, str], ...]
    in_flight: int
    duration_s: float


class RpcResult(msgspec.Struct, frozen=True, kw_only=True):
    """What came back. Latencies in microseconds."""

    requests_s: float
    answered: int
    p50_us: float
    p99_us: float


async def _run(plan: RpcPlan) -> RpcResult:
    latencies: list[float] = []
    requests = itertools.cycle(plan.requests)
    async with grpc.aio.insecure_channel(f"127.0.0.1:{plan.port}") as channel:
        call: grpc.aio.UnaryUnaryMultiCallable[bytes, bytes] = channel.unary_unary(_METHOD)
        await call(next(requests), metadata=plan.metadata)
        start = time.perf_counter()
        end = start + plan.duration_s

        async def lane() -> None:
            while (began := time.perf_counter()) < end:
                await call(next(requests), metadata=plan.metadata)
                latencies.append(time.perf_counter() - began)

        async with asyncio.TaskGroup() as group:
            for _ in range(plan.in_flight):
                group.create_task(lane())
        elapsed = time.perf_counter() - start
    latencies.sort()
    return RpcResult(
        requests_s=len(latencies) / elapsed,
        answered=len(latencies),
        p50_us=statistics.median(latencies) * 1e6,
        p99_us=latencies[int(len(latencies) * 0.99)] * 1e6,
    )


def run(plan: RpcPlan) -> RpcResult:
    """Send the load from this process, and say what came back; a refusal is raised as it came."""
    return uvloop.run(_run(plan))
