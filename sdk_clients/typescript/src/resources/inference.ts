/** One question, one decision: a method for each use case. */

import type {
  CategorizeDecision,
  ChurnScoreDecision,
  CommissionCheckDecision,
  CommissionQuestion,
  CreditScoreDecision,
  CustomerQuestion,
  GatewayRouteDecision,
  HistoryQuestion,
  InvoiceQuestion,
  LeadScoreDecision,
  LifeEventsDecision,
  PaymentDelayDecision,
  PaymentTimingDecision,
  PayoutDelayDecision,
  PayoutQuestion,
  PortfolioQuestion,
  RoutingQuestion,
  SegmentDecision,
  SpendForecastDecision,
  StatementQuestion,
  TicketQuestion,
  TicketTriageDecision,
  TransactionAnomalyDecision,
  TransactionQuestion,
} from "../core/types.gen.js";
import type { CallOptions } from "../transport.js";
import { Resource } from "./resource.js";

export class Inference extends Resource {
  /** What each line of a statement was for. */
  async categorize(question: StatementQuestion, call?: CallOptions): Promise<CategorizeDecision> {
    return await this.core.decideCategorize({ body: question, ...this.with(call) });
  }

  /** Is this customer about to leave? */
  async churnScore(question: CustomerQuestion, call?: CallOptions): Promise<ChurnScoreDecision> {
    return await this.core.decideChurnScore({ body: question, ...this.with(call) });
  }

  /** Is what was paid to this partner what the agreement gives? */
  async commissionCheck(question: CommissionQuestion, call?: CallOptions): Promise<CommissionCheckDecision> {
    return await this.core.decideCommissionCheck({ body: question, ...this.with(call) });
  }

  /** How likely is it that this customer does not pay back? */
  async creditScore(question: CustomerQuestion, call?: CallOptions): Promise<CreditScoreDecision> {
    return await this.core.decideCreditScore({ body: question, ...this.with(call) });
  }

  /** Which gateway should this payment go through? */
  async gatewayRoute(question: RoutingQuestion, call?: CallOptions): Promise<GatewayRouteDecision> {
    return await this.core.decideGatewayRoute({ body: question, ...this.with(call) });
  }

  /** Which product would this customer take? */
  async leadScore(question: HistoryQuestion, call?: CallOptions): Promise<LeadScoreDecision> {
    return await this.core.decideLeadScore({ body: question, ...this.with(call) });
  }

  /** What changed in this customer's life? */
  async lifeEvents(question: HistoryQuestion, call?: CallOptions): Promise<LifeEventsDecision> {
    return await this.core.decideLifeEvents({ body: question, ...this.with(call) });
  }

  /** How late will this invoice be paid? */
  async paymentDelay(question: InvoiceQuestion, call?: CallOptions): Promise<PaymentDelayDecision> {
    return await this.core.decidePaymentDelay({ body: question, ...this.with(call) });
  }

  /** On which day should each invoice be paid? */
  async paymentTiming(question: PortfolioQuestion, call?: CallOptions): Promise<PaymentTimingDecision> {
    return await this.core.decidePaymentTiming({ body: question, ...this.with(call) });
  }

  /** How long will this payout take? */
  async payoutDelay(question: PayoutQuestion, call?: CallOptions): Promise<PayoutDelayDecision> {
    return await this.core.decidePayoutDelay({ body: question, ...this.with(call) });
  }

  /** Which kind of customer is this? */
  async segment(question: HistoryQuestion, call?: CallOptions): Promise<SegmentDecision> {
    return await this.core.decideSegment({ body: question, ...this.with(call) });
  }

  /** What will this customer spend? */
  async spendForecast(question: HistoryQuestion, call?: CallOptions): Promise<SpendForecastDecision> {
    return await this.core.decideSpendForecast({ body: question, ...this.with(call) });
  }

  /** What is this message about, and how urgent is it? */
  async ticketTriage(question: TicketQuestion, call?: CallOptions): Promise<TicketTriageDecision> {
    return await this.core.decideTicketTriage({ body: question, ...this.with(call) });
  }

  /** Is this payment unlike the customer's others? */
  async transactionAnomaly(question: TransactionQuestion, call?: CallOptions): Promise<TransactionAnomalyDecision> {
    return await this.core.decideTransactionAnomaly({ body: question, ...this.with(call) });
  }
}
