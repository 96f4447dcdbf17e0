// Package webhooks verifies what Countermark sends to an endpoint (Standard Webhooks 1.0.0).
//
//	event, err := webhooks.Verify(body, request.Header, secret)
//
// The body is that of the request, byte for byte: read it before anything parses it.
package webhooks

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Tolerance is how far the time of a message may be from ours.
const Tolerance = 300 * time.Second

// Event is what happened. An event may come twice and events may come in any order: keep ID and drop what was seen.
type Event struct {
	ID        string    `json:"id"`
	Type      Kind      `json:"type"`
	Timestamp time.Time `json:"timestamp"`
	// Subject is the id of what it happened to.
	Subject string `json:"subject"`
	// Data is that of the type: the constant of a Kind names the struct of package core that it fits.
	Data json.RawMessage `json:"data"`
}

// SignatureInvalid says that no signature of the message is of one of the secrets: do not act on it.
type SignatureInvalid struct{ Reason string }

func (e *SignatureInvalid) Error() string { return "countermark: webhook signature: " + e.Reason }

// TimestampOutside says that the message is signed, but older or newer than the tolerance: it may be a repetition.
type TimestampOutside struct{ SentAt time.Time }

func (e *TimestampOutside) Error() string {
	return "countermark: webhook sent at " + e.SentAt.UTC().Format(time.RFC3339) + ", too far from now"
}

// Verify returns the event of a message that was signed with one of the secrets within [Tolerance]. Give the old and the new
// one while a secret is being rotated.
func Verify(body []byte, header http.Header, secrets ...string) (*Event, error) {
	return VerifyAt(body, header, time.Now(), Tolerance, secrets...)
}

// VerifyAt is Verify for another time than now and another tolerance.
func VerifyAt(body []byte, header http.Header, now time.Time, tolerance time.Duration, secrets ...string) (*Event, error) {
	id, sent := header.Get("webhook-id"), header.Get("webhook-timestamp")
	if id == "" || sent == "" || header.Get("webhook-signature") == "" {
		return nil, &SignatureInvalid{"webhook-id, webhook-timestamp or webhook-signature is missing"}
	}
	seconds, err := strconv.ParseInt(sent, 10, 64)
	if err != nil || strconv.FormatInt(seconds, 10) != sent {
		return nil, &SignatureInvalid{"webhook-timestamp is no number of seconds"}
	}
	if err := anySigned(id+"."+sent+".", body, header.Values("webhook-signature"), secrets); err != nil {
		return nil, err
	}
	sentAt := time.Unix(seconds, 0)
	if distance := now.Sub(sentAt); distance > tolerance || distance < -tolerance {
		return nil, &TimestampOutside{sentAt}
	}
	var event Event
	if err := json.Unmarshal(body, &event); err != nil {
		return nil, &SignatureInvalid{"it is signed, but is no event: " + err.Error()}
	}
	return &event, nil
}

// anySigned compares each signature with each secret's, in constant time.
func anySigned(head string, body []byte, signatures, secrets []string) error {
	if len(secrets) == 0 {
		return &SignatureInvalid{"there is no secret to verify with"}
	}
	var expected [][]byte
	for _, secret := range secrets {
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
		if err != nil || len(key) == 0 {
			return &SignatureInvalid{"a secret is not whsec_ and base64"}
		}
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(head))
		mac.Write(body)
		expected = append(expected, mac.Sum(nil))
	}
	found := false
	for _, each := range strings.Fields(strings.Join(signatures, " ")) {
		version, encoded, _ := strings.Cut(each, ",")
		signature, err := base64.StdEncoding.DecodeString(encoded)
		if version != "v1" || err != nil {
			continue
		}
		for _, digest := range expected {
			if hmac.Equal(signature, digest) {
				found = true
			}
		}
	}
	if !found {
		return &SignatureInvalid{"none of the signatures is of one of the secrets"}
	}
	return nil
}
