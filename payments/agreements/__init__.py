"""Commission agreements: what a partner earns, kept as it was agreed, and computed to the minor unit."""
