"""Where versions run: the kernel that explains them, and the client of a model server.

tritonclient is loaded only where a server is set, by its adapter's name: it takes 5 MB over gRPC and 18 MB over HTTP.
"""

import asyncio
import contextlib
import importlib
from collections.abc import AsyncIterator

from app.settings import ModelServerSettings, Settings
from app.wiring import meters
from core.cpu import CpuPool
from core.telemetry import Telemetry
from inference.explanations.compiled import find_kernel
from inference.placements import Placements
from inference.runtimes import address
from inference.runtimes.model_server import ModelServer
from inference.runtimes.port import RuntimeWatch, unwatched
from inference.runtimes.remote import RemoteSettings

_ADAPTERS = "inference.runtimes.adapters.kserve_"


@contextlib.asynccontextmanager
async def placements(settings: Settings, telemetry: Telemetry, cpu: CpuPool) -> AsyncIterator[Placements]:
    """Where the versions of a server process run, with every run shown."""
    kernel = await asyncio.to_thread(find_kernel, settings.data_dir / "kernels")
    watch = meters.runs(telemetry)
    async with model_server(settings.model_server, watch) as server:
        meters.watch_model_server(telemetry, server)
        yield Placements(kernel, server, watch, cpu)


@contextlib.asynccontextmanager
async def model_server(
    settings: ModelServerSettings, watch: RuntimeWatch = unwatched
) -> AsyncIterator[ModelServer | None]:
    """Open the client; nothing is asked of the server before it is needed."""
    if not settings.url:
        yield None
        return
    found = address.parse(settings.url, settings.token.reveal())
    client = importlib.import_module(_ADAPTERS + found.protocol).connect(found)
    remote = RemoteSettings(timeout_s=settings.timeout_ms / 1_000, load=settings.load)
    server = ModelServer(client, remote, watch)
    try:
        yield server
    finally:
        await server.close()
