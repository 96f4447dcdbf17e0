package com.countermark.client.errors;

/** The credential is missing, wrong or at its end (401). */
public class AuthenticationError extends ApiError {
  private static final long serialVersionUID = 1L;

  public AuthenticationError(Problem problem) {
    super(problem);
  }
}
