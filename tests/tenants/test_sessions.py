"""Signing in, staying in, locking out, and the second factor."""

import asyncio
import datetime as dt

import pyotp
import pytest

from core.clock import ManualClock
from core.database import Database
from core.ids import public
from tenants.member_security import (
    BeginSecondFactor,
    ChangePassword,
    PasswordWrong,
    PresentCode,
    SecondFactorState,
)
from tenants.members import Member
from tenants.permissions import PERMISSIONS_OF_ROLE, Role
from tenants.principals import PermissionDenied, Principal, PrincipalKind
from tenants.services import TenantServices
from tenants.sessions import SecondFactorRequired, SessionNotFound, SignIn, SignInFailed, locked_until
from tenants.tenancy import Tenant
from tenants.verification import CredentialEnded, CredentialInvalid
from tests.fakes.watch import StopWatch
from tests.tenants.conftest import PASSWORD, a_member
from tests.tenants.ledger_rows import entries_of


@pytest.fixture
async def owner(services: TenantServices, system: Principal) -> Member:
    return await a_member(services, system, Role.OWNER)


async def signed_in(services: TenantServices, member: Member, code: str | None = None) -> Principal:
    session = await services.sessions.sign_in(SignIn(address=member.address, password=PASSWORD, code=code))
    return await services.authenticator.authenticate(f"Bearer {session.sandbox_token}", None)


async def with_factor(
    services: TenantServices, member: Member, clock: ManualClock
) -> tuple[Principal, pyotp.TOTP, list[str]]:
    """Set up a second factor; afterwards the clock has moved on, so that a new code is there."""
    caller = await signed_in(services, member)
    setup = await services.member_security.begin_second_factor(caller, BeginSecondFactor(password=PASSWORD))
    totp = pyotp.parse_uri(setup.uri)
    assert isinstance(totp, pyotp.TOTP)
    codes = await services.member_security.confirm_second_factor(
        caller, PresentCode(code=totp.at(clock.now()))
    )
    clock.advance(dt.timedelta(seconds=30))
    return caller, totp, codes.codes


async def test_one_session_serves_both_environments(
    services: TenantServices, owner: Member, tenant: Tenant
) -> None:
    """Each token of a session acts in its own environment, with the permissions of the member's role."""
    session = await services.sessions.sign_in(SignIn(address=f" {owner.address.upper()}", password=PASSWORD))
    for token, environment_id, mode in (
        (session.live_token, tenant.live_id, "live"),
        (session.sandbox_token, tenant.sandbox_id, "sandbox"),
    ):
        caller = await services.authenticator.authenticate(f"Bearer {token}", None)
        assert (caller.kind, caller.id) == (PrincipalKind.MEMBER, public("mbr", owner.id))
        assert (caller.environment_id, caller.mode, caller.session_id) == (environment_id, mode, session.id)
        assert caller.permissions == PERMISSIONS_OF_ROLE[Role.OWNER]
    assert session.live_token not in repr(session)
    found = await services.members.get(await signed_in(services, owner), owner.id)
    assert found.last_signed_in_at is not None


async def test_failures_look_alike(services: TenantServices, owner: Member, other_tenant: Tenant) -> None:
    """An unknown address, a wrong password and the wrong tenant get the same words."""
    words = set()
    for command in (
        SignIn(address="nobody@example.com", password=PASSWORD),
        SignIn(address=owner.address, password="wrong"),
        SignIn(address=owner.address, password=PASSWORD, tenant_id=public("ten", other_tenant.id)),
    ):
        with pytest.raises(SignInFailed) as caught:
            await services.sessions.sign_in(command)
        words.add((caught.value.message, caught.value.how_to_fix))
    assert len(words) == 1


async def test_an_address_in_two_tenants_names_one(
    services: TenantServices, owner: Member, tenant: Tenant, other_tenant: Tenant
) -> None:
    """Without the tenant's id nobody is guessed; with it each membership has its own password and role."""
    stranger = await services.tenants.system_caller(other_tenant.id, "sandbox")
    await a_member(services, stranger, Role.VIEWER, address=owner.address)
    with pytest.raises(SignInFailed):
        await services.sessions.sign_in(SignIn(address=owner.address, password=PASSWORD))
    for one in (tenant, other_tenant):
        session = await services.sessions.sign_in(
            SignIn(address=owner.address, password=PASSWORD, tenant_id=public("ten", one.id))
        )
        assert session.tenant_id == one.id


async def test_guessing_locks_out_with_back_off(
    services: TenantServices, owner: Member, clock: ManualClock
) -> None:
    """Five wrong passwords lock the member, the right one included, for growing waits; a success starts anew."""
    right, wrong = (
        SignIn(address=owner.address, password=PASSWORD),
        SignIn(address=owner.address, password="x"),
    )
    for _ in range(5):
        with pytest.raises(SignInFailed):
            await services.sessions.sign_in(wrong)
    with pytest.raises(SignInFailed):
        await services.sessions.sign_in(right)
    clock.advance(dt.timedelta(seconds=1))
    with pytest.raises(SignInFailed):
        await services.sessions.sign_in(wrong)
    clock.advance(dt.timedelta(seconds=1))
    with pytest.raises(SignInFailed):
        await services.sessions.sign_in(right)
    clock.advance(dt.timedelta(seconds=1))
    await services.sessions.sign_in(right)
    with pytest.raises(SignInFailed):
        await services.sessions.sign_in(wrong)
    await services.sessions.sign_in(right)


async def test_many_guesses_at_once_gain_nothing(services: TenantServices, owner: Member) -> None:
    """Of twelve guesses in the same moment at most five are judged: the right password among the later ones fails."""
    wrong = [SignIn(address=owner.address, password=f"guess {n}") for n in range(12)]
    await asyncio.gather(*(services.sessions.sign_in(one) for one in wrong), return_exceptions=True)
    with pytest.raises(SignInFailed):
        await services.sessions.sign_in(SignIn(address=owner.address, password=PASSWORD))


def test_waits_grow_and_end() -> None:
    """1, 2, 4 … seconds from the fifth failure on, never more than 15 minutes."""
    now = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
    waits = [locked_until(failed, now) for failed in range(1, 40)]
    seconds = [0 if one is None else int((one - now).total_seconds()) for one in waits]
    assert seconds[:9] == [0, 0, 0, 0, 1, 2, 4, 8, 16]
    assert max(seconds) == seconds[-1] == 900
    assert seconds == sorted(seconds)


async def test_sessions_slide_and_end(
    services: TenantServices, owner: Member, clock: ManualClock, watch: StopWatch
) -> None:
    """Use keeps a session for an hour more, never beyond 24; an hour without use ends it."""
    session = await services.sessions.sign_in(SignIn(address=owner.address, password=PASSWORD))

    async def use(after: dt.timedelta) -> None:
        clock.advance(after)
        watch.advance(after.total_seconds())
        await services.authenticator.authenticate(None, session.live_token)

    for _ in range(28):
        await use(dt.timedelta(minutes=50))
    with pytest.raises(CredentialEnded):
        await use(dt.timedelta(minutes=50))
    session = await services.sessions.sign_in(SignIn(address=owner.address, password=PASSWORD))
    with pytest.raises(CredentialEnded):
        await use(dt.timedelta(minutes=61))


async def test_sessions_are_listed_and_ended(
    services: TenantServices, system: Principal, owner: Member, watch: StopWatch
) -> None:
    """A member sees and ends their own sessions and no other's; an ended one dies within five seconds."""
    one, two = await signed_in(services, owner), await signed_in(services, owner)
    other = await signed_in(services, await a_member(services, system, Role.VIEWER))
    listed = await services.sessions.list_own(two)
    assert {session.id for session in listed} == {one.session_id, two.session_id}
    assert [session.id for session in listed if session.current] == [two.session_id]
    assert one.session_id is not None
    for stranger, refusal in ((other, SessionNotFound), (system, PermissionDenied)):
        with pytest.raises(refusal):
            await services.sessions.revoke(stranger, one.session_id)
    session = await services.sessions.sign_in(SignIn(address=owner.address, password=PASSWORD))
    await services.authenticator.authenticate(None, session.live_token)
    await services.sessions.revoke(two, session.id)
    with pytest.raises(SessionNotFound):
        await services.sessions.revoke(two, session.id)
    watch.advance(4.01)
    with pytest.raises(CredentialInvalid):
        await services.authenticator.authenticate(None, session.live_token)
    with pytest.raises(PermissionDenied):
        await services.sessions.list_own(system)


async def test_removal_and_roles_reach_sessions(
    services: TenantServices, system: Principal, owner: Member, watch: StopWatch
) -> None:
    """A new role is in force four seconds later; a removed member's sessions are over."""
    member = await a_member(services, system, Role.ADMIN)
    session = await services.sessions.sign_in(SignIn(address=member.address, password=PASSWORD))
    await services.authenticator.authenticate(None, session.live_token)
    await services.members.change_role(system, member.id, Role.VIEWER)
    watch.advance(4.01)
    caller = await services.authenticator.authenticate(None, session.live_token)
    assert caller.permissions == PERMISSIONS_OF_ROLE[Role.VIEWER]
    await services.members.remove(system, member.id)
    watch.advance(4.01)
    with pytest.raises(CredentialInvalid):
        await services.authenticator.authenticate(None, session.live_token)
    with pytest.raises(SignInFailed):
        await services.sessions.sign_in(SignIn(address=member.address, password=PASSWORD))
    assert (await services.members.get(system, owner.id)).role is Role.OWNER


async def test_the_second_factor_is_asked_for(
    services: TenantServices, owner: Member, clock: ManualClock
) -> None:
    """Once confirmed, the password alone is not enough; a code works once; a wrong one fails like a wrong password."""
    _, totp, _ = await with_factor(services, owner, clock)
    with pytest.raises(SecondFactorRequired):
        await signed_in(services, owner)
    code = totp.at(clock.now())
    await signed_in(services, owner, code)
    with pytest.raises(SignInFailed):
        await signed_in(services, owner, code)
    with pytest.raises(SignInFailed):
        await signed_in(services, owner, "000000")
    with pytest.raises(SignInFailed):
        await services.sessions.sign_in(SignIn(address=owner.address, password="wrong", code=code))


async def test_wrong_codes_lock_out_too(services: TenantServices, owner: Member, clock: ManualClock) -> None:
    """Knowing the password, five wrong codes lock the member, and asking without a code in between does not help."""
    _, totp, _ = await with_factor(services, owner, clock)
    for _ in range(5):
        with pytest.raises(SignInFailed):
            await signed_in(services, owner, "000000")
    with pytest.raises(SignInFailed):
        await signed_in(services, owner)
    with pytest.raises(SignInFailed):
        await signed_in(services, owner, totp.at(clock.now()))


async def test_recovery_codes_work_once_each(
    services: TenantServices, owner: Member, clock: ManualClock
) -> None:
    """A recovery code stands in for the phone, once; another still works; dropping the factor takes one too."""
    caller, totp, codes = await with_factor(services, owner, clock)
    await signed_in(services, owner, codes[0].upper())
    with pytest.raises(SignInFailed):
        await signed_in(services, owner, codes[0])
    await signed_in(services, owner, codes[1])
    with pytest.raises(PasswordWrong):
        await services.member_security.drop_second_factor(caller, PresentCode(code=codes[1]))
    await services.member_security.drop_second_factor(caller, PresentCode(code=codes[2]))
    await signed_in(services, owner)
    with pytest.raises(SecondFactorState):
        await services.member_security.drop_second_factor(caller, PresentCode(code=codes[3]))
    with pytest.raises(SecondFactorState):
        await services.member_security.confirm_second_factor(caller, PresentCode(code=totp.at(clock.now())))


async def test_a_factor_counts_once_it_is_confirmed(
    services: TenantServices, owner: Member, clock: ManualClock
) -> None:
    """Begun and not confirmed, it changes nothing; a wrong code or password confirms or begins nothing."""
    caller = await signed_in(services, owner)
    with pytest.raises(PasswordWrong):
        await services.member_security.begin_second_factor(caller, BeginSecondFactor(password="wrong"))
    await services.member_security.begin_second_factor(caller, BeginSecondFactor(password=PASSWORD))
    with pytest.raises(PasswordWrong):
        await services.member_security.confirm_second_factor(caller, PresentCode(code="000000"))
    await signed_in(services, owner)
    await with_factor(services, owner, clock)
    with pytest.raises(SecondFactorState):
        await services.member_security.begin_second_factor(caller, BeginSecondFactor(password=PASSWORD))


async def test_a_new_password_ends_the_other_sessions(
    services: TenantServices, system: Principal, owner: Member, watch: StopWatch, database: Database
) -> None:
    """The old password is out, the session that changed it stays, all others are over, and one entry says so."""
    here, there = await signed_in(services, owner), await signed_in(services, owner)
    with pytest.raises(PasswordWrong):
        await services.member_security.change_password(
            here, ChangePassword(password="wrong", new_password="an entirely different sentence")
        )
    await services.member_security.change_password(
        here, ChangePassword(password=PASSWORD, new_password="an entirely different sentence")
    )
    assert [session.id for session in await services.sessions.list_own(there)] == [here.session_id]
    with pytest.raises(SignInFailed):
        await signed_in(services, owner)
    await services.sessions.sign_in(SignIn(address=owner.address, password="an entirely different sentence"))
    entries = [entry["typ"] for entry in await entries_of(database, system.environment_id)]
    assert entries.count("member.password.v1") == 1
    with pytest.raises(PermissionDenied):
        await services.member_security.change_password(
            system, ChangePassword(password=PASSWORD, new_password=PASSWORD)
        )


async def test_secrets_of_sign_in_rest_hashed_or_sealed(
    services: TenantServices, owner: Member, clock: ManualClock, database: Database, tenant: Tenant
) -> None:
    """The password is an argon2id hash; seed, recovery codes and session secrets are in no table."""
    _, totp, codes = await with_factor(services, owner, clock)
    session = await services.sessions.sign_in(
        SignIn(address=owner.address, password=PASSWORD, code=totp.at(clock.now()))
    )
    async with database.transaction((tenant.id, tenant.live_id, tenant.sandbox_id)) as tx:
        row = await tx.fetchrow("SELECT password_hash FROM member WHERE member_id = $1", owner.id)
        assert row is not None
        assert row["password_hash"].startswith("$argon2id$v=19$m=")
        for table in ("member", "recovery_code", "session", "outbox", "ledger_intake"):
            for each in await tx.fetch(f"SELECT to_jsonb({table})::text AS text FROM {table}"):
                for word in (PASSWORD, totp.secret, codes[0], session.live_token[-38:-6]):
                    assert word not in each["text"]
                    assert word.encode().hex() not in each["text"]
                assert totp.byte_secret().hex() not in each["text"]
