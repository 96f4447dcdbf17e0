// Code generated from docs/openapi.json by openapi-generator; DO NOT EDIT.

package core

import "time"

// AcceptInvitation:
type AcceptInvitation struct {
	Token    string `json:"token"`
	Password string `json:"password"`
}

// AccessGrantPage: One page of access that was given, newest first.
type AccessGrantPage struct {
	Data      []AccessGrantView `json:"data"`
	HasMore   bool              `json:"has_more"`
	NextAfter *string           `json:"next_after"`
}

// AccessGrantView: Access of an auditor, for a time. since, until, types: the part of the log that it is narrowed to.
type AccessGrantView struct {
	Id     string `json:"id"`
	Holder string `json:"holder"`
	// One of active, expired, revoked.
	Standing  string   `json:"standing"`
	ExpiresAt string   `json:"expires_at"`
	Since     *string  `json:"since"`
	Until     *string  `json:"until"`
	Types     []string `json:"types"`
	Reason    string   `json:"reason"`
	CreatedAt string   `json:"created_at"`
	CreatedBy string   `json:"created_by"`
	RevokedAt *string  `json:"revoked_at"`
	RevokedBy *string  `json:"revoked_by"`
}

// ActionableColumn: A column that a person can be asked to change, for counterfactuals.  learned from.
type ActionableColumn struct {
	// the column. direction: which way. minimum, maximum: how far, at most; without them as far as the rows go that training
	Feature string `json:"feature"`
	// One of both, down, up.
	Direction *string  `json:"direction,omitempty"`
	Minimum   *float64 `json:"minimum,omitempty"`
	Maximum   *float64 `json:"maximum,omitempty"`
}

// ActionableFeature: A feature that a person can be asked to change, and which way. minimum, maximum: how far, at most.
type ActionableFeature struct {
	Feature string `json:"feature"`
	// One of both, down, up.
	Direction string   `json:"direction"`
	Minimum   *float64 `json:"minimum,omitempty"`
	Maximum   *float64 `json:"maximum,omitempty"`
}

// ActivateRelease: Why the release shall decide from now on.
type ActivateRelease struct {
	Reason string `json:"reason"`
}

// ActivateRoutingPolicy: How a policy shall serve.
type ActivateRoutingPolicy struct {
	// a champion chooses for everybody; a challenger chooses for a share beside it, and both are compared.
	// One of challenger, champion.
	Role *string `json:"role,omitempty"`
	// of the payments, of a challenger; which ones is a stable hash, and a greater share keeps those it had.
	SharePercent *int64 `json:"share_percent,omitempty"`
	// guardrail of a challenger: it ends by itself when surely so much more of its first tries fail by gateways' fault.
	FaultRiseMax *float64 `json:"fault_rise_max,omitempty"`
}

// ActivateRuleset: Which version shall decide from now on, and why.
type ActivateRuleset struct {
	VersionId string `json:"version_id"`
	Reason    string `json:"reason"`
}

// ActivateWorkflow: Which version shall start instances from now on, and why.
type ActivateWorkflow struct {
	VersionId string `json:"version_id"`
	Reason    string `json:"reason"`
}

// ActivateWorkflowTemplate: Why a shipped workflow is taken.
type ActivateWorkflowTemplate struct {
	Reason string `json:"reason"`
}

// AddListEntries: Up to 1,000 at once: all of them or none. reason: why, for those who read the history.
type AddListEntries struct {
	Entries []EntryBody `json:"entries"`
	Reason  string      `json:"reason"`
}

// AddRuleTestCase: A stored decision that shall be a test case.
type AddRuleTestCase struct {
	Name       string `json:"name"`
	DecisionId string `json:"decision_id"`
	// what should have come; without it, what did. reason: why, for those who read the history.
	Outcome *string `json:"outcome,omitempty"`
	Reason  string  `json:"reason"`
}

// AdvanceClock: One of both. by_s: seconds. to: the moment that it shall be, or less than a second later: a clock is moved by whole seconds.
type AdvanceClock struct {
	ByS *int64     `json:"by_s,omitempty"`
	To  *time.Time `json:"to,omitempty"`
}

// AgreementBonus: Paid on top once sales reach a volume.
type AgreementBonus struct {
	// a slug.
	Name string `json:"name"`
	// whose sales count; all of them when absent.
	Product *string `json:"product,omitempty"`
	// of the period.
	FromVolumeMinor *int64 `json:"from_volume_minor,omitempty"`
	// minor units, once a period.
	AmountMinor *int64 `json:"amount_minor,omitempty"`
	// hundredths of a percent of those sales.
	RateBps *int64 `json:"rate_bps,omitempty"`
}

// AgreementDeduction: Taken off commission and bonuses.
type AgreementDeduction struct {
	// a slug.
	Name string `json:"name"`
	// minor units, once a period.
	AmountMinor *int64 `json:"amount_minor,omitempty"`
	// hundredths of a percent of commission and bonuses.
	RateBps *int64 `json:"rate_bps,omitempty"`
}

// AgreementTax: A tax on what is earned after deductions.
type AgreementTax struct {
	// a slug, such as `tds` or `gst`.
	Name string `json:"name"`
	// hundredths of a percent.
	RateBps int64 `json:"rate_bps"`
	// `withheld` is kept back from the partner (TDS), `added` is paid on top (GST).
	// One of added, withheld.
	Kind string `json:"kind"`
	// it is taken, of everything, once the period earns this.
	FromMinor *int64 `json:"from_minor,omitempty"`
}

// AlertEventData: Of an alert.
type AlertEventData struct {
	// the event that raised it, or `own.` and your own word.
	Kind string `json:"kind"`
	// what it is about.
	Subject string `json:"subject"`
	// `low`, `medium`, `high` or `critical`.
	Severity string `json:"severity"`
	// events in it.
	Count int64 `json:"count"`
}

// AlertPage: One page of alerts, newest first.
type AlertPage struct {
	Data      []AlertView `json:"data"`
	HasMore   bool        `json:"has_more"`
	NextAfter *string     `json:"next_after"`
}

// AlertRule: What one kind of event does. Of the rules of an environment the first that matches counts.
type AlertRule struct {
	Name string `json:"name"`
	// of events, or of alerts that are raised by API.
	Kinds []string `json:"kinds"`
	// what the event's data must be like; all of it.
	Where []Condition `json:"where,omitzero"`
	// of the alert; None raises none.
	// One of critical, high, low, medium.
	Severity *string `json:"severity,omitempty"`
	// what makes two events one alert: `subject`, `kind`, or a field of the data, such as `gateway`.
	GroupBy *string `json:"group_by,omitempty"`
	// kinds whose alerts of the same group this event ends.
	Resolves []string `json:"resolves,omitzero"`
	// opens a case in that queue with each new alert. priority: of that case.
	Queue *string `json:"queue,omitempty"`
	// One of high, low, normal, urgent.
	Priority *string `json:"priority,omitempty"`
}

// AlertRulesView: The rules that count. number: of the change that made them; 0 for those that ship with the service.
type AlertRulesView struct {
	Number    int64       `json:"number"`
	Author    string      `json:"author"`
	ChangedAt *string     `json:"changed_at"`
	Rules     []AlertRule `json:"rules"`
}

// AlertView: Something that a person should know of. While it is not resolved it absorbs its repeats.
type AlertView struct {
	Id   string `json:"id"`
	Kind string `json:"kind"`
	// what its repeats have in common. count: how often it happened. subject, data: of the latest time.
	Group   string `json:"group"`
	Subject string `json:"subject"`
	// One of critical, high, low, medium.
	Severity string `json:"severity"`
	// `suppressed` is kept and counts, and tells nobody; it opens with the first event that nothing silences.
	// One of acknowledged, open, resolved, suppressed.
	State          string         `json:"state"`
	Count          int64          `json:"count"`
	Data           map[string]any `json:"data"`
	RaisedAt       string         `json:"raised_at"`
	LastAt         string         `json:"last_at"`
	AcknowledgedAt *string        `json:"acknowledged_at"`
	AcknowledgedBy *string        `json:"acknowledged_by"`
	ResolvedAt     *string        `json:"resolved_at"`
	ResolvedBy     *string        `json:"resolved_by"`
	// the case that it opened. suppression_id: what silenced it, until it spoke.
	CaseId        *string `json:"case_id"`
	SuppressionId *string `json:"suppression_id"`
}

// AnchorPage: A page of anchors, newest first.
type AnchorPage struct {
	Data    []EpochAnchor `json:"data"`
	HasMore bool          `json:"has_more"`
	// send it as `after` for the next page; null on the last one.
	NextAfter *string `json:"next_after"`
}

// AnswerView: The fields of the use case's answer.
type AnswerView struct {
	// of the event that the use case is about, calibrated, 0 to 1. points: 300 to 900, of `credit-score`.
	Probability float64 `json:"probability"`
	Points      *int64  `json:"points,omitempty"`
	// days from now until it is paid, as likely sooner as later. days_p90: the same, in nine of ten cases at most.
	DaysP50 *float64 `json:"days_p50,omitempty"`
	DaysP90 *float64 `json:"days_p90,omitempty"`
	// when it is paid by `days_p50`.
	ExpectedAt *string `json:"expected_at,omitempty"`
	// the last stage that it reached: created, approved or sent.
	Stage *string `json:"stage,omitempty"`
	// since then.
	HoursInStage *float64 `json:"hours_in_stage,omitempty"`
	// how unusual that is, in standard deviations of the payee's own payouts, else of its bank's, else of its rail's.
	ZScore *float64 `json:"z_score,omitempty"`
	// hours from now until it is credited, as likely sooner as later.
	HoursP50 *float64 `json:"hours_p50,omitempty"`
	// the same, in nine of ten cases at most.
	HoursP90 *float64 `json:"hours_p90,omitempty"`
	// the same, in nineteen of twenty cases at most.
	HoursP95 *float64 `json:"hours_p95,omitempty"`
	// what it most likely waits for.
	Cause *string `json:"cause,omitempty"`
	// the same hours for every stage ahead.
	Stages []StageHours `json:"stages,omitzero"`
	// the chosen one.
	Gateway *string `json:"gateway,omitempty"`
	// the one of least cost; the chosen one is another when the payment explores.
	BestGateway *string `json:"best_gateway,omitempty"`
	// whether it does.
	Explores *bool `json:"explores,omitempty"`
	// send (a first try), retry (now, at the chosen gateway), requeue (later: none is well now) or stop.
	Advice *string `json:"advice,omitempty"`
	// the code that fails most at the best gateway or, without one, anywhere within 15 minutes.
	FailureCause *string `json:"failure_cause,omitempty"`
	// all gateways, the cheapest first.
	Choices []GatewayChoice `json:"choices,omitzero"`
	// of the next 30 days in minor units, as likely less as more.
	SpendMinorP50 *int64 `json:"spend_minor_p50,omitempty"`
	// the same, in nine of ten cases at most.
	SpendMinorP90 *int64 `json:"spend_minor_p90,omitempty"`
	// the mean of the last three months.
	UsualSpendMinor *int64 `json:"usual_spend_minor,omitempty"`
	// month by month and by category.
	Forecast []MonthForecast `json:"forecast,omitzero"`
	// the likeliest of those asked about.
	Product *string `json:"product,omitempty"`
	// all of them, the likeliest first.
	Leads []ProductLead `json:"leads,omitzero"`
	// the likeliest happening; null where none is likely.
	Event *string `json:"event,omitempty"`
	// all that are likelier than not, the likeliest first.
	Events []LifeEvent `json:"events,omitzero"`
	// suggestions of all of them together.
	Goals []string `json:"goals,omitzero"`
	// of the largest line.
	Category *string `json:"category,omitempty"`
	// all of them, as they were sent.
	Lines []CategorizedLine `json:"lines,omitzero"`
	// the cluster that the ticket belongs to.
	RootCause *string `json:"root_cause,omitempty"`
	// who should have it: l1, l2 or finance; l1 where the cause is not sure enough.
	Route *string `json:"route,omitempty"`
	// whether money or access is at stake now.
	Urgent *bool `json:"urgent,omitempty"`
	// the likeliest, the first is `root_cause`.
	Causes []TicketCause `json:"causes,omitzero"`
	// the nearest by k-means.
	Segment *string `json:"segment,omitempty"`
	// the one that DBSCAN puts the customer into; `none` where the customer is like nobody.
	DenseSegment *string `json:"dense_segment,omitempty"`
	// to every segment, the nearest first.
	Distances []SegmentDistance `json:"distances,omitzero"`
	// what speaks for the segment, against all others, the strongest first.
	Traits []SegmentTrait `json:"traits,omitzero"`
	// what the agreement gives for the sales of the period, in minor units.
	ExpectedMinor *int64 `json:"expected_minor,omitempty"`
	// what statements like this one come to, in five of ten cases less.
	ExpectedModelMinor *int64 `json:"expected_model_minor,omitempty"`
	// what was paid less what the agreement gives; negative when the partner got too little.
	DifferenceMinor *int64 `json:"difference_minor,omitempty"`
	// what explains the difference, the nearest first; empty when there is none.
	Codes []string `json:"codes,omitzero"`
	// what the plan costs in overdrafts, penalties, discounts missed and interest forgone, in minor units.
	CostMinor *int64 `json:"cost_minor,omitempty"`
	// the same of paying every invoice on its due date.
	DueDateCostMinor *int64 `json:"due_date_cost_minor,omitempty"`
	// the difference.
	SavedMinor *int64 `json:"saved_minor,omitempty"`
	// what the plan pays today.
	PayTodayMinor *int64 `json:"pay_today_minor,omitempty"`
	// every invoice, the earliest payment first.
	Plan []PlannedPayment `json:"plan,omitzero"`
	// the customer's usual payment (geometric mean of all debits), in minor units.
	CustomerUsualMinor *int64 `json:"customer_usual_minor,omitempty"`
	// how many standard deviations ln(amount) lies above the customer's mean.
	CustomerDeviations *float64 `json:"customer_deviations,omitempty"`
	// others in the payment's `segment`, or in the `environment` where no segment is told or it is too small.
	ComparedWith *string `json:"compared_with,omitempty"`
	// how many of their debits of 90 days that rests on.
	PopulationPayments *int64 `json:"population_payments,omitempty"`
	// the usual payment of those.
	PopulationUsualMinor *int64 `json:"population_usual_minor,omitempty"`
	// how many standard deviations ln(amount) lies above their mean.
	PopulationDeviations *float64 `json:"population_deviations,omitempty"`
	// the same, in one of ten cases at most; of a version of your own that learned days.
	DaysP10 *float64 `json:"days_p10,omitempty"`
	// the same, in one of ten cases at most; of a version of your own that learned days.
	HoursP10 *float64 `json:"hours_p10,omitempty"`
	// the same, in one of ten cases at most.
	SpendMinorP10 *int64 `json:"spend_minor_p10,omitempty"`
	// the same, in one of ten cases at most; of a version of your own that learned amounts.
	ExpectedModelMinorP10 *int64 `json:"expected_model_minor_p10,omitempty"`
	// the same, in nine of ten cases at most.
	ExpectedModelMinorP90 *int64 `json:"expected_model_minor_p90,omitempty"`
	// the same against the payee's own payouts alone; null where fewer than five are known.
	PartnerZScore *float64 `json:"partner_z_score,omitempty"`
	// the same against all payouts in this stage on the rail; null where fewer than five are known.
	StageZScore *float64 `json:"stage_z_score,omitempty"`
	// of such payments that go to another than the best, so that its figures stay fresh; 0 where none is well, and of payments that were tried before.
	ExploreShare *float64 `json:"explore_share,omitempty"`
}

// AnswerWorkflowTask: A person's answer. task: the one that the instance waits for. choice: one of those that it shows.
type AnswerWorkflowTask struct {
	Task   string `json:"task"`
	Choice string `json:"choice"`
}

// ApiKeyPage: API keys, newest first.
type ApiKeyPage struct {
	Data      []ApiKeyView `json:"data"`
	HasMore   bool         `json:"has_more"`
	NextAfter *string      `json:"next_after"`
}

// ApiKeyView: An API key without its secret. `hint` is the readable part of its text.
type ApiKeyView struct {
	Id     string   `json:"id"`
	Name   string   `json:"name"`
	Hint   string   `json:"hint"`
	Scopes []string `json:"scopes"`
	// One of expired, live, revoked.
	Status      string  `json:"status"`
	CreatedAt   string  `json:"created_at"`
	CreatedBy   string  `json:"created_by"`
	ExpiresAt   *string `json:"expires_at"`
	RevokedAt   *string `json:"revoked_at"`
	RotatedFrom *string `json:"rotated_from"`
	LastUsedAt  *string `json:"last_used_at"`
}

// ApprovalAskedEventData: Of a change that waits.
type ApprovalAskedEventData struct {
	// the id of what is to be approved.
	About string `json:"about"`
	// what a member needs to approve it.
	Permission string `json:"permission"`
}

// ApprovalGivenEventData: Of a change that was judged.
type ApprovalGivenEventData struct {
	// the id of what it was about.
	About string `json:"about"`
	// `approved` or `refused`.
	Verdict string `json:"verdict"`
}

// ApprovalPolicyView: Whether what decides in this environment may change only with the approval of a second member.  set_by, reason, set_at: null while it is as it came: required in live environments, and not in sandboxes.
type ApprovalPolicyView struct {
	Required bool    `json:"required"`
	SetBy    *string `json:"set_by"`
	Reason   *string `json:"reason"`
	SetAt    *string `json:"set_at"`
}

// ApproveCase:
type ApproveCase struct {
	// false sends the case back to who proposed the result.
	Approved bool    `json:"approved"`
	Comment  *string `json:"comment,omitempty"`
}

// ApproveRelease: Which content you vouch for, by the digest that the release shows, and why.
type ApproveRelease struct {
	Digest string `json:"digest"`
	Reason string `json:"reason"`
}

// ApproveRulesetVersion: Which content you vouch for, by the digest that the version shows, and why.
type ApproveRulesetVersion struct {
	Digest string `json:"digest"`
	Reason string `json:"reason"`
}

// ArmMoney: What first tries of one policy came to. net_minor: value at `loss_bps` less fees.
type ArmMoney struct {
	Judged      int64 `json:"judged"`
	AmountMinor int64 `json:"amount_minor"`
	ValueMinor  int64 `json:"value_minor"`
	FeesMinor   int64 `json:"fees_minor"`
	NetMinor    int64 `json:"net_minor"`
}

// ArmView: What one side did. deployment_id: null where the starter answers that nobody deployed.  and slow_rate of all runs of the model. judged: how many of them have a truth by now. brier_score: mean squared error of their probabilities, lower is better. approved_event_rate: how many that were approved came true all the same.
type ArmView struct {
	DeploymentId *string `json:"deployment_id"`
	VersionId    string  `json:"version_id"`
	Decisions    int64   `json:"decisions"`
	// each counts once, by the first decision about it; the rates are of these, but degraded_rate is of all decisions
	Customers         int64    `json:"customers"`
	DegradedRate      *float64 `json:"degraded_rate"`
	ApproveRate       *float64 `json:"approve_rate"`
	ReviewRate        *float64 `json:"review_rate"`
	DeclineRate       *float64 `json:"decline_rate"`
	MeanProbability   *float64 `json:"mean_probability"`
	MeanRunMs         *float64 `json:"mean_run_ms"`
	SlowRate          *float64 `json:"slow_rate"`
	Judged            int64    `json:"judged"`
	BrierScore        *float64 `json:"brier_score"`
	ApprovedEventRate *float64 `json:"approved_event_rate"`
}

// Attempt: One try. status: of the answer, null without one. error: a word of ours for why there was none, or why it was not sent.
type Attempt struct {
	At     string  `json:"at"`
	Status *int64  `json:"status"`
	Ms     int64   `json:"ms"`
	Error  *string `json:"error"`
}

// AttemptBatch: Attempts and results to be recorded in one commit.
type AttemptBatch struct {
	// all of them are valid, or nothing is recorded.
	Items []AttemptFact `json:"items"`
}

// AttemptEventData: Of an attempt that failed.
type AttemptEventData struct {
	// where.
	Gateway string `json:"gateway"`
	// why, in our words.
	Code string `json:"code"`
	// of the payment.
	Method string `json:"method"`
}

// AttemptFact: One try of one payment at one gateway.
type AttemptFact struct {
	// your own id of the try; sent again it changes nothing, but for a result that was pending.
	Id string `json:"id"`
	// your own id of the payment, the same over all its tries.
	PaymentId string `json:"payment_id"`
	// the choice that this try follows, where the gateway was chosen here.
	ChoiceId *string `json:"choice_id,omitempty"`
	// as a slug.
	Gateway string `json:"gateway"`
	// how it was paid.
	// One of card, cash, imps, neft, netbanking, other, rtgs, upi, wallet.
	Method string `json:"method"`
	// the payer's, as a slug.
	Bank *string `json:"bank,omitempty"`
	// minor units of the currency.
	AmountMinor int64 `json:"amount_minor"`
	// ISO 4217.
	Currency string `json:"currency"`
	// when it was tried.
	StartedAt time.Time `json:"started_at"`
	// pending until it is known; send the same attempt again with its result.
	// One of failed, pending, succeeded.
	Result *string `json:"result,omitempty"`
	// why it failed: one that the catalogue lists, or a slug of your own.
	ErrorCode *string `json:"error_code,omitempty"`
	// whose fault a failure is, where the catalogue does not know your code; only `gateway` counts against the gateway.
	// One of bank, customer, gateway, merchant, unknown.
	Cause *string `json:"cause,omitempty"`
	// what the try cost you, fees included.
	CostMinor *int64 `json:"cost_minor,omitempty"`
	// how long the gateway took.
	LatencyMs *int64 `json:"latency_ms,omitempty"`
	// when the result was known.
	FinishedAt *time.Time `json:"finished_at,omitempty"`
}

// AttemptPage: One page of attempts, newest first by their start.
type AttemptPage struct {
	// the attempts.
	Data []AttemptView `json:"data"`
	// whether more follow.
	HasMore bool `json:"has_more"`
	// what to send as `after` for the page that follows.
	NextAfter *string `json:"next_after"`
}

// AttemptResult: What became of one attempt of several.
type AttemptResult struct {
	// our id of the attempt that has this own id now.
	Id string `json:"id"`
	// the `id` that was sent.
	OwnId string `json:"own_id"`
	// `recorded` is new; `settled` has its result now; `existing` changed nothing; `conflict` was recorded otherwise before.
	// One of conflict, existing, recorded, settled.
	Status string `json:"status"`
}

// AttemptResults: One result for each attempt, in the order of the request.
type AttemptResults struct {
	// the results.
	Data []AttemptResult `json:"data"`
}

// AttemptView: An attempt as it stands.
type AttemptView struct {
	// our id.
	Id string `json:"id"`
	// the `id` that was sent.
	OwnId string `json:"own_id"`
	// your own id of the payment.
	PaymentId string `json:"payment_id"`
	// the choice that it follows.
	ChoiceId *string `json:"choice_id"`
	// as a slug.
	Gateway string `json:"gateway"`
	// how it was paid.
	// One of card, cash, imps, neft, netbanking, other, rtgs, upi, wallet.
	Method string `json:"method"`
	// the payer's.
	Bank *string `json:"bank"`
	// minor units of the currency.
	AmountMinor int64 `json:"amount_minor"`
	// ISO 4217.
	Currency string `json:"currency"`
	// when it was tried.
	StartedAt string `json:"started_at"`
	// when it was recorded.
	RecordedAt string `json:"recorded_at"`
	// pending until it is known.
	// One of failed, pending, succeeded.
	Result string `json:"result"`
	// why it failed; `unknown` where no code was told.
	ErrorCode *string `json:"error_code"`
	// whether it failed by the gateway's own fault, and so counts against it.
	Fault bool `json:"fault"`
	// what the try cost.
	CostMinor int64 `json:"cost_minor"`
	// how long the gateway took.
	LatencyMs *int64 `json:"latency_ms"`
	// when the result was known, as it was told.
	FinishedAt *string `json:"finished_at"`
	// when the result was recorded.
	SettledAt *string `json:"settled_at"`
}

// BacktestComparison: The draft against what was `stored`, or against what decides now (`current`).  segment, method and size of the amount, named by the smallest amount of as many digits. sample: at most 200 of the decisions that change, each as likely as any other. largest: those with the largest amounts of each currency.
type BacktestComparison struct {
	// One of current, stored.
	Against string `json:"against"`
	// how many decisions went from which outcome to which. effect: what that means by the truth. groups: the same by region,
	Matrix  []MatrixCell      `json:"matrix"`
	Effect  Effect            `json:"effect"`
	Groups  []GroupEffect     `json:"groups"`
	Sample  []ChangedDecision `json:"sample"`
	Largest []ChangedDecision `json:"largest"`
}

// BacktestEventData: Of a backtest that has ended.
type BacktestEventData struct {
	// `completed`, `failed` or `cancelled`.
	Status string `json:"status"`
	// how many it compared, where it was completed.
	Decisions *int64 `json:"decisions,omitempty"`
	// of these, how many came out otherwise.
	Changed *int64 `json:"changed,omitempty"`
}

// BacktestPage: One page of backtests, newest first.
type BacktestPage struct {
	Data      []BacktestView `json:"data"`
	HasMore   bool           `json:"has_more"`
	NextAfter *string        `json:"next_after"`
}

// BacktestReport: What was found.  read them. fallback: made without a model, to which every ruleset gives its fallback. same: decided by the very version that is tried, and of these, those that differ: none. incomplete: that do not hold every fact which the rules read. not_held: those facts; they were missing to the rules there.
type BacktestReport struct {
	// compared. erased: left out, because their customers were erased. unreadable: left out, because this release cannot
	Decisions   int64                `json:"decisions"`
	Erased      int64                `json:"erased"`
	Unreadable  int64                `json:"unreadable"`
	Fallback    int64                `json:"fallback"`
	Same        Share                `json:"same"`
	Incomplete  int64                `json:"incomplete"`
	NotHeld     []NotHeld            `json:"not_held"`
	Comparisons []BacktestComparison `json:"comparisons"`
}

// BacktestResult: A backtest. report: once it is completed.
type BacktestResult struct {
	Id      string `json:"id"`
	UseCase string `json:"use_case"`
	// One of cancelled, completed, failed, queued, running.
	State         string          `json:"state"`
	VersionId     *string         `json:"version_id"`
	Digest        string          `json:"digest"`
	CurrentDigest *string         `json:"current_digest"`
	Since         string          `json:"since"`
	Until         string          `json:"until"`
	Passes        []string        `json:"passes"`
	Seed          int64           `json:"seed"`
	Progress      Progress        `json:"progress"`
	Failure       *Failure        `json:"failure"`
	CreatedAt     string          `json:"created_at"`
	CreatedBy     string          `json:"created_by"`
	EndedAt       *string         `json:"ended_at"`
	Report        *BacktestReport `json:"report"`
}

// BacktestView: A backtest without its report.  decides now, where it is compared too. progress: how far it is. failure: why it failed.
type BacktestView struct {
	Id      string `json:"id"`
	UseCase string `json:"use_case"`
	// One of cancelled, completed, failed, queued, running.
	State string `json:"state"`
	// what is tried; null for a draft that was sent along. digest: of the same, in hexadecimal. current_digest: of what
	VersionId     *string  `json:"version_id"`
	Digest        string   `json:"digest"`
	CurrentDigest *string  `json:"current_digest"`
	Since         string   `json:"since"`
	Until         string   `json:"until"`
	Passes        []string `json:"passes"`
	Seed          int64    `json:"seed"`
	Progress      Progress `json:"progress"`
	Failure       *Failure `json:"failure"`
	CreatedAt     string   `json:"created_at"`
	CreatedBy     string   `json:"created_by"`
	EndedAt       *string  `json:"ended_at"`
}

// BatchFailure: Why a batch has failed, in the words of a problem.
type BatchFailure struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Fix     string `json:"fix"`
}

// BatchPage: One page of batches, newest first.
type BatchPage struct {
	Data      []BatchView `json:"data"`
	HasMore   bool        `json:"has_more"`
	NextAfter *string     `json:"next_after"`
}

// BatchView: A batch as it stands.  ruleset's is null for the default. model_digest, rules_digest: of the same, in hexadecimal, as in the ledger entry.
type BatchView struct {
	Id      string `json:"id"`
	UseCase string `json:"use_case"`
	// `queued`, `running`, and then `completed`, `failed` or `cancelled`. phase: what it is at.
	// One of cancelled, completed, failed, queued, running.
	State string `json:"state"`
	// One of checking, ended, finishing, scoring, waiting.
	Phase string `json:"phase"`
	// One of decisions, scores.
	Work string `json:"work"`
	// One of csv, parquet.
	Format string `json:"format"`
	// One of local, ray.
	Engine string `json:"engine"`
	// scored so far. refused: rows with a reason instead of a result. bytes_done: of the file's `bytes_total`.
	Rows       int64 `json:"rows"`
	Refused    int64 `json:"refused"`
	BytesDone  int64 `json:"bytes_done"`
	BytesTotal int64 `json:"bytes_total"`
	// why it failed. version_id, ruleset_version_id: what decides every row, as they were when the file came; the
	Failure          *BatchFailure `json:"failure"`
	VersionId        string        `json:"version_id"`
	ModelDigest      string        `json:"model_digest"`
	RulesetVersionId *string       `json:"ruleset_version_id"`
	RulesDigest      string        `json:"rules_digest"`
	// of the file as it was received, in hexadecimal. root: of the tree of all result rows, once completed.
	InputSha256 string  `json:"input_sha256"`
	Root        *string `json:"root"`
	// the ledger entry that commits to it. revision: grows whenever something changed.
	EntryId   *string `json:"entry_id"`
	Revision  int64   `json:"revision"`
	CreatedAt string  `json:"created_at"`
	CreatedBy string  `json:"created_by"`
	EndedAt   *string `json:"ended_at"`
}

// BeginSecondFactor:
type BeginSecondFactor struct {
	Password string `json:"password"`
}

// BinaryData:
type BinaryData struct {
	// bytes of this tensor after the JSON.
	BinaryDataSize int64 `json:"binary_data_size"`
}

// Breach: One guardrail at one look. low, high: of candidate minus champion, at all looks at once. breached: surely beyond `limit`.
type Breach struct {
	Figure     string   `json:"figure"`
	Limit      float64  `json:"limit"`
	Difference *float64 `json:"difference"`
	Low        float64  `json:"low"`
	High       float64  `json:"high"`
	Breached   bool     `json:"breached"`
}

// BundlePage: A page of bundles, newest first.
type BundlePage struct {
	Data    []LedgerBundle `json:"data"`
	HasMore bool           `json:"has_more"`
	// send it as `after` for the next page; null on the last one.
	NextAfter *string `json:"next_after"`
}

// CaseEventData: Of a case.
type CaseEventData struct {
	// where it waits.
	Queue string `json:"queue"`
	// of the case.
	Priority string `json:"priority"`
	// the id of what it is about, where there is one.
	Subject *string `json:"subject"`
	// what it came to, once it is closed.
	Result *string `json:"result"`
}

// CaseOverdueEventData: Of a case that is past its time.
type CaseOverdueEventData struct {
	// where it waits.
	Queue string `json:"queue"`
	// of the case.
	Priority string `json:"priority"`
	// when it was due.
	Due time.Time `json:"due"`
}

// CasePage: One page of cases, newest first.
type CasePage struct {
	Data      []CaseView `json:"data"`
	HasMore   bool       `json:"has_more"`
	NextAfter *string    `json:"next_after"`
}

// CaseQueueList: All queues, by name.
type CaseQueueList struct {
	Data []CaseQueueView `json:"data"`
}

// CaseQueueView: A queue of cases. open: not closed. overdue: of those, past their time.
type CaseQueueView struct {
	Name     string        `json:"name"`
	Settings QueueSettings `json:"settings"`
	Open     int64         `json:"open"`
	Overdue  int64         `json:"overdue"`
}

// CaseResult: What came of it. happened, label: the truth about the decisions among its evidence, which becomes their feedback.
type CaseResult struct {
	Result   string  `json:"result"`
	Happened *bool   `json:"happened,omitempty"`
	Label    *string `json:"label,omitempty"`
	Comment  *string `json:"comment,omitempty"`
}

// CaseStepPage: One page of a case's history, oldest first.
type CaseStepPage struct {
	Data      []CaseStepView `json:"data"`
	HasMore   bool           `json:"has_more"`
	NextAfter *string        `json:"next_after"`
}

// CaseStepView: One line of a case's history.
type CaseStepView struct {
	Id    string `json:"id"`
	At    string `json:"at"`
	Actor string `json:"actor"`
	// `opened`, `assigned`, `moved`, `commented`, `evidence`, `waiting`, `resumed`, `proposed`, `refused` or `closed`; in the ledger as `case.{what}.v1` under the same id.
	What    string  `json:"what"`
	Value   *string `json:"value"`
	Comment *string `json:"comment"`
}

// CaseView: A decision, a payout or an alert that waits for a person.  title, comments, proposed: null once the customer that the case is about was erased.
type CaseView struct {
	Id      string  `json:"id"`
	Queue   string  `json:"queue"`
	Title   *string `json:"title"`
	Subject *string `json:"subject"`
	// One of high, low, normal, urgent.
	Priority string  `json:"priority"`
	Skill    *string `json:"skill"`
	// `waiting` is for somebody outside, and its clock stands still; `to_approve` is for a second member.
	// One of assigned, closed, open, to_approve, waiting.
	State    string   `json:"state"`
	Assignee *string  `json:"assignee"`
	Evidence []string `json:"evidence"`
	AlertId  *string  `json:"alert_id"`
	OpenedBy string   `json:"opened_by"`
	OpenedAt string   `json:"opened_at"`
	// when its time is up. overdue: whether that was noticed before it was done.
	DueAt   *string `json:"due_at"`
	Overdue bool    `json:"overdue"`
	// the result that waits for a second member.
	Proposed   *CaseResult `json:"proposed"`
	ProposedBy *string     `json:"proposed_by"`
	Result     *string     `json:"result"`
	ClosedBy   *string     `json:"closed_by"`
	ClosedAt   *string     `json:"closed_at"`
}

// CategorizeAnswer:
type CategorizeAnswer struct {
	// that the category of the least certain line is right, calibrated, 0 to 1.
	Probability float64 `json:"probability"`
	// of the largest line.
	Category *string `json:"category"`
	// all of them, as they were sent.
	Lines []CategorizedLine `json:"lines"`
}

// CategorizeDecision: A decision of the use case `categorize`: What are these statement lines?
type CategorizeDecision struct {
	Id            string            `json:"id"`
	UseCase       string            `json:"use_case"`
	Outcome       string            `json:"outcome"`
	Answer        *CategorizeAnswer `json:"answer"`
	Confidence    *Confidence       `json:"confidence"`
	Reasons       []Reason          `json:"reasons"`
	Model         UsedModel         `json:"model"`
	Rules         UsedRules         `json:"rules"`
	Degraded      bool              `json:"degraded"`
	TransactionId *string           `json:"transaction_id"`
	DuplicateOf   *string           `json:"duplicate_of"`
	DecidedAt     string            `json:"decided_at"`
	EntryId       string            `json:"entry_id"`
	Receipt       Receipt           `json:"receipt"`
	Explanation   *Explanation      `json:"explanation"`
}

// CategorizedLine: One line, in the order that was sent.
type CategorizedLine struct {
	// yours, if it was sent.
	Id *string `json:"id"`
	// its name, as far as the line says it.
	Merchant string `json:"merchant"`
	// yours, where the line came with one; else one of the catalogue's.
	Category string `json:"category"`
	// that the category is right, calibrated, 0 to 1; of yours 1.
	Probability float64 `json:"probability"`
	// given (it is yours), lookup (a known merchant) or model.
	// One of given, lookup, model.
	Source string `json:"source"`
	// how often it recurs: every 7, 14, 30, 91 or 365 days; null when it does not.
	PeriodDays *int64 `json:"period_days"`
	// when it is to be expected again.
	NextAt *string `json:"next_at"`
}

// CategorySpend: Spending of one category in one month, minor units: at most so much in one, five and nine of ten cases.
type CategorySpend struct {
	// as in the payments, or `total`.
	Category string `json:"category"`
	MinorP10 int64  `json:"minor_p10"`
	MinorP50 int64  `json:"minor_p50"`
	MinorP90 int64  `json:"minor_p90"`
	// that it is more than the mean of the last three months; of the same distribution as the amounts.
	Probability float64 `json:"probability"`
}

// CauseBucket: How many there were from a moment on, for an hour or a day.
type CauseBucket struct {
	At    string `json:"at"`
	Count int64  `json:"count"`
}

// CauseMoney: What failed to move, in one currency.
type CauseMoney struct {
	Currency    string `json:"currency"`
	AmountMinor int64  `json:"amount_minor"`
}

// CauseRisingEventData: Of a root cause that grows; what its cases do not share is null.
type CauseRisingEventData struct {
	// of what: attempts, payouts, tickets.
	Kind string `json:"kind"`
	// in words.
	Name string `json:"name"`
	// that they share.
	Gateway *string `json:"gateway"`
	// that they share.
	Method *string `json:"method"`
	// that they share.
	Bank *string `json:"bank"`
	// that they share.
	Code *string `json:"code"`
	// whose fault it is, of any code.
	Fault *string `json:"fault"`
	// in the window.
	Count int64 `json:"count"`
	// as many as were to be expected.
	Expected *float64 `json:"expected"`
	// the id of one.
	Example string `json:"example"`
}

// CauseSubsidedEventData: Of a root cause that grows no more.
type CauseSubsidedEventData struct {
	// of what: attempts, payouts, tickets.
	Kind string `json:"kind"`
	// when it began to grow.
	Since time.Time `json:"since"`
}

// ChangePassword:
type ChangePassword struct {
	Password    string `json:"password"`
	NewPassword string `json:"new_password"`
}

// ChangeView: One feature, as it was and as it would have had to be. text, text_then: as a person would write them.
type ChangeView struct {
	Feature   string   `json:"feature"`
	Value     *float64 `json:"value"`
	ValueThen float64  `json:"value_then"`
	Text      string   `json:"text"`
	TextThen  string   `json:"text_then"`
}

// ChangedDecision: One decision that the draft changes. href: where it is. happened: whether the event came true, where that is known.  decided_at, amount_minor, currency: null once its customer was erased, and where there is no amount.
type ChangedDecision struct {
	DecisionId  string  `json:"decision_id"`
	Href        string  `json:"href"`
	Before      string  `json:"before"`
	After       string  `json:"after"`
	Happened    *bool   `json:"happened"`
	DecidedAt   *string `json:"decided_at"`
	AmountMinor *int64  `json:"amount_minor"`
	Currency    *string `json:"currency"`
}

// CheckRuleset: What to try.
type CheckRuleset struct {
	// what to check; without it, the version that decides now.
	Draft *RulesetDraft `json:"draft,omitempty"`
	// sets of facts by full name (`transaction.amount_minor`), each of which gives a result; leave out what is missing.
	Facts []map[string]any `json:"facts,omitzero"`
}

// CheckWorkflow: What to check. document: a workflow in the subset of the Serverless Workflow DSL 1.0 of docs/workflows.md.
type CheckWorkflow struct {
	Document map[string]any `json:"document"`
}

// CheckpointPage: A page of checkpoints, newest first.
type CheckpointPage struct {
	Data    []SignedCheckpoint `json:"data"`
	HasMore bool               `json:"has_more"`
	// send it as `after` for the next page; null on the last one.
	NextAfter *string `json:"next_after"`
}

// ChurnScoreDecision: A decision of the use case `churn-score`: Is this customer about to leave?
type ChurnScoreDecision struct {
	Id            string             `json:"id"`
	UseCase       string             `json:"use_case"`
	Outcome       string             `json:"outcome"`
	Answer        *ProbabilityAnswer `json:"answer"`
	Confidence    *Confidence        `json:"confidence"`
	Reasons       []Reason           `json:"reasons"`
	Model         UsedModel          `json:"model"`
	Rules         UsedRules          `json:"rules"`
	Degraded      bool               `json:"degraded"`
	TransactionId *string            `json:"transaction_id"`
	DuplicateOf   *string            `json:"duplicate_of"`
	DecidedAt     string             `json:"decided_at"`
	EntryId       string             `json:"entry_id"`
	Receipt       Receipt            `json:"receipt"`
	Explanation   *Explanation       `json:"explanation"`
}

// ClassMetricsView: One version in one role by truths with a `label`.
type ClassMetricsView struct {
	VersionId string `json:"version_id"`
	Role      string `json:"role"`
	Decided   int64  `json:"decided"`
	// decisions whose true class is known. coverage: their share. classes: how many came true or were said.
	Measured int64   `json:"measured"`
	Coverage *Figure `json:"coverage"`
	Classes  int64   `json:"classes"`
	Accuracy Figure  `json:"accuracy"`
	// the mean over these classes.
	MacroF1 Figure `json:"macro_f1"`
}

// ClassShare: How often a version named a class: of the reference's rows, and of live ones.
type ClassShare struct {
	Name      string  `json:"name"`
	Reference float64 `json:"reference"`
	Live      float64 `json:"live"`
}

// CloseEnvironment: for an export that was read to its end, unless `export_waived`.
type CloseEnvironment struct {
	// of the caller's own environment, so that no other is closed by mistake. keys_after_days: when its keys go; they wait
	EnvironmentId string `json:"environment_id"`
	Reason        string `json:"reason"`
	KeysAfterDays *int64 `json:"keys_after_days,omitempty"`
	ExportWaived  *bool  `json:"export_waived,omitempty"`
}

// Closing:
type Closing struct {
	ClosedAt     string `json:"closed_at"`
	ClosedBy     string `json:"closed_by"`
	Reason       string `json:"reason"`
	KeysDueAt    string `json:"keys_due_at"`
	ExportWaived bool   `json:"export_waived"`
	// when a whole export was last read to its end since. keys_destroyed_at: null while they are there.
	ExportedAt      *string `json:"exported_at"`
	KeysDestroyedAt *string `json:"keys_destroyed_at"`
}

// CodeCount: How often a code was told. cause: whose fault it is; `unknown` of your own codes, unless you told.
type CodeCount struct {
	Code string `json:"code"`
	// One of bank, customer, gateway, merchant, unknown.
	Cause string  `json:"cause"`
	Count int64   `json:"count"`
	Share float64 `json:"share"`
}

// ColumnView: A column that a question sends in `inputs`. kind: what it holds; null stands for what is not known.
type ColumnView struct {
	Name string `json:"name"`
	// One of boolean, category, date, number, text.
	Kind string `json:"kind"`
}

// Columns: The columns of the file, by what they hold. Names are compared without case and spaces; the second of one name is `Name #2`; in a file without header, and for `mt940`, `camt053` and `ofx`, see docs/imports.md.  debit, credit: in two columns. direction: a mark (Dr, Cr, D, C, Paid to, Received from …).
type Columns struct {
	// when it happened. time: of day, where it stands apart. value_date: stands in where `date` is empty.
	Date      *string `json:"date,omitempty"`
	Time      *string `json:"time,omitempty"`
	ValueDate *string `json:"value_date,omitempty"`
	// in one column: signed, marked by Dr and Cr, or with its direction in a column of its own.
	Amount    *string `json:"amount,omitempty"`
	Debit     *string `json:"debit,omitempty"`
	Credit    *string `json:"credit,omitempty"`
	Direction *string `json:"direction,omitempty"`
	// after the payment; used to check that no row is missing.
	Balance *string `json:"balance,omitempty"`
	// what the statement says. note: added to it. reference: the bank's own, or the UTR or RRN of UPI.
	Description *string `json:"description,omitempty"`
	Note        *string `json:"note,omitempty"`
	Reference   *string `json:"reference,omitempty"`
	// of a UPI payment: what failed, is pending or was reversed is not recorded. payer, payee: who paid whom, a VPA or a name.
	Status *string `json:"status,omitempty"`
	Payer  *string `json:"payer,omitempty"`
	Payee  *string `json:"payee,omitempty"`
	// your own id of the customer, in files of several. currency, method, category: where they stand in the file.
	Customer *string `json:"customer,omitempty"`
	Currency *string `json:"currency,omitempty"`
	Method   *string `json:"method,omitempty"`
	Category *string `json:"category,omitempty"`
}

// CommissionAgreement: An agreement with a partner. It never changes: what is agreed anew is another agreement.
type CommissionAgreement struct {
	// your own id of it; sending it again changes nothing.
	Id string `json:"id"`
	// your own id of the partner.
	PartnerId string `json:"partner_id"`
	// ISO 4217.
	Currency string `json:"currency"`
	// included.
	StartsAt time.Time `json:"starts_at"`
	// not included; absent while it is open.
	EndsAt *time.Time `json:"ends_at,omitempty"`
	// rates by product and volume.
	Rules []CommissionRule `json:"rules"`
	// `whole`: the highest tier that is reached holds for all sales of the period. `marginal`: each tier holds for the part of the volume that lies in it, in the order of the sales.
	// One of marginal, whole.
	Slabs *string `json:"slabs,omitempty"`
	// of each sale, bonus, deduction and tax by itself, to a minor unit.
	// One of down, half_even, half_up.
	Rounding *string `json:"rounding,omitempty"`
	// paid on top.
	Bonuses []AgreementBonus `json:"bonuses,omitzero"`
	// taken off.
	Deductions []AgreementDeduction `json:"deductions,omitzero"`
	// withheld or added.
	Taxes []AgreementTax `json:"taxes,omitzero"`
}

// CommissionAgreementPage: One page of agreements, last recorded first.
type CommissionAgreementPage struct {
	Data      []CommissionAgreementView `json:"data"`
	HasMore   bool                      `json:"has_more"`
	NextAfter *string                   `json:"next_after"`
}

// CommissionAgreementView: An agreement.
type CommissionAgreementView struct {
	// our id.
	Id string `json:"id"`
	// as it was sent; null once its partner was erased.
	Agreement  *CommissionAgreement `json:"agreement"`
	RecordedAt string               `json:"recorded_at"`
}

// CommissionCheckAnswer:
type CommissionCheckAnswer struct {
	// that the statement is wrong, calibrated, 0 to 1: that it says another amount, or other tax, than it should.
	Probability float64 `json:"probability"`
	// what the agreement gives for the sales of the period, in minor units.
	ExpectedMinor *int64 `json:"expected_minor"`
	// what statements like this one come to, in five of ten cases less.
	ExpectedModelMinor *int64 `json:"expected_model_minor"`
	// what was paid less what the agreement gives; negative when the partner got too little.
	DifferenceMinor *int64 `json:"difference_minor"`
	// what explains the difference, the nearest first, then what else is amiss: `tax_withheld_differs`, and `sale_not_covered` where a product was sold about which the agreement says nothing. Empty when all is well.
	Codes []string `json:"codes"`
	// the same, in one of ten cases at most; of a version of your own that learned amounts.
	ExpectedModelMinorP10 *int64 `json:"expected_model_minor_p10,omitempty"`
	// the same, in nine of ten cases at most.
	ExpectedModelMinorP90 *int64 `json:"expected_model_minor_p90,omitempty"`
}

// CommissionCheckDecision: A decision of the use case `commission-check`: What should the partner have earned?
type CommissionCheckDecision struct {
	Id            string                 `json:"id"`
	UseCase       string                 `json:"use_case"`
	Outcome       string                 `json:"outcome"`
	Answer        *CommissionCheckAnswer `json:"answer"`
	Confidence    *Confidence            `json:"confidence"`
	Reasons       []Reason               `json:"reasons"`
	Model         UsedModel              `json:"model"`
	Rules         UsedRules              `json:"rules"`
	Degraded      bool                   `json:"degraded"`
	TransactionId *string                `json:"transaction_id"`
	DuplicateOf   *string                `json:"duplicate_of"`
	DecidedAt     string                 `json:"decided_at"`
	EntryId       string                 `json:"entry_id"`
	Receipt       Receipt                `json:"receipt"`
	Explanation   *Explanation           `json:"explanation"`
}

// CommissionDifference: What was paid against what is due. minor: above zero where too much was paid. explained_by: names of single mistakes of commission-check that give just what was paid.
type CommissionDifference struct {
	// One of agrees, paid_less, paid_more.
	Verdict          string   `json:"verdict"`
	Minor            int64    `json:"minor"`
	TaxWithheldMinor *int64   `json:"tax_withheld_minor"`
	ExplainedBy      []string `json:"explained_by"`
}

// CommissionEventData: Of a statement that differs.
type CommissionEventData struct {
	// `short` or `over`.
	Status string `json:"status"`
	// what was paid less what is due, in minor units.
	DifferenceMinor int64 `json:"difference_minor"`
	// what is due, in minor units.
	PayableMinor int64 `json:"payable_minor"`
	// ISO 4217.
	Currency string `json:"currency"`
	// what explains the difference.
	Reasons []string `json:"reasons"`
	// of the period.
	StartsAt time.Time `json:"starts_at"`
	// of the period.
	EndsAt time.Time `json:"ends_at"`
	// in force, `agr_…`.
	Agreement string `json:"agreement"`
}

// CommissionLine: A bonus, a deduction or a tax. base_minor: what its rate is of.
type CommissionLine struct {
	Name string `json:"name"`
	// One of added, bonus, deduction, withheld.
	Kind        string `json:"kind"`
	RateBps     int64  `json:"rate_bps"`
	BaseMinor   int64  `json:"base_minor"`
	AmountMinor int64  `json:"amount_minor"`
}

// CommissionPeriod: The sales of a period, and what was paid for them if it was.
type CommissionPeriod struct {
	// included.
	StartsAt time.Time `json:"starts_at"`
	// not included.
	EndsAt time.Time `json:"ends_at"`
	// of the period; others are left out.
	Sales []CommissionSale `json:"sales"`
	// what the partner was paid, before tax; compared when told.
	PaidMinor *int64 `json:"paid_minor,omitempty"`
	// what was kept back; compared when told.
	TaxWithheldMinor *int64 `json:"tax_withheld_minor,omitempty"`
}

// CommissionProduct: Sales of one product. rate_bps: of the tier; of the last one that was reached, where tiers are marginal. covered: whether the agreement says anything about it.
type CommissionProduct struct {
	Product         string `json:"product"`
	Sales           int64  `json:"sales"`
	VolumeMinor     int64  `json:"volume_minor"`
	FromVolumeMinor *int64 `json:"from_volume_minor"`
	RateBps         *int64 `json:"rate_bps"`
	CommissionMinor int64  `json:"commission_minor"`
	Covered         bool   `json:"covered"`
}

// CommissionQuestion: A question about one commission statement of a partner.
type CommissionQuestion struct {
	// the facts that it is decided of; they are kept with the decision and nowhere else.
	Commission *CommissionStatement `json:"commission,omitempty"`
	// the columns of your own version, when such a version is deployed.
	Inputs map[string]any `json:"inputs,omitzero"`
	// `explanation` adds the feature vector and every contribution to the answer.
	// One of explanation.
	Include []string `json:"include,omitzero"`
	// of the reasons; else the first of `Accept-Language` that is spoken here.
	// One of en, hi.
	Language *string `json:"language,omitempty"`
	// which it belongs to, in your own words; deployments may serve one alone.
	Segment *string `json:"segment,omitempty"`
	// where it is, in your own words; decisions are listed by it.
	Region *string `json:"region,omitempty"`
}

// CommissionReckoning: What is due, line by line, and what was paid.
type CommissionReckoning struct {
	// in order: products with their base and slab, bonuses, deductions, taxes.
	Lines []DueLine `json:"lines"`
	// as they were sent.
	Sales []CommissionSale `json:"sales"`
	// sales of the period that stand.
	SalesCounted int64 `json:"sales_counted"`
	// sales of the period that were reversed.
	ReversedLeftOut int64 `json:"reversed_left_out"`
	// sales outside the period.
	OutsideLeftOut int64 `json:"outside_left_out"`
	// of the sales that stand.
	VolumeMinor int64 `json:"volume_minor"`
	// base, slabs and bonuses less deductions, not below zero.
	EarnedMinor int64 `json:"earned_minor"`
	// what deductions exceed it by.
	CarriedMinor int64 `json:"carried_minor"`
	// of all taxes that are withheld.
	TaxWithheldMinor int64 `json:"tax_withheld_minor"`
	// of all taxes that are added.
	TaxAddedMinor int64 `json:"tax_added_minor"`
	// `told`: before tax, as it was sent; `payouts`: after taxes, what stored payouts brought; null while nothing was told.
	// One of payouts, told.
	PaidBasis *string `json:"paid_basis"`
	// what was paid, on that basis.
	PaidMinor *int64 `json:"paid_minor"`
	// what was kept back, where it was told.
	PaidTaxWithheldMinor *int64 `json:"paid_tax_withheld_minor"`
	// what was paid on top, where it was told.
	PaidTaxAddedMinor *int64 `json:"paid_tax_added_minor"`
	// your own ids of the payouts that paid it.
	PayoutIds []string `json:"payout_ids"`
}

// CommissionRule: One line of the agreement: the rate of a product from some volume of the period on.
type CommissionRule struct {
	// whose sales it is about; absent for those that no other rule names.
	Product *string `json:"product,omitempty"`
	// it holds for the whole period once sales of the product reach this.
	FromVolumeMinor *int64 `json:"from_volume_minor,omitempty"`
	// hundredths of a percent of the sale.
	RateBps *int64 `json:"rate_bps,omitempty"`
	// minor units a sale, on top.
	FixedMinor *int64 `json:"fixed_minor,omitempty"`
	// at most so much a sale; absent without a cap.
	CapMinor *int64 `json:"cap_minor,omitempty"`
}

// CommissionSale: One sale that the partner made.
type CommissionSale struct {
	// your own id of the sale.
	Id *string `json:"id,omitempty"`
	// what was sold, as a slug.
	Product string `json:"product"`
	// minor units of the statement's currency.
	AmountMinor int64 `json:"amount_minor"`
	// when.
	SoldAt time.Time `json:"sold_at"`
	// whether it was cancelled or returned: it earns nothing then.
	Reversed *bool `json:"reversed,omitempty"`
}

// CommissionStatement: What a partner was paid for a period, to be checked against the agreement and the sales.
type CommissionStatement struct {
	// your own id of the statement.
	Id *string `json:"id,omitempty"`
	// your own id of the partner.
	PartnerId string `json:"partner_id"`
	// ISO 4217.
	Currency string `json:"currency"`
	// of the period, included.
	StartsAt time.Time `json:"starts_at"`
	// of the period, not included.
	EndsAt time.Time `json:"ends_at"`
	// what the statement says, before tax.
	PaidMinor int64 `json:"paid_minor"`
	// what was kept for tax.
	TaxWithheldMinor *int64 `json:"tax_withheld_minor,omitempty"`
	// what should be kept, hundredths of a percent.
	TaxBps *int64 `json:"tax_bps,omitempty"`
	// the agreement.
	Rules []CommissionRule `json:"rules"`
	// of the period and around it.
	Sales []CommissionSale `json:"sales,omitzero"`
	// what earlier statements of the partner said, the oldest first.
	EarlierPaidMinor []int64 `json:"earlier_paid_minor,omitzero"`
}

// CommissionStatementPage: One page of statements, last recorded first.
type CommissionStatementPage struct {
	Data      []CommissionStatementSummary `json:"data"`
	HasMore   bool                         `json:"has_more"`
	NextAfter *string                      `json:"next_after"`
}

// CommissionStatementStep: What somebody said of a statement.
type CommissionStatementStep struct {
	// our id, which its entry in the ledger has too.
	Id string `json:"id"`
	// what the statement became.
	// One of disputed, expected, matched, over, settled, short.
	Status string `json:"status"`
	// why.
	Reason string `json:"reason"`
	// null where there is none, or once the partner was erased.
	Note *string `json:"note"`
	// when.
	At string `json:"at"`
	// who.
	By string `json:"by"`
}

// CommissionStatementSummary: A statement without its lines.
type CommissionStatementSummary struct {
	// our id.
	Id string `json:"id"`
	// your own id of it; null once the partner was erased.
	OwnId *string `json:"own_id"`
	// your own id of the partner; null once the partner was erased.
	PartnerId *string `json:"partner_id"`
	// the agreement that was in force.
	AgreementId string `json:"agreement_id"`
	// ISO 4217.
	Currency string `json:"currency"`
	// of the period, included.
	StartsAt string `json:"starts_at"`
	// of the period, not included.
	EndsAt string `json:"ends_at"`
	// `expected` while nothing was told of paying; what was found; or what became of it.
	// One of disputed, expected, matched, over, settled, short.
	Status string `json:"status"`
	// what is due, with taxes that are added and without those that are withheld.
	PayableMinor int64 `json:"payable_minor"`
	// what the partner got too much, below zero what is missing; null while nothing was told of paying.
	DifferenceMinor *int64 `json:"difference_minor"`
	// why it differs, and what else is noteworthy.
	Reasons []string `json:"reasons"`
	// the statement that this one corrects.
	Replaces *string `json:"replaces"`
	// the one that corrects this.
	ReplacedBy *string `json:"replaced_by"`
	// when.
	RecordedAt string `json:"recorded_at"`
}

// CommissionStatementView: A statement. Beside its summary:
type CommissionStatementView struct {
	Id          string  `json:"id"`
	OwnId       *string `json:"own_id"`
	PartnerId   *string `json:"partner_id"`
	AgreementId string  `json:"agreement_id"`
	Currency    string  `json:"currency"`
	StartsAt    string  `json:"starts_at"`
	EndsAt      string  `json:"ends_at"`
	// One of disputed, expected, matched, over, settled, short.
	Status          string   `json:"status"`
	PayableMinor    int64    `json:"payable_minor"`
	DifferenceMinor *int64   `json:"difference_minor"`
	Reasons         []string `json:"reasons"`
	Replaces        *string  `json:"replaces"`
	ReplacedBy      *string  `json:"replaced_by"`
	RecordedAt      string   `json:"recorded_at"`
	// null once the partner was erased.
	Reckoning *CommissionReckoning `json:"reckoning"`
	// what was said of it, oldest first.
	Steps []CommissionStatementStep `json:"steps"`
}

// ComparisonView: A challenger or a shadow beside its champion, as of now. It may be read at any time and as often as you like.  of events with the same outcome. passed_over: questions of the candidate's share that it did not get, because they lacked columns which it takes and the champion does not; the champion decided about them, and a shadow did not score them. differences: candidate minus champion. breached: whether a guardrail is beyond its limit.
type ComparisonView struct {
	DeploymentId string `json:"deployment_id"`
	UseCase      string `json:"use_case"`
	// One of challenger, champion, shadow.
	Role  string `json:"role"`
	Since string `json:"since"`
	Until string `json:"until"`
	// of each interval, at all times at once. candidate: the challenger or the shadow. agreement: of a shadow, the part
	Level       float64      `json:"level"`
	Champion    ArmView      `json:"champion"`
	Candidate   ArmView      `json:"candidate"`
	Agreement   *float64     `json:"agreement"`
	PassedOver  int64        `json:"passed_over"`
	Differences []Difference `json:"differences"`
	Guardrails  []Guarded    `json:"guardrails"`
	Breached    bool         `json:"breached"`
}

// ComputedCommission: What is due. earned_minor: commission and bonuses less deductions, not below zero; what deductions exceed it by is `carried_minor`. payable_minor: earned, with taxes that are added and without those that are withheld.
type ComputedCommission struct {
	Currency         string                `json:"currency"`
	SalesCounted     int64                 `json:"sales_counted"`
	ReversedLeftOut  int64                 `json:"reversed_left_out"`
	OutsideLeftOut   int64                 `json:"outside_left_out"`
	VolumeMinor      int64                 `json:"volume_minor"`
	Products         []CommissionProduct   `json:"products"`
	Lines            []CommissionLine      `json:"lines"`
	CommissionMinor  int64                 `json:"commission_minor"`
	BonusMinor       int64                 `json:"bonus_minor"`
	DeductionMinor   int64                 `json:"deduction_minor"`
	EarnedMinor      int64                 `json:"earned_minor"`
	CarriedMinor     int64                 `json:"carried_minor"`
	TaxWithheldMinor int64                 `json:"tax_withheld_minor"`
	TaxAddedMinor    int64                 `json:"tax_added_minor"`
	PayableMinor     int64                 `json:"payable_minor"`
	Difference       *CommissionDifference `json:"difference"`
}

// Condition: Holds where a field of an event's data is one of these values; a field that is not there is none of them.
type Condition struct {
	Field  string   `json:"field"`
	Values []string `json:"values"`
}

// Confidence: How sure a probability is: it lies between `low` and `high`, and so does, with probability `level`, the true rate of those that scored like it, by `support` held-out rows (Jeffreys interval). Where what was seen of those rows speaks against the probability, because they are few or spread far, the interval reaches from the one to the other.
type Confidence struct {
	Low     float64 `json:"low"`
	High    float64 `json:"high"`
	Level   float64 `json:"level"`
	Support int64   `json:"support"`
}

// ConfidenceView: How sure the probability is: `low` to `high` holds it, and at `level` the true rate of held-out rows that scored like this one.
type ConfidenceView struct {
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
	Level float64 `json:"level"`
	// how many rows that rests on.
	Support int64 `json:"support"`
}

// ConnectorPage: Connectors, newest first.
type ConnectorPage struct {
	Data      []ConnectorView `json:"data"`
	HasMore   bool            `json:"has_more"`
	NextAfter *string         `json:"next_after"`
}

// ConnectorPresetList: Every preset.
type ConnectorPresetList struct {
	Data []ConnectorPresetView `json:"data"`
}

// ConnectorPresetView: What a preset fills in. messages: the channels that it can send messages by.
type ConnectorPresetView struct {
	Name    string `json:"name"`
	About   string `json:"about"`
	BaseUrl string `json:"base_url"`
	// One of basic, bearer, header, hmac, none.
	Auth              string   `json:"auth"`
	Methods           []string `json:"methods"`
	Paths             []string `json:"paths"`
	IdempotencyHeader string   `json:"idempotency_header"`
	// One of razorpay, stripe.
	WebhookScheme *string `json:"webhook_scheme"`
	// One of sms, whatsapp.
	Messages []string `json:"messages"`
}

// ConnectorView: Another service that workflows may call, and how far. auth: the kind of its credentials, which are shown to nobody.
type ConnectorView struct {
	Id      string  `json:"id"`
	Name    string  `json:"name"`
	Preset  *string `json:"preset"`
	BaseUrl string  `json:"base_url"`
	// One of DELETE, GET, PATCH, POST, PUT.
	Methods []string `json:"methods"`
	Paths   []string `json:"paths"`
	// One of basic, bearer, header, hmac, none.
	Auth string `json:"auth"`
	// One of razorpay, stripe.
	WebhookScheme *string `json:"webhook_scheme"`
	// where the service sends its own webhooks to; null where it has no webhook secret.
	WebhookPath *string `json:"webhook_path"`
	CreatedAt   string  `json:"created_at"`
	CreatedBy   string  `json:"created_by"`
}

// ConsistencyProof: That the log of `to_size` entries begins with the log of `from_size`.
type ConsistencyProof struct {
	// the log, which is the environment.
	LogId string `json:"log_id"`
	// number of entries of the older log.
	FromSize int64 `json:"from_size"`
	// number of entries of the newer log.
	ToSize int64 `json:"to_size"`
	// RFC 6962 root of the older log.
	FromRoot string `json:"from_root"`
	// RFC 6962 root of the newer log.
	ToRoot string `json:"to_root"`
	// hashes that lead to both roots, RFC 6962.
	Path []string `json:"path"`
}

// CounterfactualView: The smallest change that was found, fewest features first, or the word that none was.  outcome_then, probability_then: what the same version and rules say of the changed facts. complete: the search left nothing out; without it a change may exist that was not found. evaluated: how often the decision was made again.
type CounterfactualView struct {
	DecisionId      string       `json:"decision_id"`
	Found           bool         `json:"found"`
	Outcome         string       `json:"outcome"`
	Probability     float64      `json:"probability"`
	OutcomeThen     *string      `json:"outcome_then"`
	ProbabilityThen *float64     `json:"probability_then"`
	Changes         []ChangeView `json:"changes"`
	Complete        bool         `json:"complete"`
	Evaluated       int64        `json:"evaluated"`
}

// CreateApiKey:
type CreateApiKey struct {
	Name      string       `json:"name"`
	Scopes    []Permission `json:"scopes"`
	ExpiresAt *time.Time   `json:"expires_at,omitempty"`
}

// CreateBacktest: What to run over stored decisions.
type CreateBacktest struct {
	// a version that was pushed.
	VersionId *string `json:"version_id,omitempty"`
	// instead of it, a graph with its fallback, which is kept nowhere but in the backtest.
	Draft *RulesetDraft `json:"draft,omitempty"`
	// from when decisions are looked at.
	Since time.Time `json:"since"`
	// up to when; without it, until now.
	Until *time.Time `json:"until,omitempty"`
	// outcomes that let an event through; every other one stops it.
	Passes []string `json:"passes,omitzero"`
	// compare the draft with what decides now, too, rather than with what was stored alone.
	Current *bool `json:"current,omitempty"`
	// of the sample of decisions that change; the same seed draws the same ones.
	Seed *int64 `json:"seed,omitempty"`
}

// CreateConnector: What may be called, and with what.  a path, `**` at its end all the rest. auth: bearer takes `secret`; basic takes `username` and `secret`; header sends `secret` in `header_name`; hmac signs time, method, path and body with it. webhook_secret: what the service signs its own webhooks with.
type CreateConnector struct {
	Name string `json:"name"`
	// fills in what is left out. base_url: https, a public host. methods, paths: what may be called below it; `*` is one segment of
	Preset  *string `json:"preset,omitempty"`
	BaseUrl *string `json:"base_url,omitempty"`
	// One of DELETE, GET, PATCH, POST, PUT.
	Methods []string `json:"methods,omitzero"`
	Paths   []string `json:"paths,omitzero"`
	// One of basic, bearer, header, hmac, none.
	Auth       *string `json:"auth,omitempty"`
	Username   *string `json:"username,omitempty"`
	Secret     *string `json:"secret,omitempty"`
	HeaderName *string `json:"header_name,omitempty"`
	// One of razorpay, stripe.
	WebhookScheme *string `json:"webhook_scheme,omitempty"`
	WebhookSecret *string `json:"webhook_secret,omitempty"`
}

// CreateFeed: Where something comes from, and what becomes of it.  scheme, secret: of the kind webhook: `standard` for Standard Webhooks, whose secret begins with whsec_; `header` for a secret of 16 characters or more that is sent along. delivery_field: what names a delivery in its body, instead of the header webhook-id.
type CreateFeed struct {
	// lower-case letters, digits and hyphens; of a folder it is the folder's name too.
	Name string `json:"name"`
	// One of folder, url, webhook.
	Kind string `json:"kind"`
	// the kept mapping (`map_…`) that rows are read by, and recorded as payments.
	MappingId *string `json:"mapping_id,omitempty"`
	// the use case that rows are decided by instead, as a batch of its facts or of your own columns; id_column names them.
	Decide   *string `json:"decide,omitempty"`
	IdColumn *string `json:"id_column,omitempty"`
	// of the kind url: an https address that answers a table; it rests sealed. every_s: how often it is asked.
	Url    *string `json:"url,omitempty"`
	EveryS *int64  `json:"every_s,omitempty"`
	// One of header, standard.
	Scheme        *string `json:"scheme,omitempty"`
	Secret        *string `json:"secret,omitempty"`
	DeliveryField *string `json:"delivery_field,omitempty"`
	// whole numbers are paise or cents.
	MinorUnits *bool `json:"minor_units,omitempty"`
}

// CreateList: A list. name: what rules call it, `lists.<name>.<attribute>`. kind: of what it holds the ids. description: what it is for.
type CreateList struct {
	Name string `json:"name"`
	// One of customer, device, merchant, partner, payee, vendor.
	Kind        string `json:"kind"`
	Description string `json:"description"`
}

// CreateOAuthClient:
type CreateOAuthClient struct {
	Name   string       `json:"name"`
	Scopes []Permission `json:"scopes"`
	// with them the client authenticates by private_key_jwt, without by a secret that we make.
	PublicKeys []PublicJwk `json:"public_keys,omitzero"`
}

// CreateRelease: What shall move together.  in it; they make a version of the ruleset, which is kept with the release. reason: why, for those who read the history.
type CreateRelease struct {
	UseCase string `json:"use_case"`
	// of a model; null for the one that answers now. ruleset_version_id: null for the default that ships with the service.
	VersionId        *string `json:"version_id,omitempty"`
	RulesetVersionId *string `json:"ruleset_version_id,omitempty"`
	// numbers that the ruleset names (expressions whose whole value is one number) and that shall have another value than
	Thresholds map[string]float64 `json:"thresholds,omitzero"`
	Reason     string             `json:"reason"`
}

// CreateRoutingPolicy: A policy to be kept as a draft.
type CreateRoutingPolicy struct {
	// what to call it.
	Name string `json:"name"`
	// what it is; it never changes.
	Spec PolicySpec `json:"spec"`
}

// CreateSandbox:
type CreateSandbox struct {
	// of the tenant that it makes.
	Name string `json:"name"`
}

// CreateSuppression: Whom nobody is to be troubled about, and until when.  this code, and events with this `code` or this name behind the dot (`stuck`); one rule (the id of a node, or of an alert rule). until: within 366 days. reason: why, for those who read the history.
type CreateSuppression struct {
	Kind string `json:"kind"`
	// your own id, or the name of a gateway. use_case, cause, rule: what it is narrowed to: one use case; decisions whose first reason has
	Value   string    `json:"value"`
	Until   time.Time `json:"until"`
	Reason  string    `json:"reason"`
	UseCase *string   `json:"use_case,omitempty"`
	Cause   *string   `json:"cause,omitempty"`
	Rule    *string   `json:"rule,omitempty"`
}

// CreateTenant:
type CreateTenant struct {
	Name string    `json:"name"`
	Plan *PlanName `json:"plan,omitempty"`
}

// CreateWebhookEndpoint: Where events shall be sent.
type CreateWebhookEndpoint struct {
	// https, a public host, port 443 or 8443. events: kinds of the catalogue, `payout.*` for a family, `*` for all.
	Url         string   `json:"url"`
	Events      []string `json:"events"`
	Description *string  `json:"description,omitempty"`
}

// CreditAnswer:
type CreditAnswer struct {
	// of default, calibrated, 0 to 1. points: 300 (riskiest) to 900; 50 points halve the odds of default.
	Probability float64 `json:"probability"`
	Points      int64   `json:"points"`
}

// CreditScoreDecision: A decision of the use case `credit-score`: Will this customer repay?
type CreditScoreDecision struct {
	Id            string        `json:"id"`
	UseCase       string        `json:"use_case"`
	Outcome       string        `json:"outcome"`
	Answer        *CreditAnswer `json:"answer"`
	Confidence    *Confidence   `json:"confidence"`
	Reasons       []Reason      `json:"reasons"`
	Model         UsedModel     `json:"model"`
	Rules         UsedRules     `json:"rules"`
	Degraded      bool          `json:"degraded"`
	TransactionId *string       `json:"transaction_id"`
	DuplicateOf   *string       `json:"duplicate_of"`
	DecidedAt     string        `json:"decided_at"`
	EntryId       string        `json:"entry_id"`
	Receipt       Receipt       `json:"receipt"`
	Explanation   *Explanation  `json:"explanation"`
}

// CustomerFeaturesView: What the features say of a customer; null where that is not known.
type CustomerFeaturesView struct {
	CustomerId string `json:"customer_id"`
	// the moment that they are of. catalogue: those of every customer. declared: your own that are not retired.
	AsOf      string         `json:"as_of"`
	Catalogue map[string]any `json:"catalogue"`
	Declared  map[string]any `json:"declared"`
}

// CustomerHistory: One customer's payments, to be read as a whole; they are not ingested.
type CustomerHistory struct {
	// your own id of the customer.
	CustomerId string `json:"customer_id"`
	// ISO 4217, of the answer; payments in others are left out. That of most payments when not told; one that none of them is in is refused.
	Currency *string `json:"currency,omitempty"`
	// the payments, in any order; those after the moment of the question are left out. When none are sent, the customer's last 1,000 stored payments.
	Transactions []Transaction `json:"transactions,omitzero"`
	// how many months to look ahead, where the use case does: of 30 days, or of the calendar after `spending`.
	Months *int64 `json:"months,omitempty"`
	// names of your own products, where the use case asks about some; all that the model knows when not told.
	Products []string `json:"products,omitzero"`
	// months instead of payments, where the use case is a forecast: what was spent by month and category. A month that is not over is left out, one that is missing before the last is nought, and the forecast begins after the last.
	Spending []MonthSpend `json:"spending,omitzero"`
}

// CustomerQuestion: A question about one customer.
type CustomerQuestion struct {
	// your own id of the customer.
	CustomerId *string `json:"customer_id,omitempty"`
	// the customer's payments, when they should stand in for what was ingested; they are not ingested.
	Transactions []Transaction `json:"transactions,omitzero"`
	// the columns of your own version, when such a version is deployed.
	Inputs map[string]any `json:"inputs,omitzero"`
	// `explanation` adds the feature vector and every contribution to the answer.
	// One of explanation.
	Include []string `json:"include,omitzero"`
	// of the reasons; else the first of `Accept-Language` that is spoken here.
	// One of en, hi.
	Language *string `json:"language,omitempty"`
	// which it belongs to, in your own words; deployments may serve one alone.
	Segment *string `json:"segment,omitempty"`
	// where it is, in your own words; decisions are listed by it.
	Region *string `json:"region,omitempty"`
}

// CustomerStateView: What is known of a customer as of now. Windows are whole minutes (h1), hours (h24, d7) and UTC days (d30, d90).
type CustomerStateView struct {
	CustomerId string `json:"customer_id"`
	AsOf       string `json:"as_of"`
	// of the sums and of the counts beside them: that of most payments of 90 days, or, where these are fewer than five, of most payments ever.
	Currency *string `json:"currency"`
	// in any currency, as are all times, merchants, devices and places.
	FirstAt  *string    `json:"first_at"`
	LastAt   *string    `json:"last_at"`
	Lifetime WindowView `json:"lifetime"`
	H1       WindowView `json:"h1"`
	H24      WindowView `json:"h24"`
	D7       WindowView `json:"d7"`
	D30      WindowView `json:"d30"`
	D90      WindowView `json:"d90"`
	// distinct merchants paid, estimated within a few per cent; so are those that follow.
	MerchantsH24 float64 `json:"merchants_h24"`
	MerchantsD7  float64 `json:"merchants_d7"`
	MerchantsD30 float64 `json:"merchants_d30"`
	MerchantsD90 float64 `json:"merchants_d90"`
	DevicesD90   float64 `json:"devices_d90"`
	// sign-ins of 24 hours, failed ones included.
	LoginsH24       int64 `json:"logins_h24"`
	FailedLoginsH24 int64 `json:"failed_logins_h24"`
	// of the latest payment, in its own currency.
	LastAmountMinor *int64 `json:"last_amount_minor"`
	// One of credit, debit.
	LastDirection *string `json:"last_direction"`
	LastCurrency  *string `json:"last_currency"`
	// the latest payment with a country; its coordinates are rounded to a tenth of a degree.
	PlacedAt        *string  `json:"placed_at"`
	PlacedCountry   *string  `json:"placed_country"`
	PlacedLatitude  *float64 `json:"placed_latitude"`
	PlacedLongitude *float64 `json:"placed_longitude"`
}

// DecisionEventData: Of a decision.
type DecisionEventData struct {
	// the question that was asked.
	UseCase string `json:"use_case"`
	// what the rules made of it.
	Outcome string `json:"outcome"`
	// in millionths; null where no model answered.
	Score *int64 `json:"score"`
	// whether it was made without the model or the rules.
	Degraded bool `json:"degraded"`
}

// DecisionExplanationView: Why a decision has its score.  (exact), `evidence` (exact, by column, for the class that was named), `exact` (every set of columns asked, against the sample that came with the model) or `sampled` (random orders of them). margin = base_value + the sum of contributions.
type DecisionExplanationView struct {
	DecisionId string `json:"decision_id"`
	// `pending` while it is made in the background, with nothing else told; ask again in a moment. method: `tree`
	// One of pending, ready.
	Status string `json:"status"`
	// One of evidence, exact, sampled, tree.
	Method    *string  `json:"method"`
	Margin    *float64 `json:"margin"`
	BaseValue *float64 `json:"base_value"`
	// the largest standard error of a contribution.
	Error         *float64           `json:"error"`
	Contributions map[string]float64 `json:"contributions"`
	Reasons       []Reason           `json:"reasons"`
}

// DecisionLine: A decision in a list. probability: rounded to a millionth; null when the decision is degraded.
type DecisionLine struct {
	Id          string   `json:"id"`
	UseCase     string   `json:"use_case"`
	Outcome     string   `json:"outcome"`
	Probability *float64 `json:"probability"`
	Degraded    bool     `json:"degraded"`
	DecidedAt   string   `json:"decided_at"`
}

// DecisionList: Decisions that were made together, in the order of the use cases asked.
type DecisionList struct {
	Data []DecisionView `json:"data"`
}

// DecisionPage: One page of decisions, newest first.
type DecisionPage struct {
	Data      []DecisionLine `json:"data"`
	HasMore   bool           `json:"has_more"`
	NextAfter *string        `json:"next_after"`
}

// DecisionView: A prediction after the rules, with the promise that the ledger will keep it.  answer, confidence: null when degraded. reasons: the strongest first. degraded: no model was to be had, or the ruleset failed, and the outcome is the fallback. duplicate_of: another payment of the customer with the same amount, time and description. entry_id: where the ledger has it. explanation: the whole vector, when it was asked for.
type DecisionView struct {
	Id            string          `json:"id"`
	UseCase       string          `json:"use_case"`
	Outcome       string          `json:"outcome"`
	Answer        *AnswerView     `json:"answer"`
	Confidence    *ConfidenceView `json:"confidence"`
	Reasons       []Reason        `json:"reasons"`
	Model         UsedModel       `json:"model"`
	Rules         UsedRules       `json:"rules"`
	Degraded      bool            `json:"degraded"`
	TransactionId *string         `json:"transaction_id"`
	DuplicateOf   *string         `json:"duplicate_of"`
	DecidedAt     string          `json:"decided_at"`
	EntryId       string          `json:"entry_id"`
	Receipt       Receipt         `json:"receipt"`
	Explanation   *Explanation    `json:"explanation"`
}

// DeclarationView: One version of a declaration. It never changes, but may be retired.  hexadecimal, of all that makes the value; the same stands in ledger entries. retired_at: since when nothing new can read it.
type DeclarationView struct {
	Id string `json:"id"`
	// counts the versions of one name. inputs: columns of your own that it reads as `inputs.<name>`, and their types.
	Number     int64             `json:"number"`
	Expression string            `json:"expression"`
	Inputs     map[string]string `json:"inputs"`
	// all facts that it reads. cost_us: microseconds of its worst case, as it was priced. digest: SHA-256, in
	Reads     []string `json:"reads"`
	CostUs    int64    `json:"cost_us"`
	Digest    string   `json:"digest"`
	CreatedAt string   `json:"created_at"`
	CreatedBy string   `json:"created_by"`
	RetiredAt *string  `json:"retired_at"`
}

// DeployVersion: Which version shall serve a use case from now on, and how.  decided, after it was answered, and decides nothing.  a stable hash of the customer; a greater share keeps everybody it had.
type DeployVersion struct {
	UseCase   string `json:"use_case"`
	VersionId string `json:"version_id"`
	// a champion decides; a challenger decides for a share of the customers and is compared; a shadow scores what was
	// One of challenger, champion, shadow.
	Role *string `json:"role,omitempty"`
	// of the customers, for a challenger (10 when not told) or a shadow (100 when not told). Who belongs to it is
	SharePercent *int64 `json:"share_percent,omitempty"`
	// only for requests of this segment, as they declare it, or whose payment names it as its region.
	Segment *string `json:"segment,omitempty"`
	// of a challenger or a new champion: when it ends by itself.
	Guardrails *Guardrails `json:"guardrails,omitempty"`
}

// DeploymentEventData: Of a deployment that ended by itself.
type DeploymentEventData struct {
	// whose deployment it was.
	UseCase string `json:"use_case"`
	// the version that it served, `ver_…`.
	Version string `json:"version"`
	// `champion` or `challenger`.
	Role string `json:"role"`
	// `guardrail`.
	Reason string `json:"reason"`
	// what it broke: `degraded`, `declined` or `slow`.
	Guardrail string `json:"guardrail"`
}

// DeploymentPage: One page of deployments, newest first.
type DeploymentPage struct {
	Data      []DeploymentView `json:"data"`
	HasMore   bool             `json:"has_more"`
	NextAfter *string          `json:"next_after"`
}

// DeploymentView: From when, until when, for whom, in which role and by whom a version serves a use case.  retired_at, ended_by, ended_reason: null while it serves; `guardrail` is the service's own doing.
type DeploymentView struct {
	Id        string `json:"id"`
	UseCase   string `json:"use_case"`
	VersionId string `json:"version_id"`
	// One of challenger, champion, shadow.
	Role string `json:"role"`
	// null for everybody. share_percent: of the customers. guardrails: of what is watched.
	Segment      *string     `json:"segment"`
	SharePercent int64       `json:"share_percent"`
	Guardrails   *Guardrails `json:"guardrails"`
	// the champion before, which a rollback brings back. origin: how it began.
	Replaces *string `json:"replaces"`
	// One of deployed, promoted, rolled_back.
	Origin    string  `json:"origin"`
	CreatedAt string  `json:"created_at"`
	CreatedBy string  `json:"created_by"`
	RetiredAt *string `json:"retired_at"`
	EndedBy   *string `json:"ended_by"`
	// One of champion_replaced, ended, guardrail, promoted, replaced, rolled_back.
	EndedReason *string `json:"ended_reason"`
}

// Difference: What is known of one figure: challenger minus champion, its confidence sequence and always-valid p-value.
type Difference struct {
	Figure     string   `json:"figure"`
	Difference *float64 `json:"difference"`
	Low        float64  `json:"low"`
	High       float64  `json:"high"`
	PValue     float64  `json:"p_value"`
	// what the interval says at its level, whenever it is read.
	// One of higher, lower, undecided.
	Verdict string `json:"verdict"`
}

// DisclosureView: What opens the ledger's commitment to one decision.
type DisclosureView struct {
	EntryId string `json:"entry_id"`
	// the exact bytes that were committed to, in base64. commitment_key: of this entry alone, in base64.
	Payload       string `json:"payload"`
	CommitmentKey string `json:"commitment_key"`
}

// DisputeStatement: That a statement is not accepted.
type DisputeStatement struct {
	// what is wrong with it.
	// One of amount_wrong, other, paid_twice, rate_wrong, sale_missing, tax_wrong.
	Reason string `json:"reason"`
	// in words; kept sealed.
	Note *string `json:"note,omitempty"`
}

// DoneStageView: A stage that was reached. took_s: until the stage that followed; null of the last.
type DoneStageView struct {
	// One of approved, at_bank, created, credited, failed, returned, sent.
	Stage string `json:"stage"`
	At    string `json:"at"`
	TookS *int64 `json:"took_s"`
}

// Doubt: What a person has to say, because the file does not.
type Doubt struct {
	Field  string `json:"field"`
	Reason string `json:"reason"`
	Fix    string `json:"fix"`
}

// DriftEventData: Of a version that begins to drift.
type DriftEventData struct {
	// the question that it answers.
	UseCase string `json:"use_case"`
	// the version, `ver_…`.
	Version string `json:"version"`
	// `champion` or `challenger`.
	Role string `json:"role"`
	// what has moved: features, `score`, or the answer.
	Columns []string `json:"columns"`
}

// DriftReportPage: One page of reports, newest first.
type DriftReportPage struct {
	Data      []DriftReportView `json:"data"`
	HasMore   bool              `json:"has_more"`
	NextAfter *string           `json:"next_after"`
}

// DriftReportView: How far a version's inputs, scores and answers have moved from its reference.
type DriftReportView struct {
	Id        string `json:"id"`
	UseCase   string `json:"use_case"`
	VersionId string `json:"version_id"`
	Role      string `json:"role"`
	// the worst of score, answer and features, those of the calendar left out: `stable`, `shifted` (PSI from 0.1), `drifted` (from 0.25), or `collecting` while there are too few rows to tell. rows: live decisions that were compared, a uniform sample.
	// One of collecting, drifted, shifted, stable.
	Verdict    string `json:"verdict"`
	MeasuredAt string `json:"measured_at"`
	Since      string `json:"since"`
	Until      string `json:"until"`
	Rows       int64  `json:"rows"`
	// `training` or `first_decisions`.
	Reference     string   `json:"reference"`
	ReferenceRows int64    `json:"reference_rows"`
	Score         Movement `json:"score"`
	// of a version of your own the columns that it declares, else what it scores. What is in no order (categories, classes) has no KS.
	Features []Movement `json:"features"`
	// which classes were named; null of a version that names none, or whose reference does not tell.
	Answer *Movement `json:"answer"`
	// how often each of them was, the largest first, 50 at most.
	ClassShares []ClassShare `json:"class_shares"`
}

// DueLine: One line of what is due.
type DueLine struct {
	// `base` is what sales of a product earn in the lowest tier, `slab` what higher tiers change about that; then bonuses, deductions, and taxes that are withheld (TDS) or added (GST).
	// One of added, base, bonus, deduction, slab, withheld.
	Kind string `json:"kind"`
	// the product, or the name in the agreement.
	Name string `json:"name"`
	// where the tier begins that was reached; null of others than `slab`.
	FromVolumeMinor *int64 `json:"from_volume_minor"`
	// hundredths of a percent; null where the agreement says nothing about the product.
	RateBps *int64 `json:"rate_bps"`
	// what its rate is of.
	BaseMinor int64 `json:"base_minor"`
	// what it comes to, without sign but of `slab`.
	AmountMinor int64 `json:"amount_minor"`
}

// Effect: What the draft changes among some decisions.
type Effect struct {
	Changed Share `json:"changed"`
	Known   Share `json:"known"`
	// the event of the use case came true. good: it did not. unknown: nobody said yet.
	Fraud   Side `json:"fraud"`
	Good    Side `json:"good"`
	Unknown Side `json:"unknown"`
}

// EndWorkflowTrial: How a trial shall end.
type EndWorkflowTrial struct {
	// adopt makes the candidate the active version, keep leaves the one that is.
	// One of adopt, keep.
	Ending string `json:"ending"`
	// why, for those who read the history.
	Reason string `json:"reason"`
}

// EntryBody: Your own id of somebody or something. expires_at: until when; left out, until it is removed. reason: that of the whole change, where it is left out.
type EntryBody struct {
	Value     string     `json:"value"`
	ExpiresAt *time.Time `json:"expires_at,omitempty"`
	Reason    *string    `json:"reason,omitempty"`
}

// EntryProof: That an entry is in the log. Save it and check it offline with `countermark-verify proof`.
type EntryProof struct {
	// the log, which is the environment.
	LogId string `json:"log_id"`
	// the entry that is proven.
	EntryId string `json:"entry_id"`
	// included, or pending while no signed checkpoint covers the entry yet: ask again in a second.
	// One of included, pending.
	State string `json:"state"`
	// the exact bytes that are hashed, deterministic CBOR.
	Entry string `json:"entry"`
	// SHA-256 of the entry as a leaf of the log.
	LeafHash string `json:"leaf_hash"`
	// place in the log, from 0; null while pending.
	LeafIndex *int64 `json:"leaf_index"`
	// the newest signed checkpoint, a C2SP note; null while pending.
	Checkpoint *string `json:"checkpoint"`
	// hashes from the leaf to the checkpoint's root, RFC 6962; null while pending.
	Path []string `json:"path"`
}

// Environment:
type Environment struct {
	Id       string `json:"id"`
	TenantId string `json:"tenant_id"`
	// One of live, sandbox.
	Mode string `json:"mode"`
	// `destroyed` once its keys are gone. closing: null while it is open.
	// One of closed, destroyed, open.
	Standing  string   `json:"standing"`
	CreatedAt string   `json:"created_at"`
	Closing   *Closing `json:"closing"`
}

// Epoch: One epoch, and where this log stood in it.
type Epoch struct {
	// its number, from 1.
	Epoch int64 `json:"epoch"`
	// when it closed.
	ClosedAt string `json:"closed_at"`
	// number of logs under its root.
	Slots int64 `json:"slots"`
	// RFC 6962 root over the leaves of all slots.
	Root string `json:"root"`
	// this log's place among them, from 0, the same in every epoch.
	Slot int64 `json:"slot"`
	// number of entries of this log's checkpoint in it, 0 while the log was empty.
	Size int64 `json:"size"`
}

// EpochAnchor: The root of the super-log as a contract on a chain keeps it. One anchor covers every epoch up to its own.
type EpochAnchor struct {
	// of the chain: 1 is Ethereum.
	ChainId int64 `json:"chain_id"`
	// address of the contract `LogAnchor`, 0x-hex.
	Contract string `json:"contract"`
	// that is anchored.
	Epoch int64 `json:"epoch"`
	// of the super-log at that size, 0x-hex.
	Root string `json:"root"`
	// SHA-256 of the epoch's public manifest, 0x-hex; zeros where none was made.
	BundleDigest string `json:"bundle_digest"`
	// of the transaction, 0x-hex.
	TxHash string `json:"tx_hash"`
	// submitted to the chain's nodes; mined in a block; confirmed under as many blocks as the service waits for.
	// One of confirmed, mined, submitted.
	State string `json:"state"`
	// of its block; null while submitted.
	BlockNumber *int64 `json:"block_number"`
	// of its block, 0x-hex; null while submitted.
	BlockHash *string `json:"block_hash"`
	// blocks on it, its own included, when the chain was last looked at; null while submitted.
	Confirmations *int64 `json:"confirmations"`
	// when it was signed.
	SubmittedAt string `json:"submitted_at"`
	// when it was seen confirmed; null before.
	ConfirmedAt *string `json:"confirmed_at"`
}

// EpochPage: A page of epochs, newest first.
type EpochPage struct {
	Data    []Epoch `json:"data"`
	HasMore bool    `json:"has_more"`
	// send it as `after` for the next page; null on the last one.
	NextAfter *string `json:"next_after"`
}

// EpochProof: That this log's checkpoint is in an epoch, and the epoch in the public super-log.
type EpochProof struct {
	// the log, which is the environment.
	LogId string `json:"log_id"`
	// number of the epoch, from 1.
	Epoch int64 `json:"epoch"`
	// when it closed.
	ClosedAt string `json:"closed_at"`
	// number of logs under its root.
	Slots int64 `json:"slots"`
	// RFC 6962 root over the leaves of all slots.
	Root string `json:"root"`
	// this log's place among them, from 0, the same in every epoch.
	Slot int64 `json:"slot"`
	// number of entries of this log's checkpoint in it, 0 while the log was empty.
	Size int64 `json:"size"`
	// the exact bytes in the slot, deterministic CBOR: the checkpoint's size and root, and a salt.
	Leaf string `json:"leaf"`
	// hashes from the leaf to the epoch's root, RFC 6962.
	Path []string `json:"path"`
	// the epoch's entry in the super-log, deterministic CBOR.
	Record string `json:"record"`
	// hashes from the record to the root of the checkpoint below, RFC 6962; its index is `epoch` - 1.
	RecordPath []string `json:"record_path"`
	// the newest signed checkpoint of the super-log, a C2SP note with the lines of its witnesses.
	Checkpoint string `json:"checkpoint"`
}

// EraseResult: `unknown`: nothing is known of them, as after an erasure; nothing was done, and `erasure` is null.
type EraseResult struct {
	// One of erased, unknown.
	Standing string       `json:"standing"`
	Erasure  *ErasureView `json:"erasure"`
}

// ErasurePage: One page of erasures, newest first.
type ErasurePage struct {
	Data      []ErasureView `json:"data"`
	HasMore   bool          `json:"has_more"`
	NextAfter *string       `json:"next_after"`
}

// ErasureView: That somebody was erased; never who. `id` is that of its entry in the ledger, too.  which nobody can read from `erased_at` on.
type ErasureView struct {
	Id       string `json:"id"`
	ErasedAt string `json:"erased_at"`
	ErasedBy string `json:"erased_by"`
	// of the ledger, that had committed to something of theirs. rows: cleared so far. cleared_at: null while rows are left,
	Entries   int64   `json:"entries"`
	Rows      int64   `json:"rows"`
	ClearedAt *string `json:"cleared_at"`
}

// EventKindList: Every kind of event, by its noun.
type EventKindList struct {
	Data []EventKindView `json:"data"`
}

// EventKindView: One kind of event. subject: the prefix of the id that it is about. example: of a message's `data`.
type EventKindView struct {
	Name    string         `json:"name"`
	About   string         `json:"about"`
	Subject string         `json:"subject"`
	Example map[string]any `json:"example"`
}

// EvidencePayment: One payment that says so. id: yours, if it was sent.
type EvidencePayment struct {
	Id          *string `json:"id"`
	OccurredAt  string  `json:"occurred_at"`
	AmountMinor int64   `json:"amount_minor"`
	Category    *string `json:"category"`
}

// ExpectedCash: Money that is to come in. at: when. amount_minor: how much.
type ExpectedCash struct {
	At          time.Time `json:"at"`
	AmountMinor int64     `json:"amount_minor"`
}

// Explanation: The whole vector: margin = base_value + the sum of contributions, within 1e-5; there are none of models that are no sum of parts. Of a version of your own that tells classes they are by column, and base_value is that of the class that was named.
type Explanation struct {
	Margin        float64             `json:"margin"`
	BaseValue     float64             `json:"base_value"`
	Features      map[string]*float64 `json:"features"`
	Contributions map[string]float64  `json:"contributions"`
}

// Failure:
type Failure struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// FailureCodeList: The codes that are known, and whose fault each is. Only `gateway` counts against a gateway.
type FailureCodeList struct {
	// the codes.
	Data []FailureKind `json:"data"`
}

// FailureKind: One code that is known. about: in one sentence.
type FailureKind struct {
	Code string `json:"code"`
	// One of bank, customer, gateway, merchant, unknown.
	Cause string `json:"cause"`
	About string `json:"about"`
}

// FailurePattern: One group beside all others. gateway, method, bank, hour, error_code: what it shares; null where that is anything.  low, high: of the lift, with the report's level for all groups at once.
type FailurePattern struct {
	Gateway   *string `json:"gateway"`
	Method    *string `json:"method"`
	Bank      *string `json:"bank"`
	Hour      *int64  `json:"hour"`
	ErrorCode *string `json:"error_code"`
	Tries     int64   `json:"tries"`
	// of its attempts; with an error code, those with this code. lift: its rate over that of all others.
	Failures      int64   `json:"failures"`
	Rate          float64 `json:"rate"`
	RateElsewhere float64 `json:"rate_elsewhere"`
	Lift          float64 `json:"lift"`
	Low           float64 `json:"low"`
	High          float64 `json:"high"`
}

// FailurePatternReport: What failures of a time have in common.
type FailurePatternReport struct {
	// included.
	Since string `json:"since"`
	// not included.
	Until string `json:"until"`
	// all failures, or the gateways' own faults alone.
	// One of failed, faulted.
	Counted string `json:"counted"`
	// attempts with a result.
	Tries int64 `json:"tries"`
	// how many failed.
	Failures int64 `json:"failures"`
	// how many by the gateways' own fault.
	Faults int64 `json:"faults"`
	// of all intervals at once.
	Level float64 `json:"level"`
	// how finely the times of changes are known, in seconds.
	BinS int64 `json:"bin_s"`
	// how often each code was told, the most frequent first.
	Codes []CodeCount `json:"codes"`
	// groups that fail more or less than all others, the greatest excess first.
	Patterns []FailurePattern `json:"patterns"`
	// when failure rates changed, the newest first.
	Changes []RateChange `json:"changes"`
	// that the worker found in this time, the newest first.
	Incidents []IncidentView `json:"incidents"`
}

// FeatureDetail: One feature.  about, `event` of the facts of its use cases alone, `declared` by an expression.  change it. columns: how many it stands for. declaration: what a declared one has besides.
type FeatureDetail struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	// number, boolean or category; rules see a boolean of the catalogue as 1 or 0 and a category as its code.
	Type string `json:"type"`
	Unit string `json:"unit"`
	// how far back it looks; empty when it is about the event alone. owner: who answers for it.
	Window      string `json:"window"`
	Owner       string `json:"owner"`
	Description string `json:"description"`
	// how a reason says it, by language.
	Texts map[string]string `json:"texts"`
	// what it is computed of: `customer` of all that is stored of a customer, `payment` of that and the payment asked
	Scope string `json:"scope"`
	// what computes it. use_cases: whose own models score it. actionable: which way a person can be asked to
	FeatureSet  string           `json:"feature_set"`
	UseCases    []string         `json:"use_cases"`
	Actionable  string           `json:"actionable"`
	Columns     int64            `json:"columns"`
	Declaration *DeclarationView `json:"declaration"`
}

// FeaturePage: One page of features, by name.
type FeaturePage struct {
	Data      []FeatureDetail `json:"data"`
	HasMore   bool            `json:"has_more"`
	NextAfter *string         `json:"next_after"`
}

// FeatureView: One feature of the starter model. window: how far back it looks; empty when it is about the event alone.
type FeatureView struct {
	Name        string `json:"name"`
	Title       string `json:"title"`
	Unit        string `json:"unit"`
	Window      string `json:"window"`
	Description string `json:"description"`
}

// FeedDelivery: What became of a delivery. repeated: it was here before, and nothing was done again. standing: of its payment, which may have come another way (`existing`, or with other content `conflict`), or did not go through (`skipped`).
type FeedDelivery struct {
	Repeated bool   `json:"repeated"`
	RunId    string `json:"run_id"`
	// One of conflict, existing, recorded, skipped.
	Standing      string  `json:"standing"`
	TransactionId *string `json:"transaction_id"`
	DecisionId    *string `json:"decision_id"`
	Outcome       *string `json:"outcome"`
}

// FeedDocument: A payment as another system tells it: any object; the feed's mapping names the values by field or by JSON pointer.
type FeedDocument struct {
	Id   *string        `json:"id,omitempty"`
	Type *string        `json:"type,omitempty"`
	Data map[string]any `json:"data,omitzero"`
}

// FeedFailedEventData: Of a feed's failure.
type FeedFailedEventData struct {
	// what failed, `fdr_…`; null where nothing could be fetched.
	Run *string `json:"run"`
	// why.
	Code string `json:"code"`
	// in a row.
	Failures int64 `json:"failures"`
}

// FeedPage: One page of feeds, newest first.
type FeedPage struct {
	Data      []FeedView `json:"data"`
	HasMore   bool       `json:"has_more"`
	NextAfter *string    `json:"next_after"`
}

// FeedPausedEventData: Of a feed that is paused.
type FeedPausedEventData struct {
	// why it failed last.
	Code *string `json:"code"`
	// in a row.
	Failures int64 `json:"failures"`
}

// FeedRunPage: One page of runs, newest first.
type FeedRunPage struct {
	Data      []FeedRunView `json:"data"`
	HasMore   bool          `json:"has_more"`
	NextAfter *string       `json:"next_after"`
}

// FeedRunView: One thing that a feed took. import_id, batch_id: what works it off. error: the code of what ended it.
type FeedRunView struct {
	Id     string `json:"id"`
	FeedId string `json:"feed_id"`
	// One of completed, failed, running.
	State         string  `json:"state"`
	Bytes         int64   `json:"bytes"`
	ImportId      *string `json:"import_id"`
	BatchId       *string `json:"batch_id"`
	TransactionId *string `json:"transaction_id"`
	DecisionId    *string `json:"decision_id"`
	Outcome       *string `json:"outcome"`
	Taken         int64   `json:"taken"`
	Refused       int64   `json:"refused"`
	Repeated      int64   `json:"repeated"`
	Error         *string `json:"error"`
	StartedAt     string  `json:"started_at"`
	EndedAt       *string `json:"ended_at"`
}

// FeedView: Where something comes from, and what became of it so far.  run went well. next_at: when an address is asked next.
type FeedView struct {
	Id   string `json:"id"`
	Name string `json:"name"`
	// One of folder, url, webhook.
	Kind string `json:"kind"`
	// One of active, paused.
	State string `json:"state"`
	// below the installation's folder for files; null of other kinds. host: of a url's address, which is shown to nobody.
	Folder *string `json:"folder"`
	Host   *string `json:"host"`
	EveryS *int64  `json:"every_s"`
	// where another system sends to; its secret is shown to nobody.
	WebhookPath *string `json:"webhook_path"`
	// One of header, standard.
	Scheme        *string `json:"scheme"`
	DeliveryField *string `json:"delivery_field"`
	MinorUnits    bool    `json:"minor_units"`
	// rows are read by it and recorded. decide: the use case that decides them instead.
	MappingId *string `json:"mapping_id"`
	Decide    *string `json:"decide"`
	IdColumn  *string `json:"id_column"`
	// that took something. taken, refused, repeated: rows of all runs; repeated ones were here before.
	Runs     int64 `json:"runs"`
	Taken    int64 `json:"taken"`
	Refused  int64 `json:"refused"`
	Repeated int64 `json:"repeated"`
	// in a row. last_status, last_error: what an address answered last, and a code, null where the newest look or
	Failures   int64   `json:"failures"`
	LastStatus *int64  `json:"last_status"`
	LastError  *string `json:"last_error"`
	LastAt     *string `json:"last_at"`
	NextAt     *string `json:"next_at"`
	CreatedAt  string  `json:"created_at"`
	CreatedBy  string  `json:"created_by"`
}

// Feedback: The truth about one event, once it is known: for one decision, or for one payment by the caller's own id.
type Feedback struct {
	// the decision that it judges. own_transaction_id: instead, the caller's own id of the payment; comes with use_case.
	DecisionId       *string `json:"decision_id,omitempty"`
	OwnTransactionId *string `json:"own_transaction_id,omitempty"`
	// the question that this answers; of a decision it is known.
	UseCase *string `json:"use_case,omitempty"`
	// whether the event of the use case came true: it was fraud, it was paid late, the customer left.
	Happened *bool `json:"happened,omitempty"`
	// how much: days until it was paid, money that was spent.
	Value *float64 `json:"value,omitempty"`
	// which: a category, a segment, a cause, as the decision named it or as a slug.
	Label *string `json:"label,omitempty"`
	// when the truth came to light. Of two truths about one event the later observed stands.
	ObservedAt time.Time `json:"observed_at"`
	// who found out.
	// One of chargeback, collection, customer, investigation, label, other, settlement.
	Source *string `json:"source,omitempty"`
	// words of the caller, kept encrypted.
	Note *string `json:"note,omitempty"`
}

// FeedbackBatch: Truths to be recorded in one commit.
type FeedbackBatch struct {
	// all of them are valid, or nothing is recorded.
	Items []Feedback `json:"items"`
}

// FeedbackPage: One page of feedback, newest first.
type FeedbackPage struct {
	Data      []FeedbackView `json:"data"`
	HasMore   bool           `json:"has_more"`
	NextAfter *string        `json:"next_after"`
}

// FeedbackResult: What became of one truth of several.
type FeedbackResult struct {
	// of what is kept; null where nothing is.
	Id *string `json:"id"`
	// `recorded` is the first truth of its event; `corrected` replaces one; `superseded` is kept, and a later observation stands; `existing` was told before; `unknown` is about nothing that this environment knows; `erased` about a customer who was.
	// One of corrected, erased, existing, recorded, superseded, unknown.
	Status string `json:"status"`
}

// FeedbackResults: One result for each truth, in the order of the request.
type FeedbackResults struct {
	Data []FeedbackResult `json:"data"`
}

// FeedbackView: One truth as it was told.
type FeedbackView struct {
	Id         string  `json:"id"`
	UseCase    string  `json:"use_case"`
	DecisionId *string `json:"decision_id"`
	// our id of the payment that it is about. label, note: null once its customer was erased.
	TransactionId *string  `json:"transaction_id"`
	Happened      *bool    `json:"happened"`
	Value         *float64 `json:"value"`
	Label         *string  `json:"label"`
	Note          *string  `json:"note"`
	// One of chargeback, collection, customer, investigation, label, other, settlement.
	Source     string `json:"source"`
	ObservedAt string `json:"observed_at"`
	RecordedAt string `json:"recorded_at"`
	// whether it is the truth that stands: the latest observed, and of those the latest told.
	Current bool `json:"current"`
}

// FieldError: One field that was refused. `field` is a path as the caller wrote it: `transaction.amount_minor`, `items[3].id`.
type FieldError struct {
	Field  string `json:"field"`
	Reason string `json:"reason"`
	Fix    string `json:"fix"`
}

// Figure: A figure and its 95 % interval.
type Figure struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// FindCounterfactual:
type FindCounterfactual struct {
	// the one to reach; any other than the one that was, when not told.
	Outcome *string `json:"outcome,omitempty"`
	// what may be changed, instead of all that the use case or the version's manifest declares.
	Actionable []ActionableFeature `json:"actionable,omitzero"`
}

// FindListEntry: Your own id, which no answer repeats.
type FindListEntry struct {
	Value string `json:"value"`
}

// FindingView: What is said about a line. field: of the mapping's columns; empty where the line as a whole is meant.
type FindingView struct {
	Line int64 `json:"line"`
	// One of conflict, duplicate, existing, notice, refused, skipped.
	Standing string `json:"standing"`
	Field    string `json:"field"`
	Reason   string `json:"reason"`
}

// GatewayAttempt: One try of one payment at one gateway.
type GatewayAttempt struct {
	// as a slug.
	Gateway string `json:"gateway"`
	// how it was paid.
	// One of card, cash, imps, neft, netbanking, other, rtgs, upi, wallet.
	Method string `json:"method"`
	// when it was tried.
	At time.Time `json:"at"`
	// whether the gateway took it.
	Succeeded bool `json:"succeeded"`
	// why not, as a slug of your own.
	FailureCode *string `json:"failure_code,omitempty"`
	// how long the gateway took to say so.
	LatencyMs *int64 `json:"latency_ms,omitempty"`
}

// GatewayCandidate: A gateway that could take the payment, and what it charges when it does.
type GatewayCandidate struct {
	// as a slug.
	Gateway string `json:"gateway"`
	// hundredths of a percent of the amount.
	FeeBps *int64 `json:"fee_bps,omitempty"`
	// minor units of the currency, on top.
	FeeFixedMinor *int64 `json:"fee_fixed_minor,omitempty"`
}

// GatewayChoice: One gateway that could take the payment.
type GatewayChoice struct {
	// as it was named.
	Gateway string `json:"gateway"`
	// that it takes the payment, calibrated, 0 to 1.
	Probability float64 `json:"probability"`
	// what it charges then.
	FeeMinor int64 `json:"fee_minor"`
	// what is to be expected to be lost: the fee when it succeeds, the cost of a failure when it does not.
	CostMinor int64 `json:"cost_minor"`
	// of such payments that it gets, with those that explore.
	Share float64 `json:"share"`
	// of any payment there within 15 minutes.
	Tries *int64 `json:"tries,omitempty"`
	// how many of them failed.
	Failures *int64 `json:"failures,omitempty"`
	// the code that failed most of them; null where none failed with a code.
	FailureCause *string `json:"failure_cause,omitempty"`
}

// GatewayChoiceView: The gateway that takes a payment. Send the attempt's result with `choice_id`, and the policy learns from it.
type GatewayChoiceView struct {
	// our id of the choice.
	Id string `json:"id"`
	// the policy that chose.
	PolicyId string `json:"policy_id"`
	// the chosen one.
	Gateway string `json:"gateway"`
	// the chance that it had.
	Propensity float64 `json:"propensity"`
	// whether a rule of the policy had a say.
	ByRule bool `json:"by_rule"`
	// all that could be chosen.
	Options []GatewayOption `json:"options"`
	// when.
	ChosenAt string `json:"chosen_at"`
	// the signed promise that the choice will be in the ledger.
	Receipt Receipt `json:"receipt"`
}

// GatewayEvent: An event as the gateway makes it: Razorpay names its kind `event` and its time `created_at`, Stripe `type` and `created`.  What else a gateway adds is taken as it comes: the signature is over the bytes.
type GatewayEvent struct {
	Id              *string        `json:"id,omitempty"`
	Event           *string        `json:"event,omitempty"`
	Type            *string        `json:"type,omitempty"`
	Created         *int64         `json:"created,omitempty"`
	CreatedAt       *int64         `json:"created_at,omitempty"`
	Entity          *string        `json:"entity,omitempty"`
	AccountId       *string        `json:"account_id,omitempty"`
	Contains        []string       `json:"contains,omitzero"`
	Payload         map[string]any `json:"payload,omitzero"`
	Object          *string        `json:"object,omitempty"`
	ApiVersion      *string        `json:"api_version,omitempty"`
	Data            map[string]any `json:"data,omitzero"`
	Livemode        *bool          `json:"livemode,omitempty"`
	PendingWebhooks *int64         `json:"pending_webhooks,omitempty"`
	Request         any            `json:"request,omitempty"`
}

// GatewayHealthEventData: Of a gateway's health.
type GatewayHealthEventData struct {
	// which.
	Gateway string `json:"gateway"`
	// of the payments; empty for all.
	Method string `json:"method"`
	// when it began to fail.
	Since time.Time `json:"since"`
}

// GatewayHookEventData: Of a gateway's webhook; what the gateway did not say is left out.
type GatewayHookEventData struct {
	// that it came in by, `con_…`.
	Connector string `json:"connector"`
	// whose it is.
	Gateway string `json:"gateway"`
	// in the gateway's own words.
	Type string `json:"type"`
	// when it happened there.
	OccurredAt time.Time `json:"occurred_at"`
	// the gateway's id of what it is about.
	Reference *string `json:"reference,omitempty"`
	// in minor units of the currency.
	AmountMinor *int64 `json:"amount_minor,omitempty"`
	// ISO 4217.
	Currency *string `json:"currency,omitempty"`
	// why something failed, in our words.
	Code *string `json:"code,omitempty"`
}

// GatewayOption: One gateway that could be chosen.
type GatewayOption struct {
	// as a slug.
	Gateway string `json:"gateway"`
	// the chance that it had.
	Share float64 `json:"share"`
	// how often it is expected to work now, 0 to 1; failures of customers and banks are nobody's here.
	Works float64 `json:"works"`
	// how surely it fails by its own fault now, 0 to 1.
	Failing float64 `json:"failing"`
	// what is to be expected to be paid and lost there.
	CostMinor int64 `json:"cost_minor"`
}

// GatewayRouteAnswer:
type GatewayRouteAnswer struct {
	// that the chosen gateway takes the payment, calibrated, 0 to 1.
	Probability float64 `json:"probability"`
	// the chosen one.
	Gateway *string `json:"gateway"`
	// the one of least cost; the chosen one is another when the payment explores.
	BestGateway *string `json:"best_gateway"`
	// whether it does.
	Explores *bool `json:"explores"`
	// send (a first try), retry (now, at the chosen gateway), requeue (later: none is well now) or stop.
	Advice *string `json:"advice"`
	// the code that fails most at the best gateway or, without one, anywhere within 15 minutes.
	FailureCause *string `json:"failure_cause"`
	// all gateways, the cheapest first.
	Choices []GatewayChoice `json:"choices"`
	// of such payments that go to another than the best, so that its figures stay fresh; 0 where none is well, and of payments that were tried before.
	ExploreShare *float64 `json:"explore_share,omitempty"`
}

// GatewayRouteDecision: A decision of the use case `gateway-route`: Which gateway should take this payment now?
type GatewayRouteDecision struct {
	Id            string              `json:"id"`
	UseCase       string              `json:"use_case"`
	Outcome       string              `json:"outcome"`
	Answer        *GatewayRouteAnswer `json:"answer"`
	Confidence    *Confidence         `json:"confidence"`
	Reasons       []Reason            `json:"reasons"`
	Model         UsedModel           `json:"model"`
	Rules         UsedRules           `json:"rules"`
	Degraded      bool                `json:"degraded"`
	TransactionId *string             `json:"transaction_id"`
	DuplicateOf   *string             `json:"duplicate_of"`
	DecidedAt     string              `json:"decided_at"`
	EntryId       string              `json:"entry_id"`
	Receipt       Receipt             `json:"receipt"`
	Explanation   *Explanation        `json:"explanation"`
}

// GrantAccess: since, until, types: narrow it to a part of the log: entries of this time, of these kinds; nothing but the log is read then.
type GrantAccess struct {
	// a member (`mbr_…`) of the role auditor, or a key (`key_…`) whose scopes an auditor has. expires_at: a year away at most.
	Holder    string     `json:"holder"`
	ExpiresAt time.Time  `json:"expires_at"`
	Reason    string     `json:"reason"`
	Since     *time.Time `json:"since,omitempty"`
	Until     *time.Time `json:"until,omitempty"`
	Types     []string   `json:"types,omitzero"`
}

// GroupEffect:
type GroupEffect struct {
	// One of amount, method, region, segment.
	By string `json:"by"`
	// of the group; None where the decisions name none, `(other)` for those beyond the most frequent.
	Value  *string `json:"value"`
	Effect Effect  `json:"effect"`
}

// Guarded: One guardrail at one look. low, high: of challenger minus champion, at all looks at once. breached: beyond `limit`.
type Guarded struct {
	// One of declined, degraded, slow.
	Name       string   `json:"name"`
	Limit      float64  `json:"limit"`
	Difference *float64 `json:"difference"`
	Low        float64  `json:"low"`
	High       float64  `json:"high"`
	Breached   bool     `json:"breached"`
}

// Guardrails: How far a challenger may be from its champion, in parts of 1; at 1 a guardrail is off.
type Guardrails struct {
	// more decisions without a score. decline_shift_max: more or fewer declines, of customers.
	DegradedRiseMax *float64 `json:"degraded_rise_max,omitempty"`
	DeclineShiftMax *float64 `json:"decline_shift_max,omitempty"`
	// more runs of the model that take longer than `slow_run_ms`.
	SlowRiseMax *float64 `json:"slow_rise_max,omitempty"`
	SlowRunMs   *int64   `json:"slow_run_ms,omitempty"`
}

// HealthStatus:
type HealthStatus struct {
	Status string `json:"status"`
}

// HistoryQuestion: A question about one customer, of whose payments it is read.
type HistoryQuestion struct {
	// the facts that it is decided of; they are kept with the decision and nowhere else.
	History *CustomerHistory `json:"history,omitempty"`
	// the columns of your own version, when such a version is deployed.
	Inputs map[string]any `json:"inputs,omitzero"`
	// `explanation` adds the feature vector and every contribution to the answer.
	// One of explanation.
	Include []string `json:"include,omitzero"`
	// of the reasons; else the first of `Accept-Language` that is spoken here.
	// One of en, hi.
	Language *string `json:"language,omitempty"`
	// which it belongs to, in your own words; deployments may serve one alone.
	Segment *string `json:"segment,omitempty"`
	// where it is, in your own words; decisions are listed by it.
	Region *string `json:"region,omitempty"`
}

// ImportFailure:
type ImportFailure struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Fix     string `json:"fix"`
}

// ImportMappingPage: One page of mappings, newest first.
type ImportMappingPage struct {
	Data      []ImportMappingView `json:"data"`
	HasMore   bool                `json:"has_more"`
	NextAfter *string             `json:"next_after"`
}

// ImportMappingProposal: A mapping as the file suggests it.
type ImportMappingProposal struct {
	// give it a name and send it to createImportMapping. columns: of the file, in order. doubts: what the file does not say.
	Definition MappingDefinition `json:"definition"`
	Columns    []string          `json:"columns"`
	Doubts     []Doubt           `json:"doubts"`
	// the first payments, as this mapping reads them. findings: lines that are no payment.
	Rows     []PreviewRow  `json:"rows"`
	Findings []FindingView `json:"findings"`
}

// ImportMappingView: A mapping as it stands, or as one version of it stood.
type ImportMappingView struct {
	Id string `json:"id"`
	// grows with each replacement. updated_at, updated_by: of this version.
	Version    int64             `json:"version"`
	Definition MappingDefinition `json:"definition"`
	CreatedAt  string            `json:"created_at"`
	CreatedBy  string            `json:"created_by"`
	UpdatedAt  string            `json:"updated_at"`
	UpdatedBy  string            `json:"updated_by"`
}

// ImportPage: One page of imports, newest first.
type ImportPage struct {
	Data      []ImportView `json:"data"`
	HasMore   bool         `json:"has_more"`
	NextAfter *string      `json:"next_after"`
}

// ImportPreview: The first rows of a dry run, as they would be recorded.
type ImportPreview struct {
	Data []PreviewRow `json:"data"`
}

// ImportView: An import as it stands.  were here. conflicts: those that are here with other content. duplicates: of the new, those that look like another payment.  refused, skipped: lines that are no payment; the report says why. encoding to date_format: how the file was read. order: of its rows, as its balances tell. balance_breaks: of the balances_checked, those that do not follow from the one before.
type ImportView struct {
	Id string `json:"id"`
	// One of cancelled, completed, failed, queued, running.
	State string `json:"state"`
	// One of checking, ended, recording, waiting.
	Phase          string `json:"phase"`
	MappingId      string `json:"mapping_id"`
	MappingVersion int64  `json:"mapping_version"`
	DryRun         bool   `json:"dry_run"`
	// One of skip, stop.
	OnRefused string `json:"on_refused"`
	// payments in the file, once it was checked; done: of them, how many are behind it. recorded: new ones. existing: those that
	Rows       int64 `json:"rows"`
	Done       int64 `json:"done"`
	Recorded   int64 `json:"recorded"`
	Existing   int64 `json:"existing"`
	Conflicts  int64 `json:"conflicts"`
	Duplicates int64 `json:"duplicates"`
	// those that came without a category and got a predicted one.
	Categorized int64 `json:"categorized"`
	Refused     int64 `json:"refused"`
	Skipped     int64 `json:"skipped"`
	// One of utf_16, utf_8, windows_1252.
	Encoding *string `json:"encoding"`
	// One of comma, pipe, semicolon, tab.
	Separator  *string `json:"separator"`
	HeaderLine *int64  `json:"header_line"`
	DateFormat *string `json:"date_format"`
	// One of newest_first, oldest_first, unknown.
	Order           *string        `json:"order"`
	BalancesChecked *int64         `json:"balances_checked"`
	BalanceBreaks   *int64         `json:"balance_breaks"`
	FirstDay        *string        `json:"first_day"`
	LastDay         *string        `json:"last_day"`
	BytesTotal      int64          `json:"bytes_total"`
	InputSha256     string         `json:"input_sha256"`
	Failure         *ImportFailure `json:"failure"`
	Revision        int64          `json:"revision"`
	CreatedAt       string         `json:"created_at"`
	CreatedBy       string         `json:"created_by"`
	EndedAt         *string        `json:"ended_at"`
}

// IncidentView: A time in which a gateway failed by its own fault, as the worker found it.
type IncidentView struct {
	// of the incident, which the events `gateway.degraded` and `gateway.recovered` are about.
	Id string `json:"id"`
	// as a slug.
	Gateway string `json:"gateway"`
	// by which it failed.
	Method *string `json:"method"`
	// the minute since which it likely failed.
	BeganAt string `json:"began_at"`
	// when that was sure enough.
	FoundAt string `json:"found_at"`
	// the share of attempts that failed by its fault, as it looked then.
	FaultRate float64 `json:"fault_rate"`
	// the same when it is well.
	UsualRate float64 `json:"usual_rate"`
	// null while it lasts.
	EndedAt *string `json:"ended_at"`
}

// InferInput: One tensor to score.
type InferInput struct {
	// `features` for all of them in one tensor, or the name of a column.
	Name string `json:"name"`
	// of its elements.
	// One of BOOL, BYTES, FP16, FP32, FP64, INT16, INT32, INT64, INT8, UINT16, UINT32, UINT64, UINT8.
	Datatype string `json:"datatype"`
	// [n, features], or [n] or [n, 1] of a column.
	Shape []int64 `json:"shape"`
	// `binary_data_size` says how many bytes of it follow the JSON.
	Parameters map[string]any `json:"parameters,omitzero"`
	// absent when the tensor is binary.
	Data []any `json:"data,omitzero"`
}

// InferOutput: One output.
type InferOutput struct {
	Name       string      `json:"name"`
	Datatype   string      `json:"datatype"`
	Shape      []int64     `json:"shape"`
	Parameters *BinaryData `json:"parameters,omitempty"`
	// its elements in row-major order, unless it is binary.
	Data []float64 `json:"data,omitzero"`
}

// InferRequest: Rows to score.
type InferRequest struct {
	Inputs []InferInput `json:"inputs"`
	// the caller's own, given back.
	Id *string `json:"id,omitempty"`
	// `binary_data_output` asks for the bytes of all outputs.
	Parameters map[string]any `json:"parameters,omitzero"`
	// absent for all but the contributions.
	Outputs []InferRequestedOutput `json:"outputs,omitzero"`
}

// InferRequestedOutput: An output that is wanted.
type InferRequestedOutput struct {
	// one of the model's metadata.
	Name string `json:"name"`
	// `binary_data` asks for its bytes.
	Parameters map[string]any `json:"parameters,omitzero"`
}

// InferResponse: What the model returned.
type InferResponse struct {
	// as it was asked for.
	ModelName string `json:"model_name"`
	// the id of the version that answered.
	ModelVersion string        `json:"model_version"`
	Outputs      []InferOutput `json:"outputs"`
	// of the request, where it had one.
	Id *string `json:"id,omitempty"`
}

// InferenceServer:
type InferenceServer struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	// of the protocol, those that are spoken here.
	Extensions []string `json:"extensions"`
}

// InstallRulePack:
type InstallRulePack struct {
	// its id. edition: the day from which its limits hold; the newest when absent. reason: why, for the history.
	Pack    string  `json:"pack"`
	Edition *string `json:"edition,omitempty"`
	Reason  *string `json:"reason,omitempty"`
}

// Introspection: RFC 7662 section 2.2. An inactive token says nothing else.
type Introspection struct {
	Active    bool    `json:"active"`
	Scope     *string `json:"scope,omitempty"`
	ClientId  *string `json:"client_id,omitempty"`
	TokenType *string `json:"token_type,omitempty"`
	Exp       *int64  `json:"exp,omitempty"`
	Iat       *int64  `json:"iat,omitempty"`
	Nbf       *int64  `json:"nbf,omitempty"`
	Sub       *string `json:"sub,omitempty"`
	Aud       *string `json:"aud,omitempty"`
	Iss       *string `json:"iss,omitempty"`
	Jti       *string `json:"jti,omitempty"`
}

// InvitationPage: Open invitations, newest first.
type InvitationPage struct {
	Data      []InvitationView `json:"data"`
	HasMore   bool             `json:"has_more"`
	NextAfter *string          `json:"next_after"`
}

// InvitationView: An invitation that was mailed. Its link is in the mail alone.
type InvitationView struct {
	Id        string `json:"id"`
	Address   string `json:"address"`
	Role      Role   `json:"role"`
	InvitedBy string `json:"invited_by"`
	CreatedAt string `json:"created_at"`
	ExpiresAt string `json:"expires_at"`
}

// InviteMember:
type InviteMember struct {
	Address string `json:"address"`
	Role    Role   `json:"role"`
}

// Invoice: An invoice that waits to be paid.
type Invoice struct {
	// your own id of the invoice.
	Id *string `json:"id,omitempty"`
	// your own id of who is to pay.
	DebtorId string `json:"debtor_id"`
	// minor units of the currency.
	AmountMinor int64 `json:"amount_minor"`
	// ISO 4217.
	Currency string `json:"currency"`
	// when it was sent.
	IssuedAt time.Time `json:"issued_at"`
	// by when it is to be paid.
	DueAt time.Time `json:"due_at"`
	// whether the debtor disputes it, as of now.
	Disputed *bool `json:"disputed,omitempty"`
	// sent so far.
	Reminders *int64 `json:"reminders,omitempty"`
	// the debtor's earlier invoices, paid or not; what lies after the moment of the question is not looked at.
	History []PastInvoice `json:"history,omitzero"`
}

// InvoiceQuestion: A question about one invoice that is not paid yet.
type InvoiceQuestion struct {
	// the facts that it is decided of; they are kept with the decision and nowhere else.
	Invoice *Invoice `json:"invoice,omitempty"`
	// the columns of your own version, when such a version is deployed.
	Inputs map[string]any `json:"inputs,omitzero"`
	// `explanation` adds the feature vector and every contribution to the answer.
	// One of explanation.
	Include []string `json:"include,omitzero"`
	// of the reasons; else the first of `Accept-Language` that is spoken here.
	// One of en, hi.
	Language *string `json:"language,omitempty"`
	// which it belongs to, in your own words; deployments may serve one alone.
	Segment *string `json:"segment,omitempty"`
	// where it is, in your own words; decisions are listed by it.
	Region *string `json:"region,omitempty"`
}

// JsonWebKeySet: RFC 7517 section 5.
type JsonWebKeySet struct {
	Keys []PublicJwk `json:"keys"`
}

// LabelView: Something that the starter can name, such as a category. title: in English. title_hi: in Hindi.
type LabelView struct {
	Name    string `json:"name"`
	Title   string `json:"title"`
	TitleHi string `json:"title_hi"`
}

// LeadScoreAnswer:
type LeadScoreAnswer struct {
	// that the customer takes the likeliest product within 90 days, calibrated, 0 to 1.
	Probability float64 `json:"probability"`
	// the likeliest of those asked about.
	Product *string `json:"product"`
	// all of them, the likeliest first.
	Leads []ProductLead `json:"leads"`
}

// LeadScoreDecision: A decision of the use case `lead-score`: Which product is this customer likely to take?
type LeadScoreDecision struct {
	Id            string           `json:"id"`
	UseCase       string           `json:"use_case"`
	Outcome       string           `json:"outcome"`
	Answer        *LeadScoreAnswer `json:"answer"`
	Confidence    *Confidence      `json:"confidence"`
	Reasons       []Reason         `json:"reasons"`
	Model         UsedModel        `json:"model"`
	Rules         UsedRules        `json:"rules"`
	Degraded      bool             `json:"degraded"`
	TransactionId *string          `json:"transaction_id"`
	DuplicateOf   *string          `json:"duplicate_of"`
	DecidedAt     string           `json:"decided_at"`
	EntryId       string           `json:"entry_id"`
	Receipt       Receipt          `json:"receipt"`
	Explanation   *Explanation     `json:"explanation"`
}

// LedgerBundle: What was new in one epoch, as a CARv1 file that checks itself: `countermark-verify` takes a log's bundles together.
type LedgerBundle struct {
	// its number.
	Epoch int64 `json:"epoch"`
	// of its root block, which is the manifest: CIDv1, SHA-256, base32.
	Cid string `json:"cid"`
	// of the file.
	SizeBytes int64 `json:"size_bytes"`
	// entries before it; of a public bundle, epochs.
	FromSize int64 `json:"from_size"`
	// entries with it.
	ToSize int64 `json:"to_size"`
	// when it was made.
	MadeAt string `json:"made_at"`
	// when an IPFS node confirmed that it keeps it; null where none was asked, or not yet.
	PinnedAt *string `json:"pinned_at"`
}

// LedgerEntry: One event as the log keeps it: no personal data, no amounts, only what anybody may check later.
type LedgerEntry struct {
	// of the entry; the same as the decision's or the change's it is about, with another prefix.
	Id string `json:"id"`
	// sequenced once it has its index; pending for the moment before.
	// One of pending, sequenced.
	State string `json:"state"`
	// place in the log, from 0, for ever; null while pending.
	Index *int64 `json:"index"`
	// kind of event and version of its form, such as decision.v1.
	Type string `json:"type"`
	// when it happened.
	At string `json:"at"`
	// who did it: a key, a client, a member, or the system.
	Actor string `json:"actor"`
	// short code of what came of it, where there is one.
	Outcome *string `json:"outcome"`
	// SHA-256 of the model version that was used, hex.
	ModelHash *string `json:"model_hash"`
	// SHA-256 of the ruleset version that was used, hex.
	RulesetHash *string `json:"ruleset_hash"`
	// the score in millionths.
	ScoreMillionths *int64 `json:"score_millionths"`
	// keyed hashes of the payloads, one for each data subject; opened by who holds the subject's key.
	Commitments []string `json:"commitments"`
	// ids (UUIDs) of what it speaks of.
	Refs []string `json:"refs"`
	// SHA-256 of the entry as a leaf of the log.
	LeafHash string `json:"leaf_hash"`
	// the exact bytes that are hashed, deterministic CBOR.
	Entry string `json:"entry"`
}

// LedgerEntryPage: A page of entries, oldest first.
type LedgerEntryPage struct {
	Data    []LedgerEntry `json:"data"`
	HasMore bool          `json:"has_more"`
	// send it as `after` for the next page; null on the last one.
	NextAfter *string `json:"next_after"`
}

// LedgerKey: A public key to pin.
type LedgerKey struct {
	// log for checkpoints, receipts for receipts, super for checkpoints of the super-log.
	// One of log, receipts, super.
	Use string `json:"use"`
	// algorithm of its signatures.
	// One of ed25519, ml_dsa_44.
	Kind string `json:"kind"`
	// signing now; appointed by an entry that no signed checkpoint covers yet; retired once another replaced it.
	// One of appointed, retired, signing.
	State string `json:"state"`
	// of the key: the log's origin, or the installation's.
	Name string `json:"name"`
	// eight hex digits that signatures name.
	KeyId string `json:"key_id"`
	// the key in the C2SP form, name+id+key: a line of a trust file is its use, a space and this.
	VerifierKey string `json:"verifier_key"`
	// SHA-256 of the verifier key, hex in groups of four, to be compared by eye or by telephone.
	Fingerprint string `json:"fingerprint"`
	// the entry of the log that appointed it; null for the first key of a log, and for receipts.
	EntryId *string `json:"entry_id"`
}

// LedgerKeys: The keys that sign for this environment. Pin them once, by a way that you trust.
type LedgerKeys struct {
	// the log, which is the environment.
	LogId string `json:"log_id"`
	// how the log names itself in its checkpoints.
	Origin string `json:"origin"`
	// every key that signs or signed, oldest first.
	Keys []LedgerKey `json:"keys"`
}

// LifeEvent: Something that happened.  before_minor, after_minor: the level of payments before and after, where the trace is a change of level.
type LifeEvent struct {
	// salary_raise, salary_cut, rent_started, moved, emi_started, travel, marriage or new_child.
	Event string `json:"event"`
	// that it did, calibrated, 0 to 1.
	Probability float64 `json:"probability"`
	// when it seems to have begun.
	HappenedAt  string `json:"happened_at"`
	BeforeMinor *int64 `json:"before_minor"`
	AfterMinor  *int64 `json:"after_minor"`
	// payments that it is read from, the first few.
	Evidence []EvidencePayment `json:"evidence"`
	// what people in that place often save for or protect.
	Goals []string `json:"goals"`
}

// LifeEventsAnswer:
type LifeEventsAnswer struct {
	// of the likeliest happening, calibrated, 0 to 1.
	Probability float64 `json:"probability"`
	// the likeliest happening; null where none is likely.
	Event *string `json:"event"`
	// all that are likelier than not, the likeliest first.
	Events []LifeEvent `json:"events"`
	// suggestions of all of them together.
	Goals []string `json:"goals"`
}

// LifeEventsDecision: A decision of the use case `life-events`: What happened in this customer's life?
type LifeEventsDecision struct {
	Id            string            `json:"id"`
	UseCase       string            `json:"use_case"`
	Outcome       string            `json:"outcome"`
	Answer        *LifeEventsAnswer `json:"answer"`
	Confidence    *Confidence       `json:"confidence"`
	Reasons       []Reason          `json:"reasons"`
	Model         UsedModel         `json:"model"`
	Rules         UsedRules         `json:"rules"`
	Degraded      bool              `json:"degraded"`
	TransactionId *string           `json:"transaction_id"`
	DuplicateOf   *string           `json:"duplicate_of"`
	DecidedAt     string            `json:"decided_at"`
	EntryId       string            `json:"entry_id"`
	Receipt       Receipt           `json:"receipt"`
	Explanation   *Explanation      `json:"explanation"`
}

// LineageView: Where a version comes from. parent_id: the version that it was made to take the place of, where that was told.
type LineageView struct {
	ParentId *string `json:"parent_id"`
	// what made it.
	Command string `json:"command"`
	// of what it learnt from, in hexadecimal.
	DataSha256 string `json:"data_sha256"`
	// of what it learnt from.
	RowCount int64 `json:"row_count"`
	// with the same it comes out the same.
	Seed int64 `json:"seed"`
}

// LinkedCauseView: A cause of the other side, tickets or failures, that goes with it.  come together by accident.
type LinkedCauseView struct {
	Id string `json:"id"`
	// One of attempt, payout, payout_unusual, ticket.
	Kind string `json:"kind"`
	Name string `json:"name"`
	// `same_person`: who wrote was to be paid; `same_hours`: tickets came more often when it failed.
	// One of same_hours, same_person.
	Bond string `json:"bond"`
	// how many tickets that is. expected: how many it would be by chance. lift: of the two. chance: that so many or more
	Together int64   `json:"together"`
	Expected float64 `json:"expected"`
	Lift     float64 `json:"lift"`
	Chance   float64 `json:"chance"`
}

// ListChangeView: What a change did. unchanged: were on the list, or off it, just so already.
type ListChangeView struct {
	ListId     string `json:"list_id"`
	Added      int64  `json:"added"`
	Updated    int64  `json:"updated"`
	Removed    int64  `json:"removed"`
	Unchanged  int64  `json:"unchanged"`
	EntryCount int64  `json:"entry_count"`
}

// ListEntryPage: One page of entries, newest first.
type ListEntryPage struct {
	Data      []ListEntryView `json:"data"`
	HasMore   bool            `json:"has_more"`
	NextAfter *string         `json:"next_after"`
}

// ListEntryView: An entry. fingerprint: of the value, which is not kept; the same value has the same one in this environment.
type ListEntryView struct {
	Id          string  `json:"id"`
	Fingerprint string  `json:"fingerprint"`
	ExpiresAt   *string `json:"expires_at"`
	Reason      string  `json:"reason"`
	AddedAt     string  `json:"added_at"`
	AddedBy     string  `json:"added_by"`
}

// LiveMetricsView: How well versions do by the truth that came back.  since, until: when the predictions were made, whole hours. threshold: from which probability on a prediction counts as flagged; null when its outcome decides, and everything but `approve` is flagged. complete: whether all judged predictions were counted, and not the newest 100,000 alone.
type LiveMetricsView struct {
	UseCase   string   `json:"use_case"`
	Since     string   `json:"since"`
	Until     string   `json:"until"`
	Threshold *float64 `json:"threshold"`
	Complete  bool     `json:"complete"`
	// by whether the event happened. numbers: by truths with a `value`. classes: by truths with a `label`.
	Data    []VersionMetricsView `json:"data"`
	Numbers []NumberMetricsView  `json:"numbers"`
	Classes []ClassMetricsView   `json:"classes"`
}

// LoggedRequestPage: One page of calls, newest first. It may be short of the limit and have more: follow `next_after`.
type LoggedRequestPage struct {
	Data      []LoggedRequestView `json:"data"`
	HasMore   bool                `json:"has_more"`
	NextAfter *string             `json:"next_after"`
}

// LoggedRequestView: A call that was admitted. status: of REST the HTTP status, of gRPC the number of its code. code: of its problem.  request_body, response_body: JSON text, masked: names of fields, own ids, moments and words of lists stay; `null` where none was kept.
type LoggedRequestView struct {
	Id        string `json:"id"`
	At        string `json:"at"`
	RequestId string `json:"request_id"`
	// One of grpc, rest.
	Face         string  `json:"face"`
	Operation    string  `json:"operation"`
	Status       int64   `json:"status"`
	Refused      bool    `json:"refused"`
	Code         *string `json:"code"`
	DurationMs   float64 `json:"duration_ms"`
	Caller       string  `json:"caller"`
	RequestBody  *string `json:"request_body"`
	ResponseBody *string `json:"response_body"`
}

// LoginBatch: Sign-ins to be recorded in one commit.
type LoginBatch struct {
	// all of them are valid, or nothing is recorded.
	Items []LoginEvent `json:"items"`
}

// LoginEvent: One attempt of a customer to sign in at the tenant.
type LoginEvent struct {
	// the caller's own id; with it, sending again changes nothing.
	Id *string `json:"id,omitempty"`
	// the caller's own id of the customer.
	CustomerId string `json:"customer_id"`
	// when it happened; not before 2000 and not more than a day ahead.
	OccurredAt time.Time `json:"occurred_at"`
	// whether the customer got in.
	Succeeded bool `json:"succeeded"`
	// where it was tried.
	// One of api, app, atm, branch, pos, web.
	Channel *string `json:"channel,omitempty"`
	// the caller's own id of the device.
	DeviceId *string `json:"device_id,omitempty"`
	// ISO 3166-1 alpha-2.
	Country *string `json:"country,omitempty"`
	// a place within the country, in the caller's own words.
	Region *string `json:"region,omitempty"`
}

// LoginResult: What became of a sign-in.
type LoginResult struct {
	// our id of the sign-in that has this own id now.
	Id string `json:"id"`
	// the `id` that was sent.
	OwnId *string `json:"own_id"`
	// `recorded` is new; `existing` had this own id and content before; `conflict` had this own id and other content.
	// One of conflict, existing, recorded.
	Status string `json:"status"`
}

// LoginResults: One result for each sign-in, in the order of the request.
type LoginResults struct {
	Data []LoginResult `json:"data"`
}

// MagicValue: What does it, and what it does. customer_id: of whom a question is about. amount_minor: of its payment or event, in any currency; the customer comes first where both are magic. gateway: of an attempt. payout_id: of the seed. payee_id: of a payout.
type MagicValue struct {
	// One of approve, decline, degraded, drift, gateway_fails, gateway_times_out, payout_stuck, review, slow.
	Effect      string  `json:"effect"`
	CustomerId  *string `json:"customer_id,omitempty"`
	AmountMinor *int64  `json:"amount_minor,omitempty"`
	Gateway     *string `json:"gateway,omitempty"`
	PayoutId    *string `json:"payout_id,omitempty"`
	PayeeId     *string `json:"payee_id,omitempty"`
	Does        string  `json:"does"`
}

// MagicValues:
type MagicValues struct {
	// whether they do anything in the caller's environment: they do in a sandbox alone.
	Active bool         `json:"active"`
	Data   []MagicValue `json:"data"`
}

// MappingDefinition: How statements of one kind are read.
type MappingDefinition struct {
	// your own, once in an environment.
	Name string `json:"name"`
	// what kind of file it is; `delimited` is CSV with any separator.
	// One of camt053, delimited, mt940, ofx, xlsx.
	Form *string `json:"form,omitempty"`
	// of a text file; looked at when not told.
	// One of utf_16, utf_8, windows_1252.
	Encoding *string `json:"encoding,omitempty"`
	// of a delimited file; looked at when not told.
	// One of comma, pipe, semicolon, tab.
	Separator *string `json:"separator,omitempty"`
	// whether the columns have names; without, they are called 1, 2, 3 …
	Header *bool `json:"header,omitempty"`
	// which is which.
	Columns *Columns `json:"columns,omitempty"`
	// such as `DD/MM/YYYY`, `DD-MMM-YY` or `YYYY-MM-DD HH:mm:ss`; looked at when not told, and refused when there are two ways.
	DateFormat *string `json:"date_format,omitempty"`
	// the mark before the minor units.
	// One of comma, point.
	Decimal *string `json:"decimal,omitempty"`
	// which way money went that has no sign and no mark.
	// One of credit, debit.
	Positive *string `json:"positive,omitempty"`
	// of amounts that do not name theirs.
	Currency *string `json:"currency,omitempty"`
	// of the file's times; a payment without a time of day is taken to be at noon.
	TimeZone *string `json:"time_zone,omitempty"`
	// whose statements these are, where neither the import nor a column says so.
	CustomerId *string `json:"customer_id,omitempty"`
	// how all of them were paid; looked for in the description when not told.
	// One of card, cash, imps, neft, netbanking, other, rtgs, upi, wallet.
	Method *string `json:"method,omitempty"`
	// the customer's own VPAs, where only payer and payee tell the direction.
	OwnAddresses []string `json:"own_addresses,omitzero"`
	// the reference is never repeated for another payment (UTR, RRN); it then says alone which payment this is.
	ReferenceUnique *bool `json:"reference_unique,omitempty"`
	// whether a balance that does not follow from the one before is reported, or refuses the whole file.
	// One of refuse, report.
	Balances *string `json:"balances,omitempty"`
}

// MatrixCell: Decisions that one outcome was given to before, and another by the draft.
type MatrixCell struct {
	Before    string        `json:"before"`
	After     string        `json:"after"`
	Decisions int64         `json:"decisions"`
	Money     []MatrixMoney `json:"money"`
}

// MatrixMoney:
type MatrixMoney struct {
	Currency string `json:"currency"`
	Minor    int64  `json:"minor"`
}

// MemberPage: Members, newest first.
type MemberPage struct {
	Data      []MemberView `json:"data"`
	HasMore   bool         `json:"has_more"`
	NextAfter *string      `json:"next_after"`
}

// MemberView: A person of the tenant.
type MemberView struct {
	Id             string  `json:"id"`
	Address        string  `json:"address"`
	Role           Role    `json:"role"`
	SecondFactor   bool    `json:"second_factor"`
	CreatedAt      string  `json:"created_at"`
	LastSignedInAt *string `json:"last_signed_in_at"`
}

// MessageTemplatePage: Wordings, newest first.
type MessageTemplatePage struct {
	Data      []MessageTemplateView `json:"data"`
	HasMore   bool                  `json:"has_more"`
	NextAfter *string               `json:"next_after"`
}

// MessageTemplateView: One wording of a message. It never changes: what is put in its place is the next number.
type MessageTemplateView struct {
	Id   string `json:"id"`
	Name string `json:"name"`
	// One of mail, sms, whatsapp.
	Channel  string `json:"channel"`
	Language string `json:"language"`
	Number   int64  `json:"number"`
	Subject  string `json:"subject"`
	Text     string `json:"text"`
	// what a step gives values for. ended_at: when another took its place, or it was removed; null while it is in force.
	Placeholders     []string          `json:"placeholders"`
	ProviderTemplate *ProviderTemplate `json:"provider_template"`
	CreatedAt        string            `json:"created_at"`
	CreatedBy        string            `json:"created_by"`
	EndedAt          *string           `json:"ended_at"`
	EndedBy          *string           `json:"ended_by"`
}

// ModelGraphView: An ONNX file that was received. sha256: names it in `uploadOwnModel`. expires_at: when it is deleted, if no version was made of it; a version has a copy of its own.
type ModelGraphView struct {
	Sha256    string `json:"sha256"`
	SizeBytes int64  `json:"size_bytes"`
	ExpiresAt string `json:"expires_at"`
}

// ModelMetadata: What a model takes and gives.
type ModelMetadata struct {
	// as it was asked for.
	Name string `json:"name"`
	// the id of the version that answers.
	Versions []string `json:"versions"`
	// what runs it.
	Platform string       `json:"platform"`
	Inputs   []TensorInfo `json:"inputs"`
	Outputs  []TensorInfo `json:"outputs"`
}

// ModelReady:
type ModelReady struct {
	Name  string `json:"name"`
	Ready bool   `json:"ready"`
}

// Money: A sum in minor units, exact. low, high: where the sum of as many other decisions would lie, 95 times in 100.
type Money struct {
	Minor int64 `json:"minor"`
	Low   int64 `json:"low"`
	High  int64 `json:"high"`
}

// MoneyFigure: A sum over all tries that were looked at, with its 95 % interval.
type MoneyFigure struct {
	ValueMinor int64 `json:"value_minor"`
	LowMinor   int64 `json:"low_minor"`
	HighMinor  int64 `json:"high_minor"`
}

// MonthForecast: One month ahead: 30 days, or of the calendar after months that were sent. starts_at: of the month. categories: the total, then the largest.
type MonthForecast struct {
	StartsAt   string          `json:"starts_at"`
	Categories []CategorySpend `json:"categories"`
}

// MonthSpend: What a customer spent in one calendar month and category. Several of one month and category are added up.
type MonthSpend struct {
	// `2026-10`.
	Month string `json:"month"`
	// a slug, as of payments; all that has none is one category.
	Category *string `json:"category,omitempty"`
	// minor units of the currency; nought for nothing.
	AmountMinor int64 `json:"amount_minor"`
}

// MoveCase: What changes; what is left out stays. waiting: whether it waits for somebody outside, which stops its clock.
type MoveCase struct {
	Queue *string `json:"queue,omitempty"`
	// One of high, low, normal, urgent.
	Priority *string `json:"priority,omitempty"`
	Assignee *string `json:"assignee,omitempty"`
	Waiting  *bool   `json:"waiting,omitempty"`
	Comment  *string `json:"comment,omitempty"`
	// what joins the evidence that is there, by public ids.
	Evidence []string `json:"evidence,omitzero"`
}

// Movement: One feature, or the score.  ks, ks_p: the largest gap between the distributions of present values, and how often chance gives as much; None where one side has fewer than two values. missing_reference, missing_live: shares of missing values.
type Movement struct {
	Name string `json:"name"`
	// One of collecting, drifted, shifted, stable.
	Verdict string `json:"verdict"`
	// over the bins of the reference, a bin of its own for missing values. psi_noise: what chance gives at most, 19 times in 20.
	Psi              float64  `json:"psi"`
	PsiNoise         float64  `json:"psi_noise"`
	Ks               *float64 `json:"ks"`
	KsP              *float64 `json:"ks_p"`
	MissingReference float64  `json:"missing_reference"`
	MissingLive      float64  `json:"missing_live"`
}

// NetDifference: Net a payment, in minor units: challenger minus champion. All null until both have enough judged payments.
type NetDifference struct {
	Difference *float64 `json:"difference"`
	Low        *float64 `json:"low"`
	High       *float64 `json:"high"`
	PValue     *float64 `json:"p_value"`
	// One of higher, lower, undecided.
	Verdict string `json:"verdict"`
}

// NewApiKeyView: A new API key. `secret` is the whole key to send: it is shown this once.
type NewApiKeyView struct {
	ApiKey ApiKeyView `json:"api_key"`
	Secret string     `json:"secret"`
}

// NewCommissionStatement: What a partner sold in a period, and what was paid for it if anything was. It never changes.
type NewCommissionStatement struct {
	// your own id of it; sending it again changes nothing.
	Id string `json:"id"`
	// your own id of the partner.
	PartnerId string `json:"partner_id"`
	// ISO 4217.
	Currency string `json:"currency"`
	// of the period, included.
	StartsAt time.Time `json:"starts_at"`
	// of the period, not included.
	EndsAt time.Time `json:"ends_at"`
	// of the period; others are left out.
	Sales []CommissionSale `json:"sales"`
	// our id of the agreement, where the partner has several side by side; else the one in force.
	AgreementId *string `json:"agreement_id,omitempty"`
	// what was paid, before tax.
	PaidMinor *int64 `json:"paid_minor,omitempty"`
	// what was kept back; compared when told.
	TaxWithheldMinor *int64 `json:"tax_withheld_minor,omitempty"`
	// what was paid on top for tax; compared when told.
	TaxAddedMinor *int64 `json:"tax_added_minor,omitempty"`
	// your own ids of stored payouts to this partner that paid it, instead of `paid_minor`: what of them is credited was paid, after taxes.
	PayoutIds []string `json:"payout_ids,omitzero"`
	// our id of the statement that this one corrects.
	Replaces *string `json:"replaces,omitempty"`
}

// NewFeature: A feature of the tenant's own.
type NewFeature struct {
	// what rules, columns and people call it; the catalogue must not have it.
	Name string `json:"name"`
	// in the language of the rules, over `features.<name>` of the catalogue and the facts of the question.
	Expression string `json:"expression"`
	// what the expression gives. description: what it is. owner: who answers for it. unit: what its values are.
	// One of boolean, category, number.
	Type        string `json:"type"`
	Description string `json:"description"`
	Owner       string `json:"owner"`
	// One of count, days, flag, hour, hours, km, kmh, label, log_hours, log_money, log_times, minutes, money, number, percent, rank, times.
	Unit *string `json:"unit,omitempty"`
	// columns of your own that the expression reads as `inputs.<name>`, and their types.
	// One of boolean, category, number.
	Inputs map[string]string `json:"inputs,omitzero"`
	// what a reason says of it, by language (en, hi), with `{value}` where its value stands; else the description says it.
	Texts map[string]string `json:"texts,omitzero"`
}

// NewOAuthClientView: A new client. `secret` is shown this once; null for a client that signs with its own key.
type NewOAuthClientView struct {
	OauthClient OAuthClientView `json:"oauth_client"`
	Secret      *string         `json:"secret"`
}

// NewPayout: A payout that is to be made.
type NewPayout struct {
	// your own id of it; sending it again changes nothing.
	Id string `json:"id"`
	// your own id of who is to be paid.
	PayeeId string `json:"payee_id"`
	// minor units of the currency.
	AmountMinor int64 `json:"amount_minor"`
	// ISO 4217.
	Currency string `json:"currency"`
	// the rail.
	// One of card, imps, neft, other, rtgs, upi, wallet.
	Method string `json:"method"`
	// of the payee, as a slug.
	Bank string `json:"bank"`
	// that it goes through, as a slug.
	Gateway *string `json:"gateway,omitempty"`
	// when it was made.
	CreatedAt time.Time `json:"created_at"`
	// when the payee was promised the money.
	DueAt *time.Time `json:"due_at,omitempty"`
	// of the payee; it waits for these.
	// One of bank_account, gstin, kyc, pan.
	DocumentsMissing []string `json:"documents_missing,omitzero"`
	// the payee's account, in your own words; kept sealed.
	Account *string `json:"account,omitempty"`
	// what it is for; kept sealed.
	Description *string `json:"description,omitempty"`
}

// NewSessionView: A session. Its token for each environment is shown this once; send it as `Authorization: Bearer`.
type NewSessionView struct {
	Id           string `json:"id"`
	MemberId     string `json:"member_id"`
	TenantId     string `json:"tenant_id"`
	LiveToken    string `json:"live_token"`
	SandboxToken string `json:"sandbox_token"`
	ExpiresAt    string `json:"expires_at"`
}

// NewWebhookEndpointView: An endpoint and a new secret of it, `whsec_…`, which is shown this once.
type NewWebhookEndpointView struct {
	WebhookEndpoint WebhookEndpointView `json:"webhook_endpoint"`
	Secret          string              `json:"secret"`
}

// NotHeld: A fact that the rules read and some stored decisions do not hold: it was missing to the rules there.
type NotHeld struct {
	Fact      string `json:"fact"`
	Decisions int64  `json:"decisions"`
}

// NumberMetricsView: One version in one role by truths with a `value`, in the unit of the answer's P50.
type NumberMetricsView struct {
	VersionId string `json:"version_id"`
	Role      string `json:"role"`
	Decided   int64  `json:"decided"`
	// decisions whose true number is known. coverage: their share. bias: the mean of what was said less the truth.
	Measured            int64   `json:"measured"`
	Coverage            *Figure `json:"coverage"`
	MeanAbsoluteError   Figure  `json:"mean_absolute_error"`
	MedianAbsoluteError Figure  `json:"median_absolute_error"`
	Bias                Figure  `json:"bias"`
	// how often the truth lay between P10 and P90, 0.8 where these hold; null of a version that gives no P10.
	WithinP10P90 *Figure `json:"within_p10_p90"`
	// how often it was not above P90, 0.9 where that holds.
	BelowP90 *Figure `json:"below_p90"`
}

// OAuthClientPage: OAuth2 clients, newest first.
type OAuthClientPage struct {
	Data      []OAuthClientView `json:"data"`
	HasMore   bool              `json:"has_more"`
	NextAfter *string           `json:"next_after"`
}

// OAuthClientView: An OAuth2 client. Its id is the `client_id` of the token endpoint.
type OAuthClientView struct {
	Id   string `json:"id"`
	Name string `json:"name"`
	// One of client_secret, private_key_jwt.
	AuthMethod string   `json:"auth_method"`
	Scopes     []string `json:"scopes"`
	CreatedAt  string   `json:"created_at"`
	CreatedBy  string   `json:"created_by"`
	RevokedAt  *string  `json:"revoked_at"`
	LastUsedAt *string  `json:"last_used_at"`
}

// OAuthErrorView: RFC 6749 section 5.2.
type OAuthErrorView struct {
	Error            string `json:"error"`
	ErrorDescription string `json:"error_description"`
}

// OfflineEstimate: What the log says of a policy. refused: why there is no estimate; null where there is one.  tries, payments: that were looked at. logged: the success rate of what was done. effective: sample size after weighing.  estimated. uplift: doubly robust less what was done, on the same payments. money: the same of values and fees, by currency.
type OfflineEstimate struct {
	Tries        int64          `json:"tries"`
	Payments     int64          `json:"payments"`
	Propensities string         `json:"propensities"`
	Logged       *OfflineFigure `json:"logged"`
	Effective    float64        `json:"effective"`
	// the part of the payments that the policy would send where the log has hardly anything. propensities: logged or
	Unsupported  float64        `json:"unsupported"`
	WeightMax    float64        `json:"weight_max"`
	Ips          *OfflineFigure `json:"ips"`
	Snips        *OfflineFigure `json:"snips"`
	DoublyRobust *OfflineFigure `json:"doubly_robust"`
	Uplift       *OfflineFigure `json:"uplift"`
	Money        []OfflineMoney `json:"money"`
	Refused      *string        `json:"refused"`
}

// OfflineFigure: A success rate, or a difference of two, with its 95 % interval.
type OfflineFigure struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// OfflineMoney: What the log and the policy come to in one currency.  tries, amount_minor: that were looked at. costs: whether fees are those that were told with attempts, or the policy's own.  costs, the policy's `failure_cost_bps`. logged_value_minor: that succeeded. logged_fees_minor: for it. value, fees: of the policy.
type OfflineMoney struct {
	Currency    string `json:"currency"`
	Tries       int64  `json:"tries"`
	AmountMinor int64  `json:"amount_minor"`
	// One of declared, logged.
	Costs string `json:"costs"`
	// the part of the tries at gateways of which nobody told a fee: they count as free. loss_bps: what an amount that is lost
	Unpriced         float64      `json:"unpriced"`
	LossBps          int64        `json:"loss_bps"`
	Effective        float64      `json:"effective"`
	LoggedValueMinor int64        `json:"logged_value_minor"`
	LoggedFeesMinor  int64        `json:"logged_fees_minor"`
	Value            *MoneyFigure `json:"value"`
	Fees             *MoneyFigure `json:"fees"`
	// value at `loss_bps` less fees, of the policy less of the log. refused: why there is no estimate.
	NetGain *MoneyFigure `json:"net_gain"`
	Refused *string      `json:"refused"`
}

// OpenCase:
type OpenCase struct {
	Queue string `json:"queue"`
	// kept encrypted. subject: the public id that it is about. skill: only for who has it.
	Title   string  `json:"title"`
	Subject *string `json:"subject,omitempty"`
	// One of high, low, normal, urgent.
	Priority *string `json:"priority,omitempty"`
	Skill    *string `json:"skill,omitempty"`
	// public ids of decisions, payouts, payments, alerts and entries that speak for or against.
	Evidence []string `json:"evidence,omitzero"`
}

// OpenInvoice: One invoice that is to be paid.
type OpenInvoice struct {
	// your own id of the invoice.
	Id string `json:"id"`
	// your own id of who is to be paid.
	VendorId string `json:"vendor_id"`
	// minor units of the portfolio's currency.
	AmountMinor int64 `json:"amount_minor"`
	// when it is due.
	DueAt time.Time `json:"due_at"`
	// hundredths of a percent that are saved by paying before `discount_until`.
	DiscountBps *int64 `json:"discount_bps,omitempty"`
	// until when; absent without a discount.
	DiscountUntil *time.Time `json:"discount_until,omitempty"`
	// hundredths of a percent of the amount for every day after the due date.
	PenaltyBpsADay *int64 `json:"penalty_bps_a_day,omitempty"`
	// minor units, once, when it is paid late.
	PenaltyFixedMinor *int64 `json:"penalty_fixed_minor,omitempty"`
}

// OwnModelView: The version that was kept, ready to be deployed, and what its trial found.
type OwnModelView struct {
	Id      string `json:"id"`
	UseCase string `json:"use_case"`
	Name    string `json:"name"`
	// SHA-256 over its artefact, in hexadecimal; the same stands in decisions and ledger entries.
	Digest    string   `json:"digest"`
	Features  []string `json:"features"`
	CreatedAt *string  `json:"created_at"`
	CreatedBy string   `json:"created_by"`
	// the largest difference between what the sample expects and what came here, in probability.
	DifferenceMax float64 `json:"difference_max"`
	// whether a row scores the same bits in any company; without that rows run one by one.
	BatchInvariant bool `json:"batch_invariant"`
	// whether a row of nothing but missing values has a score. cost_us: microseconds that one row takes.
	MissingTaken bool  `json:"missing_taken"`
	CostUs       int64 `json:"cost_us"`
	// what loading it and running a thousand rows took.
	MemoryBytes int64 `json:"memory_bytes"`
}

// ParameterView: One parameter of the provider's template.
type ParameterView struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// PastInvoice: An earlier invoice of the same debtor.
type PastInvoice struct {
	// minor units of the invoice's currency.
	AmountMinor int64 `json:"amount_minor"`
	// when it was sent.
	IssuedAt time.Time `json:"issued_at"`
	// by when it was to be paid.
	DueAt time.Time `json:"due_at"`
	// when it was paid; absent while it is not.
	PaidAt *time.Time `json:"paid_at,omitempty"`
	// whether it was disputed.
	Disputed *bool `json:"disputed,omitempty"`
}

// PastPayout: An earlier payout, finished or not.
type PastPayout struct {
	// who was paid.
	PayeeId string `json:"payee_id"`
	// of the payee, as a slug.
	Bank string `json:"bank"`
	// the rail.
	// One of card, imps, neft, other, rtgs, upi, wallet.
	Method string `json:"method"`
	// minor units of the payout's currency.
	AmountMinor int64 `json:"amount_minor"`
	// when it was made.
	CreatedAt time.Time `json:"created_at"`
	// when it was released; absent while it is not.
	ApprovedAt *time.Time `json:"approved_at,omitempty"`
	// when it was handed to the bank.
	SentAt *time.Time `json:"sent_at,omitempty"`
	// when it was credited.
	SettledAt *time.Time `json:"settled_at,omitempty"`
}

// PaymentDelayAnswer:
type PaymentDelayAnswer struct {
	// that it is paid after it is due, calibrated, 0 to 1; of an invoice that is overdue it is 1.
	Probability float64 `json:"probability"`
	// days from now until it is paid, as likely sooner as later; after it is due where `probability` is above a half.
	DaysP50 *float64 `json:"days_p50"`
	// the same, in nine of ten cases at most.
	DaysP90 *float64 `json:"days_p90"`
	// when it is paid by `days_p50`.
	ExpectedAt *string `json:"expected_at"`
	// the same, in one of ten cases at most; of a version of your own that learned days.
	DaysP10 *float64 `json:"days_p10,omitempty"`
}

// PaymentDelayDecision: A decision of the use case `payment-delay`: Will this invoice be paid late, and when?
type PaymentDelayDecision struct {
	Id            string              `json:"id"`
	UseCase       string              `json:"use_case"`
	Outcome       string              `json:"outcome"`
	Answer        *PaymentDelayAnswer `json:"answer"`
	Confidence    *Confidence         `json:"confidence"`
	Reasons       []Reason            `json:"reasons"`
	Model         UsedModel           `json:"model"`
	Rules         UsedRules           `json:"rules"`
	Degraded      bool                `json:"degraded"`
	TransactionId *string             `json:"transaction_id"`
	DuplicateOf   *string             `json:"duplicate_of"`
	DecidedAt     string              `json:"decided_at"`
	EntryId       string              `json:"entry_id"`
	Receipt       Receipt             `json:"receipt"`
	Explanation   *Explanation        `json:"explanation"`
}

// PaymentPortfolio: All invoices that are open, and the cash to pay them from.
type PaymentPortfolio struct {
	// your own id of whose cash it is.
	PayerId string `json:"payer_id"`
	// ISO 4217.
	Currency string `json:"currency"`
	// what can be spent today.
	CashMinor int64 `json:"cash_minor"`
	// what will come in.
	Expected []ExpectedCash `json:"expected,omitzero"`
	// what a day below zero costs, as a yearly rate.
	OverdraftBpsAYear *int64 `json:"overdraft_bps_a_year,omitempty"`
	// what cash earns while it waits, as a yearly rate.
	InterestBpsAYear *int64 `json:"interest_bps_a_year,omitempty"`
	// the open ones.
	Invoices []OpenInvoice `json:"invoices"`
}

// PaymentTimingAnswer:
type PaymentTimingAnswer struct {
	// that no later day costs less for the largest invoice, calibrated, 0 to 1.
	Probability float64 `json:"probability"`
	// what the plan costs in overdrafts, penalties, discounts missed and interest forgone, in minor units.
	CostMinor *int64 `json:"cost_minor"`
	// the same of paying every invoice on its due date.
	DueDateCostMinor *int64 `json:"due_date_cost_minor"`
	// the difference.
	SavedMinor *int64 `json:"saved_minor"`
	// what the plan pays today.
	PayTodayMinor *int64 `json:"pay_today_minor"`
	// every invoice, the earliest payment first.
	Plan []PlannedPayment `json:"plan"`
}

// PaymentTimingDecision: A decision of the use case `payment-timing`: On which day should each invoice be paid?
type PaymentTimingDecision struct {
	Id            string               `json:"id"`
	UseCase       string               `json:"use_case"`
	Outcome       string               `json:"outcome"`
	Answer        *PaymentTimingAnswer `json:"answer"`
	Confidence    *Confidence          `json:"confidence"`
	Reasons       []Reason             `json:"reasons"`
	Model         UsedModel            `json:"model"`
	Rules         UsedRules            `json:"rules"`
	Degraded      bool                 `json:"degraded"`
	TransactionId *string              `json:"transaction_id"`
	DuplicateOf   *string              `json:"duplicate_of"`
	DecidedAt     string               `json:"decided_at"`
	EntryId       string               `json:"entry_id"`
	Receipt       Receipt              `json:"receipt"`
	Explanation   *Explanation         `json:"explanation"`
}

// PaymentToSend: A payment that is to go through a gateway now.
type PaymentToSend struct {
	// your own id of the payment; it and the number of gateways tried decide, always alike, what is chosen.
	PaymentId string `json:"payment_id"`
	// how it is paid.
	// One of card, cash, imps, neft, netbanking, other, rtgs, upi, wallet.
	Method string `json:"method"`
	// the payer's, as a slug.
	Bank *string `json:"bank,omitempty"`
	// minor units of the currency.
	AmountMinor int64 `json:"amount_minor"`
	// ISO 4217.
	Currency string `json:"currency"`
	// gateways that this payment was tried at so far; none of them is chosen.
	Tried []string `json:"tried,omitzero"`
}

// Payout: A payout that is not credited yet.
type Payout struct {
	// your own id of the payout.
	Id *string `json:"id,omitempty"`
	// your own id of who is to be paid.
	PayeeId string `json:"payee_id"`
	// of the payee, as a slug.
	Bank string `json:"bank"`
	// the rail.
	// One of card, imps, neft, other, rtgs, upi, wallet.
	Method string `json:"method"`
	// minor units of the currency.
	AmountMinor int64 `json:"amount_minor"`
	// ISO 4217.
	Currency string `json:"currency"`
	// when it was made.
	CreatedAt time.Time `json:"created_at"`
	// when it was released; absent while it is not.
	ApprovedAt *time.Time `json:"approved_at,omitempty"`
	// when it was handed to the bank; absent while it is not.
	SentAt *time.Time `json:"sent_at,omitempty"`
	// of the desks that release and credit it, such as 330 for India.
	UtcOffsetMinutes *int64 `json:"utc_offset_minutes,omitempty"`
	// earlier payouts of this payee, of this bank and of any; what happened after the question is not looked at.
	History []PastPayout `json:"history,omitzero"`
}

// PayoutAmountEventData: Of a payout that is far above what is usual.
type PayoutAmountEventData struct {
	// where it is.
	Stage string `json:"stage"`
	// in minor units of its currency.
	AmountMinor int64 `json:"amount_minor"`
	// ISO 4217.
	Currency string `json:"currency"`
	// its rail.
	Method string `json:"method"`
	// of the payee.
	Bank string `json:"bank"`
	// that it goes through; null where none was named.
	Gateway *string `json:"gateway"`
	// the group that it was compared with.
	Basis string `json:"basis"`
	// of how many.
	Count int64 `json:"count"`
	// standard deviations above the middle, of the logarithm.
	Z float64 `json:"z"`
	// the middle, in minor units.
	UsualMinor int64 `json:"usual_minor"`
}

// PayoutAnomalyDetail: Why it was flagged; what does not belong to the kind is null.
type PayoutAnomalyDetail struct {
	// the group that it was compared with.
	// One of bank, gateway, method, payee, stage.
	Basis *string `json:"basis"`
	// of how many.
	Count *int64 `json:"count"`
	// nine of ten took no longer.
	UsualS *int64 `json:"usual_s"`
	// three standard deviations.
	LimitS *int64  `json:"limit_s"`
	Since  *string `json:"since"`
	// when the stage should have ended by that limit.
	ExpectedBy *string `json:"expected_by"`
	DueAt      *string `json:"due_at"`
	// of the group, within the hour.
	Failed *int64 `json:"failed"`
	// of the group, within the hour.
	Ended *int64 `json:"ended"`
	// of the group's payouts that fail.
	UsualShare *float64 `json:"usual_share"`
	ErrorCode  *string  `json:"error_code"`
	// standard deviations above the middle of the group's amounts.
	Z *float64 `json:"z"`
	// that middle.
	UsualMinor *int64   `json:"usual_minor"`
	Documents  []string `json:"documents"`
	// that a magic value of a sandbox did it.
	Note *string `json:"note"`
}

// PayoutAnomalyPage: One page of anomalies, last found first.
type PayoutAnomalyPage struct {
	Data      []PayoutAnomalyView `json:"data"`
	HasMore   bool                `json:"has_more"`
	NextAfter *string             `json:"next_after"`
}

// PayoutAnomalyView: Something unusual about a payout; each kind once.
type PayoutAnomalyView struct {
	Id       string `json:"id"`
	PayoutId string `json:"payout_id"`
	// One of amount_unusual, documents_missing, failing, late, stuck.
	Kind string `json:"kind"`
	// that it was in.
	// One of approved, at_bank, created, credited, failed, returned, sent.
	Stage   string              `json:"stage"`
	FoundAt string              `json:"found_at"`
	Detail  PayoutAnomalyDetail `json:"detail"`
}

// PayoutBatch: Payouts to be recorded in one commit.
type PayoutBatch struct {
	// all of them are valid, or nothing is recorded.
	Items []NewPayout `json:"items"`
}

// PayoutContradictedEventData: Of a payout that was told what cannot be true.
type PayoutContradictedEventData struct {
	// what is believed of it now.
	Stage string `json:"stage"`
	// since when.
	At time.Time `json:"at"`
	// in minor units of its currency.
	AmountMinor int64 `json:"amount_minor"`
	// ISO 4217.
	Currency string `json:"currency"`
	// how many of its events do not fit.
	Contradictions int64 `json:"contradictions"`
}

// PayoutDelayAnswer:
type PayoutDelayAnswer struct {
	// that it is not credited within 24 hours from now, calibrated, 0 to 1.
	Probability float64 `json:"probability"`
	// the last stage that it reached: created, approved or sent.
	Stage *string `json:"stage"`
	// since then.
	HoursInStage *float64 `json:"hours_in_stage"`
	// how unusual that is, in standard deviations of the payee's own payouts, else of its bank's, else of its rail's.
	ZScore *float64 `json:"z_score"`
	// hours from now until it is credited, as likely sooner as later.
	HoursP50 *float64 `json:"hours_p50"`
	// the same, in nine of ten cases at most.
	HoursP90 *float64 `json:"hours_p90"`
	// the same, in nineteen of twenty cases at most.
	HoursP95 *float64 `json:"hours_p95"`
	// when it is credited by `hours_p50`.
	ExpectedAt *string `json:"expected_at"`
	// what it most likely waits for.
	Cause *string `json:"cause"`
	// the same hours for every stage ahead.
	Stages []StageHours `json:"stages"`
	// the same, in one of ten cases at most; of a version of your own that learned days.
	HoursP10 *float64 `json:"hours_p10,omitempty"`
	// the same against the payee's own payouts alone; null where fewer than five are known.
	PartnerZScore *float64 `json:"partner_z_score,omitempty"`
	// the same against all payouts in this stage on the rail; null where fewer than five are known.
	StageZScore *float64 `json:"stage_z_score,omitempty"`
}

// PayoutDelayDecision: A decision of the use case `payout-delay`: Where is this payout stuck, and when is it credited?
type PayoutDelayDecision struct {
	Id            string             `json:"id"`
	UseCase       string             `json:"use_case"`
	Outcome       string             `json:"outcome"`
	Answer        *PayoutDelayAnswer `json:"answer"`
	Confidence    *Confidence        `json:"confidence"`
	Reasons       []Reason           `json:"reasons"`
	Model         UsedModel          `json:"model"`
	Rules         UsedRules          `json:"rules"`
	Degraded      bool               `json:"degraded"`
	TransactionId *string            `json:"transaction_id"`
	DuplicateOf   *string            `json:"duplicate_of"`
	DecidedAt     string             `json:"decided_at"`
	EntryId       string             `json:"entry_id"`
	Receipt       Receipt            `json:"receipt"`
	Explanation   *Explanation       `json:"explanation"`
}

// PayoutDocumentEventData: Of a payout that waits for a document.
type PayoutDocumentEventData struct {
	// which.
	Document string `json:"document"`
	// in minor units of its currency.
	AmountMinor int64 `json:"amount_minor"`
	// ISO 4217.
	Currency string `json:"currency"`
}

// PayoutDocuments:
type PayoutDocuments struct {
	// all that the payout waits for now; none when everything is there.
	// One of bank_account, gstin, kyc, pan.
	DocumentsMissing []string `json:"documents_missing"`
}

// PayoutDocumentsEventData: Of a payout that waits for documents.
type PayoutDocumentsEventData struct {
	// where it waits.
	Stage string `json:"stage"`
	// in minor units of its currency.
	AmountMinor int64 `json:"amount_minor"`
	// ISO 4217.
	Currency string `json:"currency"`
	// its rail.
	Method string `json:"method"`
	// of the payee.
	Bank string `json:"bank"`
	// that it goes through; null where none was named.
	Gateway *string `json:"gateway"`
	// which are missing.
	Documents []string `json:"documents"`
}

// PayoutEvent: Something that happened to a payout: it reached a stage, was put on hold, or went on.
type PayoutEvent struct {
	// your own id of the payout.
	PayoutId string `json:"payout_id"`
	// your own id of the event, or the gateway's; without one, the same words twice are one event.
	Id *string `json:"id,omitempty"`
	// what it reached; `on_hold` and `released` stand beside the stages.
	// One of approved, at_bank, credited, failed, on_hold, released, returned, sent.
	Stage string `json:"stage"`
	// when; not before 2000 and not more than a day ahead.
	OccurredAt time.Time `json:"occurred_at"`
	// who says so.
	// One of bank, gateway, tenant.
	Source *string `json:"source,omitempty"`
	// why it failed or was returned, as a slug.
	ErrorCode *string `json:"error_code,omitempty"`
	// the gateway's or the bank's own number of it, such as a UTR; kept sealed.
	Reference *string `json:"reference,omitempty"`
}

// PayoutEventBatch: Events to be recorded in one commit, in any order.
type PayoutEventBatch struct {
	// all of them are valid, or nothing is recorded.
	Items []PayoutEvent `json:"items"`
}

// PayoutEventResult: What became of one event.
type PayoutEventResult struct {
	// our id of the event that is kept.
	Id *string `json:"id"`
	// our id of its payout.
	PayoutId *string `json:"payout_id"`
	// the `payout_id` that was sent.
	OwnPayoutId string `json:"own_payout_id"`
	// `counted`, `repeated` and `contradicting` are new; `existing` was here before; `conflict` had this id and other content; `unknown` has no payout here; `too_many` is one beyond the 200 that are kept of a payout.
	// One of conflict, contradicting, counted, existing, repeated, too_many, unknown.
	Status string `json:"status"`
	// where the payout is now.
	// One of approved, at_bank, created, credited, failed, returned, sent.
	Stage *string `json:"stage"`
}

// PayoutEventResults: One result for each event, in the order of the request.
type PayoutEventResults struct {
	Data []PayoutEventResult `json:"data"`
}

// PayoutEventView: An event of a payout.
type PayoutEventView struct {
	// our id.
	Id string `json:"id"`
	// as it was sent; null once the payee was erased.
	Event      *PayoutEvent `json:"event"`
	RecordedAt string       `json:"recorded_at"`
	// `counted` reached a stage or a hold; `repeated` told of a stage that was known; `contradicting` cannot be true beside the others.
	// One of contradicting, counted, repeated.
	Standing string `json:"standing"`
}

// PayoutFailedEventData: Of a payout that failed.
type PayoutFailedEventData struct {
	// `failed` or `returned`.
	Stage string `json:"stage"`
	// since when.
	At time.Time `json:"at"`
	// in minor units of its currency.
	AmountMinor int64 `json:"amount_minor"`
	// ISO 4217.
	Currency string `json:"currency"`
	// why, in our words; null where nobody said.
	Code *string `json:"code"`
}

// PayoutFailingEventData: Of a payout that failed in a burst.
type PayoutFailingEventData struct {
	// `failed` or `returned`.
	Stage string `json:"stage"`
	// in minor units of its currency.
	AmountMinor int64 `json:"amount_minor"`
	// ISO 4217.
	Currency string `json:"currency"`
	// its rail.
	Method string `json:"method"`
	// of the payee.
	Bank string `json:"bank"`
	// that it went through; null where none was named.
	Gateway *string `json:"gateway"`
	// the group that fails.
	Basis string `json:"basis"`
	// of the group, within an hour.
	Failed int64 `json:"failed"`
	// of the group, within the same hour.
	Ended int64 `json:"ended"`
	// of how many payouts what is usual is known.
	Count int64 `json:"count"`
	// of the group's payouts that fail, as a rule.
	UsualShare float64 `json:"usual_share"`
	// why this one failed, where somebody said.
	ErrorCode *string `json:"error_code,omitempty"`
}

// PayoutLateEventData: Of a payout that its payee was promised earlier.
type PayoutLateEventData struct {
	// where it is.
	Stage string `json:"stage"`
	// in minor units of its currency.
	AmountMinor int64 `json:"amount_minor"`
	// ISO 4217.
	Currency string `json:"currency"`
	// its rail.
	Method string `json:"method"`
	// of the payee.
	Bank string `json:"bank"`
	// that it goes through; null where none was named.
	Gateway *string `json:"gateway"`
	// when it was promised.
	DueAt time.Time `json:"due_at"`
	// when its stage began.
	Since time.Time `json:"since"`
}

// PayoutMovedEventData: Of a payout that reached a stage.
type PayoutMovedEventData struct {
	// where it is now.
	Stage string `json:"stage"`
	// since when.
	At time.Time `json:"at"`
	// in minor units of its currency.
	AmountMinor int64 `json:"amount_minor"`
	// ISO 4217.
	Currency string `json:"currency"`
}

// PayoutPage: One page of payouts, last recorded first.
type PayoutPage struct {
	Data      []PayoutSummary `json:"data"`
	HasMore   bool            `json:"has_more"`
	NextAfter *string         `json:"next_after"`
}

// PayoutQuestion: A question about one payout that is not credited yet.
type PayoutQuestion struct {
	// the facts that it is decided of; they are kept with the decision and nowhere else.
	Payout *Payout `json:"payout,omitempty"`
	// the columns of your own version, when such a version is deployed.
	Inputs map[string]any `json:"inputs,omitzero"`
	// `explanation` adds the feature vector and every contribution to the answer.
	// One of explanation.
	Include []string `json:"include,omitzero"`
	// of the reasons; else the first of `Accept-Language` that is spoken here.
	// One of en, hi.
	Language *string `json:"language,omitempty"`
	// which it belongs to, in your own words; deployments may serve one alone.
	Segment *string `json:"segment,omitempty"`
	// where it is, in your own words; decisions are listed by it.
	Region *string `json:"region,omitempty"`
}

// PayoutResult: What became of one payout of several.
type PayoutResult struct {
	// our id of the payout that has this own id now.
	Id string `json:"id"`
	// the `id` that was sent.
	OwnId string `json:"own_id"`
	// `recorded` is new; `existing` had this own id and content before; `conflict` had this own id and other content.
	// One of conflict, existing, recorded.
	Status string `json:"status"`
}

// PayoutResults: One result for each payout, in the order of the request.
type PayoutResults struct {
	Data []PayoutResult `json:"data"`
}

// PayoutStatusView: What a payee may be shown.
type PayoutStatusView struct {
	// our id.
	Id string `json:"id"`
	// yours; null once the payee was erased.
	OwnId *string `json:"own_id"`
	// One of approved, at_bank, created, credited, failed, returned, sent.
	Stage string `json:"stage"`
	// the stages that it reached, in order.
	Done []DoneStageView `json:"done"`
	// the stage that it is in; null when it has ended.
	Waiting *WaitingView `json:"waiting"`
	// eight of ten such payouts are credited between this
	CreditFrom *string `json:"credit_from"`
	// and this; null where too few are known, it is on hold, or it has ended.
	CreditTo *string `json:"credit_to"`
	// whose history that is.
	// One of bank, gateway, method, payee, stage.
	CreditBasis *string `json:"credit_basis"`
	// how many credited payouts.
	CreditCount *int64  `json:"credit_count"`
	DueAt       *string `json:"due_at"`
	ErrorCode   *string `json:"error_code"`
	// One of bank_account, gstin, kyc, pan.
	DocumentsMissing []string `json:"documents_missing"`
}

// PayoutStuckEventData: Of a payout that stays in a stage.
type PayoutStuckEventData struct {
	// where it stays.
	Stage string `json:"stage"`
	// in minor units of its currency.
	AmountMinor int64 `json:"amount_minor"`
	// ISO 4217.
	Currency string `json:"currency"`
	// its rail.
	Method string `json:"method"`
	// of the payee.
	Bank string `json:"bank"`
	// that it goes through; null where none was named.
	Gateway *string `json:"gateway"`
	// when the stage began.
	Since time.Time `json:"since"`
	// when it should have ended.
	ExpectedBy *time.Time `json:"expected_by,omitempty"`
	// nine of ten took no longer, in seconds.
	UsualS *int64 `json:"usual_s,omitempty"`
	// three standard deviations, in seconds.
	LimitS *int64 `json:"limit_s,omitempty"`
	// the group that it was compared with.
	Basis *string `json:"basis,omitempty"`
	// of how many.
	Count *int64 `json:"count,omitempty"`
	// that a magic value of a sandbox did it.
	Note *string `json:"note,omitempty"`
}

// PayoutSummary: A payout and where it is.
type PayoutSummary struct {
	// our id.
	Id string `json:"id"`
	// as it was sent, fields that equal their default left out; null once its payee was erased.
	Payout     *NewPayout `json:"payout"`
	RecordedAt string     `json:"recorded_at"`
	// One of approved, at_bank, created, credited, failed, returned, sent.
	Stage string `json:"stage"`
	// when it reached its stage.
	Since string `json:"since"`
	// whether it is on hold now.
	OnHold  bool    `json:"on_hold"`
	EndedAt *string `json:"ended_at"`
	// why it failed or was returned.
	ErrorCode *string `json:"error_code"`
	// events that cannot be true beside the others.
	Contradictions int64 `json:"contradictions"`
	// what it waits for now.
	// One of bank_account, gstin, kyc, pan.
	DocumentsMissing []string `json:"documents_missing"`
}

// PayoutView: A payout, where it is, and how it came there.
type PayoutView struct {
	// our id.
	Id string `json:"id"`
	// as it was sent, fields that equal their default left out; null once its payee was erased.
	Payout     *NewPayout `json:"payout"`
	RecordedAt string     `json:"recorded_at"`
	// One of approved, at_bank, created, credited, failed, returned, sent.
	Stage string `json:"stage"`
	// when it reached its stage.
	Since string `json:"since"`
	// whether it is on hold now.
	OnHold  bool    `json:"on_hold"`
	EndedAt *string `json:"ended_at"`
	// why it failed or was returned.
	ErrorCode *string `json:"error_code"`
	// events that cannot be true beside the others.
	Contradictions int64 `json:"contradictions"`
	// what it waits for now.
	// One of bank_account, gstin, kyc, pan.
	DocumentsMissing []string `json:"documents_missing"`
	// its stages in order.
	Reached []ReachedStage `json:"reached"`
	// all that was told of it, by the time it happened.
	Events []PayoutEventView `json:"events"`
}

// Permission is one of "access:grant", "alerts:configure", "alerts:read", "alerts:write", "batches:create", "batches:read", "cases:approve", "cases:configure", "cases:read", "cases:write", "causes:read", "clients:read", "clients:write", "connectors:read", "connectors:write", "customers:erase", "customers:export", "decisions:create", "decisions:read", "environments:close", "environments:export", "features:read", "features:write", "feedback:write", "feeds:read", "feeds:write", "keys:read", "keys:write", "ledger:export", "ledger:read", "ledger:rotate", "lists:write", "members:read", "members:write", "messages:read", "messages:write", "models:deploy", "models:read", "models:write", "payments:read", "payments:write", "predictions:create", "requests:read", "retention:write", "rules:activate", "rules:approve", "rules:backtest", "rules:read", "rules:write", "sandbox:write", "suppressions:write", "tenants:create", "tenants:read", "tenants:write", "usage:read", "vendor_payments:read", "vendor_payments:release", "vendor_payments:write", "webhooks:read", "webhooks:write", "workflows:activate", "workflows:answer", "workflows:read", "workflows:run", "workflows:write".
type Permission = string

// PingEventData: Of a test.
type PingEventData struct {
	// the same words every time.
	Message string `json:"message"`
}

// PlanName is one of "standard", "trial", "unmetered".
type PlanName = string

// PlanRequest: When a use case shall be trained anew by itself, and how; the job always ends in shadow.  source, task, features, days, presumed_after_days: as of a training job.
type PlanRequest struct {
	// when a version of it in service begins to drift.
	OnDrift *bool `json:"on_drift,omitempty"`
	// at these times, as in cron, in UTC: minute, hour, day of month, month, day of week.
	Schedule *string `json:"schedule,omitempty"`
	// One of decisions, facts.
	Source *string `json:"source,omitempty"`
	// One of anomaly, classes, number, probability.
	Task              *string  `json:"task,omitempty"`
	Features          []string `json:"features,omitzero"`
	Days              *int64   `json:"days,omitempty"`
	PresumedAfterDays *int64   `json:"presumed_after_days,omitempty"`
}

// PlannedPayment: When to pay one invoice.
type PlannedPayment struct {
	// yours.
	Id string `json:"id"`
	// when; after its due date where waiting for money costs less than an overdraft.
	PayAt string `json:"pay_at"`
	// that no later day that matters costs less, calibrated, 0 to 1; 1 for a late payment after which none matters.
	Probability float64 `json:"probability"`
	// whether it is paid in time for its discount.
	TakesDiscount bool `json:"takes_discount"`
	// before its due date.
	DaysEarly float64 `json:"days_early"`
}

// PolicyGateway: A gateway that a policy may choose.
type PolicyGateway struct {
	// as a slug.
	Gateway string `json:"gateway"`
	// what it charges for a success, hundredths of a percent of the amount.
	FeeBps *int64 `json:"fee_bps,omitempty"`
	// on top, minor units of the payment's currency.
	FeeFixedMinor *int64 `json:"fee_fixed_minor,omitempty"`
	// what it charges for a failure.
	FailureFeeMinor *int64 `json:"failure_fee_minor,omitempty"`
	// of the payments that it may take, at least; kept while it is well.
	MinSharePercent *float64 `json:"min_share_percent,omitempty"`
	// of them, at most; kept while another gateway is well.
	MaxSharePercent *float64 `json:"max_share_percent,omitempty"`
	// its part, of a policy of kind `shares`.
	SharePercent *float64 `json:"share_percent,omitempty"`
}

// PolicyRule: A line of the table that comes before everything learned. Empty lists and nulls match anything.
type PolicyRule struct {
	// of the payment, one of these.
	// One of card, cash, imps, neft, netbanking, other, rtgs, upi, wallet.
	Methods []string `json:"methods,omitzero"`
	// the payer's, one of these.
	Banks []string `json:"banks,omitzero"`
	// of the payment, one of these.
	Currencies []string `json:"currencies,omitzero"`
	// included.
	AmountFromMinor *int64 `json:"amount_from_minor,omitempty"`
	// not included.
	AmountToMinor *int64 `json:"amount_to_minor,omitempty"`
	// choose among these alone; the first rule that says so counts.
	Use []string `json:"use,omitzero"`
	// choose none of these; every rule that matches counts.
	Avoid []string `json:"avoid,omitzero"`
}

// PolicySpec: What a policy is; it never changes.
type PolicySpec struct {
	// bandit learns from attempts, priority takes the first gateway that is well, shares divides by fixed parts.
	// One of bandit, priority, shares.
	Kind *string `json:"kind,omitempty"`
	// to choose from; of kind `priority`, the best first.
	Gateways []PolicyGateway `json:"gateways"`
	// what comes first.
	Rules []PolicyRule `json:"rules,omitzero"`
	// what a failed try costs beyond fees, a lost sale included: hundredths of a percent of the amount.
	FailureCostBps *int64 `json:"failure_cost_bps,omitempty"`
	// of payments that go to other gateways than the learned shares say, evenly among those that are well, so that all figures stay fresh and policies can be judged by what was logged.
	ExploreShare *float64 `json:"explore_share,omitempty"`
}

// PortfolioQuestion: A question about all invoices that are to be paid, and the cash to pay them from.
type PortfolioQuestion struct {
	// the facts that it is decided of; they are kept with the decision and nowhere else.
	Portfolio *PaymentPortfolio `json:"portfolio,omitempty"`
	// the columns of your own version, when such a version is deployed.
	Inputs map[string]any `json:"inputs,omitzero"`
	// `explanation` adds the feature vector and every contribution to the answer.
	// One of explanation.
	Include []string `json:"include,omitzero"`
	// of the reasons; else the first of `Accept-Language` that is spoken here.
	// One of en, hi.
	Language *string `json:"language,omitempty"`
	// which it belongs to, in your own words; deployments may serve one alone.
	Segment *string `json:"segment,omitempty"`
	// where it is, in your own words; decisions are listed by it.
	Region *string `json:"region,omitempty"`
}

// PresentCode: A code of the authenticator app, or where it drops the factor, a recovery code.
type PresentCode struct {
	Code string `json:"code"`
}

// PreviewBody: A message as a step would send it. values: for its placeholders. text, subject: a wording that is not kept yet, in place of the kept one.
type PreviewBody struct {
	Name string `json:"name"`
	// One of mail, sms, whatsapp.
	Channel  string            `json:"channel"`
	Language *string           `json:"language,omitempty"`
	Values   map[string]string `json:"values,omitzero"`
	Text     *string           `json:"text,omitempty"`
	Subject  *string           `json:"subject,omitempty"`
}

// PreviewRow: A payment as it would be recorded. reference: the bank's own.
type PreviewRow struct {
	Line        int64  `json:"line"`
	OccurredAt  string `json:"occurred_at"`
	AmountMinor int64  `json:"amount_minor"`
	Currency    string `json:"currency"`
	// One of credit, debit.
	Direction string `json:"direction"`
	// One of card, cash, imps, neft, netbanking, other, rtgs, upi, wallet.
	Method       string  `json:"method"`
	CustomerId   *string `json:"customer_id"`
	Description  *string `json:"description"`
	PayeeId      *string `json:"payee_id"`
	Category     *string `json:"category"`
	Reference    *string `json:"reference"`
	BalanceMinor *int64  `json:"balance_minor"`
}

// PreviewView: What would go out. source: whose wording it is. language: the one that was found. encoding, parts: of an SMS.
type PreviewView struct {
	// One of draft, shipped, stored.
	Source     string  `json:"source"`
	TemplateId *string `json:"template_id"`
	Language   string  `json:"language"`
	Subject    string  `json:"subject"`
	Text       string  `json:"text"`
	Characters int64   `json:"characters"`
	// One of gsm7, ucs2.
	Encoding         *string           `json:"encoding"`
	Parts            *int64            `json:"parts"`
	ProviderTemplate *ProviderTemplate `json:"provider_template"`
	// what the provider gets beside its template's id, in its order.
	Parameters []ParameterView `json:"parameters"`
}

// PrincipalView: Who a credential stands for, and what it may do.
type PrincipalView struct {
	Id string `json:"id"`
	// One of api_key, client, member, system.
	Kind          string `json:"kind"`
	TenantId      string `json:"tenant_id"`
	EnvironmentId string `json:"environment_id"`
	// One of live, sandbox.
	Mode        string   `json:"mode"`
	Permissions []string `json:"permissions"`
}

// ProbabilityAnswer:
type ProbabilityAnswer struct {
	// that the event of the use case happens, calibrated, 0 to 1.
	Probability float64 `json:"probability"`
}

// Problem: What went wrong, in words for people and in a code for programs (RFC 9457).
type Problem struct {
	// where the code is documented, relative to this server.
	Type string `json:"type"`
	// the phrase of the status.
	Title string `json:"title"`
	// the HTTP status.
	Status int64 `json:"status"`
	// what went wrong this time.
	Detail string `json:"detail"`
	// stable; switch on this.
	Code string `json:"code"`
	// what to change before trying again.
	Fix string `json:"fix"`
	// name it when you report the problem.
	RequestId string `json:"request_id"`
	// the refused fields, when the content of the request is the reason.
	Errors []FieldError `json:"errors"`
}

// ProductLead: One product. probability: that the customer takes it within 90 days, calibrated, 0 to 1.
type ProductLead struct {
	Product     string  `json:"product"`
	Probability float64 `json:"probability"`
}

// Progress:
type Progress struct {
	// decisions of the range looked at, of every use case. of: all of them; None until they are counted.
	Done int64  `json:"done"`
	Of   *int64 `json:"of"`
	// a second. eta_s: until the end.
	Rate *float64 `json:"rate"`
	EtaS *float64 `json:"eta_s"`
}

// PromoteRelease: Why the release of the sandbox shall come to live.
type PromoteRelease struct {
	Reason string `json:"reason"`
}

// ProposeVendorPayment:
type ProposeVendorPayment struct {
	// its name to the payer, which the commitment is to. reference: the payer's own, for its people.
	Vendor      string  `json:"vendor"`
	Reference   *string `json:"reference,omitempty"`
	AmountMinor int64   `json:"amount_minor"`
	Currency    string  `json:"currency"`
	// of the document that is paid by. not_before, deadline: whole seconds; a fraction is cut off.
	AgreementSha256 string    `json:"agreement_sha256"`
	NotBefore       time.Time `json:"not_before"`
	Deadline        time.Time `json:"deadline"`
	// how many others must approve on chain. payer: the address that is registered with the contract.
	Approvals int64  `json:"approvals"`
	Payer     string `json:"payer"`
}

// ProviderTemplate: What a provider or an operator registered this wording as.
type ProviderTemplate struct {
	// the DLT template id of an SMS, the name or id of a WhatsApp template. entity_id: the sender's DLT principal entity id.
	Id       string  `json:"id"`
	EntityId *string `json:"entity_id,omitempty"`
	// placeholders in the order in which the provider counts them.
	Parameters []string `json:"parameters,omitzero"`
}

// PublicJwk: A public key as RFC 7517 writes it: P-256 (ES256), Ed25519, or RSA of 2,048 bits or more (PS256, RS256).
type PublicJwk struct {
	// One of EC, OKP, RSA.
	Kty string `json:"kty"`
	Kid string `json:"kid"`
	// One of ES256, Ed25519, PS256, RS256.
	Alg *string `json:"alg,omitempty"`
	// One of sig.
	Use *string `json:"use,omitempty"`
	// One of verify.
	KeyOps []string `json:"key_ops,omitzero"`
	// One of Ed25519, P-256.
	Crv *string `json:"crv,omitempty"`
	X   *string `json:"x,omitempty"`
	Y   *string `json:"y,omitempty"`
	N   *string `json:"n,omitempty"`
	E   *string `json:"e,omitempty"`
}

// PushRuleset: A new version of a ruleset.
type PushRuleset struct {
	// a GoRules JDM graph: decision tables, expressions and switches. It must write `outcome` on every path; `notes`, a text or a list of texts, go into the decision.
	Graph map[string]any `json:"graph"`
	// the outcome when there is no score, or when the ruleset fails for facts that nobody foresaw.
	Fallback string `json:"fallback"`
	// why, for those who read the history.
	Reason string `json:"reason"`
	// let the version rule beside the one that decides, on live decisions; what it would have changed is counted.
	Shadow *bool `json:"shadow,omitempty"`
}

// PushWorkflow: A new version of the workflow of its name. reason: why, for those who read the history.
type PushWorkflow struct {
	Document map[string]any `json:"document"`
	Reason   string         `json:"reason"`
}

// PutMessageTemplate: The wording of a message from now on. placeholders: what a step gives values for; those in the text when left out.
type PutMessageTemplate struct {
	Name string `json:"name"`
	// One of mail, sms, whatsapp.
	Channel          string            `json:"channel"`
	Language         *string           `json:"language,omitempty"`
	Subject          *string           `json:"subject,omitempty"`
	Text             string            `json:"text"`
	Placeholders     []string          `json:"placeholders,omitzero"`
	ProviderTemplate *ProviderTemplate `json:"provider_template,omitempty"`
}

// PutRuleTestCases: All test cases of a use case as they shall be from now on.
type PutRuleTestCases struct {
	// each with a name of its own, facts by full name, the outcome that must come, and notes if they matter.
	Cases []RuleTest `json:"cases"`
	// why, for those who read the history.
	Reason string `json:"reason"`
}

// QueueSettings:
type QueueSettings struct {
	// who works it off, in the tenant's words. approval: whether a second member has to agree with each result.
	Team       string      `json:"team"`
	SlaMinutes *SlaMinutes `json:"sla_minutes,omitempty"`
	Approval   *bool       `json:"approval,omitempty"`
	// those that may be given; empty allows any.
	Results []string `json:"results,omitzero"`
}

// RaiseAlert: An alert of the tenant's own systems. It goes by the same rules as events, under `own.` and its kind; where no rule matches it is raised as it says.
type RaiseAlert struct {
	// `own.` is put before it. subject: what it is about, an id of ours or of theirs, never personal.
	Kind    string `json:"kind"`
	Subject string `json:"subject"`
	// One of critical, high, low, medium.
	Severity *string           `json:"severity,omitempty"`
	Data     map[string]string `json:"data,omitzero"`
}

// RateChange: When a failure rate changed. method: null where it is the whole gateway's. until: of the new rate, or the report's end.
type RateChange struct {
	Gateway    string  `json:"gateway"`
	Method     *string `json:"method"`
	At         string  `json:"at"`
	Until      string  `json:"until"`
	RateBefore float64 `json:"rate_before"`
	RateAfter  float64 `json:"rate_after"`
	TriesAfter int64   `json:"tries_after"`
}

// ReachedStage: A stage that a payout reached, and when.
type ReachedStage struct {
	// One of approved, at_bank, created, credited, failed, returned, sent.
	Stage string `json:"stage"`
	At    string `json:"at"`
}

// ReadRuleFile: A file to read: CSV, XLSX or JSON; which of them is seen from its bytes.
type ReadRuleFile struct {
	// its bytes, in Base64. version_id: the version that a CSV table belongs to; the newest when absent.
	Content   string  `json:"content"`
	VersionId *string `json:"version_id,omitempty"`
	// its id or name, where the version has several tables.
	Node *string `json:"node,omitempty"`
}

// ReadyStatus:
type ReadyStatus struct {
	Status string `json:"status"`
	// of models, and whether each is to be had; without one its decisions are degraded ones.
	Runtimes map[string]string `json:"runtimes"`
}

// Reason: One feature's additive share of the margin, and what it says; or something found beside the score.  letters.
type Reason struct {
	Code    string `json:"code"`
	Text    string `json:"text"`
	Feature string `json:"feature"`
	// None where missing. contribution: in calibrated log odds; 0 of what was found. code: stable, for adverse-action
	Value        *float64 `json:"value"`
	Contribution float64  `json:"contribution"`
	// One of down, up.
	Direction string `json:"direction"`
}

// Receipt: A signed promise that an entry will be in the log by a deadline. Check it with `countermark-verify receipt`.
type Receipt struct {
	// version of the format.
	V int64 `json:"v"`
	// the log, which is the environment.
	LogId string `json:"log_id"`
	// the entry that is promised.
	EntryId string `json:"entry_id"`
	// SHA-256 of the entry as a leaf of the log.
	LeafHash string `json:"leaf_hash"`
	// when it was promised, microseconds since 1970 UTC.
	IssuedAtUs int64 `json:"issued_at_us"`
	// by when the log will hold the entry.
	DueAtUs int64 `json:"due_at_us"`
	// place of this receipt in the batch that one signature covers.
	BatchIndex int64 `json:"batch_index"`
	// number of receipts in the batch.
	BatchSize int64 `json:"batch_size"`
	// hashes from this receipt to the root that is signed.
	BatchPath []string `json:"batch_path"`
	// which of the keys at `/ledger/keys` signed.
	KeyId string `json:"key_id"`
	// Ed25519 over the batch.
	Signature string `json:"signature"`
}

// Received:
type Received struct {
	Received bool `json:"received"`
	// the same event was here already, and nothing was done again.
	Repeated bool `json:"repeated"`
}

// RecoveryCodes: Each works once instead of a code of the app. Shown once.
type RecoveryCodes struct {
	Codes []string `json:"codes"`
}

// RefuseRelease: Why the release shall never decide.
type RefuseRelease struct {
	Reason string `json:"reason"`
}

// RefuseRulesetVersion: Why the version shall never decide.
type RefuseRulesetVersion struct {
	Reason string `json:"reason"`
}

// ReleaseApprovalView: What a member said of a release. digest: of what they read. actor: the credential that they used.
type ReleaseApprovalView struct {
	Id string `json:"id"`
	// One of approve, refuse.
	Verdict   string `json:"verdict"`
	MemberId  string `json:"member_id"`
	Digest    string `json:"digest"`
	Actor     string `json:"actor"`
	Reason    string `json:"reason"`
	DecidedAt string `json:"decided_at"`
}

// ReleaseArguments: What `proveCondition` of the contract takes, by its own names in snake case.
type ReleaseArguments struct {
	// of the entry, 16 bytes. ts, record_ts: microseconds. anchored_epoch: null until an anchor covers the epoch.
	Eid           string   `json:"eid"`
	Ts            int64    `json:"ts"`
	Act           string   `json:"act"`
	Index         int64    `json:"index"`
	Size          int64    `json:"size"`
	LogRoot       string   `json:"log_root"`
	Salt          string   `json:"salt"`
	Slots         int64    `json:"slots"`
	EpochRoot     string   `json:"epoch_root"`
	Epoch         int64    `json:"epoch"`
	RecordTs      int64    `json:"record_ts"`
	AnchoredEpoch *int64   `json:"anchored_epoch"`
	LogPath       []string `json:"log_path"`
	SlotPath      []string `json:"slot_path"`
	// empty until then.
	RecordPath []string `json:"record_path"`
}

// ReleaseDiffView: What a release changes. same_model: by digest. metrics: the figures of both cards. thresholds: those that differ. rules: by node, row and cell.
type ReleaseDiffView struct {
	Before     ReleaseSideView       `json:"before"`
	After      ReleaseSideView       `json:"after"`
	SameModel  bool                  `json:"same_model"`
	Metrics    []ReleaseMetricView   `json:"metrics"`
	Thresholds []ThresholdChangeView `json:"thresholds"`
	Rules      RulesetDiffView       `json:"rules"`
}

// ReleaseEventData: Of a release.
type ReleaseEventData struct {
	// whose release it is.
	UseCase string `json:"use_case"`
	// of the release, within its use case.
	Number int64 `json:"number"`
}

// ReleaseMetricView: A figure of the cards of both versions; null where a card has none.
type ReleaseMetricView struct {
	Name   string   `json:"name"`
	Before *float64 `json:"before"`
	After  *float64 `json:"after"`
}

// ReleasePage: One page of releases, newest first.
type ReleasePage struct {
	Data      []ReleaseView `json:"data"`
	HasMore   bool          `json:"has_more"`
	NextAfter *string       `json:"next_after"`
}

// ReleasePromotedEventData: Of a release that came from the sandbox.
type ReleasePromotedEventData struct {
	// whose release it is.
	UseCase string `json:"use_case"`
	// of the release, within its use case.
	Number int64 `json:"number"`
	// the sandbox's, `rel_…`.
	PromotedFrom string `json:"promoted_from"`
}

// ReleaseShadowView: What a release would have done beside what decides, now or while it was there.  on the score of the version that answers; null where it decides already, and for the default.
type ReleaseShadowView struct {
	Release ReleaseView `json:"release"`
	Since   string      `json:"since"`
	// its version beside the one that answers; null where it answers already. rules: its ruleset beside the one that decides,
	Model *ComparisonView    `json:"model"`
	Rules *RulesetShadowView `json:"rules"`
}

// ReleaseSideView: One of two that are compared. release_id: null for what decides now. name, model_digest: of the version.
type ReleaseSideView struct {
	ReleaseId   *string `json:"release_id"`
	VersionId   string  `json:"version_id"`
	Name        string  `json:"name"`
	ModelDigest string  `json:"model_digest"`
}

// ReleaseSwitchPage: One page of what was in force, newest first.
type ReleaseSwitchPage struct {
	Data      []ReleaseSwitchView `json:"data"`
	HasMore   bool                `json:"has_more"`
	NextAfter *string             `json:"next_after"`
}

// ReleaseSwitchView: A change of what is in force. release_id, previous_release_id: null where no release was.
type ReleaseSwitchView struct {
	Id      string `json:"id"`
	UseCase string `json:"use_case"`
	// One of activate, rollback.
	Kind              string  `json:"kind"`
	ReleaseId         *string `json:"release_id"`
	PreviousReleaseId *string `json:"previous_release_id"`
	Actor             string  `json:"actor"`
	Reason            string  `json:"reason"`
	SwitchedAt        string  `json:"switched_at"`
}

// ReleaseView: One immutable release.  another environment has the same. model_digest, ruleset_digest: as decisions name them. ruleset_version_id: null for the default; where thresholds were set, the version that was made for them. thresholds: every number that the ruleset names. state: `checked`, `shadow`, `approved`, `active`, `retired` (it has decided) or `refused`. author_member: whom the author's credential acted for.
type ReleaseView struct {
	Id      string `json:"id"`
	UseCase string `json:"use_case"`
	Number  int64  `json:"number"`
	// SHA-256, in hexadecimal, over the RFC 8785 form of `{"model": …, "rules": …, "thresholds": …, "use_case": …}`; a copy in
	Digest           string             `json:"digest"`
	VersionId        string             `json:"version_id"`
	ModelDigest      string             `json:"model_digest"`
	RulesetVersionId *string            `json:"ruleset_version_id"`
	RulesetDigest    string             `json:"ruleset_digest"`
	Thresholds       map[string]float64 `json:"thresholds"`
	// One of active, approved, checked, refused, retired, shadow.
	State        string  `json:"state"`
	Author       string  `json:"author"`
	AuthorMember *string `json:"author_member"`
	Reason       string  `json:"reason"`
	CreatedAt    string  `json:"created_at"`
	// the release of the sandbox that it is a copy of. approvals: oldest first.
	PromotedFrom *string               `json:"promoted_from"`
	Approvals    []ReleaseApprovalView `json:"approvals"`
}

// ReliabilityBin: Predictions with neighbouring scores. low, high: the lowest and highest score in it. rate: how often it happened.
type ReliabilityBin struct {
	Low       float64 `json:"low"`
	High      float64 `json:"high"`
	Rows      int64   `json:"rows"`
	MeanScore float64 `json:"mean_score"`
	Rate      Figure  `json:"rate"`
}

// RemoveListEntries: Up to 1,000 of your own ids.
type RemoveListEntries struct {
	Values []string `json:"values"`
}

// ReplayView: A decision computed again from what is stored.
type ReplayView struct {
	DecisionId string `json:"decision_id"`
	// identical (the same bits), equivalent (within 1e-6, on another runtime or processor) or different.
	// One of different, equivalent, identical.
	Verdict         string   `json:"verdict"`
	StoredMargin    *float64 `json:"stored_margin"`
	ComputedMargin  *float64 `json:"computed_margin"`
	StoredOutcome   string   `json:"stored_outcome"`
	ComputedOutcome string   `json:"computed_outcome"`
	StoredRuntime   string   `json:"stored_runtime"`
	Runtime         string   `json:"runtime"`
	// names of fields that differ.
	Differences []string `json:"differences"`
}

// ReplayWebhooks: Either one message, or all that the endpoint asks for from `since` on, up to `until`.
type ReplayWebhooks struct {
	MessageId *string    `json:"message_id,omitempty"`
	Since     *time.Time `json:"since,omitempty"`
	Until     *time.Time `json:"until,omitempty"`
}

// Replayed:
type Replayed struct {
	// how many messages are sent again. more: there were more; replay again from `next_since`.
	Queued    int64   `json:"queued"`
	More      bool    `json:"more"`
	NextSince *string `json:"next_since"`
}

// ResetSandbox:
type ResetSandbox struct {
	// of the caller's own environment, so that no other is cleared by mistake. seed: whether the seed is sent again.
	EnvironmentId string `json:"environment_id"`
	Seed          *bool  `json:"seed,omitempty"`
}

// Retention: What holds. reason, set_at, set_by: null where nobody ever said otherwise than by default, which keeps everything.
type Retention struct {
	DecisionDays *int64  `json:"decision_days"`
	Reason       *string `json:"reason"`
	SetAt        *string `json:"set_at"`
	SetBy        *string `json:"set_by"`
}

// RetrainingPlanView: A plan as it stands.
type RetrainingPlanView struct {
	UseCase  string  `json:"use_case"`
	OnDrift  bool    `json:"on_drift"`
	Schedule *string `json:"schedule"`
	// One of decisions, facts.
	Source string `json:"source"`
	// what it shall tell; null for what the champion tells.
	// One of anomaly, classes, number, probability.
	Task *string `json:"task"`
	// what it shall score beside its feature set; empty for what the champion has.
	Features          []string `json:"features"`
	Days              int64    `json:"days"`
	PresumedAfterDays *int64   `json:"presumed_after_days"`
	// when its schedule comes next.
	NextAt    *string `json:"next_at"`
	UpdatedAt string  `json:"updated_at"`
	UpdatedBy string  `json:"updated_by"`
}

// RetrainingPlans: All plans of an environment, by use case.
type RetrainingPlans struct {
	Data []RetrainingPlanView `json:"data"`
}

// Role is one of "admin", "agent", "analyst", "auditor", "developer", "owner", "viewer".
type Role = string

// RollBackRelease: Why what decided before the release shall decide again.
type RollBackRelease struct {
	Reason string `json:"reason"`
}

// RollBackRuleset: Why what decided before shall decide again.
type RollBackRuleset struct {
	Reason string `json:"reason"`
}

// RootCausePage: One page of causes. since, until: of the period, in whole hours. before_since, before_until: what it is compared with.
type RootCausePage struct {
	Data        []RootCauseView `json:"data"`
	HasMore     bool            `json:"has_more"`
	NextAfter   *string         `json:"next_after"`
	Since       string          `json:"since"`
	Until       string          `json:"until"`
	BeforeSince string          `json:"before_since"`
	BeforeUntil string          `json:"before_until"`
}

// RootCauseStoryView: A cause with its course.  since, until: of the period. bucket_s: width of the buckets of `series`, which counts the whole cell.
type RootCauseStoryView struct {
	Id string `json:"id"`
	// One of attempt, payout, payout_unusual, ticket.
	Kind    string       `json:"kind"`
	Name    string       `json:"name"`
	Gateway *string      `json:"gateway"`
	Method  *string      `json:"method"`
	Bank    *string      `json:"bank"`
	Code    *string      `json:"code"`
	Fault   *string      `json:"fault"`
	Count   int64        `json:"count"`
	Share   float64      `json:"share"`
	Money   []CauseMoney `json:"money"`
	// One of falling, rising, steady, unknown.
	Trend     string        `json:"trend"`
	Expected  *float64      `json:"expected"`
	Excess    *float64      `json:"excess"`
	Ratio     *float64      `json:"ratio"`
	RatioLow  *float64      `json:"ratio_low"`
	RatioHigh *float64      `json:"ratio_high"`
	FirstAt   string        `json:"first_at"`
	LastAt    string        `json:"last_at"`
	Example   string        `json:"example"`
	Since     string        `json:"since"`
	Until     string        `json:"until"`
	BucketS   int64         `json:"bucket_s"`
	Series    []CauseBucket `json:"series"`
	// ids of the latest. linked: what goes with it.
	Examples []string          `json:"examples"`
	Linked   []LinkedCauseView `json:"linked"`
}

// RootCauseView: Failures, or tickets, of one cause in a period.  gateway, method, bank, code: what they share; null is anything. The code of tickets is what they are about.  first_at, last_at: in the period.
type RootCauseView struct {
	// the same cause has the same id in every period.
	Id string `json:"id"`
	// what failed; `ticket` is what people wrote about.
	// One of attempt, payout, payout_unusual, ticket.
	Kind string `json:"kind"`
	// in words.
	Name    string  `json:"name"`
	Gateway *string `json:"gateway"`
	Method  *string `json:"method"`
	Bank    *string `json:"bank"`
	Code    *string `json:"code"`
	// whose fault they all are, of whatever code: `gateway`, `bank`, `customer` or `merchant`.
	Fault *string `json:"fault"`
	// how many; those that no cause named before it in its kind has.
	Count int64 `json:"count"`
	// of all of its kind, 0 to 1.
	Share float64 `json:"share"`
	// what failed to move, by currency; tickets name none.
	Money []CauseMoney `json:"money"`
	// rising when the count is surely more than was to be expected after the days before.
	// One of falling, rising, steady, unknown.
	Trend string `json:"trend"`
	// what was, at as many tries; null where nothing was seen before.
	Expected *float64 `json:"expected"`
	// how many more there are.
	Excess *float64 `json:"excess"`
	// of the rates now and before. ratio_low, ratio_high: its interval, of 95 % for all causes of the kind at once.
	Ratio     *float64 `json:"ratio"`
	RatioLow  *float64 `json:"ratio_low"`
	RatioHigh *float64 `json:"ratio_high"`
	FirstAt   string   `json:"first_at"`
	LastAt    string   `json:"last_at"`
	// the id of the latest: an attempt, a payout, or the decision about a ticket.
	Example string `json:"example"`
}

// RotateApiKey:
type RotateApiKey struct {
	// how long the old key still works beside the new one.
	GraceS *int64 `json:"grace_s,omitempty"`
}

// RotateConnector: New credentials, in force at once; what is left out stays.
type RotateConnector struct {
	Username      *string `json:"username,omitempty"`
	Secret        *string `json:"secret,omitempty"`
	WebhookSecret *string `json:"webhook_secret,omitempty"`
}

// RotateLedgerKey:
type RotateLedgerKey struct {
	// ed25519, which every log has, or ml_dsa_44, the second, where the installation signs with it.
	// One of ed25519, ml_dsa_44.
	Kind *string `json:"kind,omitempty"`
}

// RotateWebhookSecret:
type RotateWebhookSecret struct {
	// how long messages are signed with the old secret as well.
	GraceS *int64 `json:"grace_s,omitempty"`
}

// Routing: A payment that is to go through one of several gateways now.
type Routing struct {
	// your own id of the payment; it decides, always alike, who explores. Without one the decision's id does.
	Id *string `json:"id,omitempty"`
	// how it is paid.
	// One of card, cash, imps, neft, netbanking, other, rtgs, upi, wallet.
	Method string `json:"method"`
	// minor units of the currency.
	AmountMinor int64 `json:"amount_minor"`
	// ISO 4217.
	Currency string `json:"currency"`
	// the gateways to choose from.
	Candidates []GatewayCandidate `json:"candidates"`
	// what all of them did lately, for any payment; later ones than the question are not looked at.
	Attempts []GatewayAttempt `json:"attempts,omitzero"`
	// the tries of this very payment so far.
	Tried []GatewayAttempt `json:"tried,omitzero"`
	// what a failed try costs you, a lost sale included; 2 % of the amount when not told.
	FailureCostMinor *int64 `json:"failure_cost_minor,omitempty"`
	// of payments that go to another gateway than the best, so that its figures stay fresh.
	ExploreShare *float64 `json:"explore_share,omitempty"`
	// tries of one payment at most.
	AttemptsMax *int64 `json:"attempts_max,omitempty"`
	// of the payers, such as 330 for India.
	UtcOffsetMinutes *int64 `json:"utc_offset_minutes,omitempty"`
}

// RoutingArmView: What one policy did in a comparison: first tries of payments alone.
type RoutingArmView struct {
	// the policy.
	PolicyId string `json:"policy_id"`
	// how many payments it chose for.
	Choices int64 `json:"choices"`
	// those whose attempt has its result.
	Judged int64 `json:"judged"`
	// of judged ones.
	SuccessRate *float64 `json:"success_rate"`
	// of judged ones, that failed by a gateway's own fault.
	FaultRate *float64 `json:"fault_rate"`
	// costs for the amounts that were tried, hundredths of a percent.
	CostBps *float64 `json:"cost_bps"`
}

// RoutingComparison: A challenger beside its champion, as of now; it may be read at any time and as often as you like.
type RoutingComparison struct {
	// the challenger.
	PolicyId string `json:"policy_id"`
	// from when choices count.
	Since string `json:"since"`
	// now, or its end.
	Until string `json:"until"`
	// of each interval, at all times at once.
	Level float64 `json:"level"`
	// what the champion did.
	Champion RoutingArmView `json:"champion"`
	// what the challenger did.
	Challenger RoutingArmView `json:"challenger"`
	// challenger minus champion.
	Differences []Difference `json:"differences"`
	// values, fees and the difference of nets, by currency.
	Money []TrialMoney `json:"money"`
	// what ends the challenger by itself.
	Guardrails []Breach `json:"guardrails"`
	// whether a guardrail is.
	Breached bool `json:"breached"`
}

// RoutingPolicyPage: One page of routing policies, newest first.
type RoutingPolicyPage struct {
	// the policies.
	Data []RoutingPolicyView `json:"data"`
	// whether more follow.
	HasMore bool `json:"has_more"`
	// what to send as `after` for the page that follows.
	NextAfter *string `json:"next_after"`
}

// RoutingPolicyView: A routing policy and its life.
type RoutingPolicyView struct {
	// our id.
	Id string `json:"id"`
	// what it is called.
	Name string `json:"name"`
	// what it is.
	Spec PolicySpec `json:"spec"`
	// SHA-256 of the spec, which entries of choices name.
	Digest string `json:"digest"`
	// draft, champion, challenger, or retired.
	// One of challenger, champion, draft, retired.
	Status string `json:"status"`
	// of the payments.
	SharePercent int64 `json:"share_percent"`
	// guardrail of a challenger.
	FaultRiseMax float64 `json:"fault_rise_max"`
	// the champion that it stands beside or followed.
	Against *string `json:"against"`
	// when it was made.
	CreatedAt string `json:"created_at"`
	// by whom.
	CreatedBy string `json:"created_by"`
	// since when it serves, or served last.
	StartedAt *string `json:"started_at"`
	// null while it serves.
	EndedAt *string `json:"ended_at"`
	// who ended it.
	EndedBy *string `json:"ended_by"`
	// `guardrail` is the service's own doing.
	EndedReason *string `json:"ended_reason"`
}

// RoutingQuestion: A question about one payment that is to go through one of several gateways.
type RoutingQuestion struct {
	// the facts that it is decided of; they are kept with the decision and nowhere else.
	Routing *Routing `json:"routing,omitempty"`
	// the columns of your own version, when such a version is deployed.
	Inputs map[string]any `json:"inputs,omitzero"`
	// `explanation` adds the feature vector and every contribution to the answer.
	// One of explanation.
	Include []string `json:"include,omitzero"`
	// of the reasons; else the first of `Accept-Language` that is spoken here.
	// One of en, hi.
	Language *string `json:"language,omitempty"`
	// which it belongs to, in your own words; deployments may serve one alone.
	Segment *string `json:"segment,omitempty"`
	// where it is, in your own words; decisions are listed by it.
	Region *string `json:"region,omitempty"`
}

// RowProof: That one row is under the root that the ledger entry commits to; `countermark-verify batch-row` checks it offline.  Paths are hashes from the leaf upwards. group: hashes of the up to 64 rows around it, its own among them; `row_path` leads from them to the root of the row's chunk, `chunk_path` from there on.
type RowProof struct {
	BatchId    string   `json:"batch_id"`
	EntryId    string   `json:"entry_id"`
	Salt       string   `json:"salt"`
	Header     string   `json:"header"`
	HeaderPath []string `json:"header_path"`
	// the line of the CSV, as it stands there. header: what the columns mean, and how many rows there are.
	Row        string   `json:"row"`
	RowIndex   int64    `json:"row_index"`
	RowCount   int64    `json:"row_count"`
	Group      []string `json:"group"`
	RowPath    []string `json:"row_path"`
	ChunkIndex int64    `json:"chunk_index"`
	ChunkCount int64    `json:"chunk_count"`
	ChunkPath  []string `json:"chunk_path"`
}

// RuleFact: A name that rules can use. kind: `number`, `text`, `boolean` or `list of texts`. missing: whether it can be null.
type RuleFact struct {
	Name    string   `json:"name"`
	Kind    string   `json:"kind"`
	Missing bool     `json:"missing"`
	Texts   []string `json:"texts"`
}

// RuleFactList: All facts of a use case, by name.
type RuleFactList struct {
	Data []RuleFact `json:"data"`
}

// RuleFileDraft: What a file says, checked and priced; push it to keep it.  base_id, base_number: the version that it was compared with; null and 0 for the default. changed: whether it differs.
type RuleFileDraft struct {
	Graph      map[string]any `json:"graph"`
	Fallback   string         `json:"fallback"`
	Digest     string         `json:"digest"`
	BaseId     *string        `json:"base_id"`
	BaseNumber int64          `json:"base_number"`
	Changed    bool           `json:"changed"`
	Outcomes   []string       `json:"outcomes"`
	CostUs     int64          `json:"cost_us"`
	// how many test cases fail.
	Failed    int64                `json:"failed"`
	TestCases []RuleTestCaseResult `json:"test_cases"`
}

// RuleFileView: A file. name: to keep it under. content: its bytes, in Base64.
type RuleFileView struct {
	Name      string `json:"name"`
	MediaType string `json:"media_type"`
	Content   string `json:"content"`
}

// RuleFinding: What an author should know of a ruleset that is not refused for it. severity: `warning` or `information`. path: in the graph.
type RuleFinding struct {
	Severity string `json:"severity"`
	Path     string `json:"path"`
	Reason   string `json:"reason"`
	Fix      string `json:"fix"`
}

// RuleHit: A node that counted. row: of a table, from 1; null for other nodes.
type RuleHit struct {
	NodeId string `json:"node_id"`
	Node   string `json:"node"`
	Row    *int64 `json:"row"`
}

// RuleListPage: One page of lists, newest first.
type RuleListPage struct {
	Data      []RuleListView `json:"data"`
	HasMore   bool           `json:"has_more"`
	NextAfter *string        `json:"next_after"`
}

// RuleListView: A list. fact: what rules call it. entry_count: with those that expired a short while ago. changes: counts what was added and removed.
type RuleListView struct {
	Id          string `json:"id"`
	Name        string `json:"name"`
	Kind        string `json:"kind"`
	Description string `json:"description"`
	Fact        string `json:"fact"`
	EntryCount  int64  `json:"entry_count"`
	Changes     int64  `json:"changes"`
	CreatedAt   string `json:"created_at"`
	CreatedBy   string `json:"created_by"`
	ChangedAt   string `json:"changed_at"`
}

// RulePackLimit:
type RulePackLimit struct {
	What  string `json:"what"`
	Limit string `json:"limit"`
	// which of the sources says so, from 1.
	Source int64 `json:"source"`
}

// RulePackList: Every edition of every pack that ships, the newest of each first.
type RulePackList struct {
	Data []RulePackView `json:"data"`
}

// RulePackSource: Where a limit is from. reference: of the circular, empty where none was found. date: `YYYY-MM-DD`. url: public.
type RulePackSource struct {
	Title     string `json:"title"`
	Issuer    string `json:"issuer"`
	Reference string `json:"reference"`
	Date      string `json:"date"`
	Url       string `json:"url"`
}

// RulePackView: One edition of a pack.
type RulePackView struct {
	Id string `json:"id"`
	// the day from which its limits hold, `YYYY-MM-DD`. to_confirm: what a compliance team must confirm.
	Edition   string           `json:"edition"`
	Title     string           `json:"title"`
	Summary   string           `json:"summary"`
	UseCases  []string         `json:"use_cases"`
	Sources   []RulePackSource `json:"sources"`
	Limits    []RulePackLimit  `json:"limits"`
	ToConfirm []string         `json:"to_confirm"`
	// what it leaves to others. table: its decision table, in JDM. test_cases: what must come of it.
	NotCovered []string       `json:"not_covered"`
	Table      map[string]any `json:"table"`
	TestCases  []RuleTest     `json:"test_cases"`
}

// RuleTest: One test case.
type RuleTest struct {
	// unique in its use case. facts: by full name; what is left out is missing. outcome: what must come.
	Name    string         `json:"name"`
	Facts   map[string]any `json:"facts"`
	Outcome string         `json:"outcome"`
	// what the decision must note, in this order; when there are none, notes are not looked at.
	Notes []string `json:"notes,omitzero"`
}

// RuleTestCaseReport: What a version gives for each case. version_id: null for the default. failed: how many cases.
type RuleTestCaseReport struct {
	VersionId     *string              `json:"version_id"`
	VersionNumber int64                `json:"version_number"`
	SetNumber     int64                `json:"set_number"`
	Failed        int64                `json:"failed"`
	Results       []RuleTestCaseResult `json:"results"`
}

// RuleTestCaseResult: What one case gave. expected_notes: empty where notes do not matter. trace: the nodes and rows that hit.
type RuleTestCaseResult struct {
	Name          string    `json:"name"`
	Passed        bool      `json:"passed"`
	Expected      string    `json:"expected"`
	Outcome       string    `json:"outcome"`
	ExpectedNotes []string  `json:"expected_notes"`
	Notes         []string  `json:"notes"`
	Trace         []RuleHit `json:"trace"`
	Degraded      bool      `json:"degraded"`
}

// RuleTestCaseSet: The test cases of a use case. number: 0, without an id, where there never were any. digest: SHA-256, in hexadecimal.
type RuleTestCaseSet struct {
	Id      *string    `json:"id"`
	UseCase string     `json:"use_case"`
	Number  int64      `json:"number"`
	Digest  string     `json:"digest"`
	Author  string     `json:"author"`
	Reason  string     `json:"reason"`
	Cases   []RuleTest `json:"cases"`
}

// RuleTestCaseSetPage: One page of sets, newest first.
type RuleTestCaseSetPage struct {
	Data      []RuleTestCaseSetSummary `json:"data"`
	HasMore   bool                     `json:"has_more"`
	NextAfter *string                  `json:"next_after"`
}

// RuleTestCaseSetSummary: A set of test cases that was in force once, without the cases.
type RuleTestCaseSetSummary struct {
	Id        string `json:"id"`
	UseCase   string `json:"use_case"`
	Number    int64  `json:"number"`
	Digest    string `json:"digest"`
	CaseCount int64  `json:"case_count"`
	Author    string `json:"author"`
	Reason    string `json:"reason"`
	CreatedAt string `json:"created_at"`
}

// RulesetActivation: A change of what decides.  default that ships with the service, whose number is 0.
type RulesetActivation struct {
	Id      string `json:"id"`
	UseCase string `json:"use_case"`
	// `fall_back` where the service itself returned to the last good version. version_id, previous_version_id: null for the
	// One of activate, fall_back, rollback.
	Kind                  string  `json:"kind"`
	VersionId             *string `json:"version_id"`
	VersionNumber         int64   `json:"version_number"`
	PreviousVersionId     *string `json:"previous_version_id"`
	PreviousVersionNumber int64   `json:"previous_version_number"`
	Actor                 string  `json:"actor"`
	Reason                string  `json:"reason"`
	ActivatedAt           string  `json:"activated_at"`
}

// RulesetActivationPage: One page of activations, newest first.
type RulesetActivationPage struct {
	Data      []RulesetActivation `json:"data"`
	HasMore   bool                `json:"has_more"`
	NextAfter *string             `json:"next_after"`
}

// RulesetApproval: What a member said of a version. digest: of what they read. actor: the credential that they used.
type RulesetApproval struct {
	Id string `json:"id"`
	// One of approve, refuse.
	Verdict   string `json:"verdict"`
	MemberId  string `json:"member_id"`
	Digest    string `json:"digest"`
	Actor     string `json:"actor"`
	Reason    string `json:"reason"`
	DecidedAt string `json:"decided_at"`
}

// RulesetDiffView: What a version changes. same: both decide the same, by their digests. more: changes left out, beyond 2,000 of a node.
type RulesetDiffView struct {
	Before         RulesetSide         `json:"before"`
	After          RulesetSide         `json:"after"`
	Same           bool                `json:"same"`
	FallbackBefore string              `json:"fallback_before"`
	FallbackAfter  string              `json:"fallback_after"`
	Nodes          []RulesetNodeChange `json:"nodes"`
	Edges          []RulesetEdgeChange `json:"edges"`
	More           int64               `json:"more"`
}

// RulesetDraft: A graph and its fallback that are not kept.
type RulesetDraft struct {
	Graph    map[string]any `json:"graph"`
	Fallback string         `json:"fallback"`
}

// RulesetEdgeChange: A way between two nodes, by their names. handle: of a switch, the statement that leads there.
type RulesetEdgeChange struct {
	// One of added, changed, moved, removed.
	What   string  `json:"what"`
	Source string  `json:"source"`
	Target string  `json:"target"`
	Handle *string `json:"handle"`
}

// RulesetEventData: Of a ruleset.
type RulesetEventData struct {
	// whose ruleset it is.
	UseCase string `json:"use_case"`
	// the version that decides from now on, `rsv_…`; null for the one that comes with the service.
	Version *string `json:"version"`
	// its number, 0 for the one that comes with the service.
	VersionNumber int64 `json:"version_number"`
}

// RulesetFellBackEventData: Of a ruleset that failed.
type RulesetFellBackEventData struct {
	// whose ruleset it is.
	UseCase string `json:"use_case"`
	// the version that decides again, `rsv_…`; null for the one that comes with the service.
	Version *string `json:"version"`
	// its number, 0 for the one that comes with the service.
	VersionNumber int64 `json:"version_number"`
	// the version that could not be evaluated.
	FailedVersion string `json:"failed_version"`
	// `evaluation_failed`.
	Reason string `json:"reason"`
}

// RulesetNodeChange: A node that is not the same in both; without changes of its own where it was added or removed as a whole.
type RulesetNodeChange struct {
	NodeId string `json:"node_id"`
	Name   string `json:"name"`
	Type   string `json:"type"`
	// One of added, changed, moved, removed.
	What    string              `json:"what"`
	Changes []RulesetPartChange `json:"changes"`
}

// RulesetPartChange: One part of a node that changed.  the version before. name: of the column, expression or statement. before, after: its text; null where there was or is none.
type RulesetPartChange struct {
	// `row`, `cell`, `column`, `expression`, `statement`, or the name of a setting. row: of a table, from 1; of a removed one, in
	Part string `json:"part"`
	// One of added, changed, moved, removed.
	What   string  `json:"what"`
	Row    *int64  `json:"row"`
	Name   *string `json:"name"`
	Before *string `json:"before"`
	After  *string `json:"after"`
}

// RulesetShadowChange: Decisions that had one outcome and would have had another, or the same.  currency, amount_minor: of the payments they were about; null where there was none.
type RulesetShadowChange struct {
	Was         string  `json:"was"`
	WouldBe     string  `json:"would_be"`
	Decisions   int64   `json:"decisions"`
	Currency    *string `json:"currency"`
	AmountMinor *int64  `json:"amount_minor"`
}

// RulesetShadowHour: An hour of it. failed: decisions for which the version had its fallback alone.
type RulesetShadowHour struct {
	Hour      string `json:"hour"`
	Decisions int64  `json:"decisions"`
	Changed   int64  `json:"changed"`
	Failed    int64  `json:"failed"`
}

// RulesetShadowView: What a version would have decided beside the one that does.  another outcome. failed: for which it had its fallback alone. hours: newest first, 168 at most.
type RulesetShadowView struct {
	UseCase string             `json:"use_case"`
	Version RulesetVersionView `json:"version"`
	// null when it is in the shadow no more; its counts stay. decisions: that it saw. changed: to which it would have given
	Since     *string               `json:"since"`
	Decisions int64                 `json:"decisions"`
	Changed   int64                 `json:"changed"`
	Failed    int64                 `json:"failed"`
	Changes   []RulesetShadowChange `json:"changes"`
	Hours     []RulesetShadowHour   `json:"hours"`
}

// RulesetSide: A version that is compared. id: null for the default that ships with the service, whose number is 0.
type RulesetSide struct {
	Id     *string `json:"id"`
	Number int64   `json:"number"`
	Digest string  `json:"digest"`
}

// RulesetVersionPage: One page of versions, newest first.
type RulesetVersionPage struct {
	Data      []RulesetVersionSummary `json:"data"`
	HasMore   bool                    `json:"has_more"`
	NextAfter *string                 `json:"next_after"`
}

// RulesetVersionSummary: A version without its graph.
type RulesetVersionSummary struct {
	Id           string   `json:"id"`
	UseCase      string   `json:"use_case"`
	Number       int64    `json:"number"`
	Digest       string   `json:"digest"`
	Fallback     string   `json:"fallback"`
	Outcomes     []string `json:"outcomes"`
	CostUs       int64    `json:"cost_us"`
	Author       string   `json:"author"`
	Reason       string   `json:"reason"`
	CreatedAt    string   `json:"created_at"`
	AuthorMember *string  `json:"author_member"`
	// One of active, approved, checked, refused, retired, shadow.
	State string `json:"state"`
}

// RulesetVersionView: One immutable version.  RFC 8785 form of `{"fallback": …, "graph": …}`; the same stands in decisions and ledger entries. outcomes: all that it can give. facts: all that it reads. cost_us: microseconds of its worst case, as it was priced. author_member: whom the author's credential acted for. state: `checked`, `shadow`, `approved`, `active`, `retired` (it has decided) or `refused`.
type RulesetVersionView struct {
	// null for the default that ships with the service, whose number is 0. digest: SHA-256, in hexadecimal, over the
	Id           *string        `json:"id"`
	UseCase      string         `json:"use_case"`
	Number       int64          `json:"number"`
	Digest       string         `json:"digest"`
	Fallback     string         `json:"fallback"`
	Outcomes     []string       `json:"outcomes"`
	Facts        []string       `json:"facts"`
	CostUs       int64          `json:"cost_us"`
	Author       string         `json:"author"`
	Reason       string         `json:"reason"`
	CreatedAt    *string        `json:"created_at"`
	Graph        map[string]any `json:"graph"`
	AuthorMember *string        `json:"author_member"`
	// One of active, approved, checked, refused, retired, shadow.
	State string `json:"state"`
	// what members said of it, oldest first.
	Approvals []RulesetApproval `json:"approvals"`
}

// RulesetView: The ruleset of a use case. active: the version that decides. last_number: of the newest version.
type RulesetView struct {
	UseCase     string             `json:"use_case"`
	Active      RulesetVersionView `json:"active"`
	ActiveSince *string            `json:"active_since"`
	LastNumber  int64              `json:"last_number"`
}

// RunRuleTestCases:
type RunRuleTestCases struct {
	// which version to try; without it, the newest, or the default where there is none.
	VersionId *string `json:"version_id,omitempty"`
}

// Sandbox: A tenant's sandbox with what opens it: key and secret are shown this once. magic_values: what is answered as told, whatever rules say.
type Sandbox struct {
	TenantId      string       `json:"tenant_id"`
	EnvironmentId string       `json:"environment_id"`
	ApiKeyId      string       `json:"api_key_id"`
	ApiKey        string       `json:"api_key"`
	ClientId      string       `json:"client_id"`
	ClientSecret  string       `json:"client_secret"`
	Seeded        Seeded       `json:"seeded"`
	MagicValues   []MagicValue `json:"magic_values"`
}

// SandboxClock:
type SandboxClock struct {
	// in the environment. ahead_s: of the installation's time. moved_at: when it was moved last, by that time; null if it never was.
	Now     string  `json:"now"`
	AheadS  int64   `json:"ahead_s"`
	MovedAt *string `json:"moved_at"`
}

// SandboxReset:
type SandboxReset struct {
	EnvironmentId string `json:"environment_id"`
	// rows. seeded: null where no seed was wanted.
	Cleared int64   `json:"cleared"`
	Seeded  *Seeded `json:"seeded"`
}

// SecondFactorSetup:
type SecondFactorSetup struct {
	// what the authenticator app scans (`otpauth://…`). Shown once.
	Uri string `json:"uri"`
}

// Seeded: What a sandbox holds before anybody used it. customers: their ids.
type Seeded struct {
	Customers             []string `json:"customers"`
	Transactions          int64    `json:"transactions"`
	Logins                int64    `json:"logins"`
	GatewayAttempts       int64    `json:"gateway_attempts"`
	Payouts               int64    `json:"payouts"`
	PayoutEvents          int64    `json:"payout_events"`
	CommissionAgreementId string   `json:"commission_agreement_id"`
	StuckPayoutId         string   `json:"stuck_payout_id"`
}

// SegmentAnswer:
type SegmentAnswer struct {
	// that the segment is right, calibrated, 0 to 1.
	Probability float64 `json:"probability"`
	// the nearest by k-means.
	Segment *string `json:"segment"`
	// the one that DBSCAN puts the customer into; `none` where the customer is like nobody.
	DenseSegment *string `json:"dense_segment"`
	// to every segment, the nearest first.
	Distances []SegmentDistance `json:"distances"`
	// what speaks for the segment, against all others, the strongest first.
	Traits []SegmentTrait `json:"traits"`
}

// SegmentDecision: A decision of the use case `segment`: How does this customer live?
type SegmentDecision struct {
	Id            string         `json:"id"`
	UseCase       string         `json:"use_case"`
	Outcome       string         `json:"outcome"`
	Answer        *SegmentAnswer `json:"answer"`
	Confidence    *Confidence    `json:"confidence"`
	Reasons       []Reason       `json:"reasons"`
	Model         UsedModel      `json:"model"`
	Rules         UsedRules      `json:"rules"`
	Degraded      bool           `json:"degraded"`
	TransactionId *string        `json:"transaction_id"`
	DuplicateOf   *string        `json:"duplicate_of"`
	DecidedAt     string         `json:"decided_at"`
	EntryId       string         `json:"entry_id"`
	Receipt       Receipt        `json:"receipt"`
	Explanation   *Explanation   `json:"explanation"`
}

// SegmentDistance: One segment and how far from its centre the customer is, in standard deviations over all features.
type SegmentDistance struct {
	Segment  string  `json:"segment"`
	Distance float64 `json:"distance"`
}

// SegmentTrait: One feature that puts the customer into the segment.
type SegmentTrait struct {
	Trait string  `json:"trait"`
	Value float64 `json:"value"`
	// by how many standard deviations the customer is unlike the average one in it.
	ZScore float64 `json:"z_score"`
}

// ServerLive:
type ServerLive struct {
	Live bool `json:"live"`
}

// ServerMetadata: RFC 8414 section 2.
type ServerMetadata struct {
	Issuer                                     string   `json:"issuer"`
	TokenEndpoint                              string   `json:"token_endpoint"`
	IntrospectionEndpoint                      string   `json:"introspection_endpoint"`
	RevocationEndpoint                         string   `json:"revocation_endpoint"`
	JwksUri                                    string   `json:"jwks_uri"`
	ScopesSupported                            []string `json:"scopes_supported"`
	ResponseTypesSupported                     []string `json:"response_types_supported"`
	GrantTypesSupported                        []string `json:"grant_types_supported"`
	TokenEndpointAuthMethodsSupported          []string `json:"token_endpoint_auth_methods_supported"`
	TokenEndpointAuthSigningAlgValuesSupported []string `json:"token_endpoint_auth_signing_alg_values_supported"`
	IntrospectionEndpointAuthMethodsSupported  []string `json:"introspection_endpoint_auth_methods_supported"`
	RevocationEndpointAuthMethodsSupported     []string `json:"revocation_endpoint_auth_methods_supported"`
}

// ServerReady:
type ServerReady struct {
	Ready bool `json:"ready"`
}

// SessionList: Live sessions of the caller, newest first, at most 100.
type SessionList struct {
	Data []SessionView `json:"data"`
}

// SessionView: A session of the caller that still works. `current`: the one that asks.
type SessionView struct {
	Id           string `json:"id"`
	Current      bool   `json:"current"`
	SecondFactor bool   `json:"second_factor"`
	CreatedAt    string `json:"created_at"`
	LastSeenAt   string `json:"last_seen_at"`
	ExpiresAt    string `json:"expires_at"`
}

// SetAlertRules:
type SetAlertRules struct {
	// all of them, in order; of those that match an event the first counts. None at all raise nothing.
	Rules []AlertRule `json:"rules"`
}

// SetApprovalPolicy: Whether what decides here may change only with the approval of a second member, and why.
type SetApprovalPolicy struct {
	Required bool   `json:"required"`
	Reason   string `json:"reason"`
}

// SetRetention:
type SetRetention struct {
	// how long payloads and explanations of decisions are kept; null keeps them until their customers are erased.
	DecisionDays *int64 `json:"decision_days,omitempty"`
	Reason       string `json:"reason"`
}

// SettleStatement: That nothing of a statement is open any more.
type SettleStatement struct {
	// what became of it.
	// One of agreed, carried_forward, difference_paid, difference_recovered, other, written_off.
	Reason string `json:"reason"`
	// in words; kept sealed.
	Note *string `json:"note,omitempty"`
}

// SettleVendorPayment:
type SettleVendorPayment struct {
	// hash of what the rail answered, better with a salt: it stands in the ledger.
	RailReferenceSha256 string `json:"rail_reference_sha256"`
}

// SeveralQuestion: Several questions about one payment and its customer, decided together or not at all.
type SeveralQuestion struct {
	// the payment. It is ingested once, if a use case about a payment is asked; all answers are as of it.
	Transaction Transaction `json:"transaction"`
	// what to ask, each once.
	UseCases []string `json:"use_cases"`
	// `explanation` adds the feature vector and every contribution to the answers.
	// One of explanation.
	Include []string `json:"include,omitzero"`
	// of the reasons; else the first of `Accept-Language` that is spoken here.
	// One of en, hi.
	Language *string `json:"language,omitempty"`
	// which it belongs to, in your own words; deployments may serve one alone.
	Segment *string `json:"segment,omitempty"`
	// the facts of `payment-delay`.
	Invoice *Invoice `json:"invoice,omitempty"`
	// the facts of `payout-delay`.
	Payout *Payout `json:"payout,omitempty"`
	// the facts of `gateway-route`.
	Routing *Routing `json:"routing,omitempty"`
	// the facts of use cases about a past; the customer's stored payments when not sent.
	History *CustomerHistory `json:"history,omitempty"`
	// the facts of `categorize`; the payment's own line among the customer's stored ones when not sent.
	Statement *Statement `json:"statement,omitempty"`
	// the facts of `ticket-triage`.
	Ticket *Ticket `json:"ticket,omitempty"`
	// the facts of `commission-check`.
	Commission *CommissionStatement `json:"commission,omitempty"`
	// the facts of `payment-timing`.
	Portfolio *PaymentPortfolio `json:"portfolio,omitempty"`
	// by use case, the columns of your own version, where such a version is deployed.
	Inputs map[string]map[string]any `json:"inputs,omitzero"`
}

// Share: count of `of`, with its 95 % score interval (Wilson 1927); None where there is nothing to count among.
type Share struct {
	Count int64    `json:"count"`
	Of    int64    `json:"of"`
	Share *float64 `json:"share"`
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
}

// ShippedTextList: Every text that ships.
type ShippedTextList struct {
	Data []ShippedTextView `json:"data"`
}

// ShippedTextView: A text that ships; one of your own under its name, channel and language takes its place.
type ShippedTextView struct {
	Name string `json:"name"`
	// One of mail, sms, whatsapp.
	Channel      string   `json:"channel"`
	Language     string   `json:"language"`
	Subject      string   `json:"subject"`
	Text         string   `json:"text"`
	Placeholders []string `json:"placeholders"`
}

// Side: Decisions of one truth: what stopped them before, what the draft stops, and what differs.
type Side struct {
	Decisions     int64       `json:"decisions"`
	StoppedBefore Share       `json:"stopped_before"`
	StoppedAfter  Share       `json:"stopped_after"`
	NewlyStopped  int64       `json:"newly_stopped"`
	NewlyPassed   int64       `json:"newly_passed"`
	Money         []SideMoney `json:"money"`
}

// SideMoney: Amounts of one currency. net: newly stopped less newly passed.
type SideMoney struct {
	Currency      string `json:"currency"`
	Minor         int64  `json:"minor"`
	StoppedBefore Money  `json:"stopped_before"`
	StoppedAfter  Money  `json:"stopped_after"`
	NewlyStopped  Money  `json:"newly_stopped"`
	NewlyPassed   Money  `json:"newly_passed"`
	Net           Money  `json:"net"`
}

// SignIn:
type SignIn struct {
	Address  string  `json:"address"`
	Password string  `json:"password"`
	Code     *string `json:"code,omitempty"`
	TenantId *string `json:"tenant_id,omitempty"`
}

// SignedCheckpoint: What the log signed of itself. Keep one: a later log that does not continue it is a fork, and you can prove it.
type SignedCheckpoint struct {
	// the log, which is the environment.
	LogId string `json:"log_id"`
	// number of entries.
	Size int64 `json:"size"`
	// RFC 6962 root over all of them.
	Root string `json:"root"`
	// the signed checkpoint, a C2SP note: these bytes are what to keep.
	Note string `json:"note"`
	// when it was signed.
	SignedAt string `json:"signed_at"`
}

// SlaMinutes: From opening until a result, by priority, the time spent in `waiting` left out.
type SlaMinutes struct {
	Low    *int64 `json:"low,omitempty"`
	Normal *int64 `json:"normal,omitempty"`
	High   *int64 `json:"high,omitempty"`
	Urgent *int64 `json:"urgent,omitempty"`
}

// SpendForecastAnswer:
type SpendForecastAnswer struct {
	// that spending of the next month is more than the mean of the last three months, 0 to 1; never against the amounts.
	Probability float64 `json:"probability"`
	// of the next month in minor units, as likely less as more.
	SpendMinorP50 *int64 `json:"spend_minor_p50"`
	// the same, in nine of ten cases at most.
	SpendMinorP90 *int64 `json:"spend_minor_p90"`
	// the mean of the last three months.
	UsualSpendMinor *int64 `json:"usual_spend_minor"`
	// month by month and by category; medians of categories add up to the total's, but for small ones that are not listed.
	Forecast []MonthForecast `json:"forecast"`
	// the same, in one of ten cases at most.
	SpendMinorP10 *int64 `json:"spend_minor_p10,omitempty"`
}

// SpendForecastDecision: A decision of the use case `spend-forecast`: How much will this customer spend in the next months?
type SpendForecastDecision struct {
	Id            string               `json:"id"`
	UseCase       string               `json:"use_case"`
	Outcome       string               `json:"outcome"`
	Answer        *SpendForecastAnswer `json:"answer"`
	Confidence    *Confidence          `json:"confidence"`
	Reasons       []Reason             `json:"reasons"`
	Model         UsedModel            `json:"model"`
	Rules         UsedRules            `json:"rules"`
	Degraded      bool                 `json:"degraded"`
	TransactionId *string              `json:"transaction_id"`
	DuplicateOf   *string              `json:"duplicate_of"`
	DecidedAt     string               `json:"decided_at"`
	EntryId       string               `json:"entry_id"`
	Receipt       Receipt              `json:"receipt"`
	Explanation   *Explanation         `json:"explanation"`
}

// StageHours: Hours from now until a stage is reached, at most, in five, nine and nineteen of ten, ten and twenty cases.
type StageHours struct {
	// approved, sent or settled.
	Stage    string  `json:"stage"`
	HoursP50 float64 `json:"hours_p50"`
	HoursP90 float64 `json:"hours_p90"`
	HoursP95 float64 `json:"hours_p95"`
}

// StartRulesetShadow: Which version shall rule beside the one that decides.
type StartRulesetShadow struct {
	VersionId string `json:"version_id"`
}

// StartWorkflow: What to start an instance with.
type StartWorkflow struct {
	// what it is about, an id of yours or ours and never personal; one instance of a workflow is open for each.
	Subject string `json:"subject"`
	// what its tasks read as `$input`; sealed while it is open, and deleted when it has ended.
	Input map[string]any `json:"input,omitzero"`
}

// StartWorkflowTrial: A version to be tried beside the active one.
type StartWorkflowTrial struct {
	// another version of the workflow, which starts on the same.
	CandidateVersion string `json:"candidate_version"`
	// why, for those who read the history.
	Reason string `json:"reason"`
	// of the subjects; which ones is a stable hash.
	SharePercent *int64 `json:"share_percent,omitempty"`
	// endings that count as one. Whatever else ends an instance is a failure, and so is being late.
	// One of cancelled, case_opened, completed.
	Success []string `json:"success,omitzero"`
	// an instance that has not ended so long after its start is late.
	WithinS *int64 `json:"within_s,omitempty"`
	// guardrail: the trial ends by itself when surely so much more of the candidate's instances fail, in parts of 1.
	FailRiseMax *float64 `json:"fail_rise_max,omitempty"`
}

// Statement: Lines of one customer's statement, to be categorised together: only together do they show what recurs.
type Statement struct {
	// your own id of the customer.
	CustomerId string `json:"customer_id"`
	// ISO 4217; that of most stored payments when not told.
	Currency *string `json:"currency,omitempty"`
	// in any order. When none are sent, the customer's last stored payments that have a description.
	Lines []StatementLine `json:"lines,omitzero"`
}

// StatementLine: One line of a statement, as the bank wrote it.
type StatementLine struct {
	// your own id of the line.
	Id *string `json:"id,omitempty"`
	// what the line says.
	Text string `json:"text"`
	// minor units of the statement's currency.
	AmountMinor int64 `json:"amount_minor"`
	// which way the money went; when not told, what the line says (CR, Dr., credited, जमा), else out.
	// One of credit, debit.
	Direction *string `json:"direction,omitempty"`
	// when.
	OccurredAt time.Time `json:"occurred_at"`
	// yours, where you know it: it is answered as it is.
	Category *string `json:"category,omitempty"`
}

// StatementQuestion: A question about lines of one customer's statement.
type StatementQuestion struct {
	// the facts that it is decided of; they are kept with the decision and nowhere else.
	Statement *Statement `json:"statement,omitempty"`
	// the columns of your own version, when such a version is deployed.
	Inputs map[string]any `json:"inputs,omitzero"`
	// `explanation` adds the feature vector and every contribution to the answer.
	// One of explanation.
	Include []string `json:"include,omitzero"`
	// of the reasons; else the first of `Accept-Language` that is spoken here.
	// One of en, hi.
	Language *string `json:"language,omitempty"`
	// which it belongs to, in your own words; deployments may serve one alone.
	Segment *string `json:"segment,omitempty"`
	// where it is, in your own words; decisions are listed by it.
	Region *string `json:"region,omitempty"`
}

// SuppressionPage: One page of suppressions, newest first.
type SuppressionPage struct {
	Data      []SuppressionView `json:"data"`
	HasMore   bool              `json:"has_more"`
	NextAfter *string           `json:"next_after"`
}

// SuppressionView: A suppression. fingerprint: of the value, which is not kept.
type SuppressionView struct {
	Id          string  `json:"id"`
	Kind        string  `json:"kind"`
	Fingerprint string  `json:"fingerprint"`
	UseCase     *string `json:"use_case"`
	Cause       *string `json:"cause"`
	Rule        *string `json:"rule"`
	Until       string  `json:"until"`
	Reason      string  `json:"reason"`
	CreatedAt   string  `json:"created_at"`
	CreatedBy   string  `json:"created_by"`
	EndedAt     *string `json:"ended_at"`
	EndedBy     *string `json:"ended_by"`
}

// TakeNext:
type TakeNext struct {
	// of the caller; a case that asks for none is for everybody.
	Skills []string `json:"skills,omitzero"`
}

// TakenCase:
type TakenCase struct {
	// null where none waits.
	Case *CaseView `json:"case"`
}

// TenantLimitsView: Rates hold in each server process, quotas over all of them.
type TenantLimitsView struct {
	TenantRatePerS       int64 `json:"tenant_rate_per_s"`
	PrincipalRatePerS    int64 `json:"principal_rate_per_s"`
	LiveQuotaPerMonth    int64 `json:"live_quota_per_month"`
	SandboxQuotaPerMonth int64 `json:"sandbox_quota_per_month"`
}

// TenantView: Who uses the service: two environments, wholly apart.
type TenantView struct {
	Id   string `json:"id"`
	Name string `json:"name"`
	// One of active, suspended.
	Status               string           `json:"status"`
	Plan                 PlanName         `json:"plan"`
	LiveEnvironmentId    string           `json:"live_environment_id"`
	SandboxEnvironmentId string           `json:"sandbox_environment_id"`
	Limits               TenantLimitsView `json:"limits"`
	CreatedAt            string           `json:"created_at"`
}

// TensorInfo: A tensor as metadata names it.
type TensorInfo struct {
	// what it is called.
	Name string `json:"name"`
	// of its elements.
	Datatype string `json:"datatype"`
	// -1 stands for any number of rows.
	Shape []int64 `json:"shape"`
}

// ThresholdChangeView: A number that differs; null where the ruleset does not name it.
type ThresholdChangeView struct {
	Name   string   `json:"name"`
	Before *float64 `json:"before"`
	After  *float64 `json:"after"`
}

// Ticket: What a customer, a merchant or a partner wrote.
type Ticket struct {
	// your own id of the ticket.
	Id *string `json:"id,omitempty"`
	// your own id of who wrote.
	CustomerId *string `json:"customer_id,omitempty"`
	// its subject.
	Subject *string `json:"subject,omitempty"`
	// what it says.
	Text string `json:"text"`
	// when it came.
	OpenedAt *time.Time `json:"opened_at,omitempty"`
	// where it came from.
	// One of app, chat, email, other, phone, web.
	Channel *string `json:"channel,omitempty"`
}

// TicketCause: One cause that the ticket may have. share: of the model's belief, 0 to 1.
type TicketCause struct {
	Cause string  `json:"cause"`
	Share float64 `json:"share"`
}

// TicketQuestion: A question about one ticket of a customer, a merchant or a partner.
type TicketQuestion struct {
	// the facts that it is decided of; they are kept with the decision and nowhere else.
	Ticket *Ticket `json:"ticket,omitempty"`
	// the columns of your own version, when such a version is deployed.
	Inputs map[string]any `json:"inputs,omitzero"`
	// `explanation` adds the feature vector and every contribution to the answer.
	// One of explanation.
	Include []string `json:"include,omitzero"`
	// of the reasons; else the first of `Accept-Language` that is spoken here.
	// One of en, hi.
	Language *string `json:"language,omitempty"`
	// which it belongs to, in your own words; deployments may serve one alone.
	Segment *string `json:"segment,omitempty"`
	// where it is, in your own words; decisions are listed by it.
	Region *string `json:"region,omitempty"`
}

// TicketTriageAnswer: a ticket about something else are all small.
type TicketTriageAnswer struct {
	// that the cause is right, calibrated, 0 to 1.
	Probability float64 `json:"probability"`
	// the cluster that the ticket belongs to.
	RootCause *string `json:"root_cause"`
	// who should have it: l1, l2 or finance; l1 where the cause is not sure enough.
	Route *string `json:"route"`
	// whether money or access is at stake now.
	Urgent *bool `json:"urgent"`
	// the likeliest, the first is `root_cause`. What is about none of them has its share, too, and no name: shares of
	Causes []TicketCause `json:"causes"`
}

// TicketTriageDecision: A decision of the use case `ticket-triage`: What is this ticket about, and who should have it?
type TicketTriageDecision struct {
	Id            string              `json:"id"`
	UseCase       string              `json:"use_case"`
	Outcome       string              `json:"outcome"`
	Answer        *TicketTriageAnswer `json:"answer"`
	Confidence    *Confidence         `json:"confidence"`
	Reasons       []Reason            `json:"reasons"`
	Model         UsedModel           `json:"model"`
	Rules         UsedRules           `json:"rules"`
	Degraded      bool                `json:"degraded"`
	TransactionId *string             `json:"transaction_id"`
	DuplicateOf   *string             `json:"duplicate_of"`
	DecidedAt     string              `json:"decided_at"`
	EntryId       string              `json:"entry_id"`
	Receipt       Receipt             `json:"receipt"`
	Explanation   *Explanation        `json:"explanation"`
}

// TokenAnswer: RFC 6749 section 5.1.
type TokenAnswer struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"`
	ExpiresIn   int64  `json:"expires_in"`
	Scope       string `json:"scope"`
}

// TrainingJobPage: One page of jobs, newest first.
type TrainingJobPage struct {
	Data      []TrainingJobView `json:"data"`
	HasMore   bool              `json:"has_more"`
	NextAfter *string           `json:"next_after"`
}

// TrainingJobView: One job, with how far it is.
type TrainingJobView struct {
	Id      string `json:"id"`
	UseCase string `json:"use_case"`
	// One of decisions, facts.
	Source string `json:"source"`
	// what it shall tell; null for what the champion tells.
	// One of anomaly, classes, number, probability.
	Task *string `json:"task"`
	// what it shall score beside its feature set; empty for what the champion has.
	Features []string `json:"features"`
	// what the version shall call actionable; empty for what the champion does.
	Actionable        []ActionableColumn `json:"actionable"`
	Days              int64              `json:"days"`
	PresumedAfterDays *int64             `json:"presumed_after_days"`
	// One of shadow, version.
	EndIn string `json:"end_in"`
	// One of drift, manual, schedule.
	Trigger string `json:"trigger"`
	// One of cancelled, failed, queued, running, succeeded.
	State string `json:"state"`
	Step  string `json:"step"`
	// how much of it is done, 0 to 1.
	Share float64 `json:"share"`
	// how many it learns from.
	Rows *int64 `json:"rows"`
	// of how many it happened; null where nothing happens: of numbers, classes and anomalies.
	Positives *int64 `json:"positives"`
	// what it made.
	VersionId *string `json:"version_id"`
	// the shadow.
	DeploymentId *string `json:"deployment_id"`
	// why it failed.
	Reason    *string `json:"reason"`
	CreatedAt string  `json:"created_at"`
	CreatedBy string  `json:"created_by"`
	StartedAt *string `json:"started_at"`
	EndedAt   *string `json:"ended_at"`
}

// TrainingRequest: What to train, and on what.
type TrainingRequest struct {
	// the question that the version shall answer.
	UseCase string `json:"use_case"`
	// `decisions` learns from stored decisions, from the very features that were scored, and their feedback; `facts` from ingested payments, their features computed again as of each payment, with feedback where it is needed. Versions that compute their features from an event learn from the facts that questions brought along, whichever it is.
	// One of decisions, facts.
	Source *string `json:"source,omitempty"`
	// what it shall tell; without it, what the champion tells. A probability learns from `happened` of feedback, a number from `value`, classes from `label`, anomalies from all rows.
	// One of anomaly, classes, number, probability.
	Task *string `json:"task,omitempty"`
	// features of the catalogue or of your own that it shall score beside its feature set, by name; your own as they are declared when the job runs. Without any, those of the champion. Of a probability alone.
	Features []string `json:"features,omitzero"`
	// columns of your own that a person can be asked to change, for counterfactuals. Without any, those of the champion.
	Actionable []ActionableColumn `json:"actionable,omitzero"`
	// how far back.
	Days *int64 `json:"days,omitempty"`
	// what is older than this and has no feedback counts as not happened; without it, it is left out. Of a probability alone.
	PresumedAfterDays *int64 `json:"presumed_after_days,omitempty"`
	// `version` registers; `shadow` also lets the version score live traffic without answering anybody. A job never makes a champion.
	// One of shadow, version.
	EndIn *string `json:"end_in,omitempty"`
	// what to call the version.
	Name *string `json:"name,omitempty"`
	// the same rows and seed give the same model.
	Seed *int64 `json:"seed,omitempty"`
}

// Transaction: One movement of a customer's money, as the caller reports it.
type Transaction struct {
	// the caller's own id. With it, sending again changes nothing; without it, a payment of the same customer with the same amount, time and description is kept and flagged as a duplicate.
	Id *string `json:"id,omitempty"`
	// the caller's own id of the customer.
	CustomerId string `json:"customer_id"`
	// minor units of the currency (paise, cents); the sign of money is its direction.
	AmountMinor int64 `json:"amount_minor"`
	// ISO 4217.
	Currency string `json:"currency"`
	// when it happened; not before 2000 and not more than a day ahead.
	OccurredAt time.Time `json:"occurred_at"`
	// which way the money went, seen from the customer.
	// One of credit, debit.
	Direction *string `json:"direction,omitempty"`
	// how it was paid.
	// One of card, cash, imps, neft, netbanking, other, rtgs, upi, wallet.
	Method *string `json:"method,omitempty"`
	// where it was started.
	// One of api, app, atm, branch, pos, web.
	Channel *string `json:"channel,omitempty"`
	// the caller's own id of the merchant.
	MerchantId *string `json:"merchant_id,omitempty"`
	// a slug or a four-digit merchant category code; `salary`, `rent` and `emi` (a loan instalment) are known.
	Category *string `json:"category,omitempty"`
	// what the statement says.
	Description *string `json:"description,omitempty"`
	// the caller's own id of the device.
	DeviceId *string `json:"device_id,omitempty"`
	// ISO 3166-1 alpha-2.
	Country *string `json:"country,omitempty"`
	// a place within the country, in the caller's own words.
	Region *string `json:"region,omitempty"`
	// degrees north; comes with longitude.
	Latitude *float64 `json:"latitude,omitempty"`
	// degrees east; comes with latitude.
	Longitude *float64 `json:"longitude,omitempty"`
	// the payment gateway it went through, as a slug.
	Gateway *string `json:"gateway,omitempty"`
	// the caller's own id of who was paid, where that is no merchant.
	PayeeId *string `json:"payee_id,omitempty"`
}

// TransactionAnomalyAnswer:
type TransactionAnomalyAnswer struct {
	// that it will be reported as fraud or as an error, calibrated, 0 to 1.
	Probability float64 `json:"probability"`
	// the customer's usual payment (geometric mean of all debits), in minor units.
	CustomerUsualMinor *int64 `json:"customer_usual_minor,omitempty"`
	// how many standard deviations ln(amount) lies above the customer's mean.
	CustomerDeviations *float64 `json:"customer_deviations,omitempty"`
	// others in the payment's `segment`, or in the `environment` where no segment is told or it is too small.
	ComparedWith *string `json:"compared_with,omitempty"`
	// how many of their debits of 90 days that rests on.
	PopulationPayments *int64 `json:"population_payments,omitempty"`
	// the usual payment of those.
	PopulationUsualMinor *int64 `json:"population_usual_minor,omitempty"`
	// how many standard deviations ln(amount) lies above their mean.
	PopulationDeviations *float64 `json:"population_deviations,omitempty"`
}

// TransactionAnomalyDecision: A decision of the use case `transaction-anomaly`: Is this payment fraudulent or mistaken?
type TransactionAnomalyDecision struct {
	Id            string                    `json:"id"`
	UseCase       string                    `json:"use_case"`
	Outcome       string                    `json:"outcome"`
	Answer        *TransactionAnomalyAnswer `json:"answer"`
	Confidence    *Confidence               `json:"confidence"`
	Reasons       []Reason                  `json:"reasons"`
	Model         UsedModel                 `json:"model"`
	Rules         UsedRules                 `json:"rules"`
	Degraded      bool                      `json:"degraded"`
	TransactionId *string                   `json:"transaction_id"`
	DuplicateOf   *string                   `json:"duplicate_of"`
	DecidedAt     string                    `json:"decided_at"`
	EntryId       string                    `json:"entry_id"`
	Receipt       Receipt                   `json:"receipt"`
	Explanation   *Explanation              `json:"explanation"`
}

// TransactionBatch: Payments to be recorded in one commit.
type TransactionBatch struct {
	// all of them are valid, or nothing is recorded.
	Items []Transaction `json:"items"`
}

// TransactionPage: One page of payments, newest first by the time they happened.
type TransactionPage struct {
	Data      []TransactionView `json:"data"`
	HasMore   bool              `json:"has_more"`
	NextAfter *string           `json:"next_after"`
}

// TransactionQuestion: A question about one payment.
type TransactionQuestion struct {
	// the payment. It is ingested with the decision, once, if it was not before.
	Transaction *Transaction `json:"transaction,omitempty"`
	// the columns of your own version, when such a version is deployed.
	Inputs map[string]any `json:"inputs,omitzero"`
	// `explanation` adds the feature vector and every contribution to the answer.
	// One of explanation.
	Include []string `json:"include,omitzero"`
	// of the reasons; else the first of `Accept-Language` that is spoken here.
	// One of en, hi.
	Language *string `json:"language,omitempty"`
	// which it belongs to, in your own words; deployments may serve one alone. Else the region of the payment.
	Segment *string `json:"segment,omitempty"`
}

// TransactionResult: What became of one payment of several.
type TransactionResult struct {
	// our id of the payment that has this own id now.
	Id string `json:"id"`
	// the `id` that was sent.
	OwnId *string `json:"own_id"`
	// `recorded` is new; `existing` had this own id and content before; `conflict` had this own id and other content.
	// One of conflict, existing, recorded.
	Status string `json:"status"`
	// the earlier payment without own id of which this looks like a repetition.
	DuplicateOf *string `json:"duplicate_of"`
}

// TransactionResults: One result for each payment, in the order of the request.
type TransactionResults struct {
	Data []TransactionResult `json:"data"`
}

// TransactionView: A payment, and what became of it.
type TransactionView struct {
	// our id.
	Id string `json:"id"`
	// the payment as it was sent, fields that equal their default left out; null once its customer was erased.
	Transaction *Transaction `json:"transaction"`
	OccurredAt  string       `json:"occurred_at"`
	RecordedAt  string       `json:"recorded_at"`
	// the earlier payment without own id of which this looks like a repetition.
	DuplicateOf *string `json:"duplicate_of"`
	// of an imported payment that came without a category; what you said is in `transaction`.
	PredictedCategory *string `json:"predicted_category"`
	// lookup (a known merchant) or model.
	// One of lookup, model.
	PredictedSource *string `json:"predicted_source"`
}

// TrialMoney: Both policies in one currency.  attempts, or those that the policies declare.
type TrialMoney struct {
	Currency string `json:"currency"`
	// what an amount that is lost costs, the champion's `failure_cost_bps`. costs: whether fees are those that were told with
	LossBps int64 `json:"loss_bps"`
	// One of declared, logged.
	Costs      string        `json:"costs"`
	Champion   ArmMoney      `json:"champion"`
	Challenger ArmMoney      `json:"challenger"`
	Net        NetDifference `json:"net"`
}

// TrialResult: What one set of facts gives. degraded: the ruleset failed, and this is its fallback.
type TrialResult struct {
	Outcome  string    `json:"outcome"`
	Notes    []string  `json:"notes"`
	Trace    []RuleHit `json:"trace"`
	Degraded bool      `json:"degraded"`
}

// TrialView: What a ruleset can give, what it reads, what its worst case costs, and a result for each set of facts.  rows that ended.
type TrialView struct {
	Outcomes []string      `json:"outcomes"`
	Facts    []string      `json:"facts"`
	CostUs   int64         `json:"cost_us"`
	Results  []TrialResult `json:"results"`
	// a result for each stored test case of the use case. findings: rows that never hit, inputs that none hits, rows at odds,
	TestCases []RuleTestCaseResult `json:"test_cases"`
	Findings  []RuleFinding        `json:"findings"`
}

// UpdateMember: What may be changed of a member.
type UpdateMember struct {
	Role Role `json:"role"`
}

// UpdateTenant: What an owner may change of the tenant.
type UpdateTenant struct {
	Name string `json:"name"`
}

// UpdateWebhookEndpoint: What shall change; what is left out stays. enabled: true ends a disabling, false begins one.
type UpdateWebhookEndpoint struct {
	Url         *string  `json:"url,omitempty"`
	Events      []string `json:"events,omitzero"`
	Description *string  `json:"description,omitempty"`
	Enabled     *bool    `json:"enabled,omitempty"`
}

// UploadOwnModel: A model as scikit-learn, LightGBM, XGBoost or PyTorch exported it, and two files that say how to read it.
type UploadOwnModel struct {
	UseCase string `json:"use_case"`
	// what you call it, for people.
	Name string `json:"name"`
	// the ONNX file, of at most 5 MB with the others; graph_sha256: instead of it, that of one that `uploadModelGraph` received.
	Graph *string `json:"graph,omitempty"`
	// JSON with the columns in order and the output that is the probability.
	Manifest string `json:"manifest"`
	// JSON with 20 to 1,000 rows and what the model itself answers for each.
	Sample      string  `json:"sample"`
	GraphSha256 *string `json:"graph_sha256,omitempty"`
}

// UploadVersion: A version as `countermark train` wrote it. The files of its folder, each in base64.
type UploadVersion struct {
	UseCase string `json:"use_case"`
	// what you call it, for people.
	Name string `json:"name"`
	// `manifest.json`, which holds the SHA-256 of the others.
	Manifest string `json:"manifest"`
	// `score.onnx`.
	Graph string `json:"graph"`
	// `paths.npz`, the tables of exact explanations.
	Paths string `json:"paths"`
	// `card.json`.
	Card string `json:"card"`
	// `card.md`.
	CardText string `json:"card_text"`
	// `onnx` scores in the service; `kserve` on the installation's model server, which must serve these bytes already.
	// One of kserve, onnx.
	Runtime *string `json:"runtime,omitempty"`
	// the version that it is made to take the place of, for the record.
	ParentId *string `json:"parent_id,omitempty"`
	// `tokens.npz`, what the words of texts say; only of versions that tell classes.
	Tokens *string `json:"tokens,omitempty"`
}

// UsageDayView:
type UsageDayView struct {
	Day       string `json:"day"`
	Operation string `json:"operation"`
	Calls     int64  `json:"calls"`
	Units     int64  `json:"units"`
}

// UsageView: What one environment used by day and operation, as of a few seconds ago.
type UsageView struct {
	FirstDay       string         `json:"first_day"`
	LastDay        string         `json:"last_day"`
	Data           []UsageDayView `json:"data"`
	CallsThisMonth int64          `json:"calls_this_month"`
	// against the quota. A call is one unit; a bulk, several questions or rows are one each.
	UnitsThisMonth int64 `json:"units_this_month"`
	QuotaPerMonth  int64 `json:"quota_per_month"`
}

// UseCasePage: The catalogue.
type UseCasePage struct {
	Data      []UseCaseView `json:"data"`
	HasMore   bool          `json:"has_more"`
	NextAfter *string       `json:"next_after"`
}

// UseCaseView: A question that can be asked. input: what it is about, and the field of a question that carries it.
type UseCaseView struct {
	Name     string `json:"name"`
	Title    string `json:"title"`
	Question string `json:"question"`
	Meaning  string `json:"meaning"`
	// One of commission, customer, history, invoice, payout, portfolio, routing, statement, ticket, transaction.
	Input    string        `json:"input"`
	Features []FeatureView `json:"features"`
	// categories or causes that the starter names; empty where it names none. Versions of your own have theirs.
	Labels []LabelView `json:"labels"`
}

// UsedModel: The version that scored. digest: SHA-256 of its artefact, as in the ledger entry.
type UsedModel struct {
	VersionId string `json:"version_id"`
	Digest    string `json:"digest"`
	// null where the starter answers that nobody deployed. role: of that deployment.
	DeploymentId *string `json:"deployment_id,omitempty"`
	// One of challenger, champion, shadow.
	Role *string `json:"role,omitempty"`
}

// UsedRules: The ruleset that decided. version_id: None for the default that ships with the service.
type UsedRules struct {
	VersionId *string  `json:"version_id"`
	Digest    string   `json:"digest"`
	Notes     []string `json:"notes"`
}

// V2Error: What went wrong. The protocol asks for `error` alone.
type V2Error struct {
	// in words.
	Error string `json:"error"`
	// stable; switch on this.
	Code string `json:"code"`
	// what to change before trying again.
	Fix string `json:"fix"`
	// name it when you report the problem.
	RequestId string `json:"request_id"`
	// the refused fields, when the content of the request is the reason.
	Errors []FieldError `json:"errors"`
}

// VendorPaymentPage: One page of vendor payments, newest first.
type VendorPaymentPage struct {
	Data      []VendorPaymentView `json:"data"`
	HasMore   bool                `json:"has_more"`
	NextAfter *string             `json:"next_after"`
}

// VendorPaymentReleaseProofView: The way from a payment's release to the chain.
type VendorPaymentReleaseProofView struct {
	PaymentId string `json:"payment_id"`
	ChainId   int64  `json:"chain_id"`
	Contract  string `json:"contract"`
	// pending until an epoch covers the entry, in_epoch until an anchor covers the epoch, anchored once it can be proven.
	// One of anchored, in_epoch, pending.
	State string `json:"state"`
	// of the log, with which the payer must be registered; null while pending, as `proof` is.
	Slot  *int64            `json:"slot"`
	Proof *ReleaseArguments `json:"proof"`
}

// VendorPaymentView: A payment to a vendor.  vendor_salt, amount_salt: open the two commitments; for nobody but whom the payer shows them to.
type VendorPaymentView struct {
	Id string `json:"id"`
	// its id on chain, 16 bytes.
	PaymentId string `json:"payment_id"`
	// here; the contract has states of its own.
	// One of cancelled, proposed, released, settled.
	State            string  `json:"state"`
	Vendor           string  `json:"vendor"`
	Reference        *string `json:"reference"`
	AmountMinor      int64   `json:"amount_minor"`
	Currency         string  `json:"currency"`
	AgreementSha256  string  `json:"agreement_sha256"`
	NotBefore        string  `json:"not_before"`
	Deadline         string  `json:"deadline"`
	Approvals        int64   `json:"approvals"`
	Payer            string  `json:"payer"`
	ChainId          int64   `json:"chain_id"`
	Contract         string  `json:"contract"`
	VendorSalt       string  `json:"vendor_salt"`
	VendorCommitment string  `json:"vendor_commitment"`
	AmountSalt       string  `json:"amount_salt"`
	AmountCommitment string  `json:"amount_commitment"`
	// hash of everything that was proposed, what approvers sign and the release names.
	Terms      string  `json:"terms"`
	ProposedAt string  `json:"proposed_at"`
	ProposedBy string  `json:"proposed_by"`
	ReleasedAt *string `json:"released_at"`
	ReleasedBy *string `json:"released_by"`
	// the entry of the ledger that released it.
	ReleaseEntry *string `json:"release_entry"`
	SettledAt    *string `json:"settled_at"`
	SettledBy    *string `json:"settled_by"`
	// hash of what the rail answered.
	RailReferenceSha256 *string `json:"rail_reference_sha256"`
	CancelledAt         *string `json:"cancelled_at"`
	CancelledBy         *string `json:"cancelled_by"`
}

// VersionMetricsView: One version in one role; a figure of nothing is null. Intervals hold 95 times in 100.
type VersionMetricsView struct {
	VersionId string `json:"version_id"`
	Role      string `json:"role"`
	// its decisions in the window, counted a minute behind. judged: those whose truth is known. coverage: their share.
	Decided  int64   `json:"decided"`
	Judged   int64   `json:"judged"`
	Coverage *Figure `json:"coverage"`
	// from decision to observation. calibration: ten bins of equal counts, from the lowest scores.
	LabelDelayHoursP50 float64          `json:"label_delay_hours_p50"`
	LabelDelayHoursP90 float64          `json:"label_delay_hours_p90"`
	TruePositives      int64            `json:"true_positives"`
	FalsePositives     int64            `json:"false_positives"`
	FalseNegatives     int64            `json:"false_negatives"`
	TrueNegatives      int64            `json:"true_negatives"`
	Precision          *Figure          `json:"precision"`
	Recall             *Figure          `json:"recall"`
	FalsePositiveRate  *Figure          `json:"false_positive_rate"`
	FalseNegativeRate  *Figure          `json:"false_negative_rate"`
	AveragePrecision   *Figure          `json:"average_precision"`
	Brier              Figure           `json:"brier"`
	Calibration        []ReliabilityBin `json:"calibration"`
	// the mean distance of rate and score over the bins.
	CalibrationError float64 `json:"calibration_error"`
}

// VersionPage: One page of versions: the starters on the first page, then the environment's own, newest first.
type VersionPage struct {
	Data      []VersionView `json:"data"`
	HasMore   bool          `json:"has_more"`
	NextAfter *string       `json:"next_after"`
}

// VersionView: One immutable version of a model.
type VersionView struct {
	Id      string `json:"id"`
	UseCase string `json:"use_case"`
	Name    string `json:"name"`
	// SHA-256 over its artefact, in hexadecimal; the same stands in decisions and ledger entries.
	Digest string `json:"digest"`
	// whether it ships with the service. runtime: where it scores, `onnx` in the service or `kserve` on a model server.
	Starter bool `json:"starter"`
	// the highest role that it serves in now; retired when it served before.
	// One of challenger, champion, registered, retired, shadow.
	Stage string `json:"stage"`
	// where it comes from.
	Lineage LineageView `json:"lineage"`
	// One of kserve, onnx.
	Runtime string `json:"runtime"`
	// what it tells: a `probability` alone, a `number` or `classes` too, or an `anomaly`, whose probability no label stands behind.
	// One of anomaly, classes, number, probability.
	Task string `json:"task"`
	// what it scores, in order; of a version that tells classes of your own columns they are the classes.
	Features []string `json:"features"`
	// what `inputs` of a question holds; empty where it scores facts.
	Columns   []ColumnView `json:"columns"`
	CreatedAt *string      `json:"created_at"`
	CreatedBy string       `json:"created_by"`
}

// WaitingView: The stage that it is in, beside what is usual.
type WaitingView struct {
	// One of approved, at_bank, created, credited, failed, returned, sent.
	Stage string `json:"stage"`
	Since string `json:"since"`
	// without what it was on hold.
	WaitedS int64 `json:"waited_s"`
	OnHold  bool  `json:"on_hold"`
	// whose history is compared with: this payee's at this bank, the gateway's, the bank's, the method's, or all of the stage.
	// One of bank, gateway, method, payee, stage.
	Basis *string `json:"basis"`
	// how many ended stages that is; at least 30, else nothing is usual.
	Count *int64 `json:"count"`
	// of ten that waited so long, eight end between this
	UsualFrom *string `json:"usual_from"`
	// and this.
	UsualTo *string `json:"usual_to"`
	// by three standard deviations.
	LongerThanUsual bool `json:"longer_than_usual"`
}

// WebhookDeliveryPage: Deliveries of one endpoint, newest message first.
type WebhookDeliveryPage struct {
	Data      []WebhookDeliveryView `json:"data"`
	HasMore   bool                  `json:"has_more"`
	NextAfter *string               `json:"next_after"`
}

// WebhookDeliveryView: One message to one endpoint. message_id: its `webhook-id`. tries: of the present round of the schedule.
type WebhookDeliveryView struct {
	MessageId  string `json:"message_id"`
	EndpointId string `json:"endpoint_id"`
	Event      string `json:"event"`
	Subject    string `json:"subject"`
	// One of delivered, given_up, waiting.
	State string `json:"state"`
	Tries int64  `json:"tries"`
	// the last thirty, oldest first. due_at: when it is tried next; null when it is not.
	Attempts  []Attempt `json:"attempts"`
	DueAt     *string   `json:"due_at"`
	CreatedAt string    `json:"created_at"`
}

// WebhookDisabledEventData: Of an endpoint that gets nothing more.
type WebhookDisabledEventData struct {
	// `gone` where it answered 410, `failing` where it took nothing for three days.
	Reason string `json:"reason"`
	// when that began; null where nothing had failed before.
	FailingSince *time.Time `json:"failing_since"`
}

// WebhookEndpointPage: Webhook endpoints, newest first.
type WebhookEndpointPage struct {
	Data      []WebhookEndpointView `json:"data"`
	HasMore   bool                  `json:"has_more"`
	NextAfter *string               `json:"next_after"`
}

// WebhookEndpointView: Where events are sent, and whether. events: kinds, families and `*` that it asked for.  nothing for three days.
type WebhookEndpointView struct {
	Id          string   `json:"id"`
	Url         string   `json:"url"`
	Description string   `json:"description"`
	Events      []string `json:"events"`
	// One of disabled, enabled.
	Status    string `json:"status"`
	CreatedAt string `json:"created_at"`
	CreatedBy string `json:"created_by"`
	// the first failure since the last success. disabled_reason: `gone` where it answered 410, `failing` where it took
	FailingSince *string `json:"failing_since"`
	DisabledAt   *string `json:"disabled_at"`
	// One of by_member, failing, gone.
	DisabledReason *string `json:"disabled_reason"`
}

// WindowView: Payments of one span of time, in the state's currency; those in others are counted only.
type WindowView struct {
	DebitCount  int64 `json:"debit_count"`
	DebitMinor  int64 `json:"debit_minor"`
	CreditCount int64 `json:"credit_count"`
	CreditMinor int64 `json:"credit_minor"`
	// debits in cash or at a cash machine.
	CashMinor int64 `json:"cash_minor"`
	// debits of category `emi`.
	EmiMinor int64 `json:"emi_minor"`
	// debits in other currencies.
	OtherDebitCount int64 `json:"other_debit_count"`
	// credits in other currencies.
	OtherCreditCount int64 `json:"other_credit_count"`
}

// WorkflowActivationPage: One page of activations, newest first.
type WorkflowActivationPage struct {
	Data      []WorkflowActivationView `json:"data"`
	HasMore   bool                     `json:"has_more"`
	NextAfter *string                  `json:"next_after"`
}

// WorkflowActivationView: A change of what starts instances.
type WorkflowActivationView struct {
	// our id.
	Id string `json:"id"`
	// the version that did from then on; null for none.
	VersionId *string `json:"version_id"`
	// the one before.
	PreviousVersionId *string `json:"previous_version_id"`
	// who changed it.
	Actor string `json:"actor"`
	// why.
	Reason string `json:"reason"`
	// when.
	ActivatedAt string `json:"activated_at"`
}

// WorkflowChangeList: What changed from one version to another, at most 500 places.
type WorkflowChangeList struct {
	Data []WorkflowChangeView `json:"data"`
}

// WorkflowChangeView: One place that differs. path: a JSON pointer. before, after: JSON; null where it is in the other version alone.
type WorkflowChangeView struct {
	Path   string  `json:"path"`
	Before *string `json:"before"`
	After  *string `json:"after"`
}

// WorkflowCheckView: What a document says. tasks: how many. starts_on: the event that starts it by itself. actions: all that it may call.
type WorkflowCheckView struct {
	Name     string   `json:"name"`
	Version  string   `json:"version"`
	Title    string   `json:"title"`
	Tasks    int64    `json:"tasks"`
	StartsOn *string  `json:"starts_on"`
	Actions  []string `json:"actions"`
}

// WorkflowFailedEventData: Of an instance that has failed.
type WorkflowFailedEventData struct {
	// its name.
	Workflow string `json:"workflow"`
	// that failed.
	Step string `json:"step"`
	// why.
	Code string `json:"code"`
}

// WorkflowFinishedEventData: Of an instance that has ended.
type WorkflowFinishedEventData struct {
	// its name.
	Workflow string `json:"workflow"`
	// `completed` or `cancelled`.
	Ending string `json:"ending"`
}

// WorkflowInstancePage: One page of instances, newest first.
type WorkflowInstancePage struct {
	Data      []WorkflowInstanceView `json:"data"`
	HasMore   bool                   `json:"has_more"`
	NextAfter *string                `json:"next_after"`
}

// WorkflowInstanceView: An instance.  goes on by itself. task, team, roles, choices: what it asks a person. code: of the error that ended it.
type WorkflowInstanceView struct {
	Id         string `json:"id"`
	WorkflowId string `json:"workflow_id"`
	VersionId  string `json:"version_id"`
	Subject    string `json:"subject"`
	// One of cancelled, completed, faulted, running, waiting.
	Status string `json:"status"`
	Paused bool   `json:"paused"`
	// where it stands, a JSON pointer into the document. waits_for: timer, retry, event, human or undo; until: when it
	Step      *string  `json:"step"`
	WaitsFor  *string  `json:"waits_for"`
	Until     *string  `json:"until"`
	Event     *string  `json:"event"`
	Task      *string  `json:"task"`
	Team      *string  `json:"team"`
	Roles     []string `json:"roles"`
	Choices   []string `json:"choices"`
	Code      *string  `json:"code"`
	StartedBy string   `json:"started_by"`
	StartedAt string   `json:"started_at"`
	EndedAt   *string  `json:"ended_at"`
}

// WorkflowOwnEventData: Of a workflow's own event.
type WorkflowOwnEventData struct {
	// as the workflow names it.
	Name string `json:"name"`
	// as the workflow says them.
	Facts map[string]any `json:"facts"`
}

// WorkflowPage: One page of workflows, newest first.
type WorkflowPage struct {
	Data      []WorkflowView `json:"data"`
	HasMore   bool           `json:"has_more"`
	NextAfter *string        `json:"next_after"`
}

// WorkflowStartedEventData: Of an instance that began.
type WorkflowStartedEventData struct {
	// its name.
	Workflow string `json:"workflow"`
}

// WorkflowStepPage: One page of steps, oldest first.
type WorkflowStepPage struct {
	Data      []WorkflowStepView `json:"data"`
	HasMore   bool               `json:"has_more"`
	NextAfter *string            `json:"next_after"`
}

// WorkflowStepView: One thing that happened in an instance. what: call, undo, event, answer, a wait, cancel or end. outcome: done, or a code.
type WorkflowStepView struct {
	Id      string  `json:"id"`
	Step    string  `json:"step"`
	What    string  `json:"what"`
	Action  *string `json:"action"`
	Attempt int64   `json:"attempt"`
	Outcome string  `json:"outcome"`
	Actor   string  `json:"actor"`
	TookMs  int64   `json:"took_ms"`
	At      string  `json:"at"`
}

// WorkflowTemplateList: Every shipped workflow, by name.
type WorkflowTemplateList struct {
	Data []WorkflowTemplateView `json:"data"`
}

// WorkflowTemplateView: A workflow that ships with the service.
type WorkflowTemplateView struct {
	Name     string         `json:"name"`
	Title    string         `json:"title"`
	Summary  string         `json:"summary"`
	StartsOn *string        `json:"starts_on"`
	Document map[string]any `json:"document"`
}

// WorkflowTrialArm: What one version did in a trial, for each subject the first time.
type WorkflowTrialArm struct {
	// the version.
	VersionId string `json:"version_id"`
	// how many it started.
	Instances int64 `json:"instances"`
	// those that have not ended, and still have time.
	Open int64 `json:"open"`
	// ended well, with no case opened.
	Completed int64 `json:"completed"`
	// ended well, after a case was opened.
	CaseOpened int64 `json:"case_opened"`
	// ended by an error.
	Faulted int64 `json:"faulted"`
	// ended by somebody.
	Cancelled int64 `json:"cancelled"`
	// did not end in time.
	Late int64 `json:"late"`
	// of those that are not open.
	SuccessRate *float64 `json:"success_rate"`
	// how long they took, those that are late all their time.
	MeanS *float64 `json:"mean_s"`
}

// WorkflowTrialComparison: The candidate beside the active version, as of now or of the trial's end; it may be read as often as you like.
type WorkflowTrialComparison struct {
	// the trial.
	TrialId string `json:"trial_id"`
	// from when instances count.
	Since string `json:"since"`
	// now, or its end.
	Until string `json:"until"`
	// of each interval, at all times at once.
	Level float64 `json:"level"`
	// what the active version did.
	Control WorkflowTrialArm `json:"control"`
	// what the candidate did.
	Candidate WorkflowTrialArm `json:"candidate"`
	// candidate minus control, of `success_rate` and of `time_used`, in parts of `within_s`.
	Differences []Difference `json:"differences"`
	// what ends the trial by itself.
	Guardrails []Breach `json:"guardrails"`
	// whether a guardrail is.
	Breached bool `json:"breached"`
	// of the success rate; undecided is no difference seen yet.
	// One of better, undecided, worse.
	Verdict string `json:"verdict"`
}

// WorkflowTrialEventData: Of a trial of two versions.
type WorkflowTrialEventData struct {
	// its name.
	Workflow string `json:"workflow"`
	// how it ended.
	EndedAs string `json:"ended_as"`
	// how the candidate did beside the control.
	Verdict string `json:"verdict"`
	// `wfv_…`.
	ControlVersion string `json:"control_version"`
	// `wfv_…`.
	CandidateVersion string `json:"candidate_version"`
}

// WorkflowTrialPage: One page of trials, newest first.
type WorkflowTrialPage struct {
	Data      []WorkflowTrialView `json:"data"`
	HasMore   bool                `json:"has_more"`
	NextAfter *string             `json:"next_after"`
}

// WorkflowTrialView: A trial of two versions of a workflow.
type WorkflowTrialView struct {
	// our id.
	Id string `json:"id"`
	// the workflow.
	WorkflowId string `json:"workflow_id"`
	// the version that was active when it began.
	ControlVersion string `json:"control_version"`
	// the one that is tried.
	CandidateVersion string `json:"candidate_version"`
	// of the subjects, for the candidate.
	SharePercent int64 `json:"share_percent"`
	// endings that count as one.
	// One of cancelled, case_opened, completed.
	Success []string `json:"success"`
	// after so long an instance is late.
	WithinS int64 `json:"within_s"`
	// guardrail.
	FailRiseMax float64 `json:"fail_rise_max"`
	// why it was started.
	Reason string `json:"reason"`
	// by whom.
	StartedBy string `json:"started_by"`
	// when.
	StartedAt string `json:"started_at"`
	// running or ended.
	// One of ended, running.
	Status string `json:"status"`
	// when it ended.
	EndedAt *string `json:"ended_at"`
	// who ended it; `system` is the guardrail.
	EndedBy *string `json:"ended_by"`
	// adopted and kept by a member, guardrail by itself, replaced and deactivated by what became of the workflow.
	// One of adopted, deactivated, guardrail, kept, replaced.
	EndedAs *string `json:"ended_as"`
	// why.
	EndedReason *string `json:"ended_reason"`
}

// WorkflowVersionPage: One page of versions, newest first, without their documents.
type WorkflowVersionPage struct {
	Data      []WorkflowVersionSummary `json:"data"`
	HasMore   bool                     `json:"has_more"`
	NextAfter *string                  `json:"next_after"`
}

// WorkflowVersionSummary: A version without its document. template: the shipped workflow that it is a copy of.
type WorkflowVersionSummary struct {
	Id         string   `json:"id"`
	WorkflowId string   `json:"workflow_id"`
	Name       string   `json:"name"`
	Number     int64    `json:"number"`
	Title      string   `json:"title"`
	Digest     string   `json:"digest"`
	StartsOn   *string  `json:"starts_on"`
	Actions    []string `json:"actions"`
	Template   *string  `json:"template"`
	Author     string   `json:"author"`
	Reason     string   `json:"reason"`
	CreatedAt  string   `json:"created_at"`
}

// WorkflowVersionView: One immutable version. digest: SHA-256, in hexadecimal, over the RFC 8785 form of the document.
type WorkflowVersionView struct {
	Id         string         `json:"id"`
	WorkflowId string         `json:"workflow_id"`
	Name       string         `json:"name"`
	Number     int64          `json:"number"`
	Title      string         `json:"title"`
	Digest     string         `json:"digest"`
	StartsOn   *string        `json:"starts_on"`
	Actions    []string       `json:"actions"`
	Template   *string        `json:"template"`
	Author     string         `json:"author"`
	Reason     string         `json:"reason"`
	CreatedAt  string         `json:"created_at"`
	Document   map[string]any `json:"document"`
}

// WorkflowView: A workflow. active_version: what starts instances; null while nothing does. last_number: of the newest version.
type WorkflowView struct {
	Id            string  `json:"id"`
	Name          string  `json:"name"`
	LastNumber    int64   `json:"last_number"`
	ActiveVersion *string `json:"active_version"`
	ActiveSince   *string `json:"active_since"`
	StartsOn      *string `json:"starts_on"`
	CreatedAt     string  `json:"created_at"`
}

// WorkflowWaitingEventData: Of an instance that waits for a person.
type WorkflowWaitingEventData struct {
	// its name.
	Workflow string `json:"workflow"`
	// where it waits.
	Step string `json:"step"`
}
