"""Access of auditors as both faces show it."""

from datetime import datetime
from typing import Literal, cast

import msgspec

from core.ids import public
from core.pages import Page
from tenants.access_grants import AccessGrant

GrantStanding = Literal["active", "expired", "revoked"]


class AccessGrantView(msgspec.Struct, frozen=True, kw_only=True):
    """Access of an auditor, for a time. since, until, types: the part of the log that it is narrowed to."""

    id: str
    holder: str
    standing: GrantStanding
    expires_at: datetime
    since: datetime | None
    until: datetime | None
    types: list[str]
    reason: str
    created_at: datetime
    created_by: str
    revoked_at: datetime | None
    revoked_by: str | None


class AccessGrantPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of access that was given, newest first."""

    data: list[AccessGrantView]
    has_more: bool
    next_after: str | None


def access_grant_view(grant: AccessGrant) -> AccessGrantView:
    fields = msgspec.structs.asdict(grant)
    standing = cast("GrantStanding", grant.standing)
    return AccessGrantView(**{**fields, "id": public("acg", grant.id), "standing": standing})


def access_grant_page(page: Page[AccessGrant]) -> AccessGrantPage:
    return AccessGrantPage(
        data=[access_grant_view(each) for each in page.data],
        has_more=page.has_more,
        next_after=page.next_after,
    )
