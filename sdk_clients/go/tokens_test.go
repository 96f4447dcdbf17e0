package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// issuer gives token 1, token 2 and so on, and takes the last one alone.
type issuer struct {
	given    atomic.Int64
	lifetime int64
	refuse   atomic.Bool // every token
	gate     chan struct{}
}

func (i *issuer) answer(answer http.ResponseWriter, request *http.Request) {
	if request.URL.Path == "/oauth2/token" {
		if i.gate != nil {
			<-i.gate
		}
		status(200, fmt.Sprintf(`{"access_token":"token-%d","token_type":"Bearer","expires_in":%d}`, i.given.Add(1), i.lifetime))(answer, request)
		return
	}
	if i.refuse.Load() || request.Header.Get("Authorization") != fmt.Sprintf("Bearer token-%d", i.given.Load()) {
		problemOf(401, "credential_ended")(answer, request)
		return
	}
	status(200, principal)(answer, request)
}

func tokenRequests(server *played) (asked int) {
	for _, each := range server.requests() {
		if each.path == "/oauth2/token" {
			asked++
		}
	}
	return asked
}

func TestATokenIsAskedForOnceAndRenewedWhenItIsRefused(t *testing.T) {
	from := &issuer{lifetime: 600}
	server := serving(t, from.answer)
	c, waits := server.client(t, WithCredentials("id", "s&cret"))
	for range 3 {
		if _, err := c.Principal.Get(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	if tokenRequests(server) != 1 {
		t.Fatal("tokens were asked for", tokenRequests(server), "times")
	}
	if form := server.requests()[0].body; form != "client_id=id&client_secret=s%26cret&grant_type=client_credentials" {
		t.Error("the form is", form)
	}
	from.given.Add(1) // what the client holds is not the last any more
	if _, err := c.Inference.ChurnScore(context.Background(), question()); err != nil {
		t.Fatal(err)
	}
	asked := server.requests()
	one, two := asked[len(asked)-3], asked[len(asked)-1]
	if tokenRequests(server) != 2 || len(*waits) != 0 || one.body != two.body || one.header.Get("Idempotency-Key") != two.header.Get("Idempotency-Key") {
		t.Error(tokenRequests(server), *waits, one, two)
	}
}

func TestARefusalThatStaysIsToldAfterOneRenewal(t *testing.T) {
	from := &issuer{lifetime: 600}
	from.refuse.Store(true)
	server := serving(t, from.answer)
	c, _ := server.client(t, WithCredentials("id", "secret"))
	_, err := c.Principal.Get(context.Background())
	var failed *AuthenticationError
	if !errors.As(err, &failed) || failed.Code != "credential_ended" || tokenRequests(server) != 2 || len(server.requests()) != 4 {
		t.Fatal(err, len(server.requests()))
	}
}

func TestCallsAtOnceShareOneToken(t *testing.T) {
	from := &issuer{lifetime: 600, gate: make(chan struct{})}
	server := serving(t, from.answer)
	c, _ := server.client(t, WithCredentials("id", "secret"))
	var all sync.WaitGroup
	var failures atomic.Int64
	for range 16 {
		all.Add(1)
		go func() {
			defer all.Done()
			if _, err := c.Principal.Get(context.Background()); err != nil {
				failures.Add(1)
			}
		}()
	}
	close(from.gate)
	all.Wait()
	if failures.Load() != 0 || tokenRequests(server) != 1 {
		t.Fatal(failures.Load(), "failed,", tokenRequests(server), "tokens")
	}
}

func TestWhoWaitsForATokenMayGiveUp(t *testing.T) {
	from := &issuer{lifetime: 600, gate: make(chan struct{})}
	server := serving(t, from.answer)
	defer close(from.gate)
	c, _ := server.client(t, WithCredentials("id", "secret"))
	c.transport.tokens.turn <- struct{}{} // somebody else is renewing
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := c.Principal.Get(ctx); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

func TestATokenIsRenewedAMinuteBeforeItsEnd(t *testing.T) {
	for lifetime, kept := range map[int64]time.Duration{600: 540 * time.Second, 61: time.Second, 60: 30 * time.Second, 2: time.Second} {
		server := serving(t, (&issuer{lifetime: lifetime}).answer)
		c, _ := server.client(t, WithCredentials("id", "secret"))
		before := time.Now()
		if _, err := c.Principal.Get(context.Background()); err != nil {
			t.Fatal(err)
		}
		after := time.Now()
		if at := c.transport.tokens.renewAt; at.Before(before.Add(kept)) || at.After(after.Add(kept)) {
			t.Errorf("a token of %d s is kept for %v", lifetime, at.Sub(before))
		}
	}
}

func TestFailuresOfTheTokenEndpoint(t *testing.T) {
	server := serving(t, status(503, "{}"), status(401, `{"error":"invalid_client","error_description":"No such client."}`))
	c, waits := server.client(t, WithCredentials("id", "wrong"))
	_, err := c.Principal.Get(context.Background())
	var failed *AuthenticationError
	if !errors.As(err, &failed) || failed.Code != "invalid_client" || !strings.Contains(err.Error(), "No such client.") || len(*waits) != 1 {
		t.Fatal(err, *waits)
	}
	nothing := serving(t, status(200, "{}"))
	other, _ := nothing.client(t, WithCredentials("id", "secret"))
	var unread *AnswerUnreadable
	if _, err := other.Principal.Get(context.Background()); !errors.As(err, &unread) {
		t.Fatal(err)
	}
}

func TestARenewalIsNoneOfTheRepetitionsAndHappensOnce(t *testing.T) {
	server := serving(t, status(200, `{"access_token":"one","expires_in":600}`), problemOf(401, "credential_ended"),
		status(200, `{"access_token":"two","expires_in":600}`), problemOf(503, "away"), status(200, principal))
	c, _ := server.client(t, WithCredentials("id", "secret"), WithMaxRetries(1))
	if _, err := c.Principal.Get(context.Background()); err != nil || len(server.requests()) != 5 {
		t.Fatal(err, len(server.requests()))
	}
	if last := server.requests()[4].header.Get("Authorization"); last != "Bearer two" {
		t.Error("the last try bears", last)
	}
}
