package com.countermark.client.transport;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What one call has of its own. What is not said here is as the client has it. */
public final class CallOptions {
  private String idempotencyKey;
  private Duration timeout;
  private Duration deadline;
  private Integer maxRetries;
  private final Map<String, String> headers = new LinkedHashMap<>();

  /** The key under which this piece of work is done once; else one is made. */
  public CallOptions idempotencyKey(String key) {
    idempotencyKey = key;
    return this;
  }

  /** How long one try may take, its whole answer read. */
  public CallOptions timeout(Duration each) {
    timeout = each;
    return this;
  }

  /** How long all tries together may take, the waits between them too. */
  public CallOptions deadline(Duration whole) {
    deadline = whole;
    return this;
  }

  public CallOptions maxRetries(int count) {
    maxRetries = count;
    return this;
  }

  public CallOptions header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  String idempotencyKey() {
    return idempotencyKey;
  }

  Duration timeoutOr(Duration other) {
    return timeout == null ? other : timeout;
  }

  Duration deadlineOr(Duration other) {
    return deadline == null ? other : deadline;
  }

  int maxRetriesOr(int other) {
    return maxRetries == null ? other : maxRetries;
  }

  Map<String, String> headers() {
    return headers;
  }

  /** The same options, with all tries together taking no longer than a limit. */
  public static CallOptions within(Duration limit, CallOptions... options) {
    CallOptions given = of(options);
    CallOptions other = new CallOptions();
    other.idempotencyKey = given.idempotencyKey;
    other.timeout = given.timeout;
    other.deadline = given.deadline == null || given.deadline.compareTo(limit) > 0 ? limit : given.deadline;
    other.maxRetries = given.maxRetries;
    other.headers.putAll(given.headers);
    return other;
  }

  /** The last of those given, or none of its own. */
  static CallOptions of(CallOptions... options) {
    CallOptions last = options.length == 0 ? null : options[options.length - 1];
    return last == null ? new CallOptions() : last;
  }
}
