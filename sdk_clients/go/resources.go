package client

import (
	"context"

	"countermark.dev/client/core"
)

// Decisions reads, replays and explains decisions.
type Decisions struct{ core *core.Client }

// Get reads a decision.
func (d *Decisions) Get(ctx context.Context, decisionID string) (*core.DecisionView, error) {
	return d.core.GetDecision(ctx, decisionID)
}

// List lists decisions, newest first.
func (d *Decisions) List(ctx context.Context, params *core.ListDecisionsParams) *List[core.DecisionLine] {
	asked := copied(params)
	return &List[core.DecisionLine]{ctx, asked.After, func(ctx context.Context, after *string) (Page[core.DecisionLine], error) {
		asked.After = after
		got, err := d.core.ListDecisions(ctx, &asked)
		return paged(got, err, func(p *core.DecisionPage) Page[core.DecisionLine] {
			return Page[core.DecisionLine]{p.Data, p.HasMore, p.NextAfter}
		})
	}}
}

// Several asks several use cases about one event.
func (d *Decisions) Several(ctx context.Context, question core.SeveralQuestion) (*core.DecisionList, error) {
	return d.core.DecideSeveral(ctx, question)
}

// Replay computes a decision again from what is stored of it, and says whether it comes out the same.
func (d *Decisions) Replay(ctx context.Context, decisionID string) (*core.ReplayView, error) {
	return d.core.ReplayDecision(ctx, decisionID)
}

// Disclosure gives what opens the commitments of a decision's entry.
func (d *Decisions) Disclosure(ctx context.Context, decisionID string) (*core.DisclosureView, error) {
	return d.core.DiscloseDecision(ctx, decisionID)
}

// Explanation gives every contribution to a decision.
func (d *Decisions) Explanation(ctx context.Context, decisionID string) (*core.DecisionExplanationView, error) {
	return d.core.GetDecisionExplanation(ctx, decisionID)
}

// Feedback tells what came true.
type Feedback struct{ core *core.Client }

// Create tells it of one decision.
func (f *Feedback) Create(ctx context.Context, feedback core.Feedback) (*core.FeedbackView, error) {
	return f.core.CreateFeedback(ctx, feedback)
}

// CreateBulk tells it of many. One that is refused does not stop the others.
func (f *Feedback) CreateBulk(ctx context.Context, feedback core.FeedbackBatch) (*core.FeedbackResults, error) {
	return f.core.CreateFeedbackBulk(ctx, feedback)
}

// Get reads one feedback.
func (f *Feedback) Get(ctx context.Context, feedbackID string) (*core.FeedbackView, error) {
	return f.core.GetFeedback(ctx, feedbackID)
}

// Transactions are the payments that features are made of.
type Transactions struct{ core *core.Client }

// Create takes one payment in. Sending one again, by its own id, changes nothing.
func (t *Transactions) Create(ctx context.Context, transaction core.Transaction) (*core.TransactionView, error) {
	return t.core.CreateTransaction(ctx, transaction)
}

// CreateBulk takes many in. One that is refused does not stop the others.
func (t *Transactions) CreateBulk(ctx context.Context, transactions core.TransactionBatch) (*core.TransactionResults, error) {
	return t.core.CreateTransactions(ctx, transactions)
}

// Get reads one payment.
func (t *Transactions) Get(ctx context.Context, transactionID string) (*core.TransactionView, error) {
	return t.core.GetTransaction(ctx, transactionID)
}

// List lists payments.
func (t *Transactions) List(ctx context.Context, params *core.ListTransactionsParams) *List[core.TransactionView] {
	asked := copied(params)
	return &List[core.TransactionView]{ctx, asked.After, func(ctx context.Context, after *string) (Page[core.TransactionView], error) {
		asked.After = after
		got, err := t.core.ListTransactions(ctx, &asked)
		return paged(got, err, func(p *core.TransactionPage) Page[core.TransactionView] {
			return Page[core.TransactionView]{p.Data, p.HasMore, p.NextAfter}
		})
	}}
}

// WebhookEndpoints are told of events. Package webhooks verifies what arrives there.
type WebhookEndpoints struct{ core *core.Client }

// Create makes an endpoint. The answer holds its secret, once.
func (w *WebhookEndpoints) Create(ctx context.Context, endpoint core.CreateWebhookEndpoint) (*core.NewWebhookEndpointView, error) {
	return w.core.CreateWebhookEndpoint(ctx, endpoint)
}

// List lists endpoints, newest first.
func (w *WebhookEndpoints) List(ctx context.Context, params *core.ListWebhookEndpointsParams) *List[core.WebhookEndpointView] {
	asked := copied(params)
	return &List[core.WebhookEndpointView]{ctx, asked.After, func(ctx context.Context, after *string) (Page[core.WebhookEndpointView], error) {
		asked.After = after
		got, err := w.core.ListWebhookEndpoints(ctx, &asked)
		return paged(got, err, func(p *core.WebhookEndpointPage) Page[core.WebhookEndpointView] {
			return Page[core.WebhookEndpointView]{p.Data, p.HasMore, p.NextAfter}
		})
	}}
}

// Get reads an endpoint.
func (w *WebhookEndpoints) Get(ctx context.Context, endpointID string) (*core.WebhookEndpointView, error) {
	return w.core.GetWebhookEndpoint(ctx, endpointID)
}

// Update changes what is given of an endpoint.
func (w *WebhookEndpoints) Update(ctx context.Context, endpointID string, change core.UpdateWebhookEndpoint) (*core.WebhookEndpointView, error) {
	return w.core.UpdateWebhookEndpoint(ctx, endpointID, change)
}

// Delete removes an endpoint.
func (w *WebhookEndpoints) Delete(ctx context.Context, endpointID string) (*core.WebhookEndpointView, error) {
	return w.core.RemoveWebhookEndpoint(ctx, endpointID)
}

// RotateSecret makes a new secret. Until the grace period ends, messages are signed with both.
func (w *WebhookEndpoints) RotateSecret(ctx context.Context, endpointID string, how core.RotateWebhookSecret) (*core.NewWebhookEndpointView, error) {
	return w.core.RotateWebhookSecret(ctx, endpointID, how)
}

// Ping sends a test event.
func (w *WebhookEndpoints) Ping(ctx context.Context, endpointID string) (*core.WebhookDeliveryView, error) {
	return w.core.PingWebhookEndpoint(ctx, endpointID)
}

// Models are what answers a use case: versions, and the deployments that say which of them serve.
type Models struct{ core *core.Client }

// UseCases lists the questions that can be asked.
func (m *Models) UseCases(ctx context.Context) (*core.UseCasePage, error) {
	return m.core.ListUseCases(ctx)
}

// Get reads a version.
func (m *Models) Get(ctx context.Context, versionID string) (*core.VersionView, error) {
	return m.core.GetModelVersion(ctx, versionID)
}

// List lists versions, newest first.
func (m *Models) List(ctx context.Context, params *core.ListModelVersionsParams) *List[core.VersionView] {
	asked := copied(params)
	return &List[core.VersionView]{ctx, asked.After, func(ctx context.Context, after *string) (Page[core.VersionView], error) {
		asked.After = after
		got, err := m.core.ListModelVersions(ctx, &asked)
		return paged(got, err, func(p *core.VersionPage) Page[core.VersionView] {
			return Page[core.VersionView]{p.Data, p.HasMore, p.NextAfter}
		})
	}}
}

// Rulesets turn an answer into an outcome.
type Rulesets struct{ core *core.Client }

// Get reads the ruleset that decides of a use case.
func (r *Rulesets) Get(ctx context.Context, useCase string) (*core.RulesetView, error) {
	return r.core.GetRuleset(ctx, useCase)
}

// GetVersion reads a version of a ruleset.
func (r *Rulesets) GetVersion(ctx context.Context, useCase, versionID string) (*core.RulesetVersionView, error) {
	return r.core.GetRulesetVersion(ctx, useCase, versionID)
}

// List lists the versions of a use case's ruleset, newest first.
func (r *Rulesets) List(ctx context.Context, useCase string, params *core.ListRulesetVersionsParams) *List[core.RulesetVersionSummary] {
	asked := copied(params)
	return &List[core.RulesetVersionSummary]{ctx, asked.After, func(ctx context.Context, after *string) (Page[core.RulesetVersionSummary], error) {
		asked.After = after
		got, err := r.core.ListRulesetVersions(ctx, useCase, &asked)
		return paged(got, err, func(p *core.RulesetVersionPage) Page[core.RulesetVersionSummary] {
			return Page[core.RulesetVersionSummary]{p.Data, p.HasMore, p.NextAfter}
		})
	}}
}

// Ledger proves what was decided. Package receipts verifies receipts without a network.
type Ledger struct{ core *core.Client }

// Proof gives the proof that an entry is in the log. A decision names its entry (EntryId).
func (l *Ledger) Proof(ctx context.Context, entryID string) (*core.EntryProof, error) {
	return l.core.GetEntryProof(ctx, entryID)
}

// Checkpoint gives the newest checkpoint that the log signed.
func (l *Ledger) Checkpoint(ctx context.Context) (*core.SignedCheckpoint, error) {
	return l.core.GetLatestCheckpoint(ctx)
}

// CheckpointAt gives the checkpoint of a size.
func (l *Ledger) CheckpointAt(ctx context.Context, size int64) (*core.SignedCheckpoint, error) {
	return l.core.GetCheckpoint(ctx, size)
}

// Keys gives the keys to pin. Keep them: whoever asks for them at each verification trusts the server.
func (l *Ledger) Keys(ctx context.Context) (*core.LedgerKeys, error) {
	return l.core.GetLedgerKeys(ctx)
}

// Principal is who calls.
type Principal struct{ core *core.Client }

// Get says whose credential this is, of which environment, and what it may do.
func (p *Principal) Get(ctx context.Context) (*core.PrincipalView, error) {
	return p.core.GetPrincipal(ctx)
}

func copied[T any](params *T) T {
	if params == nil {
		var none T
		return none
	}
	return *params
}

func paged[P, T any](got *P, err error, as func(*P) Page[T]) (Page[T], error) {
	if err != nil {
		return Page[T]{}, err
	}
	return as(got), nil
}
