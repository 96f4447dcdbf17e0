// Code generated from docs/openapi.json by openapi-generator; DO NOT EDIT.

package core

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// AcceptInvitation is POST /api/v1/invitations/accept. Accept an invitation.
func (c *Client) AcceptInvitation(ctx context.Context, body AcceptInvitation) (*MemberView, error) {
	r := newRequest("POST", "/api/v1/invitations/accept")
	r.json(body)
	return answer[MemberView](ctx, c, r)
}

// AcknowledgeAlert is POST /api/v1/alerts/{alert_id}/acknowledge. Acknowledge an alert.
func (c *Client) AcknowledgeAlert(ctx context.Context, alertId string) (*AlertView, error) {
	r := newRequest("POST", "/api/v1/alerts/{alert_id}/acknowledge")
	r.inPath("alert_id", alertId)
	return answer[AlertView](ctx, c, r)
}

// ActivateRelease is POST /api/v1/releases/{release_id}/activate. Activate a release.
func (c *Client) ActivateRelease(ctx context.Context, releaseId string, body ActivateRelease) (*ReleaseView, error) {
	r := newRequest("POST", "/api/v1/releases/{release_id}/activate")
	r.inPath("release_id", releaseId)
	r.json(body)
	return answer[ReleaseView](ctx, c, r)
}

// ActivateRoutingPolicy is POST /api/v1/routing-policies/{policy_id}/activate. Let a routing policy choose.
func (c *Client) ActivateRoutingPolicy(ctx context.Context, policyId string, body ActivateRoutingPolicy) (*RoutingPolicyView, error) {
	r := newRequest("POST", "/api/v1/routing-policies/{policy_id}/activate")
	r.inPath("policy_id", policyId)
	r.json(body)
	return answer[RoutingPolicyView](ctx, c, r)
}

// ActivateRuleset is POST /api/v1/rulesets/{use_case}/activate. Activate a version.
func (c *Client) ActivateRuleset(ctx context.Context, useCase string, body ActivateRuleset) (*RulesetView, error) {
	r := newRequest("POST", "/api/v1/rulesets/{use_case}/activate")
	r.inPath("use_case", useCase)
	r.json(body)
	return answer[RulesetView](ctx, c, r)
}

// ActivateWorkflow is POST /api/v1/workflows/{workflow_id}/activate. Activate a version.
func (c *Client) ActivateWorkflow(ctx context.Context, workflowId string, body ActivateWorkflow) (*WorkflowView, error) {
	r := newRequest("POST", "/api/v1/workflows/{workflow_id}/activate")
	r.inPath("workflow_id", workflowId)
	r.json(body)
	return answer[WorkflowView](ctx, c, r)
}

// ActivateWorkflowTemplate is POST /api/v1/workflow-templates/{template}/activate. Activate a template.
func (c *Client) ActivateWorkflowTemplate(ctx context.Context, template string, body ActivateWorkflowTemplate) (*WorkflowView, error) {
	r := newRequest("POST", "/api/v1/workflow-templates/{template}/activate")
	r.inPath("template", template)
	r.json(body)
	return answer[WorkflowView](ctx, c, r)
}

// AddListEntries is POST /api/v1/lists/{list_id}/entries. Put up to 1,000 on a list.
func (c *Client) AddListEntries(ctx context.Context, listId string, body AddListEntries) (*ListChangeView, error) {
	r := newRequest("POST", "/api/v1/lists/{list_id}/entries")
	r.inPath("list_id", listId)
	r.json(body)
	return answer[ListChangeView](ctx, c, r)
}

// AddRuleTestCase is POST /api/v1/rulesets/{use_case}/test-cases/from-decision. Make a test case of a decision.
func (c *Client) AddRuleTestCase(ctx context.Context, useCase string, body AddRuleTestCase) (*RuleTestCaseSet, error) {
	r := newRequest("POST", "/api/v1/rulesets/{use_case}/test-cases/from-decision")
	r.inPath("use_case", useCase)
	r.json(body)
	return answer[RuleTestCaseSet](ctx, c, r)
}

// AdvanceSandboxClock is POST /api/v1/sandbox/clock/advance. Move the clock.
func (c *Client) AdvanceSandboxClock(ctx context.Context, body AdvanceClock) (*SandboxClock, error) {
	r := newRequest("POST", "/api/v1/sandbox/clock/advance")
	r.json(body)
	return answer[SandboxClock](ctx, c, r)
}

// AnswerWorkflowTask is POST /api/v1/workflow-instances/{instance_id}/answer. Answer a task.
func (c *Client) AnswerWorkflowTask(ctx context.Context, instanceId string, body AnswerWorkflowTask) (*WorkflowInstanceView, error) {
	r := newRequest("POST", "/api/v1/workflow-instances/{instance_id}/answer")
	r.inPath("instance_id", instanceId)
	r.json(body)
	return answer[WorkflowInstanceView](ctx, c, r)
}

// ApproveCase is POST /api/v1/cases/{case_id}/approval. Approve the result of a case.
func (c *Client) ApproveCase(ctx context.Context, caseId string, body ApproveCase) (*CaseView, error) {
	r := newRequest("POST", "/api/v1/cases/{case_id}/approval")
	r.inPath("case_id", caseId)
	r.json(body)
	return answer[CaseView](ctx, c, r)
}

// ApproveRelease is POST /api/v1/releases/{release_id}/approve. Approve a release.
func (c *Client) ApproveRelease(ctx context.Context, releaseId string, body ApproveRelease) (*ReleaseView, error) {
	r := newRequest("POST", "/api/v1/releases/{release_id}/approve")
	r.inPath("release_id", releaseId)
	r.json(body)
	return answer[ReleaseView](ctx, c, r)
}

// ApproveRulesetVersion is POST /api/v1/rulesets/{use_case}/versions/{ruleset_version_id}/approve. Approve a version.
func (c *Client) ApproveRulesetVersion(ctx context.Context, useCase string, rulesetVersionId string, body ApproveRulesetVersion) (*RulesetVersionView, error) {
	r := newRequest("POST", "/api/v1/rulesets/{use_case}/versions/{ruleset_version_id}/approve")
	r.inPath("use_case", useCase)
	r.inPath("ruleset_version_id", rulesetVersionId)
	r.json(body)
	return answer[RulesetVersionView](ctx, c, r)
}

// BeginSecondFactor is POST /api/v1/profile/second-factor. Begin a second factor.
func (c *Client) BeginSecondFactor(ctx context.Context, body BeginSecondFactor) (*SecondFactorSetup, error) {
	r := newRequest("POST", "/api/v1/profile/second-factor")
	r.json(body)
	return answer[SecondFactorSetup](ctx, c, r)
}

// CancelBacktest is POST /api/v1/rulesets/{use_case}/backtests/{backtest_id}/cancel. Cancel a backtest.
func (c *Client) CancelBacktest(ctx context.Context, useCase string, backtestId string) (*BacktestView, error) {
	r := newRequest("POST", "/api/v1/rulesets/{use_case}/backtests/{backtest_id}/cancel")
	r.inPath("use_case", useCase)
	r.inPath("backtest_id", backtestId)
	return answer[BacktestView](ctx, c, r)
}

// CancelBatch is POST /api/v1/batches/{batch_id}/cancel. Cancel a batch.
func (c *Client) CancelBatch(ctx context.Context, batchId string) (*BatchView, error) {
	r := newRequest("POST", "/api/v1/batches/{batch_id}/cancel")
	r.inPath("batch_id", batchId)
	return answer[BatchView](ctx, c, r)
}

// CancelImport is POST /api/v1/imports/{import_id}/cancel. Cancel an import.
func (c *Client) CancelImport(ctx context.Context, importId string) (*ImportView, error) {
	r := newRequest("POST", "/api/v1/imports/{import_id}/cancel")
	r.inPath("import_id", importId)
	return answer[ImportView](ctx, c, r)
}

// CancelTrainingJob is POST /api/v1/training-jobs/{job_id}/cancel. Cancel a training job.
func (c *Client) CancelTrainingJob(ctx context.Context, jobId string) (*TrainingJobView, error) {
	r := newRequest("POST", "/api/v1/training-jobs/{job_id}/cancel")
	r.inPath("job_id", jobId)
	return answer[TrainingJobView](ctx, c, r)
}

// CancelVendorPayment is POST /api/v1/vendor-payments/{vendor_payment_id}/cancellation. Withdraw a payment to a vendor.
func (c *Client) CancelVendorPayment(ctx context.Context, vendorPaymentId string) (*VendorPaymentView, error) {
	r := newRequest("POST", "/api/v1/vendor-payments/{vendor_payment_id}/cancellation")
	r.inPath("vendor_payment_id", vendorPaymentId)
	return answer[VendorPaymentView](ctx, c, r)
}

// CancelWorkflowInstance is POST /api/v1/workflow-instances/{instance_id}/cancel. Cancel an instance.
func (c *Client) CancelWorkflowInstance(ctx context.Context, instanceId string) (*WorkflowInstanceView, error) {
	r := newRequest("POST", "/api/v1/workflow-instances/{instance_id}/cancel")
	r.inPath("instance_id", instanceId)
	return answer[WorkflowInstanceView](ctx, c, r)
}

// ChangePassword is POST /api/v1/profile/password. Change your password.
func (c *Client) ChangePassword(ctx context.Context, body ChangePassword) error {
	r := newRequest("POST", "/api/v1/profile/password")
	r.json(body)
	return c.nothing(ctx, r)
}

// CheckRuleset is POST /api/v1/rulesets/{use_case}/check. Try a ruleset.
func (c *Client) CheckRuleset(ctx context.Context, useCase string, body CheckRuleset) (*TrialView, error) {
	r := newRequest("POST", "/api/v1/rulesets/{use_case}/check")
	r.inPath("use_case", useCase)
	r.json(body)
	return answer[TrialView](ctx, c, r)
}

// CheckWorkflow is POST /api/v1/workflows/check. Check a workflow.
func (c *Client) CheckWorkflow(ctx context.Context, body CheckWorkflow) (*WorkflowCheckView, error) {
	r := newRequest("POST", "/api/v1/workflows/check")
	r.json(body)
	return answer[WorkflowCheckView](ctx, c, r)
}

// ChooseGateway is POST /api/v1/gateway-choices. Choose a gateway.
func (c *Client) ChooseGateway(ctx context.Context, body PaymentToSend) (*GatewayChoiceView, error) {
	r := newRequest("POST", "/api/v1/gateway-choices")
	r.json(body)
	return answer[GatewayChoiceView](ctx, c, r)
}

// CloseCase is POST /api/v1/cases/{case_id}/close. Close a case.
func (c *Client) CloseCase(ctx context.Context, caseId string, body CaseResult) (*CaseView, error) {
	r := newRequest("POST", "/api/v1/cases/{case_id}/close")
	r.inPath("case_id", caseId)
	r.json(body)
	return answer[CaseView](ctx, c, r)
}

// CloseEnvironment is POST /api/v1/environment/close. Close the environment.
func (c *Client) CloseEnvironment(ctx context.Context, body CloseEnvironment) (*Environment, error) {
	r := newRequest("POST", "/api/v1/environment/close")
	r.json(body)
	return answer[Environment](ctx, c, r)
}

// ComputeCommission is POST /api/v1/commission-agreements/{agreement_id}/compute. Compute what a period earns.
func (c *Client) ComputeCommission(ctx context.Context, agreementId string, body CommissionPeriod) (*ComputedCommission, error) {
	r := newRequest("POST", "/api/v1/commission-agreements/{agreement_id}/compute")
	r.inPath("agreement_id", agreementId)
	r.json(body)
	return answer[ComputedCommission](ctx, c, r)
}

// ConfirmSecondFactor is POST /api/v1/profile/second-factor/confirm. Confirm a second factor.
func (c *Client) ConfirmSecondFactor(ctx context.Context, body PresentCode) (*RecoveryCodes, error) {
	r := newRequest("POST", "/api/v1/profile/second-factor/confirm")
	r.json(body)
	return answer[RecoveryCodes](ctx, c, r)
}

// CreateAlert is POST /api/v1/alerts. Raise an alert.
func (c *Client) CreateAlert(ctx context.Context, body RaiseAlert) (*AlertView, error) {
	r := newRequest("POST", "/api/v1/alerts")
	r.json(body)
	return answer[AlertView](ctx, c, r)
}

// CreateApiKey is POST /api/v1/api-keys. Create an API key.
func (c *Client) CreateApiKey(ctx context.Context, body CreateApiKey) (*NewApiKeyView, error) {
	r := newRequest("POST", "/api/v1/api-keys")
	r.json(body)
	return answer[NewApiKeyView](ctx, c, r)
}

// CreateBacktest is POST /api/v1/rulesets/{use_case}/backtests. Start a backtest.
func (c *Client) CreateBacktest(ctx context.Context, useCase string, body CreateBacktest) (*BacktestView, error) {
	r := newRequest("POST", "/api/v1/rulesets/{use_case}/backtests")
	r.inPath("use_case", useCase)
	r.json(body)
	return answer[BacktestView](ctx, c, r)
}

// CreateBatchParams is what CreateBatch takes beside what it must have.
type CreateBatchParams struct {
	Work      *string
	Format    *string
	Separator *string
	// For columns that have another name in the file, a JSON object of both: `{"income": "Income (INR)"}`.
	Columns  *string
	IdColumn *string
	Required []string
	Engine   *string
}

// CreateBatch is POST /api/v1/batches. Send a file to be scored.
func (c *Client) CreateBatch(ctx context.Context, useCase string, upload Upload, params *CreateBatchParams) (*BatchView, error) {
	r := newRequest("POST", "/api/v1/batches")
	r.inQuery("use_case", useCase)
	if params != nil {
		mayBeInQuery(r, "work", params.Work)
		mayBeInQuery(r, "format", params.Format)
		mayBeInQuery(r, "separator", params.Separator)
		mayBeInQuery(r, "columns", params.Columns)
		mayBeInQuery(r, "id_column", params.IdColumn)
		r.eachInQuery("required", params.Required)
		mayBeInQuery(r, "engine", params.Engine)
	}
	r.upload = &upload
	return answer[BatchView](ctx, c, r)
}

// CreateCommissionAgreement is POST /api/v1/commission-agreements. Keep a commission agreement.
func (c *Client) CreateCommissionAgreement(ctx context.Context, body CommissionAgreement) (*CommissionAgreementView, error) {
	r := newRequest("POST", "/api/v1/commission-agreements")
	r.json(body)
	return answer[CommissionAgreementView](ctx, c, r)
}

// CreateCommissionStatement is POST /api/v1/commission-statements. State what a partner is due and was paid.
func (c *Client) CreateCommissionStatement(ctx context.Context, body NewCommissionStatement) (*CommissionStatementView, error) {
	r := newRequest("POST", "/api/v1/commission-statements")
	r.json(body)
	return answer[CommissionStatementView](ctx, c, r)
}

// CreateConnector is POST /api/v1/connectors. Create a connector.
func (c *Client) CreateConnector(ctx context.Context, body CreateConnector) (*ConnectorView, error) {
	r := newRequest("POST", "/api/v1/connectors")
	r.json(body)
	return answer[ConnectorView](ctx, c, r)
}

// CreateFeed is POST /api/v1/feeds. Create a feed.
func (c *Client) CreateFeed(ctx context.Context, body CreateFeed) (*FeedView, error) {
	r := newRequest("POST", "/api/v1/feeds")
	r.json(body)
	return answer[FeedView](ctx, c, r)
}

// CreateFeedback is POST /api/v1/feedback. Tell what became of it.
func (c *Client) CreateFeedback(ctx context.Context, body Feedback) (*FeedbackView, error) {
	r := newRequest("POST", "/api/v1/feedback")
	r.json(body)
	return answer[FeedbackView](ctx, c, r)
}

// CreateFeedbackBulk is POST /api/v1/feedback/bulk. Tell what became of up to 1,000.
func (c *Client) CreateFeedbackBulk(ctx context.Context, body FeedbackBatch) (*FeedbackResults, error) {
	r := newRequest("POST", "/api/v1/feedback/bulk")
	r.json(body)
	return answer[FeedbackResults](ctx, c, r)
}

// CreateGatewayAttempt is POST /api/v1/gateway-attempts. Record an attempt at a gateway.
func (c *Client) CreateGatewayAttempt(ctx context.Context, body AttemptFact) (*AttemptView, error) {
	r := newRequest("POST", "/api/v1/gateway-attempts")
	r.json(body)
	return answer[AttemptView](ctx, c, r)
}

// CreateGatewayAttempts is POST /api/v1/gateway-attempts/bulk. Record up to 1,000 attempts and results.
func (c *Client) CreateGatewayAttempts(ctx context.Context, body AttemptBatch) (*AttemptResults, error) {
	r := newRequest("POST", "/api/v1/gateway-attempts/bulk")
	r.json(body)
	return answer[AttemptResults](ctx, c, r)
}

// CreateImportParams is what CreateImport takes beside what it must have.
type CreateImportParams struct {
	DryRun     *bool
	CustomerId *string
	OnRefused  *string
}

// CreateImport is POST /api/v1/imports. Send a statement.
func (c *Client) CreateImport(ctx context.Context, mappingId string, upload Upload, params *CreateImportParams) (*ImportView, error) {
	r := newRequest("POST", "/api/v1/imports")
	r.inQuery("mapping_id", mappingId)
	if params != nil {
		mayBeInQuery(r, "dry_run", params.DryRun)
		mayBeInQuery(r, "customer_id", params.CustomerId)
		mayBeInQuery(r, "on_refused", params.OnRefused)
	}
	r.upload = &upload
	return answer[ImportView](ctx, c, r)
}

// CreateImportMapping is POST /api/v1/import-mappings. Keep a mapping.
func (c *Client) CreateImportMapping(ctx context.Context, body MappingDefinition) (*ImportMappingView, error) {
	r := newRequest("POST", "/api/v1/import-mappings")
	r.json(body)
	return answer[ImportMappingView](ctx, c, r)
}

// CreateList is POST /api/v1/lists. Make a list.
func (c *Client) CreateList(ctx context.Context, body CreateList) (*RuleListView, error) {
	r := newRequest("POST", "/api/v1/lists")
	r.json(body)
	return answer[RuleListView](ctx, c, r)
}

// CreateLogin is POST /api/v1/logins. Record a sign-in.
func (c *Client) CreateLogin(ctx context.Context, body LoginEvent) (*LoginResult, error) {
	r := newRequest("POST", "/api/v1/logins")
	r.json(body)
	return answer[LoginResult](ctx, c, r)
}

// CreateLogins is POST /api/v1/logins/bulk. Record up to 1,000 sign-ins.
func (c *Client) CreateLogins(ctx context.Context, body LoginBatch) (*LoginResults, error) {
	r := newRequest("POST", "/api/v1/logins/bulk")
	r.json(body)
	return answer[LoginResults](ctx, c, r)
}

// CreateOAuthClient is POST /api/v1/oauth-clients. Create an OAuth2 client.
func (c *Client) CreateOAuthClient(ctx context.Context, body CreateOAuthClient) (*NewOAuthClientView, error) {
	r := newRequest("POST", "/api/v1/oauth-clients")
	r.json(body)
	return answer[NewOAuthClientView](ctx, c, r)
}

// CreatePayout is POST /api/v1/payouts. Record a payout.
func (c *Client) CreatePayout(ctx context.Context, body NewPayout) (*PayoutView, error) {
	r := newRequest("POST", "/api/v1/payouts")
	r.json(body)
	return answer[PayoutView](ctx, c, r)
}

// CreatePayoutEvent is POST /api/v1/payout-events. Tell what happened to a payout.
func (c *Client) CreatePayoutEvent(ctx context.Context, body PayoutEvent) (*PayoutEventResult, error) {
	r := newRequest("POST", "/api/v1/payout-events")
	r.json(body)
	return answer[PayoutEventResult](ctx, c, r)
}

// CreatePayoutEvents is POST /api/v1/payout-events/bulk. Tell what happened to up to 1,000 payouts.
func (c *Client) CreatePayoutEvents(ctx context.Context, body PayoutEventBatch) (*PayoutEventResults, error) {
	r := newRequest("POST", "/api/v1/payout-events/bulk")
	r.json(body)
	return answer[PayoutEventResults](ctx, c, r)
}

// CreatePayouts is POST /api/v1/payouts/bulk. Record up to 1,000 payouts.
func (c *Client) CreatePayouts(ctx context.Context, body PayoutBatch) (*PayoutResults, error) {
	r := newRequest("POST", "/api/v1/payouts/bulk")
	r.json(body)
	return answer[PayoutResults](ctx, c, r)
}

// CreateRelease is POST /api/v1/releases. Make a release.
func (c *Client) CreateRelease(ctx context.Context, body CreateRelease) (*ReleaseView, error) {
	r := newRequest("POST", "/api/v1/releases")
	r.json(body)
	return answer[ReleaseView](ctx, c, r)
}

// CreateRoutingPolicy is POST /api/v1/routing-policies. Create a routing policy.
func (c *Client) CreateRoutingPolicy(ctx context.Context, body CreateRoutingPolicy) (*RoutingPolicyView, error) {
	r := newRequest("POST", "/api/v1/routing-policies")
	r.json(body)
	return answer[RoutingPolicyView](ctx, c, r)
}

// CreateSandbox is POST /api/v1/sandbox. Make a sandbox.
func (c *Client) CreateSandbox(ctx context.Context, body CreateSandbox) (*Sandbox, error) {
	r := newRequest("POST", "/api/v1/sandbox")
	r.json(body)
	return answer[Sandbox](ctx, c, r)
}

// CreateSuppression is POST /api/v1/suppressions. Suppress work about somebody.
func (c *Client) CreateSuppression(ctx context.Context, body CreateSuppression) (*SuppressionView, error) {
	r := newRequest("POST", "/api/v1/suppressions")
	r.json(body)
	return answer[SuppressionView](ctx, c, r)
}

// CreateTenant is POST /api/v1/tenants. Create a tenant.
func (c *Client) CreateTenant(ctx context.Context, body CreateTenant) (*TenantView, error) {
	r := newRequest("POST", "/api/v1/tenants")
	r.json(body)
	return answer[TenantView](ctx, c, r)
}

// CreateToken is POST /oauth2/token. Get an access token.
func (c *Client) CreateToken(ctx context.Context, form url.Values) (*TokenAnswer, error) {
	r := newRequest("POST", "/oauth2/token")
	r.form(form)
	return answer[TokenAnswer](ctx, c, r)
}

// CreateTrainingJob is POST /api/v1/training-jobs. Train a version.
func (c *Client) CreateTrainingJob(ctx context.Context, body TrainingRequest) (*TrainingJobView, error) {
	r := newRequest("POST", "/api/v1/training-jobs")
	r.json(body)
	return answer[TrainingJobView](ctx, c, r)
}

// CreateTransaction is POST /api/v1/transactions. Record a transaction.
func (c *Client) CreateTransaction(ctx context.Context, body Transaction) (*TransactionView, error) {
	r := newRequest("POST", "/api/v1/transactions")
	r.json(body)
	return answer[TransactionView](ctx, c, r)
}

// CreateTransactions is POST /api/v1/transactions/bulk. Record up to 1,000 transactions.
func (c *Client) CreateTransactions(ctx context.Context, body TransactionBatch) (*TransactionResults, error) {
	r := newRequest("POST", "/api/v1/transactions/bulk")
	r.json(body)
	return answer[TransactionResults](ctx, c, r)
}

// CreateWebhookEndpoint is POST /api/v1/webhook-endpoints. Create a webhook endpoint.
func (c *Client) CreateWebhookEndpoint(ctx context.Context, body CreateWebhookEndpoint) (*NewWebhookEndpointView, error) {
	r := newRequest("POST", "/api/v1/webhook-endpoints")
	r.json(body)
	return answer[NewWebhookEndpointView](ctx, c, r)
}

// DeactivateWorkflow is POST /api/v1/workflows/{workflow_id}/deactivate. Let nothing start.
func (c *Client) DeactivateWorkflow(ctx context.Context, workflowId string) (*WorkflowView, error) {
	r := newRequest("POST", "/api/v1/workflows/{workflow_id}/deactivate")
	r.inPath("workflow_id", workflowId)
	return answer[WorkflowView](ctx, c, r)
}

// DecideCategorize is POST /api/v1/inference/categorize. Categorise a statement.
func (c *Client) DecideCategorize(ctx context.Context, body StatementQuestion) (*CategorizeDecision, error) {
	r := newRequest("POST", "/api/v1/inference/categorize")
	r.json(body)
	return answer[CategorizeDecision](ctx, c, r)
}

// DecideChurnScore is POST /api/v1/inference/churn-score. Churn score.
func (c *Client) DecideChurnScore(ctx context.Context, body CustomerQuestion) (*ChurnScoreDecision, error) {
	r := newRequest("POST", "/api/v1/inference/churn-score")
	r.json(body)
	return answer[ChurnScoreDecision](ctx, c, r)
}

// DecideCommissionCheck is POST /api/v1/inference/commission-check. Commission check.
func (c *Client) DecideCommissionCheck(ctx context.Context, body CommissionQuestion) (*CommissionCheckDecision, error) {
	r := newRequest("POST", "/api/v1/inference/commission-check")
	r.json(body)
	return answer[CommissionCheckDecision](ctx, c, r)
}

// DecideCreditScore is POST /api/v1/inference/credit-score. Credit score.
func (c *Client) DecideCreditScore(ctx context.Context, body CustomerQuestion) (*CreditScoreDecision, error) {
	r := newRequest("POST", "/api/v1/inference/credit-score")
	r.json(body)
	return answer[CreditScoreDecision](ctx, c, r)
}

// DecideGatewayRoute is POST /api/v1/inference/gateway-route. Gateway route.
func (c *Client) DecideGatewayRoute(ctx context.Context, body RoutingQuestion) (*GatewayRouteDecision, error) {
	r := newRequest("POST", "/api/v1/inference/gateway-route")
	r.json(body)
	return answer[GatewayRouteDecision](ctx, c, r)
}

// DecideLeadScore is POST /api/v1/inference/lead-score. Lead score.
func (c *Client) DecideLeadScore(ctx context.Context, body HistoryQuestion) (*LeadScoreDecision, error) {
	r := newRequest("POST", "/api/v1/inference/lead-score")
	r.json(body)
	return answer[LeadScoreDecision](ctx, c, r)
}

// DecideLifeEvents is POST /api/v1/inference/life-events. Life events.
func (c *Client) DecideLifeEvents(ctx context.Context, body HistoryQuestion) (*LifeEventsDecision, error) {
	r := newRequest("POST", "/api/v1/inference/life-events")
	r.json(body)
	return answer[LifeEventsDecision](ctx, c, r)
}

// DecidePaymentDelay is POST /api/v1/inference/payment-delay. Payment delay.
func (c *Client) DecidePaymentDelay(ctx context.Context, body InvoiceQuestion) (*PaymentDelayDecision, error) {
	r := newRequest("POST", "/api/v1/inference/payment-delay")
	r.json(body)
	return answer[PaymentDelayDecision](ctx, c, r)
}

// DecidePaymentTiming is POST /api/v1/inference/payment-timing. Payment timing.
func (c *Client) DecidePaymentTiming(ctx context.Context, body PortfolioQuestion) (*PaymentTimingDecision, error) {
	r := newRequest("POST", "/api/v1/inference/payment-timing")
	r.json(body)
	return answer[PaymentTimingDecision](ctx, c, r)
}

// DecidePayoutDelay is POST /api/v1/inference/payout-delay. Payout delay.
func (c *Client) DecidePayoutDelay(ctx context.Context, body PayoutQuestion) (*PayoutDelayDecision, error) {
	r := newRequest("POST", "/api/v1/inference/payout-delay")
	r.json(body)
	return answer[PayoutDelayDecision](ctx, c, r)
}

// DecideSegment is POST /api/v1/inference/segment. Segment.
func (c *Client) DecideSegment(ctx context.Context, body HistoryQuestion) (*SegmentDecision, error) {
	r := newRequest("POST", "/api/v1/inference/segment")
	r.json(body)
	return answer[SegmentDecision](ctx, c, r)
}

// DecideSeveral is POST /api/v1/decisions. Ask several use cases about one payment.
func (c *Client) DecideSeveral(ctx context.Context, body SeveralQuestion) (*DecisionList, error) {
	r := newRequest("POST", "/api/v1/decisions")
	r.json(body)
	return answer[DecisionList](ctx, c, r)
}

// DecideSpendForecast is POST /api/v1/inference/spend-forecast. Spend forecast.
func (c *Client) DecideSpendForecast(ctx context.Context, body HistoryQuestion) (*SpendForecastDecision, error) {
	r := newRequest("POST", "/api/v1/inference/spend-forecast")
	r.json(body)
	return answer[SpendForecastDecision](ctx, c, r)
}

// DecideTicketTriage is POST /api/v1/inference/ticket-triage. Ticket triage.
func (c *Client) DecideTicketTriage(ctx context.Context, body TicketQuestion) (*TicketTriageDecision, error) {
	r := newRequest("POST", "/api/v1/inference/ticket-triage")
	r.json(body)
	return answer[TicketTriageDecision](ctx, c, r)
}

// DecideTransactionAnomaly is POST /api/v1/inference/transaction-anomaly. Transaction anomaly.
func (c *Client) DecideTransactionAnomaly(ctx context.Context, body TransactionQuestion) (*TransactionAnomalyDecision, error) {
	r := newRequest("POST", "/api/v1/inference/transaction-anomaly")
	r.json(body)
	return answer[TransactionAnomalyDecision](ctx, c, r)
}

// DeclareFeature is POST /api/v1/features. Declare a feature.
func (c *Client) DeclareFeature(ctx context.Context, body NewFeature) (*FeatureDetail, error) {
	r := newRequest("POST", "/api/v1/features")
	r.json(body)
	return answer[FeatureDetail](ctx, c, r)
}

// DeleteImportMapping is DELETE /api/v1/import-mappings/{mapping_id}. Delete a mapping.
func (c *Client) DeleteImportMapping(ctx context.Context, mappingId string) error {
	r := newRequest("DELETE", "/api/v1/import-mappings/{mapping_id}")
	r.inPath("mapping_id", mappingId)
	return c.nothing(ctx, r)
}

// DeleteList is DELETE /api/v1/lists/{list_id}. Delete a list.
func (c *Client) DeleteList(ctx context.Context, listId string) (*RuleListView, error) {
	r := newRequest("DELETE", "/api/v1/lists/{list_id}")
	r.inPath("list_id", listId)
	return answer[RuleListView](ctx, c, r)
}

// DeleteRetrainingPlan is DELETE /api/v1/retraining-plans/{use_case}. Drop a retraining plan.
func (c *Client) DeleteRetrainingPlan(ctx context.Context, useCase string) error {
	r := newRequest("DELETE", "/api/v1/retraining-plans/{use_case}")
	r.inPath("use_case", useCase)
	return c.nothing(ctx, r)
}

// DeployModelVersion is POST /api/v1/deployments. Deploy a version.
func (c *Client) DeployModelVersion(ctx context.Context, body DeployVersion) (*DeploymentView, error) {
	r := newRequest("POST", "/api/v1/deployments")
	r.json(body)
	return answer[DeploymentView](ctx, c, r)
}

// DiffReleaseParams is what DiffRelease takes beside what it must have.
type DiffReleaseParams struct {
	// A release, `rel_…`.
	Against *string
}

// DiffRelease is GET /api/v1/releases/{release_id}/diff. Compare two releases.
func (c *Client) DiffRelease(ctx context.Context, releaseId string, params *DiffReleaseParams) (*ReleaseDiffView, error) {
	r := newRequest("GET", "/api/v1/releases/{release_id}/diff")
	r.inPath("release_id", releaseId)
	if params != nil {
		mayBeInQuery(r, "against", params.Against)
	}
	return answer[ReleaseDiffView](ctx, c, r)
}

// DiffRulesetVersionParams is what DiffRulesetVersion takes beside what it must have.
type DiffRulesetVersionParams struct {
	// A version, `rsv_…`.
	Against *string
}

// DiffRulesetVersion is GET /api/v1/rulesets/{use_case}/versions/{ruleset_version_id}/diff. Compare two versions.
func (c *Client) DiffRulesetVersion(ctx context.Context, useCase string, rulesetVersionId string, params *DiffRulesetVersionParams) (*RulesetDiffView, error) {
	r := newRequest("GET", "/api/v1/rulesets/{use_case}/versions/{ruleset_version_id}/diff")
	r.inPath("use_case", useCase)
	r.inPath("ruleset_version_id", rulesetVersionId)
	if params != nil {
		mayBeInQuery(r, "against", params.Against)
	}
	return answer[RulesetDiffView](ctx, c, r)
}

// DiscloseDecision is GET /api/v1/decisions/{decision_id}/disclosure. Open a decision's commitment.
func (c *Client) DiscloseDecision(ctx context.Context, decisionId string) (*DisclosureView, error) {
	r := newRequest("GET", "/api/v1/decisions/{decision_id}/disclosure")
	r.inPath("decision_id", decisionId)
	return answer[DisclosureView](ctx, c, r)
}

// DisputeCommissionStatement is POST /api/v1/commission-statements/{statement_id}/dispute. Dispute a commission statement.
func (c *Client) DisputeCommissionStatement(ctx context.Context, statementId string, body DisputeStatement) (*CommissionStatementView, error) {
	r := newRequest("POST", "/api/v1/commission-statements/{statement_id}/dispute")
	r.inPath("statement_id", statementId)
	r.json(body)
	return answer[CommissionStatementView](ctx, c, r)
}

// DropSecondFactor is POST /api/v1/profile/second-factor/drop. Drop the second factor.
func (c *Client) DropSecondFactor(ctx context.Context, body PresentCode) error {
	r := newRequest("POST", "/api/v1/profile/second-factor/drop")
	r.json(body)
	return c.nothing(ctx, r)
}

// EndDeployment is POST /api/v1/deployments/{deployment_id}/end. End a deployment.
func (c *Client) EndDeployment(ctx context.Context, deploymentId string) (*DeploymentView, error) {
	r := newRequest("POST", "/api/v1/deployments/{deployment_id}/end")
	r.inPath("deployment_id", deploymentId)
	return answer[DeploymentView](ctx, c, r)
}

// EndRoutingPolicy is POST /api/v1/routing-policies/{policy_id}/end. End a routing policy.
func (c *Client) EndRoutingPolicy(ctx context.Context, policyId string) (*RoutingPolicyView, error) {
	r := newRequest("POST", "/api/v1/routing-policies/{policy_id}/end")
	r.inPath("policy_id", policyId)
	return answer[RoutingPolicyView](ctx, c, r)
}

// EndSession is DELETE /api/v1/sessions/{session_id}. Sign out.
func (c *Client) EndSession(ctx context.Context, sessionId string) error {
	r := newRequest("DELETE", "/api/v1/sessions/{session_id}")
	r.inPath("session_id", sessionId)
	return c.nothing(ctx, r)
}

// EndSuppression is POST /api/v1/suppressions/{suppression_id}/end. End a suppression.
func (c *Client) EndSuppression(ctx context.Context, suppressionId string) (*SuppressionView, error) {
	r := newRequest("POST", "/api/v1/suppressions/{suppression_id}/end")
	r.inPath("suppression_id", suppressionId)
	return answer[SuppressionView](ctx, c, r)
}

// EndWorkflowTrial is POST /api/v1/workflow-trials/{trial_id}/end. End a trial.
func (c *Client) EndWorkflowTrial(ctx context.Context, trialId string, body EndWorkflowTrial) (*WorkflowTrialView, error) {
	r := newRequest("POST", "/api/v1/workflow-trials/{trial_id}/end")
	r.inPath("trial_id", trialId)
	r.json(body)
	return answer[WorkflowTrialView](ctx, c, r)
}

// EraseCustomer is DELETE /api/v1/customers/{customer_id}. Erase a customer.
func (c *Client) EraseCustomer(ctx context.Context, customerId string) (*EraseResult, error) {
	r := newRequest("DELETE", "/api/v1/customers/{customer_id}")
	r.inPath("customer_id", customerId)
	return answer[EraseResult](ctx, c, r)
}

// ExportCustomer is GET /api/v1/customers/{customer_id}/export. Export a customer.
func (c *Client) ExportCustomer(ctx context.Context, customerId string) (*http.Response, error) {
	r := newRequest("GET", "/api/v1/customers/{customer_id}/export")
	r.inPath("customer_id", customerId)
	return c.stream(ctx, r, "*/*")
}

// ExportEnvironment is GET /api/v1/environment/export. Export the environment.
func (c *Client) ExportEnvironment(ctx context.Context) (*http.Response, error) {
	r := newRequest("GET", "/api/v1/environment/export")
	return c.stream(ctx, r, "*/*")
}

// ExportLedger is GET /api/v1/ledger/export. Export the whole log.
func (c *Client) ExportLedger(ctx context.Context) (*http.Response, error) {
	r := newRequest("GET", "/api/v1/ledger/export")
	return c.stream(ctx, r, "*/*")
}

// ExportLedgerEntriesParams is what ExportLedgerEntries takes beside what it must have.
type ExportLedgerEntriesParams struct {
	// A kind of entry.
	Type_ *string
	Since *time.Time
	Until *time.Time
	// Public id of who did it.
	Actor *string
}

// ExportLedgerEntries is GET /api/v1/ledger/entries-export. Export entries with their proofs.
func (c *Client) ExportLedgerEntries(ctx context.Context, params *ExportLedgerEntriesParams) (*http.Response, error) {
	r := newRequest("GET", "/api/v1/ledger/entries-export")
	if params != nil {
		mayBeInQuery(r, "type", params.Type_)
		mayBeInQuery(r, "since", params.Since)
		mayBeInQuery(r, "until", params.Until)
		mayBeInQuery(r, "actor", params.Actor)
	}
	return c.stream(ctx, r, "*/*")
}

// ExportRulesetParams is what ExportRuleset takes beside what it must have.
type ExportRulesetParams struct {
	Form      *string
	VersionId *string
	Node      *string
}

// ExportRuleset is GET /api/v1/rulesets/{use_case}/export. Export a ruleset.
func (c *Client) ExportRuleset(ctx context.Context, useCase string, params *ExportRulesetParams) (*RuleFileView, error) {
	r := newRequest("GET", "/api/v1/rulesets/{use_case}/export")
	r.inPath("use_case", useCase)
	if params != nil {
		mayBeInQuery(r, "form", params.Form)
		mayBeInQuery(r, "version_id", params.VersionId)
		mayBeInQuery(r, "node", params.Node)
	}
	return answer[RuleFileView](ctx, c, r)
}

// FindCounterfactual is POST /api/v1/decisions/{decision_id}/counterfactual. Find what would have changed a decision.
func (c *Client) FindCounterfactual(ctx context.Context, decisionId string, body FindCounterfactual) (*CounterfactualView, error) {
	r := newRequest("POST", "/api/v1/decisions/{decision_id}/counterfactual")
	r.inPath("decision_id", decisionId)
	r.json(body)
	return answer[CounterfactualView](ctx, c, r)
}

// FindListEntry is POST /api/v1/lists/{list_id}/entries/find. Ask whether a value is on a list.
func (c *Client) FindListEntry(ctx context.Context, listId string, body FindListEntry) (*ListEntryView, error) {
	r := newRequest("POST", "/api/v1/lists/{list_id}/entries/find")
	r.inPath("list_id", listId)
	r.json(body)
	return answer[ListEntryView](ctx, c, r)
}

// GetAccessGrant is GET /api/v1/access-grants/{grant_id}. Get access of an auditor.
func (c *Client) GetAccessGrant(ctx context.Context, grantId string) (*AccessGrantView, error) {
	r := newRequest("GET", "/api/v1/access-grants/{grant_id}")
	r.inPath("grant_id", grantId)
	return answer[AccessGrantView](ctx, c, r)
}

// GetAlert is GET /api/v1/alerts/{alert_id}. Get an alert.
func (c *Client) GetAlert(ctx context.Context, alertId string) (*AlertView, error) {
	r := newRequest("GET", "/api/v1/alerts/{alert_id}")
	r.inPath("alert_id", alertId)
	return answer[AlertView](ctx, c, r)
}

// GetAlertRules is GET /api/v1/alert-rules. Show which events raise alerts.
func (c *Client) GetAlertRules(ctx context.Context) (*AlertRulesView, error) {
	r := newRequest("GET", "/api/v1/alert-rules")
	return answer[AlertRulesView](ctx, c, r)
}

// GetApiKey is GET /api/v1/api-keys/{key_id}. Get an API key.
func (c *Client) GetApiKey(ctx context.Context, keyId string) (*ApiKeyView, error) {
	r := newRequest("GET", "/api/v1/api-keys/{key_id}")
	r.inPath("key_id", keyId)
	return answer[ApiKeyView](ctx, c, r)
}

// GetApprovalPolicy is GET /api/v1/approval-policy. Get whether changes need an approval.
func (c *Client) GetApprovalPolicy(ctx context.Context) (*ApprovalPolicyView, error) {
	r := newRequest("GET", "/api/v1/approval-policy")
	return answer[ApprovalPolicyView](ctx, c, r)
}

// GetAuthorizationServer is GET /.well-known/oauth-authorization-server. Get the authorization server's metadata.
func (c *Client) GetAuthorizationServer(ctx context.Context) (*ServerMetadata, error) {
	r := newRequest("GET", "/.well-known/oauth-authorization-server")
	return answer[ServerMetadata](ctx, c, r)
}

// GetBacktest is GET /api/v1/rulesets/{use_case}/backtests/{backtest_id}. Get a backtest.
func (c *Client) GetBacktest(ctx context.Context, useCase string, backtestId string) (*BacktestResult, error) {
	r := newRequest("GET", "/api/v1/rulesets/{use_case}/backtests/{backtest_id}")
	r.inPath("use_case", useCase)
	r.inPath("backtest_id", backtestId)
	return answer[BacktestResult](ctx, c, r)
}

// GetBatch is GET /api/v1/batches/{batch_id}. Get a batch.
func (c *Client) GetBatch(ctx context.Context, batchId string) (*BatchView, error) {
	r := newRequest("GET", "/api/v1/batches/{batch_id}")
	r.inPath("batch_id", batchId)
	return answer[BatchView](ctx, c, r)
}

// GetBatchRefused is GET /api/v1/batches/{batch_id}/refused. Download the refused rows.
func (c *Client) GetBatchRefused(ctx context.Context, batchId string) (*http.Response, error) {
	r := newRequest("GET", "/api/v1/batches/{batch_id}/refused")
	r.inPath("batch_id", batchId)
	return c.stream(ctx, r, "*/*")
}

// GetBatchResultsParams is what GetBatchResults takes beside what it must have.
type GetBatchResultsParams struct {
	Format *string
}

// GetBatchResults is GET /api/v1/batches/{batch_id}/results. Download the results.
func (c *Client) GetBatchResults(ctx context.Context, batchId string, params *GetBatchResultsParams) (*http.Response, error) {
	r := newRequest("GET", "/api/v1/batches/{batch_id}/results")
	r.inPath("batch_id", batchId)
	if params != nil {
		mayBeInQuery(r, "format", params.Format)
	}
	return c.stream(ctx, r, "*/*")
}

// GetBatchRowProof is GET /api/v1/batches/{batch_id}/rows/{line}/proof. Prove a row.
func (c *Client) GetBatchRowProof(ctx context.Context, batchId string, line int64) (*RowProof, error) {
	r := newRequest("GET", "/api/v1/batches/{batch_id}/rows/{line}/proof")
	r.inPath("batch_id", batchId)
	r.inPath("line", line)
	return answer[RowProof](ctx, c, r)
}

// GetCase is GET /api/v1/cases/{case_id}. Get a case.
func (c *Client) GetCase(ctx context.Context, caseId string) (*CaseView, error) {
	r := newRequest("GET", "/api/v1/cases/{case_id}")
	r.inPath("case_id", caseId)
	return answer[CaseView](ctx, c, r)
}

// GetCheckpoint is GET /api/v1/ledger/checkpoints/{size}. Get a checkpoint.
func (c *Client) GetCheckpoint(ctx context.Context, size int64) (*SignedCheckpoint, error) {
	r := newRequest("GET", "/api/v1/ledger/checkpoints/{size}")
	r.inPath("size", size)
	return answer[SignedCheckpoint](ctx, c, r)
}

// GetCommissionAgreement is GET /api/v1/commission-agreements/{agreement_id}. Get a commission agreement.
func (c *Client) GetCommissionAgreement(ctx context.Context, agreementId string) (*CommissionAgreementView, error) {
	r := newRequest("GET", "/api/v1/commission-agreements/{agreement_id}")
	r.inPath("agreement_id", agreementId)
	return answer[CommissionAgreementView](ctx, c, r)
}

// GetCommissionStatement is GET /api/v1/commission-statements/{statement_id}. Get a commission statement.
func (c *Client) GetCommissionStatement(ctx context.Context, statementId string) (*CommissionStatementView, error) {
	r := newRequest("GET", "/api/v1/commission-statements/{statement_id}")
	r.inPath("statement_id", statementId)
	return answer[CommissionStatementView](ctx, c, r)
}

// GetConnector is GET /api/v1/connectors/{connector_id}. Get a connector.
func (c *Client) GetConnector(ctx context.Context, connectorId string) (*ConnectorView, error) {
	r := newRequest("GET", "/api/v1/connectors/{connector_id}")
	r.inPath("connector_id", connectorId)
	return answer[ConnectorView](ctx, c, r)
}

// GetConsistencyProof is GET /api/v1/ledger/consistency. Prove that the log only grew.
func (c *Client) GetConsistencyProof(ctx context.Context, fromSize int64, toSize int64) (*ConsistencyProof, error) {
	r := newRequest("GET", "/api/v1/ledger/consistency")
	r.inQuery("from_size", fromSize)
	r.inQuery("to_size", toSize)
	return answer[ConsistencyProof](ctx, c, r)
}

// GetCustomerFeatures is GET /api/v1/customers/{customer_id}/features. Get a customer's features.
func (c *Client) GetCustomerFeatures(ctx context.Context, customerId string) (*CustomerFeaturesView, error) {
	r := newRequest("GET", "/api/v1/customers/{customer_id}/features")
	r.inPath("customer_id", customerId)
	return answer[CustomerFeaturesView](ctx, c, r)
}

// GetCustomerStateParams is what GetCustomerState takes beside what it must have.
type GetCustomerStateParams struct {
	Currency *string
}

// GetCustomerState is GET /api/v1/customers/{customer_id}/state. Get a customer's state.
func (c *Client) GetCustomerState(ctx context.Context, customerId string, params *GetCustomerStateParams) (*CustomerStateView, error) {
	r := newRequest("GET", "/api/v1/customers/{customer_id}/state")
	r.inPath("customer_id", customerId)
	if params != nil {
		mayBeInQuery(r, "currency", params.Currency)
	}
	return answer[CustomerStateView](ctx, c, r)
}

// GetDecision is GET /api/v1/decisions/{decision_id}. Get a decision.
func (c *Client) GetDecision(ctx context.Context, decisionId string) (*DecisionView, error) {
	r := newRequest("GET", "/api/v1/decisions/{decision_id}")
	r.inPath("decision_id", decisionId)
	return answer[DecisionView](ctx, c, r)
}

// GetDecisionExplanation is GET /api/v1/decisions/{decision_id}/explanation. Get a decision's explanation.
func (c *Client) GetDecisionExplanation(ctx context.Context, decisionId string) (*DecisionExplanationView, error) {
	r := newRequest("GET", "/api/v1/decisions/{decision_id}/explanation")
	r.inPath("decision_id", decisionId)
	return answer[DecisionExplanationView](ctx, c, r)
}

// GetDeployment is GET /api/v1/deployments/{deployment_id}. Get a deployment.
func (c *Client) GetDeployment(ctx context.Context, deploymentId string) (*DeploymentView, error) {
	r := newRequest("GET", "/api/v1/deployments/{deployment_id}")
	r.inPath("deployment_id", deploymentId)
	return answer[DeploymentView](ctx, c, r)
}

// GetDeploymentComparison is GET /api/v1/deployments/{deployment_id}/comparison. Compare with the champion.
func (c *Client) GetDeploymentComparison(ctx context.Context, deploymentId string) (*ComparisonView, error) {
	r := newRequest("GET", "/api/v1/deployments/{deployment_id}/comparison")
	r.inPath("deployment_id", deploymentId)
	return answer[ComparisonView](ctx, c, r)
}

// GetDriftReport is GET /api/v1/drift-reports/{report_id}. Get a drift report.
func (c *Client) GetDriftReport(ctx context.Context, reportId string) (*DriftReportView, error) {
	r := newRequest("GET", "/api/v1/drift-reports/{report_id}")
	r.inPath("report_id", reportId)
	return answer[DriftReportView](ctx, c, r)
}

// GetEntryProof is GET /api/v1/ledger/proofs/{entry_id}. Prove an entry.
func (c *Client) GetEntryProof(ctx context.Context, entryId string) (*EntryProof, error) {
	r := newRequest("GET", "/api/v1/ledger/proofs/{entry_id}")
	r.inPath("entry_id", entryId)
	return answer[EntryProof](ctx, c, r)
}

// GetEnvironment is GET /api/v1/environment. Get the environment.
func (c *Client) GetEnvironment(ctx context.Context) (*Environment, error) {
	r := newRequest("GET", "/api/v1/environment")
	return answer[Environment](ctx, c, r)
}

// GetEpochBundle is GET /api/v1/ledger/epoch-bundles/{epoch}. Get the public bundle of an epoch.
func (c *Client) GetEpochBundle(ctx context.Context, epoch int64) (*http.Response, error) {
	r := newRequest("GET", "/api/v1/ledger/epoch-bundles/{epoch}")
	r.inPath("epoch", epoch)
	return c.stream(ctx, r, "*/*")
}

// GetErasure is GET /api/v1/erasures/{erasure_id}. Get an erasure.
func (c *Client) GetErasure(ctx context.Context, erasureId string) (*ErasureView, error) {
	r := newRequest("GET", "/api/v1/erasures/{erasure_id}")
	r.inPath("erasure_id", erasureId)
	return answer[ErasureView](ctx, c, r)
}

// GetFailurePatternsParams is what GetFailurePatterns takes beside what it must have.
type GetFailurePatternsParams struct {
	StartedFrom *time.Time
	StartedTo   *time.Time
	Counted     *string
}

// GetFailurePatterns is GET /api/v1/failure-patterns. Report failure patterns.
func (c *Client) GetFailurePatterns(ctx context.Context, params *GetFailurePatternsParams) (*FailurePatternReport, error) {
	r := newRequest("GET", "/api/v1/failure-patterns")
	if params != nil {
		mayBeInQuery(r, "started_from", params.StartedFrom)
		mayBeInQuery(r, "started_to", params.StartedTo)
		mayBeInQuery(r, "counted", params.Counted)
	}
	return answer[FailurePatternReport](ctx, c, r)
}

// GetFeatureParams is what GetFeature takes beside what it must have.
type GetFeatureParams struct {
	Number *int64
}

// GetFeature is GET /api/v1/features/{feature_name}. Get a feature.
func (c *Client) GetFeature(ctx context.Context, featureName string, params *GetFeatureParams) (*FeatureDetail, error) {
	r := newRequest("GET", "/api/v1/features/{feature_name}")
	r.inPath("feature_name", featureName)
	if params != nil {
		mayBeInQuery(r, "number", params.Number)
	}
	return answer[FeatureDetail](ctx, c, r)
}

// GetFeed is GET /api/v1/feeds/{feed_id}. Get a feed.
func (c *Client) GetFeed(ctx context.Context, feedId string) (*FeedView, error) {
	r := newRequest("GET", "/api/v1/feeds/{feed_id}")
	r.inPath("feed_id", feedId)
	return answer[FeedView](ctx, c, r)
}

// GetFeedback is GET /api/v1/feedback/{feedback_id}. Get a piece of feedback.
func (c *Client) GetFeedback(ctx context.Context, feedbackId string) (*FeedbackView, error) {
	r := newRequest("GET", "/api/v1/feedback/{feedback_id}")
	r.inPath("feedback_id", feedbackId)
	return answer[FeedbackView](ctx, c, r)
}

// GetGatewayAttempt is GET /api/v1/gateway-attempts/{attempt_id}. Get an attempt.
func (c *Client) GetGatewayAttempt(ctx context.Context, attemptId string) (*AttemptView, error) {
	r := newRequest("GET", "/api/v1/gateway-attempts/{attempt_id}")
	r.inPath("attempt_id", attemptId)
	return answer[AttemptView](ctx, c, r)
}

// GetGatewayChoice is GET /api/v1/gateway-choices/{choice_id}. Get a choice.
func (c *Client) GetGatewayChoice(ctx context.Context, choiceId string) (*GatewayChoiceView, error) {
	r := newRequest("GET", "/api/v1/gateway-choices/{choice_id}")
	r.inPath("choice_id", choiceId)
	return answer[GatewayChoiceView](ctx, c, r)
}

// GetImport is GET /api/v1/imports/{import_id}. Get an import.
func (c *Client) GetImport(ctx context.Context, importId string) (*ImportView, error) {
	r := newRequest("GET", "/api/v1/imports/{import_id}")
	r.inPath("import_id", importId)
	return answer[ImportView](ctx, c, r)
}

// GetImportMappingParams is what GetImportMapping takes beside what it must have.
type GetImportMappingParams struct {
	// An older version of it.
	Version *int64
}

// GetImportMapping is GET /api/v1/import-mappings/{mapping_id}. Get a mapping.
func (c *Client) GetImportMapping(ctx context.Context, mappingId string, params *GetImportMappingParams) (*ImportMappingView, error) {
	r := newRequest("GET", "/api/v1/import-mappings/{mapping_id}")
	r.inPath("mapping_id", mappingId)
	if params != nil {
		mayBeInQuery(r, "version", params.Version)
	}
	return answer[ImportMappingView](ctx, c, r)
}

// GetImportPreview is GET /api/v1/imports/{import_id}/preview. See what a dry run would record.
func (c *Client) GetImportPreview(ctx context.Context, importId string) (*ImportPreview, error) {
	r := newRequest("GET", "/api/v1/imports/{import_id}/preview")
	r.inPath("import_id", importId)
	return answer[ImportPreview](ctx, c, r)
}

// GetImportReport is GET /api/v1/imports/{import_id}/report. Download what was said about lines.
func (c *Client) GetImportReport(ctx context.Context, importId string) (*http.Response, error) {
	r := newRequest("GET", "/api/v1/imports/{import_id}/report")
	r.inPath("import_id", importId)
	return c.stream(ctx, r, "*/*")
}

// GetJwks is GET /.well-known/jwks.json. Get the keys that verify access tokens.
func (c *Client) GetJwks(ctx context.Context) (*JsonWebKeySet, error) {
	r := newRequest("GET", "/.well-known/jwks.json")
	return answer[JsonWebKeySet](ctx, c, r)
}

// GetLatestCheckpoint is GET /api/v1/ledger/checkpoints/latest. Get the newest checkpoint.
func (c *Client) GetLatestCheckpoint(ctx context.Context) (*SignedCheckpoint, error) {
	r := newRequest("GET", "/api/v1/ledger/checkpoints/latest")
	return answer[SignedCheckpoint](ctx, c, r)
}

// GetLedgerAnchor is GET /api/v1/ledger/anchors/{epoch}. Get the anchor of an epoch.
func (c *Client) GetLedgerAnchor(ctx context.Context, epoch int64) (*EpochAnchor, error) {
	r := newRequest("GET", "/api/v1/ledger/anchors/{epoch}")
	r.inPath("epoch", epoch)
	return answer[EpochAnchor](ctx, c, r)
}

// GetLedgerArtefact is GET /api/v1/ledger/artefacts/{digest}. Get what an entry names by hash.
func (c *Client) GetLedgerArtefact(ctx context.Context, digest string) (*http.Response, error) {
	r := newRequest("GET", "/api/v1/ledger/artefacts/{digest}")
	r.inPath("digest", digest)
	return c.stream(ctx, r, "*/*")
}

// GetLedgerArtefactFile is GET /api/v1/ledger/artefacts/{digest}/files/{file_name}. Get a file of a model that an entry names.
func (c *Client) GetLedgerArtefactFile(ctx context.Context, digest string, fileName string) (*http.Response, error) {
	r := newRequest("GET", "/api/v1/ledger/artefacts/{digest}/files/{file_name}")
	r.inPath("digest", digest)
	r.inPath("file_name", fileName)
	return c.stream(ctx, r, "*/*")
}

// GetLedgerBundle is GET /api/v1/ledger/bundles/{epoch}. Get a bundle of the log.
func (c *Client) GetLedgerBundle(ctx context.Context, epoch int64) (*http.Response, error) {
	r := newRequest("GET", "/api/v1/ledger/bundles/{epoch}")
	r.inPath("epoch", epoch)
	return c.stream(ctx, r, "*/*")
}

// GetLedgerEntry is GET /api/v1/ledger/entries/{entry_id}. Get an entry.
func (c *Client) GetLedgerEntry(ctx context.Context, entryId string) (*LedgerEntry, error) {
	r := newRequest("GET", "/api/v1/ledger/entries/{entry_id}")
	r.inPath("entry_id", entryId)
	return answer[LedgerEntry](ctx, c, r)
}

// GetLedgerEpoch is GET /api/v1/ledger/epochs/{epoch}. Prove where the log stood in an epoch.
func (c *Client) GetLedgerEpoch(ctx context.Context, epoch int64) (*EpochProof, error) {
	r := newRequest("GET", "/api/v1/ledger/epochs/{epoch}")
	r.inPath("epoch", epoch)
	return answer[EpochProof](ctx, c, r)
}

// GetLedgerKeys is GET /api/v1/ledger/keys. Get the keys to pin.
func (c *Client) GetLedgerKeys(ctx context.Context) (*LedgerKeys, error) {
	r := newRequest("GET", "/api/v1/ledger/keys")
	return answer[LedgerKeys](ctx, c, r)
}

// GetLedgerTile is GET /api/v1/ledger/tiles/{tile_path}. Get a file of the static log.
func (c *Client) GetLedgerTile(ctx context.Context, tilePath string) (*http.Response, error) {
	r := newRequest("GET", "/api/v1/ledger/tiles/{tile_path}")
	r.inPath("tile_path", tilePath)
	return c.stream(ctx, r, "*/*")
}

// GetList is GET /api/v1/lists/{list_id}. Get a list.
func (c *Client) GetList(ctx context.Context, listId string) (*RuleListView, error) {
	r := newRequest("GET", "/api/v1/lists/{list_id}")
	r.inPath("list_id", listId)
	return answer[RuleListView](ctx, c, r)
}

// GetLiveMetricsParams is what GetLiveMetrics takes beside what it must have.
type GetLiveMetricsParams struct {
	VersionId *string
	Role      *string
	// How many days back.
	Days *int64
	// From which probability on it counts as flagged.
	Threshold *float64
}

// GetLiveMetrics is GET /api/v1/live-metrics. Get live figures.
func (c *Client) GetLiveMetrics(ctx context.Context, useCase string, params *GetLiveMetricsParams) (*LiveMetricsView, error) {
	r := newRequest("GET", "/api/v1/live-metrics")
	r.inQuery("use_case", useCase)
	if params != nil {
		mayBeInQuery(r, "version_id", params.VersionId)
		mayBeInQuery(r, "role", params.Role)
		mayBeInQuery(r, "days", params.Days)
		mayBeInQuery(r, "threshold", params.Threshold)
	}
	return answer[LiveMetricsView](ctx, c, r)
}

// GetLiveness is GET /health/live. Is the process alive.
func (c *Client) GetLiveness(ctx context.Context) (*HealthStatus, error) {
	r := newRequest("GET", "/health/live")
	return answer[HealthStatus](ctx, c, r)
}

// GetMember is GET /api/v1/members/{member_id}. Get a member.
func (c *Client) GetMember(ctx context.Context, memberId string) (*MemberView, error) {
	r := newRequest("GET", "/api/v1/members/{member_id}")
	r.inPath("member_id", memberId)
	return answer[MemberView](ctx, c, r)
}

// GetMessageTemplate is GET /api/v1/message-templates/{template_id}. Get a message template.
func (c *Client) GetMessageTemplate(ctx context.Context, templateId string) (*MessageTemplateView, error) {
	r := newRequest("GET", "/api/v1/message-templates/{template_id}")
	r.inPath("template_id", templateId)
	return answer[MessageTemplateView](ctx, c, r)
}

// GetModelVersion is GET /api/v1/model-versions/{version_id}. Get a version.
func (c *Client) GetModelVersion(ctx context.Context, versionId string) (*VersionView, error) {
	r := newRequest("GET", "/api/v1/model-versions/{version_id}")
	r.inPath("version_id", versionId)
	return answer[VersionView](ctx, c, r)
}

// GetOAuthClient is GET /api/v1/oauth-clients/{client_id}. Get an OAuth2 client.
func (c *Client) GetOAuthClient(ctx context.Context, clientId string) (*OAuthClientView, error) {
	r := newRequest("GET", "/api/v1/oauth-clients/{client_id}")
	r.inPath("client_id", clientId)
	return answer[OAuthClientView](ctx, c, r)
}

// GetPayout is GET /api/v1/payouts/{payout_id}. Get a payout.
func (c *Client) GetPayout(ctx context.Context, payoutId string) (*PayoutView, error) {
	r := newRequest("GET", "/api/v1/payouts/{payout_id}")
	r.inPath("payout_id", payoutId)
	return answer[PayoutView](ctx, c, r)
}

// GetPayoutStatus is GET /api/v1/payouts/{payout_id}/status. Get what a payee may be shown.
func (c *Client) GetPayoutStatus(ctx context.Context, payoutId string) (*PayoutStatusView, error) {
	r := newRequest("GET", "/api/v1/payouts/{payout_id}/status")
	r.inPath("payout_id", payoutId)
	return answer[PayoutStatusView](ctx, c, r)
}

// GetPrincipal is GET /api/v1/principal. Get the caller.
func (c *Client) GetPrincipal(ctx context.Context) (*PrincipalView, error) {
	r := newRequest("GET", "/api/v1/principal")
	return answer[PrincipalView](ctx, c, r)
}

// GetReadiness is GET /health/ready. Can it serve.
func (c *Client) GetReadiness(ctx context.Context) (*ReadyStatus, error) {
	r := newRequest("GET", "/health/ready")
	return answer[ReadyStatus](ctx, c, r)
}

// GetRelease is GET /api/v1/releases/{release_id}. Get a release.
func (c *Client) GetRelease(ctx context.Context, releaseId string) (*ReleaseView, error) {
	r := newRequest("GET", "/api/v1/releases/{release_id}")
	r.inPath("release_id", releaseId)
	return answer[ReleaseView](ctx, c, r)
}

// GetReleaseShadow is GET /api/v1/releases/{release_id}/shadow. Get what a release would change.
func (c *Client) GetReleaseShadow(ctx context.Context, releaseId string) (*ReleaseShadowView, error) {
	r := newRequest("GET", "/api/v1/releases/{release_id}/shadow")
	r.inPath("release_id", releaseId)
	return answer[ReleaseShadowView](ctx, c, r)
}

// GetRequest is GET /api/v1/requests/{logged_id}. Get a call.
func (c *Client) GetRequest(ctx context.Context, loggedId string) (*LoggedRequestView, error) {
	r := newRequest("GET", "/api/v1/requests/{logged_id}")
	r.inPath("logged_id", loggedId)
	return answer[LoggedRequestView](ctx, c, r)
}

// GetRetention is GET /api/v1/retention. Get how long payloads are kept.
func (c *Client) GetRetention(ctx context.Context) (*Retention, error) {
	r := newRequest("GET", "/api/v1/retention")
	return answer[Retention](ctx, c, r)
}

// GetRetrainingPlan is GET /api/v1/retraining-plans/{use_case}. Get a retraining plan.
func (c *Client) GetRetrainingPlan(ctx context.Context, useCase string) (*RetrainingPlanView, error) {
	r := newRequest("GET", "/api/v1/retraining-plans/{use_case}")
	r.inPath("use_case", useCase)
	return answer[RetrainingPlanView](ctx, c, r)
}

// GetRootCauseParams is what GetRootCause takes beside what it must have.
type GetRootCauseParams struct {
	Since    *time.Time
	Until    *time.Time
	Language *string
}

// GetRootCause is GET /api/v1/root-causes/{cause_id}. Get a root cause.
func (c *Client) GetRootCause(ctx context.Context, causeId string, params *GetRootCauseParams) (*RootCauseStoryView, error) {
	r := newRequest("GET", "/api/v1/root-causes/{cause_id}")
	r.inPath("cause_id", causeId)
	if params != nil {
		mayBeInQuery(r, "since", params.Since)
		mayBeInQuery(r, "until", params.Until)
		mayBeInQuery(r, "language", params.Language)
	}
	return answer[RootCauseStoryView](ctx, c, r)
}

// GetRoutingComparison is GET /api/v1/routing-policies/{policy_id}/comparison. Compare with the champion.
func (c *Client) GetRoutingComparison(ctx context.Context, policyId string) (*RoutingComparison, error) {
	r := newRequest("GET", "/api/v1/routing-policies/{policy_id}/comparison")
	r.inPath("policy_id", policyId)
	return answer[RoutingComparison](ctx, c, r)
}

// GetRoutingEvaluationParams is what GetRoutingEvaluation takes beside what it must have.
type GetRoutingEvaluationParams struct {
	StartedFrom *time.Time
	StartedTo   *time.Time
}

// GetRoutingEvaluation is GET /api/v1/routing-policies/{policy_id}/evaluation. Evaluate on your attempts.
func (c *Client) GetRoutingEvaluation(ctx context.Context, policyId string, params *GetRoutingEvaluationParams) (*OfflineEstimate, error) {
	r := newRequest("GET", "/api/v1/routing-policies/{policy_id}/evaluation")
	r.inPath("policy_id", policyId)
	if params != nil {
		mayBeInQuery(r, "started_from", params.StartedFrom)
		mayBeInQuery(r, "started_to", params.StartedTo)
	}
	return answer[OfflineEstimate](ctx, c, r)
}

// GetRoutingPolicy is GET /api/v1/routing-policies/{policy_id}. Get a routing policy.
func (c *Client) GetRoutingPolicy(ctx context.Context, policyId string) (*RoutingPolicyView, error) {
	r := newRequest("GET", "/api/v1/routing-policies/{policy_id}")
	r.inPath("policy_id", policyId)
	return answer[RoutingPolicyView](ctx, c, r)
}

// GetRuleTestCases is GET /api/v1/rulesets/{use_case}/test-cases. Get the test cases.
func (c *Client) GetRuleTestCases(ctx context.Context, useCase string) (*RuleTestCaseSet, error) {
	r := newRequest("GET", "/api/v1/rulesets/{use_case}/test-cases")
	r.inPath("use_case", useCase)
	return answer[RuleTestCaseSet](ctx, c, r)
}

// GetRuleset is GET /api/v1/rulesets/{use_case}. Get what decides.
func (c *Client) GetRuleset(ctx context.Context, useCase string) (*RulesetView, error) {
	r := newRequest("GET", "/api/v1/rulesets/{use_case}")
	r.inPath("use_case", useCase)
	return answer[RulesetView](ctx, c, r)
}

// GetRulesetShadowParams is what GetRulesetShadow takes beside what it must have.
type GetRulesetShadowParams struct {
	// A version, `rsv_…`.
	RulesetVersionId *string
}

// GetRulesetShadow is GET /api/v1/rulesets/{use_case}/shadow. Get what a shadow would change.
func (c *Client) GetRulesetShadow(ctx context.Context, useCase string, params *GetRulesetShadowParams) (*RulesetShadowView, error) {
	r := newRequest("GET", "/api/v1/rulesets/{use_case}/shadow")
	r.inPath("use_case", useCase)
	if params != nil {
		mayBeInQuery(r, "ruleset_version_id", params.RulesetVersionId)
	}
	return answer[RulesetShadowView](ctx, c, r)
}

// GetRulesetVersion is GET /api/v1/rulesets/{use_case}/versions/{ruleset_version_id}. Get a version.
func (c *Client) GetRulesetVersion(ctx context.Context, useCase string, rulesetVersionId string) (*RulesetVersionView, error) {
	r := newRequest("GET", "/api/v1/rulesets/{use_case}/versions/{ruleset_version_id}")
	r.inPath("use_case", useCase)
	r.inPath("ruleset_version_id", rulesetVersionId)
	return answer[RulesetVersionView](ctx, c, r)
}

// GetSandboxClock is GET /api/v1/sandbox/clock. Read the clock.
func (c *Client) GetSandboxClock(ctx context.Context) (*SandboxClock, error) {
	r := newRequest("GET", "/api/v1/sandbox/clock")
	return answer[SandboxClock](ctx, c, r)
}

// GetSuperCheckpoint is GET /ledger/super/checkpoint. Get the newest checkpoint of the super-log.
func (c *Client) GetSuperCheckpoint(ctx context.Context) (*http.Response, error) {
	r := newRequest("GET", "/ledger/super/checkpoint")
	return c.stream(ctx, r, "*/*")
}

// GetSuperTile is GET /ledger/super/tile/{super_tile_path}. Get a tile of the super-log.
func (c *Client) GetSuperTile(ctx context.Context, superTilePath string) (*http.Response, error) {
	r := newRequest("GET", "/ledger/super/tile/{super_tile_path}")
	r.inPath("super_tile_path", superTilePath)
	return c.stream(ctx, r, "*/*")
}

// GetSuppression is GET /api/v1/suppressions/{suppression_id}. Get a suppression.
func (c *Client) GetSuppression(ctx context.Context, suppressionId string) (*SuppressionView, error) {
	r := newRequest("GET", "/api/v1/suppressions/{suppression_id}")
	r.inPath("suppression_id", suppressionId)
	return answer[SuppressionView](ctx, c, r)
}

// GetTenant is GET /api/v1/tenants/{tenant_id}. Get the tenant.
func (c *Client) GetTenant(ctx context.Context, tenantId string) (*TenantView, error) {
	r := newRequest("GET", "/api/v1/tenants/{tenant_id}")
	r.inPath("tenant_id", tenantId)
	return answer[TenantView](ctx, c, r)
}

// GetTrainingJob is GET /api/v1/training-jobs/{job_id}. Get a training job.
func (c *Client) GetTrainingJob(ctx context.Context, jobId string) (*TrainingJobView, error) {
	r := newRequest("GET", "/api/v1/training-jobs/{job_id}")
	r.inPath("job_id", jobId)
	return answer[TrainingJobView](ctx, c, r)
}

// GetTransaction is GET /api/v1/transactions/{transaction_id}. Get a transaction.
func (c *Client) GetTransaction(ctx context.Context, transactionId string) (*TransactionView, error) {
	r := newRequest("GET", "/api/v1/transactions/{transaction_id}")
	r.inPath("transaction_id", transactionId)
	return answer[TransactionView](ctx, c, r)
}

// GetUsageParams is what GetUsage takes beside what it must have.
type GetUsageParams struct {
	FirstDay *string
	LastDay  *string
}

// GetUsage is GET /api/v1/usage. Get usage by day and operation.
func (c *Client) GetUsage(ctx context.Context, params *GetUsageParams) (*UsageView, error) {
	r := newRequest("GET", "/api/v1/usage")
	if params != nil {
		mayBeInQuery(r, "first_day", params.FirstDay)
		mayBeInQuery(r, "last_day", params.LastDay)
	}
	return answer[UsageView](ctx, c, r)
}

// GetUseCase is GET /api/v1/use-cases/{use_case}. Get a use case.
func (c *Client) GetUseCase(ctx context.Context, useCase string) (*UseCaseView, error) {
	r := newRequest("GET", "/api/v1/use-cases/{use_case}")
	r.inPath("use_case", useCase)
	return answer[UseCaseView](ctx, c, r)
}

// GetVendorPayment is GET /api/v1/vendor-payments/{vendor_payment_id}. Get a payment to a vendor.
func (c *Client) GetVendorPayment(ctx context.Context, vendorPaymentId string) (*VendorPaymentView, error) {
	r := newRequest("GET", "/api/v1/vendor-payments/{vendor_payment_id}")
	r.inPath("vendor_payment_id", vendorPaymentId)
	return answer[VendorPaymentView](ctx, c, r)
}

// GetVendorPaymentReleaseProof is GET /api/v1/vendor-payments/{vendor_payment_id}/release-proof. Get the proof of a payment's release.
func (c *Client) GetVendorPaymentReleaseProof(ctx context.Context, vendorPaymentId string) (*VendorPaymentReleaseProofView, error) {
	r := newRequest("GET", "/api/v1/vendor-payments/{vendor_payment_id}/release-proof")
	r.inPath("vendor_payment_id", vendorPaymentId)
	return answer[VendorPaymentReleaseProofView](ctx, c, r)
}

// GetWebhookEndpoint is GET /api/v1/webhook-endpoints/{endpoint_id}. Get a webhook endpoint.
func (c *Client) GetWebhookEndpoint(ctx context.Context, endpointId string) (*WebhookEndpointView, error) {
	r := newRequest("GET", "/api/v1/webhook-endpoints/{endpoint_id}")
	r.inPath("endpoint_id", endpointId)
	return answer[WebhookEndpointView](ctx, c, r)
}

// GetWorkflow is GET /api/v1/workflows/{workflow_id}. Get a workflow.
func (c *Client) GetWorkflow(ctx context.Context, workflowId string) (*WorkflowView, error) {
	r := newRequest("GET", "/api/v1/workflows/{workflow_id}")
	r.inPath("workflow_id", workflowId)
	return answer[WorkflowView](ctx, c, r)
}

// GetWorkflowInstance is GET /api/v1/workflow-instances/{instance_id}. Get an instance.
func (c *Client) GetWorkflowInstance(ctx context.Context, instanceId string) (*WorkflowInstanceView, error) {
	r := newRequest("GET", "/api/v1/workflow-instances/{instance_id}")
	r.inPath("instance_id", instanceId)
	return answer[WorkflowInstanceView](ctx, c, r)
}

// GetWorkflowTrial is GET /api/v1/workflow-trials/{trial_id}. Get a trial.
func (c *Client) GetWorkflowTrial(ctx context.Context, trialId string) (*WorkflowTrialView, error) {
	r := newRequest("GET", "/api/v1/workflow-trials/{trial_id}")
	r.inPath("trial_id", trialId)
	return answer[WorkflowTrialView](ctx, c, r)
}

// GetWorkflowTrialComparison is GET /api/v1/workflow-trials/{trial_id}/comparison. Compare two versions.
func (c *Client) GetWorkflowTrialComparison(ctx context.Context, trialId string) (*WorkflowTrialComparison, error) {
	r := newRequest("GET", "/api/v1/workflow-trials/{trial_id}/comparison")
	r.inPath("trial_id", trialId)
	return answer[WorkflowTrialComparison](ctx, c, r)
}

// GetWorkflowVersion is GET /api/v1/workflows/{workflow_id}/versions/{workflow_version_id}. Get a version.
func (c *Client) GetWorkflowVersion(ctx context.Context, workflowId string, workflowVersionId string) (*WorkflowVersionView, error) {
	r := newRequest("GET", "/api/v1/workflows/{workflow_id}/versions/{workflow_version_id}")
	r.inPath("workflow_id", workflowId)
	r.inPath("workflow_version_id", workflowVersionId)
	return answer[WorkflowVersionView](ctx, c, r)
}

// GrantAccess is POST /api/v1/access-grants. Give an auditor access for a time.
func (c *Client) GrantAccess(ctx context.Context, body GrantAccess) (*AccessGrantView, error) {
	r := newRequest("POST", "/api/v1/access-grants")
	r.json(body)
	return answer[AccessGrantView](ctx, c, r)
}

// InstallRulePack is POST /api/v1/rulesets/{use_case}/packs. Install a pack of rules.
func (c *Client) InstallRulePack(ctx context.Context, useCase string, body InstallRulePack) (*RulesetVersionView, error) {
	r := newRequest("POST", "/api/v1/rulesets/{use_case}/packs")
	r.inPath("use_case", useCase)
	r.json(body)
	return answer[RulesetVersionView](ctx, c, r)
}

// IntrospectToken is POST /oauth2/introspect. Ask about an access token.
func (c *Client) IntrospectToken(ctx context.Context, form url.Values) (*Introspection, error) {
	r := newRequest("POST", "/oauth2/introspect")
	r.form(form)
	return answer[Introspection](ctx, c, r)
}

// InviteMember is POST /api/v1/invitations. Invite a member.
func (c *Client) InviteMember(ctx context.Context, body InviteMember) (*InvitationView, error) {
	r := newRequest("POST", "/api/v1/invitations")
	r.json(body)
	return answer[InvitationView](ctx, c, r)
}

// ListAccessGrantsParams is what ListAccessGrants takes beside what it must have.
type ListAccessGrantsParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListAccessGrants is GET /api/v1/access-grants. List access of auditors.
func (c *Client) ListAccessGrants(ctx context.Context, params *ListAccessGrantsParams) (*AccessGrantPage, error) {
	r := newRequest("GET", "/api/v1/access-grants")
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[AccessGrantPage](ctx, c, r)
}

// ListAlertsParams is what ListAlerts takes beside what it must have.
type ListAlertsParams struct {
	State       *string
	Kind        *string
	SeverityMin *string
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListAlerts is GET /api/v1/alerts. List alerts.
func (c *Client) ListAlerts(ctx context.Context, params *ListAlertsParams) (*AlertPage, error) {
	r := newRequest("GET", "/api/v1/alerts")
	if params != nil {
		mayBeInQuery(r, "state", params.State)
		mayBeInQuery(r, "kind", params.Kind)
		mayBeInQuery(r, "severity_min", params.SeverityMin)
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[AlertPage](ctx, c, r)
}

// ListApiKeysParams is what ListApiKeys takes beside what it must have.
type ListApiKeysParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListApiKeys is GET /api/v1/api-keys. List API keys.
func (c *Client) ListApiKeys(ctx context.Context, params *ListApiKeysParams) (*ApiKeyPage, error) {
	r := newRequest("GET", "/api/v1/api-keys")
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[ApiKeyPage](ctx, c, r)
}

// ListBacktestsParams is what ListBacktests takes beside what it must have.
type ListBacktestsParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListBacktests is GET /api/v1/rulesets/{use_case}/backtests. List backtests.
func (c *Client) ListBacktests(ctx context.Context, useCase string, params *ListBacktestsParams) (*BacktestPage, error) {
	r := newRequest("GET", "/api/v1/rulesets/{use_case}/backtests")
	r.inPath("use_case", useCase)
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[BacktestPage](ctx, c, r)
}

// ListBatchesParams is what ListBatches takes beside what it must have.
type ListBatchesParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListBatches is GET /api/v1/batches. List batches.
func (c *Client) ListBatches(ctx context.Context, params *ListBatchesParams) (*BatchPage, error) {
	r := newRequest("GET", "/api/v1/batches")
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[BatchPage](ctx, c, r)
}

// ListCaseQueues is GET /api/v1/case-queues. List queues of cases.
func (c *Client) ListCaseQueues(ctx context.Context) (*CaseQueueList, error) {
	r := newRequest("GET", "/api/v1/case-queues")
	return answer[CaseQueueList](ctx, c, r)
}

// ListCaseStepsParams is what ListCaseSteps takes beside what it must have.
type ListCaseStepsParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListCaseSteps is GET /api/v1/cases/{case_id}/steps. List what was done with a case.
func (c *Client) ListCaseSteps(ctx context.Context, caseId string, params *ListCaseStepsParams) (*CaseStepPage, error) {
	r := newRequest("GET", "/api/v1/cases/{case_id}/steps")
	r.inPath("case_id", caseId)
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[CaseStepPage](ctx, c, r)
}

// ListCasesParams is what ListCases takes beside what it must have.
type ListCasesParams struct {
	Queue    *string
	State    *string
	Assignee *string
	Subject  *string
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListCases is GET /api/v1/cases. List cases.
func (c *Client) ListCases(ctx context.Context, params *ListCasesParams) (*CasePage, error) {
	r := newRequest("GET", "/api/v1/cases")
	if params != nil {
		mayBeInQuery(r, "queue", params.Queue)
		mayBeInQuery(r, "state", params.State)
		mayBeInQuery(r, "assignee", params.Assignee)
		mayBeInQuery(r, "subject", params.Subject)
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[CasePage](ctx, c, r)
}

// ListCheckpointsParams is what ListCheckpoints takes beside what it must have.
type ListCheckpointsParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListCheckpoints is GET /api/v1/ledger/checkpoints. List checkpoints.
func (c *Client) ListCheckpoints(ctx context.Context, params *ListCheckpointsParams) (*CheckpointPage, error) {
	r := newRequest("GET", "/api/v1/ledger/checkpoints")
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[CheckpointPage](ctx, c, r)
}

// ListCommissionAgreementsParams is what ListCommissionAgreements takes beside what it must have.
type ListCommissionAgreementsParams struct {
	PartnerId *string
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListCommissionAgreements is GET /api/v1/commission-agreements. List commission agreements.
func (c *Client) ListCommissionAgreements(ctx context.Context, params *ListCommissionAgreementsParams) (*CommissionAgreementPage, error) {
	r := newRequest("GET", "/api/v1/commission-agreements")
	if params != nil {
		mayBeInQuery(r, "partner_id", params.PartnerId)
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[CommissionAgreementPage](ctx, c, r)
}

// ListCommissionStatementsParams is what ListCommissionStatements takes beside what it must have.
type ListCommissionStatementsParams struct {
	PartnerId  *string
	PeriodFrom *time.Time
	PeriodTo   *time.Time
	Status     *string
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListCommissionStatements is GET /api/v1/commission-statements. List commission statements.
func (c *Client) ListCommissionStatements(ctx context.Context, params *ListCommissionStatementsParams) (*CommissionStatementPage, error) {
	r := newRequest("GET", "/api/v1/commission-statements")
	if params != nil {
		mayBeInQuery(r, "partner_id", params.PartnerId)
		mayBeInQuery(r, "period_from", params.PeriodFrom)
		mayBeInQuery(r, "period_to", params.PeriodTo)
		mayBeInQuery(r, "status", params.Status)
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[CommissionStatementPage](ctx, c, r)
}

// ListConnectorPresets is GET /api/v1/connector-presets. List presets of connectors.
func (c *Client) ListConnectorPresets(ctx context.Context) (*ConnectorPresetList, error) {
	r := newRequest("GET", "/api/v1/connector-presets")
	return answer[ConnectorPresetList](ctx, c, r)
}

// ListConnectorsParams is what ListConnectors takes beside what it must have.
type ListConnectorsParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListConnectors is GET /api/v1/connectors. List connectors.
func (c *Client) ListConnectors(ctx context.Context, params *ListConnectorsParams) (*ConnectorPage, error) {
	r := newRequest("GET", "/api/v1/connectors")
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[ConnectorPage](ctx, c, r)
}

// ListDecisionsParams is what ListDecisions takes beside what it must have.
type ListDecisionsParams struct {
	UseCase    *string
	Outcome    *string
	CustomerId *string
	Region     *string
	Segment    *string
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListDecisions is GET /api/v1/decisions. List decisions.
func (c *Client) ListDecisions(ctx context.Context, params *ListDecisionsParams) (*DecisionPage, error) {
	r := newRequest("GET", "/api/v1/decisions")
	if params != nil {
		mayBeInQuery(r, "use_case", params.UseCase)
		mayBeInQuery(r, "outcome", params.Outcome)
		mayBeInQuery(r, "customer_id", params.CustomerId)
		mayBeInQuery(r, "region", params.Region)
		mayBeInQuery(r, "segment", params.Segment)
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[DecisionPage](ctx, c, r)
}

// ListDeploymentsParams is what ListDeployments takes beside what it must have.
type ListDeploymentsParams struct {
	UseCase *string
	Role    *string
	Segment *string
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListDeployments is GET /api/v1/deployments. List deployments.
func (c *Client) ListDeployments(ctx context.Context, params *ListDeploymentsParams) (*DeploymentPage, error) {
	r := newRequest("GET", "/api/v1/deployments")
	if params != nil {
		mayBeInQuery(r, "use_case", params.UseCase)
		mayBeInQuery(r, "role", params.Role)
		mayBeInQuery(r, "segment", params.Segment)
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[DeploymentPage](ctx, c, r)
}

// ListDriftReportsParams is what ListDriftReports takes beside what it must have.
type ListDriftReportsParams struct {
	UseCase   *string
	VersionId *string
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListDriftReports is GET /api/v1/drift-reports. List drift reports.
func (c *Client) ListDriftReports(ctx context.Context, params *ListDriftReportsParams) (*DriftReportPage, error) {
	r := newRequest("GET", "/api/v1/drift-reports")
	if params != nil {
		mayBeInQuery(r, "use_case", params.UseCase)
		mayBeInQuery(r, "version_id", params.VersionId)
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[DriftReportPage](ctx, c, r)
}

// ListEpochBundlesParams is what ListEpochBundles takes beside what it must have.
type ListEpochBundlesParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListEpochBundles is GET /api/v1/ledger/epoch-bundles. List public bundles of epochs.
func (c *Client) ListEpochBundles(ctx context.Context, params *ListEpochBundlesParams) (*BundlePage, error) {
	r := newRequest("GET", "/api/v1/ledger/epoch-bundles")
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[BundlePage](ctx, c, r)
}

// ListErasuresParams is what ListErasures takes beside what it must have.
type ListErasuresParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListErasures is GET /api/v1/erasures. List erasures.
func (c *Client) ListErasures(ctx context.Context, params *ListErasuresParams) (*ErasurePage, error) {
	r := newRequest("GET", "/api/v1/erasures")
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[ErasurePage](ctx, c, r)
}

// ListEventKinds is GET /api/v1/event-kinds. List the kinds of events.
func (c *Client) ListEventKinds(ctx context.Context) (*EventKindList, error) {
	r := newRequest("GET", "/api/v1/event-kinds")
	return answer[EventKindList](ctx, c, r)
}

// ListFailureCodes is GET /api/v1/failure-codes. List failure codes.
func (c *Client) ListFailureCodes(ctx context.Context) (*FailureCodeList, error) {
	r := newRequest("GET", "/api/v1/failure-codes")
	return answer[FailureCodeList](ctx, c, r)
}

// ListFeaturesParams is what ListFeatures takes beside what it must have.
type ListFeaturesParams struct {
	UseCase *string
	After   *string
	// How many items at most.
	Limit *int64
}

// ListFeatures is GET /api/v1/features. List features.
func (c *Client) ListFeatures(ctx context.Context, params *ListFeaturesParams) (*FeaturePage, error) {
	r := newRequest("GET", "/api/v1/features")
	if params != nil {
		mayBeInQuery(r, "use_case", params.UseCase)
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[FeaturePage](ctx, c, r)
}

// ListFeedRunsParams is what ListFeedRuns takes beside what it must have.
type ListFeedRunsParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListFeedRuns is GET /api/v1/feeds/{feed_id}/runs. List what a feed took.
func (c *Client) ListFeedRuns(ctx context.Context, feedId string, params *ListFeedRunsParams) (*FeedRunPage, error) {
	r := newRequest("GET", "/api/v1/feeds/{feed_id}/runs")
	r.inPath("feed_id", feedId)
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[FeedRunPage](ctx, c, r)
}

// ListFeedbackParams is what ListFeedback takes beside what it must have.
type ListFeedbackParams struct {
	UseCase    *string
	DecisionId *string
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListFeedback is GET /api/v1/feedback. List feedback.
func (c *Client) ListFeedback(ctx context.Context, params *ListFeedbackParams) (*FeedbackPage, error) {
	r := newRequest("GET", "/api/v1/feedback")
	if params != nil {
		mayBeInQuery(r, "use_case", params.UseCase)
		mayBeInQuery(r, "decision_id", params.DecisionId)
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[FeedbackPage](ctx, c, r)
}

// ListFeedsParams is what ListFeeds takes beside what it must have.
type ListFeedsParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListFeeds is GET /api/v1/feeds. List feeds.
func (c *Client) ListFeeds(ctx context.Context, params *ListFeedsParams) (*FeedPage, error) {
	r := newRequest("GET", "/api/v1/feeds")
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[FeedPage](ctx, c, r)
}

// ListGatewayAttemptsParams is what ListGatewayAttempts takes beside what it must have.
type ListGatewayAttemptsParams struct {
	Gateway     *string
	Result      *string
	PaymentId   *string
	StartedFrom *time.Time
	StartedTo   *time.Time
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListGatewayAttempts is GET /api/v1/gateway-attempts. List attempts.
func (c *Client) ListGatewayAttempts(ctx context.Context, params *ListGatewayAttemptsParams) (*AttemptPage, error) {
	r := newRequest("GET", "/api/v1/gateway-attempts")
	if params != nil {
		mayBeInQuery(r, "gateway", params.Gateway)
		mayBeInQuery(r, "result", params.Result)
		mayBeInQuery(r, "payment_id", params.PaymentId)
		mayBeInQuery(r, "started_from", params.StartedFrom)
		mayBeInQuery(r, "started_to", params.StartedTo)
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[AttemptPage](ctx, c, r)
}

// ListImportMappingsParams is what ListImportMappings takes beside what it must have.
type ListImportMappingsParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListImportMappings is GET /api/v1/import-mappings. List mappings.
func (c *Client) ListImportMappings(ctx context.Context, params *ListImportMappingsParams) (*ImportMappingPage, error) {
	r := newRequest("GET", "/api/v1/import-mappings")
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[ImportMappingPage](ctx, c, r)
}

// ListImportsParams is what ListImports takes beside what it must have.
type ListImportsParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListImports is GET /api/v1/imports. List imports.
func (c *Client) ListImports(ctx context.Context, params *ListImportsParams) (*ImportPage, error) {
	r := newRequest("GET", "/api/v1/imports")
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[ImportPage](ctx, c, r)
}

// ListInvitationsParams is what ListInvitations takes beside what it must have.
type ListInvitationsParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListInvitations is GET /api/v1/invitations. List open invitations.
func (c *Client) ListInvitations(ctx context.Context, params *ListInvitationsParams) (*InvitationPage, error) {
	r := newRequest("GET", "/api/v1/invitations")
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[InvitationPage](ctx, c, r)
}

// ListLedgerAnchorsParams is what ListLedgerAnchors takes beside what it must have.
type ListLedgerAnchorsParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListLedgerAnchors is GET /api/v1/ledger/anchors. List anchors.
func (c *Client) ListLedgerAnchors(ctx context.Context, params *ListLedgerAnchorsParams) (*AnchorPage, error) {
	r := newRequest("GET", "/api/v1/ledger/anchors")
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[AnchorPage](ctx, c, r)
}

// ListLedgerBundlesParams is what ListLedgerBundles takes beside what it must have.
type ListLedgerBundlesParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListLedgerBundles is GET /api/v1/ledger/bundles. List bundles of the log.
func (c *Client) ListLedgerBundles(ctx context.Context, params *ListLedgerBundlesParams) (*BundlePage, error) {
	r := newRequest("GET", "/api/v1/ledger/bundles")
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[BundlePage](ctx, c, r)
}

// ListLedgerEntriesParams is what ListLedgerEntries takes beside what it must have.
type ListLedgerEntriesParams struct {
	// A kind of entry.
	Type_ *string
	Since *time.Time
	Until *time.Time
	// Public id of who did it.
	Actor *string
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListLedgerEntries is GET /api/v1/ledger/entries. List entries.
func (c *Client) ListLedgerEntries(ctx context.Context, params *ListLedgerEntriesParams) (*LedgerEntryPage, error) {
	r := newRequest("GET", "/api/v1/ledger/entries")
	if params != nil {
		mayBeInQuery(r, "type", params.Type_)
		mayBeInQuery(r, "since", params.Since)
		mayBeInQuery(r, "until", params.Until)
		mayBeInQuery(r, "actor", params.Actor)
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[LedgerEntryPage](ctx, c, r)
}

// ListLedgerEpochsParams is what ListLedgerEpochs takes beside what it must have.
type ListLedgerEpochsParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListLedgerEpochs is GET /api/v1/ledger/epochs. List epochs.
func (c *Client) ListLedgerEpochs(ctx context.Context, params *ListLedgerEpochsParams) (*EpochPage, error) {
	r := newRequest("GET", "/api/v1/ledger/epochs")
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[EpochPage](ctx, c, r)
}

// ListListEntriesParams is what ListListEntries takes beside what it must have.
type ListListEntriesParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListListEntries is GET /api/v1/lists/{list_id}/entries. List entries.
func (c *Client) ListListEntries(ctx context.Context, listId string, params *ListListEntriesParams) (*ListEntryPage, error) {
	r := newRequest("GET", "/api/v1/lists/{list_id}/entries")
	r.inPath("list_id", listId)
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[ListEntryPage](ctx, c, r)
}

// ListListsParams is what ListLists takes beside what it must have.
type ListListsParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListLists is GET /api/v1/lists. List lists.
func (c *Client) ListLists(ctx context.Context, params *ListListsParams) (*RuleListPage, error) {
	r := newRequest("GET", "/api/v1/lists")
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[RuleListPage](ctx, c, r)
}

// ListMagicValues is GET /api/v1/sandbox/magic-values. List magic values.
func (c *Client) ListMagicValues(ctx context.Context) (*MagicValues, error) {
	r := newRequest("GET", "/api/v1/sandbox/magic-values")
	return answer[MagicValues](ctx, c, r)
}

// ListMembersParams is what ListMembers takes beside what it must have.
type ListMembersParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListMembers is GET /api/v1/members. List members.
func (c *Client) ListMembers(ctx context.Context, params *ListMembersParams) (*MemberPage, error) {
	r := newRequest("GET", "/api/v1/members")
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[MemberPage](ctx, c, r)
}

// ListMessageTemplatesParams is what ListMessageTemplates takes beside what it must have.
type ListMessageTemplatesParams struct {
	Name     *string
	Channel  *string
	Language *string
	History  *bool
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListMessageTemplates is GET /api/v1/message-templates. List message templates.
func (c *Client) ListMessageTemplates(ctx context.Context, params *ListMessageTemplatesParams) (*MessageTemplatePage, error) {
	r := newRequest("GET", "/api/v1/message-templates")
	if params != nil {
		mayBeInQuery(r, "name", params.Name)
		mayBeInQuery(r, "channel", params.Channel)
		mayBeInQuery(r, "language", params.Language)
		mayBeInQuery(r, "history", params.History)
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[MessageTemplatePage](ctx, c, r)
}

// ListModelVersionsParams is what ListModelVersions takes beside what it must have.
type ListModelVersionsParams struct {
	UseCase *string
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListModelVersions is GET /api/v1/model-versions. List versions.
func (c *Client) ListModelVersions(ctx context.Context, params *ListModelVersionsParams) (*VersionPage, error) {
	r := newRequest("GET", "/api/v1/model-versions")
	if params != nil {
		mayBeInQuery(r, "use_case", params.UseCase)
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[VersionPage](ctx, c, r)
}

// ListOAuthClientsParams is what ListOAuthClients takes beside what it must have.
type ListOAuthClientsParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListOAuthClients is GET /api/v1/oauth-clients. List OAuth2 clients.
func (c *Client) ListOAuthClients(ctx context.Context, params *ListOAuthClientsParams) (*OAuthClientPage, error) {
	r := newRequest("GET", "/api/v1/oauth-clients")
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[OAuthClientPage](ctx, c, r)
}

// ListPayoutAnomaliesParams is what ListPayoutAnomalies takes beside what it must have.
type ListPayoutAnomaliesParams struct {
	PayoutId *string
	Kind     *string
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListPayoutAnomalies is GET /api/v1/payout-anomalies. List what is unusual about payouts.
func (c *Client) ListPayoutAnomalies(ctx context.Context, params *ListPayoutAnomaliesParams) (*PayoutAnomalyPage, error) {
	r := newRequest("GET", "/api/v1/payout-anomalies")
	if params != nil {
		mayBeInQuery(r, "payout_id", params.PayoutId)
		mayBeInQuery(r, "kind", params.Kind)
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[PayoutAnomalyPage](ctx, c, r)
}

// ListPayoutsParams is what ListPayouts takes beside what it must have.
type ListPayoutsParams struct {
	OwnId   *string
	PayeeId *string
	Stage   *string
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListPayouts is GET /api/v1/payouts. List payouts.
func (c *Client) ListPayouts(ctx context.Context, params *ListPayoutsParams) (*PayoutPage, error) {
	r := newRequest("GET", "/api/v1/payouts")
	if params != nil {
		mayBeInQuery(r, "own_id", params.OwnId)
		mayBeInQuery(r, "payee_id", params.PayeeId)
		mayBeInQuery(r, "stage", params.Stage)
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[PayoutPage](ctx, c, r)
}

// ListReleaseSwitchesParams is what ListReleaseSwitches takes beside what it must have.
type ListReleaseSwitchesParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListReleaseSwitches is GET /api/v1/release-switches. List which release was in force when.
func (c *Client) ListReleaseSwitches(ctx context.Context, useCase string, params *ListReleaseSwitchesParams) (*ReleaseSwitchPage, error) {
	r := newRequest("GET", "/api/v1/release-switches")
	r.inQuery("use_case", useCase)
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[ReleaseSwitchPage](ctx, c, r)
}

// ListReleasesParams is what ListReleases takes beside what it must have.
type ListReleasesParams struct {
	UseCase *string
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListReleases is GET /api/v1/releases. List releases.
func (c *Client) ListReleases(ctx context.Context, params *ListReleasesParams) (*ReleasePage, error) {
	r := newRequest("GET", "/api/v1/releases")
	if params != nil {
		mayBeInQuery(r, "use_case", params.UseCase)
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[ReleasePage](ctx, c, r)
}

// ListRequestsParams is what ListRequests takes beside what it must have.
type ListRequestsParams struct {
	Refused   *bool
	RequestId *string
	Operation *string
	Code      *string
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListRequests is GET /api/v1/requests. List calls.
func (c *Client) ListRequests(ctx context.Context, params *ListRequestsParams) (*LoggedRequestPage, error) {
	r := newRequest("GET", "/api/v1/requests")
	if params != nil {
		mayBeInQuery(r, "refused", params.Refused)
		mayBeInQuery(r, "request_id", params.RequestId)
		mayBeInQuery(r, "operation", params.Operation)
		mayBeInQuery(r, "code", params.Code)
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[LoggedRequestPage](ctx, c, r)
}

// ListRetrainingPlans is GET /api/v1/retraining-plans. List retraining plans.
func (c *Client) ListRetrainingPlans(ctx context.Context) (*RetrainingPlans, error) {
	r := newRequest("GET", "/api/v1/retraining-plans")
	return answer[RetrainingPlans](ctx, c, r)
}

// ListRootCausesParams is what ListRootCauses takes beside what it must have.
type ListRootCausesParams struct {
	Since    *time.Time
	Until    *time.Time
	Kind     *string
	Gateway  *string
	Order    *string
	Language *string
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListRootCauses is GET /api/v1/root-causes. List root causes.
func (c *Client) ListRootCauses(ctx context.Context, params *ListRootCausesParams) (*RootCausePage, error) {
	r := newRequest("GET", "/api/v1/root-causes")
	if params != nil {
		mayBeInQuery(r, "since", params.Since)
		mayBeInQuery(r, "until", params.Until)
		mayBeInQuery(r, "kind", params.Kind)
		mayBeInQuery(r, "gateway", params.Gateway)
		mayBeInQuery(r, "order", params.Order)
		mayBeInQuery(r, "language", params.Language)
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[RootCausePage](ctx, c, r)
}

// ListRoutingPoliciesParams is what ListRoutingPolicies takes beside what it must have.
type ListRoutingPoliciesParams struct {
	Status *string
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListRoutingPolicies is GET /api/v1/routing-policies. List routing policies.
func (c *Client) ListRoutingPolicies(ctx context.Context, params *ListRoutingPoliciesParams) (*RoutingPolicyPage, error) {
	r := newRequest("GET", "/api/v1/routing-policies")
	if params != nil {
		mayBeInQuery(r, "status", params.Status)
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[RoutingPolicyPage](ctx, c, r)
}

// ListRuleFacts is GET /api/v1/rulesets/{use_case}/facts. List what rules can see.
func (c *Client) ListRuleFacts(ctx context.Context, useCase string) (*RuleFactList, error) {
	r := newRequest("GET", "/api/v1/rulesets/{use_case}/facts")
	r.inPath("use_case", useCase)
	return answer[RuleFactList](ctx, c, r)
}

// ListRulePacks is GET /api/v1/rule-packs. List packs of rules.
func (c *Client) ListRulePacks(ctx context.Context) (*RulePackList, error) {
	r := newRequest("GET", "/api/v1/rule-packs")
	return answer[RulePackList](ctx, c, r)
}

// ListRuleTestCaseSetsParams is what ListRuleTestCaseSets takes beside what it must have.
type ListRuleTestCaseSetsParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListRuleTestCaseSets is GET /api/v1/rulesets/{use_case}/test-cases/versions. List sets of test cases.
func (c *Client) ListRuleTestCaseSets(ctx context.Context, useCase string, params *ListRuleTestCaseSetsParams) (*RuleTestCaseSetPage, error) {
	r := newRequest("GET", "/api/v1/rulesets/{use_case}/test-cases/versions")
	r.inPath("use_case", useCase)
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[RuleTestCaseSetPage](ctx, c, r)
}

// ListRulesetActivationsParams is what ListRulesetActivations takes beside what it must have.
type ListRulesetActivationsParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListRulesetActivations is GET /api/v1/rulesets/{use_case}/activations. List what decided when.
func (c *Client) ListRulesetActivations(ctx context.Context, useCase string, params *ListRulesetActivationsParams) (*RulesetActivationPage, error) {
	r := newRequest("GET", "/api/v1/rulesets/{use_case}/activations")
	r.inPath("use_case", useCase)
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[RulesetActivationPage](ctx, c, r)
}

// ListRulesetVersionsParams is what ListRulesetVersions takes beside what it must have.
type ListRulesetVersionsParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListRulesetVersions is GET /api/v1/rulesets/{use_case}/versions. List versions.
func (c *Client) ListRulesetVersions(ctx context.Context, useCase string, params *ListRulesetVersionsParams) (*RulesetVersionPage, error) {
	r := newRequest("GET", "/api/v1/rulesets/{use_case}/versions")
	r.inPath("use_case", useCase)
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[RulesetVersionPage](ctx, c, r)
}

// ListSessions is GET /api/v1/sessions. List your sessions.
func (c *Client) ListSessions(ctx context.Context) (*SessionList, error) {
	r := newRequest("GET", "/api/v1/sessions")
	return answer[SessionList](ctx, c, r)
}

// ListShippedMessageTemplates is GET /api/v1/shipped-message-templates. List message templates that ship.
func (c *Client) ListShippedMessageTemplates(ctx context.Context) (*ShippedTextList, error) {
	r := newRequest("GET", "/api/v1/shipped-message-templates")
	return answer[ShippedTextList](ctx, c, r)
}

// ListSignedRoots is GET /ledger/super/roots. List roots of the super-log signed for the contract.
func (c *Client) ListSignedRoots(ctx context.Context) (*http.Response, error) {
	r := newRequest("GET", "/ledger/super/roots")
	return c.stream(ctx, r, "*/*")
}

// ListSuppressionsParams is what ListSuppressions takes beside what it must have.
type ListSuppressionsParams struct {
	OpenOnly *bool
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListSuppressions is GET /api/v1/suppressions. List suppressions.
func (c *Client) ListSuppressions(ctx context.Context, params *ListSuppressionsParams) (*SuppressionPage, error) {
	r := newRequest("GET", "/api/v1/suppressions")
	if params != nil {
		mayBeInQuery(r, "open_only", params.OpenOnly)
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[SuppressionPage](ctx, c, r)
}

// ListTrainingJobsParams is what ListTrainingJobs takes beside what it must have.
type ListTrainingJobsParams struct {
	UseCase *string
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListTrainingJobs is GET /api/v1/training-jobs. List training jobs.
func (c *Client) ListTrainingJobs(ctx context.Context, params *ListTrainingJobsParams) (*TrainingJobPage, error) {
	r := newRequest("GET", "/api/v1/training-jobs")
	if params != nil {
		mayBeInQuery(r, "use_case", params.UseCase)
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[TrainingJobPage](ctx, c, r)
}

// ListTransactionsParams is what ListTransactions takes beside what it must have.
type ListTransactionsParams struct {
	CustomerId   *string
	OwnId        *string
	OccurredFrom *time.Time
	OccurredTo   *time.Time
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListTransactions is GET /api/v1/transactions. List transactions.
func (c *Client) ListTransactions(ctx context.Context, params *ListTransactionsParams) (*TransactionPage, error) {
	r := newRequest("GET", "/api/v1/transactions")
	if params != nil {
		mayBeInQuery(r, "customer_id", params.CustomerId)
		mayBeInQuery(r, "own_id", params.OwnId)
		mayBeInQuery(r, "occurred_from", params.OccurredFrom)
		mayBeInQuery(r, "occurred_to", params.OccurredTo)
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[TransactionPage](ctx, c, r)
}

// ListUseCases is GET /api/v1/use-cases. List the use cases.
func (c *Client) ListUseCases(ctx context.Context) (*UseCasePage, error) {
	r := newRequest("GET", "/api/v1/use-cases")
	return answer[UseCasePage](ctx, c, r)
}

// ListVendorPaymentsParams is what ListVendorPayments takes beside what it must have.
type ListVendorPaymentsParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListVendorPayments is GET /api/v1/vendor-payments. List payments to vendors.
func (c *Client) ListVendorPayments(ctx context.Context, params *ListVendorPaymentsParams) (*VendorPaymentPage, error) {
	r := newRequest("GET", "/api/v1/vendor-payments")
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[VendorPaymentPage](ctx, c, r)
}

// ListWebhookDeliveriesParams is what ListWebhookDeliveries takes beside what it must have.
type ListWebhookDeliveriesParams struct {
	State *string
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListWebhookDeliveries is GET /api/v1/webhook-endpoints/{endpoint_id}/deliveries. List what an endpoint was sent.
func (c *Client) ListWebhookDeliveries(ctx context.Context, endpointId string, params *ListWebhookDeliveriesParams) (*WebhookDeliveryPage, error) {
	r := newRequest("GET", "/api/v1/webhook-endpoints/{endpoint_id}/deliveries")
	r.inPath("endpoint_id", endpointId)
	if params != nil {
		mayBeInQuery(r, "state", params.State)
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[WebhookDeliveryPage](ctx, c, r)
}

// ListWebhookEndpointsParams is what ListWebhookEndpoints takes beside what it must have.
type ListWebhookEndpointsParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListWebhookEndpoints is GET /api/v1/webhook-endpoints. List webhook endpoints.
func (c *Client) ListWebhookEndpoints(ctx context.Context, params *ListWebhookEndpointsParams) (*WebhookEndpointPage, error) {
	r := newRequest("GET", "/api/v1/webhook-endpoints")
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[WebhookEndpointPage](ctx, c, r)
}

// ListWorkflowActivationsParams is what ListWorkflowActivations takes beside what it must have.
type ListWorkflowActivationsParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListWorkflowActivations is GET /api/v1/workflows/{workflow_id}/activations. List activations.
func (c *Client) ListWorkflowActivations(ctx context.Context, workflowId string, params *ListWorkflowActivationsParams) (*WorkflowActivationPage, error) {
	r := newRequest("GET", "/api/v1/workflows/{workflow_id}/activations")
	r.inPath("workflow_id", workflowId)
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[WorkflowActivationPage](ctx, c, r)
}

// ListWorkflowChanges is GET /api/v1/workflows/{workflow_id}/versions/{workflow_version_id}/changes. Compare versions.
func (c *Client) ListWorkflowChanges(ctx context.Context, workflowId string, workflowVersionId string, against string) (*WorkflowChangeList, error) {
	r := newRequest("GET", "/api/v1/workflows/{workflow_id}/versions/{workflow_version_id}/changes")
	r.inPath("workflow_id", workflowId)
	r.inPath("workflow_version_id", workflowVersionId)
	r.inQuery("against", against)
	return answer[WorkflowChangeList](ctx, c, r)
}

// ListWorkflowInstancesParams is what ListWorkflowInstances takes beside what it must have.
type ListWorkflowInstancesParams struct {
	WorkflowId *string
	Status     *string
	Team       *string
	Subject    *string
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListWorkflowInstances is GET /api/v1/workflow-instances. List instances.
func (c *Client) ListWorkflowInstances(ctx context.Context, params *ListWorkflowInstancesParams) (*WorkflowInstancePage, error) {
	r := newRequest("GET", "/api/v1/workflow-instances")
	if params != nil {
		mayBeInQuery(r, "workflow_id", params.WorkflowId)
		mayBeInQuery(r, "status", params.Status)
		mayBeInQuery(r, "team", params.Team)
		mayBeInQuery(r, "subject", params.Subject)
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[WorkflowInstancePage](ctx, c, r)
}

// ListWorkflowStepsParams is what ListWorkflowSteps takes beside what it must have.
type ListWorkflowStepsParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListWorkflowSteps is GET /api/v1/workflow-instances/{instance_id}/steps. List steps.
func (c *Client) ListWorkflowSteps(ctx context.Context, instanceId string, params *ListWorkflowStepsParams) (*WorkflowStepPage, error) {
	r := newRequest("GET", "/api/v1/workflow-instances/{instance_id}/steps")
	r.inPath("instance_id", instanceId)
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[WorkflowStepPage](ctx, c, r)
}

// ListWorkflowTemplates is GET /api/v1/workflow-templates. List templates.
func (c *Client) ListWorkflowTemplates(ctx context.Context) (*WorkflowTemplateList, error) {
	r := newRequest("GET", "/api/v1/workflow-templates")
	return answer[WorkflowTemplateList](ctx, c, r)
}

// ListWorkflowTrialsParams is what ListWorkflowTrials takes beside what it must have.
type ListWorkflowTrialsParams struct {
	WorkflowId *string
	Status     *string
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListWorkflowTrials is GET /api/v1/workflow-trials. List trials.
func (c *Client) ListWorkflowTrials(ctx context.Context, params *ListWorkflowTrialsParams) (*WorkflowTrialPage, error) {
	r := newRequest("GET", "/api/v1/workflow-trials")
	if params != nil {
		mayBeInQuery(r, "workflow_id", params.WorkflowId)
		mayBeInQuery(r, "status", params.Status)
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[WorkflowTrialPage](ctx, c, r)
}

// ListWorkflowVersionsParams is what ListWorkflowVersions takes beside what it must have.
type ListWorkflowVersionsParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListWorkflowVersions is GET /api/v1/workflows/{workflow_id}/versions. List versions.
func (c *Client) ListWorkflowVersions(ctx context.Context, workflowId string, params *ListWorkflowVersionsParams) (*WorkflowVersionPage, error) {
	r := newRequest("GET", "/api/v1/workflows/{workflow_id}/versions")
	r.inPath("workflow_id", workflowId)
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[WorkflowVersionPage](ctx, c, r)
}

// ListWorkflowsParams is what ListWorkflows takes beside what it must have.
type ListWorkflowsParams struct {
	// The `next_after` of the page before.
	After *string
	// How many items at most.
	Limit *int64
}

// ListWorkflows is GET /api/v1/workflows. List workflows.
func (c *Client) ListWorkflows(ctx context.Context, params *ListWorkflowsParams) (*WorkflowPage, error) {
	r := newRequest("GET", "/api/v1/workflows")
	if params != nil {
		mayBeInQuery(r, "after", params.After)
		mayBeInQuery(r, "limit", params.Limit)
	}
	return answer[WorkflowPage](ctx, c, r)
}

// ModelInferParams is what ModelInfer takes beside what it must have.
type ModelInferParams struct {
	InferenceHeaderContentLength *int64
}

// ModelInfer is POST /v2/models/{model_name}/infer. Score rows with a model.
func (c *Client) ModelInfer(ctx context.Context, modelName string, body InferRequest, params *ModelInferParams) (*InferResponse, error) {
	r := newRequest("POST", "/v2/models/{model_name}/infer")
	r.inPath("model_name", modelName)
	if params != nil {
		mayBeInHeader(r, "Inference-Header-Content-Length", params.InferenceHeaderContentLength)
	}
	r.json(body)
	return answer[InferResponse](ctx, c, r)
}

// ModelMetadata is GET /v2/models/{model_name}. What a model takes and gives.
func (c *Client) ModelMetadata(ctx context.Context, modelName string) (*ModelMetadata, error) {
	r := newRequest("GET", "/v2/models/{model_name}")
	r.inPath("model_name", modelName)
	return answer[ModelMetadata](ctx, c, r)
}

// ModelReady is GET /v2/models/{model_name}/ready. Can a model answer.
func (c *Client) ModelReady(ctx context.Context, modelName string) (*ModelReady, error) {
	r := newRequest("GET", "/v2/models/{model_name}/ready")
	r.inPath("model_name", modelName)
	return answer[ModelReady](ctx, c, r)
}

// ModelVersionInferParams is what ModelVersionInfer takes beside what it must have.
type ModelVersionInferParams struct {
	InferenceHeaderContentLength *int64
}

// ModelVersionInfer is POST /v2/models/{model_name}/versions/{model_version}/infer. Score rows with a version.
func (c *Client) ModelVersionInfer(ctx context.Context, modelName string, modelVersion string, body InferRequest, params *ModelVersionInferParams) (*InferResponse, error) {
	r := newRequest("POST", "/v2/models/{model_name}/versions/{model_version}/infer")
	r.inPath("model_name", modelName)
	r.inPath("model_version", modelVersion)
	if params != nil {
		mayBeInHeader(r, "Inference-Header-Content-Length", params.InferenceHeaderContentLength)
	}
	r.json(body)
	return answer[InferResponse](ctx, c, r)
}

// ModelVersionMetadata is GET /v2/models/{model_name}/versions/{model_version}. What a version takes and gives.
func (c *Client) ModelVersionMetadata(ctx context.Context, modelName string, modelVersion string) (*ModelMetadata, error) {
	r := newRequest("GET", "/v2/models/{model_name}/versions/{model_version}")
	r.inPath("model_name", modelName)
	r.inPath("model_version", modelVersion)
	return answer[ModelMetadata](ctx, c, r)
}

// ModelVersionReady is GET /v2/models/{model_name}/versions/{model_version}/ready. Can a version answer.
func (c *Client) ModelVersionReady(ctx context.Context, modelName string, modelVersion string) (*ModelReady, error) {
	r := newRequest("GET", "/v2/models/{model_name}/versions/{model_version}/ready")
	r.inPath("model_name", modelName)
	r.inPath("model_version", modelVersion)
	return answer[ModelReady](ctx, c, r)
}

// MoveCase is PATCH /api/v1/cases/{case_id}. Move, assign or comment a case.
func (c *Client) MoveCase(ctx context.Context, caseId string, body MoveCase) (*CaseView, error) {
	r := newRequest("PATCH", "/api/v1/cases/{case_id}")
	r.inPath("case_id", caseId)
	r.json(body)
	return answer[CaseView](ctx, c, r)
}

// OpenCase is POST /api/v1/cases. Open a case.
func (c *Client) OpenCase(ctx context.Context, body OpenCase) (*CaseView, error) {
	r := newRequest("POST", "/api/v1/cases")
	r.json(body)
	return answer[CaseView](ctx, c, r)
}

// PauseFeed is POST /api/v1/feeds/{feed_id}/pause. Pause a feed.
func (c *Client) PauseFeed(ctx context.Context, feedId string) (*FeedView, error) {
	r := newRequest("POST", "/api/v1/feeds/{feed_id}/pause")
	r.inPath("feed_id", feedId)
	return answer[FeedView](ctx, c, r)
}

// PauseWorkflowInstance is POST /api/v1/workflow-instances/{instance_id}/pause. Pause an instance.
func (c *Client) PauseWorkflowInstance(ctx context.Context, instanceId string) (*WorkflowInstanceView, error) {
	r := newRequest("POST", "/api/v1/workflow-instances/{instance_id}/pause")
	r.inPath("instance_id", instanceId)
	return answer[WorkflowInstanceView](ctx, c, r)
}

// PingWebhookEndpoint is POST /api/v1/webhook-endpoints/{endpoint_id}/ping. Send a test.
func (c *Client) PingWebhookEndpoint(ctx context.Context, endpointId string) (*WebhookDeliveryView, error) {
	r := newRequest("POST", "/api/v1/webhook-endpoints/{endpoint_id}/ping")
	r.inPath("endpoint_id", endpointId)
	return answer[WebhookDeliveryView](ctx, c, r)
}

// PreviewMessage is POST /api/v1/message-templates/preview. Preview a message.
func (c *Client) PreviewMessage(ctx context.Context, body PreviewBody) (*PreviewView, error) {
	r := newRequest("POST", "/api/v1/message-templates/preview")
	r.json(body)
	return answer[PreviewView](ctx, c, r)
}

// PromoteDeployment is POST /api/v1/deployments/{deployment_id}/promote. Promote to champion.
func (c *Client) PromoteDeployment(ctx context.Context, deploymentId string) (*DeploymentView, error) {
	r := newRequest("POST", "/api/v1/deployments/{deployment_id}/promote")
	r.inPath("deployment_id", deploymentId)
	return answer[DeploymentView](ctx, c, r)
}

// PromoteRelease is POST /api/v1/releases/{release_id}/promote. Promote a release to live.
func (c *Client) PromoteRelease(ctx context.Context, releaseId string, body PromoteRelease) (*ReleaseView, error) {
	r := newRequest("POST", "/api/v1/releases/{release_id}/promote")
	r.inPath("release_id", releaseId)
	r.json(body)
	return answer[ReleaseView](ctx, c, r)
}

// ProposeImportMapping is POST /api/v1/import-mappings/propose. Propose a mapping from a sample.
func (c *Client) ProposeImportMapping(ctx context.Context, upload Upload) (*ImportMappingProposal, error) {
	r := newRequest("POST", "/api/v1/import-mappings/propose")
	r.upload = &upload
	return answer[ImportMappingProposal](ctx, c, r)
}

// ProposeVendorPayment is POST /api/v1/vendor-payments. Propose a payment to a vendor.
func (c *Client) ProposeVendorPayment(ctx context.Context, body ProposeVendorPayment) (*VendorPaymentView, error) {
	r := newRequest("POST", "/api/v1/vendor-payments")
	r.json(body)
	return answer[VendorPaymentView](ctx, c, r)
}

// PushRuleset is PUT /api/v1/rulesets/{use_case}. Push a version.
func (c *Client) PushRuleset(ctx context.Context, useCase string, body PushRuleset) (*RulesetVersionView, error) {
	r := newRequest("PUT", "/api/v1/rulesets/{use_case}")
	r.inPath("use_case", useCase)
	r.json(body)
	return answer[RulesetVersionView](ctx, c, r)
}

// PushWorkflow is POST /api/v1/workflows. Push a version.
func (c *Client) PushWorkflow(ctx context.Context, body PushWorkflow) (*WorkflowVersionView, error) {
	r := newRequest("POST", "/api/v1/workflows")
	r.json(body)
	return answer[WorkflowVersionView](ctx, c, r)
}

// PutMessageTemplate is PUT /api/v1/message-templates. Say what a message says from now on.
func (c *Client) PutMessageTemplate(ctx context.Context, body PutMessageTemplate) (*MessageTemplateView, error) {
	r := newRequest("PUT", "/api/v1/message-templates")
	r.json(body)
	return answer[MessageTemplateView](ctx, c, r)
}

// PutRetrainingPlan is PUT /api/v1/retraining-plans/{use_case}. Plan to train anew.
func (c *Client) PutRetrainingPlan(ctx context.Context, useCase string, body PlanRequest) (*RetrainingPlanView, error) {
	r := newRequest("PUT", "/api/v1/retraining-plans/{use_case}")
	r.inPath("use_case", useCase)
	r.json(body)
	return answer[RetrainingPlanView](ctx, c, r)
}

// PutRuleTestCases is PUT /api/v1/rulesets/{use_case}/test-cases. Replace the test cases.
func (c *Client) PutRuleTestCases(ctx context.Context, useCase string, body PutRuleTestCases) (*RuleTestCaseSet, error) {
	r := newRequest("PUT", "/api/v1/rulesets/{use_case}/test-cases")
	r.inPath("use_case", useCase)
	r.json(body)
	return answer[RuleTestCaseSet](ctx, c, r)
}

// ReadRuleFile is POST /api/v1/rulesets/{use_case}/read. Read a ruleset from a file.
func (c *Client) ReadRuleFile(ctx context.Context, useCase string, body ReadRuleFile) (*RuleFileDraft, error) {
	r := newRequest("POST", "/api/v1/rulesets/{use_case}/read")
	r.inPath("use_case", useCase)
	r.json(body)
	return answer[RuleFileDraft](ctx, c, r)
}

// ReceiveFeedDeliveryParams is what ReceiveFeedDelivery takes beside what it must have.
type ReceiveFeedDeliveryParams struct {
	InferenceHeaderContentLength *int64
}

// ReceiveFeedDelivery is POST /api/v1/feeds/{feed_id}/deliveries. Take another system's webhook.
func (c *Client) ReceiveFeedDelivery(ctx context.Context, feedId string, body FeedDocument, params *ReceiveFeedDeliveryParams) (*FeedDelivery, error) {
	r := newRequest("POST", "/api/v1/feeds/{feed_id}/deliveries")
	r.inPath("feed_id", feedId)
	if params != nil {
		mayBeInHeader(r, "Inference-Header-Content-Length", params.InferenceHeaderContentLength)
	}
	r.json(body)
	return answer[FeedDelivery](ctx, c, r)
}

// ReceiveGatewayWebhookParams is what ReceiveGatewayWebhook takes beside what it must have.
type ReceiveGatewayWebhookParams struct {
	InferenceHeaderContentLength *int64
}

// ReceiveGatewayWebhook is POST /api/v1/gateway-webhooks/{connector_id}. Take a gateway's webhook.
func (c *Client) ReceiveGatewayWebhook(ctx context.Context, connectorId string, body GatewayEvent, params *ReceiveGatewayWebhookParams) (*Received, error) {
	r := newRequest("POST", "/api/v1/gateway-webhooks/{connector_id}")
	r.inPath("connector_id", connectorId)
	if params != nil {
		mayBeInHeader(r, "Inference-Header-Content-Length", params.InferenceHeaderContentLength)
	}
	r.json(body)
	return answer[Received](ctx, c, r)
}

// RefuseRelease is POST /api/v1/releases/{release_id}/refuse. Refuse a release.
func (c *Client) RefuseRelease(ctx context.Context, releaseId string, body RefuseRelease) (*ReleaseView, error) {
	r := newRequest("POST", "/api/v1/releases/{release_id}/refuse")
	r.inPath("release_id", releaseId)
	r.json(body)
	return answer[ReleaseView](ctx, c, r)
}

// RefuseRulesetVersion is POST /api/v1/rulesets/{use_case}/versions/{ruleset_version_id}/refuse. Refuse a version.
func (c *Client) RefuseRulesetVersion(ctx context.Context, useCase string, rulesetVersionId string, body RefuseRulesetVersion) (*RulesetVersionView, error) {
	r := newRequest("POST", "/api/v1/rulesets/{use_case}/versions/{ruleset_version_id}/refuse")
	r.inPath("use_case", useCase)
	r.inPath("ruleset_version_id", rulesetVersionId)
	r.json(body)
	return answer[RulesetVersionView](ctx, c, r)
}

// ReleaseVendorPayment is POST /api/v1/vendor-payments/{vendor_payment_id}/release. Release a payment to a vendor.
func (c *Client) ReleaseVendorPayment(ctx context.Context, vendorPaymentId string) (*VendorPaymentView, error) {
	r := newRequest("POST", "/api/v1/vendor-payments/{vendor_payment_id}/release")
	r.inPath("vendor_payment_id", vendorPaymentId)
	return answer[VendorPaymentView](ctx, c, r)
}

// RemoveConnector is DELETE /api/v1/connectors/{connector_id}. Remove a connector.
func (c *Client) RemoveConnector(ctx context.Context, connectorId string) (*ConnectorView, error) {
	r := newRequest("DELETE", "/api/v1/connectors/{connector_id}")
	r.inPath("connector_id", connectorId)
	return answer[ConnectorView](ctx, c, r)
}

// RemoveFeed is DELETE /api/v1/feeds/{feed_id}. Remove a feed.
func (c *Client) RemoveFeed(ctx context.Context, feedId string) (*FeedView, error) {
	r := newRequest("DELETE", "/api/v1/feeds/{feed_id}")
	r.inPath("feed_id", feedId)
	return answer[FeedView](ctx, c, r)
}

// RemoveListEntries is POST /api/v1/lists/{list_id}/entries/remove. Take up to 1,000 off a list.
func (c *Client) RemoveListEntries(ctx context.Context, listId string, body RemoveListEntries) (*ListChangeView, error) {
	r := newRequest("POST", "/api/v1/lists/{list_id}/entries/remove")
	r.inPath("list_id", listId)
	r.json(body)
	return answer[ListChangeView](ctx, c, r)
}

// RemoveMember is DELETE /api/v1/members/{member_id}. Remove a member.
func (c *Client) RemoveMember(ctx context.Context, memberId string) error {
	r := newRequest("DELETE", "/api/v1/members/{member_id}")
	r.inPath("member_id", memberId)
	return c.nothing(ctx, r)
}

// RemoveMessageTemplate is DELETE /api/v1/message-templates/{template_id}. Remove a message template.
func (c *Client) RemoveMessageTemplate(ctx context.Context, templateId string) (*MessageTemplateView, error) {
	r := newRequest("DELETE", "/api/v1/message-templates/{template_id}")
	r.inPath("template_id", templateId)
	return answer[MessageTemplateView](ctx, c, r)
}

// RemoveWebhookEndpoint is DELETE /api/v1/webhook-endpoints/{endpoint_id}. Remove a webhook endpoint.
func (c *Client) RemoveWebhookEndpoint(ctx context.Context, endpointId string) (*WebhookEndpointView, error) {
	r := newRequest("DELETE", "/api/v1/webhook-endpoints/{endpoint_id}")
	r.inPath("endpoint_id", endpointId)
	return answer[WebhookEndpointView](ctx, c, r)
}

// ReplaceImportMapping is PUT /api/v1/import-mappings/{mapping_id}. Replace a mapping.
func (c *Client) ReplaceImportMapping(ctx context.Context, mappingId string, body MappingDefinition) (*ImportMappingView, error) {
	r := newRequest("PUT", "/api/v1/import-mappings/{mapping_id}")
	r.inPath("mapping_id", mappingId)
	r.json(body)
	return answer[ImportMappingView](ctx, c, r)
}

// ReplayDecision is POST /api/v1/decisions/{decision_id}/replay. Compute a decision again.
func (c *Client) ReplayDecision(ctx context.Context, decisionId string) (*ReplayView, error) {
	r := newRequest("POST", "/api/v1/decisions/{decision_id}/replay")
	r.inPath("decision_id", decisionId)
	return answer[ReplayView](ctx, c, r)
}

// ReplayWebhooks is POST /api/v1/webhook-endpoints/{endpoint_id}/replay. Send messages again.
func (c *Client) ReplayWebhooks(ctx context.Context, endpointId string, body ReplayWebhooks) (*Replayed, error) {
	r := newRequest("POST", "/api/v1/webhook-endpoints/{endpoint_id}/replay")
	r.inPath("endpoint_id", endpointId)
	r.json(body)
	return answer[Replayed](ctx, c, r)
}

// ResetSandbox is POST /api/v1/sandbox/reset. Reset the sandbox.
func (c *Client) ResetSandbox(ctx context.Context, body ResetSandbox) (*SandboxReset, error) {
	r := newRequest("POST", "/api/v1/sandbox/reset")
	r.json(body)
	return answer[SandboxReset](ctx, c, r)
}

// ResolveAlert is POST /api/v1/alerts/{alert_id}/resolve. Resolve an alert.
func (c *Client) ResolveAlert(ctx context.Context, alertId string) (*AlertView, error) {
	r := newRequest("POST", "/api/v1/alerts/{alert_id}/resolve")
	r.inPath("alert_id", alertId)
	return answer[AlertView](ctx, c, r)
}

// ResumeFeed is POST /api/v1/feeds/{feed_id}/resume. Resume a feed.
func (c *Client) ResumeFeed(ctx context.Context, feedId string) (*FeedView, error) {
	r := newRequest("POST", "/api/v1/feeds/{feed_id}/resume")
	r.inPath("feed_id", feedId)
	return answer[FeedView](ctx, c, r)
}

// ResumeWorkflowInstance is POST /api/v1/workflow-instances/{instance_id}/resume. Resume an instance.
func (c *Client) ResumeWorkflowInstance(ctx context.Context, instanceId string) (*WorkflowInstanceView, error) {
	r := newRequest("POST", "/api/v1/workflow-instances/{instance_id}/resume")
	r.inPath("instance_id", instanceId)
	return answer[WorkflowInstanceView](ctx, c, r)
}

// RetireFeature is POST /api/v1/features/{feature_name}/retire. Retire a feature.
func (c *Client) RetireFeature(ctx context.Context, featureName string) (*FeatureDetail, error) {
	r := newRequest("POST", "/api/v1/features/{feature_name}/retire")
	r.inPath("feature_name", featureName)
	return answer[FeatureDetail](ctx, c, r)
}

// RevokeAccessGrant is DELETE /api/v1/access-grants/{grant_id}. Take access back.
func (c *Client) RevokeAccessGrant(ctx context.Context, grantId string) (*AccessGrantView, error) {
	r := newRequest("DELETE", "/api/v1/access-grants/{grant_id}")
	r.inPath("grant_id", grantId)
	return answer[AccessGrantView](ctx, c, r)
}

// RevokeApiKey is DELETE /api/v1/api-keys/{key_id}. Revoke an API key.
func (c *Client) RevokeApiKey(ctx context.Context, keyId string) (*ApiKeyView, error) {
	r := newRequest("DELETE", "/api/v1/api-keys/{key_id}")
	r.inPath("key_id", keyId)
	return answer[ApiKeyView](ctx, c, r)
}

// RevokeInvitation is DELETE /api/v1/invitations/{invitation_id}. Revoke an invitation.
func (c *Client) RevokeInvitation(ctx context.Context, invitationId string) error {
	r := newRequest("DELETE", "/api/v1/invitations/{invitation_id}")
	r.inPath("invitation_id", invitationId)
	return c.nothing(ctx, r)
}

// RevokeOAuthClient is DELETE /api/v1/oauth-clients/{client_id}. Revoke an OAuth2 client.
func (c *Client) RevokeOAuthClient(ctx context.Context, clientId string) (*OAuthClientView, error) {
	r := newRequest("DELETE", "/api/v1/oauth-clients/{client_id}")
	r.inPath("client_id", clientId)
	return answer[OAuthClientView](ctx, c, r)
}

// RevokeToken is POST /oauth2/revoke. Revoke an access token.
func (c *Client) RevokeToken(ctx context.Context, form url.Values) (*map[string]string, error) {
	r := newRequest("POST", "/oauth2/revoke")
	r.form(form)
	return answer[map[string]string](ctx, c, r)
}

// RollBackRelease is POST /api/v1/releases/{release_id}/rollback. Return to what was before a release.
func (c *Client) RollBackRelease(ctx context.Context, releaseId string, body RollBackRelease) (*ReleaseView, error) {
	r := newRequest("POST", "/api/v1/releases/{release_id}/rollback")
	r.inPath("release_id", releaseId)
	r.json(body)
	return answer[ReleaseView](ctx, c, r)
}

// RollBackRuleset is POST /api/v1/rulesets/{use_case}/rollback. Return to the version before.
func (c *Client) RollBackRuleset(ctx context.Context, useCase string, body RollBackRuleset) (*RulesetView, error) {
	r := newRequest("POST", "/api/v1/rulesets/{use_case}/rollback")
	r.inPath("use_case", useCase)
	r.json(body)
	return answer[RulesetView](ctx, c, r)
}

// RollbackDeployment is POST /api/v1/deployments/{deployment_id}/rollback. Roll a champion back.
func (c *Client) RollbackDeployment(ctx context.Context, deploymentId string) (*DeploymentView, error) {
	r := newRequest("POST", "/api/v1/deployments/{deployment_id}/rollback")
	r.inPath("deployment_id", deploymentId)
	return answer[DeploymentView](ctx, c, r)
}

// RotateApiKey is POST /api/v1/api-keys/{key_id}/rotate. Rotate an API key.
func (c *Client) RotateApiKey(ctx context.Context, keyId string, body RotateApiKey) (*NewApiKeyView, error) {
	r := newRequest("POST", "/api/v1/api-keys/{key_id}/rotate")
	r.inPath("key_id", keyId)
	r.json(body)
	return answer[NewApiKeyView](ctx, c, r)
}

// RotateConnector is POST /api/v1/connectors/{connector_id}/rotate. Replace a connector's credentials.
func (c *Client) RotateConnector(ctx context.Context, connectorId string, body RotateConnector) (*ConnectorView, error) {
	r := newRequest("POST", "/api/v1/connectors/{connector_id}/rotate")
	r.inPath("connector_id", connectorId)
	r.json(body)
	return answer[ConnectorView](ctx, c, r)
}

// RotateLedgerKey is POST /api/v1/ledger/keys. Make the log's next key.
func (c *Client) RotateLedgerKey(ctx context.Context, body RotateLedgerKey) (*LedgerKey, error) {
	r := newRequest("POST", "/api/v1/ledger/keys")
	r.json(body)
	return answer[LedgerKey](ctx, c, r)
}

// RotateOAuthClientSecret is POST /api/v1/oauth-clients/{client_id}/rotate-secret. Rotate a client's secret.
func (c *Client) RotateOAuthClientSecret(ctx context.Context, clientId string) (*NewOAuthClientView, error) {
	r := newRequest("POST", "/api/v1/oauth-clients/{client_id}/rotate-secret")
	r.inPath("client_id", clientId)
	return answer[NewOAuthClientView](ctx, c, r)
}

// RotateWebhookSecret is POST /api/v1/webhook-endpoints/{endpoint_id}/rotate-secret. Rotate a webhook endpoint's secret.
func (c *Client) RotateWebhookSecret(ctx context.Context, endpointId string, body RotateWebhookSecret) (*NewWebhookEndpointView, error) {
	r := newRequest("POST", "/api/v1/webhook-endpoints/{endpoint_id}/rotate-secret")
	r.inPath("endpoint_id", endpointId)
	r.json(body)
	return answer[NewWebhookEndpointView](ctx, c, r)
}

// RunRuleTestCases is POST /api/v1/rulesets/{use_case}/test-cases/run. Run the test cases.
func (c *Client) RunRuleTestCases(ctx context.Context, useCase string, body RunRuleTestCases) (*RuleTestCaseReport, error) {
	r := newRequest("POST", "/api/v1/rulesets/{use_case}/test-cases/run")
	r.inPath("use_case", useCase)
	r.json(body)
	return answer[RuleTestCaseReport](ctx, c, r)
}

// ServerLive is GET /v2/health/live. Is the server alive.
func (c *Client) ServerLive(ctx context.Context) (*ServerLive, error) {
	r := newRequest("GET", "/v2/health/live")
	return answer[ServerLive](ctx, c, r)
}

// ServerMetadata is GET /v2. What the server is.
func (c *Client) ServerMetadata(ctx context.Context) (*InferenceServer, error) {
	r := newRequest("GET", "/v2")
	return answer[InferenceServer](ctx, c, r)
}

// ServerReady is GET /v2/health/ready. Can the server answer.
func (c *Client) ServerReady(ctx context.Context) (*ServerReady, error) {
	r := newRequest("GET", "/v2/health/ready")
	return answer[ServerReady](ctx, c, r)
}

// SetAlertRules is PUT /api/v1/alert-rules. Say which events raise alerts.
func (c *Client) SetAlertRules(ctx context.Context, body SetAlertRules) (*AlertRulesView, error) {
	r := newRequest("PUT", "/api/v1/alert-rules")
	r.json(body)
	return answer[AlertRulesView](ctx, c, r)
}

// SetApprovalPolicy is PUT /api/v1/approval-policy. Set whether changes need an approval.
func (c *Client) SetApprovalPolicy(ctx context.Context, body SetApprovalPolicy) (*ApprovalPolicyView, error) {
	r := newRequest("PUT", "/api/v1/approval-policy")
	r.json(body)
	return answer[ApprovalPolicyView](ctx, c, r)
}

// SetCaseQueue is PUT /api/v1/case-queues/{queue}. Make or change a queue of cases.
func (c *Client) SetCaseQueue(ctx context.Context, queue string, body QueueSettings) (*CaseQueueView, error) {
	r := newRequest("PUT", "/api/v1/case-queues/{queue}")
	r.inPath("queue", queue)
	r.json(body)
	return answer[CaseQueueView](ctx, c, r)
}

// SetPayoutDocuments is PUT /api/v1/payouts/{payout_id}/documents. Say which documents a payout waits for.
func (c *Client) SetPayoutDocuments(ctx context.Context, payoutId string, body PayoutDocuments) (*PayoutView, error) {
	r := newRequest("PUT", "/api/v1/payouts/{payout_id}/documents")
	r.inPath("payout_id", payoutId)
	r.json(body)
	return answer[PayoutView](ctx, c, r)
}

// SetRetention is PUT /api/v1/retention. Set how long payloads are kept.
func (c *Client) SetRetention(ctx context.Context, body SetRetention) (*Retention, error) {
	r := newRequest("PUT", "/api/v1/retention")
	r.json(body)
	return answer[Retention](ctx, c, r)
}

// SettleCommissionStatement is POST /api/v1/commission-statements/{statement_id}/settle. Settle a commission statement.
func (c *Client) SettleCommissionStatement(ctx context.Context, statementId string, body SettleStatement) (*CommissionStatementView, error) {
	r := newRequest("POST", "/api/v1/commission-statements/{statement_id}/settle")
	r.inPath("statement_id", statementId)
	r.json(body)
	return answer[CommissionStatementView](ctx, c, r)
}

// SettleVendorPayment is POST /api/v1/vendor-payments/{vendor_payment_id}/settlement. Record that a payment was made.
func (c *Client) SettleVendorPayment(ctx context.Context, vendorPaymentId string, body SettleVendorPayment) (*VendorPaymentView, error) {
	r := newRequest("POST", "/api/v1/vendor-payments/{vendor_payment_id}/settlement")
	r.inPath("vendor_payment_id", vendorPaymentId)
	r.json(body)
	return answer[VendorPaymentView](ctx, c, r)
}

// SignIn is POST /api/v1/sessions. Sign in.
func (c *Client) SignIn(ctx context.Context, body SignIn) (*NewSessionView, error) {
	r := newRequest("POST", "/api/v1/sessions")
	r.json(body)
	return answer[NewSessionView](ctx, c, r)
}

// StartReleaseShadow is PUT /api/v1/releases/{release_id}/shadow. Put a release into the shadow.
func (c *Client) StartReleaseShadow(ctx context.Context, releaseId string) (*ReleaseShadowView, error) {
	r := newRequest("PUT", "/api/v1/releases/{release_id}/shadow")
	r.inPath("release_id", releaseId)
	return answer[ReleaseShadowView](ctx, c, r)
}

// StartRulesetShadow is PUT /api/v1/rulesets/{use_case}/shadow. Put a version into the shadow.
func (c *Client) StartRulesetShadow(ctx context.Context, useCase string, body StartRulesetShadow) (*RulesetShadowView, error) {
	r := newRequest("PUT", "/api/v1/rulesets/{use_case}/shadow")
	r.inPath("use_case", useCase)
	r.json(body)
	return answer[RulesetShadowView](ctx, c, r)
}

// StartWorkflow is POST /api/v1/workflows/{workflow_id}/instances. Start an instance.
func (c *Client) StartWorkflow(ctx context.Context, workflowId string, body StartWorkflow) (*WorkflowInstanceView, error) {
	r := newRequest("POST", "/api/v1/workflows/{workflow_id}/instances")
	r.inPath("workflow_id", workflowId)
	r.json(body)
	return answer[WorkflowInstanceView](ctx, c, r)
}

// StartWorkflowTrial is POST /api/v1/workflows/{workflow_id}/trials. Try a version.
func (c *Client) StartWorkflowTrial(ctx context.Context, workflowId string, body StartWorkflowTrial) (*WorkflowTrialView, error) {
	r := newRequest("POST", "/api/v1/workflows/{workflow_id}/trials")
	r.inPath("workflow_id", workflowId)
	r.json(body)
	return answer[WorkflowTrialView](ctx, c, r)
}

// StopReleaseShadow is DELETE /api/v1/releases/{release_id}/shadow. End the shadow of a release.
func (c *Client) StopReleaseShadow(ctx context.Context, releaseId string) (*ReleaseShadowView, error) {
	r := newRequest("DELETE", "/api/v1/releases/{release_id}/shadow")
	r.inPath("release_id", releaseId)
	return answer[ReleaseShadowView](ctx, c, r)
}

// StopRulesetShadow is DELETE /api/v1/rulesets/{use_case}/shadow. End the shadow.
func (c *Client) StopRulesetShadow(ctx context.Context, useCase string) (*RulesetShadowView, error) {
	r := newRequest("DELETE", "/api/v1/rulesets/{use_case}/shadow")
	r.inPath("use_case", useCase)
	return answer[RulesetShadowView](ctx, c, r)
}

// TakeNextCase is POST /api/v1/case-queues/{queue}/next. Take the next case.
func (c *Client) TakeNextCase(ctx context.Context, queue string, body TakeNext) (*TakenCase, error) {
	r := newRequest("POST", "/api/v1/case-queues/{queue}/next")
	r.inPath("queue", queue)
	r.json(body)
	return answer[TakenCase](ctx, c, r)
}

// UpdateMember is PATCH /api/v1/members/{member_id}. Change a member's role.
func (c *Client) UpdateMember(ctx context.Context, memberId string, body UpdateMember) (*MemberView, error) {
	r := newRequest("PATCH", "/api/v1/members/{member_id}")
	r.inPath("member_id", memberId)
	r.json(body)
	return answer[MemberView](ctx, c, r)
}

// UpdateTenant is PATCH /api/v1/tenants/{tenant_id}. Rename the tenant.
func (c *Client) UpdateTenant(ctx context.Context, tenantId string, body UpdateTenant) (*TenantView, error) {
	r := newRequest("PATCH", "/api/v1/tenants/{tenant_id}")
	r.inPath("tenant_id", tenantId)
	r.json(body)
	return answer[TenantView](ctx, c, r)
}

// UpdateWebhookEndpoint is PATCH /api/v1/webhook-endpoints/{endpoint_id}. Change a webhook endpoint.
func (c *Client) UpdateWebhookEndpoint(ctx context.Context, endpointId string, body UpdateWebhookEndpoint) (*WebhookEndpointView, error) {
	r := newRequest("PATCH", "/api/v1/webhook-endpoints/{endpoint_id}")
	r.inPath("endpoint_id", endpointId)
	r.json(body)
	return answer[WebhookEndpointView](ctx, c, r)
}

// UploadModelGraph is POST /api/v1/own-models/graphs. Send the graph of a large model.
func (c *Client) UploadModelGraph(ctx context.Context, upload Upload) (*ModelGraphView, error) {
	r := newRequest("POST", "/api/v1/own-models/graphs")
	r.upload = &upload
	return answer[ModelGraphView](ctx, c, r)
}

// UploadModelVersion is POST /api/v1/model-versions. Upload a version.
func (c *Client) UploadModelVersion(ctx context.Context, body UploadVersion) (*VersionView, error) {
	r := newRequest("POST", "/api/v1/model-versions")
	r.json(body)
	return answer[VersionView](ctx, c, r)
}

// UploadOwnModel is POST /api/v1/own-models. Upload a model made elsewhere.
func (c *Client) UploadOwnModel(ctx context.Context, body UploadOwnModel) (*OwnModelView, error) {
	r := newRequest("POST", "/api/v1/own-models")
	r.json(body)
	return answer[OwnModelView](ctx, c, r)
}

// WatchBatch is GET /api/v1/batches/{batch_id}/events. Watch a batch.
func (c *Client) WatchBatch(ctx context.Context, batchId string) (*http.Response, error) {
	r := newRequest("GET", "/api/v1/batches/{batch_id}/events")
	r.inPath("batch_id", batchId)
	return c.stream(ctx, r, "text/event-stream")
}
