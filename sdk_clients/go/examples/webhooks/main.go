// Command webhooks receives an event that it signs and sends itself, as Countermark would, and verifies it.
package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"time"

	"countermark.dev/client/core"
	"countermark.dev/client/webhooks"
)

const secret = "whsec_AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="

// receive is all that an endpoint needs. Take what is slow out of it: an answer is waited for 15 seconds.
func receive(answer http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(answer, request.Body, 1<<20))
	if err != nil {
		http.Error(answer, "too long", http.StatusRequestEntityTooLarge)
		return
	}
	event, err := webhooks.Verify(body, request.Header, secret)
	if err != nil {
		http.Error(answer, "not verified", http.StatusUnauthorized)
		return
	}
	switch event.Type {
	case webhooks.PayoutStuck:
		var data core.PayoutStuckEventData
		if err := json.Unmarshal(event.Data, &data); err != nil {
			log.Print(err)
		}
		fmt.Println(event.Subject, "stays", data.Stage)
	default:
		fmt.Println(event.Type, "is known:", event.Type.Known()) // a later server sends other kinds
	}
	answer.WriteHeader(http.StatusNoContent)
}

func main() {
	endpoint := httptest.NewServer(http.HandlerFunc(receive))
	defer endpoint.Close()
	body := `{"id":"evt_1","type":"payout.stuck","timestamp":"2026-11-21T12:00:00Z","subject":"pyt_1","data":{"stage":"at_bank"}}`
	for _, each := range []string{body, strings.Replace(body, "stuck", "done!", 1)} {
		request, err := http.NewRequest(http.MethodPost, endpoint.URL, bytes.NewReader([]byte(each)))
		if err != nil {
			log.Fatal(err)
		}
		sent := strconv.FormatInt(time.Now().Unix(), 10)
		request.Header.Set("webhook-id", "evt_1")
		request.Header.Set("webhook-timestamp", sent)
		request.Header.Set("webhook-signature", signed("evt_1."+sent+"."+body))
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			log.Fatal(err)
		}
		answer.Body.Close()
		fmt.Println(answer.Status)
	}
}

func signed(text string) string {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		log.Fatal(err)
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text))
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
