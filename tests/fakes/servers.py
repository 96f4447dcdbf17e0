"""Both faces on real sockets of this machine, for as long as a test needs them."""

import contextlib
import pathlib
from collections.abc import AsyncIterator, Sequence

import grpc
import httpx

from api.rest.app import create_app
from api.rest.nouns import OPERATIONS
from api.rest.operations import Operation
from api.rest.server import RestServer
from api.rpc.methods import Method
from api.rpc.server import METHODS, build_server, stop_server
from api.services import Services
from api.settings import FaceSettings

NO_SITE = pathlib.Path("there is no site")


@contextlib.asynccontextmanager
async def rest_server(
    services: Services,
    settings: FaceSettings | None = None,
    operations: Sequence[Operation] = OPERATIONS,
    site: pathlib.Path = NO_SITE,
) -> AsyncIterator[httpx.AsyncClient]:
    """Serve REST as the product does; yields a client of it. site: of the documentation, as if it were not built."""
    app = create_app(services, settings or FaceSettings(), operations, site)
    server = RestServer(app, "127.0.0.1", 0, services.clock)
    await server.start()
    try:
        url = f"http://127.0.0.1:{server.port}"
        async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=60) as client:
            yield client
    finally:
        await server.stop(60)


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
        await stop_server(server, 1)
