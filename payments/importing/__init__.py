"""Payments out of statements: bank and UPI exports, read by a mapping that the tenant keeps."""
