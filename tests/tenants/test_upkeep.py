"""What ended is forgotten, and what has not is kept."""

import datetime as dt

from core.clock import ManualClock
from core.database import Database
from tenants.invitations import InviteMember
from tenants.permissions import Role
from tenants.principals import Principal
from tenants.services import TenantServices
from tenants.sessions import SignIn
from tests.tenants.conftest import PASSWORD, a_member

COUNTS = """
SELECT (SELECT count(*) FROM session) AS sessions, (SELECT count(*) FROM invitation) AS invitations,
    (SELECT count(*) FROM credential_directory WHERE tenant_id = $1 AND kind IN ('session', 'invitation')) AS listed
"""


async def counts(database: Database, system: Principal) -> tuple[int, ...]:
    async with database.transaction(system.tenant_id) as tx:
        row = await tx.fetchrow(COUNTS, system.tenant_id)
    assert row is not None
    return tuple(row)


async def test_ended_sessions_and_invitations_are_forgotten(
    services: TenantServices, system: Principal, clock: ManualClock, database: Database
) -> None:
    """A week after a session and a month after an invitation both are gone, with their places in the directory."""
    member = await a_member(services, system, Role.OWNER)
    await services.sessions.sign_in(SignIn(address=member.address, password=PASSWORD))
    await services.invitations.invite(system, InviteMember(address="late@example.com", role=Role.VIEWER))
    await services.upkeep.forget_ended()
    assert await counts(database, system) == (1, 2, 2)
    clock.advance(dt.timedelta(days=9))
    await services.upkeep.forget_ended()
    assert await counts(database, system) == (0, 2, 1)
    clock.advance(dt.timedelta(days=30))
    await services.upkeep.forget_ended()
    assert await counts(database, system) == (0, 0, 0)
