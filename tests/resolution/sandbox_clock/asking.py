"""What these tests ask over REST, of a sandbox that is moved and of the live environment beside it."""

import datetime as dt
from typing import cast
from uuid import uuid4

import httpx
import msgspec

from tenants.principals import Principal
from tests.product import Party, Product

DAY = dt.timedelta(days=1)
TOLERANCE = dt.timedelta(minutes=5)


async def asked(running: Product, key: str, path: str, body: object = None) -> dict[str, object]:
    """Ask over REST, and take the answer."""
    headers = {"x-api-key": key, "idempotency-key": uuid4().hex}
    request = running.rest.build_request(
        "GET" if body is None else "POST", f"/api/v1{path}", json=body, headers=headers
    )
    if body is None:
        request = running.rest.build_request("GET", f"/api/v1{path}", headers=headers)
    answer: httpx.Response = await running.rest.send(request)
    assert answer.status_code < 300, answer.text
    return cast("dict[str, object]", answer.json())


async def advance(running: Product, who: Party, by: dt.timedelta) -> dict[str, object]:
    return await asked(running, who.sandbox_key, "/sandbox/clock/advance", {"by_s": int(by.total_seconds())})


def both_of(who: Party) -> tuple[tuple[Principal, str], ...]:
    live = msgspec.structs.replace(who.system, environment_id=who.tenant.live_id, mode="live")
    return (who.system, who.sandbox_key), (live, who.live_key)
