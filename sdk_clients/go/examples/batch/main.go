// Command batch scores a file, watches it, and keeps the results.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
	"time"

	"countermark.dev/client"
	"countermark.dev/client/core"
)

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	c, err := client.New()
	if err != nil {
		log.Fatal(err)
	}
	folder, err := os.MkdirTemp("", "countermark")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "customers.csv")
	if err := os.WriteFile(file, []byte("customer_id\n"+strings.Repeat("cust_42\n", 10)), 0o600); err != nil {
		log.Fatal(err)
	}

	batch, err := c.Batches.CreateFromFile(ctx, file, client.BatchFile{
		UseCase:  "churn-score",
		Options:  core.CreateBatchParams{Work: client.Ptr("decisions")},
		Progress: func(sent, total int64) { fmt.Printf("sent %d of %d bytes\n", sent, total) },
	})
	if err != nil {
		log.Fatal(err)
	}
	for event, err := range c.Batches.Events(ctx, batch.Id) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(event.Name, event.Batch.Rows, "rows")
	}
	if batch, err = c.Batches.Wait(ctx, batch.Id); err != nil || batch.State != "completed" {
		log.Fatal(batch, err)
	}
	results := filepath.Join(folder, "results.csv")
	if err := c.Batches.SaveResults(ctx, batch.Id, "csv", results); err != nil {
		log.Fatal(err)
	}
	written, err := os.ReadFile(results)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(strings.Count(string(written), "\n"), "lines of results")
}
