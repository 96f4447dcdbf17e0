package com.countermark.client.transport;

import com.countermark.client.errors.ConnectionFailed;
import com.countermark.client.errors.CountermarkError;
import com.countermark.client.errors.TimedOut;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** One request and its answer, over HTTP/1.1, within a time. */
final class Exchange {
  /**
   * A request as it goes out, the same at every try.
   *
   * @param data its body, or null
   * @param upload its body where it is one, or null
   * @param streamed whether the answer is handed on as it comes
   */
  record Outgoing(
      String method, URI uri, Map<String, String> headers, byte[] data, Upload upload, boolean streamed) {
    boolean canBeSent() {
      return upload == null || upload.canBeSent();
    }

    private BodyPublisher publisher(HttpClient http) {
      if (upload != null) {
        return upload.publisher();
      }
      return data == null ? new Nothing(http) : BodyPublishers.ofByteArray(data);
    }
  }

  /**
   * No body, for one try. The JDK sends a GET once more, at once and without a word, where a connection ends before an
   * answer; whoever wants no retries, or waits between them, would not get these. It asks for the length once a try.
   */
  private static final class Nothing implements BodyPublisher {
    private static final boolean KNOWN = Runtime.version().feature() == 17;
    private final BodyPublisher none = BodyPublishers.noBody();
    private final boolean exact;
    private final AtomicBoolean asked = new AtomicBoolean();

    /** exact: not where the JDK sends a request again for good reasons: a redirect, a proxy that asks who is there. */
    Nothing(HttpClient http) {
      exact = KNOWN && http.authenticator().isEmpty() && http.followRedirects() == HttpClient.Redirect.NEVER;
    }

    @Override
    public long contentLength() {
      if (asked.getAndSet(true) && exact) {
        throw new UncheckedIOException(new IOException("the connection ended before an answer"));
      }
      return none.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
      none.subscribe(subscriber);
    }
  }

  private record Body(byte[] data, InputStream stream) {}

  private final HttpClient http;

  Exchange(HttpClient http) {
    this.http = http;
  }

  /**
   * Make one try. timeout: until its whole answer was read; of a download until it begins, and then of each read; of an
   * upload for as long as nothing moves.
   *
   * <p>Throws ConnectionFailed, TimedOut.
   */
  Answer send(Outgoing outgoing, Map<String, String> more, Duration timeout) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(outgoing.uri())
            .version(HttpClient.Version.HTTP_1_1)
            .method(outgoing.method(), outgoing.publisher(http));
    outgoing.headers().forEach(request::setHeader);
    more.forEach(request::setHeader);
    CompletableFuture<HttpResponse<Body>> answer = http.sendAsync(request.build(), handler(outgoing, timeout));
    try {
      HttpResponse<Body> response = await(answer, outgoing, timeout);
      return new Answer(response.statusCode(), response.headers(), response.body().data(), response.body().stream());
    } catch (TimeoutException error) {
      answer.cancel(true);
      throw new TimedOut("No answer came within " + timeout.toMillis() + " ms.", error);
    } catch (InterruptedException error) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new CountermarkError("The thread was interrupted while it waited for the answer.", error);
    } catch (ExecutionException error) {
      throw failure(error.getCause());
    }
  }

  private static HttpResponse<Body> await(
      CompletableFuture<HttpResponse<Body>> answer, Outgoing outgoing, Duration timeout)
      throws InterruptedException, ExecutionException, TimeoutException {
    long moved = -1;
    while (true) {
      try {
        return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException error) {
        long now = outgoing.upload() == null ? -1 : outgoing.upload().moved();
        if (now == moved) {
          throw error;
        }
        moved = now;
      }
    }
  }

  private static BodyHandler<Body> handler(Outgoing outgoing, Duration timeout) {
    return info ->
        outgoing.streamed() && info.statusCode() / 100 == 2
            ? BodySubscribers.mapping(new Arriving(timeout), stream -> new Body(null, stream))
            : BodySubscribers.mapping(BodySubscribers.ofByteArray(), data -> new Body(data, null));
  }

  private static CountermarkError failure(Throwable cause) {
    if (cause instanceof HttpTimeoutException) {
      return new TimedOut("No connection was made in time.", cause);
    }
    if (cause instanceof UncheckedIOException wrapped) {
      return failure(wrapped.getCause());
    }
    if (cause instanceof IOException) {
      String words = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
      return new ConnectionFailed("The connection failed: " + words, cause);
    }
    if (cause instanceof CountermarkError ours) {
      return ours;
    }
    return new CountermarkError("The request could not be made: " + cause, cause);
  }
}
