package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	backoffFirst  = 500 * time.Millisecond
	backoffMax    = 8 * time.Second
	retryAfterMax = 60 * time.Second
	inFlight      = "idempotency_key_in_flight"
)

// backoff is how long to wait before try number tries+1: doubled each time, of which half to all by chance.
func backoff(tries int) time.Duration {
	wait := backoffMax
	if tries < 4 {
		wait = backoffFirst << tries
	}
	return wait/2 + rand.N(wait/2+1)
}

// retryAfter reads how long the server asks to wait (RFC 9110 section 10.2.3). A date is judged by the answer's own Date,
// so that a clock that is wrong here makes no difference.
func retryAfter(header http.Header, now time.Time) (time.Duration, bool) {
	text := strings.TrimSpace(header.Get("Retry-After"))
	if text == "" {
		return 0, false
	}
	if seconds, err := strconv.ParseUint(text, 10, 64); err == nil || errors.Is(err, strconv.ErrRange) {
		return time.Duration(min(seconds, math.MaxInt32)) * time.Second, true
	}
	until, err := http.ParseTime(text)
	if err != nil {
		return 0, false
	}
	if sent, err := http.ParseTime(header.Get("Date")); err == nil {
		now = sent
	}
	return max(0, until.Sub(now)), true
}

// waitBefore is how long to wait before the next try, which the server decides where it says so.
func waitBefore(answer *http.Response, tries int) time.Duration {
	if answer != nil {
		if wait, told := retryAfter(answer.Header, time.Now()); told {
			return min(wait, retryAfterMax)
		}
	}
	return backoff(tries)
}

// asksTooMuch says of an answer whether it asks for a wait that nobody waits, as a quota does that is used up until the next
// month: that is told at once.
func asksTooMuch(answer *http.Response) bool {
	if answer == nil {
		return false
	}
	wait, told := retryAfter(answer.Header, time.Now())
	return told && wait > retryAfterMax
}

// passes says of an answer whether the same request may succeed in a moment. It leaves the body to be read anew.
func passes(answer *http.Response) bool {
	switch answer.StatusCode {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	case http.StatusConflict:
		body, _ := io.ReadAll(io.LimitReader(answer.Body, problemBytesMax))
		answer.Body.Close()
		answer.Body = io.NopCloser(bytes.NewReader(body))
		var told problem
		return json.Unmarshal(body, &told) == nil && told.Code == inFlight
	}
	return false
}

// sleep waits, unless the context will have ended by then: then it says false at once.
func sleep(ctx context.Context, wait time.Duration) bool {
	if deadline, has := ctx.Deadline(); has && time.Until(deadline) <= wait {
		return false
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
