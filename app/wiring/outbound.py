"""What leaves for hosts that tenants name: webhooks and calls; and what gateways told, handed on."""

from app.wiring.foundation import Foundation
from payments.attempts.hearing import HeardAttempts
from payments.payouts.payouts import Payouts
from resolution.connectors.attempt_events import GatewayAttemptEvents
from resolution.connectors.payout_events import GatewayPayouts
from resolution.outbound.guard import Guard
from resolution.outbound.reach import Reach
from resolution.webhooks.sender import WebhookSender


def guard_of(base: Foundation) -> Guard:
    return Guard(Reach(base.settings.outbound_allow))


def webhook_sender(base: Foundation) -> WebhookSender:
    return WebhookSender(base.database, base.tenants.vaults, guard_of(base), base.clock)


def gateway_payouts(base: Foundation) -> GatewayPayouts:
    payouts = Payouts(base.database, base.tenants.vaults, base.clock)
    return GatewayPayouts(base.database, base.tenants.vaults, payouts)


def gateway_attempts(base: Foundation) -> GatewayAttemptEvents:
    heard = HeardAttempts(base.database, base.tenants.vaults, base.clock)
    return GatewayAttemptEvents(base.database, base.tenants.vaults, heard)
