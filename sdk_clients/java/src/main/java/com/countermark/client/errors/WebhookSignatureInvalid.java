package com.countermark.client.errors;

/** The message was not signed with any of the secrets, or its headers are not those of a webhook. */
public class WebhookSignatureInvalid extends CountermarkError {
  private static final long serialVersionUID = 1L;

  public WebhookSignatureInvalid(String message) {
    super(message);
  }
}
