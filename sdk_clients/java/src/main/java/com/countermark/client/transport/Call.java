package com.countermark.client.transport;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One call of an operation: what the generated core says of it. */
public final class Call {
  private final String method;
  private final CallOptions options;
  private final List<String> query = new ArrayList<>();
  private final List<String> form = new ArrayList<>();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private String path;
  private Object body;
  private boolean keyed;

  private Call(String method, String path, CallOptions options) {
    this.method = method;
    this.path = path;
    this.options = options;
    headers.putAll(options.headers());
  }

  /** path: with {@code {names}} in the places that {@link #path(String, Object)} fills. */
  public static Call of(String method, String path, CallOptions... options) {
    return new Call(method, path, CallOptions.of(options));
  }

  public Call path(String name, Object value) {
    if (value == null || value.toString().isEmpty()) {
      throw new IllegalArgumentException(name + " is empty");
    }
    path = path.replace("{" + name + "}", escape(value));
    return this;
  }

  /** body: an {@link ApiObject}, or an {@link Upload}. */
  public Call body(Object object) {
    if (object == null) {
      throw new IllegalArgumentException("the body of " + method + " " + path + " is missing");
    }
    body = object;
    return this;
  }

  public Call params(Params params) {
    if (params != null) {
      params.query().forEach((name, value) -> add(query, name, value));
      params.form().forEach((name, value) -> add(form, name, value));
      params.headers().forEach((name, value) -> headers.put(name, value.toString()));
    }
    return this;
  }

  /** The operation does its work once for each Idempotency-Key. */
  public Call keyed() {
    keyed = true;
    return this;
  }

  String method() {
    return method;
  }

  /** The path with its query. */
  String target() {
    return query.isEmpty() ? path : path + "?" + String.join("&", query);
  }

  boolean isKeyed() {
    return keyed;
  }

  Object body() {
    return body;
  }

  String form() {
    return form.isEmpty() ? null : String.join("&", form);
  }

  Map<String, String> headers() {
    return headers;
  }

  CallOptions options() {
    return options;
  }

  private static void add(List<String> parts, String name, Object value) {
    for (Object each : Params.values(value)) {
      parts.add(escape(name) + "=" + escape(each));
    }
  }

  private static String escape(Object value) {
    return URLEncoder.encode(value.toString(), StandardCharsets.UTF_8).replace("+", "%20");
  }
}
