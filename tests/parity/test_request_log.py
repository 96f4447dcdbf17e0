"""The request log: the same on both faces, of both faces."""

import json
from typing import cast

from core.ids import public
from tests.parity.faces import Outcome, Parity
from tests.turns import until


def rows(page: Outcome) -> list[dict[str, str]]:
    return cast("list[dict[str, str]]", page.body["data"])


async def listed(parity: Parity, wanted: dict[str, object], count: int) -> Outcome:
    """List calls once so many are there: each is noted after its answer has gone, so its caller may be the first to know."""

    async def written() -> bool:
        await parity.product.services.request_log.flush()
        found = await parity.rest("listRequests", wanted, parity.product.asha.headers)
        return len(rows(found)) >= count

    await until(written)
    page, _ = await parity.both("listRequests", wanted)
    return page


async def test_calls_of_both_faces_are_listed(parity: Parity) -> None:
    """A refused call is found with its code, its face and its masked body, under the id that it was answered with."""
    asked = {"customer_id": "asha.rao@example.com", "segment": "x" * 100}
    refused, _ = await parity.both("decideChurnScore", asked, ignored=("detail", "errors"))
    wanted = {"operation": "decideChurnScore", "code": refused.code, "limit": 2}
    calls = rows(await listed(parity, wanted, 2))
    assert {each["face"] for each in calls} == {"rest", "grpc"}
    for each in calls:
        assert each["code"] == refused.code
        assert int(each["status"]) == (400 if each["face"] == "rest" else 3)
        sent = json.loads(each["request_body"])
        assert sent["customer_id"] == "text of 20"
        found, _ = await parity.both("getRequest", {"logged_id": each["id"]})
        assert found.body == each
    newest, _ = await parity.both("listRequests", {"refused": True, "limit": 1})
    deeper, _ = await parity.both(
        "listRequests", {"after": newest.body["next_after"], "refused": True, "limit": 1}
    )
    assert rows(newest) + rows(deeper) == calls


async def test_an_answered_call_is_timed(parity: Parity) -> None:
    """A call that was answered has its status, the principal and how long it took."""
    await parity.rest("getPrincipal", {}, parity.product.asha.headers)
    (only,) = rows(await listed(parity, {"operation": "getPrincipal", "refused": False, "limit": 1}, 1))
    assert (int(only["status"]), only["caller"][:4]) == (200, "key_")
    assert float(only["duration_ms"]) > 0
    assert json.loads(only["response_body"]).keys() >= {"id", "mode"}


async def test_refusals(parity: Parity) -> None:
    """Another id is not found, and a credential without the permission is refused."""
    unknown = public("rql", parity.product.asha.system.environment_id)
    found, _ = await parity.both("getRequest", {"logged_id": unknown})
    assert found.code == "request_not_found"
