"""Sandboxes, put together for the faces and commands."""

from typing import TypedDict

from app.wiring.foundation import Foundation
from payments.agreements.agreements import CommissionAgreements
from payments.attempts.attempts import GatewayAttempts
from payments.logins import Logins
from payments.payouts.payouts import Payouts
from payments.transactions import Payments
from resolution.sandboxes.clocks import SandboxClocks
from resolution.sandboxes.sandboxes import Sandboxes
from resolution.sandboxes.seed import Seeds


class SandboxServices(TypedDict):
    """Fields of `Services`."""

    sandboxes: Sandboxes
    sandbox_clocks: SandboxClocks


def sandbox_services(base: Foundation) -> SandboxServices:
    return SandboxServices(sandboxes=sandboxes(base), sandbox_clocks=sandbox_clocks(base))


def sandbox_clocks(base: Foundation) -> SandboxClocks:
    return SandboxClocks(base.database, base.tenants.authenticator, base.clock)


def sandboxes(base: Foundation) -> Sandboxes:
    tenants = base.tenants
    kept = (base.database, tenants.vaults, base.clock)
    seeds = Seeds(
        Payments(*kept), Logins(*kept), GatewayAttempts(*kept), Payouts(*kept), CommissionAgreements(*kept)
    )
    return Sandboxes(
        base.database,
        tenants.tenants,
        tenants.api_keys,
        tenants.oauth_clients,
        seeds,
        base.clock,
        self_service=base.settings.server.self_service_sandbox,
    )
