"""Signing in and out, and what members do about their own sign-in."""

from api.rest.operations import Keyed, delete, get, post
from api.views.members import NewSessionView, SessionList, new_session_view, session_list
from core.ids import parse
from tenants.member_security import (
    BeginSecondFactor,
    ChangePassword,
    MemberSecurity,
    PresentCode,
    RecoveryCodes,
    SecondFactorSetup,
)
from tenants.principals import Principal
from tenants.sessions import Sessions, SignIn

_SESSION = {
    "id": "ses_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "current": True,
    "second_factor": True,
    "created_at": "2026-11-21T09:12:40.000000Z",
    "last_seen_at": "2026-11-21T09:40:02.000000Z",
    "expires_at": "2026-11-22T09:12:40.000000Z",
}


@post(
    "/sessions",
    operation_id="signIn",
    summary="Sign in",
    tag="sessions",
    status=201,
    public=True,
    example={"address": "asha@example.com", "password": "correct horse battery staple", "code": "492039"},
    answer_example={
        "id": "ses_01kc1x5w3ceyp8s1r7t3v5w9ya",
        "member_id": "mbr_01kc1x5w3ceyp8s1r7t3v5w9ya",
        "tenant_id": "ten_01kc1x5w3ceyp8s1r7t3v5w9ya",
        "live_token": "cms_live_c2BrBS58lKBJ_<32 characters><6 more>",
        "sandbox_token": "cms_sandbox_c2BrBS58lKBJ_<32 characters><6 more>",
        "expires_at": "2026-11-22T09:12:40.000000Z",
    },
    responses={
        401: "Address, password or code is wrong, the member is locked, or a second factor is asked for.",
        429: "Too many passwords are being checked.",
    },
)
async def sign_in(data: SignIn, sessions: Sessions) -> NewSessionView:
    """One session, with a token for each environment. It ends after an hour without use, and after 24 hours."""
    return new_session_view(await sessions.sign_in(data))


@get(
    "/sessions",
    operation_id="listSessions",
    summary="List your sessions",
    tag="sessions",
    answer_example={"data": [_SESSION]},
)
async def list_sessions(caller: Principal, sessions: Sessions) -> SessionList:
    """Those that still work, newest first."""
    return session_list(await sessions.list_own(caller))


@delete(
    "/sessions/{session_id:str}", operation_id="endSession", summary="Sign out", tag="sessions", status=204
)
async def end_session(caller: Principal, session_id: str, sessions: Sessions) -> None:
    """Ends this or another of your sessions, everywhere within five seconds."""
    await sessions.revoke(caller, parse("ses", session_id))


@post(
    "/profile/password",
    operation_id="changePassword",
    summary="Change your password",
    tag="sessions",
    keyed=Keyed.OPTIONAL,
    status=204,
    example={"password": "correct horse battery staple", "new_password": "another long and quiet sentence"},
)
async def change_password(caller: Principal, data: ChangePassword, member_security: MemberSecurity) -> None:
    """Your other sessions end."""
    await member_security.change_password(caller, data)


@post(
    "/profile/second-factor",
    operation_id="beginSecondFactor",
    summary="Begin a second factor",
    tag="sessions",
    keyed=Keyed.OPTIONAL,
    status=201,
    example={"password": "correct horse battery staple"},
    answer_example={
        "uri": "otpauth://totp/Countermark:asha%40example.com?secret=GEZDGNBVGY3TQOJQ&issuer=Countermark"
    },
)
async def begin_second_factor(
    caller: Principal, data: BeginSecondFactor, member_security: MemberSecurity
) -> SecondFactorSetup:
    """Scan the address with an authenticator app, then confirm with a code; until then nothing changes."""
    return await member_security.begin_second_factor(caller, data)


@post(
    "/profile/second-factor/confirm",
    operation_id="confirmSecondFactor",
    summary="Confirm a second factor",
    tag="sessions",
    keyed=Keyed.OPTIONAL,
    example={"code": "492039"},
    answer_example={"codes": ["7k2m9x4q8r1t", "0v5w3y6z2n8p"]},
)
async def confirm_second_factor(
    caller: Principal, data: PresentCode, member_security: MemberSecurity
) -> RecoveryCodes:
    """From now on signing in asks for a code. Keep the recovery codes: they are shown this once."""
    return await member_security.confirm_second_factor(caller, data)


@post(
    "/profile/second-factor/drop",
    operation_id="dropSecondFactor",
    summary="Drop the second factor",
    tag="sessions",
    keyed=Keyed.OPTIONAL,
    status=204,
    example={"code": "492039"},
)
async def drop_second_factor(caller: Principal, data: PresentCode, member_security: MemberSecurity) -> None:
    """Takes a code of the app or a recovery code."""
    await member_security.drop_second_factor(caller, data)


HANDLERS = [
    sign_in,
    list_sessions,
    end_session,
    change_password,
    begin_second_factor,
    confirm_second_factor,
    drop_second_factor,
]
