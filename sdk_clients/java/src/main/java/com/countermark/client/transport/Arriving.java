package com.countermark.client.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A body as it comes. Unlike the stream of the JDK, a read does not wait for ever. */
final class Arriving extends InputStream implements BodySubscriber<InputStream> {
  /** A part of the body, or its end: {@code error} is null where it is whole. */
  private record Part(List<ByteBuffer> buffers, Throwable error) {}

  private final LinkedBlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private final Deque<ByteBuffer> ready = new ArrayDeque<>();
  private final Duration patience;
  private volatile Flow.Subscription subscription;
  private volatile boolean closed;
  private Part end;

  /** patience: how long a read may wait. */
  Arriving(Duration patience) {
    this.patience = patience;
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (closed) {
      given.cancel();
    } else {
      given.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    parts.add(new Part(buffers, null));
  }

  @Override
  public void onError(Throwable error) {
    parts.add(new Part(null, error));
  }

  @Override
  public void onComplete() {
    parts.add(new Part(null, null));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (ready.isEmpty()) {
      if (closed) {
        throw new IOException("the stream is closed");
      }
      if (end == null) {
        take();
      }
      if (end != null && end.error() != null) {
        throw new IOException(end.error().getMessage(), end.error());
      } else if (end != null) {
        return -1;
      }
    }
    ByteBuffer next = ready.peek();
    int count = Math.min(length, next.remaining());
    next.get(buffer, offset, count);
    if (!next.hasRemaining()) {
      ready.remove();
    }
    return count;
  }

  private void take() throws IOException {
    Part part;
    try {
      part = parts.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    if (part == null) {
      throw new HttpTimeoutException("nothing came for " + patience.toMillis() + " ms");
    }
    if (part.buffers() == null) {
      end = part;
      return;
    }
    part.buffers().stream().filter(ByteBuffer::hasRemaining).forEach(ready::add);
    subscription.request(1);
  }

  @Override
  public void close() {
    closed = true;
    Flow.Subscription given = subscription;
    if (given != null) {
      given.cancel();
    }
  }
}
