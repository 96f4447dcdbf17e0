package webhooks

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"countermark.dev/client/core"
)

const (
	body    = `{"id":"evt_01kc1x5w3efvr9q2d8m4n6p7hs","type":"payout.stuck","timestamp":"2026-11-21T12:00:00Z","subject":"pyt_01kc1x5w3ceyp8s1r7t3v5w9ya","data":{"stage":"at_bank","amount_minor":1250000,"currency":"INR","note":"à bientôt"}}`
	secret  = "whsec_AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="
	another = "whsec_AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI="
	// made by sdk_clients/conformance/vectors.py, with another implementation
	signature = "v1,4X/8TJaDlorzEn+n6ZAKq/3PSRNsuS8bsg9XEAvWQE0="
)

var at = time.Unix(1795262400, 0)

func headers(changes ...string) http.Header {
	found := http.Header{}
	found.Set("webhook-id", "evt_01kc1x5w3efvr9q2d8m4n6p7hs")
	found.Set("webhook-timestamp", "1795262400")
	found.Set("webhook-signature", signature)
	for i := 0; i+1 < len(changes); i += 2 {
		found.Set(changes[i], changes[i+1])
	}
	return found
}

func TestAMessageAsItWasSent(t *testing.T) {
	for _, secrets := range [][]string{{secret}, {another, secret}, {secret, another}} {
		event, err := VerifyAt([]byte(body), headers(), at, Tolerance, secrets...)
		if err != nil || event.Type != "payout.stuck" || event.Subject != "pyt_01kc1x5w3ceyp8s1r7t3v5w9ya" || event.Timestamp.Year() != 2026 {
			t.Fatal(event, err)
		}
	}
	for _, all := range []string{"v1a,xyz " + signature, signature + " v1,AAAA", "v1,nonsense  " + signature} {
		if _, err := VerifyAt([]byte(body), headers("webhook-signature", all), at, Tolerance, secret); err != nil {
			t.Error(all, err)
		}
	}
}

func TestAKindThatIsNotKnownIsAnEventToo(t *testing.T) {
	for kind, isKnown := range map[Kind]bool{PayoutStuck: true, DecisionReview: true, "payout.lost_in_space": false, "": false} {
		changed := []byte(strings.Replace(body, "payout.stuck", string(kind), 1))
		event, err := VerifyAt(changed, headers("webhook-signature", signedWith(t, changed)), at, Tolerance, secret)
		if err != nil || event.Type != kind || event.Type.Known() != isKnown {
			t.Error(kind, event, err)
		}
	}
	var data core.PayoutStuckEventData
	event, err := VerifyAt([]byte(body), headers(), at, Tolerance, secret)
	if err != nil || json.Unmarshal(event.Data, &data) != nil || data.Stage != "at_bank" || data.AmountMinor != 1250000 {
		t.Error(data, err)
	}
}

func signedWith(t *testing.T, changed []byte) string {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		t.Fatal(err)
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("evt_01kc1x5w3efvr9q2d8m4n6p7hs.1795262400."))
	mac.Write(changed)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// The example of the specification, Standard Webhooks 1.0.0.
func TestThePublishedVector(t *testing.T) {
	mac := hmac.New(sha256.New, []byte("not this one"))
	mac.Write([]byte("msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}"))
	header := headers("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp", "1614265330", "webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
	if _, err := VerifyAt([]byte(`{"test": 2432232314}`), header, time.Unix(1614265330, 0), Tolerance, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"); err != nil {
		t.Error(err)
	}
	header.Set("webhook-signature", "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	if _, err := VerifyAt([]byte(`{"test": 2432232314}`), header, time.Unix(1614265330, 0), Tolerance, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"); err == nil {
		t.Error("another key's signature is accepted")
	}
}

func TestWhatWasNotSignedIsRefused(t *testing.T) {
	for name, header := range map[string]http.Header{
		"another id":        headers("webhook-id", "evt_2"),
		"another time":      headers("webhook-timestamp", "1795262401"),
		"time with a space": headers("webhook-timestamp", " 1795262400"),
		"no number":         headers("webhook-timestamp", "now"),
		"no signature":      headers("webhook-signature", ""),
		"later version":     headers("webhook-signature", "v2"+signature[2:]),
		"not base64":        headers("webhook-signature", "v1,***"),
	} {
		event, err := VerifyAt([]byte(body), header, at, Tolerance, secret)
		var invalid *SignatureInvalid
		if event != nil || !errors.As(err, &invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for i := range body {
		changed := []byte(body)
		changed[i] ^= 1
		if _, err := VerifyAt(changed, headers(), at, Tolerance, secret); err == nil {
			t.Fatal("a change of byte", i, "is accepted")
		}
	}
	for _, secrets := range [][]string{nil, {another}, {""}, {"whsec_"}, {"whsec_***"}} {
		if _, err := VerifyAt([]byte(body), headers(), at, Tolerance, secrets...); err == nil {
			t.Error("these secrets verify:", secrets)
		}
	}
}

func TestTheTimeMustBeNear(t *testing.T) {
	for seconds, accepted := range map[int]bool{-301: false, -300: true, 0: true, 300: true, 301: false} {
		_, err := VerifyAt([]byte(body), headers(), at.Add(time.Duration(seconds)*time.Second), Tolerance, secret)
		var outside *TimestampOutside
		if accepted != (err == nil) || !accepted && !errors.As(err, &outside) {
			t.Errorf("%d s later: %v", seconds, err)
		}
	}
}
