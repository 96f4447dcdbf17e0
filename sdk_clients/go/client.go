// Package client calls Countermark: decisions about payments with a score, exact reasons, an outcome and a receipt.
//
//	c, err := client.New(client.WithAPIKey("cmk_sandbox_…"))
//	decision, err := c.Inference.ChurnScore(ctx, core.CustomerQuestion{CustomerId: client.Ptr("cust_42")})
//
// Every call is repeated where that is safe and may help, bears an idempotency key if it changes something, and is of one
// version of the API. The context bounds a call as a whole; [WithTimeout] bounds each try. Errors are of the types of this
// package (errors.As). Operations without a method here are functions of Client.Core, on the same transport.
package client

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"countermark.dev/client/core"
)

// Version is that of this package.
const Version = "0.1.0"

// APIVersion is the version of the API that this package is written against. It is sent with each request, so that a server
// that no longer speaks it refuses, rather than answers otherwise.
const APIVersion = "2026-11-21"

const (
	timeoutDefault    = 30 * time.Second
	maxRetriesDefault = 3
	baseURLDefault    = "http://127.0.0.1:8080"
)

// Client calls one environment. It may be used by many goroutines at once, and is best made once.
type Client struct {
	// Inference asks one question and gets a decision.
	Inference *Inference
	// Decisions reads, replays and explains what was decided, and asks several questions at once.
	Decisions *Decisions
	// Feedback tells what came true.
	Feedback *Feedback
	// Batches scores files.
	Batches *Batches
	// Transactions are the payments that features are made of.
	Transactions *Transactions
	// WebhookEndpoints are told of events.
	WebhookEndpoints *WebhookEndpoints
	// Models are what answers.
	Models *Models
	// Rulesets turn an answer into an outcome.
	Rulesets *Rulesets
	// Ledger proves.
	Ledger *Ledger
	// Principal is who calls.
	Principal *Principal
	// Core has every operation of the API, with the same habits.
	Core *core.Client

	transport *transport
}

type settings struct {
	apiKey, id, secret, baseURL, version string
	timeout                              time.Duration
	maxRetries                           int
	base                                 http.RoundTripper
}

// Option sets something of a new client.
type Option func(*settings)

// WithAPIKey names the API key. Else it is COUNTERMARK_API_KEY of the process's environment.
func WithAPIKey(key string) Option { return func(s *settings) { s.apiKey = key } }

// WithCredentials names an OAuth client and its secret. Tokens are fetched, kept and renewed.
func WithCredentials(clientID, clientSecret string) Option {
	return func(s *settings) { s.id, s.secret = clientID, clientSecret }
}

// WithBaseURL names the server. Else it is COUNTERMARK_BASE_URL of the process's environment, or http://127.0.0.1:8080.
func WithBaseURL(address string) Option { return func(s *settings) { s.baseURL = address } }

// WithTimeout bounds each try of a call (30 s); of an upload, a download and a stream of events each piece. The context of a
// call bounds all of its tries and the waits between them.
func WithTimeout(limit time.Duration) Option { return func(s *settings) { s.timeout = limit } }

// WithMaxRetries says how often a call is repeated at most (3). 0 is never.
func WithMaxRetries(times int) Option { return func(s *settings) { s.maxRetries = times } }

// WithAPIVersion asks for another version of the API than [APIVersion].
func WithAPIVersion(version string) Option { return func(s *settings) { s.version = version } }

// WithTransport sends through another http.RoundTripper than Go's own: a proxy, a set of certificates, a recorder.
func WithTransport(base http.RoundTripper) Option { return func(s *settings) { s.base = base } }

// New makes a client. It does not call the server.
func New(options ...Option) (*Client, error) {
	chosen := settings{version: APIVersion, timeout: timeoutDefault, maxRetries: maxRetriesDefault}
	for _, option := range options {
		option(&chosen)
	}
	if chosen.apiKey == "" && chosen.id == "" {
		chosen.apiKey = os.Getenv("COUNTERMARK_API_KEY")
	}
	if chosen.baseURL == "" {
		chosen.baseURL = firstOf(os.Getenv("COUNTERMARK_BASE_URL"), baseURLDefault)
	}
	address, err := url.Parse(chosen.baseURL)
	if err != nil || address.Host == "" || (address.Scheme != "http" && address.Scheme != "https") {
		return nil, fmt.Errorf("countermark: %q is not the address of a server", chosen.baseURL)
	}
	if chosen.timeout <= 0 || chosen.maxRetries < 0 {
		return nil, errors.New("countermark: a timeout is above 0, and a number of repetitions is not below it")
	}
	return build(chosen, address), nil
}

func build(chosen settings, address *url.URL) *Client {
	base := strings.TrimRight(chosen.baseURL, "/")
	sender := &transport{
		base:       chosen.base,
		host:       address.Host,
		timeout:    chosen.timeout,
		maxRetries: chosen.maxRetries,
		version:    chosen.version,
		apiKey:     chosen.apiKey,
		sleep:      sleep,
	}
	if sender.base == nil {
		sender.base = ownTransport()
	}
	if chosen.id != "" {
		sender.tokens = newTokens(chosen.id, chosen.secret, base+"/oauth2/token", sender.sendForToken)
	}
	operations := &core.Client{BaseURL: base, HTTP: sender, Failure: failure, Unreadable: unreadable}
	return &Client{
		Inference:        &Inference{operations},
		Decisions:        &Decisions{operations},
		Feedback:         &Feedback{operations},
		Batches:          &Batches{core: operations, sleep: sender.sleep, maxRetries: chosen.maxRetries},
		Transactions:     &Transactions{operations},
		WebhookEndpoints: &WebhookEndpoints{operations},
		Models:           &Models{operations},
		Rulesets:         &Rulesets{operations},
		Ledger:           &Ledger{operations},
		Principal:        &Principal{operations},
		Core:             operations,
		transport:        sender,
	}
}

// ownTransport is Go's own with more connections kept, since all of them go to one host.
func ownTransport() http.RoundTripper {
	standard, is := http.DefaultTransport.(*http.Transport)
	if !is {
		return http.DefaultTransport
	}
	own := standard.Clone()
	own.MaxIdleConnsPerHost = 32
	return own
}

// HTTPClient has the habits of this client for requests of your own to the same server. It follows no redirect.
func (c *Client) HTTPClient() *http.Client {
	return &http.Client{
		Transport:     c.transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Ptr gives a pointer to a value: a field that may be left out is a pointer, and nil leaves it out.
func Ptr[T any](value T) *T { return &value }

func firstOf(one, other string) string {
	if one != "" {
		return one
	}
	return other
}
