"""Webhooks and connectors as the server offers them; the worker, which calls, is wired in `outbound`."""

from typing import TypedDict

from app.wiring.feeds import feed_deliveries, feeds
from app.wiring.foundation import Foundation
from inference.services import InferenceServices
from resolution.connectors.connectors import Connectors
from resolution.connectors.gateway_webhooks import GatewayWebhooks
from resolution.connectors.templates import MessageTemplates
from resolution.feeds.deliveries import FeedDeliveries
from resolution.feeds.feeds import Feeds
from resolution.outbound.reach import Reach
from resolution.webhooks.deliveries import WebhookDeliveries
from resolution.webhooks.endpoints import WebhookEndpoints


class OutboundServices(TypedDict):
    """Fields of `Services`."""

    webhook_endpoints: WebhookEndpoints
    webhook_deliveries: WebhookDeliveries
    connectors: Connectors
    feeds: Feeds
    feed_deliveries: FeedDeliveries
    gateway_webhooks: GatewayWebhooks
    message_templates: MessageTemplates


def outbound_services(base: Foundation, inference: InferenceServices) -> OutboundServices:
    return OutboundServices(
        webhook_endpoints=webhook_endpoints(base),
        webhook_deliveries=webhook_deliveries(base),
        connectors=connectors(base),
        feeds=feeds(base),
        feed_deliveries=feed_deliveries(base, inference),
        gateway_webhooks=gateway_webhooks(base),
        message_templates=message_templates(base),
    )


def webhook_endpoints(base: Foundation) -> WebhookEndpoints:
    reach = Reach(base.settings.outbound_allow)
    return WebhookEndpoints(base.database, base.tenants.vaults, base.true_clock, reach)


def webhook_deliveries(base: Foundation) -> WebhookDeliveries:
    return WebhookDeliveries(base.database, base.true_clock, webhook_endpoints(base))


def connectors(base: Foundation) -> Connectors:
    reach = Reach(base.settings.outbound_allow)
    return Connectors(base.database, base.tenants.vaults, base.clock, reach)


def gateway_webhooks(base: Foundation) -> GatewayWebhooks:
    return GatewayWebhooks(base.database, base.tenants.vaults, base.clock)


def message_templates(base: Foundation) -> MessageTemplates:
    return MessageTemplates(base.database, base.clock)
