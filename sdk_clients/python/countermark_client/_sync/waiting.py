"""How the blocking client waits, locks and reads."""

from __future__ import annotations

import threading
import time

import httpx

Lock = threading.Lock


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def send_whole(http: httpx.Client, request: httpx.Request, timeout_s: float) -> tuple[httpx.Response, bytes]:
    """Send, and read the answer to its end, all in `timeout_s`: a body that drips is cut off. Raises: httpx.TransportError.

    A single read may take as long once more.
    """
    ends = time.monotonic() + timeout_s
    response = http.send(request, stream=True)
    chunks: list[bytes] = []
    try:
        for chunk in response.iter_bytes():
            chunks.append(chunk)
            if time.monotonic() > ends:
                raise httpx.ReadTimeout(f"{timeout_s:g} s passed", request=request)
    finally:
        response.close()
    return response, b"".join(chunks)
