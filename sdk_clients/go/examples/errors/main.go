// Command errors shows what an error tells, and how to tell one from another.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"countermark.dev/client"
	"countermark.dev/client/core"
)

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	c, err := client.New()
	if err != nil {
		log.Fatal(err)
	}

	_, err = c.Transactions.Create(ctx, core.Transaction{CustomerId: "cust_42", AmountMinor: -5, Currency: "INR", OccurredAt: time.Now()})
	var invalid *client.InvalidRequest
	if !errors.As(err, &invalid) {
		log.Fatal("expected a refused field, got ", err)
	}
	fmt.Println(invalid.Status, invalid.Code)
	for _, field := range invalid.Errors {
		fmt.Println("-", field.Field, "-", field.Reason)
	}

	_, err = c.Decisions.Get(ctx, "dec_01kc1x5w3ceyp8s1r7t3v5w9ya")
	var failed *client.APIError // of whatever status
	if !errors.As(err, &failed) {
		log.Fatal("expected an answer of the server, got ", err)
	}
	fmt.Println(failed.Status, failed.Code, "- fix:", failed.Fix)
}
