package com.countermark.client.resources;

import com.countermark.client.ServerSentEvent;
import com.countermark.client.ServerSentEvents;
import com.countermark.client.core.model.BatchView;
import com.countermark.client.errors.ConnectionFailed;
import com.countermark.client.errors.CountermarkError;
import com.countermark.client.errors.TimedOut;
import com.countermark.client.transport.Download;
import com.countermark.client.transport.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/** The events of a batch until its end, each once, whatever breaks between. */
public final class BatchEvents implements Iterator<BatchEvents.Event>, AutoCloseable {
  /**
   * One event.
   *
   * @param id the batch's revision
   * @param name {@code progress}, or the final state
   * @param batch as it was then
   */
  public record Event(String id, String name, BatchView batch) {}

  private static final int FAILURES_MAX = 5;
  private final Supplier<Download> watch;
  private final Duration pause;
  private ServerSentEvents stream;
  private Event next;
  private long revision = -1;
  private boolean ended;

  /** watch: opens the stream. timeout: of the client; a tenth of it is waited before the stream is opened again. */
  BatchEvents(Supplier<Download> watch, Duration timeout) {
    this.watch = watch;
    this.pause = timeout.dividedBy(10).compareTo(Duration.ofSeconds(1)) < 0 ? timeout.dividedBy(10) : Duration.ofSeconds(1);
  }

  @Override
  public boolean hasNext() {
    if (next == null && !ended) {
      next = newer();
    }
    return next != null;
  }

  @Override
  public Event next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Event event = next;
    next = null;
    ended = Batches.hasEnded(event.batch());
    return event;
  }

  @Override
  public void close() {
    ended = true;
    drop();
  }

  /** Read on until an event says something new; open the stream again where it breaks or ends too soon. */
  private Event newer() {
    for (int failures = 0; ; ) {
      CountermarkError broken = null;
      try {
        if (stream == null) {
          stream = new ServerSentEvents(watch.get());
        }
        while (stream.hasNext()) {
          Event event = read(stream.next());
          long its = event.batch().getRevision();
          if (its > revision || Batches.hasEnded(event.batch())) {
            revision = its;
            return event;
          }
        }
      } catch (ConnectionFailed | TimedOut error) {
        broken = error;
      }
      drop();
      failures++;
      if (failures > FAILURES_MAX) {
        throw broken == null ? new CountermarkError("The stream of events ends before the batch does.") : broken;
      }
      rest(failures);
    }
  }

  private static Event read(ServerSentEvent event) {
    BatchView batch = null;
    CountermarkError unread = null;
    try {
      batch = Json.read(event.data().getBytes(StandardCharsets.UTF_8), BatchView.class);
    } catch (CountermarkError error) {
      unread = error;
    }
    if (batch == null || batch.getRevision() == null || batch.getState() == null) {
      throw new ConnectionFailed("An event of the stream is no batch.", unread);
    }
    return new Event(event.id(), event.name(), batch);
  }

  private void rest(int failures) {
    try {
      Thread.sleep(pause.multipliedBy(failures).dividedBy(2).toMillis());
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
      throw new CountermarkError("The thread was interrupted while it watched.", error);
    }
  }

  private void drop() {
    if (stream != null) {
      stream.close();
      stream = null;
    }
  }
}
