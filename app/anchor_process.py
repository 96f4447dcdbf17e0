"""How the worker has the super-log anchored: by a process of its own, since web3 weighs 70 MB that nothing else needs."""

import asyncio
import logging
import sys

from app.process import stop_child
from app.settings import inherited_environment

_AGAIN_AFTER_S = 5.0

_log = logging.getLogger(__name__)


class AnchorProcess:
    async def run(self) -> None:
        """Keep the process going, until cancelled."""
        while True:
            await self._once()
            await asyncio.sleep(_AGAIN_AFTER_S)

    async def _once(self) -> None:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-X",
            "no_debug_ranges",
            "-m",
            "app.anchorer",
            stdin=asyncio.subprocess.PIPE,
            env=inherited_environment(),
        )
        _log.info("A process started.", extra={"component": "anchorer", "pid": process.pid})
        try:
            status = await process.wait()
        finally:
            await stop_child(process)
        _log.warning("A process died.", extra={"component": "anchorer", "status": status})
