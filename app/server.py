"""The server process: both faces on one event loop, until the supervisor says otherwise."""

import asyncio
import gc
import logging

from api.rest.app import create_app
from api.rest.server import RestServer
from api.rpc.server import create_server, stop_server
from app import lifeline, process
from app.listening import turn_newcomers_away
from app.settings import Settings
from app.wiring import server as wiring

_SETTLE_S = 0.1
"""How long the last who were let in have to send what they came to ask."""

_log = logging.getLogger("app.server")


async def serve(settings: Settings) -> None:
    """Serve REST and gRPC. On the stop signal, say so for a moment, take no more requests, finish those in flight, close."""
    stopping = lifeline.stop_event()
    async with wiring.server(settings) as wired:
        _settle_memory()
        app = create_app(wired.services, wired.faces)
        rest = RestServer(app, settings.server.host, settings.server.rest_port, wired.services.clock)
        rpc = create_server(wired.services, wired.faces)
        await rpc.start()
        await rest.start()
        _log.info("Serving.", extra={"url": settings.server.public_url})
        await stopping.wait()
        grace_s = settings.server.drain_timeout_ms / 1000
        wired.begin_drain()
        rest.leaving = True
        await asyncio.sleep(settings.server.drain_lead_ms / 1000)
        for port in (settings.server.rest_port, settings.server.grpc_port):
            turn_newcomers_away(port)
        await asyncio.sleep(min(_SETTLE_S, grace_s))
        async with asyncio.TaskGroup() as group:
            group.create_task(stop_server(rpc, grace_s))
            group.create_task(rest.stop(grace_s))
    _log.info("Stopped.")


def _settle_memory() -> None:
    """Take what start-up made out of the collector's sight: a full collection of it every few seconds finds nothing."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 50)


def main() -> None:
    process.run("app.server", serve)


if __name__ == "__main__":
    main()
