"""Both faces on real sockets of this machine, for as long as a test needs them."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Sequence

import grpc
import httpx
from granian.constants import HTTPModes, Interfaces
from granian.server.embed import Server

from api.rest.app import create_app
from api.rest.nouns import OPERATIONS
from api.rest.operations import Operation
from api.rpc.methods import Method
from api.rpc.server import METHODS, build_server
from api.services import Services
from api.settings import FaceSettings


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.asynccontextmanager
async def rest_server(
    services: Services, settings: FaceSettings | None = None, operations: Sequence[Operation] = OPERATIONS
) -> AsyncIterator[httpx.AsyncClient]:
    """Serve REST by granian as the product does; yields a client of it."""
    port = free_port()
    server = Server(
        create_app(services, settings or FaceSettings(), operations),
        address="127.0.0.1",
        port=port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        websockets=False,
        log_enabled=False,
    )
    serving = asyncio.create_task(server.serve())
    try:
        url = f"http://127.0.0.1:{port}"
        async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=60) as client:
            await _until_answering(client, serving)
            yield client
    finally:
        server.stop()  # type: ignore[no-untyped-call]  # granian leaves it bare
        await asyncio.wait_for(serving, timeout=60)


async def _until_answering(client: httpx.AsyncClient, serving: "asyncio.Task[None]") -> None:
    async with asyncio.timeout(60):
        while True:
            if serving.done():
                serving.result()
            with contextlib.suppress(httpx.TransportError):
                await client.get("/health/live")
                return
            await asyncio.sleep(0.02)


@contextlib.asynccontextmanager
async def rpc_server(
    services: Services, settings: FaceSettings | None = None, methods: Sequence[Method] = METHODS
) -> AsyncIterator[grpc.aio.Channel]:
    """Serve gRPC; yields a channel to it."""
    server = build_server(services, settings or FaceSettings(), methods)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    try:
        async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
            yield channel
    finally:
        await server.stop(1)
