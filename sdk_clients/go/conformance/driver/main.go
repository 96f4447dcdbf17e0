// Command driver runs calls of the conformance suite (sdk_clients/conformance) through package client: lines of JSON in, a
// line of JSON out for each.
package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync"
	"time"

	"countermark.dev/client"
	"countermark.dev/client/core"
	"countermark.dev/client/receipts"
	"countermark.dev/client/webhooks"
)

type settings struct {
	BaseURL      string  `json:"base_url"`
	APIKey       *string `json:"api_key"`
	ClientID     *string `json:"client_id"`
	ClientSecret *string `json:"client_secret"`
	TimeoutMS    *int64  `json:"timeout_ms"`
	MaxRetries   *int    `json:"max_retries"`
}

type line struct {
	ID      int64           `json:"id"`
	Client  settings        `json:"client"`
	Call    string          `json:"call"`
	Args    json.RawMessage `json:"args"`
	Options struct {
		IdempotencyKey string `json:"idempotency_key"`
		TimeoutMS      int64  `json:"timeout_ms"`
	} `json:"options"`
}

type told struct {
	Type       string              `json:"type"`
	Message    string              `json:"message"`
	Status     *int                `json:"status,omitempty"`
	Code       *string             `json:"code,omitempty"`
	Fix        *string             `json:"fix,omitempty"`
	RequestID  *string             `json:"request_id,omitempty"`
	RetryAfter *float64            `json:"retry_after_s,omitempty"`
	Errors     []client.FieldError `json:"errors,omitempty"`
}

type call func(ctx context.Context, c *client.Client, args json.RawMessage) (any, error)

func main() {
	clients := map[string]*client.Client{}
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	answers := json.NewEncoder(os.Stdout)
	answers.SetEscapeHTML(false)
	for {
		text, err := lines.ReadBytes('\n')
		if err != nil {
			return
		}
		var asked line
		if err := json.Unmarshal(text, &asked); err != nil {
			fmt.Fprintln(os.Stderr, "not a request:", err)
			os.Exit(2)
		}
		value, err := answered(clients, asked)
		answer := map[string]any{"id": asked.ID, "ok": err == nil}
		if err == nil {
			answer["value"] = value
		} else {
			answer["error"] = describe(err)
		}
		if err := answers.Encode(answer); err != nil {
			fmt.Fprintln(os.Stderr, "not an answer:", err)
			os.Exit(2)
		}
	}
}

func answered(clients map[string]*client.Client, asked line) (any, error) {
	name, err := json.Marshal(asked.Client)
	if err != nil {
		return nil, err
	}
	c := clients[string(name)]
	if c == nil {
		if c, err = made(asked.Client); err != nil {
			return nil, err
		}
		clients[string(name)] = c
	}
	ctx := context.Background()
	if asked.Options.IdempotencyKey != "" {
		ctx = client.WithIdempotencyKey(ctx, asked.Options.IdempotencyKey)
	}
	if asked.Options.TimeoutMS > 0 {
		var end context.CancelFunc
		ctx, end = context.WithTimeout(ctx, time.Duration(asked.Options.TimeoutMS)*time.Millisecond)
		defer end()
	}
	return run(ctx, c, asked.Call, asked.Args)
}

func made(with settings) (*client.Client, error) {
	options := []client.Option{client.WithBaseURL(with.BaseURL)}
	if with.APIKey != nil {
		options = append(options, client.WithAPIKey(*with.APIKey))
	}
	if with.ClientID != nil && with.ClientSecret != nil {
		options = append(options, client.WithCredentials(*with.ClientID, *with.ClientSecret))
	}
	if with.TimeoutMS != nil {
		options = append(options, client.WithTimeout(time.Duration(*with.TimeoutMS)*time.Millisecond))
	}
	if with.MaxRetries != nil {
		options = append(options, client.WithMaxRetries(*with.MaxRetries))
	}
	return client.New(options...)
}

func run(ctx context.Context, c *client.Client, name string, args json.RawMessage) (any, error) {
	if name == "concurrent" {
		return atOnce(ctx, c, args)
	}
	named, known := calls[name]
	if !known {
		return nil, fmt.Errorf("the driver has no call %s", name)
	}
	return named(ctx, c, args)
}

func atOnce(ctx context.Context, c *client.Client, args json.RawMessage) (any, error) {
	var what struct {
		Call  string          `json:"call"`
		Args  json.RawMessage `json:"args"`
		Times int             `json:"times"`
	}
	if err := json.Unmarshal(args, &what); err != nil {
		return nil, err
	}
	values, failures := make([]any, what.Times), make([]error, what.Times)
	var all sync.WaitGroup
	for i := range what.Times {
		all.Add(1)
		go func() {
			defer all.Done()
			values[i], failures[i] = run(ctx, c, what.Call, what.Args)
		}()
	}
	all.Wait()
	return values, errors.Join(failures...)
}

func describe(err error) told {
	found := told{Type: typeOf(err), Message: err.Error()}
	var failed *client.APIError
	if errors.As(err, &failed) {
		found.Status, found.Code, found.Fix, found.RequestID = &failed.Status, some(failed.Code), some(failed.Fix), some(failed.RequestID)
	}
	if failed != nil {
		found.Errors = failed.Errors
	}
	var limited *client.RateLimited
	var broken *client.ServerError
	if errors.As(err, &limited) {
		found.RetryAfter = client.Ptr(limited.RetryAfter.Seconds())
	} else if errors.As(err, &broken) && broken.RetryAfter > 0 {
		found.RetryAfter = client.Ptr(broken.RetryAfter.Seconds())
	}
	return found
}

func some(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func is[T error](err error) bool {
	var found T
	return errors.As(err, &found)
}

func typeOf(err error) string {
	switch {
	case is[*client.InvalidRequest](err):
		return "InvalidRequest"
	case is[*client.AuthenticationError](err):
		return "AuthenticationError"
	case is[*client.PermissionDenied](err):
		return "PermissionDenied"
	case is[*client.NotFound](err):
		return "NotFound"
	case is[*client.Conflict](err):
		return "Conflict"
	case is[*client.RateLimited](err):
		return "RateLimited"
	case is[*client.ServerError](err):
		return "ServerError"
	case is[*client.APIError](err):
		return "ApiError"
	case is[*client.ConnectionFailed](err):
		return "ConnectionFailed"
	case is[*client.TimedOut](err):
		return "TimedOut"
	case is[*webhooks.SignatureInvalid](err):
		return "WebhookSignatureInvalid"
	case is[*webhooks.TimestampOutside](err):
		return "WebhookTimestampOutside"
	case is[*receipts.Refused](err):
		return "ReceiptRefused"
	case is[client.Error](err):
		return "CountermarkError"
	}
	return fmt.Sprintf("%T", err)
}

// typed makes a call of one whose arguments are the body of the request.
func typed[A, V any](do func(context.Context, *client.Client, A) (V, error)) call {
	return func(ctx context.Context, c *client.Client, args json.RawMessage) (any, error) {
		var read A
		if len(args) > 0 {
			if err := json.Unmarshal(args, &read); err != nil {
				return nil, err
			}
		}
		return do(ctx, c, read)
	}
}

type decisionID struct {
	DecisionID string `json:"decision_id"`
}

type batchID struct {
	BatchID  string  `json:"batch_id"`
	TimeoutS float64 `json:"timeout_s"`
}

var calls = map[string]call{
	"inference.categorize": typed(func(ctx context.Context, c *client.Client, a core.StatementQuestion) (any, error) {
		return c.Inference.Categorize(ctx, a)
	}),
	"inference.churn_score": typed(func(ctx context.Context, c *client.Client, a core.CustomerQuestion) (any, error) {
		return c.Inference.ChurnScore(ctx, a)
	}),
	"inference.commission_check": typed(func(ctx context.Context, c *client.Client, a core.CommissionQuestion) (any, error) {
		return c.Inference.CommissionCheck(ctx, a)
	}),
	"inference.credit_score": typed(func(ctx context.Context, c *client.Client, a core.CustomerQuestion) (any, error) {
		return c.Inference.CreditScore(ctx, a)
	}),
	"inference.gateway_route": typed(func(ctx context.Context, c *client.Client, a core.RoutingQuestion) (any, error) {
		return c.Inference.GatewayRoute(ctx, a)
	}),
	"inference.lead_score": typed(func(ctx context.Context, c *client.Client, a core.HistoryQuestion) (any, error) {
		return c.Inference.LeadScore(ctx, a)
	}),
	"inference.life_events": typed(func(ctx context.Context, c *client.Client, a core.HistoryQuestion) (any, error) {
		return c.Inference.LifeEvents(ctx, a)
	}),
	"inference.payment_delay": typed(func(ctx context.Context, c *client.Client, a core.InvoiceQuestion) (any, error) {
		return c.Inference.PaymentDelay(ctx, a)
	}),
	"inference.payment_timing": typed(func(ctx context.Context, c *client.Client, a core.PortfolioQuestion) (any, error) {
		return c.Inference.PaymentTiming(ctx, a)
	}),
	"inference.payout_delay": typed(func(ctx context.Context, c *client.Client, a core.PayoutQuestion) (any, error) {
		return c.Inference.PayoutDelay(ctx, a)
	}),
	"inference.segment": typed(func(ctx context.Context, c *client.Client, a core.HistoryQuestion) (any, error) {
		return c.Inference.Segment(ctx, a)
	}),
	"inference.spend_forecast": typed(func(ctx context.Context, c *client.Client, a core.HistoryQuestion) (any, error) {
		return c.Inference.SpendForecast(ctx, a)
	}),
	"inference.ticket_triage": typed(func(ctx context.Context, c *client.Client, a core.TicketQuestion) (any, error) {
		return c.Inference.TicketTriage(ctx, a)
	}),
	"inference.transaction_anomaly": typed(func(ctx context.Context, c *client.Client, a core.TransactionQuestion) (any, error) {
		return c.Inference.TransactionAnomaly(ctx, a)
	}),
	"decisions.get": typed(func(ctx context.Context, c *client.Client, a decisionID) (any, error) {
		return c.Decisions.Get(ctx, a.DecisionID)
	}),
	"decisions.replay": typed(func(ctx context.Context, c *client.Client, a decisionID) (any, error) {
		return c.Decisions.Replay(ctx, a.DecisionID)
	}),
	"decisions.disclosure": typed(func(ctx context.Context, c *client.Client, a decisionID) (any, error) {
		return c.Decisions.Disclosure(ctx, a.DecisionID)
	}),
	"decisions.explanation": typed(func(ctx context.Context, c *client.Client, a decisionID) (any, error) {
		return c.Decisions.Explanation(ctx, a.DecisionID)
	}),
	"decisions.list": typed(listDecisions),
	"decisions.several": typed(func(ctx context.Context, c *client.Client, a core.SeveralQuestion) (any, error) {
		return c.Decisions.Several(ctx, a)
	}),
	"feedback.create": typed(func(ctx context.Context, c *client.Client, a core.Feedback) (any, error) {
		return c.Feedback.Create(ctx, a)
	}),
	"transactions.create": typed(func(ctx context.Context, c *client.Client, a core.Transaction) (any, error) {
		return c.Transactions.Create(ctx, a)
	}),
	"transactions.get": typed(func(ctx context.Context, c *client.Client, a struct {
		ID string `json:"transaction_id"`
	}) (any, error) {
		return c.Transactions.Get(ctx, a.ID)
	}),
	"batches.create": typed(createBatch),
	"batches.wait":   typed(waitForBatch),
	"batches.events": typed(batchEvents),
	"batches.results": typed(func(ctx context.Context, c *client.Client, a batchID) (any, error) {
		return hashed(c.Batches.Results(ctx, a.BatchID, "csv"))
	}),
	"webhook_endpoints.create": typed(func(ctx context.Context, c *client.Client, a core.CreateWebhookEndpoint) (any, error) {
		return c.WebhookEndpoints.Create(ctx, a)
	}),
	"webhook_endpoints.list": typed(func(ctx context.Context, c *client.Client, a struct {
		Limit *int64 `json:"limit"`
	}) (any, error) {
		return collected(c.WebhookEndpoints.List(ctx, &core.ListWebhookEndpointsParams{Limit: a.Limit}))
	}),
	"webhook_endpoints.delete": typed(func(ctx context.Context, c *client.Client, a struct {
		ID string `json:"endpoint_id"`
	}) (any, error) {
		return c.WebhookEndpoints.Delete(ctx, a.ID)
	}),
	"webhooks.verify": typed(verifyWebhook),
	"receipts.verify": typed(func(_ context.Context, _ *client.Client, a struct {
		Receipt json.RawMessage `json:"receipt"`
		Keys    []string        `json:"keys"`
	}) (any, error) {
		return map[string]bool{"verified": true}, receipts.VerifyJSON(a.Receipt, a.Keys...)
	}),
	"principal.get": typed(func(ctx context.Context, c *client.Client, _ struct{}) (any, error) {
		return c.Principal.Get(ctx)
	}),
}

type listed struct {
	UseCase    *string `json:"use_case"`
	Outcome    *string `json:"outcome"`
	CustomerID *string `json:"customer_id"`
	Region     *string `json:"region"`
	Segment    *string `json:"segment"`
	Limit      *int64  `json:"limit"`
	MaxItems   int     `json:"max_items"`
}

func listDecisions(ctx context.Context, c *client.Client, a listed) (any, error) {
	ids := []string{}
	params := core.ListDecisionsParams{
		UseCase: a.UseCase, Outcome: a.Outcome, CustomerId: a.CustomerID, Region: a.Region, Segment: a.Segment, Limit: a.Limit,
	}
	for decision, err := range c.Decisions.List(ctx, &params).All() {
		if err != nil {
			return nil, err
		}
		ids = append(ids, decision.Id)
		if a.MaxItems > 0 && len(ids) >= a.MaxItems {
			break
		}
	}
	return map[string][]string{"ids": ids}, nil
}

func collected[T any](list *client.List[T]) (any, error) {
	found := []T{}
	for each, err := range list.All() {
		if err != nil {
			return nil, err
		}
		found = append(found, each)
	}
	return map[string][]T{"data": found}, nil
}

func createBatch(ctx context.Context, c *client.Client, a struct {
	Path    string `json:"path"`
	UseCase string `json:"use_case"`
}) (any, error) {
	progress := [][2]int64{}
	batch, err := c.Batches.CreateFromFile(ctx, a.Path, client.BatchFile{
		UseCase:  a.UseCase,
		Progress: func(sent, total int64) { progress = append(progress, [2]int64{sent, total}) },
	})
	if err != nil {
		return nil, err
	}
	return map[string]any{"batch_id": batch.Id, "progress": progress}, nil
}

func waitForBatch(ctx context.Context, c *client.Client, a batchID) (any, error) {
	if a.TimeoutS > 0 {
		var end context.CancelFunc
		ctx, end = context.WithTimeout(ctx, time.Duration(a.TimeoutS*float64(time.Second)))
		defer end()
	}
	batch, err := c.Batches.Wait(ctx, a.BatchID)
	if err != nil {
		return nil, err
	}
	return map[string]string{"status": batch.State}, nil
}

func batchEvents(ctx context.Context, c *client.Client, a batchID) (any, error) {
	found := []map[string]any{}
	for event, err := range c.Batches.Events(ctx, a.BatchID) {
		if err != nil {
			return nil, err
		}
		found = append(found, map[string]any{"id": event.ID, "event": event.Name, "data": event.Batch})
	}
	return found, nil
}

func hashed(from io.ReadCloser, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	defer from.Close()
	digest := sha256.New()
	count, err := io.Copy(digest, from)
	if err != nil {
		return nil, err
	}
	return map[string]any{"sha256": hex.EncodeToString(digest.Sum(nil)), "bytes": count}, nil
}

func verifyWebhook(_ context.Context, _ *client.Client, a struct {
	Body    string            `json:"body"`
	Headers map[string]string `json:"headers"`
	Secrets []string          `json:"secrets"`
	NowS    *int64            `json:"now_s"`
}) (any, error) {
	header := http.Header{}
	for name, value := range a.Headers {
		header.Set(name, value)
	}
	now := time.Now()
	if a.NowS != nil {
		now = time.Unix(*a.NowS, 0)
	}
	return webhooks.VerifyAt([]byte(a.Body), header, now, webhooks.Tolerance, a.Secrets...)
}
