package com.countermark.client.transport;

import com.countermark.client.errors.ApiError;
import com.countermark.client.errors.ApiError.Problem;
import com.countermark.client.errors.AuthenticationError;
import com.countermark.client.errors.Conflict;
import com.countermark.client.errors.CountermarkError;
import com.countermark.client.errors.FieldError;
import com.countermark.client.errors.InvalidRequest;
import com.countermark.client.errors.NotFound;
import com.countermark.client.errors.PermissionDenied;
import com.countermark.client.errors.RateLimited;
import com.countermark.client.errors.ServerError;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;

/** Refusals and failures of the server as exceptions (RFC 9457; RFC 6749 section 5.2 at the token endpoint). */
final class Problems {
  private Problems() {}

  static ApiError of(Answer answer, long nowMillis) {
    Problem problem = read(answer);
    return switch (answer.status()) {
      case 400, 422 -> new InvalidRequest(problem);
      case 401 -> new AuthenticationError(problem);
      case 403 -> new PermissionDenied(problem);
      case 404 -> new NotFound(problem);
      case 409 -> new Conflict(problem);
      case 429 -> new RateLimited(problem, Retries.retryAfter(answer, nowMillis).orElse(null));
      default -> answer.status() >= 500 ? new ServerError(problem) : new ApiError(problem);
    };
  }

  /** A success whose body is not what it should be: something between here and the service wrote it. */
  static ApiError unreadable(Answer answer, Class<?> type, Throwable cause) {
    String header = answer.header("x-request-id");
    Problem problem =
        new Problem(
            answer.status(),
            "answer_unreadable",
            "Unreadable answer",
            cause == null ? "The answer is not a " + type.getSimpleName() + "." : cause.getMessage(),
            "Check that the base URL is the service itself, and that this client is not older than its API version.",
            header == null ? "" : header,
            List.of());
    ApiError error = new ApiError(problem);
    if (cause != null) {
      error.initCause(cause);
    }
    return error;
  }

  private static Problem read(Answer answer) {
    JsonNode body = tree(answer.data());
    String requestId = text(body, "request_id");
    String header = answer.header("x-request-id");
    List<FieldError> errors = new ArrayList<>();
    for (JsonNode each : body.path("errors")) {
      errors.add(new FieldError(text(each, "field"), text(each, "reason"), text(each, "fix")));
    }
    return new Problem(
        answer.status(),
        first(text(body, "code"), text(body, "error")),
        first(text(body, "title"), "The server answered " + answer.status() + "."),
        first(text(body, "detail"), text(body, "error_description")),
        text(body, "fix"),
        first(requestId, header == null ? "" : header),
        List.copyOf(errors));
  }

  private static JsonNode tree(byte[] data) {
    try {
      return data == null || data.length == 0 ? MissingNode.getInstance() : Json.read(data, JsonNode.class);
    } catch (CountermarkError error) {
      return MissingNode.getInstance();
    }
  }

  private static String text(JsonNode body, String name) {
    return body.path(name).isTextual() ? body.path(name).textValue() : "";
  }

  private static String first(String text, String other) {
    return text.isEmpty() ? other : text;
  }
}
