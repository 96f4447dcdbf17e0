"""What leaves for hosts that tenants name: webhooks and connectors."""

from app.settings import Settings
from app.wiring.foundation import Foundation
from resolution.outbound.guard import Guard
from resolution.outbound.reach import Reach
from resolution.webhooks.sender import WebhookSender


def reach_of(settings: Settings) -> Reach:
    return Reach(settings.outbound_allow)


def webhook_sender(base: Foundation) -> WebhookSender:
    guard = Guard(reach_of(base.settings))
    return WebhookSender(base.database, base.tenants.vaults, guard, base.clock)
