"""Sign-ins of customers at the tenant: recorded one by one and in bulk."""

from api.rest.operations import Keyed, post
from api.services import Limits
from api.views.payments import LoginBatch, LoginResult, LoginResults, login_result, login_results
from payments.facts import LoginEvent
from payments.logins import Logins
from tenants.principals import Principal

_LOGIN = {
    "id": "session-77120",
    "customer_id": "C000017",
    "occurred_at": "2026-11-20T18:41:02+05:30",
    "succeeded": True,
    "channel": "app",
    "device_id": "dev-83d1c0a7f2",
    "country": "IN",
}
_RESULT = {"id": "lgn_01kc1x5w3cfqj2k4m6n8p0r2tb", "own_id": "session-77120", "status": "recorded"}


@post(
    "/logins",
    operation_id="createLogin",
    summary="Record a sign-in",
    tag="logins",
    status=201,
    keyed=Keyed.OPTIONAL,
    example=_LOGIN,
    answer_example=_RESULT,
)
async def create_login(caller: Principal, logins: Logins, data: LoginEvent) -> LoginResult:
    """Counts in the customer's state; the device of a sign-in that succeeded becomes known."""
    return login_result(await logins.record(caller, data))


@post(
    "/logins/bulk",
    operation_id="createLogins",
    summary="Record up to 1,000 sign-ins",
    tag="logins",
    bulk=True,
    keyed=Keyed.OPTIONAL,
    example={"items": [_LOGIN]},
    answer_example={"data": [_RESULT]},
)
async def create_logins(caller: Principal, logins: Logins, limits: Limits, data: LoginBatch) -> LoginResults:
    """In one commit: one bad item, which the problem names as `items[3].country`, and nothing is recorded."""
    with limits.units(caller, "createLogins", len(data.items)):
        return login_results(await logins.record_many(caller, data.items))


HANDLERS = [create_login, create_logins]
