package com.countermark.client.transport;

import com.countermark.client.errors.ApiError;
import com.countermark.client.errors.ConnectionFailed;
import com.countermark.client.errors.CountermarkError;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** When a try is made again, and after which wait. */
final class Retries {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(8);
  private static final Duration LONGEST_ASKED = Duration.ofSeconds(60);
  private static final Set<Integer> STATUSES = Set.of(429, 502, 503, 504);
  private static final Pattern SECONDS = Pattern.compile("[0-9]+(\\.[0-9]+)?");
  private static final String IN_FLIGHT = "idempotency_key_in_flight";

  private Retries() {}

  /** Whether the same request may do better a little later. */
  static boolean helps(CountermarkError error) {
    if (error instanceof ApiError refused) {
      return STATUSES.contains(refused.status()) || refused.status() == 409 && refused.code().equals(IN_FLIGHT);
    }
    return error instanceof ConnectionFailed;
  }

  /** Whether the server asks for a wait that nobody waits, as for a quota that is used up until the next month. */
  static boolean asksTooMuch(Answer answer, Time time) {
    return answer != null && retryAfter(answer, time.epochMillis()).filter(wait -> wait.compareTo(LONGEST_ASKED) > 0).isPresent();
  }

  /** What the server asks, or else 0.5 s doubled with each try, to 8 s, of which at least half. */
  static Duration wait(int retry, Answer answer, Time time) {
    Optional<Duration> asked = answer == null ? Optional.empty() : retryAfter(answer, time.epochMillis());
    if (asked.isPresent()) {
      return asked.get().compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked.get();
    }
    double whole = Math.min(FIRST.toMillis() * Math.pow(2, retry), LONGEST.toMillis());
    return Duration.ofNanos((long) (whole * 1e6 * (0.5 + 0.5 * time.chance())));
  }

  /**
   * Read {@code Retry-After}: seconds, or an HTTP date, which is judged by the answer's own {@code Date}, so that a clock
   * that goes wrong on either side changes nothing.
   */
  static Optional<Duration> retryAfter(Answer answer, long nowMillis) {
    String value = answer.header("retry-after");
    if (value == null) {
      return Optional.empty();
    }
    if (SECONDS.matcher(value.trim()).matches()) {
      double seconds = Math.min(Double.parseDouble(value.trim()), Integer.MAX_VALUE);
      return Optional.of(Duration.ofMillis((long) (seconds * 1000)));
    }
    Instant now = date(answer.header("date")).orElse(Instant.ofEpochMilli(nowMillis));
    return date(value).map(then -> then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO);
  }

  private static Optional<Instant> date(String value) {
    if (value == null) {
      return Optional.empty();
    }
    try {
      DateTimeFormatter form = DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ENGLISH);
      return Optional.of(ZonedDateTime.parse(value.trim(), form).toInstant());
    } catch (DateTimeException error) {
      return Optional.empty();
    }
  }
}
