package com.countermark.client.errors;

/** The request is not one that the server can take (400, 422): {@link #errors()} names its fields. */
public class InvalidRequest extends ApiError {
  private static final long serialVersionUID = 1L;

  public InvalidRequest(Problem problem) {
    super(problem);
  }
}
