"""The listening side of the REST face: starts, keeps time, and leaves without cutting anybody off."""

import asyncio
import email.utils
import errno

from litestar.types import ASGIApp

from api.rest.wire import Bounds, Connection
from core.clock import Clock
from core.errors import PortTaken

_BACKLOG = 1_024
_SECOND_S = 1.0
_LOOK_S = 0.02
_BOUNDS = Bounds()


class RestServer:
    """Serves an ASGI application over HTTP/1.1 on the running loop.

    leaving: each answer asks its client to leave. A connection that a server closes while it idles may carry a new request
    already, which is then lost; one that the client leaves cannot.
    """

    def __init__(self, app: ASGIApp, host: str, port: int, clock: Clock, bounds: Bounds = _BOUNDS) -> None:
        self.app = app
        self.clock = clock
        self.bounds = bounds
        self.leaving = False
        self.connections: set[Connection] = set()
        self.date = b""
        self._host = host
        self._port = port
        self._server: asyncio.Server | None = None
        self._next: asyncio.TimerHandle | None = None

    @property
    def port(self) -> int:
        """Where it listens: given 0, a port that was free when it started."""
        return self._port

    async def start(self) -> None:
        """Raises: PortTaken."""
        self._tick()
        loop = asyncio.get_running_loop()
        try:
            self._server = await loop.create_server(
                lambda: Connection(self), self._host, self._port, backlog=_BACKLOG
            )
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            raise PortTaken(f"Something else listens on port {self._port}.", internal=str(error)) from error
        self._port = self._server.sockets[0].getsockname()[1]

    async def stop(self, grace_s: float) -> None:
        """Take no more connections, let what is under way be answered, and cut off what is not done in time."""
        self.leaving = True
        if self._server is not None:
            self._server.close()
        for connection in list(self.connections):
            connection.leave()
        loop = asyncio.get_running_loop()
        ends = loop.time() + grace_s
        while self.connections and loop.time() < ends:  # noqa: ASYNC110  each connection ends by itself
            await asyncio.sleep(_LOOK_S)
        for connection in list(self.connections):
            connection.cut()
        if self._next is not None:
            self._next.cancel()

    def _tick(self) -> None:
        """Each second: the date of answers, and who has kept us waiting."""
        loop = asyncio.get_running_loop()
        self.date = b"date: " + email.utils.format_datetime(self.clock.now(), usegmt=True).encode()
        now = loop.time()
        for connection in [each for each in self.connections if each.due < now]:
            connection.close()
        self._next = loop.call_later(_SECOND_S, self._tick)
