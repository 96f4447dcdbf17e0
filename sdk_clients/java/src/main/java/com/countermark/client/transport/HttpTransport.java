package com.countermark.client.transport;

import com.countermark.client.errors.ConnectionFailed;
import com.countermark.client.errors.CountermarkError;
import com.countermark.client.errors.TimedOut;
import com.countermark.client.transport.Exchange.Outgoing;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Carries calls to the server, with the habits that every operation has: retries, keys, tokens, timeouts, errors. */
public final class HttpTransport implements Transport {
  private static final Set<String> SAFE = Set.of("GET", "PUT", "DELETE");
  private static final String KEY = "idempotency-key";
  private final Settings settings;
  private final Exchange exchange;
  private final Credentials credentials;
  private final Time time;

  public HttpTransport(Settings settings) {
    this(settings, new Exchange(settings.http().build()), Time.REAL);
  }

  HttpTransport(Settings settings, Exchange exchange, Time time) {
    this.settings = settings;
    this.exchange = exchange;
    this.time = time;
    this.credentials =
        settings.apiKey() != null ? new Credentials.Key(settings.apiKey()) : new Tokens(this::fetchToken, time);
  }

  @Override
  public <T> T call(Call call, Class<T> type) {
    boolean streamed = type == Download.class;
    Answer answer = new Tries(call.options(), true).run(outgoing(call, streamed));
    if (streamed) {
      return type.cast(new Download(answer.headers(), answer.stream()));
    }
    return type == Void.class ? null : read(answer, type);
  }

  private static <T> T read(Answer answer, Class<T> type) {
    CountermarkError unread = null;
    try {
      T value = answer.data().length == 0 ? null : Json.read(answer.data(), type);
      if (value != null) {
        return value;
      }
    } catch (CountermarkError error) {
      unread = error;
    }
    throw Problems.unreadable(answer, type, unread);
  }

  /** What a client is set to, of which its transport knows. */
  public Duration timeout() {
    return settings.timeout();
  }

  private Outgoing outgoing(Call call, boolean streamed) {
    Map<String, String> headers = common(streamed ? "*/*" : "application/json");
    byte[] data = null;
    Upload upload = call.body() instanceof Upload sent ? sent : null;
    if (upload != null) {
      headers.put("content-type", upload.contentType());
    } else if (call.body() != null) {
      headers.put("content-type", "application/json");
      data = Json.bytes(call.body());
    } else if (call.form() != null) {
      headers.put("content-type", "application/x-www-form-urlencoded");
      data = call.form().getBytes(StandardCharsets.UTF_8);
    }
    String given = call.options().idempotencyKey();
    if (given != null || call.isKeyed()) {
      headers.put(KEY, given == null ? UUID.randomUUID().toString() : given);
    }
    call.headers().forEach((name, value) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), value));
    return new Outgoing(call.method(), settings.uri(call.target()), headers, data, upload, streamed);
  }

  private Map<String, String> common(String accept) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("accept", accept);
    headers.put("user-agent", Settings.USER_AGENT);
    headers.put("countermark-version", settings.apiVersion());
    return headers;
  }

  private JsonNode fetchToken() {
    Map<String, String> headers = common("application/json");
    headers.put("content-type", "application/x-www-form-urlencoded");
    String form =
        "grant_type=client_credentials&client_id=" + form(settings.clientId())
            + "&client_secret=" + form(settings.clientSecret());
    URI uri = settings.uri("/oauth2/token");
    byte[] data = form.getBytes(StandardCharsets.US_ASCII);
    Answer answer = new Tries(new CallOptions(), false).run(new Outgoing("POST", uri, headers, data, null, false));
    return read(answer, JsonNode.class);
  }

  private static String form(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** The tries of one call. */
  private final class Tries {
    private final CallOptions options;
    private final boolean credited;
    private final long beganNanos = time.nanos();
    private Answer answer;
    private String bearer;
    private boolean renewed;

    /** credited: whether a credential goes along; the request for a token bears its own, and can always be repeated. */
    Tries(CallOptions options, boolean credited) {
      this.options = options;
      this.credited = credited;
    }

    Answer run(Outgoing outgoing) {
      boolean repeatable = !credited || SAFE.contains(outgoing.method()) || outgoing.headers().containsKey(KEY);
      for (int retry = 0; ; ) {
        CountermarkError error = attempt(outgoing);
        if (error == null) {
          return answer;
        }
        if (renews(error) && outgoing.canBeSent()) {
          renewed = true;
          continue;
        }
        if (retry >= options.maxRetriesOr(settings.maxRetries())
            || !repeatable
            || !outgoing.canBeSent()
            || !Retries.helps(error)
            || Retries.asksTooMuch(answer, time)) {
          throw error;
        }
        pause(Retries.wait(retry, answer, time), error);
        retry++;
      }
    }

    /** Make one try. Returns what was wrong with it, or null. */
    private CountermarkError attempt(Outgoing outgoing) {
      answer = null;
      bearer = credited ? credentials.bearer() : null;
      Map<String, String> more = credited ? Map.of("authorization", "Bearer " + bearer) : Map.of();
      try {
        answer = exchange.send(outgoing, more, bounded());
      } catch (ConnectionFailed error) {
        return error;
      }
      return answer.status() / 100 == 2 ? null : Problems.of(answer, time.epochMillis());
    }

    private boolean renews(CountermarkError error) {
      return credited && !renewed && answer != null && answer.status() == 401 && credentials.renew(bearer);
    }

    private Duration bounded() {
      Duration each = options.timeoutOr(settings.timeout());
      Duration whole = options.deadlineOr(settings.deadline());
      if (whole == null) {
        return each;
      }
      Duration left = whole.minusNanos(time.nanos() - beganNanos);
      if (left.isNegative() || left.isZero()) {
        throw new TimedOut("The call took longer than " + whole.toMillis() + " ms in all.");
      }
      return left.compareTo(each) < 0 ? left : each;
    }

    private void pause(Duration wait, CountermarkError error) {
      Duration whole = options.deadlineOr(settings.deadline());
      if (whole != null && wait.compareTo(whole.minusNanos(time.nanos() - beganNanos)) >= 0) {
        throw error;
      }
      try {
        time.sleep(wait);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw error;
      }
    }
  }
}
