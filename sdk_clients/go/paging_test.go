package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"testing"

	"countermark.dev/client/core"
)

// numbered answers a list of n decisions in pages of `limit`.
func numbered(n int) http.HandlerFunc {
	return func(answer http.ResponseWriter, request *http.Request) {
		limit, _ := strconv.Atoi(request.URL.Query().Get("limit"))
		begin, _ := strconv.Atoi(request.URL.Query().Get("after"))
		end := min(begin+limit, n)
		data := ""
		for i := begin; i < end; i++ {
			if data != "" {
				data += ","
			}
			data += fmt.Sprintf(`{"id":"dec_%d"}`, i)
		}
		status(200, fmt.Sprintf(`{"data":[%s],"has_more":%v,"next_after":"%d"}`, data, end < n, end))(answer, request)
	}
}

func TestAListIsWholeWhateverThePages(t *testing.T) {
	for _, size := range []int{0, 1, 4, 5, 11} {
		for _, limit := range []int64{1, 2, 5, 100} {
			server := serving(t, numbered(size))
			c, _ := server.client(t)
			params := core.ListDecisionsParams{Limit: Ptr(limit), CustomerId: Ptr("a b&c")}
			list := c.Decisions.List(context.Background(), &params)
			for range 2 { // a list may be gone through again
				ids := []string{}
				for decision, err := range list.All() {
					if err != nil {
						t.Fatal(err)
					}
					ids = append(ids, decision.Id)
				}
				for i := range size {
					if !slices.Contains(ids, fmt.Sprintf("dec_%d", i)) || len(ids) != size {
						t.Fatalf("%d in pages of %d are %v", size, limit, ids)
					}
				}
			}
			if params.After != nil {
				t.Error("the caller's parameters were changed")
			}
			if query, _ := url.ParseQuery(server.requests()[0].query); query.Get("customer_id") != "a b&c" || query.Has("after") {
				t.Error("the query is", query)
			}
		}
	}
}

func TestWhoStopsAsksForNoMorePages(t *testing.T) {
	server := serving(t, numbered(100))
	c, _ := server.client(t)
	taken := 0
	for _, err := range c.Decisions.List(context.Background(), &core.ListDecisionsParams{Limit: Ptr[int64](2)}).All() {
		if err != nil {
			t.Fatal(err)
		}
		if taken++; taken == 3 {
			break
		}
	}
	if len(server.requests()) != 2 {
		t.Fatal("pages were asked for", len(server.requests()), "times")
	}
}

func TestAnErrorInTheMiddleIsNotTakenForTheEnd(t *testing.T) {
	server := serving(t, numbered(5), problemOf(403, "permission_denied"))
	c, _ := server.client(t)
	count := 0
	var last error
	for _, err := range c.Decisions.List(context.Background(), &core.ListDecisionsParams{Limit: Ptr[int64](2)}).All() {
		if last = err; err == nil {
			count++
		}
	}
	var denied *PermissionDenied
	if !errors.As(last, &denied) || count != 2 {
		t.Fatal(count, last)
	}
}
