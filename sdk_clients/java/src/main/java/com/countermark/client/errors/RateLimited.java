package com.countermark.client.errors;

import java.time.Duration;
import java.util.Optional;

/** Too many requests (429). */
public class RateLimited extends ApiError {
  private static final long serialVersionUID = 1L;
  private final Duration retryAfter;

  public RateLimited(Problem problem, Duration retryAfter) {
    super(problem);
    this.retryAfter = retryAfter;
  }

  /** How long the server asks to wait, when it says. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
