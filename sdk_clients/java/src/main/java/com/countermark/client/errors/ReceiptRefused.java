package com.countermark.client.errors;

/** A receipt that proves nothing: {@link #check()} names the check that it failed. */
public class ReceiptRefused extends CountermarkError {
  private static final long serialVersionUID = 1L;
  private final Check check;

  /** The checks of a receipt, in their order. */
  public enum Check {
    /** It does not have the form of a receipt. */
    FORM,
    /** Its deadline is before its issue, or its issue before our time. */
    TIMES,
    /** Its place in the signed batch, or its path there. */
    PATH,
    /** It names a key that is not among the trusted ones. */
    KEY,
    /** The signature is not that key's over this receipt. */
    SIGNATURE
  }

  public ReceiptRefused(Check check, String message) {
    super(message);
    this.check = check;
  }

  public Check check() {
    return check;
  }
}
