"""Real model servers in environments of their own; `make test-triton` runs these."""
