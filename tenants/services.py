"""The package put together: what `app/wiring.py` and the tests build once for a process."""

import dataclasses
from collections.abc import Callable
from time import monotonic

from core.clock import Clock
from core.cpu import CpuPool
from core.database import Database
from tenants.access_grants import AccessGrants
from tenants.access_tokens import AccessTokens
from tenants.api_keys import ApiKeys
from tenants.authentication import Authenticator
from tenants.installation_keys import open_pepper
from tenants.invitations import Invitations
from tenants.key_verifier import KeyVerifier
from tenants.kms import Kms
from tenants.limits import Limits
from tenants.member_security import MemberSecurity
from tenants.members import Members
from tenants.oauth import AuthorizationServer
from tenants.oauth_clients import OAuthClients
from tenants.passwords import Passwords
from tenants.request_log import RequestLog
from tenants.rotation import KeyRotation
from tenants.session_verifier import SessionVerifier
from tenants.sessions import Sessions
from tenants.settings import TenantsSettings
from tenants.signing_keys import SigningKeys
from tenants.tenancy import Tenants
from tenants.upkeep import Upkeep
from tenants.usage import UsageCounters
from tenants.vaults import Vaults


@dataclasses.dataclass(frozen=True, kw_only=True)
class TenantServices:
    """`usage.run()` and `request_log.run()` must run as tasks of the server process, so that what they hold is written."""

    vaults: Vaults
    access_grants: AccessGrants
    tenants: Tenants
    members: Members
    invitations: Invitations
    member_security: MemberSecurity
    sessions: Sessions
    api_keys: ApiKeys
    oauth_clients: OAuthClients
    oauth: AuthorizationServer
    signing_keys: SigningKeys
    rotation: KeyRotation
    authenticator: Authenticator
    limits: Limits
    usage: UsageCounters
    request_log: RequestLog
    upkeep: Upkeep


async def assemble(
    database: Database,
    kms: Kms,
    cpu: CpuPool,
    clock: Clock,
    settings: TenantsSettings,
    *,
    monotonic_s: Callable[[], float] = monotonic,
) -> TenantServices:
    """Build every service. Reads or makes the installation's keys. Raises: DatabaseUnavailable, MasterKeyUnusable."""
    pepper = await open_pepper(database, kms, clock)
    signing_keys = SigningKeys(database, kms, clock, monotonic_s=monotonic_s)
    await signing_keys.ensure()
    vaults = Vaults(database, kms, clock, monotonic_s=monotonic_s)
    usage = UsageCounters(database, clock)
    limits = Limits(usage, clock, monotonic_s=monotonic_s)
    tenants = Tenants(database, vaults, clock, settings)
    hashing = Passwords(cpu)
    tokens = AccessTokens(database, signing_keys, clock, issuer=settings.issuer, life_s=settings.token_life_s)
    return TenantServices(
        vaults=vaults,
        access_grants=AccessGrants(database, clock),
        tenants=tenants,
        members=Members(database, vaults, clock),
        invitations=Invitations(database, vaults, pepper, hashing, clock, settings),
        member_security=MemberSecurity(database, vaults, pepper, hashing, clock),
        sessions=Sessions(database, vaults, tenants, pepper, hashing, clock),
        api_keys=ApiKeys(database, pepper, clock),
        oauth_clients=OAuthClients(database, pepper, clock),
        oauth=AuthorizationServer(
            database, pepper, signing_keys, tokens, limits, clock, issuer=settings.issuer
        ),
        signing_keys=signing_keys,
        rotation=KeyRotation(database, vaults, tenants, kms, clock),
        authenticator=Authenticator(
            KeyVerifier(database, pepper, clock),
            SessionVerifier(database, pepper, clock),
            tokens,
            clock,
            monotonic_s=monotonic_s,
        ),
        limits=limits,
        usage=usage,
        request_log=RequestLog(database, clock),
        upkeep=Upkeep(database, clock),
    )
