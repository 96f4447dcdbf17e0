"""What routes payments: choices and evaluations for the faces, watches for the worker."""

from app.background import Background
from app.wiring.foundation import Foundation
from inference.gateway_routing.choices import GatewayChoices
from inference.gateway_routing.evaluations import RoutingEvaluations
from inference.gateway_routing.trial_watch import TrialWatch
from ledger.receipts import ReceiptSigner
from payments.attempts.health_watch import HealthWatch


def gateway_choices(base: Foundation, signer: ReceiptSigner) -> GatewayChoices:
    return GatewayChoices(base.database, base.tenants.vaults, signer, base.clock)


def routing_evaluations(base: Foundation) -> RoutingEvaluations:
    return RoutingEvaluations(base.database, base.clock, base.cpu)


def watch_gateways(base: Foundation, background: Background) -> None:
    """Watch over gateways and over challengers of routing, in the worker."""
    background.start("gateways", HealthWatch(base.database, base.clock).run)
    background.start("routing trials", TrialWatch(base.database, base.clock).run)
