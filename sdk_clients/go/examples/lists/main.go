// Command lists makes a few decisions and goes through them, page by page, as one list.
package main

import (
	"context"
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
	for range 5 {
		if _, err := c.Inference.ChurnScore(ctx, core.CustomerQuestion{CustomerId: client.Ptr("cust_lists")}); err != nil {
			log.Fatal(err)
		}
	}
	params := core.ListDecisionsParams{CustomerId: client.Ptr("cust_lists"), Limit: client.Ptr[int64](2)}
	for decision, err := range c.Decisions.List(ctx, &params).All() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(decision.Id, decision.Outcome)
	}
}
