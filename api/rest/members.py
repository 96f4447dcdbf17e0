"""Members of the caller's tenant, and invitations to become one."""

import msgspec

from api.rest.operations import Keyed, delete, get, patch, post
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.members import (
    InvitationPage,
    InvitationView,
    MemberPage,
    MemberView,
    invitation_page,
    invitation_view,
    member_page,
    member_view,
)
from core.ids import parse
from tenants.invitations import AcceptInvitation, Invitations, InviteMember
from tenants.members import Members
from tenants.permissions import Role
from tenants.principals import Principal

_MEMBER = {
    "id": "mbr_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "address": "asha@example.com",
    "role": "owner",
    "second_factor": True,
    "created_at": "2026-11-21T04:46:02.547723Z",
    "last_signed_in_at": "2026-11-21T09:12:40.000000Z",
}
_INVITATION = {
    "id": "inv_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "address": "ravi@example.com",
    "role": "analyst",
    "invited_by": "mbr_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "created_at": "2026-11-21T04:46:02.547723Z",
    "expires_at": "2026-11-28T04:46:02.547723Z",
}


class UpdateMember(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may be changed of a member."""

    role: Role


@get(
    "/members",
    operation_id="listMembers",
    summary="List members",
    tag="members",
    answer_example={"data": [_MEMBER], "has_more": False, "next_after": None},
)
async def list_members(
    caller: Principal, members: Members, after: After = None, limit: Limit = DEFAULT_LIMIT
) -> MemberPage:
    """Newest first."""
    start = None if after is None else parse("mbr", after)
    return member_page(await members.list_page(caller, start, limit))


@get(
    "/members/{member_id:str}",
    operation_id="getMember",
    summary="Get a member",
    tag="members",
    answer_example=_MEMBER,
)
async def get_member(caller: Principal, member_id: str, members: Members) -> MemberView:
    """Any member may read their own entry."""
    return member_view(await members.get(caller, parse("mbr", member_id)))


@patch(
    "/members/{member_id:str}",
    operation_id="updateMember",
    summary="Change a member's role",
    tag="members",
    keyed=Keyed.OPTIONAL,
    example={"role": "admin"},
    answer_example={**_MEMBER, "role": "admin"},
)
async def update_member(
    caller: Principal, member_id: str, data: UpdateMember, members: Members
) -> MemberView:
    """Neither the old nor the new role may hold more than the caller. The last owner stays one."""
    return member_view(await members.change_role(caller, parse("mbr", member_id), data.role))


@delete(
    "/members/{member_id:str}",
    operation_id="removeMember",
    summary="Remove a member",
    tag="members",
    status=204,
    keyed=Keyed.OPTIONAL,
)
async def remove_member(caller: Principal, member_id: str, members: Members) -> None:
    """Their address is erased and their sessions end. The last owner stays."""
    await members.remove(caller, parse("mbr", member_id))


@post(
    "/invitations",
    operation_id="inviteMember",
    summary="Invite a member",
    tag="members",
    status=201,
    keyed=Keyed.REQUIRED,
    example={"address": "ravi@example.com", "role": "analyst"},
    answer_example=_INVITATION,
)
async def invite_member(caller: Principal, data: InviteMember, invitations: Invitations) -> InvitationView:
    """A link is mailed; it works once, for seven days. An earlier invitation of the same address ends."""
    return invitation_view((await invitations.invite(caller, data)).invitation)


@get(
    "/invitations",
    operation_id="listInvitations",
    summary="List open invitations",
    tag="members",
    answer_example={"data": [_INVITATION], "has_more": False, "next_after": None},
)
async def list_invitations(
    caller: Principal, invitations: Invitations, after: After = None, limit: Limit = DEFAULT_LIMIT
) -> InvitationPage:
    """Newest first; those that were used or revoked are gone."""
    start = None if after is None else parse("inv", after)
    return invitation_page(await invitations.list_page(caller, start, limit))


@delete(
    "/invitations/{invitation_id:str}",
    operation_id="revokeInvitation",
    summary="Revoke an invitation",
    tag="members",
    status=204,
    keyed=Keyed.OPTIONAL,
)
async def revoke_invitation(caller: Principal, invitation_id: str, invitations: Invitations) -> None:
    """Its link stops working."""
    await invitations.revoke(caller, parse("inv", invitation_id))


@post(
    "/invitations/accept",
    operation_id="acceptInvitation",
    summary="Accept an invitation",
    tag="members",
    status=201,
    public=True,
    example={
        "token": "cmi_live_c2BrBS58lKBJ_<32 characters><6 more>",
        "password": "correct horse battery staple",
    },
    answer_example=_MEMBER,
    responses={
        401: "The link was used, revoked, replaced or mistyped, or it expired.",
        429: "Too many passwords are being made.",
    },
)
async def accept_invitation(data: AcceptInvitation, invitations: Invitations) -> MemberView:
    """Makes the reader of the mailed link a member. Sign in afterwards."""
    return member_view(await invitations.accept(data))


HANDLERS = [
    list_members,
    get_member,
    update_member,
    remove_member,
    invite_member,
    list_invitations,
    revoke_invitation,
    accept_invitation,
]
