package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

func event(name string, revision int) string {
	state := name
	if name == "progress" {
		state = "running"
	}
	return fmt.Sprintf("id: %d\nevent: %s\ndata: {\"id\":\"bat_1\",\"state\":\"%s\",\ndata: \"revision\":%d}\n\n", revision, name, state, revision)
}

func stream(text string) http.HandlerFunc {
	return status(200, text, "Content-Type", "text/event-stream")
}

func names(t *testing.T, c *Client) ([]string, error) {
	t.Helper()
	found := []string{}
	for event, err := range c.Batches.Events(context.Background(), "bat_1") {
		if err != nil {
			return found, err
		}
		found = append(found, fmt.Sprint(event.Name, event.Batch.Revision))
	}
	return found, nil
}

func TestEventsAreToldOnceThoughTheStreamBreaks(t *testing.T) {
	server := serving(t,
		stream(event("progress", 1)+event("progress", 2)+"id: 3\nevent: progress\ndata: {\"rev"), // cut within an event
		problemOf(503, "away"),
		stream(event("progress", 2)+event("progress", 4)),
		reset,
		stream(event("progress", 4)+event("completed", 5)+event("progress", 6)))
	c, _ := server.client(t)
	found, err := names(t, c)
	if err != nil || !reflect.DeepEqual(found, []string{"progress1", "progress2", "progress4", "completed5"}) {
		t.Fatal(found, err)
	}
	for _, each := range server.requests() {
		if each.header.Get("Accept") != "text/event-stream" {
			t.Error("it asked for", each.header.Get("Accept"))
		}
	}
}

func TestAStreamThatTellsNothingEndsInAnError(t *testing.T) {
	server := serving(t, stream(event("progress", 1)), stream(event("progress", 1)))
	c, waits := server.client(t, WithMaxRetries(2))
	found, err := names(t, c)
	var failed *ConnectionFailed
	if len(found) != 1 || !errors.As(err, &failed) || len(*waits) > 4 {
		t.Fatal(found, err, *waits)
	}
	gone, _ := serving(t, problemOf(404, "batch_not_found")).client(t)
	if found, err = names(t, gone); len(found) != 0 || !as[*NotFound](err) {
		t.Fatal(found, err)
	}
}

func TestAStreamIsReadTheSameHoweverItIsCut(t *testing.T) {
	text := ": comment\n\nid: 7\nevent: a\ndata: one\ndata: two\n\ndata\n\nevent: b\rdata:three\r\rretry: 5\r\ndata: फ़\r\n\r\nevent: never\n\nevent: cut\ndata: off"
	want := []serverSentEvent{{"7", "a", "one\ntwo"}, {"7", "message", ""}, {"7", "b", "three"}, {"7", "message", "फ़"}}
	for _, reader := range []io.Reader{strings.NewReader(text), iotest.OneByteReader(strings.NewReader(text)), iotest.HalfReader(strings.NewReader(text))} {
		found := []serverSentEvent{}
		for event, err := range serverSentEvents(reader) {
			if err != nil {
				t.Fatal(err)
			}
			found = append(found, event)
		}
		if !reflect.DeepEqual(found, want) {
			t.Errorf("it reads %q", found)
		}
	}
	for event, err := range serverSentEvents(iotest.ErrReader(io.ErrUnexpectedEOF)) {
		if err == nil {
			t.Error("a broken stream told", event)
		}
	}
}

func TestAByteOrderMarkIsNoneOfTheStream(t *testing.T) {
	for event, err := range serverSentEvents(strings.NewReader("\ufeffid: 1\ndata: \ufeffx\n\n")) {
		if err != nil || event.id != "1" || event.data != "\ufeffx" {
			t.Error(event, err)
		}
	}
}

func TestALineWithoutAnEndIsAnErrorOfOurs(t *testing.T) {
	for event, err := range serverSentEvents(strings.NewReader("data: " + strings.Repeat("x", 2<<20))) {
		if !as[*AnswerUnreadable](err) {
			t.Error(event, err)
		}
	}
}

func TestWhoReadsSlowlyIsNotTimedOut(t *testing.T) {
	server := serving(t, func(answer http.ResponseWriter, _ *http.Request) {
		for range 3 {
			fmt.Fprint(answer, "a row\n")
			answer.(http.Flusher).Flush()
			time.Sleep(20 * time.Millisecond)
		}
	})
	c, _ := server.client(t, WithTimeout(150*time.Millisecond))
	results, err := c.Batches.Results(context.Background(), "bat_1", "csv")
	if err != nil {
		t.Fatal(err)
	}
	defer results.Close()
	buffer, whole := make([]byte, 6), ""
	for {
		n, err := results.Read(buffer)
		whole += string(buffer[:n])
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(whole, err)
		}
		time.Sleep(200 * time.Millisecond) // what is done with a piece takes longer than a piece may
	}
	if whole != "a row\na row\na row\n" {
		t.Error(whole)
	}
}

func TestAFileIsSentAgainFromItsBeginning(t *testing.T) {
	server := serving(t, problemOf(503, "away"), reset, status(202, `{"id":"bat_1"}`))
	c, _ := server.client(t)
	content := "customer_id\n" + strings.Repeat("cust_42\n", 100_000)
	path := filepath.Join(t.TempDir(), "customers.csv")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	reports := [][2]int64{}
	batch, err := c.Batches.CreateFromFile(context.Background(), path, BatchFile{
		UseCase:  "churn-score",
		Progress: func(sent, total int64) { reports = append(reports, [2]int64{sent, total}) },
	})
	if err != nil || batch.Id != "bat_1" {
		t.Fatal(batch, err)
	}
	asked := server.requests()
	for _, each := range asked {
		if each.body != content || each.query != "use_case=churn-score" || each.header.Get("Content-Type") != "text/csv" || each.header.Get("Content-Length") != fmt.Sprint(len(content)) {
			t.Error("a try differs:", len(each.body), each.query, each.header)
		}
		if each.header.Get("Idempotency-Key") != asked[0].header.Get("Idempotency-Key") {
			t.Error("a try has another key")
		}
	}
	if last := reports[len(reports)-1]; len(asked) != 3 || last[0] != int64(len(content)) || last[1] != last[0] {
		t.Fatal(len(asked), last)
	}
}

func TestWhatIsReadFromTheMiddleIsSentFromThere(t *testing.T) {
	server := serving(t, problemOf(503, "away"), status(202, `{"id":"bat_1"}`))
	c, _ := server.client(t)
	from := bytes.NewReader([]byte("skipped,customer_id\n"))
	if _, err := io.CopyN(io.Discard, from, 8); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Batches.Create(context.Background(), from, BatchFile{UseCase: "churn-score"}); err != nil {
		t.Fatal(err)
	}
	for _, each := range server.requests() {
		if each.body != "customer_id\n" {
			t.Error("it sent", each.body)
		}
	}
}

func TestAPipeIsSentAsItComes(t *testing.T) {
	server := serving(t, status(202, `{"id":"bat_1"}`))
	c, _ := server.client(t)
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		fmt.Fprint(writer, "customer_id\n")
		writer.Close()
	}()
	if _, err := c.Batches.Create(context.Background(), reader, BatchFile{UseCase: "churn-score"}); err != nil || server.requests()[0].body != "customer_id\n" {
		t.Fatal(err, server.requests())
	}
}

func TestParquetIsNamedAsSuch(t *testing.T) {
	server := serving(t, status(202, `{"id":"bat_1"}`))
	c, _ := server.client(t)
	path := filepath.Join(t.TempDir(), "customers.parquet")
	if err := os.WriteFile(path, []byte("PAR1"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Batches.CreateFromFile(context.Background(), path, BatchFile{UseCase: "churn-score"}); err != nil {
		t.Fatal(err)
	}
	if asked := server.requests()[0]; !strings.Contains(asked.query, "format=parquet") || asked.header.Get("Content-Type") != "application/vnd.apache.parquet" {
		t.Error(asked)
	}
}

func TestWaitAsksUntilTheBatchHasEnded(t *testing.T) {
	server := serving(t, status(200, `{"id":"bat_1","state":"queued"}`), status(200, `{"id":"bat_1","state":"failed"}`))
	c, _ := server.client(t)
	batch, err := c.Batches.Wait(context.Background(), "bat_1")
	if err != nil || batch.State != "failed" || len(server.requests()) != 2 {
		t.Fatal(batch, err)
	}
	endless := serving(t, status(200, `{"id":"bat_1","state":"running"}`))
	c, _ = endless.client(t)
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if _, err = c.Batches.Wait(ctx, "bat_1"); !as[*TimedOut](err) {
		t.Fatal(err)
	}
}

func TestResultsAppearWholeOrNotAtAll(t *testing.T) {
	half := func(answer http.ResponseWriter, _ *http.Request) {
		answer.Header().Set("Content-Length", "100")
		fmt.Fprint(answer, "line,probability\n2,0.")
		answer.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
	path := filepath.Join(t.TempDir(), "results.csv")
	c, _ := serving(t, half).client(t, WithMaxRetries(1))
	if err := c.Batches.SaveResults(context.Background(), "bat_1", "csv", path); !as[*ConnectionFailed](err) {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 0 {
		t.Fatal("something is left:", left, err)
	}
	whole := "line,probability\n2,0.5\n"
	c, _ = serving(t, half, status(200, whole)).client(t)
	if err := c.Batches.SaveResults(context.Background(), "bat_1", "csv", path); err != nil {
		t.Fatal(err)
	}
	if written, err := os.ReadFile(path); err != nil || string(written) != whole {
		t.Fatal(string(written), err)
	}
}
