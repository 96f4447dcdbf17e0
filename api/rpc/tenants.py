"""The tenant, its members and its usage over gRPC: the same use cases as on REST."""

import datetime as dt
from typing import Annotated

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.tenants.v1 import tenants_pb2 as pb
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
from api.views.tenants import TenantView, tenant_view
from core.ids import parse
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from tenants.invitations import Invitations, InviteMember
from tenants.members import Members
from tenants.permissions import Role
from tenants.principals import Principal
from tenants.tenancy import TenantName, Tenants
from tenants.usage import UsageCounters

SERVICE = pb.DESCRIPTOR.services_by_name["TenantsService"]
Id = Annotated[str, msgspec.Meta(max_length=64)]


class PageQuery(msgspec.Struct, frozen=True, kw_only=True):
    after: Id | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


class _UpdateTenant(msgspec.Struct, frozen=True, kw_only=True):
    tenant_id: Id
    name: TenantName


class _UpdateMember(msgspec.Struct, frozen=True, kw_only=True):
    member_id: Id
    role: Role


class _UsageQuery(msgspec.Struct, frozen=True, kw_only=True):
    first_day: dt.date | None = None
    last_day: dt.date | None = None


TENANT = Codec(TenantView, pb.Tenant)
MEMBER = Codec(MemberView, pb.Member)
MEMBERS = Codec(MemberPage, pb.ListMembersResponse)
INVITATION = Codec(InvitationView, pb.Invitation)
INVITATIONS = Codec(InvitationPage, pb.ListInvitationsResponse)
UPDATE_TENANT = Codec(_UpdateTenant, pb.UpdateTenantRequest)
UPDATE_MEMBER = Codec(_UpdateMember, pb.UpdateMemberRequest)
INVITE = Codec(InviteMember, pb.InviteMemberRequest)
MEMBERS_QUERY = Codec(PageQuery, pb.ListMembersRequest)
INVITATIONS_QUERY = Codec(PageQuery, pb.ListInvitationsRequest)
USAGE_QUERY = Codec(_UsageQuery, pb.GetUsageRequest)


@method(SERVICE, "GetTenant")
async def get_tenant(caller: Principal, request: pb.GetTenantRequest, tenants: Tenants) -> pb.Tenant:
    tenant = await tenants.get(caller, parse("ten", request.tenant_id))
    return TENANT.message(tenant_view(tenant))


@method(SERVICE, "UpdateTenant", keyed=Keyed.OPTIONAL)
async def update_tenant(caller: Principal, request: pb.UpdateTenantRequest, tenants: Tenants) -> pb.Tenant:
    wanted = UPDATE_TENANT.struct(request)
    tenant = await tenants.rename(caller, parse("ten", wanted.tenant_id), wanted.name)
    return TENANT.message(tenant_view(tenant))


@method(SERVICE, "ListMembers")
async def list_members(
    caller: Principal, request: pb.ListMembersRequest, members: Members
) -> pb.ListMembersResponse:
    query = MEMBERS_QUERY.struct(request)
    start = None if query.after is None else parse("mbr", query.after)
    return MEMBERS.message(member_page(await members.list_page(caller, start, query.limit)))


@method(SERVICE, "GetMember")
async def get_member(caller: Principal, request: pb.GetMemberRequest, members: Members) -> pb.Member:
    member = await members.get(caller, parse("mbr", request.member_id))
    return MEMBER.message(member_view(member))


@method(SERVICE, "UpdateMember", keyed=Keyed.OPTIONAL)
async def update_member(caller: Principal, request: pb.UpdateMemberRequest, members: Members) -> pb.Member:
    wanted = UPDATE_MEMBER.struct(request)
    member = await members.change_role(caller, parse("mbr", wanted.member_id), wanted.role)
    return MEMBER.message(member_view(member))


@method(SERVICE, "RemoveMember", keyed=Keyed.OPTIONAL)
async def remove_member(
    caller: Principal, request: pb.RemoveMemberRequest, members: Members
) -> pb.RemoveMemberResponse:
    await members.remove(caller, parse("mbr", request.member_id))
    return pb.RemoveMemberResponse()


@method(SERVICE, "InviteMember", keyed=Keyed.REQUIRED)
async def invite_member(
    caller: Principal, request: pb.InviteMemberRequest, invitations: Invitations
) -> pb.Invitation:
    made = await invitations.invite(caller, INVITE.struct(request))
    return INVITATION.message(invitation_view(made.invitation))


@method(SERVICE, "ListInvitations")
async def list_invitations(
    caller: Principal, request: pb.ListInvitationsRequest, invitations: Invitations
) -> pb.ListInvitationsResponse:
    query = INVITATIONS_QUERY.struct(request)
    start = None if query.after is None else parse("inv", query.after)
    return INVITATIONS.message(invitation_page(await invitations.list_page(caller, start, query.limit)))


@method(SERVICE, "RevokeInvitation", keyed=Keyed.OPTIONAL)
async def revoke_invitation(
    caller: Principal, request: pb.RevokeInvitationRequest, invitations: Invitations
) -> pb.RevokeInvitationResponse:
    await invitations.revoke(caller, parse("inv", request.invitation_id))
    return pb.RevokeInvitationResponse()


@method(SERVICE, "GetUsage")
async def get_usage(
    caller: Principal, request: pb.GetUsageRequest, usage: UsageCounters
) -> pb.GetUsageResponse:
    query = USAGE_QUERY.struct(request)
    report = await usage.report(caller, query.first_day, query.last_day)
    return pb.GetUsageResponse(
        first_day=report.first_day.isoformat(),
        last_day=report.last_day.isoformat(),
        data=[
            pb.UsageDay(day=one.day.isoformat(), operation=one.operation, calls=one.calls, units=one.units)
            for one in report.data
        ],
        calls_this_month=report.calls_this_month,
        units_this_month=report.units_this_month,
        quota_per_month=report.quota_per_month,
    )


METHODS = [
    get_tenant,
    update_tenant,
    list_members,
    get_member,
    update_member,
    remove_member,
    invite_member,
    list_invitations,
    revoke_invitation,
    get_usage,
]
