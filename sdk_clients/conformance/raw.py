"""What is sent to the server byte for byte, without an SDK: the upgrade to HTTP/2 that Java's own client asks for."""

import asyncio
import json
import time

from sdk_clients.conformance.runner import Verdict
from sdk_clients.conformance.stage import Stage
from sdk_clients.conformance.wire import ended, read_body, read_head

_TIMEOUT_S = 15.0


async def verdicts(stage: Stage) -> list[Verdict]:
    return [await _judged(stage, "java-upgrade-whole", 0), await _judged(stage, "java-upgrade-in-pieces", 7)]


async def _judged(stage: Stage, name: str, pieces: int) -> Verdict:
    began = time.monotonic()
    async with asyncio.timeout(_TIMEOUT_S):
        complaints = await _upgrade(stage, pieces)
    return Verdict("server", name, complaints, time.monotonic() - began)


async def _upgrade(stage: Stage, pieces: int) -> list[str]:
    """The headers of java.net.http on clear text: the body must be read, and the answer be HTTP/1.1."""
    body = json.dumps({"customer_id": "java-upgrade"}).encode()
    head = (
        "POST /api/v1/inference/churn-score HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\n"
        f"Content-Length: {len(body)}\r\nHost: 127.0.0.1:{stage.port}\r\nHTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\n"
        "Upgrade: h2c\r\nUser-Agent: Java-http-client/17\r\nContent-Type: application/json\r\n"
        f"X-API-Key: {stage.key}\r\n\r\n"
    )
    reader, writer = await asyncio.open_connection("127.0.0.1", stage.port)
    try:
        data = head.encode() + body
        size = max(len(data) // pieces, 1) if pieces else len(data)
        for at in range(0, len(data), size):
            writer.write(data[at : at + size])
            await writer.drain()
            await asyncio.sleep(0.01 if pieces else 0)
        answer = await read_head(reader)
        content = b"".join([piece async for piece in read_body(reader, answer, answer=True)])
    finally:
        await ended(writer)
    if answer.first[:2] != ("HTTP/1.1", "200"):
        return [f"it was answered {' '.join(answer.first)}: {content[:200]!r}"]
    return [] if json.loads(content)["use_case"] == "churn-score" else [f"the answer is {content[:200]!r}"]
