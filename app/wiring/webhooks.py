"""Webhooks as the server offers them; the worker, which sends them, is wired in `outbound`."""

from app.wiring.foundation import Foundation
from resolution.outbound.reach import Reach
from resolution.webhooks.deliveries import WebhookDeliveries
from resolution.webhooks.endpoints import WebhookEndpoints


def webhook_endpoints(base: Foundation) -> WebhookEndpoints:
    reach = Reach(base.settings.outbound_allow)
    return WebhookEndpoints(base.database, base.tenants.vaults, base.clock, reach)


def webhook_deliveries(base: Foundation) -> WebhookDeliveries:
    return WebhookDeliveries(base.database, base.clock, webhook_endpoints(base))
