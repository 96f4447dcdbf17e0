"""Who hears of events: each is told of every one, and keeps to its own."""

from app.wiring.cases import CaseWork
from app.wiring.foundation import Foundation
from app.wiring.outbound import gateway_attempts, gateway_payouts
from app.wiring.workflows import triggers
from resolution.events import Subscriber
from resolution.webhooks.subscriber import WebhookSubscriber


def subscribers(base: Foundation, work: CaseWork) -> list[Subscriber]:
    """A subscriber is added here."""
    return [
        work.alerts,
        WebhookSubscriber(base.database, base.true_clock),
        gateway_payouts(base),
        gateway_attempts(base),
        triggers(base),
    ]
