"""Every kind of answer by the name that use cases give it."""

from collections.abc import Mapping

from inference.answering import scores
from inference.answering.categorize import CATEGORIZE
from inference.answering.commission_check import COMMISSION_CHECK
from inference.answering.gateway_route import GATEWAY_ROUTE
from inference.answering.kinds import AnswerKind
from inference.answering.lead_score import LEAD_SCORE
from inference.answering.life_events import LIFE_EVENTS
from inference.answering.payment_delay import PAYMENT_DELAY
from inference.answering.payment_timing import PAYMENT_TIMING
from inference.answering.payout_delay import PAYOUT_DELAY
from inference.answering.segment import SEGMENT
from inference.answering.spend_forecast import SPEND_FORECAST
from inference.answering.ticket_triage import TICKET_TRIAGE
from inference.answering.transaction_anomaly import TRANSACTION_ANOMALY

ANSWERS: Mapping[str, AnswerKind] = {
    "probability": scores.PROBABILITY,
    "credit": scores.CREDIT,
    "transaction-anomaly": TRANSACTION_ANOMALY,
    "payment-delay": PAYMENT_DELAY,
    "payout-delay": PAYOUT_DELAY,
    "gateway-route": GATEWAY_ROUTE,
    "lead-score": LEAD_SCORE,
    "life-events": LIFE_EVENTS,
    "categorize": CATEGORIZE,
    "ticket-triage": TICKET_TRIAGE,
    "commission-check": COMMISSION_CHECK,
    "payment-timing": PAYMENT_TIMING,
    "segment": SEGMENT,
    "spend-forecast": SPEND_FORECAST,
}
