package com.countermark.client.errors;

/** The server could not do it (5xx). */
public class ServerError extends ApiError {
  private static final long serialVersionUID = 1L;

  public ServerError(Problem problem) {
    super(problem);
  }
}
