"""Routing on the real database: a tenant of its own for each test, and a policy of two gateways."""

import datetime as dt
import itertools
import pathlib
from collections.abc import Iterator, Sequence
from uuid import UUID

import pytest

from core.clock import ManualClock
from core.cpu import CpuPool
from core.database import Database
from core.ids import public
from inference.gateway_routing.choices import GatewayChoices, GatewayChosen, PaymentToSend
from inference.gateway_routing.policies import RoutingPolicies
from inference.gateway_routing.policy import PolicyGateway, PolicySpec
from ledger.receipts import ReceiptSigner
from payments.attempts.attempts import GatewayAttempts
from payments.attempts.facts import AttemptFact
from tenants.kms import LocalKms
from tenants.principals import Principal
from tenants.services import TenantServices, assemble
from tenants.settings import TenantsSettings
from tenants.tenancy import INSTALLATION, CreateTenant
from tests.tenants.conftest import MASTER


@pytest.fixture
def cpu() -> Iterator[CpuPool]:
    pool = CpuPool()
    yield pool
    pool.close()


@pytest.fixture
async def tenancy(
    database: Database, clock: ManualClock, cpu: CpuPool, tmp_path: pathlib.Path
) -> TenantServices:
    settings = TenantsSettings(data_dir=tmp_path, master_key=MASTER)
    return await assemble(database, LocalKms(MASTER), cpu, clock, settings)


@pytest.fixture
async def caller(tenancy: TenantServices) -> Principal:
    tenant = await tenancy.tenants.create(INSTALLATION, CreateTenant(name="Asha Bank"))
    return await tenancy.tenants.system_caller(tenant.id, "sandbox")


class Routed:
    """What a tenant does: asks, sends, tells."""

    def __init__(
        self, database: Database, tenancy: TenantServices, clock: ManualClock, caller: Principal
    ) -> None:
        self.caller = caller
        self.clock = clock
        self.attempts = GatewayAttempts(database, tenancy.vaults, clock)
        self.policies = RoutingPolicies(database, clock)
        self.choices = self.another_process(database, tenancy)
        self._numbers = itertools.count()

    def another_process(self, database: Database, tenancy: TenantServices) -> GatewayChoices:
        signer = ReceiptSigner("test.local/receipts", b"s" * 32)
        return GatewayChoices(database, tenancy.vaults, signer, self.clock)

    async def policy(self, *, challenger: bool = False, share: int = 50, **changes: object) -> UUID:
        """Make a policy and let it serve."""
        gateways = [PolicyGateway(gateway="gw-a"), PolicyGateway(gateway="gw-b")]
        spec = PolicySpec(**{"gateways": gateways, **changes})  # type: ignore[arg-type]
        made = await self.policies.create(self.caller, "a policy", spec)
        await self.policies.activate(
            self.caller, made.id, challenger=challenger, share_percent=share, fault_rise_max=0.05
        )
        self.choices.forget(self.caller.environment_id)
        return made.id

    async def ask(self, payment_id: str, **changes: object) -> GatewayChosen:
        plain: dict[str, object] = {"method": "upi", "amount_minor": 10_000, "currency": "INR", **changes}
        return await self.choices.choose(self.caller, PaymentToSend(payment_id=payment_id, **plain))  # type: ignore[arg-type]

    async def tell(self, count: int, gateway: str, *, down: bool = False, minutes_ago: float = 1.0) -> None:
        """Record attempts that all worked, or all failed by the gateway's fault."""
        await self.attempts.record_many(
            self.caller, [self.fact(gateway, down=down, minutes_ago=minutes_ago) for _ in range(count)]
        )
        self.choices.forget(self.caller.environment_id)

    async def follow(self, chosen: Sequence[tuple[str, GatewayChosen]], down: set[str]) -> None:
        """Record the attempts that choices led to; at gateways that are down they fail."""
        facts = [
            self.fact(
                each.gateway,
                down=each.gateway in down,
                payment_id=payment_id,
                choice_id=public("gch", each.id),
            )
            for payment_id, each in chosen
        ]
        await self.attempts.record_many(self.caller, facts)

    def fact(
        self, gateway: str, *, down: bool, minutes_ago: float = 1.0, payment_id: str | None = None, choice_id: str | None = None
    ) -> AttemptFact:  # fmt: skip
        number = next(self._numbers)
        return AttemptFact(
            id=f"try-{number}",
            payment_id=payment_id or f"pay-{number}",
            choice_id=choice_id,
            gateway=gateway,
            method="upi",
            amount_minor=10_000,
            currency="INR",
            started_at=self.clock.now() - dt.timedelta(minutes=minutes_ago),
            result="failed" if down else "succeeded",
            error_code="gateway_timeout" if down else None,
        )


@pytest.fixture
def routed(database: Database, tenancy: TenantServices, clock: ManualClock, caller: Principal) -> Routed:
    return Routed(database, tenancy, clock, caller)
