package com.countermark.client.errors;

/** There is no such thing in this environment (404). */
public class NotFound extends ApiError {
  private static final long serialVersionUID = 1L;

  public NotFound(Problem problem) {
    super(problem);
  }
}
