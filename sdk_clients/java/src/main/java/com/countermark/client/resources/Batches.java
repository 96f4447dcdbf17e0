package com.countermark.client.resources;

import com.countermark.client.Paged;
import com.countermark.client.core.api.BatchesApi;
import com.countermark.client.core.model.BatchPage;
import com.countermark.client.core.model.BatchView;
import com.countermark.client.errors.TimedOut;
import com.countermark.client.transport.CallOptions;
import com.countermark.client.transport.Download;
import com.countermark.client.transport.Params;
import com.countermark.client.transport.Upload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** Files of questions, and their files of answers. */
public final class Batches {
  private static final Set<String> ENDED =
      Set.of(BatchView.State.COMPLETED, BatchView.State.FAILED, BatchView.State.CANCELLED);
  private static final Duration FIRST_LOOK = Duration.ofMillis(200);
  private static final Duration LAST_LIMIT = Duration.ofSeconds(1);
  private static final Duration LAST_LOOK = Duration.ofSeconds(5);
  private final BatchesApi core;
  private final Duration timeout;

  public Batches(BatchesApi core, Duration timeout) {
    this.core = core;
    this.timeout = timeout;
  }

  /** Whether a batch is over, for good or ill. */
  public static boolean hasEnded(BatchView batch) {
    return ENDED.contains(batch.getState());
  }

  /** Send a file. progress is told as it goes; null for nobody. */
  public BatchView create(String useCase, Path file, Upload.Progress progress, CallOptions... options)
      throws IOException {
    Upload upload = Upload.of(file);
    BatchesApi.CreateBatchParams params = new BatchesApi.CreateBatchParams().useCase(useCase);
    if (file.toString().endsWith(".parquet")) {
      params.format("parquet");
    }
    return create(progress == null ? upload : upload.progress(progress), params, options);
  }

  /** Send a file from anywhere, with all that can be said of it. */
  public BatchView create(Upload upload, BatchesApi.CreateBatchParams params, CallOptions... options) {
    return core.createBatch(upload, params, options);
  }

  /** How a batch stands. */
  public BatchView get(String batchId, CallOptions... options) {
    return core.getBatch(batchId, options);
  }

  /** All batches, newest first. */
  public Paged<BatchView> list(CallOptions... options) {
    return list(new BatchesApi.ListBatchesParams(), options);
  }

  public Paged<BatchView> list(BatchesApi.ListBatchesParams params, CallOptions... options) {
    BatchesApi.ListBatchesParams own = Params.copy(params);
    return new Paged<>(
        after -> {
          BatchPage page = core.listBatches(after == null ? own : Params.copy(own).after(after), options);
          return new Paged.Page<>(page.getData(), page.getHasMore(), page.getNextAfter());
        });
  }

  /** Stop it, and delete its files. */
  public BatchView cancel(String batchId, CallOptions... options) {
    return core.cancelBatch(batchId, options);
  }

  /**
   * Look until the batch has ended, at most for {@code limit}. Returns it as it ended, which may be failed or cancelled.
   *
   * <p>Throws {@link TimedOut} when it runs longer; it goes on all the same.
   */
  public BatchView waitFor(String batchId, Duration limit, CallOptions... options) {
    long end = System.nanoTime() + limit.toNanos();
    for (Duration pause = FIRST_LOOK; ; pause = longer(pause)) {
      Duration within = Duration.ofNanos(Math.max(LAST_LIMIT.toNanos(), end - System.nanoTime()));
      BatchView batch = core.getBatch(batchId, CallOptions.within(within, options));
      if (hasEnded(batch)) {
        return batch;
      }
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new TimedOut("The batch " + batchId + " is " + batch.getState() + " after " + limit.toMillis() + " ms.");
      }
      sleep(Math.min(pause.toNanos(), left));
    }
  }

  /**
   * Watch a batch as it runs, to its end. A stream that breaks is watched again, and nothing is told twice.
   *
   * <p>Close it to stop before the end.
   */
  public BatchEvents events(String batchId, CallOptions... options) {
    return new BatchEvents(() -> core.watchBatch(batchId, options), timeout);
  }

  /** The results as CSV, as they come. */
  public Download results(String batchId, CallOptions... options) {
    return results(batchId, new BatchesApi.GetBatchResultsParams(), options);
  }

  public Download results(String batchId, BatchesApi.GetBatchResultsParams params, CallOptions... options) {
    return core.getBatchResults(batchId, params, options);
  }

  /** The rows that could not be read, and why, as CSV. */
  public Download refused(String batchId, CallOptions... options) {
    return core.getBatchRefused(batchId, options);
  }

  private static Duration longer(Duration pause) {
    Duration next = pause.plus(pause.dividedBy(2));
    return next.compareTo(LAST_LOOK) > 0 ? LAST_LOOK : next;
  }

  private static void sleep(long nanos) {
    try {
      Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
      throw new TimedOut("The thread was interrupted while it waited for the batch.", error);
    }
  }
}
