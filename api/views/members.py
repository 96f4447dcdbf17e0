"""Members, invitations and sessions as both faces show them."""

import datetime as dt

import msgspec

from core.ids import public
from core.pages import Page
from tenants.invitations import Invitation
from tenants.members import Member
from tenants.permissions import Role
from tenants.sessions import NewSession, Session


class MemberView(msgspec.Struct, frozen=True, kw_only=True):
    """A person of the tenant."""

    id: str
    address: str
    role: Role
    second_factor: bool
    created_at: dt.datetime
    last_signed_in_at: dt.datetime | None


class MemberPage(msgspec.Struct, frozen=True, kw_only=True):
    """Members, newest first."""

    data: list[MemberView]
    has_more: bool
    next_after: str | None


class InvitationView(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation that was mailed. Its link is in the mail alone."""

    id: str
    address: str
    role: Role
    invited_by: str
    created_at: dt.datetime
    expires_at: dt.datetime


class InvitationPage(msgspec.Struct, frozen=True, kw_only=True):
    """Open invitations, newest first."""

    data: list[InvitationView]
    has_more: bool
    next_after: str | None


class NewSessionView(msgspec.Struct, frozen=True, kw_only=True):
    """A session. Its token for each environment is shown this once; send it as `Authorization: Bearer`."""

    id: str
    member_id: str
    tenant_id: str
    live_token: str
    sandbox_token: str
    expires_at: dt.datetime


class SessionView(msgspec.Struct, frozen=True, kw_only=True):
    """A session of the caller that still works. `current`: the one that asks."""

    id: str
    current: bool
    second_factor: bool
    created_at: dt.datetime
    last_seen_at: dt.datetime
    expires_at: dt.datetime


class SessionList(msgspec.Struct, frozen=True, kw_only=True):
    """Live sessions of the caller, newest first, at most 100."""

    data: list[SessionView]


def member_view(member: Member) -> MemberView:
    return MemberView(
        id=public("mbr", member.id),
        address=member.address,
        role=member.role,
        second_factor=member.second_factor,
        created_at=member.created_at,
        last_signed_in_at=member.last_signed_in_at,
    )


def member_page(page: Page[Member]) -> MemberPage:
    return MemberPage(
        data=[member_view(member) for member in page.data], has_more=page.has_more, next_after=page.next_after
    )


def invitation_view(invitation: Invitation) -> InvitationView:
    return InvitationView(
        id=public("inv", invitation.id),
        address=invitation.address,
        role=invitation.role,
        invited_by=invitation.invited_by,
        created_at=invitation.created_at,
        expires_at=invitation.expires_at,
    )


def invitation_page(page: Page[Invitation]) -> InvitationPage:
    return InvitationPage(
        data=[invitation_view(invitation) for invitation in page.data],
        has_more=page.has_more,
        next_after=page.next_after,
    )


def new_session_view(made: NewSession) -> NewSessionView:
    return NewSessionView(
        id=public("ses", made.id),
        member_id=public("mbr", made.member_id),
        tenant_id=public("ten", made.tenant_id),
        live_token=made.live_token,
        sandbox_token=made.sandbox_token,
        expires_at=made.expires_at,
    )


def session_list(sessions: list[Session]) -> SessionList:
    return SessionList(
        data=[
            SessionView(
                id=public("ses", session.id),
                current=session.current,
                second_factor=session.second_factor,
                created_at=session.created_at,
                last_seen_at=session.last_seen_at,
                expires_at=session.expires_at,
            )
            for session in sessions
        ]
    )
