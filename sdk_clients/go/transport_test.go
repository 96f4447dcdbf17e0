package client

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"countermark.dev/client/core"
)

var uuid4 = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

func question() core.CustomerQuestion { return core.CustomerQuestion{CustomerId: Ptr("cust_42")} }

func TestWhatPassesIsRepeatedUnderOneKeyAndBody(t *testing.T) {
	server := serving(t, problemOf(503, "database_unavailable"), status(429, "{}", "Retry-After", "2"),
		problemOf(409, inFlight), status(201, `{"id":"dec_1"}`))
	c, waits := server.client(t)
	decision, err := c.Inference.ChurnScore(context.Background(), question())
	if err != nil || decision.Id != "dec_1" {
		t.Fatal(decision, err)
	}
	asked := server.requests()
	if len(asked) != 4 {
		t.Fatalf("there were %d requests", len(asked))
	}
	for _, each := range asked {
		if each.body != `{"customer_id":"cust_42"}` || each.header.Get("Idempotency-Key") != asked[0].header.Get("Idempotency-Key") {
			t.Error("a try differs:", each)
		}
	}
	if key := asked[0].header.Get("Idempotency-Key"); !uuid4.MatchString(key) {
		t.Errorf("the key %q is no UUID of version 4", key)
	}
	if w := *waits; w[0] < 250*time.Millisecond || w[0] > 500*time.Millisecond || w[1] != 2*time.Second || w[2] < time.Second || w[2] > 2*time.Second {
		t.Error("the waits were", w)
	}
}

func TestEachMutationHasItsOwnKeyUnlessOneIsGiven(t *testing.T) {
	server := serving(t, status(200, "{}"))
	c, _ := server.client(t)
	for range 2 {
		if _, err := c.Inference.ChurnScore(context.Background(), question()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.Inference.ChurnScore(WithIdempotencyKey(context.Background(), "mine"), question()); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Principal.Get(context.Background()); err != nil {
		t.Fatal(err)
	}
	asked := server.requests()
	if asked[0].header.Get("Idempotency-Key") == asked[1].header.Get("Idempotency-Key") {
		t.Error("two calls have one key")
	}
	if asked[2].header.Get("Idempotency-Key") != "mine" || asked[3].header.Get("Idempotency-Key") != "" {
		t.Error("keys are", asked[2].header, asked[3].header)
	}
}

func TestHeadersOfEachRequest(t *testing.T) {
	server := serving(t, status(200, principal))
	c, _ := server.client(t)
	found, err := c.Principal.Get(context.Background())
	if err != nil || found.Kind != "api_key" {
		t.Fatal(found, err)
	}
	asked := server.requests()[0]
	for name, value := range map[string]string{
		"X-API-Key": "cmk_sandbox_test", "Countermark-Version": "2026-11-21", "User-Agent": "countermark-go/0.1.0",
		"Accept": "application/json", "Content-Length": "", "Transfer-Encoding": "",
	} {
		if asked.header.Get(name) != value {
			t.Errorf("%s is %q", name, asked.header.Get(name))
		}
	}
}

func TestWhatDoesNotPassIsToldAtOnce(t *testing.T) {
	for code, word := range map[int]string{400: "invalid", 401: "credential_invalid", 403: "permission_denied", 404: "not_found", 409: "idempotent_request_done", 418: "teapot", 422: "idempotency_key_reused", 500: "internal"} {
		server := serving(t, problemOf(code, word))
		c, _ := server.client(t)
		_, err := c.Inference.ChurnScore(context.Background(), question())
		var failed *APIError
		if !errors.As(err, &failed) || failed.Status != code || failed.Code != word || failed.Fix != "F" || failed.RequestID != "req_1" {
			t.Errorf("%d is told as %#v", code, err)
		}
		if count := len(server.requests()); count != 1 {
			t.Errorf("%d was asked %d times", code, count)
		}
	}
}

func TestALastFailureIsToldAfterMaxRetries(t *testing.T) {
	server := serving(t, problemOf(503, "first"), problemOf(502, "second"), problemOf(504, "third"))
	c, waits := server.client(t, WithMaxRetries(2))
	_, err := c.Principal.Get(context.Background())
	var failed *ServerError
	if !errors.As(err, &failed) || failed.Code != "third" || len(server.requests()) != 3 || len(*waits) != 2 {
		t.Fatal(err, len(server.requests()), *waits)
	}
}

func TestConnectionsThatBreak(t *testing.T) {
	for name, broken := range map[string]http.HandlerFunc{"reset": reset, "cut": cut} {
		server := serving(t, broken, broken, status(200, principal))
		c, _ := server.client(t)
		if _, err := c.Principal.Get(context.Background()); err != nil || len(server.requests()) != 3 {
			t.Errorf("%s: %v after %d requests", name, err, len(server.requests()))
		}
	}
}

// net/http repeats what it holds to be safe by itself, when a kept connection breaks: neither counted nor waited for.
func TestAKeptConnectionThatBreaksIsNotRepeatedBehindOurBack(t *testing.T) {
	calls := map[string]func(*Client) error{
		"GET":  func(c *Client) error { _, err := c.Principal.Get(context.Background()); return err },
		"POST": func(c *Client) error { _, err := c.Inference.ChurnScore(context.Background(), question()); return err },
	}
	for name, do := range calls {
		server := serving(t, status(200, principal), reset, status(200, principal))
		c, _ := server.client(t, WithMaxRetries(0))
		if err := do(c); err != nil {
			t.Fatal(err)
		}
		var failed *ConnectionFailed
		if err := do(c); !errors.As(err, &failed) || len(server.requests()) != 2 {
			t.Errorf("%s: %v after %d requests", name, err, len(server.requests()))
		}
	}
}

func TestNobodyListens(t *testing.T) {
	server := serving(t, status(200, "{}"))
	c, waits := server.client(t, WithMaxRetries(1))
	server.Close()
	_, err := c.Inference.ChurnScore(context.Background(), question())
	var failed *ConnectionFailed
	var ours Error
	if !errors.As(err, &failed) || !errors.As(err, &ours) || len(*waits) != 1 {
		t.Fatal(err, *waits)
	}
}

func TestATryThatTakesTooLongIsTimedOutAndNotRepeated(t *testing.T) {
	over := make(chan struct{})
	defer close(over)
	server := serving(t, func(http.ResponseWriter, *http.Request) { <-over })
	c, _ := server.client(t, WithTimeout(30*time.Millisecond))
	_, err := c.Principal.Get(context.Background())
	var late *TimedOut
	if !errors.As(err, &late) || len(server.requests()) != 1 {
		t.Fatal(err, len(server.requests()))
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
	defer cancel()
	patient, _ := server.client(t)
	if _, err := patient.Principal.Get(ctx); !errors.As(err, &late) || !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
}

func TestACallThatIsCancelledSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	over := make(chan struct{})
	defer close(over)
	server := serving(t, func(http.ResponseWriter, *http.Request) { cancel(); <-over })
	c, _ := server.client(t)
	if _, err := c.Principal.Get(ctx); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

// Waiting beyond the caller's deadline would only turn an answer into a missing one.
func TestWhoAsksForMoreThanAMinuteIsNotWaitedFor(t *testing.T) {
	server := serving(t, status(429, `{"code":"quota_exhausted"}`, "Retry-After", "61"))
	c, waits := server.client(t)
	_, err := c.Principal.Get(context.Background())
	var limited *RateLimited
	if !errors.As(err, &limited) || limited.RetryAfter != 61*time.Second || len(server.requests()) != 1 || len(*waits) != 0 {
		t.Fatal(err, len(server.requests()), *waits)
	}
}

func TestNoWaitBeyondTheDeadline(t *testing.T) {
	server := serving(t, status(503, "{}", "Retry-After", "60"))
	c, _ := server.client(t)
	c.transport.sleep = sleep
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	_, err := c.Principal.Get(ctx)
	var failed *ServerError
	if !errors.As(err, &failed) || failed.RetryAfter != time.Minute || ctx.Err() != nil {
		t.Fatal(err)
	}
}

func TestOtherHostsSeeNoCredential(t *testing.T) {
	server, other := serving(t, status(200, "{}")), serving(t, status(200, "{}"))
	c, _ := server.client(t)
	for _, address := range []string{server.URL + "/anything", other.URL + "/anything"} {
		answer, err := c.HTTPClient().Get(address)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
	}
	if server.requests()[0].header.Get("X-API-Key") == "" || other.requests()[0].header.Get("X-API-Key") != "" {
		t.Error("the key went to", other.requests()[0].header)
	}
}

func TestOwnRequestsHaveTheHabitsToo(t *testing.T) {
	server := serving(t, status(503, "{}"), status(200, "done"))
	c, _ := server.client(t)
	answer, err := c.HTTPClient().Post(server.URL+"/api/v1/logins", "application/json", bytes.NewReader([]byte("{}")))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || string(body) != "done" || len(server.requests()) != 2 {
		t.Fatal(string(body), err)
	}
}

func TestABodyThatCannotBeReadAgainIsSentOnce(t *testing.T) {
	server := serving(t, status(503, "{}"))
	c, waits := server.client(t)
	_, err := c.Batches.Create(context.Background(), io.MultiReader(strings.NewReader("customer_id\n")), BatchFile{UseCase: "churn-score"})
	var failed *ServerError
	if !errors.As(err, &failed) || len(server.requests()) != 1 || len(*waits) != 0 {
		t.Fatal(err, len(server.requests()))
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for _, each := range []struct {
		after, date string
		wait        time.Duration
		told        bool
	}{
		{"7", "", 7 * time.Second, true},
		{"0", "", 0, true},
		{"", "", 0, false},
		{"-1", "", 0, false},
		{"99999999999999999999999", "", math.MaxInt32 * time.Second, true},
		{"soon", "", 0, false},
		{"1.5", "", 0, false},
		{"Sun, 22 Nov 2026 12:00:05 GMT", "", 5 * time.Second, true},
		{"Sun, 22 Nov 2026 11:00:00 GMT", "", 0, true},
		{"Mon, 23 Nov 2026 12:00:03 GMT", "Mon, 23 Nov 2026 12:00:00 GMT", 3 * time.Second, true},
		{"Sun, 22 Nov 2026 11:00:03 GMT", "Sun, 22 Nov 2026 11:00:00 GMT", 3 * time.Second, true},
	} {
		wait, told := retryAfter(http.Header{"Retry-After": {each.after}, "Date": {each.date}}, now)
		if wait != each.wait || told != each.told {
			t.Errorf("%q at %q is %v, %v", each.after, each.date, wait, told)
		}
	}
	long := &http.Response{Header: http.Header{"Retry-After": {"86400"}}}
	if wait := waitBefore(long, 0); wait != time.Minute {
		t.Error("a day is waited for", wait)
	}
}

func TestBackoffIsBetweenHalfAndAll(t *testing.T) {
	for tries, all := range []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 8 * time.Second} {
		for range 200 {
			if wait := backoff(tries); wait < all/2 || wait > all {
				t.Fatalf("wait %d is %v, not between %v and %v", tries, wait, all/2, all)
			}
		}
	}
	if wait := backoff(1000); wait < backoffMax/2 || wait > backoffMax {
		t.Error("a late wait is", wait)
	}
}

func TestSettings(t *testing.T) {
	for _, options := range [][]Option{
		{WithBaseURL("countermark.example.com")}, {WithBaseURL("ftp://countermark.example.com")}, {WithBaseURL("http://")},
		{WithTimeout(0)}, {WithMaxRetries(-1)},
	} {
		if c, err := New(options...); err == nil {
			t.Error("this was taken:", c.Core.BaseURL)
		}
	}
	t.Setenv("COUNTERMARK_BASE_URL", "https://countermark.example.com/")
	t.Setenv("COUNTERMARK_API_KEY", "cmk_sandbox_env")
	c, err := New()
	if err != nil || c.Core.BaseURL != "https://countermark.example.com" || c.transport.apiKey != "cmk_sandbox_env" {
		t.Fatal(c, err)
	}
	if c, err = New(WithCredentials("id", "secret")); err != nil || c.transport.apiKey != "" || c.transport.tokens == nil {
		t.Fatal("a client of its own uses the key of the environment", err)
	}
}
