"""The package put together: what `app/wiring.py` and the tests build once for a process."""

import dataclasses
from collections.abc import Callable
from time import monotonic

from core.clock import Clock
from core.database import Database
from tenants.api_keys import ApiKeys
from tenants.authentication import Authenticator
from tenants.installation_keys import open_pepper
from tenants.key_verifier import KeyVerifier
from tenants.kms import Kms
from tenants.limits import Limits
from tenants.settings import TenantsSettings
from tenants.tenancy import Tenants
from tenants.usage import UsageCounters
from tenants.vaults import Vaults
from tenants.verification import Verified, invalid


class _NotYet:
    async def verify(self, text: str) -> Verified:
        raise invalid(f"no verifier for {text[:4]}")


@dataclasses.dataclass(frozen=True, kw_only=True)
class TenantServices:
    """`usage.run()` must run as a task of the process, so that what was counted is written."""

    vaults: Vaults
    tenants: Tenants
    api_keys: ApiKeys
    authenticator: Authenticator
    limits: Limits
    usage: UsageCounters


async def assemble(
    database: Database,
    kms: Kms,
    clock: Clock,
    settings: TenantsSettings,
    *,
    monotonic_s: Callable[[], float] = monotonic,
) -> TenantServices:
    """Build every service. Reads or makes the installation's keys. Raises: DatabaseUnavailable, MasterKeyUnusable."""
    pepper = await open_pepper(database, kms, clock)
    vaults = Vaults(database, kms, clock, monotonic_s=monotonic_s)
    usage = UsageCounters(database, clock)
    return TenantServices(
        vaults=vaults,
        tenants=Tenants(database, vaults, clock, settings),
        api_keys=ApiKeys(database, pepper, clock),
        authenticator=Authenticator(
            KeyVerifier(database, pepper, clock), _NotYet(), _NotYet(), clock, monotonic_s=monotonic_s
        ),
        limits=Limits(usage, clock, monotonic_s=monotonic_s),
        usage=usage,
    )
