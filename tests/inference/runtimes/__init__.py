"""The contract of runtimes, and what stands behind it."""
