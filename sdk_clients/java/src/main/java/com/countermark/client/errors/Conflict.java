package com.countermark.client.errors;

/** The request is at odds with what is there (409). */
public class Conflict extends ApiError {
  private static final long serialVersionUID = 1L;

  public Conflict(Problem problem) {
    super(problem);
  }
}
