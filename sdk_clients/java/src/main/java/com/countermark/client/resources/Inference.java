package com.countermark.client.resources;

import com.countermark.client.core.api.InferenceApi;
import com.countermark.client.core.model.CategorizeDecision;
import com.countermark.client.core.model.ChurnScoreDecision;
import com.countermark.client.core.model.CommissionCheckDecision;
import com.countermark.client.core.model.CommissionQuestion;
import com.countermark.client.core.model.CreditScoreDecision;
import com.countermark.client.core.model.CustomerQuestion;
import com.countermark.client.core.model.GatewayRouteDecision;
import com.countermark.client.core.model.HistoryQuestion;
import com.countermark.client.core.model.InvoiceQuestion;
import com.countermark.client.core.model.LeadScoreDecision;
import com.countermark.client.core.model.LifeEventsDecision;
import com.countermark.client.core.model.PaymentDelayDecision;
import com.countermark.client.core.model.PaymentTimingDecision;
import com.countermark.client.core.model.PayoutDelayDecision;
import com.countermark.client.core.model.PayoutQuestion;
import com.countermark.client.core.model.PortfolioQuestion;
import com.countermark.client.core.model.RoutingQuestion;
import com.countermark.client.core.model.SegmentDecision;
import com.countermark.client.core.model.SpendForecastDecision;
import com.countermark.client.core.model.StatementQuestion;
import com.countermark.client.core.model.TicketQuestion;
import com.countermark.client.core.model.TicketTriageDecision;
import com.countermark.client.core.model.TransactionAnomalyDecision;
import com.countermark.client.core.model.TransactionQuestion;
import com.countermark.client.transport.CallOptions;

/** One question a method; every answer is a decision, with reasons, an outcome and a receipt. */
public final class Inference {
  private final InferenceApi core;

  public Inference(InferenceApi core) {
    this.core = core;
  }

  /** Which kind of payment each line of a statement is. */
  public CategorizeDecision categorize(StatementQuestion question, CallOptions... options) {
    return core.decideCategorize(question, options);
  }

  /** Is this customer about to leave? */
  public ChurnScoreDecision churnScore(CustomerQuestion question, CallOptions... options) {
    return core.decideChurnScore(question, options);
  }

  /** Was this commission paid as it was agreed? */
  public CommissionCheckDecision commissionCheck(CommissionQuestion question, CallOptions... options) {
    return core.decideCommissionCheck(question, options);
  }

  /** How likely is this customer to pay back? */
  public CreditScoreDecision creditScore(CustomerQuestion question, CallOptions... options) {
    return core.decideCreditScore(question, options);
  }

  /** Which gateway should take this payment? */
  public GatewayRouteDecision gatewayRoute(RoutingQuestion question, CallOptions... options) {
    return core.decideGatewayRoute(question, options);
  }

  /** Which product does this customer need next? */
  public LeadScoreDecision leadScore(HistoryQuestion question, CallOptions... options) {
    return core.decideLeadScore(question, options);
  }

  /** What has changed in this customer's life? */
  public LifeEventsDecision lifeEvents(HistoryQuestion question, CallOptions... options) {
    return core.decideLifeEvents(question, options);
  }

  /** When will this invoice be paid? */
  public PaymentDelayDecision paymentDelay(InvoiceQuestion question, CallOptions... options) {
    return core.decidePaymentDelay(question, options);
  }

  /** When should each of these invoices be paid? */
  public PaymentTimingDecision paymentTiming(PortfolioQuestion question, CallOptions... options) {
    return core.decidePaymentTiming(question, options);
  }

  /** When will this payout arrive? */
  public PayoutDelayDecision payoutDelay(PayoutQuestion question, CallOptions... options) {
    return core.decidePayoutDelay(question, options);
  }

  /** What kind of customer is this? */
  public SegmentDecision segment(HistoryQuestion question, CallOptions... options) {
    return core.decideSegment(question, options);
  }

  /** What will this customer spend? */
  public SpendForecastDecision spendForecast(HistoryQuestion question, CallOptions... options) {
    return core.decideSpendForecast(question, options);
  }

  /** What is this ticket about, and who should have it? */
  public TicketTriageDecision ticketTriage(TicketQuestion question, CallOptions... options) {
    return core.decideTicketTriage(question, options);
  }

  /** Is this payment unlike its customer? */
  public TransactionAnomalyDecision transactionAnomaly(TransactionQuestion question, CallOptions... options) {
    return core.decideTransactionAnomaly(question, options);
  }
}
