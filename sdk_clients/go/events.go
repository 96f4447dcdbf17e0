package client

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"strings"

	"countermark.dev/client/core"
)

// BatchEvent is a change of a batch. Name is progress until the last, which is named after the state that the batch ended in.
type BatchEvent struct {
	ID    string
	Name  string
	Batch core.BatchView
}

const (
	eventBytesMax = 1 << 20
)

// Events watches a batch until it ends. A stream that breaks is connected again, without telling anything twice; an error,
// which comes last, means that this did not help.
func (b *Batches) Events(ctx context.Context, batchID string) iter.Seq2[BatchEvent, error] {
	return func(yield func(BatchEvent, error) bool) {
		var last int64 = -1
		for failures := 0; ; {
			outcome, err := b.watch(ctx, batchID, &last, yield)
			if outcome == watchStopped {
				return
			}
			if outcome == watchAdvanced {
				failures = 0
			}
			if err != nil && !breaks(err) {
				yield(BatchEvent{}, err)
				return
			}
			if failures++; failures > b.maxRetries {
				if err == nil {
					err = &ConnectionFailed{io.ErrUnexpectedEOF}
				}
				yield(BatchEvent{}, err)
				return
			}
			if !b.sleep(ctx, backoff(failures-1)) {
				yield(BatchEvent{}, endedOr(ctx, err))
				return
			}
		}
	}
}

type watchOutcome int

const (
	watchBroken   watchOutcome = iota // nothing new came
	watchAdvanced                     // something did, and then it ended
	watchStopped                      // there is nothing more to tell, or nobody to tell it to
)

// watch connects once and tells what is newer than last.
func (b *Batches) watch(ctx context.Context, batchID string, last *int64, yield func(BatchEvent, error) bool) (watchOutcome, error) {
	answer, err := b.core.WatchBatch(ctx, batchID)
	if err != nil {
		return watchBroken, err
	}
	defer answer.Body.Close()
	outcome := watchBroken
	for event, err := range serverSentEvents(answer.Body) {
		if err != nil {
			return outcome, err
		}
		told := BatchEvent{ID: event.id, Name: event.name}
		if err := json.Unmarshal([]byte(event.data), &told.Batch); err != nil {
			return outcome, &ConnectionFailed{err}
		}
		over := hasEnded(&told.Batch)
		if told.Batch.Id == "" {
			return outcome, &ConnectionFailed{errors.New("an event of the stream is no batch")}
		}
		if told.Batch.Revision > *last || over {
			*last, outcome = told.Batch.Revision, watchAdvanced
			if !yield(told, nil) {
				return watchStopped, nil
			}
		}
		if over {
			return watchStopped, nil
		}
	}
	return outcome, nil
}

// breaks says of an error whether connecting again may help.
func breaks(err error) bool {
	var failed *ConnectionFailed
	var late *TimedOut
	return errors.As(err, &failed) || errors.As(err, &late) && !errors.Is(err, context.DeadlineExceeded)
}

func endedOr(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ended(ctx)
	}
	if err == nil {
		return &TimedOut{context.DeadlineExceeded}
	}
	return err
}

type serverSentEvent struct{ id, name, data string }

// serverSentEvents reads a stream of events (HTML, section 9.2.6). One that is cut off in the middle is not told.
func serverSentEvents(from io.Reader) iter.Seq2[serverSentEvent, error] {
	return func(yield func(serverSentEvent, error) bool) {
		lines := bufio.NewScanner(from)
		lines.Buffer(nil, eventBytesMax)
		lines.Split(eventLines)
		event, data := serverSentEvent{name: "message"}, []string(nil)
		for first := true; lines.Scan(); first = false {
			line := lines.Text()
			if first {
				line = strings.TrimPrefix(line, "\ufeff")
			}
			if line == "" {
				if data != nil {
					event.data = strings.Join(data, "\n")
					if !yield(event, nil) {
						return
					}
				}
				event, data = serverSentEvent{id: event.id, name: "message"}, nil
				continue
			}
			field, value, _ := strings.Cut(line, ":")
			value = strings.TrimPrefix(value, " ")
			switch field {
			case "id":
				event.id = value
			case "event":
				event.name = value
			case "data":
				data = append(data, value)
			}
		}
		if err := lines.Err(); err != nil {
			if errors.Is(err, bufio.ErrTooLong) {
				err = &AnswerUnreadable{Cause: err}
			}
			yield(serverSentEvent{}, err)
		}
	}
}

// eventLines splits at LF, CR LF and CR, and leaves out a last line that has no end.
func eventLines(data []byte, atEOF bool) (int, []byte, error) {
	for i, letter := range data {
		switch {
		case letter == '\n':
			return i + 1, data[:i], nil
		case letter == '\r' && i+1 < len(data):
			if data[i+1] == '\n' {
				return i + 2, data[:i], nil
			}
			return i + 1, data[:i], nil
		case letter == '\r' && atEOF:
			return i + 1, data[:i], nil
		}
	}
	if atEOF {
		return len(data), nil, nil
	}
	return 0, nil, nil
}
