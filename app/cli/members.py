"""`countermark members`: the people of a tenant."""

import click
import msgspec

from api.views.members import InvitationView, invitation_page, invitation_view, member_page, member_view
from app.cli.foundation import caller_in, command, mode_option, run, show, tenant_option
from app.wiring.foundation import Foundation
from core.ids import parse
from core.pages import LIMIT_MAX, Page
from tenants.invitations import Invitation, InviteMember, NewInvitation
from tenants.members import Member
from tenants.permissions import Role

_ROLES = click.Choice([role.value for role in Role])


class _Shown(msgspec.Struct, frozen=True):
    invitation: InvitationView
    link: str


@click.group()
def members() -> None:
    """Members of a tenant."""


@members.command()
@tenant_option
@mode_option
@click.option("--address", required=True, help="The mail address.")
@click.option("--role", type=_ROLES, required=True)
def invite(tenant: str, mode: str, address: str, role: str) -> None:
    """Mail an invitation, and show its link this once."""

    async def work(base: Foundation) -> NewInvitation:
        wanted = command(InviteMember, address=address, role=role)
        return await base.tenants.invitations.invite(await caller_in(base, tenant, mode), wanted)

    made = run(work)
    show(_Shown(invitation_view(made.invitation), made.link))


@members.command("list")
@tenant_option
@click.option("--after", default=None, metavar="mbr_…", help="Start behind this one.")
def list_members(tenant: str, after: str | None) -> None:
    """List members, newest first."""

    async def work(base: Foundation) -> Page[Member]:
        start = parse("mbr", after) if after else None
        return await base.tenants.members.list_page(await caller_in(base, tenant, "live"), start, LIMIT_MAX)

    show(member_page(run(work)))


@members.command()
@tenant_option
def invitations(tenant: str) -> None:
    """List open invitations, newest first."""

    async def work(base: Foundation) -> Page[Invitation]:
        caller = await caller_in(base, tenant, "live")
        return await base.tenants.invitations.list_page(caller, None, LIMIT_MAX)

    show(invitation_page(run(work)))


@members.command("role")
@tenant_option
@mode_option
@click.argument("member_id", metavar="mbr_…")
@click.argument("role", type=_ROLES)
def change_role(tenant: str, mode: str, member_id: str, role: str) -> None:
    """Give a member another role."""

    async def work(base: Foundation) -> Member:
        caller = await caller_in(base, tenant, mode)
        return await base.tenants.members.change_role(caller, parse("mbr", member_id), Role(role))

    show(member_view(run(work)))


@members.command()
@tenant_option
@mode_option
@click.argument("member_id", metavar="mbr_…")
def remove(tenant: str, mode: str, member_id: str) -> None:
    """Remove a member and end their sessions."""

    async def work(base: Foundation) -> None:
        await base.tenants.members.remove(await caller_in(base, tenant, mode), parse("mbr", member_id))

    run(work)
    show({"removed": member_id})
