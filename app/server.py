"""The server process: both faces on one event loop, until the supervisor says otherwise."""

import asyncio
import contextlib
import gc
import logging
import sys

import uvloop
from granian.constants import HTTPModes, Interfaces
from granian.server.embed import Server as RestServer

from api.rest.app import create_app
from api.rpc.server import create_server
from app import lifeline
from app import settings as settings_module
from app.settings import Settings
from app.wiring import server as wiring
from core import logs

_BACKLOG = 1024

_log = logging.getLogger("app.server")


async def serve(settings: Settings) -> None:
    """Serve REST and gRPC. On the stop signal, take no more requests, finish those in flight, then close."""
    stopping = lifeline.stop_event()
    async with wiring.server(settings) as wired:
        _settle_memory()
        rest = RestServer(
            create_app(wired.services, wired.faces),
            address=settings.server.host,
            port=settings.server.rest_port,
            interface=Interfaces.ASGI,
            http=HTTPModes.http1,
            websockets=False,
            backlog=_BACKLOG,
            log_enabled=False,
        )
        rpc = create_server(wired.services, wired.faces)
        await rpc.start()
        serving = asyncio.create_task(rest.serve())
        stop = asyncio.create_task(stopping.wait())
        _log.info("Serving.", extra={"url": settings.server.public_url})
        await asyncio.wait({serving, stop}, return_when=asyncio.FIRST_COMPLETED)
        grace_s = settings.server.drain_timeout_ms / 1000
        wired.begin_drain()
        async with asyncio.TaskGroup() as group:
            group.create_task(rpc.stop(grace_s))
            group.create_task(_stop_rest(rest, serving, grace_s))
    _log.info("Stopped.")


def _settle_memory() -> None:
    """Take what start-up made out of the collector's sight: a full collection of it every few seconds finds nothing."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 50)


async def _stop_rest(rest: RestServer, serving: "asyncio.Task[None]", grace_s: float) -> None:
    rest.stop()  # type: ignore[no-untyped-call]  # granian leaves it unannotated
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(serving, grace_s)


def main() -> None:
    try:
        settings = settings_module.from_environment()
    except settings_module.SettingInvalid as error:
        sys.stderr.write(f"A setting cannot be used. {error}\n")
        sys.exit(2)
    logs.configure(settings.log_level)
    uvloop.run(serve(settings))


if __name__ == "__main__":
    main()
