// Command quickstart records a payment, asks whether it is unusual, and checks the receipt of the answer.
package main

import (
	"context"
	"fmt"
	"log"
	"time"

	"countermark.dev/client"
	"countermark.dev/client/core"
	"countermark.dev/client/receipts"
)

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	c, err := client.New() // COUNTERMARK_API_KEY and COUNTERMARK_BASE_URL
	if err != nil {
		log.Fatal(err)
	}

	decision, err := c.Inference.TransactionAnomaly(ctx, core.TransactionQuestion{
		Transaction: &core.Transaction{
			CustomerId:  "cust_42",
			AmountMinor: 249900,
			Currency:    "INR",
			OccurredAt:  time.Now().Add(-time.Hour),
			Method:      client.Ptr("upi"),
			Country:     client.Ptr("IN"),
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(decision.Id, decision.Outcome)
	if decision.Answer != nil {
		fmt.Printf("probability %.3f\n", decision.Answer.Probability)
	}
	for _, reason := range decision.Reasons {
		fmt.Println("-", reason.Text)
	}

	keys, err := c.Ledger.Keys(ctx) // pin these once: then a receipt is checked without the server
	if err != nil {
		log.Fatal(err)
	}
	if err := receipts.Verify(decision.Receipt, receipts.KeysOf(keys)...); err != nil {
		log.Fatal(err)
	}
	fmt.Println("the receipt verifies")
}
