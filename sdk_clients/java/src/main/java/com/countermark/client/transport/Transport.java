package com.countermark.client.transport;

/** What carries calls. Errors are those of {@code com.countermark.client.errors}. */
public interface Transport {
  /** Make a call and read its answer. type: an {@link ApiObject}, or {@link Download} for bytes. */
  <T> T call(Call call, Class<T> type);

  /** Make a call whose answer is nothing. */
  default void run(Call call) {
    call(call, Void.class);
  }
}
