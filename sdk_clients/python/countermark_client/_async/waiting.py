"""How the asynchronous client waits, locks and reads: by anyio, so under asyncio and trio alike."""

from __future__ import annotations

import anyio
import httpx

AsyncLock = anyio.Lock


async def sleep(seconds: float) -> None:
    await anyio.sleep(seconds)


async def send_whole(
    http: httpx.AsyncClient, request: httpx.Request, timeout_s: float
) -> tuple[httpx.Response, bytes]:
    """Send, and read the answer to its end, all in `timeout_s`. Raises: httpx.TransportError."""
    try:
        with anyio.fail_after(timeout_s):
            response = await http.send(request)
            return response, response.content
    except TimeoutError as error:
        raise httpx.ReadTimeout(f"{timeout_s:g} s passed", request=request) from error
