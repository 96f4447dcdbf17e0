package com.countermark.client.transport;

import static com.countermark.client.Suite.same;
import static com.countermark.client.Suite.thrown;

import com.countermark.client.Suite;
import com.countermark.client.errors.CountermarkError;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Tokens that are kept, and renewed in time. */
public final class TokensTest {
  private TokensTest() {}

  public static void add(Suite suite) {
    suite.test("a token is kept until a minute before its end", () -> {
      FakeTime time = new FakeTime();
      Tokens tokens = tokens(600, time, new AtomicInteger());
      same("t1", tokens.bearer());
      time.pass(Duration.ofSeconds(539));
      same("t1", tokens.bearer());
      time.pass(Duration.ofSeconds(1));
      same("t2", tokens.bearer());
    });
    suite.test("one that lives less than a minute is kept for half of it", () -> {
      FakeTime time = new FakeTime();
      Tokens tokens = tokens(20, time, new AtomicInteger());
      same("t1", tokens.bearer());
      time.pass(Duration.ofSeconds(9));
      same("t1", tokens.bearer());
      time.pass(Duration.ofSeconds(1));
      same("t2", tokens.bearer());
    });
    suite.test("a token that was refused is renewed once, however many say so", () -> {
      Tokens tokens = tokens(600, new FakeTime(), new AtomicInteger());
      same("t1", tokens.bearer());
      same(true, tokens.renew("t1"));
      same("t2", tokens.bearer());
      same(true, tokens.renew("t1"));
      same("t2", tokens.bearer());
    });
    suite.test("threads at once ask once", () -> {
      AtomicInteger asked = new AtomicInteger();
      Tokens tokens = tokens(600, new FakeTime(), asked);
      ExecutorService threads = Executors.newFixedThreadPool(16);
      Callable<String> ask = tokens::bearer;
      Set<String> found = new HashSet<>();
      for (Future<String> each : threads.invokeAll(java.util.Collections.nCopies(64, ask))) {
        found.add(each.get());
      }
      threads.shutdown();
      same(Set.of("t1"), found);
      same(1, asked.get());
    });
    suite.test("an answer without a token is an error", () -> {
      JsonNode empty = Json.read("{}".getBytes(StandardCharsets.UTF_8), JsonNode.class);
      thrown(CountermarkError.class, () -> new Tokens(() -> empty, new FakeTime()).bearer());
    });
    suite.test("a key is what it is", () -> {
      same(false, new Credentials.Key("cmk_x").renew("cmk_x"));
      same("***", new Credentials.Key("cmk_x").toString());
      same(List.of("cmk_x"), List.of(new Credentials.Key("cmk_x").bearer()));
    });
  }

  private static Tokens tokens(int lifeS, FakeTime time, AtomicInteger asked) {
    return new Tokens(
        () -> {
          String text = "{\"access_token\":\"t" + asked.incrementAndGet() + "\",\"expires_in\":" + lifeS + "}";
          return Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
        },
        time);
  }
}
