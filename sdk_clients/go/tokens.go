package client

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const renewBefore = 60 * time.Second

// tokens keeps the access token of a client (RFC 6749 section 4.4). Calls that need a new one at the same time share one
// renewal. Times are of the monotonic clock: setting the wall clock neither keeps an old token nor renews a good one.
type tokens struct {
	id, secret, url string
	send            func(*http.Request) (*http.Response, error)
	turn            chan struct{}
	value           string
	renewAt         time.Time
}

func newTokens(id, secret, url string, send func(*http.Request) (*http.Response, error)) *tokens {
	return &tokens{id: id, secret: secret, url: url, send: send, turn: make(chan struct{}, 1)}
}

// get gives a token that is good for a while, and another one than refused.
func (t *tokens) get(ctx context.Context, refused string) (string, error) {
	select {
	case t.turn <- struct{}{}:
		defer func() { <-t.turn }()
	case <-ctx.Done():
		return "", ended(ctx)
	}
	if t.value != "" && t.value != refused && time.Now().Before(t.renewAt) {
		return t.value, nil
	}
	asked := time.Now()
	value, lifetime, err := t.ask(ctx)
	if err != nil {
		return "", err
	}
	if lifetime > renewBefore {
		lifetime -= renewBefore
	} else {
		lifetime /= 2
	}
	t.value, t.renewAt = value, asked.Add(lifetime)
	return value, nil
}

func (t *tokens) ask(ctx context.Context) (string, time.Duration, error) {
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {t.id}, "client_secret": {t.secret}}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, t.url, strings.NewReader(form.Encode()))
	if err != nil {
		return "", 0, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Accept", "application/json")
	answer, err := t.send(request)
	if err != nil {
		return "", 0, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return "", 0, failure(answer)
	}
	var told struct {
		AccessToken string  `json:"access_token"`
		ExpiresIn   float64 `json:"expires_in"`
	}
	if err := json.NewDecoder(io.LimitReader(answer.Body, problemBytesMax)).Decode(&told); err != nil || told.AccessToken == "" {
		return "", 0, unreadable(answer, fmt.Errorf("%s gave no token", t.url))
	}
	return told.AccessToken, time.Duration(told.ExpiresIn * float64(time.Second)), nil
}

// sendForToken sends without a credential, and again on what passes: a token may be asked for any number of times.
func (t *transport) sendForToken(request *http.Request) (*http.Response, error) {
	request.Header.Set("User-Agent", "countermark-go/"+Version)
	return t.send(request, false)
}
