"""The tenants' services as the faces take them."""

from app.wiring.foundation import Foundation
from app.wiring.sandboxes import SandboxServices, sandbox_services
from core.clock import Clock
from tenants.access_grants import AccessGrants
from tenants.api_keys import ApiKeys
from tenants.authentication import Authenticator
from tenants.invitations import Invitations
from tenants.limits import Limits
from tenants.member_security import MemberSecurity
from tenants.members import Members
from tenants.oauth import AuthorizationServer
from tenants.oauth_clients import OAuthClients
from tenants.request_log import RequestLog
from tenants.sessions import Sessions
from tenants.tenancy import Tenants
from tenants.usage import UsageCounters
from tenants.vaults import Vaults


class TenancyFields(SandboxServices):
    """Fields of `Services`."""

    clock: Clock
    authenticator: Authenticator
    limits: Limits
    vaults: Vaults
    tenants: Tenants
    access_grants: AccessGrants
    members: Members
    invitations: Invitations
    member_security: MemberSecurity
    sessions: Sessions
    api_keys: ApiKeys
    oauth_clients: OAuthClients
    oauth: AuthorizationServer
    usage: UsageCounters
    request_log: RequestLog


def tenancy(base: Foundation) -> TenancyFields:
    return TenancyFields(
        **sandbox_services(base),
        clock=base.true_clock,
        authenticator=base.tenants.authenticator,
        limits=base.tenants.limits,
        vaults=base.tenants.vaults,
        tenants=base.tenants.tenants,
        access_grants=base.tenants.access_grants,
        members=base.tenants.members,
        invitations=base.tenants.invitations,
        member_security=base.tenants.member_security,
        sessions=base.tenants.sessions,
        api_keys=base.tenants.api_keys,
        oauth_clients=base.tenants.oauth_clients,
        oauth=base.tenants.oauth,
        usage=base.tenants.usage,
        request_log=base.tenants.request_log,
    )
