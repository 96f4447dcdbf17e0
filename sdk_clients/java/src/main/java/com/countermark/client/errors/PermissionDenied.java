package com.countermark.client.errors;

/** The credential may not do this (403). */
public class PermissionDenied extends ApiError {
  private static final long serialVersionUID = 1L;

  public PermissionDenied(Problem problem) {
    super(problem);
  }
}
