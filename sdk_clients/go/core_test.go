package client

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"countermark.dev/client/core"
)

func sent(t *testing.T, value any) string {
	t.Helper()
	encoded, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded)
}

func TestWhatIsNotGivenIsNotSent(t *testing.T) {
	at := time.Date(2026, 11, 20, 18, 43, 26, 0, time.FixedZone("", 19800))
	payment := core.Transaction{CustomerId: "c", AmountMinor: 5, Currency: "INR", OccurredAt: at}
	if got := sent(t, payment); got != `{"customer_id":"c","amount_minor":5,"currency":"INR","occurred_at":"2026-11-20T18:43:26+05:30"}` {
		t.Error("it sends", got)
	}
	if got := sent(t, core.CustomerQuestion{}); got != "{}" {
		t.Error("it sends", got)
	}
	if got := sent(t, core.CustomerQuestion{Include: []string{}, Transactions: []core.Transaction{}}); got != `{"transactions":[],"include":[]}` {
		t.Error("an empty list is given too, but it sends", got)
	}
}

// An absent value of a feature is null, which must not be read as 0.
func TestNullsAreKept(t *testing.T) {
	var explanation core.Explanation
	if err := json.Unmarshal([]byte(`{"features":{"a":null,"b":0}}`), &explanation); err != nil {
		t.Fatal(err)
	}
	if explanation.Features["a"] != nil || explanation.Features["b"] == nil || *explanation.Features["b"] != 0 {
		t.Error(explanation.Features)
	}
	var decision core.ChurnScoreDecision
	if err := json.Unmarshal([]byte(`{"answer":null,"transaction_id":null,"id":"dec_1"}`), &decision); err != nil {
		t.Fatal(err)
	}
	if decision.Answer != nil || decision.TransactionId != nil || !strings.Contains(sent(t, decision), `"answer":null`) {
		t.Error(sent(t, decision))
	}
}

func TestWordsInAPathAreEscaped(t *testing.T) {
	server := serving(t, status(200, "{}"))
	c, _ := server.client(t)
	if _, err := c.Decisions.Get(context.Background(), "dec/../x?y#z"); err != nil {
		t.Fatal(err)
	}
	if path := server.requests()[0].path; path != "/api/v1/decisions/dec/../x?y#z" {
		t.Error("it asks for", path)
	}
	if _, err := c.Decisions.Get(context.Background(), ""); err == nil || len(server.requests()) != 1 {
		t.Error("an empty id asks for the list:", err)
	}
}

func TestMoneyIsExact(t *testing.T) {
	server := serving(t, status(201, `{"id":"txn_1","transaction":{"amount_minor":9007199254740993}}`))
	c, _ := server.client(t)
	view, err := c.Transactions.Create(context.Background(), core.Transaction{AmountMinor: 9007199254740993})
	if err != nil || view.Transaction.AmountMinor != 9007199254740993 || !strings.Contains(server.requests()[0].body, "9007199254740993") {
		t.Fatal(view, err)
	}
}
