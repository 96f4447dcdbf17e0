package com.countermark.client.errors;

/** The message is signed, but too old or of the future: it may be replayed by somebody who saw it. */
public class WebhookTimestampOutside extends CountermarkError {
  private static final long serialVersionUID = 1L;

  public WebhookTimestampOutside(String message) {
    super(message);
  }
}
