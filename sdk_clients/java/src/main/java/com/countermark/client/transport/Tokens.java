package com.countermark.client.transport;

import com.countermark.client.errors.CountermarkError;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Access tokens of an OAuth2 client, one at a time, for as many threads as there are.
 *
 * <p>One is renewed a minute before its end (half-way, if it does not last that long), by a clock that does not jump,
 * and when the server refuses it.
 */
final class Tokens implements Credentials {
  private static final long EARLY_S = 60;
  private final Supplier<JsonNode> fetch;
  private final Time time;
  private String token;
  private long renewAtNanos;

  /** fetch: asks the token endpoint, as RFC 6749 section 4.4 says. */
  Tokens(Supplier<JsonNode> fetch, Time time) {
    this.fetch = fetch;
    this.time = time;
  }

  @Override
  public synchronized String bearer() {
    if (token == null || time.nanos() - renewAtNanos >= 0) {
      renewed();
    }
    return token;
  }

  /** A token that others have renewed meanwhile is not renewed again. */
  @Override
  public synchronized boolean renew(String refused) {
    if (refused.equals(token)) {
      token = null;
    }
    return true;
  }

  private void renewed() {
    long asked = time.nanos();
    JsonNode answer = fetch.get();
    String given = answer.path("access_token").asText("");
    long lifeS = answer.path("expires_in").asLong(0);
    if (given.isEmpty()) {
      throw new CountermarkError("The token endpoint answered no access_token.");
    }
    token = given;
    renewAtNanos = asked + TimeUnit.SECONDS.toNanos(lifeS > EARLY_S ? lifeS - EARLY_S : lifeS / 2);
  }
}
