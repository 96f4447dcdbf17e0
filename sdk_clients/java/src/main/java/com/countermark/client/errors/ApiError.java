package com.countermark.client.errors;

import java.util.List;

/** An answer of the server that is a refusal or a failure (RFC 9457), by its status. */
public class ApiError extends CountermarkError {
  private static final long serialVersionUID = 1L;
  private final transient Problem problem;

  /**
   * What the server said. Fields that it did not send are empty, never null.
   *
   * @param status the HTTP status
   * @param code stable; switch on this
   * @param title the phrase of the status
   * @param detail what went wrong this time
   * @param fix what to change before trying again
   * @param requestId name it when you report the problem
   * @param errors the refused fields, when the content of the request is the reason
   */
  public record Problem(
      int status, String code, String title, String detail, String fix, String requestId, List<FieldError> errors) {}

  public ApiError(Problem problem) {
    super(words(problem));
    this.problem = problem;
  }

  private static String words(Problem problem) {
    String said = problem.detail().isEmpty() ? problem.title() : problem.detail();
    String fix = problem.fix().isEmpty() ? "" : " " + problem.fix();
    String request = problem.requestId().isEmpty() ? "" : ", request " + problem.requestId();
    return said + fix + " (" + problem.status() + (problem.code().isEmpty() ? "" : " " + problem.code()) + request + ")";
  }

  public int status() {
    return problem.status();
  }

  public String code() {
    return problem.code();
  }

  public String title() {
    return problem.title();
  }

  public String detail() {
    return problem.detail();
  }

  public String fix() {
    return problem.fix();
  }

  public String requestId() {
    return problem.requestId();
  }

  public List<FieldError> errors() {
    return problem.errors();
  }
}
