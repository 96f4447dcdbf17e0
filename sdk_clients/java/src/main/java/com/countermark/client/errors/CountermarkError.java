package com.countermark.client.errors;

/** Everything that this client throws of its own accord. */
public class CountermarkError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CountermarkError(String message) {
    super(message);
  }

  public CountermarkError(String message, Throwable cause) {
    super(message, cause);
  }
}
