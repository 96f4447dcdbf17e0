"""Members: invited by mail, one role each, and never without an owner."""

import asyncio
import base64
import datetime as dt
import pathlib
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest

from core.clock import ManualClock
from core.database import Database
from core.errors import InvalidRequest
from core.outbox import Message
from tenants.invitations import (
    AcceptInvitation,
    AlreadyMember,
    InvitationNotFound,
    InvitationUnusable,
    InviteMember,
)
from tenants.mail import INVITATION_TOPIC, FolderMailer, InvitationMail
from tenants.members import LastOwner, Member, MemberNotFound
from tenants.permissions import PERMISSIONS_OF_ROLE, Permission, Role
from tenants.principals import PermissionDenied, Principal, PrincipalKind
from tenants.services import TenantServices
from tenants.tenancy import Tenant
from tests.tenants.conftest import PASSWORD, a_member, token_in
from tests.tenants.ledger_rows import entries_of


def acting(system: Principal, role: Role) -> Principal:
    return msgspec.structs.replace(system, kind=PrincipalKind.MEMBER, permissions=PERMISSIONS_OF_ROLE[role])


async def outbox_of(database: Database, environment_id: UUID) -> list[asyncpg.Record]:
    async with database.transaction(environment_id) as tx:
        return await tx.fetch("SELECT id, topic, payload, created_at FROM outbox ORDER BY created_at, id")


async def test_an_invitation_makes_a_member_once(services: TenantServices, system: Principal) -> None:
    """The link makes its reader a member with the role it was made for; a second use is refused."""
    made = await services.invitations.invite(
        system, InviteMember(address=" Asha@Example.com ", role=Role.OWNER)
    )
    assert made.invitation.address == "asha@example.com"
    token = token_in(made)
    member = await services.invitations.accept(AcceptInvitation(token=token, password=PASSWORD))
    assert (member.address, member.role, member.second_factor) == ("asha@example.com", Role.OWNER, False)
    with pytest.raises(InvitationUnusable):
        await services.invitations.accept(AcceptInvitation(token=token, password=PASSWORD))
    with pytest.raises(AlreadyMember):
        await services.invitations.invite(system, InviteMember(address="ASHA@example.com", role=Role.VIEWER))
    assert (await services.invitations.list_page(system, None, 10)).data == []
    assert [one.id for one in (await services.members.list_page(system, None, 10)).data] == [member.id]


async def test_a_link_can_be_used_by_one_of_two(services: TenantServices, system: Principal) -> None:
    """Two browsers that accept at once make one member."""
    made = await services.invitations.invite(system, InviteMember(address="a@example.com", role=Role.VIEWER))
    command = AcceptInvitation(token=token_in(made), password=PASSWORD)
    results = await asyncio.gather(
        *(services.invitations.accept(command) for _ in range(2)), return_exceptions=True
    )
    assert [type(one) for one in results if isinstance(one, Exception)] == [InvitationUnusable]
    assert len((await services.members.list_page(system, None, 10)).data) == 1


async def test_invitations_race_without_a_failure(
    services: TenantServices, system: Principal, database: Database
) -> None:
    """Of invitations of one address at once the last stays open; one that meets its acceptance is told of the member."""
    invite = InviteMember(address="race@example.com", role=Role.VIEWER)
    made = await asyncio.gather(*(services.invitations.invite(system, invite) for _ in range(4)))
    page = await services.invitations.list_page(system, None, 10)
    assert len(page.data) == 1
    last = next(one for one in made if one.invitation.id == page.data[0].id)
    results = await asyncio.gather(
        services.invitations.accept(AcceptInvitation(token=token_in(last), password=PASSWORD)),
        *(services.invitations.invite(system, invite) for _ in range(4)),
        return_exceptions=True,
    )
    known = (AlreadyMember, InvitationUnusable)
    assert [one for one in results if isinstance(one, Exception) and not isinstance(one, known)] == []


async def test_links_end(services: TenantServices, system: Principal, clock: ManualClock) -> None:
    """Revoked, replaced, expired and mistyped links are refused with the same words."""
    invite = InviteMember(address="a@example.com", role=Role.VIEWER)
    replaced = await services.invitations.invite(system, invite)
    revoked = await services.invitations.invite(system, invite)
    await services.invitations.revoke(system, revoked.invitation.id)
    with pytest.raises(InvitationNotFound):
        await services.invitations.revoke(system, revoked.invitation.id)
    expired = await services.invitations.invite(system, invite)
    clock.advance(dt.timedelta(days=7))
    words = set()
    bent = token_in(expired)[:-1] + ("y" if token_in(expired)[-1] == "x" else "x")
    for token in (token_in(replaced), token_in(revoked), token_in(expired), bent):
        with pytest.raises(InvitationUnusable) as caught:
            await services.invitations.accept(AcceptInvitation(token=token, password=PASSWORD))
        words.add(caught.value.message)
    assert len(words) == 1


@pytest.mark.parametrize("password", ["aaaaaaaaaaaaaaaa", "asha@example.com", "abababababababab"])
async def test_passwords_that_are_no_secret_are_refused(
    services: TenantServices, system: Principal, password: str
) -> None:
    """Few different characters, or the address itself: refused, and the link still works."""
    made = await services.invitations.invite(
        system, InviteMember(address="asha@example.com", role=Role.VIEWER)
    )
    with pytest.raises(InvalidRequest, match="password"):
        await services.invitations.accept(AcceptInvitation(token=token_in(made), password=password))
    await services.invitations.accept(AcceptInvitation(token=token_in(made), password=PASSWORD))


@pytest.mark.parametrize(
    "address", ["nobody", "a b@example.com", "a@b@c", "@example.com", "a@", "a\n@example.com"]
)
async def test_what_is_no_address_is_refused(
    services: TenantServices, system: Principal, address: str
) -> None:
    """The field is named, and the address is not repeated."""
    with pytest.raises(InvalidRequest) as caught:
        await services.invitations.invite(system, InviteMember(address=address, role=Role.VIEWER))
    assert caught.value.fields[0].field == "address"


async def test_nobody_hands_out_more_than_they_hold(services: TenantServices, system: Principal) -> None:
    """An admin cannot make an owner, nor touch one; a developer manages no members at all."""
    owner = await a_member(services, system, Role.OWNER)
    admin = acting(system, Role.ADMIN)
    with pytest.raises(PermissionDenied):
        await services.invitations.invite(admin, InviteMember(address="x@example.com", role=Role.OWNER))
    for attempt in (
        lambda: services.members.change_role(admin, owner.id, Role.VIEWER),
        lambda: services.members.remove(admin, owner.id),
    ):
        with pytest.raises(PermissionDenied):
            await attempt()
    developer = acting(system, Role.DEVELOPER)
    with pytest.raises(PermissionDenied):
        await services.members.list_page(developer, None, 10)
    with pytest.raises(PermissionDenied):
        await services.invitations.invite(developer, InviteMember(address="x@example.com", role=Role.VIEWER))


async def test_the_last_owner_stays(services: TenantServices, system: Principal) -> None:
    """Neither removal nor another role takes the last owner; with two, two who leave at once leave one behind."""
    one = await a_member(services, system, Role.OWNER)
    with pytest.raises(LastOwner):
        await services.members.remove(system, one.id)
    with pytest.raises(LastOwner):
        await services.members.change_role(system, one.id, Role.ADMIN)
    two = await a_member(services, system, Role.OWNER)
    results = await asyncio.gather(
        services.members.remove(system, one.id),
        services.members.change_role(system, two.id, Role.ADMIN),
        return_exceptions=True,
    )
    assert [type(result) for result in results].count(LastOwner) == 1
    left = (await services.members.list_page(system, None, 10)).data
    assert sum(member.role is Role.OWNER for member in left) == 1


async def test_removal_erases_the_person(
    services: TenantServices, system: Principal, database: Database
) -> None:
    """After removal the address is in no table, the member is not found, and the same person can come back."""
    await a_member(services, system, Role.OWNER)
    member = await a_member(services, system, Role.ANALYST)
    await services.members.remove(system, member.id)
    with pytest.raises(MemberNotFound):
        await services.members.get(system, member.id)
    async with database.transaction(system.tenant_id) as tx:
        row = await tx.fetchrow("SELECT * FROM member WHERE member_id = $1", member.id)
    assert row is not None
    assert (row["sealed_address"], row["password_hash"], row["sealed_totp"]) == (b"", "", None)
    invite = InviteMember(address=member.address, role=Role.VIEWER)
    again = await services.invitations.invite(system, invite)
    back = await services.invitations.accept(AcceptInvitation(token=token_in(again), password=PASSWORD))
    assert back.id != member.id


async def test_addresses_rest_sealed(services: TenantServices, system: Principal, database: Database) -> None:
    """No table, entry or outbox row holds the address, or the link, in clear."""
    made = await services.invitations.invite(
        system, InviteMember(address="canary-4711@example.com", role=Role.OWNER)
    )
    await services.invitations.accept(AcceptInvitation(token=token_in(made), password=PASSWORD))
    again = await services.invitations.invite(
        system, InviteMember(address="canary-4711b@example.com", role=Role.OWNER)
    )
    secret = token_in(again).rpartition("_")[2]
    async with database.transaction((system.tenant_id, system.environment_id)) as tx:
        for table in ("member", "invitation", "outbox", "ledger_intake", "credential_directory"):
            rows = await tx.fetch(f"SELECT to_jsonb({table})::text AS text FROM {table}")
            assert rows
            for row in rows:
                for word in ("canary-4711", secret):
                    assert word not in row["text"]
                    assert word.encode().hex() not in row["text"]
                    assert base64.b64encode(word.encode())[:12].decode() not in row["text"]


async def test_the_worker_mails_the_link(
    services: TenantServices, system: Principal, database: Database, tmp_path: pathlib.Path
) -> None:
    """Delivering the outbox row sends the link, to a private file without the address."""
    made = await services.invitations.invite(system, InviteMember(address="a@example.com", role=Role.VIEWER))
    rows = await outbox_of(database, system.environment_id)
    assert [row["topic"] for row in rows] == [INVITATION_TOPIC]
    message = Message(environment_id=system.environment_id, **dict(rows[0]))
    await InvitationMail(services.vaults, FolderMailer(tmp_path / "mail")).deliver(message)
    path = tmp_path / "mail" / f"{message.id}.txt"
    assert made.link in path.read_text()
    assert "a@example.com" not in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600


async def test_each_change_has_one_entry(
    services: TenantServices, system: Principal, database: Database
) -> None:
    """Invite, join, role and removal each leave one entry with ids and roles alone."""
    before = len(await entries_of(database, system.environment_id))
    await a_member(services, system, Role.OWNER)
    member = await a_member(services, system, Role.VIEWER)
    await services.members.change_role(system, member.id, Role.ANALYST)
    await services.members.change_role(system, member.id, Role.ANALYST)
    await services.members.remove(system, member.id)
    entries = (await entries_of(database, system.environment_id))[before:]
    kinds = [(entry["typ"], entry.get("out")) for entry in entries]
    assert kinds == [
        ("member.invite.v1", "owner"),
        ("member.join.v1", "owner"),
        ("member.invite.v1", "viewer"),
        ("member.join.v1", "viewer"),
        ("member.role.v1", "analyst"),
        ("member.remove.v1", None),
    ]


async def test_another_tenants_people_do_not_exist(
    services: TenantServices, system: Principal, other_tenant: Tenant
) -> None:
    """Members and invitations of another tenant are NOT_FOUND, and its lists are its own."""
    member = await a_member(services, system, Role.OWNER)
    invited = await services.invitations.invite(
        system, InviteMember(address="b@example.com", role=Role.VIEWER)
    )
    stranger = await services.tenants.system_caller(other_tenant.id, "sandbox")
    with pytest.raises(MemberNotFound):
        await services.members.get(stranger, member.id)
    with pytest.raises(MemberNotFound):
        await services.members.change_role(stranger, member.id, Role.VIEWER)
    with pytest.raises(MemberNotFound):
        await services.members.remove(stranger, member.id)
    with pytest.raises(InvitationNotFound):
        await services.invitations.revoke(stranger, invited.invitation.id)
    with pytest.raises(InvitationNotFound):
        await services.invitations.revoke(system, uuid4())
    assert (await services.members.list_page(stranger, None, 10)).data == []
    assert (await services.invitations.list_page(stranger, None, 10)).data == []


def test_people_do_not_show_in_logs(system: Principal) -> None:
    """What carries an address or a password prints without it."""
    shown = [
        repr(InviteMember(address="a@example.com", role=Role.VIEWER)),
        repr(AcceptInvitation(token="cmi_x", password=PASSWORD)),
        repr(
            Member(
                id=uuid4(),
                address="a@example.com",
                role=Role.VIEWER,
                second_factor=False,
                created_at=dt.datetime.now(dt.UTC),
                last_signed_in_at=None,
            )
        ),
    ]
    assert not any("example.com" in text or PASSWORD in text or "cmi_x" in text for text in shown)


def test_roles_are_ordered_as_promised() -> None:
    """Nobody of the tenant may make tenants; owners hold all else; auditors and viewers change nothing."""
    everything = set(Permission) - {Permission.TENANTS_CREATE}
    assert PERMISSIONS_OF_ROLE[Role.OWNER] == everything
    assert PERMISSIONS_OF_ROLE.keys() == set(Role)
    writing = {permission for permission in everything if not permission.endswith((":read", ":export"))}
    assert not PERMISSIONS_OF_ROLE[Role.AUDITOR] & writing
    assert not PERMISSIONS_OF_ROLE[Role.VIEWER] & writing
    assert PERMISSIONS_OF_ROLE[Role.ADMIN] == everything - {
        Permission.TENANTS_WRITE,
        Permission.ENVIRONMENTS_EXPORT,
        Permission.ENVIRONMENTS_CLOSE,
    }
    assert all(PERMISSIONS_OF_ROLE[role] <= PERMISSIONS_OF_ROLE[Role.OWNER] for role in Role)
