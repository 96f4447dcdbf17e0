package client

import (
	"context"

	"countermark.dev/client/core"
)

// Inference has a method for each use case. Each makes a decision: it is kept, in the ledger, and answered with a receipt.
type Inference struct{ core *core.Client }

// Categorize answers: What are these statement lines?
func (i *Inference) Categorize(ctx context.Context, question core.StatementQuestion) (*core.CategorizeDecision, error) {
	return i.core.DecideCategorize(ctx, question)
}

// ChurnScore answers: Is this customer about to leave?
func (i *Inference) ChurnScore(ctx context.Context, question core.CustomerQuestion) (*core.ChurnScoreDecision, error) {
	return i.core.DecideChurnScore(ctx, question)
}

// CommissionCheck answers: What should the partner have earned?
func (i *Inference) CommissionCheck(ctx context.Context, question core.CommissionQuestion) (*core.CommissionCheckDecision, error) {
	return i.core.DecideCommissionCheck(ctx, question)
}

// CreditScore answers: Will this customer repay?
func (i *Inference) CreditScore(ctx context.Context, question core.CustomerQuestion) (*core.CreditScoreDecision, error) {
	return i.core.DecideCreditScore(ctx, question)
}

// GatewayRoute answers: Which gateway should take this payment now?
func (i *Inference) GatewayRoute(ctx context.Context, question core.RoutingQuestion) (*core.GatewayRouteDecision, error) {
	return i.core.DecideGatewayRoute(ctx, question)
}

// LeadScore answers: Which product is this customer likely to take?
func (i *Inference) LeadScore(ctx context.Context, question core.HistoryQuestion) (*core.LeadScoreDecision, error) {
	return i.core.DecideLeadScore(ctx, question)
}

// LifeEvents answers: What happened in this customer's life?
func (i *Inference) LifeEvents(ctx context.Context, question core.HistoryQuestion) (*core.LifeEventsDecision, error) {
	return i.core.DecideLifeEvents(ctx, question)
}

// PaymentDelay answers: Will this invoice be paid late, and when?
func (i *Inference) PaymentDelay(ctx context.Context, question core.InvoiceQuestion) (*core.PaymentDelayDecision, error) {
	return i.core.DecidePaymentDelay(ctx, question)
}

// PaymentTiming answers: On which day should each invoice be paid?
func (i *Inference) PaymentTiming(ctx context.Context, question core.PortfolioQuestion) (*core.PaymentTimingDecision, error) {
	return i.core.DecidePaymentTiming(ctx, question)
}

// PayoutDelay answers: Where is this payout stuck, and when is it credited?
func (i *Inference) PayoutDelay(ctx context.Context, question core.PayoutQuestion) (*core.PayoutDelayDecision, error) {
	return i.core.DecidePayoutDelay(ctx, question)
}

// Segment answers: How does this customer live?
func (i *Inference) Segment(ctx context.Context, question core.HistoryQuestion) (*core.SegmentDecision, error) {
	return i.core.DecideSegment(ctx, question)
}

// SpendForecast answers: How much will this customer spend in the next months?
func (i *Inference) SpendForecast(ctx context.Context, question core.HistoryQuestion) (*core.SpendForecastDecision, error) {
	return i.core.DecideSpendForecast(ctx, question)
}

// TicketTriage answers: What is this ticket about, and who should have it?
func (i *Inference) TicketTriage(ctx context.Context, question core.TicketQuestion) (*core.TicketTriageDecision, error) {
	return i.core.DecideTicketTriage(ctx, question)
}

// TransactionAnomaly answers: Is this payment fraudulent or mistaken?
func (i *Inference) TransactionAnomaly(ctx context.Context, question core.TransactionQuestion) (*core.TransactionAnomalyDecision, error) {
	return i.core.DecideTransactionAnomaly(ctx, question)
}
