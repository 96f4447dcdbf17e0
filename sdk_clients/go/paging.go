package client

import (
	"context"
	"errors"
	"iter"
)

// Page is one page of a list.
type Page[T any] struct {
	Data    []T
	HasMore bool
	// NextAfter is where the next page begins.
	NextAfter *string
}

// List is a list that comes in pages. Nothing is fetched before it is ranged over, and each time anew.
//
//	for decision, err := range c.Decisions.List(ctx, nil).All() {
//		if err != nil { return err }
//		…
//	}
type List[T any] struct {
	ctx   context.Context
	after *string
	fetch func(ctx context.Context, after *string) (Page[T], error)
}

// Pages goes through the list by pages. An error is the last that comes.
func (l *List[T]) Pages() iter.Seq2[Page[T], error] {
	return func(yield func(Page[T], error) bool) {
		for after := l.after; ; {
			page, err := l.fetch(l.ctx, after)
			if !yield(page, err) || err != nil || !page.HasMore || page.NextAfter == nil {
				return
			}
			if after != nil && *after == *page.NextAfter {
				yield(Page[T]{}, &AnswerUnreadable{Cause: errors.New("the list does not go on: a page names its own place as the next")})
				return
			}
			after = page.NextAfter
		}
	}
}

// All goes through the list by items. An error is the last that comes.
func (l *List[T]) All() iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for page, err := range l.Pages() {
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, item := range page.Data {
				if !yield(item, nil) {
					return
				}
			}
		}
	}
}
