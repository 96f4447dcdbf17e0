package com.countermark.client.errors;

/** No whole answer came in the time that was given. */
public class TimedOut extends CountermarkError {
  private static final long serialVersionUID = 1L;

  public TimedOut(String message) {
    super(message);
  }

  public TimedOut(String message, Throwable cause) {
    super(message, cause);
  }
}
