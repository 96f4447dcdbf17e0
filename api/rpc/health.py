"""The standard health service: it answers from readiness, asked anew each time."""

from collections.abc import Iterable

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_health.v1.health import aio

from api.services import Readiness

Context = grpc.aio.ServicerContext[health_pb2.HealthCheckRequest, health_pb2.HealthCheckResponse]


class ReadyHealth(aio.HealthServicer):
    """Answers for the server ("") and for each of its services alike; watchers hear of a change at the next check."""

    def __init__(self, readiness: Readiness, services: Iterable[str]) -> None:
        super().__init__()
        self._readiness = readiness
        self._services = ["", *services]

    async def Check(
        self, request: health_pb2.HealthCheckRequest, context: Context
    ) -> health_pb2.HealthCheckResponse:
        serving = health_pb2.HealthCheckResponse.SERVING
        status = health_pb2.HealthCheckResponse.NOT_SERVING if await self._readiness.check() else serving
        for service in self._services:
            await self.set(service, status)
        return await super().Check(request, context)


def add_health(server: grpc.aio.Server, readiness: Readiness, services: Iterable[str]) -> str:
    """Add the health service and return its name, for reflection."""
    health_pb2_grpc.add_HealthServicer_to_server(ReadyHealth(readiness, services), server)
    return health_pb2.DESCRIPTOR.services_by_name["Health"].full_name
