package com.countermark.client.errors;

/** No whole answer came: the connection could not be made, or broke. */
public class ConnectionFailed extends CountermarkError {
  private static final long serialVersionUID = 1L;

  public ConnectionFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
