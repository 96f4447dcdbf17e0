package com.countermark.client.transport;

import static com.countermark.client.Suite.same;
import static com.countermark.client.Suite.yes;

import com.countermark.client.Suite;
import com.countermark.client.errors.ConnectionFailed;
import com.countermark.client.errors.TimedOut;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** When a try is made again, and after which wait. */
public final class RetriesTest {
  private static final long NOW = 1_795_262_400_000L; // Sat, 21 Nov 2026 12:00:00 GMT

  private RetriesTest() {}

  public static void add(Suite suite) {
    suite.test("waits double from half a second to eight, and at least half of each is kept", () -> {
      FakeTime time = new FakeTime();
      for (int retry = 0; retry < 8; retry++) {
        long whole = Math.min(500L << retry, 8000);
        time.chance = 0;
        same(Duration.ofMillis(whole / 2), Retries.wait(retry, null, time));
        time.chance = 0.999999;
        Duration longest = Retries.wait(retry, null, time);
        yes(longest.toNanos() > whole * 999_000 && longest.toMillis() <= whole, "the longest wait is " + longest);
      }
    });
    suite.test("Retry-After wins, to a minute at most", () -> {
      same(Duration.ofSeconds(2), Retries.wait(3, answer(429, "", "2"), new FakeTime()));
      same(Duration.ofSeconds(60), Retries.wait(0, answer(429, "", "86400"), new FakeTime()));
      same(Duration.ofSeconds(60), Retries.wait(0, answer(429, "", "9".repeat(400)), new FakeTime()));
      same(Duration.ZERO, Retries.wait(0, answer(503, "", "0"), new FakeTime()));
    });
    suite.test("a wait of more than a minute is told at once", () -> {
      same(false, Retries.asksTooMuch(answer(429, "", "60"), new FakeTime()));
      same(true, Retries.asksTooMuch(answer(429, "", "61"), new FakeTime()));
      same(false, Retries.asksTooMuch(answer(503, "", null), new FakeTime()));
      same(false, Retries.asksTooMuch(null, new FakeTime()));
    });
    suite.test("an HTTP date is judged by the answer's Date, and by our clock only without one", () -> {
      String then = "Sat, 21 Nov 2026 12:00:07 GMT";
      same(Optional.of(Duration.ofSeconds(7)), Retries.retryAfter(answer(503, "", then), NOW));
      same(Optional.of(Duration.ofSeconds(2)),
          Retries.retryAfter(answer(503, "", then, "date", "Sat, 21 Nov 2026 12:00:05 GMT"), NOW + 999_999));
      same(Optional.of(Duration.ZERO),
          Retries.retryAfter(answer(503, "", then, "date", "Sat, 21 Nov 2026 13:00:05 GMT"), NOW));
    });
    suite.test("a Retry-After that says nothing is none", () -> {
      for (String value : List.of("soon", "-1", "NaN", "Infinity", "", "1e300", "2d", "0x1p3")) {
        same(Optional.empty(), Retries.retryAfter(answer(503, "", value), NOW));
      }
    });
    suite.test("only what a later try may mend is tried again", () -> {
      for (int status : List.of(429, 502, 503, 504)) {
        yes(helps(answer(status, "{}", null)), status + " is tried again");
      }
      for (int status : List.of(400, 401, 403, 404, 409, 413, 422, 500, 501)) {
        yes(!helps(answer(status, "{\"code\":\"other\"}", null)), status + " is not tried again");
      }
      yes(helps(answer(409, "{\"code\":\"idempotency_key_in_flight\"}", null)), "a key in flight is tried again");
      yes(Retries.helps(new ConnectionFailed("reset", new IOException())), "a reset is tried again");
      yes(!Retries.helps(new TimedOut("late")), "the caller's time is over");
    });
  }

  private static boolean helps(Answer answer) {
    return Retries.helps(Problems.of(answer, NOW));
  }

  static Answer answer(int status, String body, String retryAfter, String... more) {
    Map<String, List<String>> headers = new TreeMap<>();
    if (retryAfter != null) {
      headers.put("retry-after", List.of(retryAfter));
    }
    for (int index = 0; index < more.length; index += 2) {
      headers.put(more[index], List.of(more[index + 1]));
    }
    HttpHeaders all = HttpHeaders.of(headers, (name, value) -> true);
    return new Answer(status, all, body.getBytes(StandardCharsets.UTF_8), null);
  }
}
