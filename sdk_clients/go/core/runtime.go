// Code generated from docs/openapi.json by openapi-generator; DO NOT EDIT.

// Package core holds one function for each operation of the Countermark API and one struct for each of its schemas.
// It is generated: package client is what people write against, and gives this one its transport.
package core

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Doer sends a request. An *http.Client is one; so is the transport of package client.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// Client calls the operations of one server.
type Client struct {
	// BaseURL is the address of the server, without a slash at its end.
	BaseURL string
	// HTTP sends the requests.
	HTTP Doer
	// Failure makes an error of an answer that is not 2xx. The body is closed after it.
	Failure func(*http.Response) error
	// Unreadable makes an error of a good answer whose body is not what it should be.
	Unreadable func(*http.Response, error) error
}

// Upload is a body of bytes.
type Upload struct {
	// Body is sent as it is.
	Body io.Reader
	// Again gives the same body anew for a repetition. Where it is nil, a body that cannot be wound back is sent once.
	Again func() (io.ReadCloser, error)
	// ContentType is that of the body, such as text/csv.
	ContentType string
	// Size is the number of bytes, where it is known; below 1 it is not.
	Size int64
}

type request struct {
	method, path string
	query        url.Values
	header       http.Header
	body         []byte
	upload       *Upload
	failed       error
}

func newRequest(method, path string) *request {
	return &request{method: method, path: path, query: url.Values{}, header: http.Header{}}
}

func word(value any) string {
	if at, ok := value.(time.Time); ok {
		return at.Format(time.RFC3339Nano)
	}
	return fmt.Sprint(value)
}

func (r *request) inPath(name string, value any) {
	text := word(value)
	if text == "" && r.failed == nil {
		r.failed = fmt.Errorf("countermark: %s must not be empty", name)
	}
	r.path = strings.ReplaceAll(r.path, "{"+name+"}", url.PathEscape(text))
}

func (r *request) inQuery(name string, value any) { r.query.Set(name, word(value)) }

func (r *request) eachInQuery(name string, values []string) {
	for _, value := range values {
		r.query.Add(name, value)
	}
}

func mayBeInQuery[T any](r *request, name string, value *T) {
	if value != nil {
		r.inQuery(name, *value)
	}
}

func mayBeInHeader[T any](r *request, name string, value *T) {
	if value != nil {
		r.header.Set(name, word(*value))
	}
}

func (r *request) json(body any) {
	var encoded bytes.Buffer
	encoder := json.NewEncoder(&encoded)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(body); err != nil && r.failed == nil {
		r.failed = fmt.Errorf("countermark: the body is not JSON: %w", err)
	}
	r.body = bytes.TrimSuffix(encoded.Bytes(), []byte("\n"))
	r.header.Set("Content-Type", "application/json")
}

func (r *request) form(values url.Values) {
	r.body = []byte(values.Encode())
	r.header.Set("Content-Type", "application/x-www-form-urlencoded")
}

func (r *request) built(ctx context.Context, base, accept string) (*http.Request, error) {
	if r.failed != nil {
		return nil, r.failed
	}
	address := base + r.path
	if len(r.query) > 0 {
		address += "?" + r.query.Encode()
	}
	var body io.Reader
	if r.upload != nil {
		body = r.upload.Body
		r.header.Set("Content-Type", r.upload.ContentType)
	} else if r.body != nil {
		body = bytes.NewReader(r.body)
	}
	made, err := http.NewRequestWithContext(ctx, r.method, address, body)
	if err != nil {
		return nil, err
	}
	if r.upload != nil {
		if r.upload.Size > 0 {
			made.ContentLength = r.upload.Size
		}
		if r.upload.Again != nil {
			made.GetBody = r.upload.Again
		}
	}
	made.Header = r.header
	made.Header.Set("Accept", accept)
	return made, nil
}

func (c *Client) stream(ctx context.Context, r *request, accept string) (*http.Response, error) {
	made, err := r.built(ctx, c.BaseURL, accept)
	if err != nil {
		return nil, err
	}
	got, err := c.HTTP.Do(made)
	if err != nil {
		return nil, err
	}
	if got.StatusCode >= 200 && got.StatusCode < 300 {
		return got, nil
	}
	defer got.Body.Close()
	if c.Failure != nil {
		return nil, c.Failure(got)
	}
	return nil, errors.New("countermark: the server answered " + got.Status)
}

func (c *Client) nothing(ctx context.Context, r *request) error {
	got, err := c.stream(ctx, r, "application/json")
	if err != nil {
		return err
	}
	return got.Body.Close()
}

func answer[T any](ctx context.Context, c *Client, r *request) (*T, error) {
	got, err := c.stream(ctx, r, "application/json")
	if err != nil {
		return nil, err
	}
	defer got.Body.Close()
	var found *T
	err = json.NewDecoder(got.Body).Decode(&found)
	if err == nil && found == nil {
		err = errors.New("it is null")
	}
	if err != nil {
		if c.Unreadable != nil {
			return nil, c.Unreadable(got, err)
		}
		return nil, fmt.Errorf("countermark: the answer of %s %s could not be read: %w", r.method, r.path, err)
	}
	return found, nil
}
