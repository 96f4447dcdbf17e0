package client

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// Error is every error that this package makes of a call. Errors of the caller's own context are not: a call that was
// cancelled returns context.Canceled.
type Error interface {
	error
	countermark()
}

// FieldError is one refused field of a request: which, why, and what to change.
type FieldError struct {
	Field  string `json:"field"`
	Reason string `json:"reason"`
	Fix    string `json:"fix"`
}

// APIError is an answer of the server that is not 2xx. Every type below holds one, so
//
//	var failed *client.APIError
//	if errors.As(err, &failed) { log.Print(failed.Code, failed.Fix, failed.RequestID) }
//
// finds it whatever its status. Code is stable and documented: switch on it, not on the words.
type APIError struct {
	Status    int
	Code      string
	Title     string
	Detail    string
	Fix       string
	RequestID string
	Errors    []FieldError
}

func (e *APIError) countermark() {}

// Error says what went wrong, what to change, and the id to name when it is reported.
func (e *APIError) Error() string {
	words := []string{fmt.Sprintf("countermark: %d", e.Status)}
	if e.Code != "" {
		words = append(words, e.Code)
	}
	for _, text := range []string{e.Detail, e.Fix} {
		if text != "" {
			words = append(words, text)
		}
	}
	for _, each := range e.Errors {
		words = append(words, each.Field+": "+each.Reason)
	}
	if e.RequestID != "" {
		words = append(words, "["+e.RequestID+"]")
	}
	return strings.Join(words, " ")
}

// InvalidRequest is a 400 or a 422: the content of the request is the reason, and Errors names the fields.
type InvalidRequest struct{ APIError }

// AuthenticationError is a 401: the credential is missing, wrong, expired or revoked.
type AuthenticationError struct{ APIError }

// PermissionDenied is a 403: the credential may not do this.
type PermissionDenied struct{ APIError }

// NotFound is a 404: there is no such thing in this environment.
type NotFound struct{ APIError }

// Conflict is a 409: it exists already, or its state does not allow this.
type Conflict struct{ APIError }

// RateLimited is a 429. RetryAfter is how long the server asks to wait, 0 where it did not say.
type RateLimited struct {
	APIError
	RetryAfter time.Duration
}

// ServerError is a 5xx. RetryAfter is how long the server asks to wait, 0 where it did not say.
type ServerError struct {
	APIError
	RetryAfter time.Duration
}

// Unwrap gives the APIError within.
func (e *InvalidRequest) Unwrap() error { return &e.APIError }

// Unwrap gives the APIError within.
func (e *AuthenticationError) Unwrap() error { return &e.APIError }

// Unwrap gives the APIError within.
func (e *PermissionDenied) Unwrap() error { return &e.APIError }

// Unwrap gives the APIError within.
func (e *NotFound) Unwrap() error { return &e.APIError }

// Unwrap gives the APIError within.
func (e *Conflict) Unwrap() error { return &e.APIError }

// Unwrap gives the APIError within.
func (e *RateLimited) Unwrap() error { return &e.APIError }

// Unwrap gives the APIError within.
func (e *ServerError) Unwrap() error { return &e.APIError }

// ConnectionFailed says that no whole answer came: no connection, or one that broke. It was tried as often as is safe.
type ConnectionFailed struct{ Cause error }

func (e *ConnectionFailed) countermark() {}
func (e *ConnectionFailed) Error() string {
	return "countermark: the connection failed: " + e.Cause.Error()
}

// Unwrap gives what the network said.
func (e *ConnectionFailed) Unwrap() error { return e.Cause }

// TimedOut says that the time of one try, or the deadline of the caller's context, was over before the answer came. Whether
// the work was done is not known: repeat it under the same idempotency key.
type TimedOut struct{ Cause error }

func (e *TimedOut) countermark()  {}
func (e *TimedOut) Error() string { return "countermark: no answer in time: " + e.Cause.Error() }

// Unwrap gives the cause, such as context.DeadlineExceeded.
func (e *TimedOut) Unwrap() error { return e.Cause }

// AnswerUnreadable says that the server did what was asked, but answered something else than the API describes.
type AnswerUnreadable struct {
	RequestID string
	Cause     error
}

func (e *AnswerUnreadable) countermark() {}
func (e *AnswerUnreadable) Error() string {
	return "countermark: the answer could not be read: " + e.Cause.Error() + " [" + e.RequestID + "]"
}

// Unwrap gives what the decoder said.
func (e *AnswerUnreadable) Unwrap() error { return e.Cause }

func unreadable(answer *http.Response, err error) error {
	return &AnswerUnreadable{answer.Header.Get("X-Request-Id"), err}
}

const problemBytesMax = 1 << 20

type problem struct {
	Title            string       `json:"title"`
	Detail           string       `json:"detail"`
	Code             string       `json:"code"`
	Fix              string       `json:"fix"`
	RequestID        string       `json:"request_id"`
	Errors           []FieldError `json:"errors"`
	OAuthError       string       `json:"error"`
	OAuthDescription string       `json:"error_description"`
}

// failure makes the error of an answer that is not 2xx. Whatever the body is, status and request id are told.
func failure(answer *http.Response) error {
	var told problem
	body, _ := io.ReadAll(io.LimitReader(answer.Body, problemBytesMax))
	if json.Unmarshal(body, &told) != nil {
		told = problem{}
	}
	found := APIError{
		Status:    answer.StatusCode,
		Code:      told.Code,
		Title:     told.Title,
		Detail:    told.Detail,
		Fix:       told.Fix,
		RequestID: told.RequestID,
		Errors:    told.Errors,
	}
	if found.Code == "" {
		found.Code, found.Detail = told.OAuthError, told.OAuthDescription
	}
	if found.Title == "" {
		found.Title = http.StatusText(answer.StatusCode)
	}
	if found.RequestID == "" {
		found.RequestID = answer.Header.Get("X-Request-Id")
	}
	wait, _ := retryAfter(answer.Header, time.Now())
	switch {
	case found.Status == http.StatusBadRequest, found.Status == http.StatusUnprocessableEntity:
		return &InvalidRequest{found}
	case found.Status == http.StatusUnauthorized:
		return &AuthenticationError{found}
	case found.Status == http.StatusForbidden:
		return &PermissionDenied{found}
	case found.Status == http.StatusNotFound:
		return &NotFound{found}
	case found.Status == http.StatusConflict:
		return &Conflict{found}
	case found.Status == http.StatusTooManyRequests:
		return &RateLimited{found, wait}
	case found.Status >= http.StatusInternalServerError:
		return &ServerError{found, wait}
	}
	return &found
}
