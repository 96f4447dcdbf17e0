"""Questions about payments and customers: one method for each use case."""

from __future__ import annotations

from countermark_client._async.resource import Fields, body_of, told
from countermark_client._core.api.inference import (
    decide_categorize,
    decide_churn_score,
    decide_commission_check,
    decide_credit_score,
    decide_gateway_route,
    decide_lead_score,
    decide_life_events,
    decide_payment_delay,
    decide_payment_timing,
    decide_payout_delay,
    decide_segment,
    decide_spend_forecast,
    decide_ticket_triage,
    decide_transaction_anomaly,
)
from countermark_client._core.client import AsyncCaller
from countermark_client._core.models.categorize_decision import CategorizeDecision
from countermark_client._core.models.churn_score_decision import ChurnScoreDecision
from countermark_client._core.models.commission_check_decision import CommissionCheckDecision
from countermark_client._core.models.commission_question import CommissionQuestion
from countermark_client._core.models.credit_score_decision import CreditScoreDecision
from countermark_client._core.models.customer_question import CustomerQuestion
from countermark_client._core.models.gateway_route_decision import GatewayRouteDecision
from countermark_client._core.models.history_question import HistoryQuestion
from countermark_client._core.models.invoice_question import InvoiceQuestion
from countermark_client._core.models.lead_score_decision import LeadScoreDecision
from countermark_client._core.models.life_events_decision import LifeEventsDecision
from countermark_client._core.models.payment_delay_decision import PaymentDelayDecision
from countermark_client._core.models.payment_timing_decision import PaymentTimingDecision
from countermark_client._core.models.payout_delay_decision import PayoutDelayDecision
from countermark_client._core.models.payout_question import PayoutQuestion
from countermark_client._core.models.portfolio_question import PortfolioQuestion
from countermark_client._core.models.routing_question import RoutingQuestion
from countermark_client._core.models.segment_decision import SegmentDecision
from countermark_client._core.models.spend_forecast_decision import SpendForecastDecision
from countermark_client._core.models.statement_question import StatementQuestion
from countermark_client._core.models.ticket_question import TicketQuestion
from countermark_client._core.models.ticket_triage_decision import TicketTriageDecision
from countermark_client._core.models.transaction_anomaly_decision import TransactionAnomalyDecision
from countermark_client._core.models.transaction_question import TransactionQuestion


class AsyncInference:
    """Each method takes the question as its model, as a mapping or as named fields, and answers a decision with its receipt.

    Raises: CountermarkError, as all of them.
    """

    def __init__(self, transport: AsyncCaller) -> None:
        self._transport = transport

    async def categorize(
        self,
        question: StatementQuestion | Fields | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout_s: float | None = None,
        **fields: object,
    ) -> CategorizeDecision:
        """What are these statement lines?"""
        return await decide_categorize.asyncio(
            client=self._transport,
            body=body_of(question, fields),
            idempotency_key=told(idempotency_key),
            timeout_s=timeout_s,
        )

    async def churn_score(
        self,
        question: CustomerQuestion | Fields | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout_s: float | None = None,
        **fields: object,
    ) -> ChurnScoreDecision:
        """Is this customer about to leave?"""
        return await decide_churn_score.asyncio(
            client=self._transport,
            body=body_of(question, fields),
            idempotency_key=told(idempotency_key),
            timeout_s=timeout_s,
        )

    async def commission_check(
        self,
        question: CommissionQuestion | Fields | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout_s: float | None = None,
        **fields: object,
    ) -> CommissionCheckDecision:
        """What should the partner have earned?"""
        return await decide_commission_check.asyncio(
            client=self._transport,
            body=body_of(question, fields),
            idempotency_key=told(idempotency_key),
            timeout_s=timeout_s,
        )

    async def credit_score(
        self,
        question: CustomerQuestion | Fields | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout_s: float | None = None,
        **fields: object,
    ) -> CreditScoreDecision:
        """Will this customer repay?"""
        return await decide_credit_score.asyncio(
            client=self._transport,
            body=body_of(question, fields),
            idempotency_key=told(idempotency_key),
            timeout_s=timeout_s,
        )

    async def gateway_route(
        self,
        question: RoutingQuestion | Fields | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout_s: float | None = None,
        **fields: object,
    ) -> GatewayRouteDecision:
        """Which gateway should take this payment now?"""
        return await decide_gateway_route.asyncio(
            client=self._transport,
            body=body_of(question, fields),
            idempotency_key=told(idempotency_key),
            timeout_s=timeout_s,
        )

    async def lead_score(
        self,
        question: HistoryQuestion | Fields | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout_s: float | None = None,
        **fields: object,
    ) -> LeadScoreDecision:
        """Which product is this customer likely to take?"""
        return await decide_lead_score.asyncio(
            client=self._transport,
            body=body_of(question, fields),
            idempotency_key=told(idempotency_key),
            timeout_s=timeout_s,
        )

    async def life_events(
        self,
        question: HistoryQuestion | Fields | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout_s: float | None = None,
        **fields: object,
    ) -> LifeEventsDecision:
        """What happened in this customer's life?"""
        return await decide_life_events.asyncio(
            client=self._transport,
            body=body_of(question, fields),
            idempotency_key=told(idempotency_key),
            timeout_s=timeout_s,
        )

    async def payment_delay(
        self,
        question: InvoiceQuestion | Fields | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout_s: float | None = None,
        **fields: object,
    ) -> PaymentDelayDecision:
        """Will this invoice be paid late, and when?"""
        return await decide_payment_delay.asyncio(
            client=self._transport,
            body=body_of(question, fields),
            idempotency_key=told(idempotency_key),
            timeout_s=timeout_s,
        )

    async def payment_timing(
        self,
        question: PortfolioQuestion | Fields | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout_s: float | None = None,
        **fields: object,
    ) -> PaymentTimingDecision:
        """On which day should each invoice be paid?"""
        return await decide_payment_timing.asyncio(
            client=self._transport,
            body=body_of(question, fields),
            idempotency_key=told(idempotency_key),
            timeout_s=timeout_s,
        )

    async def payout_delay(
        self,
        question: PayoutQuestion | Fields | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout_s: float | None = None,
        **fields: object,
    ) -> PayoutDelayDecision:
        """Where is this payout stuck, and when is it credited?"""
        return await decide_payout_delay.asyncio(
            client=self._transport,
            body=body_of(question, fields),
            idempotency_key=told(idempotency_key),
            timeout_s=timeout_s,
        )

    async def segment(
        self,
        question: HistoryQuestion | Fields | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout_s: float | None = None,
        **fields: object,
    ) -> SegmentDecision:
        """How does this customer live?"""
        return await decide_segment.asyncio(
            client=self._transport,
            body=body_of(question, fields),
            idempotency_key=told(idempotency_key),
            timeout_s=timeout_s,
        )

    async def spend_forecast(
        self,
        question: HistoryQuestion | Fields | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout_s: float | None = None,
        **fields: object,
    ) -> SpendForecastDecision:
        """How much will this customer spend in the next months?"""
        return await decide_spend_forecast.asyncio(
            client=self._transport,
            body=body_of(question, fields),
            idempotency_key=told(idempotency_key),
            timeout_s=timeout_s,
        )

    async def ticket_triage(
        self,
        question: TicketQuestion | Fields | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout_s: float | None = None,
        **fields: object,
    ) -> TicketTriageDecision:
        """What is this ticket about, and who should have it?"""
        return await decide_ticket_triage.asyncio(
            client=self._transport,
            body=body_of(question, fields),
            idempotency_key=told(idempotency_key),
            timeout_s=timeout_s,
        )

    async def transaction_anomaly(
        self,
        question: TransactionQuestion | Fields | None = None,
        /,
        *,
        idempotency_key: str | None = None,
        timeout_s: float | None = None,
        **fields: object,
    ) -> TransactionAnomalyDecision:
        """Is this payment fraudulent or mistaken?"""
        return await decide_transaction_anomaly.asyncio(
            client=self._transport,
            body=body_of(question, fields),
            idempotency_key=told(idempotency_key),
            timeout_s=timeout_s,
        )
