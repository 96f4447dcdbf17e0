"""Operations that exist to be tested: one of each shape that the REST face offers to nouns."""

import asyncio
import datetime as dt
from typing import Annotated, Literal

import msgspec

from api.rest.operations import Answer, Keyed, Operation, delete, get, post
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from core.errors import ErrorKind, FieldError, PlatformError
from core.pages import page_of
from tenants.principals import Principal


class EchoPart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    amount_minor: Annotated[int, msgspec.Meta(ge=1, le=10**14)]
    currency: Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$", max_length=3)] = "INR"


class EchoBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A body with one of each.

    note: free words.
    """

    part: EchoPart
    parts: Annotated[list[EchoPart], msgspec.Meta(max_length=3)] = []
    at: Annotated[dt.datetime, msgspec.Meta(tz=True)] | None = None
    mode: Literal["slow", "fast"] = "fast"
    note: Annotated[str, msgspec.Meta(max_length=10)] | None = None
    share: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.5


class Echo(msgspec.Struct, frozen=True, kw_only=True):
    caller: str
    total_minor: int
    deadline_ms: int


class NumberPage(msgspec.Struct, frozen=True, kw_only=True):
    data: list[int]
    has_more: bool
    next_after: str | None


class Failing(PlatformError):
    code = "failing"
    fix = "Do not call it."


FAILURES = {kind: type(f"Failing{kind.name}", (Failing,), {"kind": kind}) for kind in ErrorKind}


async def _echo(caller: Principal, data: EchoBody, deadline: float) -> Echo:
    left_ms = round((deadline - asyncio.get_running_loop().time()) * 1_000)
    total = data.part.amount_minor + sum(part.amount_minor for part in data.parts)
    return Echo(caller=caller.id, total_minor=total, deadline_ms=left_ms)


echo = post("/test/echo", operation_id="echo", summary="Echo", tag="health")(_echo)
lean_echo = post("/test/lean", operation_id="leanEcho", summary="Echo", tag="health", lean=True)(_echo)


@get("/test/fail/{kind:str}", operation_id="fail", summary="Fail as told", tag="health")
async def fail(kind: str, caller: Principal) -> Echo:
    fields = [FieldError("part.amount_minor", "Too small.", "Send more.")]
    raise FAILURES[ErrorKind(kind)](
        "It failed.", fields=fields, retry_after_s=1.5, internal="seen in the log only"
    )


@get("/test/crash", operation_id="crash", summary="Crash", tag="health")
async def crash() -> Echo:
    raise RuntimeError("the-secret-of-the-trace")


@get("/test/slow", operation_id="slow", summary="Wait", tag="health")
async def slow() -> Echo:
    await asyncio.sleep(30)
    raise AssertionError("nobody waits that long")


@get("/test/numbers", operation_id="listNumbers", summary="List numbers", tag="health")
async def list_numbers(
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
    parity: Literal["odd", "even"] | None = None,
    since: dt.date | None = None,
) -> NumberPage:
    wanted = {"odd": [1], "even": [0], None: [0, 1]}[parity]
    found = [number for number in range(int(after or 0) + 1, 251) if number % 2 in wanted]
    page = page_of(found[: limit + 1], limit, str)
    return NumberPage(data=page.data, has_more=page.has_more, next_after=page.next_after)


@get("/test/things/{thing_id:str}", operation_id="getTestThing", summary="Get", tag="health")
async def get_thing(thing_id: str) -> Answer[EchoPart]:
    return Answer(body=EchoPart(amount_minor=len(thing_id)), status=203, headers={"X-Thing": thing_id})


@post("/test/made", operation_id="make", summary="Make", tag="health", status=201, keyed=Keyed.OPTIONAL)
async def make(data: EchoPart) -> EchoPart:
    return data


@delete(
    "/test/things/{thing_id:str}", operation_id="deleteTestThing", summary="Delete", tag="health", status=204
)
async def delete_thing(thing_id: str) -> None:
    pass


@post("/test/things/special", operation_id="special", summary="Be special", tag="health")
async def special() -> EchoPart:
    return EchoPart(amount_minor=1)


OPERATIONS: list[Operation] = [
    echo,
    lean_echo,
    fail,
    crash,
    slow,
    list_numbers,
    get_thing,
    delete_thing,
    special,
    make,
]
