"""Access that auditors are given for a time."""

from api.rest.operations import Keyed, delete, get, post
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.access_grants import AccessGrantPage, AccessGrantView, access_grant_page, access_grant_view
from core.ids import parse
from tenants.access_grants import AccessGrants, GrantAccess
from tenants.principals import Principal

_GRANT = {
    "id": "acg_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "holder": "mbr_01kc1x5w3ceyp8s1r7t3v5w9yb",
    "standing": "active",
    "expires_at": "2026-12-31T00:00:00Z",
    "since": "2026-04-01T00:00:00Z",
    "until": "2026-10-01T00:00:00Z",
    "types": ["decision.v1"],
    "reason": "Half-year audit",
    "created_at": "2026-11-22T09:12:40.000000Z",
    "created_by": "mbr_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "revoked_at": None,
    "revoked_by": None,
}


@post(
    "/access-grants",
    operation_id="grantAccess",
    summary="Give an auditor access for a time",
    tag="access-grants",
    status=201,
    keyed=Keyed.REQUIRED,
    example={
        "holder": "mbr_01kc1x5w3ceyp8s1r7t3v5w9yb",
        "expires_at": "2027-03-31T00:00:00Z",
        "reason": "Half-year audit",
    },
    answer_example=_GRANT,
)
async def grant_access(caller: Principal, data: GrantAccess, access_grants: AccessGrants) -> AccessGrantView:
    """To a member of the role `auditor`, or a key whose scopes an auditor has. From the first one on the holder's credential works
    within what it was given last, and nowhere else. Needs `access:grant`."""
    return access_grant_view(await access_grants.grant(caller, data))


@get(
    "/access-grants",
    operation_id="listAccessGrants",
    summary="List access of auditors",
    tag="access-grants",
    answer_example={"data": [_GRANT], "has_more": False, "next_after": None},
)
async def list_access_grants(
    caller: Principal, access_grants: AccessGrants, after: After = None, limit: Limit = DEFAULT_LIMIT
) -> AccessGrantPage:
    """Newest first, what ended included."""
    start = None if after is None else parse("acg", after)
    return access_grant_page(await access_grants.list_page(caller, start, limit))


@get(
    "/access-grants/{grant_id:str}",
    operation_id="getAccessGrant",
    summary="Get access of an auditor",
    tag="access-grants",
    answer_example=_GRANT,
)
async def get_access_grant(caller: Principal, grant_id: str, access_grants: AccessGrants) -> AccessGrantView:
    return access_grant_view(await access_grants.get(caller, parse("acg", grant_id)))


@delete(
    "/access-grants/{grant_id:str}",
    operation_id="revokeAccessGrant",
    summary="Take access back",
    tag="access-grants",
    keyed=Keyed.OPTIONAL,
    answer_example={**_GRANT, "standing": "revoked"},
)
async def revoke_access_grant(
    caller: Principal, grant_id: str, access_grants: AccessGrants
) -> AccessGrantView:
    """Refused everywhere within five seconds. Needs `access:grant`."""
    return access_grant_view(await access_grants.revoke(caller, parse("acg", grant_id)))


HANDLERS = [grant_access, list_access_grants, get_access_grant, revoke_access_grant]
