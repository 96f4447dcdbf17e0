package client

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// transport is what every call goes through, of this package and of core alike: credentials, version, idempotency keys,
// repetitions and the time of one try.
type transport struct {
	base       http.RoundTripper
	host       string
	timeout    time.Duration
	maxRetries int
	version    string
	apiKey     string
	tokens     *tokens
	sleep      func(context.Context, time.Duration) bool
}

type keyOfContext struct{}

// WithIdempotencyKey names the key of the calls that are made with the context. Without it each mutation gets a new UUID,
// which is the same in all repetitions that the client makes by itself. Give your own, kept with your own record of the
// work, where a later run of your program may have to send it once more.
func WithIdempotencyKey(ctx context.Context, key string) context.Context {
	return context.WithValue(ctx, keyOfContext{}, key)
}

// Do sends a request as core.Client wants it.
func (t *transport) Do(request *http.Request) (*http.Response, error) { return t.RoundTrip(request) }

// RoundTrip sends a request, again where that is safe and may help. It is an http.RoundTripper.
func (t *transport) RoundTrip(request *http.Request) (*http.Response, error) {
	dressed := request.Clone(request.Context())
	setIfMissing(dressed.Header, "User-Agent", "countermark-go/"+Version)
	setIfMissing(dressed.Header, "Countermark-Version", t.version)
	if key, given := request.Context().Value(keyOfContext{}).(string); given && key != "" && request.Method != http.MethodGet {
		dressed.Header.Set("Idempotency-Key", key)
	}
	if dressed.Method != http.MethodGet && dressed.Method != http.MethodHead {
		setIfMissing(dressed.Header, "Idempotency-Key", newUUID())
	}
	return t.send(dressed, t.ours(dressed))
}

// ours says whether a request goes to the server whose credential this is: no other one sees it.
func (t *transport) ours(request *http.Request) bool { return request.URL.Host == t.host }

// send tries a request until it is answered, with a credential or without.
func (t *transport) send(request *http.Request, credential bool) (*http.Response, error) {
	again := repeatable(request)
	token, refused := "", ""
	for tries := 0; ; {
		if credential {
			var err error
			if token, err = t.authorize(request, refused); err != nil {
				return nil, err
			}
		}
		answer, err := t.try(request, tries > 0 || refused != "")
		if err == nil && answer.StatusCode == http.StatusUnauthorized && token != "" && refused == "" && canRewind(request) {
			answer.Body.Close()
			refused = token
			continue
		}
		if !again || tries >= t.maxRetries || !mayHelp(answer, err) || asksTooMuch(answer) {
			return answer, err
		}
		slept := t.sleep(request.Context(), waitBefore(answer, tries))
		if !slept && request.Context().Err() == nil {
			return answer, err
		}
		if answer != nil {
			answer.Body.Close()
		}
		if !slept {
			return nil, ended(request.Context())
		}
		tries++
	}
}

// authorize sets the credential, and gives the token if it is one: another than was refused.
func (t *transport) authorize(request *http.Request, refused string) (string, error) {
	if t.tokens == nil {
		if t.apiKey != "" {
			setIfMissing(request.Header, "X-API-Key", t.apiKey)
		}
		return "", nil
	}
	token, err := t.tokens.get(request.Context(), refused)
	if err != nil {
		return "", err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	return token, nil
}

func mayHelp(answer *http.Response, err error) bool {
	if err == nil {
		return passes(answer)
	}
	var failed *ConnectionFailed
	return errors.As(err, &failed)
}

// repeatable: sending it twice does no harm, and there is a second body to send.
func repeatable(request *http.Request) bool {
	switch request.Method {
	case http.MethodGet, http.MethodHead, http.MethodPut, http.MethodDelete, http.MethodOptions:
		return canRewind(request)
	}
	return (request.Header.Get("Idempotency-Key") != "" || isToken(request)) && canRewind(request)
}

func isToken(request *http.Request) bool { return strings.HasSuffix(request.URL.Path, "/oauth2/token") }

func canRewind(request *http.Request) bool {
	return request.Body == nil || request.Body == http.NoBody || request.GetBody != nil
}

// try sends a request once. An answer in JSON is read whole within the time of the try, so that a connection that breaks
// in the middle counts as one that failed; of every other, each piece must come within that time.
func (t *transport) try(request *http.Request, anew bool) (*http.Response, error) {
	watch := newWatch(request.Context(), t.timeout)
	single := request.Clone(watch.ctx)
	if anew && request.GetBody != nil {
		body, err := request.GetBody()
		if err != nil {
			watch.stop()
			return nil, fmt.Errorf("countermark: the body cannot be sent again: %w", err)
		}
		single.Body = body
	}
	hideFromRepeating(single)
	if single.Body != nil && single.Body != http.NoBody && request.Header.Get("Content-Type") != "application/json" {
		single.Body = &watchedBody{single.Body, watch, false}
	}
	answer, err := t.base.RoundTrip(single)
	if err != nil {
		err = watch.named(err)
		watch.stop()
		return nil, err
	}
	if request.Header.Get("Accept") != "application/json" {
		watch.rest()
		answer.Body = &watchedBody{answer.Body, watch, true}
		return answer, nil
	}
	body, err := io.ReadAll(answer.Body)
	answer.Body.Close()
	if err != nil {
		err = watch.named(err)
	}
	watch.stop()
	if err != nil {
		return nil, err
	}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	return answer, nil
}

var errTryOver = errors.New("the time of one try is over")

// watch ends a try that takes too long.
type watch struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
	timer  *time.Timer
	limit  time.Duration
}

func newWatch(parent context.Context, limit time.Duration) *watch {
	ctx, cancel := context.WithCancelCause(parent)
	return &watch{ctx, cancel, time.AfterFunc(limit, func() { cancel(errTryOver) }), limit}
}

func (w *watch) again() {
	if w.timer.Stop() {
		w.timer.Reset(w.limit)
	}
}

// rest holds the time, until wind begins it anew.
func (w *watch) rest() { w.timer.Stop() }

func (w *watch) wind() {
	if context.Cause(w.ctx) == nil {
		w.timer.Reset(w.limit)
	}
}

func (w *watch) stop() {
	w.timer.Stop()
	w.cancel(nil)
}

// named says why a try failed: its time, the caller's context, or the connection.
func (w *watch) named(err error) error {
	cause := context.Cause(w.ctx)
	switch {
	case cause == nil:
		return &ConnectionFailed{err}
	case errors.Is(cause, errTryOver), errors.Is(cause, context.DeadlineExceeded):
		return &TimedOut{cause}
	}
	return cause
}

// hideFromRepeating keeps net/http from what it does by itself: it sends a GET, and what bears an Idempotency-Key, once more
// when a kept connection breaks, at once and uncounted. It looks for the canonical spelling of the header (names of headers
// have no case) and for a body that is nil, and an empty one of a GET is sent as none.
func hideFromRepeating(request *http.Request) {
	request.GetBody = nil
	if key := request.Header.Get("Idempotency-Key"); key != "" {
		request.Header.Del("Idempotency-Key")
		request.Header["idempotency-key"] = []string{key}
	}
	if request.Method == http.MethodGet && request.Body == nil {
		request.Body = io.NopCloser(bytes.NewReader(nil))
	}
}

func ended(ctx context.Context) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return &TimedOut{ctx.Err()}
	}
	return ctx.Err()
}

// watchedBody gives each piece of a body the time of a try. Of an answer, time runs only while somebody waits for a piece: what
// the caller does with one takes as long as it takes.
type watchedBody struct {
	io.ReadCloser
	watch *watch
	last  bool
}

func (b *watchedBody) Read(into []byte) (int, error) {
	if !b.last {
		n, err := b.ReadCloser.Read(into)
		b.watch.again()
		return n, err
	}
	b.watch.wind()
	n, err := b.ReadCloser.Read(into)
	b.watch.rest()
	if err != nil && err != io.EOF {
		err = b.watch.named(err)
	}
	return n, err
}

func (b *watchedBody) Close() error {
	if b.last {
		b.watch.stop()
	}
	return b.ReadCloser.Close()
}

func setIfMissing(header http.Header, name, value string) {
	if header.Get(name) == "" {
		header.Set(name, value)
	}
}

// newUUID makes a UUID of version 4 (RFC 9562 section 5.4).
func newUUID() string {
	var b [16]byte
	rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
