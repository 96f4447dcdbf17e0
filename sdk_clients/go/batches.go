package client

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"countermark.dev/client/core"
)

// Batches score files of any size.
type Batches struct {
	core       *core.Client
	sleep      func(context.Context, time.Duration) bool
	maxRetries int
}

// BatchFile is a file to be scored.
type BatchFile struct {
	// UseCase is the question that is asked of each row.
	UseCase string
	// ContentType is text/csv where it is empty, or application/vnd.apache.parquet.
	ContentType string
	// Options are those of the operation: work, columns, id_column and others.
	Options core.CreateBatchParams
	// Size is the number of bytes, where it is known of a stream. Of a file it need not be given.
	Size int64
	// Progress is called while the file is sent, with the bytes that were and those that will be: 0 where that is not known.
	// Where the file is sent anew, it begins again.
	Progress func(sent, total int64)
}

const contentTypeCSV = "text/csv"

// CreateFromFile sends a file, piece by piece: memory does not grow with it.
func (b *Batches) CreateFromFile(ctx context.Context, path string, how BatchFile) (*core.BatchView, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if how.ContentType == "" && strings.EqualFold(filepath.Ext(path), ".parquet") {
		how.ContentType = "application/vnd.apache.parquet"
		if how.Options.Format == nil {
			how.Options.Format = Ptr("parquet")
		}
	}
	return b.Create(ctx, file, how)
}

// Create sends what is read, piece by piece. What can be read at any place, as a file and a bytes.Reader can, is sent anew
// where a connection breaks; a mere stream is sent once.
func (b *Batches) Create(ctx context.Context, from io.Reader, how BatchFile) (*core.BatchView, error) {
	if how.ContentType == "" {
		how.ContentType = contentTypeCSV
	}
	sent := &sending{tell: how.Progress, total: how.Size}
	upload := core.Upload{Body: sent.counted(from), ContentType: how.ContentType, Size: how.Size}
	if places, can := from.(readerAtSeeker); can {
		if begin, size, err := span(places); err == nil { // a pipe is an *os.File too, but has no places
			sent.total, upload.Size = size, size
			anew := func() io.ReadCloser { return sent.counted(io.NewSectionReader(places, begin, size)) }
			upload.Body = anew()
			upload.Again = func() (io.ReadCloser, error) { return anew(), nil }
		}
	}
	return b.core.CreateBatch(ctx, how.UseCase, upload, &how.Options)
}

type readerAtSeeker interface {
	io.ReaderAt
	io.Seeker
}

// span is from where on, and how many bytes, there are to read.
func span(from io.Seeker) (begin, size int64, err error) {
	if begin, err = from.Seek(0, io.SeekCurrent); err != nil {
		return 0, 0, err
	}
	end, err := from.Seek(0, io.SeekEnd)
	if err != nil {
		return 0, 0, err
	}
	_, err = from.Seek(begin, io.SeekStart)
	return begin, end - begin, err
}

// sending tells how much of a body was read. A try that was given up may still read for a moment: it tells nothing more.
type sending struct {
	tell   func(sent, total int64)
	total  int64
	latest atomic.Pointer[countedBody]
}

type countedBody struct {
	io.Reader
	of   *sending
	sent int64
}

func (s *sending) counted(from io.Reader) io.ReadCloser {
	body := &countedBody{from, s, 0}
	s.latest.Store(body)
	return body
}

func (b *countedBody) Read(into []byte) (int, error) {
	n, err := b.Reader.Read(into)
	b.sent += int64(n)
	if n > 0 && b.of.tell != nil && b.of.latest.Load() == b {
		b.of.tell(b.sent, b.of.total)
	}
	return n, err
}

// Close leaves what is read open: it is the caller's.
func (b *countedBody) Close() error { return nil }

// Get reads how a batch stands.
func (b *Batches) Get(ctx context.Context, batchID string) (*core.BatchView, error) {
	return b.core.GetBatch(ctx, batchID)
}

// List lists batches, newest first.
func (b *Batches) List(ctx context.Context, params *core.ListBatchesParams) *List[core.BatchView] {
	asked := copied(params)
	return &List[core.BatchView]{ctx, asked.After, func(ctx context.Context, after *string) (Page[core.BatchView], error) {
		asked.After = after
		got, err := b.core.ListBatches(ctx, &asked)
		return paged(got, err, func(p *core.BatchPage) Page[core.BatchView] {
			return Page[core.BatchView]{p.Data, p.HasMore, p.NextAfter}
		})
	}}
}

// Cancel stops a batch and deletes its files.
func (b *Batches) Cancel(ctx context.Context, batchID string) (*core.BatchView, error) {
	return b.core.CancelBatch(ctx, batchID)
}

func hasEnded(batch *core.BatchView) bool {
	return batch.State == "completed" || batch.State == "failed" || batch.State == "cancelled"
}

const (
	waitFirst = 250 * time.Millisecond
	waitMax   = 5 * time.Second
)

// Wait returns a batch when it has ended: State is completed, failed or cancelled. The context says how long to wait at most.
func (b *Batches) Wait(ctx context.Context, batchID string) (*core.BatchView, error) {
	for pause := waitFirst; ; pause = min(2*pause, waitMax) {
		batch, err := b.core.GetBatch(ctx, batchID)
		if err != nil || hasEnded(batch) {
			return batch, err
		}
		select {
		case <-ctx.Done():
			return batch, ended(ctx)
		case <-time.After(pause):
		}
	}
}

// Results gives the results as a stream, which must be closed. format: csv or parquet.
func (b *Batches) Results(ctx context.Context, batchID, format string) (io.ReadCloser, error) {
	answer, err := b.core.GetBatchResults(ctx, batchID, &core.GetBatchResultsParams{Format: &format})
	if err != nil {
		return nil, err
	}
	return answer.Body, nil
}

// Refused gives the rows that were refused, with line, column and reason, as a stream of CSV, which must be closed.
func (b *Batches) Refused(ctx context.Context, batchID string) (io.ReadCloser, error) {
	answer, err := b.core.GetBatchRefused(ctx, batchID)
	if err != nil {
		return nil, err
	}
	return answer.Body, nil
}

// SaveResults writes the results to a file, which appears whole or not at all. A download that breaks begins anew.
func (b *Batches) SaveResults(ctx context.Context, batchID, format, path string) error {
	scratch, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".part*")
	if err != nil {
		return err
	}
	defer os.Remove(scratch.Name())
	defer scratch.Close()
	for failures := 0; ; failures++ {
		err := b.download(ctx, batchID, format, scratch)
		if err == nil {
			break
		}
		if !breaks(err) || failures >= b.maxRetries || !b.sleep(ctx, backoff(failures)) {
			return err
		}
	}
	if err := scratch.Close(); err != nil {
		return err
	}
	return os.Rename(scratch.Name(), path)
}

func (b *Batches) download(ctx context.Context, batchID, format string, into *os.File) error {
	if err := errors.Join(into.Truncate(0), seekToBegin(into)); err != nil {
		return err
	}
	results, err := b.Results(ctx, batchID, format)
	if err != nil {
		return err
	}
	defer results.Close()
	_, err = io.Copy(into, results)
	return err
}

func seekToBegin(file *os.File) error {
	_, err := file.Seek(0, io.SeekStart)
	return err
}
