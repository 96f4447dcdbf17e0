package client

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// seen is a request as the server got it.
type seen struct {
	method, path, query, body string
	header                    http.Header
}

// played is a server that answers as it is told, request by request; the last answer is given for ever.
type played struct {
	*httptest.Server
	mutex   sync.Mutex
	seen    []seen
	answers []http.HandlerFunc
}

func serving(t *testing.T, answers ...http.HandlerFunc) *played {
	t.Helper()
	server := &played{answers: answers}
	server.Server = httptest.NewServer(server)
	t.Cleanup(server.Close)
	return server
}

func (p *played) ServeHTTP(answer http.ResponseWriter, request *http.Request) {
	body, _ := io.ReadAll(request.Body)
	p.mutex.Lock()
	number := len(p.seen)
	p.seen = append(p.seen, seen{request.Method, request.URL.Path, request.URL.RawQuery, string(body), request.Header})
	p.mutex.Unlock()
	p.answers[min(number, len(p.answers)-1)](answer, request)
}

func (p *played) requests() []seen {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return append([]seen(nil), p.seen...)
}

// client makes a client whose waits are noted, not waited.
func (p *played) client(t *testing.T, options ...Option) (*Client, *[]time.Duration) {
	t.Helper()
	all := append([]Option{WithBaseURL(p.URL), WithAPIKey("cmk_sandbox_test")}, options...)
	c, err := New(all...)
	if err != nil {
		t.Fatal(err)
	}
	waits := []time.Duration{}
	note := func(ctx context.Context, wait time.Duration) bool {
		waits = append(waits, wait)
		return ctx.Err() == nil
	}
	c.transport.sleep, c.Batches.sleep = note, note
	return c, &waits
}

func status(code int, body string, headers ...string) http.HandlerFunc {
	return func(answer http.ResponseWriter, _ *http.Request) {
		answer.Header().Set("Content-Type", "application/json")
		for i := 0; i+1 < len(headers); i += 2 {
			answer.Header().Set(headers[i], headers[i+1])
		}
		answer.WriteHeader(code)
		fmt.Fprint(answer, body)
	}
}

func problemOf(code int, word string) http.HandlerFunc {
	return status(code, fmt.Sprintf(`{"status":%d,"code":%q,"title":"T","detail":"D","fix":"F","request_id":"req_1","errors":[]}`, code, word))
}

// reset ends the connection without an answer.
func reset(answer http.ResponseWriter, _ *http.Request) {
	connection, _, err := answer.(http.Hijacker).Hijack()
	if err == nil {
		connection.Close()
	}
}

// cut promises more than it sends.
func cut(answer http.ResponseWriter, _ *http.Request) {
	answer.Header().Set("Content-Length", "1000")
	fmt.Fprint(answer, `{"kind":"api_`)
	answer.(http.Flusher).Flush()
	panic(http.ErrAbortHandler)
}

const principal = `{"kind":"api_key","mode":"sandbox","later":{"deep":[1]}}`
